"""The boundary mutants of a lab, tried and counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fnmatch import fnmatchcase

from autograder.audit import verdict
from autograder.audit.answers import Allowed
from autograder.audit.bank_rules import visible_titles
from autograder.audit.boundary import BoundaryMutant, boundary_mutants
from autograder.audit.boundary.found import Boundaries, BoundarySurvivor
from autograder.audit.trial import Ran, Trial, accepted
from autograder.audit.workers import Workers
from autograder.labsource import Lab
from course_lib.checks.recorders import NOTEBOOK_SEED

#: Of an exercise whose checks train a network, so many are tried, in even steps.
SLOW_BOUNDARIES = 24

#: The seed of a mutant's checks; what it remembers, it learned under the notebook's.
SEED = "seed 1"


def try_boundaries(
    lab: Lab,
    exercises: Mapping[str, str],
    allowed: Sequence[Allowed],
    slow: Collection[str],
    pool: Workers,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> dict[str, Boundaries]:
    """Try the boundary mutants of some exercises.

    Args:
        lab: The lab's source.
        exercises: The reference solution of each, by its id.
        allowed: The mutants that may survive.
        slow: The exercises whose checks train a network.
        pool: What runs the trials.
        tell: Told how many are done, of how many.
    """
    mutants: dict[str, list[BoundaryMutant]] = {}
    for exercise, source in exercises.items():
        every = boundary_mutants(source, visible_titles(lab, exercise))
        step = max(1, -(-len(every) // SLOW_BOUNDARIES)) if exercise in slow else 1
        mutants[exercise] = every[::step]
    order = [(exercise, one) for exercise in mutants for one in mutants[exercise]]
    ran = pool.run([_trial(exercise, one) for exercise, one in order], tell)
    found: dict[str, list[tuple[BoundaryMutant, Ran]]] = {exercise: [] for exercise in exercises}
    for (exercise, one), came in zip(order, ran, strict=True):
        found[exercise].append((one, came))
    return {
        exercise: _boundaries(pairs, [one for one in allowed if one.exercise == exercise])
        for exercise, pairs in found.items()
    }


def killed(
    lab: Lab, exercise: str, sources: Mapping[str, str], found: Mapping[str, Boundaries]
) -> list[str]:
    """The code of an exercise's boundary mutants that its checks reject.

    Those with a memory are left out: of two equal checks only the second rejects them.
    """
    alive = {one.name for one in found[exercise].survivors}
    every = boundary_mutants(sources[exercise], visible_titles(lab, exercise))
    return [
        one.code
        for one in every
        if one.name not in alive and ": state: " not in one.name and not one.memory
    ]


def _trial(exercise: str, one: BoundaryMutant) -> Trial:
    if one.memory:  # it must see every visible check before it is judged
        return Trial(exercise, one.code, (NOTEBOOK_SEED, SEED))
    return Trial(exercise, one.code, (SEED,), verdict.any_failure)


def _boundaries(
    pairs: Sequence[tuple[BoundaryMutant, Ran]], allowed: Sequence[Allowed]
) -> Boundaries:
    survivors = tuple(
        BoundarySurvivor(one.name, one.change, ran.reached, _reason(one.name, allowed))
        for one, ran in pairs
        if ran.runs and accepted(ran.runs[-1]) and (ran.reached or one.sure)
    )
    alive = {one.name for one in survivors}
    return Boundaries(
        len(pairs),
        survivors,
        tuple(one.mutant for one in allowed if not any(_fits(one, name) for name in alive)),
        sum(ran.seconds for _, ran in pairs),
    )


def _fits(allowed: Allowed, name: str) -> bool:
    return fnmatchcase(name, allowed.mutant)


def _reason(name: str, allowed: Sequence[Allowed]) -> str:
    return next((one.reason for one in allowed if _fits(one, name)), "")

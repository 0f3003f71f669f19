"""The audit of a lab: its bank and its mutants, tried and counted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from autograder.audit import verdict
from autograder.audit.answers import Bank, Right
from autograder.audit.bank_rules import bank_problems
from autograder.audit.boundaries import killed, try_boundaries
from autograder.audit.findings import ExerciseFindings, LabFindings, Remark, Slow, Survivor
from autograder.audit.mutation import Mutant, mutants
from autograder.audit.needed import needless
from autograder.audit.trial import Ran, Trial, accepted
from autograder.audit.workers import Workers
from autograder.errors import AutograderError
from autograder.labsource import Cell, Lab
from course_lib.checks.recorders import NOTEBOOK_SEED

T = TypeVar("T")

#: What the reference solution is called among the right answers.
REFERENCE = "the reference solution"

#: Of an exercise whose checks train a network, an answer is judged with so many seeds, and so many
#: mutants are tried.
SLOW_SEEDS, SLOW_MUTANTS = 3, 12


@dataclass(frozen=True)
class Scope:
    """How much an audit tries.

    Attributes:
        seeds: Under how many seeds each answer is judged; the first is that of the notebook.
        mutant_seeds: The same for mutants. One counts as rejected if every seed rejects it.
        every: Every how many-th mutant is tried, chosen by a hash of its code.
        answers: How many right and how many wrong answers are judged; all if None.
        mutants: How many mutants are tried at most, spread evenly; any number if None.
    """

    seeds: int
    mutant_seeds: int
    every: int
    answers: int | None = None
    mutants: int | None = None

    def slow(self) -> Scope:
        """What is tried in its place where each check trains a network.

        Example:
            >>> FULL.slow().seeds, QUICK.slow().answers, FULL.slow().slow() == FULL.slow()
            (3, 1, True)
        """
        seeds = min(self.seeds, SLOW_SEEDS)
        if self.every > 1:
            return Scope(seeds, 1, 1, answers=1, mutants=0)
        return Scope(seeds, 1, 1, self.answers, SLOW_MUTANTS)


FULL = Scope(seeds=20, mutant_seeds=2, every=1)
QUICK = Scope(seeds=1, mutant_seeds=1, every=4)


def audit(
    lab: Lab,
    bank: Bank,
    scope: Scope = FULL,
    *,
    only: Collection[str] = (),
    workers: int = 2,
    boundary: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> LabFindings:
    """Judge a lab's checks by its bank and by mutants of its reference solution.

    Args:
        lab: The lab's source.
        bank: The right and wrong answers, and the equivalent mutants.
        scope: How much is tried.
        only: The exercises to judge; all if none is named.
        workers: How many processes run the trials.
        boundary: Whether boundary mutants are tried, too, and each part of the checks is asked
            whether it is needed.
        on_progress: Called with how many trials are done, of how many.

    Returns:
        What was found; its `problems` are what must not be.

    Raises:
        AutograderError: The lab has no such exercise, or a process of the audit has died.

    Example:
        >>> from pathlib import Path
        >>> audit(Lab("empty", Path("empty.py"), ()), Bank(), QUICK, workers=1).problems
        []
    """
    jobs = [_Job(cell, bank, scope) for cell in _judged(lab, only)]
    found: dict[str, list[Ran]] = {}
    # What takes longest comes first, so that no process works on it alone at the end.
    order = sorted(jobs, key=lambda job: not job.slow)
    with Workers(lab, workers, bank.slow) as pool:
        # The reference solution first: what it takes says how long others may.
        for job, ran in zip(order, pool.run([job.trials()[0] for job in order]), strict=True):
            pool.usual[job.exercise] = ran.seconds / job.scope.seeds
            found[job.exercise] = [ran]
        rest = iter(pool.run([trial for job in order for trial in job.trials()[1:]], on_progress))
        for job in order:
            found[job.exercise] += [next(rest) for _ in job.trials()[1:]]
        exercises = tuple(job.findings(found[job.exercise]) for job in jobs)
        if boundary:
            exercises = _with_boundaries(lab, bank, jobs, exercises, pool, on_progress)
    missing = tuple(bank_problems(lab, bank))
    return LabFindings(lab.name, scope.seeds, exercises, missing, whole=scope.every == 1)


def _with_boundaries(
    lab: Lab,
    bank: Bank,
    jobs: list[_Job],
    exercises: tuple[ExerciseFindings, ...],
    pool: Workers,
    tell: Callable[[int, int], None],
) -> tuple[ExerciseFindings, ...]:
    """The findings, with what boundary mutants say, and what of the checks nothing needs."""
    sources = {job.exercise: job.right[0].source for job in jobs}
    tried = try_boundaries(lab, sources, bank.allowed, bank.slow, pool, tell)
    more = {
        job.exercise: [
            *(one.code for one in job.mutants),
            *(() if job.slow else killed(lab, job.exercise, sources, tried)),
        ]
        for job in jobs
    }
    idle = needless(lab, bank, more, pool)
    return tuple(
        replace(one, boundaries=tried[one.exercise], needless=idle[one.exercise])
        for one in exercises
    )


def _judged(lab: Lab, only: Collection[str]) -> list[Cell]:
    """The cells to judge answers to."""
    cells = {str(cell.id): cell for cell in lab.of("exercise", "quiz")}
    for name in only:
        if name not in cells:
            raise AutograderError(
                f"{lab.name} has no exercise {name!r}: its exercises are {', '.join(cells)}"
            )
    return [cell for name, cell in cells.items() if not only or name in only]


class _Job:
    """The trials of one exercise, and what they say."""

    def __init__(self, cell: Cell, bank: Bank, scope: Scope) -> None:
        self.exercise = str(cell.id)
        self.slow = self.exercise in bank.slow
        self.scope = scope.slow() if self.slow else scope
        right = self._own(bank.right)[: self.scope.answers]
        self.right = [Right(REFERENCE, cell.source, self.exercise), *right]
        self.wrong = self._own(bank.wrong)[: self.scope.answers]
        self.listed = self._own(bank.equivalent)
        self.everything = mutants(cell.source)
        # Where a trial takes seconds, none is spent on mutants that are known to pass.
        known = {(one.before, one.after) for one in self.listed} if self.slow else set()
        chosen = [
            one
            for one in self.everything
            if _chosen(one, self.scope.every) and (one.before, one.after) not in known
        ]
        self.mutants = _spread(chosen, self.scope.mutants)

    def trials(self) -> list[Trial]:
        """The reference solution, right answers, wrong ones, mutants, in this order."""
        seeds = tuple(NOTEBOOK_SEED if i == 0 else f"seed {i}" for i in range(self.scope.seeds))
        few = seeds[: self.scope.mutant_seeds] or (NOTEBOOK_SEED,)
        name = self.exercise
        return [
            *(Trial(name, right.source, seeds) for right in self.right),
            *(Trial(name, one.source, seeds, partial(verdict.settles, one)) for one in self.wrong),
            *(Trial(name, one.code, few, verdict.any_failure, True) for one in self.mutants),
        ]

    def findings(self, found: list[Ran]) -> ExerciseFindings:
        answers = len(self.right) + len(self.wrong)
        right = list(zip(self.right, found[: len(self.right)], strict=True))
        wrong = list(zip(self.wrong, found[len(self.right) : answers], strict=True))
        survivors = self._survivors(found[answers:])
        return ExerciseFindings(
            self.exercise,
            right=len(self.right) - 1,
            wrong=len(self.wrong),
            mutants=len(self.mutants),
            right_rejected=_remarks(verdict.rejected, right),
            wrong_accepted=_remarks(verdict.let_through, wrong),
            caught_elsewhere=_remarks(verdict.elsewhere, wrong),
            unsaid=_remarks(verdict.unsaid, wrong),
            undiagnosed=_remarks(verdict.undiagnosed, wrong),
            flaky=_remarks(verdict.flaky, [*right, *wrong]),
            survivors=survivors,
            stale=tuple(self._stale(survivors)),
            seconds=sum(ran.seconds for ran in found),
            slow=Slow(self.scope.seeds, len(self.everything)) if self.slow else None,
        )

    def _own(self, listed: Iterable[T]) -> list[T]:
        return [one for one in listed if getattr(one, "exercise", None) == self.exercise]

    def _survivors(self, found: list[Ran]) -> tuple[Survivor, ...]:
        reasons = {(one.before, one.after): one.reason for one in self.listed}
        return tuple(
            Survivor(mutant, reasons.get((mutant.before, mutant.after), ""))
            for mutant, ran in zip(self.mutants, found, strict=True)
            if any(map(accepted, ran.runs))
        )

    def _stale(self, survivors: tuple[Survivor, ...]) -> Iterable[Remark]:
        """Listed equivalents that are none, as far as they were tried."""
        alive = {(one.mutant.before, one.mutant.after) for one in survivors}
        tried = {(one.before, one.after) for one in self.mutants}
        exist = {(one.before, one.after) for one in self.everything}
        for one in self.listed:
            change = (one.before, one.after)
            if change not in exist:
                yield Remark(one.after, "no mutant reads so any more: remove the entry")
            elif change in tried and change not in alive:
                yield Remark(one.after, "is rejected by a check: remove the entry")


def _chosen(mutant: Mutant, every: int) -> bool:
    return int.from_bytes(hashlib.sha256(mutant.code.encode()).digest()[:4], "big") % every == 0


def _spread(listed: list[T], most: int | None) -> list[T]:
    """At most so many of a list, in even steps."""
    if most is None or len(listed) <= most:
        return listed
    return [listed[place * len(listed) // most] for place in range(most)]


def _remarks(
    judge: Callable[[T, Ran], Remark | None], found: Iterable[tuple[T, Ran]]
) -> tuple[Remark, ...]:
    remarks = (judge(answer, ran) for answer, ran in found)
    return tuple(remark for remark in remarks if remark is not None)

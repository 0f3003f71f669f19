"""One answer tried: its cell in place of the solution, its exercise's checks for each seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from autograder.audit.boundary import effect
from autograder.labsource import Lab
from autograder.labsource.reference import outcomes
from course_lib.checks import Outcome


@dataclass(frozen=True)
class Trial:
    """What to try.

    Attributes:
        exercise: The exercise's id.
        code: What its cell holds; None for the reference solution.
        seeds: What seeds the checks: each seed is a run of its own.
        enough: Says of a check that fails whether it settles its run, so that the rest is left out;
            None runs every check.
        accepted_once: Whether no run follows one that gives full marks.
    """

    exercise: str
    code: str | None
    seeds: tuple[str, ...]
    enough: Callable[[Outcome], bool] | None = None
    accepted_once: bool = False


@dataclass(frozen=True)
class Request:
    """A trial, and the processor time and the time on the clock it may take, in seconds."""

    trial: Trial
    processor: int
    clock: float


@dataclass(frozen=True)
class Ran:
    """What came of a trial.

    Attributes:
        runs: The outcomes of the checks, a tuple for each seed; empty where it did not finish.
        ended: Why it did not finish; empty where it did.
        seconds: Processor time that it took.
        reached: Whether a boundary mutant changed anything while a check ran.
    """

    runs: tuple[tuple[Outcome, ...], ...]
    ended: str = ""
    seconds: float = 0.0
    reached: bool = False


def accepted(run: tuple[Outcome, ...]) -> bool:
    """Whether a run gives full marks: there are checks, and all of them hold.

    Example:
        >>> accepted((Outcome("shape", True),)), accepted(())
        (True, False)
    """
    return bool(run) and all(outcome.passed for outcome in run)


def run_trial(lab: Lab, trial: Trial) -> Ran:
    """Run a trial in this process: the code may do to it whatever it likes.

    An exception that leaves the test cell, as `exit()` does, is an end without outcomes.
    """
    answers = {} if trial.code is None else {trial.exercise: trial.code}
    runs: list[tuple[Outcome, ...]] = []
    effect.forget()
    try:
        for seed in trial.seeds:
            found = outcomes(lab, answers, seed=seed, only=[trial.exercise], enough=trial.enough)
            runs.append(tuple(found[trial.exercise]))
            if trial.accepted_once and accepted(runs[-1]):
                break
    except BaseException as error:  # exit() and Ctrl-C of the answer's own are an end, too
        return Ran((), f"stopped with {type(error).__name__}: {str(error)[:200]}",
                   reached=effect.seen())  # fmt: skip
    return Ran(tuple(runs), reached=effect.seen())

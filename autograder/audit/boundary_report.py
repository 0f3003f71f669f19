"""What boundary mutants found, as lines to print, and what of the checks no answer needs."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.audit.findings import ExerciseFindings, LabFindings


def lines(exercise: ExerciseFindings) -> Iterator[str]:
    """A line for each survivor, each sentence never said and each check that adds nothing.

    Example:
        >>> from autograder.audit.boundary.found import Boundaries, BoundarySurvivor
        >>> one = BoundarySurvivor("f: result: int32", "results.changed('int32')", reached=False)
        >>> list(lines(ExerciseFindings("f", 6, 8, 30, boundaries=Boundaries(40, (one,)))))
        ['accepts (never asked) f: result: int32']
    """
    if exercise.boundaries is not None:
        for one in sorted(exercise.boundaries.open, key=lambda one: not one.reached):
            yield f"accepts {'' if one.reached else '(never asked) '}{one.name}"
        for name in exercise.boundaries.stale:
            yield f"is said to accept {name}, and does not: remove the entry"
    if exercise.needless is not None:
        for sentence in exercise.needless.sentences:
            yield f"says to no wrong answer of the bank: {sentence}"
        for title in exercise.needless.checks:
            yield f"adds nothing by the visible check {title!r}: what fails it, fails another"


def markdown(exercise: ExerciseFindings) -> Iterator[str]:
    """The same as a section of the audit's page; nothing where there is nothing to say."""
    found = list(lines(exercise))
    if found:
        yield f"## {exercise.exercise}: holes at boundaries, and what is not needed\n"
        yield "\n".join(f"- {line.replace('*', chr(92) + '*')}" for line in found) + "\n"
    allowed = exercise.boundaries.survivors if exercise.boundaries is not None else ()
    if reasons := [(one.name, one.reason) for one in allowed if one.reason]:
        yield f"## {exercise.exercise}: allowed at boundaries\n"
        yield "\n".join(f"- {name}: {reason}" for name, reason in reasons) + "\n"


def summary(findings: LabFindings) -> str:
    """How many were tried and are accepted, in a sentence; empty where none were.

    Example:
        >>> summary(LabFindings("lab01", 20, ()))
        ''
    """
    tried = [one.boundaries for one in findings.exercises if one.boundaries is not None]
    if not tried:
        return ""
    survivors = [one for of in tried for one in of.open]
    never = sum(not one.reached for one in survivors)
    seconds = sum(of.seconds for of in tried)
    return (
        f"{sum(of.tried for of in tried)} boundary mutants: {len(survivors)} accepted without a "
        f"reason, of {never} of them no check asks ({seconds:.0f} s)"
    )

"""What boundary mutants found, in words."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.audit.findings import ExerciseFindings, LabFindings


def markdown(exercise: ExerciseFindings) -> Iterator[str]:
    """What is allowed at boundaries, as a section of the audit's page; nothing where nothing is.

    Example:
        >>> list(markdown(ExerciseFindings("f", 6, 8, 30)))
        []
    """
    allowed = exercise.boundaries.survivors if exercise.boundaries is not None else ()
    groups: dict[str, list[str]] = {}
    for one in allowed:
        if one.reason:
            groups.setdefault(one.reason, []).append(one.name)
    if groups:
        yield f"## {exercise.exercise}: allowed at boundaries\n"
    for reason, names in groups.items():
        yield f"{reason}\n"
        yield "\n".join(f"- {name.replace('*', chr(92) + '*')}" for name in names) + "\n"


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

"""What each check of a test cell is worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

#: The share of a cell's points that its checks of form are worth, all together.
FORM_SHARE = 0.1


class Weighed(Protocol):
    """What `shares` needs to know of a check."""

    @property
    def points(self) -> float | None:
        """What the author says that it is worth, if anything."""
        ...

    @property
    def form(self) -> bool:
        """Whether any value of the right form passes it."""
        ...


class Judged(Weighed, Protocol):
    """What `earned` needs to know on top."""

    @property
    def passed(self) -> bool:
        """Whether it holds."""
        ...


def earned(total: float, checks: Sequence[Judged]) -> float:
    """What the checks that hold are worth, to two decimals; form alone is worth nothing.

    Example:
        >>> from course_lib.checks import Outcome
        >>> earned(4, [Outcome("shape", True, form=True), Outcome("values", False)])
        0.0
    """
    others = [check for check in checks if not check.form]
    if others and not any(check.passed for check in others):
        return 0.0
    pairs = zip(shares(total, checks), checks, strict=True)
    return round(sum((share for share, check in pairs if check.passed), 0.0), 2)


def shares(total: float, checks: Sequence[Weighed]) -> list[float]:
    """What each check of a cell is worth, in points.

    Checks of form share a tenth of the cell's points alike, where there are others. The others
    share the rest: by their points where they say them, else alike.

    Args:
        total: The cell's points.
        checks: All checks of the cell, hidden ones included.

    Example:
        >>> from course_lib.checks import Outcome
        >>> shares(3, [Outcome("shape", True, form=True), Outcome("a", True), Outcome("b", True)])
        [0.3, 1.35, 1.35]
    """
    forms = sum(check.form for check in checks)
    others = len(checks) - forms
    rest = total * (1 - FORM_SHARE) if forms and others else total
    said = [check.points for check in checks if not check.form and check.points is not None]
    weights = sum(said) if len(said) == others else float(others)
    found = []
    for check in checks:
        if check.form:
            share = (total - rest if others else total) / forms
        else:
            weight = check.points if len(said) == others and check.points is not None else 1.0
            share = rest * weight / weights
        found.append(round(share, 6))
    return found

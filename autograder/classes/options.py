"""What of a class is graded, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from autograder.classes.workplace import Workplace
from autograder.errors import AutograderError


@dataclass(frozen=True)
class GradingOptions:
    """What of a class is graded, and by whom.

    Attributes:
        again: Whether what has not changed is judged again as well.
        only_failed: Whether only work is judged that could not be graded, or not to its end.
        exercises: Judge everyone again, and of what is found take these exercises only; all that
            has changed if empty.
        workers: How many submissions are judged at a time; as many as this machine takes if None.
        scheduler: The address of a Dask scheduler whose workers judge.
        warm: Whether sandboxes may be forks of an interpreter that is ready.
        times: When work was handed in, by student, as those say who collected it.
        due: The deadline, as ISO 8601; as it is in the gradebook if empty.
    """

    again: bool = False
    only_failed: bool = False
    exercises: Collection[str] = ()
    workers: int | None = None
    scheduler: str | None = None
    warm: bool = True
    times: Mapping[str, str] = field(default_factory=dict)
    due: str = ""


def known_exercises(place: Workplace, names: Collection[str]) -> None:
    """Refuse names that no exercise of the lab has.

    Raises:
        AutograderError: There is one.
    """
    known = [str(cell.id) for cell in place.source.of("test")]
    for name in names:
        if name not in known:
            raise AutograderError(
                f"no exercise of {place.lab} is called {name!r}: there are {', '.join(known)}"
            )

"""A result where nbgrader has it: its notebook, and its scores in the gradebook."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from autograder.classes.workplace import Workplace
from autograder.errors import AutograderError, is_disk_full
from autograder.nbgrader import conversion

if TYPE_CHECKING:
    from autograder.judging.grade import Graded, Isolation, JudgingLimits
    from autograder.stops import Stop

T = TypeVar("T")

#: How long a gradebook that is locked or away is waited for, in seconds.
PATIENCE_SECONDS = 30.0


class NotGraded(Exception):
    """One submission could not be graded; the message says why, for a person."""


@dataclass(frozen=True)
class JudgingOptions:
    """How a class is judged.

    Attributes:
        secret: The course's secret.
        isolation: What students' code runs in.
        limits: What one submission may cost; the defaults if None.
    """

    secret: bytes
    isolation: Isolation = "bubblewrap"
    limits: JudgingLimits | None = None


def refuse_submission(
    place: Workplace,
    student: str,
    refusal: Stop,
    judging: JudgingOptions,
    received: bytes = b"",
    notes: tuple[str, ...] = (),
) -> Graded:
    """The result of work that cannot be judged: no points, with the reason.

    Args:
        place: The lab's workplace.
        student: The student's id.
        refusal: The reason.
        judging: How the class is judged.
        received: What was handed in; empty where it could not be kept.
        notes: What was repaired before it was refused.
    """
    from autograder.judging.grade import refuse

    return refuse(
        place.source,
        student,
        judging.secret,
        refusal,
        isolation=judging.isolation,
        limits=judging.limits,
        submission=received,
        notes=notes,
    )


def store(place: Workplace, student: str, graded: Graded) -> None:
    """Put a result where nbgrader has it: ``grading/autograded`` and the gradebook.

    Raises:
        NotGraded: nbgrader refuses this notebook.
        Exception: The disk or the database fails.
    """

    def convert() -> None:
        log = place.log(student)
        conversion.autograde(place.config, place.lab, student, log, graded.notebook)

    try:
        retry(convert)
    except Exception as error:
        if is_disk_full(error) or is_gradebook_error(error):
            raise
        raise NotGraded(_in_words("nbgrader could not store it", error)) from error


def is_gradebook_error(error: BaseException) -> bool:
    """Whether the database failed, which concerns the whole class."""
    from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

    link: BaseException | None = error
    while link is not None:
        if isinstance(link, OperationalError | InterfaceError):
            return True
        if isinstance(link, DBAPIError) and link.connection_invalidated:
            return True
        link = link.__cause__ or link.__context__
    return False


def stopped(error: Exception, student: str, done: int) -> AutograderError:
    """Why a class could not be graded to its end, in one sentence.

    Args:
        error: What happened.
        student: Whose work it happened to.
        done: How many were graded before.
    """
    kept = "what was graded before is kept" if done else "nothing was graded yet"
    if is_disk_full(error):
        return AutograderError(
            f"the disk is full, so the grading stopped at {student}: free some space and run "
            f"the command again; {kept}"
        )
    lines = str(error).strip().splitlines() or [type(error).__name__]
    if is_gradebook_error(error):
        return AutograderError(
            f"the gradebook cannot be written, so the grading stopped at {student} "
            f"({lines[0]}): see that it is there and not locked, and run the command again; "
            "what was judged is kept and will not be judged again"
        )
    return AutograderError(f"the grading stopped at {student} ({lines[0]}); {kept}")


def retry(action: Callable[[], T], seconds: float | None = None) -> T:
    """Do something with the gradebook; try again for a while where it is locked or away.

    Args:
        action: Done as a whole or not at all, or harmless when it is done twice.
        seconds: For how long; `PATIENCE_SECONDS` if None.

    Raises:
        Exception: What it raises in the end, or at once where the gradebook is not to blame.

    Example:
        >>> retry(lambda: 3)
        3
    """
    end = time.monotonic() + (PATIENCE_SECONDS if seconds is None else seconds)
    pause = 0.1
    while True:
        try:
            return action()
        except Exception as error:
            full = is_disk_full(error)
            if full or not is_gradebook_error(error) or time.monotonic() + pause > end:
                raise
        time.sleep(pause)
        pause = min(2 * pause, 2.0)


def _in_words(what: str, error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{what} ({type(error).__name__}: {lines[0] if lines else 'no message'})"

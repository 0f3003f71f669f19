"""One submission into a graded notebook and scores: judged here, stored by nbgrader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.errors import AutograderError, is_disk_full
from autograder.grading import nbgrading
from autograder.grading.workplace import Workplace

if TYPE_CHECKING:
    from autograder.grade import Graded, Isolation, Limits


class NotGraded(Exception):
    """One submission could not be graded; the message says why, for a person."""


@dataclass(frozen=True)
class How:
    """How a class is judged.

    Attributes:
        secret: The course's secret.
        isolation: What students' code runs in.
        limits: What one submission may cost; the defaults if None.
    """

    secret: bytes
    isolation: Isolation = "bubblewrap"
    limits: Limits | None = None


def run_submission(place: Workplace, student: str, data: bytes, how: How) -> Graded:
    """Judge what a student handed in; nothing is stored.

    Args:
        place: The lab's workplace.
        student: The student's id.
        data: The bytes that came.
        how: How to judge.

    Raises:
        NotGraded: The judge met something that it was not made for.
        AutograderError: Nothing can be judged on this machine.
        OSError: The disk is full.
    """
    from autograder.grade import grade

    log = place.log(student)
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        return grade(
            place.source, data, student, how.secret,
            isolation=how.isolation, limits=how.limits, log=log,
        )  # fmt: skip
    except AutograderError:
        raise
    # One submission must not stop the class, whatever it holds.
    except Exception as error:
        if is_disk_full(error):
            raise
        raise NotGraded(_in_words("it could not be judged", error)) from error


def refuse_submission(place: Workplace, student: str, state: str, how: How) -> Graded:
    """The result of work that cannot be judged: no points, with the reason."""
    from autograder.grade import refuse

    return refuse(
        place.source, student, how.secret, state, isolation=how.isolation, limits=how.limits
    )


def store(place: Workplace, student: str, graded: Graded) -> None:
    """Put a result where nbgrader has it: ``grading/autograded`` and the gradebook.

    Raises:
        NotGraded: nbgrader refuses this notebook.
        Exception: The disk or the database fails.
    """
    try:
        nbgrading.autograde(place.config, place.lab, student, place.log(student), graded.notebook)
    except Exception as error:
        if is_disk_full(error) or is_gradebook_error(error):
            raise
        raise NotGraded(_in_words("nbgrader could not store it", error)) from error


def is_gradebook_error(error: BaseException) -> bool:
    """Whether the database failed, which concerns the whole class."""
    from sqlalchemy.exc import OperationalError

    return isinstance(error, OperationalError)


def _in_words(what: str, error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{what} ({type(error).__name__}: {lines[0] if lines else 'no message'})"

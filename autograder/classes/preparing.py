"""What is known of one student's work before it is judged."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import TYPE_CHECKING

from autograder.classes.execution import JudgingOptions, refuse_submission
from autograder.classes.record import Record, load_record
from autograder.classes.workplace import Workplace
from autograder.classes.writer import not_graded
from autograder.stops import needs_person
from autograder.submissions import Intake, Submission

if TYPE_CHECKING:
    from autograder.judging.grade import Graded
    from autograder.judging.verdicts import ExerciseVerdict


def handed_in(
    place: Workplace, submission: Submission, judging: JudgingOptions
) -> tuple[Record, Intake | Graded]:
    """Put a submission away: its record, and what is to be judged or the result of what cannot be.

    Raises:
        OSError: The disk fails.
    """
    from autograder.classes import handing_in

    student = submission.student
    try:
        record, intake = handing_in.hand_in(place, submission)
    except OSError:
        raise
    # Whatever a notebook holds that no repair foresaw, the class goes on.
    except Exception as error:
        refusal = needs_person(f"it could not be prepared ({type(error).__name__})")
        record = Record(notes=submission.notes, origin=submission.origin)
        return not_graded(place, student, refusal, record, judging)
    if record.refusal is not None:
        received = _received(submission)
        if record.placeholder == _digest(received):
            received = b""  # the grader's own placeholder is no work
        return record, refuse_submission(
            place, student, record.refusal, judging, received, intake.notes
        )
    return record, intake


def known_time(place: Workplace, submission: Submission) -> str:
    """When it was handed in, if that was known before about the very same bytes; else empty."""
    earlier = load_record(place.received(submission.student))
    digest = received_digest(submission)
    same = earlier.verdict and earlier.verdict.submission_digest == digest
    return earlier.handed_in if same else ""


def staying(earlier: Record, chosen: Collection[str]) -> dict[str, ExerciseVerdict]:
    """The verdicts of exercises that are not to be changed, where only some are to be."""
    verdict = earlier.verdict
    if not chosen or verdict is None or verdict.refusal is not None:
        return {}
    return {one.exercise: one for one in verdict.exercises if one.exercise not in chosen}


def received_digest(submission: Submission) -> str:
    """SHA-256 of the bytes that were handed in."""
    return _digest(_received(submission))


def _received(submission: Submission) -> bytes:
    return submission.received or submission.notebook or b""


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()

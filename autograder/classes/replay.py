"""A stored submission judged again, to see whether the verdict stands."""

from dataclasses import dataclass, replace
from pathlib import Path

from autograder.classes.record import load_record
from autograder.classes.secret import course_secret
from autograder.classes.workplace import open_workplace
from autograder.course import known_lab
from autograder.errors import AutograderError
from autograder.judging.verdicts import Verdict, differences
from autograder.submissions import safe_student


@dataclass(frozen=True)
class Replay:
    """Two verdicts about one submission.

    Attributes:
        before: The stored one.
        after: The one found now.
        differences: What they disagree in, a sentence each; empty where they are the same.
    """

    before: Verdict
    after: Verdict
    differences: tuple[str, ...]


def replay(course: Path, lab: str, student: str) -> Replay:
    """Judge a graded submission again; nothing is stored.

    It is judged as it was then: with the isolation and the time that the verdict names.

    Args:
        course: The course's root.
        lab: The lab's name.
        student: The student's id.

    Raises:
        AutograderError: There is no such verdict, or the bytes were not kept.
    """
    from autograder.judging.grade import JudgingLimits, grade_submission, refuse

    lab = known_lab(course, lab)
    place = open_workplace(course, lab)
    folder = place.received(safe_student(student))
    record = load_record(folder)
    before = record.verdict
    if before is None:
        raise AutograderError(
            f"there is no verdict about {student!r} in {lab}: grade the submission first"
        )
    judging = {
        "isolation": "none" if before.isolation == "none" else "bubblewrap",
        "limits": replace(JudgingLimits(), total_seconds=before.total_seconds),
    }
    secret = course_secret(course)
    try:
        data = (folder / record.kept).read_bytes() if record.kept else None
    except OSError as error:
        raise AutograderError(
            f"what {student!r} handed in cannot be read ({error.strerror or error}): "
            "grade the submission again"
        ) from None
    if data is None and before.refusal is None:
        raise AutograderError(
            f"what {student!r} handed in was not kept: grade the submission again"
        )
    if before.refusal is not None and (data is None or _never_read(before)):
        after = refuse(place.source, before.student, secret, before.refusal, **judging).verdict
        after = replace(after, submission_digest=before.submission_digest)
    else:
        after = grade_submission(
            place.source, data or b"", before.student, secret, **judging
        ).verdict
    return Replay(before, after, tuple(differences(before, after)))


def _never_read(verdict: Verdict) -> bool:
    """Whether a refusal was not about bytes that were looked at."""
    import hashlib

    return verdict.submission_digest == hashlib.sha256(b"").hexdigest()

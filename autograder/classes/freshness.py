"""What a stored verdict was found with, so that only what has changed is graded again."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from autograder.classes.execution import JudgingOptions
from autograder.classes.record import Record
from autograder.classes.version import grader_version

if TYPE_CHECKING:
    from autograder.labsource import Lab
    from autograder.submissions import Submission


def fingerprints(lab: Lab, submission: Submission, judging: JudgingOptions) -> dict[str, str]:
    """A hash for each exercise of all that its verdict depends on.

    That is the submission, the lab's cells and the exercise's own test, the secret, the isolation
    and its limits, the versions of the packages and the grader's own code.

    Args:
        lab: The lab's source.
        submission: What was handed in.
        judging: How the class is judged.
    """
    from autograder.judging.grade import versions

    shared = [(c.kind, c.role, c.id, c.source) for c in lab.cells if c.role != "test"]
    common = json.dumps(
        [
            submission_digest(submission),
            hashlib.sha256(repr(shared).encode("utf-8", "replace")).hexdigest(),
            hmac.new(judging.secret, submission.student.encode(), hashlib.sha256).hexdigest(),
            judging.isolation,
            repr(judging.limits),
            sorted(versions().items()),
            grader_version(lab),
        ]
    )
    return {
        str(cell.id): hashlib.sha256(
            (common + repr((cell.points, cell.source))).encode("utf-8", "replace")
        ).hexdigest()[:32]
        for cell in lab.of("test")
    }


def submission_digest(submission: Submission) -> str:
    """SHA-256 of what was handed in, or of why nothing can be read of it."""
    data = submission.received or submission.notebook or b""
    return hashlib.sha256(data + b"\0" + (submission.problem or "").encode()).hexdigest()


def is_current(record: Record, now: Mapping[str, str]) -> bool:
    """Whether a stored verdict is what judging would find again."""
    return record.verdict is not None and dict(record.fingerprints) == dict(now)


def has_failed(record: Record) -> bool:
    """Whether work could not be graded, or not to its end, and may be worth another try.

    Example:
        >>> from autograder.stops import unreadable
        >>> has_failed(Record()), has_failed(Record(unreadable("the file is empty")))
        (False, True)
    """
    return record.refusal is not None or bool(record.stops)

"""Submissions put where nbgrader looks for them."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.classes.placeholder import placeholder
from autograder.classes.record import Record, load_record
from autograder.classes.workplace import Workplace
from autograder.stops import Stop, needs_person
from autograder.submissions import Intake, Submission, take_in
from course_lib.atomic_write import write_whole


def hand_in(place: Workplace, submission: Submission) -> tuple[Record, Intake]:
    """Write a submission's notebook, or its placeholder, to ``grading/submitted``.

    What came is kept as it came, so that it can be judged again.

    Args:
        place: The lab's workplace.
        submission: What a student handed in.

    Returns:
        What is known before grading, and what is to be judged.

    Raises:
        OSError: It cannot be written.
    """
    target = place.folder("submitted", submission.student) / f"{place.lab}.ipynb"
    earlier = load_record(place.received(submission.student))
    received = submission.received or submission.notebook
    if received and earlier.placeholder and _digest(received) == earlier.placeholder:
        # Graded again from grading/submitted. The record knows its own placeholder: whatever a
        # notebook says of itself, a student may have written.
        refusal = earlier.refusal or needs_person("it could not be graded when it came in")
        record = stand_in(place, submission.student, refusal, earlier)
        return record, Intake(refusal=refusal)
    intake = take_in(submission.reading, place.release, place.lab)
    record = Record(origin=submission.origin, notes=submission.notes + intake.notes,
                    kept=_keep(place, submission, target))  # fmt: skip
    if intake.notebook is None:
        refusal = intake.refusal or needs_person("there is no notebook")
        return stand_in(place, submission.student, refusal, record), intake
    _use_kernel_of(place.release, intake.notebook)
    write_whole(target, nbformat.v4.writes(intake.notebook).encode("utf-8", "replace"))
    return record, intake


def stand_in(place: Workplace, student: str, refusal: Stop, record: Record) -> Record:
    """Put the placeholder in a submission's place, and the reason into its record."""
    notebook = placeholder(place.release, refusal)
    target = place.folder("submitted", student) / f"{place.lab}.ipynb"
    content = nbformat.v4.writes(notebook).encode("utf-8", "replace")
    write_whole(target, content)
    return replace(record, refusal=refusal, placeholder=_digest(content))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _keep(place: Workplace, submission: Submission, target: Path) -> str:
    """Keep what was handed in as it came; return the name that it is kept under."""
    name = re.sub(r"[^\w.-]+", "_", re.split(r"[/\\:]", submission.origin)[-1])[-80:].lstrip(".")
    name = name if name and name != "verdict.json" else "submission"
    kept = place.received(submission.student) / name
    received = submission.received or submission.notebook
    if received is not None:
        write_whole(kept, received)
        return name
    if target.is_file() and Path(submission.origin).resolve() == target.resolve():
        # Never read, as it is too large; the placeholder would overwrite the only copy.
        kept.parent.mkdir(parents=True, exist_ok=True)
        target.replace(kept)
        return name
    return ""


def _use_kernel_of(release: NotebookNode, notebook: NotebookNode) -> None:
    """A student's kernel has a name that only their machine knows."""
    default = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook.metadata["kernelspec"] = release.metadata.get("kernelspec", default)

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
from autograder.submissions import Submission, repair
from autograder.submissions.repair import matching
from course_lib.atomic_write import write_whole


def hand_in(place: Workplace, submission: Submission) -> tuple[Record, bytes | None]:
    """Write a submission's notebook, or its placeholder, to ``grading/submitted``.

    What came is kept as it came, so that it can be judged again.

    Args:
        place: The lab's workplace.
        submission: What a student handed in.

    Returns:
        What is known before grading, ``graded`` for a notebook that can be; and the bytes to
        judge, None where there are none.

    Raises:
        OSError: It cannot be written.
    """
    target = place.folder("submitted", submission.student) / f"{place.lab}.ipynb"
    if submission.notebook is None:
        record = Record(origin=submission.origin, notes=submission.notes,
                        kept=_keep(place, submission, target))  # fmt: skip
        state = f"could not be read: {submission.problem}"
        return stand_in(place, submission.student, state, record), submission.received
    received = submission.received or submission.notebook
    earlier = load_record(place.received(submission.student))
    if earlier.placeholder and _digest(received) == earlier.placeholder:
        # Graded again from grading/submitted. The record knows its own placeholder: whatever a
        # notebook says of itself, a student may have written.
        return stand_in(place, submission.student, earlier.state, earlier), None
    notebook = nbformat.v4.reads(submission.notebook.decode("utf-8"))
    record = Record(origin=submission.origin, notes=submission.notes,
                    kept=_keep(place, submission, target))  # fmt: skip
    if not matching(notebook, place.release):
        state = f"needs a person: none of the cells of {place.lab} is in this notebook"
        return stand_in(place, submission.student, state, record), received
    notes = repair(notebook, place.release)
    _use_kernel_of(place.release, notebook)
    write_whole(target, nbformat.v4.writes(notebook).encode("utf-8", "replace"))
    return replace(record, notes=record.notes + tuple(notes)), received


def stand_in(place: Workplace, student: str, state: str, record: Record) -> Record:
    """Put the placeholder in a submission's place, and the reason into its record."""
    notebook = placeholder(place.release, state)
    target = place.folder("submitted", student) / f"{place.lab}.ipynb"
    content = nbformat.v4.writes(notebook).encode("utf-8", "replace")
    write_whole(target, content)
    return replace(record, state=state, placeholder=_digest(content))


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

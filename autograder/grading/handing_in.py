"""Submissions put where nbgrader looks for them."""

import re
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.grading.files import write_whole
from autograder.grading.placeholder import placeholder, reason_of
from autograder.grading.verdict import GRADED, Verdict, load_verdict
from autograder.grading.workplace import Workplace
from autograder.intake import Submission, repair
from autograder.intake.repair import matching


def hand_in(place: Workplace, submission: Submission) -> Verdict:
    """Write a submission's notebook, or its placeholder, to ``grading/submitted``.

    Args:
        place: The lab's workplace.
        submission: What a student handed in.

    Returns:
        What is known before grading: ``graded`` for a notebook that can be.

    Raises:
        OSError: It cannot be written.
    """
    target = place.folder("submitted", submission.student) / f"{place.lab}.ipynb"
    verdict = Verdict(GRADED, submission.notes, submission.origin)
    if submission.notebook is None:
        _keep(place, submission, target)
        return stand_in(place, submission.student, f"could not be read: {submission.problem}",
                        verdict)  # fmt: skip
    notebook = nbformat.v4.reads(submission.notebook.decode("utf-8"))
    if (reason := reason_of(notebook)) is not None:
        # A placeholder of an earlier grading, graded again from grading/submitted.
        earlier = load_verdict(place.received(submission.student))
        state = earlier.state if earlier.state != GRADED else f"could not be read: {reason}"
        return stand_in(place, submission.student, state, replace(earlier, state=state))
    if not matching(notebook, place.release):
        _keep(place, submission, target)
        state = f"needs a person: none of the cells of {place.lab} is in this notebook"
        return stand_in(place, submission.student, state, verdict)
    notes = repair(notebook, place.release)
    _use_kernel_of(place.release, notebook)
    write_whole(target, nbformat.v4.writes(notebook).encode("utf-8"))
    return replace(verdict, notes=verdict.notes + tuple(notes))


def stand_in(place: Workplace, student: str, state: str, verdict: Verdict) -> Verdict:
    """Put the placeholder in a submission's place, and the reason into its verdict."""
    notebook = placeholder(place.release, f"It {state}" if state.startswith("could") else state)
    target = place.folder("submitted", student) / f"{place.lab}.ipynb"
    write_whole(target, nbformat.v4.writes(notebook).encode("utf-8", "replace"))
    return replace(verdict, state=state)


def _keep(place: Workplace, submission: Submission, target: Path) -> None:
    """Keep what was handed in as it came, since a placeholder is graded instead."""
    name = re.sub(r"[^\w.-]+", "_", re.split(r"[/\\:]", submission.origin)[-1])[-80:].lstrip(".")
    kept = place.received(submission.student) / (name or "submission")
    if submission.received is not None:
        write_whole(kept, submission.received)
    elif target.is_file() and Path(submission.origin).resolve() == target.resolve():
        # Never read, as it is too large; the placeholder would overwrite the only copy.
        kept.parent.mkdir(parents=True, exist_ok=True)
        target.replace(kept)


def _use_kernel_of(release: NotebookNode, notebook: NotebookNode) -> None:
    """A student's kernel has a name that only their machine knows."""
    default = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook.metadata["kernelspec"] = release.metadata.get("kernelspec", default)

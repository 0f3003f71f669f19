"""A submission taken in: read, repaired once, and what there is to say about that."""

from __future__ import annotations

from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from autograder.stops import Stop, needs_person, unreadable
from autograder.submissions.reading import Reading
from autograder.submissions.repair import matching, repair


@dataclass(frozen=True)
class Intake:
    """What is judged: the repaired notebook, or the reason why there is none.

    Attributes:
        notebook: The submission with the lab's cells and metadata put right; None with a refusal.
        notes: What was repaired, in words.
        refusal: Why it cannot be judged; None with a notebook.
    """

    notebook: NotebookNode | None = None
    notes: tuple[str, ...] = ()
    refusal: Stop | None = None


def take_in(reading: Reading, release: NotebookNode, lab: str) -> Intake:
    """Repair what was read; the one place where a submission is changed before it is judged.

    Args:
        reading: What reading its bytes gave.
        release: The notebook that was handed out.
        lab: The lab's name.
    """
    if reading.notebook is None:
        return Intake(notes=reading.notes, refusal=unreadable(str(reading.problem)))
    notebook = nbformat.v4.reads(reading.notebook.decode("utf-8"))
    if not matching(notebook, release):
        missing = needs_person(f"none of the cells of {lab} is in this notebook")
        return Intake(notes=reading.notes, refusal=missing)
    notes = repair(notebook, release)
    return Intake(notebook, (*reading.notes, *notes))

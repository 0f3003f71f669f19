"""The graded notebook: what was run, what came out, and what each test says about it."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import count
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_markdown_cell, new_notebook, new_output

from autograder.judging.plan import Step
from autograder.judging.sanitise import (
    quoted,
    safe_attachments,
    safe_markdown,
    safe_outputs,
    safe_text,
)
from autograder.judging.verdicts import ExerciseVerdict, Verdict
from autograder.labsource.notebook import METADATA
from autograder.stops import Stop, StopReason
from autograder.submissions.repair import grade_id

#: The cell on top that says how the notebook was judged.
NOTE_ID = "judged"
#: The most code of one cell, and the most text of all cells together, that a page shows.
MAX_CODE, MAX_ALL = 100_000, 1_000_000


def render(
    notebook: NotebookNode,
    release: NotebookNode,
    ran: Iterable[tuple[Step, Sequence[Any]]],
    verdict: Verdict,
) -> NotebookNode:
    """The notebook that feedback pages and the formgrader show.

    It holds nothing a browser would run, no output that did not come from judging, and no hidden
    part of a test. Each test cell says what its checks found, and ends with the points as its
    result, which is where nbgrader looks for partial credit.

    Args:
        notebook: The submission, repaired and with the release's metadata.
        release: The notebook that was handed out.
        ran: The cells that were run, with their outputs as they came.
        verdict: What was found.
    """
    outputs = {id(step.cell): (number, found) for number, (step, found) in enumerate(ran, 1)}
    ours = {cell.id: cell.source for cell in release.cells if cell.cell_type != "code"}
    graded = {found.exercise: found for found in verdict.exercises}
    room = MAX_ALL
    taken = {NOTE_ID, *(cell.id for cell in notebook.cells)}
    free = next(name for n in count() if (name := f"{NOTE_ID}-{n}") not in taken)
    cells = [_note(verdict)]
    for cell in notebook.cells:
        made = _cell(cell, ours.get(cell.get("id")) == cell.source, room)
        if made.id == NOTE_ID:
            made.id = free
        if made.cell_type == "code":
            number, found = outputs.get(id(cell), (None, ()))
            made.update(execution_count=number, outputs=safe_outputs(found))
            if _is_test(made):
                exercise = str(grade_id(made)).removeprefix("test_")
                made.outputs = shown(graded[exercise], verdict.refusal)
        room -= len(made.source)
        cells.append(made)
    return new_notebook(cells=cells, metadata=from_dict(METADATA))


def shown(verdict: ExerciseVerdict, refusal: Stop | None = None) -> list[NotebookNode]:
    """A test cell's outputs: the checks as text, then the points as nbgrader reads them."""
    text = str(verdict) if refusal is None else f"not judged: {refusal}"
    points = "0" if refusal is not None else f"{verdict.points:g}"
    return [
        new_output("stream", name="stdout", text=f"{text}\npoints of {verdict.max:g}:\n"),
        new_output("execute_result", data={"text/plain": points}),
    ]


def _cell(cell: NotebookNode, is_ours: bool, room: int) -> NotebookNode:
    """A cell built anew, from what is known to be harmless."""
    made = NotebookNode(id=cell.id, cell_type=cell.cell_type, metadata=deepcopy(cell.metadata))
    if cell.cell_type == "code":
        made.source = safe_text(cell.source, min(MAX_CODE, max(room, 0)))
    elif is_ours:
        made.source = cell.source
    elif cell.cell_type == "markdown":
        attachments = safe_attachments(cell.get("attachments"))
        if attachments:
            made.attachments = attachments
        short = safe_text(cell.source, max(room, 0))
        made.source = safe_markdown(short, attachments)
    else:  # raw cells are for converters, some of which would pass them on as they are
        made.cell_type = "markdown"
        made.source = quoted(safe_text(cell.source, min(MAX_CODE, max(room, 0))))
    return made


def _is_test(cell: NotebookNode) -> bool:
    nbgrader = cell.metadata.get("nbgrader", {})
    return bool(nbgrader.get("grade") and not nbgrader.get("solution"))


def _note(verdict: Verdict) -> NotebookNode:
    """How the notebook was judged, on top of it."""
    if verdict.isolation == "none":
        where = "**without a sandbox**"
    else:
        where = f"in a sandbox ({verdict.isolation})"
    lines = [
        f"*Judged {where}, in at most {verdict.total_seconds:g} s. Tests ran apart from this "
        "code: what a cell prints, or changes in Python, earns no points.*"
    ]
    if verdict.refusal is not None:
        lines = [refusal_text(verdict.refusal)]
    lines += [f"- {_plain(note)}" for note in verdict.remarks]
    return new_markdown_cell("\n\n".join(lines[:1]) + "\n\n" + "\n".join(lines[1:]), id=NOTE_ID)


def refusal_text(refusal: Stop) -> str:
    """What a student reads whose submission could not be judged."""
    reason = f"It {refusal}" if refusal.reason is StopReason.UNREADABLE else str(refusal)
    return (
        "## This submission was not graded\n\n"
        # HTML, since markdown makes something of nearly every character of a file name.
        f"<p><strong>{html.escape(' '.join(reason.split()), quote=False)}</strong></p>\n\n"
        "No points could be given. The exercises below are the blank lab, not your answers. "
        "If you think this is a mistake, talk to your instructor."
    )


def _plain(text: str) -> str:
    """A text of which markdown and HTML make nothing but that text."""
    escaped = html.escape(" ".join(text.split()), quote=False)
    return "".join(f"&#{ord(char)};" if char in "\\`*_[]()~$|!#" else char for char in escaped)

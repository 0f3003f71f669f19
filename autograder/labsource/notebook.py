"""A lab's source as a notebook with nbgrader's metadata, the same bytes on every build."""

from __future__ import annotations

import hashlib
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from autograder.labsource.source import Cell, Lab

#: Without versions, so that a rebuild on another machine changes nothing.
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}

#: What the first setup cell begins with, in the notebook alone: whoever opens it in another Python
#: reads what to do, not a traceback. Graders run the lab's source, which does without.
GUARD = """\
try:  # is this the course's Python, with all that the lab needs?
    from course_tools.ready import ready
except ModuleNotFoundError:
    import sys

    class NotReady(Exception):
        def _render_traceback_(self):
            return [str(self)]

    raise NotReady(
        f"The course is not installed in the Python of this notebook ({sys.executable}).\\n"
        "Choose the course's kernel under Kernel → Change Kernel…, or close JupyterLab and start "
        "it with: course lab"
    ) from None
ready()

"""

_MAKERS = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
_ID_LENGTH = 64


def grade_id(cell: Cell, counts: dict[str, int]) -> str | None:
    """The name nbgrader knows a cell by.

    Args:
        cell: The cell.
        counts: How many setup and given cells without an id came before; updated.

    Returns:
        ``x`` for the exercise, quiz or written answer ``x``, ``test_x`` for its test,
        ``setup_1``, ``given_1``, … (or ``given_<id>``) for code that students only read;
        None for demos and text, which nbgrader does not know.

    Example:
        >>> grade_id(Cell("code", "test", "knn", 3, "", line=1, first_line=2), {})
        'test_knn'
    """
    if cell.role in ("exercise", "quiz", "written"):
        return None if cell.id is None else str(cell.id)
    if cell.role == "test":
        return None if cell.id is None else f"test_{cell.id}"
    if cell.role in ("setup", "given"):
        if cell.id is not None:
            return f"{cell.role}_{cell.id}"
        counts[cell.role] = counts.get(cell.role, 0) + 1
        return f"{cell.role}_{counts[cell.role]}"
    return None


def to_notebook(lab: Lab) -> nbformat.NotebookNode:
    """Turn a lab's source into the notebook that nbgrader takes as the instructor's version.

    The lab must have no `problems`. Cell ids come from role and id, or from the text.

    Example:
        >>> from pathlib import Path
        >>> cell = Cell("code", "exercise", "knn", None, "k = 1", line=1, first_line=2)
        >>> notebook = to_notebook(Lab("lab01_knn", Path("lab01_knn.py"), (cell,)))
        >>> notebook.cells[0].id, notebook.cells[0].metadata.nbgrader.grade_id
        ('exercise-knn', 'knn')
    """
    counts: dict[str, int] = {}
    used: set[str] = set()
    cells = []
    for cell in lab.cells:
        name = grade_id(cell, counts)
        guard = GUARD if name == "setup_1" else ""
        # given to the maker, which would otherwise draw a random one
        cells.append(
            _MAKERS[cell.kind](
                source=guard + cell.source,
                id=_cell_id(cell, name, used),
                metadata=_metadata(cell, name),
            )
        )
    return new_notebook(cells=cells, metadata=METADATA)


def to_text(notebook: nbformat.NotebookNode) -> str:
    """The notebook as a file's text: sorted keys, one space of indent, a final newline."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def _cell_id(cell: Cell, name: str | None, used: set[str]) -> str:
    """A cell id that depends on role and id, or on the text, and on nothing else."""
    digest = hashlib.sha256(cell.source.encode()).hexdigest()[:12]
    if name is not None:
        stem = f"{cell.role}-{name.removeprefix(f'{cell.role}_')}"
    elif cell.id is not None:
        stem = f"{cell.role}-{cell.id}"
    else:
        stem = f"{cell.role or 'text'}-{digest}"
    if len(stem) > _ID_LENGTH:
        stem = f"{stem[: _ID_LENGTH - 13]}-{digest}"
    # The same sentence may well stand twice in a lab.
    found, count = stem, 1
    while found in used:
        count += 1
        found = f"{stem[: _ID_LENGTH - 4]}-{count}"
    used.add(found)
    return found


def _metadata(cell: Cell, name: str | None) -> dict[str, Any]:
    """What nbgrader, JupyterLab and this course's own tools need to know of a cell."""
    metadata: dict[str, Any] = dict(cell.metadata)
    course = {"role": cell.role or "text"}
    if cell.id is not None:
        course["id"] = str(cell.id)
    metadata["course"] = course
    if cell.role == "demo":
        metadata["tags"] = [*metadata.get("tags", []), "demo"]
    elif cell.role is None:
        metadata |= {"editable": False, "deletable": False}
    if name is not None:
        metadata["nbgrader"] = _nbgrader(cell, name)
    return metadata


def _nbgrader(cell: Cell, name: str) -> dict[str, Any]:
    graded = cell.role in ("test", "written")
    solution = cell.role in ("exercise", "quiz", "written")
    metadata = {
        "schema_version": 3,
        "grade": graded,
        "grade_id": name,
        "locked": not solution,
        "solution": solution,
        "task": False,
    }
    return metadata | ({"points": cell.points} if graded else {})

"""Cells that lost every mark of what they are, known again by what they hold."""

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

from course_tools.cell_names import cell_names

#: A question is known by its first line, if that is no shorter than this, in characters.
_LEAST = 10


def recognised(
    notebook: NotebookNode, release: NotebookNode, present: Mapping[str, NotebookNode]
) -> dict[str, NotebookNode]:
    """The submission's cells for cells of the release that are not among ``present``.

    A read-only cell is known by its text, an exercise by the names that it defines, and a written
    answer by the first line of its question. Of several the last one counts.

    Args:
        notebook: The submission.
        release: The notebook that was handed out.
        present: Cells that were found by their ids.
    """
    missing = {
        name: cell for cell in release.cells if (name := _name(cell)) and name not in present
    }
    if not missing:
        return {}
    taken = {id(cell) for cell in present.values()}
    ids = {cell.get("id") for cell in release.cells}
    free = [c for c in notebook.cells if id(c) not in taken and c.get("id") not in ids]
    defined = {id(c): cell_names(c.source).defined for c in free if c.cell_type == "code"}
    found: dict[str, NotebookNode] = {}
    for name, cell in missing.items():
        for other in reversed(free):
            if other.cell_type == cell.cell_type and _is_same(cell, other, defined):
                found[name] = other
                free = [c for c in free if c is not other]
                break
    return found


def _is_same(released: NotebookNode, other: NotebookNode, defined: Mapping[int, set[str]]) -> bool:
    if released.cell_type != "code":
        first = _first_line(released.source)
        return len(first) >= _LEAST and _first_line(other.source) == first
    if not released.metadata["nbgrader"].get("solution"):
        return released.source.strip() == other.source.strip()
    names = cell_names(released.source).defined
    return bool(names) and names <= defined[id(other)]


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _name(cell: NotebookNode) -> str | None:
    metadata: Any = cell.metadata.get("nbgrader")
    name = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) and name else None

"""A student's notebook against the released one: nbgrader's metadata put right again.

nbgrader trusts the metadata in a submission, and stops at some that people really hand in:
cells copied with their metadata, test cells deleted or retyped, metadata lost on the way through
other programs.
"""

from collections import Counter
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode

from autograder.submissions.recognise import recognised

# What nbgrader knows a cell by, and the two switches JupyterLab reads beside it.
_KEYS = ("nbgrader", "editable", "deletable")


def repair(notebook: NotebookNode, release: NotebookNode) -> list[str]:
    """Put nbgrader's cells and metadata back as they were released, in place.

    What a student wrote stays, but in cells that are only read: these get the release's text. Of a
    cell that is there twice the last one counts, as in a kernel, but of one that is only read the
    one with the release's text; lost tests and given cells are added where they were; metadata that
    the release does not know is removed. A lost exercise stays lost: its answer may stand in a cell
    of the student's own.

    Args:
        notebook: The submission.
        release: The notebook that was handed out.

    Returns:
        What was repaired, in words; empty for a notebook that only has answers filled in.
    """
    released = {name: cell for cell in release.cells if (name := grade_id(cell))}
    present = matching(notebook, release)
    notes = []
    known = [name for name, cell in present.items()
             if grade_id(cell) != name and cell.get("id") != released[name].get("id")]  # fmt: skip
    if known:
        what, were = ("1 cell", "was") if len(known) == 1 else (f"{len(known)} cells", "were")
        shown = ", ".join(known[:3])
        notes.append(f"{what} without metadata {were} recognised by content ({shown})")
    notes += _strip_others(notebook, present, {n for n, c in released.items() if _locked(c)})
    for name, cell in present.items():
        if cell.cell_type != released[name].cell_type:
            _retype(cell, released[name].cell_type)
            notes.append(f"cell '{name}' had been turned into another type")
        for key in _KEYS:
            cell.metadata.pop(key, None)
            if key in released[name].metadata:
                cell.metadata[key] = deepcopy(released[name].metadata[key])
    notes += _put_back_texts(present, released)
    ids = {str(cell.get("id")) for cell in release.cells}
    lost = [name for name in released if name not in present and _is_needed(released[name])]
    for name in lost:
        present[name] = _put_back(notebook, name, released, present, ids)
    if lost:
        what = "cell was missing and was" if len(lost) == 1 else "cells were missing and were"
        notes.append(f"{len(lost)} {what} put back ({', '.join(lost[:3])})")
    return notes


def matching(notebook: NotebookNode, release: NotebookNode) -> dict[str, NotebookNode]:
    """The submission's cell for each cell of the release that nbgrader knows.

    By nbgrader's id; where a cell has lost that, by the cell id that the build derived; where it
    has lost both, by what it holds.
    """
    names = {name for cell in release.cells if (name := grade_id(cell))}
    ours = {name: _words(cell) for cell in release.cells if (name := _locked(cell))}
    present: dict[str, NotebookNode] = {}
    for cell in notebook.cells:
        name = grade_id(cell)
        if name not in names or name is None:
            continue
        # Editors copy metadata along: what a student wrote into a copy of a cell of ours is theirs.
        kept = present.get(name)
        if (
            kept is None
            or name not in ours
            or _words(kept) != ours[name]
            or (_words(cell) == ours[name])
        ):
            present[name] = cell
    by_id = {cell.get("id"): name for cell in release.cells if (name := grade_id(cell))}
    for cell in notebook.cells:
        name = by_id.get(cell.get("id"))
        if name and name not in present and grade_id(cell) not in names:
            present[name] = cell
    present |= recognised(notebook, release, present)
    return present


def grade_id(cell: NotebookNode) -> str | None:
    """The name nbgrader knows a cell by, whatever the metadata is like."""
    metadata: Any = cell.metadata.get("nbgrader")
    name = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) and name else None


def _locked(cell: NotebookNode) -> str | None:
    """The name of a cell that students only read; None for any other."""
    name = grade_id(cell)
    return name if name and cell.metadata.nbgrader.get("locked") else None


def _words(cell: NotebookNode) -> list[str]:
    """A cell's text, without what programs change on their own: blanks at the ends of lines."""
    return [line.rstrip() for line in cell.source.strip().splitlines()]


def _put_back_texts(
    present: dict[str, NotebookNode], released: dict[str, NotebookNode]
) -> list[str]:
    """Give cells that students only read the release's text."""
    changed = []
    for name, cell in present.items():
        if _locked(released[name]):
            if _words(cell) != _words(released[name]):
                changed.append(name)
            cell.source = released[name].source
    if not changed:
        return []
    what = (
        "1 of the lab's own cells was"
        if len(changed) == 1
        else f"{len(changed)} of the lab's own cells were"
    )
    return [f"{what} not as handed out: the lab's text counts ({', '.join(changed[:3])})"]


def _is_needed(cell: NotebookNode) -> bool:
    return bool(cell.metadata.nbgrader.get("grade") or cell.metadata.nbgrader.get("locked"))


def _strip_others(
    notebook: NotebookNode, present: dict[str, NotebookNode], locked: set[str]
) -> list[str]:
    """Remove nbgrader's metadata from every cell that does not count."""
    counted = {id(cell) for cell in present.values()}
    doubled: Counter[str] = Counter()
    unknown = 0
    for cell in notebook.cells:
        if id(cell) in counted or "nbgrader" not in cell.metadata:
            continue
        name = grade_id(cell)
        if name in present:
            doubled[str(name)] += 1
        else:
            unknown += 1
        for key in _KEYS:
            cell.metadata.pop(key, None)
    own = "the lab's own"
    notes = [
        f"cell '{name}' was there {count + 1} times: "
        f"{own if name in locked else 'the last one'} counts"
        for name, count in doubled.items()
    ]
    if unknown:
        cells = "1 cell" if unknown == 1 else f"{unknown} cells"
        notes.append(f"grading metadata that this lab does not know was removed ({cells})")
    return notes


def _retype(cell: NotebookNode, cell_type: str) -> None:
    cell.cell_type = cell_type
    if cell_type == "code":
        cell.pop("attachments", None)
        cell.update(outputs=[], execution_count=None)
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _is_own(cell: NotebookNode, ids: set[str]) -> bool:
    """Whether a code cell is one that the student added."""
    return cell.cell_type == "code" and not grade_id(cell) and cell.get("id") not in ids


def _put_back(
    notebook: NotebookNode,
    name: str,
    released: dict[str, NotebookNode],
    present: dict[str, NotebookNode],
    ids: set[str],
) -> NotebookNode:
    """Add a released cell after the nearest one before it that is still there."""
    order = list(released)
    earlier = [present[other] for other in order[: order.index(name)] if other in present]
    place = 0
    if earlier:
        place = 1 + next(i for i, cell in enumerate(notebook.cells) if cell is earlier[-1])
        # An answer may go on in cells of the student's own below it.
        while place < len(notebook.cells) and _is_own(notebook.cells[place], ids):
            place += 1
    cell = deepcopy(released[name])
    used = {other.get("id") for other in notebook.cells}
    wanted = str(cell.get("id", "")) or name
    cell["id"] = next(
        free for n in range(len(used) + 1) if (free := wanted if not n else f"{wanted[:60]}-{n}")
        not in used
    )  # fmt: skip
    notebook.cells.insert(place, cell)
    return cell

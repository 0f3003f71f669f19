"""Notebooks of any age and state, brought to the current, valid format."""

import json
import re
import warnings
from typing import Any

import nbformat
from nbformat import NotebookNode, ValidationError

#: The notebook format everything is brought to.
CURRENT: int = nbformat.current_nbformat
#: The oldest: IPython 1 wrote it in 2013.
OLDEST = 3

_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_CELL_TYPES = ("code", "markdown", "raw")


def current_format(content: dict[str, Any], notes: list[str]) -> str:
    """A notebook's JSON in the current format, repaired where it is broken.

    Args:
        content: A notebook as a dictionary, in any format known to nbformat.
        notes: Gets a sentence for each kind of repair.

    Returns:
        Valid JSON; the same for the same content.

    Raises:
        Exception: Whatever nbformat says where the content is beyond repair.

    Example:
        >>> notes = []
        >>> text = current_format({"nbformat": 4, "cells": [{"source": ["a = 1"]}]}, notes)
        >>> json.loads(text)["cells"][0]["cell_type"], notes
        ('raw', ['1 cell of unknown type was kept as plain text'])
    """
    with warnings.catch_warnings():
        # nbformat warns about what is repaired here (missing and doubled cell ids).
        warnings.simplefilter("ignore")
        notebook = _as_current(content, notes)
        _set_ids(notebook)
        try:
            nbformat.validate(notebook)
        except ValidationError:
            _drop_damaged(notebook)
            nbformat.validate(notebook)
            notes.append("damaged outputs or settings of cells were removed")
        return nbformat.v4.writes(notebook)


def _as_current(content: dict[str, Any], notes: list[str]) -> NotebookNode:
    if content["nbformat"] < CURRENT:
        old = nbformat.reader.reads(json.dumps(content))
        notebook = nbformat.convert(old, CURRENT)
        # The upgrade draws ids at random.
        for cell in notebook.cells:
            cell.pop("id", None)
    else:
        _complete_cells(content, notes)
        notebook = nbformat.v4.reads(json.dumps(content))
    # Cell ids came with 4.5.
    notebook.nbformat_minor = max(notebook.nbformat_minor, nbformat.current_nbformat_minor)
    return notebook


def _complete_cells(content: dict[str, Any], notes: list[str]) -> None:
    for name, value in (("metadata", {}), ("nbformat_minor", nbformat.current_nbformat_minor)):
        if not isinstance(content.get(name), type(value)):
            content[name] = value
    cells = [cell for cell in content["cells"] if isinstance(cell, dict)]
    if lost := len(content["cells"]) - len(cells):
        notes.append(f"{lost} of the entries in the list of cells were no cells")
    content["cells"] = cells
    unknown = 0
    for cell in cells:
        if cell.get("cell_type") not in _CELL_TYPES:
            cell["cell_type"] = "raw"
            unknown += 1
        source = cell.get("source", "")
        cell["source"] = "".join(map(str, source)) if isinstance(source, list) else str(source)
        if not isinstance(cell.get("metadata"), dict):
            cell["metadata"] = {}
        if cell["cell_type"] == "code":
            cell.setdefault("execution_count", None)
            if not isinstance(cell.get("outputs"), list):
                cell["outputs"] = []
    if unknown:
        what = (
            "1 cell of unknown type was"
            if unknown == 1
            else f"{unknown} cells of unknown type were"
        )
        notes.append(f"{what} kept as plain text")


def _set_ids(notebook: NotebookNode) -> None:
    seen: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        cell_id = cell.get("id")
        if not isinstance(cell_id, str) or not _ID.fullmatch(cell_id) or cell_id in seen:
            # Derived, not random: the same submission gives the same notebook.
            cell_id = f"cell-{index}"
            while cell_id in seen:
                cell_id += "-"
            cell["id"] = cell_id
        seen.add(cell_id)


def _drop_damaged(notebook: NotebookNode) -> None:
    """Keep only what grading needs: texts, their pictures, types, ids and nbgrader's metadata."""
    notebook.metadata = NotebookNode()
    for index, cell in enumerate(notebook.cells):
        metadata = NotebookNode()
        if isinstance(cell.metadata.get("nbgrader"), dict):
            metadata.nbgrader = cell.metadata.nbgrader
        kept = NotebookNode(
            id=cell.id, cell_type=cell.cell_type, source=cell.source, metadata=metadata
        )
        if cell.cell_type == "code":
            kept.update(outputs=[], execution_count=None)
        elif _are_pictures(cell.get("attachments")):
            kept.attachments = cell.attachments
        notebook.cells[index] = kept


def _are_pictures(attachments: Any) -> bool:
    """Whether a cell's attachments are what the format says: encoded files, by name and type."""
    if not isinstance(attachments, dict):
        return False
    files = list(attachments.values())
    return all(isinstance(file, dict) for file in files) and all(
        isinstance(data, str) for file in files for data in file.values()
    )

"""A lab as students were handed it, from its source alone: no file, no database."""

from __future__ import annotations

import hashlib

from nbformat import NotebookNode

from autograder.labsource import Lab, to_notebook
from autograder.labsource.regions import student_source

_CODE = '# YOUR CODE HERE\nraise NotImplementedError("{id}: write your answer here")'
_TEXT = "*Your answer here.*"


def released(lab: Lab) -> NotebookNode:
    """The notebook with stubs for solutions, and without hidden tests and mark schemes.

    It is what `autograder build` writes to ``labs/``, as far as the course's settings leave
    nbgrader's own.

    Args:
        lab: The lab's source.
    """
    from nbgrader.utils import compute_checksum

    notebook = to_notebook(lab)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        stub = _CODE.replace("{id}", name) if cell.cell_type == "code" else _TEXT
        cell.source = student_source(cell.source, stub)
        if name:
            cell.metadata["deletable"] = False
            if cell.metadata.nbgrader["locked"]:
                cell.metadata["editable"] = False
            # By the checksum nbgrader knows an answer that was left blank.
            cell.metadata.nbgrader["checksum"] = compute_checksum(cell)
            cell.metadata.nbgrader["cell_type"] = cell.cell_type
    return notebook


def digest(lab: Lab) -> str:
    """SHA-256 of everything in a lab's source that a verdict may depend on."""
    found = hashlib.sha256()
    for cell in lab.cells:
        found.update(repr((cell.kind, cell.role, cell.id, cell.points, cell.source)).encode())
    return found.hexdigest()

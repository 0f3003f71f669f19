"""A notebook that was judged before, put where nbgrader expects its own."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Instance

from autograder.submissions.repair import grade_id


class Judged(NbGraderPreprocessor):
    """Put a notebook that was judged before into nbgrader's hands."""

    notebook = Instance(NotebookNode)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """The judged notebook, in place of the one that nbgrader read."""
        return with_checksums(self.notebook, nb), resources


def with_checksums(graded: NotebookNode, nb: NotebookNode) -> NotebookNode:
    """The graded notebook with the checksums that nbgrader gave the same cells.

    By them nbgrader knows a written answer that was left blank, which it gives 0 points.
    """
    known = {
        name: cell.metadata["nbgrader"].get("checksum")
        for cell in nb.cells
        if (name := grade_id(cell))
    }
    for cell in graded.cells:
        if (name := grade_id(cell)) and known.get(name):
            cell.metadata["nbgrader"]["checksum"] = known[name]
    return graded

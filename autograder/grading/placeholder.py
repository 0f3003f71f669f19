"""The notebook that stands in for work that cannot be graded."""

import html
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

#: Notebook metadata that marks a placeholder and carries the reason.
KEY = "not_graded"


def placeholder(release: NotebookNode, reason: str) -> NotebookNode:
    """The blank lab with the reason on top, so that a feedback page can say it.

    Args:
        release: The notebook that was handed out.
        reason: Why the submission cannot be graded, in words.
    """
    notebook = deepcopy(release)
    notebook.metadata[KEY] = reason
    # Markdown passes HTML through, and the reason may quote what was handed in.
    safe = html.escape(" ".join(reason.split()), quote=False)
    text = (
        "## This submission was not graded\n\n"
        f"<p><strong>{safe}</strong></p>\n\n"
        "No points could be given. The exercises below are the blank lab, not your answers. "
        "If you think this is a mistake, talk to your instructor."
    )
    cell = NotebookNode(id="not-graded", cell_type="markdown", metadata={}, source=text)
    notebook.cells.insert(0, cell)
    return notebook


def reason_of(notebook: NotebookNode) -> str | None:
    """The reason in a placeholder; None for a student's own notebook."""
    reason = notebook.metadata.get(KEY)
    return reason if isinstance(reason, str) else None


class NotRun(NbGraderPreprocessor):
    """Stands in for running a placeholder: every test says why it was not run.

    nbgrader gives 0 for a test with an error and full points for one without outputs.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Give each test cell the reason as its output."""
        reason = reason_of(nb) or "not run"
        for cell in nb.cells:
            if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
                output = new_output("error", ename="NotGraded", evalue=reason, traceback=[reason])
                cell.outputs = [output]
        return nb, resources

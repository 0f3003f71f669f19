"""The notebook that stands in for work that cannot be graded."""

from copy import deepcopy

from nbformat import NotebookNode

from autograder.judging.render import refusal_text
from autograder.stops import Stop


def placeholder(release: NotebookNode, refusal: Stop) -> NotebookNode:
    """The blank lab with the reason on top, for ``grading/submitted``.

    Args:
        release: The notebook that was handed out.
        refusal: Why the submission cannot be graded.
    """
    notebook = deepcopy(release)
    text = refusal_text(refusal)
    cell = NotebookNode(id="not-graded", cell_type="markdown", metadata={}, source=text)
    notebook.cells.insert(0, cell)
    return notebook

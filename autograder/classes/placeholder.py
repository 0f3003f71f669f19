"""The notebook that stands in for work that cannot be graded."""

from copy import deepcopy

from nbformat import NotebookNode

from autograder.judging.render import refusal_text


def placeholder(release: NotebookNode, reason: str) -> NotebookNode:
    """The blank lab with the reason on top, for ``grading/submitted``.

    Args:
        release: The notebook that was handed out.
        reason: Why the submission cannot be graded, in words.
    """
    notebook = deepcopy(release)
    text = refusal_text(reason)
    cell = NotebookNode(id="not-graded", cell_type="markdown", metadata={}, source=text)
    notebook.cells.insert(0, cell)
    return notebook

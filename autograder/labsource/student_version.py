"""A lab as students are handed it, from its source alone: no file, no database."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

from autograder.labsource.errors import BuildError
from autograder.labsource.notebook import to_notebook, to_text
from autograder.labsource.source import Lab

if TYPE_CHECKING:
    from traitlets.config import Config

_SAVE = "nbgrader.preprocessors.SaveCells"

#: nbgrader's steps from the instructor's notebook to the students', for its settings as well.
#: Mark schemes go before the checksums are taken: a written answer that was left alone is then
#: recognised as such, and scores 0 without a person looking at it.
PREPROCESSORS = (
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "autograder.labsource.clear_solutions.ClearLabSolutions",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    _SAVE,
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
)
#: nbgrader allows mark schemes in its task cells only; here they stand in written answers.
SETTINGS = {"ClearMarkScheme": {"enforce_metadata": False}}


def released(lab: Lab, config: Config | None = None, *, db_url: str | None = None) -> NotebookNode:
    """The notebook with stubs for solutions, and without hidden tests and mark schemes.

    It is what `autograder build` writes to ``labs/``, and what a submission is repaired by.
    nbgrader's own preprocessors make it, on the notebook in memory.

    Args:
        lab: The lab's source.
        config: A course's nbgrader settings; those of this course's own if None.
        db_url: A gradebook that learns of the lab's cells; none if None.

    Raises:
        BuildError: nbgrader fails.
    """
    if config is None and db_url is None:
        return deepcopy(_released(lab.name, to_text(to_notebook(lab))))
    return _converted(lab.name, to_notebook(lab), config, db_url)


@lru_cache(maxsize=32)
def _released(name: str, text: str) -> NotebookNode:
    """As `released`, remembered: a class's submissions are all repaired by the same notebook."""
    return _converted(name, nbformat.reads(text, as_version=4), None, None)


def _converted(
    name: str, notebook: NotebookNode, config: Config | None, db_url: str | None
) -> NotebookNode:
    from traitlets.config import Config
    from traitlets.utils.importstring import import_item

    config = Config(SETTINGS) if config is None else config
    steps = config.GenerateAssignment.get("preprocessors", list(PREPROCESSORS))
    resources: Any = {"nbgrader": {"notebook": name, "assignment": name, "db_url": db_url}}
    try:
        for step in steps:
            if db_url is not None or step != _SAVE:
                notebook, resources = import_item(step)(config=config)(notebook, resources)
    except Exception as error:
        lines = str(error).strip().splitlines() or ["no message"]
        raise BuildError(
            f"nbgrader could not generate {name}: {type(error).__name__}: {lines[0]}"
        ) from error
    return notebook


def digest(lab: Lab) -> str:
    """SHA-256 of everything in a lab's source that a verdict may depend on."""
    found = hashlib.sha256()
    for cell in lab.cells:
        found.update(repr((cell.kind, cell.role, cell.id, cell.points, cell.source)).encode())
    return found.hexdigest()

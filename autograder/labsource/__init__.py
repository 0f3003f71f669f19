"""From a lab's text source to notebooks, through nbgrader's own preprocessors."""

from autograder.labsource.errors import BuildError, Problem
from autograder.labsource.notebook import to_notebook, to_text
from autograder.labsource.release import (
    BuildResult,
    build_all,
    build_lab,
    register_assignment,
    released_files,
)
from autograder.labsource.rules import problems
from autograder.labsource.settings import programs_on_path
from autograder.labsource.source import Cell, Lab, read_lab

__all__ = [
    "BuildError",
    "BuildResult",
    "Cell",
    "Lab",
    "Problem",
    "build_all",
    "build_lab",
    "problems",
    "programs_on_path",
    "read_lab",
    "register_assignment",
    "released_files",
    "to_notebook",
    "to_text",
]

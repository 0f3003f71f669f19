"""From a lab's text source to notebooks, through nbgrader's own converters."""

from .errors import BuildError, Problem
from .nbgrader_run import programs_on_path
from .notebook import to_notebook, to_text
from .release import BuildResult, build_all, build_lab, register_assignment, released_files
from .rules import problems
from .source import Cell, Lab, read_lab

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

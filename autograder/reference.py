"""A lab's reference solution as a Python namespace, without a notebook or a kernel."""

from __future__ import annotations

import linecache
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.build import Cell, read_lab

#: What an answer needs to run: no demos, no tests.
SOLUTION_ROLES = ("setup", "given", "exercise", "quiz")


def run_cell(cell: Cell, namespace: dict[str, Any], path: Path) -> None:
    """Run one code cell in a namespace.

    Its lines keep their place in the lab's source, so that tracebacks point there and
    `inspect.getsource` (and with it `checks.forbid`) can read the functions it defines.

    Args:
        cell: A code cell.
        namespace: What its names are looked up in and written to.
        path: The source that it stands in.

    Example:
        >>> cell = Cell("code", "setup", None, None, "x = 1 + 1", 1, 2)
        >>> names: dict[str, Any] = {}
        >>> run_cell(cell, names, Path("lab.py"))
        >>> names["x"]
        2
    """
    # A name of its own for each cell, as in a kernel: a function's source is read from its cell.
    filename = f"<{path.stem} line {cell.first_line}>"
    lines = cell.source.splitlines(keepends=True)
    linecache.cache[filename] = (len(cell.source), None, lines, filename)
    exec(compile(cell.source, filename, "exec"), namespace)


def solution(path: Path, roles: Iterable[str] = SOLUTION_ROLES) -> dict[str, Any]:
    """The names that a lab's reference solution defines.

    Args:
        path: The lab's source, ``solutions/<lab>/<lab>.py``.
        roles: The roles of the cells to run, in the order of the source.

    Returns:
        Functions and values by name.

    Raises:
        BuildError: The source is missing or cannot be read.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in read_lab(path).of(*roles):
        if cell.kind == "code":
            run_cell(cell, names, path)
    return names

"""A lab run in this process, without a notebook or a kernel: for trusted code only."""

from __future__ import annotations

import linecache
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from autograder.labsource import Cell, Lab, read_lab
from course_lib.checks import CheckFailed, ListRecorder, Outcome, recording
from course_lib.checks.recorders import NOTEBOOK_SEED

#: What an answer needs to run: no demos, no tests.
SOLUTION_ROLES = ("setup", "given", "exercise", "quiz")


def run_code(source: str, name: str, namespace: dict[str, Any]) -> None:
    """Run a cell's code in a namespace, as a kernel would.

    The source is remembered under ``name``, so that tracebacks quote it and `inspect.getsource`
    (and with it `checks.forbid`) can read the functions it defines.

    Args:
        source: Python code.
        name: What tracebacks call the cell; one name for each cell.
        namespace: What its names are looked up in and written to.

    Example:
        >>> names: dict[str, Any] = {}
        >>> run_code("x = 1 + 1", "cell 1", names)
        >>> names["x"]
        2
    """
    filename = f"<{name}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(_compiled(source, filename), namespace)


@lru_cache(maxsize=1024)
def _compiled(source: str, filename: str) -> CodeType:
    """An audit runs the same cells of a lab some thousand times."""
    return compile(source, filename, "exec")


def solution(path: Path) -> dict[str, Any]:
    """The names that a lab's reference solution defines.

    Args:
        path: The lab's source, ``solutions/<lab>/<lab>.py``.

    Returns:
        Functions and values by name.

    Raises:
        BuildError: The source is missing or cannot be read.
    """
    return answered(read_lab(path), {})


def answered(lab: Lab, answers: Mapping[str, str]) -> dict[str, Any]:
    """The names defined when some exercises are answered otherwise.

    A cell that raises ends there, and the later cells run all the same, as in a notebook.

    Args:
        lab: The lab's source.
        answers: Code by exercise id, in place of the solution.
    """
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in lab.of(*SOLUTION_ROLES):
        if cell.id in answers:
            try:
                run_code(answers[cell.id], f"answer to {cell.id}", names)
            except Exception:
                continue  # the checks will find what is missing
        else:
            run_code(cell.source, _place(lab, cell), names)
    return names


def outcomes(
    lab: Lab,
    answers: Mapping[str, str] | None = None,
    *,
    seed: str = NOTEBOOK_SEED,
    only: Collection[str] = (),
    enough: Callable[[Outcome], bool] | None = None,
) -> dict[str, list[Outcome]]:
    """What every check of a lab says, hidden ones included.

    Args:
        lab: The lab's source.
        answers: Code by exercise id, in place of the solution.
        seed: Seeds the inputs that the checks draw.
        only: The exercises whose checks are run; all if none is named.
        enough: Asked about each check that fails, whether to leave its test cell there, as a
            notebook does; None runs them all.

    Returns:
        The outcomes of each test cell, by the id of its exercise.
    """
    names = answered(lab, answers or {})
    found: dict[str, list[Outcome]] = {}
    for cell in lab.of("test"):
        if only and cell.id not in only:
            continue
        kept = _UpTo(seed=seed, enough=enough)
        with recording(kept), suppress(CheckFailed):
            run_code(cell.source, _place(lab, cell), names)
        found[cell.id] = kept.outcomes
    return found


@dataclass
class _UpTo(ListRecorder):
    """Keeps outcomes up to the failure that is enough."""

    enough: Callable[[Outcome], bool] | None = None

    def report(self, outcome: Outcome) -> None:
        super().report(outcome)
        self.stops = self.enough is not None and not outcome.passed and self.enough(outcome)


def _place(lab: Lab, cell: Cell) -> str:
    """A name of its own for each cell, since a function's source is read from its cell."""
    return f"{lab.name} line {cell.first_line}"

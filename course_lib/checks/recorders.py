"""Where the outcome of a check goes: a notebook's output, a list, or a file of JSON lines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from course_lib.check_listeners import LISTENERS

#: Names a file to which every check appends its outcome as one JSON line, in place of stopping.
LOG_VARIABLE = "COURSE_CHECKS"

#: The seed of every check in a student's notebook: the same numbers on each run.
NOTEBOOK_SEED = "notebook"


@dataclass(frozen=True)
class Outcome:
    """What one check found.

    Attributes:
        title: The property, as the test cell names it.
        passed: Whether it holds.
        message: Why not; empty where it holds.
        hint: The author's hint, or None.
        points: What it is worth, where the test cell says so.
        form: Whether it is about form alone (see `check`).
    """

    title: str
    passed: bool
    message: str = ""
    hint: str | None = None
    points: float | None = field(default=None, repr=False)
    form: bool = field(default=False, repr=False)

    @property
    def worth(self) -> str:
        """What stands behind the title: the points, or that it is about form; or nothing.

        Example:
            >>> Outcome("by hand", True, points=1).worth, Outcome("shapes", True, form=True).worth
            (' (1 point)', ' (form)')
        """
        if self.form:
            return " (form)"
        return "" if self.points is None else f" ({self.points:g} point{'s'[: self.points != 1]})"

    def __str__(self) -> str:
        """A tick and the title, or a cross, the title, the reason and the hint."""
        if self.passed:
            return f"✓ {self.title}{self.worth}"
        title = f"✗ {self.title}{self.worth}"
        lines = [title, *(f"  {line}" for line in self.message.splitlines())]
        return "\n".join([*lines, f"  hint: {self.hint}"] if self.hint else lines)


class Recorder(Protocol):
    """Takes outcomes; says whether a failed check stops its cell, and seeds the checks."""

    stops: bool
    seed: str

    def report(self, outcome: Outcome) -> None:
        """Take one outcome."""
        ...


@dataclass
class NotebookRecorder:
    """Prints a tick for what holds; what does not hold stops the cell and is shown there.

    Those who listen hear of both, as the student's own board does (`course_tools.progress`).
    """

    stops: bool = True
    seed: str = NOTEBOOK_SEED

    def report(self, outcome: Outcome) -> None:
        """Tell who listens, and print a tick."""
        for listener in LISTENERS:
            listener(outcome.title, outcome.passed)
        if outcome.passed:
            print(outcome)


@dataclass
class ListRecorder:
    """Keeps every outcome; no check stops its cell.

    Example:
        >>> from course_lib.checks import check, expect
        >>> with recording(ListRecorder()) as kept:
        ...     with check("one is less than two"):
        ...         expect(1 < 2, "1 must be less than 2")
        >>> kept.outcomes
        [Outcome(title='one is less than two', passed=True, message='', hint=None)]
    """

    stops: bool = False
    seed: str = NOTEBOOK_SEED
    outcomes: list[Outcome] = field(default_factory=list)

    def report(self, outcome: Outcome) -> None:
        """Keep it."""
        self.outcomes.append(outcome)


@dataclass
class JsonLinesRecorder:
    """Appends every outcome to a file, one JSON object a line; no check stops its cell."""

    path: Path
    stops: bool = False
    seed: str = NOTEBOOK_SEED

    def report(self, outcome: Outcome) -> None:
        """Append it."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")


R = TypeVar("R", bound=Recorder)

_current: ContextVar[Recorder | None] = ContextVar("recorder", default=None)


def current_recorder() -> Recorder:
    """The recorder in force: the one set by `recording`, the log file's, or the notebook's."""
    recorder = _current.get()
    if recorder is not None:
        return recorder
    log = os.environ.get(LOG_VARIABLE)
    return JsonLinesRecorder(Path(log)) if log else NotebookRecorder()


@contextmanager
def recording(recorder: R) -> Iterator[R]:
    """Send the outcomes of the checks inside the block to ``recorder``."""
    token = _current.set(recorder)
    try:
        yield recorder
    finally:
        _current.reset(token)

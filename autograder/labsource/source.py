"""A lab's text source (jupytext `py:percent`), read into cells that know their line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.labsource.errors import BuildError, Problem

#: What a cell's role may be; a markdown cell without one is the lab's text.
CODE_ROLES = ("setup", "given", "demo", "exercise", "test", "quiz")
ROLES = (*CODE_ROLES, "written")

#: Roles whose cells students answer; each but the last has a test cell of the same id.
ANSWER_ROLES = ("exercise", "quiz", "written")

# What jupytext notes about the layout of the text file: nothing a notebook needs.
_LAYOUT_KEYS = {"lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker", "title"}

_MARKER = re.compile(r"^\s*#\s*(%%(%*)(\s|$)|<codecell>\s*$|In\[[0-9 ]*\]:?\s*$)")


@dataclass(frozen=True)
class Cell:
    """One cell of a lab's source.

    Attributes:
        kind: ``"code"``, ``"markdown"`` or ``"raw"``.
        role: What the cell is for; None for text (and for a code cell that lacks one).
        id: The exercise's name; None where the cell has none.
        points: As written in the source, unchecked; None where there are none.
        source: The cell's text, as it will stand in the solutions notebook.
        line: The line of its ``# %%`` marker in the file, counted from 1.
        first_line: The line of the first line of `source`.
        metadata: Every other key on the marker, passed through to the notebook.
    """

    kind: str
    role: Any
    id: Any
    points: Any
    source: str
    line: int
    first_line: int
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def at(self, offset: int) -> int:
        """The line in the file of a line of `source`, counted from 0."""
        return self.first_line + offset


@dataclass(frozen=True)
class Lab:
    """A lab's source: its name, the file, and the cells in order."""

    name: str
    path: Path
    cells: tuple[Cell, ...]

    @property
    def shown_path(self) -> str:
        """The path as messages show it, from the course's root."""
        return shown_path(self.path)

    def of(self, *roles: str) -> Iterator[Cell]:
        """The cells with one of these roles, in order."""
        return (cell for cell in self.cells if cell.role in roles)


def shown_path(path: Path) -> str:
    """The last three parts of a path: where a lab's source stands in its course.

    Example:
        >>> shown_path(Path("/home/ann/course/solutions/lab01_knn/lab01_knn.py"))
        'solutions/lab01_knn/lab01_knn.py'
    """
    return "/".join(path.resolve().parts[-3:])


def read_lab(path: Path) -> Lab:
    """Read a lab's source.

    Nothing is checked here beyond what reading needs; `rules.problems` checks the rest.

    Args:
        path: A `py:percent` file, such as ``solutions/lab01_knn/lab01_knn.py``.

    Raises:
        BuildError: The file is missing, is not UTF-8 text, or jupytext cannot read it.
    """
    import jupytext  # a second to import, which the other commands should not pay

    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BuildError(
            f"no lab source at {shown_path(path)} ({error.strerror}); "
            "a lab stands in solutions/<lab>/<lab>.py"
        ) from error
    except UnicodeDecodeError as error:
        raise BuildError(
            f"{shown_path(path)} is not UTF-8 text (byte {error.start}); save it as UTF-8"
        ) from error
    try:
        notebook = jupytext.reads(text, fmt="py:percent")
    except Exception as error:  # whatever the header makes nbformat or yaml raise
        raise BuildError(
            f"jupytext cannot read {shown_path(path)} ({str(error).splitlines()[0]}); "
            "check the header above the first `# %%`"
        ) from error
    return Lab(path.stem, path, tuple(_cells(text, notebook.cells, path)))


def _cells(text: str, cells: list[Any], path: Path) -> Iterator[Cell]:
    """Give jupytext's cells their lines: each one's text is looked for after a marker."""
    lines = text.splitlines()
    # -1: what stands above the first marker are cells, too: a header that is not jupytext's, and
    # code without a marker.
    candidates = [-1, -1, *(i for i, line in enumerate(lines) if _MARKER.match(line))]
    for cell in cells:
        wanted = _bare(cell.source.splitlines())
        # A candidate whose text does not fit is a line of a string, or of a fenced block.
        while candidates and not _fits(wanted, lines, candidates[0]):
            candidates.pop(0)
        if not candidates:
            start = cell.source.splitlines()[0] if wanted else "an empty cell"
            raise BuildError(
                problems=[
                    Problem(shown_path(path), 1, f"no `# %%` line leads to {start!r}; write one")
                ]
            )
        marker = candidates.pop(0)
        first = marker + 1
        while wanted and _bare(lines[first : first + 1]) != wanted[:1]:
            first += 1
        yield _cell(cell, marker, first)


def _cell(cell: Any, marker: int, first: int) -> Cell:
    metadata = {k: v for k, v in cell.metadata.items() if k not in _LAYOUT_KEYS}
    return Cell(
        kind=cell.cell_type,
        role=metadata.pop("role", None),
        id=metadata.pop("id", None),
        points=metadata.pop("points", None),
        source=cell.source,
        line=max(marker + 1, 1),
        first_line=first + 1 - _leading_blank(cell.source),
        metadata=metadata,
    )


def _leading_blank(source: str) -> int:
    lines = source.splitlines()
    return next((i for i, line in enumerate(lines) if _bare([line])), 0)


def _fits(wanted: list[str], lines: list[str], marker: int) -> bool:
    if marker >= 0:
        return _bare(lines[marker + 1 :], limit=len(wanted)) == wanted
    return bool(wanted) and wanted[0] in _bare(lines[: _first_marker(lines)])


def _first_marker(lines: list[str]) -> int:
    return next((i for i, line in enumerate(lines) if _MARKER.match(line)), len(lines))


def _bare(lines: list[str], limit: int | None = None) -> list[str]:
    """Lines without comment signs, quotes and blanks, which jupytext may have added or removed."""
    found: list[str] = []
    for line in lines:
        if limit is not None and len(found) == limit:
            break
        bare = re.sub(r"^[\s#]*([rR]?(\"\"\"|'''))?[\s#]*", "", line).strip(" \t\"'")
        if bare:
            found.append(bare)
    return found

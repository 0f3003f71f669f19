"""The board of a lab: which checks hold, exercise by exercise, and the points so far."""

from __future__ import annotations

import ast
import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course_tools.lab_descriptions import describe
from course_tools.notebook_cells import find_notebook
from course_tools.progress_record import Record, read

_SIGNS = {True: "✓", False: "✗", None: "·"}
_WORDS = {True: "holds", False: "does not hold", None: "not run yet"}


@dataclass(frozen=True)
class Row:
    """One exercise.

    Attributes:
        exercise: Its id.
        points: What it is worth.
        checks: Each visible check's title, and whether it held when it was last run; None where
            it was not run. Empty for a written answer.
        kind: ``"code"``; ``"quiz"``, whose visible checks ask only for a value of the right kind,
            so that they earn nothing by themselves; ``"written"``, which a person reads.
        weights: What each check is worth beside the others; all the same if empty. Checks of form
            are worth 0: they count for little, and nothing alone.
    """

    exercise: str
    points: float
    checks: tuple[tuple[str, bool | None], ...] = ()
    kind: str = "code"
    weights: tuple[float, ...] = ()

    @property
    def done(self) -> bool:
        """Whether every visible check holds."""
        return bool(self.checks) and all(passed for _, passed in self.checks)

    @property
    def earned(self) -> float:
        """The points of a code exercise for the checks that hold, as if there were no others.

        Example:
            >>> checks = ("shape", True), ("by hand", False), ("uint8", None)
            >>> Row("l1", 3, checks).earned, Row("l1", 3, checks, weights=(1, 2, 2)).earned
            (1.0, 0.6)
        """
        weights = self.weights or (1.0,) * len(self.checks)
        pairs = zip(weights, self.checks, strict=True)
        held = sum(weight for weight, (_, passed) in pairs if passed is True)
        return self.points * held / sum(weights) if self.kind == "code" and held else 0.0


@dataclass(frozen=True)
class Board:
    """A lab's exercises; shown by a notebook as a table, elsewhere as text.

    Attributes:
        title: The lab's title.
        rows: Its exercises, in order.
    """

    title: str
    rows: tuple[Row, ...]

    @property
    def summary(self) -> str:
        """How far it is, in a sentence; the points of quiz and written answers come with the marks.

        Example:
            >>> Board("", (Row("l1", 3, (("shape", True),)), Row("why", 2, kind="written"))).summary
            '1 of 1 exercises done, 3 of 3 points for code so far'
        """
        exercises = [row for row in self.rows if row.kind != "written"]
        done = sum(row.done for row in exercises)
        return (
            f"{done} of {len(exercises)} exercises done, {_number(self.earned)} of "
            f"{_number(self.points)} points for code so far"
        )

    @property
    def earned(self) -> float:
        """The points so far, for code."""
        return sum(row.earned for row in self.rows)

    @property
    def points(self) -> float:
        """The points there are for code."""
        return sum(row.points for row in self.rows if row.kind == "code")

    def __str__(self) -> str:
        lines = [self.title, self.summary, ""]
        width = max((len(row.exercise) for row in self.rows), default=0)
        for row in self.rows:
            signs = " ".join(_SIGNS[passed] for _, passed in row.checks)
            said = " ".join(part for part in (signs, _remark(row)) if part)
            lines.append(f"{row.exercise:<{width}}  {_points(row):>9}  {said}")
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """A table in the colours of the page, light or dark; signs carry what colours do not."""
        body = "".join(map(_html_row, self.rows))
        return (
            '<table style="text-align:left; max-width:60em">'
            f'<caption style="text-align:left; color:inherit">'
            f"<strong>{html.escape(self.title)}</strong><br>{self.summary}</caption>"
            '<thead><tr><th scope="col" style="text-align:left">exercise</th>'
            '<th scope="col" style="text-align:left">visible checks</th>'
            '<th scope="col" style="text-align:right">points so far</th></tr></thead>'
            f"<tbody>{body}</tbody></table>"
            "<p>✓ holds, ✗ does not hold, · not run yet: as each check was last run here. Marks "
            "come from these checks and from more of the same kind, on the quiz's answers, too.</p>"
        )


def progress(lab: str | Path | None = None) -> Board:
    """The board of a lab: exercises done and points so far, from the checks that you have run.

    Args:
        lab: A lab's folder, notebook or name; the notebook in the current folder if left out.

    Returns:
        A board; as the last line of a cell it shows itself.

    Raises:
        FileNotFoundError: There is no such lab.
        ValueError: There are several notebooks, or it cannot be read.

    Example:
        >>> progress("labs/lab99")
        Traceback (most recent call last):
        ...
        FileNotFoundError: expected a notebook or its folder, found no labs/lab99: ...
    """
    notebook = find_notebook(Path.cwd() if lab is None else lab)
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        known = read(notebook.parent)
        quizzes = {cell["metadata"]["course"].get("id") for cell in cells
                   if cell["metadata"].get("course", {}).get("role") == "quiz"}  # fmt: skip
        rows = [row for cell in cells if (row := _row(cell, known, quizzes)) is not None]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ValueError(
            f"expected a Jupyter notebook, but {notebook} cannot be read as one: "
            "start again from a fresh copy"
        ) from error
    return Board(describe(notebook).title, tuple(rows))


def _row(cell: dict[str, Any], known: Record, quizzes: set[str]) -> Row | None:
    """The row of a graded cell; None for every other cell."""
    nbgrader = cell["metadata"].get("nbgrader", {})
    if not nbgrader.get("grade"):
        return None
    name = str(nbgrader["grade_id"]).removeprefix("test_")
    points = float(nbgrader.get("points", 0))
    if nbgrader.get("solution"):
        return Row(name, points, kind="written")
    found = known.get(name, {})
    weighed = _weighed("".join(cell["source"]))
    checks = tuple((title, found.get(title)) for title, _ in weighed)
    weights = tuple(weight for _, weight in weighed)
    return Row(name, points, checks, "quiz" if name in quizzes else "code", weights)


def _weighed(source: str) -> list[tuple[str, float]]:
    r"""The title and the weight of each of a test cell's checks.

    Example:
        >>> _weighed("with check('a', form=True):\n    pass\nwith check('b', points=2):\n    pass")
        [('a', 0.0), ('b', 2.0)]
    """
    return [
        (call.args[0].value, _weight(call))
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "check"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]


def _weight(call: ast.Call) -> float:
    words = {word.arg: word.value for word in call.keywords}
    values = {name: node.value for name, node in words.items() if isinstance(node, ast.Constant)}
    if values.get("form") is True:
        return 0.0
    points = values.get("points")
    return float(points) if isinstance(points, int | float) else 1.0


def _html_row(row: Row) -> str:
    signs = "".join(
        f'<span role="img" aria-label="{html.escape(said)}" title="{html.escape(said)}" '
        f'style="padding-right:0.3em">{_SIGNS[passed]}</span>'
        for title, passed in row.checks
        for said in (f"{title}: {_WORDS[passed]}",)
    )
    name = html.escape(row.exercise)
    return (
        f'<tr><th scope="row" style="text-align:left; font-weight:normal">'
        f"{f'<strong>{name}</strong>' if row.done else name}</th>"
        f'<td style="text-align:left">{signs}{_remark(row)}</td>'
        f'<td style="text-align:right">{_points(row)}</td></tr>'
    )


def _remark(row: Row) -> str:
    if row.kind == "written":
        return "a person reads it"
    if row.kind == "quiz":
        return "answered" if row.done else ""
    return "done" if row.done else ""


def _points(row: Row) -> str:
    plain = _number(row.points)
    return f"{_number(row.earned)} of {plain}" if row.kind == "code" else f"? of {plain}"


def _number(points: float) -> str:
    """Points with at most two decimals.

    Example:
        >>> _number(3.0), _number(10 / 3)
        ('3', '3.33')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")

"""A class's results on the screen."""

from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.classes.results import GradedClass, GradedStudent
from autograder.reports.marks import number

#: What stands for points that a person has yet to give.
WAITS = "?"
#: The least room for a remark beside the points, in characters.
_REMARK = 24


def show(results: GradedClass, console: Console) -> None:
    """Print a class's results as a table that fits the terminal.

    Exercises are headed by their names where there is room, else by numbers with a legend, at last
    without rules between the columns; on very narrow terminals only the totals are shown.
    """
    names = [exercise.name for exercise in results.exercises]
    numbers = [str(index) for index, _ in enumerate(names, 1)]
    for headings, dense in ((names, False), (numbers, False), (numbers, True), ([], True)):
        if _width(results, headings, dense) <= console.width:
            break
    console.print(_table(results, headings, dense))
    if headings == numbers and numbers:
        legend = ", ".join(
            f"{index} {exercise.name} ({number(exercise.points)})"
            for index, exercise in enumerate(results.exercises, 1)
        )
        console.print(Text(legend, style="dim"))
    if not headings and names:
        console.print(Text("points per exercise: widen the terminal, or see the CSV", style="dim"))
    if any(result.waiting for result in results.students):
        console.print(Text(f"{WAITS} waits for a person to mark it", style="dim"))
    for reason in results.cold:
        console.print(Text(f"sandboxes were started cold: {reason}", style="yellow"))
    for line in isolation(results):
        console.print(Text(str(line), style="dim" if line.sandboxed else "yellow"))


@dataclass(frozen=True)
class Isolation:
    """What some students' code ran in.

    Attributes:
        sandbox: The program that made their sandboxes, or what kind they were; empty without one.
        time_limit: The most that each could take, in seconds.
    """

    sandbox: str
    time_limit: float

    @property
    def sandboxed(self) -> bool:
        """Whether there was a sandbox."""
        return bool(self.sandbox)

    def __str__(self) -> str:
        where = f"in a sandbox ({self.sandbox})" if self.sandbox else "WITHOUT a sandbox"
        return f"students' code ran {where}, for at most {self.time_limit:g} s each"


def isolation(results: GradedClass) -> list[Isolation]:
    """What students' code ran in, a line for each kind; nothing where none was run.

    Example:
        >>> ada = GradedStudent("ada", {}, isolation="bubblewrap", time_limit=600,
        ...                     sandbox="bubblewrap 0.11.0 of the environment")
        >>> print(*isolation(GradedClass(None, "lab01", (), (ada,))))
        students' code ran in a sandbox (bubblewrap 0.11.0 of the environment),
        for at most 600 s each
    """
    ran = [result for result in results.students if result.isolation]
    found = sorted({(r.sandbox or r.isolation, r.time_limit) for r in ran})
    return [Isolation("" if kind == "none" else kind, limit) for kind, limit in found]


def remark(result: GradedStudent) -> str:
    """What there is to say about a student's result, in a line.

    Example:
        >>> remark(GradedStudent("ada", {"why": 0.0}, {"why": 2.0}, 2.0))
        '2 points wait for a person'
    """
    parts = [] if result.refusal is None else [str(result.refusal)]
    if waiting := sum(result.waiting.values()):
        plain = number(waiting)
        parts.append(
            "1 point waits for a person" if plain == "1" else f"{plain} points wait for a person"
        )
    return "; ".join([*parts, *result.remarks])


def _table(results: GradedClass, headings: list[str], dense: bool) -> Table:
    table = Table(
        title=f"{results.lab}: {_how_many(len(results.students))}",
        title_justify="left",
        box=box.SIMPLE_HEAD if dense else box.HEAVY_HEAD,
        padding=(0, 0) if dense else (0, 1),
        show_edge=not dense,
    )
    table.add_column("student", overflow="fold")
    for heading in headings:
        table.add_column(Text(heading), justify="right", no_wrap=True)
    table.add_column("total", justify="right", no_wrap=True)
    table.add_column("remark", overflow="fold")
    for result in results.students:
        cells = [_points(result, e.name) for e in results.exercises] if headings else []
        style = "" if result.refusal is None else "yellow"
        # Text, not markup: a remark may quote "[red]" out of what was handed in.
        row = [result.student, *cells, _total(result), remark(result)]
        table.add_row(*map(Text, row), style=style)
    return table


def _points(result: GradedStudent, exercise: str) -> str:
    return WAITS if exercise in result.waiting else number(result.points.get(exercise, 0.0))


def _total(result: GradedStudent) -> str:
    return f"{number(result.total)}/{number(result.max)}"


def _how_many(students: int) -> str:
    return "1 student" if students == 1 else f"{students} students"


def _width(results: GradedClass, headings: list[str], dense: bool) -> int:
    """Characters that the table needs to be readable with these headings."""
    longest = max((len(result.student) for result in results.students), default=0)
    student = min(max(longest, len("student")), 20)
    total = max([len("total"), *(len(_total(result)) for result in results.students)])
    points = [
        max([len(heading), *(len(_points(result, exercise.name)) for result in results.students)])
        for heading, exercise in zip(headings, results.exercises, strict=bool(headings))
    ]
    columns = [student, *points, total, _REMARK]
    return sum(columns) + (len(columns) - 1 if dense else 3 * len(columns) + 1)

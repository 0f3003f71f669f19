"""A class's marks as a table for spreadsheets."""

import csv
import io
from pathlib import Path

from autograder.classes.results import GradedClass
from course_lib.atomic_write import write_whole

# A spreadsheet takes a text that begins so for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def marks_path(course: Path, lab: str) -> Path:
    """Where a lab's marks are written."""
    return course / "grading" / f"marks_{lab}.csv"


def marks_csv(results: GradedClass) -> str:
    r"""A class's marks: student, a column per exercise, and what there is to say about them.

    ``isolation`` is what the student's code ran in, empty where it was not run. An exercise that
    waits for a person is empty, and its points count under ``waiting``.

    Example:
        >>> print(marks_csv(GradedClass(Path(), "lab01", (), ())).strip())
        student,total,waiting,max,state,isolation,notes
    """
    names = [exercise.name for exercise in results.exercises]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    heads = ["student", *names, "total", "waiting", "max", "state", "isolation", "notes"]
    writer.writerow(map(escape_formula, heads))
    for result in results.students:
        points = ["" if n in result.waiting else number(result.points[n]) for n in names]
        sums = (result.total, sum(result.waiting.values()), result.max)
        row = [escape_formula(result.student), *points, *map(number, sums)]
        said = (result.state, result.isolation, "; ".join(result.remarks))
        writer.writerow([*row, *map(escape_formula, said)])
    return text.getvalue()


def write_marks(results: GradedClass) -> Path:
    """Write a class's marks to ``grading/marks_<lab>.csv``, whole or not at all.

    Raises:
        OSError: The file cannot be written.
    """
    path = marks_path(results.course, results.lab)
    write_whole(path, marks_csv(results).encode("utf-8", "replace"))
    return path


def escape_formula(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    Example:
        >>> harmless("=1+1"), harmless("ada")
        ("'=1+1", 'ada')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def number(points: float) -> str:
    """Points as people write them.

    Example:
        >>> number(3.0), number(2 / 3)
        ('3', '0.67')
    """
    return f"{points:.2f}".rstrip("0").rstrip(".")

"""The table on the screen, in terminals of every width."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from autograder.classes import Exercise, GradedClass, GradedStudent
from autograder.reports.table import remark, show
from autograder.stops import needs_person


def printed(results: GradedClass, width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    show(results, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_wide_table_names_the_exercises(results: GradedClass) -> None:
    """Students, points per exercise, totals and remarks stand in their rows."""
    lines = printed(results, 120).splitlines()
    assert all(word in lines[2] for word in ("student", "double", "square", "why", "total"))
    ada = next(line for line in lines if "ada" in line)
    cells = [cell.strip() for cell in ada.split("│")[1:-1]]
    assert cells == ["ada", "3", "1.5", "?", "4.5/7", "2 points wait for a person"]


def test_a_narrow_table_numbers_the_exercises(results: GradedClass) -> None:
    """Where names do not fit, a legend under the table explains the numbers."""
    text = printed(results, 68)
    assert "1 double (3), 2 square (2), 3 why (2)" in text
    assert "│ 1.5 │" in text


def test_a_very_narrow_table_keeps_totals_and_remarks(results: GradedClass) -> None:
    """On a telephone's width the totals are whole and it is said where the rest is."""
    text = printed(results, 40)
    assert "4.5/7" in text
    assert "see the CSV" in text


@pytest.mark.parametrize("width", [30, 40, 60, 80, 200])
@pytest.mark.parametrize("count", [0, 3, 30], ids="{} exercises".format)
def test_no_line_is_wider_than_the_terminal(width: int, count: int) -> None:
    """Any number of exercises fits any terminal, with every total readable."""
    names = [f"exercise_number_{i}" for i in range(count)]
    student = GradedStudent("a" * 40, dict.fromkeys(names, 1.0), {}, 30.0, notes=("x" * 90,))
    exercises = tuple(Exercise(name, 1) for name in names)
    results = GradedClass(None, "lab", exercises, (student,))  # type: ignore[arg-type]
    text = printed(results, width)
    assert max(map(len, text.splitlines())) <= width
    assert f"{count}/30" in text


def test_what_was_handed_in_is_no_markup(results: GradedClass) -> None:
    """Brackets in a remark are shown as they are."""
    assert "[red]" in printed(results, 120)


def test_a_remark_says_all_there_is(results: GradedClass) -> None:
    """State, waiting points and notes stand in one line."""
    ada = replace(results.students[0], refusal=needs_person("why"), notes=("repaired",))
    assert remark(ada) == "needs a person: why; 2 points wait for a person; repaired"
    assert remark(replace(ada, waiting={"why": 1.0})).count("1 point waits") == 1


def test_the_isolation_is_stated(results: GradedClass) -> None:
    """Whether student code was kept in, for how long, and loudly where it was not."""
    assert "ran in a sandbox (bubblewrap), for at most 600 s each" in printed(results, 120)
    (ada, *others) = results.students
    open_ = replace(results, students=(replace(ada, isolation="none"), *others))
    assert "WITHOUT a sandbox" in printed(open_, 120)
    assert "sandbox" not in printed(replace(results, students=tuple(others)), 120)

"""Grade files for Canvas and Moodle: every name comes back out of them as it went in."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.labsource import programs_on_path
from autograder.plugins.export import CanvasExporter, MoodleExporter

# nbgrader's own models make SQLAlchemy 2 warn at each new submission, harmlessly.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")

#: Id, first and last name.
PEOPLE = {
    "ada": ("Ada", "O'Hara, the 2nd"),
    "zoë": ("Zoë", 'Müller "Mü"'),
    "eve": ("=cmd|' /C calc'!A0", "+1"),
    "dan": ("Dan\nNewline", "@home"),
    "李雷": ("雷", "李"),
    "kim": (None, None),
}


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gradebook]:
    """Two labs; ada's points less a penalty, zoë's wait for a person, kim handed nothing in."""
    path = tmp_path_factory.mktemp("export") / "gradebook.db"
    with programs_on_path(), Gradebook(f"sqlite:///{path}") as book:
        for lab, points in (("lab01", 10), ("=lab02", 4)):
            book.add_assignment(lab)
            book.add_notebook("nb", lab)
            book.add_grade_cell("test", "nb", lab, max_score=points, cell_type="code")
        for name, (first, last) in PEOPLE.items():
            book.add_student(name, first_name=first, last_name=last, email=f"{name}@example.org")
            if name != "kim":
                book.add_submission("lab01", name)
                grade = book.find_grade("test", "nb", "lab01", name)
                grade.auto_score, grade.needs_manual_grade = 7.125, name == "zoë"
        work = book.find_submission_notebook("nb", "lab01", "ada")
        work.late_submission_penalty = 0.5
        book.db.commit()
        yield book


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_canvas(gradebook: Gradebook, tmp_path: Path) -> None:
    """Its heads, its row of points possible, and a row a student."""
    path = tmp_path / "canvas.csv"
    CanvasExporter(to=str(path)).export(gradebook)
    heads, possible, *students = rows(path)
    assert heads[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    labs = heads[5:]
    assert sorted(labs) == ["'=lab02", "lab01"]
    place = heads.index("lab01")
    assert possible[0].strip() == "Points Possible"
    assert possible[place] == "10"
    found = {row[3]: row for row in students}
    assert found.keys() == PEOPLE.keys()
    assert {name: row[place] for name, row in found.items()} == {
        "ada": "6.62", "zoë": "", "eve": "7.12", "dan": "7.12", "李雷": "7.12", "kim": ""
    }  # fmt: skip
    assert found["ada"][0] == "O'Hara, the 2nd, Ada"
    assert found["zoë"][0] == 'Müller "Mü", Zoë'
    assert found["kim"][0] == "kim"
    assert {len(row) for row in (heads, possible, *students)} == {7}


def test_moodle(gradebook: Gradebook, tmp_path: Path) -> None:
    """User name, names, address and points; names with commas, quotes, accents and new lines."""
    path = tmp_path / "moodle.csv"
    MoodleExporter(to=str(path), assignment=["lab01"]).export(gradebook)
    heads, *students = rows(path)
    assert heads == ["Username", "First name", "Last name", "Email address", "lab01"]
    for row in students:
        first, last = PEOPLE[row[0]]
        # A spreadsheet would run what begins so; an apostrophe keeps it from that.
        assert row[1].removeprefix("'") == (first or "")
        assert row[2].removeprefix("'") == (last or "")


@pytest.mark.parametrize("exporter", [CanvasExporter, MoodleExporter])
def test_no_cell_is_a_formula(exporter: type, gradebook: Gradebook, tmp_path: Path) -> None:
    """Not a name's, and not a lab's."""
    path = tmp_path / "grades.csv"
    exporter(to=str(path)).export(gradebook)
    cells = [cell for row in rows(path) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any("=cmd" in cell for cell in cells)


def test_points_that_wait_are_exported_on_demand(gradebook: Gradebook, tmp_path: Path) -> None:
    """And students can be chosen."""
    path = tmp_path / "canvas.csv"
    CanvasExporter(to=str(path), partial=True, student=["zoë"]).export(gradebook)
    heads, _, *students = rows(path)
    (zoe,) = students
    assert (zoe[3], zoe[heads.index("lab01")]) == ("zoë", "7.12")

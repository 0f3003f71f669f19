"""The marks as CSV: complete, stable and harmless in a spreadsheet."""

import csv
import errno
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.classes import GradedClass, GradedStudent
from autograder.reports.marks import escape_formula, marks_csv, write_marks
from autograder.stops import Stop, StopReason


def rows(results: GradedClass) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(marks_csv(results), newline="")))


def test_a_row_holds_a_students_marks(results: GradedClass) -> None:
    """Every column has its name, and what waits for a person is empty."""
    ada, bob, _ = rows(results)
    assert ada == {"student": "ada", "double": "3", "square": "1.5", "why": "", "total": "4.5",
                   "waiting": "2", "max": "7", "state": "graded", "isolation": "bubblewrap",
                   "notes": ""}  # fmt: skip
    assert bob["state"] == "could not be read: the file [red] is empty"


@given(st.text(max_size=30))
def test_no_cell_is_a_formula(text: str) -> None:
    """No text of a student's makes a spreadsheet calculate."""
    result = GradedStudent(text, {}, refusal=Stop(StopReason.PROTOCOL, text), notes=(text,))
    table = marks_csv(GradedClass(Path(), "lab", (), (result,)))
    (row,) = list(csv.reader(io.StringIO(table, newline="")))[1:]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert row[0] == escape_formula(text)


def test_the_file_is_utf_8(results: GradedClass) -> None:
    """Names of any script survive, under the name that the gradebook's users know."""
    path = write_marks(results)
    assert path == results.course / "grading" / "marks_tiny.csv"
    assert "李雷" in path.read_text(encoding="utf-8")


def test_a_full_disk_leaves_the_old_marks(
    results: GradedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is written whole or not at all, and nothing else stays behind."""
    path = write_marks(results)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_marks(replace(results, students=()))
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]

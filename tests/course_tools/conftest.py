"""A small lab as students have it."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

TEST = """\
from course_lib.checks import check, expect
with check("two"):
    expect(answer == 2, "expected 2")
with check("even", hint="divide"):
    expect(answer % 2 == 0, "expected an even number")"""


def graded(name, source, points, *, role="test", solution=False):
    """A cell that is worth points."""
    nbgrader = {"grade": True, "grade_id": f"test_{name}" if role == "test" else name,
                "points": points, "solution": solution, "locked": not solution,
                "schema_version": 3, "task": False}  # fmt: skip
    make = new_markdown_cell if role == "written" else new_code_cell
    return make(source, metadata={"nbgrader": nbgrader, "course": {"role": role, "id": name}})


@pytest.fixture
def small_lab(tmp_path: Path) -> Path:
    """The folder of a lab with an exercise, a quiz and a written answer."""
    folder = tmp_path / "labs" / "lab_small"
    folder.mkdir(parents=True)
    about = "# A small lab\n\nAbout *nothing*.\n\n**You will be able to**\n\n- count;\n- add.\n\n"
    quiz = new_code_cell("q = None", metadata={"course": {"role": "quiz", "id": "quiz"}})
    cells = [
        new_markdown_cell(about + "| | |\n|---|---|\n| Your time | about 1 hour; a second |"),
        new_code_cell("answer = 2", metadata={"course": {"role": "exercise", "id": "count"}}),
        graded("count", TEST, 3),
        quiz,
        graded("quiz", 'with check("question 1"):\n    expect(q is not None, "no answer")', 2),
        graded("why", "Because.", 4, role="written", solution=True),
    ]
    nbformat.write(new_notebook(cells=cells), folder / "lab_small.ipynb")
    return folder

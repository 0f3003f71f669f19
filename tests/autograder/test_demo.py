"""The made-up class of the demo."""

import ast
import json
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.demo import MISTAKES, answer_of, make_class
from autograder.labsource import read_lab
from autograder.submissions import read_notebook

REPOSITORY = Path(__file__).resolve().parents[2]


def cell(name: str, source: str, **more: bool) -> NotebookNode:
    metadata = {"nbgrader": {"grade_id": name, "solution": True, "grade": False, **more}}
    return new_code_cell(source, id=name, metadata=metadata)


def lab(*bodies: str) -> NotebookNode:
    cells = [new_markdown_cell("# Lab", id="text")]
    for index, body in enumerate(bodies):
        cells.append(cell(f"f{index}", f"def f{index}(x):\n{body}"))
        test = {"grade": True, "solution": False}
        cells.append(cell(f"test_f{index}", f"assert f{index}(1)", **test))
    return new_notebook(cells=cells)


ANSWER = "    ### BEGIN SOLUTION\n    return abs(x)\n    ### END SOLUTION"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A class for a lab of four exercises, with a known mistake in the first."""
    mistakes = {"tiny": {"f0": ("abs(x)", "x"), "gone": ("a", "b"), "f1": ("not there", "")}}
    monkeypatch.setattr("autograder.demo.MISTAKES", mistakes)
    return make_class(lab(*[ANSWER] * 4), lab(*["    ..."] * 4), "tiny")


def answers(content: bytes) -> list[str]:
    notebook = nbformat.reads(content.decode(), as_version=4)
    return [c.source for c in notebook.cells if c.metadata.get("nbgrader", {}).get("solution")]


def test_the_best_solves_everything_without_markers(made: dict[str, bytes]) -> None:
    """What a student hands in has the solution's code and none of nbgrader's markers."""
    assert answers(made["ada"]) == [f"def f{i}(x):\n    return abs(x)" for i in range(4)]


def test_the_second_half_is_left_blank(made: dict[str, bytes]) -> None:
    """Half is answered, a known mistake is made, and exercises that are gone do no harm."""
    assert answers(made["ben"]) == [
        "def f0(x):\n    return x",
        "def f1(x):\n    return abs(x)",
        "def f2(x):\n    ...",
        "def f3(x):\n    ...",
    ]


def test_the_rest_is_untouched_broken_or_no_notebook(made: dict[str, bytes]) -> None:
    """One hands in the blank lab, one a syntax error, one a file of another kind."""
    assert json.loads(made["cleo"]) == json.loads(nbformat.writes(lab(*["    ..."] * 4)))
    with pytest.raises(SyntaxError):
        ast.parse(answers(made["dora"])[0])
    assert [ast.parse(text) for text in answers(made["dora"])[1:]]
    assert read_notebook(made["emil"]).problem


@pytest.mark.parametrize("lab_name", MISTAKES)
def test_every_known_mistake_changes_the_labs_own_solution(lab_name: str) -> None:
    """A mistake in an answer that was rewritten since would silently be none."""
    source = read_lab(REPOSITORY / "solutions" / lab_name / f"{lab_name}.py")
    solutions = {found.id: answer_of(found.source) for found in source.of("exercise")}
    for exercise, (was, becomes) in MISTAKES[lab_name].items():
        assert was in solutions[exercise], exercise
        assert was != becomes

"""The made-up class of the demo."""

import ast
import json

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.demo import make_class
from autograder.submissions import read_notebook


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
def made() -> dict[str, bytes]:
    """A class for a lab of four exercises, with a known mistake in the first and in the last."""
    mistakes = {"f0": "def f0(x):\n    return x", "gone": "x", "f3": "x"}
    return make_class(lab(*[ANSWER] * 4), lab(*["    ..."] * 4), mistakes)


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

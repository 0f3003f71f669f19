"""Whole notebooks of Lab 1 that deserve full marks, and the judge that they go through."""

import tomllib
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.judging.grade import Graded, grade_submission
from autograder.labsource import Lab, read_lab, to_notebook
from autograder.labsource.regions import answer_of
from autograder.labsource.student_version import released
from autograder.sandbox import warm

HERE = Path(__file__).parent
WORKS: list[dict[str, Any]] = tomllib.loads((HERE / "answers.toml").read_text())["work"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every notebook of the file is a case of its own."""
    if "cells" in metafunc.fixturenames:
        cells = [work["cell"] for work in WORKS]
        metafunc.parametrize("cells", cells, ids=[work["name"] for work in WORKS])


@pytest.fixture(scope="session")
def lab() -> Lab:
    """Lab 1."""
    return read_lab(HERE.parents[1] / "solutions" / "lab01_knn" / "lab01_knn.py")


@pytest.fixture(scope="session")
def solution(lab: Lab) -> NotebookNode:
    """The solutions of Lab 1 as a student hands them in; copy it before changing it."""
    notebook = released(lab)
    for cell, source in zip(notebook.cells, to_notebook(lab).cells, strict=True):
        if cell.metadata.course.role in ("exercise", "quiz", "written"):
            cell.source = answer_of(source.source)
    return notebook


@pytest.fixture
def work(solution: NotebookNode) -> NotebookNode:
    """A copy of the solutions."""
    return deepcopy(solution)


@pytest.fixture(scope="session")
def filled(solution: NotebookNode) -> Callable[[list[dict[str, str]]], NotebookNode]:
    """The solutions with some cells replaced or added, as `answers.toml` describes them."""

    def fill(cells: list[dict[str, str]]) -> NotebookNode:
        notebook = deepcopy(solution)
        for number, cell in enumerate(cells):
            source = cell["source"].strip("\n")
            if name := cell.get("exercise"):
                notebook.cells[_place(notebook, name)].source = source
                continue
            own = new_code_cell(source, id=f"own-{number}")
            if name := cell.get("before"):
                notebook.cells.insert(_place(notebook, name), own)
            elif name := cell.get("after"):
                notebook.cells.insert(_place(notebook, name) + 1, own)
            else:
                top = _place(notebook, "given_1") if cell["at"] == "top" else len(notebook.cells)
                notebook.cells.insert(top, own)
        return notebook

    return fill


@pytest.fixture(scope="session")
def judge(lab: Lab) -> Callable[[NotebookNode | bytes], Graded]:
    """Grades a notebook, or bytes, in a sandbox that starts warm."""

    def run(handed_in: NotebookNode | bytes) -> Graded:
        is_bytes = isinstance(handed_in, bytes)
        data = handed_in if is_bytes else nbformat.writes(handed_in).encode()
        with warm.wanted(True):  # as a class is graded
            return grade_submission(lab, data, "ada", b"an honest secret")

    return run


@pytest.fixture(scope="session")
def lost() -> Callable[[Graded], list[str]]:
    """What a result lost points for, a line each; empty for full marks."""

    def lines(graded: Graded) -> list[str]:
        verdict = graded.verdict
        assert verdict.max == 42
        failed = [f"{one.exercise}: {check}" for one in verdict.exercises
                  for check in one.checks if not check.passed]  # fmt: skip
        assert bool(failed) == (verdict.points < verdict.max)
        return [*([str(verdict.refusal)] if verdict.refusal else []), *failed]

    return lines


def _place(notebook: NotebookNode, name: str) -> int:
    """Where the cell with some nbgrader id stands."""
    for index, cell in enumerate(notebook.cells):
        if cell.metadata.get("nbgrader", {}).get("grade_id") == name:
            return index
    raise KeyError(name)

"""Judging a submission beside running the same cells in a plain kernel."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from autograder.judging.grade import Isolation, grade_submission
from autograder.labsource import Lab, read_lab, to_notebook
from autograder.labsource.regions import answer_of
from benchmarks.ratio import Ratio, side_by_side

LAB = Path(__file__).parents[1] / "solutions/lab01_knn/lab01_knn.py"


def measure(rounds: int = 5, isolation: Isolation = "bubblewrap") -> list[Ratio]:
    """The full solution of Lab 1, each time from the start of a kernel to its end.

    The peer runs the cells that the judge runs: setup, given, answers and all tests, no demos. It
    gives no points, no messages beyond the first failed check of a cell, and no isolation. The
    judge's own process has its libraries loaded, as after the first submission of a class: what a
    test itself needs is imported once there, and in every kernel of the peer.
    """
    lab = read_lab(LAB)
    work, same_cells = solved(lab), _without_demos(lab)
    submission = nbformat.writes(work).encode()

    def judge() -> None:
        graded = grade_submission(lab, submission, "ada", b"benchmark", isolation=isolation)
        if graded.verdict.points != graded.verdict.max:
            raise RuntimeError(f"the solution got {graded.verdict.points:g} points")

    def plain() -> None:
        NotebookClient(deepcopy(same_cells), timeout=300).execute()

    return [
        side_by_side(
            f"judge the solution of Lab 1 ({isolation}) ÷ nbclient, same cells",
            judge,
            plain,
            rounds=rounds,
            target=1.3,
        )
    ]


def solved(lab: Lab) -> NotebookNode:
    """The solutions of a lab as a student would hand them in."""
    from autograder.labsource.student_version import released

    notebook = released(lab)
    solutions = to_notebook(lab)
    for cell, solution in zip(notebook.cells, solutions.cells, strict=True):
        if cell.metadata.course.role in ("exercise", "quiz", "written"):
            cell.source = answer_of(solution.source)
    return notebook


def _without_demos(lab: Lab) -> NotebookNode:
    notebook = to_notebook(lab)
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.metadata.course.role != "demo"
    ]
    return notebook

"""Right answers get full marks, however they are written and whatever happened to their file."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from autograder.judging.grade import Graded
from autograder.submissions import collect

pytestmark = [pytest.mark.slow, pytest.mark.needs("sandbox")]

Judge = Callable[[NotebookNode | bytes], Graded]
Lost = Callable[[Graded], list[str]]


def test_an_honest_notebook_gets_full_marks(
    cells: list[dict[str, str]], filled: Callable[..., NotebookNode], judge: Judge, lost: Lost
) -> None:
    """Printing, drawing, helpers, classes, magics and all that."""
    assert lost(judge(filled(cells))) == []


def test_the_plain_solution_does_without_a_note(work: NotebookNode, judge: Judge,
                                                lost: Lost) -> None:  # fmt: skip
    """Nothing is repaired, stopped or left out."""
    graded = judge(work)
    assert lost(graded) == []
    assert graded.verdict.remarks == ()


def test_cells_in_another_order(work: NotebookNode, judge: Judge, lost: Lost) -> None:
    """Exercises from last to first, tests above them, setup at the very end."""
    work.cells.reverse()
    assert lost(judge(work)) == []


def test_cells_cut_in_two_and_put_together(work: NotebookNode, judge: Judge, lost: Lost) -> None:
    """A function in a cell of its own below the exercise; two exercises in one cell."""
    by_name = {c.metadata.nbgrader.grade_id: c for c in work.cells if "nbgrader" in c.metadata}
    first, below = by_name["same_distance"].source.split("\n\n\ndef boxed")
    by_name["same_distance"].source = first
    place = work.cells.index(by_name["same_distance"])
    work.cells.insert(place + 1, new_code_cell(f"def boxed{below}", id="below"))
    by_name["accuracy"].source += "\n\n" + by_name["choose_k"].source
    by_name["choose_k"].source = "# see above"
    assert lost(judge(work)) == []


def test_a_notebook_that_was_taken_apart(work: NotebookNode, judge: Judge, lost: Lost) -> None:
    """Tests, texts and given cells deleted or edited, cells copied and retyped."""
    kept = []
    for index, cell in enumerate(work.cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.startswith("test_") and index % 2:
            continue
        if name in ("setup_1", "given_1", "test_predict"):
            cell.source = "# I do not need this"
        if cell.cell_type == "code" and index % 3 == 0:
            kept.append(
                NotebookNode(nbformat.from_dict(json.loads(json.dumps(cell))), id=f"c{index}")
            )
        kept.append(cell)
    work.cells = kept
    next(c for c in kept if c.id == "quiz-quiz").cell_type = "raw"
    assert lost(judge(work)) == []


def test_a_notebook_without_any_metadata(work: NotebookNode, judge: Judge, lost: Lost) -> None:
    """Cell ids, tags and nbgrader's metadata lost on the way through another program."""
    for cell in work.cells:
        cell.metadata = NotebookNode()
        del cell["id"]
    work.nbformat_minor, work.metadata = 2, NotebookNode()
    assert lost(judge(work)) == []


def test_an_old_format_with_a_byte_order_mark(work: NotebookNode, judge: Judge,
                                              lost: Lost) -> None:  # fmt: skip
    """Format 3, UTF-16, Windows' line ends."""
    old = nbformat.convert(work, 3)
    text = nbformat.v3.writes_json(old).replace("\n", "\r\n")
    assert lost(judge(text.encode("utf-16"))) == []


def test_outputs_from_home_do_no_harm(work: NotebookNode, judge: Judge, lost: Lost) -> None:
    """Errors, warnings and results of another day, even in the test cells."""
    for cell in work.cells:
        if cell.cell_type == "code":
            cell.execution_count = 7
            cell.outputs = [
                new_output("stream", name="stderr", text="UserWarning"),
                new_output("error", ename="AssertionError", evalue="", traceback=["x"]),
                new_output("execute_result", data={"text/plain": "0"}, execution_count=7),
            ]
    assert lost(judge(work)) == []


@pytest.mark.parametrize("name", ["alice.ipynb", "lab01_knn (1).ipynb", "class.zip"])
def test_a_renamed_file(tmp_path: Path, work: NotebookNode, judge: Judge, lost: Lost,
                        name: str) -> None:  # fmt: skip
    """A wrong name, a copy's name, an archive with folders."""
    data: Any = nbformat.writes(work).encode()
    path = tmp_path / name
    if name.endswith("zip"):
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("class/alice/my solution final2.IPYNB", data)
    else:
        path.write_bytes(data)
    (submission,) = collect(path, "lab01_knn")
    assert submission.notebook is not None
    assert lost(judge(submission.notebook)) == []

"""The graded notebook: points where nbgrader reads them, and nothing that must not be there."""

from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from nbgrader.utils import determine_grade


def cells(graded: Any) -> dict[str, NotebookNode]:
    return {cell.id: cell for cell in graded.notebook.cells}


def texts(graded: Any) -> str:
    return nbformat.writes(graded.notebook)


def test_nbgrader_reads_the_verdicts_points(judge: Any, work: NotebookNode, cell: Any) -> None:
    """By its own rule, for full, part and no points."""
    cell("double").source = "def double(x): return 4 if x == 2 else 0"
    graded = judge(work)
    nbformat.validate(graded.notebook)
    assert determine_grade(cells(graded)["test-double"]) == (1.33, 2)
    assert determine_grade(cells(graded)["test-square"]) == (1, 1)
    cell("square").source = ""
    assert determine_grade(cells(judge(work))["test-square"]) == (0, 1)


def test_a_test_cell_says_what_its_checks_found(judge: Any, work: NotebookNode, cell: Any) -> None:
    """Title, message and hint of each check, hidden ones included."""
    cell("double").source = "def double(x): return 4"
    (said, _) = cells(judge(work))["test-double"].outputs
    assert said.text.splitlines() == [
        "✓ two doubled (0.67 points)",
        "✗ three doubled (0 of 0.67 points)",
        "  expected 6, got 4",
        "  hint: add it to itself",
        "✗ nothing doubled (0 of 0.67 points)",
        "  expected 0, got 4",
        "1 of 3 checks passed",
        "points of 2:",
    ]


def test_no_hidden_code_and_no_solution_is_shown(judge: Any, work: NotebookNode) -> None:
    """Not even where a hidden line is what failed."""
    text = texts(judge(work))
    for secret in ("double(3)", "double(0)", "HIDDEN", "return 2 * x", "Because."):
        assert secret not in text


def test_a_message_that_quotes_a_hidden_line_does_not(
    judge: Any, work: NotebookNode, cell: Any
) -> None:
    """An answer that knows how errors are worded still learns nothing."""
    quoted = "with check('nothing doubled'): `equal(double(3), 6)`"
    cell("double").source = f"def double(x): raise ValueError({quoted!r})"
    graded = judge(work)
    message = graded.verdict.of("double").checks[1].message
    assert "a line of the test" in message
    assert "equal(double(3)" not in message


def test_outputs_that_were_handed_in_are_gone(judge: Any, work: NotebookNode, cell: Any) -> None:
    """A forged result counts for nothing, and stale ones mislead nobody."""
    forged = new_output("execute_result", data={"text/plain": "2"}, execution_count=1)
    for one in work.cells:
        if one.cell_type == "code":
            one.outputs = [forged]
    cell("double").source = "def double(x): return 'no'"
    graded = judge(work)
    assert determine_grade(cells(graded)["test-double"]) == (0, 2)
    assert cells(graded)["demo-play"].outputs == []


def test_metadata_that_was_handed_in_is_gone(judge: Any, work: NotebookNode) -> None:
    """Of cells and of the notebook: neither points nor a kernel nor a widget's state."""
    work.metadata = {"kernelspec": {"name": "evil", "display_name": "x"}, "widgets": {"x": 1},
                     "language_info": {"name": "<script>"}, "title": "<script>"}  # fmt: skip
    for one in work.cells:
        one.metadata["mine"] = "<script>"
        one.metadata["tags"] = ["<script>"]
        if "nbgrader" in one.metadata:
            one.metadata.nbgrader["points"] = 1000
            one.metadata.nbgrader["comment"] = "<script>"
    graded = judge(work)
    assert "<script>" not in texts(graded)
    assert graded.notebook.metadata.kernelspec.name == "python3"
    assert cells(graded)["test-double"].metadata.nbgrader.points == 2


def test_texts_of_students_are_made_harmless(judge: Any, work: NotebookNode, cell: Any) -> None:
    """In cells of their own, in the lab's texts, in answers and in raw cells."""
    script = "<script>alert(1)</script>"
    work.cells[0].source += script
    cell("why").source = script
    work.cells += [new_markdown_cell(script, id="own"), new_raw_cell(script, id="raw")]
    shown = cells(judge(work))
    for name in ("own", "raw", "written-why", work.cells[0].id):
        assert shown[name].cell_type == "markdown"
        assert shown[name].source.startswith("```")
        assert script in shown[name].source


def test_the_page_says_how_it_was_judged(judge: Any, work: NotebookNode) -> None:
    """The isolation, the bound on time, and what was repaired or stopped."""
    work.cells.append(new_code_cell("# HANG <b>*[x](y)", id="own"))
    note = judge(work).notebook.cells[0].source
    assert "**without a sandbox**" in note
    assert "at most 600 s" in note
    assert "was stopped" in note
    assert "<b>" not in note
    assert "[x](y)" not in note


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "could not be read: the file is empty"),
        (b"%PDF-1.7", "could not be read: it is a PDF"),
        (b'{"cells": [', "could not be read: the file is cut off"),
        (nbformat.writes(nbformat.v4.new_notebook()).encode(), "needs a person: none of the cells"),
    ],
    ids=["empty", "pdf", "cut off", "another notebook"],
)
def test_what_is_no_notebook_of_the_lab_is_refused(
    judge: Any, kernel: Any, data: bytes, reason: str
) -> None:
    """With 0 points and the reason, for every exercise, and without starting anything."""
    graded = judge(data)
    assert str(graded.verdict.refusal).startswith(reason)
    assert graded.verdict.points == 0
    assert all(check.message == str(graded.verdict.refusal)
               for one in graded.verdict.exercises for check in one.checks)  # fmt: skip
    assert "This submission was not graded" in graded.notebook.cells[0].source
    assert determine_grade(cells(graded)["test-double"]) == (0, 2)
    assert kernel.log == []


def test_a_blank_answer_is_known_as_such(judge: Any, work: NotebookNode, cell: Any) -> None:
    """By the checksum of the released cell, whatever the submission says it is."""
    cell("why").metadata.nbgrader["checksum"] = "0" * 32
    assert determine_grade(cells(judge(work))["written-why"]) == (0, 2)
    cell("why").source = "Because of arithmetic."
    assert determine_grade(cells(judge(work))["written-why"]) == (None, 2)

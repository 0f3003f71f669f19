"""nbgrader's metadata is put right, and what a student wrote stays."""

from copy import deepcopy
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.nbgraderformat import MetadataValidator

from autograder.submissions import repair
from autograder.submissions.repair import matching


def known(name: str, **changes: Any) -> dict[str, Any]:
    metadata = {"schema_version": 3, "grade_id": name, "grade": False, "solution": False,
                "locked": False, "task": False, "checksum": "0" * 32}  # fmt: skip
    return {"nbgrader": metadata | changes}


@pytest.fixture
def release() -> NotebookNode:
    """A lab of one exercise, its test and a written answer, below given code."""
    test = known("test_x", grade=True, locked=True, points=3)
    written = known("why", grade=True, solution=True, points=2)
    return new_notebook(
        cells=[
            new_code_cell("import math", id="setup-1", metadata=known("setup_1", locked=True)),
            new_code_cell("def x(): ...", id="exercise-x", metadata=known("x", solution=True)),
            new_code_cell("assert x()", id="test-x", metadata=test | {"editable": False}),
            new_markdown_cell("Why?", id="written-why", metadata=written),
        ]
    )


@pytest.fixture
def work(release: NotebookNode) -> NotebookNode:
    """The release with an answer."""
    notebook = deepcopy(release)
    notebook.cells[1].source = "def x(): return 1"
    return notebook


def sources(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells]


def test_a_notebook_with_answers_is_left_alone(release: NotebookNode, work: NotebookNode) -> None:
    """Nothing to repair changes nothing and says nothing."""
    before = deepcopy(work)
    assert repair(work, release) == []
    assert work == before


def test_lost_metadata_comes_back_by_cell_id(release: NotebookNode, work: NotebookNode) -> None:
    """A notebook that went through a program that drops metadata is graded as it was."""
    for cell in work.cells:
        cell.metadata = NotebookNode()
    repair(work, release)
    assert [c.metadata for c in work.cells] == [c.metadata for c in release.cells]
    assert work.cells[1].source == "def x(): return 1"


def test_of_a_copied_cell_the_last_counts(release: NotebookNode, work: NotebookNode) -> None:
    """A copy keeps its text as a cell of the student's own."""
    copy = deepcopy(work.cells[1])
    copy.update(id="copy", source="def x(): return 2")
    work.cells.insert(2, copy)
    assert repair(work, release) == ["cell 'x' was there 2 times: the last one counts"]
    assert "nbgrader" not in work.cells[1].metadata
    assert work.cells[2].metadata.nbgrader.grade_id == "x"
    MetadataValidator().validate_nb(work)


def test_lost_tests_come_back_in_their_places(release: NotebookNode, work: NotebookNode) -> None:
    """Deleted read-only and test cells are there again, in order."""
    work.cells = [work.cells[1]]
    assert repair(work, release) == [
        "3 cells were missing and were put back (setup_1, test_x, why)"
    ]
    assert sources(work) == ["import math", "def x(): return 1", "assert x()", "Why?"]


def test_a_lost_exercise_is_not_overwritten(release: NotebookNode, work: NotebookNode) -> None:
    """Who answers in a cell of their own keeps that answer, and it is known for what it is."""
    own = new_code_cell("def x(): return 1", id="own")
    work.cells = [work.cells[0], own, *work.cells[2:]]
    assert repair(work, release) == ["1 cell without metadata was recognised by content (x)"]
    assert sources(work)[1] == "def x(): return 1"
    assert work.cells[1].metadata.nbgrader.grade_id == "x"


def test_cells_without_any_mark_are_known_by_content(
    release: NotebookNode, work: NotebookNode
) -> None:
    """A notebook rebuilt by another program, without ids and metadata, is graded as it was."""
    for index, cell in enumerate(work.cells):
        cell.id, cell.metadata = f"cell-{index}", NotebookNode()
    work.cells[3].source = "Why is it so?\nBecause."
    release.cells[3].source = "Why is it so?\n*Your answer here.*"
    assert repair(work, release) == [
        "4 cells without metadata were recognised by content (setup_1, x, test_x)"
    ]
    assert [c.metadata for c in work.cells] == [c.metadata for c in release.cells]
    assert sources(work)[1] == "def x(): return 1"


def test_an_answer_that_goes_on_below_keeps_its_place_above_the_test(
    release: NotebookNode, work: NotebookNode
) -> None:
    """A lost test comes back after the student's own cells that follow the answer."""
    work.cells = [*work.cells[:2], new_code_cell("y = 1", id="own"), work.cells[3]]
    repair(work, release)
    assert [cell.id for cell in work.cells] == [
        "setup-1", "exercise-x", "own", "test-x", "written-why"
    ]  # fmt: skip


def test_a_retyped_cell_is_turned_back(release: NotebookNode, work: NotebookNode) -> None:
    """A code cell turned into text is code again."""
    work.cells[1] = new_markdown_cell("def x(): return 1", id="exercise-x",
                                      metadata=work.cells[1].metadata)  # fmt: skip
    assert repair(work, release) == ["cell 'x' had been turned into another type"]
    assert work.cells[1].cell_type == "code"
    assert work.cells[1].outputs == []


@pytest.mark.parametrize(
    "changes",
    [{"points": 300}, {"grade": False}, {"locked": False}, {"schema_version": 1}],
    ids=lambda changes: next(iter(changes)),
)
def test_edited_metadata_counts_for_nothing(
    release: NotebookNode, work: NotebookNode, changes: dict[str, Any]
) -> None:
    """Points and switches are the release's, whatever the submission claims."""
    work.cells[2].metadata.nbgrader.update(changes)
    repair(work, release)
    assert work.cells[2].metadata == release.cells[2].metadata


@pytest.mark.parametrize("junk", [5, {}, {"grade_id": 3}, {"grade_id": "other"}, [1]])
def test_unknown_metadata_is_removed(release: NotebookNode, work: NotebookNode, junk: Any) -> None:
    """Metadata that would stop nbgrader is taken off a student's own cell."""
    work.cells.append(new_code_cell("y", id="own", metadata={"nbgrader": junk, "mine": 1}))
    assert repair(work, release) == [
        "grading metadata that this lab does not know was removed (1 cell)"
    ]
    assert work.cells[-1].metadata == {"mine": 1}


def test_another_labs_notebook_matches_nothing(release: NotebookNode) -> None:
    """What has none of the lab's cells is recognised as such."""
    assert matching(new_notebook(cells=[new_code_cell("x", id="q")]), release) == {}

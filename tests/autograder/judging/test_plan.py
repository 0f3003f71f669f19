"""What is run for a submission, and in which order."""

import time
from copy import deepcopy
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.judging.plan import Step, plan, set_metadata
from autograder.labsource import Lab
from autograder.labsource.student_version import released
from autograder.submissions import repair
from course_tools.cell_names import cell_names


def steps(lab: Lab, work: NotebookNode) -> list[Step]:
    release = released(lab)
    repair(work, release)
    set_metadata(work, release)
    return plan(lab, work)


def names(found: list[Step]) -> list[str]:
    return [f"{step.kind} {step.exercise or step.role}" for step in found]


USUAL = ["run setup", "run given", "run double", "judge double", "run square", "judge square"]


def test_a_plain_submission_runs_in_order_without_the_demo(lab: Lab, work: NotebookNode) -> None:
    """Each exercise is followed by its test."""
    assert names(steps(lab, work)) == USUAL


def test_what_students_only_read_comes_from_the_source(
    lab: Lab, work: NotebookNode, cell: Any
) -> None:
    """Edited setup, given and test cells are as the lab has them, with the hidden tests."""
    for name in ("setup_1", "given_1", "test_double"):
        cell(name).source = "raise SystemExit"
    found = steps(lab, work)
    assert "import math" in found[0].source
    assert "def given" in found[1].source
    assert "three doubled" in found[3].source
    assert "three doubled" not in found[3].cell.source


def test_an_emptied_test_is_judged(lab: Lab, work: NotebookNode, cell: Any) -> None:
    """Deleting the text of a test cell changes nothing."""
    cell("test_double").source = ""
    assert names(steps(lab, work)) == USUAL


@pytest.mark.parametrize("by", ["exercise", "added"])
def test_a_demo_that_is_used_is_run(lab: Lab, work: NotebookNode, cell: Any, by: str) -> None:
    """Whether an answer or a cell of the student's own needs its names."""
    if by == "exercise":
        cell("square").source += "\nprint(toy)"
    else:
        work.cells.append(new_code_cell("toy + 1", id="own"))
    assert "run demo" in names(steps(lab, work))


def test_an_answer_with_a_syntax_error_runs_no_demo(
    lab: Lab, work: NotebookNode, cell: Any
) -> None:
    """It is not run at all, so it needs nothing; IPython may run what Python does not know."""
    cell("square").source += "\nprint(toy)\nreturn ("
    assert names(steps(lab, work)) == USUAL
    cell("square").source += "\n%timeit (toy"
    assert "run demo" in names(steps(lab, work))


def test_blank_lines_cost_no_more_than_their_number() -> None:
    """A cell of blank lines that does not parse is read in one pass."""
    began = time.process_time()
    cell_names("\n" * 49_000 + "(")
    assert time.process_time() - began < 1


def test_an_answer_that_says_it_is_a_demo_is_run(lab: Lab, work: NotebookNode, cell: Any) -> None:
    """Metadata of the submission keeps nothing of the lab from being run."""
    for one in work.cells:
        one.metadata.course = {"role": "demo"}
        one.metadata.tags = ["skip-execution"]
    assert names(steps(lab, work)) == USUAL
    assert "skip-execution" not in cell("double").metadata.get("tags", [])


def test_demos_and_copies_of_tests_are_known_by_their_text(
    lab: Lab, work: NotebookNode, cell: Any
) -> None:
    """Neither is run as if it were a cell of the student's own."""
    for index, one in enumerate(work.cells):
        one.id, one.metadata = f"cell-{index}", NotebookNode()
    test = next(one for one in work.cells if "two doubled" in one.source)
    work.cells.insert(0, new_code_cell(test.source, id="copy"))
    assert names(steps(lab, work)) == USUAL


def test_a_test_above_its_exercise_follows_it(lab: Lab, work: NotebookNode, cell: Any) -> None:
    """A test that was moved up is judged right after the answer."""
    test = cell("test_double")
    work.cells.remove(test)
    work.cells.insert(0, test)
    assert names(steps(lab, work)) == USUAL


def test_a_test_further_down_stays_there(lab: Lab, work: NotebookNode, cell: Any) -> None:
    """Cells between an answer and its test may belong to the answer."""
    test = cell("test_double")
    work.cells.remove(test)
    work.cells.append(test)
    assert names(steps(lab, work))[-3:] == ["run square", "judge square", "judge double"]


def test_the_test_of_a_missing_exercise_comes_last(lab: Lab, work: NotebookNode, cell: Any) -> None:
    """The answer may stand in any cell of the student's own."""
    work.cells.remove(cell("double"))
    assert names(steps(lab, work))[-1] == "judge double"


def test_exercises_in_another_order_find_what_is_given(
    lab: Lab, work: NotebookNode, cell: Any
) -> None:
    """Setup and given cells come first, wherever they were put."""
    work.cells.reverse()
    assert names(steps(lab, work)) == [
        "run setup", "run given", "run square", "judge square", "run double", "judge double"
    ]  # fmt: skip


def test_own_cells_run_where_they_are(lab: Lab, work: NotebookNode) -> None:
    """A helper above an exercise is there when the exercise runs; an empty cell is none."""
    work.cells.insert(2, new_code_cell("helper = 1", id="own"))
    work.cells.insert(3, new_code_cell("  \n", id="empty"))
    assert names(steps(lab, work)) == [*USUAL[:1], "run added", *USUAL[1:]]


def test_a_test_waits_for_a_helper_further_down(lab: Lab, work: NotebookNode, cell: Any) -> None:
    """Also for what that helper needs; a name that nobody defines is not waited for."""
    cell("double").source = "def double(x):\n    return helper(x) + nobody"
    work.cells += [
        new_code_cell("def helper(x): return other(x)", id="own1"),
        new_code_cell("def other(x): return x", id="own2"),
        new_code_cell("unrelated = 1", id="own3"),
    ]
    assert names(steps(lab, work))[2:] == [
        "run double", "run square", "judge square", "run added", "run added", "judge double",
        "run added",
    ]  # fmt: skip


def test_a_test_does_not_wait_for_a_name_that_is_there(
    lab: Lab, work: NotebookNode, cell: Any
) -> None:
    """A later cell that defines it again, as an experiment does, changes nothing."""
    work.cells.insert(1, new_code_cell("helper = 1", id="own1"))
    cell("double").source = "def double(x):\n    return 2 * x * helper"
    work.cells.append(new_code_cell("helper = 5", id="own2"))
    assert names(steps(lab, work)) == [*USUAL[:1], "run added", *USUAL[1:], "run added"]


@pytest.mark.parametrize("lost", ["nothing", "half", "all"])
def test_every_test_is_judged_once(lab: Lab, work: NotebookNode, lost: str) -> None:
    """However much was deleted or copied."""
    keep = {"nothing": work.cells, "half": work.cells[::2], "all": []}[lost]
    copies = [NotebookNode(deepcopy(one), id=f"{one.id}-2") for one in keep]
    work.cells = [*keep, *copies]
    judged = [step.exercise for step in steps(lab, work) if step.kind == "judge"]
    assert sorted(map(str, judged)) == ["double", "square"]

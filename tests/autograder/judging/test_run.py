"""What stops costs its own exercise; everything else is judged."""

from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.judging.grade import JudgingLimits


def points(graded: Any) -> dict[str, float]:
    return {found.exercise: found.points for found in graded.verdict.exercises}


def test_a_right_solution_gets_all_points(judge: Any, work: NotebookNode) -> None:
    """Every check passes, without a note."""
    graded = judge(work)
    assert points(graded) == {"double": 2, "square": 1}
    assert graded.verdict.remarks == ()
    assert (graded.verdict.points, graded.verdict.max) == (3, 3)


def test_points_are_shared_out_over_the_checks(judge: Any, work: NotebookNode, cell: Any) -> None:
    """Two checks of three are worth two thirds, to two decimals."""
    cell("double").source = "def double(x): return 4 if x == 2 else 0"
    graded = judge(work)
    assert points(graded)["double"] == 1.33
    assert [check.passed for check in graded.verdict.of("double").checks] == [True, False, True]
    assert graded.verdict.of("double").checks[1].message == "expected 6, got 0"


def test_a_cell_of_plain_asserts_is_one_check(judge: Any, work: NotebookNode, cell: Any) -> None:
    """All or nothing, with the reason."""
    cell("square").source = "def square(x): return 0"
    (check,) = judge(work).verdict.of("square").checks
    assert (check.title, check.passed) == ("the cell runs to its end", False)
    assert "AssertionError" in check.message


@pytest.mark.parametrize("word", ["HANG", "DIE", "FLOOD"])
def test_a_cell_that_stops_the_kernel_costs_its_own_exercise(
    judge: Any, kernel: Any, work: NotebookNode, cell: Any, word: str
) -> None:
    """The kernel is fresh, the other cells run again, and the offender does not."""
    cell("square").source += f"\n# {word}"
    graded = judge(work)
    assert points(graded) == {"double": 2, "square": 0}
    assert f"it {kernel.WORDS[word]}" in graded.verdict.of("square").checks[0].message
    assert graded.verdict.stops[0].sentence.startswith(
        "code cell 6 `def square(x): return x**2` was stopped"
    )
    assert kernel.log.count("restart") == 1
    assert kernel.log.count("def double(x):") == 2
    assert kernel.log.count("def square(x): return x**2") == 1


def test_an_own_cell_that_stops_the_kernel_costs_nothing(judge: Any, work: NotebookNode) -> None:
    """Experiments are no one's exercise."""
    work.cells.insert(1, new_code_cell("HANG", id="own"))
    graded = judge(work)
    assert points(graded) == {"double": 2, "square": 1}
    assert "your own code cell" in graded.verdict.stops[0].sentence


def test_a_call_that_breaks_the_protocol_costs_its_own_exercise(
    judge: Any, kernel: Any, work: NotebookNode, cell: Any
) -> None:
    """What the test was told is no answer; the rest is judged in a fresh kernel."""
    cell("double").source = "double = 'BREAK'"
    graded = judge(work)
    assert points(graded) == {"double": 0, "square": 1}
    assert kernel.log.count("restart") == 1
    assert "the test of double broke off: nonsense came back" in graded.verdict.remarks


def test_a_cell_that_only_raises_is_kept(judge: Any, kernel: Any, work: NotebookNode) -> None:
    """An error ends a cell, not the notebook."""
    work.cells.insert(2, new_code_cell("helper = 2\n1 / 0", id="own"))
    graded = judge(work)
    assert points(graded) == {"double": 2, "square": 1}
    assert "restart" not in kernel.log


def test_every_cell_that_hangs_leaves_less_time_for_the_next(
    judge: Any, kernel: Any, work: NotebookNode
) -> None:
    """So many of them cannot use up what all others need."""
    work.cells += [new_code_cell(f"HANG {i}", id=f"own{i}") for i in range(4)]
    judge(work, limits=JudgingLimits(cell_seconds=100, least_seconds=30))
    hung = [allowed for first, allowed in zip(
        [line for line in kernel.log if line not in ("restart", "close")], kernel.allowed,
        strict=True) if first.startswith("HANG")]  # fmt: skip
    assert hung == [100, 50, 30, 30]


def test_nothing_is_run_after_the_total(judge: Any, kernel: Any, work: NotebookNode) -> None:
    """Once the time is used up every test is told so, and the notebook is still there."""
    graded = judge(work, limits=JudgingLimits(total_seconds=0))
    assert points(graded) == {"double": 0, "square": 0}
    assert kernel.log == ["close"]
    message = graded.verdict.of("double").checks[0].message
    assert message == "not judged: this notebook had used up its 0 s by then"
    assert graded.notebook.cells


def test_the_same_work_gets_the_same_verdict(judge: Any, work: NotebookNode, cell: Any) -> None:
    """Message for message, though the answer draws random numbers without a seed."""
    cell("double").source = "import random\ndef double(x): return random.random()"
    first, second = judge(work).verdict, judge(work).verdict
    assert first == second
    assert "got 0." in first.of("double").checks[0].message

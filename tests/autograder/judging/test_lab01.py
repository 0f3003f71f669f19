"""Lab 1 judged over the wire says what it says in one process, message for message."""

from pathlib import Path

import pytest

from autograder.audit.answers import bank_of
from autograder.judging.cells import Namespace, judge_cell, run_setup
from autograder.labsource import read_lab
from autograder.labsource.reference import SOLUTION_ROLES, answered, outcomes, run_code
from course_lib.checks import ListRecorder, recording

LAB = read_lab(Path(__file__).parents[3] / "solutions/lab01_knn/lab01_knn.py")
SEED = "another seed than a notebook's"


def judged(process, answers, exercise=None):
    """What the judge says of an exercise, or of all."""
    cells = [
        (f"answer to {cell.id}", answers[cell.id], True)
        if cell.id in answers
        else (f"{LAB.name} line {cell.first_line}", cell.source, False)
        for cell in LAB.of(*SOLUTION_ROLES)
    ]
    namespace = Namespace()
    for cell in LAB.of("setup"):
        run_setup(cell.source, namespace, f"setup {cell.first_line}")
    found = {}
    with process.running(*cells) as student:
        for cell in cells_of(exercise):
            found[cell.id] = judge_cell(
                cell.source, namespace, student, ListRecorder(seed=SEED), name=f"test of {cell.id}"
            )
    return found


def in_one_process(answers, exercise):
    """What the same test cell says beside the answer."""
    names = answered(LAB, answers)
    for cell in cells_of(exercise):
        with recording(ListRecorder(seed=SEED)) as kept:
            run_code(cell.source, f"test of {cell.id}", names)
    return {exercise: kept.outcomes}


def cells_of(exercise):
    """The test cells of an exercise, or all."""
    return [cell for cell in LAB.of("test") if exercise in (None, cell.id)]


def test_the_reference_solution_passes_every_check_with_the_same_outcomes(student_process):
    found = judged(student_process, {})
    assert found == outcomes(LAB, seed=SEED)
    assert all(outcome.passed for kept in found.values() for outcome in kept)
    assert sum(map(len, found.values())) > 40


# Over the wire a function gets copies: what it changes in place cannot spoil the test's own
# tensors, so later checks on the same tensors differ.
BANK = bank_of(LAB.path.parent)
IN_PLACE = [answer for answer in BANK.wrong if "the call changed" in answer.says]
OTHERS = [answer for answer in (*BANK.right, *BANK.wrong) if answer not in IN_PLACE]


def name(answer):
    return f"{answer.exercise}-{answer.name}"


@pytest.mark.parametrize("answer", OTHERS, ids=name)
def test_an_answer_of_the_bank_gets_the_same_outcomes_as_in_one_process(student_process, answer):
    answers = {answer.exercise: answer.source}
    expected = in_one_process(answers, answer.exercise)
    assert judged(student_process, answers, answer.exercise) == expected


@pytest.mark.parametrize("answer", IN_PLACE, ids=name)
def test_work_in_place_is_told_from_the_students_side(student_process, answer):
    found = judged(student_process, {answer.exercise: answer.source}, answer.exercise)
    messages = [one.message for one in found[answer.exercise] if not one.passed]
    assert any(answer.says in message for message in messages)

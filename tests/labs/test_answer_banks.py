"""Wrong answers fail with the sentence that names the error; right ones of another kind pass."""

from pathlib import Path

import pytest

from autograder.answers import labs, right_answers, wrong_answers
from autograder.build import read_lab
from autograder.reference import outcomes

SOLUTIONS = Path(__file__).parents[2] / "solutions"
LABS = {name: read_lab(SOLUTIONS / name / f"{name}.py") for name in labs()}


def cases(answers_of):
    """Every answer of every bank, with a readable id."""
    return [
        pytest.param(LABS[lab], answer, id=f"{lab}-{answer.exercise}-{answer.name}")
        for lab in LABS
        for answer in answers_of(lab)
    ]


def judged(lab, answer):
    """What the checks of its own exercise say to an answer."""
    return outcomes(lab, {answer.exercise: answer.source}, only=answer.exercise)[answer.exercise]


@pytest.mark.parametrize(("lab", "answer"), cases(wrong_answers))
def test_a_wrong_answer_fails_with_the_sentence_that_names_it(lab, answer):
    found = judged(lab, answer)
    messages = [one.message for one in found if not one.passed]
    assert messages, "a wrong answer got full marks"
    assert any(answer.says in message for message in messages), messages


@pytest.mark.parametrize(("lab", "answer"), cases(right_answers))
def test_a_right_answer_of_another_kind_passes(lab, answer):
    found = judged(lab, answer)
    assert [str(one) for one in found if not one.passed] == []


@pytest.mark.parametrize("lab", LABS)
def test_every_exercise_has_a_wrong_answer(lab):
    exercises = {cell.id for cell in LABS[lab].of("exercise", "quiz")}
    assert {answer.exercise for answer in wrong_answers(lab)} == exercises


def test_every_lab_has_a_bank():
    assert set(LABS) == {path.parent.name for path in SOLUTIONS.glob("*/*.py")}

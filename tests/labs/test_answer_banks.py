"""The checks of every lab accept the right answers of its bank and reject the wrong ones.

`autograder audit` tries more: 20 seeds and every mutant. What it last found stands in the docs.
"""

import pytest

from autograder.audit import QUICK, SLOW_MUTANTS, audit, bank_problems, mutants
from autograder.audit.pages import PAGE
from tests.labs.finding import LABS, bank, folder, lab


@pytest.mark.parametrize("name", LABS)
def test_every_exercise_has_right_and_wrong_answers_enough(name):
    assert bank_problems(lab(name), bank(name)) == []


@pytest.mark.parametrize("name", LABS)
def test_the_sample_class_makes_typical_mistakes(name):
    """In the half of the exercises that its second student answers; one in each at most."""
    answers = [cell.id for cell in lab(name).of("exercise", "quiz", "written")]
    wrong = bank(name).wrong
    typical = [answer.exercise for answer in wrong if answer.typical]
    assert len(typical) == len(set(typical))
    assert len(set(typical) & set(answers[: (len(answers) + 1) // 2])) >= 2


@pytest.mark.slow
@pytest.mark.parametrize("name", LABS)
def test_the_audit_holds_for_one_seed_and_a_part_of_the_mutants(name):
    findings = audit(lab(name), bank(name), QUICK)
    survivors = [one.mutant.diff for exercise in findings.exercises for one in exercise.open]
    assert findings.problems == [], survivors


@pytest.mark.parametrize("name", LABS)
def test_the_audits_page_is_of_these_answers_and_mutants(name):
    """Run `autograder audit LAB --markdown` after a change of a lab or of its bank."""
    run = f"run `autograder audit {name} --markdown`"
    page = folder(name) / PAGE
    assert page.is_file(), f"{name} has no {PAGE}: {run}"
    text = page.read_text(encoding="utf-8")
    assert "What does not hold" not in text
    rows = {row.split("|")[1].strip(): row.split("|")[2:-1] for row in text.splitlines()
            if row.startswith("| ")}  # fmt: skip
    for cell in lab(name).of("exercise", "quiz"):
        right, _, wrong, _, _, _, _, made, *_ = map(str.strip, rows[cell.id])
        all_mutants = len(mutants(cell.source))
        counted = (
            sum(answer.exercise == cell.id for answer in bank(name).right),
            sum(answer.exercise == cell.id for answer in bank(name).wrong),
            min(all_mutants, SLOW_MUTANTS) if cell.id in bank(name).slow else all_mutants,
        )
        found = (int(right), int(wrong), int(made))
        assert found == counted, f"{page} is out of date about {cell.id}: {run}"

"""The checks of every lab accept the right answers of its bank and reject the wrong ones.

`autograder audit` tries more: 20 seeds and every mutant. What it last found stands in the docs.
"""

from functools import cache
from pathlib import Path

import pytest

from autograder.audit import QUICK, SLOW_MUTANTS, audit, bank_problems, mutants
from autograder.audit.answers import bank_of
from autograder.audit.pages import DOCS
from autograder.labsource import read_lab

COURSE = Path(__file__).parents[2]
LABS = sorted(path.parent.name for path in COURSE.glob("solutions/*/*.py"))


@cache
def lab(name):
    """A lab's source."""
    return read_lab(COURSE / "solutions" / name / f"{name}.py")


@pytest.mark.parametrize("name", LABS)
def test_every_exercise_has_right_and_wrong_answers_enough(name):
    assert bank_problems(lab(name), bank_of(lab(name).path.parent)) == []


@pytest.mark.parametrize("name", LABS)
def test_the_sample_class_makes_typical_mistakes(name):
    """In the half of the exercises that its second student answers; one in each at most."""
    answers = [cell.id for cell in lab(name).of("exercise", "quiz", "written")]
    wrong = bank_of(lab(name).path.parent).wrong
    typical = [answer.exercise for answer in wrong if answer.typical]
    assert len(typical) == len(set(typical))
    assert len(set(typical) & set(answers[: (len(answers) + 1) // 2])) >= 2


@pytest.mark.slow
@pytest.mark.parametrize("name", LABS)
def test_the_audit_holds_for_one_seed_and_a_part_of_the_mutants(name):
    findings = audit(lab(name), bank_of(lab(name).path.parent), QUICK)
    survivors = [one.mutant.diff for exercise in findings.exercises for one in exercise.open]
    assert findings.problems == [], survivors


@pytest.mark.parametrize("name", LABS)
def test_the_table_in_the_docs_is_of_these_answers_and_mutants(name):
    """Run `autograder audit --markdown` after a change of a lab or of its bank."""
    text = (COURSE / DOCS).read_text(encoding="utf-8")
    section = text.partition(f"## {name}\n")[2].partition("\n## ")[0]
    assert section, f"{name} is not in {DOCS}: run `autograder audit --markdown`"
    assert "What does not hold" not in section
    bank = bank_of(lab(name).path.parent)
    rows = {row.split("|")[1].strip(): row.split("|")[2:-1] for row in section.splitlines()
            if row.startswith("| ")}  # fmt: skip
    for cell in lab(name).of("exercise", "quiz"):
        right, _, wrong, _, _, _, _, made, *_ = map(str.strip, rows[cell.id])
        all_mutants = len(mutants(cell.source))
        counted = (
            sum(answer.exercise == cell.id for answer in bank.right),
            sum(answer.exercise == cell.id for answer in bank.wrong),
            min(all_mutants, SLOW_MUTANTS) if cell.id in bank.slow else all_mutants,
        )
        assert (int(right), int(wrong), int(made)) == counted, (
            f"{DOCS} is out of date about {cell.id}: run `autograder audit --markdown`"
        )

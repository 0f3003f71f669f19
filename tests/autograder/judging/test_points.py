"""What checks are worth: as the author says, or alike; form a tenth, and alone nothing."""

import pytest

from autograder.judging.points import shares
from autograder.judging.verdicts import CheckVerdict, ExerciseVerdict


def exercise(*checks: CheckVerdict) -> ExerciseVerdict:
    return ExerciseVerdict("f", 3.0, checks, seed="")


def form(*, passed: bool) -> CheckVerdict:
    return CheckVerdict("form", passed, form=True)


def test_checks_share_alike_where_nothing_is_said():
    found = exercise(*(CheckVerdict(str(i), i > 0) for i in range(3)))
    assert found.shares == pytest.approx([1, 1, 1])
    assert found.points == 2


def test_checks_are_worth_what_the_author_says():
    found = exercise(CheckVerdict("a", True, points=0.9), CheckVerdict("b", False, points=2.1))
    assert found.points == 0.9
    assert str(found).splitlines() == [
        "✓ a (0.9 points)",
        "✗ b (0 of 2.1 points)",
        "1 of 2 checks passed",
    ]


def test_checks_of_form_are_a_tenth_together():
    checks = (form(passed=True), form(passed=False), CheckVerdict("value", True))
    found = exercise(*checks)
    assert found.shares == pytest.approx([0.15, 0.15, 2.7])
    assert found.points == 2.85


def test_form_alone_is_worth_nothing():
    found = exercise(form(passed=True), CheckVerdict("value", False))
    assert found.points == 0
    assert str(found).endswith("1 of 2 checks passed; those of form count once another one passes")
    assert exercise(form(passed=True)).points == 3, "where there is nothing else, it is all"


@pytest.mark.parametrize("number", range(1, 8))
def test_the_shares_are_the_whole(number: int):
    checks = [CheckVerdict(str(i), True, form=i % 3 == 1) for i in range(number)]
    assert sum(shares(3.0, checks)) == pytest.approx(3.0)
    assert exercise(*checks).points == 3.0

"""The audit finds what is wrong with a lab's checks, or with its bank."""

import dataclasses
import json

import pytest

from autograder.answers import Bank, Equivalent, Right, Wrong
from autograder.audit import FULL, QUICK, Scope, audit
from autograder.audit.pages import as_json, markdown, page
from tests.autograder.audit.tiny import SHARP, WEAK, tiny

NONE = Bank()
EVERY = Scope(seeds=2, mutant_seeds=1, every=1)

LOOP = Right(
    "mean_square",
    "loop",
    "def mean_square(x):\n    return torch.stack([(r * r).mean() for r in x])",
)
SUM = Wrong(
    exercise="mean_square",
    name="sum",
    check="by hand",
    says="that is the sum",
    code="def mean_square(x):\n    return (x * x).sum(dim=1)",
)


def found(lab, bank=NONE, scope=EVERY):
    """What the audit of a lab of one exercise finds about it."""
    [exercise] = audit(lab, bank, scope, workers=1).exercises
    return exercise


def wrong(**changes):
    """A bank of the one wrong answer, changed."""
    return Bank(wrong=(dataclasses.replace(SUM, **changes),))


@pytest.fixture(scope="module")
def sharp():
    return found(tiny(SHARP), Bank((LOOP,), (SUM,)))


def test_sharp_checks_hold(sharp):
    assert sharp.right_rejected == sharp.wrong_accepted == sharp.caught_elsewhere == ()
    assert sharp.unsaid == sharp.undiagnosed == sharp.flaky == sharp.stale == ()
    assert [survivor.mutant.diff for survivor in sharp.survivors] == []
    assert sharp.mutants > 5


def test_a_weak_check_lets_mutants_survive():
    after = {survivor.mutant.after for survivor in found(tiny(WEAK)).open}
    assert {"return (x * x).sum(dim=1)", "return (x * x).amax(dim=1)"} <= after


def test_a_listed_survivor_is_equivalent_and_not_open():
    mutant = found(tiny(WEAK)).open[0].mutant
    listed = Equivalent("mean_square", mutant.before, mutant.after, "one number is its own mean")
    exercise = found(tiny(WEAK), Bank(equivalent=(listed,)))
    assert [one.reason for one in exercise.equivalent] == ["one number is its own mean"]
    assert mutant not in [one.mutant for one in exercise.open]
    assert exercise.stale == ()


@pytest.mark.parametrize(
    ("after", "says"),
    [
        ("return (x * x).sum(dim=1)", "is rejected by a check"),
        ("return x ** 3", "no mutant reads so any more"),
    ],
)
def test_a_listed_equivalent_that_is_none_is_an_error(after, says):
    listed = Equivalent("mean_square", "return (x * x).mean(dim=1)", after, "so they say")
    [remark] = found(tiny(SHARP), Bank(equivalent=(listed,))).stale
    assert says in remark.text


def test_a_rejected_right_answer_is_found():
    bank = Bank(right=(Right("mean_square", "not right", "def mean_square(x):\n    return x"),))
    [remark] = found(tiny(SHARP), bank).right_rejected
    assert remark.answer == "not right"
    assert remark.text.startswith("by hand: ")


def test_an_accepted_wrong_answer_is_found():
    [remark] = found(tiny(WEAK), wrong(check="a single number")).wrong_accepted
    assert remark.answer == "sum"


def test_a_wrong_answer_caught_by_another_check_is_found():
    two = SHARP + "\nwith check('a tensor'):\n    assert torch.is_tensor(mean_square(x))\n"
    [remark] = found(tiny(two), wrong(check="a tensor")).caught_elsewhere
    assert "'a tensor' holds" in remark.text
    assert "by hand" in remark.text


@pytest.mark.parametrize("says", ["", "at index [0]"])
def test_a_comparison_alone_is_no_diagnosis(says):
    [remark] = found(tiny(SHARP), wrong(says=says, check="random numbers")).undiagnosed
    assert remark.answer == "sum"


def test_a_promised_sentence_that_does_not_come_is_found():
    [remark] = found(tiny(SHARP), wrong(says="take the root")).unsaid
    assert "that is the sum" in remark.text


def test_a_verdict_that_depends_on_the_seed_is_found():
    lucky = 'with check("lucky"):\n    x = rng().normal(1, 1)\n    close(x > 0, mean_square(x) > 0)'
    [remark, *_] = found(tiny(lucky), scope=Scope(20, 1, 4)).flaky
    assert "gets full marks" in remark.text


@pytest.mark.parametrize(
    "code",
    [
        "while True:\n    pass",
        "import os\nos._exit(0)",
        "import sys\nsys.exit()",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "hoard = [bytearray(2**30) for _ in range(64)]",
        "def mean_square(x):\n    return mean_square(x)",
    ],
    ids=["endless", "exit", "sys.exit", "killed", "memory", "recursion"],
)
def test_an_answer_that_hangs_swells_or_dies_is_rejected_and_the_audit_goes_on(code):
    exercise = found(tiny(SHARP), Bank((LOOP,), (dataclasses.replace(SUM, code=code),)), QUICK)
    assert exercise.wrong_accepted == exercise.right_rejected == ()


def test_the_reports_hold_what_was_found():
    findings = audit(tiny(WEAK), wrong(check="a single number"), EVERY, workers=1)
    text, shown = markdown([findings]), page([findings])
    content = json.loads(as_json([findings]))["tiny"]
    assert "| mean_square | 0 | 0 | 1 | 1 |" in text
    assert "+ return (x * x).sum(dim=1)" in text
    assert "<table>" in shown
    assert "does not hold" in text
    assert content["exercises"][0]["wrong_accepted"][0]["answer"] == "sum"
    assert any("accepts the wrong answer 'sum'" in problem for problem in content["problems"])


def test_the_whole_scope_is_what_is_promised():
    assert (FULL.seeds, FULL.every) == (20, 1)

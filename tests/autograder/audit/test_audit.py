"""The audit finds what is wrong with a lab's checks, or with its bank."""

import dataclasses
import json
from functools import partial

import pytest

from autograder.audit import FULL, QUICK, Scope, audit, mutants
from autograder.audit.answers import Bank, Equivalent, Right, Wrong
from autograder.audit.pages import as_json, markdown, page
from autograder.audit.trial import Trial, run_trial
from autograder.audit.verdict import settles
from autograder.labsource import Cell, Lab
from tests.autograder.audit.tiny import LUCKY, SHARP, SOLUTION, WEAK, tiny

# Together they try some hundred answers.
pytestmark = pytest.mark.slow

LOOP = """
def mean_square(x):
    return torch.stack([(row * row).mean() for row in x])
"""
SUM = Wrong(
    exercise="mean_square",
    name="sum",
    check="by hand",
    says="that is the sum",
    code="def mean_square(x):\n    return (x * x).sum(dim=1)",
)
#: Answers that would take the audit with them, if it ran them in its own process.
DEADLY = {
    "endless": "while True:\n    pass",
    "exit": "import os\nos._exit(0)",
    "sys.exit": "import sys\nsys.exit()",
    "killed": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "hoard": "hoard = [bytearray(2**30) for _ in range(64)]",
    "recursion": "def mean_square(x):\n    return mean_square(x)",
}
BEFORE = "return (x * x).mean(dim=1)"


def wrong(name, **changes):
    """The wrong answer, under another name and changed."""
    return dataclasses.replace(SUM, name=name, **changes)


def listed(after, reason="so they say"):
    """A mutant listed as equivalent."""
    return Equivalent(BEFORE, after, reason, "mean_square")


def named(remarks):
    """What there is to say, by the name of the answer."""
    return {remark.answer: remark.text for remark in remarks}


@pytest.fixture(scope="module")
def sharp():
    """Sharp checks, and a bank with a bit of everything that can be wrong with one."""
    bank = Bank(
        (
            Right("loop", LOOP, "mean_square"),
            Right("not right", "mean_square = abs", "mean_square"),
        ),
        (
            SUM,
            wrong("caught elsewhere", check="a tensor"),
            wrong("no sentence", says=""),
            wrong("values only", says="at index [0]", check="random numbers"),
            wrong("another sentence", says="take the root"),
            wrong("right after all", code=LOOP),
            *(wrong(name, code=code) for name, code in DEADLY.items()),
        ),
        (listed("return (x * x).sum(dim=1)"), listed("return x ** 3")),
    )
    [found] = audit(tiny(SHARP), bank, Scope(2, 1, 1)).exercises
    return found


@pytest.fixture(scope="module")
def weak():
    """A weak check, and a survivor that is listed."""
    same = listed("return (x * x).mean(dim=0)", "there is one number")
    bank = Bank(wrong=(wrong("sum", check="a single number"),), equivalent=(same,))
    return audit(tiny(WEAK), bank, Scope(1, 1, 1))


def test_sharp_checks_reject_every_mutant(sharp):
    assert [survivor.mutant.diff for survivor in sharp.survivors] == []
    assert sharp.mutants > 5


def test_a_right_answer_that_is_rejected_is_found(sharp):
    [(name, text)] = named(sharp.right_rejected).items()
    assert name == "not right"
    assert text.startswith("by hand: ")


def test_a_wrong_answer_that_is_accepted_is_found(sharp):
    assert set(named(sharp.wrong_accepted)) == {"right after all"}


def test_a_wrong_answer_that_another_check_catches_is_found(sharp):
    text = named(sharp.caught_elsewhere)["caught elsewhere"]
    assert "'a tensor' holds" in text
    assert "by hand" in text


def test_no_sentence_and_a_comparison_of_values_are_no_diagnosis(sharp):
    found = named(sharp.undiagnosed)
    assert {"no sentence", "values only"} <= set(found)
    assert "sum" not in found


def test_a_promised_sentence_that_does_not_come_is_found(sharp):
    assert "that is the sum" in named(sharp.unsaid)["another sentence"]


def test_the_same_verdict_for_each_seed_is_not_flaky(sharp):
    assert sharp.flaky == ()


@pytest.mark.parametrize("name", DEADLY)
def test_an_answer_that_hangs_swells_or_dies_is_rejected_and_the_audit_goes_on(sharp, name):
    assert name not in named(sharp.wrong_accepted)
    assert sharp.wrong == 12


def test_a_listed_equivalent_that_is_none_is_an_error(sharp):
    found = named(sharp.stale)
    assert "is rejected by a check" in found["return (x * x).sum(dim=1)"]
    assert "no mutant reads so any more" in found["return x ** 3"]


def test_a_weak_check_lets_mutants_survive(weak):
    [exercise] = weak.exercises
    assert [one.mutant.after for one in exercise.open] == ["return (x * x).sum(dim=1)"]


def test_a_listed_survivor_is_equivalent_and_not_open(weak):
    [exercise] = weak.exercises
    assert [one.reason for one in exercise.equivalent] == ["there is one number"]
    assert exercise.stale == ()


def test_a_verdict_that_depends_on_the_seed_is_found():
    [exercise] = audit(tiny(LUCKY), Bank(), Scope(20, 1, 99)).exercises
    assert "gets full marks" in named(exercise.flaky)["the reference solution"]


def test_only_the_named_exercises_are_tried():
    lab = tiny(WEAK)
    other = Cell("code", "exercise", "other", None, "x = 1", 90, 91)
    both = Lab(lab.name, lab.path, (*lab.cells, other))
    found = audit(both, Bank(), Scope(1, 1, 99), only=["other"], workers=1)
    assert [exercise.exercise for exercise in found.exercises] == ["other"]


@pytest.fixture(scope="module")
def slow():
    """An exercise said to be slow, with checks that any answer passes."""
    names = [f"wrong {i}" for i in range(3)]
    right = tuple(Right(f"right {i}", LOOP, "mean_square") for i in range(3))
    always = 'with check("a number"):\n    mean_square(torch.ones(1, 1)).item()'
    # A constant more or less, a sum for a mean: well over twelve mutants.
    solution = SOLUTION.replace("(x * x)", "(x * x + 1 - 2 + 3 - 4)")
    known, *_ = mutants(solution)
    same = Equivalent(known.before, known.after, "it is known to pass", "mean_square")
    bank = Bank(right, tuple(map(wrong, names)), (same,), slow=frozenset({"mean_square"}))
    return {scope: audit(tiny(always, solution), bank, scope) for scope in (FULL, QUICK)}


def test_of_a_slow_exercise_the_whole_audit_tries_three_seeds_and_twelve_mutants(slow):
    """Its table says so in a sentence, with the number that there are."""
    [exercise] = slow[FULL].exercises
    assert (exercise.right, exercise.wrong, exercise.mutants) == (3, 3, 12)
    assert len(named(exercise.wrong_accepted)) == 3
    assert exercise.slow.seeds == 3
    assert exercise.slow.mutants > 12
    sentence = (
        "The checks of mean_square train a network: 3 seeds for each answer, one for 12 of its "
        f"{exercise.slow.mutants} mutants, none of them known to be equivalent."
    )
    assert sentence in markdown(slow[FULL])


def test_of_a_slow_exercise_no_mutant_is_tried_that_is_known_to_pass(slow):
    """Every mutant passes here, so each one that was tried survives; the first would be one."""
    [exercise] = slow[FULL].exercises
    assert len(exercise.survivors) == len(exercise.open) == 12
    assert exercise.stale == ()


def test_a_wrong_answers_run_ends_once_it_is_caught_and_named():
    lab, seeds = tiny(SHARP), ("one", "two")
    whole = run_trial(lab, Trial("mean_square", SUM.code, seeds))
    short = run_trial(lab, Trial("mean_square", SUM.code, seeds, partial(settles, SUM)))
    assert [len(run) for run in whole.runs] == [3, 3]
    assert [run[:1] for run in whole.runs] == list(short.runs)


def test_a_wrong_answers_run_goes_on_where_another_check_fails_or_no_sentence_comes():
    lab = tiny(SHARP)
    for answer in (wrong("elsewhere", check="a tensor"), wrong("other", says="take the root")):
        ran = run_trial(lab, Trial("mean_square", SUM.code, ("one",), partial(settles, answer)))
        assert [len(run) for run in ran.runs] == [3]


def test_of_a_slow_exercise_the_quick_audit_tries_one_answer_of_each_kind(slow):
    [exercise] = slow[QUICK].exercises
    assert (exercise.right, exercise.wrong, exercise.mutants) == (1, 1, 0)
    assert set(named(exercise.wrong_accepted)) == {"wrong 0"}


def test_the_reports_hold_what_was_found(weak):
    text, shown = markdown(weak), page([weak])
    content = json.loads(as_json([weak]))["tiny"]
    assert "| mean_square | 0 | 0 | 1 | 1 |" in text
    assert "+ return (x * x).sum(dim=1)" in text
    assert "there is one number" in text
    assert "What does not hold" in text
    assert "<table>" in shown
    assert content["exercises"][0]["wrong_accepted"][0]["answer"] == "sum"
    assert any("accepts the wrong answer 'sum'" in problem for problem in content["problems"])


def test_the_whole_audit_is_of_20_seeds_and_all_mutants():
    assert (FULL.seeds, FULL.every) == (20, 1)

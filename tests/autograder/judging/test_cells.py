"""A test cell in the judge: verbatim, whatever the student's code does, and to its end."""

import textwrap
import time

import pytest
import torch

from autograder.judging.cells import Namespace, all_failed, check_titles, judge_cell, run_setup
from autograder.protocol.client import KernelClient
from autograder.stops import Stop, StopReason
from course_lib.checks import ListRecorder, Outcome

SETUP = """
import torch
from course_lib.checks import check, close, equal, expect, rng, shape
"""


@pytest.fixture
def namespace():
    names = Namespace()
    run_setup(SETUP, names)
    return names


@pytest.fixture
def judge(student_process, namespace):
    """Judge a test cell beside an answer: (what the student wrote, the cell) → outcomes."""

    def run(answer, cell, timeout=20.0, **options):
        with student_process.running(textwrap.dedent(answer), **options) as student:
            return judge_cell(
                textwrap.dedent(cell), namespace, student, ListRecorder(seed="s"), timeout
            )

    return run


def test_setup_is_the_judges_and_the_rest_is_the_students(judge):
    """Names that the student took from the setup or from Python itself are not asked for."""
    answer = """
        def double(x): return 2 * x
        def close(*args): pass
        def equal(*args): pass
        def len(x): return 3
        class torch: pass
    """
    cell = """
        with check("right"):
            equal(double(4), 8)
        with check("wrong"):
            close(double(torch.ones(2)), [1.0, 1.0])
        with check("counted"):
            equal(len([1]), 1)
    """
    assert [outcome.passed for outcome in judge(answer, cell)] == [True, False, True]


def test_a_name_is_asked_for_each_time_it_is_read(judge):
    answer = """
        count = 0
        def step():
            global count
            count += 1
    """
    cell = """
        with check("counts"):
            equal(count, 0)
            step()
            equal(count, 1)
            [equal(count, k) or step() for k in (1, 2)]
            (lambda: equal(count, 3))()
    """
    assert [str(outcome) for outcome in judge(answer, cell)] == ["✓ counts"]


def test_functions_of_earlier_test_cells_are_kept_and_the_students_names_are_not(judge, namespace):
    cell = """
        def by_hand(x): return x + one
        with check("kept"):
            equal(by_hand(1), 2)
    """
    assert judge("one = 1", cell)[0].passed
    again = 'with check("kept"):\n    equal(by_hand(1), 3)'
    assert judge("one = 2", again)[0].passed
    assert "one" not in namespace


def test_a_missing_name_fails_its_check_alone(judge):
    cell = """
        with check("first"):
            nothing(1)
        with check("second"):
            equal(two, 2)
    """
    first, second = judge("two = 2", cell)
    assert first.message.startswith("the name `nothing` is not defined")
    assert second.passed


def test_a_cell_that_ends_early_fails_the_checks_it_did_not_come_to(judge):
    cell = """
        with check("first"):
            equal(two, 2)
        expected = crash()
        with check("second", hint="look"):
            pass
        for k in (1, 2):
            with check(f"for k = {k}"):
                pass
    """
    answer = """
        two = 2
        def crash():
            raise ValueError("no")
    """
    reason = 'your code stopped with ValueError: no (in crash, line 4: `raise ValueError("no")`)'
    assert judge(answer, cell) == [
        Outcome("first", True),
        Outcome("second", False, reason, "look"),
        Outcome("for k = {k}", False, reason),
    ]


def test_the_tests_own_lines_are_never_quoted(judge):
    """A hidden test's helper that stumbles over an answer shows none of its code."""
    cell = """
        def secret_helper(x):
            return x.sum_of_squares()
        with check("inside"):
            secret_helper(give())
        secret_helper(give())
        with check("outside"):
            pass
    """
    for outcome in judge("def give(): return 3", cell):
        assert outcome.message == (
            "your code stopped with AttributeError: 'int' object has no attribute 'sum_of_squares'"
        )


def test_after_the_protocol_is_broken_nothing_passes(judge):
    cell = """
        with check("before"):
            equal(two, 2)
        with check("hangs"):
            hang()
        with check("needs nobody"):
            equal(1, 1)
        try:
            hang()
        except Exception:
            pass
        with check("passed over"):
            pass
    """
    answer = """
        two = 2
        def hang():
            while True: pass
    """
    before, *others = judge(answer, cell, call_seconds=0.5)
    assert before.passed
    assert [outcome.passed for outcome in others] == [False] * 3
    assert {outcome.message for outcome in others} == {
        "your code did not answer in time: look for a loop that never ends, or for very slow work"
    }


def test_a_student_who_cannot_be_reached_fails_every_check_with_the_reason(namespace):
    cell = 'with check("a"):\n    equal(x, 1)\nwith check("b"):\n    pass'
    outcomes = judge_cell(
        cell, namespace, KernelClient.unreachable(Stop(StopReason.PROTOCOL, "gone")), ListRecorder()
    )
    assert outcomes == [Outcome("a", False, "gone"), Outcome("b", False, "gone")]


def test_a_test_that_computes_too_long_is_stopped(judge):
    """Data can make a test work for long; the judge must not."""
    cell = """
        with check("first"):
            equal(n, 10**9)
        with check("long"):
            for i in range(n): pass
        with check("after"):
            pass
    """
    began = time.monotonic()
    first, *others = judge("n = 10**9", cell, timeout=1.0)
    assert time.monotonic() - began < 60
    assert first.passed
    assert {one.message for one in others} == {"the checks took longer than 1 s and were stopped"}


def test_a_test_that_asks_for_ever_is_stopped(judge):
    cell = """
        with check("long"):
            while True:
                step()
    """
    (outcome,) = judge("def step(): pass", cell, timeout=1.0)
    assert "longer than 1 s" in outcome.message


def test_a_shape_that_would_fill_the_memory_is_a_failed_check(judge):
    cell = """
        with check("all pairs"):
            x = rows()
            equal((x[:, None] - x).shape[0], 100_000)
        with check("others go on"):
            equal(two, 2)
    """
    answer = """
        import torch
        two = 2
        def rows(): return torch.zeros(100_000)
    """
    pairs, others = judge(answer, cell)
    assert "allocate" in pairs.message
    assert others.passed


def test_outcomes_go_to_the_recorder_with_the_cells_seed(student_process, namespace):
    cell = 'with check("draws"):\n    close(back(rng().normal(3)), rng().normal(3))'
    expected = None
    with student_process.running("def back(x): return x") as student:
        for seed in ("a", "a", "b"):
            recorder = ListRecorder(seed=seed)
            outcomes = judge_cell(cell, namespace, student, recorder)
            assert recorder.outcomes == outcomes
            if seed == "b":
                assert outcomes != expected
            elif expected is not None:
                assert outcomes == expected
            expected = outcomes


def test_an_answer_cannot_reach_what_the_test_compares_it_with(judge):
    """A result with a `-` and an `==` of its own meets neither."""
    answer = """
        import torch
        class Close:
            def __eq__(self, other): return True
            def __sub__(self, other): return torch.zeros(())
            __rsub__ = __sub__
            def __array__(self, *args): return 0.0
            def __float__(self): return 0.0
            def __torch_function__(self, *args): return torch.zeros(())
            shape, dtype = (), torch.float32
        def f(x): return Close()
    """
    cell = """
        with check("close"):
            close(f(1), 0.0)
        with check("equal"):
            equal(f(1), 0)
        with check("equal text"):
            equal(f(1), "a")
        with check("difference"):
            expect(abs(f(1) - 0.0) < 1, "far")
        with check("other side"):
            close(torch.zeros(()) - f(1), 0.0)
        with check("bare"):
            assert f(1) == 0.0
    """
    outcomes = judge(answer, cell)
    assert [outcome.passed for outcome in outcomes] == [False] * 6
    assert outcomes[0].message.startswith("expected a tensor or numbers, got Close")


def test_a_cell_without_its_own_end_still_counts_every_check():
    source = """
with check("plain", hint="a " "hint"):
    with check('inner'):
        pass
with check(f"for {k}"), open("x"):
    pass
with check(title), other("no check"):
    pass
"""
    assert check_titles(source) == ["plain", "inner", "for {k}", "title"]
    assert [outcome.hint for outcome in all_failed(source, "r")] == ["a hint", None, None, None]
    assert not any(outcome.passed for outcome in all_failed(source, "r"))


def test_the_judges_own_names_survive_a_cell(namespace):
    assert namespace["torch"] is torch
    with pytest.raises(NameError):
        run_setup("not_there", namespace)

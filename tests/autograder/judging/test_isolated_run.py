"""Tests with rules are judged where nothing of the student's has run but what was read."""

from autograder.judging.cells import Namespace
from autograder.judging.isolated_run import IsolatedKernel
from autograder.judging.limits import JudgingLimits
from autograder.judging.plan import Step
from autograder.judging.run import Run
from tests.autograder.judging.conftest import FakeKernel

TEST = """
with check("right"):
    equal(double(3), 6)
with check("rule"):
    equal(unchanged(double, 2), 4)
"""


class Watched(FakeKernel):
    """A kernel that notes which rules it was told not to check."""

    def __init__(self):
        super().__init__()
        self.unread = []

    def session(self, *, unread="", **limits):
        """Hand out the names of this process."""
        self.unread.append(unread)
        return super().session(**limits)


def step(source, role="added", kind="run"):
    """One cell, of the exercise where it is one or its test."""
    exercise = "double" if role in ("exercise", "test") else None
    return Step(kind, role, exercise, None, source, f"the cell `{source.splitlines()[0]}`")


SETUP = step("from course_lib.checks import check, equal, unchanged", "setup")


def judged(*steps, test=TEST):
    """The messages of the two checks, and both kernels."""
    first, second = Watched(), Watched()
    namespace = Namespace()
    exec(SETUP.source, namespace)
    with IsolatedKernel(lambda: second, "SEEDED = 1") as alone:
        run = Run(first, namespace, {"double": "s"}, JudgingLimits(), alone)
        findings = run.all([SETUP, *steps, step(test, "test", "judge")])
    return [one.message for one in findings.outcomes["double"]], first, second


def test_only_the_statements_of_the_answer_run_in_the_second_kernel():
    messages, first, second = judged(
        step("k = 2\nprint('hello')"),
        step("other = 5"),
        step("def double(x): return k * x", "exercise"),
    )
    assert messages == ["", ""]
    assert first.names["other"] == 5
    assert second.log == [
        SETUP.source,
        "SEEDED = 1",
        "k = 2",
        "def double(x): return k * x",
        "close",
    ]


def test_what_is_read_is_what_is_asked_even_where_another_function_took_its_place():
    messages, first, _ = judged(
        step("def double(x): return 0", "exercise"), step("globals()['double'] = lambda x: 2 * x")
    )
    assert first.names["double"](3) == 6
    assert all("expected" in message for message in messages)


def test_an_answer_that_cannot_be_read_is_judged_in_the_first_kernel_without_its_rules():
    _, first, second = judged(step("def double(x): return eval('2 * x')", "exercise"))
    assert "`eval` can run or change anything: write it without" in first.unread[0]
    assert second.unread == []
    assert "def double(x): return eval('2 * x')" not in second.log


def test_an_answer_that_does_not_run_by_itself_is_told_why():
    _, first, _ = judged(
        step("class Table(dict):\n    pass\ntables = [Table()]"),
        step("(lambda t: t[0].update(k=2))(tables)"),
        step("k = tables[0]['k']\ndef double(x): return k * x", "exercise"),
    )
    assert first.unread == [
        "this rule is checked on the answer by itself, and it stops with KeyError: 'k'"
    ]


def test_a_cell_that_raised_before_may_raise_again():
    messages, _, _ = judged(step("k = 2\n1 / 0\n"), step("def double(x): return k * x", "exercise"))
    assert messages == ["", ""]


def test_a_second_kernel_that_ends_is_begun_anew_for_the_next_test():
    second = Watched()
    second.WORDS = {"def double(x): return 1": "died"}
    unread, passed = [], []
    with IsolatedKernel(lambda: second, "SEEDED = 1") as alone:
        for answer in ("def double(x): return 1", "def double(x): return 2 * x"):
            first, namespace = Watched(), Namespace()
            exec(SETUP.source, namespace)
            steps = [SETUP, step(answer, "exercise"), step(TEST, "test", "judge")]
            run = Run(first, namespace, {"double": "s"}, JudgingLimits(), alone)
            passed.append([one.passed for one in run.all(steps).outcomes["double"]])
            unread += first.unread
    assert unread == ["this rule is checked on the answer by itself, and it died"]
    assert passed == [[False, False], [True, True]]
    assert "restart" in second.log


def test_no_second_kernel_starts_where_no_test_has_a_rule():
    messages, _, second = judged(
        step("def double(x): return 2 * x", "exercise"),
        test="with check('right'):\n    equal(double(3), 6)",
    )
    assert messages == [""]
    assert second.log == []

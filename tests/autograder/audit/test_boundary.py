"""Boundary mutants are killed by checks that ask for the boundary, and survive those that don't."""

import pytest

from autograder.audit import Scope, audit
from autograder.audit.answers import Allowed, Bank, Wrong
from autograder.audit.bank_rules import titles
from autograder.audit.boundary import boundary_mutants
from autograder.audit.boundary.signature import functions
from autograder.audit.needed import diagnoses
from autograder.audit.pages import markdown
from autograder.audit.screen import summary
from autograder.audit.trial import Trial, run_trial
from autograder.audit.verdict import any_failure
from autograder.labsource import Cell, Lab
from tests.autograder.audit.tiny import tiny

# Together they try a hundred answers.
pytestmark = pytest.mark.slow

SETUP = """\
import torch
from jaxtyping import Float, Int
from torch import Tensor
from course_lib.checks import check, close, dtype_and_device, equal, expect, forbid, raises, rng
from course_lib.checks import unchanged
"""
SOLUTION = '''\
def nearest(x: Float[Tensor, "n d"], labels: Int[Tensor, " d"], k: int = 1) -> Int[Tensor, "n k"]:
    """The labels of the k smallest entries of each row, smallest first, ties by the first.

    Raises:
        ValueError: k is not positive.
    """
    if k < 1:
        raise ValueError(f"k is {k}: give at least 1")
    return labels[x.sort(dim=1, stable=True).indices[:, :k]]


def scaled(x: Float[Tensor, "n d"], by: float) -> tuple[Float[Tensor, ""], Float[Tensor, "n d"]]:
    return (x * by).sum(), x * by


class Counter:
    def __init__(self, start: int):
        self.count = start

    def add(self, entries: list[int]) -> int:
        self.count += sum(sorted(entries))
        return self.count
'''
#: One look at each, at numbers that are kind to any answer.
HOLED = """\
with check("shown"):
    equal(nearest(torch.tensor([[1.5, 0.5]]), torch.tensor([7, 3]), 1), [[3]])
    close(scaled(torch.tensor([[1.0, 2.0]]), 3.0)[0], 9.0)
    close(scaled(torch.tensor([[1.0, 2.0]]), 3.0)[1], [[3.0, 6.0]])
    equal(Counter(1).add([2, 4]), 7)
    forbid(nearest, loops=True, on=lambda rows: (torch.ones(rows, 2), torch.tensor([7, 3]), 1))
"""
CLOSED = (
    HOLED
    + """\
### BEGIN HIDDEN TESTS
with check("hidden"):
    forbid(nearest, loops=True, on=lambda rows: (torch.ones(rows, 2), torch.tensor([7, 3]), 1))
    x, labels = torch.tensor([[5.0, 2.0, 2.0], [0.0, -0.0004, 9.0]]), torch.tensor([40, 0, 300])
    chosen = unchanged(nearest, x, labels, 2)
    assert chosen.dtype == torch.int64
    equal(chosen, [[0, 300], [0, 40]])
    equal(nearest(x, labels, 2), [[0, 300], [0, 40]])
    equal(nearest(x + torch.tensor([0.0, 9.0, 9.0]), labels), [[40], [40]])
    equal(nearest(torch.ones(3, 1), torch.tensor([2])), [[2], [2], [2]])
    equal(nearest(torch.ones(3, 20), torch.arange(20), 18)[2], list(range(18)))
    assert nearest(torch.ones(0, 2), torch.tensor([2, 3])).shape == (0, 1)
    assert raises(ValueError, nearest, x, labels, 0)
    for dtype in (torch.float32, torch.float64):
        x = torch.tensor([[-1e-7, 1 / 3], [1234.5, -0.002]], dtype=dtype)
        total, product = unchanged(scaled, x, -0.25)
        dtype_and_device(product, x)
        dtype_and_device(total, x)
        assert total.shape == ()
        expected = torch.tensor([[2.5e-8, -1 / 12], [-308.625, 0.0005]], dtype=torch.float64)
        close(product, expected, rtol=1e-6 if dtype == torch.float32 else 1e-14, atol=0)
        close(total, expected.sum(), rtol=1e-6)
        close(scaled(x + 1, -0.25)[1], expected - 0.25, rtol=1e-5)
    x = torch.zeros(1, 1)
    assert torch.equal(scaled(x, 7.0)[1], x)
    entries = [30, 2]
    count = Counter(0).add(entries)
    assert entries == [30, 2]
    assert type(count) is int
    equal(count, 32)
    equal(Counter(5).add([9]), 14)
### END HIDDEN TESTS
"""
)
#: One of each kind: killed by the closed checks, and alive with the holed ones.
KINDS = [
    "nearest: result: int32",
    "nearest: result: as floating-point numbers",
    "nearest: result: as Python numbers",
    "nearest: result: in eight bits",
    "nearest: result: at most 20",
    "nearest: result: never 0",
    "nearest: result: last row lost",
    "nearest: result: first column repeated",
    "nearest: state: the same call twice gets another result",
    "nearest: x: of equal numbers the first is the largest",
    "nearest: x: doubled in place",
    "nearest: labels: sorted in place",
    "nearest: x: rounded to three places",
    "nearest: x: negative entries as 0",
    "nearest: x: has no effect",
    "nearest: k: has no effect",
    "nearest: k: always its default",
    "nearest: k: even taken as one less",
    "nearest: k: at most 10",
    "nearest: k: wrong for over 16",
    "nearest: k: wrong where it is over the number of rows of x",
    "nearest: x: wrong for an axis longer than 16",
    "nearest: x: wrong for one column",
    "nearest: x: wrong for an exact 0",
    "nearest: x: wrong for equal numbers",
    "nearest: labels: wrong for a label of 30 or more",
    "nearest: error: AssertionError in its place",
    "nearest: error: swallowed",
    "nearest: right only for what the visible checks ask",
    "scaled: result 1: float64 where it was float32",
    "scaled: result 2: float64 where it was float32",
    "scaled: result 2: float32 where it was float64",
    "scaled: result 2: float64 only to the precision of float32",
    "scaled: result 2: to half precision only",
    "scaled: result 2: rounded to three places",
    "scaled: result 2: at most 10",
    "scaled: result 2: at most 255",
    "scaled: result 2: below 0.000001 as 0",
    "scaled: result 2: nan in place of 0",
    "scaled: result 2: transposed where it is square",
    "scaled: result 1: with an axis of length 1",
    "scaled: result 1: as Python numbers",
    "scaled: state: remembers by the shapes of the arguments",
    "scaled: x: at most 1000",
    "scaled: x: negative entries zeroed in place",
    "scaled: by: wrong for negative",
    "Counter.add: result: a float in place of an int",
    "Counter.add: entries: sorted in place",
    "Counter.add: entries: wrong for entries out of order",
    "Counter.add: entries: wrong for one entry",
    "Counter.__init__: start: has no effect",
]
#: What even a kind look catches.
ALWAYS_KILLED = {"scaled: result 1: with an axis of length 1"}


def lab(test):
    """The lab, with a source of its test cell."""
    _, *rest = tiny(test, SOLUTION).cells
    return Lab("tiny", tiny(test).path, (Cell("code", "setup", None, None, SETUP, 0, 1), *rest))


@pytest.fixture(scope="module")
def mutants():
    """The boundary mutants by name."""
    return {one.name: one for one in boundary_mutants(SOLUTION, ["shown"])}


def survives(test, mutant):
    """Whether a mutant gets full marks, and whether it had an effect."""
    seeds = ("notebook", "a") if mutant.memory else ("a",)
    enough = None if mutant.memory else any_failure
    ran = run_trial(lab(test), Trial("mean_square", mutant.code, seeds, enough))
    return all(outcome.passed for outcome in ran.runs[-1]), ran.reached


@pytest.mark.parametrize("test", [HOLED, CLOSED])
def test_the_reference_holds(test):
    ran = run_trial(lab(test), Trial("mean_square", SOLUTION, ("a",)))
    assert [outcome.message for run in ran.runs for outcome in run if not outcome.passed] == []


@pytest.mark.parametrize("name", KINDS)
def test_checks_that_ask_for_the_boundary_kill_it(mutants, name):
    assert survives(CLOSED, mutants[name]) == (False, True)


@pytest.mark.parametrize("name", KINDS)
def test_checks_that_do_not_let_it_live(mutants, name):
    alive, _ = survives(HOLED, mutants[name])
    assert alive == (name not in ALWAYS_KILLED)


def test_a_mutant_that_never_changes_anything_is_never_reached(mutants):
    assert survives(HOLED, mutants["scaled: result 2: at most 100"]) == (True, False)
    assert survives(HOLED, mutants["scaled: result 2: at most 1"]) == (False, True)


def test_a_rule_about_the_source_reads_the_reference_and_not_the_wrapper(mutants):
    """Both test cells forbid loops; the wrapper's package is full of them."""
    assert survives(HOLED, mutants["nearest: result: int32"]) == (True, True)


def test_signatures_are_read():
    nearest, scaled, init, add = functions(SOLUTION)
    assert [one.value.kind for one in nearest.parameters] == [
        "float tensor", "whole tensor", "whole"]  # fmt: skip
    assert (nearest.raises, scaled.raises) == (True, False)
    assert [one.has_default for one in nearest.parameters] == [False, False, True]
    assert [value.axes for value in scaled.results] == [0, 2]
    assert (init.path, add.path) == ("Counter.__init__", "Counter.add")
    assert [one.name for one in add.parameters] == ["entries"]


def test_names_are_the_same_no_two_times(mutants):
    assert len(mutants) == len(boundary_mutants(SOLUTION, ["shown"])) > 150


def test_a_function_that_the_cell_gives_away_has_no_mutants():
    given = "def given(x: float) -> float:\n    return x\n\n\n"
    asked = (
        "def asked(x: float) -> float:\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"
    )
    assert {one.name.split(":")[0] for one in boundary_mutants(given + asked)} == {"asked"}


SAYING = """\
with check("by hand"):
    root = "that is the root"
    mistakes = {"that is the sum": [10.0], root: [2.2360679]}
    mistakes[f"that is {3} times it"] = [15.0]
    close(mean_square(torch.tensor([[1.0, 3.0]])), [5.0], mistakes=mistakes)

with check("by hand again"):
    close(mean_square(torch.tensor([[1.0, 3.0]])), [5.0])

with check("a matrix"):
    close(mean_square(torch.tensor([[1.0], [3.0]])), [1.0, 9.0])
"""
SUM = Wrong("sum", "that is the sum", "def mean_square(x):\n    return (x * x).sum(dim=1)",
            check="by hand", exercise="mean_square")  # fmt: skip
THREE = Wrong("three", "times it", "def mean_square(x):\n    return 3 * (x * x).mean(dim=1)",
              check="by hand", exercise="mean_square")  # fmt: skip
SOLUTION_OF_MEAN = """\
from jaxtyping import Float
from torch import Tensor
def mean_square(x: Float[Tensor, "n d"]) -> Float[Tensor, " n"]:
    ### BEGIN SOLUTION
    return (x * x).mean(dim=1)
    ### END SOLUTION
"""


def test_the_sentences_of_a_cell_are_found():
    found = diagnoses(tiny(SAYING), "mean_square")
    assert len(found) == 3
    assert titles(SAYING) == ["by hand", "by hand again", "a matrix"]


def test_the_audit_lists_holes_sentences_that_are_never_said_and_checks_that_add_nothing():
    always = Allowed("mean_square: result: float64*", "the text says nothing of it", "mean_square")
    stale = Allowed("mean_square: result: gone", "it was there once", "mean_square")
    bank = Bank(wrong=(SUM, THREE), allowed=(always, stale))
    found = audit(tiny(SAYING, SOLUTION_OF_MEAN), bank, Scope(1, 1, 1), workers=1, boundary=True)
    [exercise] = found.exercises
    assert exercise.needless is not None
    assert exercise.boundaries is not None
    assert exercise.needless.sentences == ("'that is the root'",)
    assert exercise.needless.checks == ("by hand again",)
    allowed = [one for one in exercise.boundaries.survivors if one.reason]
    assert {one.reason for one in allowed} == {"the text says nothing of it"}
    assert exercise.boundaries.stale == ("mean_square: result: gone",)
    names = {one.name: one.reached for one in exercise.boundaries.open}
    assert names["mean_square: x: doubled in place"] is True
    assert names["mean_square: result: at most 100"] is False
    text = markdown(found)
    assert "- tiny: mean_square accepts mean_square: x: doubled in place" in text
    assert "accepts (never asked) mean_square: result: at most 100" in text
    assert "says to no wrong answer of the bank: 'that is the root'" in text
    assert "adds nothing by the visible check 'by hand again'" in text
    assert "boundary mutants" in summary(found)
    assert any("is said to accept mean_square: result: gone" in one for one in found.problems)


def test_an_answer_that_only_knows_the_visible_inputs_learns_under_the_notebooks_seed(mutants):
    one = mutants["nearest: right only for what the visible checks ask"]
    ran = run_trial(lab(CLOSED), Trial("mean_square", one.code, ("notebook", "a")))
    assert [[outcome.passed for outcome in run] for run in ran.runs] == [
        [True, True], [True, False]]  # fmt: skip

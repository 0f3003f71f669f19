"""Random inputs, gradients, memory, behaviour and source rules."""

import numpy as np
import pytest
import torch

from course_lib.checks import (
    CheckFailed,
    ListRecorder,
    check,
    forbid,
    largest_tensor,
    raises,
    recording,
    rng,
    unchanged,
    value_and_grad,
)


def draws(seed, title, count=1):
    """What a check with this title draws under a recorder with this seed."""
    with recording(ListRecorder(seed=seed)), check(title):
        return [rng().normal(4) for _ in range(count)]
    return []


def test_a_check_draws_the_same_numbers_again_and_other_seeds_and_titles_draw_others():
    (first,) = draws("s", "t")
    assert torch.equal(first, draws("s", "t")[0])
    assert not torch.equal(first, draws("other", "t")[0])
    assert not torch.equal(first, draws("s", "other")[0])
    once, again = draws("s", "t", count=2)
    assert not torch.equal(once, again)


def test_what_ran_before_does_not_change_what_a_check_draws():
    alone = draws("s", "second")[0]
    with recording(ListRecorder(seed="s")):
        with check("first"):
            rng().normal(100)
        with check("second"):
            after = rng().normal(4)
    assert torch.equal(alone, after)


def test_the_generator_draws_what_it_says():
    got = rng()
    assert got.normal(20_000).std().item() == pytest.approx(1, abs=0.03)
    uniform = got.uniform(20_000, low=2, high=4, dtype=torch.float64)
    assert uniform.dtype == torch.float64
    assert uniform.min() >= 2
    assert uniform.max() < 4
    assert uniform.mean().item() == pytest.approx(3, abs=0.03)
    mixed = got.mixed(4_000)
    assert 0.1 < (mixed == 0).float().mean() < 0.15
    assert mixed.max() > 100
    assert mixed.min() < -100
    assert mixed[mixed != 0].abs().min() < 1e-6
    whole = got.integers(3, 6, (500,), torch.uint8)
    assert whole.dtype == torch.uint8
    assert set(whole.tolist()) == {3, 4, 5}
    assert sorted(got.permutation(9).tolist()) == list(range(9))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_value_and_grad_agrees_with_the_formula(dtype):
    """d/dx Σ x²y = 2xy and d/dy = x²; inputs are left alone."""
    x, y = rng().normal(5, dtype=dtype), rng().normal(5, dtype=dtype)
    value, (dx, dy, dz) = value_and_grad(
        lambda a, b, c: (a**2 * b).sum() + 0 * c.detach(), x, y, torch.ones((), dtype=dtype)
    )
    torch.testing.assert_close(value, (x**2 * y).sum())
    torch.testing.assert_close(dx, 2 * x * y)
    torch.testing.assert_close(dy, x**2)
    assert dz.item() == 0
    assert x.grad is None
    assert not x.requires_grad


@pytest.mark.parametrize(
    ("fn", "text"),
    [
        pytest.param(lambda x: x, "one element, got shape (3,)", id="vector"),
        pytest.param(lambda x: 1.0, "got float", id="number"),
        pytest.param(lambda x: x.detach().sum(), "carries no gradient", id="detached"),
    ],
)
def test_value_and_grad_says_what_is_missing(fn, text):
    with pytest.raises(CheckFailed) as caught:
        value_and_grad(fn, torch.ones(3))
    assert text in str(caught.value)


def test_largest_tensor_counts_what_is_held_not_what_a_view_shows():
    x = torch.zeros(10, 4)
    assert largest_tensor(lambda x: (x[:, None] - x).abs().sum(-1), x) == 400
    assert largest_tensor(lambda x: x.expand(1000, 10, 4).shape, x) == 40
    assert largest_tensor(lambda x: None, x) == 0


def test_largest_tensor_counts_arrays_and_lists_by_what_they_hold_at_once():
    x = torch.zeros(400, dtype=torch.float64)
    table = largest_tensor(lambda x: float((x.numpy()[:, None] - x.numpy()).sum()), x)
    assert 400 * 400 - 2_500 < table < 2 * 400 * 400
    listed = largest_tensor(lambda x: sum([u - v for u in x.tolist() for v in x.tolist()]), x)
    assert listed > 400 * 400


def test_largest_tensor_leaves_its_arguments_alone_and_wants_the_same_result_twice():
    x = torch.ones(5)
    assert largest_tensor(lambda x: x.mul_(2), x) == 5
    assert x.tolist() == [1] * 5
    calls = []

    def lazy(x):
        calls.append(1)
        return x.sum() if len(calls) == 1 else x

    with pytest.raises(CheckFailed, match="another result when it is called a second time"):
        largest_tensor(lazy, x)


def test_largest_tensor_watches_the_first_call_and_a_file_mapped_into_memory(tmp_path):
    known = {}

    def remembering(x):
        if "table" not in known:
            known["table"] = float((x[:, None] - x).sum())
        return known["table"]

    assert largest_tensor(remembering, torch.zeros(30)) == 900

    def mapped(x):
        table = np.memmap(tmp_path / "t", np.float64, "w+", shape=(30, 30))
        table[:] = x.numpy()
        return float(table.sum())

    assert largest_tensor(mapped, torch.zeros(30)) >= 900


def test_raises_wants_the_error_and_hands_back_its_message():
    assert raises(ValueError, int, "x") == "invalid literal for int() with base 10: 'x'"
    with pytest.raises(CheckFailed, match="the call went through"):
        raises(ValueError, int, "7")
    with pytest.raises(CheckFailed, match="expected KeyError for this input, got ValueError"):
        raises(KeyError, int, "x")


def _stub(x):
    raise NotImplementedError


def test_a_stub_is_not_taken_for_a_refusal():
    with pytest.raises(NotImplementedError):
        raises(ValueError, _stub, 1)


def test_unchanged_sees_work_in_place():
    x = torch.ones(3)
    assert torch.equal(unchanged(torch.neg, x), -x)
    with pytest.raises(CheckFailed, match="argument 1 in place"):
        unchanged(lambda t: t.mul_(2), x)


def _plain(a, b):
    return (a - b).abs().sum()


class _Elsewhere:
    """A function of another process, as far as the helpers can tell."""

    def __init__(self):
        self.ran = []

    def __call__(self, *args):
        raise AssertionError("called here, where nothing can be seen")

    def run_beside(self, helper, *args):
        self.ran.append((helper, args))
        return "told from there"

    def found_as(self):
        return "there"


@pytest.mark.parametrize("helper", [value_and_grad, largest_tensor, unchanged])
def test_a_helper_runs_where_the_function_lives(helper):
    there = _Elsewhere()
    assert helper(there, 1, 2) == "told from there"
    assert there.ran == [(helper.__name__, (1, 2))]


def test_a_rule_is_measured_where_the_function_lives_and_names_what_it_was_found_as():
    there = _Elsewhere()
    counts = {"jumps": 0, "calls": 1, "numbers": 0, "torch": 1, "operations": {"_cdist_forward": 1},
              "functions": {}, "autograd": False, "elsewhere": False, "libraries": []}  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Elsewhere, "run_beside", lambda self, helper, *args: counts)
        forbid(there, loops=True, on=lambda n: (n,))
        with pytest.raises(CheckFailed, match=r"`there` uses `torch.cdist` \(torch's operation"):
            forbid(there, calls=("torch.cdist",), on=lambda: (1,))


def test_arguments_that_do_not_vary_get_no_gradient():
    """d/dx Σ x·k = k for whole numbers k, which are passed on with all else."""
    x, k = torch.ones(3), torch.tensor([1, 2, 3])
    value, (dx,) = value_and_grad(lambda x, k, scale: (x * k).sum() * scale, x, k, 2)
    assert value.item() == 12
    assert dx.tolist() == [2, 4, 6]


def test_the_functions_of_a_test_cell_are_never_quoted():
    """Under the judge a test cell may be hidden; in a notebook it is in plain sight."""
    cell = "def helper(x):\n    return x.nothing\nwith check('c'):\n    helper(3)\n    answer(3)\n"
    with recording(ListRecorder()) as kept:
        exec(compile(cell, "<cell>", "exec"), {"check": check, "answer": _plain})
    assert kept.outcomes[0].message.endswith("'int' object has no attribute 'nothing'")

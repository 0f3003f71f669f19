"""The losses of Lab 2 agree with PyTorch's for any size, dtype and device, and refuse nonsense."""

import math
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

from autograder.labsource.reference import solution
from tests.needs import DEVICES

LAB = solution(Path(__file__).parents[1] / "lab02_linear.py")
EXACT = {torch.float32: 2e-6, torch.float64: 1e-13}

ORACLES = {
    "svm_loss": lambda s, y: s.shape[1] * F.multi_margin_loss(s, y),
    "squared_hinge_loss": lambda s, y: s.shape[1] * F.multi_margin_loss(s, y, p=2),
    "softmax_loss": F.cross_entropy,
}
losses = pytest.mark.parametrize("name", ORACLES)


def by_autograd(name, s, y):
    """Value and gradient of PyTorch's loss, in float64."""
    s = s.detach().double().requires_grad_()
    value = ORACLES[name](s, y)
    return value.detach(), torch.autograd.grad(value, s)[0]


def draw(n, c, seed, dtype=torch.float64, device="cpu"):
    """Scores that are never equal, and labels."""
    generator = torch.Generator().manual_seed(seed)
    s = 3 * torch.randn(n, c, generator=generator, dtype=torch.float64)
    return s.to(device, dtype), torch.randint(c, (n,), generator=generator).to(device)


@losses
@given(n=st.integers(1, 20), c=st.integers(1, 30), seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_any_number_of_pictures_and_classes(name, n, c, seed):
    """Value and gradient are those of PyTorch's loss, whose hinge losses divide by C too."""
    s, y = draw(n, c, seed)
    value, dscores = LAB[name](s, y)
    expected, slope = by_autograd(name, s, y)
    torch.testing.assert_close(value, expected, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(dscores, slope, rtol=1e-12, atol=1e-12)


@losses
@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", EXACT, ids=str)
def test_to_the_precision_of_the_dtype_on_its_device(name, dtype, device):
    s, y = draw(50, 10, 1, dtype, device)
    value, dscores = LAB[name](s, y)
    expected, slope = by_autograd(name, s, y)
    assert value.dtype == dscores.dtype == dtype
    assert value.device == dscores.device == s.device
    assert value.item() == pytest.approx(expected.item(), rel=20 * EXACT[dtype])
    torch.testing.assert_close(dscores.double(), slope, rtol=20 * EXACT[dtype], atol=EXACT[dtype])


@losses
def test_tables_that_do_not_lie_in_one_piece(name):
    """A transposed table and every other column, as slices of a larger table are."""
    s, y = draw(12, 12, 2)
    for odd in (s.T, s[:, ::2], s[::2]):
        labels = y[: len(odd)] % odd.shape[1]
        assert not odd.is_contiguous() or len(odd) < 12
        whole = LAB[name](odd.contiguous(), labels)
        torch.testing.assert_close(LAB[name](odd, labels), whole)


@losses
@pytest.mark.parametrize("dtype", [torch.uint8, torch.int32, torch.int64], ids=str)
def test_whole_numbers_become_float32(name, dtype):
    s, y = torch.tensor([[3, 5, 1], [4, 0, 7]], dtype=dtype), torch.tensor([0, 2])
    value, dscores = LAB[name](s, y)
    expected, slope = by_autograd(name, s, y)
    assert dscores.dtype == torch.float32
    torch.testing.assert_close(value.double(), expected, rtol=1e-6, atol=1e-6)
    torch.testing.assert_close(dscores.double(), slope, rtol=1e-6, atol=1e-6)


@losses
def test_the_gradient_is_the_slope_of_the_value(name):
    """Central differences at every score."""
    s, y = draw(3, 4, 3)
    _, dscores = LAB[name](s, y)
    for place in torch.cartesian_prod(torch.arange(3), torch.arange(4)).tolist():
        step = torch.zeros_like(s)
        step[tuple(place)] = 1e-6
        slope = (LAB[name](s + step, y)[0] - LAB[name](s - step, y)[0]) / 2e-6
        assert slope.item() == pytest.approx(dscores[tuple(place)].item(), abs=1e-7)


@losses
@given(seed=st.integers(0, 1_000), by=st.floats(-50, 50))
@settings(max_examples=30, deadline=None)
def test_the_same_number_on_all_scores_of_a_row_changes_nothing(name, seed, by):
    s, y = draw(4, 5, seed)
    before, after = LAB[name](s, y), LAB[name](s + by, y)
    torch.testing.assert_close(before, after, rtol=1e-9, atol=1e-9)
    assert after[1].sum(dim=1).abs().max() < 1e-12


@pytest.mark.parametrize("dtype", EXACT, ids=str)
@pytest.mark.parametrize("size", [1e3, 1e4])
def test_cross_entropy_of_huge_scores_is_finite_and_right(size, dtype):
    s = size * torch.tensor([[1.0, -1, 0], [-1, 1, 1], [-1, -1, -1]], dtype=dtype)
    value, dscores = LAB["softmax_loss"](s, torch.tensor([1, 0, 2]))
    assert value.item() == pytest.approx((2 * size + 2 * size + math.log(2) + math.log(3)) / 3)
    assert dscores.isfinite().all()
    torch.testing.assert_close(LAB["softmax"](s).sum(dim=1), torch.ones(3, dtype=dtype))


def test_the_loops_agree_with_the_vectorised_loss():
    s, y = draw(9, 6, 4)
    for delta in (0.0, 0.5, 1.0, 4.0):
        slow, (fast, _) = LAB["svm_loss_naive"](s, y, delta), LAB["svm_loss"](s, y, delta)
        assert float(slow) == pytest.approx(float(fast), rel=1e-12)


@losses
@pytest.mark.parametrize(
    ("s", "y", "says"),
    [
        (torch.zeros(2, 3), torch.tensor([0, 3]), "labels from 0 to 2"),
        (torch.zeros(2, 3), torch.tensor([-1, 0]), "labels from 0 to 2"),
        (torch.zeros(2, 3), torch.tensor([0, 1, 2]), "one label a row"),
        (torch.zeros(3), torch.tensor([0]), r"a single picture is scores\[None\]"),
        (torch.zeros(2, 3), torch.tensor([0.0, 1.0]), "expected int64"),
    ],
    ids=["too large", "negative", "too many", "no batch", "floats"],
)
def test_labels_that_do_not_fit_are_explained(name, s, y, says):
    with pytest.raises(ValueError, match=says):
        LAB[name](s, y)


@given(n=st.integers(1, 9), c=st.integers(1, 9), d=st.integers(1, 9), seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_the_whole_objective_agrees_with_autograd(n, c, d, seed):
    """Every loss with every penalty, at W without zeros, where L1 has a derivative."""
    generator = torch.Generator().manual_seed(seed)
    X = torch.randn(n, d, generator=generator, dtype=torch.float64)
    W = torch.randn(c, d, generator=generator, dtype=torch.float64).requires_grad_()
    b = torch.randn(c, generator=generator, dtype=torch.float64).requires_grad_()
    y = torch.randint(c, (n,), generator=generator)
    sizes = {
        "l2_penalty": (W**2).sum(),
        "l1_penalty": W.abs().sum(),
        "elastic_net": 0.5 * W.abs().sum() + 0.5 * (W**2).sum(),
    }
    for name, oracle in ORACLES.items():
        for penalty, size in sizes.items():
            expected = oracle(F.linear(X, W, b), y) + 0.3 * size
            slopes = torch.autograd.grad(expected, (W, b), retain_graph=True)
            value, *found = LAB["classifier_loss"](
                W.detach(), b.detach(), X, y, LAB[name], LAB[penalty], 0.3
            )
            torch.testing.assert_close(value, expected.detach(), rtol=1e-10, atol=1e-10)
            torch.testing.assert_close(tuple(found), slopes, rtol=1e-9, atol=1e-9)


def test_scores_refuse_pictures_of_another_size():
    with pytest.raises(ValueError, match="W has 4 columns, a picture 5 pixels"):
        LAB["scores"](torch.zeros(3, 4), torch.zeros(2, 5), torch.zeros(3))

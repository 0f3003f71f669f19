"""The experiments of Lab 2 show what its text says, on the digits that every machine has."""

import math
from pathlib import Path

import pytest
import torch

from autograder.labsource.reference import solution
from course_lib import data, toy
from course_lib.proximal import minimize
from solutions.lab02_linear.measure.table import plane_rows, train

LAB = solution(Path(__file__).parents[1] / "lab02_linear.py")
DIGITS = data.load("digits", device="cpu")


def zeros(found):
    """The share of weights that are exactly 0."""
    return (found.W == 0).float().mean().item()


@pytest.fixture(scope="module")
def trained():
    """One training for each penalty and λ."""
    regs = (1e-4, 1e-3, 1e-2, 1e-1)
    return {(name, reg): train(LAB, DIGITS, name, reg, 0) for name in ("L1", "L2") for reg in regs}


def test_l1_makes_weights_exactly_zero_and_more_so_with_lambda(trained):
    shares = [zeros(found) for (name, _), found in trained.items() if name == "L1"]
    assert shares == sorted(shares)
    assert shares[1] > 0.5
    assert shares[3] > 0.95


def test_l2_makes_no_weight_exactly_zero(trained):
    assert {zeros(found) for (name, _), found in trained.items() if name == "L2"} == {0.0}


def test_l1_and_l2_classify_about_as_well(trained):
    """At λ = 0.001, where L1 has cleared most of the picture."""
    right = {}
    for name in ("L1", "L2"):
        found = trained[name, 1e-3]
        table = LAB["scores"](found.W, DIGITS.test_images.flatten(1) / 255, found.b)
        right[name] = (table.argmax(dim=1) == DIGITS.test_labels).float().mean().item()
    assert right["L1"] > 0.85
    assert abs(right["L1"] - right["L2"]) < 0.05


@pytest.mark.parametrize(("x1", "l1", "expected"), [
    (1.0, 0.1, (0.95, 0.0, 0.0, 0.0)),  # (1 + 3·0 − λ/2): L1 stays where it began
    (1.2, 0.1, (1 / 1.2 - 0.05 / 1.44, 0.0, 0.0, 0.0)),  # the minimum of (1.2 w − 1)² + 0.1 w
])  # fmt: skip
def test_where_l1_leads_from_the_sparse_start(x1, l1, expected):
    x = torch.tensor([x1, 1, 1, 1], dtype=torch.float64)

    def miss(W, b):
        gap = (W * x).sum() - 1
        return gap**2, 2 * gap * x[None], torch.zeros_like(b)

    start = torch.tensor([[1.0, 0, 0, 0]], dtype=torch.float64)
    found = minimize(miss, start, torch.zeros(1), l1=l1, steps=400)
    assert found.W[0].tolist() == pytest.approx(list(expected), abs=1e-6)


@pytest.mark.parametrize("classes", [2, 10, 100])
def test_losses_at_the_start(classes):
    """All scores equal: C − 1 for both hinge losses, log C for cross-entropy."""
    s, y = torch.zeros(7, classes), torch.arange(7) % classes
    assert LAB["svm_loss"](s, y)[0].item() == pytest.approx(classes - 1)
    assert LAB["squared_hinge_loss"](s, y)[0].item() == pytest.approx(classes - 1)
    assert LAB["softmax_loss"](s, y)[0].item() == pytest.approx(math.log(classes), rel=1e-5)


def test_twice_the_weights_keep_a_hinge_loss_of_zero():
    points, labels = toy.blobs(90, 3, spread=0.25, seed=2)
    W = 0.5 * torch.stack([points[labels == c].mean(0) for c in range(3)])
    hinge, entropy = [], []
    for factor in (1, 2, 4):
        s = LAB["scores"](factor * W, points, torch.zeros(3))
        hinge.append(LAB["svm_loss"](s, labels)[0].item())
        entropy.append(LAB["softmax_loss"](s, labels)[0].item())
    assert hinge == [0, 0, 0]
    assert entropy[0] > 10 * entropy[1] > 100 * entropy[2] > 0


def test_no_line_with_the_least_loss_separates_xor_ring_or_islands():
    """Over the seeds of the table, never more than 70 of 100."""
    for row, value in plane_rows(LAB).items():
        most = int(value.split("–")[-1].strip().removesuffix("%"))
        assert 45 <= most <= 70, row


def test_without_loops_is_at_least_ten_times_as_fast():
    from course_lib import time_ratio

    s, y = torch.randn(300, 10), torch.randint(10, (300,))
    factor = time_ratio(lambda: LAB["svm_loss_naive"](s, y), lambda: LAB["svm_loss"](s, y),
                        repeats=3)  # fmt: skip
    assert factor > 10

"""The numbers of Lab 3 that its text promises."""

import itertools
import math
import time
from pathlib import Path

import pytest
import torch

from autograder.labsource.reference import solution
from course_lib import data
from solutions.lab03_optimization.measure.table import final_losses, prepared, train, variance_slope

SOURCE = Path(__file__).parents[1] / "lab03_optimization.py"
TRAINING_SECONDS = 60  # that one training may take on the whole of MNIST


@pytest.fixture(scope="module")
def lab():
    """The solution's names."""
    return solution(SOURCE)


@pytest.fixture(scope="module")
def digits(lab):
    """The pictures that every machine has, as the lab prepares them."""
    return prepared(lab, data.load("digits", device="cpu"))


@pytest.mark.slow
@pytest.mark.needs("mnist")
@pytest.mark.parametrize(("name", "promised"), [("softmax", 0.92), ("svm", 0.91)])
def test_the_targets_are_reached_on_the_whole_test_set_in_time(lab, name, promised):
    """10,000 pictures: softmax at least 92.0 %, SVM at least 91.0 %, each within 60 s."""
    sets = prepared(lab, data.load("mnist", device="cpu"))
    before = time.process_time()  # of all cores, which other work hardly changes
    W = train(lab, sets, name, seed=0)
    assert time.process_time() - before < TRAINING_SECONDS
    assert lab["accuracy"](W, sets.test_X, sets.test_y) >= promised


@pytest.mark.parametrize(("name", "promised"), [("softmax", 0.93), ("svm", 0.91)])
def test_the_digits_that_every_machine_has_are_read_well(lab, digits, name, promised):
    W = train(lab, digits, name, seed=0)
    assert lab["accuracy"](W, digits.test_X, digits.test_y) >= promised


@pytest.mark.parametrize("lr", [0.1, 0.9, 1.0, 1.1])
def test_on_a_parabola_each_step_multiplies_by_one_minus_two_lr(lab, lr):
    start = torch.tensor([1.0], dtype=torch.float64)
    end, _ = lab["gradient_descent"](lambda w: (w.square().sum(), 2 * w), start, lr, 30)
    assert end.item() == pytest.approx((1 - 2 * lr) ** 30)


def test_the_divergent_step_diverges_and_the_one_below_the_border_does_not(lab, digits):
    """2/a is the border: 5 % above it the loss grows without end, 5 % below it falls."""
    above, below = (final_losses(lab, digits, share) for share in (1.05, 0.95))
    assert above[-1] > 1e5 * above[0]
    # In the end only the steepest direction grows: its error by 1.1 a step, the loss by 1.21.
    assert above[-1] / above[-2] == pytest.approx(1.21, abs=0.01)
    assert below[-1] < below[0] / 2
    assert all(later <= earlier for earlier, later in itertools.pairwise(below))


def test_a_step_that_is_too_small_is_slow(lab, digits):
    small, right = (final_losses(lab, digits, share)[-1] for share in (0.01, 0.95))
    assert small > 1.3 * right


@pytest.mark.parametrize("seed", range(3))
def test_the_variance_of_a_minibatch_gradient_goes_with_one_over_b(lab, digits, seed):
    """The slope on logarithmic axes, from 1 to 256 pictures a batch, 300 batches of each."""
    assert variance_slope(lab, digits, seed) == pytest.approx(-1, abs=0.05)


def test_the_variance_of_single_pictures_is_that_of_all_of_them(lab, digits):
    """With B = 1 the expectation is known: the mean over all pictures of ‖g − ḡ‖²."""
    X, y = digits.train_X[:300], digits.train_y[:300]
    W, objective = digits.zeros, lab["softmax_objective"]
    whole = objective(W, X, y)[1]
    exact = sum((objective(W, X[i : i + 1], y[i : i + 1])[1] - whole).square().sum().item()
                for i in range(300)) / 300  # fmt: skip
    found = lab["gradient_variance"](objective, W, X, y, 1, 3_000, lab["seeded"](0))
    assert found == pytest.approx(exact, rel=0.05)


def test_the_error_of_the_central_difference_goes_with_h_squared(lab):
    at = torch.tensor([0.7], dtype=torch.float64)

    def error(rule, h):
        return abs(lab[rule](lambda w: w.exp().sum(), at.clone(), h).item() / math.exp(0.7) - 1)

    assert error("numeric_gradient", 1e-2) / error("numeric_gradient", 1e-3) == pytest.approx(
        100, rel=0.01
    )
    assert error("forward_gradient", 1e-2) / error("forward_gradient", 1e-3) == pytest.approx(
        10, rel=0.01
    )


def test_the_kink_of_the_text_gives_0_45(lab):
    at = torch.tensor([-1e-5], dtype=torch.float64)
    found = lab["numeric_gradient"](lambda w: w.clamp(min=0).sum(), at)
    assert found.item() == pytest.approx(0.45)


def test_both_given_gradients_pass_the_check_in_float64(lab, digits):
    X, y = digits.train_X[:100].double(), digits.train_y[:100]
    generator = lab["seeded"](3)
    W = 0.01 * torch.randn(10, 785, generator=generator, dtype=torch.float64)
    for name in ("softmax_objective", "svm_objective"):

        def loss(W, name=name):
            return lab[name](W, X, y, 0.1)[0]

        gradient = lab[name](W, X, y, 0.1)[1]
        assert lab["gradient_check"](loss, gradient, W, 10, 1e-6, generator) < 1e-4


def test_the_given_losses_are_those_of_lab_2(lab):
    """Cat, car and frog of Lab 2: hinge losses 2.9, 0 and 12.9; softmax of the cat 2.04."""
    scores = torch.tensor([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]]).double()
    X, y = torch.eye(3).double(), torch.arange(3)
    hinge, _ = lab["svm_objective"](scores.T, X, y)
    assert hinge.item() == pytest.approx((2.9 + 0 + 12.9) / 3)
    cat, _ = lab["softmax_objective"](scores.T, X[:1], y[:1])
    assert cat.item() == pytest.approx(2.04, abs=0.005)

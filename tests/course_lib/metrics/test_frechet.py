"""The Fréchet distance agrees with SciPy's matrix square root and with formulas by hand."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import sqrtm

from course_lib.metrics import frechet_distance


def by_scipy(a, b):
    """The definition, with NumPy's covariance and SciPy's root of a general matrix."""
    a, b = a.double().numpy(), b.double().numpy()
    cov_a, cov_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    root = np.real(sqrtm(cov_a @ cov_b))
    return np.square(a.mean(0) - b.mean(0)).sum() + np.trace(cov_a + cov_b - 2 * root)


def clouds(seed, n=80, m=60, d=5):
    """Two clouds with different means and correlated coordinates."""
    generator = torch.Generator().manual_seed(seed)
    mix = torch.randn(d, d, generator=generator)
    a = torch.randn(n, d, generator=generator) @ mix
    b = torch.randn(m, d, generator=generator) * 2 + 1
    return a, b


@pytest.mark.parametrize("seed", range(5))
def test_it_agrees_with_scipys_square_root(seed):
    a, b = clouds(seed)
    assert frechet_distance(a, b) == pytest.approx(by_scipy(a, b), rel=1e-8)


@given(st.floats(-5, 5), st.floats(0.1, 4))
@settings(max_examples=25, deadline=None)
def test_in_one_dimension_it_is_the_formula_by_hand(shift, stretch):
    a = torch.tensor([[-1.0], [0.0], [1.0]], dtype=torch.float64)
    expected = shift**2 + (stretch - 1) ** 2
    assert frechet_distance(a, stretch * a + shift) == pytest.approx(expected, abs=1e-9)


def test_it_is_symmetric_and_zero_between_a_set_and_itself():
    a, b = clouds(7)
    assert frechet_distance(a, b) == pytest.approx(frechet_distance(b, a), rel=1e-9)
    assert frechet_distance(a, a) == pytest.approx(0, abs=1e-9)


def test_turning_both_clouds_together_changes_nothing():
    a, b = clouds(3)
    turn = torch.linalg.qr(torch.randn(5, 5, generator=torch.Generator().manual_seed(0))).Q
    assert frechet_distance(a @ turn, b @ turn) == pytest.approx(frechet_distance(a, b), rel=1e-4)


def test_fewer_points_than_features_give_a_finite_number():
    """The covariance is then singular: roots of eigenvalues just below zero must not be nan."""
    a, b = clouds(1, n=4, m=3, d=20)
    assert 0 < frechet_distance(a, b) < float("inf")


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        (torch.zeros(3), torch.zeros(3, 2), "got shape \\(3,\\)"),
        (torch.zeros(1, 2), torch.zeros(3, 2), "at least two rows"),
        (torch.zeros(3, 2), torch.zeros(3, 4), "2 features and b has 4"),
        (torch.full((3, 2), torch.nan), torch.zeros(3, 2), "nan or inf"),
    ],
    ids=["one axis", "one row", "widths", "nan"],
)
def test_a_wrong_argument_is_named(a, b, says):
    with pytest.raises(ValueError, match=says):
        frechet_distance(a, b)

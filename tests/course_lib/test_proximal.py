"""The minimiser finds minima known by other means, and says what is wrong with an objective."""

import pytest
import torch

from course_lib.proximal import minimize


def bowl(at, curve=1.0):
    """A smooth function with its minimum at a point, steeper along one axis than another."""
    stretch = torch.tensor([[1.0, curve]], dtype=torch.float64)

    def value(W, b):
        away = W - at
        return (stretch * away**2).sum() / 2 + (b**2).sum(), stretch * away, 2 * b

    return value


AT = torch.tensor([[2.0, -0.3]], dtype=torch.float64)
START = torch.full((1, 2), 5.0, dtype=torch.float64)


@pytest.mark.parametrize("curve", [1.0, 30.0, 1000.0])
def test_a_smooth_minimum_is_found_however_stretched(curve):
    found = minimize(bowl(AT, curve), START, torch.ones(3), steps=1_000)
    torch.testing.assert_close(found.W, AT, rtol=1e-5, atol=1e-5)
    torch.testing.assert_close(found.b, torch.zeros(3), rtol=0, atol=1e-5)


@pytest.mark.parametrize("l1", [0.1, 0.5, 3.0])
def test_l1_gives_the_soft_threshold(l1):
    """The minimum of ½(w − a)² + λ|w| is a, moved towards 0 by λ and not past it."""
    found = minimize(bowl(AT), START, torch.zeros(1), l1=l1)
    expected = AT.sign() * (AT.abs() - l1).clamp(min=0)
    torch.testing.assert_close(found.W, expected, rtol=1e-6, atol=1e-6)
    assert ((found.W == 0) == (expected == 0)).all()


def test_agrees_with_scikit_learn_on_a_lasso():
    from sklearn.linear_model import Lasso

    generator = torch.Generator().manual_seed(0)
    X = torch.randn(60, 8, generator=generator, dtype=torch.float64)
    t = X[:, 0] - 2 * X[:, 3] + 0.1 * torch.randn(60, generator=generator, dtype=torch.float64)

    def squares(W, b):
        gap = X @ W[0] + b - t
        return (gap**2).mean() / 2, (gap @ X)[None] / 60, gap.mean().reshape(1)

    found = minimize(squares, torch.zeros(1, 8, dtype=torch.float64),
                     torch.zeros(1, dtype=torch.float64), l1=0.2, steps=2_000)  # fmt: skip
    peer = Lasso(alpha=0.2, tol=1e-12).fit(X.numpy(), t.numpy())
    torch.testing.assert_close(found.W[0], torch.from_numpy(peer.coef_), rtol=1e-5, atol=1e-6)
    assert found.b.item() == pytest.approx(peer.intercept_, abs=1e-5)


def test_the_start_is_left_alone_and_the_values_are_told():
    W, b = START.clone(), torch.ones(1)
    found = minimize(bowl(AT), W, b, l1=0.5, steps=50)
    assert torch.equal(W, START)
    assert torch.equal(b, torch.ones(1))
    assert len(found.values) == 51
    assert found.values[0] == pytest.approx(bowl(AT)(START, b)[0].item() + 0.5 * 10)
    assert found.values[-1] == pytest.approx(
        bowl(AT)(found.W, found.b)[0].item() + 0.5 * found.W.abs().sum().item()
    )
    assert min(found.values) == pytest.approx(found.values[-1])


@pytest.mark.parametrize(
    ("objective", "says"),
    [
        (lambda W, b: ((W**2).sum(), -2 * W, 0 * b), "above all its sign"),
        (lambda W, b: ((W * float("nan")).sum(), W, b), "is nan; expected a finite number"),
    ],
    ids=["turned gradient", "nan"],
)
def test_a_wrong_objective_is_explained(objective, says):
    with pytest.raises(RuntimeError, match=says):
        minimize(objective, START, torch.zeros(1))


@pytest.mark.parametrize("settings", [{"steps": 0}, {"l1": -1.0}, {"l1": float("nan")}], ids=str)
def test_settings_out_of_range_are_refused(settings):
    with pytest.raises(ValueError, match="expected"):
        minimize(bowl(AT), START, torch.zeros(1), **settings)

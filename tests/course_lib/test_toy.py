"""The toy sets are balanced, repeatable, and of the geometry that they promise."""

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from course_lib import toy
from tests.needs import DEVICES

SETS = [toy.blobs, toy.rings, toy.spiral, toy.xor, toy.islands]
by_name = pytest.mark.parametrize("sample", SETS, ids=lambda f: f.__name__)
NOT_LINEAR = pytest.mark.parametrize(
    "sample", [toy.rings, toy.xor, toy.islands], ids=lambda f: f.__name__
)


@by_name
@pytest.mark.parametrize("device", DEVICES)
def test_shapes_types_and_balance(sample, device):
    """N points in float32, int64 labels, class sizes that differ by one at most."""
    points, labels = sample(101, device=device)
    assert points.shape == (101, 2)
    assert points.dtype == torch.float32
    assert labels.dtype == torch.int64
    assert points.device.type == labels.device.type == device
    sizes = labels.bincount()
    assert sizes.max() - sizes.min() <= 1
    assert points.isfinite().all()


@by_name
def test_the_seed_decides(sample):
    """The same seed gives the same points, another seed others, and torch's own stays untouched."""
    before = torch.get_rng_state()
    assert torch.equal(sample(50, seed=3)[0], sample(50, seed=3)[0])
    assert not torch.equal(sample(50, seed=3)[0], sample(50, seed=4)[0])
    assert torch.equal(torch.get_rng_state(), before)


@by_name
def test_a_generator_goes_on(sample):
    """With one generator, two calls give two sets."""
    generator = torch.Generator().manual_seed(0)
    first, second = sample(50, seed=generator)[0], sample(50, seed=generator)[0]
    assert not torch.equal(first, second)


@NOT_LINEAR
def test_no_line_separates_but_neighbours_do(sample):
    """A linear classifier fails on these sets, while 3-NN is right on fresh points."""
    points, labels = (t.numpy() for t in sample(600, seed=0))
    fresh, wanted = (t.numpy() for t in sample(300, seed=1))
    assert LogisticRegression().fit(points, labels).score(points, labels) < 0.7
    assert KNeighborsClassifier(3).fit(points, labels).score(fresh, wanted) > 0.93


def test_blobs_lie_about_centres_on_a_circle():
    """Class means are at distance 2 from the origin, evenly turned, with the given spread."""
    points, labels = toy.blobs(8000, 4, spread=0.5)
    means = torch.stack([points[labels == c].mean(0) for c in range(4)])
    np.testing.assert_allclose(means.norm(dim=1), 2, atol=0.06)
    np.testing.assert_allclose((means[0] - means[2]).norm(), 4, atol=0.1)
    np.testing.assert_allclose((means[0] - means[1]).norm(), 8**0.5, atol=0.1)
    np.testing.assert_allclose(points[labels == 1].std(0), 0.5, atol=0.03)


def test_rings_have_their_radius():
    """Without noise every point of class c is at radius c + 0.5."""
    points, labels = toy.rings(300, 3, noise=0.0)
    np.testing.assert_allclose(points.norm(dim=1), labels + 0.5, atol=1e-6)


def test_spiral_arms_are_turned_copies():
    """Without noise, undoing the turn that the radius brings leaves one angle per class."""
    points, labels = toy.spiral(300, 3, noise=0.0, turns=0.75)
    along = points.norm(dim=1) / 2
    assert 0.1 <= along.min() < along.max() <= 1
    angle = torch.atan2(points[:, 1], points[:, 0]) - 2 * torch.pi * 0.75 * along
    expected = 2 * torch.pi * labels / 3
    np.testing.assert_allclose(torch.cos(angle - expected), 1, atol=1e-5)


def test_xor_follows_the_signs_and_keeps_the_gap():
    """Class 1 exactly where the signs differ, all four quarters used, nothing near the axes."""
    points, labels = toy.xor(400, gap=0.2)
    assert torch.equal(labels, (points[:, 0].sign() != points[:, 1].sign()).long())
    assert 0.2 <= points.abs().min() <= points.abs().max() <= 1
    quarters = (points > 0).long() @ torch.tensor([2, 1])
    assert quarters.bincount(minlength=4).min() > 50


def test_islands_are_three_separate_places():
    """Class 1 lies in three discs of equal size; class 0 keeps its distance from each."""
    points, labels = toy.islands(600)
    angles = 2 * torch.pi * torch.arange(3) / 3 + torch.pi / 2
    centres = 1.1 * torch.stack([angles.cos(), angles.sin()], dim=1)
    distance, nearest = torch.cdist(points, centres).min(dim=1)
    assert nearest[labels == 1].bincount().tolist() == [100, 100, 100]
    assert distance[labels == 1].max() <= 0.45 + 1e-6
    assert distance[labels == 0].min() >= 0.6
    assert points.abs().max() <= 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: toy.blobs(2, 3), "num_points must be at least num_classes = 3, .* but is 2"),
        (lambda: toy.rings(5, 0), "num_classes must be 1 or more, but is 0"),
        (lambda: toy.xor(1), "num_points must be at least num_classes = 2"),
        (lambda: toy.blobs(9, spread=-1), r"must be 0 or more, but is -1"),
        (lambda: toy.xor(9, gap=1.0), "gap must be at least 0 and below 1, but is 1.0"),
    ],
    ids=["points", "classes", "xor", "spread", "gap"],
)
def test_mistakes_give_one_sentence(call, message):
    """Each wrong argument is named with what came."""
    with pytest.raises(ValueError, match=message):
        call()

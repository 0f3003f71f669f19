"""Nearest-neighbour measures agree with scikit-learn."""

import pytest
import torch
from sklearn.model_selection import LeaveOneOut, cross_val_score
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors

from course_lib.metrics import nearest_images, two_sample_accuracy


def points(seed, n, d=3):
    return torch.randn(n, d, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("shift", [0.0, 0.7, 3.0])
def test_the_two_sample_test_agrees_with_scikit_learns_leave_one_out(shift):
    real, fake = points(0, 40), points(1, 40) + shift
    both, labels = torch.cat([real, fake]).numpy(), [1] * 40 + [0] * 40
    peer = cross_val_score(KNeighborsClassifier(1), both, labels, cv=LeaveOneOut())
    assert two_sample_accuracy(real, fake) == pytest.approx(peer.mean())


def test_one_distribution_gives_about_one_half():
    real, fake = points(2, 600), points(3, 600)
    # 1,200 answers, each right with probability one half: a standard deviation of about 0.015.
    assert two_sample_accuracy(real, fake) == pytest.approx(0.5, abs=0.08)


def test_copies_give_much_less_than_one_half():
    real = points(4, 100)
    assert two_sample_accuracy(real, real + 1e-4) < 0.05


def test_sets_of_unequal_size_are_refused():
    with pytest.raises(ValueError, match="as many of the one as of the other"):
        two_sample_accuracy(points(0, 5), points(1, 6))


def test_the_nearest_images_are_those_of_scikit_learn():
    samples, images = points(5, 20, 16).reshape(20, 1, 4, 4), points(6, 50, 16).reshape(50, 1, 4, 4)
    distances, places = nearest_images(samples, images)
    peer = NearestNeighbors(n_neighbors=1).fit(images.flatten(1).numpy())
    expected, found = peer.kneighbors(samples.flatten(1).numpy())
    assert places.tolist() == found[:, 0].tolist()
    assert distances.numpy() == pytest.approx(expected[:, 0], rel=1e-4)


def test_a_copy_is_found_at_no_distance():
    images = points(7, 30, 16)
    distances, places = nearest_images(images[[4, 9]], images)
    assert places.tolist() == [4, 9]
    assert distances.max() < 1e-2


def test_pictures_of_other_shapes_are_refused():
    with pytest.raises(ValueError, match="one shape"):
        nearest_images(torch.zeros(2, 1, 4, 4), torch.zeros(2, 4, 4))

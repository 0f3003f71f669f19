"""Lab 4's functions against other libraries, and the claims of its text."""

import numpy as np
import pytest
import torch

from autograder.labsource.reference import solution
from course_lib import data
from tests.labs.finding import folder

LAB = "lab04_features"


@pytest.fixture(scope="module")
def lab():
    return solution(folder(LAB) / f"{LAB}.py")


@pytest.fixture(scope="module")
def digits():
    return data.load("digits", device="cpu")


@pytest.mark.parametrize("cell", [4, 7, 8])
def test_hog_is_that_of_scikit_image(lab, digits, cell):
    """Where the conventions meet.

    There the whole vote goes to the bin in which the angle lies (`hard_votes`), blocks are 2 × 2
    cells, one cell apart, ε is 1e-5, L2-Hys cuts off at 0.2, and cells that do not fit are dropped.
    """
    from skimage.feature import hog as theirs

    images = digits.train_images[:20].double() / 255
    ours = lab["hog"](images, cell, 9, lab["hard_votes"], 0.2)
    for mine, image in zip(ours, images.numpy(), strict=True):
        other = theirs(image, 9, (cell, cell), (2, 2), "L2-Hys")
        assert np.abs(mine.numpy() - other).max() < 1e-6


def test_hog_is_that_of_scikit_image_on_a_photograph(lab):
    from skimage.feature import hog as theirs
    from sklearn.datasets import load_sample_image

    image = load_sample_image("china.jpg").mean(axis=2)[:101, :150] / 255
    ours = lab["hog"](torch.from_numpy(image)[None], 8, 9, lab["hard_votes"], 0.2)[0]
    assert np.abs(ours.numpy() - theirs(image, 9, (8, 8), (2, 2), "L2-Hys")).max() < 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_kmeans_reaches_the_inertia_of_scikit_learn(lab, digits, seed):
    """From the same start, within 2 %."""
    from sklearn.cluster import KMeans

    points = digits.train_images[:600].flatten(1).double() / 255
    start = lab["start_centres"](points, torch.rand(20, generator=torch.manual_seed(seed)))
    centres = lab["kmeans"](points, start, 30)
    inertia = torch.cdist(points, centres).min(dim=1).values.square().sum().item()
    other = KMeans(20, init=start.numpy(), n_init=1, max_iter=30, algorithm="lloyd")
    assert inertia <= 1.02 * other.fit(points.numpy()).inertia_


def test_a_good_start_is_better_than_a_random_one(lab, digits):
    points = digits.train_images[:600].flatten(1).double() / 255
    inertia = []
    for seed in range(5):
        chance = torch.Generator().manual_seed(seed)
        spread_out = lab["start_centres"](points, torch.rand(20, generator=chance))
        at_random = points[torch.randperm(len(points), generator=chance)[:20]]
        inertia.append([
            torch.cdist(points, start).min(dim=1).values.square().sum().item()
            for start in (spread_out, at_random)
        ])  # fmt: skip
    assert np.mean(inertia, axis=0)[0] < np.mean(inertia, axis=0)[1]


def test_whitened_points_vary_equally_in_all_directions(lab):
    points = torch.randn(500, 6, generator=torch.manual_seed(0), dtype=torch.float64)
    points = points @ torch.randn(6, 6, generator=torch.manual_seed(1), dtype=torch.float64)
    mean, W = lab["whiten"](points, 1e-9)
    white = (points - mean) @ W
    torch.testing.assert_close(white.T @ white / 500, torch.eye(6, dtype=torch.float64),
                               atol=1e-5, rtol=0)  # fmt: skip


def test_the_colour_histogram_does_not_notice_shuffled_blocks(lab):
    images = data.photographs(device="cpu").val_images[:10].float() / 255
    blocks = images.unflatten(2, (4, 8)).roll(1, dims=2).flatten(2, 3)
    before, after = (lab["color_histogram"](x, 24) for x in (images, blocks))
    torch.testing.assert_close(before, after)


def test_hog_does_not_notice_half_the_light(lab, digits):
    images = digits.train_images[:50].double() / 255
    before, after = (lab["strokes"](7)(x * 255) for x in (images, images / 2))
    torch.testing.assert_close(before, after, atol=1e-3, rtol=0)


def test_hog_reads_the_offline_digits_better_than_raw_pixels(lab, digits):
    scores = {}
    for name, feature in (("raw", lab["raw"]), ("hog", lab["strokes"](4))):
        train, test = lab["standardize"](feature(digits.train_images), feature(digits.val_images))
        W, b = lab["fit_linear"](train, digits.train_labels, reg=1e-2, epochs=30)
        scores[name] = lab["share_right"](W, b, test, digits.val_labels)
    assert scores["hog"] >= scores["raw"] + 0.01


def test_hard_and_shared_votes_have_the_same_sum(lab):
    gy, gx = torch.randn(2, 3, 9, 9, generator=torch.manual_seed(0), dtype=torch.float64)
    for votes in (lab["orientation_votes"], lab["hard_votes"]):
        torch.testing.assert_close(votes(gy, gx, 9).sum(-1), torch.hypot(gx, gy))

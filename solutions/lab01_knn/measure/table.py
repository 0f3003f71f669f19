"""The numbers of Lab 1's table "What you should see", measured with the reference solution."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from benchmarks.tables import SEEDS, Rows, spread
from course_lib import median_seconds
from course_lib.data import Dataset

Lab = dict[str, Callable[..., Any]]


def fixed_rows(lab: Lab, digits: Dataset) -> Rows:
    """What has no chance in it: the same on every machine, up to rounding."""
    points = torch.cat([digits.train_images, digits.val_images]).flatten(1).float()
    labels = torch.cat([digits.train_labels, digits.val_labels])
    queries, truth = digits.test_images.flatten(1).float(), digits.test_labels
    first = min(1_000, len(queries))

    def score(few: int, distances: Callable[..., Any]) -> str:
        predicted = lab["knn_predict"](queries[:few], points, labels, 3, distances)
        return f"{lab['accuracy'](predicted, truth[:few]):.2%}"

    return {
        "training / test pictures": f"{len(points):,} / {len(queries):,}",
        "k = 3, L2, all test pictures": score(len(queries), lab["l2_distances"]),
        "k = 3, L2, the first 1,000": score(first, lab["l2_distances"]),
        "k = 3, L1, the first 1,000": score(first, lab["l1_distances"]),
    }


def seeded_rows(lab: Lab, digits: Dataset) -> Rows:
    """What depends on which pictures are drawn: least and largest over the seeds."""
    few, own, held_out, contrast, cube = 2_000, [], [], [], []
    for seed in SEEDS:
        generator = torch.Generator().manual_seed(seed)
        order = torch.randperm(len(digits.train_images), generator=generator)[: 2 * few]
        points = digits.train_images[order].flatten(1).float()
        labels = digits.train_labels[order]
        known = lab["knn_predict"](points[:few], points[:few], labels[:few], 1, lab["l2_distances"])
        own.append(lab["accuracy"](known, labels[:few]))
        held_out.append(lab["cross_validate"](points, labels, [3], lab["l2_distances"]).mean())
        table = lab["l2_distances"](digits.test_images[:100].flatten(1), points)
        contrast.append((table.min(dim=1).values / table.max(dim=1).values).mean())
        random = torch.rand(1_001, 784, generator=generator)
        apart = lab["l2_distances"](random[:1], random[1:])
        cube.append(apart.min() / apart.max())
    return {
        "k = 1 on its own training pictures": spread(own, ".0%"),
        "k = 3, 5-fold cross-validation, up to 4,000 pictures": spread(held_out, ".1%"),
        "nearest ÷ farthest, pictures": spread(contrast, ".2f"),
        "nearest ÷ farthest, random points, d = 784": spread(cube, ".2f"),
    }


def timed_rows(lab: Lab, digits: Dataset) -> Rows:
    """What depends on the machine: least and largest over repeated runs."""
    queries = digits.train_images[:60].flatten(1)
    points = digits.train_images[60:460].flatten(1)
    to_one, to_none = [], []
    for _ in SEEDS:
        two, one, none = (
            median_seconds(lab[name], queries, points, repeats=3)
            for name in ("l1_distances_two_loops", "l1_distances_one_loop", "l1_distances")
        )
        to_one.append(two / one)
        to_none.append(two / none)
    return {
        "two loops ÷ one loop, time": spread(to_one, ".0f"),
        "two loops ÷ no loop, time": spread(to_none, ".0f"),
    }


def rows(lab: Lab, digits: Dataset) -> Rows:
    """All rows that need no notebook."""
    return {**fixed_rows(lab, digits), **seeded_rows(lab, digits), **timed_rows(lab, digits)}

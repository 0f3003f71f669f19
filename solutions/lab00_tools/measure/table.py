"""The numbers of Lab 0's table "What you should see", measured with the reference solution."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.tables import SEEDS, Rows, spread
from course_lib import data, median_seconds

Lab = dict[str, Callable[..., Any]]
EPSILONS = (0.0, 0.01, 0.1, 1.0)


def fixed_rows(lab: Lab, digits: None) -> Rows:
    """What has no chance in it: the same on every machine."""
    person = np.dtype([("name", "U16"), ("grades", "f8", (2,))])
    fitting = [
        lab["broadcast_shape"](a, b)
        for a, b in (
            ([4, 3], [3]),
            ([4, 3], [4]),
            ([4, 1], [1, 3]),
            ([2, 4, 3], [4, 1]),
            ([5, 2], [3, 5, 1]),
        )
    ]
    return {
        "bytes of a record with U16 and two f8": str(person.itemsize),
        "of the five pairs of shapes fit": str(sum(shape is not None for shape in fitting)),
    }


def bandit_rows(lab: Lab) -> Rows:
    """What depends on the luck of 200 games: least and largest mean over the seeds."""
    rows = {}
    for epsilon in EPSILONS:
        lost, stuck = [], []
        for seed in SEEDS:
            actions = lab["play"](lab["epsilon_greedy"], epsilon, seed=seed)
            lost.append(lab["regret"](lab["ARMS"], actions)[:, -1].mean().item())
            stuck.append(lab["stuck"](actions))
        rows[f"ε = {epsilon:g}: mean regret after 1,000 letters"] = spread(lost, ".0f")
        rows[f"ε = {epsilon:g}: share of games that are stuck"] = spread(stuck, ".0%")
    return rows


def timed_rows(lab: Lab) -> Rows:
    """What depends on the machine: least and largest over repeated runs."""
    images = data.load("digits", device="cpu").train_images.flatten(1)
    to_one, to_none = [], []
    for _ in SEEDS:
        two, one, none = (
            median_seconds(lab[name], images[:40], images[40:140], repeats=3)
            for name in ("agreement_two_loops", "agreement_one_loop", "agreement")
        )
        to_one.append(two / one)
        to_none.append(two / none)
    return {
        "two loops ÷ one loop, time": spread(to_one, ".0f"),
        "two loops ÷ no loop, time": spread(to_none, ".0f"),
    }


def rows(lab: Lab, digits: None) -> Rows:
    """All rows that need no notebook."""
    return {**fixed_rows(lab, digits), **bandit_rows(lab), **timed_rows(lab)}

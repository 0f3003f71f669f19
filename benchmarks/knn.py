"""The reference k-NN beside scikit-learn's brute-force search and torch.cdist."""

from __future__ import annotations

from pathlib import Path

import torch
from sklearn.metrics import pairwise_distances
from sklearn.neighbors import KNeighborsClassifier

from autograder.labsource.reference import solution
from benchmarks.ratio import Ratio, side_by_side

LAB = Path(__file__).parents[1] / "solutions/lab01_knn/lab01_knn.py"


def measure(queries: int = 2_000, points: int = 60_000) -> list[Ratio]:
    """Classification by L2 with k = 3, and tables of L1 distances, on data of MNIST's shape.

    Random bytes stand in for pictures: brute force takes as long for them.
    """
    lab = solution(LAB)
    generator = torch.Generator().manual_seed(0)
    x = torch.randint(256, (points, 784), generator=generator).float()
    y = torch.randint(10, (points,), generator=generator)
    q = torch.randint(256, (queries, 784), generator=generator).float()
    peer = KNeighborsClassifier(3, algorithm="brute").fit(x.numpy(), y.numpy())
    few = q[: queries // 20]
    return [
        side_by_side(
            f"k-NN, L2, k = 3, {queries:,} × {points:,} ÷ scikit-learn, brute force",
            lambda: lab["knn_predict"](q, x, y, 3, lab["l2_distances"]),
            lambda: peer.predict(q.numpy()),
            target=1.0,
        ),
        side_by_side(
            f"L1 table, {len(few):,} × {points:,} ÷ torch.cdist",
            lambda: lab["l1_distances"](few, x),
            lambda: torch.cdist(few, x, p=1),
            target=1.0,
        ),
        side_by_side(
            f"L1 table, {len(few):,} × {points:,} ÷ scikit-learn",
            lambda: lab["l1_distances"](few, x),
            lambda: pairwise_distances(few.numpy(), x.numpy(), metric="manhattan"),
            rounds=3,
        ),
    ]

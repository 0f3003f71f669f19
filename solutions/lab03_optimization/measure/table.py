"""The numbers of Lab 3's table "What you should see", measured with the reference solution."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from benchmarks.tables import SEEDS, Rows, spread
from course_lib import Timer
from course_lib.data import Dataset

Lab = dict[str, Callable[..., Any]]

#: Step sizes of the lab's last section: the first epochs', and a tenth of it for the last ones.
PLAN = {"softmax": 0.1, "svm": 0.01}


class Prepared(NamedTuple):
    """Pictures as the lab prepares them, with their labels."""

    train_X: Tensor
    train_y: Tensor
    val_X: Tensor
    val_y: Tensor
    test_X: Tensor
    test_y: Tensor

    @property
    def zeros(self) -> Tensor:
        """Where training starts."""
        return torch.zeros(10, self.train_X.shape[1])

    def few(self) -> tuple[Tensor, Tensor]:
        """The first 2,000 training pictures."""
        return self.train_X[:2_000], self.train_y[:2_000]


def prepared(lab: Lab, digits: Dataset) -> Prepared:
    """Scaled and centred by the mean picture of the training set, with a column of ones."""
    mean = digits.train_images.flatten(1).float().mean(dim=0) / 255
    train = lab["prepare"](digits.train_images, mean), digits.train_labels
    val = lab["prepare"](digits.val_images, mean), digits.val_labels
    return Prepared(*train, *val, lab["prepare"](digits.test_images, mean), digits.test_labels)


def train(lab: Lab, sets: Prepared, name: str, seed: int) -> Tensor:
    """The last section's training of one of the two classifiers: nine epochs, the last three slow.

    Args:
        lab: The solution's names.
        sets: The pictures.
        name: ``softmax`` or ``svm``.
        seed: Seeds the order of the pictures.
    """
    generator, W = lab["seeded"](seed), sets.zeros

    def objective(W: Tensor, X: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        return lab[f"{name}_objective"](W, X, y, 1e-5)

    def batches() -> list[Tensor]:
        return lab["minibatches"](len(sets.train_X), 128, generator)

    for lr, epochs in ((PLAN[name], 6), (PLAN[name] / 10, 3)):
        W, _ = lab["momentum"](objective, W, sets.train_X, sets.train_y, lr, batches, epochs)
    return W


def final_losses(lab: Lab, sets: Prepared, share: float, steps: int = 100) -> list[float]:
    """Least squares on pictures: losses with a step of ``share`` of the largest stable one."""
    X, y = sets.few()
    targets = F.one_hot(y, 10).float()
    curvature = 2 * torch.linalg.eigvalsh(X.T @ X / len(X))[-1].item()
    return lab["gradient_descent"](
        lambda W: lab["least_squares"](W, X, targets), sets.zeros, share * 2 / curvature, steps
    )[1]


def variance_slope(lab: Lab, sets: Prepared, seed: int) -> float:
    """The slope of log variance against log batch size, by least squares."""
    X, y = sets.few()
    generator = lab["seeded"](seed)
    W, _ = lab["sgd"](lab["softmax_objective"], sets.zeros, X, y, 0.05,
                      lambda: lab["minibatches"](len(X), 32, generator), 1)  # fmt: skip
    sizes = [2**k for k in range(9)]
    found = [
        lab["gradient_variance"](lab["softmax_objective"], W, X, y, size, 300, generator)
        for size in sizes
    ]
    log_sizes, log_found = torch.tensor(sizes).double().log(), torch.tensor(found).double().log()
    centred = log_sizes - log_sizes.mean()
    return ((centred * log_found).sum() / centred.square().sum()).item()


def best_of_search(lab: Lab, sets: Prepared, settings: list[tuple[float, float]]) -> float:
    """The best validation accuracy of short trainings, one for each (lr, reg)."""
    X, y = sets.train_X[:4_000], sets.train_y[:4_000]
    scores = []
    for lr, reg in settings:
        generator = lab["seeded"](0)
        W, _ = lab["momentum"](
            lambda W, X, y, reg=reg: lab["softmax_objective"](W, X, y, reg), sets.zeros, X, y, lr,
            lambda g=generator: lab["minibatches"](len(X), 64, g), 3,
        )  # fmt: skip
        scores.append(lab["accuracy"](W, sets.val_X, sets.val_y))
    return max(scores)


def fixed_rows(lab: Lab, digits: Dataset) -> Rows:
    """What has no chance in it: the same on every machine, up to rounding."""
    sets = prepared(lab, digits)
    losses = {share: final_losses(lab, sets, share) for share in (0.01, 0.95, 1.05)}
    grid = [(lr, reg) for lr in (1e-4, 1e-2, 1.0) for reg in (1e-6, 1e-4, 1e-2)]
    return {
        "training / test pictures": f"{len(sets.train_X):,} / {len(sets.test_X):,}",
        "least squares, step 0.01 · 2/a: loss after 99 steps": f"{losses[0.01][-1]:.2f}",
        "least squares, step 0.95 · 2/a": f"{losses[0.95][-1]:.2f}",
        "least squares, step 1.05 · 2/a": f"10^{math.log10(losses[1.05][-1]):.0f}",
        "best of 9 on a grid, validation": f"{best_of_search(lab, sets, grid):.1%}",
    }


def seeded_rows(lab: Lab, digits: Dataset) -> Rows:
    """What depends on the seed: least and largest over the seeds."""
    sets = prepared(lab, digits)
    found: dict[str, list[float]] = {name: [] for name in ("search", "random", "slope", *PLAN)}
    seconds: list[float] = []
    X, y = sets.few()
    for seed in SEEDS:
        generator = lab["seeded"](seed)
        W, _ = lab["random_search"](
            lambda W: F.cross_entropy(X[:500] @ W.T, y[:500]),
            lambda g=generator: 0.03 * torch.randn(sets.zeros.shape, generator=g),
            1_000,
        )
        found["search"].append(lab["accuracy"](W, sets.val_X, sets.val_y))
        found["slope"].append(variance_slope(lab, sets, seed))
        draws = (lab["log_uniform"](low, high, 9, generator).tolist()
                 for low, high in ((1e-4, 1.0), (1e-6, 1e-2)))  # fmt: skip
        found["random"].append(best_of_search(lab, sets, list(zip(*draws, strict=True))))
        for name in PLAN:
            with Timer() as clock:
                W = train(lab, sets, name, seed)
            seconds.append(clock.seconds)
            found[name].append(lab["accuracy"](W, sets.test_X, sets.test_y))
    return {
        "best of 9 at random, validation": spread(found["random"], ".1%"),
        "best of 1,000 random W, validation": spread(found["search"], ".0%"),
        "variance against batch size, slope": spread(found["slope"], ".2f").replace("-", "−"),
        "softmax, test": spread(found["softmax"], ".2%"),
        "SVM, test": spread(found["svm"], ".2%"),
        "training one of them, seconds": spread(seconds, ".0f"),
    }


def rows(lab: Lab, digits: Dataset) -> Rows:
    """All rows that need no notebook."""
    return {**fixed_rows(lab, digits), **seeded_rows(lab, digits)}

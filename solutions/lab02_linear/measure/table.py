"""The numbers of Lab 2's table "What you should see", measured with the reference solution."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from benchmarks.tables import SEEDS, Rows, spread
from course_lib import time_ratio, toy
from course_lib.data import Dataset
from course_lib.proximal import Minimum, minimize

Lab = dict[str, Callable[..., Any]]

#: As in the lab: few pictures and few steps, enough to see what a penalty does.
PICTURES, STEPS, REG = 2_000, 60, 1e-3


def pixels(images: torch.Tensor) -> torch.Tensor:
    """One picture a row, from 0 to 1, as the lab has them."""
    return images.flatten(1) / 255


def fixed_rows(lab: Lab, digits: Dataset) -> Rows:
    """What has no chance in it: the same on every machine, up to rounding."""
    X, labels = pixels(digits.train_images), digits.train_labels
    queries, truth = pixels(digits.test_images), digits.test_labels
    W = torch.stack([X[labels == c].mean(dim=0) for c in range(digits.num_classes)])
    biases = -0.5 * (W**2).sum(dim=1)

    def share(b: torch.Tensor) -> str:
        return f"{(lab['scores'](W, queries, b).argmax(dim=1) == truth).float().mean():.2%}"

    start = torch.zeros(len(labels), digits.num_classes)
    return {
        "training / test pictures": f"{len(labels):,} / {len(truth):,}",
        "mean pictures as templates, right": share(biases),
        "the same without biases": share(torch.zeros_like(biases)),
        "hinge loss at the start": f"{lab['svm_loss'](start, labels)[0]:.2f}",
        "cross-entropy at the start": f"{lab['softmax_loss'](start, labels)[0]:.3f}",
    }


def train(lab: Lab, digits: Dataset, penalty: str, reg: float, seed: int) -> Minimum:
    """The lab's training: cross-entropy and a penalty, on pictures that the seed draws."""
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(digits.train_labels), generator=generator)[:PICTURES]
    X, y = pixels(digits.train_images[order]), digits.train_labels[order]
    l1, l2 = (reg, 0.0) if penalty == "L1" else (0.0, reg)
    return minimize(
        lambda W, b: lab["classifier_loss"](W, b, X, y, lab["softmax_loss"], lab["l2_penalty"], l2),
        0.01 * torch.randn(digits.num_classes, X.shape[1], generator=generator),
        torch.zeros(digits.num_classes),
        l1=l1,
        steps=STEPS,
    )


def seeded_rows(lab: Lab, digits: Dataset) -> Rows:
    """What depends on which pictures are drawn, and on the start: least and largest."""
    queries, truth = pixels(digits.test_images), digits.test_labels
    rows: Rows = {}
    for penalty in ("L2", "L1"):
        found = [train(lab, digits, penalty, REG, seed) for seed in SEEDS]
        right = [(lab["scores"](f.W, queries, f.b).argmax(dim=1) == truth).float().mean()
                 for f in found]  # fmt: skip
        zero = [(f.W == 0).float().mean() for f in found]
        unread = [(f.W == 0).all(dim=0).float().mean() for f in found]
        rows[f"{penalty}, λ = {REG:g}: right"] = spread(right, ".1%")
        rows[f"{penalty}, λ = {REG:g}: weights exactly 0"] = spread(zero, ".0%")
        rows[f"{penalty}, λ = {REG:g}: pixels that count for no class"] = spread(unread, ".0%")
    return rows


def plane_rows(lab: Lab) -> Rows:
    """The line with the least cross-entropy on points that no line separates."""
    sets = {
        "XOR": lambda seed: toy.xor(200, seed=seed),
        "a ring": lambda seed: toy.rings(200, 2, seed=seed),
        "islands": lambda seed: toy.islands(200, seed=seed),
    }
    rows: Rows = {}
    for name, sample in sets.items():
        right = []
        for seed in SEEDS:
            points, labels = sample(seed)
            found = minimize(
                lambda W, b, points=points, labels=labels: lab["classifier_loss"](
                    W, b, points, labels, lab["softmax_loss"], lab["l2_penalty"], 1e-4
                ),
                torch.zeros(2, 2),
                torch.zeros(2),
            )
            decided = lab["scores"](found.W, points, found.b).argmax(dim=1)
            right.append((decided == labels).float().mean())
        rows[f"{name}, the line with the least loss: right"] = spread(right, ".0%")
    return rows


def timed_rows(lab: Lab) -> Rows:
    """What depends on the machine: least and largest over repeated runs."""
    factors = []
    for seed in SEEDS:
        generator = torch.Generator().manual_seed(seed)
        s = torch.randn(300, 10, generator=generator)
        y = torch.randint(10, (300,), generator=generator)
        factors.append(
            time_ratio(
                lambda s=s, y=y: lab["svm_loss_naive"](s, y),
                lambda s=s, y=y: lab["svm_loss"](s, y),
                repeats=3,
            )
        )
    return {"hinge loss with loops ÷ without, time": spread(factors, ".0f")}


def rows(lab: Lab, digits: Dataset) -> Rows:
    """All rows that need no notebook."""
    return {
        **fixed_rows(lab, digits),
        **seeded_rows(lab, digits),
        **plane_rows(lab),
        **timed_rows(lab),
    }

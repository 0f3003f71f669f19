"""The numbers of Lab 5's table "What you should see", measured with the reference solution."""

from __future__ import annotations

import time
from typing import Any

import torch
from torch import Tensor

from benchmarks.tables import SEEDS, Rows, spread
from course_lib.checks import largest_tensor
from course_lib.data import Dataset

Lab = dict[str, Any]

#: How the lab trains on the full set.
HIDDEN = 200
FULL = {"epochs": 6, "lr": 0.1, "reg": 1e-5}


def flat(digits: Dataset, part: str) -> tuple[Tensor, Tensor]:
    """The pictures of a part as rows from 0 to 1, and their labels."""
    images: Tensor = getattr(digits, f"{part}_images")
    return images.flatten(1).float() / 255, getattr(digits, f"{part}_labels")


def trained(lab: Lab, pictures: tuple[Tensor, Tensor], hidden: int, seed: int, **how: Any) -> Any:
    """A network of the reference solution's after training."""
    net = lab["TwoLayerNet"](pictures[0].shape[1], hidden, 10, seed=seed)
    lab["train"](net, *pictures, seed=seed, **how)
    return net


def fixed_rows(lab: Lab, digits: Dataset) -> Rows:
    """What has no chance in it: the same on every machine."""
    x, dout = torch.ones(4096), torch.ones(4096)
    jacobian = largest_tensor(lambda a, b: torch.diag((a > 0).float()) @ b, x, dout)
    entries = largest_tensor(lab["relu_backward"], dout, lab["relu_forward"](x)[1])
    places = torch.linspace(-8, 8, 1601, dtype=torch.float64)
    slope = lab["sigmoid_backward"](torch.ones_like(places), lab["sigmoid_forward"](places)[1])
    net = lab["TwoLayerNet"](digits.train_images[0].numel(), HIDDEN, 10)
    sizes = (len(digits.train_images), len(digits.val_images), len(digits.test_images))
    return {
        "training / validation / test pictures": " / ".join(f"{size:,}" for size in sizes),
        "steepest slope of the sigmoid": f"{slope.max():.3f}",
        "ReLU backwards for 4096 numbers, largest tensor": f"{4 * entries / 1e6:.3f} MB",
        "the same by the full Jacobian": f"{4 * jacobian / 1e6:.3f} MB",
        "parameters, 200 hidden units": f"{sum(p.numel() for p in net.params.values()):,}",
    }


def seeded_rows(lab: Lab, digits: Dataset) -> Rows:
    """What depends on the first weights and on the order of the pictures: least and largest."""
    train, test = flat(digits, "train"), flat(digits, "test")
    first, scores, seconds = [], [], []
    for seed in SEEDS:
        start = lab["TwoLayerNet"](train[0].shape[1], HIDDEN, 10, seed=seed)
        first.append(start.loss(train[0][:1000], train[1][:1000])[0].item())
        begun = time.process_time()  # of the processor, which other programs do not stretch
        net = trained(lab, train, HIDDEN, seed, **FULL)
        seconds.append(time.process_time() - begun)
        scores.append(lab["accuracy"](net, *test))
    return {
        "loss before the first step": spread(first, ".2f"),
        "test accuracy, 200 hidden units": spread(scores, ".2%"),
        "training it, processor seconds": spread(seconds, ".0f"),
    }


def curve_rows(lab: Lab, digits: Dataset) -> Rows:
    """The curves of section 8 at a few places, on the validation pictures."""
    (images, labels), validation = flat(digits, "train"), flat(digits, "val")
    rows: Rows = {}
    for hidden in (1, 16, 256):
        nets = (
            trained(lab, (images[:5_000], labels[:5_000]), hidden, seed, epochs=6, lr=0.05)
            for seed in SEEDS
        )
        scores = [lab["accuracy"](net, *validation) for net in nets]
        unit = f"{hidden} hidden unit{'s' * (hidden > 1)}"
        rows[f"validation, {unit}, up to 5,000 pictures"] = spread(scores, ".1%")
    few = (images[:500], labels[:500])
    for reg in (1e-5, 1e-2, 3e-1):
        nets = [
            trained(lab, few, 100, seed, epochs=20, lr=0.05, reg=reg, batch_size=50)
            for seed in SEEDS
        ]
        scores = [lab["accuracy"](net, *validation) for net in nets]
        rows[f"validation, λ = {reg:g}, 500 pictures"] = spread(scores, ".1%")
    return rows


def rows(lab: Lab, digits: Dataset) -> Rows:
    """All rows that need no notebook."""
    return {**fixed_rows(lab, digits), **seeded_rows(lab, digits), **curve_rows(lab, digits)}

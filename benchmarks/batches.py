"""An epoch of minibatches held on the device beside torch's DataLoader."""

from __future__ import annotations

import torch
from torch.utils.data import DataLoader, TensorDataset

from benchmarks.ratio import Ratio, side_by_side
from course_lib import default_device, minibatches


def measure(rows: int = 20_000) -> list[Ratio]:
    """One shuffled epoch of pictures of MNIST's shape, in batches of 128."""
    device = default_device()
    x = torch.rand(rows, 784, device=device)
    y = torch.randint(10, (rows,), device=device)
    loader = DataLoader(TensorDataset(x, y), batch_size=128, shuffle=True)

    def epoch(batches) -> None:
        for images, labels in batches:
            images.sum() + labels.sum()

    return [
        side_by_side(
            f"minibatches, {rows:,} rows, batch 128 ÷ DataLoader",
            lambda: epoch(minibatches(x, y, size=128)),
            lambda: epoch(loader),
            target=1.0,
        )
    ]

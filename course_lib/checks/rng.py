"""Random inputs for checks: fixed in a notebook, fresh for every student under the judge."""

from __future__ import annotations

import hashlib

import torch
from torch import Tensor

from course_lib.checks.core import running
from course_lib.checks.recorders import current_recorder


class Rng:
    """A generator of test inputs, always drawn on the CPU so that a seed means the same anywhere.

    Args:
        seed: Any text; the same text gives the same numbers.
        dtype: Of the numbers, where a call does not name another.

    Example:
        >>> Rng("a").integers(0, 10, (3,)).tolist() == Rng("a").integers(0, 10, (3,)).tolist()
        True
    """

    def __init__(self, seed: str, dtype: torch.dtype = torch.float32) -> None:
        self.dtype = dtype
        digest = hashlib.sha256(seed.encode()).digest()
        self.generator = torch.Generator().manual_seed(int.from_bytes(digest[:8], "big") >> 1)

    def normal(self, *shape: int, dtype: torch.dtype | None = None) -> Tensor:
        """Independent standard normal numbers of the given shape."""
        drawn = torch.randn(shape, generator=self.generator, dtype=torch.float64)
        return drawn.to(dtype or self.dtype)

    def mixed(self, *shape: int) -> Tensor:
        """Numbers of either sign and of all sizes from 1e-7 to 1e3; one in eight is exactly 0."""
        sizes = 10 ** self.uniform(*shape, low=-7, high=3, dtype=torch.float64)
        kept = self.integers(0, 8, shape) > 0
        return (self.normal(*shape, dtype=torch.float64) * sizes * kept).to(self.dtype)

    def uniform(
        self, *shape: int, low: float = 0.0, high: float = 1.0, dtype: torch.dtype | None = None
    ) -> Tensor:
        """Independent numbers, uniform on [low, high)."""
        unit = torch.rand(shape, generator=self.generator, dtype=torch.float64)
        return (low + (high - low) * unit).to(dtype or self.dtype)

    def integers(
        self, low: int, high: int, shape: tuple[int, ...], dtype: torch.dtype = torch.int64
    ) -> Tensor:
        """Independent integers from low to high - 1."""
        return torch.randint(low, high, shape, generator=self.generator).to(dtype)

    def permutation(self, n: int) -> Tensor:
        """The numbers 0 to n - 1 in random order."""
        return torch.randperm(n, generator=self.generator)


def rng() -> Rng:
    """Fresh inputs for the running check.

    The seed is made from the recorder's seed, the check's title and how often the check asked, so
    a check draws the same numbers whatever ran before it, and any verdict can be replayed.

    Returns:
        A generator; two calls inside one check give different numbers.

    Example:
        >>> rng().normal(2, 3).shape
        torch.Size([2, 3])
    """
    current = running.get()
    title, draws = ("", 0) if current is None else (current.title, current.draws)
    if current is not None:
        current.draws += 1
    return Rng(f"{current_recorder().seed}|{title}|{draws}")

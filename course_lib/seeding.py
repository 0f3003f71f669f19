"""One call that makes a run repeatable."""

import random

import numpy as np
import torch


def seed_everything(seed: int) -> torch.Generator:
    """Seed Python's, NumPy's and torch's random numbers (torch's on every device).

    Args:
        seed: A whole number from 0 to 2³² − 1, the range that NumPy accepts.

    Returns:
        A generator of its own on the processor, seeded alike: hand it to :func:`minibatches` or
        :func:`fit`, so that their order does not depend on what else drew numbers before.

    Raises:
        ValueError: ``seed`` is no whole number in that range.

    Example:
        >>> _ = seed_everything(0)
        >>> first = torch.rand(3)
        >>> generator = seed_everything(0)
        >>> torch.equal(first, torch.rand(3))
        True
        >>> torch.equal(first, torch.rand(3, generator=generator))
        True
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**32:
        raise ValueError(f"`seed` is {seed!r}; expected a whole number from 0 to 2**32 - 1.")
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)  # covers CUDA and MPS too
    return torch.Generator().manual_seed(seed)

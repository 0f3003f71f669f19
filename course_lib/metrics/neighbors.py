"""Measures made of nearest neighbours: can two sets be told apart, and is one copied?"""

from __future__ import annotations

import torch
from jaxtyping import Float, Int, Shaped
from torch import Tensor

from course_lib.batches import map_rows


def two_sample_accuracy(real: Float[Tensor, "n d"], fake: Float[Tensor, "m d"]) -> float:
    r"""How well one nearest neighbour tells two sets apart, each point left out in turn.

    Every point of both sets together is asked which set its nearest other point belongs to. The
    answer is right about half the time where both come from one distribution, and always where
    they lie apart. Well below one half, fake points sit on top of single real ones: copies.

    Args:
        real: Points, one a row.
        fake: As many points of the other set: sets of unequal size shift the chance level.

    Returns:
        The share of right answers, between 0 and 1.

    Raises:
        ValueError: They are no tables of one width, or not equally long.

    Source:
        D. Lopez-Paz, M. Oquab (2017), *Revisiting classifier two-sample tests*, section 3.

    Example:
        >>> real = torch.tensor([[0.0], [1.0], [2.0]])
        >>> two_sample_accuracy(real, real + 100)
        1.0
    """
    if real.ndim != 2 or real.shape != fake.shape or len(real) < 2:
        raise ValueError(
            "expected two tables of one shape with at least two rows, got "
            f"{tuple(real.shape)} and {tuple(fake.shape)}; take as many of the one as of the other."
        )
    points = torch.cat([real, fake]).detach()
    is_real = torch.arange(len(points), device=points.device) < len(real)
    rows = torch.arange(len(points), device=points.device)

    def nearest(some: Tensor) -> Tensor:
        distances = torch.cdist(points[some], points)
        distances[torch.arange(len(some), device=some.device), some] = torch.inf
        return distances.argmin(dim=1)

    found = map_rows(nearest, rows, rows=500)
    return float((is_real[found] == is_real).float().mean())


def nearest_images(
    samples: Shaped[Tensor, "n ..."], images: Shaped[Tensor, "m ..."]
) -> tuple[Float[Tensor, " n"], Int[Tensor, " n"]]:
    r"""For each sample the nearest of some images: :math:`\min_j \|s_i - x_j\|_2` over pixels.

    A generator that copies comes much nearer to its training pictures than fresh real pictures do.

    Args:
        samples: Pictures, in the values of ``images``.
        images: The pictures to search, usually those trained on.

    Returns:
        The distances, in units of the pixels, and the positions in ``images``.

    Raises:
        ValueError: The pictures differ in shape, or there are no images.

    Example:
        >>> distances, places = nearest_images(torch.tensor([[0.0, 3.0]]), torch.eye(2))
        >>> distances, places
        (tensor([2.]), tensor([1]))
    """
    if samples.shape[1:] != images.shape[1:] or len(images) == 0:
        raise ValueError(
            "expected pictures of one shape, got "
            f"{tuple(samples.shape[1:])} and {tuple(images.shape[1:])}, and at least one image."
        )
    flat = images.detach().flatten(1).float()

    def nearest(some: Tensor) -> tuple[Tensor, Tensor]:
        found = torch.cdist(some.detach().flatten(1).float(), flat).min(dim=1)
        return found.values, found.indices

    distances, places = map_rows(nearest, samples, rows=200)
    return distances, places

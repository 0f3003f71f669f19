"""Small sets of points in the plane, on which a classifier's regions can be drawn.

Each function returns ``(points, labels)``; the labels run 0, 1, …, 0, 1, … so that the classes are
as equal in size as can be, and the same seed gives the same points on every device.
"""

import math

import torch
from jaxtyping import Float, Int64
from torch import Tensor


def blobs(
    num_points: int = 100,
    num_classes: int = 3,
    *,
    spread: float = 0.8,
    seed: int | torch.Generator = 0,
    device: torch.device | str | None = None,
) -> tuple[Float[Tensor, "n 2"], Int64[Tensor, " n"]]:
    """One round Gaussian cloud per class, their centres on a circle of radius 2, turned at random.

    Args:
        num_points: Number of points over all classes.
        num_classes: Number of clouds.
        spread: Standard deviation of a cloud; at 0.8 three of them touch.
        seed: A seed, or a CPU generator to go on with.
        device: Where the result lies; the CPU by default.

    Returns:
        The points and their classes.

    Raises:
        ValueError: There are fewer points than classes, or no class, or a negative spread.

    Example:
        >>> points, labels = blobs(num_points=5, num_classes=2)
        >>> points.shape, labels
        (torch.Size([5, 2]), tensor([0, 1, 0, 1, 0]))
    """
    labels = _labels(num_points, num_classes)
    generator = _generator(seed)
    turn = 2 * math.pi * torch.rand((), generator=generator)
    angles = turn + 2 * math.pi * labels / num_classes
    return _finish(2 * _on_circle(angles), labels, spread, generator, device)


def rings(
    num_points: int = 200,
    num_classes: int = 2,
    *,
    noise: float = 0.1,
    seed: int | torch.Generator = 0,
    device: torch.device | str | None = None,
) -> tuple[Float[Tensor, "n 2"], Int64[Tensor, " n"]]:
    """Rings round the origin, class c with radius c + 0.5: no line separates them, the radius does.

    Args:
        num_points: Number of points over all classes.
        num_classes: Number of rings.
        noise: Standard deviation of each coordinate about its ring.
        seed: A seed, or a CPU generator to go on with.
        device: Where the result lies; the CPU by default.

    Returns:
        The points and their classes, 0 innermost.

    Raises:
        ValueError: There are fewer points than classes, or no class, or a negative noise.

    Example:
        >>> points, labels = rings(num_points=4, noise=0.0)
        >>> points.norm(dim=1), labels
        (tensor([0.5000, 1.5000, 0.5000, 1.5000]), tensor([0, 1, 0, 1]))
    """
    labels = _labels(num_points, num_classes)
    generator = _generator(seed)
    angles = 2 * math.pi * torch.rand(num_points, generator=generator)
    return _finish((labels + 0.5)[:, None] * _on_circle(angles), labels, noise, generator, device)


def spiral(
    num_points: int = 300,
    num_classes: int = 3,
    *,
    noise: float = 0.06,
    turns: float = 0.75,
    seed: int | torch.Generator = 0,
    device: torch.device | str | None = None,
) -> tuple[Float[Tensor, "n 2"], Int64[Tensor, " n"]]:
    """Spiral arms, one per class, from the middle out to radius 2.

    Args:
        num_points: Number of points over all classes.
        num_classes: Number of arms.
        noise: Standard deviation of each coordinate about its arm.
        turns: How many times an arm goes round.
        seed: A seed, or a CPU generator to go on with.
        device: Where the result lies; the CPU by default.

    Returns:
        The points and their classes.

    Raises:
        ValueError: There are fewer points than classes, or no class, or a negative noise.

    Example:
        >>> points, labels = spiral(num_points=9)
        >>> points.shape, labels.bincount()
        (torch.Size([9, 2]), tensor([3, 3, 3]))
    """
    labels = _labels(num_points, num_classes)
    generator = _generator(seed)
    along = 0.1 + 0.9 * torch.rand(num_points, generator=generator)
    angles = 2 * math.pi * (turns * along + labels / num_classes)
    return _finish(2 * along[:, None] * _on_circle(angles), labels, noise, generator, device)


def xor(
    num_points: int = 200,
    *,
    gap: float = 0.1,
    seed: int | torch.Generator = 0,
    device: torch.device | str | None = None,
) -> tuple[Float[Tensor, "n 2"], Int64[Tensor, " n"]]:
    """A square of four quarters: class 1 where the coordinates' signs differ, else class 0.

    Args:
        num_points: Number of points over both classes.
        gap: Distance of every point from both axes, at least; the square ends at ±1.
        seed: A seed, or a CPU generator to go on with.
        device: Where the result lies; the CPU by default.

    Returns:
        The points and their classes.

    Raises:
        ValueError: There are fewer than two points, or the gap is not between 0 and 1.

    Example:
        >>> points, labels = xor(num_points=6)
        >>> ((points[:, 0] * points[:, 1]) < 0).long(), labels
        (tensor([0, 1, 0, 1, 0, 1]), tensor([0, 1, 0, 1, 0, 1]))
    """
    labels = _labels(num_points, 2)
    if not 0 <= gap < 1:
        raise ValueError(f"gap must be at least 0 and below 1, but is {gap}; try 0.1.")
    generator = _generator(seed)
    size = gap + (1 - gap) * torch.rand(num_points, 2, generator=generator)
    x_sign = 2 * torch.randint(2, (num_points,), generator=generator) - 1
    y_sign = x_sign * (1 - 2 * labels)
    return _finish(size * torch.stack([x_sign, y_sign], dim=1), labels, 0.0, generator, device)


def islands(
    num_points: int = 300,
    *,
    noise: float = 0.0,
    seed: int | torch.Generator = 0,
    device: torch.device | str | None = None,
) -> tuple[Float[Tensor, "n 2"], Int64[Tensor, " n"]]:
    """Class 1 in three round islands, class 0 in the sea about them: one class, separate places.

    The islands have radius 0.45 and lie on a circle of radius 1.1; the sea fills the square to ±2
    and keeps 0.15 from every island.

    Args:
        num_points: Number of points over both classes.
        noise: Standard deviation of what is added to each coordinate.
        seed: A seed, or a CPU generator to go on with.
        device: Where the result lies; the CPU by default.

    Returns:
        The points and their classes.

    Raises:
        ValueError: There are fewer than two points, or a negative noise.

    Example:
        >>> points, labels = islands(num_points=300)
        >>> labels.bincount()
        tensor([150, 150])
    """
    labels = _labels(num_points, 2)
    generator = _generator(seed)
    centres = 1.1 * _on_circle(2 * math.pi * torch.arange(3) / 3 + math.pi / 2)
    points = torch.empty(num_points, 2)
    on_land = labels == 1
    count = int(on_land.sum())
    # The root makes the points even over the disc's area.
    radius = 0.45 * torch.rand(count, generator=generator).sqrt()
    angles = 2 * math.pi * torch.rand(count, generator=generator)
    points[on_land] = centres[torch.arange(count) % 3] + radius[:, None] * _on_circle(angles)
    points[~on_land] = _sea(num_points - count, centres, 0.6, generator)
    return _finish(points, labels, noise, generator, device)


def _sea(
    count: int, centres: Float[Tensor, "i 2"], distance: float, generator: torch.Generator
) -> Float[Tensor, "s 2"]:
    """Even points in the square to ±2, drawn again while nearer than ``distance`` to a centre."""
    kept = torch.empty(0, 2)
    while len(kept) < count:
        drawn = 4 * torch.rand(2 * count + 8, 2, generator=generator) - 2
        kept = torch.cat([kept, drawn[torch.cdist(drawn, centres).amin(dim=1) > distance]])
    return kept[:count]


def _labels(num_points: int, num_classes: int) -> Int64[Tensor, " n"]:
    if num_classes < 1:
        raise ValueError(f"num_classes must be 1 or more, but is {num_classes}; try 3.")
    if num_points < num_classes:
        raise ValueError(
            f"num_points must be at least num_classes = {num_classes}, so that every class has a "
            f"point, but is {num_points}; ask for more points."
        )
    return torch.arange(num_points) % num_classes


def _generator(seed: int | torch.Generator) -> torch.Generator:
    if isinstance(seed, torch.Generator):
        return seed
    return torch.Generator().manual_seed(seed)


def _on_circle(angles: Float[Tensor, " n"]) -> Float[Tensor, "n 2"]:
    return torch.stack([angles.cos(), angles.sin()], dim=1)


def _finish(
    points: Float[Tensor, "n 2"],
    labels: Int64[Tensor, " n"],
    noise: float,
    generator: torch.Generator,
    device: torch.device | str | None,
) -> tuple[Float[Tensor, "n 2"], Int64[Tensor, " n"]]:
    if noise < 0:
        raise ValueError(f"the noise (or spread) must be 0 or more, but is {noise}; try 0.1.")
    points = points + noise * torch.randn(points.shape, generator=generator)
    return points.to(device), labels.to(device)

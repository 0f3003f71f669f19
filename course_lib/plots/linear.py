"""What a linear classifier decides in the plane, and where its scores grow."""

from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float
from matplotlib.axes import Axes
from torch import Tensor

from course_lib.plots.arrays import ArrayLike, to_numpy
from course_lib.plots.regions import decision_regions
from course_lib.plots.style import INK, class_color

_LONGEST = 0.3  # of the picture's shorter side


def linear_regions(
    W: Float[Tensor, "c 2"] | np.ndarray,
    b: Float[Tensor, " c"] | np.ndarray,
    points: ArrayLike,
    labels: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    resolution: int = 200,
    legend: bool = True,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The regions of the scores :math:`W x + b`, and each row of W as an arrow.

    An arrow points where its class's score grows; its length is that of the row, all on one scale.
    The arrows begin in the middle of the picture. A place where several classes share the highest
    score is left white.

    Args:
        W: One row of two weights per class.
        b: One bias per class.
        points: ``(n, 2)`` points to draw.
        labels: ``(n,)`` their classes, from 0.
        names: One name per class for the legend.
        resolution: Cells along each axis.
        legend: Whether to draw the legend, beside the axes.
        title: Title of the axes.
        ax: Axes to draw on; a new figure when None.

    Returns:
        The axes; ``ax.images[0]`` holds the coloured cells, ``ax.patches`` the arrows.

    Raises:
        ValueError: W does not have two columns, or b not one entry for each row of W.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> W, b = torch.tensor([[-1.0, 0.0], [1.0, 0.0]]), torch.zeros(2)
        >>> axes = linear_regions(W, b, torch.tensor([[-1.0, 0.0], [1.0, 1.0]]), [0, 1])
        >>> len(axes.patches)
        2
        >>> plt.close()
    """
    weights = to_numpy(W, "W").astype(np.float64)
    biases = to_numpy(b, "b").astype(np.float64)
    if weights.ndim != 2 or weights.shape[1] != 2 or biases.shape != weights.shape[:1]:
        raise ValueError(
            f"W must have shape (classes, 2) and b (classes,), but they have {weights.shape} and "
            f"{biases.shape}; regions can be drawn for two features only."
        )

    def decide(queries: Tensor) -> Tensor:
        table = queries.double().cpu() @ torch.from_numpy(weights).T + torch.from_numpy(biases)
        highest = table.max(dim=1, keepdim=True).values
        tied = (table == highest).sum(dim=1) > 1
        return torch.where(tied, -1, table.argmax(dim=1))

    ax = decision_regions(
        decide,
        points,
        labels,
        num_classes=max(len(weights), int(to_numpy(labels, "labels").max()) + 1),
        names=names,
        resolution=resolution,
        legend=legend,
        title=title,
        ax=ax,
    )
    _draw_arrows(ax, weights)
    return ax


def _draw_arrows(ax: Axes, weights: np.ndarray) -> None:
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    longest = float(np.linalg.norm(weights, axis=1).max(initial=0.0))
    if not np.isfinite(longest) or longest == 0:
        return
    size = _LONGEST * min(right - left, top - bottom)
    for index, (dx, dy) in enumerate(weights * size / longest):
        # A row of zeros, or nearly, points nowhere.
        if np.hypot(dx, dy) > 0.02 * size:
            ax.arrow(
                (left + right) / 2,
                (bottom + top) / 2,
                dx,
                dy,
                width=0.07 * size,
                length_includes_head=True,
                facecolor=class_color(index),
                edgecolor=INK,
                linewidth=0.8,
                zorder=4,
            )

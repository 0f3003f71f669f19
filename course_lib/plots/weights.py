"""The rows of a weight matrix as pictures: what each class looks for."""

import math
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from matplotlib.axes import Axes
from torch import Tensor

from course_lib.plots.arrays import check_names, to_numpy
from course_lib.plots.images import image_grid
from course_lib.plots.style import INK, TICK_SIZE


def templates(
    W: Float[Tensor, "c d"] | np.ndarray,
    image_shape: Sequence[int],
    names: Sequence[str] | None = None,
    *,
    columns: int = 5,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """One picture per class, all on one scale that is symmetric about 0.

    One-channel weights are blue where a bright pixel lowers the score, white where it does not
    matter, and red where it raises the score. Three-channel weights are drawn as colours, grey
    for 0.

    Args:
        W: One row of weights per class, without the bias.
        image_shape: ``(h, w)``, ``(1, h, w)`` or ``(3, h, w)`` of one image.
        names: One name per class; the class numbers by default.
        columns: Pictures in a row, at most.
        title: A title over all pictures.
        ax: Axes to draw on; a new figure when None.

    Returns:
        The axes, one image per class in ``ax.images``.

    Raises:
        ValueError: A row of ``W`` does not have as many weights as the image has values.

    Example:
        >>> import torch, matplotlib.pyplot as plt
        >>> axes = templates(torch.randn(10, 784), (28, 28))
        >>> len(axes.images)
        10
        >>> plt.close()
    """
    weights = to_numpy(W, "W").astype(np.float64)
    shape = tuple(int(size) for size in image_shape)
    if len(shape) not in (2, 3) or (len(shape) == 3 and shape[0] not in (1, 3)):
        raise ValueError(
            f"image_shape must be (h, w), (1, h, w) or (3, h, w), but is {shape}; "
            "MNIST has (28, 28), CIFAR-10 (3, 32, 32)."
        )
    if weights.ndim != 2 or weights.shape[1] != math.prod(shape) or len(weights) == 0:
        raise ValueError(
            f"W must have shape (classes, {math.prod(shape)}) for images of shape {shape}, "
            f"but has {weights.shape}; {_shape_hint(weights, math.prod(shape))}."
        )
    finite = np.abs(weights[np.isfinite(weights)])
    scale = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
    axes = image_grid(
        weights.reshape(-1, *shape),
        check_names(names, len(weights), "classes"),
        columns=columns,
        value_range=(-scale, scale),
        cmap="RdBu_r",
        title=title,
        ax=ax,
    )
    if len(shape) == 2 or shape[0] == 1:
        if ax is None:
            axes.figure.set_figwidth(axes.figure.get_figwidth() + 0.9)  # pyright: ignore
        _add_scale(axes, scale)
    return axes


def _shape_hint(weights: np.ndarray, size: int) -> str:
    if weights.ndim == 2 and weights.shape[0] == size:
        return "this looks transposed, pass W.T"
    if weights.ndim == 2 and weights.shape[1] == size + 1:
        return "this looks like weights with the bias, pass W[:, :-1] or W[:, 1:]"
    return "flatten each class's weights to one row"


def _add_scale(ax: Axes, scale: float) -> None:
    """A colour bar in units of the weights; the images themselves hold 0 … 1."""
    bar = ax.figure.colorbar(ax.images[0], ax=ax, shrink=0.85, pad=0.02, aspect=25)
    bar.set_ticks([0, 0.5, 1], labels=[f"−{scale:.2g}", "0", f"+{scale:.2g}"])
    bar.ax.tick_params(colors=INK, labelsize=TICK_SIZE)
    bar.outline.set_visible(False)  # pyright: ignore[reportCallIssue]
    bar.set_label("weight", color=INK, fontsize=TICK_SIZE)

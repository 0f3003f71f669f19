"""Which classes a classifier takes for which."""

from collections.abc import Sequence

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm

from course_lib.plots.arrays import ArrayLike, check_names, to_labels
from course_lib.plots.style import FAINT, LABEL_SIZE, clean_axes, new_axes

_CMAP = colormaps["Blues"]
# Under a straight scale a 2 % mistake beside a 98 % diagonal would be as white as none.
_NORM = PowerNorm(gamma=0.5, vmin=0, vmax=100)


def confusion_matrix(
    true: ArrayLike,
    predicted: ArrayLike,
    names: Sequence[str] | None = None,
    *,
    num_classes: int | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    r"""Counts :math:`N_{ij}` of examples of class i taken for class j, with the share of row i.

    Args:
        true: ``(n,)`` true classes, from 0.
        predicted: ``(n,)`` predicted classes, from 0.
        names: One name per class; the class numbers by default.
        num_classes: Number of classes; by default as many as there are names, or as occur.
        title: Title of the axes; by default the accuracy.
        ax: Axes to draw on; a new figure when None.

    Returns:
        The axes; ``ax.images[0]`` holds the row percentages.

    Raises:
        ValueError: The two do not have the same length, or a label is out of range.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> axes = confusion_matrix([0, 0, 1], [0, 1, 1], ["cat", "dog"])
        >>> [text.get_text() for text in axes.texts]
        ['1\n50 %', '1\n50 %', '0', '1\n100 %']
        >>> plt.close()
    """
    rows, columns = to_labels(true, "true"), to_labels(predicted, "predicted")
    if len(rows) != len(columns) or len(rows) == 0:
        raise ValueError(
            "true and predicted must have one label per example, but have "
            f"{len(rows)} and {len(columns)}; take the same selection of both."
        )
    highest = int(max(rows.max(), columns.max()))
    if num_classes is None:
        num_classes = highest + 1 if names is None else len(names)
    if highest >= num_classes:
        raise ValueError(
            f"labels must be below the number of classes, {num_classes}, but the largest is "
            f"{highest}; name every class or raise num_classes."
        )
    texts = check_names(names, num_classes, "classes")
    counts = np.bincount(rows * num_classes + columns, minlength=num_classes**2)
    counts = counts.reshape(num_classes, num_classes)
    # A class without examples has no shares: 0, not 0/0.
    shares = 100 * counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

    side = min(max(0.68 * num_classes, 2.6), 9.0)
    ax = new_axes(ax, size=(side + 1.2, side + 1.0))
    ax.imshow(shares, cmap=_CMAP, norm=_NORM, interpolation="nearest")
    _write_cells(ax, counts, shares)
    _name_axes(ax, texts)
    if title is None:
        right = int(np.trace(counts))
        title = f"{right} of {len(rows)} right ({100 * right / len(rows):.1f} %)"
    return clean_axes(ax, title=title, xlabel="predicted", ylabel="true", grid=False)


def _write_cells(ax: Axes, counts: np.ndarray, shares: np.ndarray) -> None:
    size = min(max(13 - 0.35 * len(counts), 6), LABEL_SIZE)
    for row, column in np.ndindex(*counts.shape):
        count, share = int(counts[row, column]), float(shares[row, column])
        text = f"{count}\n{_percent(share)}" if count else "0"
        color = _readable_on(_CMAP(_NORM(share))) if count else "#6B6B6B"
        ax.text(
            column,
            row,
            text,
            ha="center",
            va="center",
            color=color,
            fontsize=size,
            linespacing=1.1,
            fontweight="bold" if row == column else "normal",
        )


def _percent(share: float) -> str:
    """A share without false precision, and never a rounded-up "100 %" or a rounded-down "0 %"."""
    if share < 0.95:
        return f"{share:.1f} %" if share >= 0.05 else "<0.1 %"
    return ">99 %" if 99.5 <= share < 100 else f"{share:.0f} %"


def _readable_on(background: tuple[float, ...]) -> str:
    """Black or white, whichever has the higher WCAG contrast on the background."""
    rgb = np.asarray(background[:3])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ (0.2126, 0.7152, 0.0722))
    # (L + 0.05) / 0.05 against 1.05 / (L + 0.05): they are equal at L ≈ 0.179.
    return "black" if luminance > 0.179 else "white"


def _name_axes(ax: Axes, texts: list[str]) -> None:
    places = range(len(texts))
    crowded = max(len(text) for text in texts) > 6  # letters that fit under a cell
    ax.set_xticks(places, texts, rotation=35 if crowded else 0, ha="right" if crowded else "center")
    ax.set_yticks(places, texts)
    ax.tick_params(length=0)
    # Faint lines between the cells, which the minor ticks carry.
    ax.set_xticks(np.arange(0.5, len(texts) - 1), minor=True)
    ax.set_yticks(np.arange(0.5, len(texts) - 1), minor=True)
    ax.tick_params(which="minor", length=0)
    ax.grid(which="minor", color=FAINT, linewidth=0.8)

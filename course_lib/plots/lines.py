"""Curves over epochs or steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from course_lib.plots.arrays import ArrayLike, to_numpy
from course_lib.plots.style import (
    LINE_STYLES,
    class_color,
    class_marker,
    clean_axes,
    clean_legend,
    new_axes,
    whole_numbers,
)

if TYPE_CHECKING:
    from course_lib.training import History


def curves(
    series: Mapping[str, ArrayLike] | History,
    *,
    xs: ArrayLike | None = None,
    xlabel: str = "epoch",
    ylabel: str | None = None,
    title: str | None = None,
    smooth: int = 1,
    log_y: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """One line per named series; a series that becomes nan or inf ends in a cross.

    Args:
        series: Name → values, such as ``{"train": […], "validation": […]}`` or the history
            that ``course_lib.fit`` returns.
        xs: Where the values lie; by default 1, 2, 3, …
        xlabel: Name of the horizontal axis.
        ylabel: Name of the vertical axis.
        title: Title of the axes.
        smooth: Draw the mean of so many latest values, and the values themselves faintly behind.
        log_y: Whether the vertical axis is logarithmic.
        ax: Axes to draw on; a new figure when None.

    Returns:
        The axes.

    Raises:
        ValueError: There is no series, or one does not have one value for each x.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> axes = curves({"train": [2.3, 0.9, 0.4], "validation": [2.3, 1.0, 0.6]}, ylabel="loss")
        >>> [line.get_label() for line in axes.lines]
        ['train', 'validation']
        >>> plt.close()
    """
    named = series if isinstance(series, Mapping) else getattr(series, "values", None)
    if not isinstance(named, Mapping) or not named:
        raise ValueError(
            'series must map a name to its values, such as {"train": losses}, but is '
            f"{'empty' if isinstance(named, Mapping) else 'a ' + type(series).__name__}; "
            "wrap the values in a dict."
        )
    if smooth < 1:
        raise ValueError(f"smooth must be 1 or more, but is {smooth}; 1 draws the values.")
    given = None if xs is None else to_numpy(xs, "xs").astype(np.float64)
    lines = {name: _check_series(name, values, given) for name, values in named.items()}
    ax = new_axes(ax)
    taken = sum(not line.get_label().startswith("_") for line in ax.lines)  # pyright: ignore
    for index, (name, values) in enumerate(lines.items(), start=taken):
        places = np.arange(1, len(values) + 1) if given is None else given
        _draw_series(ax, places, values, name, index, smooth)
    if log_y:
        ax.set_yscale("log")
    if given is None:
        ax.xaxis.set_major_locator(whole_numbers())
    clean_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    clean_legend(ax)
    return ax


def _check_series(name: str, values: ArrayLike, given: np.ndarray | None) -> np.ndarray:
    found = to_numpy(values, f"the series {name!r}").astype(np.float64)
    if found.ndim != 1 or len(found) == 0:
        raise ValueError(
            f"the series {name!r} must have one axis and a value, but has shape {found.shape}; "
            "pass one number per step."
        )
    if given is not None and given.shape != found.shape:
        raise ValueError(
            f"the series {name!r} needs one value for each x, but there are {len(found)} values "
            f"and xs has shape {given.shape}; leave xs out to count from 1."
        )
    return found


def _draw_series(
    ax: Axes, places: np.ndarray, values: np.ndarray, name: str, index: int, smooth: int
) -> None:
    color = class_color(index)
    if smooth > 1:
        ax.plot(places, values, color=color, linewidth=0.8, alpha=0.3, label=f"_{name} unsmoothed")
        values = _latest_mean(values, smooth)
    finite = np.isfinite(values)
    # Markers tell a few points apart; on a long curve they would hide it.
    ax.plot(
        places,
        np.where(finite, values, np.nan),
        color=color,
        linestyle=LINE_STYLES[index % len(LINE_STYLES)],
        linewidth=2 if smooth > 1 or len(values) <= 200 else 1.2,
        marker=class_marker(index) if len(values) <= 25 else None,
        markersize=5,
        label=str(name),
    )
    if finite.any() and not finite[-1]:
        last = np.flatnonzero(finite)[-1]
        ax.plot(
            places[last],
            values[last],
            marker="x",
            markersize=12,
            markeredgewidth=3,
            color=color,
            linestyle="none",
            label=f"_{name} diverged",
        )


def _latest_mean(values: np.ndarray, window: int) -> np.ndarray:
    """Mean of the latest ``window`` values up to each step, of fewer at the start."""
    sums = np.convolve(values, np.ones(window))[: len(values)]
    return sums / np.minimum(np.arange(1, len(values) + 1), window)

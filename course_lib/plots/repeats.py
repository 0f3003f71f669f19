"""Means with error bars over repeats, such as the folds of a cross-validation."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes

from course_lib.plots.arrays import ArrayLike, to_numpy
from course_lib.plots.style import (
    INK,
    class_color,
    class_marker,
    clean_axes,
    clean_legend,
    new_axes,
    whole_numbers,
)


def error_bars(
    xs: ArrayLike | Sequence[str],
    values: ArrayLike,
    *,
    best: Literal["max", "min"] | None = None,
    label: str | None = None,
    xlabel: str | None = None,
    ylabel: str | None = None,
    title: str | None = None,
    log_x: bool = False,
    ax: Axes | None = None,
) -> Axes:
    r"""Mean ± standard deviation over repeats, each repeat as a faint dot.

    The standard deviation is :math:`\sqrt{\frac1r\sum_i (v_i - \bar v)^2}` over the ``r`` repeats,
    NumPy's default. A nan (a run that failed) is left out.

    Args:
        xs: What was tried: numbers, or names.
        values: ``(len(xs), repeats)``, such as one accuracy per fold.
        best: Mark the x with the largest or the smallest mean.
        label: Name of the series; call again with the same ``ax`` for a second one.
        xlabel: Name of the horizontal axis.
        ylabel: Name of the vertical axis.
        title: Title of the axes.
        log_x: Whether the horizontal axis is logarithmic.
        ax: Axes to draw on; a new figure when None.

    Returns:
        The axes; ``ax.containers[-1]`` is the series just drawn.

    Raises:
        ValueError: There is not one row of values for each x, or no number to call best.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> axes = error_bars([1, 3, 5], [[0.90, 0.92], [0.95, 0.97], [0.94, 0.94]], best="max")
        >>> axes.containers[-1].lines[0].get_ydata().round(2)
        array([0.91, 0.96, 0.94])
        >>> plt.close()
    """
    names, places = _places(xs)
    table = _check_table(values, len(places))
    if best not in (None, "max", "min"):
        raise ValueError(f'best must be "max", "min" or None, but is {best!r}; choose one.')
    if best is not None and not np.isfinite(table).any():
        raise ValueError("best needs a finite value, but there is none; leave best out.")
    if log_x and places.min() <= 0:
        raise ValueError(
            f"a logarithmic axis needs xs above 0, but the smallest is {places.min():g}; "
            "leave log_x out."
        )
    mean, spread = _mean_and_spread(table)

    ax = new_axes(ax)
    _draw_repeats(ax, places, table, mean, spread, label)
    _set_ticks(ax, names, places, log_x=log_x)
    clean_axes(ax, title=title, xlabel=xlabel, ylabel=ylabel)
    if best is not None:
        _mark_best(ax, names, places, mean, best)
    if label is not None or best is not None:
        clean_legend(ax)
    return ax


def _places(xs: ArrayLike | Sequence[str]) -> tuple[list[str] | None, np.ndarray]:
    """Names for the ticks (None for numbers) and where the xs lie."""
    if not hasattr(xs, "dtype") and any(isinstance(x, str) for x in xs):
        return [str(x) for x in xs], np.arange(len(xs), dtype=np.float64)
    places = to_numpy(xs, "xs").astype(np.float64)  # pyright: ignore[reportArgumentType]
    if places.ndim != 1 or len(places) == 0:
        raise ValueError(
            f"xs must have one axis, one entry per setting tried, but has shape {places.shape}; "
            "pass a list such as [1, 3, 5]."
        )
    return None, places


def _mean_and_spread(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of each row's finite values; nan for a row without any."""
    found = np.isfinite(table)
    count = np.where(found.any(axis=1), found.sum(axis=1), np.nan)
    mean = np.where(found, table, 0).sum(axis=1) / count
    squares = np.where(found, table - mean[:, None], 0) ** 2
    return mean, np.sqrt(squares.sum(axis=1) / count)


def _set_ticks(ax: Axes, names: list[str] | None, places: np.ndarray, *, log_x: bool) -> None:
    if names is not None:
        ax.set_xticks(places, names)
    elif log_x:
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter(lambda x, _: f"{x:g}")  # 10, not 10¹
    elif np.equal(places, places.round()).all():
        ax.xaxis.set_major_locator(whole_numbers())


def _check_table(values: ArrayLike, rows: int) -> np.ndarray:
    table = to_numpy(values, "values").astype(np.float64)
    if table.ndim != 2 or len(table) != rows or table.shape[1] == 0:
        hint = "stack the repeats of each x in a row"
        if table.ndim == 2 and table.shape[1] == rows:
            hint = "this looks transposed, pass values.T"
        raise ValueError(
            f"values must have shape ({rows}, repeats), one row for each x, "
            f"but have {table.shape}; {hint}."
        )
    return table


def _draw_repeats(
    ax: Axes,
    places: np.ndarray,
    table: np.ndarray,
    mean: np.ndarray,
    spread: np.ndarray,
    label: str | None,
) -> None:
    index = len(ax.containers)  # a second series gets the second colour
    color = class_color(index)
    xs = np.repeat(places, table.shape[1])
    ax.scatter(xs, table.ravel(), s=18, color=color, alpha=0.35, linewidths=0)
    ax.errorbar(
        places,
        mean,
        yerr=spread,
        color=color,
        marker=class_marker(index),
        markersize=6,
        linewidth=1.8,
        capsize=4,
        label=label,
        zorder=3,
    )


def _mark_best(
    ax: Axes, names: list[str] | None, places: np.ndarray, mean: np.ndarray, best: str
) -> None:
    """A ring round the best mean; the legend, which keeps clear of the data, names it."""
    index = int(np.nanargmax(mean) if best == "max" else np.nanargmin(mean))
    name = f"{places[index]:g}" if names is None else names[index]
    value = f"{mean[index]:.4g}".replace("-", "−")
    ax.plot(
        places[index],
        mean[index],
        marker="o",
        markersize=15,
        markerfacecolor="none",
        markeredgecolor=INK,
        markeredgewidth=1.8,
        linestyle="none",
        label=f"best: {name} ({value})",
        zorder=4,
    )

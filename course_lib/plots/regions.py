"""What a classifier decides at every point of the plane."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from jaxtyping import Float, Integer
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from torch import Tensor

from course_lib.plots.arrays import ArrayLike, check_names, to_labels, to_numpy
from course_lib.plots.style import (
    INK,
    class_color,
    class_marker,
    clean_axes,
    clean_legend,
    new_axes,
    tint,
)

UNDECIDED = -1


def decision_regions(
    predict: Callable[[Float[Tensor, "m 2"]], Integer[Tensor, "m"]],
    points: ArrayLike,
    labels: ArrayLike,
    *,
    num_classes: int | None = None,
    names: Sequence[str] | None = None,
    resolution: int = 200,
    padding: float = 0.12,
    legend: bool = True,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The plane coloured by predicted class, white where undecided, with the points on top.

    ``predict`` is called once, with the centres of ``resolution`` × ``resolution`` cells, on the
    device of ``points``.

    Args:
        predict: Gives one class for each query point, or −1 for "undecided".
        points: ``(n, 2)`` points to draw.
        labels: ``(n,)`` their classes, from 0.
        num_classes: Number of classes; by default as many as occur.
        names: One name per class for the legend.
        resolution: Cells along each axis.
        padding: Room around the points, as a share of their extent.
        legend: Whether to draw the legend, beside the axes.
        title: Title of the axes.
        ax: Axes to draw on; a new figure when None.

    Returns:
        The axes; ``ax.images[0]`` holds the coloured cells.

    Raises:
        ValueError: The points, the labels or what ``predict`` returns has a wrong shape or type.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> points = torch.tensor([[0.0, 0.0], [1.0, 1.0]])
        >>> axes = decision_regions(lambda q: (q[:, 0] > 0.5).long(), points, torch.tensor([0, 1]))
        >>> axes.images[0].get_array().shape
        (200, 200, 4)
        >>> plt.close()
    """
    places, classes = _check_points(points, labels)
    if resolution < 2:
        raise ValueError(f"resolution must be 2 or more, but is {resolution}; 200 is usual.")
    extent = _extent(places, padding)
    device = points.device if isinstance(points, Tensor) else None
    decided = _decide(predict, _cell_centres(extent, resolution).to(device))
    highest = int(max(classes.max(), decided.max()))
    count = highest + 1 if num_classes is None else num_classes
    if highest >= count:
        raise ValueError(
            f"labels and predictions must be below num_classes = {count}, but the largest is "
            f"{highest}; raise num_classes or mend predict."
        )
    texts = [f"class {c}" for c in range(count)] if names is None else names
    texts = check_names(texts, count, "classes")

    ax = new_axes(ax, size=_figure_size(extent, 1.5 if legend else 0.0))
    _draw_cells(ax, decided.reshape(resolution, resolution), extent, count)
    _draw_points(ax, places, classes, texts)
    ax.set(xlim=extent[:2], ylim=extent[2:], aspect="equal")
    clean_axes(ax, title=title, grid=False)
    if legend:
        _draw_legend(ax, undecided=bool((decided == UNDECIDED).any()))
    return ax


def _check_points(points: ArrayLike, labels: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    places = to_numpy(points, "points").astype(np.float64)
    classes = to_labels(labels, "labels")
    if places.ndim != 2 or places.shape[1] != 2 or len(places) == 0:
        raise ValueError(
            f"points must have shape (n, 2), but have {places.shape}; decision regions can be "
            "drawn for two features only."
        )
    if not np.isfinite(places).all():
        raise ValueError("points must be finite, but hold nan or inf; leave those rows out.")
    if len(places) != len(classes):
        raise ValueError(
            f"every point needs one label, but there are {len(places)} points and {len(classes)} "
            "labels; take the same selection of both."
        )
    return places, classes


def _extent(places: np.ndarray, padding: float) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of the picture, never flat."""
    low, high = places.min(axis=0), places.max(axis=0)
    size = high - low
    size = np.maximum(size, 0.25 * size.max() if size.max() > 0 else 2.0)
    centre, half = (low + high) / 2, size * (0.5 + padding)
    (left, bottom), (right, top) = centre - half, centre + half
    return float(left), float(right), float(bottom), float(top)


def _figure_size(extent: tuple[float, float, float, float], beside: float) -> tuple[float, float]:
    """A figure in which the longer side of the plane is 4.6 inches, and ``beside`` is left."""
    left, right, bottom, top = extent
    unit = 4.6 / max(right - left, top - bottom)
    return (right - left) * unit + beside + 0.6, (top - bottom) * unit + 0.8


def _cell_centres(
    extent: tuple[float, float, float, float], resolution: int
) -> Float[Tensor, "m 2"]:
    """Centres of the cells, row by row from the bottom left."""
    left, right, bottom, top = extent
    steps = (torch.arange(resolution, dtype=torch.float64) + 0.5) / resolution
    xs, ys = left + steps * (right - left), bottom + steps * (top - bottom)
    grid_y, grid_x = torch.meshgrid(ys, xs, indexing="ij")
    return torch.stack([grid_x, grid_y], dim=-1).reshape(-1, 2).float()


def _decide(predict: Callable, queries: Float[Tensor, "m 2"]) -> np.ndarray:
    decided = predict(queries)
    if decided is None:
        raise ValueError("predict must return one label per query, but returned None; add return.")
    decided = to_labels(decided, "the labels that predict returns", lowest=UNDECIDED)
    if len(decided) != len(queries):
        raise ValueError(
            f"predict must return one label per query, {len(queries)} of them, but returned "
            f"{len(decided)}; its result needs the length of its argument."
        )
    return decided


def _draw_cells(
    ax: Axes, decided: np.ndarray, extent: tuple[float, float, float, float], count: int
) -> None:
    # The last row is white, and −1 picks the last row.
    colors = np.array([(*tint(class_color(c)), 1.0) for c in range(count)] + [(1.0,) * 4])
    ax.imshow(colors[decided], extent=extent, origin="lower", interpolation="nearest")
    # Lines between the regions, for eyes and printers that see no colours.
    height, width = decided.shape
    xs = np.linspace(extent[0], extent[1], 2 * width + 1)[1::2]
    ys = np.linspace(extent[2], extent[3], 2 * height + 1)[1::2]
    for region in np.unique(decided)[1:]:
        ax.contour(xs, ys, decided == region, levels=[0.5], colors=INK, linewidths=0.7, alpha=0.55)


def _draw_points(ax: Axes, places: np.ndarray, classes: np.ndarray, texts: list[str]) -> None:
    size = float(np.clip(6000 / len(places), 8, 55))
    for index, text in enumerate(texts):
        mine = places[classes == index]
        ax.scatter(
            mine[:, 0],
            mine[:, 1],
            s=size,
            color=class_color(index),
            marker=class_marker(index),
            edgecolors="white" if class_color(index) == "#000000" else "black",
            linewidths=0.8,
            label=text,
            zorder=3,
        )


def _draw_legend(ax: Axes, *, undecided: bool) -> None:
    handles, texts = ax.get_legend_handles_labels()
    if undecided:
        handles.append(Patch(facecolor="white", edgecolor=INK))
        texts.append("undecided")
    clean_legend(ax, handles=handles, labels=texts, loc="upper left", bbox_to_anchor=(1.01, 1.0))

"""A grid of images, with titles, row labels and right/wrong marks."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.patches import Ellipse, Rectangle
from torch import Tensor

from course_lib.plots.arrays import ArrayLike, check_names, to_numpy
from course_lib.plots.layout import GridLayout, cell_width, text_size
from course_lib.plots.style import BAD, FAINT, GOOD, INK, TITLE_SIZE, new_axes

# Strokes of the badges, in units of the badge's radius, y downwards.
_TICK = [[(-0.5, 0.05), (-0.12, 0.45), (0.55, -0.4)]]
_CROSS = [[(-0.4, -0.4), (0.4, 0.4)], [(-0.4, 0.4), (0.4, -0.4)]]
_BADGE_RADIUS = 0.11  # of an image's width


def image_grid(
    images: ArrayLike,
    titles: Sequence[str] | ArrayLike | None = None,
    *,
    columns: int = 10,
    marks: Sequence[bool | None] | ArrayLike | None = None,
    row_labels: Sequence[str] | None = None,
    gap_after: int | None = None,
    value_range: tuple[float, float] | None = None,
    cmap: str = "gray",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Images side by side, row by row, each an ``AxesImage`` of the returned axes (`ax.images`).

    All images share one scale of values: ``value_range``, or by default 0 … 255 for integers,
    0 … 1 for floats that stay within it, and otherwise the smallest … the largest value.

    Args:
        images: ``(n, h, w)``, ``(n, 1, h, w)`` or ``(n, 3, h, w)``; any dtype, any device.
        titles: One short text (or label) above each image.
        columns: Images in a row, at most.
        marks: One per image: True draws a green frame and a tick, False an orange dashed frame and
            a cross, None nothing.
        row_labels: One text to the left of each row.
        gap_after: Leave a wider gap after this many columns, for "query → its neighbours".
        value_range: The values shown as black and as white.
        cmap: Colour map of one-channel images.
        title: A title over the whole grid.
        ax: Axes to draw on; a new figure when None.

    Returns:
        The axes.

    Raises:
        ValueError: The images' shape is none of these, or something does not come once per image.

    Example:
        >>> import torch, matplotlib.pyplot as plt
        >>> axes = image_grid(torch.rand(6, 28, 28), titles=range(6), columns=3)
        >>> len(axes.images)
        6
        >>> plt.close()
    """
    pixels = _as_pixels(images, value_range)
    count, height, width = pixels.shape[:3]
    captions = _once_per_image(titles, count, "titles")
    if columns < 1:
        raise ValueError(f"columns must be 1 or more, but is {columns}; leave it out for 10.")
    columns, aspect = min(columns, count), height / width
    layout = GridLayout(
        count=count,
        columns=columns,
        aspect=aspect,
        captions=[] if captions is None else [_caption(c) for c in captions],
        gap_after=gap_after,
        cell=cell_width(count, columns, aspect, ax),
    )
    marked = _once_per_image(marks, count, "marks") or [None] * count
    rows = None if row_labels is None else check_names(row_labels, layout.rows, "rows")
    ax = new_axes(ax, size=layout.figure_size(rows, title))
    _draw_images(ax, pixels, layout, cmap)
    _draw_frames(ax, layout, marked)
    _draw_texts(ax, layout, rows)
    if title is not None:
        ax.set_title(title, color=INK, fontsize=TITLE_SIZE)
    return ax


def _as_pixels(images: ArrayLike, value_range: tuple[float, float] | None) -> np.ndarray:
    """The images as ``(n, h, w)`` or ``(n, h, w, 3)``, between 0 and 1."""
    pixels = to_numpy(images, "images")
    channels = pixels.shape[1] if pixels.ndim == 4 else 1
    if pixels.ndim not in (3, 4) or channels not in (1, 3):
        hint = "add the first axis with images[None]" if pixels.ndim == 2 else "reshape them"
        if pixels.ndim == 4 and pixels.shape[-1] in (1, 3):
            hint = "move the channels forward with images.permute(0, 3, 1, 2)"
        raise ValueError(
            "images must have shape (n, h, w), (n, 1, h, w) or (n, 3, h, w), "
            f"but have {pixels.shape}; {hint}."
        )
    if pixels.size == 0:
        raise ValueError(
            f"images must hold at least one pixel, but have shape {pixels.shape}; "
            "check the selection that they come from."
        )
    low, high = _value_range(pixels) if value_range is None else value_range
    if not low < high:
        raise ValueError(f"value_range must be (low, high), but is ({low}, {high}); swap them.")
    # A diverged generator makes nan; black is kinder than a warning from the renderer.
    scaled = np.nan_to_num((pixels.astype(np.float64) - low) / (high - low)).clip(0, 1)
    if pixels.ndim == 4:
        scaled = scaled[:, 0] if channels == 1 else scaled.transpose(0, 2, 3, 1)
    return scaled


def _value_range(pixels: np.ndarray) -> tuple[float, float]:
    finite = pixels[np.isfinite(pixels)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if pixels.dtype.kind in "iu" and low >= 0 and high <= 255:
        return 0.0, 255.0
    if low >= 0 and high <= 1:
        return 0.0, 1.0
    return (low, high) if low < high else (low, low + 1)


def _once_per_image(values: Sequence | ArrayLike | None, count: int, name: str) -> list | None:
    if values is None:
        return None
    is_array = isinstance(values, Tensor | np.ndarray)
    found = values.tolist() if is_array else list(values)
    if len(found) != count:
        raise ValueError(
            f"{name} must come once per image: expected {count}, but got {len(found)}; "
            "take the same selection of both."
        )
    return found


def _caption(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _draw_images(ax: Axes, pixels: np.ndarray, layout: GridLayout, cmap: str) -> None:
    for image, (left, top) in zip(pixels, layout.corners, strict=True):
        extent = (left, left + 1, top + layout.aspect, top)
        ax.imshow(image, cmap=cmap, vmin=0, vmax=1, extent=extent, interpolation="nearest")
    ax.set(xlim=(-0.03, layout.width + 0.03), ylim=(layout.height + 0.03, -0.03), aspect="equal")
    ax.set_axis_off()


def _draw_frames(ax: Axes, layout: GridLayout, marks: list) -> None:
    """A hairline round every image; for a marked one a coloured frame and a badge."""
    for mark, color, style, width in (
        (None, FAINT, "solid", 0.6),
        (True, GOOD, "solid", 2.5),
        (False, BAD, (0, (3, 1.5)), 2.5),
    ):
        corners = [
            corner
            for corner, value in zip(layout.corners, marks, strict=True)
            if (value is None) == (mark is None) and bool(value) == bool(mark)
        ]
        frames = [Rectangle(corner, 1, layout.aspect) for corner in corners]
        ax.add_collection(
            PatchCollection(
                frames, facecolor="none", edgecolor=color, linestyle=style, linewidth=width
            ),
            autolim=False,
        )
        if mark is not None:
            _draw_badges(ax, corners, color, _TICK if mark else _CROSS, layout)


def _draw_badges(
    ax: Axes, corners: list[tuple[float, float]], color: str, strokes: list, layout: GridLayout
) -> None:
    """A filled disc with a symbol, on the top right corner of each image."""
    radius = _BADGE_RADIUS
    centres = [(left + 1 - radius, top + radius) for left, top in corners]
    discs = [Ellipse(centre, 2 * radius, 2 * radius) for centre in centres]
    lines = [
        [(x + radius * dx, y + radius * dy) for dx, dy in stroke]
        for x, y in centres
        for stroke in strokes
    ]
    ax.add_collection(PatchCollection(discs, facecolor=color, edgecolor="white"), autolim=False)
    thickness = 2.2 * radius * layout.cell * 72 / 8
    ax.add_collection(
        LineCollection(lines, colors="white", linewidths=thickness, capstyle="round"),
        autolim=False,
    )


def _draw_texts(ax: Axes, layout: GridLayout, rows: list[str] | None) -> None:
    size = layout.caption_size
    for caption, (left, top) in zip(layout.captions, layout.corners, strict=False):
        ax.text(left + 0.5, top - 0.03, caption, ha="center", va="bottom", color=INK, fontsize=size)
    for row, label in enumerate(rows or ()):
        _, top = layout.corners[row * layout.columns]
        middle = top + layout.aspect / 2
        ax.text(-0.12, middle, label, ha="right", va="center", color=INK, fontsize=text_size())

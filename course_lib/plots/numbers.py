"""A small matrix as what it is: numbers in cells, each as grey as it is large."""

import numpy as np
from matplotlib.axes import Axes

from course_lib.plots.arrays import ArrayLike, to_numpy
from course_lib.plots.style import clean_axes, new_axes

_MOST_CELLS = 600  # beyond that the numbers are too small to read


def number_grid(
    values: ArrayLike, *, title: str | None = None, decimals: int = 0, ax: Axes | None = None
) -> Axes:
    """Draw a matrix with its numbers written into the cells.

    Args:
        values: Shape ``(rows, columns)``; any dtype, any device.
        title: A title over the grid.
        decimals: Digits after the point.
        ax: Axes to draw on; a new figure when None.

    Returns:
        The axes; the numbers are its ``texts``, row by row.

    Raises:
        ValueError: The values are no matrix, or too many to read.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> axes = number_grid([[56, 32], [90, 23]], title="pixels")
        >>> [text.get_text() for text in axes.texts]
        ['56', '32', '90', '23']
        >>> plt.close()
    """
    matrix = to_numpy(values, "values").astype(np.float64)
    if matrix.ndim != 2 or not 0 < matrix.size <= _MOST_CELLS:
        raise ValueError(
            f"values must be a matrix of 1 to {_MOST_CELLS} numbers, but have shape "
            f"{matrix.shape}; cut out a part."
        )
    rows, columns = matrix.shape
    ax = new_axes(ax, size=(0.5 * columns + 0.4, 0.5 * rows + 0.6))
    ax.imshow(matrix, cmap="gray", interpolation="nearest")
    dark_below = (matrix.min() + matrix.max()) / 2
    for row in range(rows):
        for column in range(columns):
            value = matrix[row, column]
            ax.text(
                column,
                row,
                f"{value:.{decimals}f}",
                ha="center",
                va="center",
                color="white" if value <= dark_below else "black",
                fontsize=min(14, 130 / columns),
            )
    clean_axes(ax, title=title, grid=False)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    return ax

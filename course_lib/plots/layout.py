"""Where the images of a grid lie, in units of one image's width, y downwards."""

import math
from dataclasses import dataclass, field
from functools import cached_property

from matplotlib.axes import Axes

from course_lib.plots.style import LABEL_SIZE, TICK_SIZE

_PAGE_WIDTH = 9.0  # inches: the width of a JupyterLab output
_GAP = 0.08
_WIDE_GAP = 0.35
_LINE_HEIGHT = 1.3  # of the font size
_LETTER_WIDTH = 0.6  # of the font size, on average


def text_size() -> float:
    """Font size of the texts beside a grid, in points."""
    return float(LABEL_SIZE)


def cell_width(count: int, columns: int, aspect: float, ax: Axes | None) -> float:
    """Width of one image in inches: what fits a notebook's page, or the given axes.

    Example:
        >>> cell_width(count=20, columns=10, aspect=1.0, ax=None)
        0.9
    """
    if ax is None:
        return min(max(_PAGE_WIDTH / columns, 0.45), 1.3)
    box = ax.get_window_extent()
    dpi = ax.figure.dpi
    rows = math.ceil(count / columns)
    return min(box.width / columns, box.height / rows / aspect) / dpi / (1 + _GAP)


@dataclass(frozen=True)
class GridLayout:
    """Positions and sizes for ``count`` images in rows of ``columns``.

    Attributes:
        count: Number of images.
        columns: Images in a full row.
        aspect: Height of an image ÷ its width.
        captions: Texts above the images; empty for none.
        gap_after: Leave a wider gap after this many columns.
        cell: Width of an image in inches.

    Example:
        >>> GridLayout(count=3, columns=2, aspect=1.0).corners
        [(0.0, 0.0), (1.08, 0.0), (0.0, 1.08)]
    """

    count: int
    columns: int
    aspect: float
    captions: list[str] = field(default_factory=list)
    gap_after: int | None = None
    cell: float = 1.0

    @property
    def rows(self) -> int:
        """Number of rows, the last one perhaps not full."""
        return math.ceil(self.count / self.columns)

    @cached_property
    def caption_size(self) -> float:
        """Font size in points at which the longest caption still fits above its image."""
        longest = max((len(line) for c in self.captions for line in c.split("\n")), default=1)
        fits = (1 + _GAP) * self.cell * 72 / (_LETTER_WIDTH * max(longest, 1))
        return min(max(fits, 6.0), TICK_SIZE)

    @property
    def caption_height(self) -> float:
        """Room above each image for its caption, in image widths."""
        lines = max((c.count("\n") + 1 for c in self.captions if c), default=0)
        return lines * self.caption_size * _LINE_HEIGHT / 72 / self.cell

    @cached_property
    def corners(self) -> list[tuple[float, float]]:
        """The top left corner of every image."""
        return [
            (
                self._left(index % self.columns),
                self.caption_height
                + (index // self.columns) * (self.aspect + _GAP + self.caption_height),
            )
            for index in range(self.count)
        ]

    def _left(self, column: int) -> float:
        wide = self.gap_after is not None and column >= self.gap_after
        return column * (1 + _GAP) + (_WIDE_GAP if wide else 0.0)

    @property
    def width(self) -> float:
        """Width of the whole grid, in image widths."""
        return self._left(self.columns - 1) + 1

    @property
    def height(self) -> float:
        """Height of the whole grid, in image widths."""
        return self.corners[-1][1] + self.aspect

    def figure_size(self, rows: list[str] | None, title: str | None) -> tuple[float, float]:
        """Width and height of a figure that fits the grid, its row labels and its title."""
        longest = max((len(line) for r in rows or () for line in r.split("\n")), default=0)
        labels = longest * _LETTER_WIDTH * text_size() / 72 + (0.2 if longest else 0)
        over = 0.35 if title is not None else 0.0
        return self.width * self.cell + labels + 0.25, self.height * self.cell + over + 0.25

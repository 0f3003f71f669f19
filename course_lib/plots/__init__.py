"""Figures for the labs: colour-blind-safe, readable on a dark page, one function per picture.

Importing this package loads matplotlib; `import course_lib` alone does not.
Every function returns the matplotlib ``Axes`` it drew on, so that a figure can be carried on with.
"""

from course_lib.plots.confusion import confusion_matrix
from course_lib.plots.graph import Wire, computational_graph
from course_lib.plots.images import image_grid
from course_lib.plots.linear import linear_regions
from course_lib.plots.lines import curves
from course_lib.plots.live import GameView
from course_lib.plots.numbers import number_grid
from course_lib.plots.regions import decision_regions
from course_lib.plots.repeats import error_bars
from course_lib.plots.style import ACCENT, BAD, GOOD, PALETTE, clean_axes, new_axes
from course_lib.plots.weights import templates

__all__ = [
    "ACCENT",
    "BAD",
    "GOOD",
    "PALETTE",
    "GameView",
    "Wire",
    "clean_axes",
    "computational_graph",
    "confusion_matrix",
    "curves",
    "decision_regions",
    "error_bars",
    "image_grid",
    "linear_regions",
    "new_axes",
    "number_grid",
    "templates",
]

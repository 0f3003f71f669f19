"""What the playgrounds share: a figure as a picture, an error as one sentence."""

from __future__ import annotations

import html
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: The colour of an error, in JupyterLab's light and dark theme.
ERROR = "var(--jp-error-color1, #D32F2F)"


def new_figure(width: float = 6.4, height: float = 4.8) -> Figure:
    """A figure outside pyplot: nothing to close, and no second copy below the cell.

    Args:
        width: Inches.
        height: Inches.

    Example:
        >>> new_figure(4, 3).get_size_inches().tolist()
        [4.0, 3.0]
    """
    from matplotlib.figure import Figure

    from course_lib.plots.style import pad_figure

    figure = Figure(figsize=(width, height), dpi=110, layout="compressed")
    pad_figure(figure)
    return figure


def as_png(figure: Figure) -> bytes:
    r"""A figure as a PNG file.

    Example:
        >>> as_png(new_figure())[:4]
        b'\x89PNG'
    """
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


def sentence(error: Exception, name: str) -> str:
    """What went wrong in a student's function, in one line.

    Args:
        error: What it raised.
        name: The function's name.

    Example:
        >>> sentence(NotImplementedError(), "predict")
        'predict is not written yet: fill in its cell, run it, then run this one again.'
    """
    if isinstance(error, NotImplementedError):
        return f"{name} is not written yet: fill in its cell, run it, then run this one again."
    reason = " ".join(str(error).split()) or "no reason given"
    return f"{name} stopped with {type(error).__name__}: {reason}"


def paragraph(text: str, color: str = "inherit") -> str:
    """Text as a paragraph of HTML, with everything that HTML would read escaped.

    Example:
        >>> paragraph("a < b")
        '<p style="color: inherit; line-height: 1.4">a &lt; b</p>'
    """
    return f'<p style="color: {color}; line-height: 1.4">{html.escape(text)}</p>'

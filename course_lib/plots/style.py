"""One look for every figure: colours, markers and axes.

The first eight colours are the palette of Okabe and Ito (2008), "Color Universal Design",
reordered so that neighbours stay apart under red-green blindness; violet and brown were added
for ten classes. A class always has its own marker too: colour is never the only channel.
"""

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

PALETTE = (
    "#0072B2",  # blue
    "#E69F00",  # orange
    "#009E73",  # bluish green
    "#D55E00",  # vermilion
    "#56B4E9",  # sky blue
    "#F0E442",  # yellow
    "#CC79A7",  # reddish purple
    "#000000",  # black
    "#7F1FE0",  # violet
    "#6B3300",  # brown
)
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "p")
LINE_STYLES = ("-", "--", "-.", ":")

ACCENT = "#0072B2"  # what the eye should find first
GOOD = "#009E73"  # right answers; always with a tick
BAD = "#D55E00"  # wrong answers; always with a cross
INK = "#1A1A1A"  # text and axes
FAINT = "#D9D9D9"  # grid lines and frames

TITLE_SIZE = 13
LABEL_SIZE = 12
TICK_SIZE = 11


def class_color(index: int) -> str:
    """The colour of class ``index``; the palette starts again after ten.

    Example:
        >>> class_color(0), class_color(10) == class_color(0)
        ('#0072B2', True)
    """
    return PALETTE[index % len(PALETTE)]


def class_marker(index: int) -> str:
    """The marker of class ``index``.

    After ten classes the colours start again but the markers are shifted by one, so that
    classes 0 and 10 still differ.

    Example:
        >>> class_marker(0), class_marker(10)
        ('o', 's')
    """
    return MARKERS[(index + index // len(MARKERS)) % len(MARKERS)]


def tint(color: str, strength: float = 0.5) -> tuple[float, float, float]:
    """A paler version of a colour, :math:`1 - s(1 - c)`, for areas behind points or text.

    Args:
        color: Any matplotlib colour.
        strength: 0 gives white, 1 gives the colour itself.

    Example:
        >>> tint("#000000", 0.25)
        (0.75, 0.75, 0.75)
    """
    red, green, blue = (1 - strength * (1 - channel) for channel in to_rgb(color))
    return red, green, blue


def new_axes(ax: Axes | None = None, *, size: tuple[float, float] = (6.4, 4.4)) -> Axes:
    """The axes to draw on: the given ones, or those of a new figure, on a white ground.

    The face is set explicitly: on JupyterLab's dark theme a transparent figure would put dark
    text on a dark page.

    Args:
        ax: Axes to draw on; a new figure when None.
        size: Width and height of a new figure in inches.

    Example:
        >>> axes = new_axes(size=(4, 3))
        >>> axes.figure.get_facecolor()
        (1.0, 1.0, 1.0, 1.0)
        >>> plt.close()
    """
    if ax is None:
        # "compressed" keeps titles and legends beside axes of equal aspect, as images have.
        figure = plt.figure(figsize=size, layout="compressed")
        pad_figure(figure)
        ax = figure.add_subplot()
    ax.figure.set_facecolor("white")
    ax.set_facecolor("white")
    return ax


def pad_figure(figure: Figure) -> None:
    """Room between the texts of a figure and its edge: 0.1 inches.

    Example:
        >>> figure = Figure(layout="compressed")
        >>> pad_figure(figure)
        >>> figure.get_layout_engine().get()["w_pad"]
        0.1
    """
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.set(w_pad=0.1, h_pad=0.1)


def clean_axes(
    ax: Axes,
    *,
    title: str | None = None,
    xlabel: str | None = None,
    ylabel: str | None = None,
    grid: bool = True,
) -> Axes:
    """Give axes the look of the course: large dark text, two spines, a faint grid behind.

    Args:
        ax: Axes to restyle.
        title: Title of the axes; None leaves it as it is.
        xlabel: Name (and unit) of the horizontal axis; None leaves it as it is.
        ylabel: Name (and unit) of the vertical axis; None leaves it as it is.
        grid: Whether to draw grid lines.

    Returns:
        The same axes.

    Example:
        >>> axes = clean_axes(new_axes(), title="Loss", xlabel="epoch")
        >>> axes.get_title(), axes.get_xlabel(), axes.spines["top"].get_visible()
        ('Loss', 'epoch', False)
        >>> plt.close()
    """
    if title is not None:
        ax.set_title(title)
    if xlabel is not None:
        ax.set_xlabel(xlabel)
    if ylabel is not None:
        ax.set_ylabel(ylabel)
    ax.title.set(color=INK, fontsize=TITLE_SIZE)
    for axis in (ax.xaxis, ax.yaxis):
        axis.label.set(color=INK, fontsize=LABEL_SIZE)
    ax.tick_params(colors=INK, which="both", labelsize=TICK_SIZE)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(INK)
    ax.set_axisbelow(True)
    if grid:
        ax.grid(True, color=FAINT, linewidth=0.8)
    else:
        ax.grid(False)
    return ax


def clean_legend(ax: Axes, **options: object) -> None:
    """Draw a legend in the same look; ``options`` go to ``Axes.legend``.

    Example:
        >>> axes = new_axes()
        >>> _ = axes.plot([1, 2], label="train")
        >>> clean_legend(axes)
        >>> [text.get_text() for text in axes.get_legend().get_texts()]
        ['train']
        >>> plt.close()
    """
    settings = {"fontsize": TICK_SIZE, "labelcolor": INK, "facecolor": "white", "edgecolor": FAINT}
    ax.legend(**(settings | options))


def whole_numbers() -> MaxNLocator:
    """Ticks at whole numbers, in steps of 1, 2, 5, 10, …, for axes that count something.

    Example:
        >>> whole_numbers().tick_values(0, 4)
        array([0., 1., 2., 3., 4.])
    """
    return MaxNLocator(integer=True, steps=[1, 2, 5, 10])

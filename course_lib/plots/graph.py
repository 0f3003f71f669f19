"""A computational graph: gates, and on every wire the value above and the gradient below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from course_lib.plots.style import ACCENT, BAD, INK, TITLE_SIZE, new_axes

_COLUMN = 2.5  # from gate to gate, in units of the distance between two rows
_RADIUS = 0.3  # of a gate
_STUB = 1.35  # the part of a wire that carries the numbers


class WireLike(Protocol):
    """What can be drawn: anything with these four attributes, such as a lab's own `Node`."""

    @property
    def label(self) -> str:
        """What to write at the gate."""
        ...

    @property
    def value(self) -> Any:
        """A single number."""
        ...

    @property
    def grad(self) -> Any:
        """A single number, or None."""
        ...

    @property
    def inputs(self) -> Sequence[Any]:
        """The wires that lead in."""
        ...


@dataclass
class Wire:
    """A wire of a graph that is drawn without being computed.

    Attributes:
        label: The symbol of the gate that it comes out of; for an input its name.
        value: A number.
        grad: The gradient of the graph's end by this wire; None while it is not known.
        inputs: The wires that lead into the gate; none for an input.

    Example:
        >>> q = Wire("+", 3.0, inputs=(Wire("x", -2.0), Wire("y", 5.0)))
        >>> [wire.label for wire in q.inputs]
        ['x', 'y']
    """

    label: str
    value: float
    grad: float | None = None
    inputs: tuple[Wire, ...] = ()


def computational_graph(
    end: WireLike, *, decimals: int = 2, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the graph that ends in a wire, from left to right.

    Every gate is a circle. On the wire that leaves it stands the value, above in blue, and the
    gradient, below in orange, once there is one. Inputs are names.

    Args:
        end: The last wire; those it was computed from are found through ``inputs``.
        decimals: Digits after the point.
        title: A title over the graph.
        ax: Axes to draw on; a new figure when None.

    Returns:
        The axes; the numbers are among its ``texts``.

    Raises:
        ValueError: A wire leads back to itself, or a value is not a single number.

    Example:
        >>> import matplotlib.pyplot as plt
        >>> end = Wire("+", 3.0, 1.0, (Wire("x", -2.0, 1.0), Wire("y", 5.0, 1.0)))
        >>> axes = computational_graph(end, decimals=0)
        >>> [text.get_text() for text in axes.texts]
        ['x', '-2', '1', 'y', '5', '1', '+', '3', '1']
        >>> plt.close()
    """
    wires = _inputs_first(end)
    places = _places(wires)
    right = float(places[:, 0].max()) + _RADIUS + _STUB + 0.1
    top = float(places[:, 1].max()) + 0.75
    low = float(places[:, 1].min()) - 0.75
    ax = new_axes(ax, size=(0.55 * (right + 0.9), max(1.4, 0.62 * (top - low))))
    index = {id(wire): number for number, wire in enumerate(wires)}
    for wire, (x, y) in zip(wires, places, strict=True):
        for source in wire.inputs:
            start = places[index[id(source)]]
            _join(ax, start, (x, y))
        _draw_wire(ax, wire, x, y, decimals)
    ax.set(xlim=(-0.8, right), ylim=(low, top), aspect="equal")
    ax.set_axis_off()
    if title is not None:
        ax.set_title(title, color=INK, fontsize=TITLE_SIZE)
    return ax


def _inputs_first(end: WireLike) -> list[WireLike]:
    """Every wire once, each after those that lead into it; without recursion, for deep graphs."""
    order: list[WireLike] = []
    done: set[int] = set()
    under_way: set[int] = set()
    todo: list[tuple[WireLike, bool]] = [(end, False)]
    while todo:
        wire, seen = todo.pop()
        if seen:
            under_way.discard(id(wire))
            if id(wire) not in done:
                done.add(id(wire))
                order.append(wire)
        elif id(wire) in under_way:
            raise ValueError(f"the wire {wire.label!r} leads back to itself; a graph has no loops.")
        elif id(wire) not in done:
            under_way.add(id(wire))
            todo.append((wire, True))
            todo += [(source, False) for source in reversed(wire.inputs)]
    return order


def _places(wires: list[WireLike]) -> np.ndarray:
    """(x, y) of each wire's gate: the column by its distance from the inputs, rows downwards."""
    index = {id(wire): number for number, wire in enumerate(wires)}
    sources = [[index[id(source)] for source in wire.inputs] for wire in wires]
    column = [0] * len(wires)
    for number, before in enumerate(sources):
        column[number] = 1 + max((column[one] for one in before), default=-1)
    for number, before in enumerate(sources):  # an input stands right before its first gate
        users = [column[user] for user, used in enumerate(sources) if number in used]
        if not before and users:
            column[number] = min(users) - 1
    rows = _rows(sources, column)
    return np.array([(_COLUMN * c, -row) for c, row in zip(column, rows, strict=True)])


def _rows(sources: list[list[int]], column: list[int]) -> list[float]:
    """Inputs below one another in the order of reading; a gate in the middle of what it takes."""
    rows = [0.0] * len(sources)
    leaves = 0
    for number, before in enumerate(sources):
        if before:
            rows[number] = sum(rows[one] for one in before) / len(before)
        else:
            rows[number] = float(leaves)
            leaves += 1
    for place in set(column):  # two gates of a column keep a row's distance
        members = sorted((n for n, c in enumerate(column) if c == place), key=rows.__getitem__)
        wanted = [rows[n] for n in members]
        spread = [wanted[0]]
        for row in wanted[1:]:
            spread.append(max(row, spread[-1] + 1.0))
        shift = (sum(wanted) - sum(spread)) / len(members)
        for n, row in zip(members, spread, strict=True):
            rows[n] = row + shift
    return rows


def _join(ax: Axes, start: np.ndarray, end: tuple[float, float]) -> None:
    """A line from the end of one wire's numbers to the rim of the gate it leads into."""
    left = np.array([start[0] + _RADIUS + _STUB, start[1]])
    toward = left - np.array(end)
    rim = np.array(end) + _RADIUS * toward / np.linalg.norm(toward)
    ax.plot([left[0], rim[0]], [left[1], rim[1]], color=INK, linewidth=1.3, zorder=1)


def _draw_wire(ax: Axes, wire: WireLike, x: float, y: float, decimals: int) -> None:
    """A gate or an input's name, and the wire that leaves it with its numbers."""
    if wire.inputs:
        ax.add_patch(Circle((x, y), _RADIUS, facecolor="white", edgecolor=INK, linewidth=1.3))
    size = 13 if len(wire.label) <= 2 else 9
    ax.text(x, y, wire.label, ha="center", va="center", color=INK, fontsize=size)
    start, end = x + _RADIUS, x + _RADIUS + _STUB
    ax.plot([start, end], [y, y], color=INK, linewidth=1.3, zorder=1)
    middle = (start + end) / 2
    text = _number(wire.value, wire.label, decimals)
    ax.text(middle, y + 0.07, text, ha="center", va="bottom", color=ACCENT, fontsize=11)
    if wire.grad is not None:
        text = _number(wire.grad, wire.label, decimals)
        ax.text(middle, y - 0.09, text, ha="center", va="top", color=BAD, fontsize=11)


def _number(value: Any, label: str, decimals: int) -> str:
    """A number, or a tensor with one, as it is written on a wire."""
    try:
        text = f"{float(value):.{decimals}f}"
    except (TypeError, ValueError, RuntimeError) as error:
        raise ValueError(
            f"the wire {label!r} must carry a single number, but carries {value!r}; draw a graph "
            "of numbers, not of vectors."
        ) from error
    return text.removeprefix("-") if float(text) == 0 else text

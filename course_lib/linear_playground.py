"""A linear classifier in the plane, its weights set by hand: regions and loss at once."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from course_lib import toy
from course_lib.widget_parts import ERROR, as_png, new_figure, paragraph, sentence

if TYPE_CHECKING:
    import ipywidgets

#: scores(W, x, b) → (n, C).
Scores = Callable[[Tensor, Tensor, Tensor], Tensor]
#: loss(scores, y) → the loss, or the loss and its gradient.
Loss = Callable[[Tensor, Tensor], "Tensor | float | tuple[Tensor, Tensor]"]

_POINTS = 90
_MOST_CLASSES = 3
_LIMIT = 6.0  # of a slider
_NUDGES = 100
_NUDGE_SECONDS = 5.0  # a slow loss must not hold the page up

_DATA = {
    "three blobs": lambda seed: toy.blobs(_POINTS, 3, spread=0.45, seed=seed),
    "two blobs": lambda seed: toy.blobs(_POINTS, 2, spread=0.8, seed=seed),
    "XOR": lambda seed: toy.xor(_POINTS, seed=seed),
    "ring": lambda seed: toy.rings(_POINTS, 2, seed=seed),
    "islands": lambda seed: toy.islands(_POINTS, seed=seed),
}


def linear_playground(
    scores: Scores, losses: Mapping[str, Loss], *, seed: int = 0, resolution: int = 120
) -> ipywidgets.VBox:
    """Sliders for every weight and bias, the regions they give, and what each loss says.

    A button doubles all weights and biases, another halves them, a third tries random nudges and
    keeps those that lower the loss chosen. An error in a student's function is shown as one
    sentence instead of the picture.

    Args:
        scores: The student's ``scores(W, x, b)`` for a batch ``(n, 2)``.
        losses: The student's losses by name, called as ``loss(scores, y)``; one that returns its
            gradient too is fine.
        seed: Seed of the first points; the button goes on to the next seed.
        resolution: Cells along each side of the picture; fewer are faster.

    Returns:
        A widget; as the last line of a cell it shows itself.

    Raises:
        ValueError: ``scores`` or a loss cannot be called, or there is no loss.

    Example:
        >>> def entropy(s, y):
        ...     return torch.nn.functional.cross_entropy(s, y)
        >>> box = linear_playground(lambda W, x, b: x @ W.T + b, {"entropy": entropy})
        >>> box.children[0].description
        'data'
    """
    if not isinstance(losses, Mapping) or not losses:
        raise ValueError('losses must map names to functions, such as {"hinge": svm_loss}.')
    for name, function in {"scores": scores, **losses}.items():
        if not callable(function):
            raise ValueError(
                f"{name} must be a function, but is {type(function).__name__}; "
                "pass its name without brackets."
            )
    return _Playground(scores, losses, seed, resolution).box


class _Playground:
    """The widgets and what happens when one of them changes."""

    def __init__(
        self, scores: Scores, losses: Mapping[str, Loss], seed: int, resolution: int
    ) -> None:
        import ipywidgets as widgets

        self.scores = scores
        self.losses = losses
        self.seed = seed
        self.resolution = resolution
        self.moving = False

        def slider(name: str) -> widgets.FloatSlider:
            # continuous_update=False: one redraw when the handle is let go, none on the way.
            return widgets.FloatSlider(
                0.0, min=-_LIMIT, max=_LIMIT, step=0.05, description=name, continuous_update=False
            )

        self.data = widgets.Dropdown(options=list(_DATA), description="data")
        self.loss = widgets.Dropdown(options=list(losses), description="loss")
        self.sliders = [
            [slider(f"{what} of {c}") for what in ("w₁", "w₂", "b")] for c in range(_MOST_CLASSES)
        ]
        self.rows = [widgets.HBox(row) for row in self.sliders]
        self.double = widgets.Button(description="W × 2")
        self.halve = widgets.Button(description="W ÷ 2")
        self.nudge = widgets.Button(description=f"{_NUDGES} nudges", icon="random")
        self.again = widgets.Button(description="new points", icon="refresh")
        buttons = widgets.HBox([self.double, self.halve, self.nudge, self.again])
        self.status = widgets.HTML()
        self.image = widgets.Image(format="png", layout={"max_width": "100%", "width": "640px"})
        self.box = widgets.VBox(
            [self.data, self.loss, *self.rows, buttons, self.status, self.image]
        )

        self.data.observe(lambda _: self.resample(), names="value")
        self.loss.observe(lambda _: self.redraw(), names="value")
        for widget in (widget for row in self.sliders for widget in row):
            widget.observe(lambda _: self.redraw(), names="value")
        self.double.on_click(lambda _: self.scale(2.0))
        self.halve.on_click(lambda _: self.scale(0.5))
        self.nudge.on_click(lambda _: self.try_nudges())
        self.again.on_click(lambda _: self.next_points())
        self.resample()

    @property
    def num_classes(self) -> int:
        """How many classes the points have."""
        return int(self.labels.max()) + 1

    def next_points(self) -> None:
        """Other points of the same kind."""
        self.seed += 1
        self.resample()

    def resample(self) -> None:
        """Draw points, show one row of sliders a class, begin with weights that differ a little."""
        self.points, self.labels = _DATA[str(self.data.value)](self.seed)
        for c, row in enumerate(self.rows):
            row.layout.display = None if c < self.num_classes else "none"
        angles = 2 * math.pi * torch.arange(self.num_classes) / self.num_classes
        self.show(torch.stack([angles.cos(), angles.sin(), 0 * angles], dim=1))

    def numbers(self) -> Tensor:
        """What the sliders say: one row (w₁, w₂, b) a class."""
        rows = self.sliders[: self.num_classes]
        return torch.tensor([[float(widget.value) for widget in row] for row in rows])

    def show(self, numbers: Tensor) -> None:
        """Set the sliders, as far as they go, and draw once."""
        self.moving = True
        for row, values in zip(self.sliders, numbers.clamp(-_LIMIT, _LIMIT).tolist(), strict=False):
            for widget, value in zip(row, values, strict=True):
                widget.value = value
        self.moving = False
        self.redraw()

    def scale(self, factor: float) -> None:
        """Multiply all weights and biases, if no slider would pass its end."""
        wanted = factor * self.numbers()
        if bool((wanted.abs() > _LIMIT).any()):
            self.redraw(f"The sliders end at ±{_LIMIT:g}, so they stay as they are. ")
        else:
            self.show(wanted)

    def ask(self, numbers: Tensor) -> dict[str, float]:
        """Every loss of the student's for such weights, by name."""
        table = self.table(numbers, self.points)
        found = {}
        for name, loss in self.losses.items():
            value = loss(table.clone(), self.labels.clone())
            found[name] = float(value[0] if isinstance(value, tuple) else value)
        return found

    def table(self, numbers: Tensor, points: Tensor) -> Tensor:
        """The student's scores; the student's function gets copies to spoil."""
        found = self.scores(numbers[:, :2].clone(), points.clone(), numbers[:, 2].clone())
        wanted = (len(points), len(numbers))
        if not isinstance(found, Tensor) or tuple(found.shape) != wanted:
            got = tuple(found.shape) if isinstance(found, Tensor) else type(found).__name__
            raise ValueError(f"scores must give a tensor of shape {wanted}, but gave {got}")
        return found

    def try_nudges(self) -> None:
        """Random changes of all numbers, each kept if it lowers the loss chosen."""
        generator = torch.Generator().manual_seed(self.seed)
        numbers, chosen, kept = self.numbers(), str(self.loss.value), 0
        started = time.perf_counter()
        try:
            best = self.ask(numbers)[chosen]
            for _ in range(_NUDGES):
                tried = numbers + 0.3 * torch.randn(numbers.shape, generator=generator)
                tried = tried.clamp(-_LIMIT, _LIMIT)
                loss = self.ask(tried)[chosen]
                if loss < best:
                    numbers, best, kept = tried, loss, kept + 1
                if time.perf_counter() - started > _NUDGE_SECONDS:
                    break
        except Exception as error:
            self.complain(error)
            return
        self.seed += 1  # other nudges the next time
        self.show(numbers)
        self.status.value = paragraph(f"{kept} nudges lowered the loss. ") + self.status.value

    def redraw(self, before: str = "") -> None:
        """Show the regions for the settings, or one sentence on what went wrong."""
        if self.moving:
            return
        try:
            numbers = self.numbers()
            losses = self.ask(numbers)
            decided = self.table(numbers, self.points).argmax(dim=1).cpu()
            right = (decided == self.labels).float().mean().item()
            picture = self.draw(numbers)
        except Exception as error:
            self.complain(error)
            return
        chosen = str(self.loss.value)
        others = "".join(f"; {name} {value:.3f}" for name, value in losses.items()
                         if name != chosen)  # fmt: skip
        self.status.value = paragraph(
            f"{before}{chosen} {losses[chosen]:.3f}{others}. "
            f"{100 * right:.0f} % of the points are classified right."
        )
        self.image.value = picture
        self.image.layout.display = None

    def complain(self, error: Exception) -> None:
        """One sentence in place of a picture that would no longer be true."""
        self.image.layout.display = "none"
        self.status.value = paragraph(sentence(error, "scores or a loss"), ERROR)

    def draw(self, numbers: Tensor) -> bytes:
        """The picture as a PNG file."""
        from course_lib.plots import linear_regions

        figure = new_figure()
        linear_regions(
            numbers[:, :2],
            numbers[:, 2],
            self.points,
            self.labels,
            resolution=self.resolution,
            ax=figure.add_subplot(),
        )
        return as_png(figure)

"""Decision regions of a student's own k-NN, with sliders."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from course_lib import toy
from course_lib.widget_parts import ERROR, as_png, new_figure, paragraph, sentence

if TYPE_CHECKING:
    import ipywidgets

# predict(points, labels, queries, k, metric) → one label per query, −1 for "undecided".
KnnPredict = Callable[[Tensor, Tensor, Tensor, int, str], Tensor]

_SHAPES = {"blobs": toy.blobs, "rings": toy.rings, "spiral": toy.spiral}
_SLOW_SECONDS = 1.0


def knn_playground(predict: KnnPredict, *, seed: int = 0, resolution: int = 120) -> ipywidgets.VBox:
    """Sliders for k, metric, classes and points, and the regions that ``predict`` decides.

    Areas where ``predict`` returns −1 stay white. An error in ``predict`` is shown as one sentence
    instead of the picture.

    Args:
        predict: Called as ``predict(points, labels, queries, k, metric)`` with points ``(n, 2)``,
            labels ``(n,)``, queries ``(m, 2)``, and ``"L1"`` or ``"L2"`` as the metric; returns
            ``(m,)`` labels, −1 for undecided.
        seed: Seed of the first points; the button goes on to the next seed.
        resolution: Cells along each side of the picture; fewer are faster.

    Returns:
        A widget; as the last line of a cell it shows itself.

    Raises:
        ValueError: ``predict`` cannot be called.

    Example:
        >>> def nearest(points, labels, queries, k, metric):
        ...     return labels[torch.cdist(queries, points, p=int(metric[1])).argmin(dim=1)]
        >>> knn_playground(nearest).children[0].description
        'k'
    """
    if not callable(predict):
        raise ValueError(
            f"predict must be a function, but is {type(predict).__name__}; "
            "pass its name without brackets."
        )
    return _Playground(predict, seed, resolution).box


class _Playground:
    """The widgets and what happens when one of them changes."""

    def __init__(self, predict: KnnPredict, seed: int, resolution: int) -> None:
        import ipywidgets as widgets

        self.predict = predict
        self.seed = seed
        self.resolution = resolution

        def slider(name: str, value: int, low: int, high: int, step: int = 1) -> widgets.IntSlider:
            # continuous_update=False: one redraw when the handle is let go, none on the way.
            return widgets.IntSlider(
                value, low, high, step, description=name, continuous_update=False
            )

        self.k = slider("k", 1, 1, 20)  # no more than the fewest points
        self.metric = widgets.ToggleButtons(
            options=["L1", "L2"], value="L2", description="metric", style={"button_width": "70px"}
        )
        self.classes = slider("classes", 3, 2, 6)
        self.num_points = slider("points", 60, 20, 300, 10)
        self.shape = widgets.Dropdown(options=list(_SHAPES), value="blobs", description="data")
        self.again = widgets.Button(description="new points", icon="refresh")
        self.image = widgets.Image(format="png", layout={"max_width": "100%", "width": "640px"})
        self.status = widgets.HTML()
        settings = (self.k, self.metric, self.classes, self.num_points, self.shape)
        self.box = widgets.VBox([*settings, self.again, self.status, self.image])

        for widget in (self.k, self.metric):
            widget.observe(lambda _: self.redraw(), names="value")
        for widget in (self.classes, self.num_points, self.shape):
            widget.observe(lambda _: self.resample(), names="value")
        self.again.on_click(lambda _: self.next_points())
        self.resample()

    def next_points(self) -> None:
        """Other points with the same settings."""
        self.seed += 1
        self.resample()

    def resample(self) -> None:
        """Draw points for the settings and show their regions."""
        sample = _SHAPES[str(self.shape.value)]
        self.points, self.labels = sample(self.num_points.value, self.classes.value, seed=self.seed)
        self.redraw()

    def ask(self, queries: Tensor) -> Tensor:
        """The student's labels for the queries; the student's function gets copies to spoil."""
        return self.predict(
            self.points.clone(), self.labels.clone(), queries, self.k.value, str(self.metric.value)
        )

    def redraw(self) -> None:
        """Show the regions for the settings, or one sentence on what went wrong."""
        started = time.perf_counter()
        try:
            picture, undecided = self.draw()
            right = _share_of(self.ask(self.points.clone()), self.labels)
        except Exception as error:
            self.image.layout.display = "none"
            self.status.value = paragraph(sentence(error, "predict"), ERROR)
            return
        seconds = time.perf_counter() - started
        text = (
            f"k = {self.k.value}, {self.metric.value}: {100 * right:.1f} % of the points drawn are "
            f"classified right, {100 * undecided:.1f} % of the picture is undecided (white)."
        )
        if seconds > _SLOW_SECONDS:
            text += (
                f" That took {seconds:.1f} s; knn_playground(…, resolution=50) is quicker, and so "
                "is a predict without loops."
            )
        self.image.value = picture
        self.image.layout.display = None
        self.status.value = paragraph(text)

    def draw(self) -> tuple[bytes, float]:
        """The picture as a PNG file, and which share of it is undecided."""
        from course_lib.plots import decision_regions

        decided: list[Tensor] = []

        def remember(queries: Tensor) -> Tensor:
            decided.append(self.ask(queries))
            return decided[-1]

        figure = new_figure()
        decision_regions(
            remember,
            self.points,
            self.labels,
            num_classes=self.classes.value,
            resolution=self.resolution,
            ax=figure.add_subplot(),
        )
        return as_png(figure), _share_of(decided[0], torch.tensor(-1))


def _share_of(decided: Tensor, wanted: Tensor) -> float:
    """The share of decisions that are as wanted."""
    return (torch.as_tensor(decided).cpu() == wanted).float().mean().item()

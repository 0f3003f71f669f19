"""A picture of a game that changes while it is played: samples, losses and what D believes."""

from __future__ import annotations

import time
from collections.abc import Mapping

import matplotlib.pyplot as plt
import torch
from torch import Tensor, nn

from course_lib.plots.images import image_grid
from course_lib.plots.lines import curves

_FAINTEST = 25  # points of a curve below which it is not smoothed


class GameView:
    """Watches the training of a GAN: call it after every step.

    The same noise is drawn each time, so that one sees each picture grow. Numbers are kept on their
    device and fetched only when the view is drawn anew: between two drawings no step waits for the
    accelerator. Outside a notebook nothing is shown, and the numbers are kept all the same.

    Args:
        noise: What to draw pictures of, one a row, on the generator's device.
        seconds: How long at least between two drawings.
        columns: Pictures in a row.
        show: Draw at all; False only keeps the numbers.

    Attributes:
        seconds_drawing: How long the drawings took, all together.

    Example:
        >>> view = GameView(torch.zeros(4, 2), show=False)
        >>> view(nn.Linear(2, 9), {"g_loss": torch.tensor(0.5)})
        >>> view.history()["g_loss"]
        [0.5]
    """

    def __init__(
        self, noise: Tensor, *, seconds: float = 5.0, columns: int = 8, show: bool = True
    ) -> None:
        self.noise = noise
        self.seconds = seconds
        self.columns = columns
        self.seconds_drawing = 0.0
        self._show = show and _in_notebook()
        self._numbers: dict[str, list[Tensor]] = {}
        self._handle = None
        self._last = 0.0
        self._next = time.monotonic() + min(1.0, seconds)  # the first picture soon

    def __call__(self, generator: nn.Module, numbers: Mapping[str, Tensor]) -> None:
        """Take the numbers of a step, and draw if it is time."""
        for name, value in numbers.items():
            self._numbers.setdefault(name, []).append(torch.as_tensor(value).detach())
        if self._show and time.monotonic() >= self._next:
            self.draw(generator)
            # Where drawing is slow it is done less often: at most a tenth of the time goes into it.
            self._next = time.monotonic() + max(self.seconds, 10 * self._last)

    def history(self) -> dict[str, list[float]]:
        """All numbers so far, by name: one for each step."""
        return {name: torch.stack(kept).tolist() for name, kept in self._numbers.items()}

    def draw(self, generator: nn.Module) -> None:
        """Draw the generator's pictures and the curves now, in place of the earlier drawing."""
        if not self._show:
            return
        from IPython.display import display

        began = time.monotonic()
        figure = self.figure(generator)
        if self._handle is None:
            self._handle = display(figure, display_id=True)
        else:
            self._handle.update(figure)
        plt.close(figure)  # or the notebook would show it once more below the cell
        self._last = time.monotonic() - began
        self.seconds_drawing += self._last

    def figure(self, generator: nn.Module):
        """The drawing as a matplotlib figure."""
        figure, axes = plt.subplots(
            1, 3, figsize=(14, 4.4), width_ratios=(1.25, 1, 1), layout="compressed"
        )
        history = self.history()
        steps = max(map(len, history.values()), default=0)
        pictures = _drawn(generator, self.noise)
        image_grid(
            pictures, columns=self.columns, value_range=(-1, 1), ax=axes[0],
            title=f"after {steps:,} steps",
        )  # fmt: skip
        for ax, wanted, title in (
            (axes[1], {"d_loss": "D", "g_loss": "G"}, "losses"),
            (axes[2], {"d_real": "D(x), real", "d_fake": "D(G(z)), fake"}, "what D believes"),
        ):
            lines = {label: history[name] for name, label in wanted.items() if name in history}
            if lines:
                smooth = max(1, steps // _FAINTEST)
                curves(lines, xlabel="step", title=title, smooth=smooth, ax=ax)
            else:
                ax.set_axis_off()
        if axes[2].axison:
            axes[2].set_ylim(0, 1)
        return figure


def _drawn(generator: nn.Module, noise: Tensor) -> Tensor:
    """Pictures of a generator in evaluation mode, which is then put back as it was."""
    was_training = generator.training
    generator.eval()
    with torch.no_grad():
        pictures = generator(noise)
    generator.train(was_training)
    return pictures


def _in_notebook() -> bool:
    """Whether a notebook's kernel runs this."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return False
    shell = get_ipython()
    return shell is not None and hasattr(shell, "kernel")

"""What moves in a notebook: sliders of a playground, a live picture, a progress bar."""

import pytest

from benchmarks.browser import Seat

pytestmark = [pytest.mark.slow, pytest.mark.needs("browser")]

TINY = "labs/tiny/tiny.ipynb"

PLAYGROUND = """\
import torch
from course_lib.linear_playground import linear_playground
linear_playground(lambda W, x, b: x @ W.T + b, {"entropy": torch.nn.functional.cross_entropy})"""

#: A generator of grey pictures that brighten, for forty seconds: a busy machine draws it rarely.
GAME = """\
import time, torch
from course_lib import plots
class Brightens(torch.nn.Module):
    def forward(self, noise):
        return torch.full((len(noise), 1, 4, 4), step / 200 - 1)
game = Brightens()
view = plots.GameView(torch.zeros(4, 2), seconds=0.5, columns=2)
for step in range(400):
    view(game, {"d_loss": torch.tensor(1.0), "g_loss": torch.tensor(step / 400)})
    time.sleep(0.1)"""

#: Two hundred steps of a training, for twenty seconds.
BAR = """\
import time, torch
from course_lib import fit
def loss(scores, y):
    time.sleep(0.1)
    return torch.nn.functional.cross_entropy(scores, y)
model = torch.nn.Linear(2, 2)
rate = torch.optim.SGD(model.parameters(), lr=0.1)
points = torch.zeros(200, 2), torch.zeros(200, dtype=torch.long)
_ = fit(model, loss, points, epochs=1, batch_size=1, optimizer=rate)"""


def test_the_linear_playground_follows_the_mouse(seat: Seat) -> None:
    """Dragging a weight's slider redraws the regions, and says another loss."""
    seat.open(TINY)
    own = seat.add_below("setup-1", PLAYGROUND)
    seat.run(own)
    panel = seat.page.locator(".jp-OutputArea", has=seat.page.locator(".noUi-handle"))
    picture = panel.locator("img")
    first = picture.get_attribute("src")
    said = panel.locator(".widget-html").inner_text()
    seat.drag(panel.locator(".noUi-handle").first, 80)
    seat.page.wait_for_function(
        "([node, first]) => node.src !== first", arg=[picture.element_handle(), first]
    )
    assert panel.locator(".widget-html").inner_text() != said


def test_the_live_picture_changes_while_the_game_is_played(seat: Seat) -> None:
    """It is drawn anew in place of the earlier one, before the cell has ended."""
    seat.open(TINY)
    own = seat.add_below("setup-1", GAME)
    seat.start(own)
    picture = seat.page.locator(".jp-OutputArea-output img")
    picture.wait_for()
    first = picture.get_attribute("src")
    seat.page.wait_for_function(
        "first => { const now = document.querySelector('.jp-OutputArea-output img');"
        " return now && now.src !== first; }",
        arg=first,
    )
    assert seat.is_running(own)
    assert picture.count() == 1


def test_the_progress_bar_moves_while_a_model_trains(seat: Seat) -> None:
    """The bar counts steps, and its coloured part grows, before the cell has ended."""
    seat.open(TINY)
    own = seat.add_below("setup-1", BAR)
    seat.start(own)
    bar = seat.page.locator(".jp-OutputArea-output .progress-bar")
    bar.wait_for()
    wide = "() => document.querySelector('.progress-bar').getBoundingClientRect().width"
    first = seat.page.evaluate(wide)
    seat.page.wait_for_function(f"first => ({wide})() > first + 5", arg=first)
    assert seat.is_running(own)

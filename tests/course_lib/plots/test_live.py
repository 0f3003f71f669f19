"""The live view draws what it is given, keeps numbers where they are, and replaces its picture."""

import nbformat
import pytest
import torch
from nbclient import NotebookClient
from torch import nn

from course_lib.plots import GameView

CELL = """
import torch
from torch import nn
from course_lib.plots import GameView
net = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Unflatten(1, (1, 4, 4)))
view = GameView(torch.zeros(8, 2), seconds=0.0)
for step in range(3):
    view(net, {"d_loss": torch.tensor(1.0), "g_loss": torch.tensor(0.5),
               "d_real": torch.tensor(0.6), "d_fake": torch.tensor(0.4)})
"""


@pytest.fixture
def net():
    return nn.Sequential(
        nn.Linear(2, 16), nn.BatchNorm1d(16), nn.Tanh(), nn.Unflatten(1, (1, 4, 4))
    )


def numbers(step):
    return {"d_loss": torch.tensor(1.0 + step), "d_real": torch.tensor(0.6, requires_grad=True)}


def test_history_gives_back_every_number_in_order(net):
    view = GameView(torch.zeros(4, 2), show=False)
    for step in range(5):
        view(net, numbers(step))
    assert view.history()["d_loss"] == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_what_it_keeps_holds_no_graph(net):
    view = GameView(torch.zeros(4, 2), show=False)
    view(net, numbers(0))
    assert not view._numbers["d_real"][0].requires_grad


def test_drawing_leaves_the_generator_in_training_with_the_same_running_means(net):
    view = GameView(torch.randn(4, 2), show=False)
    view(net, numbers(0))
    before = net[1].running_mean.clone()
    figure = view.figure(net)
    assert net.training
    assert torch.equal(net[1].running_mean, before)
    assert len(figure.axes[0].images) == 4
    assert [line.get_label() for line in figure.axes[1].lines] == ["D"]


def test_outside_a_notebook_nothing_is_drawn(net, monkeypatch):
    view = GameView(torch.zeros(4, 2), seconds=0.0)
    monkeypatch.setattr(view, "figure", lambda *_: pytest.fail("drew a figure"))
    view(net, numbers(0))
    view.draw(net)
    assert view.seconds_drawing == 0


@pytest.mark.slow
def test_in_a_notebook_one_picture_is_replaced_by_the_next(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    pictures = [out for out in notebook.cells[0].outputs if "image/png" in out.get("data", {})]
    assert len(pictures) == 1

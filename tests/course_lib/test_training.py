"""The training loop against one written out by hand, and what it measures, shows and refuses."""

import math

import pytest
import torch
from torch import nn

from course_lib.training import History, accuracy, fit
from tests.needs import DEVICES


def points(n=50, device="cpu", dtype=torch.float32):
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(n, 4, generator=generator).to(device, dtype)
    return x, (x.sum(1) > 0).long()


def linear(device="cpu", dtype=torch.float32):
    torch.manual_seed(0)
    return nn.Linear(4, 2, dtype=dtype).to(device)


def train(model, data=None, loss_fn=nn.functional.cross_entropy, lr=0.1, **options):
    settings = {"epochs": 3, "batch_size": 16, "progress": False} | options
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    return fit(model, loss_fn, data or points(), optimizer=optimizer, **settings)


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=["float32", "float64"])
def test_it_trains_like_a_loop_written_by_hand(device, dtype):
    x, y = points(device=device, dtype=dtype)
    model, by_hand = linear(device, dtype), linear(device, dtype)
    history = train(model, (x, y), generator=torch.Generator().manual_seed(5))

    generator = torch.Generator().manual_seed(5)
    losses = []
    for _ in range(3):
        order, total = torch.randperm(50, generator=generator).to(device), 0.0
        for start in range(0, 50, 16):
            rows = order[start : start + 16]
            loss = nn.functional.cross_entropy(x[rows] @ by_hand.weight.T + by_hand.bias, y[rows])
            gradients = torch.autograd.grad(loss, list(by_hand.parameters()))
            with torch.no_grad():
                for weight, gradient in zip(by_hand.parameters(), gradients, strict=True):
                    weight -= 0.1 * gradient
            total += loss.item() * len(rows)
        losses.append(total / 50)

    torch.testing.assert_close(model.weight, by_hand.weight)
    torch.testing.assert_close(model.bias, by_hand.bias)
    assert history["train_loss"] == pytest.approx(losses, rel=1e-5)


def test_validation_numbers_are_those_of_the_whole_set_at_once():
    x, y = points(37)  # the last batch is smaller, so a mean of batch means would be off
    model = linear()
    history = train(model, validation=(x, y), metrics={"accuracy": accuracy})
    with torch.no_grad():
        logits = model(x)
    assert history["val_loss"][-1] == pytest.approx(nn.functional.cross_entropy(logits, y).item())
    assert history["val_accuracy"][-1] == pytest.approx((logits.argmax(1) == y).double().mean())


def test_training_metrics_are_averaged_over_rows():
    seen = []

    def rows(outputs, targets):
        seen.append(len(targets))
        return torch.tensor(float(len(targets)))

    history = train(linear(), epochs=1, metrics={"rows": rows})
    assert seen == [16, 16, 16, 2]
    assert history["train_rows"] == [pytest.approx((3 * 16**2 + 2**2) / 50)]


def test_the_same_seed_repeats_the_run():
    first, second = (
        train(linear(), generator=torch.Generator().manual_seed(9)).values for _ in range(2)
    )
    assert first == second


def test_it_learns():
    history = train(linear(), epochs=30, validation=points(), metrics={"accuracy": accuracy})
    assert history["val_accuracy"][-1] > 0.95
    assert history["train_loss"][-1] < history["train_loss"][0] / 2


class Modes(nn.Module):
    """A model that notes in which mode it was called."""

    def __init__(self):
        super().__init__()
        self.inner, self.modes = linear(), []

    def forward(self, x):
        """Note whether this is training, and whether gradients are kept."""
        self.modes.append((self.training, torch.is_grad_enabled()))
        return self.inner(x)


def test_it_switches_between_training_and_evaluation():
    model = Modes().eval()
    train(model, epochs=2, batch_size=25, validation=points(20))
    assert model.modes == [(True, True), (True, True), (False, False)] * 2
    assert not model.training


def test_it_leaves_a_model_ready_to_predict_also_without_validation():
    model = linear()
    train(model)
    assert not model.training


@pytest.mark.parametrize("validation", [None, points(0)], ids=["left out", "empty"])
def test_without_validation_only_training_is_measured(validation):
    history = train(linear(), validation=validation)
    assert list(history.values) == ["train_loss"]


def test_a_step_reads_nothing_from_the_device(monkeypatch):
    reads = []
    for name in ("item", "tolist", "cpu", "__bool__", "__float__", "__int__"):
        original = getattr(torch.Tensor, name)

        def counted(self, *args, _original=original, _name=name):
            reads.append(_name)
            return _original(self, *args)

        monkeypatch.setattr(torch.Tensor, name, counted)
    # A bare optimizer: torch's own read their settings in ways that differ by version.
    model = linear()

    class Plain(torch.optim.Optimizer):
        def __init__(self):
            super().__init__(model.parameters(), {"lr": 0.1})

        @torch.no_grad()
        def step(self):
            for weight in self.param_groups[0]["params"]:
                weight -= 0.1 * weight.grad

    counts = []
    for batch_size in (25, 5):
        reads.clear()
        fit(
            model,
            nn.functional.cross_entropy,
            points(),
            optimizer=Plain(),
            epochs=1,
            batch_size=batch_size,
            metrics={"accuracy": accuracy},
            progress=False,
        )
        counts.append(len(reads))
    assert counts[0] == counts[1] <= 3  # five times the steps, as many reads


@pytest.mark.parametrize("value", [math.nan, math.inf], ids=["nan", "inf"])
def test_a_loss_that_is_no_number_stops_the_run(value):
    calls = iter([0.0] * 6 + [value] + [0.0] * 9)  # 4 steps an epoch: epoch 2, step 3

    def loss_fn(outputs, targets):
        return outputs.sum() * 0 + next(calls)

    told = r"infinite or no number in epoch 2, step 3; .* smaller learning rate than 0.1"
    with pytest.raises(RuntimeError, match=told):
        train(linear(), loss_fn=loss_fn, epochs=9)


def test_a_huge_step_size_is_told():
    x, _ = points()
    with pytest.raises(RuntimeError, match="smaller learning rate than 1e"):
        train(linear(), (x, x[:, :2]), nn.functional.mse_loss, lr=1e20)


def test_the_progress_bar_can_be_silent(capsys):
    train(linear())
    assert capsys.readouterr() == ("", "")


def test_the_progress_bar_shows_epochs_and_measures(capsys):
    train(linear(), epochs=2, progress=True)
    shown = capsys.readouterr().err
    assert "epoch 2/2" in shown
    assert "8/8" in shown
    assert "train_loss=" in shown


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"epochs": 0}, "`epochs` is 0"),
        ({"epochs": 2.0}, "`epochs` is 2.0"),
        ({"batch_size": 0}, "`size` is 0"),
        ({"metrics": {"loss": accuracy}}, "`metrics` has a `loss`"),
        ({"data": points(0)}, "`train` is empty"),
        ({"data": (points(5)[0], points(4)[1])}, r"\[5, 4\] rows"),
        ({"data": (points()[0].to("meta"), points()[1])}, "inputs lie on meta and the model on"),
        ({"validation": (points()[0], points()[1].to("meta"))}, "targets lie on meta"),
    ],
    ids=[
        "no epochs",
        "half epochs",
        "no rows a batch",
        "loss",
        "empty",
        "lengths",
        "device",
        "validation",
    ],
)
def test_a_wrong_argument_is_told_before_anything_is_trained(options, told):
    model = linear()
    before = model.weight.clone()
    with pytest.raises(ValueError, match=told):
        train(model, **options)
    assert torch.equal(model.weight, before)


# --- History and accuracy ------------------------------------------------------------------------


@pytest.fixture
def history():
    history = History()
    for loss, score in [(3.0, 0.2), (1.0, 0.9), (2.0, 0.9)]:
        history.append(val_loss=loss, val_accuracy=score)
    return history


def test_rows_are_epochs_from_one(history):
    assert len(history) == 3
    assert history.rows()[1] == {"epoch": 2, "val_loss": 1.0, "val_accuracy": 0.9}
    assert History().rows() == []


def test_the_best_is_small_for_losses_and_large_otherwise(history):
    assert history.best("val_loss") == (2, 1.0)
    assert history.best("val_accuracy") == (2, 0.9)  # the first of two equal ones
    assert history.best("val_accuracy", smallest=True) == (1, 0.2)


def test_a_name_that_was_not_measured_is_told(history):
    with pytest.raises(KeyError, match="no `loss` here; measured were"):
        history.best("loss")


def test_an_epoch_with_other_names_is_refused(history):
    with pytest.raises(ValueError, match=r"expected .*val_accuracy"):
        history.append(val_loss=1.0)


@pytest.mark.parametrize("device", DEVICES)
def test_accuracy_is_the_share_of_right_answers(device):
    logits = torch.tensor([[1.0, 2, 0], [3, 2, 1], [0, 0, 5], [9, 0, 0]], device=device)
    labels = torch.tensor([1, 0, 0, 2], device=device)
    assert accuracy(logits, labels).item() == 0.5

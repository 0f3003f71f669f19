"""A training loop for labs whose subject is the model or the loss, not the loop."""

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import torch
from jaxtyping import Float, Int, Shaped
from torch import Tensor, nn

from course_lib.batches import minibatches

Pair = tuple[Shaped[Tensor, "n ..."], Shaped[Tensor, "n ..."]]
Measure = Callable[[Tensor, Tensor], Tensor]
Record = dict[str, list[Tensor]]  # one number per batch and measure, on the device


@dataclass
class History:
    """What a training run measured, epoch by epoch.

    Attributes:
        values: For each name (``train_loss``, ``val_accuracy``, …) one number per epoch.

    Example:
        >>> history = History()
        >>> history.append(train_loss=2.0, val_accuracy=0.5)
        >>> history.append(train_loss=1.0, val_accuracy=0.4)
        >>> history["train_loss"], history.best("train_loss"), history.best("val_accuracy")
        ([2.0, 1.0], (2, 1.0), (1, 0.5))
    """

    values: dict[str, list[float]] = field(default_factory=dict)

    def __len__(self) -> int:
        return max(map(len, self.values.values()), default=0)

    def __getitem__(self, name: str) -> list[float]:
        if name not in self.values:
            raise KeyError(f"there is no `{name}` here; measured were {sorted(self.values)}")
        return self.values[name]

    def append(self, **values: float) -> None:
        """Add an epoch's numbers, the same names every time."""
        if self.values and values.keys() != self.values.keys():
            raise ValueError(f"got {sorted(values)}; expected {sorted(self.values)} as before.")
        for name, value in values.items():
            self.values.setdefault(name, []).append(value)

    def rows(self) -> list[dict[str, float]]:
        """One dictionary per epoch, ``epoch`` (from 1) first: a table to print or to plot."""
        return [
            {"epoch": i + 1, **{name: column[i] for name, column in self.values.items()}}
            for i in range(len(self))
        ]

    def best(self, name: str, *, smallest: bool | None = None) -> tuple[int, float]:
        """The best epoch of a measure, the first one if several are equal.

        Args:
            name: Which measure.
            smallest: Whether small is good; left out, it is for names with ``loss`` or ``error``.

        Returns:
            The epoch, counted from 1, and the value.

        Raises:
            KeyError: Nothing of that name was measured.
        """
        column = self[name]
        if smallest is None:
            smallest = "loss" in name or "error" in name
        value = (min if smallest else max)(column)
        return column.index(value) + 1, value


def accuracy(logits: Float[Tensor, "n classes"], labels: Int[Tensor, " n"]) -> Float[Tensor, ""]:
    """The share of rows whose largest score is that of the label; a metric for :func:`fit`.

    Example:
        >>> accuracy(torch.tensor([[0.1, 2.0], [3.0, 1.0]]), torch.tensor([1, 1]))
        tensor(0.5000)
    """
    return (logits.argmax(dim=1) == labels).float().mean()


def fit(
    model: nn.Module,
    loss_fn: Measure,
    train: Pair,
    *,
    optimizer: torch.optim.Optimizer,
    epochs: int,
    batch_size: int,
    validation: Pair | None = None,
    metrics: Mapping[str, Measure] | None = None,
    generator: torch.Generator | None = None,
    progress: bool = True,
) -> History:
    """Train a model on minibatches, reshuffled every epoch.

    Nothing in a step waits for the accelerator: losses and metrics stay on the device and are read
    once per epoch. An epoch's training numbers are means over the epoch while the model was
    learning; its validation numbers are those of the model at the epoch's end.

    Args:
        model: Takes a batch of inputs. Left in evaluation mode, ready to predict.
        loss_fn: ``loss_fn(model(inputs), targets)`` gives the batch's mean loss.
        train: Inputs and targets, on the model's device.
        optimizer: Over the model's parameters.
        epochs: How often to go through ``train``.
        batch_size: Rows per step; the last one of an epoch may have fewer.
        validation: Inputs and targets to measure after every epoch; none when empty or left out.
        metrics: More measures of a batch by name, called like ``loss_fn`` and averaged over rows.
        generator: Draws the order of the rows, for repeatable runs.
        progress: Show a progress bar.

    Returns:
        ``train_loss``, ``val_loss`` and, for each metric, ``train_…`` and ``val_…`` per epoch.

    Raises:
        ValueError: ``epochs`` or ``batch_size`` is below 1, ``train`` is empty, inputs and
            targets differ in length, the data lie on another device than the model, or a metric
            is called ``loss``.
        RuntimeError: The loss became infinite or no number.

    Example:
        >>> x = torch.linspace(-1, 1, 32)[:, None]
        >>> model = nn.Linear(1, 1)
        >>> history = fit(model, nn.functional.mse_loss, (x, 3 * x + 1), epochs=100, batch_size=8,
        ...     optimizer=torch.optim.SGD(model.parameters(), lr=0.1), progress=False)
        >>> round(model.weight.item(), 2), round(model.bias.item(), 2)
        (3.0, 1.0)
    """
    _check_arguments(model, train, validation, epochs, batch_size, metrics)
    from tqdm.auto import tqdm  # on use: it costs more to import than all of course_lib

    measures = {"loss": loss_fn, **(metrics or {})}
    history = History()
    steps = math.ceil(len(train[0]) / batch_size)
    with tqdm(total=epochs * steps, disable=not progress, unit="step") as bar:
        for epoch in range(1, epochs + 1):
            rows = minibatches(*train, size=batch_size, generator=generator)
            seen = _read(_train_epoch(model, measures, rows, optimizer, bar.update))
            _stop_if_not_finite(seen["loss"], epoch, optimizer)
            numbers = _means("train", seen, len(train[0]), batch_size)
            if validation is not None and len(validation[0]):
                seen = _read(_evaluate(model, measures, validation, batch_size))
                numbers |= _means("val", seen, len(validation[0]), batch_size)
            history.append(**numbers)
            bar.set_description(f"epoch {epoch}/{epochs}", refresh=False)
            bar.set_postfix({name: f"{value:.4g}" for name, value in numbers.items()})
    model.eval()
    return history


def _train_epoch(model, measures, rows, optimizer, tick) -> Record:
    model.train()
    record = {name: [] for name in measures}
    for inputs, targets in rows:
        outputs = model(inputs)
        loss = measures["loss"](outputs, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            _note(record, measures, outputs.detach(), targets, loss.detach())
        tick()
    return record


@torch.no_grad()
def _evaluate(model, measures, data: Pair, batch_size: int) -> Record:
    model.eval()
    record = {name: [] for name in measures}
    for inputs, targets in minibatches(*data, size=batch_size, shuffle=False):
        outputs = model(inputs)
        _note(record, measures, outputs, targets, measures["loss"](outputs, targets))
    return record


def _note(record: Record, measures, outputs: Tensor, targets: Tensor, loss: Tensor) -> None:
    # Kept on the device: reading a number, or asking whether it is finite, would make every step
    # wait for the accelerator.
    for name, measure in measures.items():
        record[name].append(loss if name == "loss" else torch.as_tensor(measure(outputs, targets)))


def _read(record: Record) -> dict[str, list[float]]:
    """Every batch's numbers, fetched from the device at once for each measure."""
    return {name: torch.stack(values).tolist() for name, values in record.items()}


def _means(prefix: str, numbers: dict[str, list[float]], n: int, size: int) -> dict[str, float]:
    """Means over rows: a batch counts by its rows, as the last one may have fewer."""
    rows = [min(size, n - start) for start in range(0, n, size)]
    return {
        f"{prefix}_{name}": math.fsum(map(operator.mul, values, rows)) / n
        for name, values in numbers.items()
    }


def _stop_if_not_finite(losses: list[float], epoch: int, optimizer: torch.optim.Optimizer) -> None:
    for step, loss in enumerate(losses, start=1):
        if not math.isfinite(loss):
            lr = float(optimizer.param_groups[0]["lr"])
            raise RuntimeError(
                f"the loss became infinite or no number in epoch {epoch}, step {step}; "
                f"build the model again and try a smaller learning rate than {lr:g}, "
                "for example a tenth of it."
            )


def _check_arguments(model, train: Pair, validation: Pair | None, epochs, size, metrics) -> None:
    if isinstance(epochs, bool) or not isinstance(epochs, int) or epochs < 1:
        raise ValueError(f"`epochs` is {epochs!r}; expected a whole number of at least 1.")
    if "loss" in (metrics or {}):
        raise ValueError("`metrics` has a `loss`, the name of `loss_fn`'s own; give it another.")
    if len(train[0]) == 0:
        raise ValueError("`train` is empty; expected at least one row of inputs and targets.")
    for pair in (train, validation):
        if pair is not None:
            _check_device(model, pair)
            # Made for its checks alone: a wrong argument is told before the bar shows.
            minibatches(*pair, size=size, shuffle=False)


def _check_device(model: nn.Module, pair: Pair) -> None:
    weight = next(model.parameters(), None)
    if weight is None:
        return
    for name, tensor in zip(("inputs", "targets"), pair, strict=True):
        if tensor.device != weight.device:
            raise ValueError(
                f"the {name} lie on {tensor.device} and the model on {weight.device}; "
                "move the model with `model.to(...)` before building its optimizer."
            )

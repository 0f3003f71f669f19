"""A minimiser for labs whose subject is the loss, not the way down."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

#: ``objective(W, b)`` gives its value and the gradients with respect to W and b.
Objective = Callable[[Tensor, Tensor], tuple[Tensor | float, Tensor, Tensor]]

_SMALLEST_STEP = 1e-12


class _Point(NamedTuple):
    """Weights and biases, which move together."""

    W: Tensor
    b: Tensor


@dataclass(frozen=True)
class Minimum:
    """Where a minimisation ended.

    Attributes:
        W: The weights.
        b: The biases.
        values: Objective plus L1 term, at the start and after every step.
    """

    W: Float[Tensor, "c d"]
    b: Float[Tensor, " c"]
    values: list[float]


def minimize(
    objective: Objective,
    W: Float[Tensor, "c d"],
    b: Float[Tensor, " c"],
    *,
    l1: float = 0.0,
    steps: int = 200,
) -> Minimum:
    r"""Minimise :math:`f(W, b) + \lambda \sum_{ij} |W_{ij}|` for a smooth f, from a given start.

    Accelerated proximal gradient steps. The L1 term is not differentiated but solved for in each
    step: weights that it would carry past 0 become exactly 0. The step size is found on the way,
    so that there is none to choose. It is judged by the objective's value, which float32 knows to
    seven digits: near the bottom that fixes the weights to about three. For more, use float64.

    Source: A. Beck, M. Teboulle: *A fast iterative shrinkage-thresholding algorithm for linear
    inverse problems* (2009), with backtracking; momentum starts again where the value rises, as in
    B. O'Donoghue, E. Candès: *Adaptive restart for accelerated gradient schemes* (2015).

    Args:
        objective: Called as ``objective(W, b)``; returns f and its gradients by W and by b.
        W: Weights to start from; left unchanged.
        b: Biases to start from; left unchanged, never penalised.
        l1: The factor λ of the L1 term, 0 or more.
        steps: How many steps to take.

    Returns:
        The last weights and biases, and the value after every step.

    Raises:
        ValueError: ``steps`` is below 1 or ``l1`` below 0.
        RuntimeError: The objective's value is not finite, or its gradient does not lead down.

    Example:
        >>> def bowl(W, b):
        ...     return ((W - 3) ** 2).sum() + (b**2).sum(), 2 * (W - 3), 2 * b
        >>> start = torch.zeros(1, 2, dtype=torch.float64)
        >>> minimize(bowl, start, torch.ones(1), l1=2.0).W.round(decimals=4).tolist()
        [[2.0, 2.0]]
    """
    if steps < 1:
        raise ValueError(f"`steps` is {steps}; expected 1 or more.")
    if not l1 >= 0:
        raise ValueError(f"`l1` is {l1}; expected a factor of 0 or more.")
    here = ahead = _Point(W.detach().clone(), b.detach().clone())
    values = [_value(objective(*here)[0]) + l1 * _l1_norm(here.W)]
    step, momentum = 1.0, 1.0
    for _ in range(steps):
        there, smooth, step = _descend(objective, ahead, l1, step)
        values.append(smooth + l1 * _l1_norm(there.W))
        if values[-1] > values[-2]:  # too much momentum: start again from here
            momentum, following = 1.0, 1.0
        else:
            following = (1 + math.sqrt(1 + 4 * momentum**2)) / 2
        share = (momentum - 1) / following
        ahead = _Point(there.W + share * (there.W - here.W), there.b + share * (there.b - here.b))
        here, momentum = there, following
        step *= 1.1  # backtracking alone could only ever make it smaller
    return Minimum(here.W, here.b, values)


def _descend(
    objective: Objective, at: _Point, l1: float, step: float
) -> tuple[_Point, float, float]:
    """One proximal step; the objective's value there, and the step size that was right."""
    found, slope_W, slope_b = objective(*at)
    value = _value(found)
    # What rounding alone may add to a value must not make the step smaller.
    slack = 10 * torch.finfo(at.W.dtype).eps * max(1.0, abs(value))
    while step > _SMALLEST_STEP:
        new = _Point(_shrink(at.W - step * slope_W, step * l1), at.b - step * slope_b)
        move = _Point(new.W - at.W, new.b - at.b)
        along = float((slope_W * move.W).sum() + (slope_b * move.b).sum())
        length = float((move.W**2).sum() + (move.b**2).sum())
        smooth = _value(objective(*new)[0])
        if smooth <= value + along + length / (2 * step) + slack:
            return new, smooth, step
        step /= 2
    raise RuntimeError(
        "however short the step, the value does not fall as the gradient says: "
        "check the gradient that `objective` returns, above all its sign and its 1/n."
    )


def _shrink(W: Tensor, by: float) -> Tensor:
    """Every weight moved towards 0 by a constant, and not past it."""
    return W.sign() * (W.abs() - by).clamp(min=0) if by else W


def _l1_norm(W: Tensor) -> float:
    return float(W.abs().sum())


def _value(found: Tensor | float) -> float:
    value = float(found)
    if not math.isfinite(value):
        raise RuntimeError(
            f"the objective's value is {value}; expected a finite number. "
            "Is the loss stable for large scores?"
        )
    return value

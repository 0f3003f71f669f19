"""Anything a student may pass to a plot, as a NumPy array on the CPU."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor

# What every plot takes: a tensor on any device, an array, or a list of numbers or tensors.
ArrayLike: TypeAlias = Tensor | np.ndarray | Sequence


def to_numpy(values: ArrayLike, name: str) -> np.ndarray:
    """A NumPy copy of ``values``, off any device and off any graph.

    Args:
        values: A tensor, an array, or a sequence of numbers, arrays or tensors of one shape.
        name: What to call ``values`` in an error.

    Returns:
        The same numbers; bfloat16, which NumPy lacks, becomes float32.

    Raises:
        ValueError: The values are ragged or not numbers.

    Example:
        >>> to_numpy([torch.tensor(1.0, requires_grad=True), 2.0], "losses")
        array([1., 2.])
    """
    if isinstance(values, Tensor):
        values = values.detach().cpu()
        return (values.float() if values.dtype is torch.bfloat16 else values).numpy()
    try:
        if not isinstance(values, np.ndarray):
            values = [to_numpy(v, name) if isinstance(v, Tensor) else v for v in values]
        array = np.asarray(values)
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"{name} must be a tensor or a list of equal-sized rows of numbers, but {error}; "
            "pass a tensor."
        ) from error
    if array.dtype.kind not in "biuf":
        raise ValueError(
            f"{name} must hold numbers, but holds {array.dtype}; convert it with torch.tensor."
        )
    return array


def to_labels(values: ArrayLike, name: str, *, lowest: int = 0) -> np.ndarray:
    """A one-axis array of integer class labels.

    Args:
        values: Integer labels, one per example.
        name: What to call ``values`` in an error.
        lowest: The smallest label that is allowed.

    Raises:
        ValueError: The labels have more than one axis, are not integers or are too small.

    Example:
        >>> to_labels(torch.tensor([2, 0]), "labels")
        array([2, 0])
    """
    labels = to_numpy(values, name)
    if labels.ndim != 1:
        raise ValueError(
            f"{name} must have one axis, one label per example, but has shape {labels.shape}; "
            "scores become labels with .argmax(dim=1)."
        )
    if labels.dtype.kind not in "biu":
        raise ValueError(
            f"{name} must be integers, but are {labels.dtype}; convert them with .long()."
        )
    labels = labels.astype(np.int64)
    if labels.size and labels.min() < lowest:
        raise ValueError(
            f"{name} must be {lowest} or more, but the smallest is {labels.min()}; "
            "number the classes from 0."
        )
    return labels


def check_names(names: Sequence[str] | None, count: int, what: str) -> list[str]:
    """One name per class, or the class numbers when there are none.

    Args:
        names: The names, or None.
        count: How many are needed.
        what: What is being named, for the error.

    Raises:
        ValueError: There are too few or too many names.

    Example:
        >>> check_names(None, 3, "classes")
        ['0', '1', '2']
    """
    if names is None:
        return [str(index) for index in range(count)]
    if len(names) != count:
        raise ValueError(
            f"expected one name for each of the {count} {what}, but got {len(names)}; "
            "pass as many names."
        )
    return [str(name) for name in names]

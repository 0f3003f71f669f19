"""Values of either side of a comparison: as a float64 tensor, and as text for a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from course_lib.checks.failure import CheckFailed

#: (rtol, atol) of `torch.testing.assert_close`, by the less precise dtype of a comparison.
_TOLERANCES = {
    torch.bfloat16: (1.6e-2, 1e-5),
    torch.float16: (1e-3, 1e-5),
    torch.float32: (1.3e-6, 1e-5),
    torch.float64: (1e-7, 1e-7),
}

_COMPLEX = (torch.complex64, torch.complex128, np.dtype("complex64"), np.dtype("complex128"))


def as_tensor(value: Any) -> Tensor:
    """A number, nested list, array or tensor as a float64 tensor on the CPU.

    Args:
        value: What a student returned or an author expects.

    Returns:
        A detached copy; booleans become 0 and 1.

    Raises:
        CheckFailed: It is none of these, or complex.

    Example:
        >>> as_tensor([[1, 2]])
        tensor([[1., 2.]], dtype=torch.float64)
    """
    if value is None:
        raise CheckFailed("expected a value, got None: is there a `return`, or an answer?")
    if isinstance(value, str):
        raise CheckFailed(f"expected numbers, got the text {show(value)}")
    if isinstance(value, Sequence) and any(isinstance(item, Tensor) for item in value):
        value = torch.stack([as_tensor(item) for item in value])
    if getattr(value, "dtype", None) in _COMPLEX or isinstance(value, complex):
        raise CheckFailed(f"expected real numbers, got {show(value)}")
    try:
        # At once in float64: a Python number must not pass through torch's float32 default.
        return torch.as_tensor(value, dtype=torch.float64, device="cpu").detach()
    except (TypeError, ValueError, RuntimeError):
        raise CheckFailed(f"expected a tensor or numbers, got {show(value)}") from None


def default_tolerances(*values: Any) -> tuple[float, float]:
    """(rtol, atol) for the least precise floating dtype among the values; float64's if none.

    Example:
        >>> default_tolerances(torch.zeros(1), 0.5)
        (1.3e-06, 1e-05)
    """
    found = [_TOLERANCES[v.dtype] for v in values if getattr(v, "dtype", None) in _TOLERANCES]
    return max(found, default=_TOLERANCES[torch.float64])


def show(value: Any) -> str:
    """A value as it should read in a message: short, on one line, without tensor(...).

    Example:
        >>> show(torch.tensor([[1.0, 2.5]], dtype=torch.float64))
        '[[1, 2.5]]'
    """
    if isinstance(value, Tensor):
        if value.numel() > 12:
            return f"a tensor of shape {tuple(value.shape)}"
        return _brackets(value.tolist())
    if isinstance(value, str | int | float | bool) or value is None:
        text = repr(value)
    else:
        text = f"{type(value).__name__} {value!r}"
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:77]}..."


def _brackets(value: Any) -> str:
    """Nested lists of numbers, each number with six significant digits."""
    if isinstance(value, list):
        return f"[{', '.join(map(_brackets, value))}]"
    return f"{value:.6g}"

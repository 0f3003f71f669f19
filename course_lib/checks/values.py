"""Values of either side of a comparison: as a float64 tensor, and as text for a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from course_lib.checks.failure import CheckFailed

#: (rtol, atol) of `torch.testing.assert_close`, by dtype.
_TOLERANCES = {
    torch.bfloat16: (1.6e-2, 1e-5),
    torch.float16: (1e-3, 1e-5),
    torch.float32: (1.3e-6, 1e-5),
    torch.float64: (1e-7, 1e-7),
}

#: (rtol, atol) for an expected tensor in float64: float32's nearest numbers are not within them.
_STRICT = (1e-9, 1e-9)

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


def default_tolerances(actual: Any, expected: Any) -> tuple[float, float]:
    """(rtol, atol) for the dtype of the expected value; where it has none, for the actual one's.

    A tolerance that followed the less precise side would take float32 where float64 is expected.

    Example:
        >>> default_tolerances(torch.zeros(1), torch.zeros(1, dtype=torch.float64))
        (1e-09, 1e-09)
        >>> default_tolerances(torch.zeros(1), 0.5)
        (1.3e-06, 1e-05)
    """
    kind = getattr(expected, "dtype", None)
    if kind == torch.float64:
        return _STRICT
    for dtype in (kind, getattr(actual, "dtype", None)):
        if dtype in _TOLERANCES:
            return _TOLERANCES[dtype]
    return _TOLERANCES[torch.float64]


def show_apart(one: Any, other: Any) -> tuple[str, str]:
    """Two different values as they should read in a message, with digits enough to tell them apart.

    Example:
        >>> show_apart(torch.tensor(3.0), torch.tensor(3.0000002))
        ('3', '3.000000238')
    """
    for digits in (6, 10, 17):
        texts = show(one, digits), show(other, digits)
        if texts[0] != texts[1]:
            break
    return texts


def show(value: Any, digits: int = 6) -> str:
    """A value as it should read in a message: short, on one line, without tensor(...).

    Example:
        >>> show(torch.tensor([[1.0, 2.5]], dtype=torch.float64))
        '[[1, 2.5]]'
    """
    if isinstance(value, Tensor):
        if value.numel() > 12:
            return f"a tensor of shape {tuple(value.shape)}"
        return _brackets(value.tolist(), digits)
    if isinstance(value, str | int | float | bool) or value is None:
        text = repr(value)
    else:
        text = f"{type(value).__name__} {value!r}"
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:77]}..."


def _brackets(value: Any, digits: int) -> str:
    """Nested lists of numbers, each number with so many significant digits."""
    if isinstance(value, list):
        return f"[{', '.join(_brackets(item, digits) for item in value)}]"
    return f"{value:.{digits}g}"

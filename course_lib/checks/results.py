"""Whether a result has the form, and the values, of the expected one; a sentence where not."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from course_lib.checks.compare import close, equal
from course_lib.checks.failure import CheckFailed
from course_lib.checks.values import show

#: (rtol, atol) by the dtype in which a result was computed.
_TOLERANCES = {
    torch.bfloat16: (5e-2, 1e-2),
    torch.float16: (1e-2, 1e-3),
    torch.float32: (1e-5, 1e-5),
    torch.float64: (1e-10, 1e-10),
}


def wrong_form(actual: Any, expected: Any) -> str:
    """What of a result's form differs: its type, dtype, shape or device; empty if nothing.

    Example:
        >>> wrong_form([1.0], torch.tensor([1.0]))
        'expected a tensor of dtype float32 and shape (1,), got a list'
        >>> wrong_form(torch.zeros(2, dtype=torch.float64), torch.zeros(2))
        'expected a tensor of dtype float32, got float64'
        >>> wrong_form(torch.tensor(0.5), 0.5)
        'expected a Python number (float), got a tensor of dtype float32 and shape ()'
    """
    if isinstance(expected, Tensor):
        return _wrong_tensor(actual, expected)
    if isinstance(expected, bool | int | float | np.number):
        return _wrong_number(actual, expected)
    if isinstance(expected, list | tuple | dict):
        return _wrong_items(actual, expected)
    if type(actual) is not type(expected):
        return f"expected {_kind(expected)}, got {_kind(actual)}"
    return ""


def wrong_values(actual: Any, expected: Any, dtype: torch.dtype, slack: float) -> str:
    """What of a result's values differs, once its form is right; empty if nothing.

    Example:
        >>> wrong_values(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0]), torch.float32, 1)
        'at index [1] expected 3, got 2; the whole: expected [1, 3], got [1, 2]'
        >>> wrong_values(torch.tensor(torch.nan), torch.tensor(3.0), torch.float32, 1)
        'expected 3, got nan'
    """
    if isinstance(expected, list | tuple | dict):
        pairs = _pairs(actual, expected)
        found = ((key, wrong_values(a, e, dtype, slack)) for key, a, e in pairs)
        return next((f"entry {key}: {said}" for key, said in found if said), "")
    try:
        if isinstance(expected, Tensor) and expected.is_floating_point():
            rtol, atol = _TOLERANCES[expected.dtype]
            # Infinite and undefined entries must stand at their places; then the others count.
            for odd in (torch.isnan, torch.isposinf, torch.isneginf):
                if said := _elsewhere(actual, expected, odd(actual) != odd(expected)):
                    return said
            known = expected.isfinite()
            if not known.all():
                actual, expected = actual.where(known, 0), expected.where(known, 0)
            close(actual, expected, rtol=slack * rtol, atol=slack * atol)
        elif isinstance(expected, float):
            rtol, atol = _TOLERANCES[dtype]
            close(actual, expected, rtol=slack * rtol, atol=slack * atol)
        else:
            equal(actual, expected)
    except CheckFailed as error:
        return str(error)
    return ""


def _elsewhere(actual: Tensor, expected: Tensor, off: Tensor) -> str:
    """The first of the entries that are infinite or undefined in one of the two alone."""
    if not off.any():
        return ""
    first = tuple(off.nonzero()[0].tolist())
    where = f"at index [{', '.join(map(str, first))}] " if first else ""
    return f"{where}expected {show(expected[first])}, got {show(actual[first])}"


def _wrong_tensor(actual: Any, expected: Tensor) -> str:
    if not isinstance(actual, Tensor):
        return f"expected {_kind(expected)}, got {_kind(actual)}"
    if actual.shape != expected.shape:
        return f"expected a tensor of shape {tuple(expected.shape)}, got {tuple(actual.shape)}"
    if actual.dtype != expected.dtype:
        return f"expected a tensor of dtype {_name(expected.dtype)}, got {_name(actual.dtype)}"
    if actual.device != expected.device:
        return f"expected a tensor on {expected.device}, got one on {actual.device}"
    return ""


def _wrong_number(actual: Any, expected: Any) -> str:
    """Whole numbers are floats, too, as everywhere in Python; booleans are no numbers."""
    accepted: tuple[type, ...] = (bool, np.bool_)
    if not isinstance(expected, bool):
        accepted = (int, np.integer)
        if not isinstance(expected, int | np.integer):
            accepted += (float, np.floating)
    is_bool = isinstance(actual, bool | np.bool_)
    if isinstance(actual, accepted) and is_bool == isinstance(expected, bool):
        return ""
    return f"expected {_kind(expected)}, got {_kind(actual)}"


def _wrong_items(actual: Any, expected: Any) -> str:
    alike = (list, tuple) if isinstance(expected, tuple) else type(expected)
    if not isinstance(actual, alike):
        return f"expected {_kind(expected)}, got {_kind(actual)}"
    if len(actual) != len(expected):
        return f"expected {len(expected)} entries, got {len(actual)}"
    if isinstance(expected, dict) and actual.keys() != expected.keys():
        return f"expected the keys {show(list(expected))}, got {show(list(actual))}"
    found = ((key, wrong_form(a, e)) for key, a, e in _pairs(actual, expected))
    return next((f"entry {key}: {said}" for key, said in found if said), "")


def _pairs(actual: Any, expected: Any) -> list[tuple[Any, Any, Any]]:
    """(key or index, actual, expected) of each entry."""
    keys = expected if isinstance(expected, dict) else range(len(expected))
    return [(key, actual[key], expected[key]) for key in keys]


def _kind(value: Any) -> str:
    if isinstance(value, Tensor):
        return f"a tensor of dtype {_name(value.dtype)} and shape {tuple(value.shape)}"
    if value is None:
        return "None"
    if isinstance(value, bool):
        return "True or False (bool)"
    if isinstance(value, int | float):
        return f"a Python number ({'int' if isinstance(value, int) else 'float'})"
    if isinstance(value, np.ndarray | np.generic):
        return f"a NumPy {'array' if isinstance(value, np.ndarray) else 'number'} ({value.dtype})"
    article = "an" if type(value).__name__[0] in "aeiou" else "a"
    return f"{article} {type(value).__name__}"


def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")

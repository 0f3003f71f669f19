"""Comparisons of a student's value with the expected one, explained where they fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from course_lib.checks.failure import CheckFailed
from course_lib.checks.values import as_tensor, default_tolerances, show, show_apart

#: A classic error, by the sentence that names it: the value that it gives.
Mistakes = Mapping[str, Any]


def close(
    actual: Any,
    expected: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    mistakes: Mistakes | None = None,
) -> None:
    r"""Check that :math:`|actual - expected| \le atol + rtol\,|expected|` in every entry.

    Values are compared in float64; tolerances default to those of `torch.testing.assert_close` for
    the dtype of ``expected``, or if that is a number or a list, of ``actual``; where a float64
    tensor is expected, to 1e-9.

    Args:
        actual: The student's number, list, array or tensor.
        expected: The right value, of the same shape.
        rtol: Relative tolerance; given together with ``atol``.
        atol: Absolute tolerance, in the units of the values.
        mistakes: Sentences that name classic errors, each with the value that the error gives. A
            wrong value that is close to one of them is answered with its sentence.

    Raises:
        CheckFailed: They differ, with the first difference and how many entries differ.

    Example:
        >>> close(torch.tensor([1.0, 2.0]), [1.0, 2.5], mistakes={"that is the mean": [1.0, 2.0]})
        Traceback (most recent call last):
        course_lib.checks.failure.CheckFailed: that is the mean
    """
    got = as_tensor(actual)
    want = as_tensor(expected)
    tolerances = _tolerances(actual, expected, rtol, atol)
    if _agree(got, want, tolerances):
        return
    for sentence, value in (mistakes or {}).items():
        wrong = as_tensor(value)
        if not _agree(wrong, want, tolerances) and _agree(got, wrong, tolerances):
            raise CheckFailed(sentence)
    raise CheckFailed(_difference(got, want, tolerances))


def equal(actual: Any, expected: Any, *, mistakes: Mistakes | None = None) -> None:
    """Check that a value is exactly the expected one: labels, indices, counts, choices.

    Args:
        actual: The student's value: a tensor, array or list of whole numbers, or any plain value.
        expected: The right value.
        mistakes: Sentences that name classic errors, each with the value that the error gives.

    Raises:
        CheckFailed: They differ.

    Example:
        >>> equal(torch.tensor([1, 2]), [1, 2])
        >>> equal("b", "c", mistakes={"b is the answer to another question": "b"})
        Traceback (most recent call last):
        course_lib.checks.failure.CheckFailed: b is the answer to another question
    """
    if _same(actual, expected):
        return
    for sentence, value in (mistakes or {}).items():
        if not _same(value, expected) and _same(actual, value):
            raise CheckFailed(sentence)
    if isinstance(expected, Tensor | Sequence) and not isinstance(expected, str):
        raise CheckFailed(_difference(as_tensor(actual), as_tensor(expected), (0.0, 0.0)))
    raise CheckFailed(f"expected {show(expected)}, got {show(actual)}")


def expect(condition: Any, message: str) -> None:
    """Check a condition that no other function fits.

    Args:
        condition: What must be true.
        message: A sentence for the student: what was expected, what came.

    Raises:
        CheckFailed: It is not true, with the message.

    Example:
        >>> expect(3 > 2, "3 is more than 2")
    """
    if not bool(condition):
        raise CheckFailed(message)


def shape(actual: Any, expected: tuple[int, ...]) -> None:
    """Check that a value is a tensor of the expected shape.

    Args:
        actual: The student's value.
        expected: The shape.

    Raises:
        CheckFailed: It is no tensor, or has another shape.

    Example:
        >>> shape(torch.zeros(2, 3), (2, 3))
    """
    if not isinstance(actual, Tensor):
        raise CheckFailed(f"expected a tensor of shape {tuple(expected)}, got {show(actual)}")
    if tuple(actual.shape) != tuple(expected):
        raise CheckFailed(f"expected shape {tuple(expected)}, got {tuple(actual.shape)}")


def dtype_and_device(actual: Any, like: Tensor) -> None:
    """Check that a value is a tensor of the same dtype and on the same device as another.

    Args:
        actual: The student's value.
        like: A tensor, usually one of the inputs.

    Raises:
        CheckFailed: It is no tensor, or differs in dtype or device.

    Example:
        >>> dtype_and_device(torch.zeros(2), torch.ones(3))
    """
    if not isinstance(actual, Tensor):
        raise CheckFailed(f"expected a tensor, got {show(actual)}")
    if actual.dtype != like.dtype:
        raise CheckFailed(f"expected dtype {like.dtype}, as the input has, got {actual.dtype}")
    if actual.device != like.device:
        raise CheckFailed(f"expected a tensor on {like.device}, as the input is, got one on "
                          f"{actual.device}")  # fmt: skip


def one_of(answer: Any, choices: Sequence[Any]) -> None:
    """Check that a quiz answer is one of its choices, whichever it is.

    Args:
        answer: The student's value.
        choices: The possible values, such as ``"abc"``.

    Raises:
        CheckFailed: It is none of them.

    Example:
        >>> one_of("b", "abc")
    """
    if not any(type(answer) is type(choice) and answer == choice for choice in choices):
        offered = ", ".join(repr(choice) for choice in choices)
        given = "nothing was filled in" if answer is None else f"got {show(answer)}"
        raise CheckFailed(f"expected one of {offered}; {given}")


def is_number(answer: Any) -> None:
    """Check that a quiz answer is a plain number, whichever it is.

    Args:
        answer: The student's value.

    Raises:
        CheckFailed: It is none, or nan.

    Example:
        >>> is_number(0.5)
    """
    if isinstance(answer, bool) or not isinstance(answer, int | float) or answer != answer:
        given = "nothing was filled in" if answer is None else f"got {show(answer)}"
        raise CheckFailed(f"expected a number such as 12 or 0.5; {given}")


def _tolerances(
    actual: Any, expected: Any, rtol: float | None, atol: float | None
) -> tuple[float, float]:
    """(rtol, atol): those given, or the defaults for the two values' dtypes."""
    if rtol is None and atol is None:
        return default_tolerances(actual, expected)
    return rtol or 0.0, atol or 0.0


def _agree(actual: Tensor, expected: Tensor, tolerances: tuple[float, float]) -> bool:
    """Whether two float64 tensors have one shape and agree within (rtol, atol)."""
    rtol, atol = tolerances
    try:
        torch.testing.assert_close(actual, expected, rtol=rtol, atol=atol)
    except AssertionError:
        return False
    return True


def _same(actual: Any, expected: Any) -> bool:
    """Exact equality: of values and shape for numbers and tensors, of type too for the rest."""
    if isinstance(expected, Tensor | list | tuple | int | float) and not isinstance(expected, bool):
        try:
            return _agree(as_tensor(actual), as_tensor(expected), (0.0, 0.0))
        except CheckFailed:
            return False
    return type(actual) is type(expected) and actual == expected


def _difference(actual: Tensor, expected: Tensor, tolerances: tuple[float, float]) -> str:
    """Where two values differ first, how many entries do, and by how much."""
    if actual.shape != expected.shape:
        return f"expected shape {tuple(expected.shape)}, got {tuple(actual.shape)}"
    if actual.dim() == 0:
        want, got = show_apart(expected, actual)
        return f"expected {want}, got {got}"
    rtol, atol = tolerances
    off = ~torch.isclose(actual, expected, rtol=rtol, atol=atol)
    first = tuple(off.nonzero()[0].tolist())
    where = ", ".join(map(str, first))
    want, got = show_apart(expected[first], actual[first])
    text = f"at index [{where}] expected {want}, got {got}"
    count = int(off.sum())
    if actual.numel() <= 12:
        want, got = show_apart(expected, actual)
        text += f"; the whole: expected {want}, got {got}"
    else:
        text += f"; {count} of {actual.numel()} entries differ"
    if not actual.isfinite().all() and expected.isfinite().all():
        text += f"; {int((~actual.isfinite()).sum())} of them are nan or infinite"
    return text

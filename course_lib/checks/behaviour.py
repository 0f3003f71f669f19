"""Properties of a call itself: what it raises, and that it leaves its arguments alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from course_lib.checks.beside import where_it_lives
from course_lib.checks.failure import CheckFailed


def raises(expected: type[Exception], fn: Callable[..., Any], *args: Any) -> str:
    """Check that a call is refused with the expected kind of error.

    Args:
        expected: The exception's class.
        fn: The function to call.
        args: Its arguments.

    Returns:
        The error's message, to be looked at further.

    Raises:
        CheckFailed: The call went through, or raised something else.

    Example:
        >>> raises(ValueError, int, "seven")
        "invalid literal for int() with base 10: 'seven'"
    """
    try:
        fn(*args)
    except expected as error:
        return str(error)
    except NotImplementedError:
        raise
    except Exception as error:
        raise CheckFailed(
            f"expected {expected.__name__} for this input, got {type(error).__name__}: {error}"
        ) from None
    raise CheckFailed(f"expected {expected.__name__} for this input, but the call went through")


@where_it_lives
def unchanged(fn: Callable[..., Any], *args: Any) -> Any:
    """Call ``fn`` and check that it did not change its tensor arguments in place.

    Args:
        fn: The function to call.
        args: Its arguments; tensors among them are compared before and after.

    Returns:
        What the call returned.

    Raises:
        CheckFailed: A tensor argument has changed.

    Example:
        >>> unchanged(torch.neg, torch.tensor([1.0]))
        tensor([-1.])
    """
    before = [arg.clone() if isinstance(arg, Tensor) else arg for arg in args]
    result = fn(*args)
    for position, (old, new) in enumerate(zip(before, args, strict=True), start=1):
        if isinstance(old, Tensor) and not torch.equal(old, new):
            raise CheckFailed(
                f"the function changed its argument {position} in place: work on a new tensor"
            )
    return result

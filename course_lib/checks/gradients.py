"""A function's value together with its gradients, through autograd."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from course_lib.checks.beside import where_it_lives
from course_lib.checks.failure import CheckFailed


@where_it_lives
def value_and_grad(fn: Callable[..., Tensor], *args: Any) -> tuple[Tensor, tuple[Tensor, ...]]:
    r"""The value :math:`f(x_1, \dots)` and the gradients :math:`\partial f / \partial x_i`.

    The tensors are copied first, so neither they nor their ``grad`` are touched.

    Args:
        fn: A function that returns a tensor with one element.
        args: Its arguments. Those that are no floating-point tensors, such as labels, are passed
            on as they are and get no gradient.

    Returns:
        The value, detached, and one gradient for each floating-point tensor, in its shape; zeros
        where the value does not depend on it.

    Raises:
        CheckFailed: The value is not a tensor with one element, or carries no gradient.

    Example:
        >>> value, (slope,) = value_and_grad(lambda x: (x**2).sum(), torch.tensor([3.0]))
        >>> value.item(), slope.item()
        (9.0, 6.0)
    """
    passed = [arg.detach().clone().requires_grad_() if _varies(arg) else arg for arg in args]
    copies = [arg for arg in passed if _varies(arg)]
    with torch.enable_grad():
        value = fn(*passed)
    if not isinstance(value, Tensor) or value.numel() != 1:
        got = f"shape {tuple(value.shape)}" if isinstance(value, Tensor) else type(value).__name__
        raise CheckFailed(f"expected a loss with one element, got {got}")
    if not value.requires_grad:
        raise CheckFailed(
            "the value carries no gradient: compute it from the inputs with torch operations, "
            "without .detach(), .item() or no_grad()"
        )
    grads = torch.autograd.grad(value.reshape(()), copies, allow_unused=True)
    filled = [
        torch.zeros_like(copy) if grad is None else grad
        for copy, grad in zip(copies, grads, strict=True)
    ]
    return value.detach(), tuple(filled)


def _varies(arg: Any) -> bool:
    """Whether an argument is one to differentiate by."""
    return isinstance(arg, Tensor) and arg.is_floating_point()

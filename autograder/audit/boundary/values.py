"""Values of any kind: whether two are the same, their copies, and what makes one wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor
from torch.utils._pytree import tree_leaves, tree_map


def mapped(change: Callable[[Any], Any], value: Any, place: int | None = None) -> Any:
    """A value with every leaf changed, or those of one element of a tuple.

    Example:
        >>> mapped(lambda leaf: -leaf, (1, [2, 3]), place=1)
        (1, [-2, -3])
    """
    if place is None:
        return tree_map(change, value)
    if not isinstance(value, tuple) or place >= len(value):
        return value
    return (*value[:place], tree_map(change, value[place]), *value[place + 1 :])


def same(one: Any, other: Any) -> bool:
    """Whether two values agree in type, dtype, shape and every number.

    Example:
        >>> same(torch.ones(2), torch.ones(2)), same(torch.ones(2), torch.ones(2).double())
        (True, False)
    """
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, Tensor):
        if one.shape != other.shape or one.dtype != other.dtype:
            return False
        if one.requires_grad != other.requires_grad:
            return False
        return torch.allclose(one, other, rtol=0.0, atol=0.0, equal_nan=True)
    if isinstance(one, list | tuple | dict):
        ones, others = tree_leaves(one), tree_leaves(other)
        return len(ones) == len(others) and all(map(same, ones, others))
    try:
        return bool(one == other)
    except (RuntimeError, ValueError, TypeError):
        return False


def copied(value: Any) -> Any:
    """A value whose tensors are copies, without a history."""
    return tree_map(lambda leaf: leaf.detach().clone() if isinstance(leaf, Tensor) else leaf, value)


def spoiled(leaf: Any) -> Any:
    """A number or tensor that is off by one; a flag turned round; anything else as it is.

    Example:
        >>> spoiled(2), spoiled(True), spoiled(torch.tensor([1.0])), spoiled("text")
        (3, False, tensor([2.]), 'text')
    """
    if isinstance(leaf, bool):
        return not leaf
    if isinstance(leaf, Tensor):
        return ~leaf if leaf.dtype == torch.bool else leaf + 1
    return leaf + 1 if isinstance(leaf, int | float) else leaf


def nothing(leaf: Any) -> Any:
    """Zeros in a leaf's shape: what an answer gives that does not know.

    Example:
        >>> nothing(0.5), nothing(torch.ones(2))
        (0.0, tensor([0., 0.]))
    """
    if isinstance(leaf, Tensor):
        return leaf * 0 if leaf.requires_grad else torch.zeros_like(leaf)
    return type(leaf)(0) if isinstance(leaf, int | float) else leaf


def fingerprint(value: Any) -> str:
    """A text that equal arguments share. Of objects of other kinds only the type is looked at.

    Example:
        >>> fingerprint([1, torch.ones(2)]) == fingerprint([1, torch.ones(2)])
        True
        >>> fingerprint(torch.ones(2)) == fingerprint(torch.zeros(2))
        False
    """
    if isinstance(value, Tensor):
        content = value.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()
        return f"{value.dtype}{tuple(value.shape)}{hashlib.sha256(content).hexdigest()}"
    if isinstance(value, torch.Generator):
        return fingerprint(value.get_state())
    if isinstance(value, torch.nn.Module):
        return fingerprint(value.state_dict())
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(fingerprint, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {fingerprint(one)}' for key, one in value.items())}}}"
    if isinstance(value, str | int | float | bool) or value is None:
        return repr(value)
    if code := getattr(value, "__code__", None):
        return f"{code.co_filename}:{code.co_firstlineno}"
    return type(value).__name__

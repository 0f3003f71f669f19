"""One call of a function where it lives: its result, and which of its arguments it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from course_lib.checks.beside import where_it_lives

#: Of each argument, the strides it shall have; None leaves it as it is.
Strides = tuple[tuple[int, ...] | None, ...]
#: (the place of an argument, what of it has changed).
Changes = tuple[tuple[int, str], ...]


@where_it_lives
def observed(fn: Callable[..., Any], strides: Strides, *args: Any) -> tuple[Any, Changes]:
    """Call a function with copies of its arguments, and compare these before and after.

    What is said here of the arguments is no measurement that a cheat could gain from: an answer
    makes the same true with a single ``clone``. So it is taken from any kernel, and an answer that
    cannot be read loses nothing.

    Args:
        fn: The function.
        strides: Tensors do not keep theirs on the way to another process.
        args: Its arguments: data, modules, functions.

    Returns:
        The result, and (the argument's place, what of it has changed) pairs.

    Example:
        >>> observed(lambda x: x.zero_(), (None,), torch.ones(2))
        (tensor([0., 0.]), ((0, 'values'),))
    """
    given = tuple(_copied(arg, wanted) for arg, wanted in zip(args, strides, strict=True))
    before = [dict(_facts(arg)) for arg in given]
    result = fn(*given)
    changed = []
    for place, (old, arg) in enumerate(zip(before, given, strict=True)):
        new = dict(_facts(arg))
        found = (what for what in (*old, *new) if not _same(old.get(what), new.get(what)))
        if what := next(found, ""):
            changed.append((place, what))
    return result, tuple(changed)


def _copied(value: Any, strides: tuple[int, ...] | None = None) -> Any:
    """A copy of data; modules and functions are passed on as they are."""
    if isinstance(value, Tensor):
        copy = _laid_out(value.detach(), strides)
        return copy.requires_grad_() if value.requires_grad else copy
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(map(_copied, value))
    if type(value) is dict:
        return {key: _copied(item) for key, item in value.items()}
    return value


def _laid_out(value: Tensor, strides: tuple[int, ...] | None) -> Tensor:
    """A copy with these strides; an axis of stride 0 repeats its first entry."""
    if strides is None:
        return value.clone()
    sizes = value.shape
    for axis, stride in enumerate(strides):
        value = value if stride else value.narrow(axis, 0, min(1, sizes[axis]))
    whole = torch.empty_strided(
        value.shape, [stride or 1 for stride in strides], dtype=value.dtype, device=value.device
    ).copy_(value)
    return whole.expand(sizes)


def _facts(value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """What can be seen of an argument, by what messages call it."""
    if isinstance(value, Tensor):
        yield f"{prefix}values", value.detach().clone()
        yield f"{prefix}requires_grad", value.requires_grad
        if value.is_leaf:  # asking another for its gradient is a warning
            yield f"{prefix}grad", None if value.grad is None else value.grad.clone()
    elif isinstance(value, np.ndarray):
        yield f"{prefix}values", torch.from_numpy(value.copy())
    elif isinstance(value, nn.Module):
        for name, module in value.named_modules():
            yield f"{prefix}training mode{f' ({name})' if name else ''}", module.training
        for name, tensor in (*value.named_parameters(), *value.named_buffers()):
            yield from _facts(tensor, f"{prefix}{name}: ")
    elif type(value) in (list, tuple, dict):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        yield f"{prefix}length", len(value)
        for key, item in items:
            yield from _facts(item, f"{prefix}entry {key}: ")
    else:
        yield f"{prefix}value", value


def _same(old: Any, new: Any) -> bool:
    if not isinstance(old, Tensor) or not isinstance(new, Tensor):
        return type(old) is type(new) and (old is new or bool(old == new))
    if old.shape != new.shape or old.dtype != new.dtype:
        return False
    return bool(((old == new) | ((old != old) & (new != new))).all())

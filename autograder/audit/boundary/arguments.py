"""Changes of arguments: without effect, changed in place, or taken otherwise than they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._pytree import tree_leaves

from autograder.audit.boundary import effect
from autograder.audit.boundary.signature import Function, Parameter
from autograder.audit.boundary.values import mapped, same
from autograder.audit.boundary.wrap import Call, Change


def frozen(name: str) -> Change:
    """The argument always has the first value that it ever had."""

    def run(call: Call) -> Any:
        value = call.arguments[name]
        kept = call.kept.setdefault(
            name, value.detach().clone() if isinstance(value, Tensor) else value
        )
        if not _alike(value, kept):
            call.replace(name, kept)
        return call.run()

    return run


def default(name: str) -> Change:
    """The argument always has its default."""

    def run(call: Call) -> Any:
        call.replace(name, call.bound.signature.parameters[name].default)
        return call.run()

    return run


def _small_dropped(bound: float) -> Callable[[Tensor], Tensor]:
    return lambda t: torch.where(t.abs() < bound, torch.zeros_like(t), t)


#: What is done with a tensor of floating-point numbers before it is used.
TAKEN: dict[str, Callable[[Tensor], Tensor]] = {
    "in float32 first": lambda t: t.float().to(t.dtype),
    "rounded to three places": lambda t: t.round(decimals=3),
    "at most 10": lambda t: t.clamp(-10, 10),
    "at most 100": lambda t: t.clamp(-100, 100),
    "at most 1000": lambda t: t.clamp(-1000, 1000),
    "entries below 0.01 as 0": _small_dropped(1e-2),
    "entries below 0.000001 as 0": _small_dropped(1e-6),
    "at least 0.001 away from 0": lambda t: torch.where(
        t.abs() < 1e-3, torch.where(t < 0, -1e-3, 1e-3).to(t.dtype), t
    ),
    "negative entries as 0": lambda t: t.clamp(min=0),
    "detached": lambda t: t.detach(),
}
#: The same for tensors of whole numbers.
TAKEN_WHOLE: dict[str, Callable[[Tensor], Tensor]] = {
    "labels at most 9": lambda t: t.clamp(max=9),
    "labels at most 29": lambda t: t.clamp(max=29),
}
#: The same for Python's own numbers.
TAKEN_COUNT: dict[str, Callable[[Any], Any]] = {
    "even taken as one less": lambda k: k - 1 if k % 2 == 0 else k,
    "at most 10": lambda k: min(k, 10),
}
TAKEN_NUMBER: dict[str, Callable[[Any], Any]] = {
    "as 1": lambda x: 1.0,
    "at least 0.01": lambda x: max(x, 0.01),
    "at most 1": lambda x: min(x, 1.0),
}


def taken(name: str, how: str) -> Change:
    """The argument is taken otherwise than it is."""

    def change(leaf: Any) -> Any:
        if isinstance(leaf, Tensor):
            if leaf.is_floating_point():
                return TAKEN[how](leaf) if how in TAKEN else leaf
            if how in TAKEN_WHOLE and leaf.dtype != torch.bool:
                return TAKEN_WHOLE[how](leaf)
            most = how.removeprefix("at most ")
            bounded = most != how and leaf.dtype != torch.bool
            return leaf.clamp(max=min(int(most), torch.iinfo(leaf.dtype).max)) if bounded else leaf
        if type(leaf) is int and how in TAKEN_COUNT:
            return TAKEN_COUNT[how](leaf)
        if type(leaf) in (int, float) and how in TAKEN_NUMBER:
            return TAKEN_NUMBER[how](leaf)
        return leaf

    def run(call: Call) -> Any:
        call.replace(name, mapped(change, call.arguments[name]))
        return call.run()

    return run


def ties(name: str, sign: int) -> Change:
    """Of equal numbers in a row, those further on become a little larger, or smaller."""

    def run(call: Call) -> Any:
        value = call.arguments[name]
        if isinstance(value, Tensor) and value.is_floating_point() and value.dim() > 0:
            rows = value.sort(dim=-1).values
            if bool((rows[..., 1:] == rows[..., :-1]).any()):
                step = torch.arange(value.shape[-1], device=value.device, dtype=torch.float64)
                near = value.double() + sign * 1e-5 * step * value.abs().max().double().clamp(1e-3)
                call.replace(name, near.to(value.dtype))
        return call.run()

    return run


#: What is done to a tensor in place, once the result is there.
IN_PLACE: dict[str, Callable[[Tensor], Tensor]] = {
    "doubled": lambda t: t * 2,
    "negative entries zeroed": lambda t: t.clamp(min=0),
    "sorted": lambda t: t.sort(dim=0).values if t.dim() else t,
}


def in_place(name: str, how: str) -> Change:
    """A tensor among the arguments, or a list, is changed for the caller, too."""

    def run(call: Call) -> Any:
        value = call.arguments[name]
        result = call.run()
        if isinstance(value, list) and how == "sorted":
            before = list(value)
            with suppress(TypeError, RuntimeError):
                value.sort()
            if not same(before, value):
                effect.note()
            return result
        for leaf in tree_leaves(value):
            if isinstance(leaf, Tensor) and leaf.dtype != torch.bool:
                _write(leaf, IN_PLACE[how](leaf.detach()))
        return result

    return run


#: How a network may be left behind.
LEFT: dict[str, Callable[[nn.Module], object]] = {
    "left in evaluation mode": lambda module: module.eval(),
    "left in training mode": lambda module: module.train(),
    "left without gradients": lambda module: module.zero_grad(),
    "left frozen": lambda module: module.requires_grad_(False),
}


def left(name: str, how: str) -> Change:
    """A network among the arguments is left otherwise than it was."""

    def run(call: Call) -> Any:
        result = call.run()
        module = call.arguments[name]
        if isinstance(module, nn.Module):
            before = _state(module)
            LEFT[how](module)
            if _state(module) != before:
                effect.note()
        return result

    return run


def texts(function: Function) -> Iterator[tuple[str, str, bool]]:
    """As of `results.texts`."""
    gives_whole = any(value.kind in ("whole tensor", "whole") for value in function.results)
    for one in function.parameters:
        sure = one.value.kind not in ("unknown", "opaque", "tensor")
        # A tensor that is always the first one seen is noticed by any second call.
        yield f"{one.name}: has no effect", f"arguments.frozen({one.name!r})", True
        if one.has_default:
            yield f"{one.name}: always its default", f"arguments.default({one.name!r})", True
        for how in _taken(one):
            certain = sure and how != "detached"
            yield f"{one.name}: {how}", f"arguments.taken({one.name!r}, {how!r})", certain
        if "tensor" in one.value.kind or one.value.kind in ("list", "dict", "opaque", "unknown"):
            hows = {"list": ("sorted",), "whole tensor": ("doubled", "sorted")}.get(
                one.value.kind, tuple(IN_PLACE)
            )
            for how in hows:
                says = f"{one.name}: {how} in place"
                yield says, f"arguments.in_place({one.name!r}, {how!r})", sure
        if one.value.kind in ("module", "unknown"):
            for how in LEFT:
                yield f"{one.name}: {how}", f"arguments.left({one.name!r}, {how!r})", False
        if gives_whole and one.value.kind in ("float tensor", "number tensor"):
            for sign, which in ((1, "last"), (-1, "first")):
                says = f"{one.name}: of equal numbers the {which} is the largest"
                yield says, f"arguments.ties({one.name!r}, {sign})", False


def _taken(one: Parameter) -> Iterator[str]:
    match one.value.kind:
        case "float tensor":
            yield from TAKEN
        case "number tensor" | "tensor" | "unknown":
            yield from TAKEN
            yield from TAKEN_WHOLE
        case "whole tensor":
            yield from TAKEN_WHOLE
        case "whole":
            yield from TAKEN_COUNT
        case "number":
            yield from TAKEN_NUMBER
        case _:
            return


def _alike(value: Any, kept: Any) -> bool:
    return same(value.detach() if isinstance(value, Tensor) else value, kept)


def _write(tensor: Tensor, content: Tensor) -> None:
    """Write into a tensor; one whose memory overlaps, as an expanded one's, stays."""
    if torch.equal(tensor.detach(), content):
        return
    with suppress(RuntimeError), torch.no_grad():
        tensor.copy_(content)
        effect.note()


def _state(module: nn.Module) -> list[object]:
    parts: list[object] = [part.training for part in module.modules()]
    return parts + [(p.requires_grad, p.grad is None) for p in module.parameters()]

"""Changes of what comes back: its type, its precision, its range, its shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.audit.boundary.signature import Function, Kind, Value
from autograder.audit.boundary.values import mapped
from autograder.audit.boundary.wrap import Call, Change, noted

Leaf = Callable[[Any], Any]


def _floats(change: Callable[[Tensor], Tensor]) -> Leaf:
    """A change of tensors of floating-point numbers only."""

    def of(leaf: Any) -> Any:
        return change(leaf) if isinstance(leaf, Tensor) and leaf.is_floating_point() else leaf

    return of


def _wholes(change: Callable[[Tensor], Any]) -> Leaf:
    def of(leaf: Any) -> Any:
        is_whole = isinstance(leaf, Tensor) and leaf.dtype == torch.int64
        return change(leaf) if is_whole else leaf

    return of


def _tensors(change: Callable[[Tensor], Any]) -> Leaf:
    return lambda leaf: change(leaf) if isinstance(leaf, Tensor) else leaf


def _plain(kind: type, change: Callable[[Any], Any]) -> Leaf:
    return lambda leaf: change(leaf) if type(leaf) is kind else leaf


def _valued(change: Callable[[Tensor], Tensor]) -> Leaf:
    """Other values, with the gradient of the right ones."""

    def of(t: Tensor) -> Tensor:
        return t + (change(t.detach()) - t.detach()) if t.requires_grad else change(t)

    return _floats(of)


def _without_small(bound: float) -> Leaf:
    return _valued(lambda t: torch.where(t.abs() < bound, torch.zeros_like(t), t))


def _first_repeated(axis: int) -> Leaf:
    def change(t: Tensor) -> Tensor:
        if t.dim() < (2 if axis == 1 else 1) or t.shape[axis] < 2:
            return t
        return t.narrow(axis, 0, 1).expand_as(t).clone()

    return _tensors(change)


def _last_lost(t: Tensor) -> Tensor:
    """The last row holds zeros."""
    if t.dim() == 0 or len(t) < 2:
        return t
    kept = torch.ones(len(t), dtype=t.dtype, device=t.device)
    kept[-1] = 0
    return (t * kept.reshape(-1, *[1] * (t.dim() - 1))).to(t.dtype)


def _transposed(t: Tensor) -> Tensor:
    square = t.dim() == 2 and t.shape[0] == t.shape[1]
    return t.T if square else t


#: Changes of a tensor of floating-point numbers.
FLOAT: dict[str, Leaf] = {
    "float64 where it was float32": _floats(lambda t: t.double()),
    "float32 where it was float64": _floats(lambda t: t.float()),
    "float64 only to the precision of float32": _floats(lambda t: t.float().to(t.dtype)),
    "to half precision only": _floats(lambda t: t.half().to(t.dtype)),
    "rounded to three places": _valued(lambda t: t.round(decimals=3)),
    "rounded to whole numbers": _valued(torch.round),
    "negative numbers as 0": _valued(lambda t: t.clamp(min=0)),
    "at most 1": _valued(lambda t: t.clamp(-1, 1)),
    "at most 10": _valued(lambda t: t.clamp(-10, 10)),
    "at most 20": _valued(lambda t: t.clamp(-20, 20)),
    "at most 100": _valued(lambda t: t.clamp(-100, 100)),
    "at most 255": _valued(lambda t: t.clamp(-255, 255)),
    "below 0.01 as 0": _without_small(1e-2),
    "below 0.000001 as 0": _without_small(1e-6),
    "nan in place of 0": _valued(lambda t: torch.where(t == 0, torch.full_like(t, torch.nan), t)),
    "detached": _tensors(lambda t: t.detach()),
    "as Python numbers": _tensors(lambda t: t.tolist()),
}
#: Changes of a tensor of whole numbers.
WHOLE: dict[str, Leaf] = {
    "int32": _wholes(lambda t: t.int()),
    "as floating-point numbers": _wholes(lambda t: t.float()),
    "in eight bits": _wholes(lambda t: t.to(torch.uint8).long()),
    "at most 9": _wholes(lambda t: t.clamp(max=9)),
    "at most 20": _wholes(lambda t: t.clamp(max=20)),
    "never 0": _wholes(lambda t: t.clamp(min=1)),
    "as Python numbers": _tensors(lambda t: t.tolist()),
}
#: Changes of a tensor's shape, by how many axes they need.
SHAPED: dict[str, tuple[int, Leaf]] = {
    "first row repeated": (1, _first_repeated(0)),
    "last row lost": (1, _tensors(_last_lost)),
    "first column repeated": (2, _first_repeated(1)),
    "transposed where it is square": (2, _tensors(_transposed)),
    "axes of length 1 squeezed": (1, _tensors(torch.squeeze)),
}
#: Changes of a tensor without axes.
SINGLE: dict[str, Leaf] = {
    "with an axis of length 1": _tensors(lambda t: t.reshape(1) if t.dim() == 0 else t),
}
#: Changes of Python's own numbers.
NUMBER: dict[str, Leaf] = {
    "a tensor in place of a float": _plain(float, torch.tensor),
    "rounded to three places": _plain(float, lambda x: round(x, 3)),
    "at most 1": _plain(float, lambda x: max(-1.0, min(x, 1.0))),
    "at most 10": _plain(float, lambda x: max(-10.0, min(x, 10.0))),
    "below 0.01 as 0": _plain(float, lambda x: x if abs(x) >= 0.01 else 0.0),
}
COUNT: dict[str, Leaf] = {
    "a float in place of an int": _plain(int, float),
    "a tensor in place of an int": _plain(int, torch.tensor),
    "at most 9": _plain(int, lambda x: min(x, 9)),
}
FLAG: dict[str, Leaf] = {"an int in place of a bool": _plain(bool, int)}

_OF_KIND: dict[Kind, tuple[dict[str, Leaf], ...]] = {
    "float tensor": (FLOAT,),
    "whole tensor": (WHOLE,),
    "number tensor": (FLOAT, WHOLE),
    "tensor": (FLOAT, WHOLE),
    "number": (NUMBER,),
    "whole": (COUNT,),
    "flag": (FLAG,),
    "unknown": (FLOAT, WHOLE, NUMBER, COUNT),
}
#: Only for tensors that are part of a computation that is differentiated, or what kinds allow.
_PERHAPS = frozenset(["detached"])


def changed(name: str, place: int | None = None) -> Change:
    """The result, or one element of it, changed.

    Args:
        name: Which change, as the tables of this module name it.
        place: The place in a tuple.
    """
    shaped = {title: leaf for title, (_, leaf) in SHAPED.items()}
    table = FLOAT | WHOLE | NUMBER | COUNT | FLAG | SINGLE | shaped
    # Some names stand in two tables: what is a tensor and what is none is told by its value.
    leaves = [one[name] for one in (FLOAT, WHOLE, NUMBER, COUNT) if name in one] or [table[name]]

    def run(call: Call) -> Any:
        result = call.run()
        after = result
        for leaf in leaves[: 1 if name == "as Python numbers" else None]:
            after = mapped(leaf, after, place)
        return noted(result, after)

    return run


def listed(name: str, place: int | None = None) -> Change:
    """A list that comes back changed: a tuple in its place, or its last entry lost."""

    def change(value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return tuple(value) if name == "a tuple in place of a list" else value[:-1]

    def run(call: Call) -> Any:
        result = call.run()
        if place is None or not isinstance(result, tuple):
            return noted(result, change(result))
        after = (*result[:place], change(result[place]), *result[place + 1 :])
        return noted(result, after)

    return run


def texts(function: Function) -> Iterator[tuple[str, str, bool]]:
    """For each change: its name, the expression that makes it, whether the signature says so."""
    several = len(function.results) > 1
    for place, value in enumerate(function.results):
        where = f"result {place + 1}" if several else "result"
        argument = f", {place}" if several else ""
        for name, sure in _names(value):
            yield f"{where}: {name}", f"results.changed({name!r}{argument})", sure
        if value.kind == "list":
            for name in ("a tuple in place of a list", "the last entry lost"):
                yield f"{where}: {name}", f"results.listed({name!r}{argument})", True


def _names(value: Value) -> Iterator[tuple[str, bool]]:
    kind = value.inside if value.kind in ("list", "dict") and value.inside else value.kind
    sure = kind not in ("tensor", "unknown")
    found: dict[str, bool] = {}
    for table in _OF_KIND.get(kind, ()):
        found |= {name: sure and name not in _PERHAPS for name in table}
    if "tensor" in kind or kind == "unknown":
        axes = value.axes
        if axes == 0:
            found |= dict.fromkeys(SINGLE, sure)
        else:
            known = sure and axes is not None
            found |= {name: known for name, (least, _) in SHAPED.items() if (axes or 9) >= least}
    yield from found.items()

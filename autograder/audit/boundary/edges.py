"""Answers that are wrong at the edge of what they are asked: too large, of one, of none, at 0."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.audit.boundary.signature import Function, Parameter
from autograder.audit.boundary.values import mapped, spoiled
from autograder.audit.boundary.wrap import Call, Change, noted

Test = Callable[[Any], bool]


def _tensor(test: Callable[[Tensor], Any]) -> Test:
    return lambda value: isinstance(value, Tensor) and bool(test(value))


def _float(test: Callable[[Tensor], Any]) -> Test:
    return _tensor(lambda t: t.is_floating_point() and t.numel() > 0 and test(t))


def _whole(test: Callable[[Tensor], Any]) -> Test:
    return _tensor(lambda t: t.dtype == torch.int64 and t.numel() > 0 and test(t))


def _number(test: Callable[[Any], Any]) -> Test:
    return lambda value: type(value) in (int, float) and bool(test(value))


def _list(test: Callable[[list[Any]], Any]) -> Test:
    return lambda value: isinstance(value, list) and bool(test(value))


#: Edges of a tensor's shape, by the least number of axes they need.
SHAPE: dict[str, tuple[int, Test]] = {
    "an axis longer than 16": (1, _tensor(lambda t: any(n > 16 for n in t.shape))),
    "an axis longer than 255": (1, _tensor(lambda t: any(n > 255 for n in t.shape))),
    "one row": (1, _tensor(lambda t: t.dim() > 0 and t.shape[0] == 1)),
    "one column": (2, _tensor(lambda t: t.dim() > 1 and t.shape[-1] == 1)),
    "no entry": (1, _tensor(lambda t: t.numel() == 0)),
    "not contiguous": (2, _tensor(lambda t: not t.is_contiguous())),
}
#: Edges where a signature allows any number of axes.
AXES: dict[str, Test] = {
    "no axis": _tensor(lambda t: t.dim() == 0),
    "one axis": _tensor(lambda t: t.dim() == 1),
    "three axes": _tensor(lambda t: t.dim() == 3),
}
#: An edge only where something is chosen.
TIES = "equal numbers"
FLOAT: dict[str, Test] = {
    "an exact 0": _float(lambda t: (t == 0).any()),
    "a negative number": _float(lambda t: (t < 0).any()),
    "nothing but 0": _float(lambda t: (t == 0).all()),
    "a number over 100": _tensor(lambda t: t.numel() > 0 and t.double().abs().max() > 100),
    TIES: _float(lambda t: t.unique().numel() < t.numel()),
}
NUMBERS: dict[str, Test] = {
    "whole numbers": _tensor(lambda t: not t.is_floating_point()),
    "eight bits": _tensor(lambda t: t.dtype == torch.uint8),
}
WHOLE: dict[str, Test] = {
    "a label of 30 or more": _whole(lambda t: t.max() >= 30),
    "one label only": _whole(lambda t: t.unique().numel() == 1),
    "int32": _tensor(lambda t: t.dtype == torch.int32),
}
COUNT: dict[str, Test] = {
    "0": _number(lambda n: n == 0),
    "1": _number(lambda n: n == 1),
    "even": _number(lambda n: n % 2 == 0 and n > 0),
    "over 16": _number(lambda n: n > 16),
}
NUMBER: dict[str, Test] = {
    "0": _number(lambda x: x == 0),
    "negative": _number(lambda x: x < 0),
    "over 1": _number(lambda x: x > 1),
}
LIST: dict[str, Test] = {
    "one entry": _list(lambda x: len(x) == 1),
    "no entry": _list(lambda x: not x),
    "entries out of order": _list(lambda x: _out_of_order(x)),
}

#: What most texts do not speak of: no news where no check asks for it.
_PERHAPS = frozenset(["nothing but 0", "not contiguous", "int32"])

_ALL = {name: test for name, (_, test) in SHAPE.items()} | AXES | FLOAT | NUMBERS | WHOLE | LIST


def where(name: str, edge: str, *, plain: bool = False) -> Change:
    """The result is off by one wherever an argument is at an edge.

    Args:
        name: The argument.
        edge: Which edge, as the tables of this module name it.
        plain: Whether it is one of Python's own numbers.
    """
    test = (COUNT | NUMBER)[edge] if plain else _ALL[edge]

    def run(call: Call) -> Any:
        at_edge = test(call.arguments[name])
        result = call.run()
        return noted(result, mapped(spoiled, result)) if at_edge else result

    return run


#: How a number and the rows of a tensor may stand to one another.
BESIDE: dict[str, Callable[[int, int], bool]] = {
    "over the number of rows": lambda k, rows: k > rows,
    "the number of rows": lambda k, rows: k == rows,
    "not a divisor of the number of rows": lambda k, rows: k > 0 and k < rows and rows % k != 0,
}


def beside(name: str, tensor: str, how: str) -> Change:
    """The result is off by one where a number stands so to the rows of a tensor."""

    def run(call: Call) -> Any:
        k, t = call.arguments[name], call.arguments[tensor]
        known = type(k) is int and isinstance(t, Tensor) and t.dim() > 0
        at_edge = known and BESIDE[how](k, len(t))
        result = call.run()
        return noted(result, mapped(spoiled, result)) if at_edge else result

    return run


def meeting(name: str, other: str) -> Change:
    """The result is off by one where an entry of one tensor equals that of another."""

    def run(call: Call) -> Any:
        one, two = call.arguments[name], call.arguments[other]
        known = isinstance(one, Tensor) and isinstance(two, Tensor) and one.shape == two.shape
        at_edge = known and bool((one == two).any())
        result = call.run()
        return noted(result, mapped(spoiled, result)) if at_edge else result

    return run


def never(name: str, place: int) -> Change:
    """One of the candidates, the first or the last, never wins."""

    def run(call: Call) -> Any:
        candidates, result = call.arguments[name], call.run()
        try:
            if len(candidates) > 1 and type(result) in (int, float) and result == candidates[place]:
                return noted(result, candidates[-1 if place == 0 else 0])
        except (TypeError, KeyError):
            pass
        return result

    return run


def texts(function: Function) -> Iterator[tuple[str, str, bool]]:
    """As of `results.texts`."""
    first = next((one for one in function.parameters if "tensor" in one.value.kind), None)
    gives_whole = any(value.kind in ("whole tensor", "whole") for value in function.results)
    one_number = len(function.results) == 1 and function.results[0].kind in ("whole", "number")
    tensors = [one for one in function.parameters if one.value.kind in ("tensor", "float tensor")]
    for one, two in itertools.pairwise(tensors):
        says = f"{one.name}: wrong where an entry equals that of {two.name}"
        yield says, f"edges.meeting({one.name!r}, {two.name!r})", one.value.kind == "tensor"
    for one in function.parameters:
        sure = one.value.kind not in ("unknown", "opaque", "tensor")
        for edge in _edges(one):
            if edge == TIES and not gives_whole:
                continue
            plain = ", plain=True" if one.value.kind in ("whole", "number") else ""
            says = f"{one.name}: wrong for {edge}"
            certain = sure and edge not in _PERHAPS
            yield says, f"edges.where({one.name!r}, {edge!r}{plain})", certain
        if one.value.kind == "whole" and first is not None:
            for how in BESIDE:
                says = f"{one.name}: wrong where it is {how} of {first.name}"
                yield says, f"edges.beside({one.name!r}, {first.name!r}, {how!r})", True
        if one_number and one.value.kind in ("list", "unknown"):
            for place, which in ((0, "first"), (-1, "last")):
                says = f"{one.name}: its {which} entry never wins"
                yield says, f"edges.never({one.name!r}, {place})", one.value.kind == "list"


def _edges(one: Parameter) -> Iterator[str]:
    kind, axes = one.value.kind, one.value.axes
    if "tensor" in kind or kind == "unknown":
        yield from (
            edge for edge, (least, _) in SHAPE.items() if (9 if axes is None else axes) >= least
        )
        if axes is None:
            yield from AXES
    if kind in ("float tensor", "number tensor", "tensor", "unknown"):
        yield from FLOAT
    if kind == "number tensor":
        yield from NUMBERS
    if kind in ("whole tensor", "tensor", "unknown"):
        yield from WHOLE
    if kind == "whole":
        yield from COUNT
    if kind == "number":
        yield from NUMBER
    if kind in ("list", "unknown"):
        yield from LIST


def _out_of_order(entries: list[Any]) -> bool:
    try:
        return entries != sorted(entries)
    except (TypeError, RuntimeError):
        return False

"""What an exercise's functions promise, read from their signatures without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "float tensor", "whole tensor", "number tensor", "flag tensor", "tensor", "whole", "number",
    "flag", "list", "dict", "module", "opaque", "none", "unknown",
]  # fmt: skip

_TENSORS: dict[str, Kind] = {
    "Float": "float tensor",
    "Float32": "float tensor",
    "Float64": "float tensor",
    "Int": "whole tensor",
    "Int64": "whole tensor",
    "Integer": "whole tensor",
    "UInt8": "whole tensor",
    "Num": "number tensor",
    "Bool": "flag tensor",
}
_NAMES: dict[str, Kind] = {
    "Tensor": "tensor",
    "int": "whole",
    "float": "number",
    "bool": "flag",
    "list": "list",
    "dict": "dict",
    "Module": "module",
    "None": "none",
    "Any": "opaque",
    "str": "opaque",
    "device": "opaque",
    "Callable": "opaque",
    "Generator": "opaque",
    "Optimizer": "opaque",
}


@dataclass(frozen=True)
class Value:
    """What is promised of an argument or a result.

    Attributes:
        kind: What it is.
        shape: The axes as jaxtyping writes them; None where nothing is said of them.
        inside: What a list or dict holds.
    """

    kind: Kind
    shape: str | None = None
    inside: Kind | None = None

    @property
    def axes(self) -> int | None:
        """How many axes; None for any number.

        Example:
            >>> Value("float tensor", "n d").axes, Value("float tensor", "*n d").axes
            (2, None)
        """
        if self.shape is None or "*" in self.shape or "..." in self.shape:
            return None
        return len(self.shape.split())


@dataclass(frozen=True)
class Parameter:
    """A parameter, what it promises, and whether it has a default."""

    name: str
    value: Value
    has_default: bool


@dataclass(frozen=True)
class Function:
    """A function or method of an exercise.

    Attributes:
        path: Its name; a method's with its class's and a dot.
        parameters: Without ``self``.
        results: What it returns: one value, or the elements of a tuple.
        raises: Whether its text promises an error.
        lines: Where it stands in the cell, counted from 1.
    """

    path: str
    parameters: tuple[Parameter, ...]
    results: tuple[Value, ...]
    raises: bool
    lines: range


def functions(source: str) -> list[Function]:
    r"""The functions of a cell, and the methods of its classes.

    Example:
        >>> [found] = functions("def half(x: Float[Tensor, 'n d'], k=1) -> float:\n    return 0.0")
        >>> found.path, [parameter.value.kind for parameter in found.parameters], found.results
        ('half', ['float tensor', 'unknown'], (Value(kind='number', shape=None, inside=None),))
    """
    return list(_functions(ast.parse(source).body, ""))


def _functions(body: list[ast.stmt], owner: str) -> Iterator[Function]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            decorators = {getattr(one, "id", "") for one in node.decorator_list}
            if "property" not in decorators and (node.name == "__init__" or node.name[:2] != "__"):
                bound = bool(owner) and "staticmethod" not in decorators
                yield _function(node, owner, bound)


def _function(node: ast.FunctionDef, owner: str, bound: bool) -> Function:
    given = [*node.args.posonlyargs, *node.args.args]
    plain = len(given) - len(node.args.defaults)
    parameters = [Parameter(one.arg, value(one.annotation), place >= plain)
                  for place, one in enumerate(given)]  # fmt: skip
    parameters += [
        Parameter(one.arg, value(one.annotation), default is not None)
        for one, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    ]
    return Function(
        owner + node.name,
        tuple(parameters[bound:]),
        _results(node.returns),
        "Raises:" in (ast.get_docstring(node) or ""),
        range(node.lineno, (node.end_lineno or node.lineno) + 1),
    )


def _results(node: ast.expr | None) -> tuple[Value, ...]:
    if isinstance(node, ast.Subscript) and _name(node.value) == "tuple":
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return tuple(map(value, inner))
    return (value(node),)


def value(node: ast.expr | None) -> Value:
    """What an annotation promises."""
    if node is None:
        return Value("unknown")
    if isinstance(node, ast.Constant):
        return Value("none" if node.value is None else "unknown")
    if isinstance(node, ast.BinOp):  # X | None
        return value(node.left)
    if isinstance(node, ast.Subscript):
        outer = _name(node.value)
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if outer in _TENSORS:
            axes = inner[-1]
            return Value(_TENSORS[outer], axes.value if isinstance(axes, ast.Constant) else None)  # type: ignore[arg-type]
        if outer in ("list", "dict"):
            return Value(_NAMES[outer], inside=value(inner[-1]).kind)
        return Value(_NAMES.get(outer, "unknown"))
    return Value(_NAMES.get(_name(node), "unknown"))


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")

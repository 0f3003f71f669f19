"""Operators that only tensor code has: axis, reduction, dtype, in place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.audit.operators.nodes import (
    AXES,
    called_with,
    literal,
    method,
    number,
    renamed,
    with_keyword,
    without,
)

#: Calls whose first number is an axis: methods, and functions of torch after their tensor.
_TAKES_AXIS = frozenset(
    [
        "sum",
        "mean",
        "max",
        "min",
        "amax",
        "amin",
        "argmax",
        "argmin",
        "any",
        "all",
        "cumsum",
        "cumprod",
        "std",
        "var",
        "prod",
        "softmax",
        "log_softmax",
        "logsumexp",
        "argsort",
        "sort",
        "unsqueeze",
        "squeeze",
    ]
)

_REDUCTIONS: dict[str, tuple[str, ...]] = {
    "sum": ("mean", "amax"),
    "mean": ("sum",),
    "max": ("min",),
    "min": ("max",),
    "amax": ("amin",),
    "amin": ("amax",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "any": ("all",),
    "all": ("any",),
    "cumsum": ("cumprod",),
    "prod": ("sum",),
    "std": ("var",),
    "var": ("std",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "softmax": ("log_softmax",),
    "log_softmax": ("softmax",),
    "logsumexp": ("sum",),
    "floor": ("ceil",),
    "ceil": ("floor",),
}

#: The same for Python's own functions.
_BUILTIN_REDUCTIONS = {
    "sum": ("max",),
    "max": ("min",),
    "min": ("max",),
    "any": ("all",),
    "all": ("any",),
}

_DTYPES = {
    "float": "double",
    "double": "float",
    "long": "int",
    "int": "long",
    "bool": "int",
    "float32": "float64",
    "float64": "float32",
    "int64": "int32",
    "int32": "int64",
}

#: Operations that exist in place, too, under the name with a line below.
_IN_PLACE = frozenset(
    [
        "abs",
        "add",
        "sub",
        "mul",
        "div",
        "clamp",
        "sqrt",
        "exp",
        "log",
        "neg",
        "relu",
        "sigmoid",
        "tanh",
        "pow",
        "round",
        "square",
        "scatter_add",
        "index_add",
        "masked_fill",
        "zero",
        "fill",
    ]
)


def axis(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """Another axis, a forgotten transposition, indices exchanged."""
    if isinstance(node, ast.keyword) and node.arg in AXES:
        for other in _other_axes(node.value):
            yield ast.keyword(node.arg, other)
    if isinstance(node, ast.Call) and method(node) in _TAKES_AXIS:
        for place, given in enumerate(node.args[:2]):
            for other in _other_axes(given):
                yield called_with(node, place, other)
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        yield node.value
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
        first, *rest = node.slice.elts
        if rest and ast.dump(first) != ast.dump(rest[0]):
            swapped = ast.Tuple([rest[0], first, *rest[1:]], node.slice.ctx)
            yield ast.Subscript(node.value, swapped, node.ctx)


def reduction(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """A sum for a mean, a maximum for a minimum, any for all."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        for other in _REDUCTIONS.get(node.func.attr, ()):
            yield renamed(node, other)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        for other in _BUILTIN_REDUCTIONS.get(node.func.id, ()):
            yield ast.Call(ast.Name(other, ast.Load()), node.args, node.keywords)
    if isinstance(node, ast.Constant) and node.value in ("sum", "mean"):
        yield ast.Constant("mean" if node.value == "sum" else "sum")


def dtype(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """Another precision, or torch's default where the input's dtype was kept."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        name, args = node.func.attr, node.args
        if name in _DTYPES and not args:
            yield renamed(node, _DTYPES[name])
        plain = ast.Name("torch", ast.Load())
        if name in ("new_zeros", "new_ones", "new_full", "new_empty"):
            made = ast.Attribute(plain, name.removeprefix("new_"), ast.Load())
            yield ast.Call(made, args, without(node.keywords, "dtype"))
        if name in ("zeros_like", "ones_like", "empty_like") and args:
            made = ast.Attribute(plain, name.removesuffix("_like"), ast.Load())
            yield ast.Call(made, [ast.Attribute(args[0], "shape", ast.Load())], node.keywords)
    if (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "torch"
        and node.attr in _DTYPES
    ):
        yield ast.Attribute(node.value, _DTYPES[node.attr], node.ctx)
    if isinstance(node, ast.Call) and any(k.arg == "dtype" for k in node.keywords):
        yield with_keyword(node, without(node.keywords, "dtype"))


def in_place(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """An operation that changes its tensor, or one that no longer does though nobody keeps it."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        name = node.func.attr
        if name in _IN_PLACE and _may_be_shared(node.func.value):
            yield renamed(node, f"{name}_")
        if name.endswith("_") and isinstance(parent, ast.Expr):
            yield renamed(node, name.rstrip("_"))
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
        if isinstance(value, ast.BinOp) and ast.unparse(target) == ast.unparse(value.left):
            yield ast.AugAssign(target, value.op, value.right)  # pyright: ignore[reportArgumentType]


def _other_axes(given: ast.AST) -> Iterator[ast.expr]:
    """The neighbours of an axis given as a whole number."""
    value = literal(given)
    if type(value) is int:
        for other in {0: (1,), -1: (-2, 0)}.get(value, (value - 1,)):
            yield number(other)


def _may_be_shared(node: ast.AST) -> bool:
    """Whether a tensor may be looked at elsewhere, too; a result on the way is nobody else's."""
    is_module = isinstance(node, ast.Name) and node.id in ("torch", "F", "math", "np", "numpy")
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and not is_module

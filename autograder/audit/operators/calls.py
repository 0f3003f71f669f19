"""Operators on calls: left out, called with less, or with arguments exchanged."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.audit.operators.nodes import with_keyword

#: Without these nothing runs at all: such a mutant would say nothing about the checks.
_NEEDED = frozenset(["len", "range", "enumerate", "zip", "isinstance", "print", "super"])

_MODULES = frozenset(["torch", "F", "nn", "np", "numpy", "math", "functional", "linalg"])

#: The device is the same on a machine with one, and dim and dtype have operators of their own.
_NOT_DROPPED = frozenset(["device", "dtype"])

#: Where the order of the two sides matters.
_ORDERED = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)


def dropped_call(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """What goes into a call, or what is sliced, used as it is."""
    if isinstance(node, ast.Call) and not isinstance(parent, ast.Expr | ast.withitem):
        if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value):
            yield node.func.value
        elif node.args and not isinstance(node.args[0], ast.Starred) and not _is_needed(node.func):
            yield node.args[0]
    if (
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Load)
        and isinstance(node.slice, ast.Slice)
    ):
        yield node.value


def dropped_argument(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """A keyword left out, so that its default holds."""
    if isinstance(node, ast.Call):
        for place, keyword in enumerate(node.keywords):
            if keyword.arg is not None and keyword.arg not in _NOT_DROPPED:
                yield with_keyword(node, [*node.keywords[:place], *node.keywords[place + 1 :]])


def swapped_arguments(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """Two neighbouring arguments, or the two sides of a minus, exchanged."""
    if isinstance(node, ast.Call):
        for place in range(len(node.args) - 1):
            args = list(node.args)
            args[place], args[place + 1] = args[place + 1], args[place]
            yield ast.Call(node.func, args, node.keywords)
    if isinstance(node, ast.BinOp) and isinstance(node.op, _ORDERED):
        yield ast.BinOp(node.right, node.op, node.left)


def _is_needed(function: ast.AST) -> bool:
    return isinstance(function, ast.Name) and function.id in _NEEDED


def _is_module(node: ast.AST) -> bool:
    """Whether a name or the last part of a dotted one is a module's."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
    return name in _MODULES

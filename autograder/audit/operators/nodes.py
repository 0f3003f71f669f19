"""Pieces of syntax trees, read and made."""

from __future__ import annotations

import ast
from collections.abc import Sequence

#: Keywords that take an axis.
AXES = ("dim", "axis", "dims", "dim0", "dim1")


def literal(node: ast.AST) -> int | float | bool | None:
    """The number that a node stands for, with its sign; None for anything else.

    Example:
        >>> literal(ast.parse("-1", mode="eval").body), literal(ast.parse("x", mode="eval").body)
        (-1, None)
    """
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = literal(node.operand)
        return None if value is None or isinstance(value, bool) else -value
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    return None


def number(value: int | float) -> ast.expr:
    """The node of a number, as the parser would make it.

    Example:
        >>> ast.unparse(number(-2))
        '-2'
    """
    if value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def method(node: ast.Call) -> str:
    """The last name of what is called: ``sum`` for ``x.sum()`` and for ``torch.sum(x)``."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def renamed(node: ast.Call, name: str) -> ast.Call:
    """The same call of another attribute."""
    assert isinstance(node.func, ast.Attribute)
    return ast.Call(ast.Attribute(node.func.value, name, ast.Load()), node.args, node.keywords)


def called_with(node: ast.Call, place: int, argument: ast.expr) -> ast.Call:
    """The same call with another argument at one place."""
    args = [*node.args[:place], argument, *node.args[place + 1 :]]
    return ast.Call(node.func, args, node.keywords)


def with_keyword(node: ast.Call, keywords: list[ast.keyword]) -> ast.Call:
    """The same call with other keywords."""
    return ast.Call(node.func, node.args, keywords)


def without(keywords: Sequence[ast.keyword], name: str) -> list[ast.keyword]:
    """The keywords but one."""
    return [keyword for keyword in keywords if keyword.arg != name]

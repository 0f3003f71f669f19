"""Operators on expressions that any code has: comparison, arithmetic, constants."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.audit.operators.nodes import AXES, literal, number, with_keyword

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}

_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}

#: Of these, one operand alone is a slip that happens: a term or a factor is forgotten.
_DROPS_RIGHT = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
_DROPS_LEFT = (ast.Add, ast.Mult)


def comparison(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """Another comparison, a condition turned round, an upper bound for a lower one."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in _COMPARISONS[type(operator)]:
                ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
                yield ast.Compare(node.left, ops, node.comparators)
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(other, node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield node.operand
    if isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    if isinstance(parent, ast.If | ast.While) and node is parent.test:
        yield ast.UnaryOp(ast.Not(), parent.test)
    if isinstance(node, ast.Call):
        for place, keyword in enumerate(node.keywords):
            if keyword.arg in ("min", "max"):
                other = ast.keyword("max" if keyword.arg == "min" else "min", keyword.value)
                rest = [*node.keywords[:place], other, *node.keywords[place + 1 :]]
                yield with_keyword(node, rest)


def arithmetic(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """Another operator, a term or factor left out, a sign lost."""
    if isinstance(node, ast.BinOp):
        if other := _ARITHMETIC.get(type(node.op)):
            yield ast.BinOp(node.left, other(), node.right)
        if isinstance(node.op, _DROPS_RIGHT):
            yield node.left
        if isinstance(node.op, _DROPS_LEFT):
            yield node.right
    if isinstance(node, ast.AugAssign):
        if other := _ARITHMETIC.get(type(node.op)):
            yield ast.AugAssign(node.target, other(), node.value)
        yield ast.Assign([node.target], node.value, lineno=node.lineno)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and literal(node) is None:
        yield node.operand


def constant(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """One more, one less; true for false."""
    if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.USub):
        return  # the number is seen with its sign
    if isinstance(parent, ast.keyword) and parent.arg in AXES:
        return  # an axis has an operator of its own
    value = literal(node)
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif value is not None:
        yield number(value + 1)
        yield number(value - 1)

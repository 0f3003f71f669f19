"""Operators on statements: one is forgotten, a loop ends otherwise, a context is left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

#: Statements whose absence a forgetful author may miss. Without a definition, an import or a
#: return nothing is left to judge.
_REMOVABLE = (
    ast.Assign,
    ast.AugAssign,
    ast.AnnAssign,
    ast.Expr,
    ast.If,
    ast.For,
    ast.While,
    ast.With,
    ast.Raise,
    ast.Assert,
    ast.Delete,
)


def removed_statement(node: ast.AST, parent: ast.AST) -> Iterator[ast.AST]:
    """A statement left out, the context of a block, or the rest of a loop."""
    if isinstance(node, _REMOVABLE) and not _is_docstring(node):
        yield ast.Pass()
    if isinstance(node, ast.With):
        yield ast.If(ast.Constant(True), node.body, [])
    if isinstance(node, ast.Break):
        yield ast.Continue()
    if isinstance(node, ast.Continue):
        yield ast.Break()


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)

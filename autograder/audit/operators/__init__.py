"""Small changes to tensor code, as slips of the pen make them.

An operator takes a node of a syntax tree and the node it hangs in, and gives what may stand in its
place. Known libraries know comparisons, arithmetic and numbers, but not an axis, a reduction, a
dtype or an operation in place, which is where tensor code goes wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

from autograder.audit.operators import calls, expressions, statements, tensors

#: Gives what may stand in place of a node, from the node and the one it hangs in.
Operator = Callable[[ast.AST, ast.AST], Iterator[ast.AST]]

#: The operators, by the name that reports call them.
OPERATORS: Mapping[str, Operator] = {
    "axis": tensors.axis,
    "reduction": tensors.reduction,
    "dtype": tensors.dtype,
    "in place": tensors.in_place,
    "comparison": expressions.comparison,
    "arithmetic": expressions.arithmetic,
    "constant": expressions.constant,
    "dropped call": calls.dropped_call,
    "dropped argument": calls.dropped_argument,
    "swapped arguments": calls.swapped_arguments,
    "removed statement": statements.removed_statement,
}

__all__ = ["OPERATORS", "Operator"]

"""Which names a code cell defines and which it needs from the cells before it.

The scoping is Python's own (`symtable`); only the order of the statements within a cell is
followed here, so that ``for x in xs: print(x)`` needs ``xs`` and not ``x``.
"""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.static import parsing


class _AsGenerators(ast.NodeTransformer):
    """Turn every comprehension into a generator expression, which scopes its names alike.

    From Python 3.12 on, `symtable` shows the variables of other comprehensions as if they
    were the enclosing scope's.
    """

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp) -> ast.AST:
        return self.generic_visit(ast.GeneratorExp(node.elt, node.generators))

    visit_SetComp = visit_ListComp

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        pair = ast.Tuple([node.key, node.value], ast.Load())
        return self.generic_visit(ast.GeneratorExp(pair, node.generators))


@dataclass
class CellNames:
    """The names of one cell.

    Attributes:
        defined: Names that are bound at the top level once the cell has run.
        needed: Names it reads that it has not bound itself by then.
    """

    defined: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    # Read inside functions: looked up when those are called, so later lines may bind them.
    _deferred: set[str] = field(default_factory=set)


def parse(source: str) -> ast.Module:
    r"""Parse a code cell, IPython's magics and shell lines included.

    Raises:
        SyntaxError: It is not Python, even with IPython's additions.

    Example:
        >>> len(parse("%matplotlib inline\nx = 1").body)
        2
    """
    try:
        return parsing.parse(source)
    except SyntaxError:
        # IPython is slow to import, and few cells hold a magic.
        from IPython.core.inputtransformer2 import TransformerManager

        transformed = TransformerManager().transform_cell(source)
        if transformed.rstrip("\n") == source.rstrip("\n"):
            raise
        return parsing.parse(transformed)


def cell_names(source: str) -> CellNames:
    r"""Return the names that a cell defines and needs.

    A cell that does not parse is taken to need every word in it: for a student's unfinished
    cell, running too much is the safe side.

    Example:
        >>> names = cell_names("y = [x * k for x in xs]\ndef f(): return later\nlater = y")
        >>> sorted(names.defined), sorted(names.needed)
        (['f', 'later', 'y'], ['k', 'xs'])
    """
    try:
        tree = parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return CellNames(needed=set(re.findall(r"[^\W\d]\w*", source)))
    names = CellNames()
    _run(tree.body, names)
    names.needed |= names._deferred - names.defined
    return names


def _run(statements: Iterable[ast.stmt], names: CellNames) -> None:
    """Follow the statements in order; branches are all taken, one after the other."""
    for statement in statements:
        match statement:
            case ast.For() | ast.AsyncFor():
                _read(statement.iter, names)
                _read(ast.Assign([statement.target], ast.Constant(None)), names)
                _run([*statement.body, *statement.orelse], names)
            case ast.While() | ast.If():
                _read(statement.test, names)
                _run([*statement.body, *statement.orelse], names)
            case ast.With() | ast.AsyncWith():
                for item in statement.items:
                    _read(item.context_expr, names)
                    if item.optional_vars is not None:
                        _read(ast.Assign([item.optional_vars], ast.Constant(None)), names)
                _run(statement.body, names)
            case ast.Try() | ast.TryStar():
                _run(statement.body, names)
                for handler in statement.handlers:
                    if handler.type is not None:
                        _read(handler.type, names)
                    names.defined |= {handler.name} - {None}  # type: ignore[arg-type]
                    _run(handler.body, names)
                _run([*statement.orelse, *statement.finalbody], names)
            case ast.Match():
                _read(statement.subject, names)
                for case in statement.cases:
                    bare = ast.match_case(case.pattern, None, [ast.Pass()])
                    _read(ast.Match(ast.Constant(None), [bare]), names)
                    _run([*([ast.Expr(case.guard)] if case.guard else []), *case.body], names)
            case _:
                _read(statement, names)


def _read(node: ast.AST, names: CellNames) -> None:
    """Add one simple statement or expression: what it reads, then what it binds."""
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        names.needed |= {node.target.id} - names.defined
    piece = ast.unparse(ast.fix_missing_locations(_AsGenerators().visit(node)))
    try:
        table = symtable.symtable(piece, "<cell>", "exec")
    except (SyntaxError, ValueError):
        words = {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}
        names.needed |= words - names.defined
        return
    now = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    for child in table.get_children():
        _read_scope(child, now, names._deferred, deferred=False)
    names.needed |= now - names.defined
    names.defined |= {
        s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()
    }
    names.defined |= _declared_global(table)


def _read_scope(
    table: symtable.SymbolTable, now: set[str], later: set[str], *, deferred: bool
) -> None:
    """Sort the global names of an inner scope into those read now and those read when called."""
    function = str(table.get_type()) == "function"
    deferred = deferred or (function and table.get_name() != "genexpr")
    read = {s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced()}
    (later if deferred else now).update(read)
    for child in table.get_children():
        _read_scope(child, now, later, deferred=deferred)


def _declared_global(table: symtable.SymbolTable) -> set[str]:
    """Names that a function binds at the top level through ``global``."""
    found: set[str] = set()
    for child in table.get_children():
        found |= {
            s.get_name() for s in child.get_symbols() if s.is_declared_global() and s.is_assigned()
        }
        found |= _declared_global(child)
    return found

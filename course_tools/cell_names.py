"""Names that a cell defines and needs, whatever the cell holds, in bounded time.

The scoping is Python's own (`symtable`); only the order of the statements within a cell is
followed here, so that ``for x in xs: print(x)`` needs ``xs`` and not ``x``.
"""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from course_tools.parsing import parse

#: Longer cells are not parsed, in characters; they count as using every word in them.
MAX_PARSED = 50_000

_INDENT = re.compile(r"\s*^([ \t]+)", re.MULTILINE)
_WORD = re.compile(r"[^\W\d]\w*")
_TIMED = re.compile(
    r"^([^\S\n]*)%%?(?:time|timeit|prun|capture)\b[ \t]*(?:-\S+[ \t]+)*", re.MULTILINE
)
_MAGIC = re.compile(r"^([^\S\n]*)(?:[%!?].*|.*\?)$", re.MULTILINE)
#: What may be IPython's own: magics, shell lines, help, calls without parentheses, prompts.
_IPYTHON = re.compile(
    r"^[^\S\n]*(?:[%!?,;/]|>>>|\.\.\.|In \[)|\?[^\S\n]*$|=[^\S\n]*[%!]", re.MULTILINE
)
_ASSIGNED = re.compile(r"=\s*[%!].*$", re.MULTILINE)


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


def cell_names(source: str) -> CellNames:
    r"""The names that a cell defines and needs; never raises, and stays linear.

    IPython's own way of reading magics takes long for many of them, so they are cut out here. A
    cell that is neither Python nor holds anything of IPython's is not run at all, and so needs
    nothing; one of which that cannot be told is taken to need every word in it.

    Example:
        >>> sorted(cell_names("%matplotlib inline\n%time x = f(1)\ndef (").needed)
        ['def', 'f', 'inline', 'matplotlib', 'time', 'x']
        >>> sorted(cell_names("%matplotlib inline\n%time x = f(1)").defined)
        ['x']
        >>> sorted(cell_names("x = f(1)\ndef (").needed)
        []
        >>> sorted(cell_names("    def f():\n        return y\n    k = 1").needed)
        ['y']
        >>> names = cell_names("y = [x * k for x in xs]\ndef f(): return later\nlater = y")
        >>> sorted(names.defined), sorted(names.needed)
        (['f', 'later', 'y'], ['k', 'xs'])
    """
    if len(source) > MAX_PARSED:
        return _every_word(source)
    found = _found(source)
    return CellNames(set(found.defined), set(found.needed))


# Most cells of a class are the lab's own, and are met again in every submission.
@lru_cache(maxsize=512)
def _found(source: str) -> CellNames:
    can_run = False
    for text in (source, _dedented(source), _dedented(without_magics(source))):
        try:
            tree = parse(text)
            names = CellNames()
            _run(tree.body, names)
            names.needed |= names._deferred - names.defined
            return names
        except SyntaxError:
            continue
        # Nested too deeply for the parser or for what walks its tree.
        except (ValueError, RuntimeError, MemoryError):
            can_run = True
    if can_run or _IPYTHON.search(source) is not None:
        return _every_word(source)
    return CellNames()


def _every_word(source: str) -> CellNames:
    return CellNames(needed=set(_WORD.findall(source)))


def _dedented(source: str) -> str:
    """A cell that is indented as a whole, which IPython runs like any other."""
    indent = _INDENT.match(source)
    return re.sub(rf"(?m)^{indent[1]}", "", source) if indent and indent[1] else source


def without_magics(source: str) -> str:
    """Magics and shell lines as ``pass``; what a timing magic times is kept."""
    timed = _TIMED.sub(r"\1", source)
    return _ASSIGNED.sub("= None", _MAGIC.sub(r"\1pass", timed))


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

"""What the statements of submitted cells bind, change and use."""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterable, Iterator

from course_tools.parsing import parse

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def python_of(source: str) -> tuple[str, bool]:
    """A cell as Python alone, so that line numbers fit; whether it surely ran as that."""
    timed = re.sub(r"\A(\s*)%%time[ \t]*(?=\n|\Z)", r"\1", source)
    try:
        parse(timed)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager

        bare = re.sub(r"(?m)^([ \t]*)%time[ \t]+", r"\1", timed)  # its line runs like any other
        return TransformerManager().transform_cell(bare), bare == source
    except (ValueError, RecursionError):
        return "", True
    return timed, timed == source


def statements_of(text: str) -> list[ast.stmt]:
    """The statements of a cell's top level; none of one that is no Python and so bound nothing."""
    try:
        return parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def bound_at_top(statement: ast.stmt) -> Iterator[tuple[ast.AST, str]]:
    """The statements within one of the top level that bind names there, and the names."""
    yield from _in_statement(statement, statement)
    # A function that says `global f` may bind it whenever it is called.
    for inner in ast.walk(statement):
        if isinstance(inner, ast.Global):
            yield from ((inner, name) for name in inner.names)


def changed_by(statement: ast.stmt) -> set[str]:
    """The names whose objects a statement of the top level changes: an item, an attribute, a call.

    Example:
        >>> sorted(changed_by(ast.parse("for x in y: z[x].w = 1; table.append(x)").body[0]))
        ['table', 'z']
    """
    if isinstance(statement, _DEFINITIONS):
        return set()
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            found.add(root_of(node))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            method = node.value.func
            found.add(root_of(method) if isinstance(method, ast.Attribute) else "")
    return found - {""}


def root_of(node: ast.AST) -> str:
    """The name at the beginning of ``a.b[c].d``; empty where there is none.

    Example:
        >>> root_of(ast.parse("a.b[c].d", mode="eval").body)
        'a'
    """
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _in_statement(node: ast.AST, statement: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """The names that a node of the top level binds, those of nested blocks included."""
    if isinstance(node, _DEFINITIONS):
        yield node, node.name
        return
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.stmt):
        statement = node
    for name in _names_bound(node):
        yield statement, name
    for child in ast.iter_child_nodes(node):
        in_comprehension = isinstance(node, _COMPREHENSIONS) and isinstance(
            child, ast.comprehension
        )
        if in_comprehension:
            continue  # its variables are its own
        yield from _in_statement(child, statement)


def _names_bound(node: ast.AST) -> Iterable[str]:
    """The names that one node binds by itself."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return [name]
        case ast.alias(name=name, asname=renamed):
            return [renamed or name.partition(".")[0]]
        case ast.ExceptHandler(name=str(name)):
            return [name]
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return [name]
        case ast.MatchMapping(rest=str(name)):
            return [name]
    return []


def globals_used(node: ast.AST) -> set[str]:
    """Every name that a piece of code looks up, or binds, at the top level.

    A parameter or a variable of its own may be called as a function of the notebook is, and does
    not lead there.

    Example:
        >>> sorted(globals_used(ast.parse("def f(g): return g + h")))
        ['f', 'h']
    """
    try:
        tables = [symtable.symtable(ast.unparse(node), "<answer>", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    found: set[str] = set()
    for table in tables:
        whole = table.get_type() == "module"
        found |= {s.get_name() for s in table.get_symbols() if whole or s.is_global()}
        tables += table.get_children()
    return found

"""The submitted source of a function, for rules about how an answer is written.

It is read from the cells that were handed in, never asked from the kernel, where an object could
claim any source.
"""

from __future__ import annotations

import ast
import re
import symtable
import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from course_lib.checks import CheckFailed
from course_lib.checks.source import UNREADABLE
from course_tools.parsing import parse

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class _Binding:
    """One statement of the top level that binds a name.

    Attributes:
        node: The statement; for ``global f`` in a function, that.
        text: The cell's source.
        sure: Whether it has been carried out for sure: not below an ``if``, nor in a cell that
            stopped on the way.
        binds: Whether it binds the name; else it changes the object that the name stands for.
    """

    node: ast.AST
    text: str
    sure: bool
    binds: bool = True


class Submitted:
    """The cells that ran in a student's kernel, and what their top level binds.

    Args:
        cells: Their sources, in the order in which they ran.
        stopped: Those among them that raised, and may not have come to their end.
        unread: Why what is read here need not be what runs; empty where it is.
    """

    def __init__(
        self, cells: Sequence[str], stopped: Collection[str] = (), unread: str = ""
    ) -> None:
        self.unread = unread
        self._cells = cells
        self._stopped = stopped
        self._bound: dict[str, list[_Binding]] | None = None

    def sources_of(self, name: str | None) -> Iterator[tuple[str, str]]:
        r"""The source of a function and of the functions that it reaches by name.

        Where a name has several definitions, the last one counts, and with it those that may have
        been carried out after it.

        Args:
            name: The function's name at the top level; None for one that has none.

        Yields:
            (name, source) of each, the function itself first.

        Raises:
            CheckFailed: The name's last binding is not a definition, or it need not be what runs.

        Example:
            >>> cells = Submitted(["def f(x):\n    return g(x)", "def g(x):\n    return x"])
            >>> [name for name, _ in cells.sources_of("f")]
            ['f', 'g']
        """
        self.require_read()
        found = [one for one in self._last(name or "") if one.binds]
        if not found or not all(isinstance(one.node, _DEFINITIONS) for one in found):
            raise CheckFailed(UNREADABLE.format(name=name or "this function"))
        todo, seen = [name or ""], set()
        while todo:
            current = todo.pop()
            if current in seen:
                continue
            seen.add(current)
            for one in self._last(current):
                if isinstance(one.node, _DEFINITIONS) or _stands_for_something(one.node):
                    yield current, _text(one.node, one.text)
                todo += [used for used in sorted(_used(one.node)) if used in self._bindings()]

    def require_read(self) -> None:
        """See that a rule about the answer can be checked.

        Raises:
            CheckFailed: What is read here need not be what runs.
        """
        if self.unread:
            raise CheckFailed(self.unread)

    def _last(self, name: str) -> list[_Binding]:
        """A name's bindings from the last sure one on, and what changed its object since."""
        bindings = self._bindings().get(name, [])
        sure = [place for place, one in enumerate(bindings) if one.sure]
        return bindings[sure[-1] :] if sure else bindings

    def _bindings(self) -> dict[str, list[_Binding]]:
        """All bindings of each top-level name, in order."""
        if self._bound is None:
            self._bound = {}
            for source in self._cells:
                text, plain = python_of(source)
                for node, name, sure in _binders(text):
                    sure = sure and plain and source not in self._stopped
                    self._bound.setdefault(name, []).append(_Binding(node, text, sure))
                for node, name in _changers(text):
                    self._bound.setdefault(name, []).append(_Binding(node, text, False, False))
        return self._bound


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


def _binders(text: str) -> Iterator[tuple[ast.AST, str, bool]]:
    """Each statement that binds a name at the top level, the name, whether it is sure; in order."""
    for statement in statements_of(text):
        for node, name in bound_at_top(statement):
            yield node, name, node is statement


def bound_at_top(statement: ast.stmt) -> Iterator[tuple[ast.AST, str]]:
    """The statements within one of the top level that bind names there, and the names."""
    yield from _in_statement(statement, statement)
    # A function that says `global f` may bind it whenever it is called.
    for inner in ast.walk(statement):
        if isinstance(inner, ast.Global):
            yield from ((inner, name) for name in inner.names)


def _changers(text: str) -> Iterator[tuple[ast.AST, str]]:
    """Each statement of the top level that changes the object that a name stands for."""
    for statement in statements_of(text):
        for name in sorted(changed_by(statement)):
            yield statement, name


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


def _stands_for_something(node: ast.AST) -> bool:
    """Whether a statement may make a name stand for a function: plain data mention no name."""
    kinds = (ast.Lambda, ast.alias)
    return any(
        isinstance(child, kinds)
        or (isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load))
        for child in ast.walk(node)
    )


def _used(node: ast.AST) -> set[str]:
    """Every global name and every attribute that a piece of code mentions."""
    return globals_used(node) | {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}


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


def _text(node: ast.AST, cell: str) -> str:
    """The lines of a statement, its decorators included, as `inspect.getsource` gives them."""
    lines = [node, *getattr(node, "decorator_list", [])]
    first = min(line.lineno for line in lines)  # type: ignore[attr-defined]
    # Python's own line ends only: str.splitlines knows more, which would shift the lines.
    found = re.split(r"\r\n|\r|\n", cell)[first - 1 : node.end_lineno]  # type: ignore[attr-defined]
    return textwrap.dedent("\n".join(found) + "\n")

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
    """

    node: ast.AST
    text: str
    sure: bool


class Submitted:
    """The cells that ran in a student's kernel, and what their top level binds.

    Args:
        cells: Their sources, in the order in which they ran.
        stopped: Those among them that raised, and may not have come to their end.
    """

    def __init__(self, cells: Sequence[str], stopped: Collection[str] = ()) -> None:
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
            CheckFailed: The name's last binding is not a definition.

        Example:
            >>> cells = Submitted(["def f(x):\n    return g(x)", "def g(x):\n    return x"])
            >>> [name for name, _ in cells.sources_of("f")]
            ['f', 'g']
        """
        found = self._last(name or "")
        if not found or not all(isinstance(one.node, _DEFINITIONS) for one in found):
            raise CheckFailed(UNREADABLE.format(name=name or "this function"))
        todo, seen = [name or ""], set()
        while todo:
            current = todo.pop()
            if current in seen:
                continue
            seen.add(current)
            for one in self._last(current):
                if isinstance(one.node, _DEFINITIONS) or _has_lambda(one.node):
                    yield current, _text(one.node, one.text)
                todo += [used for used in sorted(_used(one.node)) if self._may_lead_on(used)]

    def _may_lead_on(self, name: str) -> bool:
        """Whether a name may stand for a function of the cells: a def, or what was assigned."""
        kinds = (*_DEFINITIONS, ast.Assign, ast.AnnAssign)
        return any(isinstance(one.node, kinds) for one in self._last(name))

    def _last(self, name: str) -> list[_Binding]:
        """A name's bindings from the last sure one on."""
        bindings = self._bindings().get(name, [])
        sure = [place for place, one in enumerate(bindings) if one.sure]
        return bindings[sure[-1] :] if sure else bindings

    def _bindings(self) -> dict[str, list[_Binding]]:
        """All bindings of each top-level name, in order."""
        if self._bound is None:
            self._bound = {}
            for source in self._cells:
                text, plain = _python(source)
                for node, name, sure in _binders(text):
                    sure = sure and plain and source not in self._stopped
                    self._bound.setdefault(name, []).append(_Binding(node, text, sure))
        return self._bound


def _python(source: str) -> tuple[str, bool]:
    """A cell as Python alone, so that line numbers fit; whether it surely ran as that."""
    timed = re.sub(r"\A(\s*)%%time[ \t]*(?=\n|\Z)", r"\1", source)
    try:
        ast.parse(timed)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager

        bare = re.sub(r"(?m)^([ \t]*)%time[ \t]+", r"\1", timed)  # its line runs like any other
        return TransformerManager().transform_cell(bare), bare == source
    except (ValueError, RecursionError):
        return "", True
    return timed, timed == source


def _binders(text: str) -> Iterator[tuple[ast.AST, str, bool]]:
    """Each statement that binds a name at the top level, the name, whether it is sure; in order."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError):
        return  # it bound nothing in the kernel either
    for statement in body:
        for node, name in _in_statement(statement, statement):
            yield node, name, node is statement
        # A function that says `global f` may bind it whenever it is called.
        for inner in ast.walk(statement):
            if isinstance(inner, ast.Global):
                yield from ((inner, name, False) for name in inner.names)


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


def _has_lambda(node: ast.AST) -> bool:
    return any(isinstance(child, ast.Lambda) for child in ast.walk(node))


def _used(node: ast.AST) -> set[str]:
    """Every global name and every attribute that a piece of code mentions.

    A parameter or a variable of its own may be called as a function of the notebook is, and does
    not lead there.
    """
    attributes = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    try:
        tables = [symtable.symtable(ast.unparse(node), "<answer>", "exec")]
    except (SyntaxError, ValueError, RecursionError):
        return attributes | {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    for table in tables:
        whole = table.get_type() == "module"
        attributes |= {s.get_name() for s in table.get_symbols() if whole or s.is_global()}
        tables += table.get_children()
    return attributes


def _text(node: ast.AST, cell: str) -> str:
    """The lines of a statement, its decorators included, as `inspect.getsource` gives them."""
    lines = [node, *getattr(node, "decorator_list", [])]
    first = min(line.lineno for line in lines)  # type: ignore[attr-defined]
    # Python's own line ends only: str.splitlines knows more, which would shift the lines.
    found = re.split(r"\r\n|\r|\n", cell)[first - 1 : node.end_lineno]  # type: ignore[attr-defined]
    return textwrap.dedent("\n".join(found) + "\n")

"""Rules about how an answer is written, read from its source as a syntax tree."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from types import FunctionType
from typing import Any

from course_lib.checks.failure import CheckFailed

_LOOPS = (
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)

#: Said of an answer that is not written as a function.
UNREADABLE = "the source of `{name}` cannot be read: write it as a function (def) in its cell"

#: Functions that loop in Python under another name.
_LOOPING = frozenset(
    {"accumulate", "apply_", "apply_along_axis", "dropwhile", "filter", "filterfalse"}
    | {"frompyfunc", "map", "reduce", "starmap", "takewhile", "vectorize"}
)


def forbid(
    fn: Callable[..., Any],
    *,
    loops: bool = False,
    max_loops: int | None = None,
    calls: tuple[str, ...] = (),
) -> None:
    """Check that ``fn``, and the helpers beside it that it calls, do without loops or some calls.

    A loop is a `for`, a `while`, a comprehension, or `map`, `functools.reduce` and their like.

    Args:
        fn: The student's function.
        loops: Forbid every loop; the same as ``max_loops=0``.
        max_loops: How many loops there may be in all.
        calls: Forbidden functions; ``"torch.cdist"`` also forbids ``cdist`` under another prefix,
            but not a helper beside ``fn`` of that name. A name without a prefix forbids that, too.

    Raises:
        CheckFailed: One is used (the line is quoted), or the source cannot be read.

    Example:
        >>> import statistics
        >>> forbid(statistics.median, calls=("torch.cdist",))
    """
    limit = 0 if loops else max_loops
    # Of two that end alike, as torch.autograd.grad and torch.func.grad, the first is named.
    banned = {name.rpartition(".")[2]: name for name in reversed(calls)}
    found = 0
    sources = list(_sources(fn))
    own = {name for name, _ in sources if name not in calls}
    for name, source in sources:
        tree = _parse(name, source)
        lines = source.splitlines()
        for node in ast.walk(tree):
            # A bare `softmax` inside an answer called softmax is the answer itself.
            is_own = isinstance(node, ast.Name) and node.id in own
            if _last_name(node) in banned and not is_own:
                used = banned[_last_name(node)]
                line = lines[node.lineno - 1].strip()  # type: ignore[attr-defined]
                raise CheckFailed(f"`{name}` uses `{used}`: `{line}`; write it without")
        for node in _loops(tree):
            found += 1
            if limit is not None and found > limit:
                allowed = "no loop" if limit == 0 else f"at most {limit} loop{'s'[: limit > 1]}"
                line = lines[node.lineno - 1].strip()  # type: ignore[attr-defined]
                raise CheckFailed(f"`{name}` may have {allowed}, but there is one here: `{line}`")


def _parse(name: str, source: str) -> ast.Module:
    """The syntax tree; a lambda cut from the middle of an expression may not have one."""
    try:
        return ast.parse(source)
    except SyntaxError:
        raise CheckFailed(UNREADABLE.format(name=name)) from None


def _loops(tree: ast.Module) -> Iterator[ast.AST]:
    """What repeats something in Python whenever a function is called.

    A loop of the top level has ended by then; but there a name can be given to one that loops.
    """
    own = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    own |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    inner = (n for top in ast.walk(tree) if isinstance(top, _FUNCTIONS) for n in ast.walk(top))
    loops = {id(node): node for node in inner if isinstance(node, _LOOPS)}
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        name = _last_name(node)
        by_name = name in _LOOPING and (id(node) in called or name not in own)
        if by_name or id(node) in loops:
            yield node


def _last_name(node: ast.AST) -> str:
    """``cdist`` for `cdist`, `torch.cdist` and their import; empty for other expressions."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name):
            return name
        case ast.alias(name=name):
            return name.rpartition(".")[2]
    return ""


def _sources(fn: Callable[..., Any]) -> Iterable[tuple[str, str]]:
    """The source of ``fn`` and of the functions of the same module that it reaches by name.

    Under the judge ``fn`` is a proxy, and the sources are those of the submitted cells.
    """
    submitted = getattr(type(fn), "submitted_sources", None)
    return _own_sources(fn) if submitted is None else submitted(fn)


def _own_sources(fn: Callable[..., Any]) -> Iterator[tuple[str, str]]:
    """The sources, from functions of this process."""
    todo, seen = [inspect.unwrap(fn)], set()
    while todo:
        function = todo.pop()
        if function in seen:
            continue
        seen.add(function)
        name = getattr(function, "__name__", str(function))
        try:
            yield name, textwrap.dedent(inspect.getsource(function))
        except (OSError, TypeError):
            raise CheckFailed(UNREADABLE.format(name=name)) from None
        if isinstance(function, FunctionType):
            todo += [
                helper
                for used in sorted(_names(function.__code__))
                if isinstance(helper := function.__globals__.get(used), FunctionType)
                and helper.__module__ == function.__module__
            ]


def _names(code: Any) -> set[str]:
    """The global names a code object uses, those of its inner functions included."""
    names = set(code.co_names)
    for constant in code.co_consts:
        if hasattr(constant, "co_names"):
            names |= _names(constant)
    return names

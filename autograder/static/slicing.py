"""The part of a submission that an answer rests on, to be run alone.

A rule about how an answer works ("no loops", "bounded memory", "leaves its arguments alone") is
only worth something if nobody meddles with what measures it. So the statements that an answer
rests on are cut out of the submission, and judged in a kernel in which nothing else of the
student's has run.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from functools import lru_cache

from autograder.static.allowlist import Reader, imported
from autograder.static.sources import (
    bound_at_top,
    changed_by,
    globals_used,
    python_of,
    statements_of,
)
from course_tools.parsing import parse

#: Helpers of `course_lib.checks` that look at how an answer works, not only at what it returns.
RULES = frozenset({"counted_work", "forbid", "largest_tensor", "measure_work", "unchanged"})


def slice_program(
    cells: Sequence[str], names: Collection[str], ours: Sequence[str] = ()
) -> list[str]:
    r"""The statements that some names rest on, as cells, in their order.

    Taken are the statements that bind a name, change its object at the top level, or do so for a
    name that those mention. What is called for its effect alone is left out.

    Args:
        cells: The student's cells, in the order in which they ran.
        names: What is asked for.
        ours: The lab's own cells, for what they import.

    Returns:
        What was taken of each cell; empty for nothing.

    Raises:
        UnverifiableCode: They contain something whose effect cannot be read.

    Example:
        >>> slice_program(["import torch\nk = 2", "print(k)\ndef f(x):\n    return k * x"], ["f"])
        ['k = 2', 'def f(x):\n    return k * x']
    """
    texts = [python_of(cell)[0] for cell in cells]
    statements = [(place, node) for place, text in enumerate(texts) for node in statements_of(text)]
    modules = imported(
        [*(node for cell in ours for node in statements_of(cell)), *(n for _, n in statements)]
    )
    changing, taken = _changing([node for _, node in statements], modules)
    todo = list(names)
    while todo:
        for i in changing.pop(todo.pop(), ()):
            if i not in taken:
                taken.add(i)
                todo += globals_used(statements[i][1])
    reader = Reader(modules, [statements[i][1] for i in taken])
    kept: list[list[str]] = [[] for _ in texts]
    for i in sorted(taken):
        place, node = statements[i]
        reader.visit(node)
        kept[place].append(_source(texts[place], node))
    return ["\n".join(parts) for parts in kept]


def _changing(
    statements: Sequence[ast.stmt], modules: Collection[str]
) -> tuple[dict[str, set[int]], set[int]]:
    """Which statements bind each name or change its object; and which bind nobody knows what."""
    changing: dict[str, set[int]] = {}
    unknown: set[int] = set()
    effects: dict[str, set[str]] = {}
    for i, node in enumerate(statements):
        bound = {name for _, name in bound_at_top(node)}
        # A call of a module's function, such as `plt.plot`, changes nothing that answers rest on.
        changed = {
            n for n in changed_by(node) if n not in modules or not isinstance(node, ast.Expr)
        }
        if isinstance(node, ast.FunctionDef):
            effects[node.name] = _effects(node)
        else:
            changed |= {name for called in _called(node) for name in effects.get(called, ())}
        for name in bound | changed:
            changing.setdefault(name, set()).add(i)
        if "*" in bound:
            unknown.add(i)
    return changing, unknown


def _effects(function: ast.FunctionDef) -> set[str]:
    """The names around a function whose objects it may change when it is called."""
    own = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and _is_bound(n)}
    own |= {n.arg for n in ast.walk(function) if isinstance(n, ast.arg)}
    outer = {
        n for inner in ast.walk(function) if isinstance(inner, ast.Global) for n in inner.names
    }
    changed = {name for statement in function.body for name in changed_by(statement)}
    return (changed - own) | outer


def _is_bound(node: ast.Name) -> bool:
    return not isinstance(node.ctx, ast.Load)


def _called(node: ast.AST) -> set[str]:
    calls = (n.func for n in ast.walk(node) if isinstance(n, ast.Call))
    return {called.id for called in calls if isinstance(called, ast.Name)}


@lru_cache(maxsize=256)
def has_rules(test: str) -> bool:
    r"""Whether a test cell looks at how an answer works.

    Example:
        >>> has_rules("with check('no loop'):\n    forbid(f, loops=True)"), has_rules("f(1)")
        (True, False)
    """
    return any(isinstance(n, ast.Name) and n.id in RULES for n in ast.walk(parse(test)))


def _source(text: str, node: ast.stmt) -> str:
    """A statement's own text, with its decorators: `ast.unparse` would change what is quoted."""
    cut = ast.get_source_segment(text, node)
    if cut is None or node.col_offset or getattr(node, "decorator_list", []):
        return ast.unparse(node)
    return cut

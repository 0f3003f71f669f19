"""Boundary mutants of an exercise: its reference solution, with a change around one function."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.audit.boundary import arguments, edges, exceptions, results, state
from autograder.audit.boundary.signature import Function, functions
from autograder.audit.mutation import solution_lines

_TAIL = """

import autograder.audit.boundary as _boundary

_boundary.put(globals(), {path!r}, _boundary.{change})
"""


@dataclass(frozen=True)
class BoundaryMutant:
    """An answer that is wrong at a boundary.

    Attributes:
        name: The function and what is wrong with it; unique in its exercise.
        change: The expression that makes the change.
        code: The whole cell.
        sure: Whether the signature says that the change can have an effect. One that is only a
            guess and never has an effect is no news.
        memory: Whether it answers from what it saw under the notebook's seed.
    """

    name: str
    change: str
    code: str
    sure: bool
    memory: bool = False


def boundary_mutants(source: str, visible: Sequence[str] = ()) -> list[BoundaryMutant]:
    r"""The boundary mutants of an exercise's cell.

    Args:
        source: The cell, with the reference solution.
        visible: The titles of its visible checks.

    Returns:
        Some dozens for each function that the student writes; none for a cell without functions.

    Example:
        >>> found = boundary_mutants("def half(x: Float[Tensor, 'n d']) -> Float[Tensor, 'n d']:\n"
        ...                          "    return x / 2")
        >>> found[0].name
        'half: result: float64 where it was float32'
        >>> boundary_mutants("q1 = 3")
        []
    """
    found: list[BoundaryMutant] = []
    asked = solution_lines(source)
    for function in functions(source):
        if not asked.intersection(function.lines):
            continue  # it is given away
        for says, change, sure in _changes(function):
            code = source + _TAIL.format(path=function.path, change=change)
            found.append(BoundaryMutant(f"{function.path}: {says}", change, code, sure))
        if visible:
            change = f"visible.only({tuple(visible)!r})"
            code = source + _TAIL.format(path=function.path, change=change)
            says = f"{function.path}: right only for what the visible checks ask"
            found.append(BoundaryMutant(says, change, code, False, memory=True))
    return found


def _changes(function: Function) -> Iterator[tuple[str, str, bool]]:
    for concern in (results, state, arguments, edges, exceptions):
        yield from concern.texts(function)

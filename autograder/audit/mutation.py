"""Mutants of a reference solution: the same code with one small change."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.audit.operators import OPERATORS
from autograder.labsource.regions import scan

#: What a reader never runs: annotations, texts of messages.
_SKIPPED_FIELDS = frozenset({"annotation", "returns", "type_comment", "decorator_list"})


@dataclass(frozen=True)
class Mutant:
    """A solution with one change.

    Attributes:
        operator: The kind of the change.
        before: The changed lines of the solution, without their indentation.
        after: What stands there instead.
        code: The whole cell.
    """

    operator: str
    before: str
    after: str
    code: str

    @property
    def diff(self) -> str:
        """The change as a diff prints it.

        Example:
            >>> print(Mutant("constant", "x = 1", "x = 2", "x = 2").diff)
            - x = 1
            + x = 2
        """
        lines = [f"- {line}" for line in self.before.splitlines()]
        return "\n".join([*lines, *(f"+ {line}" for line in self.after.splitlines())])


def mutants(source: str) -> list[Mutant]:
    r"""Every mutant of the solution regions of a cell, or of the whole of it where it has none.

    Args:
        source: Python code of an exercise's cell.

    Returns:
        Mutants that compile, no two with the same code, in the order of the source.

    Raises:
        SyntaxError: The source does not compile itself.

    Example:
        >>> for mutant in mutants("def half(x):\n    return x / 2"):
        ...     print(mutant.operator, "|", mutant.after)
        arithmetic | return x * 2
        arithmetic | return x
        swapped arguments | return 2 / x
        constant | return x / 3
        constant | return x / 1
    """
    tree = ast.parse(source)
    original = ast.unparse(tree)
    lines = solution_lines(source)
    found: dict[str, Mutant] = {original: Mutant("none", "", "", original)}
    for site in _sites(tree):
        if getattr(site.node, "lineno", None) not in lines:
            continue
        for operator, give in OPERATORS.items():
            for replacement in give(site.node, site.parent):
                code = site.unparsed_with(replacement, tree)
                if code is not None and code not in found:
                    found[code] = Mutant(operator, *_changed(original, code), code)
    return list(found.values())[1:]


@dataclass(frozen=True)
class _Site:
    """A place in a tree: a node, and where it hangs in which other."""

    node: ast.AST
    parent: ast.AST
    field: str
    place: int | None

    def unparsed_with(self, replacement: ast.AST, tree: ast.Module) -> str | None:
        """The code of the whole tree with another node here; None where it does not compile."""
        self._put(replacement)
        try:
            code = ast.unparse(ast.fix_missing_locations(tree))
            compile(code, "<mutant>", "exec")
        except (SyntaxError, ValueError, AttributeError):
            return None
        finally:
            self._put(self.node)
        return code

    def _put(self, node: ast.AST) -> None:
        if self.place is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.place] = node


def _sites(node: ast.AST) -> Iterator[_Site]:
    """Every node below a node that a student could have written otherwise."""
    for field, value in ast.iter_fields(node):
        if field in _SKIPPED_FIELDS or isinstance(node, ast.JoinedStr | ast.Raise):
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield _Site(child, node, field, place)
                yield from _sites(child)


def solution_lines(source: str) -> frozenset[int]:
    r"""The numbers of the lines of a cell that are the solution, counted from 1.

    All of them, where no region is marked.

    Example:
        >>> sorted(solution_lines("x = 1\n### BEGIN SOLUTION\ny = 2\n### END SOLUTION"))
        [3]
    """
    solutions = [region for region in scan(source).regions if region.kind == "SOLUTION"]
    if not solutions:
        return frozenset(range(1, len(source.splitlines()) + 1))
    return frozenset(number + 1 for region in solutions for number in region.secret)


def _changed(before: str, after: str) -> tuple[str, str]:
    """The lines of two codes that differ, stripped."""
    old, new = before.splitlines(), after.splitlines()
    gone: list[str] = []
    come: list[str] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind != "equal":
            gone += [line.strip() for line in old[i:j]]
            come += [line.strip() for line in new[k:m]]
    return "\n".join(gone), "\n".join(come)

"""Which modules of a package some code rests on, found by reading alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from course_tools.cell_names import without_magics
from course_tools.parsing import parse


def modules_behind(package: Path, sources: Iterable[str]) -> list[Path]:
    """The files of a package that some code imports, and what those import, within it.

    An import within a function counts; one for type checkers alone does not. Names that a package
    hands on only when they are asked for are looked up where it imports them for type checkers.

    Args:
        package: The package's folder, which has its name.
        sources: Python code, as notebooks may hold it: magics import nothing.

    Returns:
        Files, sorted.
    """
    found: set[Path] = set()
    todo = [name for source in sources for name in _imported(_tree(source), package)]
    while todo:
        for path in _files(package, todo.pop()):
            if path not in found:
                found.add(path)
                todo += _imported(parse(path.read_text(encoding="utf-8")), package)
    return sorted(found)


def _tree(source: str) -> ast.AST:
    try:
        return parse(source)
    except SyntaxError:
        return parse(without_magics(source))


def _imported(tree: ast.AST, package: Path) -> Iterator[str]:
    """The modules of a package that code imports, by their dotted names."""
    for node in _running(tree):
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
            for one in node.names:
                names += _homes(package, node.module, one.name)
        else:
            continue
        yield from (name for name in names if name.partition(".")[0] == package.name)


def _homes(package: Path, module: str, name: str) -> list[str]:
    """The module that a name of a module is, or that it comes from when it is asked for."""
    inner = package.parent.joinpath(*module.split("."), "__init__.py")
    if not inner.is_file() or module.partition(".")[0] != package.name:
        return []
    homes = [f"{module}.{name}"]
    for node in ast.walk(parse(inner.read_text(encoding="utf-8"))):
        if isinstance(node, ast.If) and _is_for_checkers(node):
            homes += [
                str(one.module)
                for one in node.body
                if isinstance(one, ast.ImportFrom) and name in {alias.name for alias in one.names}
            ]
    return homes


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only type checkers see."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, ast.If) and _is_for_checkers(node):
            todo += node.orelse
        else:
            todo += ast.iter_child_nodes(node)


def _is_for_checkers(node: ast.If) -> bool:
    return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _files(package: Path, module: str) -> Iterator[Path]:
    """A module's file, and those of the packages around it; nothing for what is no module."""
    parts = module.split(".")
    for count in range(1, len(parts) + 1):
        place = package.parent.joinpath(*parts[:count])
        for path in (place / "__init__.py", place.with_suffix(".py")):
            if path.is_file():
                yield path

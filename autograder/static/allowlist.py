"""Whether code can be plainly read: it runs, changes and fetches nothing but what stands there.

What could lead out of the code unseen, such as ``exec``, an object's inside or another module's,
may not stand in it. What is written there is then what runs.
"""

from __future__ import annotations

import ast
import builtins
import importlib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from types import ModuleType
from typing import Any

#: Run or change code by its text, or anything by its name.
_HIDING = frozenset(
    {
        "breakpoint",
        "compile",
        "delattr",
        "eval",
        "exec",
        "get_ipython",
        "globals",
        "input",
        "locals",
        "open",
        "setattr",
        "vars",
    }
)

#: What may be imported: the clean kernel has no module of the student's.
_MODULES = frozenset(
    {
        "__future__",
        "abc",
        "bisect",
        "cmath",
        "collections",
        "contextlib",
        "copy",
        "course_lib",
        "dataclasses",
        "decimal",
        "einops",
        "enum",
        "fractions",
        "functools",
        "heapq",
        "itertools",
        "jaxtyping",
        "logging",
        "math",
        "matplotlib",
        "numbers",
        "numpy",
        "operator",
        "random",
        "scipy",
        "sklearn",
        "statistics",
        "string",
        "time",
        "torch",
        "torchvision",
        "tqdm",
        "typing",
        "warnings",
    }
)

#: Of these only some parts may be used: the rest leads everywhere.
_PARTS: Mapping[str, frozenset[str]] = {
    "gc": frozenset({"collect"}),
    "os": frozenset({"cpu_count", "write"}),
    "sys": frozenset({"byteorder", "float_info", "maxsize", "stderr", "stdout", "version_info"}),
}

#: Parts of modules that compile, load or take apart code, or look names up by their text.
_HIDDEN = frozenset(
    {
        "attrgetter",
        "builtins",
        "checks",
        "compile",
        "cpp_extension",
        "ctypeslib",
        "f2py",
        "dictConfig",
        "distributed",
        "fileConfig",
        "fx",
        "get_type_hints",
        "hub",
        "importlib",
        "jit",
        "library",
        "load",
        "methodcaller",
        "multiprocessing",
        "os",
        "overrides",
        "package",
        "sys",
        "testing",
        "utils",
    }
)

#: Below a hidden part, and harmless.
_HARMLESS = ("torch.nn.utils", "torch.utils.data", "torch.utils.checkpoint")

#: Methods that a class may define and be asked for by name.
_DUNDERS = frozenset(
    {"__call__", "__doc__", "__getitem__", "__init__", "__iter__", "__len__", "__name__"}
)

#: Lead from a generator, coroutine or error to the frames around it, and so to what measures.
_FRAMES = ("ag_", "co_", "cr_", "f_", "gi_", "tb_")
_FRAME_PARTS = frozenset(
    {"await", "back", "builtins", "code", "frame", "globals", "lasti", "locals"}
    | {"next", "trace", "trace_lines", "trace_opcodes", "yieldfrom"}
)

_ASKS = "this rule can only be checked on code that can be plainly read"


class UnverifiableCode(Exception):
    """Why some code cannot be plainly read, as a sentence for the student."""


def imported(statements: Iterable[ast.stmt]) -> dict[str, str]:
    """What each name that the statements import stands for, as a dotted path."""
    modules: dict[str, str] = {}
    for node in (node for statement in statements for node in ast.walk(statement)):
        if isinstance(node, ast.Import):
            for one in node.names:
                first = one.name.partition(".")[0]
                modules[one.asname or first] = one.name if one.asname else first
        elif isinstance(node, ast.ImportFrom):
            for one in node.names:
                modules[one.asname or one.name] = f"{node.module or ''}.{one.name}"
    return modules


class Reader(ast.NodeVisitor):
    """Refuses what cannot be plainly read, wherever it stands in what it visits.

    Args:
        modules: What the imported names stand for.
        nodes: All that will be read.
    """

    def __init__(self, modules: Mapping[str, str], nodes: Iterable[ast.AST]) -> None:
        nodes = list(nodes)
        self._modules = {**modules, **_aliases(nodes, modules)}
        # No other variable can hold a module, since none is handed on.
        self._variables = {name for node in nodes for name in _variables(node)}
        self._variables -= self._modules.keys() - modules.keys()
        self._own: set[str] = set()  # the first parameters of the methods around

    def visit_Name(self, node: ast.Name) -> None:
        """A name of Python's own, or a module that is handed on."""
        if node.id in _HIDING or node.id == "getattr":
            raise _not_plain(node, "can run or change anything")
        if _is_dunder(node.id) and node.id != "__name__":
            raise _not_plain(node, "looks inside Python")
        if isinstance(node.ctx, ast.Load) and node.id not in self._variables:
            path = self._modules.get(node.id)
            if path is not None and isinstance(_resolved(path), ModuleType):
                raise _not_plain(node, "hands on a whole module")

    def visit_Call(self, node: ast.Call) -> None:
        """``getattr`` with a name that stands there is an attribute."""
        called = node.func
        if not (isinstance(called, ast.Name) and called.id == "getattr"):
            self.generic_visit(node)
            return
        match node.args:
            case [on, ast.Constant(value=str(name)), *others]:
                for child in (ast.Attribute(on, name, ast.Load()), *others, *node.keywords):
                    self.visit(child)
            case _:
                raise _not_plain(node, "looks up a name that is put together while it runs")

    def visit_Assign(self, node: ast.Assign) -> None:
        """``F = torch.nn.functional`` is an import under another name."""
        match node.targets:
            case [ast.Name(id=name)] if name not in self._variables and _dotted(
                node.value, self._modules
            ) == self._modules.get(name):
                if _leads_astray(self._modules[name]):
                    raise _not_plain(node, "leads to what this rule cannot look into")
            case _:
                self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        """Only modules that can be looked into."""
        for one in node.names:
            # Its parts are looked at where they are used.
            if one.name not in _PARTS and _leads_astray(one.name):
                raise _not_plain(node, "imports what this rule cannot look into")

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Only parts of such modules."""
        module = node.module or ""
        if node.level:
            raise _not_plain(node, "imports a file from beside the notebook")
        for one in node.names:
            if _leads_astray(module if one.name == "*" else f"{module}.{one.name}"):
                raise _not_plain(node, "imports what this rule cannot look into")

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Neither an object's inside nor a module's hidden part; no change of a library's."""
        path = self._path(node)
        if not isinstance(node.ctx, ast.Load) and self._changes_library(node):
            raise _not_plain(node, f"may change what `{node.attr}` does elsewhere")
        if _is_dunder(node.attr) and node.attr not in _DUNDERS:
            raise _not_plain(node, "looks inside an object")
        if node.attr.startswith("_") and not _is_dunder(node.attr) and not self._is_own(node.value):
            raise _not_plain(node, "looks inside an object")
        if _is_of_a_frame(node.attr):
            raise _not_plain(node, "looks at how Python runs it")
        if path is not None and _leads_astray(path):
            raise _not_plain(node, "leads to what this rule cannot look into")
        if path is not None and isinstance(_resolved(path), ModuleType):
            raise _not_plain(node, "hands on a whole module")
        if path is None:
            self.visit(node.value)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        """``case object(shape=s)`` takes attributes, too."""
        for name in node.kwd_attrs:
            if name.startswith("_") or _is_of_a_frame(name):
                raise _not_plain(node, "looks inside an object")
        self.generic_visit(node)

    def _path(self, node: ast.AST) -> str | None:
        """The dotted path of a part of an imported module; None for anything else."""
        known = {n: path for n, path in self._modules.items() if n not in self._variables}
        return _dotted(node, known)

    def _changes_library(self, node: ast.Attribute) -> bool:
        return not self._is_own(node.value) and _in_libraries(node.attr)

    def _is_own(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id in self._own

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """What a method does to its own object is its own business."""
        before = self._own
        for method in node.body:
            if isinstance(method, ast.FunctionDef) and method.args.args:
                self._own = self._own | {method.args.args[0].arg}
        self.generic_visit(node)
        self._own = before


def _dotted(node: ast.AST, modules: Mapping[str, str]) -> str | None:
    """The dotted path of a part of an imported module; None for anything else."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in modules:
        return None
    return ".".join([modules[node.id], *reversed(parts)])


def _aliases(nodes: Iterable[ast.AST], modules: Mapping[str, str]) -> dict[str, str]:
    """Names that are only ever given to one module, by a plain assignment."""
    inner = [child for node in nodes for child in ast.walk(node)]
    bound = Counter(name for node in nodes for name in _variables(node))
    found: dict[str, str] = {}
    for node in (node for node in inner if isinstance(node, ast.Assign)):
        match node.targets:
            case [ast.Name(id=name)] if bound[name] == 1 and name not in modules:
                path = _dotted(node.value, {**modules, **found})
                if path is not None and isinstance(_resolved(path), ModuleType):
                    found[name] = path
    return found


def _not_plain(node: ast.AST, what: str) -> UnverifiableCode:
    return UnverifiableCode(f"{_ASKS}, and `{ast.unparse(node)[:60]}` {what}: write it without")


def _variables(node: ast.AST) -> Iterable[str]:
    """The names that are bound somewhere in a piece of code, otherwise than by an import."""
    for child in ast.walk(node):
        if isinstance(child, ast.Name) and not isinstance(child.ctx, ast.Load):
            yield child.id
        elif isinstance(child, ast.arg):
            yield child.arg


@cache
def _leads_astray(path: str) -> bool:
    """Whether a dotted path leads out of the modules that may be used, or to a hidden part."""
    first, *rest = path.split(".")
    if first in _PARTS:
        return not rest or rest[0] not in _PARTS[first]
    if first not in _MODULES or any(p.startswith("_") and p not in _DUNDERS for p in rest):
        return True
    if not path.startswith(_HARMLESS) and any(part in _HIDDEN for part in rest):
        return True
    # `torch.inspect` is a module of another name, `copy.types` is another module.
    found = [_resolved(path[:end]) for end in _ends(path)]
    modules = [one.__name__ for one in found if isinstance(one, ModuleType)]
    return found[-1] is None or any(
        name.partition(".")[0].lstrip("_") not in _MODULES for name in modules
    )


def _ends(path: str) -> list[int]:
    return [*(i for i, letter in enumerate(path) if letter == "."), len(path)]


@cache
def _resolved(path: str) -> Any:
    """What a dotted path of the libraries leads to; None for nothing."""
    first, *rest = path.split(".")
    try:
        found, below = importlib.import_module(first), first
        for part in rest:
            below = f"{below}.{part}"
            if isinstance(found, ModuleType) and not hasattr(found, part):
                importlib.import_module(below)
            found = getattr(found, part)
    except Exception:
        return None
    return found


@cache
def _in_libraries(name: str) -> bool:
    """Whether a library has something of that name; what a tensor keeps for its user aside."""
    import numpy as np
    import torch

    if name in ("grad", "requires_grad", "data"):
        return False
    homes = (torch, torch.Tensor, torch.nn, torch.nn.Module, torch.nn.functional, torch.linalg,
             torch.special, np, np.ndarray, np.linalg, builtins, type)  # fmt: skip
    return name.startswith("_") or any(hasattr(home, name) for home in homes)


def _is_of_a_frame(name: str) -> bool:
    """Whether an attribute is one of a frame, or leads to one, such as ``gi_frame``.

    Example:
        >>> _is_of_a_frame("gi_frame"), _is_of_a_frame("f_back"), _is_of_a_frame("f_score")
        (True, True, False)
    """
    return any(name.startswith(p) and name.removeprefix(p) in _FRAME_PARTS for p in _FRAMES)


def _is_dunder(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")

"""Which modules a lab imports before any answer of a student's runs."""

from __future__ import annotations

import ast

from autograder.labsource.source import Lab
from course_tools.parsing import parse


def setup_imports(lab: Lab) -> tuple[str, ...]:
    r"""The modules that a lab's set-up and given cells import, in the order of the source.

    Of ``from a import b`` both ``a`` and ``a.b`` are listed: only an import tells whether ``b`` is
    a module.

    Example:
        >>> from pathlib import Path
        >>> from autograder.labsource.source import Cell
        >>> code = "import torch\nfrom torch import nn"
        >>> cell = Cell("code", "setup", None, None, code, 1, 2)
        >>> setup_imports(Lab("lab09", Path("lab09.py"), (cell,)))
        ('torch', 'torch.nn')
    """
    names: dict[str, None] = {}
    for cell in lab.of("setup", "given"):
        for node in ast.walk(parse(cell.source)):
            if isinstance(node, ast.Import):
                names |= {alias.name: None for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names |= {node.module: None}
                names |= {f"{node.module}.{alias.name}": None for alias in node.names}
    return tuple(names)

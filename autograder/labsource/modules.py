"""The Python modules that lie in a lab's folder: its bank of answers, what measures its table."""

from __future__ import annotations

import hashlib
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType


def lab_module(lab: Path, name: str) -> ModuleType:
    """A module of a lab's folder, which may import its neighbours by ``from . import``.

    Each folder has a package name of its own, so that labs of several courses do not meet.

    Args:
        lab: The lab's folder, such as ``solutions/lab01_knn``.
        name: The module within it, such as ``measure.table``.

    Raises:
        ModuleNotFoundError: There is no such module.
    """
    folder = lab.resolve()
    package = f"_lab_{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}_{folder.name}"
    if package not in sys.modules:
        sys.modules[package] = ModuleType(package)
        sys.modules[package].__path__ = [str(folder)]
    return import_module(f"{package}.{name}")

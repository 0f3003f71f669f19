"""Notebooks and folders of submissions for the intake's tests."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook


@pytest.fixture
def notebook() -> bytes:
    """A small valid notebook."""
    return nbformat.writes(new_notebook(cells=[new_code_cell("x = 1", id="a")])).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[dict[str, bytes]], Path]:
    """Writes files, by their path, into a folder called ``class``."""

    def write(files: dict[str, bytes]) -> Path:
        root = tmp_path / "class"
        root.mkdir()
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return root

    return write

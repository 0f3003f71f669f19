"""What importing course_lib costs beside importing torch alone."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.ratio import Ratio, side_by_side


def _fresh(statement: str) -> None:
    """Run one statement in a new interpreter."""
    subprocess.run([sys.executable, "-c", statement], check=True)


def measure() -> list[Ratio]:
    """A new interpreter for each."""
    return [
        side_by_side(
            "import all of course_lib ÷ import torch",
            lambda: _fresh("from course_lib import *"),  # a name loads its module
            lambda: _fresh("import torch"),
            target=1.1,
        )
    ]

"""A course's nbgrader settings, and the programs that nbgrader calls."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.labsource.errors import BuildError

if TYPE_CHECKING:
    from traitlets.config import Config

CONFIG_NAME = "nbgrader_config.py"


def course_config(course: Path) -> Config:
    """Read a course's nbgrader settings, which plain ``nbgrader`` commands use as well.

    Raises:
        BuildError: There is no settings file, or it cannot be run.
    """
    from traitlets.config.loader import PyFileConfigLoader

    if not (course / CONFIG_NAME).is_file():
        raise BuildError(
            f"no {CONFIG_NAME} in {course}; start in the course's root, or name it with --course"
        )
    try:
        return PyFileConfigLoader(CONFIG_NAME, path=str(course)).load_config()
    except Exception as error:
        raise BuildError(f"{CONFIG_NAME} cannot be read ({error}); correct it") from error


@contextlib.contextmanager
def programs_on_path() -> Iterator[None]:
    """Put this environment's programs on PATH: nbgrader calls ``alembic`` for a new gradebook."""
    before = os.environ.get("PATH")
    parts = [str(Path(sys.executable).parent), *([before] if before else [])]
    os.environ["PATH"] = os.pathsep.join(parts)
    try:
        yield
    finally:
        if before is None:
            del os.environ["PATH"]
        else:
            os.environ["PATH"] = before

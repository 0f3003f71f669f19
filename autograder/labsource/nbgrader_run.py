"""Running nbgrader's own generate_assignment in this process, quietly."""

from __future__ import annotations

import contextlib
import copy
import logging
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


class _Lines(logging.Handler):
    """Keeps what is logged, so that it can be shown if something fails."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname}: {record.getMessage()}")


def generate_assignment(
    name: str, root: Path, config: Config, *, source: str, release: str, db_url: str | None
) -> None:
    """Run nbgrader's generate_assignment on one assignment.

    Args:
        name: The assignment, a folder within `source`.
        root: The folder that `source` and `release` are in.
        config: The course's settings; their folders and gradebook are not used.
        source: The folder of the instructor's versions.
        release: The folder for the students' versions.
        db_url: The gradebook that learns of the assignment; None for no gradebook.

    Raises:
        BuildError: nbgrader failed; in the words of what failed within it.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    settings = copy.deepcopy(config)
    settings.CourseDirectory.merge(
        {
            "root": str(root.resolve()),
            "source_directory": source,
            "release_directory": release,
            "assignment_id": name,
            "notebook_id": "*",
            **({"db_url": db_url} if db_url else {}),
        }
    )
    if db_url is None:
        settings.GenerateAssignment.no_database = True
        settings.SaveCells.enabled = False
    handler = _Lines()
    log = logging.Logger("nbgrader", level=logging.INFO)  # of its own: nothing reaches the screen
    log.addHandler(handler)
    coursedir = CourseDirectory(config=settings, log=log)
    converter = GenerateAssignment(coursedir=coursedir, config=settings, log=log)
    try:
        with programs_on_path():
            converter.start()
    except Exception as error:
        raise BuildError(
            f"nbgrader could not generate {name}: {_reason(handler.lines, error)}"
        ) from error


def _reason(lines: list[str], error: Exception) -> str:
    """The last line of the first traceback nbgrader logged; its own error only points to that."""
    for entry in lines:
        if "Traceback" in entry:
            return entry.strip().splitlines()[-1]
    return str(error) or type(error).__name__

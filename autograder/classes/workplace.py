"""One grading of one lab: the course's folders, nbgrader's settings and the released notebook."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat import NotebookNode

from autograder.course import nbgrader_config, release_path
from autograder.errors import AutograderError

if TYPE_CHECKING:
    from traitlets.config import Config

    from autograder.labsource import Lab


@dataclass(frozen=True)
class Workplace:
    """Where one lab of one course is graded.

    Attributes:
        course: The course's root.
        lab: The lab's name.
        config: nbgrader's settings.
        release: The notebook that was handed out.
    """

    course: Path
    lab: str
    config: "Config"
    release: NotebookNode

    def folder(self, step: str, student: str) -> Path:
        """A student's folder at one of nbgrader's steps: submitted, autograded or feedback."""
        name = self.config.CourseDirectory.get(f"{step}_directory", step)
        return self.course / str(name) / student / self.lab

    def received(self, student: str) -> Path:
        """Where a student's original bytes and their verdict are kept."""
        return self.course / "grading" / "received" / student / self.lab

    def judged(self, student: str) -> Path:
        """Where a student's judged notebook is kept, from which the gradebook can be filled."""
        return self.course / "grading" / "judged" / student / f"{self.lab}.ipynb"

    def log(self, student: str) -> Path:
        """Where nbgrader's messages about a student's work go."""
        return self.course / "grading" / "log" / student / f"{self.lab}.log"

    @cached_property
    def source(self) -> "Lab":
        """The lab's source, with solutions and hidden tests."""
        from autograder.labsource import read_lab

        return read_lab(self.course / "solutions" / self.lab / f"{self.lab}.py")

    @property
    def db_url(self) -> str:
        """The gradebook's database."""
        return str(self.config.CourseDirectory.db_url)

    @property
    def course_id(self) -> str:
        """The course's name in the gradebook."""
        return str(self.config.CourseDirectory.get("course_id", ""))


def open_workplace(course: Path, lab: str) -> Workplace:
    """Read what grading a lab needs.

    Raises:
        AutograderError: The lab was not built.
    """
    path = release_path(course, lab)
    try:
        release = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except FileNotFoundError:
        raise AutograderError(
            f"{lab} was not built yet: expected {path}; run `autograder build {lab}`"
        ) from None
    except (OSError, ValueError) as error:
        raise AutograderError(
            f"the released notebook {path} cannot be read ({error}); run `autograder build {lab}`"
        ) from None
    return Workplace(course, lab, nbgrader_config(course), release)

"""Where a course lies, which labs it has, and nbgrader's settings for it."""

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError

if TYPE_CHECKING:
    from traitlets.config import Config

#: The file that marks the root of a course; nbgrader looks for it there, too.
CONFIG = "nbgrader_config.py"


def find_course(start: Path | None = None) -> Path:
    """The root of the course that a folder lies in.

    Args:
        start: The root or any folder below it; the current folder if None.

    Raises:
        AutograderError: There is no course there.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder
    if start is not None and not start.is_dir():
        raise AutograderError(f"there is no folder {start}: name the folder of the course")
    raise AutograderError(
        f"no course was found: expected {CONFIG} in {here} or a folder above it; "
        "go to the course's folder or name it with --course"
    )


def lab_names(course: Path) -> list[str]:
    """The labs that a course has a source for, sorted."""
    return sorted(path.stem for path in course.glob("solutions/*/*.py") if _is_source(path))


def known_lab(course: Path, name: str) -> str:
    """The lab that a name means; it may be typed as a path to its folder.

    Raises:
        AutograderError: No lab is called so; the sentence names the nearest one.
    """
    labs = lab_names(course)
    wanted = name.rstrip("/\\").replace("\\", "/").rpartition("/")[2]
    wanted = wanted.removesuffix(".py").removesuffix(".ipynb")
    if wanted in labs:
        return wanted
    if not labs:
        raise AutograderError(
            f"the course in {course} has no labs yet: expected solutions/<lab>/<lab>.py"
        )
    close = [lab for lab in labs if lab.startswith(wanted)] if wanted else []
    close = close or get_close_matches(wanted, labs, n=1, cutoff=0.5)
    hint = f"did you mean {close[0]}?" if close else f"the labs are {', '.join(labs)}"
    raise AutograderError(f"no lab is called {name!r}: {hint}")


def release_path(course: Path, lab: str) -> Path:
    """Where the notebook that is handed out lies."""
    return course / "labs" / lab / f"{lab}.ipynb"


def nbgrader_config(course: Path) -> "Config":
    """The course's nbgrader settings, with its root fixed to where it lies.

    Raises:
        AutograderError: The settings cannot be read.
    """
    from autograder.labsource.settings import course_config

    config = course_config(course)
    config.CourseDirectory.root = str(course)
    # A relative database is meant from the course's root, not from where one stands.
    url = config.CourseDirectory.get("db_url", "sqlite:///grading/gradebook.db")
    if file := sqlite_file(url):
        url = f"sqlite:///{course / file}"
    config.CourseDirectory.db_url = url
    return config


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for any other.

    Example:
        >>> sqlite_file("sqlite:///grading/gradebook.db").name
        'gradebook.db'
    """
    name = url.removeprefix("sqlite:///")
    return Path(name) if name and name != url else None


def _is_source(path: Path) -> bool:
    return path.stem == path.parent.name and not path.stem.startswith((".", "_"))

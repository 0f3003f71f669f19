"""The files that students are handed, with what they hold; nothing is read from ``labs/``.

The labs are built from their sources, so that no half-edited notebook and no leftover of a folder
that someone worked in can be handed out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from string import Template
from types import ModuleType

import course_lib
import course_tools
from autograder.errors import AutograderError
from autograder.labsource import released_files
from course_tools.lab_descriptions import LabDescription, described

#: The course's own tree, where what goes with the labs lies.
HOME = Path(__file__).parents[2]
TEMPLATES = Path(__file__).parent / "files"

#: Files handed out as they are.
AS_THEY_ARE = ("LICENSE", "scripts/create_venv.sh")
#: What of a package is its own; caches are not.
_KINDS = {".py", ".json"}


def contents(course: Path, labs: Iterable[str] | None = None) -> dict[str, bytes]:
    """Everything students get, by its path in the hand-out.

    Args:
        course: The course's root.
        labs: Names of labs; None for all in ``solutions/``.

    Raises:
        BuildError: A lab cannot be built, or its notebook would hold a solution.
        AutograderError: A file that belongs to the hand-out is not there.
    """
    files = {path.as_posix(): content for path, content in released_files(course, labs).items()}
    descriptions = [
        _described(path, content)
        for path, content in sorted(files.items())
        if path.endswith(".ipynb")
    ]
    files |= {name: _read(HOME / name) for name in AS_THEY_ARE}
    files |= _package(course_lib) | _package(course_tools)
    files |= _settings()
    table = "\n".join(
        f"| `{one.notebook.stem}` | {one.title} | {one.time} |" for one in descriptions
    )
    files["README.md"] = _filled("README.md", labs=table)
    files["Makefile"] = _read(TEMPLATES / "Makefile")
    return dict(sorted(files.items()))


def _described(path: str, content: bytes) -> LabDescription:
    import nbformat

    cells = nbformat.reads(content.decode(), as_version=4).cells
    text = next((cell.source for cell in cells if cell.cell_type == "markdown"), "")
    return described(text, Path(path))


def _package(package: ModuleType) -> dict[str, bytes]:
    root = Path(package.__path__[0])
    return {
        f"{root.name}/{path.relative_to(root).as_posix()}": path.read_bytes()
        for path in root.rglob("*")
        if path.suffix in _KINDS and path.is_file()
    }


def _settings() -> dict[str, bytes]:
    """The same packages in the same versions as the course's own, without those for grading."""
    project = tomllib.loads(_read(HOME / "pyproject.toml").decode())["project"]
    packages = "\n".join(f'    "{line}",' for line in project["dependencies"])
    pyproject = _filled(
        "pyproject.toml.in",
        packages=packages,
        version=project["version"],
        python=project["requires-python"],
    )
    pins = [line for line in _text("constraints.txt") if not line.startswith("#")]
    header = "# The versions that the labs were tested with.\n"
    return {
        "pyproject.toml": pyproject,
        "constraints.txt": (header + "\n".join(pins) + "\n").encode(),
        "environment.yml": _conda(_text("environment.yml")),
    }


def _conda(lines: list[str]) -> bytes:
    """The conda route without what only instructors and contributors need.

    Example:
        >>> lines = ["- torch", "  # Grading", "- x", "  # The course itself", "- y",
        ...          "  # Grading: by pip", "- z"]
        >>> print(_conda(lines).decode())
        - torch
          # The course itself
        - y
        <BLANKLINE>
    """
    try:
        first = lines.index("  # Grading")
        last = next(i for i, line in enumerate(lines) if line.startswith("  # The course itself"))
    except (ValueError, StopIteration):
        raise AutograderError(
            "environment.yml has no parts '# Grading' and '# The course itself' to tell apart what "
            "students need: put the two comments back"
        ) from None
    kept = [line for line in lines[:first] if not line.startswith("#")]
    end = [line.strip().startswith("# Grading:") for line in lines[last:]]
    course = lines[last:][: end.index(True)] if True in end else lines[last:]
    return ("\n".join([*kept, *course]) + "\n").encode()


def _filled(name: str, **values: str) -> bytes:
    return Template(_read(TEMPLATES / name).decode()).substitute(values).encode()


def _text(name: str) -> list[str]:
    return _read(HOME / name).decode().splitlines()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AutograderError(
            f"{path.name} belongs to the hand-out but cannot be read ({error.strerror}): "
            "release from a full clone of the course"
        ) from error

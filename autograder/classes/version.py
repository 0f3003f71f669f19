"""Which grader judged: a hash of its own code, which no version number keeps up with."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.static.imports import modules_behind

if TYPE_CHECKING:
    from autograder.labsource import Lab

#: What of the package ``autograder`` a verdict depends on.
JUDGING = (
    *("judging", "static", "protocol", "kernels", "sandbox", "submissions", "labsource"),
    "stops.py",
)
#: What every verdict depends on of the package that students import.
_CHECKS = "import course_lib.checks, course_lib.checks.beside"


def grader_version(
    lab: Lab,
    *,
    grader: Path | None = None,
    course_lib: Path | None = None,
    course_tools: Path | None = None,
) -> str:
    """SHA-256, shortened, of the code that a verdict about a lab may depend on.

    That is what judges, the checks, and what the lab's notebook imports of the course's own
    library; how a class is stored, reported and told of is not part of it.

    Args:
        lab: The lab's source.
        grader: The package ``autograder``; this one if None.
        course_lib: The package that students import; the installed one if None.
        course_tools: The package of tools, of which some modules read code for the judge as well.

    Returns:
        16 hexadecimal digits.
    """
    grader = grader or Path(__file__).resolve().parent.parent
    course_lib = course_lib or _installed("course_lib")
    course_tools = course_tools or _installed("course_tools")
    code = tuple(cell.source for cell in lab.cells if cell.kind == "code")
    return _version(code, grader, course_lib, course_tools)


@lru_cache(maxsize=64)
def _version(code: tuple[str, ...], grader: Path, course_lib: Path, course_tools: Path) -> str:
    found = hashlib.sha256()
    judging = _judging(grader)
    texts = [path.read_text(encoding="utf-8") for path in judging]
    roots = {
        grader: judging,
        course_lib: modules_behind(course_lib, [_CHECKS, *code]),
        course_tools: modules_behind(course_tools, texts),
    }
    for root, path in ((root, path) for root, paths in roots.items() for path in paths):
        name = f"{root.name}/{path.relative_to(root).as_posix()}"
        found.update(f"{name}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def _installed(package: str) -> Path:
    return Path(str(import_module(package).__file__)).resolve().parent


def _judging(grader: Path) -> list[Path]:
    places = [grader / name for name in JUDGING]
    files = [place for place in places if place.suffix == ".py"]
    return sorted(files + [path for place in places for path in place.rglob("*.py")])

"""A new lab's folder: a skeleton that builds, grades and passes its tests."""

from __future__ import annotations

import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from autograder.labsource.errors import BuildError

_NAME = re.compile(r"lab(\d\d)_([a-z][a-z0-9_]*)")
_ENDING = ".in"


def new_lab(course: Path, name: str, *, title: str = "", teaches: str = "") -> Path:
    """Write a lab's folder, ``solutions/<name>``, with two small exercises to be replaced.

    Args:
        course: The course's root.
        name: The lab's name, ``labNN_word``.
        title: Its heading; the word of its name if there is none.
        teaches: What it teaches, in half a sentence, for README and site.

    Returns:
        The folder.

    Raises:
        BuildError: The name is none for a lab, or there is such a folder already.
    """
    if not (parts := _NAME.fullmatch(name)):
        raise BuildError(
            f"a lab cannot be called {name!r}: expected lab, two digits, an underscore and a word "
            "in small letters, such as lab07_metric"
        )
    folder = course / "solutions" / name
    if folder.exists():
        raise BuildError(f"{folder} is there already: choose another name, or remove it")
    title = title or parts[2].replace("_", " ").capitalize()
    values = {
        "lab": name,
        "number": str(int(parts[1])),
        "title": title,
        "teaches": (teaches or f"{title}: what it teaches, in half a sentence").replace('"', "'"),
    }
    for place, template in _templates(resources.files("autograder.labsource") / "skeleton"):
        path = folder / place.replace("lab.py", f"{name}.py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(template).safe_substitute(values), encoding="utf-8")
    return folder


def _templates(folder: Traversable, prefix: str = "") -> list[tuple[str, str]]:
    """The files of the skeleton, by their paths in a lab's folder."""
    found: list[tuple[str, str]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _templates(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(_ENDING):
            text = entry.read_text(encoding="utf-8")
            found.append((prefix + entry.name.removesuffix(_ENDING), text))
    return found

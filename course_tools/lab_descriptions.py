"""What a lab says about itself in its first cell: its title, what it teaches, how long it takes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

_TITLE = re.compile(r"^# +(.+?) *$", re.MULTILINE)
_ROW = re.compile(r"^\| *Your time *\| *(.+?) *\| *$", re.MULTILINE)
_OBJECTIVES = re.compile(
    r"\*\*You will be able to\*\*\s*\n(.*?)(?:\n\s*\n(?!\s*[-\s])|\Z)", re.DOTALL
)


@dataclass(frozen=True)
class LabDescription:
    """A lab in a few words.

    Attributes:
        notebook: The notebook's path.
        title: Its heading; the file's name where it has none.
        about: Its first paragraph, on one line; may be empty.
        objectives: What one is able to do after it.
        time: How long it takes a person; empty where it does not say.
    """

    notebook: Path
    title: str
    about: str = ""
    objectives: tuple[str, ...] = ()
    time: str = ""


def find_labs(folder: Path) -> list[Path]:
    """The notebooks of a folder of labs, ``<lab>/<lab>.ipynb``, in the order of their names."""
    return sorted(path for path in folder.glob("*/*.ipynb") if path.stem == path.parent.name)


def describe(notebook: Path) -> LabDescription:
    """Read a lab's description from its notebook.

    Args:
        notebook: The notebook's path.

    Returns:
        What the first text cell says; a file that cannot be read is described by its name alone,
        since one damaged notebook must not hide the other labs.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        text = "".join(next(cell["source"] for cell in cells if cell["cell_type"] == "markdown"))
    except (OSError, ValueError, LookupError, TypeError, StopIteration):
        text = ""
    return described(text, notebook)


def described(text: str, notebook: Path) -> LabDescription:
    r"""The description that a lab's first cell holds.

    Args:
        text: The cell's Markdown.
        notebook: The notebook's path.

    Example:
        >>> text = "# Lab 9 · Circles\n\nYou will draw.\n\n| Your time | about 2 hours; a minute |"
        >>> found = described(text, Path("lab09.ipynb"))
        >>> found.title, found.about, found.time
        ('Lab 9 · Circles', 'You will draw.', 'about 2 hours')
    """
    title, row, listed = (pattern.search(text) for pattern in (_TITLE, _ROW, _OBJECTIVES))
    paragraphs = re.split(r"\n\s*\n", text[title.end() :].strip()) if title else []
    about = " ".join(paragraphs[0].split()) if paragraphs else ""
    return LabDescription(
        notebook=notebook,
        title=title[1] if title else notebook.stem,
        about="" if about.startswith(("**", "|", "#", "!")) else about,
        objectives=tuple(_items(listed[1])) if listed else (),
        # After the semicolon stands what the machine needs.
        time=row[1].split(";")[0].split("(")[0].strip() if row else "",
    )


def _items(text: str) -> list[str]:
    """The items of a Markdown list, each on one line, without the marks at their ends."""
    found = re.split(r"^\s*[-*] +", text, flags=re.MULTILINE)[1:]
    return [" ".join(item.split()).rstrip(";.") for item in found]

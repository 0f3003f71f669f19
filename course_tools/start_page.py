"""The page JupyterLab opens on: what there is to learn, how long it takes, how far one is."""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path
from urllib.parse import quote

from course_tools.board import Board, progress
from course_tools.lab_descriptions import LabDescription, describe, find_labs

#: The page's name, in the folder of the labs.
FILE = "START.md"

_STEPS = 10

_HOW = """\
## How it works

Open a lab by its title above and run its cells from the top with <kbd>Shift</kbd> +
<kbd>Enter</kbd>. Put your answers where a cell says `YOUR CODE HERE`. The cell below checks each
answer: ✓ for what holds, ✗ with an explanation for what does not.

| to | do this |
|---|---|
| see how far you are, now | run `from course_tools import progress` and `progress()` in a cell |
| run all checks from the top | the button *Validate*, or `course check labs/NAME` in a terminal |
| see what is wrong with this machine | `course doctor`, in a terminal |
| get MNIST instead of the small digits | `course data fetch mnist`, in a terminal, once |

**Without a mouse.** <kbd>Ctrl</kbd> + <kbd>Shift</kbd> + <kbd>C</kbd> finds every command by its
name (on macOS <kbd>⌘</kbd> in place of <kbd>Ctrl</kbd>). In a notebook <kbd>Enter</kbd> edits a
cell, <kbd>Esc</kbd> leaves it, <kbd>↑</kbd> and <kbd>↓</kbd> go from cell to cell.
<kbd>Tab</kbd> reaches the hints and sliders below a cell; <kbd>Enter</kbd> opens a hint, the arrow
keys move a slider. *Settings → Theme* has a dark page and one of high contrast.
"""


def start_page(folder: Path, now: datetime.datetime) -> str:
    """The start page of a folder of labs, in Markdown.

    Args:
        folder: The folder with the labs.
        now: When it is written.
    """
    labs = [(describe(notebook), _board(notebook)) for notebook in find_labs(folder)]
    lines = ["# The labs", ""]
    if not labs:
        lines += ["There is no lab in this folder yet.", ""]
    else:
        lines += [f"*How far you are, as of {now:%H:%M on %d %B %Y}.*", ""]
        lines += ["| lab | your time | progress | |", "|---|---|---|---|"]
        lines += [_table_row(folder, *lab) for lab in labs]
        lines += [""]
        for lab in labs:
            lines += _section(folder, lab[0])
    return "\n".join([*lines, _HOW])


def write_start_page(folder: Path) -> Path | None:
    """Write the start page into a folder of labs.

    Returns:
        The page; None where the folder cannot be written, which is no reason not to work in it.
    """
    page = folder / FILE
    with contextlib.suppress(OSError):
        page.write_text(start_page(folder, datetime.datetime.now()), encoding="utf-8")
        return page
    return None


def _board(notebook: Path) -> Board | None:
    try:
        return progress(notebook)
    except (OSError, ValueError):
        return None


def _table_row(folder: Path, lab: LabDescription, board: Board | None) -> str:
    said = board.summary if board else "this notebook cannot be read: start again from a fresh copy"
    return f"| {_link(folder, lab)} | {lab.time} | {_bar(board)} | {said} |"


def _section(folder: Path, lab: LabDescription) -> list[str]:
    lines = [f"## {_link(folder, lab)}", ""]
    if lab.about:
        lines += [lab.about, ""]
    if lab.objectives:
        lines += ["You will be able to", "", *(f"- {item}" for item in lab.objectives), ""]
    return lines


def _link(folder: Path, lab: LabDescription) -> str:
    return f"[{lab.title}]({quote(lab.notebook.relative_to(folder).as_posix())})"


def _bar(board: Board | None) -> str:
    """A bar of text; the same is said in words beside it.

    Example:
        >>> from course_tools.board import Row
        >>> _bar(Board("", (Row("a", 3, (("x", True),)), Row("b", 7, (("y", False),)))))
        '■■■□□□□□□□'
    """
    if board is None or not board.points:
        return ""
    full = int(_STEPS * board.earned / board.points)
    return "■" * full + "□" * (_STEPS - full)

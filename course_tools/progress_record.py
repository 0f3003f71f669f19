"""What became of each visible check when it was last run, kept beside the notebook.

A note for the student and nobody else: graders never read it, and deleting it costs nothing. It
holds the titles of the notebook's own checks and whether each passed, so it stays small.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from course_lib.atomic_write import write_whole
from course_tools.notebook_cells import find_notebook

#: The file's name, in the lab's folder.
FILE = ".progress.json"

#: Exercise → title of a check → whether it passed.
Record = dict[str, dict[str, bool]]

#: What was recorded in this process, by folder: all there is where the folder cannot be written.
_seen: dict[Path, Record] = {}
#: The run of a cell whose outcomes are being collected: its exercise and IPython's count.
_running: tuple[str, int] | None = None


def record(title: str, passed: bool) -> None:
    """Note the outcome of a check of the cell that is running, if it is a cell of a lab.

    Never raises: a full disk or a read-only folder is no reason for a check to fail.
    """
    with contextlib.suppress(Exception):
        shell = _shell()
        if shell is not None:
            _record(shell, Path.cwd(), title, passed)


def read(folder: Path) -> Record:
    """What is known of the checks of the lab in a folder; nothing where none was run.

    A file that was damaged or written by something else counts as empty.
    """
    if folder in _seen:
        return _seen[folder]
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))["checks"]
        return {
            str(exercise): {str(title): passed is True for title, passed in checks.items()}
            for exercise, checks in found.items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _shell() -> Any:
    """The IPython of this process; None outside of a notebook, where IPython is not loaded."""
    module = sys.modules.get("IPython.core.getipython")
    return module.get_ipython() if module else None


def _record(shell: Any, folder: Path, title: str, passed: bool) -> None:
    global _running
    exercise = _tests(folder).get(_digest(shell.history_manager.input_hist_raw[-1]))
    if exercise is None:
        return
    known = _seen[folder] = read(folder)
    run = (exercise, shell.execution_count)
    if run != _running:
        # A new run: what the last one found no longer holds.
        known[exercise] = {}
        _running = run
    known[exercise][title] = passed
    text = json.dumps({"checks": known}, ensure_ascii=False, indent=1)
    write_whole(folder / FILE, text.encode())


@lru_cache(maxsize=4)
def _tests(folder: Path) -> dict[str, str]:
    """The exercises of the notebook in a folder, by the digest of their test cells."""
    cells = json.loads(find_notebook(folder).read_text(encoding="utf-8"))["cells"]
    found = {}
    for cell in cells:
        course = cell["metadata"].get("course", {})
        if course.get("role") == "test":
            found[_digest("".join(cell["source"]))] = str(course["id"])
    return found


def _digest(source: str) -> str:
    return hashlib.sha256(source.strip().encode("utf-8", "replace")).hexdigest()

"""The one exception of a failed check, and how any exception becomes a sentence for a student."""

from __future__ import annotations

import linecache
import sysconfig
import traceback
from pathlib import Path
from types import TracebackType

_COURSE_LIB = Path(__file__).resolve().parents[1]
_LIBRARIES = tuple(
    Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "purelib", "platlib")
)


class CheckFailed(AssertionError):
    """A property that does not hold, with a message written for the student.

    Jupyter shows the message alone, without a traceback, so that the explanation is what is read.

    Example:
        >>> raise CheckFailed("expected shape (2, 3), got (3, 2)")
        Traceback (most recent call last):
        course_lib.checks.failure.CheckFailed: expected shape (2, 3), got (3, 2)
    """

    def _render_traceback_(self) -> list[str]:
        """IPython asks for these lines in place of a traceback."""
        return str(self).splitlines()


def explain(error: BaseException, trace: TracebackType | None) -> str:
    """What went wrong inside a check, in words a student can act on.

    Under the judge an exception comes from another process: it then has a `sentence` that speaks
    for itself, or knows in `where` which line of the student's raised it.

    Args:
        error: The exception that ended the check.
        trace: Its traceback, from which the student's own line is quoted.

    Returns:
        One or two sentences, without a traceback.

    Example:
        >>> explain(NotImplementedError(), None)
        'not written yet'
    """
    if isinstance(error, CheckFailed):
        return str(error)
    if isinstance(sentence := getattr(error, "sentence", None), str):
        return sentence
    if isinstance(error, NotImplementedError):
        return "not written yet"
    if isinstance(error, NameError) and error.name:
        return f"the name `{error.name}` is not defined: run (or write) the cell that defines it"
    if isinstance(error, SystemExit):
        return "your code called exit(); it must return a value instead"
    kind = type(error).__name__
    said = " ".join(str(error).split())[:400]
    where = getattr(error, "where", None)
    if not isinstance(where, str):
        where = student_line(trace)
    return f"your code stopped with {kind}{': ' if said else ''}{said}{where}"


def student_line(trace: TracebackType | None, *others: Path) -> str:
    """The innermost line of the student's own, such as `` (in predict, line 3: `x = y + 1`)``.

    The outermost frame is the test cell itself, which the student did not write; nor did they
    write the functions that the test cell defines, and those are not shown.

    Args:
        trace: An exception's traceback.
        others: Folders of more code that is not the student's.

    Returns:
        The line, in brackets; empty where none is the student's.

    Example:
        >>> student_line(None)
        ''
    """
    frames = traceback.extract_tb(trace)
    cell = frames[0].filename if frames and frames[0].name.startswith("<") else None
    given = (_COURSE_LIB, *_LIBRARIES, *others)
    for frame in reversed(frames[1:]):
        parents = Path(frame.filename).resolve().parents
        if frame.filename == cell or any(folder in parents for folder in given):
            continue
        line = linecache.getline(frame.filename, frame.lineno or 0).strip()
        return f" (in {frame.name}, line {frame.lineno}{f': `{line}`' if line else ''})"
    return ""

"""Counts what Python does for an answer: loops taken, functions entered."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

from course_lib.checks.tally import Tally, is_helper, is_piece

#: Libraries in which an answer to a table of distances lies ready, and which torch cannot watch.
READY_MADE = ("scipy", "sklearn")

_COURSE_LIB = Path(__file__).resolve().parents[1]
_LIBRARIES = (
    _COURSE_LIB,
    *(Path(sysconfig.get_path(name)).resolve() for name in ("stdlib", "purelib", "platlib")),
)


class PythonSteps:
    """The Python that runs between entering and leaving `counting`.

    It is counted, not timed, so that a busy machine gives the same numbers. The libraries' own
    loops are left out, those of `course_lib` too; but a function that they call back is counted.

    A jump is a step of the answer's back to an earlier place: one for each further round of a loop
    or comprehension. A call is a function or generator of the answer that is entered, by whatever
    drives it, or a library's function that is entered from there.

    Args:
        tally: Where jumps and calls are counted.

    Attributes:
        libraries: Those of `READY_MADE` that it used.
    """

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.libraries: set[str] = set()
        self._seen: set[CodeType] = set()
        self._importing = False

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count; a debugger's or a coverage tool's own tracing goes on afterwards.

        `sys.settrace` is in every Python that the course runs on, unlike `sys.monitoring`.
        """
        before = sys.gettrace()
        sys.settrace(self._enter)
        try:
            yield
        finally:
            sys.settrace(before)

    def _enter(self, frame: FrameType, event: str, arg: Any) -> Any:
        """Called for every function that is entered, and every generator that goes on."""
        if event != "call" or self._importing:
            return None
        code = frame.f_code
        if code.co_filename.startswith("<frozen importlib"):
            return self._import_of(frame)
        if in_library(code.co_filename):
            self._note(frame.f_globals.get("__name__"))
            self.tally.now.calls += _counts(code.co_filename, frame.f_back)
            return self._pieces_of(frame)
        self.tally.now.calls += 1
        if code not in self._seen:
            self._seen.add(code)
            self._look_at(frame)
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        return self._jumps_of()

    def _jumps_of(self) -> Any:
        """Follows one frame: an instruction before the last one was jumped to."""
        last = -1

        def step(frame: FrameType, event: str, arg: Any) -> Any:
            nonlocal last
            if event == "opcode":
                self.tally.now.jumps += frame.f_lasti <= last
                last = frame.f_lasti
            return step

        return step

    def _import_of(self, frame: FrameType) -> Any:
        """Passes over an import, which only the first call of a process takes."""
        self._importing, frame.f_trace_lines = True, False

        def step(frame: FrameType, event: str, arg: Any) -> Any:
            if event == "return":
                self._importing = False
            return step

        return step

    def _pieces_of(self, frame: FrameType) -> Any:
        """Follows a helper that works piece by piece to its end."""
        if is_piece(frame.f_code):
            self.tally.piece()
        if not is_helper(frame.f_code):
            return None
        self.tally.open()
        frame.f_trace_lines = False

        def step(frame: FrameType, event: str, arg: Any) -> Any:
            if event == "return":
                self.tally.close()
            return step

        return step

    def _look_at(self, frame: FrameType) -> None:
        """Notice compiled functions of a library, which enter no frame, by what a frame holds."""
        held = [frame.f_globals.get(name) for name in frame.f_code.co_names]
        for one in (*held, *frame.f_locals.values()):
            if isinstance(one, ModuleType):
                self._note(one.__name__)
            elif callable(one):
                self._note(getattr(one, "__module__", None))

    def _note(self, module: Any) -> None:
        if isinstance(module, str) and (first := module.partition(".")[0]) in READY_MADE:
            self.libraries.add(first)


@lru_cache(maxsize=4096)
def in_library(filename: str) -> bool:
    """Whether code is not of the answer: installed, Python's own, or the course's."""
    if filename.startswith("<frozen"):
        return True
    parents = Path(filename).resolve().parents if filename[:1] != "<" else ()
    return any(folder in parents for folder in _LIBRARIES)


def _counts(filename: str, caller: FrameType | None) -> bool:
    """Whether entering a library's function is a step of the answer's.

    It is where the answer itself calls it, perhaps through `map`. NumPy's own calls are, too, since
    `apply_along_axis` and its like loop there; torch's are counted as operations.
    """
    owner = _owner(filename)
    if owner == "numpy":
        return True
    own = caller is not None and not in_library(caller.f_code.co_filename)
    return own and owner not in ("torch", "course_lib")


@lru_cache(maxsize=4096)
def _owner(filename: str) -> str:
    """The library that a file belongs to, of those that matter here."""
    path = Path(filename)
    if _COURSE_LIB in path.parents:
        return "course_lib"
    if "arrayprint" in filename:  # printing an array is no step of the answer's
        return ""
    return next((name for name in ("numpy", "torch") if name in path.parts), "")

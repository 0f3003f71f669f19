"""Whether sandboxes start warm, and the one interpreter of this process that they are forks of."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from autograder.sandbox.waiting import WarmFailed
from autograder.sandbox.warm_host import MODULES, WarmInterpreter

#: Overrules what the caller wants: ``warm`` or ``cold``.
VARIABLE = "COURSE_SANDBOX"

#: After so many interpreters that ended by themselves, sandboxes are started cold.
_ATTEMPTS = 3


@contextmanager
def wanted(on: bool) -> Iterator[None]:
    """Let kernels that start while the block runs be forks, or not; `VARIABLE` overrules it."""
    before, _state.wanted = _state.wanted, on
    try:
        yield
    finally:
        _state.wanted = before


def is_wanted() -> bool:
    """Whether kernels should be forks now."""
    told = os.environ.get(VARIABLE, "")
    return told == "warm" or (_state.wanted and told != "cold")


def why_cold() -> str:
    """Why kernels that should be forks are started cold, in words; empty if they are not."""
    return _state.failed if is_wanted() else ""


def load_also(modules: Sequence[str]) -> None:
    """Have the interpreter, if it is not made yet, load what a lab imports on top."""
    _state.also = tuple(name for name in modules if name not in MODULES)


def interpreter() -> WarmInterpreter | None:
    """This process's interpreter, made on first use; None where none can be had."""
    with _state.lock:
        if _state.failed:
            return None
        if _state.interpreter is not None and not _state.interpreter.alive:
            _state.interpreter.close()
            _state.interpreter = None
        if _state.interpreter is None:
            _state.tried += 1
            try:
                if _state.tried > _ATTEMPTS:
                    raise WarmFailed(f"the interpreter ended by itself {_ATTEMPTS} times")
                _state.interpreter = _made()
                atexit.register(_state.interpreter.close)
            except WarmFailed as error:
                _state.failed = f"no warm interpreter can be had here ({error})"
        return _state.interpreter


def _made() -> WarmInterpreter:
    """An interpreter with what the lab imports; without, where it cannot be forked with that."""
    try:
        return WarmInterpreter((*MODULES, *_state.also)).__enter__()
    except WarmFailed:
        if not _state.also:
            raise
        _state.also = ()
        return WarmInterpreter().__enter__()


def loaded() -> tuple[str, ...]:
    """What this process's interpreter was told to load; empty while there is none."""
    return (*MODULES, *_state.also) if waiting() is not None else ()


def waiting() -> int | None:
    """The process of this process's interpreter; None while there is none."""
    ready = _state.interpreter
    return ready.pid if ready is not None and ready.alive else None


def give_up(error: Exception) -> None:
    """Start kernels cold from now on."""
    _state.failed = f"an interpreter could not be forked into a sandbox here ({error})"


class _State:
    """What this process knows of its interpreter."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.interpreter: WarmInterpreter | None = None
        self.also: tuple[str, ...] = ()
        self.wanted = False
        self.failed = ""
        self.tried = 0


_state = _State()

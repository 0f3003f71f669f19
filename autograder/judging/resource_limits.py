"""How long a test cell may run in the judge, and how much memory it may take.

What the student's code returns is data, but enough of it, or of an unlucky shape, could keep a
test busy or fill the memory: a table of all pairs of a million rows. Neither may stop the judge.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

try:
    import resource
except ImportError:  # pragma: no cover - Windows has no such limits
    resource = None

#: What a test cell may take on top of what the judge holds already, in bytes.
MEMORY = 4 * 2**30


class OutOfTime(BaseException):
    """A test cell ran too long; no check takes this for an answer of the student's."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """End the block with `OutOfTime` when its time is up; works in any thread.

    A call into a library is not cut short; it ends the block when it returns.

    Args:
        seconds: How long the block may run.

    Raises:
        OutOfTime: Its time is up.
    """
    alarm = _Alarm(seconds)
    alarm.start()
    try:
        yield
    except OutOfTime:
        alarm.off()
        raise
    except BaseException:
        alarm.off_and_raise()
        raise
    alarm.off_and_raise()


class _Alarm(threading.Thread):
    """Raises `OutOfTime` in the thread that made it, again and again until it is switched off."""

    def __init__(self, seconds: float) -> None:
        super().__init__(daemon=True)
        self._seconds = seconds
        self._thread = threading.get_ident()
        self._off = threading.Event()
        self._lock = threading.Lock()
        self._rung = False

    def run(self) -> None:
        """Wait, then ring; once more each half second, since a destructor swallows exceptions."""
        wait = self._seconds
        while not self._off.wait(wait):
            with self._lock:
                if not self._off.is_set():
                    self._rung = True
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(self._thread), ctypes.py_object(OutOfTime)
                    )
            wait = 0.5

    def off(self) -> None:
        """Switch it off; what has rung and not arrived yet arrives within this call."""
        try:
            with self._lock:
                self._off.set()
            if self._rung:
                for _ in range(10):
                    time.sleep(0.001)
        except OutOfTime:
            self._off.set()

    def off_and_raise(self) -> None:
        """Switch it off, and raise here what it rang for."""
        self.off()
        if self._rung:
            raise OutOfTime


@contextmanager
def bounded_memory(extra: int = MEMORY) -> Iterator[None]:
    """Let the process take at most so many bytes more while the block runs.

    What would take more raises (`MemoryError`, torch's RuntimeError) instead of being killed, with
    everything else that the process does. Where the system has no such limit, nothing is bounded.

    Args:
        extra: Bytes of address space on top of those held when the block begins.
    """
    if resource is None:
        yield
        return
    with _lock:
        _before.append(resource.getrlimit(resource.RLIMIT_AS))
        if len(_before) == 1:
            soft, hard = _before[0]
            limit = _address_space() + extra
            tightest = [value for value in (limit, soft, hard) if value != resource.RLIM_INFINITY]
            resource.setrlimit(resource.RLIMIT_AS, (min(tightest), hard))
    try:
        yield
    finally:
        with _lock:
            if len(_before) == 1:
                resource.setrlimit(resource.RLIMIT_AS, _before[0])
            _before.pop()


# One entry for each block that runs; the first sets the limit, the last lifts it.
_before: list[tuple[int, int]] = []
_lock = threading.Lock()


def _address_space() -> int:
    """Bytes of address space that this process has now."""
    import psutil

    return psutil.Process().memory_info().vms

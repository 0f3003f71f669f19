"""A sandbox that only waits, for a process from outside to join it."""

from __future__ import annotations

import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from autograder.sandbox import processes
from autograder.sandbox.sandbox import Sandbox

#: Namespaces by their name in /proc/PID/ns, with their flags for setns(2).
_NAMESPACES = {
    "mnt": 0x00020000,
    "cgroup": 0x02000000,
    "uts": 0x04000000,
    "ipc": 0x08000000,
    "user": 0x10000000,
    "pid": 0x20000000,
    "net": 0x40000000,
}

#: In the sandbox before the fork: says that it is there, then waits for its end.
_WAITS = "echo >&0; exec sleep infinity"


class WarmFailed(Exception):
    """No warm sandbox can be had; the message says why. A cold one may."""


class WaitingCommand:
    """A sandbox's command that only waits, for a fork to join it.

    Use `command` and `keep` for starting it, then `wait`.
    """

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        self.command = ["/bin/sh", "-c", _WAITS]

    def keep(self, options: dict[str, Any]) -> dict[str, Any]:
        """The arguments of `subprocess.Popen`, with the pipe on which it says that it is there."""
        return {**options, "stdin": self._write}

    def wait(self, seconds: float = 60.0) -> None:
        """Return when the sandbox is complete.

        Raises:
            WarmFailed: It does not come.
        """
        os.close(self._write)
        self._write = -1
        came = select.select([self._read], [], [], seconds)[0]
        if not came or not os.read(self._read, 1):
            raise WarmFailed("the sandbox did not start")

    def close(self) -> None:
        """Close the pipe; may be called again."""
        for descriptor in (self._read, self._write):
            if descriptor >= 0:
                os.close(descriptor)
        self._read = self._write = -1


def namespaces_of(pid: int) -> int:
    """The namespaces that a process has and this one does not, as flags for setns(2)."""
    flags = 0
    for name, flag in _NAMESPACES.items():
        if os.readlink(f"/proc/{pid}/ns/{name}") != os.readlink(f"/proc/self/ns/{name}"):
            flags |= flag
    return flags


def first_child(pid: int) -> int:
    """The command that a sandbox's first process has started.

    Raises:
        WarmFailed: There is none.
    """
    for child in sorted(processes.children(pid)):
        return child
    raise WarmFailed("the sandbox ended at once")


@contextmanager
def waiting_in(box: Sandbox) -> Iterator[None]:
    """A sandbox in which nothing happens while the block runs."""
    waiting = WaitingCommand()
    words, options = box.wrap(waiting.command)
    try:
        with subprocess.Popen(words, start_new_session=True, **waiting.keep(options)) as process:
            try:
                box.started(process)
                waiting.wait()
                yield
            finally:
                box.kill()
                process.wait()
    finally:
        waiting.close()
        box.ended()

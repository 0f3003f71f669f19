"""Ends a sandbox that uses too much, and says what it was."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.sandbox import processes
from autograder.sandbox.limits import GIB, MIB, SandboxLimits
from autograder.stops import StopReason

#: Between two looks. Memory can grow by a few hundred megabytes in that time.
PERIOD_SECONDS = 0.1


@dataclass(frozen=True)
class LimitExceeded:
    """Why a sandbox was ended.

    Attributes:
        kind: The limit.
        amount: How much it allows.
    """

    kind: StopReason
    amount: str


class Watchdog(threading.Thread):
    """Looks at a sandbox until it ends, and ends it when it goes over a limit.

    Args:
        pid: The first process of the sandbox, in the host's numbers.
        limits: The limits.
        memory_folders: The sandbox's writable folders, as the host reaches them.
        end: Ends the sandbox.

    Attributes:
        verdict: Why it was ended; None if it was not.
    """

    def __init__(
        self,
        pid: int,
        limits: SandboxLimits,
        memory_folders: Sequence[str],
        end: Callable[[], None],
    ) -> None:
        super().__init__(name=f"sandbox-watchdog-{pid}", daemon=True)
        self.verdict: LimitExceeded | None = None
        self._pid = pid
        self._limits = limits
        self._folders = memory_folders
        self._end = end
        self._began = time.monotonic()
        self._stopped = threading.Event()

    def run(self) -> None:
        """Look, and look again."""
        while not self._stopped.wait(PERIOD_SECONDS):
            verdict = self._look()
            # Not when it ended by itself meanwhile and the process number is someone else's.
            if verdict and not self._stopped.is_set():
                self.verdict = verdict
                self._end()
                return

    def stop(self) -> None:
        """Look no more; returns when it does not."""
        self._stopped.set()
        if self.is_alive() and threading.current_thread() is not self:
            self.join()

    def _look(self) -> LimitExceeded | None:
        limits = self._limits
        pids = processes.tree(self._pid)
        used = processes.usage(pids)
        if self._memory(pids, used.memory_bytes) > limits.memory_bytes:
            return LimitExceeded(StopReason.MEMORY, _size(limits.memory_bytes))
        if used.cpu_seconds > limits.cpu_seconds:
            return LimitExceeded(StopReason.CPU, f"{limits.cpu_seconds} s")
        if time.monotonic() - self._began > limits.wall_seconds:
            return LimitExceeded(StopReason.WALL, f"{limits.wall_seconds} s")
        # Its first process is bubblewrap's own; a fork may be under way.
        if used.tasks > limits.processes + 8:
            return LimitExceeded(StopReason.PROCESSES, str(limits.processes))
        if self._files() > limits.files:
            return LimitExceeded(StopReason.FILES, str(limits.files))
        return None

    def _memory(self, pids: list[int], resident: int) -> int:
        """Bytes in use; the exact count, which is slow, is made where the quick one is too much."""
        files = processes.held_memory_files(pids)
        if resident + files > self._limits.memory_bytes:
            # The quick one only ever errs on the high side: shared pages count in each process.
            resident = processes.proportional_memory(pids) or resident
        return resident + files

    def _files(self) -> int:
        """Files and folders in the writable folders; even an empty one costs the host memory."""
        count = 0
        for folder in self._folders:
            try:
                found = os.statvfs(folder)
            except OSError:  # it has ended, or nothing can be said
                continue
            count += found.f_files - found.f_ffree
        return count


def _size(count: int) -> str:
    return f"{count / GIB:g} GiB" if count >= GIB else f"{count / MIB:g} MiB"

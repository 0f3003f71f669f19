"""Whether a machine is short of memory, as Linux counts it; and what Python looks through."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Counts the processes that were killed because the whole machine ran out of memory.
_COUNTERS = Path("/proc/vmstat")

#: What one worker and the sandbox beside it take while they judge a usual submission, in bytes.
WORKER_BYTES = 1536 * 2**20


def killed_for_memory() -> int:
    """How many processes the system has killed for want of memory since it started.

    Counted are kills of the whole machine and of control groups alike; 0 where nothing counts.

    Example:
        >>> killed_for_memory() >= 0
        True
    """
    try:
        for line in _COUNTERS.read_text(encoding="ascii").splitlines():
            name, _, value = line.partition(" ")
            if name == "oom_kill":
                return int(value)
    except (OSError, ValueError):
        pass
    return 0


def available() -> int:
    """Bytes that processes can still get without swapping."""
    import psutil

    return int(psutil.virtual_memory().available)


@contextmanager
def nothing_rescanned() -> Iterator[None]:
    """Keep garbage collections of the block from going through all that is there already.

    With torch and nbgrader loaded a full one takes long, and every few submissions there is one.

    Example:
        >>> import gc
        >>> with nothing_rescanned():
        ...     gc.get_freeze_count() > 0
        True
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()

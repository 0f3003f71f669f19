"""What the processes of a sandbox use, as the host sees it."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Usage:
    """The sums over a set of processes.

    Attributes:
        memory_bytes: Resident memory; pages that several of them share are counted in each.
        cpu_seconds: Processor time, with that of children that have ended.
        tasks: Processes and threads.
    """

    memory_bytes: int = 0
    cpu_seconds: float = 0.0
    tasks: int = 0


def tree(pid: int) -> list[int]:
    """A process and all its descendants.

    From the first process of a pid namespace this is the whole namespace: an orphan becomes its
    child.

    Example:
        >>> os.getpid() in tree(os.getpid())
        True
    """
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        found.append(parent)
        waiting += children(parent)
    return found


def children(pid: int) -> list[int]:
    """The processes that a process has forked and not yet waited for."""
    found = []
    for thread in _list(f"/proc/{pid}/task"):
        # Which thread forked a child is where the child is listed.
        found += map(int, _read(f"/proc/{pid}/task/{thread}/children").split())
    return found


def usage(pids: Iterable[int]) -> Usage:
    """What the processes use now; one that has just ended counts nothing.

    Example:
        >>> usage([os.getpid()]).tasks >= 1
        True
    """
    memory, ticks, tasks = 0, 0, 0
    for pid in pids:
        # The name in brackets may hold anything, also brackets.
        words = _read(f"/proc/{pid}/stat").rpartition(")")[2].split()
        if words:
            # proc(5): utime, stime, cutime, cstime; num_threads; rss
            ticks += sum(map(int, words[11:15]))
            tasks += int(words[17])
            memory += int(words[21]) * _PAGE
    return Usage(memory, ticks / _TICK, tasks)


def proportional_memory(pids: Iterable[int]) -> int:
    """Resident bytes, with pages that n processes share counted 1/n in each; slow, but exact."""
    kilobytes = 0
    for pid in pids:
        for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes * 1024


def held_memory_files(pids: Iterable[int]) -> int:
    """Bytes in nameless files in memory (memfd_create(2)), which count for no process."""
    sizes = {}
    for pid in pids:
        for number in _list(f"/proc/{pid}/fd"):
            path = f"/proc/{pid}/fd/{number}"
            try:
                if os.readlink(path).startswith("/memfd:"):
                    found = os.stat(path)
                    sizes[found.st_ino] = found.st_blocks * 512
            except OSError:  # closed meanwhile
                continue
    return sum(sizes.values())


def _read(path: str) -> str:
    try:
        return Path(path).read_text(errors="replace")
    except OSError:  # it has ended
        return ""


def _list(path: str) -> list[str]:
    try:
        return os.listdir(path)
    except OSError:
        return []

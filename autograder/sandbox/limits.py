"""What a sandbox may use, at most."""

import os
from dataclasses import dataclass, fields

MIB = 2**20
GIB = 2**30


def _processes() -> int:
    # OpenMP, OpenBLAS and torch each keep a pool of one thread per core; the rest is for Jupyter's
    # dozen threads and for code that starts some of its own.
    return 64 + 4 * (os.cpu_count() or 1)


@dataclass(frozen=True)
class SandboxLimits:
    """The caps of one sandbox, from its start to its end.

    Attributes:
        memory_bytes: Resident memory of all its processes together.
        processes: Processes and threads, together.
        open_files: Open files of one process.
        file_bytes: Size of one file.
        cpu_seconds: Processor time of all its processes together.
        wall_seconds: Time from the start of the sandbox.
        output_bytes: What its cells print, and what reaches the log beside that, each.
        work_bytes: Size of its work folder, which lies in memory and comes on top; so do up to
            64 MiB in ``/tmp``.
        shared_bytes: Size of ``/dev/shm``, which lies in memory and comes on top.
        files: Files and folders in all of them.

    Raises:
        ValueError: A limit is not a positive whole number.

    Example:
        >>> Limits(memory_bytes=2 * GIB).memory_bytes
        2147483648
        >>> Limits(open_files=0)
        Traceback (most recent call last):
        ...
        ValueError: expected a positive whole number for open_files, but got 0
    """

    memory_bytes: int = 4 * GIB
    processes: int = _processes()
    open_files: int = 1024
    file_bytes: int = 256 * MIB
    cpu_seconds: int = 900
    wall_seconds: int = 1800
    output_bytes: int = 8 * MIB
    work_bytes: int = 512 * MIB
    shared_bytes: int = 128 * MIB
    files: int = 20_000

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
                raise ValueError(
                    f"expected a positive whole number for {field.name}, but got {value!r}"
                )

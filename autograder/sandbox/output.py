"""What a sandbox's processes print past Jupyter: kept short, or it would fill a disk."""

import os
import threading

_CHUNK = 65_536


class Drain:
    """Takes what is written to a pipe: keeps the end of it, copies the beginning to a file.

    Args:
        copy_to: A file descriptor that gets a copy, or None; the caller may close it.
        copy_bytes: How much is copied.
        keep_bytes: How much of the end is kept.

    Attributes:
        write_end: The descriptor for the process that writes; `started` closes it here.
    """

    def __init__(self, copy_to: int | None, copy_bytes: int, keep_bytes: int = 8192) -> None:
        self._copy = None if copy_to is None else os.dup(copy_to)
        self._left = copy_bytes
        self._keep = keep_bytes
        self._tail = b""
        read_end, self.write_end = os.pipe()
        self._thread = threading.Thread(
            target=self._run, args=(read_end,), name="sandbox-output", daemon=True
        )
        self._thread.start()

    def started(self) -> None:
        """The process has the descriptor, or never will; may be called again."""
        if self.write_end >= 0:
            os.close(self.write_end)
            self.write_end = -1

    def close(self) -> None:
        """Wait for the end of what the process writes; call it when the process has ended."""
        self.started()
        self._thread.join(5.0)

    def tail(self) -> str:
        """The end of what was written."""
        return self._tail.decode("utf-8", errors="replace")

    def _run(self, read_end: int) -> None:
        try:
            while chunk := os.read(read_end, _CHUNK):
                self._tail = (self._tail + chunk)[-self._keep :]
                self._pass_on(chunk[: self._left])
        finally:
            os.close(read_end)
            if self._copy is not None:
                os.close(self._copy)

    def _pass_on(self, chunk: bytes) -> None:
        self._left -= len(chunk)
        if self._copy is None or not chunk:
            return
        try:
            os.write(self._copy, chunk)
        except OSError:  # a full disk, a closed terminal: it is only a log
            self._left = 0

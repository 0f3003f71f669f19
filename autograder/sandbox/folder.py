"""A private folder of the host, removed whatever becomes of the process that made it."""

import subprocess
import tempfile
from pathlib import Path

#: Waits until its input ends, which it does when the folder's owner closes it or dies.
_JANITOR = 'read -r _; exec rm -rf -- "$1"'

_SECONDS = 10.0


class PrivateFolder:
    """A folder that only this user can enter; a context manager.

    A shell of about 1 MB waits beside it for the end of this process, so that not even SIGKILL
    leaves the folder behind.

    Attributes:
        path: The folder.

    Example:
        >>> with PrivateFolder("doctest-") as folder:
        ...     _ = (folder.path / "a.txt").write_text("x")
        >>> folder.path.exists()
        False
    """

    def __init__(self, prefix: str) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=prefix)).resolve()
        try:
            self._janitor = subprocess.Popen(
                ["/bin/sh", "-c", _JANITOR, "janitor", str(self.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"PATH": "/usr/bin:/bin"},
                # A signal to the terminal's foreground group must not take it.
                start_new_session=True,
            )
        except BaseException:
            self.path.rmdir()
            raise

    def __enter__(self) -> "PrivateFolder":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder and all that is in it; may be called again."""
        if self._janitor.stdin is not None and not self._janitor.stdin.closed:
            self._janitor.stdin.close()
            self._janitor.wait(_SECONDS)

"""One sandbox, from the host's side: prepared, started, watched, ended, cleared away."""

import contextlib
import errno
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from autograder.sandbox import launch, paths, processes
from autograder.sandbox.command import Plan, build_command, folders_in_memory, root_of
from autograder.sandbox.environment import clean_environment
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.folder import PrivateFolder
from autograder.sandbox.identity import take_identity
from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.mounts import Mount, course, machine, shown
from autograder.sandbox.output import Drain
from autograder.sandbox.program import find_program
from autograder.sandbox.watchdog import LimitExceeded, Watchdog

_ACCOUNTS = {
    "passwd": "student:x:{uid}:{uid}:student:/home/student:/bin/sh\n",
    "group": "student:x:{uid}:\n",
    "hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
}

#: How long ended processes may take to be gone.
_END_SECONDS = 10.0


class Sandbox:
    """A sandbox for one command at a time; a context manager that leaves nothing behind.

    Use `run` for a command as a whole. For one that someone else starts and waits for: `wrap`,
    start what it returns, then `started`, and `ended` when it is over.

    Args:
        limits: Its caps.
        run_folder: An absolute folder of the host, shown read-only at its own path: sockets in it
            can be connected to, if their mode allows every user to write (0o666; the folder
            itself stays private). The caller makes it, and removes it.
        variables: Set in the sandbox on top of its clean environment.
        mounts: What else of the host it sees.
        log: A file descriptor for a capped copy of what the sandbox's processes print.

    Attributes:
        closed: Whether it cannot be used any more.
        sockets: The host's path of the folder ``/run/kernel`` in the sandbox, the same for
            every start. Whatever answers there is the student's.
    """

    def __init__(
        self,
        limits: SandboxLimits | None = None,
        *,
        run_folder: Path | None = None,
        variables: Mapping[str, str] | None = None,
        mounts: Sequence[Mount] = (),
        log: int | None = None,
    ) -> None:
        self.limits = limits or SandboxLimits()
        self.closed = False
        self._run_folder = run_folder
        self._variables = variables
        self._mounts = mounts
        self._log = log
        self._identity = take_identity()
        try:
            self._folder = PrivateFolder("course-sandbox-")
        except BaseException:
            self._identity.release()
            raise
        self.sockets = self._folder.path / "io"
        self._drain: Drain | None = None
        self._watchdog: Watchdog | None = None
        self._info: tuple[int, int] | None = None
        self._first: int | None = None  # pid of the sandbox's first process
        self._first_fd: int | None = None  # stands for that very process, never for a later one

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def first(self) -> int | None:
        """Its first process, in the host's numbers; None while it does not run."""
        return self._first

    @property
    def root(self) -> str:
        """The student's ``/`` as the host reaches it, while the sandbox runs."""
        return f"/proc/{self._first}/root{root_of(self._identity)}"

    @property
    def verdict(self) -> LimitExceeded | None:
        """Why the watchdog ended it the last time; None if it did not."""
        return self._watchdog.verdict if self._watchdog else None

    @property
    def printed(self) -> str:
        """The end of what its processes wrote to their standard streams."""
        return self._drain.tail() if self._drain else ""

    def wrap(
        self,
        command: Sequence[str],
        files: Mapping[str, str] | None = None,
        outside: Mapping[str, str] | None = None,
    ) -> tuple[list[str], dict[str, Any]]:
        """The command in a sandbox, and the arguments that `subprocess.Popen` needs with it.

        Args:
            command: An absolute path and arguments, as the sandbox sees them.
            files: Texts that are shown to it read-only, by place.
            outside: The variables to choose from; by default this process's environment.

        Raises:
            SandboxError: bubblewrap is missing, or a folder must not be shown.
        """
        self.ended()
        bwrap = find_program().path
        mounts = [*machine(), *course(_data_folder()), *self._own_mounts(files or {})]
        self._drain = Drain(self._log, self.limits.output_bytes)
        self._info = os.pipe()
        plan = Plan(
            mounts=mounts,
            environment=clean_environment(outside or os.environ, self._variables),
            identity=self._identity,
            limits=self.limits,
            python=sys.executable,
            info_fd=self._info[1],
        )
        streams = {"stdout": self._drain.write_end, "stderr": self._drain.write_end}
        # bubblewrap itself starts with nothing to leak either.
        return build_command(bwrap, plan, command), {
            **streams,
            "pass_fds": (self._info[1],),
            "env": {"PATH": "/usr/bin:/bin"},
            "cwd": "/",
        }

    def started(self, process: subprocess.Popen[Any]) -> None:
        """Take charge of what was started from `wrap`.

        Raises:
            SandboxError: bubblewrap failed; what it said is in the message.
        """
        assert self._info is not None, "wrap comes first"
        assert self._drain is not None, "wrap comes first"
        self._drain.started()
        try:
            self._first, self._first_fd = self._first_process()
        except (OSError, ValueError, LookupError):
            process.kill()
            process.wait(_END_SECONDS)
            self._drain.close()
            raise SandboxError(
                "expected bubblewrap to start a sandbox, but it said: "
                f"{self.printed.strip() or 'nothing'}"
            ) from None
        inside = self.root
        self.sockets.unlink(missing_ok=True)
        self.sockets.symlink_to(inside + paths.SOCKETS)
        folders = [inside + place for place in folders_in_memory(self.limits)]
        self._watchdog = Watchdog(self._first, self.limits, folders, self.kill)
        self._watchdog.start()

    def kill(self) -> None:
        """End every process of the sandbox: they go with the first one."""
        self._signal_first(signal.SIGKILL)

    def signal(self, number: int) -> None:
        """Send a signal to the command itself."""
        if self._first is None:
            return
        children = sorted(processes.children(self._first))
        if children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(children[0], number)

    def ended(self) -> None:
        """End what is left, and stop watching; call it when the started process has ended.

        When it returns no process of the sandbox runs. May be called again.
        """
        self.kill()
        self._await_first()
        if self._watchdog:
            self._watchdog.stop()
        if self._info:
            for end in self._info:
                _close(end)
            self._info = None
        if self._first_fd is not None:
            os.close(self._first_fd)
        self._first = self._first_fd = None
        self.sockets.unlink(missing_ok=True)
        if self._drain:
            self._drain.close()

    def close(self) -> None:
        """End it and remove what it left; may be called again."""
        self.closed = True
        self.ended()
        self._folder.close()
        self._identity.release()

    def run(
        self, command: Sequence[str], *, stdin: IO[Any] | int = subprocess.DEVNULL
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end; its ``stdout`` is the end of all it printed."""
        words, options = self.wrap(command)
        with subprocess.Popen(words, stdin=stdin, start_new_session=True, **options) as process:
            try:
                self.started(process)
                process.wait()
            except BaseException:
                self.kill()
                raise
        self.ended()
        return subprocess.CompletedProcess(words, process.returncode, self.printed)

    def _own_mounts(self, files: Mapping[str, str]) -> list[Mount]:
        """The files that are made for this sandbox."""
        uid = self._identity.uid
        texts = {f"/etc/{name}": text.format(uid=uid) for name, text in _ACCOUNTS.items()}
        mounts = [shown(launch.__file__, paths.LAUNCHER)]
        for place, text in {**texts, **files}.items():
            path = self._folder.path / place.strip("/").replace("/", "-")
            path.write_text(text)
            # The folder is closed to others; the sandbox's user is one of them.
            path.chmod(0o644)
            mounts.append(shown(path, place))
        if self._run_folder:
            self._let_in(self._run_folder)
            mounts.append(shown(self._run_folder))
        return [*mounts, *self._mounts]

    def _let_in(self, folder: Path) -> None:
        """Let the sandbox's user, and nobody else but its owner, enter a folder."""
        if self._identity.drops:
            os.chown(folder, -1, self._identity.uid)
            folder.chmod(0o750)

    def _first_process(self) -> tuple[int, int]:
        """Read bubblewrap's report on the process that is number 1 in the sandbox."""
        assert self._info is not None
        read_end, write_end = self._info
        os.close(write_end)
        self._info = (read_end, -1)
        text = b""
        while chunk := os.read(read_end, 4096):
            text += chunk
        pid = int(json.loads(text)["child-pid"])
        return pid, os.pidfd_open(pid)

    def _await_first(self) -> None:
        """Wait for the end of the first process, which comes after that of all the others."""
        if self._first_fd is not None:
            select.select([self._first_fd], [], [], _END_SECONDS)

    def _signal_first(self, number: int) -> None:
        if self._first_fd is None:
            return
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._first_fd, number)


def _data_folder() -> Path:
    from course_lib.data.folder import data_folder

    return data_folder()


def _close(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError as error:
        if error.errno != errno.EBADF:
            raise

"""The student's kernel: started, driven cell by cell, asked by the judge, restarted, ended."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, TimeoutError
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.kernels.driver import GRACE_SECONDS, CellRun, Driver, Status
from autograder.kernels.loop import LoopThread
from autograder.kernels.managers import Isolation, sandboxed, unsandboxed, unsandboxed_environment
from autograder.protocol.client import KernelClient
from autograder.stops import Phase, Stop, StopReason

if TYPE_CHECKING:
    from autograder.sandbox.limits import SandboxLimits

__all__ = ["CellRun", "Isolation", "KernelFailed", "Status", "StudentKernel"]

#: How long the agent may take to connect: it imports torch where no cell has done so.
_AGENT_SECONDS = 60.0

_LONGEST_FOLDER = 80  # a socket's path has at most 107 bytes

_SERVE = """\
__import__("course_protocol.agent", fromlist=["serve"]).serve(
    {path!r}, __import__("IPython").get_ipython().user_ns
)
"""


class KernelFailed(Exception):
    """No kernel can be had on this machine, whatever is handed in; the message says why."""


class StudentKernel:
    """One kernel for one submission. A context manager; leaves no process behind.

    Args:
        isolation: ``"bubblewrap"`` for the sandbox, ``"none"`` for an ordinary process.
        run_folder: An existing, empty, absolute folder with a short path (sockets lie in it). The
            caller makes and removes it.
        limits: Of the sandbox; its defaults if None. Without a sandbox only the bytes of output
            count.
        env: Variables set in the kernel on top of the clean environment.
        log: A file for what the kernel's process itself prints; nowhere if None.

    Raises:
        KernelFailed: (from entering and from `restart`) no kernel starts here.
        ValueError: The folder's path is relative or too long.
    """

    def __init__(
        self,
        isolation: Isolation,
        run_folder: Path,
        limits: SandboxLimits | None = None,
        *,
        env: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        from autograder.sandbox.limits import SandboxLimits

        if not run_folder.is_absolute() or len(os.fsencode(run_folder)) > _LONGEST_FOLDER:
            raise ValueError(
                f"expected an absolute folder of at most {_LONGEST_FOLDER} bytes for sockets, "
                f"got {run_folder}: set TMPDIR to a shorter one"
            )
        self._isolation: Isolation = isolation
        self._folder = run_folder
        self._limits = limits or SandboxLimits()
        self._env = dict(env or {})
        self._log = log
        self._loop: LoopThread | None = None
        self._driver: Driver | None = None
        self._number = 0

    def __enter__(self) -> StudentKernel:
        self._loop = LoopThread()
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def usable(self) -> bool:
        """Whether it can run another cell; if not, `restart` and replay the cells."""
        return self._driver is not None and self._driver.usable

    def run(self, source: str, timeout: float = 60.0) -> CellRun:
        """Execute a cell. Never raises for what the cell does; look at `usable` afterwards.

        Args:
            source: The cell, magics included.
            timeout: Seconds until it is interrupted.
        """
        if self._loop is None or self._driver is None or not self.usable:
            return CellRun("died", stop=Stop(StopReason.ENDED_BEFORE))
        return self._loop.run(self._driver.execute(source, timeout))

    @contextmanager
    def session(
        self,
        *,
        seconds: float = 120.0,
        call_seconds: float = 60.0,
        unread: str = "",
    ) -> Iterator[KernelClient]:
        """Let the judge ask for the student's names while the block runs: one per test cell.

        Never raises for what the kernel does: a kernel that does not answer gives a `KernelClient`
        that is broken from the start (`student.stop` is the reason). Look at `usable` afterwards.

        Args:
            seconds: For the whole block.
            call_seconds: For each call into the student's code.
            unread: Why rules about how an answer works cannot be checked; empty where they can.
        """
        if self._loop is None or self._driver is None or not self.usable:
            yield KernelClient.unreachable(Stop(StopReason.ENDED_BEFORE, phase=Phase.CONNECT))
            return
        self._number += 1
        path = self._shown / f"s{self._number}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(str(path))
            path.chmod(0o666)  # the sandbox's user is another; the folders around are closed
            listener.listen(1)
            work = self._driver.execute(
                _SERVE.format(path=str(path)), seconds + 2 * GRACE_SECONDS, store_history=False
            )
            serving = self._loop.submit(work)
            sock = _accept(listener, serving, min(seconds, _AGENT_SECONDS))
        path.unlink(missing_ok=True)
        student = KernelClient.unreachable(
            self._why(Phase.CONNECT) or Stop(StopReason.NO_ANSWER, phase=Phase.CONNECT)
        )
        if sock is not None:
            student = KernelClient(
                sock,
                unread=unread,
                seconds=seconds,
                call_seconds=call_seconds,
                why_ended=lambda: self._why(Phase.ASK),
            )
        try:
            yield student
        finally:
            answers = student.stop is None
            student.close()
            self._finish(serving, GRACE_SECONDS if answers else 0.5)

    def interrupt(self) -> None:
        """Interrupt what runs; from another thread."""
        if self._loop is not None and self._driver is not None:
            self._loop.run(self._driver.interrupt())

    def restart(self) -> None:
        """A fresh kernel in place of this one, whose processes are ended.

        Raises:
            KernelFailed: None starts.
        """
        self._end()
        self._start()

    def close(self) -> None:
        """End every process; done by the context manager, may be called again."""
        try:
            self._end()
        finally:
            if self._loop is not None:
                self._loop.close()
                self._loop = None

    @property
    def _shown(self) -> Path:
        """The folder that the kernel sees too."""
        return self._folder / "judge"

    def _start(self) -> None:
        if self._loop is None:
            raise KernelFailed("expected a started kernel: use it in a `with` block")
        self._number += 1
        self._shown.mkdir(exist_ok=True)
        self._shown.chmod(0o711)
        output = subprocess.DEVNULL if self._log is None else self._log.open("ab")
        start = {"stdout": output, "stderr": output}
        try:
            if self._isolation == "bubblewrap":
                manager = sandboxed(self._limits, self._shown, self._env)
            else:
                folder = self._folder / str(self._number)
                work = folder / "work"
                work.mkdir(parents=True)
                manager = unsandboxed(folder)
                start |= {"cwd": str(work), "env": unsandboxed_environment(work, self._env)}
            self._loop.run(self._start_driver(Driver(manager, self._limits.output_bytes, start)))
        except Exception as error:
            raise KernelFailed(_in_words(error, self._driver)) from error
        finally:
            if not isinstance(output, int):
                output.close()

    async def _start_driver(self, driver: Driver) -> None:
        self._driver = driver
        await driver.start()

    def _end(self) -> None:
        if self._loop is not None and self._driver is not None:
            driver, self._driver = self._driver, None
            self._loop.run(driver.close())

    def _finish(self, serving: Future[CellRun], patience: float) -> None:
        """Wait until the agent has ended; stop what keeps it, such as a loop without end."""
        assert self._driver is not None
        assert self._loop is not None
        try:
            serving.result(patience)
        except TimeoutError:
            self._loop.run(self._driver.interrupt())
            try:
                serving.result(GRACE_SECONDS)
            except TimeoutError:
                self._driver.usable = False

    def _why(self, phase: Phase) -> Stop | None:
        """Why the kernel is gone; None if that is not known."""
        return self._driver.why_ended(phase) if self._driver is not None else None


def _accept(
    listener: socket.socket, serving: Future[CellRun], seconds: float
) -> socket.socket | None:
    """The agent's connection; None if it does not come."""
    deadline = time.monotonic() + seconds
    listener.settimeout(0.1)
    while time.monotonic() < deadline:
        try:
            return listener.accept()[0]
        except TimeoutError:
            if serving.done():
                return None
    return None


def _in_words(error: Exception, driver: Driver | None) -> str:
    """Why no kernel starts, with what it printed."""
    printed = getattr(driver and driver.manager.provisioner, "printed", "") or ""
    lines = [line for line in printed.strip().splitlines() if line.strip()]
    said = f"; it said: {lines[-1].strip()[:300]}" if lines else ""
    return f"no kernel starts here ({type(error).__name__}: {str(error).strip()[:500]}){said}"

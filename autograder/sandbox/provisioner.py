"""A Jupyter kernel in a sandbox: the kernel provisioner ``bubblewrap-provisioner``."""

import asyncio
import json
import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Bool, Dict, Unicode

from autograder.sandbox import paths, warm
from autograder.sandbox.bubblewrap import require
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.fonts import font_list
from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.waiting import WaitingCommand, WarmFailed, first_child, namespaces_of
from autograder.sandbox.warm_host import Fork, WarmInterpreter, environment
from autograder.sandbox.watchdog import LimitExceeded

#: The longest path of a Unix socket is 107 bytes; "-5" follows.
_LONGEST_SOCKET = 104
#: How long the end of a kernel that was killed is waited for at once, in seconds.
_END_SECONDS = 1.0


class BubblewrapProvisioner(LocalProvisioner):
    """Starts kernels in a sandbox, whichever program starts them.

    The kernel's channels are Unix sockets (Jupyter's ipc transport), whatever the kernel manager
    was set to: a sandbox has no network. Its working folder is its own; ``cwd`` is ignored, and
    of ``env`` only what `environment.clean_environment` lets pass.

    The kernel dies with the THREAD that started it (see prctl(2), PR_SET_PDEATHSIG): start it
    from one that lives as long as the kernel should.

    Attributes:
        verdict: Why the watchdog ended the kernel; None if it did not.
        printed: The end of what its processes wrote past Jupyter.
    """

    limits = Dict(help="Fields of `Limits` by name, where they differ from the defaults.")
    run_folder = Unicode(help="A host folder that the sandbox sees, read-only, at its own path.")
    variables = Dict(help="Environment variables set in the sandbox.")
    forked = Bool(help="Whether the kernel may be a fork of an interpreter that is ready.")

    _box: Sandbox | None = None
    _fork: Fork | None = None
    _made_file = ""

    @property
    def verdict(self) -> LimitExceeded | None:
        """Why the watchdog ended the kernel."""
        return self._box.verdict if self._box else None

    @property
    def printed(self) -> str:
        """The end of what the kernel's processes wrote past Jupyter."""
        return self._box.printed if self._box else ""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Lead the kernel's channels into the sandbox.

        Raises:
            SandboxError: No sandbox can be had here; the message says why.
        """
        require()
        log = _descriptor(kwargs.pop("stderr", None), kwargs.pop("stdout", None))
        if self._box is None or self._box.closed:  # on restarts it is open
            self._box = Sandbox(
                SandboxLimits(**self.limits),
                run_folder=Path(self.run_folder) if self.run_folder else None,
                variables=self.variables,
                mounts=font_list(),
                log=log,
            )
        try:
            self._use_ipc(self._box)
            return await super().pre_launch(**kwargs)
        except BaseException:
            self._box.close()
            raise

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel in the sandbox.

        Raises:
            SandboxError: bubblewrap failed; the message says what it said.
        """
        assert self._box is not None, "pre_launch comes first"
        outside = os.path.realpath(self._manager().connection_file)
        inside = [paths.CONNECTION_FILE if word == outside else word for word in cmd]
        files = {paths.CONNECTION_FILE: self._connection_file(outside)}
        outer = kwargs.pop("env", None)
        try:
            if not (self.forked and await self._launch_warm(inside, files, outer, kwargs)):
                words, options = self._box.wrap(inside, files, outer)
                await super().launch_kernel(words, **{**kwargs, **options})
                assert isinstance(self.process, subprocess.Popen)
                self._box.started(self.process)
        except BaseException:
            self._end_at_once()
            self._box.close()
            raise
        return self.connection_info

    async def _launch_warm(
        self, command: list[str], files: dict[str, str], outer: Any, kwargs: dict[str, Any]
    ) -> bool:
        """Start a sandbox that waits, and fork the kernel into it; False if that is impossible."""
        assert self._box is not None
        ready = warm.interpreter()
        if ready is None:
            return False
        if not await self._launch_fork(ready, command, files, outer, kwargs):
            # One that was killed, as by a machine short of memory, is followed by another.
            again = None if ready.alive else warm.interpreter()
            return again is not None and await self._launch_fork(
                again, command, files, outer, kwargs
            )
        return True

    async def _launch_fork(
        self,
        ready: WarmInterpreter,
        command: list[str],
        files: dict[str, str],
        outer: Any,
        kwargs: dict[str, Any],
    ) -> bool:
        assert self._box is not None
        waiting = WaitingCommand()
        try:
            words, options = self._box.wrap(waiting.command, files, outer)
            printed = os.dup(options["stdout"])
            try:
                await super().launch_kernel(words, **{**kwargs, **waiting.keep(options)})
                assert isinstance(self.process, subprocess.Popen)
                self._box.started(self.process)
                waiting.wait()
                self._fork = self._join(ready, command, words, outer, printed)
            finally:
                os.close(printed)
        except (WarmFailed, OSError) as error:
            if ready.alive:
                warm.give_up(error)
            self._end_at_once()
            self._box.ended()
            return False
        finally:
            waiting.close()
        return True

    def _join(
        self, ready: WarmInterpreter, command: list[str], words: list[str], outer: Any,
        printed: int,
    ) -> Fork:  # fmt: skip
        assert self._box is not None
        assert self._box.first is not None
        waiting = first_child(self._box.first)
        orders = {
            # What the launcher was told is the last word of the command.
            **json.loads(words[-1]),
            "arguments": command[command.index("ipykernel_launcher") + 1 :],
            "environment": environment(outer or os.environ, self.variables),
            "namespaces": namespaces_of(waiting),
        }
        target = os.pidfd_open(waiting)
        try:
            return ready.fork(orders, target, printed)
        finally:
            os.close(target)

    def _end_at_once(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
        self._let_go()

    def _let_go(self) -> None:
        if self._fork is not None:
            self._fork.close()
            self._fork = None

    async def poll(self) -> int | None:
        """None while the kernel runs, then its exit status."""
        if self._fork is not None and self._fork.ended and self._box and self.process:
            # What it was forked into is left empty, and ends with it.
            self._box.kill()
            self.process.wait()
        status = await super().poll()
        if status is not None and self._box and self.process:
            self._box.ended()
        return status

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel itself; whatever ends it ends all of the sandbox."""
        if self._box is None or self.process is None:
            return
        if signum in (signal.SIGKILL, signal.SIGTERM):
            self._box.kill()
        elif signum and self._fork is not None:
            self._fork.signal(signum)
        elif signum:
            self._box.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel; when this returns it has ended, or does not for a while."""
        await super().kill(restart=restart)
        if self.process is not None:
            # The kernel manager itself would look every 0.1 s whether it has.
            with suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self.process.wait, _END_SECONDS)

    async def cleanup(self, restart: bool = False) -> None:
        """End what still runs, and remove the sandbox's folder unless it starts again."""
        if self.process is not None:
            await self.kill()
            await self.wait()
        await super().cleanup(restart=restart)
        self._let_go()
        if self._box:
            self._box.ended() if restart else self._box.close()

    def resolve_path(self, path_str: str) -> str | None:
        """None: what the kernel calls by that name is not on this side."""
        return None

    def _use_ipc(self, box: Sandbox) -> None:
        """Let the manager speak to the sandbox's sockets."""
        manager = self._manager()
        address = str(box.sockets / "k")
        if len(os.fsencode(address)) > _LONGEST_SOCKET:
            raise SandboxError(
                f"expected a folder for temporary files with a short name, but {address} is too "
                "long for a Unix socket: set TMPDIR to a shorter one"
            )
        manager.transport = "ipc"
        manager.cache_ports = False
        manager.ip = address
        if not manager.connection_file or manager.connection_file == self._made_file:
            # Where no student's code can reach it: the manager writes to it again on restarts.
            self._made_file = str(box.sockets.with_name("connection.json"))
            manager.connection_file = self._made_file

    def _manager(self) -> Any:
        if self.parent is None:
            raise SandboxError("expected a kernel manager to start the kernel, but there is none")
        return self.parent

    def _connection_file(self, outside: str) -> str:
        """The connection file as the kernel gets it: the same, with its own path of the sockets."""
        told = json.loads(Path(outside).read_text())
        return json.dumps({**told, "ip": f"{paths.SOCKETS}/k"})


def _descriptor(*streams: Any) -> int | None:
    """The file that the caller wants the kernel's own output in, if it named one."""
    for stream in streams:
        number = stream.fileno() if hasattr(stream, "fileno") else stream
        if isinstance(number, int) and number >= 0:
            return number
    return None

"""The interpreter that is ready, and its forks, from the host's side."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.sandbox import launch, paths, warm_interpreter
from autograder.sandbox.environment import clean_environment
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.fonts import font_cache
from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.waiting import WarmFailed, waiting_in

#: What is loaded once: what labs import, the kernel, and the agent of the protocol.
MODULES = (
    "torch",
    # The first mode or step of an optimizer imports it, which takes more than a second.
    "torch._dynamo",
    "numpy",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    *("course_lib.checks", "course_lib.checks.beside", "course_lib.data", "course_lib.plots"),
    *("course_lib.training", "course_lib.batches", "course_lib.device", "course_lib.seeding"),
    *("course_lib.timing", "course_lib.toy", "course_lib.metrics", "course_tools.ready"),
    "course_protocol.agent",
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "IPython"),
    *("IPython.core.completer", "jedi", "comm"),
    # What ipykernel imports only when it starts.
    *("ipykernel.debugger", "psutil", "sqlite3", "tornado.platform.asyncio"),
    *("IPython.core.oinspect", "IPython.core.completerlib", "IPython.extensions.storemagic"),
)

#: How long the libraries may take to load, on a busy machine.
_LOAD_SECONDS = 180.0
_FORK_SECONDS = 60.0


class Fork:
    """A kernel that was forked into a sandbox.

    Args:
        descriptor: Stands for its process (pidfd_open(2)).
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @property
    def ended(self) -> bool:
        """Whether its process has ended."""
        return self._descriptor < 0 or bool(select.select([self._descriptor], [], [], 0)[0])

    def signal(self, number: int) -> None:
        """Send a signal to its process."""
        if self._descriptor >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, number)

    def close(self) -> None:
        """Let go of it; may be called again."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class WarmInterpreter:
    """A process with the libraries loaded, which forks into sandboxes; a context manager.

    It ends with the process that made it, and its forks end with their sandboxes.

    Args:
        modules: What it loads.

    Raises:
        WarmFailed: (from entering) It cannot be had here.
    """

    def __init__(self, modules: Sequence[str] = MODULES) -> None:
        self._modules = modules
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def __enter__(self) -> WarmInterpreter:
        try:
            self._start()
        except BaseException as error:
            self.close()
            if isinstance(error, OSError | SandboxError | ValueError | subprocess.SubprocessError):
                raise WarmFailed(f"{type(error).__name__}: {error}") from error
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether it can fork."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    def fork(self, orders: Mapping[str, Any], target: int, printed: int) -> Fork:
        """Fork a kernel into a sandbox.

        Args:
            orders: ``arguments`` of the kernel, its ``environment``, the ``namespaces`` to enter,
                and what the launcher is told: ``limits`` and ``drop``.
            target: A descriptor of a process of the sandbox.
            printed: Where what it prints past Jupyter goes.

        Raises:
            WarmFailed: It did not come to stand there.
        """
        with self._lock:
            if self._socket is None:
                raise WarmFailed("the interpreter has been closed")
            try:
                socket.send_fds(self._socket, [json.dumps(orders).encode()], [target, printed])
                answer, descriptors = self._receive(_FORK_SECONDS)
            except OSError as error:
                self.close()
                raise WarmFailed(f"the interpreter has ended ({error})") from error
        if not answer:
            self.close()
            raise WarmFailed("the interpreter has ended")
        if not descriptors:
            raise WarmFailed(str(answer.get("error", "it gave no answer")))
        return Fork(descriptors[0])

    def close(self) -> None:
        """End it; may be called again."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _start(self) -> None:
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = mine
        fonts = Path(tempfile.mkdtemp(prefix="warm-"))
        try:
            with theirs, Sandbox(SandboxLimits(wall_seconds=int(_LOAD_SECONDS))) as holder:
                with waiting_in(holder):
                    self._process = self._interpreter(holder, theirs.fileno())
                assert self._process.stdin is not None
                with self._process.stdin as stdin:
                    stdin.write(json.dumps(_orders(fonts, self._modules, theirs.fileno())).encode())
                theirs.close()
                answer, _ = self._receive(_LOAD_SECONDS)
        finally:
            shutil.rmtree(fonts, ignore_errors=True)
        if not answer.get("ready"):
            raise WarmFailed(f"the libraries cannot be loaded: {answer.get('error', 'it ended')}")

    def _interpreter(self, holder: Sandbox, descriptor: int) -> subprocess.Popen[bytes]:
        """Start Python from a sandbox's read-only view of it, not from the machine's own file.

        /proc/self/exe of the forks leads to that file: where the person who grades may write to
        Python, students' code must not.
        """
        command = [
            sys.executable,
            "-c",
            "import sys; exec(compile(sys.argv.pop(), 'warm', 'exec'))",
        ]
        return subprocess.Popen(
            [*command, Path(warm_interpreter.__file__).read_text(encoding="utf-8")],
            executable=f"{holder.root}{os.path.realpath(sys.executable)}",
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(descriptor,),
            env=environment(os.environ),
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the grading process alone
        )

    def _receive(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        assert self._socket is not None
        if not select.select([self._socket], [], [], seconds)[0]:
            raise WarmFailed(f"it did not answer within {seconds:g} s")
        message, descriptors, _, _ = socket.recv_fds(self._socket, 1 << 16, 1)
        return (json.loads(message) if message else {}), descriptors


def environment(
    outside: Mapping[str, str], extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The variables of a sandbox, with the one that bubblewrap adds to them."""
    return {**clean_environment(outside, extra), "PWD": "/"}


def _orders(fonts: Path, modules: Sequence[str], descriptor: int) -> dict[str, Any]:
    import course_lib
    import course_tools

    if (found := font_cache()) is not None:
        shutil.copy(found, fonts)
    return {
        "socket": descriptor,
        "launcher": Path(launch.__file__).read_text(encoding="utf-8"),
        "folders": {
            "course_lib": str(Path(course_lib.__file__).resolve().parent),
            "course_tools": str(Path(course_tools.__file__).resolve().parent),
            "course_protocol": str(Path(__file__).resolve().parent.parent / "protocol" / "wire"),
        },
        "place": paths.COURSE,
        "fonts": str(fonts),
        "backend": "module://matplotlib_inline.backend_inline",
        "modules": list(modules),
    }

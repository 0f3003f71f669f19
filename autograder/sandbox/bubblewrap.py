"""Whether this machine can make a sandbox, and what the sandbox then isolates."""

import functools
import os
import re
import shutil
import subprocess
import sys

from autograder.sandbox.errors import SandboxError
from autograder.sandbox.limits import Limits

#: The first with ``--disable-userns`` and sizes of folders in memory.
OLDEST = (0, 8)

_OTHERWISE = "or grade with --sandbox none"


@functools.cache
def available() -> str | None:
    """Why no sandbox can be had here, as a sentence; None if one can.

    Found out by starting one, once in the life of this process.
    """
    if not sys.platform.startswith("linux"):
        return f"the sandbox needs Linux: grade there, {_OTHERWISE}"
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return f"bubblewrap is not installed: apt-get install bubblewrap, {_OTHERWISE}"
    found = _version(bwrap)
    if found < OLDEST:
        said = ".".join(map(str, found)) or "of an unknown version"
        return f"bubblewrap 0.8 or newer is needed, but it is {said}: update it, {_OTHERWISE}"
    return _trial()


def require() -> None:
    """Go on only where a sandbox can be had.

    Raises:
        SandboxError: It cannot; the message says why.
    """
    reason = available()
    if reason:
        raise SandboxError(reason)


def describe() -> str:
    """The isolation that is active, in one line, for reports and feedback."""
    if available():
        return "none: students' code ran as an ordinary process"
    user = "an unprivileged uid of its own" if os.geteuid() == 0 else "a user namespace"
    return (
        f"bubblewrap {'.'.join(map(str, _version(shutil.which('bwrap') or 'bwrap')))}: no network, "
        f"read-only files, own processes, {user}, capped memory, processes, files and time"
    )


def _trial() -> str | None:
    from autograder.sandbox.box import Box

    try:
        with Box(Limits(wall_seconds=60)) as box:
            ended = box.run([sys.executable, "-I", "-S", "-c", "print('it works')"])
    except (SandboxError, OSError) as error:
        return f"bubblewrap cannot make a sandbox here ({_last_line(str(error))}): {_advice()}"
    if ended.returncode != 0 or "it works" not in ended.stdout:
        said = _last_line(ended.stdout) or f"exit status {ended.returncode}"
        return f"Python does not start in a sandbox here ({said}): {_advice()}"
    return None


def _advice() -> str:
    if os.geteuid() == 0:
        return (
            "root needs CAP_SYS_ADMIN for it and an environment that every user may read; "
            f"grade as an ordinary user, {_OTHERWISE}"
        )
    return f"allow unprivileged user namespaces for bwrap, {_OTHERWISE}"


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else ""


def _version(bwrap: str) -> tuple[int, ...]:
    try:
        said = subprocess.run([bwrap, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()
    found = re.search(r"(\d+(?:\.\d+)+)", said.stdout)
    return tuple(map(int, found[1].split("."))) if found else ()

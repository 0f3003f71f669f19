"""Whether this machine can make a sandbox, and what is in the way where it cannot."""

import functools
import os
import sys
from pathlib import Path

from autograder.sandbox.errors import SandboxError
from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.program import find_program

_OTHERWISE = "or grade with --sandbox none"

_SETTINGS = Path("/proc/sys")


@functools.cache
def available() -> str | None:
    """Why no sandbox can be had here, as a sentence; None if one can.

    Found out by starting one, once in the life of this process.
    """
    if not sys.platform.startswith("linux"):
        return f"the sandbox needs Linux: grade there, {_OTHERWISE}"
    try:
        program = find_program()
    except SandboxError as error:
        return f"{error}, {_OTHERWISE}"
    said = _trial()
    if said is None:
        return None
    return f"{program} ({program.path}) {said}: {_advice(program.path)}, {_OTHERWISE}"


def require() -> None:
    """Go on only where a sandbox can be had.

    Raises:
        SandboxError: It cannot; the message says why.
    """
    reason = available()
    if reason:
        raise SandboxError(reason)


def _trial() -> str | None:
    """What went wrong in a sandbox made for nothing else; None where it works."""
    from autograder.sandbox.sandbox import Sandbox

    try:
        with Sandbox(SandboxLimits(wall_seconds=60)) as box:
            ended = box.run([sys.executable, "-I", "-S", "-c", "print('it works')"])
    except (SandboxError, OSError) as error:
        return f"cannot make a sandbox here ({_last_line(str(error))})"
    if ended.returncode != 0 or "it works" not in ended.stdout:
        said = _last_line(ended.stdout) or f"exit status {ended.returncode}"
        return f"makes a sandbox in which Python does not start ({said})"
    return None


def _advice(program: str) -> str:
    """What most likely has to be done, by what the system says of itself."""
    if _is_container():
        return (
            "this is a container: start it with --security-opt seccomp=unconfined "
            "--security-opt apparmor=unconfined, for root also with --cap-add SYS_ADMIN"
        )
    if _setting("user/max_user_namespaces") == "0":
        return "user namespaces are switched off: sudo sysctl user.max_user_namespaces=10000"
    if _is_root():
        return (
            "root needs CAP_SYS_ADMIN for it and an environment that every user may read; "
            "grade as an ordinary user"
        )
    if _setting("kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            "only programs with an AppArmor profile may make user namespaces here: write one "
            f"for {program}, as docs/security.md shows"
        )
    if _setting("kernel/unprivileged_userns_clone") == "0":
        return "only root may make user namespaces: sudo sysctl kernel.unprivileged_userns_clone=1"
    return "allow user namespaces to ordinary users"


def _is_root() -> bool:
    return os.geteuid() == 0


def _is_container() -> bool:
    return any(Path(mark).exists() for mark in ("/.dockerenv", "/run/.containerenv"))


def _setting(name: str) -> str:
    """One of the kernel's settings; empty where it has none of this name."""
    try:
        return (_SETTINGS / name).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else ""

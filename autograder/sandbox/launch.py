"""Inside the sandbox, before the kernel: set the limits, give up every right, run the command.

This file is shown to the sandbox by itself and run by ``python -I -S``: standard library only.
Its one argument is JSON: ``command``, ``limits`` (names of `resource` to numbers) and, where root
started bubblewrap, ``drop`` (``root``: the folder that becomes ``/``, ``id``: the uid and gid).
"""

import ctypes
import json
import os
import resource
import sys
from typing import Any

_PR_CAPBSET_DROP = 24
_CAPABILITY_VERSION_3 = 0x20080522
_KEYCTL_JOIN_SESSION_KEYRING = 1
#: The system call has no function in libc.
_KEYCTL = {"x86_64": 250, "aarch64": 219}


def set_limits(limits: dict[str, int]) -> None:
    """Lower this process's limits; one that is lower already stays."""
    for name, wanted in limits.items():
        which = getattr(resource, name)
        _, hard = resource.getrlimit(which)
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(which, (value, value))


def drop_rights(root: str, identity: int) -> None:
    """Become an ordinary user without any capability, who cannot get one back.

    A process whose root is not the root of its mount namespace may not create user namespaces
    (user_namespaces(7), EPERM), which would give it capabilities again: hence the chroot.
    """
    os.chroot(root)
    os.chdir("/")
    libc = ctypes.CDLL(None, use_errno=True)
    capability = 0
    while libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    os.setgroups([])
    os.setresgid(identity, identity, identity)
    os.setresuid(identity, identity, identity)
    # The inheritable set outlives the change of user.
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if libc.capset(header, (ctypes.c_uint32 * 6)()) != 0:
        raise OSError(ctypes.get_errno(), "cannot drop the inheritable capabilities")


def leave_keyring() -> None:
    """Hold none of the keys that the grading person's session holds."""
    number = _KEYCTL.get(os.uname().machine)
    if number is not None:
        ctypes.CDLL(None).syscall(number, _KEYCTL_JOIN_SESSION_KEYRING, None)


def volunteer_for_the_oom_killer() -> None:
    """Where the whole machine runs out of memory, let it be this process that goes."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError:
        pass  # a kernel without it; the watchdog and the limits remain


def prepare(told: dict[str, Any]) -> None:
    """Give up every right, and stand where the command is to run."""
    volunteer_for_the_oom_killer()
    if told.get("drop"):
        drop_rights(told["drop"]["root"], told["drop"]["id"])
    leave_keyring()
    set_limits(told["limits"])
    os.umask(0o077)
    os.chdir(os.environ["HOME"])
    os.makedirs(os.environ["TMPDIR"], exist_ok=True)


def main(plan: str) -> None:
    """Carry out the plan; does not return."""
    told = json.loads(plan)
    prepare(told)
    os.execv(told["command"][0], told["command"])


if __name__ == "__main__":
    main(sys.argv[1])

"""The bubblewrap command, as a list of arguments."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.sandbox import paths
from autograder.sandbox.identity import Identity
from autograder.sandbox.limits import MIB, SandboxLimits
from autograder.sandbox.mounts import Mount, in_order

#: Where the tree is put up when the launcher changes its root (see `launch.drop_rights`).
BOX = "/box"

#: Memory that a process reserves but never touches: thread stacks, allocators' arenas. What it
#: touches is counted by the watchdog; this cap makes one huge allocation a `MemoryError`.
_RESERVED = 2048 * MIB

#: The watchdog stops a kernel at its processor time and can say so; this is the backstop.
_CPU_GRACE_SECONDS = 10

_SOCKETS_BYTES = 64 * 1024

#: For programs that ignore TMPDIR, which is in the work folder.
_TMP_BYTES = 64 * MIB


@dataclass(frozen=True)
class Plan:
    """All that a sandbox consists of.

    Attributes:
        mounts: What it sees of the machine's files.
        environment: All of its variables.
        identity: Its user.
        limits: Its caps.
        python: The interpreter that runs the launcher.
        info_fd: bubblewrap writes its child's process id here.
    """

    mounts: Sequence[Mount]
    environment: Mapping[str, str]
    identity: Identity
    limits: SandboxLimits
    python: str
    info_fd: int


def build_command(bwrap: str, plan: Plan, command: Sequence[str]) -> list[str]:
    """The arguments that run a command in a sandbox.

    Args:
        bwrap: The bubblewrap program.
        plan: The sandbox.
        command: What to run in it, as an absolute path and arguments.
    """
    root = root_of(plan.identity)
    return [
        bwrap,
        *_namespaces(plan.identity),
        *_files(plan, root),
        "--clearenv",
        *[word for pair in plan.environment.items() for word in ("--setenv", *pair)],
        *("--info-fd", str(plan.info_fd)),
        "--",
        *(plan.python, "-I", "-S", paths.LAUNCHER),
        json.dumps(_orders(plan, root, command)),
    ]


def root_of(identity: Identity) -> str:
    """Where the student's ``/`` is below the sandbox's."""
    return BOX if identity.drops else ""


def folders_in_memory(limits: SandboxLimits) -> dict[str, int]:
    """The writable folders, by place, with their sizes in bytes."""
    return {
        paths.SHARED: limits.shared_bytes,
        paths.SOCKETS: _SOCKETS_BYTES,
        paths.TMP: min(_TMP_BYTES, limits.work_bytes),
        paths.HOME: limits.work_bytes,
    }


def resource_limits(limits: SandboxLimits) -> dict[str, int]:
    """The limits that the system itself keeps, for each process (NPROC: for the sandbox)."""
    return {
        "RLIMIT_DATA": limits.memory_bytes + _RESERVED,
        "RLIMIT_NPROC": limits.processes,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_FSIZE": limits.file_bytes,
        "RLIMIT_CPU": limits.cpu_seconds + _CPU_GRACE_SECONDS,
        "RLIMIT_MEMLOCK": 8 * MIB,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_CORE": 0,
    }


def _namespaces(identity: Identity) -> list[str]:
    """Everything unshared, no capability kept, and nothing outlives the grading process."""
    words = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    words += ["--unshare-cgroup-try", "--hostname", "course", "--die-with-parent", "--new-session"]
    if not identity.drops:
        inside = str(identity.uid)
        return [*words, "--unshare-user", "--disable-userns", "--uid", inside, "--gid", inside]
    # Root needs no user namespace; real root inside one would escape RLIMIT_NPROC. The launcher
    # uses these few capabilities to give up all of them.
    words += ["--cap-drop", "ALL"]
    for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_SYS_CHROOT"):
        words += ["--cap-add", capability]
    return words


def _files(plan: Plan, root: str) -> list[str]:
    """The tree: read-only, but for four folders in memory, of capped size."""
    words = _folders(root, [paths.SOCKETS, paths.HOME])
    words += ["--proc", f"{root}/proc", "--dev", f"{root}/dev"]
    for place, size in folders_in_memory(plan.limits).items():
        # Open to all, since nobody but the student is in there.
        words += ["--perms", "0777", "--size", str(size), "--tmpfs", root + place]
    words += ["--perms", "0777", "--dir", root + paths.MATPLOTLIB]
    words += _folders(root, _not_shown(plan.mounts))
    closed = [f"{root}/dev", "/"]
    for mount in in_order(plan.mounts):
        place = root + mount.place
        if mount.link is not None:
            words += ["--symlink", mount.link, place]
        elif mount.source is not None:
            words += ["--ro-bind", mount.source, place]
        else:
            words += ["--tmpfs", place]
            closed.insert(0, place)
    if root:
        words += _links_into(root, plan.mounts)
    # Last, because what lies deeper needs its folders made first.
    return [*words, *[word for place in closed for word in ("--remount-ro", place)]]


def _folders(root: str, inside: Sequence[str]) -> list[str]:
    """Make the folders around some paths, which bubblewrap would make for itself alone."""
    around = {str(parent) for place in inside for parent in PurePosixPath(root + place).parents}
    return [
        word for place in sorted(around - {"/"}) for word in ("--perms", "0755", "--dir", place)
    ]


def _not_shown(mounts: Sequence[Mount]) -> list[str]:
    """The paths of mounts that no other mount's source is around."""
    sources = [PurePosixPath(mount.place) for mount in mounts if mount.source is not None]
    return [
        mount.place
        for mount in mounts
        if mount.link is None
        and not any(source in PurePosixPath(mount.place).parents for source in sources)
    ]


def _links_into(root: str, mounts: Sequence[Mount]) -> list[str]:
    """Lets the launcher's Python find its own files before it has changed its root."""
    tops = {PurePosixPath(mount.place).parts[1] for mount in mounts} | {"proc", "dev", "run"}
    return [word for top in sorted(tops) for word in ("--symlink", f"{root}/{top}", f"/{top}")]


def _orders(plan: Plan, root: str, command: Sequence[str]) -> dict[str, object]:
    """What the launcher is told."""
    drop = {"root": root, "id": plan.identity.uid} if plan.identity.drops else None
    return {"command": list(command), "limits": resource_limits(plan.limits), "drop": drop}

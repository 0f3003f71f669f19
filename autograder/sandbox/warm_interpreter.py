"""An interpreter that has its libraries loaded, and forks itself into sandboxes.

Its text is run by itself, with the standard library and what it is told to load: nothing of the
grader is ever in its memory, since that memory becomes the student's. It runs no student's code.

A fork gets no sandbox of its own making. bubblewrap has made one, whole, with a process in it that
does nothing; the fork enters that process's namespaces (setns(2)), gives up every right as the
sandbox's own launcher does, and only then becomes the kernel. So a warm sandbox differs from a
cold one in what is in the kernel's memory when it starts, and in nothing else.

Told on a socket, in JSON, with two descriptors: a process of the sandbox (pidfd_open(2)) and the
pipe for what the kernel prints. It answers with a descriptor of the kernel's process.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import runpy
import socket
import struct
import sys
import tempfile
import types
from importlib.abc import MetaPathFinder
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location
from typing import Any

_PR_SET_DUMPABLE = 4
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522
_COMPILER_CACHE = "TORCHINDUCTOR_CACHE_DIR"
#: How long a fork may take to stand in its sandbox, in seconds.
_SECONDS = 30.0

_libc = ctypes.CDLL(None, use_errno=True)


class _Elsewhere(MetaPathFinder):
    """Finds packages in one folder and says that they lie in another, where the sandbox has them.

    Tracebacks, `inspect` and imports after the fork then go by the sandbox's own paths.
    """

    def __init__(self, folders: dict[str, str], place: str) -> None:
        self.folders = folders
        self.place = place

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        top, *below = fullname.split(".")
        if top not in self.folders:
            return None
        real = os.path.join(self.folders[top], *below)
        shown = os.path.join(self.place, top, *below)
        inside = [shown] if os.path.isdir(real) else None
        end = "/__init__.py" if inside else ".py"
        if not os.path.isfile(real + end):
            return None
        loader = _Text(fullname, shown + end, real + end)
        return spec_from_file_location(
            fullname, shown + end, loader=loader, submodule_search_locations=inside
        )


class _Text(SourceFileLoader):
    """Reads a module's text from where it is, and has its code say another place."""

    def __init__(self, fullname: str, path: str, real: str) -> None:
        super().__init__(fullname, path)
        self.real = real

    def get_code(self, fullname: str) -> Any:
        with open(self.real, "rb") as file:
            return self.source_to_code(file.read(), self.path)


def load(told: dict[str, Any]) -> _Elsewhere:
    """Import what students' notebooks need.

    Raises:
        Exception: The interpreter cannot be forked safely after that; the message says why.
    """
    finder = _Elsewhere(told["folders"], told["place"])
    sys.meta_path.insert(0, finder)
    own = os.environ["MPLCONFIGDIR"]
    # The sandbox's folder for matplotlib is not there; its list of fonts is read from another.
    # And matplotlib must find what ipykernel will set.
    os.environ |= {"MPLCONFIGDIR": told["fonts"], "MPLBACKEND": told["backend"]}
    # A folder that torch's compiler would make in the machine's own one for temporary files.
    os.environ[_COMPILER_CACHE] = told["fonts"]
    for name in told["modules"]:
        try:
            __import__(name)
        except ImportError:  # a course without it
            continue
    os.environ["MPLCONFIGDIR"] = own
    del os.environ[_COMPILER_CACHE]
    _forget(told["fonts"], own)
    tempfile.tempdir = None
    _require_one_thread()
    _require_no_shared_memory()
    gc.collect()
    gc.disable()
    gc.freeze()  # or the first collection in a fork would copy every page
    return finder


def _forget(path: str, instead: str) -> None:
    """Have matplotlib forget the folder that it was loaded with."""
    matplotlib = sys.modules.get("matplotlib")
    for name in ("get_configdir", "get_cachedir"):
        function = getattr(matplotlib, name, None)
        for cell in getattr(function, "__closure__", None) or ():
            if str(cell.cell_contents).startswith(path):
                cell.cell_contents = instead


def _require_one_thread() -> None:
    # OpenBLAS ends its threads before a fork, and starts them again when it needs them.
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    if (threads := len(os.listdir("/proc/self/task"))) != 1:
        raise RuntimeError(f"an import has started {threads - 1} threads, which a fork would lose")


def _require_no_shared_memory() -> None:
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
        shared = [line for line in maps if line.split()[1].endswith("s") and "w" in line.split()[1]]
    if shared:
        raise RuntimeError("an import shares writable memory, which all forks would have in common")


def serve(sock: socket.socket, launcher: types.ModuleType) -> dict[str, Any]:
    """Fork whenever told; returns in each fork, with what it was told, and nowhere else."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(sock, 1 << 20, 2)
        if not message:
            os._exit(0)  # the grading process has ended
        told = json.loads(message)
        mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        mine.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        child = os.fork()
        if child == 0:
            _enter(told, descriptors, theirs, launcher)
            return told
        theirs.close()
        for descriptor in descriptors:
            os.close(descriptor)
        _answer(sock, mine)
        mine.close()
        os.waitpid(child, 0)


def _answer(sock: socket.socket, mine: socket.socket) -> None:
    """Wait for the fork, and tell of its process or of what went wrong."""
    mine.settimeout(_SECONDS)
    try:
        size = socket.CMSG_SPACE(struct.calcsize("3i"))
        message, ancillary, _, _ = mine.recvmsg(4096, size)
        if message != b"here":
            raise RuntimeError(message.decode("utf-8", "replace") or "it ended without a word")
        # The system itself says who sent this, in the numbers of this process.
        pid, _, _ = struct.unpack("3i", ancillary[0][2])
        descriptor = os.pidfd_open(pid)
        mine.send(b"go")
    except Exception as error:
        sock.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        return
    socket.send_fds(sock, [json.dumps({"pid": pid}).encode()], [descriptor])
    os.close(descriptor)


def _enter(
    told: dict[str, Any], descriptors: list[int], theirs: socket.socket, launcher: Any
) -> None:
    """Go into the sandbox; returns in the process that is to be the kernel only."""
    try:
        target, printed = descriptors
        if _libc.setns(target, told["namespaces"]) != 0:
            raise OSError(ctypes.get_errno(), "setns")
        if between := os.fork():  # only children are in the new namespace of processes
            os.waitpid(between, 0)
            os._exit(0)
        if os.fork():  # an orphan becomes a child of the sandbox's first process
            os._exit(0)
        os.setsid()
        _only(theirs, printed)
        os.environ.clear()
        os.environ.update(told["environment"])
        _give_up(told, launcher)
        theirs.send(b"here")
        if theirs.recv(16) != b"go":
            os._exit(1)
        theirs.close()
    except BaseException as error:
        theirs.send(f"{type(error).__name__}: {error}".encode())
        os._exit(1)


def _only(kept: socket.socket, printed: int) -> None:
    """Hold no file but the standard streams and one socket."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, descriptor in enumerate((nothing, printed, printed)):
        os.dup2(descriptor, number)
    os.closerange(3, kept.fileno())
    os.closerange(kept.fileno() + 1, os.sysconf("SC_OPEN_MAX"))


def _give_up(told: dict[str, Any], launcher: Any) -> None:
    """What bubblewrap and the launcher do for a process that they start."""
    if _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "cannot set no_new_privs")
    launcher.prepare(told)
    _libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    capability = 0
    while _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if _libc.capset(header, (ctypes.c_uint32 * 6)()) != 0:
        raise OSError(ctypes.get_errno(), "cannot drop the capabilities")
    # A change of user takes it away until the next execve(2), which does not come.
    _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)


def become_kernel(told: dict[str, Any], finder: _Elsewhere) -> None:
    """Forget what only the parent needs, and run the module that was asked for."""
    sys.meta_path.remove(finder)
    sys.path_importer_cache.clear()
    for module in list(sys.modules.values()):
        loader = getattr(module, "__loader__", None)
        if isinstance(loader, _Text):
            plain = SourceFileLoader(loader.name, loader.path)
            module.__loader__ = plain
            if module.__spec__ is not None:
                module.__spec__.loader = plain
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    gc.enable()
    sys.argv = ["ipykernel_launcher", *told["arguments"]]
    sys.orig_argv = [sys.executable, "-m", *sys.argv]
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)


def main() -> None:
    """Load, say so, and fork on demand."""
    told = json.loads(sys.stdin.read())
    del sys.path[0]  # the current folder
    launcher = types.ModuleType("launch")
    exec(compile(told["launcher"], "launch.py", "exec"), launcher.__dict__)
    sock = socket.socket(fileno=told["socket"])
    try:
        finder = load(told)
    except BaseException as error:
        sock.send(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        raise
    sock.send(json.dumps({"ready": True}).encode())
    fork = serve(sock, launcher)
    sock.detach()  # closed already
    become_kernel(fork, finder)


if __name__ == "__main__":
    main()

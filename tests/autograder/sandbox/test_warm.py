"""Warm sandboxes: as strong as cold ones, and without a memory of the one before."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder.kernels.kernel import StudentKernel
from autograder.sandbox import warm, warm_host
from autograder.sandbox.waiting import WarmFailed
from autograder.sandbox.warm_host import WarmInterpreter

pytestmark = [pytest.mark.slow, pytest.mark.needs("sandbox")]

#: What a program can find out about what holds it.
LOOK = r"""
import ctypes, json, os, resource, socket, subprocess, sys
import course_lib.checks, course_protocol.agent

def tried(action):
    try:
        action()
    except BaseException as error:
        return getattr(error, "errno", None) or type(error).__name__
    return "possible"

def status(pid="self"):
    words = ("Uid", "Gid", "Groups", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb",
             "NoNewPrivs", "Seccomp", "Umask")
    lines = dict(l.rstrip("\n").split(":", 1) for l in open(f"/proc/{pid}/status"))
    return {word: lines[word].split() for word in words}

def call(name, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) == 0:
        return "possible"
    return ctypes.get_errno()

def files(top):
    found = []
    for folder, _, names in os.walk(top):
        found += [os.path.join(folder, name) for name in names]
    return sorted(found)

mounts = []
for line in open("/proc/self/mountinfo"):
    words = line.split()
    after = words[words.index("-"):]
    mounts.append((words[4], words[5], after[1], after[3] if after[1] == "tmpfs" else ""))

exe = os.open("/proc/self/exe", os.O_PATH)
seen = {
    "status": {k: v for k, v in status().items() if k not in ("Uid", "Gid")},
    "ordinary": os.getuid() == os.geteuid() == os.getgid() and os.getuid() != 0,
    "limits": {n: resource.getrlimit(getattr(resource, n)) for n in dir(resource)
               if n.startswith("RLIMIT_")},
    "environment": dict(os.environ),
    "block": sorted(open("/proc/self/environ").read().split("\0")),
    "folder": os.getcwd(),
    "root": sorted(os.listdir("/")),
    "home": files("/home/student"),
    "writable": [top for top in ("/", "/tmp", "/dev/shm", "/run", "/home", "/course", sys.prefix)
                 if tried(lambda: open(top + "/new", "w")) == "possible"],
    "mounts": sorted(m for m in mounts if "/judge-" not in m[0]),
    "interfaces": [name for _, name in socket.if_nameindex()],
    "host": os.uname().nodename,
    "oom": open("/proc/self/oom_score_adj").read(),
    "user namespace": call("unshare", 0x10000000),
    "mount namespace": call("unshare", 0x00020000),
    "net namespace": call("unshare", 0x40000000),
    "mount": call("mount", b"none", b"/tmp", b"tmpfs", 0, None),
    "chroot": tried(lambda: os.chroot("/tmp")),
    "root again": tried(lambda: os.setuid(0)),
    "first process's files": tried(lambda: os.listdir("/proc/1/root")) == "possible",
    "exe for writing": tried(lambda: os.open(f"/proc/self/fd/{exe}", os.O_RDWR)) == "possible",
    "grader": sorted(name for name in sys.modules if name.startswith(("autograder", "tests"))),
    "held": sorted({os.readlink(f"/proc/self/fd/{n}").split(":")[0]
                    for n in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{n}")}
                   & {"/"} | {p for n in os.listdir("/proc/self/fd")
                              if os.path.lexists(f"/proc/self/fd/{n}")
                              and os.path.isdir(p := os.readlink(f"/proc/self/fd/{n}"))}),
    "path": [p for p in sys.path],
    "sources": [course_lib.checks.__file__, course_protocol.agent.serve.__code__.co_filename],
    "loader": type(course_lib.checks.__loader__).__module__,
}
print("SEEN" + json.dumps(seen))
"""


@contextmanager
def kernel(way: str) -> Iterator[StudentKernel]:
    """A sandboxed kernel, started warm or cold."""
    before = os.environ.get(warm.VARIABLE)
    os.environ[warm.VARIABLE] = way
    try:
        with tempfile.TemporaryDirectory(prefix="judge-") as folder:
            student = StudentKernel(
                "bubblewrap", Path(folder).resolve(), env={"PYTHONHASHSEED": "0"}
            )
            with student:
                assert warm.why_cold() == ""
                yield student
    finally:
        if before is None:
            del os.environ[warm.VARIABLE]
        else:
            os.environ[warm.VARIABLE] = before


def answer(student: StudentKernel, source: str) -> Any:
    """What a cell prints as JSON after SEEN."""
    ran = student.run(source)
    text = "".join(output.get("text", "") for output in ran.outputs)
    assert "SEEN" in text, (ran.status, ran.reason, ran.outputs)
    return json.loads(text.partition("SEEN")[2])


def is_fork(student: StudentKernel) -> bool:
    """Whether the kernel's process began as the interpreter that waits."""
    return answer(student, "import sys; print('SEEN' + str(int('jedi' in sys.modules)))") == 1


def test_a_fork_is_held_as_a_cold_kernel_is() -> None:
    """Rights, limits, environment, files, mounts, namespaces: all that can be seen is the same."""
    with kernel("cold") as student:
        cold = answer(student, LOOK)
    with kernel("warm") as student:
        assert is_fork(student)
        held = answer(student, LOOK)
    assert cold["ordinary"]
    assert cold["writable"] == ["/tmp", "/dev/shm"]
    assert not cold["exe for writing"]
    assert held == cold


def test_loading_leaves_no_file_behind() -> None:
    """As torch's compiler would, a folder named after the user, when it is imported."""
    shared = Path("/tmp")  # where Python turns to, as the sandbox's own is not there
    before = set(shared.glob("*student*"))
    with WarmInterpreter(("torch._dynamo", "matplotlib.pyplot")) as ready:
        assert ready.alive
        assert set(shared.glob("*student*")) == before


def test_a_fork_has_namespaces_of_its_own() -> None:
    """Neither the machine's nor the waiting interpreter's, nor those of another fork."""
    source = (
        "import os, json\nprint('SEEN' + json.dumps({n: os.readlink(f'/proc/self/ns/{n}') "
        "for n in ('mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup', 'user')}))"
    )
    with kernel("warm") as one, kernel("warm") as other:
        mine, theirs = answer(one, source), answer(other, source)
    for name in ("mnt", "pid", "net", "ipc", "uts"):
        assert len({mine[name], theirs[name], os.readlink(f"/proc/self/ns/{name}")}) == 3
    if os.geteuid() != 0:
        assert len({mine["user"], theirs["user"], os.readlink("/proc/self/ns/user")}) == 3


LEAVE = r"""
import builtins, os, random, subprocess, sys, threading
import numpy, torch, matplotlib, course_lib.checks
for folder in ("/tmp", "/dev/shm", "/home/student", "/home/student/.matplotlib"):
    open(folder + "/left", "w").write("left")
os.environ["LEFT"] = "left"
builtins.left = torch.left = numpy.left = course_lib.checks.left = 1
torch.manual_seed(1); random.seed(1); numpy.random.seed(1)
torch.set_default_dtype(torch.float64); torch.set_num_threads(3)
matplotlib.rcParams["figure.dpi"] = 13
sys.path.append("/left"); sys.setrecursionlimit(777)
torch.add = None
threading.Thread(target=__import__("time").sleep, args=(60,), daemon=True).start()
subprocess.Popen(["sleep", "61"], start_new_session=True)
"""
FIND = r"""
import builtins, json, os, random, subprocess, sys, threading
import numpy, torch, matplotlib, course_lib.checks
print("SEEN" + json.dumps({
    "files": [f for f in ("/tmp", "/dev/shm", "/home/student", "/home/student/.matplotlib")
              if os.path.exists(f + "/left")],
    "environment": "LEFT" in os.environ,
    "modules": [hasattr(m, "left") for m in (builtins, torch, numpy, course_lib.checks)],
    "torch": torch.initial_seed(), "dtype": str(torch.get_default_dtype()),
    "add": torch.add is not None,
    "dpi": matplotlib.rcParams["figure.dpi"], "path": "/left" in sys.path,
    "recursion": sys.getrecursionlimit(),
    "processes": sorted(p for p in os.listdir("/proc") if p.isdigit()
                        and b"61" in open(f"/proc/{p}/cmdline", "rb").read().split(b"\0")),
    "draws": [random.random(), float(numpy.random.rand())],
}))
"""


def test_nothing_of_one_fork_reaches_the_next() -> None:
    """Files, processes, variables, state of modules and of generators are as at the beginning."""
    with kernel("warm") as student:
        fresh = answer(student, FIND)
        assert student.run(LEAVE).status == "ok"
        assert (
            answer(student, FIND.replace("torch.add is not None", "False"))["modules"] == [True] * 4
        )
    with kernel("warm") as student:
        following = answer(student, FIND)
    draws, others = fresh.pop("draws"), following.pop("draws")
    assert following == fresh
    assert (fresh["files"], fresh["processes"], fresh["environment"]) == ([], [], False)
    # Python's and NumPy's generators begin anew in each process, as in a cold one.
    assert draws[0] != others[0]
    assert draws[1] != others[1]


def test_memory_of_a_fork_is_its_own() -> None:
    """What one writes to an object of the libraries, another that runs beside it does not see."""
    write = "import torch\ntorch.ones_shared = torch.ones(1000)"
    read = "import torch\nprint('SEEN' + str(int(hasattr(torch, 'ones_shared'))))"
    with kernel("warm") as one, kernel("warm") as other:
        one.run(write)
        assert (answer(one, read), answer(other, read)) == (1, 0)


def test_figures_are_shown_as_in_a_cold_kernel() -> None:
    """Loading matplotlib beforehand leaves its backend to the kernel."""
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nNone"
    kinds = {}
    for way in ("cold", "warm"):
        with kernel(way) as student:
            outputs = student.run(source).outputs
        kinds[way] = [(o.output_type, sorted(o.get("data", {}))) for o in outputs]
    assert kinds["warm"] == kinds["cold"] == [("display_data", ["image/png", "text/plain"])]


def test_a_fork_that_ends_is_noticed_and_followed_by_a_fresh_one() -> None:
    """As with a cold kernel: the cell is told so, and the kernel can be had again."""
    with kernel("warm") as student:
        student.run("kept = 1")
        ran = student.run("import os; os._exit(3)")
        assert (ran.status, student.usable) == ("died", False)
        student.restart()
        assert student.run("kept").status == "error"
        assert is_fork(student)
        assert student.run("while True: pass", timeout=1.0).status == "timeout"
        assert student.run("2 + 2").status == "ok"


def test_limits_hold_for_a_fork() -> None:
    """The watchdog ends one that takes too much memory, and says so."""
    ran = None
    with kernel("warm") as student:
        ran = student.run("held = [bytearray(2**28) for _ in range(40)]", timeout=60)
    assert ran.status in ("memory", "error")
    assert "memory" in ran.reason.lower()


def test_an_interpreter_that_was_killed_is_replaced() -> None:
    """And a kernel of the one before goes on."""
    with kernel("warm") as student:
        ready = warm.interpreter()
        assert ready is not None
        os.kill(ready.pid, signal.SIGKILL)
        assert student.run("1 + 1").status == "ok"
        with kernel("warm") as another:
            assert is_fork(another)


def test_no_interpreter_no_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none can be had sandboxes start cold, and it is said why."""
    monkeypatch.setattr(warm, "_state", warm._State())
    monkeypatch.setattr(WarmInterpreter, "_start", _fails)
    with tempfile.TemporaryDirectory(prefix="judge-") as folder, warm.wanted(True):
        student = StudentKernel("bubblewrap", Path(folder).resolve())
        with student:
            assert not is_fork(student)
        assert warm.why_cold().startswith("no warm interpreter can be had here (")


def _fails(self: object) -> None:
    raise OSError(1, "Operation not permitted")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import threading, time; threading.Thread(target=time.sleep, args=(99,)).start()",
         "has started 1 threads"),
        ("import mmap; kept = mmap.mmap(-1, 4096)", "shares writable memory"),
    ],
    ids=["thread", "shared memory"],
)  # fmt: skip
def test_what_cannot_be_forked_safely_is_refused(
    source: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library that starts a thread, or shares memory, keeps the interpreter from being used."""
    package = tmp_path / "course_lib"
    package.mkdir()
    (package / "__init__.py").write_text(source)
    orders = warm_host._orders

    def told(*arguments: Any) -> dict[str, Any]:
        return orders(*arguments) | {"folders": {"course_lib": str(package)}}

    monkeypatch.setattr(warm_host, "_orders", told)
    with pytest.raises(WarmFailed, match=words), WarmInterpreter(["course_lib"]):
        pass


def test_it_ends_with_the_process_that_made_it(alone: Callable[[], None]) -> None:
    """Even if that is killed."""
    source = (
        "import sys, time\nfrom autograder.sandbox.warm_host import WarmInterpreter\n"
        "with WarmInterpreter(['json']) as ready:\n"
        "    print(ready.pid, flush=True)\n    time.sleep(100)"
    )
    process = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        pid = int(process.stdout.readline())
        assert psutil.pid_exists(pid)
        process.kill()
        process.wait()
    deadline = time.monotonic() + 20
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(pid)

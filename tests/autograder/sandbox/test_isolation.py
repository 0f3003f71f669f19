"""What code in the sandbox can see and reach: real sandboxes, attacked from inside."""

import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import autograder
from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.sandbox import Sandbox

pytestmark = pytest.mark.needs("sandbox")

CHECKOUT = Path(autograder.__file__).resolve().parent.parent

#: The Python environment may lie below /tmp, as that of a clone made for a test does.
IN_TMP = {
    Path(prefix).parts[2]
    for prefix in (sys.prefix, sys.base_prefix)
    if Path(prefix).parts[1:2] == ("tmp",)
}


@pytest.fixture(scope="module")
def seen(run: Callable[..., Any]) -> dict[str, Any]:
    """One look around from inside."""
    source = f"""
import ctypes, json, os, sys
def names(path):
    try: return sorted(os.listdir(path))
    except OSError as error: return type(error).__name__
status = dict(l.split(":", 1) for l in open("/proc/self/status").read().splitlines())
libc = ctypes.CDLL(None, use_errno=True)
print(json.dumps({{
    "checkout": names({str(CHECKOUT)!r}),
    "home": names(os.path.expanduser("~")), "root": names("/root"), "homes": names("/home"),
    "tmp": names("/tmp"), "top": names("/"), "run": names("/run"), "course": names("/course"),
    "environment": dict(os.environ), "cwd": os.getcwd(), "etc": names("/etc"),
    "processes": [n for n in names("/proc") if n.isdigit()],
    "interfaces": [l.split(":")[0].strip() for l in open("/proc/net/dev").readlines()[2:]],
    "status": {{k: v.strip() for k, v in status.items()}},
    "user_namespace": libc.unshare(0x10000000), "mount_namespace": libc.unshare(0x00020000),
    "descriptors": names("/proc/self/fd"),
    "host": os.uname().nodename, "path": sys.path,
}}))"""
    return run(source).answer()


def test_the_course_is_not_there(seen: dict[str, Any]) -> None:
    """Of the checkout nothing is left but, at most, the environment inside it."""
    if seen["checkout"] != "FileNotFoundError":
        assert set(seen["checkout"]) <= {Path(sys.prefix).relative_to(CHECKOUT).parts[0]}


def test_only_what_is_needed_is_there(seen: dict[str, Any]) -> None:
    """The top of the tree, the course folder and /run hold the known names."""
    python = {Path(p).parts[1] for p in (sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix))}
    known = {"bin", "sbin", "lib", "lib32", "lib64", "libx32", "usr", "etc", "dev", "proc", "sys"}
    assert set(seen["top"]) <= known | {"course", "data", "home", "run", "tmp", "nix"} | python
    assert set(seen["course"]) <= {"course_lib", "course_tools", "course_protocol"}
    assert seen["run"] == ["course", "kernel"]
    assert not {"shadow", "ssh", "machine-id", "resolv.conf", "hostname"} & set(seen["etc"])


def test_the_home_is_new_and_empty(seen: dict[str, Any]) -> None:
    """Its own folders only; /tmp is empty too, but for an environment that lies in it."""
    assert set(seen["home"]) == {".matplotlib", ".tmp"}
    assert (set(seen["tmp"]), seen["cwd"]) == (IN_TMP, "/home/student")


def test_no_variable_comes_in(seen: dict[str, Any]) -> None:
    """None but the list's, which has no way to name another."""
    assert not [n for n in seen["environment"] if "SECRET" in n or n.startswith(("AWS", "SSH"))]
    assert seen["environment"]["PYTHONPATH"] == "/course"
    assert seen["environment"]["COURSE_OFFLINE"] == "1"


def test_a_secret_in_the_environment_stays_outside(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even bubblewrap's own process, visible or not, is given it."""
    monkeypatch.setenv("COURSE_SECRET", "8f3b-hush")
    source = """
import glob, json
found = []
for path in glob.glob("/proc/[0-9]*/environ"):
    try: found.append(open(path, "rb").read().decode())
    except PermissionError: pass
print(json.dumps(found))"""
    texts = run(source).answer()
    assert texts
    assert not any("hush" in text for text in texts)


def test_processes_of_the_machine_are_not_there(seen: dict[str, Any]) -> None:
    """Only bubblewrap's reaper and the program itself."""
    assert seen["processes"] == ["1", "2"]


def test_there_is_no_network_but_an_own_loopback(seen: dict[str, Any]) -> None:
    """No interface leads anywhere."""
    assert seen["interfaces"] == ["lo"]
    assert seen["host"] == "course"


def test_no_right_is_left_and_none_can_be_had(seen: dict[str, Any]) -> None:
    """An ordinary uid, no capability in any set, no new privileges, no other namespaces."""
    status = seen["status"]
    assert status["Uid"].split()[0] != "0"
    assert len(set(status["Uid"].split() + status["Gid"].split())) == 1
    assert not status["Groups"]
    sets = [status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")]
    assert {int(value, 16) for value in sets} == {0}
    assert status["NoNewPrivs"] == "1"
    assert (seen["user_namespace"], seen["mount_namespace"]) == (-1, -1)


def test_no_descriptor_is_left_open(seen: dict[str, Any]) -> None:
    """The standard three, and the one that lists them: a folder's would be a way out."""
    assert seen["descriptors"] == ["0", "1", "2", "3"]


def test_course_lib_is_imported_from_the_course_folder(seen: dict[str, Any]) -> None:
    """Not from the editable installation, whose folder is not there; autograder not at all."""
    assert "/course" in seen["path"]


def test_imports(run: Callable[..., Any]) -> None:
    """course_lib can be imported, the grader cannot."""
    source = """
import course_lib, importlib.util, json
print(json.dumps([course_lib.__file__, importlib.util.find_spec("autograder") is None]))"""
    assert run(source).answer() == ["/course/course_lib/__init__.py", True]


PLACES = ["/", "/usr", "/etc", "/dev", "/proc", "/course", "/run", "/run/course", "/data", "/home"]


def test_only_memory_is_writable(run: Callable[..., Any]) -> None:
    """No place outside the work folder, /dev/shm and the sockets' folder takes a file."""
    places = [*PLACES, "/course/course_lib", sys.prefix, sys.base_prefix, "/box", "/sys"]
    source = f"""
import json, os
wrote = []
for place in {places!r} + ["/home/student", "/tmp", "/dev/shm", "/run/kernel"]:
    try: open(place + "/mine", "w").close(); wrote.append(place)
    except OSError: pass
for path in ("/course/course_lib/__init__.py", "/run/course/launch.py", "/etc/passwd"):
    try: open(path, "a").close(); wrote.append(path)
    except OSError: pass
    try: os.chmod(path, 0o777); wrote.append(path)
    except OSError: pass
print(json.dumps(wrote))"""
    assert run(source).answer() == ["/home/student", "/tmp", "/dev/shm", "/run/kernel"]


def test_a_listener_on_the_machine_is_out_of_reach(run: Callable[..., Any]) -> None:
    """Neither by TCP on loopback nor by an abstract Unix socket; this test's own listeners."""
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_UNIX) as abstract,
    ):
        abstract.bind(f"\0course-test-{os.getpid()}")
        abstract.listen()
        source = f"""
import json, socket
said = []
for family, address in ((socket.AF_INET, ("127.0.0.1", {tcp.getsockname()[1]})),
                        (socket.AF_UNIX, "\\0course-test-{os.getpid()}")):
    with socket.socket(family) as s:
        s.settimeout(5)
        try: s.connect(address); said.append("connected")
        except OSError as error: said.append(type(error).__name__)
print(json.dumps(said))"""
        assert run(source).answer() == ["ConnectionRefusedError", "ConnectionRefusedError"]
        # The listeners do answer those who are on this side.
        socket.create_connection(tcp.getsockname(), timeout=5).close()


def test_a_socket_in_the_run_folder_can_be_connected_to(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    """At its own path, while nothing can be written or made there."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "j.sock"))
        (tmp_path / "j.sock").chmod(0o666)
        listener.listen()
        listener.settimeout(10)
        source = f"""
import json, os, socket
with socket.socket(socket.AF_UNIX) as s:
    s.connect({str(tmp_path / "j.sock")!r})
    s.sendall(b"hello")
wrote = []
make, remove = {str(tmp_path / "x")!r}, {str(tmp_path / "j.sock")!r}
for act in (lambda: open(make, "w"), lambda: os.remove(remove)):
    try: act(); wrote.append(True)
    except OSError: pass
print(json.dumps(wrote))"""
        assert run(source, run_folder=tmp_path).answer() == []
        peer, _ = listener.accept()
        with peer:
            assert peer.recv(5) == b"hello"
    assert not tmp_path.stat().st_mode & 0o007


def test_a_setuid_program_gives_nothing(run: Callable[..., Any]) -> None:
    """The programs are there, but their mount and the process ignore the bit."""
    source = """
import json, os, subprocess
mounts = [l.split()[3] for l in open("/proc/self/mounts") if l.split()[1] == "/usr"]
who = subprocess.run(["id", "-u"], capture_output=True, text=True).stdout.strip()
print(json.dumps([mounts, who, str(os.getuid())]))"""
    mounts, who, uid = run(source).answer()
    assert all("nosuid" in options.split(",") for options in mounts)
    assert mounts
    assert who == uid != "0"


def test_other_sandboxes_are_not_there(run: Callable[..., Any]) -> None:
    """Two at once: other uids where root grades, other files, and neither sees the other."""
    source = """
import json, os
open("/tmp/mine", "w").close()
print(json.dumps([os.getuid(), sorted(os.listdir("/tmp"))]))"""
    with (
        Sandbox(SandboxLimits(wall_seconds=60)) as one,
        Sandbox(SandboxLimits(wall_seconds=60)) as other,
    ):
        answers = [json.loads(b.run([sys.executable, "-c", source]).stdout) for b in (one, other)]
    assert [set(files) - IN_TMP for _, files in answers] == [{"mine"}, {"mine"}]
    assert (answers[0][0] != answers[1][0]) == (os.geteuid() == 0)


def test_no_key_of_the_grading_persons_session_is_held(run: Callable[..., Any]) -> None:
    """The kernel's keyrings pass from process to process; here there is a new, empty one."""
    source = """
import json, os

lines = open("/proc/keys").readlines() if os.path.exists("/proc/keys") else []
print(json.dumps([line.split(None, 8)[-1].strip() for line in lines]))"""
    assert set(run(source).answer()) <= {"_ses: empty"}

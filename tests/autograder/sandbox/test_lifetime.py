"""However a sandbox ends, nothing of it is left."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from autograder.sandbox import sandbox as sandbox_module
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.folder import PrivateFolder
from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.sandbox import Sandbox

pytestmark = pytest.mark.usefixtures("alone")

#: Starts helpers that ignore every signal they may, in sessions of their own.
STUBBORN = """
import os, signal, sys, time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        time.sleep(60); os._exit(0)
{then}
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for temporary files, to see what is left in it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def below(pid: int) -> list[psutil.Process]:
    """A process' descendants, once there are the sandbox's five (reaper, program, helpers)."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = psutil.Process(pid).children(recursive=True)
        if len(found) >= 5:
            return found
        time.sleep(0.05)
    raise AssertionError(f"the sandbox did not start its helpers, only {found}")


@pytest.mark.needs("sandbox")
def test_kill_ends_every_process(temporary: Path) -> None:
    """Helpers that ignore signals and left the session go as well."""
    with Sandbox(SandboxLimits(wall_seconds=60)) as box:
        command, options = box.wrap([sys.executable, "-c", STUBBORN.format(then="time.sleep(60)")])
        with subprocess.Popen(command, **options) as process:
            box.started(process)
            helpers = below(process.pid)
            box.kill()
            process.wait(10)
            box.ended()
            assert running(helpers, 0) == []
    assert list(temporary.iterdir()) == []


@pytest.mark.needs("sandbox")
def test_helpers_end_with_the_program(temporary: Path) -> None:
    """What a program leaves behind does not outlive it."""
    with Sandbox(SandboxLimits(wall_seconds=60)) as box:
        command, options = box.wrap([sys.executable, "-c", STUBBORN.format(then="time.sleep(1)")])
        with subprocess.Popen(command, **options) as process:
            box.started(process)
            helpers = below(process.pid)
            assert process.wait(20) == 0
            box.ended()
            assert running(helpers, 0) == []


def running(found: list[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that still run after so long; one that only waits for its parent to notice does not."""
    return [p for p in psutil.wait_procs(found, timeout=seconds)[1] if p.status() != "zombie"]


CALLER = """
import subprocess, sys, time
from autograder.sandbox.sandbox import Sandbox
box = Sandbox()
command, options = box.wrap([sys.executable, "-c", sys.argv[1]])
process = subprocess.Popen(command, **options)
box.started(process)
print(process.pid, box.sockets.parent, flush=True)
time.sleep(60)
"""


@pytest.mark.needs("sandbox")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_callers_death_ends_the_sandbox(number: signal.Signals) -> None:
    """Even a caller that cannot react leaves neither a process nor a folder."""
    inside = STUBBORN.format(then="time.sleep(60)")
    with subprocess.Popen(
        [sys.executable, "-c", CALLER, inside],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as caller:
        assert caller.stdout is not None
        pid, folder = caller.stdout.readline().split()
        left = [psutil.Process(int(pid)), *below(int(pid))]
        assert Path(folder).is_dir()
        caller.send_signal(number)
        caller.wait(10)
        assert running(left, 10) == []
        deadline = time.monotonic() + 10
        while Path(folder).exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not Path(folder).exists()


def test_a_failure_of_bubblewrap_is_a_sentence_and_leaves_nothing(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it said is in the message."""
    monkeypatch.setattr(sandbox_module, "build_command", lambda bwrap, *_: [bwrap, "--nonsense"])
    with (
        Sandbox() as box,
        pytest.raises(SandboxError, match=r"start a sandbox, but it said: .*--nonsense"),
    ):
        box.run([sys.executable, "-c", "pass"])
    assert list(temporary.iterdir()) == []


@pytest.mark.needs("sandbox")
def test_a_box_can_be_used_again(temporary: Path) -> None:
    """With the same sockets' path, and nothing of the first run inside."""
    source = "import os; print(os.path.exists('mine')); open('mine', 'w')"
    with Sandbox() as box:
        sockets = box.sockets
        said = [box.run([sys.executable, "-c", source]).stdout for _ in range(2)]
        assert box.sockets == sockets
    assert said == ["False\n", "False\n"]


def test_the_folder_is_private_and_goes(temporary: Path) -> None:
    """Nobody else can enter it; what is in it goes with it."""
    with PrivateFolder("test-") as folder:
        assert folder.path.stat().st_mode & 0o077 == 0
        (folder.path / "deep").mkdir()
        (folder.path / "deep" / "link").symlink_to(temporary)
        keep = temporary / "keep"
        keep.touch()
    assert list(temporary.iterdir()) == [keep]


def test_the_folder_goes_whatever_the_path_is(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program that removes it is not looked for where the caller looks for programs."""
    monkeypatch.setenv("PATH", "/nonexistent")
    with PrivateFolder("test-"):
        pass
    assert list(temporary.iterdir()) == []


def test_a_folder_whose_janitor_fails_is_not_left(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no process can be started, the error is passed on and the folder removed."""

    def fail(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "Popen", fail)
    with pytest.raises(OSError, match="no more processes"):
        PrivateFolder("test-")
    assert list(temporary.iterdir()) == []

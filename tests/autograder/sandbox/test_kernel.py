"""A kernel in the sandbox, driven by jupyter_client: one kernel for the whole module."""

import contextlib
import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from autograder.sandbox.errors import SandboxError
from autograder.sandbox.limits import MIB, SandboxLimits
from tests.autograder.sandbox.conftest import kernel_manager

pytestmark = pytest.mark.needs("sandbox")

SECONDS = 60


class Session:
    """A manager and its client."""

    def __init__(self, manager: KernelManager, client: BlockingKernelClient) -> None:
        self.manager = manager
        self.client = client

    @property
    def provisioner(self) -> Any:
        """The sandbox's side of the manager."""
        return self.manager.provisioner

    def run(self, source: str) -> tuple[str, str]:
        """The reply's status (or the error's name), and what the cell printed."""
        printed = []

        def take(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])

        reply = self.client.execute_interactive(source, timeout=SECONDS, output_hook=take)
        content = reply["content"]
        return content.get("ename") or content["status"], "".join(printed).strip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def session(folder: Path) -> Iterator[Session]:
    limits = SandboxLimits(memory_bytes=512 * MIB, wall_seconds=300)
    manager = kernel_manager(
        limits=asdict(limits), run_folder=str(folder), variables={"COURSE_EXTRA": "17"}
    )
    manager.start_kernel(env={**os.environ, "SECRET_TOKEN": "hush"})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=SECONDS)
        yield Session(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_cell_runs(session: Session) -> None:
    """Over Unix sockets, in the work folder, with the variables it was given and no others."""
    source = """
from os import getcwd, getenv
print(6 * 7, getcwd(), getenv('COURSE_EXTRA'), getenv('SECRET_TOKEN'))"""
    assert session.run(source) == ("ok", "42 /home/student 17 None")
    assert session.manager.transport == "ipc"


def test_the_connection_file_inside_is_a_copy_that_cannot_be_changed(session: Session) -> None:
    """The manager's own, which it writes to again on a restart, is not to be seen."""
    outside = session.manager.connection_file
    assert Path(outside).is_file()
    source = f"""
import os
print(os.path.exists({outside!r}), os.listdir("/run/course"))
for path in ("/run/course/kernel.json", "/run/course"):
    try: os.rename(path, "/tmp/x"); print("moved", path)
    except OSError as error: pass
try: open("/run/course/kernel.json", "r+"); print("opened")
except OSError as error: print(error.strerror)"""
    status, said = session.run(source)
    assert status == "ok"
    assert said.startswith("False [")
    assert "denied" in said or "Read-only" in said
    assert "moved" not in said


def test_nothing_of_jupyters_runtime_folder_is_there(session: Session) -> None:
    """Other kernels' connection files hold the keys to them."""
    source = """
import json, os, sys

found = []
for folder, below, names in os.walk("/"):
    below[:] = [b for b in below if os.path.join(folder, b) not in
                ("/proc", "/sys", "/usr", "/course", sys.prefix, sys.base_prefix)]
    found += [os.path.join(folder, name) for name in names if name.endswith(".json")]
print(json.dumps([name for name in found if "fontlist" not in name]))"""
    status, said = session.run(source)
    assert status == "ok"
    assert json.loads(said) == ["/run/course/kernel.json"]


@pytest.mark.parametrize("how", ["message", "signal"])
def test_an_interrupt_ends_the_cell_and_not_the_kernel(session: Session, how: str) -> None:
    """As a message on the control channel, and as a signal to the provisioner."""
    session.run("kept = 1")
    source = "print('begins', flush=True)\nwhile True: pass"
    # Or the kernel would refuse, for a moment, what is asked after the error.
    message = session.client.execute(source, stop_on_error=False)
    while session.client.get_iopub_msg(timeout=SECONDS)["msg_type"] != "stream":
        pass
    if how == "message":
        session.manager.interrupt_kernel()
    else:
        session.manager.signal_kernel(signal.SIGINT)
    reply = session.client.get_shell_msg(timeout=SECONDS)
    assert reply["parent_header"]["msg_id"] == message
    assert reply["content"]["ename"] == "KeyboardInterrupt"
    assert session.run("print(kept)") == ("ok", "1")


def test_a_restarted_kernel_knows_nothing_of_the_first(session: Session) -> None:
    """Neither variables nor files nor processes; the same client goes on with it."""
    session.run("import subprocess; kept = 1; open('mine', 'w').close()")
    session.run("helper = subprocess.Popen(['sleep', '60'], start_new_session=True)")
    before = psutil.Process(session.provisioner.process.pid).children(recursive=True)
    session.manager.restart_kernel(now=True)
    session.client.wait_for_ready(timeout=SECONDS)
    assert len(before) >= 3
    gone = [p for p in before if not p.is_running() or p.status() == "zombie"]
    assert len(gone) == len(before)
    source = "import os; print(os.path.exists('mine'), 'kept' in globals())"
    assert session.run(source) == ("ok", "False False")


def test_too_much_memory_ends_the_kernel_with_a_reason(session: Session) -> None:
    """The caller reads it from the provisioner; the next start begins without it."""
    assert session.provisioner.verdict is None
    source = "held = []\nfor _ in range(96): held.append(bytearray(b'x') * (64 * 2**20))"
    session.client.execute(source)
    deadline = time.monotonic() + SECONDS
    while session.manager.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert session.provisioner.verdict.kind == "memory"
    assert session.provisioner.verdict.amount == "512 MiB"
    session.manager.restart_kernel(now=True)
    session.client.wait_for_ready(timeout=SECONDS)
    assert session.provisioner.verdict is None
    assert session.run("print(1)") == ("ok", "1")


def test_shutting_down_leaves_nothing(session: Session, folder: Path) -> None:
    """No process, no folder of the sandbox's; the caller's own folder stays. The last test."""
    process = psutil.Process(session.provisioner.process.pid)
    below = process.children(recursive=True)
    assert below
    own = Path(session.manager.connection_file).parent
    assert own.is_dir()
    session.manager.shutdown_kernel(now=True)
    assert not [p for p in (process, *below) if p.is_running() and p.status() != "zombie"]
    assert not own.exists()
    assert folder.is_dir()


def test_a_folder_with_too_long_a_name_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sockets' paths are short by nature; nothing is left of the attempt."""
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    manager = kernel_manager()
    with pytest.raises(SandboxError, match="set TMPDIR to a shorter one"):
        manager.start_kernel()
    assert list(deep.iterdir()) == []
    with contextlib.suppress(Exception):
        manager.cleanup_resources()

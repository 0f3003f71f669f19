"""A place where `course lab` is run as a person runs it, and what is seen of it."""

import contextlib
import os
import queue
import subprocess
import sys
import sysconfig
import threading
import time
from pathlib import Path

import pytest

COURSE = Path(sysconfig.get_path("scripts")) / "course"
#: The first line, of whoever is root.
ROOT = (
    "You are root: notebooks can change every file of this machine.\n"
    if hasattr(os, "geteuid") and os.geteuid() == 0
    else ""
)
#: Seconds that anything may take on a busy machine.
PATIENCE = 120


class Place:
    """A folder with labs, and settings of its own for a server that runs there."""

    def __init__(self, folder):
        self.folder = folder
        self.root = ROOT
        self.runtime = folder / "runtime"
        self.log = self.runtime / "course-lab.log"
        (folder / "labs").mkdir()
        private = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "JUPYTER_TOKEN", "JUPYTER_PORT")
        own = {name: value for name, value in os.environ.items() if name not in private}
        dirs = {f"JUPYTER_{name.upper()}_DIR": str(folder / name)
                for name in ("config", "data", "runtime")}  # fmt: skip
        # As in a shell where the environment is not activated.
        self.env = own | dirs | {"PATH": os.defpath}

    def command(self, *options, module=False):
        """The command line."""
        program = [sys.executable, "-m", "course_tools.cli"] if module else [COURSE]
        return [*program, "lab", "--no-browser", *options]

    def said(self, address):
        """What is on the screen of a server that runs."""
        return (
            ROOT + f"Starting JupyterLab; its log is {self.log}\n"
            f"Open this address in a browser; Ctrl-C ends JupyterLab:\n{address}\n"
        )

    def fails(self, *options, **env):
        """The sentence with which the command ends."""
        done = subprocess.run(
            self.command(*options), cwd=self.folder, env=self.env | env,
            capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 1
        assert done.stdout in (ROOT + f"Starting JupyterLab; its log is {self.log}\n", ROOT)
        assert done.stderr.count("\n") == 1
        return done.stderr

    @contextlib.contextmanager
    def runs(self, *options, module=False, stdin=subprocess.DEVNULL, **env):
        """A server, which is ended whatever happens."""
        process = subprocess.Popen(
            self.command("--port=0", *options, module=module), cwd=self.folder, env=self.env | env,
            stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        server = Server(process)
        try:
            yield server
        finally:
            process.kill()
            process.wait()
            server.out.join()
            server.err.join()


class Stream(threading.Thread):
    """Reads a stream while it grows."""

    def __init__(self, stream):
        super().__init__(daemon=True)
        self.stream = stream
        self.lines = []
        self.fresh = queue.Queue()
        self.start()

    def run(self):
        """Read to the end."""
        with self.stream:
            for line in self.stream:
                self.lines.append(line)
                self.fresh.put(line)

    @property
    def text(self):
        """All that came so far."""
        return "".join(self.lines)


class Server:
    """A running server, as one sees it on the screen."""

    def __init__(self, process):
        self.process = process
        self.out = Stream(process.stdout)
        self.err = Stream(process.stderr)

    def address(self):
        """The address, once it is said."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(queue.Empty):
                line = self.out.fresh.get(timeout=0.2)
                if line.startswith("http"):
                    return line.rstrip("\n")
        raise AssertionError(f"no address: {self.out.text}{self.err.text}")

    def ended(self):
        """The exit code, once the server has ended by itself, and what it said in all."""
        code = self.process.wait(timeout=PATIENCE)
        self.out.join()
        self.err.join()
        return code, self.out.text, self.err.text


@pytest.fixture
def place(tmp_path):
    """A place of one's own."""
    return Place(tmp_path)


def pytest_collection_modifyitems(items):
    """Each of these starts a server."""
    for item in items:
        if (
            "place" in getattr(item, "fixturenames", ())
            and item.path.parent == Path(__file__).parent
        ):
            item.add_marker(pytest.mark.slow)

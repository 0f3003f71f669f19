"""A process that plays the student's kernel, and a judge connected to it."""

import json
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.protocol.client import KernelClient

PROCESS = Path(__file__).with_name("student_process.py")


class StudentProcess:
    """Starts the process where there is none, and connects to it."""

    def __init__(self, folder):
        self.path = str(folder / "s")
        self.process = None

    @contextmanager
    def running(self, *cells, **options):
        """A `Student` in whose kernel these cells have run.

        A cell is a source, or a (name, source, whether it may fail).
        """
        cells = [(f"cell {i}", c, False) if isinstance(c, str) else c for i, c in enumerate(cells)]
        with self.connected(cells) as sock:
            student = KernelClient(sock, **options)
            yield student
            student.close()

    @contextmanager
    def connected(self, cells):
        """A socket to a process in which the cells have run."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
            sock.settimeout(30)
            sock.connect(self.path)
            sock.sendall(json.dumps(cells).encode() + b"\n")
            assert sock.recv(1) == b"!"
            yield sock
            sock.close()
        # Whatever still runs in there must not keep the next test waiting.
        if not self.listens():
            self.stop()

    def listens(self):
        """Whether the process is free for another connection."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
                sock.settimeout(1)
                sock.connect(self.path)
                sock.sendall(b"[]\n")
                return sock.recv(1) == b"!"
        except OSError:
            return False

    def start(self):
        """Start it, in place of one that runs."""
        self.stop()
        Path(self.path).unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, str(PROCESS), self.path], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout.readline() == "ready\n"

    def stop(self):
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.process = None


@pytest.fixture(scope="session")
def student_process():
    """The process; started for the first test that asks."""
    with tempfile.TemporaryDirectory() as folder:
        process = StudentProcess(Path(folder))
        yield process
        process.stop()

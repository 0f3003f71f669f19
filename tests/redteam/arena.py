"""A course full of canaries, somebody who listens, and a look at what an attack did to them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from autograder.sandbox import warm
from tests.redteam.attack import Place
from tests.redteam.attacks.outputs import RUNS

CANARY = re.compile(r"canary-of-[a-z-]+")


@dataclass
class Listener:
    """Listens on loopback and notes who came: TCP, UDP, IPv6, an abstract and a named socket."""

    course: Path
    mark: str
    came: list[str] = field(default_factory=list)
    port: int = 0
    port6: int = 0
    free_port: int = 0

    def __enter__(self) -> Listener:
        self._stack = ExitStack()
        tcp = self._open("TCP", socket.AF_INET, ("127.0.0.1", 0))
        self.port = tcp.getsockname()[1]
        self._open("UDP", socket.AF_INET, ("127.0.0.1", self.port), socket.SOCK_DGRAM)
        with suppress(OSError):  # a machine without IPv6
            self.port6 = self._open("IPv6", socket.AF_INET6, ("::1", 0)).getsockname()[1]
        with suppress(AttributeError, OSError):
            self._open("an abstract socket", socket.AF_UNIX, f"\0{self.mark}")
            (self.course / "socket").unlink(missing_ok=True)
            self._open("a named socket", socket.AF_UNIX, str(self.course / "socket"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.free_port = free.getsockname()[1]
        self._ended = threading.Event()
        threading.Thread(target=self._knock, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._stack.close()

    def _open(self, name: str, family: int, address: Any, kind: int = socket.SOCK_STREAM) -> Any:
        server = self._stack.enter_context(socket.socket(family, kind))
        server.bind(address)
        if kind == socket.SOCK_STREAM:
            server.listen()
        threading.Thread(target=self._wait, args=(name, server, kind), daemon=True).start()
        return server

    def _wait(self, name: str, server: socket.socket, kind: int) -> None:
        with suppress(OSError):
            while True:
                if kind == socket.SOCK_STREAM:
                    server.accept()[0].close()
                else:
                    server.recvfrom(100)
                self.came.append(name)

    def _knock(self) -> None:
        """Try to reach a server that an attack may have opened."""
        while not self._ended.wait(0.2):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.free_port), 0.2):
                self.came.append("an inbound port")


@dataclass(frozen=True)
class Arena:
    """A course that an attack may know all about.

    Attributes:
        course: Its root.
        home: The home folder of the person who grades.
        mark: Text by which what an attack leaves behind is found.
    """

    course: Path
    home: Path
    mark: str

    @contextmanager
    def watched(self) -> Iterator[tuple[Place, dict[str, Any]]]:
        """What an attacker may know, and what was seen: filled in when the block is over."""
        seen: dict[str, Any] = {}
        with Listener(self.course, self.mark) as listener:
            before = snapshot(self.course, self.home)
            place = Place(self.course, self.home, self.mark, listener.port, listener.port6,
                          listener.free_port, self.mark)  # fmt: skip
            yield place, seen
            seen["left"] = processes_left(self.mark)
            seen["changed"] = changed(before, snapshot(self.course, self.home))
            seen["reached"] = sorted(set(listener.came))

    def add_canaries(self) -> None:
        """A secret, a gradebook and another student's work, beside the solutions."""
        grading = self.course / "grading"
        grading.mkdir(exist_ok=True)
        (grading / "secret").write_text("canary-of-the-secret", encoding="utf-8")
        with sqlite3.connect(grading / "gradebook.db") as db:
            columns = "auto_score, manual_score, extra_credit, needs_manual_grade"
            db.execute(f"CREATE TABLE IF NOT EXISTS grade (student, {columns})")
            db.execute("INSERT INTO grade VALUES ('canary-of-the-gradebook', 10, 0, 0, 0)")
        db.close()


def snapshot(*folders: Path) -> dict[str, str]:
    """The hash of every file below some folders, the target of every link."""
    found: dict[str, str] = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_symlink():
                found[str(path)] = os.readlink(path)
            elif path.is_file():
                found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The files that are new, gone or different."""
    paths = before.keys() | after.keys()
    return sorted(path for path in paths if before.get(path) != after.get(path))


def processes_left(mark: str, seconds: float = 3.0) -> list[str]:
    """The processes that are still there some seconds later.

    They are this process's descendants (see `adopt_orphans`), or carry the mark.
    """
    end = time.monotonic() + seconds
    while left := _processes(mark):
        if time.monotonic() > end:
            return left
        time.sleep(0.1)
    return []


def _processes(mark: str) -> list[str]:
    own = psutil.Process()
    found = {}
    waiting = warm.waiting()  # for the next submission; its forks are not let off
    for process in own.children(recursive=True):
        if process.pid == waiting:
            continue
        with suppress(psutil.Error):
            if process.status() == psutil.STATUS_ZOMBIE:
                with suppress(OSError):  # an orphan that ended; nobody else can bury it
                    os.waitpid(process.pid, os.WNOHANG)
                continue
            found[process.pid] = " ".join(process.cmdline())[:200]
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or ())
        if mark in line and process.pid != own.pid and process.pid not in _ancestors():
            found[process.pid] = line[:200]
    return list(found.values())


def _ancestors() -> set[int]:
    return {process.pid for process in psutil.Process().parents()}


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends; none is lost sight of."""
    import ctypes

    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def leaks(notebook: Any, *texts: str) -> list[str]:
    """Canaries in the outputs of a graded notebook, and in the texts that come with it."""
    shown = [*texts, *(json.dumps(cell.get("outputs", [])) for cell in notebook.cells)]
    return sorted({found for text in shown for found in CANARY.findall(text)})


def scripts(notebook: Any) -> list[str]:
    """What would still run in a browser: scripts and frames in the outputs' rich formats."""
    rich = [
        json.dumps({k: v for k, v in output.get("data", {}).items() if k != "text/plain"})
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    ]
    return sorted({sign for sign in RUNS for text in rich if sign in text})


def fresh(folder: Path) -> Path:
    """An empty folder in the place of whatever is there."""
    if folder.is_symlink():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder

"""What may go wrong while a class is graded: nothing graded is lost, or graded into other marks."""

import errno
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder.classes import (
    GradingOptions,
    execution,
    grade_class,
    job,
    read_results,
    worker_pool,
    writer,
)
from autograder.classes.worker_pool import WorkerPool
from autograder.errors import AutograderError
from tests.autograder.classes.making import (
    CLASS,
    POINTS,
    RIGHT,
    Told,
    copied,
    record_of,
    submission,
    works,
)  # fmt: skip

pytestmark = pytest.mark.slow

#: On the command line of a process of the student's, by which it is found.
SECONDS = 8.125
SLOW = {**RIGHT, "double": f"import subprocess\nsubprocess.run(['sleep', '{SECONDS}'])\n"
        "def double(x):\n    return 2 * x"}  # fmt: skip


def points(root: Path) -> dict[str, float]:
    return {one.student: one.total for one in read_results(root, "tiny").students}


def judging() -> psutil.Process | None:
    """The process that judges the slow submission: what started its sandbox."""
    for process in psutil.process_iter(["cmdline"]):
        if process.info["cmdline"] == ["sleep", str(SECONDS)]:
            for parent in process.parents():
                if parent.name() != "bwrap" and "bwrap" in {c.name() for c in parent.children()}:
                    return parent
    return None


class Killer(threading.Thread):
    """Kills whoever judges the slow submission, so many times."""

    def __init__(self, times: int) -> None:
        super().__init__(daemon=True)
        self.left = times
        self.killed: list[int] = []

    def run(self) -> None:
        """Look for it, and kill."""
        end = time.monotonic() + 180
        while self.left and time.monotonic() < end:
            found = judging()
            if found is not None and found.pid not in self.killed:
                found.kill()
                self.killed.append(found.pid)
                self.left -= 1
            time.sleep(0.1)


@pytest.mark.needs("sandbox")
@pytest.mark.parametrize("times", [1, 2], ids=["once", "each time"])
def test_a_worker_is_killed(course: Path, tmp_path: Path, times: int) -> None:
    """Its submission is judged once more; if that kills again, a person has to look at it."""
    root = copied(course, tmp_path)
    students = [*works(root, "ada"), submission(root, "slow", SLOW), *works(root, "ben")]
    killer = Killer(times)
    killer.start()
    results = grade_class(root, "tiny", students, options=GradingOptions(workers=2, warm=False))
    killer.join(1)
    assert len(killer.killed) == times
    found = {one.student: (one.total, one.state) for one in results.students}
    assert found["ada"] == (5.0, "graded")
    assert found["ben"] == (3.0, "graded")
    if times == 1:
        assert found["slow"] == (5.0, "graded")
    else:
        reason = "needs a person: the process that judged it was ended, 2 times"
        assert found["slow"] == (0.0, reason)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


@contextmanager
def process(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask's; ended with the block."""
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, "-m", *words], start_new_session=True, **quiet) as one:
        try:
            yield one
        finally:
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()


@contextmanager
def cluster(port: int) -> Iterator[None]:
    """A scheduler and a worker with one thread."""
    scheduler = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port),
                 "--no-dashboard")  # fmt: skip
    worker = ("distributed.cli.dask_worker", f"tcp://127.0.0.1:{port}", "--nthreads", "1",
              "--no-dashboard", "--no-nanny", "--memory-limit", "0")  # fmt: skip
    with process(*scheduler), process(*worker):
        yield


@pytest.mark.needs("sandbox")
def test_the_scheduler_is_restarted(course: Path, tmp_path: Path) -> None:
    """What was on its way is judged by the new one; the class has its marks."""
    root, port = copied(course, tmp_path), free_port()
    students = [*works(root, "ada ben"), submission(root, "slow", SLOW)]
    first = cluster(port)
    first.__enter__()
    second: list[Any] = []

    def restart() -> None:
        end = time.monotonic() + 180
        while judging() is None and time.monotonic() < end:
            time.sleep(0.1)
        first.__exit__(None, None, None)
        second.append(cluster(port))
        second[0].__enter__()

    thread = threading.Thread(target=restart, daemon=True)
    thread.start()
    try:
        wait_for(port)
        options = GradingOptions(scheduler=f"tcp://127.0.0.1:{port}", warm=False)
        grade_class(root, "tiny", students, options=options)
        thread.join(60)
        assert second
        assert points(root) == {"ada": 5.0, "ben": 3.0, "slow": 5.0}
    finally:
        for one in second:
            one.__exit__(None, None, None)


def wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.2)


@pytest.mark.needs("sandbox")
def test_no_scheduler_is_a_sentence(course: Path, tmp_path: Path) -> None:
    """With its address."""
    root, port = copied(course, tmp_path), free_port()
    options = GradingOptions(scheduler=f"tcp://127.0.0.1:{port}")
    with pytest.raises(AutograderError, match=f"no Dask scheduler answers at .*{port}"):
        grade_class(root, "tiny", works(root, "ada"), options=options)


@pytest.mark.needs("sandbox")
def test_the_gradebook_is_locked_for_a_while(course: Path, tmp_path: Path) -> None:
    """It is waited for."""
    root = copied(course, tmp_path)
    grade_class(root, "tiny", works(root, "ada"))
    with locked(root) as lock:
        release = threading.Timer(7.0, lock.rollback)
        release.start()
        grade_class(root, "tiny", works(root, "ben"))
        release.join()
    assert points(root) == {"ada": 5.0, "ben": 3.0}


@pytest.mark.needs("sandbox")
def test_the_gradebook_stays_locked(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command says so; what was judged meanwhile is stored later, and not judged again."""
    root = copied(course, tmp_path)
    grade_class(root, "tiny", works(root, "ada"))
    monkeypatch.setattr(execution, "PATIENCE_SECONDS", 1.0)
    held: list[Any] = []
    keep = writer.save

    def lock_then_keep(*arguments: Any) -> None:
        if not held:
            held.append(locked(root))
            held[0].__enter__()
        keep(*arguments)

    monkeypatch.setattr("autograder.classes.grader.save", lock_then_keep)
    sentence = "the gradebook cannot be written, .*what was judged is kept"
    try:
        with pytest.raises(AutograderError, match=sentence):
            grade_class(
                root, "tiny", works(root, "ben cleo"), options=GradingOptions(workers=1, warm=False)
            )
    finally:
        held[0].__exit__(None, None, None)
    judged = {name for name in ("ben", "cleo") if record_of(root, name).verdict is not None}
    assert "ben" in judged
    told = Told()
    grade_class(
        root, "tiny", works(root, "ben cleo"), options=GradingOptions(warm=False), on_progress=told
    )
    assert told.counts == (2 - len(judged), len(judged), 0)
    assert points(root) == {"ada": 5.0, "ben": 3.0, "cleo": 2.0}


@contextmanager
def locked(root: Path) -> Iterator[sqlite3.Connection]:
    """A gradebook that somebody else is writing to."""
    path = root / "grading" / "gradebook.db"
    with closing(sqlite3.connect(path, check_same_thread=False, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield other
        if other.in_transaction:
            other.rollback()


@pytest.mark.needs("sandbox")
def test_the_disk_is_full_when_a_verdict_is_kept(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was graded before keeps the mark; the rest is graded when there is room again."""
    root = copied(course, tmp_path)
    write = writer.write_whole

    def until_full(path: Path, data: bytes) -> None:
        if "judged" in path.parts and "ben" in path.parts:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(path, data)

    monkeypatch.setattr(writer, "write_whole", until_full)
    grade_class(root, "tiny", works(root, "ada"))
    with pytest.raises(AutograderError, match="the disk is full, so the grading stopped at ben"):
        grade_class(root, "tiny", works(root, "ada ben"))
    assert points(root) == {"ada": 5.0}
    monkeypatch.setattr(writer, "write_whole", write)
    grade_class(root, "tiny", works(root, "ada ben"))
    assert points(root) == {"ada": 5.0, "ben": 3.0}


@pytest.mark.needs("sandbox")
@pytest.mark.parametrize("short", [1, 99], ids=["once", "always"])
def test_the_machine_is_short_of_memory(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, short: int
) -> None:
    """A kernel that may have been killed for that is judged once more, and nobody's zero."""
    root = copied(course, tmp_path)
    kills = iter([0, *[n for k in range(1, short + 1) for n in (k, k)], *[short] * 9])
    monkeypatch.setattr(job, "killed_for_memory", lambda: next(kills))
    (finn,) = grade_class(root, "tiny", works(root, "finn")).students
    if short == 1:
        assert (finn.total, finn.state) == (POINTS["finn"], "graded")
    else:
        assert finn.state == (
            "needs a person: the machine ran out of memory while it was judged, 2 times"
        )


@pytest.mark.needs("sandbox")
def test_a_worker_of_another_version_is_refused(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its verdicts are not this grader's."""
    root = copied(course, tmp_path)
    monkeypatch.setattr(job, "grader_version", lambda lab: "another")
    with pytest.raises(AutograderError, match="a worker has another version of the course"):
        grade_class(root, "tiny", works(root, "ada"))


def test_workers_are_fewer_where_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """One at least, and never more than cores."""
    monkeypatch.setattr(worker_pool, "available", lambda: 2 * worker_pool.WORKER_BYTES + 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    assert worker_pool.cores() == 2
    monkeypatch.setattr(worker_pool, "available", lambda: 0)
    assert worker_pool.cores() == 1


@pytest.mark.needs("sandbox")
def test_the_same_verdicts_at_any_number_of_workers(course: Path, tmp_path: Path) -> None:
    """Equal as wholes: points, messages, notes, seeds; with sandboxes warm and cold."""
    (tmp_path / "secret").mkdir()
    found = {}
    for workers, warm in ((1, False), (2, True), (4, True)):
        root = copied(course, tmp_path / f"{workers}")
        (root / "grading").mkdir()
        (root / "grading" / "secret").write_bytes(b"the same\n")
        options = GradingOptions(workers=workers, warm=warm)
        results = grade_class(root, "tiny", works(root), options=options)
        assert results.cold == ()
        assert {one.student: one.total for one in results.students} == POINTS
        found[workers] = {name: record_of(root, name).verdict for name in CLASS}
    assert found[1] == found[2] == found[4]


def test_no_more_is_on_its_way_than_workers_need(course: Path, tmp_path: Path) -> None:
    """Jobs are taken one by one, as workers get free: a class is never in memory as a whole."""
    from autograder.labsource import read_lab

    lab = read_lab(course / "solutions" / "tiny" / "tiny.py")
    taken: list[str] = []
    answered = 0

    def jobs() -> Iterator[job.Job]:
        for number in range(12):
            taken.append(str(number))
            yield job.Job(str(number), lab, b"no notebook", b"secret", "none")

    with WorkerPool(1, alone=True) as alone:
        for answer in alone.judge(jobs()):
            answered += 1
            assert len(taken) <= answered + 2
            assert answer.problem
    assert answered == 12

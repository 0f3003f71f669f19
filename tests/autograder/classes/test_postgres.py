"""A gradebook in PostgreSQL: the system's own server, on a Unix socket, as an ordinary user."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.classes import execution, grade_class, read_results
from autograder.errors import AutograderError
from tests.autograder.classes.making import POINTS, Told, copied, record_of, works
from tests.needs import postgres_programs

pytestmark = [
    pytest.mark.needs("sandbox"),
    pytest.mark.slow,
    pytest.mark.needs("postgresql"),
    # nbgrader's own models make SQLAlchemy 2 warn, harmlessly.
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),
]

NOBODY = 65534


class Server:
    """PostgreSQL in a folder of its own, without a port."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder
        self.user = NOBODY if os.geteuid() == 0 else os.geteuid()
        self.url = f"postgresql+psycopg://grader@/postgres?host={folder}"
        os.chown(folder, self.user, -1)
        self._run("initdb", "-D", str(folder / "data"), "-U", "grader", "-A", "trust", "-N")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off"
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-o", options, "-l",
                  str(self.folder / "log"), "start")  # fmt: skip

    def stop(self) -> None:
        """Stop it at once, whoever is connected."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [str(self.programs / program), *words], user=self.user, cwd="/", check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=120,
            text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that runs; its folder has a short name, as the path of a socket must."""
    programs = postgres_programs()
    assert programs is not None, "the tests of this file are marked"
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        one = Server(programs, Path(folder))
        one.start()
        try:
            yield one
        finally:
            one.stop()


def test_a_class_in_postgres(course: Path, tmp_path: Path, server: Server) -> None:
    """The same marks as in SQLite; gone meanwhile, it is filled later without judging."""
    root = copied(course, tmp_path, server.url)
    results = grade_class(root, "tiny", works(root))
    assert {one.student: one.total for one in results.students} == POINTS
    assert not (root / "grading" / "gradebook.db").exists()
    again = Told()
    grade_class(root, "tiny", works(root), on_progress=again)
    assert again.counts == (0, 0, 5)


def test_the_server_goes_and_comes_back(
    course: Path, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command says what happened; nothing that was judged is judged again."""
    from autograder.classes import grader, writer

    root = copied(course, tmp_path, server.url)
    monkeypatch.setattr(execution, "PATIENCE_SECONDS", 1.0)

    def stop_and_keep(*arguments: object) -> None:
        server.stop()
        writer.save(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(grader, "save", stop_and_keep)
    with pytest.raises(AutograderError, match="the gradebook cannot be written"):
        grade_class(root, "tiny", works(root, "ada"))
    kept = record_of(root, "ada")
    assert (kept.stored, kept.verdict is not None) == (False, True)
    monkeypatch.setattr(grader, "save", writer.save)
    server.start()
    told = Told()
    grade_class(root, "tiny", works(root, "ada"), on_progress=told)
    assert told.counts == (0, 1, 0)
    assert record_of(root, "ada").verdict == kept.verdict
    assert {one.student: one.total for one in read_results(root, "tiny").students}["ada"] == 5

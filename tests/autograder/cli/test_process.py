"""The command as people start it: a process of its own."""

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest

COMMAND = [sys.executable, "-m", "autograder.cli"]
REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture
def environment() -> dict[str, str]:
    """An environment whose PATH does not lead to this Python's programs."""
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(REPOSITORY),
        "HOME": os.environ.get("HOME", "/"),
        "COLUMNS": "100",
    }


def test_help_does_not_load_the_libraries(environment: dict[str, str]) -> None:
    """Help is there at once: nothing heavy is imported for it."""
    heavy = "torch nbgrader nbconvert jupytext sqlalchemy"
    code = (
        "import sys, autograder.cli as cli\n"
        "try: cli.app(['--help'])\n"
        f"except SystemExit: print([m for m in '{heavy}'.split() if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          env=environment, timeout=180, check=True)  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_error_is_one_line_on_stderr(environment: dict[str, str], tmp_path: Path) -> None:
    """No traceback reaches a person, and stdout stays clean."""
    done = subprocess.run([*COMMAND, "report", "x"], capture_output=True, text=True, cwd=tmp_path,
                          env=environment, timeout=180, check=False)  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: no course was found")
    assert done.stderr.count("\n") == 1


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_a_class_is_graded_without_programs_on_path(
    environment: dict[str, str], course: Path, handed_in: Path
) -> None:
    """A grading from a bare environment prints the table and nothing else."""
    done = subprocess.run([*COMMAND, "grade", "tiny_lab", handed_in], capture_output=True,
                          text=True, env=environment, timeout=120, check=False)  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "3/3" in done.stdout


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_ctrl_c_while_student_code_runs(
    environment: dict[str, str], course: Path, handed_in: Path
) -> None:
    """Grading ends with 130, keeps what was graded before, and leaves no process behind."""
    arguments = [*COMMAND, "grade", "tiny_lab", str(handed_in)]
    subprocess.run(arguments, env=environment, timeout=180, check=True, capture_output=True)
    mark = f"stay-{secrets.token_hex(8)}"
    release = course / "labs" / "tiny_lab" / "tiny_lab.ipynb"
    notebook = nbformat.reads(release.read_text(), as_version=4)
    child = f"import time; time.sleep(100)  # {mark}"
    code = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])"
    next(c for c in notebook.cells if c.id == "exercise-double").source = code
    (handed_in / "bob.ipynb").write_text(nbformat.writes(notebook))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(arguments, env=environment, text=True, **pipes)
    assert _appears(mark), "the student's code did not start"
    output, errors = _interrupted(process)
    assert (process.returncode, output) == (130, "")
    assert errors.strip().splitlines()[-1].startswith("stopped: what was graded until now is kept")
    assert "Traceback" not in errors
    assert not _running(mark)
    report = subprocess.run([*COMMAND, "report", "tiny_lab"], capture_output=True, text=True,
                            env=environment, timeout=180, check=True)  # fmt: skip
    assert "3/3" in report.stdout


def _interrupted(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Press Ctrl-C, and again where a busy machine lost it in a callback; what was printed."""
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        try:
            return process.communicate(timeout=25)
        except subprocess.TimeoutExpired:
            continue
    process.kill()
    return process.communicate()


def _appears(mark: str) -> bool:
    deadline = time.monotonic() + 60
    while not (found := _running(mark)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def _running(mark: str) -> bool:
    """Whether a process with this mark on its command line runs, in whatever sandbox."""
    lines = (process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"]))
    return any(mark in part for line in lines for part in line)

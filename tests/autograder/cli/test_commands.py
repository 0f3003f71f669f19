"""Every command: its help, its success, its failures in a sentence, its exit codes."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from autograder.errors import AutograderError

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal wide enough for a sentence."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "dumb")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ((), ["build", "grade", "report", "replay", "demo"]),
        (("build",), ["--check", "solutions/"]),
        (("grade",), ["LAB", "PATH", "a zip of one", "--sandbox", "bubblewrap|none", "--course"]),
        (("report",), ["LAB", "gradebook"]),
        (("replay",), ["LAB", "STUDENT", "change nothing"]),
        (("release",), ["--out", "DIR|ZIP", "--force", "no solution"]),
        (("demo",), ["LAB", "build/demo", "--sandbox"]),
    ],
)
def test_help_says_what_a_command_does(
    run: Run, command: tuple[str, ...], words: list[str]
) -> None:
    """The help names the arguments and where results land."""
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert all(word in " ".join(result.output.split()) for word in words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("grad",), "Did you mean 'grade'?"),
        (("grade",), "Missing argument 'LAB'"),
        (("grade", "tiny_lab"), "Missing argument 'PATH'"),
        (("build", "--chek"), "--check"),
        (("release",), "Missing option '--out'"),
        (("report", "tiny_lab", "more"), "unexpected extra argument"),
    ],
    ids=["command", "no lab", "no path", "option", "no place", "too many"],
)
def test_usage_errors_end_with_2(run: Run, arguments: tuple[str, ...], words: str) -> None:
    """A mistyped command line is told apart from a failure, with a hint."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "tiny"), "did you mean tiny_lab?"),
        (("grade", "tiny_lub", "."), "did you mean tiny_lab?"),
        (("grade", "tiny_lab", "nowhere"), "there is nothing at nowhere"),
        (("grade", "tiny_lab", "empty"), "no submission was found"),
        (("report", "tiny_lab"), "nothing of tiny_lab was graded yet"),
        (("replay", "tiny_lab", "ada"), "there is no verdict about 'ada' in tiny_lab"),
        (("demo", "none"), "no lab is called 'none'"),
        (("release", "tiny", "--out", "new"), "did you mean tiny_lab?"),
        (("release", "--out", "solutions"), "there is something in"),
        (("demo",), "no lab is called 'lab01_knn'"),
        (("report", "tiny_lab", "--course", "/"), "no course was found"),
    ],
)
def test_failures_end_with_1_and_a_sentence(
    run: Run, course: Path, arguments: tuple[str, ...], words: str
) -> None:
    """What is wrong, and no traceback; nothing was written."""
    (course / "empty").mkdir()
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (course / "grading" / "submitted").exists()


def test_outside_of_a_course_every_command_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that marks a course is named."""
    monkeypatch.chdir(tmp_path)
    for arguments in (("build",), ("grade", "x", "."), ("report", "x"), ("demo",)):
        result = run(*arguments)
        assert (result.exit_code, "nbgrader_config.py" in result.stderr) == (1, True)


def test_build_writes_what_changed(run: Run, course: Path) -> None:
    """A second build has nothing to do; --check fails until a change is built."""
    assert "tiny_lab: up to date" in run("build").stdout
    source = course / "solutions" / "tiny_lab" / "tiny_lab.py"
    source.write_text(source.read_text().replace("A tiny lab", "A small lab"))
    before = (course / "labs" / "tiny_lab" / "tiny_lab.ipynb").read_bytes()
    check = run("build", "--check", "tiny_lab")
    assert check.exit_code == 1
    assert "out of date: labs/tiny_lab/tiny_lab.ipynb" in check.stdout
    assert (course / "labs" / "tiny_lab" / "tiny_lab.ipynb").read_bytes() == before
    assert "written: labs/tiny_lab/tiny_lab.ipynb" in run("build").stdout
    assert run("build", "--check").exit_code == 0


@pytest.mark.parametrize("name", ["class", "class.zip"])
def test_release_writes_what_students_get(run: Run, course: Path, name: str) -> None:
    """It says where, how much, and which labs; a second time it asks for --force."""
    result = run("release", "--out", name)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"{name}: ")
    assert "  labs/tiny_lab/tiny_lab.ipynb" in result.stdout.splitlines()
    assert (course / name).exists()
    again = run("release", "--out", name)
    assert (again.exit_code, "--force" in again.stderr) == (1, True)
    assert run("release", "tiny_lab", "--out", name, "--force").exit_code == 0


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_a_class_is_graded_from_below_the_course(
    run: Run, course: Path, handed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table, the marks, the page and the report agree; what is no notebook is named."""
    (handed_in / "bob.ipynb").write_text("{")
    (handed_in / "list.csv").touch()
    monkeypatch.chdir(handed_in)
    result = run("grade", "tiny_lab", ".")
    assert result.exit_code == 0, result.output
    assert "3/3" in result.stdout
    assert "could not be read: the file is cut off" in result.stdout
    assert "left out, as they are no notebooks: list.csv" in result.stderr
    marks = course / "grading" / "marks_tiny_lab.csv"
    assert str(marks) in result.stdout
    assert marks.read_text().splitlines()[1] == "ada,3,3,0,3,graded,bubblewrap,"
    assert re.search(r"in a sandbox \(bubblewrap [\d.]+ of the \w+\)", result.stdout)
    assert (course / "grading/feedback/ada/tiny_lab/tiny_lab.html").is_file()
    again = run("report", "tiny_lab")
    table = [line for line in result.stdout.splitlines() if line.startswith("│")]
    assert [line for line in again.stdout.splitlines() if line.startswith("│")] == table


@pytest.mark.parametrize(
    "command",
    [("grade", "tiny_lab", "handed_in"), ("demo", "tiny_lab", "--sandbox", "bubblewrap")],
    ids=["grade", "demo"],
)
def test_without_bubblewrap_grading_stops_with_a_sentence(
    run: Run, course: Path, handed_in: Path, monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:  # fmt: skip
    """There is no silent fallback: nothing is written until one is asked for."""
    monkeypatch.setattr("autograder.sandbox.available", lambda: "no bubblewrap, or --sandbox none")
    result = run(*command)
    assert result.exit_code == 1
    assert "no bubblewrap, or --sandbox none" in result.stderr
    assert not (course / "grading" / "submitted").exists()
    assert not (course / "build" / "demo").exists()


@pytest.mark.slow
def test_without_bubblewrap_the_demo_goes_on_and_says_so_last(
    run: Run, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its class is our own code; a newcomer sees the grade table, whatever the machine."""
    monkeypatch.setattr("autograder.sandbox.available", lambda: "no bubblewrap: install it")
    result = run("demo", "tiny_lab")
    assert result.exit_code == 0, result.output
    assert "tiny_lab: 5 students" in result.stdout
    assert "students' code ran WITHOUT a sandbox" in result.stdout
    assert result.stdout.splitlines()[-1] == (
        "this demo ran WITHOUT a sandbox, in which real hand-ins are not graded: "
        "no bubblewrap: install it"
    )


def test_grading_without_a_sandbox_says_so(run: Run, course: Path, handed_in: Path) -> None:
    """On the screen, in the marks and on the page."""
    result = run("grade", "tiny_lab", handed_in, "--sandbox", "none")
    assert result.exit_code == 0, result.output
    assert "3/3" in result.stdout
    assert "WITHOUT a sandbox" in result.stdout
    lines = (course / "grading/marks_tiny_lab.csv").read_text().splitlines()
    assert lines[1] == "ada,3,3,0,3,graded,none,"
    page = (course / "grading/feedback/ada/tiny_lab/tiny_lab.html").read_text()
    assert "without a sandbox" in page


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_a_verdict_is_replayed(run: Run, course: Path, handed_in: Path) -> None:
    """The same verdict again; another one, and an exit code of 1, with another secret."""
    assert run("grade", "tiny_lab", handed_in).exit_code == 0
    result = run("replay", "tiny_lab", "ada")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == ["double: 3 of 3", "the same verdict, message for message"]
    (course / "grading" / "secret").write_text("another")
    result = run("replay", "tiny_lab", "ada")
    assert result.exit_code == 1
    assert "differs: double: other inputs" in result.stdout
    assert "the verdict about ada is another one now" in result.stderr


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_one_late_notebook_joins_the_marks(run: Run, course: Path, handed_in: Path) -> None:
    """Marks hold the whole class, though only the late student was graded again."""
    assert run("grade", "tiny_lab", handed_in).exit_code == 0
    late = course / "late.ipynb"
    (handed_in / "ada.ipynb").rename(late)
    result = run("grade", "tiny_lab", late)
    assert "1 student" in result.stdout
    lines = (course / "grading/marks_tiny_lab.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in lines] == ["student", "ada", "late"]


@pytest.mark.slow
def test_the_demo_runs_twice_in_a_place_of_its_own(run: Run, course: Path) -> None:
    """Five students, from full marks to no notebook; the course's gradebook is not touched."""
    for _ in range(2):
        result = run("demo", "tiny_lab")
        assert result.exit_code == 0, result.output
    rows = {
        cells[1].strip(): cells[3].strip()
        for line in result.stdout.splitlines()
        if len(cells := line.split("│")) > 3
    }
    assert rows["ada"] == "3/3"
    assert rows["cleo"] == rows["dora"] == rows["emil"] == "0/3"
    for name in ("submissions", "marks_tiny_lab.csv", "feedback", "gradebook.db"):
        assert f"build/demo/{'grading/' * (name != 'submissions')}{name}" in result.stdout
    assert not (course / "grading" / "gradebook.db").exists()
    with sqlite3.connect(course / "build/demo/grading/gradebook.db") as gradebook:
        (count,) = gradebook.execute("select count(*) from student").fetchone()
    gradebook.close()
    assert count == 5


@pytest.mark.needs("sandbox")
def test_interrupting_is_a_sentence(
    run: Run, course: Path, handed_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends with 130 and says what stays."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("autograder.classes.grade_class", interrupted)
    result = run("grade", "tiny_lab", handed_in)
    assert result.exit_code == 130
    assert result.stderr.strip().endswith("run the command again to go on")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "the disk is full"),
        (AutograderError("no"), "error: no"),
    ],
    ids=["full disk", "own error"],
)
def test_errors_are_told_in_one_place(
    run: Run, course: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    """Whichever command meets them."""

    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("autograder.labsource.build_all", fails)
    result = run("build")
    assert (result.exit_code, words in result.stderr) == (1, True)

"""The command `course`: help, success and failure of every command."""

import contextlib
import os
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from nbformat import v4

from course_lib import data
from course_tools import cli, doctor, lab_server

COURSE = Path(sysconfig.get_path("scripts")) / "course"


@pytest.fixture
def course(monkeypatch, capsys):
    """Runs the command line in this process; returns the exit code, stdout and stderr."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["course", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return run


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Look after the course's labs"),
        (["doctor"], "Examine this machine"),
        (["check"], "Run the visible checks of your own notebook"),
        (["lab"], "Start JupyterLab on the labs"),
        (["progress"], "how far you are"),
        (["data"], "fetch, verify, show"),
        (["data", "fetch"], "Download data sets"),
        (["data", "verify"], "Check the files of data sets"),
        (["data", "show"], "Show which data sets there are"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_every_command_explains_itself(course, words, said):
    code, out, err = course(*words, "--help")
    assert (code, err) == (0, "")
    assert said in out


@pytest.mark.parametrize(
    "words",
    [["docter"], ["doctor", "--fast"], ["check"], ["check", "x", "--timeout", "soon"],
     ["data", "show", "a", "b"]],
    ids=["command", "option", "missing", "not a number", "too many"],
)  # fmt: skip
def test_wrong_usage_is_told_on_stderr_with_exit_code_2(course, words):
    code, out, err = course(*words)
    assert (code, out) == (2, "")
    assert "Usage: course" in err


def test_a_mistyped_command_is_answered_with_the_nearest(course):
    assert "Did you mean 'doctor'?" in course("docter")[2]


def test_the_installed_command_is_this_one():
    done = subprocess.run([COURSE, "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert "doctor" in done.stdout


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ValueError("expected this"), "error: expected this\n"),
        (RuntimeError("no kernel"), "error: no kernel\n"),
        (PermissionError(13, "Permission denied", "x"), "error: Permission denied: x\n"),
        (OSError(28, "No space left on device"), "error: No space left on device\n"),
        (ValueError(), "error: ValueError\n"),
    ],
    ids=["value", "runtime", "permission", "disk full", "silent"],
)  # fmt: skip
def test_what_a_user_can_get_wrong_ends_in_one_sentence(course, monkeypatch, error, sentence):
    def fail(name):
        raise error

    monkeypatch.setattr(data, "fetch", fail)
    assert course("data", "fetch") == (1, "", sentence)


def test_ctrl_c_ends_with_exit_code_130(course, monkeypatch):
    def interrupt(name):
        raise KeyboardInterrupt

    monkeypatch.setattr(data, "fetch", interrupt)
    assert course("data", "fetch")[0] == 130


# doctor


def found(monkeypatch, *findings):
    monkeypatch.setattr(doctor, "diagnose", lambda: iter(findings))


def test_doctor_is_content_where_labs_can_run(course, monkeypatch):
    found(
        monkeypatch,
        doctor.Finding("python", "ok", "3.11.7"),
        doctor.Finding("data", "warn", "MNIST is not here", "run: course data fetch mnist"),
    )
    assert course("doctor") == (
        0,
        "ok    python   3.11.7\n"
        "warn  data     MNIST is not here\n"
        "                 → run: course data fetch mnist\n"
        "Labs can run here.\n",
        "",
    )


def test_doctor_fails_where_a_lab_could_not_run(course, monkeypatch):
    found(monkeypatch, doctor.Finding("memory", "FAIL", "0.1 GiB free", "close other programs"))
    code, out, _ = course("doctor")
    assert code == 1
    assert out.startswith("FAIL  memory   0.1 GiB free\n")
    assert out.endswith("A lab could not run here: 1 to put right.\n")


def test_doctor_breaks_no_command_that_is_there_to_be_copied(course, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    command = "run: " + "word " * 30 + "[end]"
    found(monkeypatch, doctor.Finding("torch", "FAIL", "broken", command))
    assert command in course("doctor")[1]


def test_doctor_names_a_torch_that_cannot_be_imported(tmp_path):
    """The command itself must run without torch, or it could never say so."""
    (tmp_path / "torch.py").write_text("raise ImportError('no torch here')\n")
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([COURSE, "doctor"], capture_output=True, text=True, env=env)
    assert done.returncode == 1
    assert "FAIL  torch    torch cannot be imported (ImportError: no torch here)" in done.stdout
    assert done.stderr == ""


# check


def lab(folder, source, setup="x = 1"):
    """A notebook with one test cell, which logs as course_lib.checks would."""
    log = f"""
import json, os
def log(**outcome):
    with open(os.environ["COURSE_CHECKS"], "a") as file:
        file.write(json.dumps(outcome) + "\\n")
{source}
"""
    cells = [
        v4.new_code_cell(setup, metadata={"course": {"role": "exercise", "id": "l1_distances"}}),
        v4.new_code_cell(log, metadata={"course": {"role": "test", "id": "l1_distances"}}),
    ]
    folder.mkdir()
    nbformat.write(v4.new_notebook(cells=cells), folder / "lab.ipynb")
    return folder


def test_check_shows_a_tick_for_each_check_that_holds(course, tmp_path):
    code, out, _ = course("check", lab(tmp_path / "lab", "log(title='by hand', passed=True)"))
    assert code == 0
    assert "│ l1_distances │ ✓ │ by hand │" in out
    assert "1 of 1 checks pass. Grading adds checks that are not shown here." in out


def test_check_shows_message_and_hint_of_a_check_that_fails(course, tmp_path):
    fails = "log(title='by [bold] hand', passed=False, message='got 3', hint='sum')"
    code, out, err = course("check", lab(tmp_path / "lab", fails))
    assert (code, err) == (1, "")
    rows = [[part.strip() for part in line.split("│")[1:4]] for line in out.splitlines()]
    at = rows.index(["l1_distances", "✗", "by [bold] hand"])
    assert rows[at + 1 : at + 3] == [["", "", "got 3"], ["", "", "hint: sum"]]
    assert out.endswith("0 of 1 checks pass.\n")


def test_check_stops_a_hung_cell_after_the_time_given(course, tmp_path):
    hangs = lab(tmp_path / "lab", "log(title='a', passed=True)", setup="while True: pass")
    code, out, _ = course("check", hangs, "--timeout", "1")
    assert code == 1
    assert "code cell 1 `while True: pass` ran longer than 1 s" in out


def test_check_without_such_a_notebook_is_one_sentence(course):
    assert course("check", "labs/no-such-lab") == (
        1,
        "",
        "error: expected a notebook or its folder, found no labs/no-such-lab: "
        "give the path of a lab's folder\n",
    )


def test_ctrl_c_while_checking_leaves_no_kernel_behind(tmp_path):
    told = tmp_path / "pid"
    setup = f"import os\nopen({str(told)!r}, 'w').write(str(os.getpid()))\nwhile True: pass"
    folder = lab(tmp_path / "lab", "pass", setup=setup)
    checking = subprocess.Popen([COURSE, "check", folder], stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not (told.exists() and told.read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    kernel = int(told.read_text())
    err = ""
    for _ in range(3):  # pressed again where a busy machine lost it in a callback
        checking.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            _, err = checking.communicate(timeout=25)
            break
    assert (checking.returncode, err) == (130, "")
    assert not psutil.pid_exists(kernel) or psutil.Process(kernel).status() == "zombie"


# data


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty data folder."""
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    return tmp_path


def damage(folder):
    raw = folder / "MNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / "train-images-idx3-ubyte").write_bytes(b"cut short")


def test_data_fetch_says_where_each_data_set_lies(course, monkeypatch):
    monkeypatch.setattr(data, "fetch", lambda name: Path("data") / name)
    expected = f"mnist: ready, in {Path('data/mnist')}\n"
    assert course("data", "fetch") == (0, expected, "")
    both = expected + f"digits: ready, in {Path('data/digits')}\n"
    assert course("data", "fetch", "mnist", "digits") == (0, both, "")


def test_data_fetch_without_a_network_is_one_sentence(course, folder):
    code, out, err = course("data", "fetch", "mnist")
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert "COURSE_OFFLINE forbids downloads" in err
    assert err.count("\n") == 1


def test_data_verify_looks_at_what_is_here(course, folder):
    code, out, err = course("data", "verify")
    assert (code, err) == (0, "")
    assert out.startswith("ok    digits: ")


def test_data_verify_names_each_damaged_file_and_the_remedy(course, folder):
    damage(folder)
    code, out, err = course("data", "verify")
    assert code == 1
    assert "train-images-idx3-ubyte has 9 bytes where 47,040,016 are expected" in out
    assert err == "error: not every file is whole; run: course data fetch mnist\n"


@pytest.mark.parametrize("command", ["fetch", "verify", "show"])
def test_an_unknown_data_set_is_answered_with_the_nearest(course, folder, command):
    code, out, err = course("data", command, "mnits")
    assert (code, out) == (1, "")
    assert 'Did you mean "mnist"?' in err


def test_data_show_lists_every_data_set(course, folder):
    code, out, _ = course("data", "show")
    assert code == 0
    assert [name for name in data.NAMES if f"│ {name} " not in out] == []
    assert out.count("missing") == len(data.NAMES) - 1  # digits are always here


def test_data_show_of_one_that_is_here_says_what_is_in_it(course, folder):
    code, out, _ = course("data", "show", "digits")
    assert code == 0
    assert "1,197 training, 200 validation and 400 test images of 28 × 28" in " ".join(out.split())


def test_data_show_of_one_that_is_not_here_says_so(course, folder):
    code, out, _ = course("data", "show", "mnist")
    assert code == 0
    assert "missing" in out
    assert "training" not in out


# progress


def test_progress_is_a_line_for_each_lab_and_a_board_for_one(course, small_lab, monkeypatch):
    monkeypatch.chdir(small_lab.parent.parent)
    said = "0 of 2 exercises done, 0 of 3 points for code so far"
    assert course("progress") == (0, f"A small lab: {said}\n", "")
    code, out, _ = course("progress", "lab_small")
    assert (code, out.splitlines()[:2]) == (0, ["A small lab", said])


def test_progress_without_labs_is_one_sentence(course, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = course("progress")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("error: expected labs in ")


# lab


def test_lab_without_labs_is_one_sentence(course, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = course("lab")
    assert (code, out) == (1, "")
    assert err.startswith(f"error: expected the labs in {tmp_path / 'labs'}, found no such folder")


@pytest.mark.parametrize("instructor", [False, True], ids=["student", "instructor"])
def test_lab_opens_on_the_start_page(tmp_path, monkeypatch, instructor):
    """For an instructor the whole course is served, which the formgrader needs."""
    (tmp_path / "my labs").mkdir()
    if instructor:
        (tmp_path / "nbgrader_config.py").touch()
    for name in ("PATH", "JUPYTER_CONFIG_PATH", "JUPYTER_PREFER_ENV_PATH"):
        monkeypatch.setenv(name, "")  # put back after the test
    started = []
    monkeypatch.setattr(lab_server, "start", started.extend)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["course", "lab", "--folder", "my labs", "--port=1"])
    with contextlib.suppress(SystemExit):
        cli.main()
    labs = tmp_path / "my labs"
    root, page = (tmp_path, "my%20labs/START.md") if instructor else (labs, "START.md")
    assert started == [
        f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{page}", "--port=1"
    ]  # fmt: skip
    assert (labs / "START.md").read_text().startswith("# The labs")
    # The kernel of this environment goes before one of the same name in the user's folder.
    assert os.environ["JUPYTER_PREFER_ENV_PATH"] == "1"

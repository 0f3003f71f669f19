"""The Makefile sets up once, takes up what was interrupted, and has one verb per job."""

import os
import shutil
import subprocess
import sys

import pytest

VERBS = [
    "setup",
    "demo",
    "lab",
    "check",
    "test",
    "build",
    "redteam",
    "bench",
    "docs",
    "screenshots",
    "bare",
    "lint",
    "clean",
]

# In place of the environment's Python: notes how it was called, and fails where told to.
FAKE = """#!/bin/sh
echo "${0##*/} $*" >>"$TREE/calls"
case "$*" in *install*) exit ${INSTALL:-0};; *pytest*) echo "offline=$COURSE_OFFLINE";; esac
"""


@pytest.fixture
def tree(root, tmp_path):
    """A copy of what make needs, in a folder with a space in its name."""
    tree = tmp_path / "a course"
    (tree / "scripts").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "scripts/create_venv.sh"):
        shutil.copy(root / name, tree / name)
    return tree


@pytest.fixture
def make(tree):
    """Runs make in the copy."""

    def run(*words, **variables):
        # The outer make's flags, of `make test`, are not for this one.
        outer = ("MAKE", "ARGS", "LAB")
        env = {key: value for key, value in os.environ.items() if not key.startswith(outer)}
        env |= {"TREE": str(tree), **variables}
        return subprocess.run(["make", *words], cwd=tree, env=env, capture_output=True, text=True)

    return run


@pytest.fixture
def environment(tree):
    """A virtual environment whose programs are fakes."""
    programs = tree / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "autograder", "course", "lint-imports"):
        (programs / name).write_text(FAKE)
        (programs / name).chmod(0o755)
    return programs


def calls(tree):
    return (tree / "calls").read_text().splitlines()


def test_make_alone_lists_every_verb(make):
    listed = [line.split()[1] for line in make().stdout.splitlines()]
    assert listed == ["help", *VERBS]


def test_set_up_installs_the_course_with_the_tested_versions(make, tree, environment):
    assert make("setup").returncode == 0
    assert calls(tree)[-1] == "python -m pip install -c constraints.txt -e .[grading,dev]"


def test_set_up_is_done_once(make, tree, environment):
    make("setup")
    first = calls(tree)
    make("setup")
    assert calls(tree) == first


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_set_up_is_done_again_when_what_it_installs_changes(make, tree, environment, name):
    make("setup")
    first = calls(tree)
    later = (tree / ".venv" / "set-up").stat().st_mtime + 10
    os.utime(tree / name, (later, later))
    make("setup")
    assert len(calls(tree)) == 2 * len(first)


def test_a_failed_installation_is_tried_once_more_and_then_taken_up_by_the_next_make(
    make, tree, environment
):
    assert make("setup", INSTALL="1").returncode != 0
    assert sum("install" in call for call in calls(tree)) == 2
    assert make("setup").returncode == 0
    assert sum("install" in call for call in calls(tree)) == 3


@pytest.mark.parametrize(
    ("words", "call"),
    [
        (["demo"], "autograder demo"),
        (["demo", "LAB=lab02"], "autograder demo lab02"),
        (["build"], "autograder build"),
        (["lab", "ARGS=--no-browser"], "course lab --no-browser"),
        (["bench"], "python -m benchmarks"),
        (["lint"], "python -m pyright"),
        (["check"], "python -m pytest -n 2 --dist loadfile -m not slow"),
        (["test", "ARGS=-x"], "python -m pytest -n 2 --dist loadfile --durations=10 -x"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_each_verb_sets_up_and_runs_the_environments_own_program(
    make, tree, environment, words, call
):
    done = make(*words)
    assert done.returncode == 0, done.stderr
    assert any("pip install" in line for line in calls(tree))
    assert calls(tree)[-1] == call


def test_make_test_lints_first_and_runs_offline(make, tree, environment):
    done = make("test")
    assert done.stdout.splitlines()[-1] == "offline=1"
    assert calls(tree)[-5:] == [
        "python -m ruff check .",
        "python -m ruff format --check .",
        "lint-imports --no-logo --no-cache",
        "python -m pyright",
        "python -m pytest -n 2 --dist loadfile --durations=10",
    ]


def test_clean_keeps_the_environment_and_the_class(make, tree, environment):
    kept = [tree / "grading" / "gradebook.db", environment / "__pycache__" / "x.pyc"]
    gone = [tree / "course_lib" / "__pycache__" / "x.pyc", tree / ".pytest_cache" / "x"]
    for path in kept + gone:
        path.parent.mkdir(parents=True)
        path.touch()
    assert make("clean").returncode == 0
    assert [path for path in kept if not path.exists()] == []
    assert [path for path in gone if path.exists()] == []


def test_a_python_that_is_too_old_is_one_sentence_and_leaves_nothing(make, tree):
    old = tree / "old python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = make("setup", f"PYTHON={old}")
    assert done.returncode != 0
    first = done.stderr.splitlines()[0]
    assert first.startswith(f"error: expected Python 3.11 or newer with its venv module, but {old}")
    assert not (tree / ".venv").exists()


def test_a_machine_without_a_python_is_one_sentence(tree):
    sh = shutil.which("sh")
    assert sh is not None
    command = [sh, str(tree / "scripts/create_venv.sh"), ".venv"]
    done = subprocess.run(command, env={"PATH": "/nowhere"}, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("error: found no Python 3.11 or newer")


def test_an_environment_is_made_by_the_python_that_was_named(tree):
    command = ["sh", "scripts/create_venv.sh", ".venv", sys.executable]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    python = tree / ".venv" / "bin" / "python"
    script = "import sys, pip; print(sys.version_info[:3])"
    made = subprocess.run([python, "-c", script], capture_output=True, text=True)
    assert made.stdout.strip() == str(sys.version_info[:3])

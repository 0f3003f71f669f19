"""The rule about layers is kept by `make lint`; here it is seen to notice what breaks it."""

import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

LINT = Path(sysconfig.get_path("scripts")) / "lint-imports"


@pytest.fixture
def tree(root, tmp_path):
    """A copy of the code and of the rule."""
    for name in ("autograder", "course_tools", "course_lib"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def lint(tree):
    return subprocess.run(
        [LINT, "--no-logo", "--no-cache"], cwd=tree, env={"PYTHONPATH": str(tree)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_code_keeps_it(tree):
    done = lint(tree)
    assert (done.returncode, "2 kept, 0 broken" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("autograder/static/slicing.py", "import autograder.judging.grade"),
        (
            "autograder/submissions/student_names.py",
            "def f():\n    from autograder.classes import record",
        ),
        ("course_lib/seeding.py", "import autograder.errors"),
        ("course_lib/seeding.py", "import course_tools.board"),
        ("course_tools/board.py", "import autograder.errors"),
    ],
    ids=[
        "upward",
        "upward within a function",
        "the library asks the grader",
        "the library asks a tool",
        "a tool asks the grader",
    ],
)
def test_an_import_that_points_up_is_noticed(tree, module, line):
    path = tree / module
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\n{line}\n", encoding="utf-8")
    done = lint(tree)
    assert (done.returncode, "1 kept, 1 broken" in done.stdout) == (1, True), done.stdout


def test_a_new_folder_must_be_given_its_layer(tree):
    (tree / "autograder" / "anew").mkdir()
    (tree / "autograder" / "anew" / "__init__.py").write_text('"""New."""\n')
    assert lint(tree).returncode == 1

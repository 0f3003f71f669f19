"""Where only Python, git and make are, the demo ends with its table and the tests are green."""

import os
import re
import shutil
import subprocess

import pytest

from tests.project.bare import environment, programs

#: Of the tests: some of what such a machine lacks, and some of what it has.
SOME = "tests/browser tests/project/test_skips.py"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def make(root, tmp_path_factory):
    """Runs make in a copy of the tree, with this environment, as on such a machine."""
    folder = tmp_path_factory.mktemp("bare")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    tree = folder / "course"
    for name in filter(None, listed.stdout.split("\0")):
        if (root / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, tree / name)
    (tree / ".venv").symlink_to(os.environ.get("VIRTUAL_ENV") or root / ".venv")
    home = folder / "home"
    home.mkdir()
    # The copy's own code, though the environment has this tree's installed.
    env = environment(programs(folder / "bin"), home) | {"PYTHONPATH": str(tree)}

    def run(*words):
        # What is installed stays, and what `make lint` finds is known.
        command = ["make", "-o", ".venv/set-up", "-o", "lint", *words]
        return subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True)

    return run


@pytest.mark.needs("sandbox")
def test_the_demo_ends_with_the_grade_table_in_a_sandbox(make):
    done = make("demo")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^ada +2 +2 +5 +5 .* 42/45 ", done.stdout, re.MULTILINE)
    assert "in a sandbox (bubblewrap" in done.stdout
    assert "WITHOUT" not in done.stdout


def test_the_tests_end_green_with_a_list_of_what_was_not_run(make):
    done = make("test", f"ARGS={SOME}")
    assert done.returncode == 0, done.stdout
    assert "there is no Chromium: apt-get install chromium" in done.stdout
    assert "there is no GPU that torch can use" not in done.stdout  # none of these need one

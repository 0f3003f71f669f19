"""Continuous integration runs `make test`, with the real data where they lie beside the tree."""

import os
import shutil
import subprocess

import pytest


@pytest.fixture
def run(root, tmp_path):
    """Runs a copy of .ci/run with a fake make, and the system packages there or not."""
    tree = tmp_path / "tree"
    (tree / ".ci").mkdir(parents=True)
    shutil.copy(root / ".ci" / "run", tree / ".ci" / "run")
    programs = tmp_path / "bin"
    programs.mkdir()

    def program(name, script):
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)

    program("make", 'echo "make $* in $PWD with data in ${COURSE_DATA-none}"; exit ${CODE-0}')
    for name in ("bash", "dirname", "id", "sh"):
        found = shutil.which(name)
        assert found is not None
        (programs / name).symlink_to(found)

    def start(*, packages=True, apt=None, **variables):
        if packages:
            program("chromium", "")
        if apt is not None:
            program("apt-get", f'echo "apt-get $*" >&2; {apt}')
            (programs / "id").unlink()
            program("id", "echo 0")
        # Nothing but the programs above can be found, whatever this machine has.
        env = {**os.environ, "PATH": str(programs), **variables}
        env.pop("COURSE_DATA", None)
        command = [str(tree / ".ci" / "run")]
        bash = shutil.which("bash")
        assert bash is not None
        return subprocess.run([bash, *command], env=env, capture_output=True, text=True)

    return start


def test_it_ends_with_make_test_in_the_tree(run, tmp_path):
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"make test in {tmp_path / 'tree'} with data in none\n"


def test_it_fails_where_make_test_fails(run):
    assert run(CODE="2").returncode == 2


def test_it_uses_the_data_beside_the_tree(run, tmp_path):
    data = tmp_path / "shared" / "data"
    data.mkdir(parents=True)
    assert run().stdout.endswith(f"with data in {data}\n")


def test_it_installs_the_missing_system_packages(run):
    done = run(packages=False, apt="exit 0")
    asked = [line for line in done.stderr.splitlines() if "apt-get" in line]
    assert asked[0] == "apt-get update -qq"
    assert [line.split()[-1] for line in asked[1:]] == ["chromium"]
    assert "make test" in done.stdout


def test_it_goes_on_where_a_system_package_cannot_be_installed(run):
    done = run(packages=False, apt="exit 100")
    assert done.returncode == 0
    assert "note: could not install chromium; going on without it" in done.stderr
    assert "make test" in done.stdout


def test_it_goes_on_where_there_is_no_apt(run):
    done = run(packages=False)
    assert done.returncode == 0
    assert "note: no chromium" in done.stderr


def test_it_can_be_started_as_it_is(root):
    assert os.access(root / ".ci" / "run", os.X_OK)

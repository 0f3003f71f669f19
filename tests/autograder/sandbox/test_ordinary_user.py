"""The same attacks, where an ordinary user grades.

Where root runs the tests, they run once more as the user "nobody". The environment may lie in a
folder that only root may enter, so they run in a view of this machine in which nobody may enter
it; the sandbox under test is made within.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox import find_program
from autograder.sandbox.mounts import python_folders

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[2]
NOBODY = 65534
#: Folders that all may enter anyway; the checkout may lie below /tmp.
SHARED = {Path("/usr"), Path("/tmp")}
MODULES = ("isolation", "caps", "lifetime", "kernel", "available", "program", "warm")

pytestmark = [pytest.mark.slow, pytest.mark.needs("sandbox")]


def opened(folders: list[Path]) -> list[str]:
    """Arguments of bubblewrap that show these folders behind parents that all may enter."""
    words = []
    for top in sorted({Path("/", folder.parts[1]) for folder in folders} - SHARED):
        words += ["--perms", "0755", "--tmpfs", str(top)]
    for folder in sorted(folders):
        for parent in reversed(folder.parents[:-1]):
            if parent not in SHARED:
                words += ["--perms", "0755", "--dir", str(parent)]
        words += ["--ro-bind", str(folder), str(folder)]
    return words


def test_every_attack_as_an_ordinary_user() -> None:
    """The tests of these modules hold there too."""
    modules = [str(HERE / f"test_{name}.py") for name in MODULES]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += [f"--rootdir={CHECKOUT}", "-c", str(CHECKOUT / "pyproject.toml")]
    command += ["--basetemp=/tmp/t", *modules]
    if os.geteuid() == 0:
        # With the links that lead from the environment's Python to the real one.
        folders = sorted({*python_folders(), CHECKOUT})
        view = [find_program().path, "--dev-bind", "/", "/", "--perms", "1777", "--tmpfs", "/tmp"]
        command = [*view, *opened(folders), *change_user(), *command]
    env = {**os.environ, "HOME": "/tmp/home", "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(command, env=env, cwd="/", capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert "passed" in ran.stdout


def change_user() -> list[str]:
    """A command in front of another, which then runs as nobody."""
    source = (
        "import os, sys; os.setgroups([]); os.setresgid(*[int(sys.argv[1])] * 3); "
        "os.setresuid(*[int(sys.argv[1])] * 3); os.execvp(sys.argv[2], sys.argv[2:])"
    )
    return [sys.executable, "-c", source, str(NOBODY)]

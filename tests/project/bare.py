"""A machine that has Python, git, make and the shell's own tools, and nothing else.

    python -m tests.project.bare [USER]   clone, set up, demo and every test, as this user; where
                                          that is root, once more as an ordinary user ("nobody")

It takes as long as two `make test` and the downloads. `make bare` starts it; `make test` tries the
same machine with this environment and a few tests (test_bare_machine.py).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: Besides Python: what the Makefile's own lines and pip need.
PROGRAMS = (
    "git make sh bash env ls cat cp mv rm ln mkdir rmdir touch chmod mktemp pwd id uname dirname "
    "basename sed grep find head tail sort tr cut wc tee xargs sleep kill true false test expr date"
)

#: Of this process's variables: none but those that pip is told where packages are by.
_PASSED_ON = ("PIP_", "SSL_", "REQUESTS_", "LANG", "COURSE_DATA")

NOBODY = 65534


def programs(folder: Path) -> Path:
    """Fill a folder with links to the programs of such a machine; it is the whole PATH."""
    folder.mkdir(parents=True)
    for name in PROGRAMS.split():
        if found := shutil.which(name):
            (folder / name).symlink_to(os.path.realpath(found))
    (folder / "python3").symlink_to(os.path.realpath(sys.executable))
    return folder


def environment(path: Path, home: Path) -> dict[str, str]:
    """The variables of a new user there."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)}
    return {**kept, "PATH": str(path), "HOME": str(home), "TERM": "dumb", "COLUMNS": "100"}


def run(command: Sequence[str], place: Path, env: Mapping[str, str]) -> None:
    """Run a command in front of whoever looks on, and say how long it took.

    Raises:
        SystemExit: It failed.
    """
    began = time.monotonic()
    print(f"\n$ {' '.join(command)}", flush=True)
    ended = subprocess.run(command, cwd=place, env=env, stdin=subprocess.DEVNULL, check=False)
    print(f"exit {ended.returncode} after {time.monotonic() - began:.0f} s", flush=True)
    if ended.returncode:
        sys.exit(ended.returncode)


def whole(folder: Path, env: Mapping[str, str], prefix: Sequence[str] = ()) -> None:
    """What the README's first screen asks for, from a clone on."""
    tree = folder / "course"
    run(["git", "clone", "-q", str(ROOT), str(tree)], folder, env)
    if prefix:  # git refuses to clone what belongs to someone else
        run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(tree)], folder, os.environ)
    run([*prefix, "make", "-C", str(tree), "demo"], folder, env)
    run([*prefix, "make", "-C", str(tree), "test"], folder, env)


def as_nobody(folder: Path) -> list[str]:
    """A command in front of another, which then runs as an ordinary user.

    Python may lie in a folder that only root may enter: such folders are shown behind parents that
    everyone may enter.
    """
    from autograder.sandbox import find_program
    from autograder.sandbox.mounts import python_folders
    from tests.autograder.sandbox.test_ordinary_user import change_user, opened

    shown = sorted({*python_folders(), ROOT})
    view = [find_program().path, "--dev-bind", "/", "/", *opened(shown)]
    return [*view, "--bind", str(folder), str(folder), *change_user()]


def main() -> None:
    """Try it; the exit code is that of the first command that failed."""
    with tempfile.TemporaryDirectory(prefix="bare-", dir="/var/tmp") as name:
        users = ("root", "nobody") if os.geteuid() == 0 else ("",)
        for user in sys.argv[1:] or users:
            folder = Path(name) / (user or "me")
            path, home = programs(folder / "bin"), folder / "home"
            home.mkdir()
            prefix: list[str] = []
            if user == "nobody":
                Path(name).chmod(0o755)
                for place in (folder, home):
                    os.chown(place, NOBODY, NOBODY)
                prefix = as_nobody(folder)
            print(f"\n=== as {user or 'this user'}", flush=True)
            whole(folder, environment(path, home), prefix)
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()

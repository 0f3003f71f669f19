"""Whether a sandbox can be had, and what is said where it cannot."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from autograder.sandbox import available, describe
from autograder.sandbox.errors import SandboxError
from autograder.sandbox.kernelspec import SandboxSpecs


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    available.cache_clear()
    yield
    available.cache_clear()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A bwrap of one's own, the only program on the PATH; nothing else is left of a trial."""
    path = tmp_path / "bwrap"
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "temporary").mkdir()
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


def test_here_it_can_be_had() -> None:
    """Where these tests run, which need it."""
    assert available() is None
    assert describe().startswith("bubblewrap 0.")
    assert "no network" in describe()


def test_a_missing_program_is_named_with_what_to_do(program: Path) -> None:
    """Installing it, or doing without."""
    assert available() == (
        "bubblewrap is not installed: apt-get install bubblewrap, or grade with --sandbox none"
    )
    assert describe() == "none: students' code ran as an ordinary process"


def test_an_old_program_is_named_with_its_version(program: Path) -> None:
    """It lacks options that the sandbox needs."""
    write(program, "0.6.1", "exit 1")
    assert "0.8 or newer is needed, but it is 0.6.1" in (available() or "")


def test_a_forbidden_namespace_is_a_sentence_with_what_bubblewrap_said(program: Path) -> None:
    """As where the system does not let users have user namespaces."""
    write(program, "0.9.0", "echo 'bwrap: No permissions to create new namespace' >&2; exit 1")
    said = available() or ""
    assert "bubblewrap cannot make a sandbox here (" in said
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
    assert "Python does not start in a sandbox here (execv: Permission denied)" in (
        available() or ""
    )


def test_it_is_found_out_once(program: Path) -> None:
    """The answer is kept for the life of the process."""
    first = available()
    write(program, "0.6.1", "exit 1")
    assert available() == first


def test_no_kernel_starts_without_a_sandbox(program: Path) -> None:
    """There is no falling back to an ordinary process."""
    with pytest.raises(SandboxError, match="is not installed"):
        KernelManager(kernel_spec_manager=SandboxSpecs()).start_kernel()

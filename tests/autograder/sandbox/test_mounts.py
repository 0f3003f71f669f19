"""What of the machine's files is shown."""

import sys
from pathlib import Path

import pytest

from autograder.sandbox import mounts
from autograder.sandbox.errors import SandboxError


def test_the_checkout_is_covered_where_the_environment_is_around_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A course checked out inside the environment, with its own .venv inside the course."""
    course, inner = tmp_path / "src" / "course", tmp_path / "src" / "course" / ".venv"
    monkeypatch.setattr(mounts, "python_folders", lambda: [tmp_path, inner])
    monkeypatch.setattr(mounts, "_course_folders", lambda: [course])
    found = {m.place: m.source for m in mounts.machine() if Path(m.place).is_relative_to(tmp_path)}
    assert found == {str(tmp_path): str(tmp_path), str(course): None, str(inner): str(inner)}


def test_a_course_beside_the_environment_needs_no_cover(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is not shown in the first place."""
    monkeypatch.setattr(mounts, "python_folders", lambda: [tmp_path / "env"])
    monkeypatch.setattr(mounts, "_course_folders", lambda: [tmp_path / "course"])
    assert str(tmp_path / "course") not in {mount.place for mount in mounts.machine()}


def test_what_is_around_it_shows_it_anyway(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment below /usr is not mounted a second time."""
    monkeypatch.setattr(mounts, "python_folders", lambda: [Path("/usr/local")])
    assert [m.place for m in mounts.machine() if m.place.startswith("/usr")] == ["/usr"]


def test_links_of_the_python_program_lead_somewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every step of the chain from the environment's python to the real one is shown."""
    for name in ("real", "middle", "env"):
        (tmp_path / name / "bin").mkdir(parents=True)
    (tmp_path / "real/bin/python").touch()
    (tmp_path / "middle/bin/python").symlink_to(tmp_path / "real/bin/python")
    (tmp_path / "env/bin/python").symlink_to("../../middle/bin/python")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "env/bin/python"))
    for name in ("prefix", "exec_prefix", "base_prefix"):
        monkeypatch.setattr(sys, name, str(tmp_path / "env"))
    assert {tmp_path / "env", tmp_path / "middle", tmp_path / "real"} == set(
        mounts.python_folders()
    )


@pytest.mark.parametrize("prefix", ["/", "/home", "/root"])
def test_a_whole_home_is_not_shown_as_an_environment(
    monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    """A Python installed straight into a home folder is refused with a sentence."""
    monkeypatch.setattr(sys, "prefix", prefix)
    with pytest.raises(SandboxError, match="use a virtual environment"):
        mounts.python_folders()


def test_a_data_folder_around_the_course_is_refused() -> None:
    """It would show solutions and grading."""
    above = Path(mounts.__file__).resolve().parents[3]
    with pytest.raises(SandboxError, match="point it at a folder of its own"):
        mounts.course(above)


def test_a_link_to_the_course_is_no_data_folder_either(tmp_path: Path) -> None:
    """Links are followed before looking."""
    link = tmp_path / "data"
    link.symlink_to(Path(mounts.__file__).resolve().parents[2])
    with pytest.raises(SandboxError, match="point it at a folder of its own"):
        mounts.course(link)


def test_missing_data_are_left_out(tmp_path: Path) -> None:
    """`course_lib.data` then falls back to the digits that ship with scikit-learn."""
    assert "/data" not in {mount.place for mount in mounts.course(tmp_path / "none")}

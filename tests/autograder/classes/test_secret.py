"""The course's secret: made once, kept private, never in reach of student code."""

import stat
from pathlib import Path

import pytest

from autograder.classes.secret import course_secret, secret_path
from autograder.errors import AutograderError


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a secret from the environment of whoever runs the tests."""
    monkeypatch.delenv("COURSE_SECRET", raising=False)


def test_it_is_made_on_first_use_and_stays(tmp_path: Path) -> None:
    """For its owner only, and another one in every course."""
    first = course_secret(tmp_path / "a")
    assert course_secret(tmp_path / "a") == first
    assert len(first) >= 32
    assert stat.S_IMODE(secret_path(tmp_path / "a").stat().st_mode) == 0o600
    assert course_secret(tmp_path / "b") != first
    assert [path.name for path in (tmp_path / "a" / "grading").iterdir()] == ["secret"]


def test_a_file_that_others_can_read_is_closed(tmp_path: Path) -> None:
    """As after a copy."""
    course_secret(tmp_path)
    secret_path(tmp_path).chmod(0o644)
    course_secret(tmp_path)
    assert stat.S_IMODE(secret_path(tmp_path).stat().st_mode) == 0o600


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And then no file is made."""
    monkeypatch.setenv("COURSE_SECRET", "from outside")
    assert course_secret(tmp_path) == b"from outside"
    assert not secret_path(tmp_path).exists()


def test_an_empty_file_is_a_sentence(tmp_path: Path) -> None:
    """Checks that anybody can foresee are not drawn in silence."""
    secret_path(tmp_path).parent.mkdir()
    secret_path(tmp_path).touch()
    with pytest.raises(AutograderError, match="is empty"):
        course_secret(tmp_path)

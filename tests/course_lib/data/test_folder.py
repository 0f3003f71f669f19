"""Where data lie, and when downloads are forbidden."""

from pathlib import Path

import platformdirs
import pytest

from course_lib.data import data_folder
from course_lib.data.folder import is_offline


def test_the_environment_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    assert data_folder() == tmp_path


def test_a_tilde_is_the_home_folder(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "~/images")
    assert data_folder() == Path.home() / "images"


def test_a_relative_folder_is_made_absolute(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSE_DATA", "images")
    assert data_folder() == tmp_path / "images"


@pytest.mark.parametrize("value", [None, "", " "], ids=["unset", "empty", "blank"])
def test_otherwise_it_is_the_systems_cache(monkeypatch, value):
    monkeypatch.delenv("COURSE_DATA", raising=False)
    if value is not None:
        monkeypatch.setenv("COURSE_DATA", value)
    expected = platformdirs.user_cache_dir("gan-classification-labs", appauthor=False)
    assert data_folder() == Path(expected)


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("yes", True), ("0", False), ("", False), (None, False)]
)
def test_downloads_are_forbidden_when_the_variable_says_so(monkeypatch, value, expected):
    monkeypatch.delenv("COURSE_OFFLINE", raising=False)
    if value is not None:
        monkeypatch.setenv("COURSE_OFFLINE", value)
    assert is_offline() is expected

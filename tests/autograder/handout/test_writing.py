"""A hand-out is written as a whole, and replaces nothing that it should not."""

import os
import zipfile
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.handout import write

FILES = {"README.md": b"read me", "course_lib/__init__.py": b"", "labs/a/a.ipynb": b"{}"}


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*") if p.is_file()}  # fmt: skip


def test_a_folder_holds_the_files(tmp_path: Path) -> None:
    """Folders above it are made; nothing else is left beside it."""
    write(FILES, tmp_path / "new" / "course")
    assert tree(tmp_path / "new" / "course") == FILES
    assert os.listdir(tmp_path / "new") == ["course"]


def test_a_zip_holds_them_in_one_folder_and_is_the_same_each_time(tmp_path: Path) -> None:
    write(FILES, tmp_path / "course.zip")
    with zipfile.ZipFile(tmp_path / "course.zip") as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {f"course/{name}": content for name, content in FILES.items()}
    first = (tmp_path / "course.zip").read_bytes()
    write(FILES, tmp_path / "course.zip", force=True)
    assert (tmp_path / "course.zip").read_bytes() == first


def test_an_empty_folder_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    write(FILES, tmp_path / "course")
    assert tree(tmp_path / "course") == FILES


@pytest.mark.parametrize("name", ["course", "course.zip"])
def test_what_is_there_is_replaced_only_on_request(tmp_path: Path, name: str) -> None:
    write(FILES, tmp_path / name)
    with pytest.raises(AutograderError, match="already: name another, or add --force"):
        write(FILES | {"more": b""}, tmp_path / name)
    write({"course_lib/x.py": b"1"}, tmp_path / name, force=True)
    assert os.listdir(tmp_path) == [name]
    if name == "course":
        assert tree(tmp_path / name) == {"course_lib/x.py": b"1"}


def test_a_folder_that_is_no_hand_out_is_never_replaced(tmp_path: Path) -> None:
    """--force with a mistyped folder costs nobody's work."""
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "thesis.tex").write_text("years of work")
    with pytest.raises(AutograderError, match="delete it or name another place"):
        write(FILES, thesis, force=True)
    assert (thesis / "thesis.tex").read_text() == "years of work"


def test_a_file_is_not_taken_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(AutograderError, match="is a file: name a folder"):
        write(FILES, tmp_path / "notes", force=True)
    (tmp_path / "a.zip").mkdir()
    with pytest.raises(AutograderError, match="is a folder: name a folder, or a file"):
        write(FILES, tmp_path / "a.zip", force=True)


@pytest.mark.parametrize("name", ["course", "course.zip"])
def test_a_failure_leaves_what_was_there(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever step fails, the old hand-out is whole and no half of a new one is left."""
    write(FILES, tmp_path / name)
    kept = tree(tmp_path)
    real, calls = os.replace, []

    def fails(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == (2 if name == "course" else 1):
            raise PermissionError(13, "Permission denied")
        real(source, target)

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(AutograderError, match=r"cannot be written to .*Permission denied"):
        write({"course_lib/x": b""}, tmp_path / name, force=True)
    assert tree(tmp_path) == kept


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AutograderError, match="name another place"):
        write(FILES, tmp_path / "file" / "course")

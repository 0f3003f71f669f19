"""Zip archives: the same class as a folder, and no way out of it."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.submissions import archive, collect

LAB = "lab01_knn"
Pack = Callable[[dict[str, bytes]], Path]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Packs files, by their names, into ``class.zip``."""

    def write(files: dict[str, bytes]) -> Path:
        path = tmp_path / "class.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in files.items():
                packed.writestr(name, content)
        return path

    return write


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(["ada.ipynb", "bob_lab01_knn.ipynb"], id="notebooks"),
        pytest.param(["ada/lab01_knn.ipynb", "bob/x.ipynb"], id="folders"),
        pytest.param(["class/ada/lab01_knn.ipynb", "class/bob/x.ipynb"], id="outer folder"),
        pytest.param(["ada\\lab01_knn.ipynb", "bob\\x.ipynb"], id="Windows' separators"),
    ],
)
def test_an_archive_is_read_as_a_folder_is(pack: Pack, notebook: bytes, files: list[str]) -> None:
    """Ada and Bob are found in each layout."""
    found = collect(pack(dict.fromkeys(files, notebook)), LAB)
    assert [(work.student, work.problem) for work in found] == [("ada", None), ("bob", None)]


def test_an_archive_of_one_student_is_named_after_them(tmp_path: Path, notebook: bytes) -> None:
    """``alice.zip`` with just the lab's notebook is Alice's."""
    with zipfile.ZipFile(tmp_path / "alice.zip", "w") as packed:
        packed.writestr("lab01_knn.ipynb", notebook)
    (work,) = collect(tmp_path / "alice.zip", LAB)
    assert work.student == "alice"


def test_names_written_by_a_mac_are_read(tmp_path: Path, notebook: bytes) -> None:
    """UTF-8 names without the flag that says so keep their letters."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("Zoë.ipynb", notebook)
    data = stream.getvalue().replace(b"\x14\x00\x00\x08", b"\x14\x00\x00\x00")
    path = tmp_path / "class.zip"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as packed:
        assert packed.namelist() != ["Zoë.ipynb"]  # Python alone misreads it
    (work,) = collect(path, LAB)
    assert work.student == "Zoë"


@pytest.mark.parametrize(
    "name", ["/etc/passwd.ipynb", "../ada.ipynb", "x/../../ada.ipynb", "C:\\ada.ipynb", "..\\a"]
)
def test_members_outside_are_refused(pack: Pack, notebook: bytes, name: str) -> None:
    """Nothing is read from an archive that points out of its own folder."""
    with pytest.raises(AutograderError, match="outside its own folder"):
        collect(pack({"ada.ipynb": notebook, name: notebook}), LAB)


def test_a_link_is_one_students_problem(tmp_path: Path, notebook: bytes) -> None:
    """A member that is a symbolic link is not followed, and the class goes on."""
    link = zipfile.ZipInfo("bob.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as packed:
        packed.writestr("ada.ipynb", notebook)
        packed.writestr(link, "/etc/passwd")
    ada, bob = collect(tmp_path / "class.zip", LAB)
    assert ada.readable
    assert "link" in str(bob.problem)


@pytest.mark.parametrize("kind", [stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_a_device_is_one_students_problem(tmp_path: Path, notebook: bytes, kind: int) -> None:
    """A member that is a device, a pipe or a socket is not read."""
    device = zipfile.ZipInfo("bob.ipynb")
    device.external_attr = (kind | 0o666) << 16
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as packed:
        packed.writestr("ada.ipynb", notebook)
        packed.writestr(device, notebook)
    ada, bob = collect(tmp_path / "class.zip", LAB)
    assert ada.problem is None
    assert bob.problem == "it is not an ordinary file"


def test_a_bomb_is_one_students_problem(pack: Pack, notebook: bytes) -> None:
    """2 MB of blanks that pack to 2 kB are not unpacked; 21 MB are too large anyhow."""
    files = {"ada.ipynb": notebook, "bob.ipynb": b" " * 2**21, "cy.ipynb": b" " * (21 * 2**20)}
    ada, bob, cy = collect(pack(files), LAB)
    assert ada.readable
    assert "packed more than 200 times" in str(bob.problem)
    assert "too large" in str(cy.problem)


def test_a_false_size_is_noticed(pack: Pack, notebook: bytes) -> None:
    """A header that claims another size gives a problem and no exception."""
    path = pack({"ada.ipynb": notebook, "bob.ipynb": notebook})
    size = len(notebook).to_bytes(4, "little")
    data = path.read_bytes()
    head, sep, tail = data.rpartition(size)
    path.write_bytes(head + (5).to_bytes(4, "little") + tail)
    assert sep
    ada, bob = collect(path, LAB)
    assert ada.readable
    assert bob.problem


def test_an_encrypted_member_is_one_students_problem(pack: Pack, notebook: bytes) -> None:
    """A password is asked of nobody."""
    path = pack({"ada.ipynb": notebook})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(bytes(data))
    (work,) = collect(path, LAB)
    assert "encrypted" in str(work.problem)


def test_damaged_content_is_one_students_problem(pack: Pack, notebook: bytes) -> None:
    """A checksum that does not fit says so for that student."""
    path = pack({"ada.ipynb": notebook, "bob.ipynb": notebook})
    data = bytearray(path.read_bytes())
    data[data.index(b"ada.ipynb") + 20] ^= 0xFF
    path.write_bytes(bytes(data))
    ada, bob = collect(path, LAB)
    assert "damaged in the archive" in str(ada.problem)
    assert bob.readable


def test_what_is_no_archive_is_an_error(tmp_path: Path) -> None:
    """A file called .zip that is none is named in a sentence."""
    path = tmp_path / "class.zip"
    path.write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(AutograderError, match="cannot be read"):
        collect(path, LAB)


def test_too_many_members_are_refused(
    pack: Pack, notebook: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of members and their sum have a ceiling each."""
    path = pack({f"s{i}.ipynb": notebook for i in range(4)})
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    with pytest.raises(AutograderError, match="4 members, at most 3"):
        collect(path, LAB)
    monkeypatch.setattr(archive, "MAX_MEMBERS", 10)
    monkeypatch.setattr(archive, "MAX_TOTAL", len(notebook))
    with pytest.raises(AutograderError, match="split the class"):
        collect(path, LAB)


def test_one_name_twice_is_a_clash(tmp_path: Path, notebook: bytes) -> None:
    """An archive may hold two files of one name; neither is guessed."""
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("ada.ipynb", notebook)
        packed.writestr("Ada.ipynb", notebook)
    with pytest.raises(AutograderError, match="by one student"):
        collect(path, LAB)

"""A class in a zip file: listed and read in memory, nothing is ever unpacked to disk."""

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath, PureWindowsPath

from autograder.errors import AutograderError
from autograder.submissions.entries import Entry, empty_folders, is_hidden
from autograder.submissions.reading import MAX_BYTES, too_large

#: Members of an archive, folders included.
MAX_MEMBERS = 20_000
#: All members unpacked.
MAX_TOTAL = 2 * 2**30
#: Unpacked ÷ packed; notebooks full of text reach 20.
MAX_RATIO = 200
#: Below this size the ratio says nothing.
_SMALL = 2**20


def zip_entries(path: Path) -> list[Entry]:
    """The files of a zip archive, sorted.

    A member that is a link, too large, encrypted or packed too well is listed with a problem,
    so that one student's file cannot stop the class.

    Raises:
        AutograderError: The archive cannot be read, is too large as a whole, or has members
            outside its own folder.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise AutograderError(
            f"the archive {path} cannot be read ({error}): expected a zip file, pack it again"
        ) from None
    _check_whole(path, members)
    named = [(_member_path(path, member), member) for member in members]
    named = [(name, member) for name, member in named if not is_hidden(name)]
    entries = [_entry(path, member, name) for name, member in named if not member.is_dir()]
    folders = [name for name, member in named if member.is_dir()]
    return sorted(
        entries + empty_folders(folders, entries, str(path)), key=lambda entry: entry.path.parts
    )


def _check_whole(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise AutograderError(
            f"the archive {path} has {len(members)} members, at most {MAX_MEMBERS} are read: "
            "split the class into several archives"
        )
    # What is too large by itself is never read, so it does not count.
    total = sum(member.file_size for member in members if member.file_size <= MAX_BYTES)
    if total > MAX_TOTAL:
        raise AutograderError(
            f"the archive {path} unpacks to {total // 2**20} MB, "
            f"at most {MAX_TOTAL // 2**20} MB are read: split the class into several archives"
        )


def _member_path(path: Path, member: zipfile.ZipInfo) -> PurePosixPath:
    name = _readable_name(member)
    relative = PurePosixPath(name.replace("\\", "/"))
    outside = relative.is_absolute() or ".." in relative.parts or PureWindowsPath(name).drive
    if outside or not relative.parts:
        raise AutograderError(
            f"the archive {path} has a member outside its own folder ({name!r}): "
            "nothing was read, pack it again"
        )
    return relative


def _readable_name(member: zipfile.ZipInfo) -> str:
    # Macs write UTF-8 names without the flag that says so; Python then reads them as cp437.
    if not member.flag_bits & 0x800:
        try:
            return member.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return member.filename


def _entry(path: Path, member: zipfile.ZipInfo, name: PurePosixPath) -> Entry:
    return Entry(
        path=name,
        origin=f"{path}:{name}",
        read=lambda: _read(path, member),
        problem=_unsafe(member),
    )


def _unsafe(member: zipfile.ZipInfo) -> str | None:
    mode = member.external_attr >> 16
    if mode and stat.S_ISLNK(mode):
        return "it is a link to another file: hand in the notebook itself"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "it is not an ordinary file"
    if member.flag_bits & 0x1:
        return "it is encrypted: hand it in without a password"
    if member.file_size > MAX_BYTES:
        return too_large(member.file_size)
    if member.file_size > max(_SMALL, MAX_RATIO * member.compress_size):
        return f"it is packed more than {MAX_RATIO} times: hand in the notebook unpacked"
    return None


def _read(path: Path, member: zipfile.ZipInfo) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
            # Sizes in an archive are claims; one byte more shows a false one.
            return stream.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise OSError(f"damaged in the archive: {error}") from None

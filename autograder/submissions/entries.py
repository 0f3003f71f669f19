"""The files of a class, wherever they lie: one list of entries for folders and archives alike."""

import os
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.errors import AutograderError
from autograder.submissions.reading import MAX_BYTES, too_large

#: More files than any class hands in: the wrong folder was named.
MAX_ENTRIES = 100_000
#: Folders within folders.
MAX_DEPTH = 8


#: Stands in for the files of a folder that has none, so that its student is not forgotten.
NOTHING = "nothing"


@dataclass(frozen=True)
class Entry:
    """One file that was handed in.

    Attributes:
        path: Where it lies, relative to what was named on the command line.
        origin: Where it lies, for people.
        read: Gives at most ``MAX_BYTES`` of content; raises OSError where it cannot.
        problem: Why it must not be read, in words.
    """

    path: PurePosixPath
    origin: str
    read: Callable[[], bytes]
    problem: str | None = None

    @property
    def is_notebook(self) -> bool:
        """Whether the name says that this is a notebook."""
        return self.path.suffix.lower() == ".ipynb"


def is_hidden(path: PurePosixPath) -> bool:
    """Whether a file is there for a program only: hidden, a checkpoint, a Mac's shadow.

    Example:
        >>> is_hidden(PurePosixPath("alice/.ipynb_checkpoints/lab-checkpoint.ipynb"))
        True
    """
    return any(part.startswith(".") or part in {"__MACOSX", "__pycache__"} for part in path.parts)


def folder_entries(folder: Path) -> list[Entry]:
    """The files of a folder, sorted; links are listed with a problem and never followed.

    Raises:
        AutograderError: The folder holds far more files than a class hands in.
    """
    entries: list[Entry] = []
    seen: list[PurePosixPath] = []
    for where, folders, files in os.walk(folder):
        here = PurePosixPath(Path(where).relative_to(folder).as_posix())
        seen.append(here)
        # A folder that is a link is listed as a file would be: not followed.
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        deep = len(here.parts) >= MAX_DEPTH
        folders[:] = sorted(
            name for name in folders if not deep and not is_hidden(PurePosixPath(name))
        )
        for name in sorted([*files, *links]):
            if not is_hidden(PurePosixPath(name)):
                entries.append(_file_entry(Path(where) / name, here / name))
        if len(entries) > MAX_ENTRIES:
            raise AutograderError(
                f"expected a folder of submissions, but {folder} holds more than "
                f"{MAX_ENTRIES} files: name the folder that has one folder or file per student"
            )
    return sorted(
        entries + empty_folders(seen, entries, str(folder)), key=lambda entry: entry.path.parts
    )


def empty_folders(
    folders: Iterable[PurePosixPath], entries: Iterable[Entry], where: str
) -> list[Entry]:
    """An entry for each outermost folder without any file.

    Example:
        >>> [str(entry.path) for entry in empty_folders([PurePosixPath("bob")], [], "class")]
        ['bob/nothing']
    """
    filled = {entry.path.parts[0] for entry in entries if len(entry.path.parts) > 1}
    outer = {folder.parts[0] for folder in folders if folder.parts} - filled
    return [
        Entry(PurePosixPath(name, NOTHING), f"{where}/{name}", bytes, "its folder is empty")
        for name in sorted(outer)
    ]


def file_entry(path: Path) -> Entry:
    """A single file as an entry."""
    return _file_entry(path, PurePosixPath(path.name))


def _file_entry(path: Path, relative: PurePosixPath) -> Entry:
    return Entry(
        path=relative,
        origin=str(path),
        read=lambda: _read(path),
        problem=_unsafe(path),
    )


def _read(path: Path) -> bytes:
    """At most one byte more than may be read, of what is still an ordinary file by now."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("it is not an ordinary file")
        return file.read(MAX_BYTES + 1)


def _unsafe(path: Path) -> str | None:
    try:
        status = path.lstat()
    except OSError as error:
        return f"the file cannot be read ({error.strerror or error})"
    if stat.S_ISLNK(status.st_mode):
        return "it is a link to another file: hand in the notebook itself"
    # Reading a pipe or a device would wait for ever.
    if not stat.S_ISREG(status.st_mode):
        return "it is not an ordinary file"
    return too_large(status.st_size) if status.st_size > MAX_BYTES else None

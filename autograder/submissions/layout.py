"""Whose file is whose: from the paths of a class's files to one choice per student."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from autograder.submissions.entries import NOTHING, Entry
from autograder.submissions.student_names import owner


@dataclass(frozen=True)
class Choice:
    """The file chosen for one student, or the reason why none was."""

    name: str
    entry: Entry | None
    origin: str
    problem: str | None = None
    notes: tuple[str, ...] = ()


def choices(entries: Sequence[Entry], lab: str, name: str) -> list[Choice]:
    """One choice for each student in a folder or archive.

    Notebooks at the top are one student's each; every folder is one student's.

    Args:
        entries: All files, relative to the folder or archive.
        lab: The lab that is handed in.
        name: What the folder or archive is called, for a notebook that has only the lab's name.
    """
    entries = unwrapped(entries, lab, name)
    tops = [entry for entry in entries if len(entry.path.parts) == 1 and entry.is_notebook]
    folders: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if len(entry.path.parts) > 1:
            folders[entry.path.parts[0]].append(entry)
    single = len(tops) == 1 and not folders
    chosen = [_top(entry, lab, name if single else None) for entry in tops]
    # One student's folder named directly: the lab's notebook in its own folder.
    if not tops and list(folders) == [lab]:
        return [_in_folder(name, folders[lab], lab)]
    return chosen + [_in_folder(student, files, lab) for student, files in folders.items()]


def unwrapped(entries: Sequence[Entry], lab: str, name: str) -> list[Entry]:
    """Without an outer folder that holds the whole class, as archives often have one.

    Example:
        >>> files = ["class/ada/a.ipynb", "class/bob/b.ipynb"]
        >>> entries = [Entry(PurePosixPath(file), file, bytes) for file in files]
        >>> [str(entry.path) for entry in unwrapped(entries, "lab01", "class")]
        ['ada/a.ipynb', 'bob/b.ipynb']
    """
    entries = list(entries)
    while entries and len({entry.path.parts[0] for entry in entries}) == 1:
        outer = entries[0].path.parts[0]
        if not _is_wrapper(entries, outer, lab, name):
            break
        entries = [
            Entry(PurePosixPath(*entry.path.parts[1:]), entry.origin, entry.read, entry.problem)
            for entry in entries
        ]
    return entries


def _is_wrapper(entries: list[Entry], outer: str, lab: str, name: str) -> bool:
    if any(len(entry.path.parts) < 2 for entry in entries):
        return False
    folders = {entry.path.parts[1] for entry in entries if len(entry.path.parts) > 2}
    notebooks = [entry for entry in entries if len(entry.path.parts) == 2 and entry.is_notebook]
    if outer == name:
        return True
    # A student's own folder may hold the folders of several labs.
    return not notebooks and len(folders) > 1 and lab not in folders


def _top(entry: Entry, lab: str, name: str | None) -> Choice:
    stem = entry.path.stem
    student = name if name and stem.lower() == lab.lower() else owner(stem, lab)
    return Choice(student, entry, entry.origin)


def _in_folder(student: str, files: list[Entry], lab: str) -> Choice:
    origin = files[0].origin.removesuffix(PurePosixPath(*files[0].path.parts[1:]).as_posix())
    origin = origin.rstrip("/")
    notebooks = [entry for entry in files if entry.is_notebook]
    if len(files) == 1 and files[0].path.name == NOTHING and files[0].problem:
        return Choice(student, None, origin, files[0].problem)
    if not notebooks:
        handed = ", ".join(sorted(entry.path.name for entry in files)[:3])
        return Choice(student, None, origin, f"there is no notebook among its files ({handed})")
    named = [entry for entry in notebooks if entry.path.stem.lower() == lab.lower()]
    if len(notebooks) == 1:
        named = notebooks
    if len(named) == 1:
        others = len(notebooks) - 1
        what = "another notebook was" if others == 1 else f"{others} other notebooks were"
        notes = (f"{what} left out",) if others else ()
        return Choice(student, named[0], named[0].origin, None, notes)
    return Choice(
        student,
        None,
        origin,
        f"there are {len(notebooks)} notebooks and "
        + ("none is" if not named else "more than one is")
        + f" called {lab}.ipynb",
    )

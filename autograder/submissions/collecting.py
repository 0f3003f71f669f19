"""From what was named on the command line to one submission per student."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from autograder.errors import AutograderError
from autograder.submissions.archive import zip_entries
from autograder.submissions.entries import Entry, file_entry, folder_entries
from autograder.submissions.layout import Choice, choices, unwrapped
from autograder.submissions.reading import read_notebook
from autograder.submissions.student_names import safe_student, same
from autograder.submissions.submission import Submission


def collect(path: Path, lab: str) -> list[Submission]:
    """Find and read what a class handed in for a lab.

    Understood are a folder with a folder per student, a folder of notebooks named after the
    students, a zip archive of either, and a single notebook.

    Args:
        path: The folder, archive or notebook.
        lab: The lab's name, as ``lab01_knn``.

    Returns:
        One submission per student, sorted by student.

    Raises:
        AutograderError: There is nothing there, or two submissions are one student's.
    """
    chosen = choices(_entries(path), lab, _given_name(path, lab))
    if not chosen:
        raise AutograderError(
            f"no submission was found in {path}: expected a folder per student or notebooks "
            "named after the students, as alice.ipynb"
        )
    named = [(safe_student(choice.name), choice) for choice in chosen]
    _refuse_clashes(named)
    submissions = [_read(student, choice) for student, choice in named]
    return sorted(submissions, key=lambda submission: same(submission.student))


def ignored_files(path: Path, lab: str) -> list[str]:
    """Files beside the submissions that were not taken for one, by name.

    Raises:
        AutograderError: As :func:`collect`.
    """
    entries = unwrapped(_entries(path), lab, _given_name(path, lab))
    return [
        str(entry.path) for entry in entries if len(entry.path.parts) == 1 and not entry.is_notebook
    ]


def _entries(path: Path) -> Sequence[Entry]:
    try:
        if path.is_dir():
            return folder_entries(path)
        if path.is_file() and path.suffix.lower() == ".ipynb":
            return [file_entry(path)]
        if path.is_file() and (path.suffix.lower() == ".zip" or zipfile.is_zipfile(path)):
            return zip_entries(path)
    except OSError as error:
        raise AutograderError(f"{path} cannot be read: {error.strerror or error}") from None
    if not path.exists():
        raise AutograderError(
            f"there is nothing at {path}: name a folder, a zip archive or a notebook"
        )
    raise AutograderError(
        f"expected a folder, a zip archive or a notebook, got {path}: unpack it first"
    )


def _given_name(path: Path, lab: str) -> str:
    """The name around a notebook that has only the lab's name."""
    path = path.resolve()
    if path.is_dir():
        return path.parent.name if path.name == lab else path.name
    if path.suffix.lower() == ".ipynb":
        return _given_name(path.parent, lab)
    return path.stem


def _refuse_clashes(named: list[tuple[str, Choice]]) -> None:
    seen: dict[str, tuple[str, Choice]] = {}
    for student, choice in named:
        earlier = seen.setdefault(same(student), (student, choice))
        if earlier[1] is not choice:
            raise AutograderError(
                f"two submissions are by one student ({earlier[0]!r}): {earlier[1].origin} and "
                f"{choice.origin}; remove or rename one of them"
            )


def _read(student: str, choice: Choice) -> Submission:
    def unreadable(problem: str, received: bytes | None = None) -> Submission:
        return Submission(
            student, choice.origin, problem=problem, notes=choice.notes, received=received
        )

    if choice.entry is None or choice.entry.problem:
        problem = choice.problem or (choice.entry and choice.entry.problem)
        return unreadable(problem or "there is no notebook")
    try:
        received = choice.entry.read()
    except OSError as error:
        return unreadable(f"the file cannot be read ({error.strerror or error})")
    reading = read_notebook(received)
    if reading.notebook is None:
        return unreadable(reading.problem or "it is not a notebook", received)
    return Submission(
        student,
        choice.origin,
        notebook=reading.notebook,
        notes=choice.notes,
        received=received,
        repairs=reading.notes,
    )

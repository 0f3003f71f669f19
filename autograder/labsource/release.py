"""From a lab's source to the solutions notebook and the students' release."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import nbformat

from autograder.labsource.errors import BuildError
from autograder.labsource.notebook import to_notebook, to_text
from autograder.labsource.regions import FORBIDDEN, secret_lines, visible_lines
from autograder.labsource.rules import problems
from autograder.labsource.settings import course_config, programs_on_path
from autograder.labsource.source import Lab, read_lab
from autograder.labsource.student_version import released
from course_lib.atomic_write import write_draft

SOLUTIONS, LABS = "solutions", "labs"

#: Of a lab's folder, what only those who write it look at.
OWN = ("answers", "measure", "pages", "tests", "lab.toml")

# What JupyterLab and Python leave in a folder that someone worked in.
_LITTER = {".ipynb_checkpoints", "__pycache__", ".virtual_documents", ".DS_Store", ".progress.json"}

# A second notebook lying in the folder, a sketch perhaps, must not be released, either.
_IGNORED = ("*.ipynb", "*.py", *OWN, *_LITTER)


@dataclass(frozen=True)
class BuildResult:
    """What a build changed, or with ``check=True`` would have changed.

    Attributes:
        lab: The lab's name.
        changed: Files that were written, or that differ from what the source gives.
        extra: Files in the lab's release folder that no build put there.
    """

    lab: str
    changed: tuple[Path, ...]
    extra: tuple[Path, ...]

    @property
    def up_to_date(self) -> bool:
        """Whether the notebooks were what the source gives, and nothing else lay there."""
        return not self.changed and not self.extra


def build_all(
    course: Path, labs: Iterable[str] | None = None, *, check: bool = False
) -> list[BuildResult]:
    """Build several labs; none is written unless all can be.

    Args:
        course: The course's root, with its ``nbgrader_config.py``.
        labs: Names of labs; None for all in ``solutions/``.
        check: Write nothing; report what differs.

    Raises:
        BuildError: A lab is unknown or has problems; those of all labs are reported at once.
    """
    course = Path(course)
    made = [(lab, _make(lab, folder, course)) for lab, folder in _sources(course, labs)]
    return [_place(lab.name, files, course, check=check) for lab, files in made]


def build_lab(lab_folder: Path, course: Path, *, check: bool = False) -> BuildResult:
    """Build one lab: the solutions notebook, and the release that students are handed.

    The release is made by nbgrader's own preprocessors, searched for solutions and hidden tests,
    and only then put into place, each file at a stroke.

    Args:
        lab_folder: The lab's folder, such as ``solutions/lab01_knn``.
        course: The course's root, with its ``nbgrader_config.py``.
        check: Write nothing; report what differs.

    Raises:
        BuildError: The source has problems, nbgrader failed, or the release holds a secret.
    """
    lab_folder, course = Path(lab_folder), Path(course)
    lab = read_lab(_source(lab_folder))
    _refuse([lab])
    return _place(lab.name, _make(lab, lab_folder, course), course, check=check)


def released_files(course: Path, labs: Iterable[str] | None = None) -> dict[Path, bytes]:
    """What students get of several labs, built anew from the sources; nothing is written.

    Args:
        course: The course's root.
        labs: Names of labs; None for all in ``solutions/``.

    Returns:
        What each file holds, by its path within the course, such as ``labs/lab01/lab01.ipynb``.

    Raises:
        BuildError: As :func:`build_all`.
    """
    return {
        path: content
        for lab, folder in _sources(Path(course), labs)
        for path, content in _make(lab, folder, Path(course)).items()
        if path.parts[0] == LABS
    }


def register_assignment(course: Path, lab: str, db_url: str) -> None:
    """Enter a lab into a gradebook: its cells with their points, hidden tests included.

    Neither ``solutions/`` nor ``labs/`` is touched. Entering a lab again updates it.

    Args:
        course: The course's root.
        lab: The lab's name.
        db_url: The gradebook, as SQLAlchemy writes it; made if there is none.

    Raises:
        BuildError: The lab has problems, or submissions to it forbid adding or removing cells.
    """
    course = Path(course)
    folder = _folder(course, lab)
    source = read_lab(_source(folder))
    _refuse([source])
    config = course_config(course)
    with programs_on_path():
        from nbgrader.api import Gradebook

        with Gradebook(db_url, config.CourseDirectory.get("course_id", "")) as gradebook:
            gradebook.update_or_create_assignment(lab)
        released(source, config, db_url=db_url)


def _sources(course: Path, labs: Iterable[str] | None) -> list[tuple[Lab, Path]]:
    """The labs that were named, or all, with their folders; all their problems at once."""
    names = sorted(_known(course)) if labs is None else list(labs)
    if not names:
        raise BuildError(f"no labs in {course / SOLUTIONS}; write solutions/<lab>/<lab>.py")
    folders = [_folder(course, name) for name in names]
    sources = [read_lab(_source(folder)) for folder in folders]
    _refuse(sources)
    return list(zip(sources, folders, strict=True))


def _known(course: Path) -> list[str]:
    return [
        folder.name
        for folder in (course / SOLUTIONS).glob("*")
        if folder.is_dir() and _source(folder).is_file()
    ]


def _folder(course: Path, name: str) -> Path:
    known = sorted(_known(course))
    if name not in known:
        raise BuildError(f"no lab is called {name!r}; the labs are: {', '.join(known) or 'none'}")
    return course / SOLUTIONS / name


def _source(folder: Path) -> Path:
    return folder / f"{folder.resolve().name}.py"


def _refuse(labs: Iterable[Lab]) -> None:
    """Raise all problems of all labs at once."""
    found = [problem for lab in labs for problem in problems(lab)]
    if found:
        raise BuildError(problems=found)


def _make(lab: Lab, folder: Path, course: Path) -> dict[Path, bytes]:
    """Return what the built files hold, by their path within the course."""
    config = course_config(course)
    release = released(lab, config)
    files = {Path(LABS, lab.name, f"{lab.name}.ipynb"): to_text(release).encode()}
    ignored = (*_IGNORED, *config.CourseDirectory.get("ignore", ()))
    files |= {
        Path(LABS, lab.name, path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _is_ignored(path.relative_to(folder), ignored)
    }
    _search(lab, release, files)
    solution = Path(SOLUTIONS, lab.name, f"{lab.name}.ipynb")
    return {solution: to_text(to_notebook(lab)).encode(), **files}


def _is_ignored(path: Path, patterns: Iterable[str]) -> bool:
    """Whether a file, or a folder that it lies in, is not for students."""
    return any(fnmatch(part, pattern) for pattern in patterns for part in path.parts)


def _search(lab: Lab, release: nbformat.NotebookNode, files: Mapping[Path, bytes]) -> None:
    """Refuse a release that holds a marker, a hidden line or an output.

    This trusts neither nbgrader nor the plug-ins: a cell may hold only lines that its source
    shows outside all regions, where other lines would be lines of a solution or a hidden test.
    """
    for path, content in files.items():
        for text in FORBIDDEN:
            if text.encode() in content:
                raise BuildError(f'the release would hold "{text}" ({path}); nothing was written')
    secrets = {line for cell in lab.cells for line in secret_lines(cell.source)}
    shown = {
        c.id: visible_lines(s.source)
        for c, s in zip(to_notebook(lab).cells, lab.cells, strict=True)
    }
    for cell in release.cells:
        lines = {line.strip() for line in cell.source.split("\n")}
        if leaked := (lines - shown.get(cell.id, set())) & secrets:
            raise BuildError(
                f"the release of {lab.name} would hold a hidden line: {min(leaked)!r} "
                f"(cell {cell.id}); nothing was written"
            )
        if cell.get("outputs"):
            raise BuildError(f"the release of {lab.name} holds outputs (cell {cell.id})")


def _place(name: str, files: Mapping[Path, bytes], course: Path, *, check: bool) -> BuildResult:
    """Write the files that differ; all are on the disk before the first takes its place."""
    changed = [path for path, content in files.items() if _content(course / path) != content]
    folder = course / LABS / name
    lying = {p.relative_to(course) for p in folder.rglob("*") if p.is_file()}
    extra = {p for p in lying - files.keys() if not _LITTER & set(p.parts)}
    if not check:
        staged: list[tuple[Path, Path]] = []
        try:
            for path in changed:
                staged.append((write_draft(course / path, files[path]), course / path))
            while staged:
                os.replace(*staged[-1])
                staged.pop()
        except OSError as error:
            raise BuildError(f"{name} cannot be written ({error}); make room, or allow it") from (
                error
            )
        finally:
            for temporary, _ in staged:
                temporary.unlink(missing_ok=True)
    return BuildResult(
        name, tuple(course / p for p in changed), tuple(sorted(course / p for p in extra))
    )


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None

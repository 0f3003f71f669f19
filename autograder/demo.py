"""A made-up class, graded in a course of its own: the main job at one command."""

import shutil
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat import NotebookNode

from autograder.audit.answers import bank_of
from autograder.classes.batch_progress import Progress, silent
from autograder.classes.grader import grade_class
from autograder.classes.results import GradedClass
from autograder.course import CONFIG, known_lab, release_path
from autograder.labsource.regions import answer_of
from autograder.reports.marks import write_marks
from autograder.submissions import collect
from autograder.submissions.repair import grade_id

if TYPE_CHECKING:
    from autograder.judging.grade import Isolation


@dataclass(frozen=True)
class Demo:
    """What a demo wrote, and the results.

    Attributes:
        results: The class's results.
        submissions: The folder of what the class handed in.
        marks: The marks as CSV.
        feedback: The folder of feedback pages, one folder per student.
        gradebook: nbgrader's database.
        unprotected: Why it went on without a sandbox, though one was wanted; None if it did not.
    """

    results: GradedClass
    submissions: Path
    marks: Path
    feedback: Path
    gradebook: Path
    unprotected: str | None = None


def make_class(
    solution: NotebookNode, release: NotebookNode, mistakes: Mapping[str, str]
) -> dict[str, bytes]:
    """A class of five, from good to broken.

    Args:
        solution: The lab's solutions notebook.
        release: The notebook that was handed out.
        mistakes: What students typically get wrong, by exercise.

    Returns:
        What each student hands in: ``ada`` solved everything, ``ben`` the first half with
        mistakes, ``cleo`` nothing, ``dora`` has a syntax error, ``emil`` sent something else.
    """
    answers = {
        name: answer_of(cell.source)
        for cell in solution.cells
        if (name := grade_id(cell)) and cell.metadata.nbgrader.get("solution")
    }
    half = {name: answers[name] for name in list(answers)[: (len(answers) + 1) // 2]}
    half |= {name: code for name, code in mistakes.items() if name in half}
    exercises = [
        n for c in release.cells if (n := grade_id(c)) in answers and c.cell_type == "code"
    ]
    broken = {name: answers[name] + "\n    return (" for name in exercises[:1] if name}
    return {
        "ada": _filled(release, answers),
        "ben": _filled(release, half),
        "cleo": _filled(release, {}),
        "dora": _filled(release, answers | broken),
        "emil": b"%PDF-1.7\n% A photograph of my screen\n%%EOF\n",
    }


def run_demo(
    course: Path,
    lab: str,
    *,
    isolation: "Isolation | None" = None,
    on_progress: Progress = silent,
) -> Demo:
    """Make a class, grade it in ``build/demo`` and write everything grading writes.

    The course's own gradebook is not touched; a demo of before is replaced.

    Args:
        course: The course's root.
        lab: The lab's name.
        isolation: What students' code runs in. By default a sandbox where one can be had; elsewhere
            the demo goes on without, since the class is this module's own.
        on_progress: Called with how far the class is.

    Raises:
        AutograderError: There is no such lab or no such isolation, or the lab cannot be built or
            graded.
    """
    from autograder.judging.grade import require
    from autograder.sandbox import available

    lab = known_lab(course, lab)
    unprotected = None
    if isolation is None:
        unprotected = available()
        isolation = "none" if unprotected else "bubblewrap"
    require(isolation)
    place = course / "build" / "demo"
    _new_course(course, lab, place)
    solution = _read(place / "solutions" / lab / f"{lab}.ipynb")
    release = _read(release_path(place, lab))
    submissions = place / "submissions"
    wrong = bank_of(place / "solutions" / lab).wrong
    mistakes = {answer.exercise: answer.source for answer in wrong if answer.typical}
    for student, content in make_class(solution, release, mistakes).items():
        folder = submissions / student
        folder.mkdir(parents=True)
        (folder / f"{lab}.ipynb").write_bytes(content)
    results = grade_class(
        place, lab, collect(submissions, lab), isolation=isolation, on_progress=on_progress
    )
    grading = place / "grading"
    return Demo(
        results,
        submissions,
        write_marks(results),
        grading / "feedback",
        grading / "gradebook.db",
        unprotected,
    )


def _new_course(course: Path, lab: str, place: Path) -> None:
    """A course of this one lab, built."""
    from autograder.labsource import build_lab

    if place.exists():
        shutil.rmtree(place)
    litter = shutil.ignore_patterns("*.ipynb", "__pycache__", ".ipynb_checkpoints")
    shutil.copytree(course / "solutions" / lab, place / "solutions" / lab, ignore=litter)
    shutil.copy(course / CONFIG, place / CONFIG)
    build_lab(place / "solutions" / lab, place)


def _filled(release: NotebookNode, answers: dict[str, str]) -> bytes:
    notebook = deepcopy(release)
    for cell in notebook.cells:
        name = grade_id(cell)
        if name in answers and cell.metadata.nbgrader.get("solution"):
            cell.source = answers[name]
    return nbformat.writes(notebook).encode()


def _read(path: Path) -> NotebookNode:
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)

"""A small class and a course of its own, for the tests of whole gradings."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from autograder.classes.batch_progress import BatchProgress
from autograder.classes.record import Record, load_record
from autograder.submissions import Submission

RIGHT = {"double": "def double(x):\n    return x + x", "square": "def square(x):\n    return x**2"}
#: Answers that get 5, 3, 2 and 0 points of 5, and one that ends its kernel.
CLASS = {
    "ada": RIGHT,
    "ben": {**RIGHT, "square": "def square(x):\n    return x"},
    "cleo": {**RIGHT, "double": "def double(x):\n    return 4"},
    "dora": {},
    "finn": {**RIGHT, "double": "import os; os._exit(1)"},
}
POINTS = {"ada": 5.0, "ben": 3.0, "cleo": 2.0, "dora": 0.0, "finn": 2.0}


def submission(course: Path, student: str, answers: dict[str, str]) -> Submission:
    """The released notebook of `tiny` with some answers filled in."""
    text = (course / "labs" / "tiny" / "tiny.ipynb").read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    data = nbformat.writes(notebook).encode()
    return Submission(student, f"{student}.ipynb", notebook=data, received=data)


def works(course: Path, names: str = "ada ben cleo dora finn") -> list[Submission]:
    """The submissions of some of the class."""
    return [submission(course, name, CLASS[name]) for name in names.split()]


def copied(course: Path, place: Path, db_url: str = "") -> Path:
    """A copy of a course in which nothing was graded, maybe with another gradebook."""
    root = place / "course"
    shutil.copytree(course, root, ignore=shutil.ignore_patterns("grading"))
    if db_url:
        with (root / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
            settings.write(f"\nc.CourseDirectory.db_url = {db_url!r}\n")
    return root


def record_of(course: Path, student: str) -> Record:
    """What is stored about a student."""
    return load_record(course / "grading" / "received" / student / "tiny")


@dataclass
class Told:
    """Keeps how far a grading came, the last time it was told."""

    last: BatchProgress = field(default_factory=lambda: BatchProgress(0))

    def __call__(self, standing: BatchProgress) -> None:
        """Keep it."""
        self.last = standing

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many were judged, stored only, and left as they were."""
        return self.last.judged, self.last.resumed, self.last.unchanged

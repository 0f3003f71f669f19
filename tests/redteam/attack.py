"""One attack: a submission that tries for marks, files or harm, and what it may get at the most."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell

#: Changes a notebook beyond the text of its cells.
Edit = Callable[[nbformat.NotebookNode], None]

#: Writes what is handed in into a student's folder, in place of a notebook.
Folder = Callable[[Path], None]


@dataclass(frozen=True)
class Place:
    """What an attacker may know of the machine: where things lie and who listens.

    Attributes:
        course: The course's root, with solutions, gradebook and other submissions.
        home: The instructor's home folder.
        mark: Text by which processes and files of this run are found again.
        port: A port on loopback that the test itself listens on (TCP and UDP).
        port6: The same on IPv6's loopback; 0 where there is none.
        free_port: A port that nobody listens on; the test tries to reach it.
        socket: An abstract Unix socket that the test listens on, without its leading zero byte.
    """

    course: Path
    home: Path
    mark: str
    port: int
    port6: int
    free_port: int
    socket: str

    def fill(self, source: str) -> str:
        """A cell's text with ``@COURSE@``, ``@PORT@`` and the like filled in."""
        for name, value in vars(self).items():
            source = source.replace(f"@{name.upper()}@", str(value))
        return source


@dataclass(frozen=True)
class Attack:
    """One submission of an attacker.

    Attributes:
        name: Unique, as the table and the tests call it.
        family: The kind of attack.
        tries: What it tries, in one sentence.
        lab: The lab that it is handed in for.
        answers: Code by exercise; an exercise that is not named gets a plain wrong answer.
        first: Cells added before the first exercise.
        last: Cells added at the end.
        edit: Changes metadata, ids or order.
        content: What is handed in instead of a notebook.
        folder: What is handed in as a folder, read by the intake.
        beside: Files handed in beside the notebook, by relative path.
        honest: The points of a student who hands in `honest_answers`, without any trick.
        honest_answers: That student's answers; plain wrong ones where they are not named.
        harmful: Too hard on the machine to be run without a sandbox of our own.
        ours_only: It aims at a part that stock nbgrader does not have.
        seconds: How long judging it may take.
    """

    name: str
    family: str
    tries: str
    lab: str = "tiny"
    answers: Mapping[str, str] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    edit: Edit | None = None
    content: bytes | None = None
    folder: Folder | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    honest: float = 0.0
    honest_answers: Mapping[str, str] = field(default_factory=dict)
    harmful: bool = False
    ours_only: bool = False
    seconds: float = 60.0

    def notebook(
        self, release: nbformat.NotebookNode, wrong: Mapping[str, str], place: Place
    ) -> bytes:
        """What is handed in, made from the released notebook.

        Args:
            release: The notebook that students get.
            wrong: Plain wrong answers of the lab, for the exercises that the attack leaves alone.
            place: Fills in what the attacker knows of the machine.
        """
        if self.content is not None:
            return self.content
        answers = {**wrong, **self.answers}
        notebook = answered(release, {name: place.fill(dedent(a)) for name, a in answers.items()})
        start = next(i for i, cell in enumerate(notebook.cells) if grade_id(cell) in answers)
        for number, source in enumerate(self.first):
            cell = new_code_cell(place.fill(dedent(source)), id=f"added-{number}")
            notebook.cells.insert(start + number, cell)
        for number, source in enumerate(self.last):
            cell = new_code_cell(place.fill(dedent(source)), id=f"added-last-{number}")
            notebook.cells.append(cell)
        if self.edit is not None:
            self.edit(notebook)
        return nbformat.writes(nbformat.from_dict(notebook)).encode()


def answered(release: nbformat.NotebookNode, answers: Mapping[str, str]) -> nbformat.NotebookNode:
    """A copy of the released notebook with answers filled in."""
    notebook = nbformat.from_dict(release)
    for cell in notebook.cells:
        if grade_id(cell) in answers:
            cell.source = answers[grade_id(cell)]
    return notebook


def grade_id(cell: Any) -> str:
    """The name that nbgrader knows a cell by; empty for none."""
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def dedent(source: str) -> str:
    """Code without the indentation that all its lines share."""
    return textwrap.dedent(source).strip("\n")

"""Grade files for learning platforms: nbgrader's plug-in point for exports.

``nbgrader export --exporter=autograder.plugins.export.CanvasExporter --to=canvas.csv``
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from autograder.reports.marks import escape_formula, number
from course_lib.atomic_write import write_whole


class _Exporter(ExportPlugin):
    """One row a student, one column a lab."""

    partial = Bool(
        False, help="Export also points to which a person has yet to add; else they are left out."
    ).tag(config=True)

    default_file = ""

    def export(self, gradebook: Gradebook) -> None:
        """Write the file, whole or not at all."""
        wanted = set(map(str, self.assignment))
        labs = [lab for lab in gradebook.assignments if not wanted or lab.name in wanted]
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        self._missing = 0
        for row in self._rows(gradebook, labs):
            writer.writerow(row)
        if self._missing:
            self.log.warning(
                "%s results were left out, as a person has yet to mark them", self._missing
            )
        path = Path(self.to or self.default_file)
        write_whole(path.absolute(), text.getvalue().encode("utf-8", "replace"))
        self.log.info("Grades were written to %s", path)

    def _rows(self, gradebook: Gradebook, labs: list[Any]) -> Iterator[list[str]]:
        raise NotImplementedError

    def _students(self, gradebook: Gradebook) -> Iterator[Any]:
        chosen = set(map(str, self.student))
        for student in gradebook.students:
            if not chosen or student.id in chosen:
                yield student

    def _score(self, gradebook: Gradebook, lab: str, student: str) -> str:
        """Points less what being late costs; empty where there are none to tell of yet."""
        try:
            found: Any = gradebook.find_submission(lab, student)
        except MissingEntry:
            return ""
        if found.needs_manual_grade and not self.partial:
            self._missing += 1
            return ""
        return number(max(0.0, found.score - (found.late_submission_penalty or 0.0)))


class CanvasExporter(_Exporter):
    """A file for Canvas's *Grades → Import*.

    Canvas knows students by their login, which is taken to be their id here. A lab's column has
    its name; Canvas asks whether it is a new one or which of its own it stands for.
    """

    default_file = "grades_canvas.csv"
    section = Unicode("", help="What stands in the column Section.").tag(config=True)

    def _rows(self, gradebook: Gradebook, labs: list[Any]) -> Iterator[list[str]]:
        heads = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        yield [*heads, *(escape_formula(lab.name) for lab in labs)]
        yield ["    Points Possible", "", "", "", "", *(number(lab.max_score) for lab in labs)]
        for student in self._students(gradebook):
            names = [name for name in (student.last_name, student.first_name) if name]
            scores = [self._score(gradebook, lab.name, student.id) for lab in labs]
            yield [
                escape_formula(", ".join(names) or student.id), "", "", escape_formula(student.id),
                escape_formula(self.section), *scores,
            ]  # fmt: skip


class MoodleExporter(_Exporter):
    """A file for Moodle's *Grades → Import → CSV file*, where columns are matched by hand.

    Moodle knows students by their user name, id number or email address.
    """

    default_file = "grades_moodle.csv"

    def _rows(self, gradebook: Gradebook, labs: list[Any]) -> Iterator[list[str]]:
        heads = ["Username", "First name", "Last name", "Email address"]
        yield [*heads, *(escape_formula(lab.name) for lab in labs)]
        for student in self._students(gradebook):
            facts = (student.id, student.first_name, student.last_name, student.email)
            scores = [self._score(gradebook, lab.name, student.id) for lab in labs]
            yield [*(escape_formula(fact or "") for fact in facts), *scores]

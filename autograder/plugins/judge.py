"""nbgrader's autograde, with the judge in the place of its own Execute."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum, Float

from autograder.nbgrader.judged import with_checksums


class Judge(NbGraderPreprocessor):
    """Judge a submission: its code runs in a sandbox, the lab's tests in this process.

    Each test cell comes back with its points as its result, which `SaveAutoGrades` reads.
    """

    sandbox = Enum(
        ["bubblewrap", "none"],
        default_value="bubblewrap",
        help="What students' code runs in; 'none' is for a machine that has nothing to lose",
    ).tag(config=True)

    total_seconds = Float(600.0, help="The most that one submission may take, in all").tag(
        config=True
    )

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Judge the notebook of ``resources``, and keep the verdict beside what was received.

        Raises:
            AutograderError: The sandbox cannot be had, or nothing can be judged here.
        """
        from autograder.classes.record import Record, save_record
        from autograder.classes.secret import course_secret
        from autograder.course import find_course
        from autograder.judging.grade import JudgingLimits, grade_submission
        from autograder.labsource import read_lab

        lab, student = resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]
        course = find_course(Path.cwd())  # nbgrader works in the course's root
        graded = grade_submission(
            read_lab(course / "solutions" / lab / f"{lab}.py"),
            nbformat.writes(nb).encode("utf-8", "replace"),
            student,
            course_secret(course),
            isolation=cast(Any, self.sandbox),
            limits=JudgingLimits(total_seconds=self.total_seconds),
        )
        verdict = graded.verdict
        record = Record(verdict.refusal, verdict.notes, f"{lab}.ipynb", "", verdict)
        save_record(course / "grading" / "received" / student / lab, record)
        return with_checksums(graded.notebook, nb), resources

"""The one who writes: a verdict first to files, then to the gradebook and the pages.

What was judged is on the disk before the gradebook is asked, so that a gradebook that is locked or
gone costs nobody a second judging.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import nbformat

from autograder.classes.execution import JudgingOptions, NotGraded, refuse_submission, retry, store
from autograder.classes.late import stamp
from autograder.classes.record import Record, load_record, save_record
from autograder.classes.results import queue_for_person
from autograder.classes.workplace import Workplace
from autograder.errors import is_disk_full
from autograder.stops import Stop, needs_person
from course_lib.atomic_write import write_whole

if TYPE_CHECKING:
    from autograder.judging.grade import Graded


def save(place: Workplace, student: str, record: Record, graded: Graded, log: bytes = b"") -> None:
    """Write a verdict and its notebook to files; the gradebook does not know of it yet.

    Raises:
        OSError: The disk is full; what was there before is still there.
    """
    notebook = nbformat.v4.writes(graded.notebook).encode("utf-8", "replace")
    write_whole(place.judged(student), notebook)
    write_whole(place.log(student), log)
    save_record(place.received(student), replace(record, verdict=graded.verdict, stored=False))


def publish(place: Workplace, student: str, judging: JudgingOptions) -> Record:
    """Put what is kept about a student into the gradebook and on their page.

    Doing so twice changes nothing.

    Raises:
        Exception: The disk or the gradebook fails.
    """
    from autograder.nbgrader import conversion

    record, graded = saved(place, student)
    stamp(place, student, record)
    try:
        store(place, student, graded)
    except NotGraded as error:
        record, graded = not_graded(place, student, needs_person(str(error)), record, judging)
        save(place, student, record, graded)
        store(place, student, graded)
    if record.refusal is not None:
        retry(lambda: queue_for_person(place, student))
    record = replace(record, verdict=graded.verdict, stored=True)
    try:
        retry(lambda: conversion.feedback(place.config, place.lab, student, place.log(student)))
    except Exception as error:
        if is_disk_full(error):
            raise
        note = f"no feedback page could be written ({type(error).__name__})"
        record = replace(record, notes=(*record.notes, note))
    save_record(place.received(student), record)
    return record


def saved(place: Workplace, student: str) -> tuple[Record, Graded]:
    """The record and the result that `keep` wrote.

    Raises:
        ValueError: They are damaged or not there.
    """
    from autograder.judging.grade import Graded

    record = load_record(place.received(student))
    if record.verdict is None:
        raise ValueError(f"nothing is kept about {student}")
    try:
        text = place.judged(student).read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError(f"the judged notebook of {student} is gone") from error
    return record, Graded(nbformat.v4.reads(text), record.verdict)


def is_saved(place: Workplace, student: str) -> bool:
    """Whether the gradebook could be filled from what is kept about a student."""
    return place.judged(student).is_file()


def is_published(place: Workplace, student: str) -> bool:
    """Whether nbgrader's notebook and the feedback page are there."""
    notebook = place.folder("autograded", student) / f"{place.lab}.ipynb"
    page = place.folder("feedback", student) / f"{place.lab}.html"
    return notebook.is_file() and page.is_file()


def not_graded(
    place: Workplace, student: str, refusal: Stop, record: Record, judging: JudgingOptions
) -> tuple[Record, Graded]:
    """The record and the result of work that cannot be judged: no points, with the reason."""
    from autograder.classes.handing_in import stand_in

    return (
        stand_in(place, student, refusal, record),
        refuse_submission(place, student, refusal, judging),
    )

"""A class graded one submission after the other."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError, is_disk_full
from autograder.grading.course import known_lab, sqlite_file
from autograder.grading.execution import How, NotGraded, refuse_submission, run_submission, store
from autograder.grading.record import GRADED, Record, save_record
from autograder.grading.results import GradedClass, queue_for_person, read_results
from autograder.grading.secret import course_secret
from autograder.grading.workplace import Workplace, open_workplace
from autograder.intake import Submission

if TYPE_CHECKING:
    from autograder.grade import Graded, Isolation, Limits

#: Told before each student: how many are done, how many there are, and who is next
#: (an empty name once all are done).
Progress = Callable[[int, int, str], None]


def grade(
    course: Path,
    lab: str,
    submissions: Sequence[Submission],
    *,
    isolation: "Isolation" = "bubblewrap",
    limits: "Limits | None" = None,
    progress: Progress = lambda done, total, student: None,
) -> GradedClass:
    """Grade a class's submissions, write feedback pages and return the results.

    What cannot be read or run gets 0 points with the reason, and the class goes on. Grading a
    student again replaces what was there; marks that a person gave stay.

    Args:
        course: The course's root.
        lab: The lab's name.
        submissions: From :func:`autograder.intake.collect`.
        isolation: What students' code runs in: ``bubblewrap``, or ``none`` for no sandbox.
        limits: What one submission may cost; the defaults if None.
        progress: Told how far the class is.

    Returns:
        The results of these students, in their order.

    Raises:
        AutograderError: There is no such lab or no such isolation on this machine, or the disk or
            the gradebook fails; the results of the students before that stay.
    """
    from autograder.grade import require

    lab = known_lab(course, lab)
    require(isolation)
    place = open_workplace(course, lab)
    how = How(course_secret(course), isolation, limits)
    _register(place)
    students = [submission.student for submission in submissions]
    for done, submission in enumerate(submissions):
        progress(done, len(submissions), submission.student)
        try:
            _grade_one(place, submission, how)
        except Exception as error:
            # Told in one sentence, whatever it is; the cause is chained for a developer.
            raise _whole_class(error, done, submission.student) from error
    progress(len(submissions), len(submissions), "")
    return read_results(course, lab, students=students)


def _register(place: Workplace) -> None:
    from autograder.build import register_assignment

    if file := sqlite_file(place.db_url):
        file.parent.mkdir(parents=True, exist_ok=True)
    register_assignment(place.course, place.lab, place.db_url)


def _grade_one(place: Workplace, submission: Submission, how: How) -> None:
    from autograder.grading import nbgrading

    student = submission.student
    place.log(student).unlink(missing_ok=True)
    record, graded = _judged(place, submission, how)
    try:
        store(place, student, graded)
    except NotGraded as error:
        record, graded = _not_graded(place, student, f"needs a person: {error}", record, how)
        store(place, student, graded)
    if record.state != GRADED:
        queue_for_person(place, student)
    record = replace(record, verdict=graded.verdict)
    save_record(place.received(student), record)
    try:
        nbgrading.feedback(place.config, place.lab, student, place.log(student))
    except Exception as error:
        if is_disk_full(error):
            raise
        note = f"no feedback page could be written ({type(error).__name__})"
        save_record(place.received(student), replace(record, notes=(*record.notes, note)))


def _judged(place: Workplace, submission: Submission, how: How) -> tuple[Record, "Graded"]:
    """A submission's record and result, nothing of which is stored yet."""
    from autograder.grading import handing_in

    student = submission.student
    try:
        record, data = handing_in.hand_in(place, submission)
    except OSError:
        raise
    # Whatever a notebook holds that no repair foresaw, the class goes on.
    except Exception as error:
        state = f"needs a person: it could not be prepared ({type(error).__name__})"
        record = Record(notes=submission.notes, origin=submission.origin)
        return _not_graded(place, student, state, record, how)
    if data is None:
        return record, refuse_submission(place, student, record.state, how)
    try:
        graded = run_submission(place, student, data, how)
    except NotGraded as error:
        return _not_graded(place, student, f"needs a person: {error}", record, how)
    if (refusal := graded.verdict.refusal) is not None and record.state == GRADED:
        return _not_graded(place, student, refusal, record, how)
    if graded.verdict.refusal is None:
        # What was noted while its file was looked for, then all that reading and judging noted.
        own = tuple(note for note in submission.notes if note not in graded.verdict.notes)
        record = replace(record, notes=own + graded.verdict.notes)
    return record, graded


def _not_graded(
    place: Workplace, student: str, state: str, record: Record, how: How
) -> tuple[Record, "Graded"]:
    from autograder.grading.handing_in import stand_in

    return (
        stand_in(place, student, state, record),
        refuse_submission(place, student, state, how),
    )


def _whole_class(error: Exception, done: int, student: str) -> AutograderError:
    kept = "what was graded before is kept" if done else "nothing was graded yet"
    if is_disk_full(error):
        return AutograderError(
            f"the disk is full, so the grading stopped at {student}: free some space and run the "
            f"command again; {kept}"
        )
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return AutograderError(f"the grading stopped at {student} ({lines[0]}); {kept}")

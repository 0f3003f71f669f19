"""A class graded one submission after the other."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.errors import AutograderError, is_disk_full
from autograder.grading.course import known_lab, sqlite_file
from autograder.grading.results import GradedClass, read_results
from autograder.grading.verdict import GRADED, Verdict, save_verdict
from autograder.grading.workplace import Workplace, open_workplace
from autograder.intake import Submission

#: Told before each student: how many are done, how many there are, and who is next
#: (an empty name once all are done).
Progress = Callable[[int, int, str], None]


def grade(
    course: Path,
    lab: str,
    submissions: Sequence[Submission],
    *,
    progress: Progress = lambda done, total, student: None,
) -> GradedClass:
    """Grade a class's submissions, write feedback pages and return the results.

    What cannot be read or run gets 0 points with the reason, and the class goes on. Grading a
    student again replaces what was there; marks that a person gave stay.

    Args:
        course: The course's root.
        lab: The lab's name.
        submissions: From :func:`autograder.intake.collect`.
        progress: Told how far the class is.

    Returns:
        The results of these students, in their order.

    Raises:
        AutograderError: There is no such lab, or the disk or the gradebook fails; the results
            of the students before that stay.
    """
    lab = known_lab(course, lab)
    place = open_workplace(course, lab)
    _register(place)
    students = [submission.student for submission in submissions]
    for done, submission in enumerate(submissions):
        progress(done, len(submissions), submission.student)
        try:
            _grade_one(place, submission)
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


def _grade_one(place: Workplace, submission: Submission) -> None:
    from autograder.grading import handing_in, nbgrading
    from autograder.grading.execution import NotGraded, run_submission

    student = submission.student
    place.log(student).unlink(missing_ok=True)
    try:
        verdict = handing_in.hand_in(place, submission)
    except OSError:
        raise
    # Whatever a notebook holds that no repair foresaw, the class goes on.
    except Exception as error:
        state = f"needs a person: it could not be prepared ({type(error).__name__})"
        verdict = Verdict(state, submission.notes, submission.origin)
        verdict = handing_in.stand_in(place, student, state, verdict)
    if verdict.state == GRADED:
        try:
            run_submission(place, student)
        except NotGraded as error:
            verdict = handing_in.stand_in(place, student, f"needs a person: {error}", verdict)
    if verdict.state != GRADED:
        _grade_placeholder(place, student)
    save_verdict(place.received(student), verdict)
    try:
        nbgrading.feedback(place.config, place.lab, student, place.log(student))
    except Exception as error:
        if is_disk_full(error):
            raise
        note = f"no feedback page could be written ({type(error).__name__})"
        save_verdict(place.received(student), replace(verdict, notes=(*verdict.notes, note)))


def _grade_placeholder(place: Workplace, student: str) -> None:
    from autograder.grading import nbgrading
    from autograder.grading.results import queue_for_person

    nbgrading.autograde(place.config, place.lab, student, place.log(student), run=False)
    queue_for_person(place, student)


def _whole_class(error: Exception, done: int, student: str) -> AutograderError:
    kept = "what was graded before is kept" if done else "nothing was graded yet"
    if is_disk_full(error):
        return AutograderError(
            f"the disk is full, so the grading stopped at {student}: free some space and run the "
            f"command again; {kept}"
        )
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return AutograderError(f"the grading stopped at {student} ({lines[0]}); {kept}")

"""A class graded at once: prepared and stored here, judged by workers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.batch.memory import nothing_rescanned
from autograder.batch.standing import Progress, Standing, silent
from autograder.errors import AutograderError, is_disk_full
from autograder.grading.course import known_lab, sqlite_file
from autograder.grading.execution import (
    How,
    is_gradebook_error,
    patiently,
    stopped,
)
from autograder.grading.late import set_due
from autograder.grading.ledger import has_failed, is_current, prints
from autograder.grading.orders import Orders, known_exercises
from autograder.grading.preparing import handed_in, known_time, staying
from autograder.grading.record import GRADED, Record, load_record, save_record
from autograder.grading.results import GradedClass, read_results, students_of
from autograder.grading.secret import course_secret
from autograder.grading.workplace import Workplace, open_workplace
from autograder.grading.writer import enter, is_entered, is_kept, keep, not_graded
from autograder.intake import Submission

if TYPE_CHECKING:
    from autograder.batch import Answer, Crew, Job
    from autograder.grade import Isolation, Limits
    from autograder.verdicts import Verdict


def grade(
    course: Path,
    lab: str,
    submissions: Sequence[Submission],
    *,
    isolation: Isolation = "bubblewrap",
    limits: Limits | None = None,
    orders: Orders | None = None,
    progress: Progress = silent,
) -> GradedClass:
    """Grade a class's submissions, write feedback pages and return the results.

    What cannot be read or run gets 0 points with the reason, and the class goes on. Work that was
    graded before and has not changed since is left as it is; neither has it if only its judging
    came to an end and the gradebook does not know. Marks that a person gave stay.

    Args:
        course: The course's root.
        lab: The lab's name.
        submissions: From :func:`autograder.intake.collect`.
        isolation: What students' code runs in: ``bubblewrap``, or ``none`` for no sandbox.
        limits: What one submission may cost; the defaults if None.
        orders: What of the class is graded, and by whom.
        progress: Told how far the class is.

    Returns:
        The results of these students, in their order.

    Raises:
        AutograderError: There is no such lab, exercise, scheduler or isolation, or the disk or the
            gradebook fails; what was judged before that is kept, and is not judged again.
    """
    from autograder.grade import require

    lab = known_lab(course, lab)
    require(isolation)
    place = open_workplace(course, lab)
    how = How(course_secret(course), isolation, limits)
    orders = orders or Orders()
    known_exercises(place, orders.exercises)
    room = _Class(place, how, orders, Standing(len(submissions)), progress)
    room.grade(submissions)
    results = read_results(course, lab, students=[one.student for one in submissions])
    return replace(results, cold=tuple(sorted(room.cold)))


class _Class:
    """One grading of one class.

    Attributes:
        cold: Why sandboxes were started cold, where they were.
    """

    def __init__(
        self, place: Workplace, how: How, orders: Orders, standing: Standing, progress: Progress
    ) -> None:
        self.place = place
        self.how = how
        self.orders = orders
        self.standing = standing
        self.cold: set[str] = set()
        self._tell = progress
        # Of what is being judged, with the notes that came with it.
        self._records: dict[str, tuple[Record, tuple[str, ...]]] = {}
        self._todo: list[Submission] = []
        self._kept: list[str] = []  # whose result is in files only
        self._broken: tuple[str, Exception] | None = None
        self._warm = False
        self._at = ""  # whom an error is about

    def grade(self, submissions: Sequence[Submission]) -> None:
        """Grade what needs it."""
        try:
            patiently(self._register)
            known = patiently(lambda: students_of(self.place))
            for submission in submissions:
                self._at = submission.student
                self._see_to(submission, known)
            if self._todo:
                self._judge()
        except AutograderError:
            raise
        except Exception as error:
            # Told in one sentence, whatever it is; the cause is chained for a developer.
            done = self.standing.judged + self.standing.restored
            raise stopped(error, self._at, done) from error

    def _register(self) -> None:
        from autograder.build import register_assignment

        place = self.place
        if file := sqlite_file(place.db_url):
            file.parent.mkdir(parents=True, exist_ok=True)
        register_assignment(place.course, place.lab, place.db_url)
        if self.orders.due:
            set_due(place, self.orders.due)

    def _see_to(self, submission: Submission, known: Collection[str]) -> None:
        """Leave it as it is, enter what is kept about it, or put it on the list."""
        student = submission.student
        record = load_record(self.place.received(student))
        current = is_current(record, prints(self.place.source, submission, self.how))
        current = current and is_kept(self.place, student)
        if self._is_wanted(record, current):
            self._todo.append(submission)
            return
        handed_in = self.orders.times.get(student, record.handed_in)
        whole = record.stored and student in known and is_entered(self.place, student)
        if current and not (whole and handed_in == record.handed_in):
            record = replace(record, handed_in=handed_in, stored=False)
            save_record(self.place.received(student), record)
            self._enter(student, "restored")
        else:
            self._done("unchanged", record.state != GRADED)

    def _is_wanted(self, record: Record, current: bool) -> bool:
        """Whether work has to be judged."""
        if self.orders.only_failed:
            return record.verdict is None or has_failed(record)
        return bool(self.orders.again or self.orders.exercises) or not current

    def _judge(self) -> None:
        from autograder.batch import Crew

        alone = len(self._todo) == 1 and self.orders.scheduler is None
        # To get a warm interpreter ready takes longer than to start one sandbox cold.
        sandboxed = self.how.isolation == "bubblewrap"
        self._warm = self.orders.warm and sandboxed and len(self._todo) > 1
        workers = 1 if alone else self.orders.workers
        with (
            nothing_rescanned(),
            Crew(workers, self.orders.scheduler, alone=alone, warm=self._warm) as crew,
        ):
            self.standing.workers = crew.workers
            with closing(crew.judge(self._jobs(), lambda: self._told(crew))) as answers:
                for answer in answers:
                    self._at = answer.student
                    try:
                        self._keep(answer)
                        self._enter_all()
                    except Exception as error:
                        if is_gradebook_error(error) and not is_disk_full(error):
                            self._keep_the_rest(answers)
                        raise
                    self._told(crew)
        self._enter_all()
        if self._broken is not None:
            self._at, error = self._broken
            raise error

    def _told(self, crew: Crew) -> None:
        self.standing.judging = crew.judging
        self._tell(self.standing)

    def _jobs(self) -> Iterator[Job]:
        """The work that a worker has to see, prepared one by one; the rest is kept at once."""
        while self._todo:
            submission = self._todo.pop(0)
            try:
                job = self._prepared(submission)
            except Exception as error:  # raised when what is being judged is done
                self._broken = (submission.student, error)
                return
            if job is not None:
                yield job

    def _prepared(self, submission: Submission) -> Job | None:
        """A worker's job; None for what cannot be judged, which is kept with its reason."""
        from autograder.batch import Job

        student, how = submission.student, self.how
        record, outcome = handed_in(self.place, submission, how)
        time = self.orders.times.get(student, known_time(self.place, submission))
        known = prints(self.place.source, submission, how)
        earlier = load_record(self.place.received(student))
        stays = staying(earlier, self.orders.exercises)
        # What is kept of an earlier verdict was found with what it was found with.
        known |= {exercise: earlier.prints.get(exercise, "") for exercise in stays}
        record = replace(record, prints=known, handed_in=time)
        if not isinstance(outcome, bytes):
            keep(self.place, student, record, outcome)
            self._kept.append(student)
            return None
        self._records[student] = (record, submission.notes)
        return Job(
            student, self.place.source, outcome, how.secret,
            how.isolation, how.limits, stays, self._warm,
        )  # fmt: skip

    def _keep(self, answer: Answer) -> None:
        """Keep an answer in files, from which it can be entered."""
        from autograder.batch.version import grader_version

        if answer.stopped:
            raise AutograderError(answer.stopped)
        if answer.grader and answer.grader != grader_version():
            raise AutograderError(
                "a worker has another version of the course than this machine: install the same "
                "on both, and restart the worker"
            )
        if answer.cold:
            self.cold.add(answer.cold)
        student, place = answer.student, self.place
        record, notes = self._records.pop(student)
        if answer.problem:
            state = f"needs a person: {answer.problem}"
            record, graded = not_graded(place, student, state, record, self.how)
            record = replace(record, prints={})  # it is worth another try
        else:
            graded = answer.graded()
            record = self._noted(record, notes, graded.verdict)
        keep(place, student, record, graded, answer.log)
        self._kept.append(student)

    def _noted(self, record: Record, notes: tuple[str, ...], verdict: Verdict) -> Record:
        """The record with what judging found to note."""
        if (refusal := verdict.refusal) is None:
            # What was noted while its file was looked for, then all that was noted since.
            own = tuple(note for note in notes if note not in verdict.notes)
            return replace(record, notes=own + verdict.notes)
        if record.state == GRADED:
            record, _ = not_graded(self.place, verdict.student, refusal, record, self.how)
        return record

    def _enter_all(self) -> None:
        """Enter what is kept and not entered yet."""
        while self._kept:
            self._at = self._kept[0]
            self._enter(self._at, "judged")
            self._kept.pop(0)

    def _enter(self, student: str, kind: str) -> None:
        record = enter(self.place, student, self.how)
        self._done(kind, record.state != GRADED)

    def _done(self, kind: str, refused: bool) -> None:
        self.standing.finished(kind, refused)
        self._tell(self.standing)

    def _keep_the_rest(self, answers: Iterator[Answer]) -> None:
        """Let what is being judged come to its end, and keep it, as the gradebook is gone."""
        self._todo.clear()
        for answer in answers:
            try:
                self._keep(answer)
            except (AutograderError, OSError):
                return

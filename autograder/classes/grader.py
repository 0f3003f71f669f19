"""A class graded at once: prepared and stored here, judged by workers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.classes.batch_progress import BatchProgress, Progress, silent
from autograder.classes.execution import (
    JudgingOptions,
    is_gradebook_error,
    retry,
    stopped,
)
from autograder.classes.freshness import fingerprints, has_failed, is_current
from autograder.classes.late import set_due
from autograder.classes.memory import nothing_rescanned
from autograder.classes.options import GradingOptions, known_exercises
from autograder.classes.preparing import handed_in, known_time, received_digest, staying
from autograder.classes.record import Record, load_record, save_record
from autograder.classes.results import GradedClass, read_results, students_of
from autograder.classes.secret import course_secret
from autograder.classes.workplace import Workplace, open_workplace
from autograder.classes.writer import is_published, is_saved, not_graded, publish, save
from autograder.course import known_lab, sqlite_file
from autograder.errors import AutograderError, is_disk_full
from autograder.stops import needs_person
from autograder.submissions import Intake, Submission

if TYPE_CHECKING:
    from autograder.classes.job import Answer, Job
    from autograder.classes.worker_pool import WorkerPool
    from autograder.judging.grade import Isolation, JudgingLimits


def grade_class(
    course: Path,
    lab: str,
    submissions: Sequence[Submission],
    *,
    isolation: Isolation = "bubblewrap",
    limits: JudgingLimits | None = None,
    options: GradingOptions | None = None,
    on_progress: Progress = silent,
) -> GradedClass:
    """Grade a class's submissions, write feedback pages and return the results.

    What cannot be read or run gets 0 points with the reason, and the class goes on. Work that was
    graded before and has not changed since is left as it is; neither has it if only its judging
    came to an end and the gradebook does not know. Marks that a person gave stay.

    Args:
        course: The course's root.
        lab: The lab's name.
        submissions: From :func:`autograder.submissions.collect`.
        isolation: What students' code runs in: ``bubblewrap``, or ``none`` for no sandbox.
        limits: What one submission may cost; the defaults if None.
        options: What of the class is graded, and by whom.
        on_progress: Called with how far the class is.

    Returns:
        The results of these students, in their order.

    Raises:
        AutograderError: There is no such lab, exercise, scheduler or isolation, or the disk or the
            gradebook fails; what was judged before that is kept, and is not judged again.
    """
    from autograder.judging.grade import require

    lab = known_lab(course, lab)
    require(isolation)
    place = open_workplace(course, lab)
    judging = JudgingOptions(course_secret(course), isolation, limits)
    options = options or GradingOptions()
    known_exercises(place, options.exercises)
    room = _Class(place, judging, options, BatchProgress(len(submissions)), on_progress)
    room.grade(submissions)
    results = read_results(course, lab, students=[one.student for one in submissions])
    return replace(results, cold=tuple(sorted(room.cold)))


class _Class:
    """One grading of one class.

    Attributes:
        cold: Why sandboxes were started cold, where they were.
    """

    def __init__(
        self,
        place: Workplace,
        judging: JudgingOptions,
        options: GradingOptions,
        progress: BatchProgress,
        on_progress: Progress,
    ) -> None:
        self.place = place
        self.judging = judging
        self.options = options
        self.progress = progress
        self.cold: set[str] = set()
        self._on_progress = on_progress
        # Of what is being judged, with the notes that came with it.
        self._records: dict[str, tuple[Record, tuple[str, ...]]] = {}
        self._todo: list[Submission] = []
        self._saved: list[str] = []  # whose result is in files only
        self._broken: tuple[str, Exception] | None = None
        self._warm = False
        self._at = ""  # whom an error is about

    def grade(self, submissions: Sequence[Submission]) -> None:
        """Grade what needs it."""
        try:
            retry(self._register)
            known = retry(lambda: students_of(self.place))
            for submission in submissions:
                self._at = submission.student
                self._see_to(submission, known)
            if self._todo:
                self._judge()
        except AutograderError:
            raise
        except Exception as error:
            # Told in one sentence, whatever it is; the cause is chained for a developer.
            done = self.progress.judged + self.progress.resumed
            raise stopped(error, self._at, done) from error

    def _register(self) -> None:
        from autograder.labsource import register_assignment

        place = self.place
        if file := sqlite_file(place.db_url):
            file.parent.mkdir(parents=True, exist_ok=True)
        register_assignment(place.course, place.lab, place.db_url)
        if self.options.due:
            set_due(place, self.options.due)

    def _see_to(self, submission: Submission, known: Collection[str]) -> None:
        """Leave it as it is, enter what is kept about it, or put it on the list."""
        student = submission.student
        record = load_record(self.place.received(student))
        current = is_current(record, fingerprints(self.place.source, submission, self.judging))
        current = current and is_saved(self.place, student)
        if self._is_wanted(record, current):
            self._todo.append(submission)
            return
        handed_in = self.options.times.get(student, record.handed_in)
        whole = record.stored and student in known and is_published(self.place, student)
        if current and not (whole and handed_in == record.handed_in):
            record = replace(record, handed_in=handed_in, stored=False)
            save_record(self.place.received(student), record)
            self._publish(student, "resumed")
        else:
            self._done("unchanged", record.refusal is not None)

    def _is_wanted(self, record: Record, current: bool) -> bool:
        """Whether work has to be judged."""
        if self.options.only_failed:
            return record.verdict is None or has_failed(record)
        return bool(self.options.again or self.options.exercises) or not current

    def _judge(self) -> None:
        from autograder.classes.worker_pool import WorkerPool
        from autograder.labsource.imports import setup_imports

        alone = len(self._todo) == 1 and self.options.scheduler is None
        # To get a warm interpreter ready takes longer than to start one sandbox cold.
        sandboxed = self.judging.isolation == "bubblewrap"
        self._warm = self.options.warm and sandboxed and len(self._todo) > 1
        workers = 1 if alone else self.options.workers
        with (
            nothing_rescanned(),
            WorkerPool(
                workers,
                self.options.scheduler,
                alone=alone,
                warm=self._warm,
                modules=setup_imports(self.place.source),
            ) as pool,
        ):
            self.progress.workers = pool.workers
            with closing(pool.judge(self._jobs(), lambda: self._show_progress(pool))) as answers:
                for answer in answers:
                    self._at = answer.student
                    try:
                        self._save(answer)
                        self._publish_all()
                    except Exception as error:
                        if is_gradebook_error(error) and not is_disk_full(error):
                            self._save_the_rest(answers)
                        raise
                    self._show_progress(pool)
        self._publish_all()
        if self._broken is not None:
            self._at, error = self._broken
            raise error

    def _show_progress(self, pool: WorkerPool) -> None:
        self.progress.judging = pool.judging
        self._on_progress(self.progress)

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
        from autograder.classes.job import Job, as_bytes

        student, judging = submission.student, self.judging
        record, outcome = handed_in(self.place, submission, judging)
        time = self.options.times.get(student, known_time(self.place, submission))
        known = fingerprints(self.place.source, submission, judging)
        earlier = load_record(self.place.received(student))
        stays = staying(earlier, self.options.exercises)
        # What is kept of an earlier verdict was found with what it was found with.
        known |= {exercise: earlier.fingerprints.get(exercise, "") for exercise in stays}
        record = replace(record, fingerprints=known, handed_in=time)
        if not isinstance(outcome, Intake):
            save(self.place, student, record, outcome)
            self._saved.append(student)
            return None
        self._records[student] = (record, submission.notes)
        return Job(
            student, self.place.source, as_bytes(outcome), judging.secret,
            judging.isolation, judging.limits, stays, self._warm,
            outcome.notes, received_digest(submission),
        )  # fmt: skip

    def _save(self, answer: Answer) -> None:
        """Keep an answer in files, from which it can be entered."""
        from autograder.classes.version import grader_version

        if answer.stopped:
            raise AutograderError(answer.stopped)
        if answer.grader and answer.grader != grader_version(self.place.source):
            raise AutograderError(
                "a worker has another version of the course than this machine: install the same "
                "on both, and restart the worker"
            )
        if answer.cold:
            self.cold.add(answer.cold)
        student, place = answer.student, self.place
        record, notes = self._records.pop(student)
        if answer.problem:
            refusal = needs_person(answer.problem)
            record, graded = not_graded(place, student, refusal, record, self.judging)
            record = replace(record, fingerprints={})  # it is worth another try
        else:
            graded = answer.graded()
            # What was noted while its file was looked for, then all that was noted since.
            record = replace(record, notes=notes + graded.verdict.notes)
        save(place, student, record, graded, answer.log)
        self._saved.append(student)

    def _publish_all(self) -> None:
        """Enter what is kept and not entered yet."""
        while self._saved:
            self._at = self._saved[0]
            self._publish(self._at, "judged")
            self._saved.pop(0)

    def _publish(self, student: str, kind: str) -> None:
        record = publish(self.place, student, self.judging)
        self._done(kind, record.refusal is not None)

    def _done(self, kind: str, refused: bool) -> None:
        self.progress.finished(kind, refused)
        self._on_progress(self.progress)

    def _save_the_rest(self, answers: Iterator[Answer]) -> None:
        """Let what is being judged come to its end, and keep it, as the gradebook is gone."""
        self._todo.clear()
        for answer in answers:
            try:
                self._save(answer)
            except (AutograderError, OSError):
                return

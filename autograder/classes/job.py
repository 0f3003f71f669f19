"""One submission's way over a worker: bytes in, a graded notebook and a verdict out.

A worker sees no gradebook and no folder of the course. What it is sent and what it sends back is
plain data.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from autograder.classes.memory import killed_for_memory
from autograder.classes.version import grader_version
from autograder.errors import AutograderError, is_disk_full
from autograder.judging.verdicts import ExerciseVerdict, Verdict
from autograder.submissions import Intake

if TYPE_CHECKING:
    from autograder.judging.grade import Graded, Isolation, JudgingLimits
    from autograder.labsource import Lab

#: The most of what a kernel's process prints that is sent back, in bytes.
_LOG_BYTES = 64 * 1024


@dataclass(frozen=True)
class Job:
    """What a worker is told about one submission.

    Attributes:
        student: The student's id.
        lab: The lab's source.
        data: The notebook to judge, read and repaired, from `as_bytes`.
        secret: The course's secret, which seeds the checks.
        isolation: What the student's code runs in.
        limits: What it may cost; the defaults if None.
        keep: Verdicts of exercises that stay as they are, by exercise.
        warm: Whether its sandbox may be a fork of an interpreter that is ready.
        notes: What was repaired, in words.
        digest: SHA-256 of the bytes that were handed in.
    """

    student: str
    lab: Lab
    data: bytes = field(repr=False)
    secret: bytes = field(repr=False)
    isolation: Isolation = "bubblewrap"
    limits: JudgingLimits | None = None
    keep: Mapping[str, ExerciseVerdict] = field(default_factory=dict)
    warm: bool = True
    notes: tuple[str, ...] = ()
    digest: str = ""


@dataclass(frozen=True)
class Answer:
    """What a worker found.

    Attributes:
        student: The student's id.
        verdict: As `Verdict.to_json` writes it; empty where nothing was found.
        notebook: The graded notebook, as JSON.
        log: The end of what the kernel's own process printed.
        problem: Why this submission could not be judged, in words.
        stopped: Why no submission can be judged there, in words.
        short: Whether the machine ran out of memory meanwhile, and the verdict may be due to it.
        cold: Why its sandbox was started cold, in words; empty if it was a fork.
        grader: The version of the grader that judged.
    """

    student: str
    verdict: str = ""
    notebook: bytes = field(default=b"", repr=False)
    log: bytes = field(default=b"", repr=False)
    problem: str = ""
    stopped: str = ""
    short: bool = False
    cold: str = ""
    grader: str = ""

    def graded(self) -> Graded:
        """The notebook and the verdict.

        Raises:
            ValueError: There are none, or they are damaged.
        """
        from autograder.judging.grade import Graded

        notebook = nbformat.v4.reads(self.notebook.decode("utf-8"))
        return Graded(notebook, Verdict.from_json(self.verdict))


def as_bytes(intake: Intake) -> bytes:
    """A repaired notebook, to be sent to a worker."""
    return nbformat.v4.writes(intake.notebook).encode("utf-8", "replace")


def work(job: Job) -> Answer:
    """Judge a submission; what a worker runs. Nothing outside temporary folders is touched."""
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log"
        before = killed_for_memory()
        try:
            graded, cold = _judge(job, log)
        except AutograderError as error:
            return Answer(job.student, stopped=str(error), grader=grader_version(job.lab))
        # One submission must not stop the class, whatever it holds.
        except Exception as error:
            if is_disk_full(error):
                return Answer(job.student, stopped=_FULL, grader=grader_version(job.lab))
            problem = f"it could not be judged ({_in_words(error)})"
            return Answer(job.student, problem=problem, grader=grader_version(job.lab))
        return Answer(
            job.student,
            graded.verdict.to_json(),
            nbformat.v4.writes(graded.notebook).encode("utf-8", "replace"),
            _end_of(log),
            short=killed_for_memory() > before and bool(graded.verdict.stops),
            cold=cold,
            grader=grader_version(job.lab),
        )


_FULL = "the disk of the machine that judges is full: free some space there and run it again"


def _judge(job: Job, log: Path) -> tuple[Graded, str]:
    """The result, and why the sandbox was started cold."""
    from autograder.judging.grade import grade_intake
    from autograder.sandbox import warm

    intake = Intake(nbformat.v4.reads(job.data.decode("utf-8")), job.notes)
    with warm.wanted(job.warm and job.isolation == "bubblewrap"):
        graded = grade_intake(
            job.lab, intake, job.digest, job.student, job.secret,
            isolation=job.isolation, limits=job.limits, log=log, keep=job.keep,
        )  # fmt: skip
        return graded, warm.why_cold()


def _end_of(log: Path) -> bytes:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _LOG_BYTES))
            return file.read()
    except OSError:
        return b""


def _in_words(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else 'no message'}"

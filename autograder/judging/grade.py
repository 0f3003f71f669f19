"""One submission judged: a lab and some bytes in, a graded notebook and a verdict out."""

from __future__ import annotations

import hashlib
import hmac
import platform
import re
import tempfile
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from nbformat import NotebookNode

from autograder.errors import AutograderError
from autograder.judging.isolated_run import IsolatedKernel
from autograder.judging.limits import JudgingLimits
from autograder.judging.plan import Step, plan, set_metadata
from autograder.judging.render import render
from autograder.judging.run import SEEDING, Findings, Kernel, Run, checked
from autograder.judging.sanitise import safe_text
from autograder.judging.stand_ins import StandIns
from autograder.judging.verdicts import CheckVerdict, ExerciseVerdict, Verdict
from autograder.labsource import Lab
from autograder.labsource.student_version import digest, released
from autograder.stops import Stop, unreadable
from autograder.submissions import Intake, read_notebook, take_in

if TYPE_CHECKING:
    from course_lib.checks import Outcome

Isolation = Literal["bubblewrap", "none"]

__all__ = [
    "Graded",
    "Isolation",
    "JudgingLimits",
    "Verdict",
    "grade_intake",
    "grade_submission",
    "refuse",
    "require",
    "seed_of",
]

#: The packages whose versions a verdict may depend on, by the name that it is written under.
_PACKAGES = {"torch": "torch", "nbgrader": "nbgrader", "course": "gan-classification-labs"}
# In messages of Python's and of Jupyter's own making.
_UNSTEADY = (
    (re.compile(r"\b0x[0-9a-f]{6,16}\b"), "0x…"),
    (re.compile(r"\bipykernel_\d+\b"), "ipykernel"),
    (re.compile(r"\bjudge-[a-z0-9_]{8}\b"), "judge"),
)
#: The most of one message that is kept, in characters.
_MAX_MESSAGE = 4_000


@dataclass(frozen=True)
class Graded:
    """What grading one submission gives.

    Attributes:
        notebook: For feedback pages and the formgrader: harmless, without hidden tests.
        verdict: What was found.
    """

    notebook: NotebookNode
    verdict: Verdict


def grade_submission(
    lab: Lab,
    submission: bytes,
    student: str,
    secret: bytes,
    *,
    isolation: Isolation = "bubblewrap",
    limits: JudgingLimits | None = None,
    log: Path | None = None,
    keep: Mapping[str, ExerciseVerdict] | None = None,
) -> Graded:
    """Judge one submission.

    The student's code runs in a kernel of its own, the tests in this process. Nothing is read
    from or written to the course, and the same arguments give the same verdict.

    Args:
        lab: The lab's source, with solutions and hidden tests.
        submission: What was handed in, whatever it is.
        student: The student's id.
        secret: The course's secret, which seeds the inputs of the checks.
        isolation: What the student's code runs in.
        limits: How long it may take, and what it may use.
        log: A file for what the kernel's process itself prints; nowhere if None.
        keep: Verdicts of exercises that stay as they are, whatever is found now.

    Returns:
        The graded notebook and the verdict; for bytes that are no notebook of this lab, the blank
        lab and a verdict with the reason.

    Raises:
        AutograderError: The isolation asked for cannot be had on this machine, or the lab's own
            setup cells fail: no one's submission is the cause.
    """
    intake = take_in(read_notebook(submission), released(lab), lab.name)
    return grade_intake(
        lab, intake, hashlib.sha256(submission).hexdigest(), student, secret,
        isolation=isolation, limits=limits, log=log, keep=keep,
    )  # fmt: skip


def grade_intake(
    lab: Lab,
    intake: Intake,
    submission_digest: str,
    student: str,
    secret: bytes,
    *,
    isolation: Isolation = "bubblewrap",
    limits: JudgingLimits | None = None,
    log: Path | None = None,
    keep: Mapping[str, ExerciseVerdict] | None = None,
) -> Graded:
    """Judge a submission that was read and repaired; it is not repaired again.

    Args:
        lab: The lab's source.
        intake: What is judged; changed in place.
        submission_digest: SHA-256 of the bytes that were handed in.
        student: The student's id.
        secret: The course's secret.
        isolation: As of :func:`grade_submission`, as all that follow.
        limits: How long it may take.
        log: A file for what the kernel's process prints.
        keep: Verdicts of exercises that stay as they are.

    Raises:
        AutograderError: As :func:`grade_submission`.
    """
    limits = limits or JudgingLimits()
    require(isolation)
    started = time.monotonic()
    release = released(lab)
    base = replace(
        _blank_verdict(lab, student, secret, isolation, limits, submission_digest),
        notes=tuple(_safe(note) for note in intake.notes),
    )
    notebook = intake.notebook
    if intake.refusal is not None or notebook is None:
        return _refused(lab, release, base, intake.refusal or unreadable("there is no notebook"))
    set_metadata(notebook, release)
    steps = plan(lab, notebook)
    seeds = {exercise.exercise: exercise.seed for exercise in base.exercises}
    findings = _run(lab, steps, seeds, isolation, limits, log, started)
    verdict = replace(
        base,
        exercises=tuple(
            (keep or {}).get(exercise.exercise) or _judged(lab, exercise, findings)
            for exercise in base.exercises
        ),
        stops=tuple(map(_safe_stop, findings.stops)),
        seconds=time.monotonic() - started,
    )
    return Graded(render(notebook, release, findings.ran, verdict), verdict)


def refuse(
    lab: Lab,
    student: str,
    secret: bytes,
    refusal: Stop,
    *,
    isolation: Isolation = "bubblewrap",
    limits: JudgingLimits | None = None,
    submission: bytes = b"",
    notes: tuple[str, ...] = (),
) -> Graded:
    """The result for work that cannot be judged, such as a link, a huge file or a PDF.

    Args:
        lab: The lab's source.
        student: The student's id.
        secret: The course's secret.
        refusal: Why, from `autograder.stops.unreadable` or `needs_person`.
        isolation: What the class's code runs in.
        limits: As of :func:`grade_submission`.
        submission: What was handed in, where that could be kept.
        notes: What was repaired before it was refused.
    """
    intake = Intake(notes=notes, refusal=refusal)
    digest_of = hashlib.sha256(submission).hexdigest()
    return grade_intake(
        lab, intake, digest_of, student, secret, isolation=isolation, limits=limits
    )  # fmt: skip


def require(isolation: Isolation) -> None:
    """See that the isolation asked for can be had.

    Raises:
        AutograderError: It cannot; the sentence says what to install, and what to do without.
    """
    if isolation == "none":
        return
    if isolation != "bubblewrap":
        raise AutograderError(f"no sandbox is called {isolation!r}: choose bubblewrap or none")
    from autograder.sandbox import available

    if (why := available()) is not None:
        raise AutograderError(f"there is nothing to keep students' code in: {why}")


def sandbox_program() -> str:
    """The program that makes sandboxes here, with its version; empty where there is none."""
    from autograder.sandbox import SandboxError, find_program

    try:
        return str(find_program())
    except SandboxError:
        return ""


def seed_of(secret: bytes, lab: str, student: str, exercise: str) -> str:
    """What seeds the inputs of an exercise's checks: HMAC-SHA256 of its names under the secret.

    Example:
        >>> seed_of(b"secret", "lab01_knn", "ada", "l1_distances")[:12]
        '375f226ce265'
    """
    message = f"{lab}|{student}|{exercise}".encode("utf-8", "replace")
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


@cache
def versions() -> Mapping[str, str]:
    """The versions that a verdict may depend on."""
    found = {"python": platform.python_version()}
    for name, package in _PACKAGES.items():
        try:
            found[name] = version(package)
        except PackageNotFoundError:
            found[name] = "none"
    return found


def _blank_verdict(
    lab: Lab,
    student: str,
    secret: bytes,
    isolation: Isolation,
    limits: JudgingLimits,
    submission_digest: str,
) -> Verdict:
    """A verdict in which no check has been judged yet."""
    return Verdict(
        student=student,
        lab=lab.name,
        exercises=tuple(
            ExerciseVerdict(
                str(cell.id), cell.points, (), seed_of(secret, lab.name, student, str(cell.id))
            )
            for cell in lab.of("test")
        ),
        isolation=isolation,
        sandbox=sandbox_program() if isolation == "bubblewrap" else "",
        versions=dict(versions()),
        lab_digest=digest(lab),
        submission_digest=submission_digest,
        total_seconds=limits.total_seconds,
    )


def _refused(lab: Lab, release: NotebookNode, base: Verdict, refusal: Stop) -> Graded:
    from autograder.judging.cells import all_failed

    refusal = replace(refusal, detail=safe_text(refusal.detail, _MAX_MESSAGE))
    reason = str(refusal)
    sources = {str(cell.id): checked(cell.source) for cell in lab.of("test")}
    verdict = replace(
        base,
        refusal=refusal,
        exercises=tuple(
            replace(
                exercise,
                checks=_checks(all_failed(sources[exercise.exercise], reason), ""),
                stop=refusal,
            )
            for exercise in base.exercises
        ),
    )
    return Graded(render(release, release, (), verdict), verdict)


def _run(
    lab: Lab,
    steps: list[Step],
    seeds: Mapping[str, str],
    isolation: Isolation,
    limits: JudgingLimits,
    log: Path | None,
    started: float,
) -> Findings:
    """Start a kernel, take the steps, and leave nothing behind."""
    from autograder.judging.cells import Namespace, run_setup
    from autograder.kernels.kernel import KernelFailed

    namespace = Namespace()
    for number, cell in enumerate(lab.of("setup"), 1):
        try:
            run_setup(cell.source, namespace, f"{lab.name} setup {number}")
        except Exception as error:
            raise AutograderError(
                f"a setup cell of {lab.name} fails by itself ({type(error).__name__}: {error}); "
                f"mend line {cell.first_line} and below of {lab.shown_path}"
            ) from error
    with tempfile.TemporaryDirectory(prefix="judge-", ignore_cleanup_errors=True) as folder:
        try:
            first, second = (Path(folder).resolve() / name for name in "ab")
            first.mkdir()
            second.mkdir()
            with (
                _kernel(isolation, first, limits, log) as kernel,
                IsolatedKernel(lambda: _kernel(isolation, second, limits, log), SEEDING) as alone,
            ):
                return Run(
                    kernel, namespace, seeds, limits, alone,
                    stand_ins=StandIns(lab), started=started,
                ).all(steps)  # fmt: skip
        except KernelFailed as error:
            raise AutograderError(f"no kernel starts on this machine: {error}") from error


def _kernel(
    isolation: Isolation, folder: Path, limits: JudgingLimits, log: Path | None
) -> AbstractContextManager[Kernel]:
    from autograder.kernels.kernel import StudentKernel

    # Sets in a random order would make some verdicts random.
    env = {"PYTHONHASHSEED": "0"}
    kernel: Any = StudentKernel(isolation, folder, limits.sandbox, env=env, log=log)
    return kernel


def steady(message: str) -> str:
    """A message without what differs from one process to the next: addresses and process ids.

    Example:
        >>> steady("<object object at 0x7f2b5c0d1a40> in /tmp/ipykernel_4711/1.py")
        '<object object at 0x…> in /tmp/ipykernel/1.py'
    """
    for pattern, instead in _UNSTEADY:
        message = pattern.sub(instead, message)
    return message


def _safe(text: str) -> str:
    return steady(safe_text(text, _MAX_MESSAGE))


def _safe_stop(stop: Stop) -> Stop:
    """A stop whose words, of which some are the student's, can be kept and shown."""
    return replace(stop, detail=_safe(stop.detail), place=_safe(stop.place))


def _judged(lab: Lab, exercise: ExerciseVerdict, findings: Findings) -> ExerciseVerdict:
    source = next(cell.source for cell in lab.of("test") if str(cell.id) == exercise.exercise)
    return replace(
        exercise,
        checks=_checks(findings.outcomes[exercise.exercise], source),
        seconds=findings.seconds[exercise.exercise],
        stop=None if (stop := findings.not_judged.get(exercise.exercise)) is None
        else _safe_stop(stop),
        instead=findings.instead.get(exercise.exercise, ()),
    )  # fmt: skip


def _checks(outcomes: list[Outcome], source: str) -> tuple[CheckVerdict, ...]:
    """Outcomes as they are kept: bounded, printable, and quoting no hidden line of the test."""
    from autograder.labsource.regions import secret_lines

    secrets = sorted(set(secret_lines(source)), key=len, reverse=True)
    checks: list[CheckVerdict] = []
    for outcome in outcomes:
        message = _safe(outcome.message)
        for line in secrets:
            message = message.replace(f"`{line}`", "a line of the test")
        checks.append(CheckVerdict(outcome.title, outcome.passed, message, outcome.hint,
                                   outcome.points, outcome.form))  # fmt: skip
    return tuple(checks)

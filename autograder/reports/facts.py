"""What there is to say about a graded class as a whole, counted from its verdicts."""

from __future__ import annotations

import csv
import io
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.classes.record import Record, load_record
from autograder.classes.results import GradedClass, GradedStudent
from autograder.classes.workplace import open_workplace
from autograder.course import known_lab
from autograder.reports.marks import escape_formula, number


@dataclass(frozen=True)
class FailedCheck:
    """One check, and how often it fails.

    Attributes:
        exercise: Its exercise.
        title: The property, as the test cell names it.
        failed: In how many submissions it fails.
        judged: In how many it was judged.
        message: What is said most often where it fails.
    """

    exercise: str
    title: str
    failed: int
    judged: int
    message: str = ""


@dataclass(frozen=True)
class ForPerson:
    """A submission that a person has to look at.

    Attributes:
        student: Whose it is.
        reasons: Why, a sentence each.
    """

    student: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ClassFacts:
    """A class in numbers.

    Attributes:
        results: Points and states.
        shares: The reached share of the points, 0 to 1, of all who have a mark, by exercise.
        failed: Failed checks, the most frequent first.
        seconds: How long judging took, by student.
        for_person: Who needs a person, and why.
    """

    results: GradedClass
    shares: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    failed: tuple[FailedCheck, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    for_person: tuple[ForPerson, ...] = ()

    @property
    def totals(self) -> list[float]:
        """The points of everyone."""
        return [student.total for student in self.results.students]

    @property
    def median(self) -> float:
        """The median of the totals."""
        return statistics.median(self.totals) if self.totals else 0.0


def class_facts(results: GradedClass) -> ClassFacts:
    """Count what the verdicts of a class hold.

    Args:
        results: From :func:`autograder.classes.read_results`.
    """
    place = open_workplace(results.course, known_lab(results.course, results.lab))
    records = {one.student: load_record(place.received(one.student)) for one in results.students}
    judged = {
        name: record.verdict
        for name, record in records.items()
        if record.verdict is not None and record.verdict.refusal is None
    }
    return ClassFacts(
        results,
        _shares(results),
        _failed(records),
        {name: verdict.seconds for name, verdict in judged.items()},
        tuple(
            ForPerson(one.student, reasons)
            for one in results.students
            if (reasons := why_person(one))
        ),
    )


def why_person(result: GradedStudent) -> tuple[str, ...]:
    """Why a person has to look at a submission; nothing where nobody has to.

    Example:
        >>> why_person(GradedStudent("ada", {"why": 0.0}, {"why": 2.0}, 2.0))
        ('2 points to be marked: why',)
    """
    reasons = [] if result.refusal is None else [str(result.refusal)]
    if result.waiting:
        names = ", ".join(result.waiting)
        reasons.append(f"{number(sum(result.waiting.values()))} points to be marked: {names}")
    return (*reasons, *result.to_look_at)


def checks_csv(facts: ClassFacts) -> str:
    r"""The failed checks as a table for spreadsheets.

    Example:
        >>> from pathlib import Path
        >>> nobody = ClassFacts(GradedClass(Path(), "lab01", (), ()))
        >>> checks_csv(nobody).strip()
        'exercise,check,failed,judged,message'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["exercise", "check", "failed", "judged", "message"])
    for check in facts.failed:
        words = map(escape_formula, (check.exercise, check.title))
        writer.writerow([*words, check.failed, check.judged, escape_formula(check.message)])
    return text.getvalue()


def _shares(results: GradedClass) -> dict[str, tuple[float, ...]]:
    return {
        exercise.name: tuple(
            student.points.get(exercise.name, 0.0) / exercise.points
            for student in results.students
            if exercise.name not in student.waiting and exercise.points
        )
        for exercise in results.exercises
    }


def _failed(records: Mapping[str, Record]) -> tuple[FailedCheck, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    judged: Counter[tuple[str, str]] = Counter()
    messages: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for record in records.values():
        if record.verdict is None or record.verdict.refusal is not None:
            continue
        for exercise in record.verdict.exercises:
            for check in exercise.checks:
                key = (exercise.exercise, check.title)
                judged[key] += 1
                if not check.passed:
                    counts[key] += 1
                    messages[key][check.message.split("\n")[0]] += 1
    return tuple(
        FailedCheck(*key, failed, judged[key], messages[key].most_common(1)[0][0])
        for key, failed in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )

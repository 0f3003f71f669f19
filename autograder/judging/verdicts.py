"""What was found about one submission: per check, per exercise, and as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from autograder.judging.points import earned, shares
from autograder.stops import Stop

#: The layout of a verdict's JSON; a reader refuses any other.
FORMAT = 2


@dataclass(frozen=True)
class CheckVerdict:
    """One check of a test cell.

    Attributes:
        title: The property, as the test cell names it.
        passed: Whether it holds.
        message: Why not; empty where it holds.
        hint: The author's hint, or None.
        points: What the author says that it is worth; None where all are worth the same.
        form: Whether it is about form alone.
    """

    title: str
    passed: bool
    message: str = ""
    hint: str | None = None
    points: float | None = None
    form: bool = False

    def __str__(self) -> str:
        """A tick and the title, or a cross, the title, the reason and the hint."""
        return self.worth("")

    def worth(self, points: str) -> str:
        """The same, with what it is worth behind the title."""
        if self.passed:
            return f"✓ {self.title}{points}"
        lines = [f"✗ {self.title}{points}", *(f"  {line}" for line in self.message.splitlines())]
        return "\n".join([*lines, f"  hint: {self.hint}"] if self.hint else lines)


@dataclass(frozen=True)
class ExerciseVerdict:
    """What the test cell of one exercise or quiz found.

    Attributes:
        exercise: The exercise's id.
        max: What it is worth, in points.
        checks: Its checks, hidden ones included, in the order of the test cell.
        seed: What seeded the inputs that the checks drew.
        seconds: How long judging took; no part of a comparison.
        stop: Why its test was not run; None where it was.
        instead: Exercises whose reference stood in for the student's own answer, which failed.

    Example:
        >>> two = (CheckVerdict("shape", True), CheckVerdict("values", False, "at index [0] …"))
        >>> ExerciseVerdict("l1_distances", 5, two, seed="").points
        2.5
    """

    exercise: str
    max: float
    checks: tuple[CheckVerdict, ...]
    seed: str
    seconds: float = field(default=0.0, compare=False)
    stop: Stop | None = None
    instead: tuple[str, ...] = ()

    @property
    def passed(self) -> int:
        """How many checks hold."""
        return sum(check.passed for check in self.checks)

    @property
    def shares(self) -> list[float]:
        """What each check is worth, in points."""
        return shares(self.max, self.checks)

    @property
    def points(self) -> float:
        """What the checks that hold are worth, to two decimals; form alone is worth nothing."""
        return earned(self.max, self.checks)

    def __str__(self) -> str:
        """A line per check with what it is worth, and how many hold."""
        found = f"{self.passed} of {_counted(len(self.checks), 'check')} passed"
        lines = [
            check.worth(f" ({_of(share, passed=check.passed)})")
            for share, check in zip(self.shares, self.checks, strict=True)
        ]
        if self.passed and not self.points:
            found += "; those of form count once another one passes"
        if self.instead:
            names = ", ".join(self.instead)
            found += f"; judged with the lab's own {names}, as yours did not pass all its checks"
        return "\n".join([*lines, found])


@dataclass(frozen=True)
class Verdict:
    """What was found about one submission; the same for the same submission, secret and versions.

    Answers that a person marks are not part of it.

    Attributes:
        student: The student's id.
        lab: The lab's name.
        exercises: One verdict for each test cell, in the order of the lab.
        refusal: Why the submission could not be judged at all; None where it was.
        notes: What was repaired or left out on the way.
        stops: What was stopped on the way.
        isolation: ``bubblewrap`` or ``none``: what student code ran in.
        sandbox: The program that made the sandbox, with its version; no part of a comparison.
        versions: Of Python, the libraries and this course.
        lab_digest: SHA-256 of the lab's source as read.
        submission_digest: SHA-256 of the bytes that were judged.
        total_seconds: The most that running the student's code could take in all.
        seconds: How long it took; no part of a comparison.
    """

    student: str
    lab: str
    exercises: tuple[ExerciseVerdict, ...]
    refusal: Stop | None = None
    notes: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()
    isolation: str = "bubblewrap"
    versions: Mapping[str, str] = field(default_factory=dict)
    lab_digest: str = ""
    submission_digest: str = ""
    total_seconds: float = 0.0
    seconds: float = field(default=0.0, compare=False)
    sandbox: str = field(default="", compare=False)

    @property
    def points(self) -> float:
        """Points of all exercises."""
        return round(sum(exercise.points for exercise in self.exercises), 2)

    @property
    def max(self) -> float:
        """What all exercises are worth."""
        return sum(exercise.max for exercise in self.exercises)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was repaired, left out or stopped on the way, a sentence each."""
        return (*self.notes, *(stop.sentence for stop in self.stops))

    def of(self, exercise: str) -> ExerciseVerdict:
        """The verdict of one exercise.

        Raises:
            KeyError: The lab has no such exercise.
        """
        for found in self.exercises:
            if found.exercise == exercise:
                return found
        known = ", ".join(found.exercise for found in self.exercises)
        raise KeyError(f"no exercise is called {exercise!r}: there are {known}")

    def to_json(self) -> str:
        """As text, for a file.

        Example:
            >>> verdict = Verdict("ada", "lab01_knn", ())
            >>> Verdict.from_json(verdict.to_json()) == verdict
            True
        """
        content = {"format": FORMAT, **asdict(self), "versions": dict(self.versions)}
        return json.dumps(content, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Verdict:
        """Read what `to_json` wrote.

        Raises:
            ValueError: It is not a verdict, or one of another format.
        """
        content = json.loads(text)
        if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
            raise ValueError(f"expected a verdict of format {FORMAT}; grade the submission again")
        try:
            exercises = [_exercise(found) for found in content.pop("exercises")]
            notes = tuple(content.pop("notes"))
            stops = tuple(map(Stop.from_dict, content.pop("stops")))
            refusal = _stop(content.pop("refusal"))
            return cls(
                exercises=tuple(exercises), notes=notes, stops=stops, refusal=refusal, **content
            )
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise ValueError(f"the verdict is damaged ({error}); grade it again") from None


def differences(before: Verdict, after: Verdict) -> list[str]:
    """What two verdicts about one submission disagree in, a sentence each.

    Example:
        >>> right = ExerciseVerdict("k", 2, (CheckVerdict("shape", True),), seed="")
        >>> wrong = ExerciseVerdict("k", 2, (CheckVerdict("shape", False, "(2, 3)"),), seed="")
        >>> differences(Verdict("ada", "l", (right,)), Verdict("ada", "l", (wrong,)))
        ['k: "shape" passed, now fails: (2, 3)']
    """
    found = []
    if before.refusal != after.refusal:
        was, now = (None if one is None else str(one) for one in (before.refusal, after.refusal))
        found.append(f"refusal: was {was!r}, now {now!r}")
    found += [
        f"{name}: was {was!r}, now {now!r}"
        for name in ("isolation", "lab_digest", "submission_digest", "total_seconds")
        if (was := getattr(before, name)) != (now := getattr(after, name))
    ]
    for name in sorted(before.versions.keys() | after.versions.keys()):
        was, now = before.versions.get(name), after.versions.get(name)
        if was != now:
            found.append(f"version of {name}: was {was}, now {now}")
    earlier = {exercise.exercise: exercise for exercise in before.exercises}
    for exercise in after.exercises:
        found += _changes(earlier.pop(exercise.exercise, None), exercise)
    found += [f"{name}: is no longer judged" for name in earlier]
    if before.remarks != after.remarks:
        found.append(f"notes: were {'; '.join(before.remarks)}, now {'; '.join(after.remarks)}")
    return found


def _changes(before: ExerciseVerdict | None, after: ExerciseVerdict) -> list[str]:
    if before is None:
        return [f"{after.exercise}: was not judged before"]
    found: list[str] = []
    if before.seed != after.seed:
        found.append(f"{after.exercise}: other inputs, as the secret or a name has changed")
    if before.max != after.max:
        found.append(f"{after.exercise}: was worth {before.max}, now {after.max}")
    earlier = {check.title: check for check in before.checks}
    for check in after.checks:
        was = earlier.pop(check.title, None)
        if was != check:
            found.append(f'{after.exercise}: "{check.title}" {_said(was)}, now {_said(check)}')
    return found + [f'{after.exercise}: "{title}" is no longer checked' for title in earlier]


def _said(check: CheckVerdict | None) -> str:
    if check is None:
        return "was not checked"
    return "passed" if check.passed else f"fails: {check.message}"


def _exercise(content: dict[str, Any]) -> ExerciseVerdict:
    checks = tuple(CheckVerdict(**check) for check in content.pop("checks"))
    stop, instead = _stop(content.pop("stop")), tuple(content.pop("instead"))
    return ExerciseVerdict(checks=checks, stop=stop, instead=instead, **content)


def _stop(content: dict[str, Any] | None) -> Stop | None:
    return None if content is None else Stop.from_dict(content)


def _of(share: float, *, passed: bool) -> str:
    """What a check is worth, and what of it was earned.

    Example:
        >>> _of(1.0, passed=True), _of(0.45, passed=False)
        ('1 point', '0 of 0.45 points')
    """
    points = f"{round(share, 2):g} point{'s'[: round(share, 2) != 1]}"
    return points if passed else f"0 of {points}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"

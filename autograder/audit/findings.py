"""What an audit found, by exercise, and what of it must not be."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from autograder.audit.boundary.found import Boundaries
from autograder.audit.mutation import Mutant

#: The least share of a lab's wrong answers that are met with a diagnosis.
MIN_DIAGNOSED = Fraction(80, 100)
#: The least share of a lab's mutants, without the equivalent ones, that its checks reject.
MIN_KILLED = Fraction(98, 100)


@dataclass(frozen=True)
class Remark:
    """Something about one answer: its name, and what there is to say."""

    answer: str
    text: str


@dataclass(frozen=True)
class Survivor:
    """A mutant that the checks accept.

    Attributes:
        mutant: The mutant.
        reason: Why no check can notice it; empty where none is listed.
    """

    mutant: Mutant
    reason: str = ""


@dataclass(frozen=True)
class Slow:
    """What was tried of an exercise whose checks train a network, in place of everything.

    Attributes:
        seeds: Under how many seeds each answer was judged.
        mutants: How many mutants there are; fewer were tried.
    """

    seeds: int
    mutants: int


@dataclass(frozen=True)
class Needless:
    """What of an exercise's checks no known answer needs.

    Attributes:
        sentences: Diagnoses in ``mistakes=`` that no wrong answer of the bank is told.
        checks: Visible checks that no answer fails, or that fail for the same ones as another.
    """

    sentences: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExerciseFindings:
    """What was found about the checks of one exercise.

    Attributes:
        exercise: The exercise's id.
        right: How many right answers were judged.
        wrong: How many wrong ones.
        mutants: How many mutants.
        right_rejected: Right answers that do not get full marks.
        wrong_accepted: Wrong answers that do.
        caught_elsewhere: Wrong answers that the check they name lets through.
        unsaid: Wrong answers whose promised sentence does not come.
        undiagnosed: Wrong answers that are met without a sentence that names the error.
        flaky: Answers whose verdict depends on the seed.
        survivors: Mutants that are accepted, the equivalent ones among them.
        stale: Mutants listed as equivalent that do not survive, or do not exist.
        seconds: Processor time of the trials.
        slow: Where its checks train a network: how much less was tried.
        boundaries: What came of its boundary mutants; None where they were not tried.
        needless: What of its checks no known answer needs; None where that was not asked.
    """

    exercise: str
    right: int
    wrong: int
    mutants: int
    right_rejected: tuple[Remark, ...] = ()
    wrong_accepted: tuple[Remark, ...] = ()
    caught_elsewhere: tuple[Remark, ...] = ()
    unsaid: tuple[Remark, ...] = ()
    undiagnosed: tuple[Remark, ...] = ()
    flaky: tuple[Remark, ...] = ()
    survivors: tuple[Survivor, ...] = ()
    stale: tuple[Remark, ...] = ()
    seconds: float = 0.0
    slow: Slow | None = None
    boundaries: Boundaries | None = None
    needless: Needless | None = None

    @property
    def holes(self) -> list[str]:
        """What is accepted at boundaries without a reason, and what of the checks nobody needs.

        Example:
            >>> from autograder.audit.boundary.found import Boundaries, BoundarySurvivor
            >>> one = BoundarySurvivor("f: result: int32", "changed('int32')", reached=False)
            >>> ExerciseFindings("f", 6, 8, 30, boundaries=Boundaries(40, (one,))).holes
            ['accepts (never asked) f: result: int32']
        """
        found: list[str] = []
        if self.boundaries is not None:
            for one in sorted(self.boundaries.open, key=lambda one: not one.reached):
                found.append(f"accepts {'' if one.reached else '(never asked) '}{one.name}")
            for name in self.boundaries.stale:
                found.append(f"is said to accept {name}, and does not: remove the entry")
        if self.needless is not None:
            for sentence in self.needless.sentences:
                found.append(f"says to no wrong answer of the bank: {sentence}")
            for title in self.needless.checks:
                found.append(f"adds nothing by the visible check {title!r}: no answer fails it, or "
                             "another visible check fails for the same answers")  # fmt: skip
        return found

    @property
    def killed(self) -> int:
        """How many mutants are rejected."""
        return self.mutants - len(self.survivors)

    @property
    def equivalent(self) -> tuple[Survivor, ...]:
        """The survivors that are listed with a reason."""
        return tuple(survivor for survivor in self.survivors if survivor.reason)

    @property
    def open(self) -> tuple[Survivor, ...]:
        """The survivors that are not: each asks for a better check."""
        return tuple(survivor for survivor in self.survivors if not survivor.reason)


@dataclass(frozen=True)
class LabFindings:
    """What was found about a lab.

    Attributes:
        lab: Its name.
        seeds: Under how many seeds each answer was judged.
        exercises: In the order of the lab.
        bank: What is missing from its bank.
        disagreements: Where the whole judge says otherwise than the checks in this process; None
            where it was not asked.
        judged: How many verdicts of the whole judge were compared.
        whole: Whether all mutants were tried, and not a sample of them.
    """

    lab: str
    seeds: int
    exercises: tuple[ExerciseFindings, ...]
    bank: tuple[str, ...] = ()
    disagreements: tuple[str, ...] | None = None
    judged: int = 0
    whole: bool = True

    def total(self, what: str) -> int:
        """A count, or the length of a list, over all exercises.

        Example:
            >>> LabFindings("lab01", 20, (ExerciseFindings("k", 6, 8, 30),)).total("mutants")
            30
        """
        values: list[Any] = [getattr(exercise, what) for exercise in self.exercises]
        return sum(value if isinstance(value, int) else len(value) for value in values)

    @property
    def diagnosed(self) -> Fraction:
        """The share of wrong answers that are met with a diagnosis."""
        wrong = self.total("wrong")
        return 1 - Fraction(self.total("undiagnosed"), wrong) if wrong else Fraction(1)

    @property
    def killed(self) -> Fraction:
        """The share of mutants, without the equivalent ones, that are rejected."""
        counted = self.total("mutants") - self.total("equivalent")
        return Fraction(self.total("killed"), counted) if counted else Fraction(1)

    @property
    def problems(self) -> list[str]:
        """What must not be, a sentence each; empty where the audit holds."""
        found = list(self.bank)
        for exercise in self.exercises:
            where = f"{self.lab}: {exercise.exercise}"
            for kind, says in _SENTENCES.items():
                for remark in getattr(exercise, kind):
                    found.append(f"{where}: {says} {remark.answer!r}: {remark.text}")
            found += [f"{where} {line}" for line in exercise.holes]
        if self.diagnosed < MIN_DIAGNOSED:
            found.append(
                f"{self.lab}: {percent(self.diagnosed)} of the wrong answers get a diagnosis, at "
                f"least {percent(MIN_DIAGNOSED)} must: name more errors in mistakes={{...}}"
            )
        if self.killed < MIN_KILLED:
            found.append(
                f"{self.lab}: {percent(self.killed)} of the mutants are rejected, at least "
                f"{percent(MIN_KILLED)} must be: write a check that rejects the survivors, or list "
                f"them as EQUIVALENT in solutions/{self.lab}/answers/ with a reason"
            )
        return [*found, *(self.disagreements or ())]


_SENTENCES = {
    "right_rejected": "rejects the right answer",
    "wrong_accepted": "accepts the wrong answer",
    "caught_elsewhere": "another check than the named one catches",
    "unsaid": "the promised sentence does not come for",
    "flaky": "the verdict depends on the seed for",
    "stale": "the mutant listed as equivalent",
}


def percent(share: Fraction) -> str:
    """A share for people, rounded down so that 100 % means all.

    Example:
        >>> percent(Fraction(2, 3)), percent(Fraction(1))
        ('66.6 %', '100 %')
    """
    thousandths = share.numerator * 1000 // share.denominator
    return f"{thousandths / 10:g} %"

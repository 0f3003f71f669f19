"""What the runs of one answer say: accepted, caught where it must be, named, and always so."""

from __future__ import annotations

import re

from autograder.audit.answers import Right, Wrong
from autograder.audit.findings import Remark
from autograder.audit.trial import Ran, accepted
from course_lib.checks import Outcome

#: What a comparison says of itself: where values differ, which names no error.
_BARE = re.compile(r"at index \[|expected (-?[\d.]|\[|nan|inf|tensor|'|True|False)\S*.*, got ")

#: The longest message that a remark quotes, in characters.
_QUOTED = 300


def names_error(message: str) -> bool:
    """Whether a message names an error, and is not only a comparison of values.

    Example:
        >>> names_error("that is the mean"), names_error("at index [0] expected 2, got 1")
        (True, False)
        >>> names_error("expected 3.0, got 2.5"), names_error("expected shape (2,), got (3,)")
        (False, True)
    """
    return _BARE.match(message) is None


def any_failure(outcome: Outcome) -> bool:
    """Whether a mutant's run is settled: one failure rejects it.

    Example:
        >>> any_failure(Outcome("shape", False)), any_failure(Outcome("shape", True))
        (True, False)
    """
    return not outcome.passed


def settles(answer: Wrong, outcome: Outcome) -> bool:
    """Whether a wrong answer's run is settled: the named check fails, and names the error.

    What other checks say of it then changes no remark.

    Example:
        >>> wrong = Wrong("halved", "half", "x = 1", check="value")
        >>> settles(wrong, Outcome("value", False, "that is a half"))
        True
        >>> settles(wrong, Outcome("shape", False, "that is a half"))
        False
    """
    caught = not outcome.passed and outcome.title == answer.check
    return caught and answer.says in outcome.message and names_error(outcome.message)


def rejected(answer: Right, ran: Ran) -> Remark | None:
    """A remark where a right answer is rejected with some seed."""
    for run in ran.runs:
        if not accepted(run):
            return Remark(answer.name, _first(run))
    return Remark(answer.name, ran.ended) if ran.ended else None


def let_through(answer: Wrong, ran: Ran) -> Remark | None:
    """A remark where a wrong answer gets full marks with some seed."""
    if any(accepted(run) for run in ran.runs):
        return Remark(answer.name, "it gets full marks")
    return None


def elsewhere(answer: Wrong, ran: Ran) -> Remark | None:
    """A remark where the named check lets a wrong answer through that others catch."""
    if ran.ended:
        return Remark(answer.name, f"no check: it {ran.ended}")
    for run in ran.runs:
        failed = [outcome.title for outcome in run if not outcome.passed]
        if failed and answer.check and answer.check not in failed:
            return Remark(answer.name, f"{answer.check!r} holds; what fails: {'; '.join(failed)}")
    return None


def unsaid(answer: Wrong, ran: Ran) -> Remark | None:
    """A remark where the sentence that the bank promises does not come."""
    for run in ran.runs:
        if not accepted(run) and not _said(answer, run):
            return Remark(answer.name, f"expected {answer.says!r}, came: {_first(run)}")
    return None


def undiagnosed(answer: Wrong, ran: Ran) -> Remark | None:
    """A remark where no sentence names the error."""
    for run in ran.runs or ((),):
        messages = [outcome.message for outcome in run if not outcome.passed]
        if not answer.says or not any(
            answer.says in message and names_error(message) for message in messages
        ):
            return Remark(answer.name, _first(run) if run else ran.ended)
    return None


def flaky(answer: Right | Wrong, ran: Ran) -> Remark | None:
    """A remark where runs differ: in the marks, the named check or the promised sentence."""
    seen: dict[tuple[bool, ...], int] = {}
    for run in ran.runs:
        verdict = (accepted(run),)
        if isinstance(answer, Wrong):
            named = any(one.title == answer.check and not one.passed for one in run)
            verdict = (accepted(run), named, _said(answer, run))
        seen[verdict] = seen.get(verdict, 0) + 1
    if len(seen) < 2:
        return None
    words = ("gets full marks", "is caught by the named check", "is told the promised sentence")
    first, *rest = seen
    differs = [word for word, *told in zip(words, first, *rest, strict=False) if len({*told}) > 1]
    counts = " and ".join(map(str, sorted(seen.values(), reverse=True)))
    return Remark(answer.name, f"with {counts} seeds it differs whether it {', '.join(differs)}")


def _said(answer: Wrong, run: tuple[Outcome, ...]) -> bool:
    return any(answer.says in outcome.message for outcome in run if not outcome.passed)


def _first(run: tuple[Outcome, ...]) -> str:
    """The first failure, in one line."""
    for outcome in run:
        if not outcome.passed:
            return f"{outcome.title}: {' '.join(outcome.message.split())[:_QUOTED]}"
    return "no check failed"

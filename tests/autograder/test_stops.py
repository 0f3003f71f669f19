"""Why something was stopped, as a value and as a sentence."""

import json
from dataclasses import asdict

import pytest

from autograder.judging.verdicts import ExerciseVerdict, Verdict
from autograder.stops import Phase, Stop, StopReason, needs_person, unreadable


@pytest.mark.parametrize(
    ("stop", "says"),
    [
        (
            Stop(StopReason.MEMORY, "2 GiB", place="code cell 2 `f()`"),
            "code cell 2 `f()` was stopped: it used more than 2 GiB of memory",
        ),
        (
            Stop(StopReason.MEMORY, "2 GiB", Phase.ASK, "the test of k"),
            "the test of k broke off: your code's kernel was stopped: "
            "it used more than 2 GiB of memory",
        ),
        (Stop(StopReason.OUTPUT, "1 MiB"), "it printed more than 1 MiB and was stopped"),
        (Stop(StopReason.OUTPUT, "1 MiB", Phase.CONNECT), "it printed more than 1 MiB"),
        (
            Stop(StopReason.ENDED_BEFORE, phase=Phase.CONNECT),
            "your code's kernel had ended before",
        ),
        (
            Stop(StopReason.BUDGET, "600 s"),
            "not judged: this notebook had used up its 600 s by then",
        ),
        (needs_person("it is odd {}"), "needs a person: it is odd {}"),
    ],
    ids=["cell", "test", "flood", "flood before", "gone", "budget", "braces"],
)
def test_the_sentence_is_made_from_the_value(stop: Stop, says: str) -> None:
    """Word for word, in each phase."""
    assert stop.sentence == says


@pytest.mark.parametrize("reason", StopReason)
def test_every_reason_has_words_and_a_way_through_json(reason: StopReason) -> None:
    """A reason that was forgotten would be met in the middle of a class."""
    for phase in Phase:
        stop = Stop(reason, "60 s", phase, "the test of k")
        assert str(stop)
        assert "{}" not in stop.sentence
        assert Stop.from_dict(json.loads(json.dumps(asdict(stop)))) == stop


def test_a_verdict_carries_its_stops() -> None:
    """As values, through its JSON."""
    budget = Stop(StopReason.BUDGET, "600 s")
    exercise = ExerciseVerdict("k", 2, (), seed="", stop=budget)
    verdict = Verdict("ada", "tiny", (exercise,), unreadable("it is a PDF"), ("a note",), (budget,))
    again = Verdict.from_json(verdict.to_json())
    assert again == verdict
    assert again.refusal is not None
    assert again.refusal.reason is StopReason.UNREADABLE
    assert again.remarks == ("a note", budget.sentence)


def test_an_older_verdict_is_refused_in_a_sentence() -> None:
    """It is judged again; nothing guesses at what its words meant."""
    old = json.dumps({"format": 1, "student": "ada", "notes": []})
    with pytest.raises(ValueError, match="grade the submission again"):
        Verdict.from_json(old)

"""Why something of a submission was stopped, as a value; and the sentences made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class StopReason(StrEnum):
    """Why a cell, a test or a whole submission did not come to its end."""

    # What a cell did, or a call of a test into the student's code.
    TIMEOUT = "timeout"
    OUTPUT = "output"
    MEMORY = "memory"
    PROCESSES = "processes"
    FILES = "files"
    CPU = "cpu"
    WALL = "wall"
    DIED = "died"
    ENDED = "ended"
    NO_MESSAGE = "no message"
    ENDED_BEFORE = "ended before"
    # What became of a test.
    NO_ANSWER = "no answer"
    SLOW = "slow"
    TEST_TIMEOUT = "test timeout"
    PROTOCOL = "protocol"
    INTERRUPTED = "interrupted"
    # What became of the whole submission.
    BUDGET = "budget"
    UNREADABLE = "unreadable"
    NEEDS_PERSON = "needs person"


class Phase(StrEnum):
    """What was under way when something stopped."""

    CELL = "cell"
    CONNECT = "connect"
    ASK = "ask"
    INTAKE = "intake"


#: What is said of each reason; the braces stand for the detail.
_SAID: Mapping[StopReason, str] = {
    StopReason.TIMEOUT: "it ran longer than {}: look for a loop that never ends",
    StopReason.OUTPUT: "it printed more than {}",
    StopReason.MEMORY: "it used more than {} of memory",
    StopReason.PROCESSES: "it ran more than {} processes and threads",
    StopReason.FILES: "it made more than {} files",
    StopReason.CPU: "it used more than {} of processor time",
    StopReason.WALL: "it ran longer than {} in all",
    StopReason.DIED: "it ended the kernel: out of memory, or a call of exit()",
    StopReason.ENDED: "{}",
    StopReason.NO_MESSAGE: "its kernel sent something that is no Jupyter message",
    StopReason.ENDED_BEFORE: "its kernel had ended before",
    StopReason.NO_ANSWER: "your code's kernel does not answer",
    StopReason.SLOW: "{}",
    StopReason.TEST_TIMEOUT: "the checks took longer than {} and were stopped",
    StopReason.PROTOCOL: "{}",
    StopReason.INTERRUPTED: "{}",
    StopReason.BUDGET: "not judged: this notebook had used up its {} by then",
    StopReason.UNREADABLE: "could not be read: {}",
    StopReason.NEEDS_PERSON: "needs a person: {}",
}

#: What is said otherwise of a kernel that cannot be asked, or not any more.
_SAID_OF_KERNEL: Mapping[tuple[StopReason, Phase], str] = {
    (StopReason.OUTPUT, Phase.CELL): f"{_SAID[StopReason.OUTPUT]} and was stopped",
    (StopReason.ENDED_BEFORE, Phase.CONNECT): "your code's kernel had ended before",
    # The words of the channel, which knows no more than that nobody is there any more.
    (StopReason.DIED, Phase.ASK): "{}",
}


@dataclass(frozen=True)
class Stop:
    """One thing that was stopped, or could not be judged.

    Attributes:
        reason: Why.
        detail: The limit that was reached, or words that belong to the reason.
        phase: What was under way.
        place: The cell or test that it happened to, as messages call it; empty where it is known.

    Example:
        >>> print(Stop(StopReason.TIMEOUT, "60 s"))
        it ran longer than 60 s: look for a loop that never ends
        >>> Stop(StopReason.TIMEOUT, "60 s", place="code cell 2 `f()`").sentence[:32]
        'code cell 2 `f()` was stopped: i'
    """

    reason: StopReason
    detail: str = ""
    phase: Phase = Phase.CELL
    place: str = ""

    def __str__(self) -> str:
        """Why it was stopped, in words for the student."""
        said = _SAID_OF_KERNEL.get((self.reason, self.phase), _SAID[self.reason])
        said = said.replace("{}", self.detail)
        killed = self.phase is Phase.ASK and self.reason in _OF_CELLS
        return f"your code's kernel was stopped: {said}" if killed else said

    @property
    def sentence(self) -> str:
        """What was stopped, and why."""
        if not self.place:
            return str(self)
        return f"{self.place} {'was stopped' if self.phase is Phase.CELL else 'broke off'}: {self}"

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Stop:
        """Read what `dataclasses.asdict` gave.

        Raises:
            ValueError: A reason or phase is none.
            KeyError: One is missing.
        """
        return cls(
            StopReason(content["reason"]),
            str(content["detail"]),
            Phase(content["phase"]),
            str(content["place"]),
        )


#: Reasons for which a kernel is ended by its guard, whatever asks it.
_OF_CELLS = frozenset(
    {StopReason.OUTPUT, StopReason.MEMORY, StopReason.PROCESSES, StopReason.FILES, StopReason.CPU,
     StopReason.WALL}
)  # fmt: skip


def unreadable(why: str) -> Stop:
    """The refusal of bytes that are no notebook.

    Example:
        >>> str(unreadable("the file is empty"))
        'could not be read: the file is empty'
    """
    return Stop(StopReason.UNREADABLE, why, Phase.INTAKE)


def needs_person(why: str) -> Stop:
    """The refusal of work that only a person can judge."""
    return Stop(StopReason.NEEDS_PERSON, why, Phase.INTAKE)

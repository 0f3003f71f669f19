"""How far a class is: what a progress table shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

#: The rate is that of so many seconds: long enough to be steady, short enough to be true.
_WINDOW_SECONDS = 60.0


@dataclass
class BatchProgress:
    """How far the grading of a class is.

    Attributes:
        total: How many submissions there are.
        done: How many are finished, whatever came of them.
        unchanged: How many of these were graded before and have not changed since.
        judged: How many of these were judged now.
        resumed: How many of these had been judged, and were only stored now.
        refused: How many of these a person has to look at, as they could not be judged.
        judging: Who is being judged, or waits for a worker.
        workers: How many workers there are; 0 while none is known.

    Example:
        >>> Standing(total=40, done=10).left
        30
    """

    total: int
    done: int = 0
    unchanged: int = 0
    judged: int = 0
    resumed: int = 0
    refused: int = 0
    judging: tuple[str, ...] = ()
    workers: int = 0
    _times: list[float] = field(default_factory=list, repr=False)
    _began: float = field(default_factory=lambda: time.monotonic(), repr=False)

    @property
    def left(self) -> int:
        """How many are not finished."""
        return self.total - self.done

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._began

    def finished(self, kind: str, refused: bool = False) -> None:
        """Count a submission.

        Args:
            kind: ``unchanged``, ``judged`` or ``resumed``.
            refused: Whether a person has to look at it.
        """
        self.done += 1
        setattr(self, kind, getattr(self, kind) + 1)
        self.refused += refused
        if kind != "unchanged":
            now = time.monotonic()
            self._times = [then for then in self._times if now - then <= _WINDOW_SECONDS] + [now]

    def rate(self) -> float | None:
        """Submissions a minute of late, without the unchanged ones; None while nobody can say."""
        worked = self.judged + self.resumed
        if worked < 2:
            return None
        span = min(self.seconds, _WINDOW_SECONDS)
        return 60.0 * len(self._times) / max(span, 1e-3)

    def seconds_left(self) -> float | None:
        """How long the rest will take at that rate; None while nobody can say."""
        rate = self.rate()
        return None if not rate else 60.0 * self.left / rate


#: Told whenever a submission is begun or finished.
Progress = Callable[[BatchProgress], None]


def silent(standing: BatchProgress) -> None:
    """Tells nobody."""

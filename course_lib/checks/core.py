"""The block ``with check(title):``, one named property of a student's answer."""

from __future__ import annotations

from contextvars import ContextVar
from types import TracebackType

from course_lib.checks.failure import CheckFailed, explain
from course_lib.checks.recorders import Outcome, current_recorder

#: The check being run, so that `rng` can seed itself from its title.
running: ContextVar[check | None] = ContextVar("running", default=None)


class check:
    """One named property; whatever goes wrong inside becomes a sentence.

    In a notebook a property that holds prints a tick; one that does not raises `CheckFailed` with
    what was expected, what came and the hint. Under a recorder (see `recording`) the outcome is
    kept and the cell goes on.

    Args:
        title: The property, as a short statement.
        hint: Shown where it fails: where to look, not the answer.
        points: What it is worth. Without, the checks of a cell share its points alike.
        form: Whether any value of the right form passes. The checks of form of a cell are worth a
            tenth of its points together, and nothing where no other check passes.
        says: Of a hidden check, the sentences of the student's text that it tests, word for word;
            a build of the lab looks for them.

    Raises:
        CheckFailed: The property does not hold (in a notebook).

    Example:
        >>> from course_lib.checks import close
        >>> with check("two and two make four"):
        ...     close(2 + 2, 4)
        ✓ two and two make four
    """

    def __init__(
        self,
        title: str,
        hint: str | None = None,
        *,
        points: float | None = None,
        form: bool = False,
        says: str | tuple[str, ...] = (),
    ) -> None:
        self.title = title
        self.hint = hint
        self.points = points
        self.form = form
        self.says = says
        self.draws = 0

    def __enter__(self) -> check:
        self._token = running.set(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        running.reset(self._token)
        if error is not None and not isinstance(error, Exception | SystemExit):
            return False  # Ctrl-C and the kernel's own signals are not the student's answer
        message = "" if error is None else explain(error, trace)
        # A hint helps with a wrong answer; where there is none yet, it gives the try away.
        hint = None if isinstance(error, NotImplementedError) else self.hint
        outcome = Outcome(self.title, error is None, message, hint, self.points, self.form)
        recorder = current_recorder()
        recorder.report(outcome)
        if not outcome.passed and recorder.stops:
            raise CheckFailed(str(outcome)) from None
        return True

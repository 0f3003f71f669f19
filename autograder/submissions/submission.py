"""One student's work, as it came in."""

from dataclasses import dataclass

from autograder.submissions.reading import Reading


@dataclass(frozen=True)
class Submission:
    """One student's work for one lab: a notebook, or the reason why there is none.

    Attributes:
        student: A name that is safe as a file name and as an nbgrader student id.
        origin: The file it was found in, for people to read.
        notebook: The notebook as UTF-8 JSON in the current format; None with a ``problem``.
        problem: Why the work cannot be graded, in words; None with a ``notebook``.
        notes: What was left out where its file was looked for.
        repairs: What was repaired as it was read.
        received: The bytes as they were handed in; None where there was nothing to keep.

    Example:
        >>> Submission("ada", "ada.ipynb", problem="the file is empty").readable
        False
    """

    student: str
    origin: str
    notebook: bytes | None = None
    problem: str | None = None
    notes: tuple[str, ...] = ()
    received: bytes | None = None
    repairs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.notebook is None) == (self.problem is None):
            raise ValueError(
                f"expected either a notebook or a problem for {self.student!r}, "
                f"got {'neither' if self.notebook is None else 'both'}"
            )

    @property
    def reading(self) -> Reading:
        """What reading its bytes gave."""
        return Reading(self.notebook, self.problem, self.repairs)

    @property
    def readable(self) -> bool:
        """Whether there is a notebook to grade."""
        return self.notebook is not None

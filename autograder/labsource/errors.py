"""What can be wrong with a lab's source, and the one error that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.errors import AutograderError


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a lab's source, where it stands, and what to write instead.

    Example:
        >>> print(Problem("solutions/lab01_knn/lab01_knn.py", 12, "no role; give the cell one"))
        solutions/lab01_knn/lab01_knn.py:12: no role; give the cell one
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class BuildError(AutograderError):
    """A lab cannot be built: its problems, all at once, or a sentence.

    Attributes:
        problems: The mistakes in the source; empty where something else is wrong.
    """

    def __init__(self, message: str = "", *, problems: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(message or "\n".join(str(problem) for problem in self.problems))

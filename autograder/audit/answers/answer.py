"""One answer of a bank."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass


class _Source:
    """What both kinds share: the code as it would stand in the cell."""

    code: str

    @property
    def source(self) -> str:
        """The code without the indentation that all its lines share.

        Example:
            >>> Right("one", "plain", "    x = 1").source
            'x = 1'
        """
        return textwrap.dedent(self.code).lstrip("\n")


@dataclass(frozen=True)
class Right(_Source):
    """An answer that must get full marks, written differently from the reference solution.

    Attributes:
        exercise: The exercise's id.
        name: How it differs.
        code: What the student's cell holds.
    """

    exercise: str
    name: str
    code: str


@dataclass(frozen=True)
class Wrong(_Source):
    """An answer that must not get full marks.

    Attributes:
        exercise: The exercise's id.
        name: What is wrong.
        says: A part of the sentence that the student must read: it names the error. Empty for an
            error that is caught without being named.
        code: What the student's cell holds.
        check: The title of the check that must catch it; empty for any.
    """

    exercise: str
    name: str
    says: str
    code: str
    check: str = ""


@dataclass(frozen=True)
class Equivalent:
    """A change to the reference solution that no check can notice, with the reason.

    The lines are those that `autograder audit` prints for a survivor, so an edit elsewhere in the
    exercise does not touch the entry.

    Attributes:
        exercise: The exercise's id.
        before: The line of the solution, as printed after the minus sign.
        after: What it becomes, as printed after the plus sign.
        reason: Why every right check accepts it.
    """

    exercise: str
    before: str
    after: str
    reason: str

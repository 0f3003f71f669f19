"""Answers to the exercises, right and wrong, that the graders themselves are graded with.

A lab's bank lies in its folder, ``answers/``, one module an exercise, named as the exercise.
Nothing of it is ever handed to students.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.labsource.modules import lab_module

#: The folder in a lab's own that holds its bank.
FOLDER = "answers"


class _Source:
    """What both kinds share: the code as it would stand in the cell."""

    code: str

    @property
    def source(self) -> str:
        """The code without the indentation that all its lines share.

        Example:
            >>> Right("plain", "    x = 1").source
            'x = 1'
        """
        return textwrap.dedent(self.code).lstrip("\n")


@dataclass(frozen=True)
class Right(_Source):
    """An answer that must get full marks, written differently from the reference solution.

    Attributes:
        name: How it differs.
        code: What the student's cell holds.
        exercise: The exercise's id; a bank's module gives its own name.
    """

    name: str
    code: str
    exercise: str = ""


@dataclass(frozen=True)
class Wrong(_Source):
    """An answer that must not get full marks.

    Attributes:
        name: What is wrong.
        says: A part of the sentence that the student must read: it names the error. Empty for an
            error that is caught without being named.
        code: What the student's cell holds.
        check: The title of the check that must catch it; empty for any.
        typical: Whether the sample class of `autograder demo` makes this mistake.
        exercise: As of `Right`.
    """

    name: str
    says: str
    code: str
    check: str = ""
    typical: bool = False
    exercise: str = ""


@dataclass(frozen=True)
class Equivalent:
    """A change to the reference solution that no check can notice, with the reason.

    The lines are those that `autograder audit` prints for a survivor, so an edit elsewhere in the
    exercise does not touch the entry.

    Attributes:
        before: The line of the solution, as printed after the minus sign.
        after: What it becomes, as printed after the plus sign.
        reason: Why every right check accepts it.
        exercise: As of `Right`.
    """

    before: str
    after: str
    reason: str
    exercise: str = ""


@dataclass(frozen=True)
class Allowed:
    """A boundary mutant that may survive: what it changes, the exercise's text does not promise.

    Attributes:
        mutant: Its name, as `autograder audit` prints it; a ``*`` stands for anything.
        reason: Why an answer that does so is right.
        exercise: As of `Right`.
    """

    mutant: str
    reason: str
    exercise: str = ""


def but(code: str, *changes: str) -> str:
    """An answer's code with pieces of it exchanged: most wrong ones differ from a right one so.

    Args:
        code: The code.
        changes: Old, new, old, new, and so on.

    Raises:
        ValueError: A piece is not in the code, so that the answer would not be another one.

    Example:
        >>> but("x = 1 + 2", "+", "-")
        'x = 1 - 2'
    """
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        if old not in code:
            raise ValueError(f"{old!r} is not in the code to be changed")
        code = code.replace(old, new)
    return code


@dataclass(frozen=True)
class Bank:
    """All that is known about the answers to a lab.

    Attributes:
        right: Answers that must get full marks.
        wrong: Answers that must not.
        equivalent: Mutants of the reference solution that no check can tell from it.
        slow: Exercises whose checks train a network: the audit tries fewer seeds and mutants there.
        allowed: Boundary mutants that may survive.
    """

    right: tuple[Right, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    equivalent: tuple[Equivalent, ...] = ()
    slow: frozenset[str] = frozenset()
    allowed: tuple[Allowed, ...] = ()


def bank_of(lab: Path) -> Bank:
    """The bank in a lab's folder; an empty one where there is none.

    Each module of ``answers/`` lists ``RIGHT``, ``WRONG`` and, where there are any, ``EQUIVALENT``
    and ``ALLOWED``, and says ``SLOW = True`` where its exercise's checks train a network. What
    modules share stands in one whose name starts with an underscore.

    Args:
        lab: The lab's folder, such as ``solutions/lab01_knn``.

    Example:
        >>> bank_of(Path("no such lab"))
        Bank(right=(), wrong=(), equivalent=(), slow=frozenset(), allowed=())
    """
    modules = list(_modules(lab))
    return Bank(
        tuple(_listed(modules, "RIGHT")),
        tuple(_listed(modules, "WRONG")),
        tuple(_listed(modules, "EQUIVALENT")),
        frozenset(name for name, module in modules if getattr(module, "SLOW", False)),
        tuple(_listed(modules, "ALLOWED")),
    )


def _modules(lab: Path) -> Iterator[tuple[str, ModuleType]]:
    """The modules of a bank by their exercises' names."""
    for path in sorted((lab / FOLDER).glob("[!_]*.py")):
        yield path.stem, lab_module(lab, f"{FOLDER}.{path.stem}")


def _listed(modules: list[tuple[str, ModuleType]], kind: str) -> Iterator[Any]:
    for exercise, module in modules:
        for one in getattr(module, kind, ()):
            yield replace(one, exercise=exercise)

"""Answers as a head and a body, since those to one exercise share their first line."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from autograder.audit.answers.answer import Right, Wrong

RightBody = Callable[[str, str], Right]
WrongBody = Callable[[str, str, str, str], Wrong]


def to(exercise: str, head: str) -> tuple[RightBody, WrongBody]:
    """Two functions that make right and wrong answers to an exercise from a body alone.

    Args:
        exercise: The exercise's id.
        head: The line with ``def``.

    Returns:
        ``right(name, body)`` and ``wrong(name, check, says, body)``.

    Example:
        >>> right, wrong = to("twice", "def twice(x):")
        >>> print(right("by addition", "return x + x").source)
        def twice(x):
            return x + x
    """

    def code(body: str) -> str:
        return f"{head}\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"

    def right(name: str, body: str) -> Right:
        return Right(exercise=exercise, name=name, code=code(body))

    def wrong(name: str, check: str, says: str, body: str) -> Wrong:
        return Wrong(exercise=exercise, name=name, check=check, says=says, code=code(body))

    return right, wrong


def changed(body: str, *pairs: tuple[str, str]) -> str:
    """A right body with pieces replaced, each of which must be there.

    Args:
        body: The right body.
        pairs: What stands there, and what takes its place.

    Raises:
        ValueError: A piece is not there.

    Example:
        >>> changed("return x + x", ("+", "-"))
        'return x - x'
    """
    for was, becomes in pairs:
        if was not in body:
            raise ValueError(f"{was!r} is not in the answer")
        body = body.replace(was, becomes)
    return body

"""Many answers from one: the plain answer to an exercise, with a few words changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.audit.answers.answer import Right, Wrong


def edited(code: str, old: str, new: str) -> str:
    """The code with one place changed; the place must be there, once.

    Example:
        >>> edited("return x + y", "+", "-")
        'return x - y'
    """
    if code.count(old) != 1:
        raise ValueError(f"{old!r} is there {code.count(old)} times, not once")
    return code.replace(old, new)


def wrongs(
    exercise: str, plain: str, rows: Sequence[tuple[str, str, str, str, str]]
) -> list[Wrong]:
    """Wrong answers: (name, check that catches it, part of its sentence, old words, new words).

    Where the old words are empty, the new ones are the whole answer.
    """
    return [
        Wrong(
            exercise=exercise,
            name=name,
            check=check,
            says=says,
            code=edited(plain, old, new) if old else new,
        )
        for name, check, says, old, new in rows
    ]


def rights(exercise: str, codes: Mapping[str, str]) -> list[Right]:
    """Right answers to one exercise, by name."""
    return [Right(exercise=exercise, name=name, code=code) for name, code in codes.items()]

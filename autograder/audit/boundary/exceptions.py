"""Answers that refuse with another error than the stated one, or do not refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autograder.audit.boundary import effect
from autograder.audit.boundary.signature import Function
from autograder.audit.boundary.wrap import Call, Change

#: What may come in place of the stated error.
OTHERS: dict[str, type[Exception]] = {
    "AssertionError": AssertionError,
    "RuntimeError": RuntimeError,
    "TypeError": TypeError,
}


def other(kind: str) -> Change:
    """An error of another kind, with the same sentence."""

    def run(call: Call) -> Any:
        try:
            return call.run()
        except (ValueError, TypeError, IndexError, KeyError, AssertionError) as error:
            if type(error) is OTHERS[kind]:
                raise
            effect.note()
            raise OTHERS[kind](*error.args) from error

    return run


def silent() -> Change:
    """An error that says nothing."""

    def run(call: Call) -> Any:
        try:
            return call.run()
        except (ValueError, TypeError, IndexError, KeyError) as error:
            if error.args:
                effect.note()
            raise type(error) from error

    return run


def swallowed() -> Change:
    """No error at all: nothing comes back."""

    def run(call: Call) -> Any:
        try:
            return call.run()
        except (ValueError, TypeError, IndexError, KeyError):
            effect.note()
            return None

    return run


def texts(function: Function) -> Iterator[tuple[str, str, bool]]:
    """As of `results.texts`."""
    sure = function.raises
    for kind in OTHERS:
        yield f"error: {kind} in its place", f"exceptions.other({kind!r})", sure
    yield "error: without a sentence", "exceptions.silent()", False
    yield "error: swallowed", "exceptions.swallowed()", sure

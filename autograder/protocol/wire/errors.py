"""Exceptions as data: a type's name, the builtin classes it is, a message, a line of code."""

from __future__ import annotations

import builtins
from typing import Any

from .limits import clean_name, clean_text

#: Classes that are no builtins and keep their meaning: their message is a sentence of its own.
SENTENCES = ("CheckFailed", "Refused")


_LEFT_BEHIND = (BaseExceptionGroup, StopIteration, StopAsyncIteration)


def describe(error: BaseException, where: str = "") -> dict[str, Any]:
    """An exception as a message may hold it.

    Args:
        error: The exception.
        where: The line that raised it, in words.

    Example:
        >>> describe(KeyError("a"))["bases"]
        ['KeyError', 'LookupError', 'Exception', 'BaseException']
    """
    try:
        said = str(error)
    except Exception:
        said = ""
    name = getattr(error, "name", None) if isinstance(error, NameError) else None
    return {
        "type": clean_name(type(error).__name__),
        "bases": [kind.__name__ for kind in type(error).__mro__ if _keeps_its_meaning(kind)],
        "message": clean_text(said),
        "where": clean_text(where, 500),
        "name": clean_text(name, 100),
    }


def builtin_base(bases: Any) -> type[BaseException]:
    """The nearest builtin class named; Exception where none is, or where none may be raised.

    KeyboardInterrupt and the like stay behind: they would end the process that raises them. So
    does StopIteration, which would end a test's ``map`` over the student's function without a word.

    Example:
        >>> builtin_base(["KeyError", "LookupError"]), builtin_base(["KeyboardInterrupt"])
        (<class 'KeyError'>, <class 'Exception'>)
    """
    for name in bases if type(bases) is list else ():
        kind = getattr(builtins, name, None) if type(name) is str else None
        if isinstance(kind, type) and issubclass(kind, Exception | SystemExit):
            # An ExceptionGroup cannot be made without the exceptions in it.
            return Exception if issubclass(kind, _LEFT_BEHIND) else kind
    return Exception


def is_sentence(bases: Any) -> bool:
    """Whether an exception's message speaks for itself, by the classes that it is."""
    return type(bases) is list and any(name in SENTENCES for name in bases)


def _keeps_its_meaning(kind: type) -> bool:
    builtin = kind.__module__ == "builtins" and issubclass(kind, BaseException)
    return builtin or kind.__name__ in SENTENCES

"""An exception of the student's code, raised again in the judge."""

from __future__ import annotations

from typing import Any

from autograder.protocol.wire.errors import builtin_base, is_sentence
from autograder.protocol.wire.limits import clean_name, clean_text
from course_lib.checks import CheckFailed


class StudentError(Exception):
    """What the student's code raised.

    What is raised is of a class made for it: named as the student's class, and a `StudentError`
    as well as the nearest builtin class, so that ``except ValueError`` and `checks.raises` work.

    Attributes:
        where: The student's line, in words; empty if unknown.
    """

    where: str = ""

    def __str__(self) -> str:
        """The message, as the student's exception shows it (a KeyError's own would quote it)."""
        return self.args[0] if self.args else ""


def student_error(told: Any) -> Exception:
    """The exception to raise for one that the student's side told of.

    Args:
        told: What came over the wire in place of an exception; anything.

    Returns:
        A `StudentError`, or a `CheckFailed` where a helper run beside the answer failed.

    Example:
        >>> error = student_error({"type": "KeyError", "bases": ["KeyError"], "message": "'a'"})
        >>> isinstance(error, KeyError), str(error)
        (True, "'a'")
    """
    told = told if type(told) is dict else {}
    message = clean_text(told.get("message"))
    bases = told.get("bases")
    if is_sentence(bases):
        return CheckFailed(message)
    error = _of_class(clean_name(told.get("type")), builtin_base(bases))
    error.args = (message,)
    error.where = clean_text(told.get("where"), 500)
    if isinstance(error, NameError):
        error.name = clean_text(told.get("name"), 100)
    return error


def _of_class(name: str, base: type[BaseException]) -> StudentError:
    """An instance made without a constructor: some classes' wants more than a message."""
    bases = (StudentError,) if issubclass(StudentError, base) else (StudentError, base)
    kind = type(name, bases, {"__module__": "student"})
    return kind.__new__(kind)

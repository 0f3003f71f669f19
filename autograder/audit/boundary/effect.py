"""Whether a boundary mutant has changed anything while a check ran.

One that never has says nothing about the checks' sharpness, but about what they never ask.
"""

from __future__ import annotations

from course_lib.checks.core import running

_seen = False


def note() -> None:
    """Note that something was changed; outside a check it counts for nothing."""
    global _seen
    _seen = _seen or running.get() is not None


def forget() -> None:
    """Start anew, before another answer."""
    global _seen
    _seen = False


def seen() -> bool:
    """Whether something was changed since `forget`.

    Example:
        >>> forget()
        >>> note()  # no check runs
        >>> seen()
        False
    """
    return _seen

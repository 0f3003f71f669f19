"""Answers that know only what the visible checks ask.

Under the notebook's seed the answer learns the arguments of every call in a visible check. Under
any other seed it answers rightly where it knows the arguments, and with zeros elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from autograder.audit.boundary.values import fingerprint, mapped, nothing
from autograder.audit.boundary.wrap import Call, Change, noted
from course_lib.checks.core import running
from course_lib.checks.recorders import NOTEBOOK_SEED, current_recorder

#: What was asked in visible checks. A trial has a process of its own, and tries one answer.
_asked: set[str] = set()


def only(titles: Collection[str]) -> Change:
    """Right for what was asked in the visible checks, by their titles; zeros elsewhere."""

    def run(call: Call) -> Any:
        check = running.get()
        if check is None:
            return call.run()
        key = fingerprint(dict(call.arguments))
        result = call.run()
        if current_recorder().seed == NOTEBOOK_SEED:
            if check.title in titles:
                _asked.add(key)
            return result
        return result if key in _asked else noted(result, mapped(nothing, result))

    return run

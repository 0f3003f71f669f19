"""Who hears what became of the checks in a notebook: nobody, until a tool asks to.

A module of its own beside `course_lib.checks`, so that a tool can ask without loading torch.
"""

from __future__ import annotations

from collections.abc import Callable

#: Each is called with a check's title and whether it passed, and must not raise.
LISTENERS: set[Callable[[str, bool], None]] = set()

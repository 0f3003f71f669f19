"""One line of the doctor's report."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warn", "FAIL"]


@dataclass(frozen=True)
class Finding:
    """What was found out about one need.

    Attributes:
        subject: The need, in a word.
        status: ``"ok"``; ``"warn"`` where labs run but something is worth knowing; ``"FAIL"``
            where a lab could not run.
        detail: What was found.
        advice: What to do; empty where nothing needs doing.
    """

    subject: str
    status: Status
    detail: str
    advice: str = ""


def pip_install(*what: str) -> str:
    """The command that installs packages into this very Python."""
    return " ".join([f'"{sys.executable}" -m pip install', *what])

"""What a lab's first cell asks before it imports anything: can a lab run in this Python?"""

from __future__ import annotations

import sys

from course_lib.check_listeners import LISTENERS
from course_tools.doctor.environment import check_packages, check_python
from course_tools.doctor.resources import check_memory
from course_tools.progress_record import record


class NotReady(RuntimeError):
    """This Python cannot run a lab; Jupyter shows the sentence alone, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """IPython asks for these lines in place of a traceback."""
        return [str(self)]


def ready() -> None:
    """See that everything a lab imports is installed here, and that there is memory for it.

    Little memory is said, not refused: the lab may still run, only slowly. From here on the
    outcomes of checks are noted for the board (`course_tools.progress`).

    Raises:
        NotReady: Something is missing or too old; the sentence says what to run.
    """
    for finding in (check_python(), check_packages()):
        # Run from its folder, the course works without being installed.
        if finding.status == "FAIL" and "course itself" not in finding.detail:
            raise NotReady(
                f"{finding.detail}, in the Python of this notebook ({sys.executable}). "
                f"In a terminal, {finding.advice}\n"
                "Then choose Kernel → Restart Kernel… and run this cell again."
            )
    LISTENERS.add(record)
    memory = check_memory()
    if memory.status != "ok":
        print(f"Little memory, {memory.detail}: {memory.advice}.")

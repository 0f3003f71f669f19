"""When work was handed in, as those who collected it say; never as the work itself says."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.classes.record import Record
from autograder.classes.workplace import Workplace
from autograder.errors import AutograderError
from autograder.submissions import safe_student
from course_lib.atomic_write import write_whole

#: Where nbgrader looks for the time; a student may have put one into what they handed in.
_STAMP = "timestamp.txt"


def read_times(path: Path) -> dict[str, str]:
    """Hand-in times out of a table: the columns ``student`` and ``time``, with a head.

    Times are ISO 8601, as ``2031-05-04T23:59:00+02:00``; without a zone they are this machine's.
    Learning platforms export such a table, or one that can be cut down to it.

    Args:
        path: A CSV file.

    Returns:
        Times with their zone, by student.

    Raises:
        AutograderError: It is no such table; the line is named.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AutograderError(f"the hand-in times in {path} cannot be read ({error})") from None
    times = {}
    for number, row in enumerate(rows, 2):
        student, text = row.get("student"), row.get("time")
        if not student or not text:
            raise AutograderError(
                f"expected the columns student and time in {path}, but line {number} has "
                f"{'no student' if not student else 'no time'}"
            )
        times[safe_student(student.strip())] = _with_zone(text.strip(), path, number)
    return times


def stamp(place: Workplace, student: str, record: Record) -> None:
    """Leave the time where nbgrader reads it, in the place of any that was handed in.

    Raises:
        OSError: It cannot be written.
    """
    path = place.folder("submitted", student) / _STAMP
    if record.handed_in:
        write_whole(path, f"{record.handed_in}\n".encode())
    else:
        path.unlink(missing_ok=True)


def set_due(place: Workplace, due: str) -> None:
    """Enter a lab's deadline into the gradebook.

    Args:
        place: The lab's workplace.
        due: As ISO 8601; without a zone it is this machine's.

    Raises:
        AutograderError: It is no time.
    """
    from datetime import UTC

    from nbgrader.api import Gradebook

    when = datetime.fromisoformat(_with_zone(due))
    with Gradebook(place.db_url, place.course_id) as gradebook:
        # The gradebook keeps times without a zone, in UTC.
        naive = when.astimezone(UTC).replace(tzinfo=None)
        settings: dict[str, Any] = {"duedate": naive}
        gradebook.update_or_create_assignment(place.lab, **settings)


def _with_zone(text: str, path: Path | None = None, line: int = 0) -> str:
    try:
        return datetime.fromisoformat(text).astimezone().isoformat()
    except (ValueError, OverflowError):
        where = f" in line {line} of {path}" if path else ""
        raise AutograderError(
            f"expected a time such as 2031-05-04T23:59:00+02:00{where}, got {text!r}"
        ) from None

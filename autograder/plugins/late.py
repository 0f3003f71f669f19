"""What being late costs: nbgrader's plug-in point for penalties, with a rule of thumb."""

from __future__ import annotations

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

_DAY = 24 * 60 * 60


class LateDays(LateSubmissionPlugin):
    """A share of the points that were reached, for each day begun.

    With the defaults a quarter of an hour is free, a lab that is handed in the same evening costs
    10 % of its points, and after five days it costs half of them, however late it is: to learn
    something late is better than not to learn it. To change that, in nbgrader_config.py:
    ``c.LateDays.per_day = 0.2``. For no penalty at all: ``c.LateDays.per_day = 0``.

    When work was handed in is known from those who collected it (``autograder grade --times``).
    Where nobody knows there is no penalty.
    """

    grace_minutes = Float(15.0, min=0.0, help="Being late so many minutes is free.").tag(
        config=True
    )
    per_day = Float(
        0.1, min=0.0, max=1.0, help="The share of the points taken off for each day begun."
    ).tag(config=True)
    most = Float(0.5, min=0.0, max=1.0, help="The most that is taken off, as a share.").tag(
        config=True
    )

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points taken off, min(most, per_day · ⌈days⌉) · score; None in the time of grace.

        Args:
            student_id: The student's id.
            score: The points reached.
            total_seconds_late: How long after the deadline, in seconds.
        """
        if total_seconds_late <= 60 * self.grace_minutes:
            return None
        days = math.ceil(total_seconds_late / _DAY)
        return round(score * min(self.most, self.per_day * days), 2)

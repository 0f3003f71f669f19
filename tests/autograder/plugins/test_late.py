"""What being late costs, and where the time comes from."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.classes.late import read_times
from autograder.errors import AutograderError
from autograder.plugins.late import LateDays

MINUTE, DAY = 60, 24 * 60 * 60


@pytest.mark.parametrize(
    ("seconds", "penalty"),
    [
        (1, None),
        (15 * MINUTE, None),
        (15 * MINUTE + 1, 4.0),
        (DAY, 4.0),
        (DAY + 1, 8.0),
        (3.5 * DAY, 16.0),
        (5 * DAY, 20.0),
        (400 * DAY, 20.0),
    ],
)
def test_a_tenth_a_day_and_half_at_most(seconds: float, penalty: float | None) -> None:
    """Of 40 points, counted by hand."""
    assert LateDays().late_submission_penalty("ada", 40.0, seconds) == penalty


@given(st.floats(0, 100), st.floats(0, 1e9), st.floats(0, 1e6))
def test_later_is_never_cheaper(score: float, seconds: float, more: float) -> None:
    """Nor is more taken off than the half."""
    rule = LateDays()
    first = rule.late_submission_penalty("ada", score, seconds) or 0.0
    then = rule.late_submission_penalty("ada", score, seconds + more) or 0.0
    assert 0 <= first <= then <= score / 2 + 0.01


def test_the_rule_can_be_set() -> None:
    """Half of the points a day, nothing for the first hour, and no penalty at all."""
    strict = LateDays(per_day=0.5, grace_minutes=60.0, most=1.0)
    assert strict.late_submission_penalty("ada", 10.0, 59 * MINUTE) is None
    assert strict.late_submission_penalty("ada", 10.0, 61 * MINUTE) == 5.0
    assert strict.late_submission_penalty("ada", 10.0, 9 * DAY) == 10.0
    assert LateDays(per_day=0.0).late_submission_penalty("ada", 10.0, 9 * DAY) == 0.0


def test_times_are_read_with_their_zone(tmp_path: Path) -> None:
    """Whatever else the table has; a name is made safe as that of a submission is."""
    table = tmp_path / "times.csv"
    table.write_text(
        '﻿student,time,group\n"Zoë, M.",2031-05-04T23:59:00+02:00,1\nben,2031-05-05 10:00,2\n',
        encoding="utf-8",
    )
    times = {name: datetime.fromisoformat(time) for name, time in read_times(table).items()}
    assert times["Zoë_ M"] == datetime.fromisoformat("2031-05-04T21:59:00+00:00")
    assert times["ben"].tzinfo is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,when\nada,2031-05-04\n", "line 2 has no student"),
        ("student,time\nada,\n", "line 2 has no time"),
        ("student,time\nada,yesterday\n", "got 'yesterday'"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
    ids=["other columns", "no time", "no date", "no text"],
)
def test_a_table_of_another_kind_is_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    """With the line that is wrong."""
    table = tmp_path / "times.csv"
    table.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(AutograderError, match=words):
        read_times(table)

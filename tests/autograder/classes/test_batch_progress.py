"""How far a class is: counts, rate, time left, and the table that shows them."""

import io

import pytest
from rich.console import Console

from autograder.classes import batch_progress as module
from autograder.classes.batch_progress import BatchProgress
from autograder.reports.progress import shown, table


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which tests set."""
    now = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def text_of(standing: BatchProgress, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(table(standing))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_rate_and_time_left(clock: list[float]) -> None:
    """Ten in half a minute are twenty a minute; of a class of 40 the other 30 take 90 s."""
    standing = BatchProgress(40)
    assert standing.rate() is None
    for _ in range(10):
        clock[0] += 3.0
        standing.finished("judged")
    assert standing.rate() == pytest.approx(20.0)
    assert standing.seconds_left() == pytest.approx(90.0)


def test_unchanged_work_is_no_measure_of_speed(clock: list[float]) -> None:
    """A thousand that are left alone in a second say nothing about the rest."""
    standing = BatchProgress(1010)
    for _ in range(1000):
        standing.finished("unchanged")
    clock[0] += 10.0
    standing.finished("judged")
    standing.finished("judged")
    assert standing.rate() == pytest.approx(12.0)
    assert (standing.done, standing.unchanged, standing.left) == (1002, 1000, 8)


def test_the_rate_is_that_of_the_last_minute(clock: list[float]) -> None:
    """A slow beginning is forgotten."""
    standing = BatchProgress(1000)
    clock[0] += 600.0
    standing.finished("judged")
    for _ in range(60):
        clock[0] += 1.0
        standing.finished("judged")
    assert standing.rate() == pytest.approx(60.0, rel=0.05)


@pytest.mark.parametrize("width", [30, 80])
def test_the_table_tells_all_of_it(clock: list[float], width: int) -> None:
    """Names are shown as they are, brackets included, and fit the terminal."""
    standing = BatchProgress(40, workers=2, judging=("a[red]da", "ben", "cleo", "dora", "emil"))
    standing.finished("unchanged")
    standing.finished("judged", refused=True)
    text = text_of(standing, width)
    assert max(map(len, text.splitlines())) <= width
    if width == 80:
        assert "2 of 40 (1 unchanged, 1 for a person)" in text
        assert "a[red]da, ben, cleo, dora and 1 more" in text
        assert "2 workers" in text


def test_nothing_is_drawn_into_a_file() -> None:
    """An animation would be noise there."""
    file = io.StringIO()
    with shown(Console(file=file)) as on_progress:
        on_progress(BatchProgress(3))
    assert file.getvalue() == ""

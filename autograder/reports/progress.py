"""How far a command is, live on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from autograder.classes.batch_progress import BatchProgress, Progress, silent

#: Of those who are being judged, so many names are shown.
_NAMES = 4


@contextmanager
def shown(console: Console) -> Iterator[Progress]:
    """Show how far a class is, for as long as the block runs.

    Args:
        console: A terminal; into a file nothing is written.
    """
    if not console.is_terminal:
        yield silent
        return
    with Live(console=console, transient=True, refresh_per_second=4) as live:

        def on_progress(standing: BatchProgress) -> None:
            live.update(table(standing))

        live.update(Text("getting ready …"))
        yield on_progress


@contextmanager
def counted(console: Console) -> Iterator[Callable[[int, int, str], None]]:
    """Show a bar that is told how many steps are done, of how many, and which is next.

    Args:
        console: A terminal; into a file nothing is written.
    """
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("{task.description}", markup=False))  # fmt: skip
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("getting ready", total=None)

        def on_progress(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=what)

        yield on_progress


def table(standing: BatchProgress) -> Table:
    """How far the class is, how fast it goes and how long the rest will take."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column()
    grid.add_row("graded", ProgressBar(max(standing.total, 1), standing.done, width=40))
    grid.add_row("", f"{standing.done} of {standing.total}{_of_which(standing)}")
    if standing.judging:
        names = ", ".join(standing.judging[:_NAMES])
        more = len(standing.judging) - _NAMES
        # Text, not markup: a name may hold brackets.
        grid.add_row("judging", Text(f"{names} and {more} more" if more > 0 else names))
    rate, left = standing.rate(), standing.seconds_left()
    workers = "1 worker" if standing.workers == 1 else f"{standing.workers} workers"
    speed = "" if rate is None else f"{rate:.1f} a minute, "
    grid.add_row("rate", f"{speed}{workers}" if standing.workers else "getting ready")
    grid.add_row("time", f"{_clock(standing.seconds)} gone" + (
        "" if left is None else f", about {_clock(left)} left"
    ))  # fmt: skip
    return grid


def _of_which(standing: BatchProgress) -> str:
    parts = [
        f"{count} {what}"
        for count, what in (
            (standing.unchanged, "unchanged"),
            (standing.resumed, "judged before"),
            (standing.refused, "for a person"),
        )
        if count
    ]
    return f" ({', '.join(parts)})" if parts else ""


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

"""One measured ratio, its target, and the table of them."""

from __future__ import annotations

import os
import platform
import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from rich.console import Console
from rich.table import Table

from course_lib import time_ratio


@dataclass(frozen=True)
class Ratio:
    """How long something takes ÷ how long its peer takes, over several rounds.

    Attributes:
        name: What is divided by what.
        rounds: One ratio for each round.
        target: The most that the median may be; None where there is no target.
    """

    name: str
    rounds: Sequence[float]
    target: float | None = None

    @property
    def median(self) -> float:
        """The figure to report."""
        return statistics.median(self.rounds)

    @property
    def verdict(self) -> str:
        """Whether the target is met."""
        if self.target is None:
            return ""
        return "met" if self.median <= self.target else "missed"


def side_by_side(
    name: str,
    fn: Callable[[], Any],
    baseline: Callable[[], Any],
    *,
    rounds: int = 5,
    target: float | None = None,
) -> Ratio:
    """Time both in turn, ``rounds`` times, after one warm-up of each."""
    fn()
    baseline()
    measured = [time_ratio(fn, baseline, repeats=1, warmup=0) for _ in range(rounds)]
    return Ratio(name, measured, target)


def machine() -> str:
    """The hardware that the figures belong to."""
    gpu = f", {torch.cuda.get_device_name()}" if torch.cuda.is_available() else ", no GPU"
    return f"{os.cpu_count()} cores, {_processor()}{gpu}, torch {torch.__version__}"


def _processor() -> str:
    """The processor's name where Linux tells it, else what Python knows."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.partition(":")[2] for line in file if line.startswith("model name")]
    except OSError:
        names = []
    name = names[0] if names else platform.processor() or platform.machine()
    return " ".join(re.sub(r"\((R|TM)\)|\bProcessor\b|\bCPU\b", "", name).split())


def show(ratios: Sequence[Ratio], console: Console | None = None) -> None:
    """Print the table: median, least and largest ratio, target, verdict."""
    table = Table(title=f"time ÷ time of the peer, side by side\n{machine()}")
    table.add_column("what ÷ peer", overflow="fold")
    for column in ("median", "min – max", "target", ""):
        table.add_column(column, justify="right", no_wrap=True)
    for ratio in ratios:
        table.add_row(
            ratio.name,
            f"{ratio.median:.2f}",
            f"{min(ratio.rounds):.2f} – {max(ratio.rounds):.2f}",
            "" if ratio.target is None else f"≤ {ratio.target:g}",
            ratio.verdict,
        )
    (console or Console()).print(table)

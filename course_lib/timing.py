"""Stopwatches that wait for the accelerator: without that they time the request, not the work."""

import math
import statistics
import time
from collections.abc import Callable
from typing import Any, Self

import torch


def synchronize() -> None:
    """Wait until every accelerator in use has finished what it was asked to do.

    Example:
        >>> synchronize()
    """
    if torch.cuda.is_initialized():
        for index in range(torch.cuda.device_count()):
            # A device that holds no memory has no work, and waiting would set it up first.
            if torch.cuda.memory_reserved(index):
                torch.cuda.synchronize(index)
    if torch.backends.mps.is_available():
        torch.mps.synchronize()


class Timer:
    """The seconds that a ``with`` block takes, the accelerator's work included.

    ``seconds`` is NaN until the block has ended; it is set also when the block raises.

    Example:
        >>> with Timer() as timer:
        ...     total = sum(range(1000))
        >>> timer.seconds > 0
        True
    """

    def __init__(self) -> None:
        self.seconds = math.nan

    def __enter__(self) -> Self:
        self.seconds = math.nan
        synchronize()
        self._start = time.perf_counter()
        return self

    def __exit__(self, *exception: object) -> None:
        synchronize()
        self.seconds = time.perf_counter() - self._start


def median_seconds(
    fn: Callable[..., Any], *args: Any, repeats: int = 5, warmup: int = 1, **kwargs: Any
) -> float:
    """The median time of ``fn(*args, **kwargs)`` in seconds.

    The median, because one interruption by another program moves a mean and not a median.

    Args:
        fn: What to time.
        *args: Its arguments.
        repeats: How many calls are timed.
        warmup: How many calls come first, untimed: they fill caches and load libraries.
        **kwargs: Its keyword arguments.

    Returns:
        Seconds for one call.

    Raises:
        ValueError: ``repeats`` is below 1 or ``warmup`` below 0.

    Example:
        >>> median_seconds(sorted, range(1000)) > 0
        True
    """
    _check_counts(repeats, warmup)
    for _ in range(warmup):
        fn(*args, **kwargs)
    return statistics.median(_seconds(lambda: fn(*args, **kwargs)) for _ in range(repeats))


def time_ratio(
    fn: Callable[[], Any], baseline: Callable[[], Any], repeats: int = 5, warmup: int = 1
) -> float:
    """How many times as long as ``baseline`` does ``fn`` take: 0.5 means twice as fast.

    The two run side by side, in turn, so that a machine that slows down slows both; the answer is
    the median of the rounds' ratios. Which of them goes first alternates too.

    Args:
        fn: What to time; called without arguments.
        baseline: What to compare it with; called without arguments.
        repeats: How many rounds are timed.
        warmup: How many calls of each come first, untimed.

    Returns:
        Seconds of ``fn`` ÷ seconds of ``baseline``.

    Raises:
        ValueError: ``repeats`` is below 1 or ``warmup`` below 0.

    Example:
        >>> import time
        >>> time_ratio(lambda: time.sleep(0.01), lambda: time.sleep(0.001), repeats=1) > 1
        True
    """
    _check_counts(repeats, warmup)
    for _ in range(warmup):
        fn()
        baseline()
    ratios = []
    for turn in range(repeats):
        if turn % 2:
            below, above = _seconds(baseline), _seconds(fn)
        else:
            above, below = _seconds(fn), _seconds(baseline)
        # A clock too coarse for `baseline` must not end in a division by zero.
        ratios.append(above / max(below, 1e-9))
    return statistics.median(ratios)


def _seconds(fn: Callable[[], Any]) -> float:
    with Timer() as timer:
        fn()
    return timer.seconds


def _check_counts(repeats: int, warmup: int) -> None:
    if repeats < 1:
        raise ValueError(f"`repeats` is {repeats}; expected at least 1 timed call.")
    if warmup < 0:
        raise ValueError(f"`warmup` is {warmup}; expected 0 or more untimed calls.")

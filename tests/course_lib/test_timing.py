"""Stopwatches: they measure real time, wait for the accelerator and compare side by side."""

import math
import time

import pytest
import torch

from course_lib import timing
from course_lib.timing import Timer, median_seconds, synchronize, time_ratio


@pytest.fixture
def clock(monkeypatch):
    """A clock that only moves when a test moves it."""

    class Clock:
        now = 0.0

        def sleep(self, seconds):
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(timing.time, "perf_counter", lambda: clock.now)
    return clock


def test_a_timer_measures_the_block():
    with Timer() as timer:
        time.sleep(0.02)
    assert 0.02 <= timer.seconds < 2


def test_a_timer_knows_nothing_before_its_block_has_ended(clock):
    timer = Timer()
    assert math.isnan(timer.seconds)
    with timer:
        clock.sleep(1)
        assert math.isnan(timer.seconds)
    assert timer.seconds == 1


def test_a_timer_can_be_used_again(clock):
    timer = Timer()
    for seconds in (2, 3):
        with timer:
            clock.sleep(seconds)
        assert timer.seconds == seconds


def test_a_timer_of_a_failing_block_is_set_and_hides_nothing(clock):
    timer = Timer()

    def fail():
        with timer:
            clock.sleep(2)
            raise KeyError("x")

    with pytest.raises(KeyError, match="x"):
        fail()
    assert timer.seconds == 2


def test_a_timer_waits_before_both_readings(clock, monkeypatch):
    # Work that was queued before the block (5 s) is not the block's; work queued in it (1 s) is.
    queued = [5.0]

    def wait():
        clock.sleep(sum(queued))
        queued.clear()

    monkeypatch.setattr(timing, "synchronize", wait)
    with Timer() as timer:
        queued.append(1.0)
    assert timer.seconds == 1


def test_waiting_asks_every_cuda_device_that_holds_memory(monkeypatch):
    asked = []
    monkeypatch.setattr(torch.cuda, "is_initialized", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 3)
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda index: [1, 0, 2][index])
    monkeypatch.setattr(torch.cuda, "synchronize", asked.append)
    synchronize()
    assert asked == [0, 2]


def test_waiting_asks_mps_where_there_is_one(monkeypatch):
    asked = []
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    monkeypatch.setattr(torch.mps, "synchronize", lambda: asked.append("mps"))
    synchronize()
    assert asked == ["mps"]


def test_the_median_ignores_one_slow_call_and_the_warm_up(clock):
    times = iter([100, 1, 50, 3, 2, 2])  # the first is the warm-up
    assert median_seconds(lambda: clock.sleep(next(times))) == 2


def test_arguments_reach_the_function(clock):
    assert median_seconds(lambda a, b: clock.sleep(a * b), 2, b=3, repeats=1) == 6


def test_without_a_warm_up_the_first_call_counts(clock):
    times = iter([9, 1])
    assert median_seconds(lambda: clock.sleep(next(times)), repeats=1, warmup=0) == 9


def test_a_ratio_compares_within_each_round(clock):
    # The machine gets ten times slower with every round; fn takes three times as long throughout.
    calls = []

    def work(name, factor):
        calls.append(name)
        clock.sleep(factor * 10.0 ** ((len(calls) - 1) // 2))

    ratio = time_ratio(lambda: work("fn", 3), lambda: work("base", 1), repeats=4, warmup=0)
    assert ratio == pytest.approx(3)
    assert calls == ["fn", "base", "base", "fn", "fn", "base", "base", "fn"]


def test_a_baseline_too_fast_for_the_clock_gives_a_number(clock):
    assert time_ratio(lambda: clock.sleep(1), lambda: None) > 1e6


@pytest.mark.parametrize(
    ("counts", "name"), [({"repeats": 0}, "repeats"), ({"warmup": -1}, "warm")]
)
def test_counts_that_time_nothing_are_told(counts, name):
    with pytest.raises(ValueError, match=name):
        median_seconds(len, (), **counts)
    with pytest.raises(ValueError, match=name):
        time_ratio(list, list, **counts)

"""Bounds on what a test cell takes in the judge."""

import resource
import threading
import time

import pytest
import torch

from autograder.judging.resource_limits import OutOfTime, bounded_memory, time_limit


def spin(seconds):
    """Compute, in Python, for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def test_a_block_that_runs_too_long_is_ended():
    began = time.monotonic()
    with pytest.raises(OutOfTime), time_limit(0.2):
        spin(20)
    assert time.monotonic() - began < 5


def careless():
    """Compute for long, twice, whatever is raised."""
    try:
        spin(10)
    except BaseException:
        spin(10)


def test_code_that_catches_everything_is_ended_all_the_same():
    began = time.monotonic()
    with pytest.raises(OutOfTime), time_limit(0.2):
        careless()
    assert time.monotonic() - began < 8


def test_a_block_that_ends_in_time_is_left_alone():
    with time_limit(0.3):
        spin(0.05)
    spin(0.6)  # nothing arrives later
    with pytest.raises(ValueError, match="own"), time_limit(5):
        raise ValueError("own")


def test_it_works_in_any_thread_and_hits_no_other():
    found = []

    def work():
        try:
            with time_limit(0.1):
                spin(10)
        except OutOfTime:
            found.append("ended")

    thread = threading.Thread(target=work)
    thread.start()
    spin(0.5)
    thread.join()
    assert found == ["ended"]


def test_more_memory_than_allowed_is_an_exception_and_the_limit_is_lifted_again():
    before = resource.getrlimit(resource.RLIMIT_AS)
    with bounded_memory(2**28):
        with bounded_memory(2**28):
            assert resource.getrlimit(resource.RLIMIT_AS) != before
        with pytest.raises(RuntimeError, match="allocate"):
            torch.empty(2**30)
        with pytest.raises(MemoryError):
            bytearray(2**30)
        assert torch.zeros(1000).sum() == 0
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    assert len(bytearray(2**29)) == 2**29

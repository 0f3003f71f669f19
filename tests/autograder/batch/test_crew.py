"""What a crew of workers does to the process that calls it, and to the workers' own."""

import os

import pytest

from autograder.batch.crew import Crew


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask sets its workers' variables in the calling process, whose later kernels inherit them."""
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("MKL_NUM_THREADS", "3")
    before = dict(os.environ)
    with Crew(1) as crew:
        assert crew.workers == 1
    assert dict(os.environ) == before


def test_a_worker_is_one_core_and_keeps_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """With malloc returning each large tensor at once, a judge takes four times as long."""
    for name in ("OMP_NUM_THREADS", "MALLOC_TRIM_THRESHOLD_"):
        monkeypatch.delenv(name, raising=False)
    with Crew(1) as crew:
        assert crew._client is not None
        ask = crew._client.submit
        assert ask(os.getenv, "OMP_NUM_THREADS").result(timeout=60) == "1"
        assert ask(os.getenv, "MALLOC_TRIM_THRESHOLD_").result(timeout=60) is None

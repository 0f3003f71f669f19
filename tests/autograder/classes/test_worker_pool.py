"""What a worker pool of workers does to the process that calls it, and to the workers' own."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.classes.job import Job
from autograder.classes.preload import MODULES
from autograder.classes.worker_pool import WorkerPool
from autograder.labsource import read_lab
from autograder.sandbox import warm

TINY = """\
# %% role="exercise" id="one"
### BEGIN SOLUTION
one = 1
### END SOLUTION
# %% role="test" id="one" points=1
assert one == 1
"""


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask sets its workers' variables in the calling process, whose later kernels inherit them."""
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("MKL_NUM_THREADS", "3")
    before = dict(os.environ)
    with WorkerPool(1) as pool:
        assert pool.workers == 1
    assert dict(os.environ) == before


def test_a_worker_is_one_core_and_keeps_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """With malloc returning each large tensor at once, a judge takes four times as long."""
    for name in ("OMP_NUM_THREADS", "MALLOC_TRIM_THRESHOLD_"):
        monkeypatch.delenv(name, raising=False)
    with WorkerPool(1) as pool:
        assert pool._client is not None
        ask = pool._client.submit
        assert ask(os.getenv, "OMP_NUM_THREADS").result(timeout=60) == "1"
        assert ask(os.getenv, "MALLOC_TRIM_THRESHOLD_").result(timeout=60) is None


def is_ready() -> bool:
    """Whether a worker has its libraries, which the garbage collector then leaves alone."""
    needed = {*MODULES, "torch.distributed.tensor"}
    return needed <= sys.modules.keys() and gc.get_freeze_count() > 100_000


@pytest.mark.needs("sandbox")
@pytest.mark.parametrize("way", ["", "cold"])
def test_a_worker_is_ready_before_its_first_job(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its libraries and, unless the person who grades said otherwise, an interpreter."""
    monkeypatch.setenv(warm.VARIABLE, way)
    with WorkerPool(1, warm=True) as pool:
        assert pool._client is not None
        ask = pool._client.submit
        assert ask(is_ready).result(timeout=60)
        if way == "cold":
            assert ask(warm.waiting).result(timeout=60) is None
            return
        # It waits for the thread that has begun to load it.
        ready = ask(lambda: warm.interpreter() is not None).result(timeout=60)
        assert ready
        assert ask(warm.waiting, pure=False).result(timeout=60)


@pytest.mark.needs("sandbox")
def test_a_workers_sandboxes_have_loaded_what_the_lab_imports() -> None:
    with WorkerPool(1, warm=True, modules=["colorsys", "torch", "no.such.module"]) as pool:
        assert pool._client is not None
        ask = pool._client.submit
        assert ask(is_ready).result(timeout=60)
        ready = ask(lambda: warm.interpreter() is not None).result(timeout=60)
        assert ready
        also = ask(lambda: warm.loaded(), pure=False).result(timeout=60)
        assert "colorsys" in also
        assert also.count("torch") == 1


def test_a_worker_takes_its_time_where_sandboxes_are_cold() -> None:
    """What is not asked for is not loaded."""
    with WorkerPool(1) as pool:
        assert pool._client is not None
        assert not pool._client.submit(is_ready).result(timeout=60)


@pytest.mark.needs("sandbox")
def test_a_large_submission_is_sent_without_a_word(tmp_path: Path) -> None:
    """Dask would warn of it, as of a mistake in a program; warnings are errors here."""
    source = tmp_path / "tiny.py"
    source.write_text(TINY, encoding="utf-8")
    job = Job("ada", read_lab(source), b"[" * 15 * 2**20, b"secret")
    with WorkerPool(1) as pool:
        (answer,) = pool.judge([job])
    assert answer.problem.startswith("it could not be judged")


def test_what_a_worker_imports_leaves_a_slow_grammar_out() -> None:
    """It would be prepared in each worker, for a check that no notebook's schema has."""
    source = (
        "import sys, autograder.classes, nbformat\n"
        "nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell('x')]))\n"
        "print(*sorted(name for name in sys.modules if name.startswith(('rfc3987_', 'lark'))))"
    )
    said = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["rfc3987_syntax"]

"""A call over the judge's protocol: how long it takes, and how much memory a large tensor costs."""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import torch

from autograder.protocol.client import KernelClient
from benchmarks.ratio import Ratio

#: What a call with small data may take, in seconds, and a large tensor in copies of itself.
SMALL_SECONDS = 5e-3
COPIES = 3

_AGENT = """
import sys
from autograder.protocol.wire.agent import serve
def same(x):
    return x
serve(sys.argv[1], globals())
"""


def measure(calls: int = 500, rounds: int = 5, megabytes: int = 100) -> list[Ratio]:
    """Against the limits that the judge was designed for."""
    with student() as other:
        same, x = other.value("same"), torch.randn(4, 6)
        medians = [median_call(same, x, calls) for _ in range(rounds)]
    return [
        Ratio(
            f"a call with small data, median of {calls} ÷ {SMALL_SECONDS * 1e3:g} ms",
            [seconds / SMALL_SECONDS for seconds in medians],
            target=1.0,
        ),
        Ratio(
            f"the judge's peak memory for a {megabytes} MB tensor, there and back ÷ {megabytes} MB",
            [copies_in_a_fresh_process(megabytes) for _ in range(3)],
            target=COPIES,
        ),
    ]


def median_call(function, argument: torch.Tensor, calls: int) -> float:
    """Seconds of a call that hands a tensor over and back."""
    taken = []
    for _ in range(calls):
        began = time.perf_counter()
        function(argument)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def copies_in_a_fresh_process(megabytes: int) -> float:
    """Peak memory of a judge that sends a tensor and gets it back, in copies of the tensor."""
    words = [sys.executable, "-m", "benchmarks.protocol", str(megabytes)]
    root = Path(__file__).parents[1]
    done = subprocess.run(words, check=True, capture_output=True, text=True, cwd=root)
    return json.loads(done.stdout)


def copies(megabytes: int) -> float:
    """The same, in this process: how far its memory rises, with the tensor that is sent."""
    with student() as other:
        same = other.value("same")
        same(torch.zeros(1000))
        with peak_memory() as peak:
            sent = torch.ones(megabytes * 2**20 // 4)
            back = same(sent)
    assert torch.equal(sent, back)
    return peak[0] / sent.nbytes


@contextmanager
def student() -> Iterator[KernelClient]:
    """A judge's connection to an agent in another process."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener,
    ):
        path = str(Path(folder) / "s")
        listener.bind(path)
        listener.listen(1)
        listener.settimeout(60)
        with subprocess.Popen([sys.executable, "-c", _AGENT, path]) as process:
            other = KernelClient(listener.accept()[0])
            try:
                yield other
            finally:
                other.close()
                process.wait(10)


@contextmanager
def peak_memory() -> Iterator[list[int]]:
    """Bytes by which this process's memory rises within the block, at the most; looked at often."""
    process, done = psutil.Process(), threading.Event()
    before, peak = process.memory_info().rss, [0]

    def look() -> None:
        while not done.is_set():
            peak[0] = max(peak[0], process.memory_info().rss - before)
            time.sleep(0.001)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


if __name__ == "__main__":
    print(copies(int(sys.argv[1])))

"""What calm waiting of threads brings where another program is busy, and costs where none is.

Each workload runs in two processes that differ in the variables of `course_lib.threads` alone, in
turn, first beside a process that keeps one core busy, then alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

import torch

from autograder.labsource.reference import solution
from benchmarks.ratio import Ratio
from benchmarks.tables import source
from course_lib import data, metrics
from course_lib.threads import WAITING

#: What the neighbour does, until whoever started it ends, and for ten minutes at most.
_BUSY = """
import os, time
parent, began = os.getppid(), time.monotonic()
while os.getppid() == parent and time.monotonic() - began < 600:
    sum(range(100_000))
"""


def distances() -> Callable[[], object]:
    """Lab 1's table of L1 distances: 100 pictures against as many as MNIST has."""
    l1_distances = solution(source("lab01_knn"))["l1_distances"]
    generator = torch.Generator().manual_seed(0)
    x = torch.randint(256, (60_000, 784), generator=generator).float()
    return lambda: l1_distances(x[:100], x)


def epoch() -> Callable[[], object]:
    """One epoch of Lab 3's minibatches with the softmax loss, on 50,000 made-up pictures."""
    lab = solution(source("lab03_optimization"))
    generator = torch.Generator().manual_seed(0)
    X = torch.rand(50_000, 785, generator=generator)
    y = torch.randint(10, (50_000,), generator=generator)

    def batches() -> list[torch.Tensor]:
        return lab["minibatches"](len(X), 64, lab["seeded"](0))

    W = torch.zeros(10, 785)
    return lambda: lab["sgd"](lab["softmax_objective"], W, X, y, 0.1, batches, 1)


def gan() -> Callable[[], object]:
    """250 steps of Lab 6's GAN on the small digits."""
    lab = solution(source("lab06_gan"))
    images = metrics.to_unit_range(data.load("digits", device="cpu").train_images)
    return lambda: lab["play"](images, 250, 0)


WORKLOADS = {
    "L1 table of Lab 1, 100 × 60,000": distances,
    "an epoch of Lab 3": epoch,
    "250 steps of Lab 6": gan,
}


#: Importing the benchmarks sets the policy of the course; torch, loaded after that, reads this one.
_START = """
import os, benchmarks
[os.environ.pop(name, None) for name in {names!r}]
os.environ.update({policy!r})
from benchmarks.threads import serve
serve()
"""


class Timed:
    """A process with one waiting policy that runs workloads when asked."""

    def __init__(self, policy: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START.format(names=list(WAITING), policy=dict(policy))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def seconds(self, name: str) -> float:
        """Run a workload once, and say how long it took."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def __enter__(self) -> Timed:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)


@contextmanager
def busy_neighbour() -> Iterator[None]:
    """Another process that wants a whole core."""
    with subprocess.Popen([sys.executable, "-c", _BUSY]) as process:
        try:
            yield
        finally:
            process.kill()


def measure(rounds: int = 7) -> list[Ratio]:
    """The waiting policy of the course ÷ OpenMP's own, beside a busy process and alone."""
    with Timed(WAITING) as calm, Timed({}) as usual:
        for name in WORKLOADS:  # what is loaded and set up once
            calm.seconds(name)
            usual.seconds(name)
        found = []
        for beside, target in ((True, 1.0), (False, 1.05)):
            with ExitStack() as stack:
                if beside:
                    stack.enter_context(busy_neighbour())
                where = "beside a busy process" if beside else "alone"
                for name in WORKLOADS:
                    ratios = [calm.seconds(name) / usual.seconds(name) for _ in range(rounds)]
                    found.append(Ratio(f"{name}, waiting calmly ÷ as usual, {where}",
                                       ratios, target))  # fmt: skip
    return found


def serve() -> None:
    """Run what is asked for, line by line; what a process of `Timed` does."""
    os.environ["COURSE_OFFLINE"] = "1"
    ready: dict[str, Callable[[], object]] = {}
    for line in sys.stdin:
        name = line.strip()
        if name not in ready:
            ready[name] = WORKLOADS[name]()
        began = time.perf_counter()
        ready[name]()
        print(time.perf_counter() - began, flush=True)

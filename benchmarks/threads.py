"""What threads that wait asleep bring where another program is busy, and what they cost elsewhere.

Each workload runs in two processes that differ in OMP_WAIT_POLICY alone, in turn, first beside a
process that keeps one core busy, then alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import torch

from autograder.reference import solution
from benchmarks.ratio import Ratio
from benchmarks.tables import source
from course_lib import data
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
    """One epoch of Lab 3's minibatches with the softmax loss, on 10,000 made-up pictures."""
    lab = solution(source("lab03_optimization"))
    generator = torch.Generator().manual_seed(0)
    X = torch.rand(10_000, 785, generator=generator)
    y = torch.randint(10, (10_000,), generator=generator)

    def batches() -> list[torch.Tensor]:
        return lab["minibatches"](len(X), 64, lab["seeded"](0))

    W = torch.zeros(10, 785)
    return lambda: lab["sgd"](lab["softmax_objective"], W, X, y, 0.1, batches, 1)


def gan() -> Callable[[], object]:
    """250 steps of Lab 6's GAN on the small digits."""
    lab = solution(source("lab06_gan"))
    images = data.load("digits", device="cpu").train_images.float() / 127.5 - 1
    return lambda: lab["play"](images, 250, 0)


WORKLOADS = {
    "L1 table of Lab 1, 100 × 60,000": distances,
    "an epoch of Lab 3": epoch,
    "250 steps of Lab 6": gan,
}


class Timed:
    """A process with one waiting policy that runs workloads when asked."""

    def __init__(self, policy: dict[str, str]) -> None:
        env = {k: v for k, v in os.environ.items() if k not in WAITING} | policy
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.threads"],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
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


def measure(rounds: int = 5) -> list[Ratio]:
    """The waiting policy of the course ÷ OpenMP's own, beside a busy process and alone."""
    with Timed(WAITING) as asleep, Timed({}) as usual:
        for name in WORKLOADS:  # what is loaded and set up once
            asleep.seconds(name)
            usual.seconds(name)
        found = []
        for beside, target in ((True, 1.0), (False, 1.05)):
            with ExitStack() as stack:
                if beside:
                    stack.enter_context(busy_neighbour())
                where = "beside a busy process" if beside else "alone"
                for name in WORKLOADS:
                    ratios = [asleep.seconds(name) / usual.seconds(name) for _ in range(rounds)]
                    found.append(Ratio(f"{name}, waiting asleep ÷ as usual, {where}",
                                       ratios, target))  # fmt: skip
    return found


def _serve() -> None:
    """Run what is asked for, line by line."""
    os.environ["COURSE_OFFLINE"] = "1"
    ready: dict[str, Callable[[], object]] = {}
    for line in sys.stdin:
        name = line.strip()
        if name not in ready:
            ready[name] = WORKLOADS[name]()
        began = time.perf_counter()
        ready[name]()
        print(time.perf_counter() - began, flush=True)


if __name__ == "__main__":
    _serve()

"""A process that runs trials, each in a copy of itself (fork) that may hang, swell or die.

It is started as ``python -m autograder.audit.worker`` and talks in pickles: the lab, its slow
exercises, then a `Request` each, come in by standard input; a `Ran` for each goes out by standard
output. A fork costs some milliseconds, while a new process would load torch for seconds.
"""

from __future__ import annotations

import io
import os
import pickle
import resource
import select
import signal
import sys
import tempfile
import time
from collections.abc import Collection
from contextlib import redirect_stderr, suppress
from dataclasses import replace
from typing import IO

import psutil
import torch

from autograder.audit.trial import Ran, Request, run_trial
from autograder.labsource import Lab
from autograder.labsource.reference import outcomes

#: How much memory a trial may take on top of what the worker holds, in bytes.
MEMORY = 3 * 2**30


def main() -> None:
    """Serve until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    _silence(1)
    requests = sys.stdin.buffer
    torch.set_num_threads(1)  # a process with threads of its own cannot be forked
    lab, slow = pickle.load(requests), pickle.load(requests)
    with tempfile.TemporaryDirectory(prefix="audit-", ignore_cleanup_errors=True) as folder:
        os.chdir(folder)
        _warm_up(lab, slow)
        while (request := _next(requests)) is not None:
            pickle.dump(run_apart(lab, request), answers)
            answers.flush()
        os.chdir("/")


def run_apart(lab: Lab, request: Request) -> Ran:
    """Run a trial in a fork of this process, and end it when its time is up."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_child(lab, request, writing)
    os.close(writing)
    content, in_time = _read_until(reading, time.monotonic() + request.clock)
    os.close(reading)
    # Its own children, too: it leads a group. Where it has ended, there may be none.
    for end in (os.killpg, os.kill):
        try:
            end(child, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
    _, status, usage = os.wait4(child, 0)
    seconds = usage.ru_utime + usage.ru_stime
    try:
        return replace(pickle.loads(content), seconds=seconds)
    except Exception:  # cut short, or nothing at all
        return Ran((), _end(status, in_time), seconds)


def _be_the_child(lab: Lab, request: Request, writing: int) -> None:
    """Run the trial under limits, hand over what came of it, and be gone."""
    try:
        os.setsid()
        _silence(0, 2)
        space = psutil.Process().memory_info().vms + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
        resource.setrlimit(resource.RLIMIT_CPU, (request.processor, request.processor + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        content = pickle.dumps(run_trial(lab, request.trial))
        with os.fdopen(writing, "wb") as file:
            file.write(content)
    finally:
        os._exit(0)  # no clean-up of the worker's: this is a copy


def _read_until(reading: int, deadline: float) -> tuple[bytes, bool]:
    """All that is written until the other end is closed; and whether that was in time."""
    parts: list[bytes] = []
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            return b"".join(parts), False
        part = os.read(reading, 2**16)
        if not part:
            return b"".join(parts), True
        parts.append(part)


def _end(status: int, in_time: bool) -> str:
    if not in_time or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return "did not finish in time"
    return "ended its process"


def _warm_up(lab: Lab, slow: Collection[str]) -> None:
    """Run the reference solution, so that what it and the checks import is there in every fork.

    Slow exercises are left out: they train for seconds, and what they leave in memory makes every
    fork dearer.
    """
    quick = {str(cell.id) for cell in lab.of("test")} - set(slow)
    # What is wrong with it will be found in a trial; its progress bars are nobody's news.
    with suppress(Exception), redirect_stderr(io.StringIO()):
        if quick:  # no name at all would stand for every exercise
            outcomes(lab, only=quick)


def _next(requests: IO[bytes]) -> Request | None:
    try:
        return pickle.load(requests)
    except EOFError:
        return None


def _silence(*streams: int) -> None:
    """Send what trials print nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in streams:
        os.dup2(nowhere, stream)


if __name__ == "__main__":
    main()

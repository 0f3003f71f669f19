"""Workers that grade attacks, two at a time, and what came of each."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from autograder.sandbox import warm
from tests.redteam.attack import Attack

REPOSITORY = Path(__file__).resolve().parents[2]

#: How many attacks are graded before the honest student is graded again, if none is harmful.
BATCH = 6


class JudgeLost(AssertionError):
    """The process that judges ended, or did not answer in time."""


def start_of(name: str) -> str:
    """How the sandbox of an attack starts: one in five cold, the others warm, if nothing else says.

    Example:
        >>> {start_of(name) for name in ("equal-to-everything", "whole-disk", "fork-bomb")}
        {'warm'}
    """
    return os.environ.get(warm.VARIABLE) or ("warm" if zlib.crc32(name.encode()) % 5 else "cold")


class WorkerProcess:
    """One worker, as seen from outside."""

    def __init__(self) -> None:
        # Everything temporary lies in here, and goes even if the worker has to be killed.
        self._folder = tempfile.TemporaryDirectory(prefix="redteam-", ignore_cleanup_errors=True)
        environment = {
            **os.environ,
            "GRADING_SECRET": "canary-of-the-environment",
            "TMPDIR": self._folder.name,
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.redteam.worker", self._folder.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=REPOSITORY,
            env=environment,
        )
        self._errors: list[str] = []
        self._thread = threading.Thread(target=self._keep_errors, daemon=True)
        self._thread.start()
        self._read(180.0)

    def ask(self, seconds: float, **request: str) -> dict[str, Any]:
        """Have one thing done.

        Raises:
            JudgeLost: The worker ended or did not answer in time.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        return self._read(seconds)

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._thread.join()
        self._folder.cleanup()

    def _read(self, seconds: float) -> dict[str, Any]:
        assert self._process.stdout is not None
        end = time.monotonic() + seconds
        while not select.select([self._process.stdout], [], [], 1.0)[0]:
            if time.monotonic() > end:
                self._process.kill()
                raise JudgeLost(f"the judge did not answer within {seconds:g} s")
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            raise JudgeLost(f"the judge's process ended with {code}: {''.join(self._errors[-15:])}")
        return json.loads(line)

    def _keep_errors(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            for line in stream:
                self._errors.append(line.decode("utf-8", "replace"))


class Field:
    """Grades attacks in the background, in order; ask for each by name.

    After every few attacks, and after every harmful one, the same honest student is graded again;
    what differs then is written down for each attack since the last time.

    Args:
        attacks: In the order in which they will be asked for.
        workers: How many at a time.
    """

    def __init__(self, attacks: Sequence[Attack], workers: int = 2) -> None:
        self._futures: dict[str, Future[dict[str, Any]]] = {a.name: Future() for a in attacks}
        self._batches: SimpleQueue[list[Attack]] = SimpleQueue()
        for batch in batches(attacks):
            self._batches.put(batch)
        self._workers = workers
        self._pool = ThreadPoolExecutor(workers)
        self._found: dict[str, dict[str, Any]] = {}
        self._plain_points: dict[str, float] = {}

    def __enter__(self) -> Field:
        self._ended = False
        for _ in range(self._workers):
            self._pool.submit(self._work)
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._pool.shutdown()

    def result(self, name: str) -> dict[str, Any]:
        """What came of an attack; waits for it."""
        return self._futures[name].result(900)

    def _work(self) -> None:
        process = None
        while not self._ended and (batch := self._next()):
            try:
                process = process or WorkerProcess()
                self._grade(process, batch)
            except BaseException as error:
                self._give_up(batch, error)
                if process is not None:
                    process.close()
                process = None
        if process is not None:
            process.close()

    def _give_up(self, batch: list[Attack], error: BaseException) -> None:
        """The judge was lost on the first attack without a result; go on with the others.

        Lost on the honest student after them, any of them may have spoilt it.
        """
        lost = [attack for attack in batch if attack.name not in self._found][:1] or batch
        for attack in lost:
            self._futures[attack.name].set_exception(JudgeLost(f"{attack.name}: {error}"))
        if again := [attack for attack in batch if attack not in lost]:
            self._batches.put(again)

    def _plain(self, process: WorkerProcess, attack: Attack) -> float:
        """The points of the same answers without the trick; many attacks share them."""
        key = json.dumps([attack.lab, attack.honest_answers])
        if key not in self._plain_points:
            points = process.ask(120, do="plain", name=attack.name)["points"]
            self._plain_points[key] = points
        return self._plain_points[key]

    def _next(self) -> list[Attack]:
        try:
            return self._batches.get_nowait()
        except Empty:
            return []

    def _grade(self, process: WorkerProcess, batch: list[Attack]) -> None:
        for attack in batch:
            name = attack.name
            found = process.ask(attack.seconds + 60, do="attack", name=name, start=start_of(name))
            if attack.honest:
                found["plain"] = self._plain(process, attack)
            self._found[attack.name] = found
        # From the interpreter that the attacks before were forked from, if they were.
        after = process.ask(120, do="after", start=os.environ.get(warm.VARIABLE) or "warm")
        for attack in batch:
            self._futures[attack.name].set_result({**self._found[attack.name], "after": after})


def batches(attacks: Sequence[Attack]) -> list[list[Attack]]:
    """Groups of attacks in order, each to be followed by the honest student."""
    found: list[list[Attack]] = [[]]
    for attack in attacks:
        found[-1].append(attack)
        if attack.harmful or len(found[-1]) >= BATCH:
            found.append([])
    return [batch for batch in found if batch]

"""Runs Python in a sandbox, as the person who runs the tests."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil
import pytest

from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.watchdog import LimitExceeded


@dataclass
class Ran:
    """What became of a program in the sandbox."""

    status: int
    text: str
    verdict: LimitExceeded | None

    def answer(self) -> Any:
        """What it printed last, as JSON."""
        assert self.status == 0, self.text
        return json.loads(self.text.splitlines()[-1])


@pytest.fixture(scope="session")
def run() -> Callable[..., Ran]:
    """Run a Python program in a sandbox of its own, to its end."""

    def run(source: str, limits: SandboxLimits | None = None, **options: Any) -> Ran:
        with Sandbox(limits or SandboxLimits(wall_seconds=60), **options) as box:
            ended = box.run([sys.executable, "-c", source])
            return Ran(ended.returncode, ended.stdout, box.verdict)

    return run


@pytest.fixture
def alone() -> Any:
    """Hold that no process of this test outlives it."""
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    left = [c for c in psutil.Process().children(recursive=True) if c.pid not in before]
    _gone, alive = psutil.wait_procs(left, timeout=5)
    assert not alive

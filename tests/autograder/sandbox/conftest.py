"""Runs Python in a sandbox, as the person who runs the tests."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil
import pytest
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from autograder.sandbox.limits import SandboxLimits
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.watchdog import LimitExceeded
from course_tools.one_kernel import OneKernel


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


def kernel_manager(**config: Any) -> KernelManager:
    """Jupyter's own manager, for a kernel that the provisioner starts."""
    provisioner = {"provisioner_name": "bubblewrap-provisioner", "config": config}
    arguments = ["--log-level=ERROR", "--HistoryManager.enabled=False"]
    spec = KernelSpec(**get_kernel_dict(arguments))
    spec.interrupt_mode = "message"
    spec.metadata = {"kernel_provisioner": provisioner}
    return KernelManager(kernel_spec_manager=OneKernel(spec))

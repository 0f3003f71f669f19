"""The kernel manager of a student's kernel, for each isolation."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from course_tools.one_kernel import OneKernel

if TYPE_CHECKING:
    from autograder.sandbox.limits import SandboxLimits

Isolation = Literal["bubblewrap", "none"]

#: Says nothing: what concerns a student is in a cell's status, and the rest nobody can act on.
QUIET = logging.getLogger("autograder.kernels.kernel")
QUIET.addHandler(logging.NullHandler())
QUIET.propagate = False

# No history file: it would be read and written at every start, and is nobody's.
_ARGUMENTS = ["--log-level=ERROR", "--HistoryManager.enabled=False"]


def sandboxed(limits: SandboxLimits, shown: Path, env: Mapping[str, str]) -> AsyncKernelManager:
    """A manager whose kernel runs in bubblewrap.

    Args:
        limits: Of the sandbox.
        shown: A folder that the sandbox sees, read-only, at its own path.
        env: Variables set in it.
    """
    from autograder.sandbox import warm

    config = {
        "limits": asdict(limits),
        "run_folder": str(shown),
        "variables": dict(env),
        "forked": warm.is_wanted(),
    }
    provisioner = {"provisioner_name": "bubblewrap-provisioner", "config": config}
    # The kernel's process has another number in there: only a message reaches it for sure.
    return _manager(provisioner, interrupt_mode="message")


def unsandboxed(folder: Path) -> AsyncKernelManager:
    """A manager whose kernel is an ordinary process of this user.

    Args:
        folder: For its sockets and its connection file.
    """
    manager = _manager({"provisioner_name": "local-provisioner"}, interrupt_mode="signal")
    # A relative path would be looked up in the kernel's own folder: the kernel would hang.
    manager.transport = "ipc"
    manager.ip = str(folder / "k")
    manager.connection_file = str(folder / "kernel.json")
    manager.cache_ports = False
    return manager


def unsandboxed_environment(folder: Path, env: Mapping[str, str]) -> dict[str, str]:
    """The variables of an ordinary process, as near to the sandbox's as can be.

    Args:
        folder: Its home.
        env: Set on top.
    """
    from autograder.sandbox.environment import clean_environment
    from course_lib.data.folder import data_folder

    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    own = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONPATH": str(protocol_folder(folder)),
        "COURSE_DATA": str(data_folder()),
        "XDG_CACHE_HOME": cache,  # matplotlib's list of fonts takes seconds to make
        **env,
    }
    variables = clean_environment(os.environ, own)
    if "MPLCONFIGDIR" not in env:
        variables.pop("MPLCONFIGDIR", None)
    return variables


def protocol_folder(folder: Path) -> Path:
    """A folder in which ``course_protocol`` can be found, and nothing else of the grader."""
    package = folder / ".course"
    package.mkdir(exist_ok=True)
    link = package / "course_protocol"
    if not link.is_symlink():
        link.symlink_to(Path(__file__).resolve().parent.parent / "protocol" / "wire")
    return package


def _manager(provisioner: dict[str, Any], interrupt_mode: str) -> AsyncKernelManager:
    """A manager that knows this very Python's kernel only, whatever kernelspecs are installed."""
    spec = KernelSpec(**get_kernel_dict(_ARGUMENTS))
    spec.interrupt_mode = interrupt_mode
    spec.metadata = {"kernel_provisioner": provisioner}
    return AsyncKernelManager(kernel_spec_manager=OneKernel(spec, log=QUIET), log=QUIET)

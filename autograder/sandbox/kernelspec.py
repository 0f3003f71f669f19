"""The kernelspec ``course-sandbox``: how nbclient, nbgrader and Jupyter ask for a sandbox."""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

from autograder.sandbox.limits import SandboxLimits

NAME = "course-sandbox"
PROVISIONER = "bubblewrap-provisioner"


def spec(
    limits: SandboxLimits | None = None,
    *,
    run_folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The content of a ``kernel.json`` that starts this Python in a sandbox.

    Args:
        limits: The sandbox's caps.
        run_folder: See `autograder.sandbox.sandbox.Sandbox`.
        variables: Environment variables set in the sandbox.

    Example:
        >>> spec()["metadata"]["kernel_provisioner"]["provisioner_name"]
        'bubblewrap-provisioner'
    """
    config: dict[str, Any] = {}
    if limits is not None:
        config["limits"] = asdict(limits)
    if run_folder is not None:
        config["run_folder"] = str(run_folder)
    if variables:
        config["variables"] = dict(variables)
    return {
        "argv": [
            sys.executable,
            "-m",
            "ipykernel_launcher",
            "--log-level=ERROR",
            # No history of what ran: it would be a database in the work folder.
            "--HistoryManager.enabled=False",
            "-f",
            "{connection_file}",
        ],
        "display_name": "Python 3 (course sandbox)",
        "language": "python",
        # A signal would reach bubblewrap, not the kernel.
        "interrupt_mode": "message",
        "metadata": {"kernel_provisioner": {"provisioner_name": PROVISIONER, "config": config}},
    }


class SandboxSpecs(KernelSpecManager):
    """Knows one kernel, the sandbox, by whatever name it is asked for.

    So that neither a submission's own ``kernelspec`` nor a kernelspec left by another environment
    is used: ``AsyncKernelManager(kernel_spec_manager=SandboxSpecs(limits))``.
    """

    def __init__(self, limits: SandboxLimits | None = None, **options: Any) -> None:
        super().__init__()
        self._content = spec(limits, **options)

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The sandbox's."""
        return KernelSpec(**json.loads(json.dumps(self._content)))


def install_kernelspec(prefix: Path | None = None, limits: SandboxLimits | None = None) -> Path:
    """Make the kernel ``course-sandbox`` known to Jupyter.

    Args:
        prefix: The environment; by default this Python's.
        limits: The caps of every kernel started by that name.

    Returns:
        The folder of the kernelspec.
    """
    folder = Path(prefix or sys.prefix) / "share" / "jupyter" / "kernels" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kernel.json").write_text(json.dumps(spec(limits), indent=1) + "\n")
    return folder

"""Whether torch and torchvision go together, and which device they will use."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import Any

from course_tools.doctor.finding import Finding, pip_install

#: A first import of torch may have to compile byte code on a slow disk.
PROBE_SECONDS = 300

#: Prints, as JSON, what torch, torchvision and the device say; each failure is caught by itself.
_PROBE = """
import json
facts = {}
def note(key, ask):
    try:
        facts[key] = ask()
    except BaseException as error:
        facts[key + " error"] = f"{type(error).__name__}: {error}"
def torch_version():
    import torch
    facts["cuda"] = torch.version.cuda
    return torch.__version__
def torchvision_version():
    import torchvision
    return torchvision.__version__
def device():
    import torch
    from course_lib.device import default_device
    where = default_device()
    torch.ones(2, device=where).sum().item()
    return f"{where} ({torch.cuda.get_device_name(where)})" if where.type == "cuda" else str(where)
note("torch", torch_version)
note("torchvision", torchvision_version)
note("device", device)
print("\\n" + json.dumps(facts))
"""


def probe(program: str = sys.executable) -> dict[str, Any]:
    """Import torch and torchvision and use the device, in a process of its own.

    Args:
        program: The Python to try.

    Returns:
        ``torch``, ``torchvision``, ``device`` and ``cuda`` as strings, or ``"torch error"`` and so
        on in place of each that failed.
    """
    command = [program, "-c", _PROBE]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PROBE_SECONDS)
        return json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return {"torch error": f"the import took more than {PROBE_SECONDS} s"}
    except (OSError, ValueError, IndexError):
        return {"torch error": "the import ended Python"}


def check_torch(facts: dict[str, Any]) -> Finding:
    """Whether torch and torchvision are a pair that works together.

    Args:
        facts: What `probe` returned.

    Returns:
        A ``"FAIL"`` where either cannot be imported. The usual reason is a pair from two places,
        such as the CPU-only torch with the torchvision of the package index.

    Example:
        >>> check_torch({"torch": "2.9.0", "torchvision": "0.24.0"}).detail
        'torch 2.9.0 and torchvision 0.24.0 work together'
    """
    failed = [name for name in ("torch", "torchvision") if f"{name} error" in facts]
    if not failed:
        pair = f"torch {facts['torch']} and torchvision {facts['torchvision']} work together"
        return Finding("torch", "ok", pair)
    error = " ".join(str(facts[f"{failed[0]} error"]).split())[:300]
    what = f"{failed[0]} cannot be imported ({error})"
    if "torchvision::" in error:
        what = f"torch {facts.get('torch')} and torchvision come from different builds ({error})"
    remove = f'"{sys.executable}" -m pip uninstall --yes torch torchvision'
    advice = f"run: {remove}; then, for a pair: {pip_install('torch', 'torchvision')}"
    return Finding("torch", "FAIL", what, advice)


def check_device(facts: dict[str, Any], has_nvidia: bool | None = None) -> Finding:
    """Which device the labs will use, and whether it can add two numbers.

    Args:
        facts: What `probe` returned.
        has_nvidia: Whether the machine has an NVIDIA driver; looked up where left out.

    Returns:
        A ``"FAIL"`` where the device cannot be used, a ``"warn"`` where a GPU goes unused.

    Example:
        >>> check_device({"device": "cpu", "cuda": None}, has_nvidia=False).detail
        'cpu'
    """
    if "torch error" in facts:
        return Finding("device", "FAIL", "not examined, because torch cannot be imported")
    if "device error" in facts:
        error = " ".join(str(facts["device error"]).split())[:300]
        advice = "to go on without it, set the environment variable COURSE_DEVICE to cpu"
        return Finding("device", "FAIL", f"it cannot be used ({error})", advice)
    if has_nvidia is None:
        has_nvidia = shutil.which("nvidia-smi") is not None
    device = str(facts["device"])
    if device != "cpu" or not has_nvidia or os.environ.get("COURSE_DEVICE"):
        return Finding("device", "ok", device)
    if facts.get("cuda"):
        why = f"torch is built for CUDA {facts['cuda']}, for which the driver may be too old"
        advice = "update the driver"
    else:
        why, advice = "torch is built without CUDA", "reinstall torch and torchvision"
    detail = f"cpu, although an NVIDIA driver is installed: {why}"
    return Finding("device", "warn", detail, f"labs run, slower; to use the GPU, {advice}")

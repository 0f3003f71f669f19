"""What a lab needs from this machine: each need examined, with what to do where it is not met.

Nothing here imports torch: a torch that cannot be imported is one of the findings, so it is tried
in a process of its own (`course_tools.doctor.accelerator`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import metadata

from course_tools.doctor.accelerator import check_device, check_torch, probe
from course_tools.doctor.environment import (
    check_jupyter,
    check_kernel,
    check_packages,
    check_python,
)
from course_tools.doctor.finding import Finding, Status
from course_tools.doctor.resources import check_data, check_disk, check_memory

__all__ = [
    "Finding",
    "Status",
    "check_data",
    "check_device",
    "check_disk",
    "check_jupyter",
    "check_kernel",
    "check_memory",
    "check_packages",
    "check_python",
    "check_torch",
    "diagnose",
    "probe",
]


def diagnose() -> Iterator[Finding]:
    """Examine everything a lab needs, one finding at a time.

    Yields:
        Findings, in the order in which an unmet need would hurt. An examination that itself goes
        wrong is a ``"FAIL"`` that says how.
    """
    yield _guarded("python", check_python)
    yield _guarded("packages", check_packages)
    yield _guarded("kernel", check_kernel)
    yield _guarded("jupyter", check_jupyter)
    facts = probe()
    yield _guarded("torch", lambda: check_torch(facts))
    yield _guarded("device", lambda: check_device(facts))
    if "torch error" in facts:
        yield Finding("data", "FAIL", "not examined, because torch cannot be imported")
    else:
        yield _guarded("data", check_data)
        yield _guarded("disk", check_disk)
    yield _guarded("memory", check_memory)
    # The library knows no grader; one that is installed names its own examinations.
    for more in metadata.entry_points(group="course_tools.doctor"):
        yield _guarded(more.name, lambda more=more: more.load()())


def _guarded(subject: str, examine: Callable[[], Finding]) -> Finding:
    try:
        return examine()
    except Exception as error:  # one broken part must not hide what the others would say
        said = f"could not be examined ({type(error).__name__}: {error})"
        return Finding(subject, "FAIL", said, "put right what it names and run this again")

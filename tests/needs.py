"""What some tests need and not every machine has.

A test that needs it is marked, and skipped where it is missing, with the reason and the command
that would bring it. Nothing else in the tests skips (tests/project/test_skips.py), so the summary
is the whole list of what was not tested.
"""

import functools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Need:
    """Something that a machine may lack.

    Attributes:
        missing: Asks the machine: why it cannot be had, as a clause; None where it is there.
        command: What brings it.
    """

    missing: Callable[[], str | None]
    command: str

    @functools.cached_property
    def reason(self) -> str | None:
        """Why a test is skipped; None where it runs. The machine is asked once."""
        why = self.missing()
        return None if why is None else f"{why}: {self.command}"


def _browser() -> str | None:
    from benchmarks.browser import find_chromium

    return None if find_chromium() else "there is no Chromium"


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's programs, which Debian keeps off the PATH."""
    found = shutil.which("pg_ctl")
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    return Path(found).parent if found else homes[-1].parent if homes else None


def _gpu() -> str | None:
    import torch

    return None if torch.cuda.is_available() else "there is no GPU that torch can use"


def _mnist() -> str | None:
    from course_lib import data

    ready = any(one.name == "mnist" and one.state == "ready" for one in data.status())
    return None if ready else "MNIST is not in the data folder"


def _sandbox() -> str | None:
    from autograder.sandbox import available

    return available()


NEEDS = {
    "browser": Need(_browser, "apt-get install chromium"),
    "gpu": Need(_gpu, "run it where there is one"),
    "linux": Need(lambda: None if sys.platform == "linux" else "this is no Linux", "use one"),
    "mnist": Need(_mnist, "course data fetch mnist"),
    "posix": Need(lambda: None if os.name == "posix" else "this is Windows", "use Linux or macOS"),
    "postgresql": Need(
        lambda: None if postgres_programs() else "PostgreSQL's server is not installed",
        "apt-get install postgresql",
    ),
    "sandbox": Need(_sandbox, "course doctor says more"),
}

#: For tests of what runs on any device.
DEVICES = ["cpu", pytest.param("cuda", marks=pytest.mark.needs("gpu"))]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs something that is not here."""
    for item in items:
        for name in _needed(item):
            if name not in NEEDS:
                raise pytest.UsageError(f"{item.nodeid} needs {name!r}, which tests/needs.py lacks")
            if (reason := NEEDS[name].reason) is not None:
                item.add_marker(pytest.mark.skip(reason=reason))


def _needed(item: pytest.Item) -> Iterator[str]:
    for mark in item.iter_markers("needs"):
        yield from mark.args


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what was skipped: a line for each thing that is missing, with how many tests need it."""
    counts: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        reason = str(reason).removeprefix("Skipped: ")
        counts[reason] = counts.get(reason, 0) + 1
    if counts:
        terminalreporter.section("not run on this machine")
    for reason, count in sorted(counts.items()):
        terminalreporter.line(f"{count} test{'' if count == 1 else 's'}: {reason}")

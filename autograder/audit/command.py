"""What ``autograder audit`` does."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from rich.console import Console

from autograder.audit.answers import bank_of
from autograder.audit.audit import FULL, QUICK, audit
from autograder.audit.findings import LabFindings
from autograder.audit.judged import compare
from autograder.audit.pages import PAGE, as_json, markdown, page
from autograder.audit.screen import show
from autograder.errors import AutograderError
from autograder.labsource import read_lab
from course_lib.atomic_write import write_whole

#: How many submissions of a lab the whole judge is asked about.
SAMPLE = 12


def run_audit(
    course: Path,
    labs: Sequence[str],
    *,
    only: Sequence[str] = (),
    quick: bool,
    seeds: int = FULL.seeds,
    judge: bool,
    boundary: bool = False,
    isolation: Literal["bubblewrap", "none"],
    on_progress: Callable[[int, int, str], None],
) -> list[LabFindings]:
    """Audit labs, and print a table of each.

    Raises:
        AutograderError: A lab cannot be read or has none of the exercises named in ``only``, or a
            process of the audit has died.
    """
    found: list[LabFindings] = []
    for name in labs:
        lab = read_lab(course / "solutions" / name / f"{name}.py")
        bank = bank_of(lab.path.parent)

        def of_this_lab(done: int, of: int, name: str = name) -> None:
            on_progress(done, of, name)

        scope = QUICK if quick else dataclasses.replace(FULL, seeds=seeds)
        findings = audit(lab, bank, scope, only=only, boundary=boundary, on_progress=of_this_lab)
        if judge:
            differ, judged = compare(
                lab, bank, SAMPLE, isolation=isolation, on_progress=of_this_lab
            )
            findings = dataclasses.replace(findings, disagreements=tuple(differ), judged=judged)
        show(findings, Console())
        found.append(findings)
    return found


def write_reports(found: Sequence[LabFindings], *, html: Path | None, json: Path | None) -> None:
    """Write the reports about all labs that were asked for, each whole or not at all.

    Raises:
        AutograderError: A file cannot be written.
    """
    if html is not None:
        _write(html, page(found))
    if json is not None:
        _write(json, as_json(found))


def write_pages(found: Sequence[LabFindings], course: Path) -> None:
    """Write each lab's page into its folder.

    Raises:
        AutograderError: A file cannot be written.
    """
    for findings in found:
        _write(course / "solutions" / findings.lab / PAGE, markdown(findings))


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        raise AutograderError(
            f"{path} cannot be written ({error.strerror}): name another file"
        ) from error


def require_whole(*, in_part: bool) -> None:
    """See that what goes into a lab's folder is about all its mutants.

    Raises:
        AutograderError: It would not be.
    """
    if in_part:
        raise AutograderError(
            f"a lab's {PAGE} is about all its exercises and mutants: leave out --exercise "
            "and --quick"
        )

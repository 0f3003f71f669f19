"""An audit's findings as Markdown, as a page of HTML, and as JSON."""

from __future__ import annotations

import dataclasses
import html
import json
from collections.abc import Iterator, Sequence
from typing import Any

from autograder.audit import boundary_report
from autograder.audit.findings import LabFindings, Survivor
from autograder.audit.screen import COLUMNS, count, summary

#: Where the table of every lab stands in the docs.
DOCS = "docs/audit.md"

_INTRODUCTION = """\
# How often the checks are wrong

A grader is right when it accepts every right answer and rejects every wrong one. This page counts
how often the checks of each lab do. It is written by `autograder audit --markdown`.

- **right, rejected**: answers that are right but written differently from the reference solution,
  and how many of them do not get full marks.
- **wrong, accepted**: answers that are wrong in the ways students are wrong, and how many of them
  get full marks.
- **caught elsewhere**: wrong answers that the check they are written for lets through, while
  another one rejects them.
- **no diagnosis**: wrong answers that are rejected without a sentence that names the error, only
  with the values that differ.
- **flaky**: answers whose verdict is another one for another seed of the random inputs.
- **mutants, killed**: copies of the reference solution with one small change, and how many of them
  the checks reject. *Equivalent* ones compute the same, for the reason given below the table.
"""

_STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } th, td { border: 1px solid #bbb; padding: .2rem .6rem }
td:not(:first-child) { text-align: right } pre { background: #f4f4f4; padding: .5rem 1rem }
"""


def markdown(labs: Sequence[LabFindings]) -> str:
    """The page of several labs' findings."""
    parts = [_INTRODUCTION, *(part for findings in labs for part in _lab(findings))]
    return "\n".join(parts)


def page(labs: Sequence[LabFindings]) -> str:
    """The same as a page of HTML that stands by itself."""
    from nbconvert.filters import markdown2html

    body = markdown2html(markdown(labs))
    title = html.escape(", ".join(findings.lab for findings in labs))
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Audit: {title}'
        f"</title><style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )


def as_json(labs: Sequence[LabFindings]) -> str:
    """Everything that was found, for other programs."""
    content = {findings.lab: _plain(findings) for findings in labs}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _lab(findings: LabFindings) -> Iterator[str]:
    yield f"## {findings.lab}\n"
    yield _row("exercise", *(heading for heading, _ in COLUMNS))
    yield _row("---", *("---:" for _ in COLUMNS))
    for exercise in findings.exercises:
        yield _row(exercise.exercise, *(count(exercise, what) for _, what in COLUMNS))
    yield _row("**all**", *(f"**{findings.total(what)}**" for _, what in COLUMNS))
    yield f"\n{summary(findings)}.\n"
    if problems := findings.problems:
        yield "What does not hold:\n"
        yield "\n".join(f"- {problem}" for problem in problems) + "\n"
    for exercise in findings.exercises:
        yield from _survivors(f"{exercise.exercise}: mutants that survive", exercise.open)
        yield from _survivors(f"{exercise.exercise}: equivalent mutants", exercise.equivalent)
        yield from boundary_report.markdown(exercise)


def _survivors(title: str, survivors: Sequence[Survivor]) -> Iterator[str]:
    if survivors:
        yield f"### {title}\n"
    groups: dict[str, list[str]] = {}
    for survivor in survivors:
        groups.setdefault(survivor.reason, []).append(survivor.mutant.diff)
    for reason, diffs in groups.items():
        if reason:
            yield f"{reason}\n"
        yield "```diff\n" + "\n\n".join(diffs) + "\n```\n"


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _plain(findings: LabFindings) -> dict[str, Any]:
    content = dataclasses.asdict(findings)
    shares = {
        "diagnosed": float(findings.diagnosed),
        "killed": float(findings.killed),
        "problems": findings.problems,
    }
    return {**content, **shares}

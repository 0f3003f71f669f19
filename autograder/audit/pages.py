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

#: Where a lab's page stands in its folder.
PAGE = "pages/audit.md"

_STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse } th, td { border: 1px solid #bbb; padding: .2rem .6rem }
td:not(:first-child) { text-align: right } pre { background: #f4f4f4; padding: .5rem 1rem }
"""


def markdown(findings: LabFindings) -> str:
    """A lab's page; docs/audit.md says what is counted."""
    return "\n".join([f"# {findings.lab}: how often the checks are wrong\n", *_lab(findings)])


def page(labs: Sequence[LabFindings]) -> str:
    """The same as a page of HTML that stands by itself."""
    from nbconvert.filters import markdown2html

    body = markdown2html("\n".join(map(markdown, labs)))
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
        yield f"## {title}\n"
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

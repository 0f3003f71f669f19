"""docs/redteam.md: the table of all attacks, written from measurements and read again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.redteam.attack import Attack
from tests.redteam.suite import ATTACKS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "redteam.md"

_HEAD = """\
# Attacks on the grader

Each line is one submission that tries to get marks it has not earned, to read what is none of its
business, or to do harm. All of them lie in `tests/redteam/attacks`, and `make test` hands each one
in again. This page is written by `python -m benchmarks.redteam`, which runs them against plain
`nbgrader autograde` as well: nbgrader {nbgrader} as it is installed, without any plug-in.

| | stock nbgrader | this grader |
|---|---|---|
| attacks run | {stock_run} | {ours_run} |
| their sandboxes started warm, cold | – | {warm}, {cold} |
| scored more than the honest wrong answer | {stock_above} | {ours_above} |
| did something else: read, changed, reached or left behind | {stock_harm} | {ours_harm} |
| stopped the grading of this student, or of those after them | {stock_stopped} | {ours_stopped} |

- **honest** is what a student gets who hands in the same wrong answer without the trick. It is 0
  for most; some answers know the visible examples, or are right but break a rule, and get points
  for the checks that they pass.
- **stock** and **ours** are the points of the attack. `tiny` is worth 10 points, `torchy` 16 and
  Lab 1 {real_max:g}. Stock nbgrader gives all points of a cell or none, so an answer that passes
  some of its checks has fewer points there.
- What an attack did beyond its points is said beside them. Nothing beside them means nothing seen:
  the runner looks at every file of the course and of the grader's home folder, at the marks of a
  student graded before and of one graded after, at what comes out in the graded notebook, at a
  listener on loopback, and at the processes that are still there.
- "not run": the attack would harm the machine, or aims at a part that only this grader has. Stock
  nbgrader was run inside bubblewrap as a whole. The installed packages were read-only to it, which
  they are not to an instructor; demos were left out of Lab 1.
"""

#: What a canary in a graded notebook means that its student can see.
_NAMES = {
    "canary-of-bob": "another student's work",
    "canary-of-the-secret": "the secret",
    "canary-of-the-gradebook": "the gradebook",
    "canary-of-the-environment": "the environment",
    "canary-of-the-hidden-tests": "the hidden tests",
    "canary-of-the-grader": "the grader's code",
}


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        name: The attack.
        honest: The points of the honest wrong answer.
        ours: Its points here.
        harm: What it did here beyond them; empty for nothing.
    """

    name: str
    honest: float
    ours: float
    harm: str


def read(text: str) -> list[Row]:
    """The lines of the page, in order."""
    pattern = r"^\| `([a-z0-9-]+)` \|[^|]*\| ([\d.]+) \|[^|]*\| ([\d.]+)([^|]*) \|$"
    return [
        Row(name, float(honest), float(ours), harm.strip())
        for name, honest, ours, harm in re.findall(pattern, text, re.MULTILINE)
    ]


def page(stock: Mapping[str, Any], ours: Mapping[str, Any], nbgrader: str, real_max: float) -> str:
    """The whole page.

    Args:
        stock: What came of each attack that was run against stock nbgrader, by name.
        ours: What came of each attack here, by name.
        nbgrader: The version of nbgrader.
        real_max: What the real lab's checks are worth.
    """
    head = _HEAD.format(
        nbgrader=nbgrader,
        real_max=real_max,
        stock_run=len(stock),
        ours_run=len(ours),
        warm=_count(ours, lambda _, r: r["start"] == "warm"),
        cold=_count(ours, lambda _, r: r["start"] == "cold"),
        stock_above=_count(stock, lambda name, r: (r["points"] or 0) > ATTACKS[name].honest),
        ours_above=_count(ours, lambda name, r: r["points"] > ATTACKS[name].honest),
        stock_harm=_count(stock, lambda _, r: bool(_harm(r))),
        ours_harm=_count(ours, lambda _, r: bool(_harm(r))),
        stock_stopped=_count(stock, lambda _, r: r["points"] is None or r["after"] is None),
        ours_stopped=_count(ours, lambda _, r: r["points"] is None),
    )
    return "\n".join([head, *_families(stock, ours)]) + "\n"


def _families(stock: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[str]:
    family = ""
    for attack in ATTACKS.values():
        if attack.family != family:
            family = attack.family
            yield f"\n## {family[0].upper()}{family[1:]}\n"
            yield "| attack | what it tries | honest | stock | ours |\n|---|---|---|---|---|"
        tries = attack.tries.replace("|", "\\|").replace("<", "&lt;")
        cells = [
            f"`{attack.name}`",
            tries + ("" if attack.lab == "tiny" else f" ({attack.lab})"),
            f"{attack.honest:g}",
            _stock(attack, stock.get(attack.name)),
            _points(ours[attack.name]),
        ]
        yield f"| {' | '.join(cells)} |"


def _stock(attack: Attack, result: Mapping[str, Any] | None) -> str:
    if result is None:
        return "not run: harmful" if attack.harmful else "not run: no such part"
    text = _points(result)
    return f"**{text}**" if (result["points"] or 0) > attack.honest else text


def _points(result: Mapping[str, Any]) -> str:
    points = "not graded" if result["points"] is None else f"{result['points']:g}"
    return ", ".join([points, *_harm(result)])


def _harm(result: Mapping[str, Any]) -> list[str]:
    """What an attack did beyond its points, in words."""
    found = [f"shows {_NAMES[leak]}" for leak in result["leaks"]]
    if result["scripts"]:
        found.append("leaves scripts in the page")
    if result["left"]:
        found.append("leaves a process")
    found += [f"reaches {what}" for what in result["reached"]]
    if result["changed"]:
        found.append("changes files of the course or the home folder")
    if "right" in result:  # stock nbgrader's: the marks of two honest students
        if result["after"] is None:
            found.append("stops the class")
        elif result["after"] != result["right"]:
            found.append("changes the mark of a student after it")
        if result["before"] != 10.0:
            found.append("changes the mark of a student before it")
    elif result["after"]["differences"]:
        found.append("changes the mark of a student after it")
    return found


def _count(results: Mapping[str, Any], holds: Any) -> int:
    return sum(holds(name, result) for name, result in results.items())

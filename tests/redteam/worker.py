"""Grades attacks one after the other, in a process of its own: lines of JSON in, lines out.

A process, so that an attack that ends, hangs or fools the judge is seen from outside.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from pathlib import Path
from typing import Any

import nbformat

from autograder.judging.grade import Graded, JudgingLimits, grade_submission, refuse
from autograder.judging.verdicts import Verdict, differences
from autograder.labsource import Lab, build_all, read_lab
from autograder.sandbox import warm
from autograder.sandbox.limits import GIB, MIB
from autograder.sandbox.limits import SandboxLimits as SandboxLimits
from autograder.stops import unreadable
from autograder.submissions import collect
from tests.redteam.arena import Arena, adopt_orphans, fresh, leaks, scripts
from tests.redteam.attack import Attack, Place, answered
from tests.redteam.labs import HONEST, WRONG, write_course
from tests.redteam.suite import ATTACKS

SECRET = b"canary-of-the-secret"

# Small enough for every bomb to go off, large enough for torch.
SANDBOX = SandboxLimits(
    memory_bytes=1 * GIB,
    work_bytes=64 * MIB,
    output_bytes=2 * MIB,
    files=4_000,
    shared_bytes=8 * MIB,
)
LIMITS = JudgingLimits(
    cell_seconds=30.0, least_seconds=10.0, call_seconds=10.0, total_seconds=60.0, sandbox=SANDBOX
)
#: For the lab whose cells take no time, in which attacks hang on purpose or by mistake.
SHORT = JudgingLimits(
    cell_seconds=10.0, least_seconds=4.0, call_seconds=4.0, total_seconds=60.0, sandbox=SANDBOX
)

NOWHERE = Place(Path("/"), Path("/"), "nobody", 0, 0, 0, "")


class Worker:
    """A course in a temporary folder, and everything that is graded in it."""

    def __init__(self, root: Path) -> None:
        course, home = root / "course", root / "home"
        course.mkdir()
        home.mkdir()
        write_course(course)
        build_all(course)
        self.root = root
        self.labs: dict[str, Lab] = {
            path.stem: read_lab(path) for path in course.glob("solutions/*/*.py")
        }
        self.releases = {
            name: nbformat.read(course / "labs" / name / f"{name}.ipynb", 4) for name in self.labs
        }
        self.honest = nbformat.writes(answered(self.releases["tiny"], HONEST.answers)).encode()
        bob = course / "grading" / "submitted" / "bob" / "tiny"
        bob.mkdir(parents=True)
        (bob / "tiny.ipynb").write_bytes(self.honest + b"\n")
        (course / "grading" / "submitted" / "bob" / "note.txt").write_text("canary-of-bob")
        self.arena = Arena(course, home, f"mark{secrets.token_hex(6)}")
        self.arena.add_canaries()
        self.expected = self.grade_honest()

    def attack(self, attack: Attack) -> dict[str, Any]:
        """Grade an attack; what it got and what it did."""
        began = time.monotonic()
        with self.arena.watched() as (place, seen):
            graded = self._grade(attack, place)
            seconds = time.monotonic() - began
        # What was handed in lies there since this attack began.
        seen["changed"] = [path for path in seen["changed"] if "/submitted/mallory" not in path]
        verdict = graded.verdict
        return {
            "points": verdict.points,
            "isolation": verdict.isolation,
            "start": "warm" if warm.is_wanted() and not warm.why_cold() else "cold",
            "refusal": verdict.refusal and str(verdict.refusal),
            "said": [check.message for found in verdict.exercises for check in found.checks],
            "notes": list(verdict.remarks),
            "passed": [c.title for found in verdict.exercises for c in found.checks if c.passed],
            "leaks": leaks(graded.notebook, verdict.to_json()),
            "scripts": scripts(graded.notebook),
            "seconds": round(seconds, 1),
            **seen,
        }

    def plain(self, attack: Attack) -> dict[str, Any]:
        """Grade the honest wrong answers that an attack is compared with."""
        same = Attack("plain", "", "", lab=attack.lab, answers=attack.honest_answers)
        content = same.notebook(self.releases[attack.lab], WRONG[attack.lab], NOWHERE)
        graded = grade_submission(self.labs[attack.lab], content, "mallory", SECRET, limits=LIMITS)
        return {"points": graded.verdict.points}

    def after(self) -> dict[str, Any]:
        """What differs when the honest student is graded again."""
        again = self.grade_honest()
        return {"points": again.points, "differences": differences(self.expected, again)}

    def grade_honest(self) -> Verdict:
        """The verdict on an honest student's right answers."""
        return grade_submission(
            self.labs["tiny"], self.honest, "zoe", SECRET, limits=LIMITS
        ).verdict

    def _grade(self, attack: Attack, place: Place) -> Graded:
        limits = SHORT if attack.lab == "tiny" else LIMITS
        lab = self.labs[attack.lab]
        if attack.folder is None:
            content = attack.notebook(self.releases[attack.lab], WRONG[attack.lab], place)
            return grade_submission(lab, content, "mallory", SECRET, limits=limits)
        handed_in = fresh(self.arena.course / "grading" / "submitted" / "mallory" / attack.lab)
        attack.folder(handed_in)
        found = collect(handed_in.parents[1], attack.lab)
        mine = next(submission for submission in found if submission.student == "mallory")
        if mine.notebook is None:
            return refuse(lab, "mallory", SECRET, unreadable(str(mine.problem)))
        return grade_submission(lab, mine.notebook, "mallory", SECRET, limits=limits)

    def answer(self, request: dict[str, str]) -> dict[str, Any]:
        """Do what one line asks for, in sandboxes that start as it says."""
        with warm.wanted(request.get("start") == "warm"):
            return self._answer(request)

    def _answer(self, request: dict[str, str]) -> dict[str, Any]:
        if request["do"] == "after":
            return self.after()
        attack = ATTACKS[request["name"]]
        return self.attack(attack) if request["do"] == "attack" else self.plain(attack)


def main(folder: str) -> None:
    """Answer requests until there are no more, in a course of this worker's own."""
    adopt_orphans()
    # What is asked for goes out on a copy of stdout; whatever else is printed does not.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    worker = Worker(fresh(Path(folder).resolve() / "arena"))
    print(json.dumps({"points": worker.expected.points}), file=out, flush=True)
    for line in sys.stdin:
        print(json.dumps(worker.answer(json.loads(line))), file=out, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

"""What the parts of grading a submission of Lab 1 cost, and what a class of 100,000 would.

python -m benchmarks.scaling            print both tables
python -m benchmarks.scaling --write    also put them into docs/scaling.md

On a machine that does nothing else: what sandboxes use is what the whole machine used in that time,
less what this process did.
"""

from __future__ import annotations

import pickle
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from autograder.classes import writer
from autograder.classes.execution import store
from autograder.classes.job import Answer, Job, work
from autograder.classes.record import Record
from autograder.classes.worker_pool import WorkerPool
from autograder.classes.workplace import open_workplace
from autograder.labsource import Lab, read_lab
from autograder.nbgrader import conversion
from autograder.sandbox import warm
from autograder.submissions import Submission
from benchmarks.batch import LAB, REPOSITORY, course, mixed_class
from benchmarks.ratio import machine

PAGE = REPOSITORY / "docs" / "scaling.md"
BEGIN, END = "<!-- written by benchmarks.scaling -->\n", "<!-- end of what is written -->\n"
STUDENTS, FIRST = 20, 4
CLASS, WORKERS = 100_000, 200
SECRET = b"benchmark" * 8


@dataclass(frozen=True)
class Cost:
    """What a part took.

    Attributes:
        wall: Seconds.
        own: Processor seconds of this process.
        others: Processor seconds of the machine's other processes.
    """

    wall: float
    own: float
    others: float = 0.0


def cost(action: Callable[[], object]) -> Cost:
    """Do something, and measure it."""
    wall, own, all_of_them = time.monotonic(), time.process_time(), _machines()
    action()
    own = time.process_time() - own
    return Cost(time.monotonic() - wall, own, max(0.0, _machines() - all_of_them - own))


@dataclass(frozen=True)
class Parts:
    """What was measured.

    Attributes:
        costs: One for each submission, by the part.
        sizes: Mean bytes for each submission, by what they are.
    """

    costs: dict[str, list[Cost]]
    sizes: dict[str, float]

    def own(self, *names: str) -> float:
        """Mean processor seconds of the process that does these parts."""
        return sum(statistics.mean(one.own for one in self.costs[name]) for name in names)

    def others(self, name: str) -> float:
        """Mean processor seconds of other processes meanwhile."""
        return statistics.mean(one.others for one in self.costs[name])

    def wall(self, name: str) -> float:
        """Mean seconds."""
        return statistics.mean(one.wall for one in self.costs[name])


def measure() -> Parts:
    """The parts of grading, one by one, over submissions right and wrong."""
    lab = read_lab(REPOSITORY / "solutions" / LAB / f"{LAB}.py")
    jobs = [_job(lab, one) for one in mixed_class(lab, FIRST + STUDENTS)]
    parts = {"start": [_start(jobs)]}
    answers: list[Answer] = []

    def judge(job: Job) -> Cost:
        return cost(lambda: answers.append(work(job)))

    with tempfile.TemporaryDirectory(prefix="bench-") as folder, warm.wanted(True):
        place = open_workplace(course(Path(folder) / "course"), LAB)
        judged = [judge(job) for job in jobs]
        if any(answer.cold or not answer.verdict for answer in answers):
            raise RuntimeError(f"it was not judged in a warm sandbox: {answers[0]}")
        found = [answer.graded() for answer in answers]
        names = [job.student for job in jobs]
        # What is done for the first ones only, such as imports, is not what a class costs.
        parts["judged"] = judged[FIRST:]
        parts["kept"] = [
            cost(lambda n=name, g=graded: writer.save(place, n, Record(), g))
            for name, graded in zip(names, found, strict=True)
        ][FIRST:]
        for job in jobs:
            _lay_down(place.folder("submitted", job.student), job.data)
        parts["gradebook"] = [
            cost(lambda n=name, g=graded: store(place, n, g))
            for name, graded in zip(names, found, strict=True)
        ][FIRST:]
        parts["page"] = [
            cost(lambda n=name: conversion.feedback(place.config, LAB, n, place.log(n)))
            for name in names
        ][FIRST:]
        kept = sum(path.stat().st_size for path in (place.course / "grading").rglob("*")
                   if path.is_file())  # fmt: skip
    return Parts(
        parts,
        {
            "job": statistics.mean(len(pickle.dumps(job)) for job in jobs),
            "answer": statistics.mean(len(pickle.dumps(answer)) for answer in answers),
            "files": kept / len(jobs),
        },
    )


def tables(parts: Parts) -> str:
    """Both tables, as Markdown."""
    judging = parts.own("judged") + parts.others("judged")
    storing, pages = parts.own("kept", "gradebook"), parts.own("page")
    sent = parts.sizes["job"] + parts.sizes["answer"]
    megabytes = {name: f"{size / 1e6:.2f} MB" for name, size in parts.sizes.items()}
    lines = [
        f"Measured by `python -m benchmarks.scaling --write` on {machine()}: means over "
        f"{STUDENTS} submissions of Lab 1, right and wrong answers mixed.",
        "",
        "| part | where | processor s | wall s |",
        "|---|---|---|---|",
        f"| a worker, from its start to the first verdict | worker | "
        f"{parts.others('start'):.1f} | {parts.wall('start'):.1f} |",
        f"| a submission judged: the judge | worker | {parts.own('judged'):.2f} | "
        f"{parts.wall('judged'):.2f} |",
        f"| the same: its two sandboxes | worker | {parts.others('judged'):.2f} | |",
        f"| verdict and notebook kept in files | writer | {parts.own('kept'):.2f} | "
        f"{parts.wall('kept'):.2f} |",
        f"| into nbgrader's gradebook and notebook | writer | {parts.own('gradebook'):.2f} | "
        f"{parts.wall('gradebook'):.2f} |",
        f"| feedback page | writer | {pages:.2f} | {parts.wall('page'):.2f} |",
        "",
        f"A job is {megabytes['job']} on its way, its answer {megabytes['answer']}; "
        f"{megabytes['files']} stay in `grading/`.",
        "",
        f"From these, {CLASS:,} submissions on a cluster of {WORKERS} workers with a core each:",
        "",
        "| step | work | by | time |",
        "|---|---|---|---|",
        f"| judging | {_time(CLASS * judging)} | {WORKERS} workers | "
        f"{_time(CLASS * judging / WORKERS)} |",
        f"| files and gradebook | {_time(CLASS * storing)} | one writer | "
        f"{_time(CLASS * storing)} |",
        f"| pages | {_time(CLASS * pages)} | the same writer | {_time(CLASS * pages)} |",
        f"| jobs and answers | {CLASS * sent / 1e9:.0f} GB | the writer's network, 1 Gbit/s | "
        f"{_time(CLASS * sent / 125e6)} |",
        f"| kept files | {CLASS * parts.sizes['files'] / 1e9:.0f} GB | the writer's disk | – |",
        "",
        f"One writer keeps up with {judging / (storing + pages):.1f} workers.",
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 2 for an argument that there is not."""
    if list(arguments) not in ([], ["--write"]):
        print("usage: python -m benchmarks.scaling [--write]", file=sys.stderr)
        return 2
    text = tables(measure())
    print(text, end="")
    if arguments:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}{text}{END}{after}", encoding="utf-8")
    return 0


def _job(lab: Lab, one: Submission) -> Job:
    return Job(one.student, lab, one.notebook or b"", SECRET)


def _start(jobs: Sequence[Job]) -> Cost:
    """One worker of this machine, from nothing to its first verdict."""

    def first() -> None:
        with WorkerPool(1, warm=True) as pool:
            for answer in pool.judge(jobs[:1]):
                if not answer.verdict:
                    raise RuntimeError(str(answer))

    return cost(first)


def _lay_down(folder: Path, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{LAB}.ipynb").write_bytes(data)


def _machines() -> float:
    """Processor seconds of all processes of this machine since it started."""
    used = psutil.cpu_times()
    return float(used.user + used.system)


def _time(seconds: float) -> str:
    if seconds < 5_400:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3_600:.1f} hours"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

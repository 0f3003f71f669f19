"""Lab 6's whole-GAN check: how far from its thresholds right solutions stay, over many seeds.

``python -m solutions.lab06_gan.measure.budget`` trains the reference and two other right answers of
the bank on the grader's small budget, measures them as the check does, and prints the table of
``pages/budget.md``; ``--write`` writes it there. Each run is appended to a file, and a run
that is there is not repeated: an interrupted measurement goes on where it stopped. ``--only NAME``
measures one solution, ``--seeds N`` other than 30 seeds; ``--no-runs`` prints what is there.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from autograder.audit.answers import bank_of
from autograder.labsource import read_lab
from autograder.labsource.reference import answered
from benchmarks.ratio import machine
from course_lib import data, metrics

SOURCE = Path(__file__).parents[1] / "lab06_gan.py"
REFERENCE = "the reference"
#: The other right solutions, by their names in the answer bank: each is a whole GAN of its own.
OTHERS = ("least squares, no average", "upsampling, two rates")
PAGE = Path(__file__).parents[1] / "pages" / "budget.md"
RUNS = Path("build") / "lab06_budget.jsonl"
SEEDS = 30  # of each solution, for the whole measurement
MARGIN = 5  # standard deviations that must lie between the mean and a threshold


def namespace(name: str) -> dict[str, Any]:
    """The names of the lab, with one right answer for the whole GAN in place of the reference."""
    bank = bank_of(SOURCE.parent)
    answers = {a.name: a.source for a in bank.right if a.exercise == "train_gan"}
    return answered(read_lab(SOURCE), {} if name == REFERENCE else {"train_gan": answers[name]})


def measure(lab: Mapping[str, Any], seed: int) -> dict[str, float]:
    """One run, as the check does it: what it measures, and the processor seconds."""
    digits = data.load("digits", device="cpu")
    generator = torch.Generator().manual_seed(seed)
    way = int(torch.randint(8, (1,), generator=generator))
    real = metrics.to_unit_range(digits.train_images)
    given = lab["turned"](real[digits.train_labels.argsort(stable=True)], way)
    began = time.process_time()
    network = lab["play"](given, lab["BUDGET_STEPS"], seed)
    seconds = time.process_time() - began
    noise = torch.randn(1_000, lab["NOISE_DIM"], generator=generator)
    near = noise + 0.02 * torch.randn(1_000, lab["NOISE_DIM"], generator=generator)
    early = lab["play"](given, 2, seed)
    with torch.no_grad():
        pictures, moved, first = (
            lab["turned_back"](net(z), way)
            for net, z in ((network, noise), (network, near), (early, noise))
        )
    judge = metrics.digit_classifier(digits)
    held_out = torch.cat([digits.val_images, digits.test_images])
    fresh = metrics.to_unit_range(digits.test_images)
    seen = judge.features(metrics.to_unit_range(held_out))
    step, other = (
        (some - pictures).flatten(1).norm(dim=1).median() for some in (moved, pictures.roll(1, 0))
    )
    return {
        "digits": metrics.digit_coverage(judge.probabilities(pictures), confidence=0.8),
        "distance": metrics.frechet_distance(seen, judge.features(pictures)),
        "early": metrics.frechet_distance(seen, judge.features(first)),
        "copies": lab["from_blends"](pictures, real) / lab["from_blends"](fresh, real),
        "smooth": float(step / other),
        "variety": float(pictures.flatten(1).std(dim=0).mean()),
        "seconds": seconds,
    }


def all_runs(
    names: list[str], seeds: int, measuring: bool = True
) -> dict[str, list[dict[str, float]]]:
    """The runs of each solution, those of the file and the missing ones."""
    RUNS.parent.mkdir(exist_ok=True)
    found: dict[tuple[str, int], dict[str, float]] = {}
    if RUNS.is_file():
        for line in RUNS.read_text(encoding="utf-8").splitlines():
            run = json.loads(line)
            found[run["name"], run["seed"]] = run
    for name in names:
        missing = [s for s in range(seeds) if (name, s) not in found] if measuring else []
        lab = namespace(name) if missing else {}
        for seed in missing:
            run = {"name": name, "seed": seed, **measure(lab, seed)}
            found[name, seed] = run
            with RUNS.open("a", encoding="utf-8") as file:
                file.write(json.dumps(run) + "\n")
            print(f"{name}, seed {seed}: {run['digits']} digits, {run['distance']:.1f}", flush=True)
    return {n: [found[n, s] for s in range(seeds) if (n, s) in found] for n in names}


def table(runs: Mapping[str, list[dict[str, float]]], steps: int, distance: float) -> str:
    """The page: means, deviations, and the distance from the thresholds in deviations."""
    lines = [
        "# The whole GAN of Lab 6: thresholds and margins",
        "",
        f"The check trains a student's GAN for {steps} steps on scikit-learn's digits and asks for "
        f"at least 8 of 10 digits and a Fréchet distance of at most {distance:g}. Both must lie at "
        f"least {MARGIN} standard deviations away from what right solutions reach.",
        "",
        "| solution | seeds | digits, least | digits, mean ± sd | margin | Fréchet, mean ± sd "
        "| Fréchet, largest | margin | processor seconds |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, some in runs.items():
        if len(some) < 2:
            continue
        digits, apart = ([run[key] for run in some] for key in ("digits", "distance"))
        d_mean, d_sd = statistics.mean(digits), statistics.stdev(digits)
        f_mean, f_sd = statistics.mean(apart), statistics.stdev(apart)
        d_margin = "no spread" if d_sd == 0 else f"{(d_mean - 8) / d_sd:.1f} sd"
        lines.append(
            f"| {name} | {len(some)} | {min(digits)} | {d_mean:.2f} ± {d_sd:.2f} | {d_margin} "
            f"| {f_mean:.1f} ± {f_sd:.1f} | {max(apart):.1f} | {(distance - f_mean) / f_sd:.1f} sd "
            f"| {statistics.median(run['seconds'] for run in some):.1f} |"
        )
    return "\n".join([*lines, *notes(runs)]) + "\n"


def notes(runs: Mapping[str, list[dict[str, float]]]) -> list[str]:
    """What stands below the table: how much it rests on, the copies, and the machine."""
    lines: list[str] = []
    every = [run for some in runs.values() for run in some]
    copies, early = (min(run[key] for run in every) for key in ("copies", "early"))
    steps = sorted(run["smooth"] for run in every)
    counts = sorted(len(some) for some in runs.values())
    if counts[0] < SEEDS:
        each = str(counts[0]) if counts[0] == counts[-1] else f"{counts[0]} to {counts[-1]}"
        lines += ["", f"This rests on {each} seeds for each solution; a whole run takes {SEEDS}."]
    return [
        *lines,
        "",
        "Distance to the nearest blend of four training pictures, least median ÷ that of fresh "
        f"real pictures: {copies:.2f} (the check asks for 0.8; copies, mirror images and averages "
        "have 0).",
        "",
        f"A small step of the noise moves a picture by {steps[0]:.3f} to {steps[-1]:.3f} of the "
        "way to another (the check allows 0.4). After 2 steps of training the least Fréchet "
        "distance is "
        f"{early:.0f} (the check asks for 200).",
        "",
        f"Measured by `python -m solutions.lab06_gan.measure.budget --write` on {machine()}; "
        "processor seconds are those of one core.",
    ]


def main(arguments: list[str]) -> int:
    """Measure what is missing and print the page."""
    parser = argparse.ArgumentParser(prog="python -m solutions.lab06_gan.measure.budget")
    parser.add_argument("--only", help="one solution by its name")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--no-runs", action="store_true", help="measure nothing new")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    names = [given.only] if given.only else [REFERENCE, *OTHERS]
    runs = all_runs(names, given.seeds, measuring=not given.no_runs)
    lab = namespace(REFERENCE)
    text = table(runs, lab["BUDGET_STEPS"], lab["BUDGET_DISTANCE"])
    print(text, end="")
    if given.write:
        PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    torch.set_num_threads(1)
    sys.exit(main(sys.argv[1:]))

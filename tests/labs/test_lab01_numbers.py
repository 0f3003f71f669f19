"""Lab 1 from top to bottom, and the numbers that its text prints."""

import json
import os
import subprocess
import sys

import pytest

from autograder.labsource.reference import solution
from benchmarks.lab01_table import fixed_rows
from course_lib import data
from tests.labs.running import CORES, COURSE, SAYS, SETS, checks_in, run_lab, source

SOURCE = source("lab01_knn")
SECONDS = 90  # the time that the lab may take on two cores

FULL_RUN = """
import json, resource, sys, torch
from course_lib import data
from autograder.labsource.reference import solution
from pathlib import Path
lab, digits = solution(Path(sys.argv[1])), data.load(sys.argv[2], device="cpu")
points = lab["as_float"](torch.cat([digits.train_images, digits.val_images]).flatten(1))
labels = torch.cat([digits.train_labels, digits.val_labels])
queries = lab["as_float"](digits.test_images.flatten(1))
predicted = lab["knn_predict"](queries, points, labels, 3, lab["l2_distances"])
score = lab["accuracy"](predicted, digits.test_labels)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps([score, peak]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_the_solution_runs_from_top_to_bottom_in_time(name, tmp_path, monkeypatch):
    if name == "digits":  # no data set at hand: what a student without a network has
        monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    ran = run_lab("lab01_knn", tmp_path)
    assert SAYS[name] in ran.text
    # Every check of the notebook printed its tick: one that failed would have stopped it.
    assert ran.text.count("✓") == checks_in("lab01_knn")
    assert ran.errors == ""
    assert ran.figures == 11
    assert ran.processor < CORES * SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_the_whole_test_set_is_classified_in_bounded_memory(name):
    """On MNIST: 10,000 against 60,000 pictures, k = 3, 97.05 % ± 0.05, in under 2 GB."""
    run = subprocess.run(
        [sys.executable, "-c", FULL_RUN, str(SOURCE), name],
        check=True,
        capture_output=True,
        text=True,
        cwd=COURSE,
        env={**os.environ, "PYTHONPATH": str(COURSE)},
    )
    score, peak_gib = json.loads(run.stdout.splitlines()[-1])
    assert score == pytest.approx({"digits": 0.9825, "mnist": 0.9705}[name], abs=5e-4)
    assert peak_gib < 2


def test_the_closing_table_says_what_a_rerun_gives():
    """The rows without chance or time, for the digits that every machine has."""
    text = SOURCE.read_text(encoding="utf-8")
    for row, value in fixed_rows(solution(SOURCE), data.load("digits", device="cpu")).items():
        (line,) = [line for line in text.splitlines() if line.startswith(f"# | {row} |")]
        assert line.endswith(f"| {value} |"), line

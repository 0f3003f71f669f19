"""Lab 1 from top to bottom, and the numbers that its text prints."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.reference import solution
from benchmarks.lab01_table import fixed_rows
from course_lib import data

COURSE = Path(__file__).parents[2]
SOURCE = COURSE / "solutions/lab01_knn/lab01_knn.py"
SECONDS = 90  # the time that the lab may take on two cores

MNIST = any(status.name == "mnist" and status.state == "ready" for status in data.status())
#: The data that the lab is run on: always the digits, and MNIST where it lies on this machine.
SETS = ["digits"] + ["mnist"] * MNIST

FULL_RUN = """
import json, resource, sys, torch
from course_lib import data
from autograder.reference import solution
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


@pytest.fixture
def only_digits(tmp_path, monkeypatch):
    """No data set at hand: what a student without a network has."""
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))


def run_lab(folder):
    """Execute the solution notebook; its printed text and the seconds it took."""
    path = COURSE / "solutions/lab01_knn/lab01_knn.ipynb"
    notebook = nbformat.read(path, as_version=4)
    start = time.monotonic()
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": folder}}).execute()
    seconds = time.monotonic() - start
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(o.text for o in outputs if o.output_type == "stream"), outputs, seconds


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_the_solution_runs_from_top_to_bottom_in_time(name, request, tmp_path):
    if name == "digits":
        request.getfixturevalue("only_digits")
    text, outputs, seconds = run_lab(str(tmp_path))
    source = {"digits": "scikit-learn digits", "mnist": "MNIST (torchvision)"}[name]
    assert source in text
    # Every check of the notebook printed its tick: one that failed would have stopped it.
    assert text.count("✓") == SOURCE.read_text(encoding="utf-8").count("with check(")
    assert [o for o in outputs if o.output_type == "stream" and o.name == "stderr"] == []
    figures = [o for o in outputs if "image/png" in o.get("data", {})]
    assert len(figures) == 11
    assert seconds < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "accuracy"), [("digits", 0.9825), ("mnist", 0.9705)][: len(SETS)], ids=SETS
)
def test_the_whole_test_set_is_classified_in_bounded_memory(name, accuracy):
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
    assert score == pytest.approx(accuracy, abs=5e-4)
    assert peak_gib < 2


def test_the_closing_table_says_what_a_rerun_gives():
    """The rows without chance or time, for the digits that every machine has."""
    text = SOURCE.read_text(encoding="utf-8")
    for row, value in fixed_rows(solution(SOURCE), data.load("digits", device="cpu")).items():
        (line,) = [line for line in text.splitlines() if line.startswith(f"# | {row} |")]
        assert line.endswith(f"| {value} |"), line

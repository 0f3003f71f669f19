"""The numbers of Lab 1 that its text prints."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCE = Path(__file__).parents[1] / "lab01_knn.py"

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
@pytest.mark.parametrize(
    "name", ["digits", pytest.param("mnist", marks=pytest.mark.needs("mnist"))]
)
def test_the_whole_test_set_is_classified_in_bounded_memory(name):
    """On MNIST: 10,000 against 60,000 pictures, k = 3, 97.05 % ± 0.05, in under 2 GB."""
    run = subprocess.run(
        [sys.executable, "-c", FULL_RUN, str(SOURCE), name],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    score, peak_gib = json.loads(run.stdout.splitlines()[-1])
    assert score == pytest.approx({"digits": 0.9825, "mnist": 0.9705}[name], abs=5e-4)
    assert peak_gib < 2

"""The numbers that Lab 4's text prints."""

from pathlib import Path

import torch

from autograder.labsource.reference import solution

LAB = solution(Path(__file__).parents[1] / "lab04_features.py")


def test_the_ages_of_the_text():
    """1, 2 and 6: a mean of 3, and differences of −2, −1 and 3 whose sum is 0."""
    found = LAB["centred"](torch.tensor([[1.0], [2.0], [6.0]])).flatten().tolist()
    assert found == [-2, -1, 3]
    assert sum(found) == 0

"""Lab 2 from top to bottom, and the numbers that its text prints."""

import pytest

from autograder.labsource.reference import solution
from benchmarks.lab02_table import fixed_rows
from course_lib import data
from tests.labs.running import CORES, SAYS, SETS, checks_in, run_lab, source

SOURCE = source("lab02_linear")
SECONDS = 60  # the time that the lab may take on two cores

#: What the text says that the notebook prints, on any data.
SAID = [
    "the car's score may fall by 1.9 before it costs anything",
    "hinge loss at the start, 10 classes: 9.00",
    "exp(1000) = inf",
    "cross-entropy  at the start: 2.30",
    "hinge          one miss by 10:  1.00   ten misses by 1:  1.00",
    "squared hinge  one miss by 10: 10.00   ten misses by 1:  1.00",
    "[10.0, 9.0, 9.0]          hinge 0.000   cross-entropy 5.514e-01",
    "class 0 gets a probability of 0.90",
    "L2, λ = 0.001: 0% of the weights are 0, 0 of 784 pixels",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_the_solution_runs_from_top_to_bottom_in_time(name, tmp_path, monkeypatch):
    """Every check prints its tick, every figure is drawn, and the numbers of the text come out."""
    if name == "digits":  # no data set at hand: what a student without a network has
        monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    ran = run_lab("lab02_linear", tmp_path)
    assert SAYS[name] in ran.text
    assert ran.text.count("✓") == checks_in("lab02_linear")
    assert [line for line in SAID if line not in ran.text] == []
    assert ran.errors == ""
    assert ran.figures == 7
    assert ran.processor < CORES * SECONDS


def test_the_closing_table_says_what_a_rerun_gives():
    """The rows without chance or time, for the digits that every machine has."""
    text = SOURCE.read_text(encoding="utf-8")
    for row, value in fixed_rows(solution(SOURCE), data.load("digits", device="cpu")).items():
        (line,) = [line for line in text.splitlines() if line.startswith(f"# | {row} |")]
        assert line.endswith(f"| {value} |"), line


def test_the_bugs_to_spot_do_what_their_stories_tell():
    """Ana's table gives 5.27, 6.27 and 7.30 in turn; Bo's classifier says 0.55."""
    import torch

    from course_lib.proximal import minimize

    lab = solution(SOURCE)
    table = torch.tensor([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    rows, y, seen = torch.arange(3), torch.tensor([0, 1, 2]), []
    for _ in range(3):
        table -= table[rows, y][:, None]
        table += 1.0
        table[rows, y] = 0
        seen.append(table.clamp(min=0).sum().item() / 3)
    assert seen == pytest.approx([5.27, 6.27, 7.30], abs=0.005)

    generator = torch.Generator().manual_seed(0)
    noise, rare = torch.randn(100, 5, generator=generator), (torch.arange(100) >= 90).long()
    ones = torch.cat([noise, torch.ones(100, 1)], dim=1)

    def penalised_bias(Wb, nothing):
        value, dscores = lab["softmax_loss"](ones @ Wb.T, rare)
        return value + 2 * (Wb**2).sum(), dscores.T @ ones + 4 * Wb, torch.zeros_like(nothing)

    found = minimize(penalised_bias, torch.zeros(2, 6), torch.zeros(2))
    assert (ones @ found.W.T).softmax(1)[:, 0].mean().item() == pytest.approx(0.55, abs=0.005)

"""The numbers that Lab 6's text and its thresholds stand on."""

import math
import re
from pathlib import Path

import pytest
import torch
from torch.nn import functional as F

from autograder.labsource.reference import solution
from solutions.lab06_gan.measure.budget import MARGIN, PAGE
from solutions.lab06_gan.measure.table import ENOUGH, LONG, SHORT, STRONG

SOURCE = Path(__file__).parents[1] / "lab06_gan.py"


@pytest.fixture(scope="module")
def lab():
    return solution(SOURCE)


def test_the_game_in_turn_stays_on_one_ellipse(lab):
    """x² + y² + η x y does not change in a turn: an invariant that the solution never uses."""
    x, y = lab["alternate"](0.7, -1.3, 0.6, 500).double().T
    kept = x**2 + y**2 + 0.6 * x * y
    torch.testing.assert_close(kept, kept[:1].expand(501), rtol=1e-3, atol=1e-3)


def test_sigmoid_twice_never_costs_less_than_the_text_says():
    """Exercise 17: log(1 + e⁻¹) for a sure real picture and log 2 for a sure fake, 1.006 in all."""
    best = math.log(1 + math.exp(-1)) + math.log(2)
    assert best == pytest.approx(1.006, abs=5e-4)
    sure = torch.tensor([1e4])
    one, zero = torch.ones(1), torch.zeros(1)
    twice = F.binary_cross_entropy_with_logits(
        sure.sigmoid(), one
    ) + F.binary_cross_entropy_with_logits((-sure).sigmoid(), zero)
    assert twice.item() == pytest.approx(best, abs=1e-6)


def test_the_losses_are_worth_minus_log_4_at_equilibrium(lab):
    """V = −loss of D, which for logits of 0 is −log 4, as the integral of section 4 gives."""
    grid = torch.linspace(-8, 8, 4001, dtype=torch.float64)
    p = torch.exp(-(grid**2) / 2) / math.sqrt(2 * math.pi)
    value = lab["game_value"](p, p, lab["best_discriminator"](p, p), 16 / 4000)
    assert value.item() == pytest.approx(-math.log(4), abs=1e-6)
    loss = lab["discriminator_loss"](torch.zeros(3), torch.zeros(5))
    assert loss.item() == pytest.approx(math.log(4), abs=1e-6)


@pytest.mark.parametrize("saturating", [False, True])
def test_the_generators_gradient_agrees_with_finite_differences(lab, saturating):
    logits = torch.linspace(-4, 4, 7, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda s: lab["generator_loss"](s, saturating), logits)


def test_the_penaltys_second_gradient_agrees_with_finite_differences(lab):
    real = torch.randn(3, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    w = torch.tensor([0.3, -0.2, 0.5, 0.1], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lab["as_function_of_w"](lab["gradient_penalty"], real, 2), w)


def test_why_the_frechet_distance_is_computed_in_float64(lab):
    """The text's numbers, means over 30 sets: -10 in float32, and -0.0004 in float64."""
    single, double = [], []
    for seed in range(30):
        a = 10 * torch.randn(8, 64, generator=torch.Generator().manual_seed(seed))
        double.append(float(lab["frechet_distance"](a, a)))
        cov = torch.cov(a.T)
        roots = torch.linalg.eigvals(cov @ cov).real.clamp(min=0).sqrt()
        single.append(float(2 * cov.trace() - 2 * roots.sum()))
    assert -12 < sum(single) / 30 < -8
    assert -5e-4 < sum(double) / 30 < -3e-4


def test_the_thresholds_are_those_whose_margins_were_measured(lab):
    """The page names the check's numbers, and no margin on it is below five deviations."""
    page = PAGE.read_text(encoding="utf-8")
    assert f"{lab['BUDGET_STEPS']} steps" in page
    assert f"at most {lab['BUDGET_DISTANCE']:g}" in page
    rows = [line for line in page.splitlines() if line.startswith("| ") and "sd |" in line][1:]
    assert len(rows) == 3
    for row in rows:
        for margin in re.findall(r"\| (-?[\d.]+) sd \|", row):
            assert float(margin) >= MARGIN, row


@pytest.mark.parametrize("seed", range(5))
def test_a_strong_d_lets_a_first_gradient_through_that_is_hundreds_of_times_smaller(lab, seed):
    healthy, strong = (lab["ring_game"](seed, 1, **how)[1]["slope"][0] for how in ({}, STRONG))
    assert 100 < healthy / strong < 1000


def test_the_table_is_about_as_many_steps_as_the_lab_trains():
    text = SOURCE.read_text(encoding="utf-8")
    assert f"TRAINING_STEPS = {LONG:_} if len(images) > {ENOUGH:_} else {SHORT:_}\n" in text
    assert f"| steps of the training | {LONG:,} | {SHORT:,} |" in text

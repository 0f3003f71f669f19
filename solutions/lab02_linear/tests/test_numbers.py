"""The numbers of Lab 2 that its text prints."""

from pathlib import Path

import pytest

from autograder.labsource.reference import solution

SOURCE = Path(__file__).parents[1] / "lab02_linear.py"


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

"""Seeds: what repeats, and which are refused."""

import random

import numpy as np
import pytest
import torch

from course_lib.seeding import seed_everything
from tests.needs import DEVICES


def draws(device):
    return (
        random.random(),
        np.random.rand(),
        torch.rand(2).tolist(),
        torch.rand(2, device=device).tolist(),
    )


@pytest.mark.parametrize("device", DEVICES)
def test_the_same_seed_gives_the_same_numbers_everywhere(device):
    seed_everything(7)
    first = draws(device)
    seed_everything(7)
    assert draws(device) == first


@pytest.mark.parametrize("device", DEVICES)
def test_another_seed_gives_other_numbers_everywhere(device):
    seed_everything(7)
    first = draws(device)
    seed_everything(8)
    assert all(a != b for a, b in zip(first, draws(device), strict=True))


def test_each_library_is_seeded_as_by_its_own_function():
    seed_everything(2**32 - 1)
    assert random.random() == random.Random(2**32 - 1).random()
    assert np.random.rand() == np.random.RandomState(2**32 - 1).rand()
    assert torch.rand(1) == torch.rand(1, generator=torch.Generator().manual_seed(2**32 - 1))


def test_the_generator_is_seeded_alike_and_draws_by_itself():
    generator = seed_everything(3)
    torch.rand(100)  # must not move the generator
    expected = torch.rand(4, generator=torch.Generator().manual_seed(3))
    assert torch.equal(torch.rand(4, generator=generator), expected)
    assert generator.device == torch.device("cpu")


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "1", None, True])
def test_a_seed_that_a_library_would_refuse_is_told(seed):
    with pytest.raises(ValueError, match="expected a whole number from 0 to"):
        seed_everything(seed)

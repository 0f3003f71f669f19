"""The numbers of Lab 0 that its text states, and the claims of its experiments."""

import gzip
from pathlib import Path

import numpy as np
import pytest
import torch

from autograder.labsource.reference import solution
from course_lib.data import data_folder

SOURCE = Path(__file__).parents[1] / "lab00_tools.py"


@pytest.fixture(scope="module")
def lab():
    return solution(SOURCE)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_little_trying_beats_none_and_much(lab, seed):
    """ε = 1 loses 0.2 a letter: the mean of 0.4, 0.3, 0.2, 0.1 and 0."""
    lost = {}
    for epsilon in (0.0, 0.1, 1.0):
        actions = lab["play"](lab["epsilon_greedy"], epsilon, seed=seed)
        lost[epsilon] = lab["regret"](lab["ARMS"], actions)[:, -1].mean().item()
    assert lost[0.1] < lost[0.0] < lost[1.0]
    assert lost[1.0] == pytest.approx(200, abs=3)


def test_greedy_is_stuck_more_rarely_the_more_is_tried_first(lab):
    shares = [lab["stuck"](lab["play"](lab["epsilon_greedy"], 0.0, tries=n)) for n in (1, 5, 20)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < shares[0] / 2


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("ModuleNotFoundError: No module named 'torch.nn'; 'torch' is not a package", "shadowed"),
        ("ImportError: cannot import name 'T' from 'torch' (/site/torch/__init__.py)", "version"),
        (
            "ImportError: cannot import name 'T' from 'torch' (consider renaming '/own/torch.py' "
            "if it has the same name as a library you intended to import)",
            "shadowed",
        ),
    ],
)
def test_messages_of_older_and_newer_pythons_are_read(lab, message, cause):
    assert lab["explain"](message, {"/site": ["torch"]}, ["/site"]) == cause


def test_five_pictures_read_in_the_wrong_byte_order_are_83_886_080():
    assert int.from_bytes(bytes([0, 0, 0, 5]), "little") == 83_886_080


@pytest.mark.slow
@pytest.mark.needs("mnist")
def test_real_mnist_is_read_plain_and_compressed(lab):
    """An independent reading: NumPy, with the header of 16 bytes left out."""
    path = data_folder() / "MNIST" / "raw" / "t10k-images-idx3-ubyte"
    raw = np.fromfile(path, dtype=np.uint8)
    pictures = lab["read_idx"](raw)
    assert pictures.shape == (10_000, 28, 28)
    assert torch.equal(pictures.flatten(), torch.from_numpy(raw[16:]))
    packed = np.frombuffer(gzip.compress(raw.tobytes(), 1), dtype=np.uint8)
    assert torch.equal(lab["read_idx"](packed), pictures)
    with pytest.raises(ValueError, match=r"7840016.*7840015"):
        lab["read_idx"](raw[:-1])

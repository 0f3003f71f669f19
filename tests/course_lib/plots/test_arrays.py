"""What plots accept, and what they answer to what they do not."""

import numpy as np
import pytest
import torch

from course_lib.plots.arrays import check_names, to_labels, to_numpy


@pytest.mark.parametrize(
    "dtype", [torch.uint8, torch.int64, torch.float16, torch.bfloat16, torch.float64, torch.bool]
)
def test_tensors_of_every_dtype_keep_their_values(dtype, device):
    """A tensor of any dtype on any device becomes the same numbers."""
    values = torch.tensor([[0, 1], [1, 0]], device=device).to(dtype)
    assert to_numpy(values, "values").tolist() == [[0, 1], [1, 0]]


def test_gradients_and_mixed_lists_are_accepted(device):
    """A list that mixes numbers and one-number tensors with gradients is fine, as losses come."""
    loss = torch.tensor(2.0, requires_grad=True, device=device) * 1.5
    assert to_numpy([loss, 1.0], "losses").tolist() == [3.0, 1.0]


@pytest.mark.parametrize("values", [[[1, 2], [3]], [torch.ones(2), torch.ones(3)], 5])
def test_ragged_values_are_named(values):
    """Rows of unequal length give one sentence with the argument's name."""
    with pytest.raises(ValueError, match=r"^values must be a tensor or a list of equal-sized"):
        to_numpy(values, "values")


def test_texts_are_not_numbers():
    """An array of texts gives one sentence."""
    with pytest.raises(ValueError, match=r"^values must hold numbers, but holds <U1; convert it"):
        to_numpy(["a", "b"], "values")


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (torch.zeros(3, 10), r"one axis, .* shape \(3, 10\); .*argmax"),
        (torch.zeros(3), r"must be integers, but are float32; .*long"),
        (torch.tensor([0, -1]), r"0 or more, but the smallest is -1"),
    ],
    ids=["scores", "floats", "negative"],
)
def test_what_is_no_label_is_refused(labels, message):
    """Scores, floats and negative numbers are not labels; the sentence says what to do."""
    with pytest.raises(ValueError, match=message):
        to_labels(labels, "labels")


def test_small_integers_become_wide_ones():
    """uint8 labels do not wrap around when they are computed with."""
    assert to_labels(torch.tensor([250], dtype=torch.uint8), "labels").dtype == np.int64


def test_names_must_be_as_many_as_classes():
    """Too few names give one sentence with both numbers."""
    assert check_names(["a", "b"], 2, "classes") == ["a", "b"]
    with pytest.raises(ValueError, match="each of the 3 classes, but got 2"):
        check_names(["a", "b"], 3, "classes")

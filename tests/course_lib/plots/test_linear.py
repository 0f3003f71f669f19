"""Linear regions are those of the largest score, with an arrow for each row of W."""

import numpy as np
import pytest
import torch

from course_lib.plots import linear_regions

POINTS, LABELS = torch.tensor([[-1.0, -1.0], [1.0, 1.0]]), torch.tensor([0, 1])


def colours(axes):
    """The colours of the cells, as one number each."""
    return np.asarray(axes.images[0].get_array())[..., :3].sum(axis=-1).round(6)


def test_the_border_lies_where_two_scores_are_equal():
    """Scores −x and x − 1 meet at x = ½; the picture goes from −1.24 to 1.24."""
    W, b = torch.tensor([[-1.0, 0.0], [1.0, 0.0]]), torch.tensor([0.0, -1.0])
    axes = linear_regions(W, b, POINTS, LABELS, resolution=248)
    row = colours(axes)[10]
    assert len(set(row)) == 2
    assert (row == row[0]).sum() == 174  # (½ + 1.24) ÷ 0.01


def test_equal_scores_everywhere_are_white():
    axes = linear_regions(torch.zeros(2, 2), torch.zeros(2), POINTS, LABELS, resolution=10)
    assert (colours(axes) == 3).all()
    assert len(axes.patches) == 0


def test_arrows_point_along_the_rows_and_short_ones_are_left_out():
    W = torch.tensor([[3.0, 0.0], [0.0, -1.5], [0.001, 0.0]])
    axes = linear_regions(W, torch.zeros(3), POINTS, LABELS, resolution=10)
    assert len(axes.patches) == 2
    first, second = (np.asarray(patch.get_xy()) for patch in axes.patches)
    assert first[:, 0].max() == pytest.approx(2 * -second[:, 1].min())
    assert np.abs(first[:, 1]).max() < first[:, 0].max() / 4


def test_any_dtype_and_arrays():
    for W in (torch.eye(2, dtype=torch.float64), np.eye(2), torch.eye(2, requires_grad=True)):
        assert len(linear_regions(W, np.zeros(2), POINTS, LABELS, resolution=5).patches) == 2


@pytest.mark.parametrize(
    ("W", "b"),
    [(torch.zeros(2, 3), torch.zeros(2)), (torch.zeros(2, 2), torch.zeros(3))],
    ids=["columns", "biases"],
)
def test_shapes_that_do_not_fit_are_refused(W, b):
    with pytest.raises(ValueError, match="two features only"):
        linear_regions(W, b, POINTS, LABELS)

"""curves draws each series as it is, and says where one diverged."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from course_lib.plots import curves
from course_lib.training import History


def line(ax, label):
    return next(line for line in ax.lines if line.get_label() == label)


def test_each_series_is_drawn_from_epoch_one(device):
    """Values are unchanged, x counts from 1, series may differ in length."""
    ax = curves({"train": torch.tensor([3.0, 2.0, 1.0], device=device), "validation": [3.0, 2.5]})
    np.testing.assert_array_equal(line(ax, "train").get_xydata(), [[1, 3], [2, 2], [3, 1]])
    np.testing.assert_array_equal(line(ax, "validation").get_xydata(), [[1, 3], [2, 2.5]])
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["train", "validation"]
    assert ax.get_xlabel() == "epoch"


def test_a_training_history_can_be_drawn():
    """What `fit` returns is drawn name by name."""
    history = History()
    history.append(train_loss=2.0, val_loss=2.2)
    history.append(train_loss=1.0, val_loss=1.5)
    ax = curves(history)
    assert line(ax, "train_loss").get_ydata().tolist() == [2.0, 1.0]
    assert line(ax, "val_loss").get_ydata().tolist() == [2.2, 1.5]


def test_series_differ_in_more_than_colour():
    """Two series differ in colour, line style and marker."""
    first, second = curves({"a": [1, 2], "b": [2, 1]}).lines
    for what in ("color", "linestyle", "marker"):
        assert plt.getp(first, what) != plt.getp(second, what)


def test_own_xs_and_log_axis():
    """Given xs are used as they are; the vertical axis can be logarithmic."""
    ax = curves({"a": [1, 10]}, xs=[0.1, 0.2], xlabel="step size", ylabel="loss", log_y=True)
    np.testing.assert_allclose(line(ax, "a").get_xdata(), [0.1, 0.2])
    assert (ax.get_yscale(), ax.get_xlabel(), ax.get_ylabel()) == ("log", "step size", "loss")


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_diverged_series_ends_in_a_cross(bad):
    """The cross is at the last finite value, and is not in the legend."""
    ax = curves({"a": [1.0, 4.0, bad, bad], "b": [1.0, 0.5, 0.2, 0.1]})
    (cross,) = (line for line in ax.lines if line.get_marker() == "x")
    assert cross.get_xydata().tolist() == [[2.0, 4.0]]
    assert np.isfinite(line(ax, "a").get_ydata()).tolist() == [True, True, False, False]
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["a", "b"]


def test_a_gap_in_the_middle_is_no_divergence():
    """A series that comes back has a gap and no cross."""
    ax = curves({"a": [1.0, float("nan"), 2.0]})
    assert len(ax.lines) == 1


def test_smoothing_is_the_mean_of_the_latest_values():
    """The line is the trailing mean (of fewer values at the start); the values stay behind it."""
    values = np.random.default_rng(0).normal(size=50)
    ax = curves({"a": values}, smooth=8)
    expected = [values[max(0, i - 7) : i + 1].mean() for i in range(50)]
    np.testing.assert_allclose(line(ax, "a").get_ydata(), expected)
    (behind,) = (line for line in ax.lines if line.get_alpha() is not None)
    np.testing.assert_allclose(behind.get_ydata(), values)


def test_a_second_call_goes_on_with_the_next_colour():
    """On the same axes the next series gets the next colour, also after a cross."""
    ax = curves({"a": [1.0, float("nan")]})
    curves({"b": [1.0, 2.0]}, ax=ax)
    assert line(ax, "a").get_color() != line(ax, "b").get_color()


@pytest.mark.parametrize(
    ("series", "options", "message"),
    [
        ([1, 2], {}, "series must map a name to its values, .* but is a list"),
        ({}, {}, "but is empty"),
        ({"a": [[1, 2]]}, {}, r"the series 'a' must have one axis .* shape \(1, 2\)"),
        ({"a": []}, {}, r"the series 'a' must have one axis and a value"),
        ({"a": [1, 2]}, {"xs": [1]}, r"needs one value for each x, but there are 2 values"),
        ({"a": [1, 2]}, {"smooth": 0}, "smooth must be 1 or more, but is 0"),
    ],
    ids=["list", "empty", "two axes", "no value", "xs", "smooth"],
)
def test_mistakes_give_one_sentence_and_no_figure(series, options, message):
    """Each wrong argument is named with what to do, and no half-drawn figure stays open."""
    with pytest.raises(ValueError, match=message):
        curves(series, **options)
    assert plt.get_fignums() == []

"""error_bars draws NumPy's means and deviations, every repeat, and the best."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from course_lib.plots import error_bars

XS = [1, 3, 5, 8]
VALUES = np.random.default_rng(0).normal(0.9, 0.02, size=(4, 5))


def bars(ax):
    """Mean, lower and upper ends of the series drawn last; the ends of bars that are drawn."""
    line, _, (ends,) = ax.containers[-1].lines
    segments = np.array([segment for segment in ends.get_segments() if len(segment)])
    return line.get_ydata(), segments[:, 0, 1], segments[:, 1, 1]


def ring(ax):
    return next(line for line in ax.lines if str(line.get_label()).startswith("best"))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_mean_and_deviation_are_numpys(dtype, device):
    """The line is the mean and the bars reach one standard deviation up and down."""
    values = torch.tensor(VALUES, dtype=dtype, device=device)
    mean, low, high = bars(error_bars(torch.tensor(XS, device=device), values))
    np.testing.assert_allclose(mean, VALUES.mean(axis=1), rtol=1e-6)
    np.testing.assert_allclose(low, VALUES.mean(axis=1) - VALUES.std(axis=1), rtol=1e-6)
    np.testing.assert_allclose(high, VALUES.mean(axis=1) + VALUES.std(axis=1), rtol=1e-6)


def test_every_repeat_is_a_dot():
    """All len(xs) × repeats values are dots above their x."""
    ax = error_bars(XS, VALUES)
    expected = np.stack([np.repeat(XS, 5), VALUES.ravel()], axis=1)
    np.testing.assert_allclose(ax.collections[0].get_offsets(), expected)
    assert ax.collections[0].get_alpha() < 0.5


@pytest.mark.parametrize(("best", "pick"), [("max", np.argmax), ("min", np.argmin)])
def test_best_is_ringed_and_named(best, pick):
    """The ring is at the largest or smallest mean, and the legend names x and value."""
    ax = error_bars(XS, VALUES, best=best)
    index = pick(VALUES.mean(axis=1))
    assert ring(ax).get_xdata().item() == XS[index]
    assert ring(ax).get_ydata().item() == pytest.approx(VALUES.mean(axis=1)[index])
    (text,) = ax.get_legend().get_texts()
    assert text.get_text() == f"best: {XS[index]} ({VALUES.mean(axis=1)[index]:.4g})"


def test_failed_repeats_are_left_out():
    """A nan is left out of mean and deviation; a row of nan is a gap and never the best."""
    values = VALUES.copy()
    values[1, 2] = np.nan
    values[3] = np.nan
    ax = error_bars(XS, values, best="min")
    mean, low, _ = bars(ax)
    np.testing.assert_allclose(mean[:3], np.nanmean(values[:3], axis=1))
    np.testing.assert_allclose(mean[:3] - low, np.nanstd(values[:3], axis=1))
    assert np.isnan(mean[3])
    assert ring(ax).get_xdata().item() == XS[np.nanargmin(np.nanmean(values[:3], axis=1))]


def test_a_second_series_differs_in_colour_and_marker():
    """Called again on the same axes, the series gets another colour and another marker."""
    ax = error_bars(XS, VALUES, label="L1")
    error_bars(XS, VALUES + 0.1, label="L2", ax=ax)
    first, second = (container.lines[0] for container in ax.containers)
    assert first.get_color() != second.get_color()
    assert first.get_marker() != second.get_marker()
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["L1", "L2"]


def test_names_are_ticks():
    """Settings with names stand side by side under their names."""
    ax = error_bars(["1e-3", "1e-2"], VALUES[:2], best="max")
    assert [t.get_text() for t in ax.get_xticklabels()] == ["1e-3", "1e-2"]
    assert ring(ax).get_label().startswith(("best: 1e-3", "best: 1e-2"))


def test_log_axis_has_plain_numbers():
    """A logarithmic axis is labelled 1, 10, 100."""
    ax = error_bars([1, 10, 100], VALUES[:3], log_x=True, xlabel="k", ylabel="accuracy", title="T")
    ax.figure.canvas.draw()
    assert ax.get_xscale() == "log"
    assert {"1", "10", "100"} <= {t.get_text() for t in ax.get_xticklabels()}
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == ("k", "accuracy", "T")


def test_whole_xs_have_whole_ticks():
    """Between k = 1 and k = 3 there is no tick at 1.5."""
    ax = error_bars([1, 2, 3], VALUES[:3])
    assert np.equal(ax.get_xticks(), np.round(ax.get_xticks())).all()


@pytest.mark.parametrize(
    ("xs", "values", "options", "message"),
    [
        (XS, VALUES.T, {}, r"shape \(4, repeats\), .* have \(5, 4\); this looks transposed"),
        (XS, VALUES[:, 0], {}, r"shape \(4, repeats\), .* have \(4,\); stack the repeats"),
        (XS, VALUES[:3], {}, r"have \(3, 5\)"),
        ([], VALUES[:0], {}, r"xs must have one axis, .* shape \(0,\)"),
        (XS, VALUES, {"best": "largest"}, 'best must be "max", "min" or None, but is \'largest\''),
        (XS, VALUES * np.nan, {"best": "max"}, "best needs a finite value, but there is none"),
        ([0, 1, 2, 3], VALUES, {"log_x": True}, "needs xs above 0, but the smallest is 0"),
    ],
    ids=["transposed", "one axis", "rows", "empty", "best", "nan", "log"],
)
def test_mistakes_give_one_sentence_and_no_figure(xs, values, options, message):
    """Each wrong argument is named with what to do, and no half-drawn figure stays open."""
    with pytest.raises(ValueError, match=message):
        error_bars(xs, values, **options)
    assert plt.get_fignums() == []

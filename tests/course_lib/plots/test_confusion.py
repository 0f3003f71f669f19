"""confusion_matrix counts as scikit-learn does and can be read in every cell."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import sklearn.metrics
import torch
from matplotlib.colors import to_rgb

from course_lib.plots import confusion_matrix


def written(ax):
    """The counts that stand in the cells, by row."""
    counts = [int(text.get_text().split("\n")[0]) for text in ax.texts]
    side = int(len(counts) ** 0.5)
    return np.array(counts).reshape(side, side)


def luminance(color):
    rgb = np.array(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("dtype", [torch.int64, torch.uint8])
def test_counts_and_shares_are_scikit_learns(dtype, device):
    """The written counts and the coloured row percentages are those of scikit-learn."""
    true = torch.randint(6, (500,), generator=torch.Generator().manual_seed(0))
    predicted = torch.randint(6, (500,), generator=torch.Generator().manual_seed(1))
    ax = confusion_matrix(true.to(device, dtype), predicted.to(device, dtype))
    expected = sklearn.metrics.confusion_matrix(true, predicted)
    np.testing.assert_array_equal(written(ax), expected)
    shares = sklearn.metrics.confusion_matrix(true, predicted, normalize="true")
    np.testing.assert_allclose(np.asarray(ax.images[0].get_array()), 100 * shares)
    assert ax.get_title() == f"{np.trace(expected)} of 500 right ({np.trace(expected) / 5:.1f} %)"


def test_rows_are_the_true_classes():
    """One cat taken for a dog stands in row cat, column dog."""
    ax = confusion_matrix([0], [1], ["cat", "dog"])
    assert written(ax).tolist() == [[0, 1], [0, 0]]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted", "true")
    assert [t.get_text() for t in ax.get_yticklabels()] == ["cat", "dog"]
    # Row 0 is at the top.
    assert ax.get_ylim()[0] > ax.get_ylim()[1]


@pytest.mark.parametrize(
    ("wrong", "right", "expected"),
    [
        (1, 3, "25 %"),
        (5, 995, "0.5 %"),
        (1, 99_999, "<0.1 %"),
        (97, 9903, "1 %"),
        (999, 1, ">99 %"),
        (1, 0, "100 %"),
    ],
)
def test_percentages_round_honestly(wrong, right, expected):
    """A mistake never reads 0 %, and 99.9 % never reads 100 %."""
    ax = confusion_matrix([0] * (wrong + right), [1] * wrong + [0] * right)
    assert ax.texts[1].get_text() == f"{wrong}\n{expected}"


def test_every_text_can_be_read():
    """Each text has a contrast of at least 4.5 with its cell (WCAG AA), over all shades."""
    true = np.repeat(np.arange(11), 100)
    predicted = np.concatenate([[row] * (100 - 10 * row) + [0] * (10 * row) for row in range(11)])
    ax = confusion_matrix(true, predicted)
    image = ax.images[0]
    shades = image.cmap(image.norm(image.get_array()))
    for text in ax.texts:
        column, row = text.get_position()
        light, dark = sorted(
            [luminance(shades[row, column, :3]), luminance(text.get_color())], reverse=True
        )
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_class_without_examples_is_a_row_of_zeros():
    """A class that does not occur divides nothing by zero."""
    ax = confusion_matrix([0, 2], [0, 2], num_classes=4)
    assert np.asarray(ax.images[0].get_array())[[1, 3]].sum() == 0


def test_long_names_do_not_overlap():
    """Names too long for their column are slanted."""
    names = ["airplane", "automobile", "bird"]
    ax = confusion_matrix([0, 1, 2], [0, 1, 2], names, title="T")
    assert ax.get_title() == "T"
    assert {label.get_rotation() for label in ax.get_xticklabels()} == {35}


def test_given_axes_are_drawn_on(shown):
    """With `ax` no figure opens, and nothing is shown."""
    figure, ax = plt.subplots()
    assert confusion_matrix([0], [0], ax=ax) is ax
    assert plt.get_fignums() == [figure.number]
    assert shown == []


@pytest.mark.parametrize(
    ("true", "predicted", "options", "message"),
    [
        ([0, 1], [0], {}, "one label per example, but have 2 and 1"),
        (torch.zeros(0).long(), torch.zeros(0).long(), {}, "but have 0 and 0"),
        ([0], torch.zeros(1, 10), {}, r"predicted must have one axis.*argmax"),
        ([0, 5], [0, 1], {"names": ["a", "b"]}, "number of classes, 2, but the largest is 5"),
        ([0], [0], {"names": ["a"], "num_classes": 2}, "each of the 2 classes, but got 1"),
    ],
    ids=["lengths", "empty", "scores", "names", "both"],
)
def test_mistakes_give_one_sentence_and_no_figure(true, predicted, options, message):
    """Each wrong argument is named with what to do."""
    with pytest.raises(ValueError, match=message):
        confusion_matrix(true, predicted, **options)
    assert plt.get_fignums() == []

"""templates shows every class on one scale with 0 in the middle."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from course_lib.plots import templates


def drawn(ax):
    return np.stack([np.asarray(image.get_array()) for image in ax.images])


def test_templates_are_the_rows_on_a_symmetric_scale(device):
    """Row c, reshaped, with −max|W| drawn as 0, 0 as ½ and max|W| as 1 in all pictures."""
    W = torch.randn(3, 20, device=device, requires_grad=True)
    expected = 0.5 + W.detach().cpu().reshape(3, 4, 5).double() / W.detach().cpu().abs().max() / 2
    np.testing.assert_allclose(drawn(templates(W, (4, 5))), expected, atol=1e-6)


def test_zero_is_white_red_raises_and_blue_lowers():
    """Zero weights are almost white; the largest weights are red, the smallest blue."""
    ax = templates(torch.tensor([[-2.0, 0.0, 2.0]]), (1, 3))
    image = ax.images[0]
    low, zero, high = image.cmap(image.norm(image.get_array()))[0, :, :3]
    assert low[2] > low[0] + 0.2
    assert zero.min() > 0.95
    assert high[0] > high[2] + 0.2


def test_the_scale_is_written_in_units_of_the_weights():
    """The colour bar names the largest weight, 0 and its negative."""
    ax = templates(torch.tensor([[-0.5, 0.25]]), (1, 2))
    (bar,) = (other for other in ax.figure.axes if other is not ax)
    assert [t.get_text() for t in bar.get_yticklabels()] == ["−0.5", "0", "+0.5"]


@pytest.mark.parametrize("shape", [(3, 2, 2), (1, 2, 2)], ids=["colour", "grey"])
def test_channels(shape):
    """Three channels are drawn as colours, one as a plane."""
    W = torch.randn(2, int(np.prod(shape)))
    expected = 0.5 + W.reshape(2, *shape).numpy() / W.abs().max().item() / 2
    expected = np.moveaxis(expected, 1, -1) if shape[0] == 3 else expected[:, 0]
    np.testing.assert_allclose(drawn(templates(W, shape)), expected, atol=1e-6)


def test_names_stand_above_the_pictures():
    """Own names, or the class numbers."""
    assert [t.get_text() for t in templates(torch.randn(2, 4), (2, 2)).texts] == ["0", "1"]
    ax = templates(torch.randn(2, 4), (2, 2), ["cat", "dog"], title="T")
    assert [t.get_text() for t in ax.texts] == ["cat", "dog"]
    assert ax.get_title() == "T"


@pytest.mark.parametrize("value", [0.0, float("nan")])
def test_weights_without_a_scale_are_drawn(value):
    """Weights that are all 0, as before training, or nan, as after a divergence, do no harm."""
    ax = templates(torch.full((2, 4), value), (2, 2))
    ax.figure.canvas.draw()
    assert len(ax.images) == 2


@pytest.mark.parametrize(
    ("W", "shape", "message"),
    [
        (torch.randn(784, 10), (28, 28), r"\(classes, 784\) .* has \(784, 10\); .* pass W\.T"),
        (torch.randn(10, 785), (28, 28), r"has \(10, 785\); .*bias, pass W\[:, :-1\]"),
        (torch.randn(10, 28, 28), (28, 28), r"has \(10, 28, 28\); flatten"),
        (torch.randn(10, 784), 28 * (1,), r"image_shape must be \(h, w\)"),
        (torch.randn(10, 8), (2, 2, 2), r"image_shape must be .* but is \(2, 2, 2\)"),
    ],
    ids=["transposed", "bias", "not flat", "many axes", "two channels"],
)
def test_mistakes_give_one_sentence_and_no_figure(W, shape, message):
    """Each wrong shape is named with what to do."""
    with pytest.raises(ValueError, match=message):
        templates(W, shape)
    assert plt.get_fignums() == []

"""The palette is safe for colour-blind eyes, and figures stay light on a dark page."""

from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb, to_rgba

from course_lib.plots.style import (
    BAD,
    GOOD,
    INK,
    MARKERS,
    PALETTE,
    class_color,
    class_marker,
    clean_axes,
    clean_legend,
    new_axes,
    tint,
)

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
JUST_NOTICEABLE = 2.3  # CIE76 units


def seen(colors, vision):
    """CIELAB coordinates of the colours as someone with this vision sees them."""
    rgb = np.array([to_rgb(color) for color in colors])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = (linear @ np.array(VISION[vision]).T).clip(0, 1)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = linear @ to_xyz.T / to_xyz.sum(axis=1)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack(
        [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1
    )


def closest(colors, vision):
    return min(float(np.linalg.norm(a - b)) for a, b in combinations(seen(colors, vision), 2))


@pytest.mark.parametrize("vision", VISION)
def test_class_colors_differ_for_every_vision(vision):
    """Any two class colours are several times the just noticeable difference apart."""
    assert closest(PALETTE, vision) > 6 * JUST_NOTICEABLE


@pytest.mark.parametrize("vision", VISION)
def test_area_colors_differ_from_each_other_and_from_white(vision):
    """The pale colours of ten regions and the white of an undecided one can be told apart."""
    assert closest([*map(tint, PALETTE), "white"], vision) > 3 * JUST_NOTICEABLE


@pytest.mark.parametrize("vision", VISION)
def test_right_and_wrong_differ_for_every_vision(vision):
    """Even without their symbols, right and wrong have different colours."""
    assert closest([GOOD, BAD, "white", "black"], vision) > 6 * JUST_NOTICEABLE


def test_the_distance_measure_itself_catches_red_on_green():
    """Pure red and olive green, the classic bad pair, fail the threshold used above."""
    assert closest(["#A52A2A", "#556B00"], "deuteranopia") < 6 * JUST_NOTICEABLE


def test_each_class_has_its_own_colour_and_marker():
    """Ten classes share neither colour nor marker, and thirty never share both."""
    assert len({class_color(c) for c in range(10)}) == len({class_marker(c) for c in range(10)})
    assert len(set(MARKERS)) == len(set(PALETTE)) == 10
    assert len({(class_color(c), class_marker(c)) for c in range(30)}) == 30


def test_tint_runs_from_white_to_the_colour():
    """Strength 0 is white, 1 the colour itself."""
    assert tint(BAD, 0) == (1, 1, 1)
    assert tint(BAD, 1) == pytest.approx(to_rgb(BAD))


def test_figures_are_dark_on_white_even_under_a_dark_style():
    """A dark matplotlib style changes neither the white face nor the dark texts."""
    with plt.style.context("dark_background"):
        ax = clean_axes(new_axes(), title="t", xlabel="x", ylabel="y")
        ax.plot([0, 1], label="a")
        clean_legend(ax)
        ax.figure.canvas.draw()
    assert ax.figure.get_facecolor() == ax.get_facecolor() == to_rgba("white")
    texts = [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels()]
    texts += ax.get_legend().get_texts()
    assert {to_hex(text.get_color()).upper() for text in texts} == {INK}
    assert ax.get_legend().get_frame().get_facecolor()[:3] == (1, 1, 1)


def test_texts_are_large_enough():
    """No text of the axes is under 11 points."""
    ax = clean_axes(new_axes(), title="t", xlabel="x", ylabel="y")
    ax.figure.canvas.draw()
    texts = [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.get_xticklabels()]
    assert min(text.get_fontsize() for text in texts) >= 11


def test_given_axes_are_used():
    """Given axes are kept, no new figure opens, and their labels stay where none is passed."""
    figure, ax = plt.subplots()
    ax.set_title("kept")
    assert clean_axes(new_axes(ax)) is ax
    assert ax.get_title() == "kept"
    assert plt.get_fignums() == [figure.number]

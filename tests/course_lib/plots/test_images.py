"""image_grid draws every image where it belongs, on one scale, with marks that need no colour."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import to_rgba

from course_lib.plots import BAD, GOOD, image_grid


def drawn(ax):
    return np.stack([np.asarray(image.get_array()) for image in ax.images])


def frames(ax, color):
    """The collection of frames in this colour; discs are filled, frames are not."""
    return next(
        c
        for c in ax.collections
        if isinstance(c, PatchCollection)
        and len(c.get_facecolor()) == 0
        and tuple(c.get_edgecolor()[0]) == to_rgba(color)
    )


@pytest.mark.parametrize("shape", [(7, 5, 4), (7, 1, 5, 4), (7, 3, 5, 4)], ids=str)
def test_uint8_images_are_drawn_as_they_are(shape, device):
    """Each layout of bytes is drawn unchanged, 255 as 1, channels last."""
    images = torch.randint(256, shape, dtype=torch.uint8, device=device)
    expected = images.cpu().numpy() / 255
    expected = expected[:, 0] if shape[1] == 1 else expected
    expected = np.moveaxis(expected, 1, -1) if shape[1] == 3 else expected
    np.testing.assert_allclose(drawn(image_grid(images)), expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (torch.tensor([0.2, 0.6]), [0.2, 0.6]),
        (torch.tensor([0.2, 0.6], dtype=torch.bfloat16), [0.2, 0.6]),
        (torch.tensor([-1.0, 0.0, 1.0]), [0.0, 0.5, 1.0]),
        (torch.tensor([False, True]), [0.0, 1.0]),
        (torch.tensor([0, 51]), [0.0, 0.2]),
        (torch.tensor([0, 510]), [0.0, 1.0]),
        (torch.tensor([0.0, float("nan")]), [0.0, 0.0]),
        (torch.tensor([7.0, 7.0]), [0.0, 0.0]),
    ],
    ids=["unit", "bfloat16", "tanh", "bool", "bytes as int64", "wide int64", "nan", "constant"],
)
def test_default_range_is_shared(values, expected):
    """Without a range, values keep 0 … 1 or 0 … 255 where they lie within, else are stretched."""
    pixels = values.reshape(-1, 1, 1)
    np.testing.assert_allclose(drawn(image_grid(pixels)).ravel(), expected, atol=2e-3)


def test_value_range_clips():
    """With a range, what lies beyond is black or white."""
    pixels = torch.tensor([-2.0, -1.0, 0.0, 3.0]).reshape(4, 1, 1)
    image = drawn(image_grid(pixels, value_range=(-1, 1))).ravel()
    assert image.tolist() == [0, 0, 0.5, 1]


def test_list_of_images_is_accepted():
    """A list of images on a graph is as good as a tensor."""
    images = [torch.rand(3, 3, requires_grad=True) for _ in range(2)]
    np.testing.assert_allclose(drawn(image_grid(images)), torch.stack(images).detach().numpy())


def test_images_lie_row_by_row():
    """Seven images in rows of three: same tops in a row, same lefts in a column, no overlap."""
    ax = image_grid(torch.rand(7, 4, 6), columns=3)
    extents = np.array([image.get_extent() for image in ax.images])
    lefts, rights, bottoms, tops = extents.T
    assert [len(set(tops[row : row + 3])) for row in (0, 3, 6)] == [1, 1, 1]
    assert lefts[:3].tolist() == lefts[3:6].tolist()
    assert (rights[:2] < lefts[1:3]).all()
    assert bottoms[0] < tops[3] < bottoms[3] < tops[6]
    np.testing.assert_allclose((bottoms - tops) / (rights - lefts), 4 / 6)
    # y points down and everything is inside the axes.
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert bottom >= bottoms.max() > tops.min() >= top
    assert left <= lefts.min() < rights.max() <= right


def test_gap_sets_the_query_apart():
    """`gap_after=1` widens only the gap after the first column."""
    lefts = [i.get_extent()[0] for i in image_grid(torch.rand(4, 2, 2), gap_after=1).images]
    first, second, third = np.diff(lefts)
    assert first > 1.2 * second
    assert second == pytest.approx(third)


def test_titles_and_row_labels_are_written():
    """Titles may be labels of any kind; row labels come one per row."""
    ax = image_grid(
        torch.rand(3, 2, 2), torch.tensor([5, 0, 4]), columns=2, row_labels=["a", "b"], title="T"
    )
    assert [text.get_text() for text in ax.texts] == ["5", "0", "4", "a", "b"]
    assert ax.get_title() == "T"


def test_captions_and_labels_overlap_nothing():
    """No title, row label or image covers another, even with long titles in many columns."""
    count = 24
    ax = image_grid(
        torch.rand(count, 8, 8),
        [f"airplane {i}" for i in range(count)],
        columns=12,
        row_labels=["first query", "second"],
        title="over it all",
    )
    figure = ax.figure
    figure.canvas.draw()
    boxes = [text.get_window_extent() for text in [*ax.texts, ax.title]]
    boxes += [image.get_window_extent() for image in ax.images]
    for index, box in enumerate(boxes):
        assert not box.padded(-1).count_overlaps(boxes[index + 1 :])
        assert figure.bbox.x0 <= box.x0
        assert box.x1 <= figure.bbox.x1
        assert box.y1 <= figure.bbox.y1


@pytest.mark.parametrize("as_tensor", [False, True], ids=["list", "tensor"])
def test_marks_have_colour_symbol_and_line_style(as_tensor):
    """Right and wrong differ in frame colour, in line style and in the symbol on the badge."""
    marks = [True, False, True]
    ax = image_grid(torch.rand(3, 2, 2), marks=torch.tensor(marks) if as_tensor else marks)
    right, wrong = frames(ax, GOOD), frames(ax, BAD)
    assert (len(right.get_paths()), len(wrong.get_paths())) == (2, 1)
    assert right.get_linestyle() != wrong.get_linestyle()
    ticks, crosses = (c for c in ax.collections if isinstance(c, LineCollection))
    assert [len(path.vertices) for path in ticks.get_paths()] == [3, 3]  # one bent stroke each
    assert [len(path.vertices) for path in crosses.get_paths()] == [2, 2]  # two strokes
    # The wrong one is the second image: its cross lies inside that image.
    left, right_edge, bottom, top = ax.images[1].get_extent()
    strokes = np.concatenate([path.vertices for path in crosses.get_paths()])
    assert (strokes > [left, top]).all()
    assert (strokes < [right_edge, bottom]).all()


def test_an_unmarked_image_has_no_badge():
    """None leaves an image, such as the query, without a coloured frame."""
    ax = image_grid(torch.rand(2, 2, 2), marks=[None, True])
    assert len(frames(ax, GOOD).get_paths()) == 1


def test_given_axes_are_drawn_on(shown):
    """With `ax` no figure opens; without it exactly one does; nothing is ever shown."""
    figure, axes = plt.subplots(1, 2)
    assert image_grid(torch.rand(2, 3, 3), ax=axes[1]) is axes[1]
    assert plt.get_fignums() == [figure.number]
    image_grid(torch.rand(2, 3, 3))
    assert len(plt.get_fignums()) == 2
    assert shown == []


@pytest.mark.parametrize(
    ("images", "options", "message"),
    [
        (torch.rand(28, 28), {}, r"but have \(28, 28\); add the first axis with images\[None\]"),
        (torch.rand(2, 28, 28, 3), {}, r"images\.permute\(0, 3, 1, 2\)"),
        (torch.rand(2, 2, 28, 28), {}, r"\(n, 3, h, w\), but have \(2, 2, 28, 28\)"),
        (torch.rand(0, 28, 28), {}, r"at least one pixel, but have shape \(0, 28, 28\)"),
        (torch.rand(3, 2, 2), {"titles": ["a"]}, "titles must come once per image: expected 3"),
        (torch.rand(3, 2, 2), {"marks": [True]}, "marks must come once per image: expected 3"),
        (torch.rand(3, 2, 2), {"row_labels": ["a", "b"]}, "each of the 1 rows, but got 2"),
        (torch.rand(3, 2, 2), {"columns": 0}, "columns must be 1 or more, but is 0"),
        (torch.rand(3, 2, 2), {"value_range": (1, 0)}, r"value_range must be \(low, high\)"),
    ],
    ids=["one", "last", "two", "none", "titles", "marks", "rows", "columns", "range"],
)
def test_mistakes_give_one_sentence_and_no_figure(images, options, message):
    """Each wrong argument is named with what to do, and no half-drawn figure stays open."""
    with pytest.raises(ValueError, match=message):
        image_grid(images, **options)
    assert plt.get_fignums() == []

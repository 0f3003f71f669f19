"""decision_regions draws what predict says at every cell, white where it says −1."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb, to_rgba
from sklearn.neighbors import KNeighborsClassifier

from course_lib.plots import PALETTE, decision_regions
from course_lib.plots.style import MARKERS, tint

POINTS = torch.tensor([[0.0, 0.0], [1.0, 0.2], [0.3, 1.0], [0.8, 0.7]])
LABELS = torch.tensor([0, 1, 2, 1])


def cells(ax):
    return np.asarray(ax.images[0].get_array())


def by_halves(queries):
    """−1 in the left half, 0 bottom right, 1 top right."""
    bottom = (queries[:, 1] > 0.5).long()
    return torch.where(queries[:, 0] < 0.5, torch.tensor(-1, device=queries.device), bottom)


def test_cells_have_the_colour_of_their_class_and_undecided_ones_are_white():
    """Left half exactly white, bottom right class 0, top right class 1, seen the right way up."""
    ax = decision_regions(by_halves, POINTS, LABELS, resolution=40)
    picture = cells(ax)
    assert picture.shape == (40, 40, 4)
    assert (picture[:, :20] == 1).all()
    np.testing.assert_allclose(
        picture[:20, 20:, :3], np.broadcast_to(tint(PALETTE[0]), (20, 20, 3))
    )
    np.testing.assert_allclose(
        picture[20:, 20:, :3], np.broadcast_to(tint(PALETTE[1]), (20, 20, 3))
    )
    assert ax.images[0].origin == "lower"


def test_undecided_pixels_are_white_on_the_page():
    """After rendering, a pixel in an undecided area is white and one in a region is not."""
    ax = decision_regions(by_halves, POINTS, LABELS, resolution=40, legend=False)
    ax.figure.canvas.draw()
    page = np.asarray(ax.figure.canvas.buffer_rgba())
    for place, color in (((0.2, 0.55), (1, 1, 1)), ((0.95, 0.4), tint(PALETTE[0]))):
        x, y = ax.transData.transform(place)
        pixel = page[page.shape[0] - 1 - int(y), int(x), :3]
        np.testing.assert_allclose(pixel / 255, color, atol=0.01)


def test_regions_are_those_of_scikit_learn():
    """A 1-nearest-neighbour of scikit-learn, asked at the drawn places, gives the drawn colours."""
    model = KNeighborsClassifier(1).fit(POINTS.numpy(), LABELS.numpy())
    ax = decision_regions(
        lambda q: torch.from_numpy(model.predict(q.numpy())), POINTS, LABELS, resolution=50
    )
    left, right, bottom, top = ax.images[0].get_extent()
    generator = np.random.default_rng(0)
    for row, column in generator.integers(50, size=(200, 2)):
        place = (
            left + (right - left) * (column + 0.5) / 50,
            bottom + (top - bottom) * (row + 0.5) / 50,
        )
        expected = tint(PALETTE[model.predict([place])[0]])
        np.testing.assert_allclose(cells(ax)[row, column, :3], expected)


def test_predict_is_asked_once_on_the_points_device(device):
    """One call with resolution² float32 queries, on the device of the points, around them all."""
    asked = []

    def predict(queries):
        asked.append(queries)
        return torch.zeros(len(queries), dtype=torch.long, device=queries.device)

    decision_regions(predict, POINTS.to(device), LABELS.to(device), resolution=30, padding=0.25)
    (queries,) = asked
    assert queries.shape == (900, 2)
    assert queries.dtype == torch.float32
    assert queries.device.type == device.type
    # Padding 0.25 on an extent of 1 leaves 0.25 on each side, less half a cell of 1.5 / 30.
    np.testing.assert_allclose(queries.amin(0).cpu(), [-0.225, -0.225], atol=1e-6)
    np.testing.assert_allclose(queries.amax(0).cpu(), [1.225, 1.225], atol=1e-6)


def test_points_are_drawn_with_a_marker_and_a_colour_per_class():
    """Each class's points lie where they are, in its colour; all markers differ."""
    ax = decision_regions(by_halves, POINTS, LABELS, resolution=10)
    clouds = [c for c in ax.collections if c.get_label().startswith("class")]
    assert [c.get_label() for c in clouds] == ["class 0", "class 1", "class 2"]
    for index, cloud in enumerate(clouds):
        np.testing.assert_allclose(cloud.get_offsets(), POINTS[index == LABELS])
        assert tuple(cloud.get_facecolor()[0]) == to_rgba(PALETTE[index])
    shapes = {cloud.get_paths()[0].vertices.tobytes() for cloud in clouds}
    assert len(shapes) == 3
    assert len(set(MARKERS)) == 10


def test_region_borders_are_drawn():
    """Where the class changes there is a line, for eyes that see no colours."""
    halves = decision_regions(lambda q: (q[:, 0] > 0.5).long(), POINTS, LABELS, resolution=20)
    lines = [path.vertices for c in halves.collections for path in c.get_paths()]
    vertical = [v for v in lines if len(v) > 10 and np.allclose(v[:, 0], 0.5, atol=0.05)]
    assert vertical


@pytest.mark.parametrize(
    ("predict", "last"),
    [(by_halves, "undecided"), (lambda q: torch.zeros(len(q), dtype=torch.long), "class 2")],
    ids=["some undecided", "none undecided"],
)
def test_legend_names_undecided_only_where_it_occurs(predict, last):
    """The white patch is in the legend exactly when a cell is undecided."""
    ax = decision_regions(predict, POINTS, LABELS, resolution=10)
    assert [t.get_text() for t in ax.get_legend().get_texts()][-1] == last


def test_names_and_legend_are_optional():
    """Own names replace "class c"; `legend=False` draws none."""
    ax = decision_regions(by_halves, POINTS, LABELS, names=["cat", "dog", "ship"], resolution=10)
    assert [t.get_text() for t in ax.get_legend().get_texts()][:3] == ["cat", "dog", "ship"]
    ax = decision_regions(by_halves, POINTS, LABELS, resolution=10, legend=False)
    assert ax.get_legend() is None


def test_nothing_leaves_the_figure():
    """Title, tick labels and the legend beside the square axes lie inside the page."""
    ax = decision_regions(by_halves, POINTS * 9, LABELS, resolution=10, title="k = 1")
    ax.figure.canvas.draw()
    page, drawn = ax.figure.bbox, ax.get_tightbbox()
    assert page.x0 <= drawn.x0 < drawn.x1 <= page.x1
    assert page.y0 <= drawn.y0 < drawn.y1 <= page.y1
    assert not ax.get_legend().get_window_extent().overlaps(ax.get_window_extent())


@pytest.mark.parametrize("count", [1, 3], ids=["one point", "one line"])
def test_flat_sets_of_points_have_a_picture(count):
    """One point, or points on a line, still get an area around them."""
    points = torch.tensor([[2.0, 5.0]]).repeat(count, 1) + torch.arange(count)[:, None] * (
        torch.tensor([1.0, 0.0])
    )
    ax = decision_regions(by_halves, points, torch.zeros(count, dtype=torch.long), resolution=4)
    left, right, bottom, top = ax.images[0].get_extent()
    assert left < 2 < right
    assert bottom < 5 < top


def test_ten_classes_and_white_are_eleven_colours():
    """Ten classes and undecided are all drawn differently."""
    ax = decision_regions(
        lambda q: torch.arange(len(q)) % 11 - 1, POINTS, LABELS, num_classes=10, resolution=11
    )
    assert len(np.unique(cells(ax).reshape(-1, 4), axis=0)) == 11


def test_numpy_labels_are_accepted(shown):
    """A predict that returns an array will do, and nothing is shown by itself."""
    ax = decision_regions(lambda q: np.zeros(len(q), int), POINTS.numpy(), [0, 1, 2, 1])
    assert to_rgb(cells(ax)[0, 0, :3]) == pytest.approx(tint(PALETTE[0]))
    assert shown == []


@pytest.mark.parametrize(
    ("predict", "message"),
    [
        (lambda q: None, "returned None; add return"),
        (lambda q: torch.zeros(4).long(), "one label per query, 100 of them, but returned 4"),
        (lambda q: torch.zeros(len(q)), r"must be integers, but are float32"),
        (lambda q: torch.zeros(len(q), 3), r"one axis.*\(100, 3\); .*argmax"),
        (lambda q: torch.full((len(q),), -2), "must be -1 or more, but the smallest is -2"),
        (lambda q: torch.full((len(q),), 7), "below num_classes = 3, but the largest is 7"),
    ],
    ids=["none", "length", "float", "scores", "below", "above"],
)
def test_what_predict_may_not_return(predict, message):
    """Each wrong answer of predict gets a sentence of its own, and leaves no figure open."""
    with pytest.raises(ValueError, match=message):
        decision_regions(predict, POINTS, LABELS, num_classes=3, resolution=10)
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("points", "labels", "options", "message"),
    [
        (torch.rand(4, 3), LABELS, {}, r"shape \(n, 2\), but have \(4, 3\)"),
        (torch.rand(0, 2), LABELS[:0], {}, r"shape \(n, 2\), but have \(0, 2\)"),
        (torch.rand(3, 2), LABELS, {}, "there are 3 points and 4 labels"),
        (torch.full((4, 2), float("nan")), LABELS, {}, "must be finite"),
        (POINTS, LABELS, {"resolution": 1}, "resolution must be 2 or more, but is 1"),
        (POINTS, LABELS, {"names": ["a"]}, "each of the 3 classes, but got 1"),
    ],
    ids=["features", "empty", "labels", "nan", "resolution", "names"],
)
def test_mistakes_give_one_sentence(points, labels, options, message):
    """Each wrong argument is named with what came."""
    with pytest.raises(ValueError, match=message):
        decision_regions(by_halves, points, labels, **options)

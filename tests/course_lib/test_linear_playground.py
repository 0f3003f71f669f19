"""The linear playground shows what the student's functions say to its sliders, errors too."""

import io

import matplotlib.image
import pytest
import torch
from torch.nn import functional as F

from course_lib.linear_playground import linear_playground


def scores(W, x, b):
    return x @ W.T + b


def hinge(s, y):
    return s.shape[1] * F.multi_margin_loss(s, y), torch.zeros_like(s)


LOSSES = {"hinge": hinge, "entropy": F.cross_entropy}


def widgets(box):
    """Every widget below a box."""
    for child in getattr(box, "children", ()):
        yield child
        yield from widgets(child)


def control(box, name):
    return next(child for child in widgets(box) if getattr(child, "description", None) == name)


def status(box):
    return box.children[-2].value


def picture(box):
    return matplotlib.image.imread(io.BytesIO(box.children[-1].value), format="png")


def is_hidden(box):
    return box.children[-1].layout.display == "none"


def numbers(box, classes=3):
    return torch.tensor([[control(box, f"{what} of {c}").value for what in ("w₁", "w₂", "b")]
                         for c in range(classes)])  # fmt: skip


@pytest.fixture
def box():
    return linear_playground(scores, LOSSES, resolution=15)


def told(box, name):
    """The number that the status gives for a loss."""
    return float(status(box).split(f"{name} ")[1].split(";")[0].split(". ")[0])


def test_the_first_picture_and_both_losses_are_there_at_once(box):
    assert picture(box).shape[2] == 4
    assert not is_hidden(box)
    assert told(box, "hinge") > 0
    assert "of the points are classified right" in status(box)


def test_the_losses_are_those_of_the_sliders():
    """What is told is what the student's loss says of scores at the slider's numbers."""
    seen = []

    def watching(W, x, b):
        seen.append((W, x, b))
        return x @ W.T + b

    box = linear_playground(watching, LOSSES, resolution=5)
    control(box, "w₁ of 1").value = 2.5
    control(box, "b of 2").value = -1.0
    W, x, b = seen[-1]
    assert W.tolist() == numbers(box)[:, :2].tolist()
    assert W[1, 0] == 2.5
    assert b[2] == -1.0
    labels = torch.arange(90) % 3
    expected = {name: loss(x @ W.T + b, labels) for name, loss in LOSSES.items()}
    assert told(box, "entropy") == pytest.approx(expected["entropy"].item(), abs=6e-4)
    assert told(box, "hinge") == pytest.approx(expected["hinge"][0].item(), abs=6e-4)


def test_a_slider_changes_the_picture(box):
    before = picture(box)
    control(box, "b of 0").value = 6.0
    assert (picture(box) != before).any()


def test_twice_and_half_the_weights(box):
    before = numbers(box)
    control(box, "W × 2").click()
    torch.testing.assert_close(numbers(box), 2 * before)
    control(box, "W ÷ 2").click()
    torch.testing.assert_close(numbers(box), before)


def test_doubling_stops_at_the_end_of_the_sliders_and_says_so(box):
    control(box, "w₂ of 0").value = 5.0
    before = numbers(box)
    control(box, "W × 2").click()
    assert torch.equal(numbers(box), before)
    assert "The sliders end at ±6" in status(box)


@pytest.mark.parametrize("name", LOSSES)
def test_nudges_lower_the_loss_that_was_chosen(box, name):
    control(box, "data").value = "islands"
    control(box, "loss").value = name
    before = told(box, name)
    control(box, "100 nudges").click()
    assert told(box, name) < before
    assert "nudges lowered the loss" in status(box)


@pytest.mark.parametrize(
    ("data", "classes"),
    [("three blobs", 3), ("two blobs", 2), ("XOR", 2), ("ring", 2), ("islands", 2)],
)
def test_every_data_set_has_a_row_of_sliders_for_each_class(box, data, classes):
    control(box, "data").value = "two blobs" if data != "two blobs" else "XOR"
    control(box, "data").value = data
    assert not is_hidden(box)
    rows = [child for child in box.children if getattr(child, "children", None)][:3]
    assert [row.layout.display for row in rows] == [None] * classes + ["none"] * (3 - classes)


def test_each_change_draws_once(monkeypatch):
    """Setting nine sliders by a button is one drawing."""
    calls = []
    box = linear_playground(scores, {"one": lambda s, y: calls.append(1) or 0.0}, resolution=5)
    del calls[:]
    control(box, "W × 2").click()
    assert len(calls) == 1
    control(box, "data").value = "XOR"
    assert len(calls) == 2


def test_new_points_are_new(box):
    before = status(box)
    control(box, "new points").click()
    assert status(box) != before


def not_written(s, y):
    raise NotImplementedError


@pytest.mark.parametrize(
    ("scores_fn", "loss", "sentence"),
    [
        (scores, not_written, "is not written yet"),
        (lambda W, x, b: None, hinge, "of shape (90, 3), but gave NoneType"),
        (lambda W, x, b: W @ x.T, hinge, "of shape (90, 3), but gave (3, 90)"),
        (scores, lambda s, y: 1 / 0, "ZeroDivisionError: division by zero"),
        (scores, lambda s, y: None, "stopped with TypeError"),
    ],
    ids=["stub", "none", "transposed", "crash", "no value"],
)
def test_errors_are_one_sentence_in_place_of_the_picture(scores_fn, loss, sentence):
    box = linear_playground(scores_fn, {"hinge": loss}, resolution=5)
    assert sentence in status(box)
    assert is_hidden(box)
    control(box, "100 nudges").click()
    assert sentence in status(box)


def test_a_nan_is_told_and_a_good_loss_recovers():
    wrong = {"on": True}

    def loss(s, y):
        return torch.tensor(float("nan")) if wrong["on"] else torch.tensor(0.5)

    box = linear_playground(scores, {"loss": loss}, resolution=5)
    assert "loss nan" in status(box)
    wrong["on"] = False
    control(box, "b of 0").value = 1.0
    assert "loss 0.500" in status(box)


def test_functions_cannot_spoil_the_points():
    """Functions that change their arguments in place get fresh copies each time."""

    def spoil(W, x, b):
        table = x @ W.T + b
        x.zero_()
        W.zero_()
        return table

    def spoiling(s, y):
        value = F.cross_entropy(s, y)
        s.zero_()
        y.zero_()
        return value

    box = linear_playground(spoil, {"a": spoiling, "b": F.cross_entropy}, resolution=5)
    clean = linear_playground(scores, {"a": F.cross_entropy, "b": F.cross_entropy}, resolution=5)
    assert status(box) == status(clean)
    control(box, "b of 0").value = control(clean, "b of 0").value = 2.0
    assert status(box) == status(clean)


@pytest.mark.parametrize(
    ("scores_fn", "losses", "says"),
    [
        (torch.zeros(3), LOSSES, "scores must be a function, but is Tensor"),
        (scores, {"hinge": 0.5}, "hinge must be a function, but is float"),
        (scores, {}, "losses must map names to functions"),
        (scores, hinge, "losses must map names to functions"),
    ],
    ids=["scores", "loss", "none", "no dict"],
)
def test_what_is_no_function_is_refused(scores_fn, losses, says):
    with pytest.raises(ValueError, match=says):
        linear_playground(scores_fn, losses)


def test_drawing_opens_no_figure(box):
    import matplotlib.pyplot as plt

    assert plt.get_fignums() == []

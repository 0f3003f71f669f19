"""The playground asks the student's function for what its controls say, and survives its errors."""

import io
import subprocess
import sys

import matplotlib.image
import numpy as np
import pytest
import torch

from course_lib.playground import knn_playground


class Spy:
    """A student's predict that remembers how it was called."""

    def __init__(self, answer=lambda queries: torch.zeros(len(queries), dtype=torch.long)):
        self.calls = []
        self.answer = answer

    def __call__(self, points, labels, queries, k, metric):
        """Remember the arguments, then answer."""
        self.calls.append((points, labels, queries, k, metric))
        return self.answer(queries)

    @property
    def last(self):
        """Points, labels, k and metric of the latest call."""
        points, labels, _, k, metric = self.calls[-1]
        return points, labels, k, metric


def control(box, name):
    return next(child for child in box.children if getattr(child, "description", None) == name)


def picture(box):
    """The PNG shown, as an array."""
    return matplotlib.image.imread(io.BytesIO(box.children[-1].value), format="png")


def status(box):
    return box.children[-2].value


def is_hidden(box):
    return box.children[-1].layout.display == "none"


@pytest.fixture
def spy():
    return Spy()


@pytest.fixture
def box(spy):
    return knn_playground(spy, resolution=20)


def test_the_first_picture_is_there_at_once(box, spy):
    """Building the playground asks for the regions and for the points themselves, then draws."""
    points, labels, queries, k, metric = spy.calls[0]
    assert points.shape == (60, 2)
    assert labels.shape == (60,)
    assert queries.shape == (400, 2)
    assert isinstance(k, int)
    assert (k, metric) == (1, "L2")
    assert picture(box).shape[2] == 4
    assert not is_hidden(box)


@pytest.mark.parametrize("name", ["k", "classes", "points"])
def test_sliders_wait_until_they_are_let_go(box, name):
    """No slider redraws while it is being dragged."""
    assert control(box, name).continuous_update is False


def test_k_and_metric_reach_predict_with_the_same_points(box, spy):
    """Changing k or the metric asks again about the very same points."""
    before = spy.last
    control(box, "k").value = 7
    assert spy.last[2:] == (7, "L2")
    control(box, "metric").value = "L1"
    assert spy.last[2:] == (7, "L1")
    assert torch.equal(spy.last[0], before[0])
    assert torch.equal(spy.last[1], before[1])


def test_each_change_draws_once(box, spy):
    """One change of a control is one drawing: a call for the regions and one for the points."""
    del spy.calls[:]
    control(box, "k").value = 5
    assert [len(call[2]) for call in spy.calls] == [400, 60]
    control(box, "classes").value = 4
    assert len(spy.calls) == 4


@pytest.mark.parametrize("shape", ["blobs", "rings", "spiral"])
def test_classes_points_and_data_make_new_points(box, spy, shape):
    """The numbers of classes and points are those asked for, for every data set."""
    control(box, "data").value = shape
    control(box, "classes").value = 5
    control(box, "points").value = 110
    points, labels, _, _ = spy.last
    assert points.shape == (110, 2)
    assert labels.bincount().tolist() == [22] * 5


def test_new_points_are_new_and_repeatable(box, spy):
    """The button draws other points; the same seed gives the same ones in another playground."""
    first = spy.last[0]
    control(box, "new points").click()
    assert not torch.equal(spy.last[0], first)
    other = Spy()
    knn_playground(other, seed=1, resolution=5)
    assert torch.equal(other.last[0], spy.last[0])


def test_a_change_of_the_answer_changes_the_picture():
    """What predict answers is what is drawn: all undecided is whiter than all class 0."""
    whole = picture(knn_playground(Spy(), resolution=20))
    empty = picture(knn_playground(Spy(lambda q: torch.full((len(q),), -1)), resolution=20))
    white = [(image[..., :3] == 1).all(axis=-1).mean() for image in (whole, empty)]
    assert white[1] > white[0] + 0.3


def test_status_says_how_many_are_right_and_undecided():
    """Half the plane undecided and class 0 everywhere else are told in numbers."""

    def answer(queries):
        # The regions are asked for first: half of them undecided; the points are all class 0.
        if len(queries) == 400:
            return torch.arange(400) % 2 - 1
        return torch.zeros(len(queries), dtype=torch.long)

    text = status(knn_playground(Spy(answer), resolution=20))
    assert "33.3 % of the points drawn are classified right" in text  # 20 of 60 are class 0
    assert "50.0 % of the picture is undecided" in text


def test_an_error_is_one_sentence_and_the_next_change_recovers():
    """An exception hides the stale picture behind a sentence; a good answer brings it back."""
    wrong = {"on": True}

    def answer(queries):
        if wrong["on"]:
            raise RuntimeError("a and b\nmust <match>")
        return torch.zeros(len(queries), dtype=torch.long)

    box = knn_playground(Spy(answer), resolution=20)
    assert is_hidden(box)
    assert "predict stopped with RuntimeError: a and b must &lt;match&gt;" in status(box)
    assert "Traceback" not in status(box)
    wrong["on"] = False
    control(box, "k").value = 3
    assert not is_hidden(box)
    assert "k = 3" in status(box)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda q: torch.zeros(len(q)), "must be integers, but are float32"),
        (lambda q: None, "returned None; add return"),
        (lambda q: torch.zeros(3).long(), "400 of them, but returned 3"),
        (lambda q: torch.full((len(q),), 9), "below num_classes = 3, but the largest is 9"),
        (lambda q: 1 / 0, "ZeroDivisionError: division by zero"),
    ],
    ids=["floats", "none", "length", "class", "crash"],
)
def test_wrong_answers_are_explained(answer, sentence):
    """What predict may not return is said in a sentence, in place of the picture."""
    box = knn_playground(Spy(answer), resolution=20)
    assert sentence in status(box)
    assert is_hidden(box)


def test_an_unwritten_predict_is_no_error():
    """The stub that a lab starts with asks the student to write it."""

    def stub(points, labels, queries, k, metric):
        raise NotImplementedError

    assert "predict is not written yet" in status(knn_playground(stub))


def test_predict_cannot_spoil_the_points():
    """A predict that changes its arguments in place gets fresh copies each time."""

    def spoil(points, labels, queries, k, metric):
        seen.append(points.clone())
        points.zero_()
        labels.zero_()
        return torch.zeros(len(queries), dtype=torch.long)

    seen = []
    box = knn_playground(spoil, resolution=20)
    control(box, "k").value = 2
    assert seen[0].abs().sum() > 0
    assert all(torch.equal(points, seen[0]) for points in seen)


def test_arrays_are_good_answers():
    """A predict that returns a NumPy array works."""
    box = knn_playground(Spy(lambda q: np.zeros(len(q), int)), resolution=20)
    assert "33.3 %" in status(box)


def test_drawing_opens_no_figure():
    """The picture is drawn outside pyplot, so nothing has to be closed or is shown twice."""
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    box = knn_playground(Spy(), resolution=20)
    control(box, "k").value = 2
    assert plt.get_fignums() == before


def test_predict_must_be_a_function():
    """Calling the function by mistake is answered with a sentence."""
    with pytest.raises(ValueError, match="must be a function, but is Tensor; pass its name"):
        knn_playground(torch.zeros(3))


def test_the_largest_k_fits_the_fewest_points(box):
    """No setting of the controls asks for more neighbours than there are points."""
    assert control(box, "k").max <= control(box, "points").min


def test_importing_loads_no_plotting():
    """The modules load matplotlib and ipywidgets only when something is drawn."""
    code = (
        "import sys, course_lib.playground, course_lib.toy;"
        "print(sorted({'matplotlib', 'ipywidgets', 'IPython'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

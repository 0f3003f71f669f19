"""The classifier behind the measures: good enough, trained once, kept, never downloaded."""

import pytest
import torch

from course_lib import data
from course_lib.metrics import cache, digit_classifier, to_unit_range


@pytest.fixture(scope="module")
def digits():
    return data.load("digits", device="cpu")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A data folder of its own, in which the classifier has been trained once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def fresh(home, monkeypatch):
    """As in a new process that uses this folder."""
    monkeypatch.setenv("COURSE_DATA", str(home))
    monkeypatch.setattr(cache, "_kept", {})
    return home


@pytest.fixture
def net(fresh, digits):
    return digit_classifier(digits)


def test_it_reads_digits_that_it_has_not_seen(net, digits):
    found = net.probabilities(to_unit_range(digits.test_images)).argmax(dim=1)
    assert (found == digits.test_labels).float().mean() > 0.95


def test_features_have_spread_one_on_the_training_pictures(net, digits):
    spread = net.features(to_unit_range(digits.train_images)).std(dim=0)
    torch.testing.assert_close(spread, torch.ones(64), rtol=1e-3, atol=1e-3)


def test_it_is_trained_once_and_then_read(net, fresh, digits, monkeypatch):
    assert len(list((fresh / "classifiers").glob("*.pt"))) == 1
    monkeypatch.setattr(cache, "_kept", {})
    monkeypatch.setattr(cache, "train_classifier", lambda *_: pytest.fail("trained again"))
    again = digit_classifier(digits)
    x = to_unit_range(digits.test_images[:5])
    assert torch.equal(again(x), net(x))


def test_a_damaged_file_is_replaced(net, fresh, digits, monkeypatch):
    (path,) = (fresh / "classifiers").glob("*.pt")
    whole = path.read_bytes()
    path.write_bytes(b"half a file")
    monkeypatch.setattr(cache, "_kept", {})
    trained = []
    monkeypatch.setattr(cache, "train_classifier", lambda *_: trained.append(1) or net)
    digit_classifier(digits)
    assert trained == [1]
    assert len(path.read_bytes()) == pytest.approx(len(whole), abs=2_000)


def test_a_folder_that_cannot_be_written_stops_nothing(net, digits, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "file"))
    monkeypatch.setattr(cache, "_kept", {})
    monkeypatch.setattr(cache, "train_classifier", lambda *_: net)
    assert digit_classifier(digits).features(torch.zeros(2, 1, 28, 28)).shape == (2, 64)


def test_other_pictures_have_another_classifier(digits):
    inverted = data.Dataset(**{**vars(digits), "train_images": 255 - digits.train_images})
    assert cache._fingerprint(inverted) != cache._fingerprint(digits)


def test_training_leaves_the_callers_random_numbers_alone(digits, monkeypatch):
    from course_lib.metrics import classifier

    monkeypatch.setattr(classifier, "_STEPS", 2)
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    first = classifier.train_classifier(digits.train_images, digits.train_labels, 10)
    assert torch.equal(torch.rand(3), expected)
    again = classifier.train_classifier(digits.train_images, digits.train_labels, 10)
    x = torch.zeros(1, 1, 28, 28)
    assert torch.equal(first(x), again(x))


def test_pictures_of_another_shape_are_named(net):
    with pytest.raises(ValueError, match=r"got \(2, 784\)"):
        net.features(torch.zeros(2, 784))


def test_bytes_become_numbers_from_minus_one_to_one():
    images = torch.tensor([[[0, 51, 255]]], dtype=torch.uint8)
    torch.testing.assert_close(to_unit_range(images), torch.tensor([[[[-1.0, -0.6, 1.0]]]]))

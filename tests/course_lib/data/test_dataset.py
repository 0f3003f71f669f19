"""The split into training, validation and test images."""

import dataclasses

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_lib.data.dataset import Raw, split

CPU = torch.device("cpu")


def raw(n=70, cap=None):
    images = torch.arange(n)[:, None, None].expand(n, 2, 2).to(torch.uint8)
    return Raw("numbers", ("a", "b"), (images, torch.arange(n)), (images[:3], torch.arange(3)), cap)


@given(n=st.integers(1, 200), share=st.floats(0, 1, exclude_max=True))
def test_every_image_trains_or_validates_exactly_once(n, share):
    dataset = split(raw(n), "x", int(n * share), CPU)
    assert len(dataset.val_labels) == int(n * share)
    both = torch.cat([dataset.train_labels, dataset.val_labels])
    assert both.sort().values.tolist() == list(range(n))
    for images, labels in (
        (dataset.train_images, dataset.train_labels),
        (dataset.val_images, dataset.val_labels),
    ):
        assert torch.equal(images[:, 0, 0].long(), labels)
        assert labels.tolist() == sorted(labels.tolist())  # the file's order is kept


def test_the_split_is_the_same_every_time_and_not_simply_the_end():
    first, second = (split(raw(), "x", 10, CPU).val_labels.tolist() for _ in range(2))
    assert first == second
    assert first not in (list(range(10)), list(range(60, 70)))


def test_the_split_is_the_one_that_published_numbers_belong_to():
    # Drawn once with numpy.random.RandomState(0), whose numbers never change.
    assert split(raw(10), "x", 3, CPU).val_labels.tolist() == [2, 4, 8]


def test_a_larger_validation_set_contains_the_smaller_one():
    small, large = (set(split(raw(), "x", k, CPU).val_labels.tolist()) for k in (10, 20))
    assert small < large


def test_no_validation_images_can_be_asked_for():
    dataset = split(raw(), "x", 0, CPU)
    assert dataset.val_images.shape == (0, 2, 2)
    assert (dataset.val_images.dtype, dataset.val_labels.dtype) == (torch.uint8, torch.int64)
    assert len(dataset.train_labels) == 70


@pytest.mark.parametrize(("n", "expected"), [(60_000, 5_000), (10_000, 1_429), (70, 10), (1, 0)])
def test_left_out_it_is_5000_or_a_seventh(n, expected):
    assert len(split(raw(n), "x", None, CPU).val_labels) == expected


@pytest.mark.parametrize("validation", [70, 71])
def test_too_many_are_told(validation):
    told = f"`validation` is {validation}, but numbers has 70 training images"
    with pytest.raises(ValueError, match=told):
        split(raw(), "x", validation, CPU)


@pytest.mark.parametrize("validation", [-1, 0.1, True, "5"])
def test_what_is_no_number_of_images_is_told(validation):
    with pytest.raises(ValueError, match="expected a number of images"):
        split(raw(), "x", validation, CPU)


@pytest.mark.parametrize(("validation", "given"), [(5_000, 10), (10, 10), (3, 3), (0, 0)])
def test_a_stand_in_gives_no_more_than_its_cap(validation, given):
    assert len(split(raw(cap=10), "x", validation, CPU).val_labels) == given


def test_a_data_set_cannot_be_changed_by_mistake():
    dataset = split(raw(), "x", 0, CPU)
    with pytest.raises(dataclasses.FrozenInstanceError):
        dataset.name = "y"


def test_it_describes_itself_in_a_line():
    assert repr(split(raw(), "x", 10, CPU)) == (
        "numbers: 60 training, 10 validation and 3 test images of 2 × 2, 2 classes, on cpu"
    )

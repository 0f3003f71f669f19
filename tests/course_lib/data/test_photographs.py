"""The colour pictures for a machine without CIFAR-10."""

import pytest

from course_lib import data


@pytest.fixture(scope="module")
def pictures():
    return data.photographs(device="cpu")


def test_they_are_the_same_every_time(pictures):
    assert pictures.train_images.equal(data.photographs(device="cpu").train_images)


@pytest.mark.parametrize(("part", "count"), [("train", 1200), ("val", 400), ("test", 400)])
def test_every_part_has_as_many_of_each_class(pictures, part, count):
    images, labels = getattr(pictures, f"{part}_images"), getattr(pictures, f"{part}_labels")
    assert images.shape == (count, 3, 32, 32)
    assert labels.bincount().tolist() == [count // 8] * 8


def test_no_test_picture_shares_a_row_of_pixels_with_a_training_picture(pictures):
    """Bands keep the parts apart: a row of 32 colour pixels in both would give a place away."""
    rows = {part: {row.tobytes() for row in getattr(pictures, f"{part}_images").permute(0, 2, 3, 1)
                   .reshape(-1, 96).numpy() if row.std() > 20}
            for part in ("train", "test")}  # fmt: skip
    assert len(rows["test"]) > 1_000
    assert not rows["train"] & rows["test"]

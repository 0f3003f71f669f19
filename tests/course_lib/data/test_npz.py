"""Data sets of one's own: what is read, and how each mistake is told."""

import io

import numpy as np
import pytest
import torch

from course_lib.data import DataError, read_npz


def arrays(**changed):
    images = np.arange(4 * 5 * 6, dtype=np.uint8).reshape(4, 5, 6)
    good = {
        "train_images": images,
        "train_labels": np.array([0, 1, 2, 1]),
        "test_images": images[:2],
        "test_labels": np.array([2, 0]),
    }
    return {key: value for key, value in (good | changed).items() if value is not None}


@pytest.fixture
def write(tmp_path):
    """Write an .npz file and give its path."""

    def to_file(**content):
        np.savez(tmp_path / "mine.npz", **content)
        return tmp_path / "mine.npz"

    return to_file


def test_what_was_written_is_read(write):
    raw = read_npz(write(**arrays()))
    assert np.array_equal(raw.train[0].numpy(), arrays()["train_images"])
    assert raw.test[1].tolist() == [2, 0]
    assert (raw.source, raw.classes) == ("mine.npz", ("0", "1", "2"))
    assert (raw.train[0].dtype, raw.train[1].dtype) == (torch.uint8, torch.int64)


@pytest.mark.parametrize("dtype", ["uint8", "int32", ">i4", "uint64"])
def test_labels_may_have_any_whole_dtype(write, dtype):
    raw = read_npz(write(**arrays(train_labels=np.array([0, 1, 2, 1], dtype=dtype))))
    assert (raw.train[1].dtype, raw.train[1].tolist()) == (torch.int64, [0, 1, 2, 1])


def test_names_of_classes_are_kept_and_allow_classes_without_images(write):
    raw = read_npz(write(**arrays(), classes=np.array(["cat", "car", "frog", "ship"])))
    assert raw.classes == ("cat", "car", "frog", "ship")


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((4, 3, 8, 9), (4, 3, 8, 9)),
        ((4, 8, 9, 3), (4, 3, 8, 9)),
        ((4, 1, 8, 9), (4, 8, 9)),
        ((4, 8, 9, 1), (4, 8, 9)),
    ],
    ids=["channels first", "channels last", "one first", "one last"],
)
def test_colour_has_its_channels_first_and_grey_has_none(write, shape, expected):
    images = np.random.RandomState(0).randint(0, 256, shape).astype(np.uint8)
    raw = read_npz(write(**arrays(train_images=images, test_images=images[:2])))
    assert raw.train[0].shape == expected
    last = images if shape[-1] in (1, 3) else images.transpose(0, 2, 3, 1)
    got = raw.train[0].reshape(4, -1, 8, 9)
    assert got[2, -1, 5, 6] == last[2, 5, 6, -1]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"test_labels": None}, "lacks test_labels; expected the arrays train_images, train_lab"),
        ({"train_images": np.zeros((4, 5, 6))}, "train_images .* dtype float64; expected uint8"),
        ({"test_images": np.zeros((2, 6), np.uint8)}, r"test_images .* shape \(2, 6\); expected"),
        ({"train_images": np.zeros((4, 5, 6, 2), np.uint8)}, r"shape \(4, 5, 6, 2\); expected"),
        ({"train_images": np.zeros((0, 5, 6), np.uint8)}, "at least one image"),
        ({"test_images": np.zeros((2, 6, 5), np.uint8)}, "expected the same shape in both"),
        ({"train_labels": np.array([0, 1, 2])}, "4 train_images and 3 train_labels"),
        ({"test_labels": np.array([2, 0, 1])}, "2 test_images and 3 test_labels"),
        ({"train_labels": np.array([0.0, 1, 2, 1])}, "train_labels .* dtype float64"),
        ({"train_labels": np.array([True, False, True, True])}, "dtype bool"),
        ({"train_labels": np.eye(4, dtype=int)}, r"shape \(4, 4\); expected whole numbers"),
        ({"train_labels": np.array([1, 2, 3, 1])}, "go from 0 to 3; with 3 different training"),
        ({"train_labels": np.array([-1, 0, 1, 2])}, "go from -1 to 2"),
        ({"test_labels": np.array([3, 0])}, "go from 0 to 3; .* numbers from 0 to 2"),
        ({"classes": np.array(["a", "b"])}, "go from 0 to 2; with its 2 classes, .* from 0 to 1"),
        ({"test_labels": np.array([2, None])}, "holds Python objects, which are never loaded"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(write, changed, told):
    with pytest.raises(DataError, match=told) as caught:
        read_npz(write(**arrays(**changed)))
    assert "\n" not in str(caught.value)
    assert "mine.npz" in str(caught.value)


def packed():
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays())
    return buffer.getvalue()


def single():
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(3))
    return buffer.getvalue()


def flipped():
    content = bytearray(packed())
    content[60:200] = bytes(140)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is no .npz file"),
        (b"hello, world", "is no .npz file"),
        (single(), "is no .npz file"),
        (packed()[:-30], "cannot be read as an .npz file"),
        (packed()[:200], "cannot be read as an .npz file"),
        (flipped(), "cannot be read as an .npz file"),
    ],
    ids=["empty", "text", ".npy", "end missing", "half missing", "overwritten"],
)
def test_what_is_no_whole_npz_is_told(tmp_path, content, told):
    (tmp_path / "mine.npz").write_bytes(content)
    with pytest.raises(DataError, match=told):
        read_npz(tmp_path / "mine.npz")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(DataError, match=r"there is no file .*mine.npz"):
        read_npz(tmp_path / "mine.npz")


def test_a_folder_is_told(tmp_path):
    with pytest.raises(DataError, match="there is no file"):
        read_npz(tmp_path)

"""Data sets of one's own, from a NumPy ``.npz`` file."""

import zipfile
import zlib
from pathlib import Path

import numpy as np
import torch

from course_lib.data.dataset import Images, Labels, Raw
from course_lib.data.errors import DataError

_KEYS = ("train_images", "train_labels", "test_images", "test_labels")
_COLOURS = 3


def read_npz(path: Path, source: str | None = None) -> Raw:
    """Read ``train_images, train_labels, test_images, test_labels`` and, if there, ``classes``.

    Images are uint8: grey (n, h, w), or colour with the channels before the height or after the
    width. Labels are whole numbers from 0, with an image of every class among the training
    images. Nothing in the file is executed: pickled objects are refused.

    Args:
        path: The file.
        source: What to call the data set; the file's name when left out.

    Raises:
        DataError: The file is missing, is no ``.npz`` file, or its content is not as above.

    Example:
        >>> read_npz(Path("nowhere.npz"))
        Traceback (most recent call last):
        course_lib.data.errors.DataError: there is no file nowhere.npz; check the path, ...
    """
    arrays = _arrays(path)
    missing = [key for key in _KEYS if key not in arrays]
    if missing:
        raise DataError(
            f"{path} lacks {', '.join(missing)}; expected the arrays {', '.join(_KEYS)}."
        )
    train, test = (
        (_images(path, f"{part}_images", arrays), _labels(path, f"{part}_labels", arrays))
        for part in ("train", "test")
    )
    for part, (images, labels) in (("train", train), ("test", test)):
        if len(images) != len(labels):
            raise DataError(
                f"{path} has {len(images)} {part}_images and {len(labels)} {part}_labels; "
                "expected one label per image."
            )
    if train[0].shape[1:] != test[0].shape[1:]:
        raise DataError(
            f"{path} has training images of shape {tuple(train[0].shape[1:])} and test images of "
            f"shape {tuple(test[0].shape[1:])}; expected the same shape in both."
        )
    return Raw(source or path.name, _classes(path, arrays, train[1], test[1]), train, test)


def _arrays(path: Path) -> dict[str, np.ndarray]:
    if not path.is_file():
        raise DataError(f"there is no file {path}; check the path, or the folder you started in.")
    # NumPy and zipfile answer a broken file with any of these.
    broken = (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error)
    try:
        # Opened here, since NumPy leaves a file open that it cannot read.
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                raise DataError(f"{path} is no .npz file; write one with `numpy.savez_compressed`.")
            file.seek(0)
            with np.load(file, allow_pickle=False) as stored:
                keys = [key for key in (*_KEYS, "classes") if key in stored.files]
                return {key: stored[key] for key in keys}
    except broken as error:
        if "pickle" in str(error) or "Object arrays" in str(error):
            raise DataError(
                f"{path} holds Python objects, which are never loaded; expected arrays of numbers "
                "(and of text for `classes`)."
            ) from None
        raise DataError(
            f"{path} cannot be read as an .npz file ({error}); copy or write it again."
        ) from None


def _images(path: Path, key: str, arrays: dict[str, np.ndarray]) -> Images:
    images = arrays[key]
    if images.dtype != np.uint8:
        raise DataError(
            f"{key} in {path} has dtype {images.dtype}; expected uint8, from 0 to 255 "
            "(for values from 0 to 1, multiply by 255, round and convert)."
        )
    if images.ndim == 4 and images.shape[1] not in (1, _COLOURS):
        images = np.moveaxis(images, -1, 1)  # (n, h, w, c) -> (n, c, h, w)
    if images.ndim == 4 and images.shape[1] == 1:
        images = images[:, 0]
    colour = images.ndim == 4 and images.shape[1] == _COLOURS
    if not (images.ndim == 3 or colour) or 0 in images.shape:
        raise DataError(
            f"{key} in {path} has shape {arrays[key].shape}; expected (n, h, w) for grey images, "
            "(n, 3, h, w) or (n, h, w, 3) for colour, and at least one image."
        )
    return torch.from_numpy(np.ascontiguousarray(images))


def _labels(path: Path, key: str, arrays: dict[str, np.ndarray]) -> Labels:
    labels = arrays[key]
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise DataError(
            f"{key} in {path} has dtype {labels.dtype} and shape {labels.shape}; "
            "expected whole numbers of shape (n,)."
        )
    return torch.from_numpy(labels.astype(np.int64))


def _classes(
    path: Path, arrays: dict[str, np.ndarray], train: Labels, test: Labels
) -> tuple[str, ...]:
    if "classes" in arrays:
        classes = tuple(map(str, arrays["classes"].ravel()))
        told = f"its {len(classes)} classes"
    else:
        classes = tuple(map(str, range(len(train.unique()))))
        told = f"{len(classes)} different training labels"
    last = len(classes) - 1
    both = torch.cat([train, test])
    if int(both.min()) < 0 or int(both.max()) > last:
        raise DataError(
            f"the labels in {path} go from {int(both.min())} to {int(both.max())}; "
            f"with {told}, expected whole numbers from 0 to {last}."
        )
    return classes

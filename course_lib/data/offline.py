"""Real handwritten digits that ship with scikit-learn, for when nothing can be downloaded."""

from pathlib import Path

import numpy as np
import torch

from course_lib.data.dataset import Raw, share_for_validation

SOURCE = "scikit-learn digits, resized to 28 × 28"

_TEST = 400
_SIDE = 28  # MNIST's
_BRIGHTEST = 16  # these digits count from 0 to 16

_told: list[str] = []  # the reason given, at most one


def read_digits() -> Raw:
    """The 1,797 digits of 8 × 8 pixels, in MNIST's shape and range.

    The images are resized to 28 × 28 (bilinear) and scaled to 0 … 255. 400 of them test, drawn
    once and for all; at most 200 of the others validate, however many are asked for, which
    leaves 1,197 to train on.

    Example:
        >>> images, labels = read_digits().train
        >>> images.shape, images.dtype, labels.bincount().min() > 100
        (torch.Size([1397, 28, 28]), torch.uint8, tensor(True))
    """
    from sklearn.datasets import load_digits

    pixels, target = load_digits(return_X_y=True)
    small = torch.from_numpy(pixels).float().reshape(-1, 1, 8, 8)
    large = torch.nn.functional.interpolate(small, size=(_SIDE, _SIDE), mode="bilinear")
    images = (large[:, 0] * (255 / _BRIGHTEST)).round().to(torch.uint8)
    labels = torch.from_numpy(target).long()
    order = torch.from_numpy(np.random.RandomState(0).permutation(len(labels)))
    test, rest = order[:_TEST], order[_TEST:]
    return Raw(
        SOURCE,
        tuple(map(str, range(10))),
        (images[rest], labels[rest]),
        (images[test], labels[test]),
        validation_cap=share_for_validation(len(rest)),
    )


def digits_file() -> Path:
    """Where scikit-learn keeps the digits.

    Example:
        >>> digits_file().name
        'digits.csv.gz'
    """
    import sklearn.datasets

    return Path(sklearn.datasets.__file__).parent / "data" / "digits.csv.gz"


def say_stand_in(reason: str) -> None:
    """Tell in one line, once per process, that the digits stand in for MNIST."""
    if not _told:
        _told.append(reason)
        print(
            f"MNIST is not here ({reason}): using 1,797 real handwritten digits from "
            "scikit-learn, resized to 28 × 28, instead. Numbers will differ from the text."
        )


def reason_told() -> str | None:
    """Why the digits stand in for MNIST, if that was told in this process."""
    return _told[0] if _told else None

"""A data set in memory: images and labels, split three ways, on one device."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Int64, UInt8
from torch import Tensor

_VALIDATION = 5_000
_SMALLEST_SHARE = 7  # of a small set, one image in seven validates
# NumPy promises that this old generator's numbers never change, so neither does the split.
_SPLIT_SEED = 0

Images = UInt8[Tensor, "n ..."]
Labels = Int64[Tensor, " n"]


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Images and labels for training, for choosing (validation) and for the final test.

    Attributes:
        name: What it was loaded as.
        source: Where the images come from, in words; it tells real MNIST from the stand-in.
        classes: The classes' names, in the order of the labels.
        train_images: Grey images are (n, h, w) and colour images (n, 3, h, w), from 0 to 255.
        train_labels: The class of each training image, from 0.
        val_images: Images to choose hyperparameters on, never to train on.
        val_labels: Their classes.
        test_images: Images to report the final number on, once.
        test_labels: Their classes.
    """

    name: str
    source: str
    classes: tuple[str, ...]
    train_images: Images
    train_labels: Labels
    val_images: Images
    val_labels: Labels
    test_images: Images
    test_labels: Labels

    @property
    def num_classes(self) -> int:
        """How many classes there are."""
        return len(self.classes)

    @property
    def image_shape(self) -> tuple[int, ...]:
        """The shape of one image: (h, w), or (3, h, w) in colour."""
        return tuple(self.train_images.shape[1:])

    @property
    def device(self) -> torch.device:
        """Where all six tensors lie."""
        return self.train_images.device

    def __repr__(self) -> str:
        size = " × ".join(map(str, self.image_shape))
        return (
            f"{self.source}: {len(self.train_labels):,} training, {len(self.val_labels):,} "
            f"validation and {len(self.test_labels):,} test images of {size}, "
            f"{self.num_classes} classes, on {self.device}"
        )


@dataclass(frozen=True, eq=False)
class Raw:
    """A data set as read, before the validation images are taken out of the training images.

    Attributes:
        source: Where the images come from, in words.
        classes: The classes' names, in the order of the labels.
        train: Images and labels.
        test: Images and labels.
        validation_cap: The most validation images to give, where a larger wish is cut down
            instead of refused: a stand-in must serve code written for the real data.
    """

    source: str
    classes: Sequence[str]
    train: tuple[Images, Labels]
    test: tuple[Images, Labels]
    validation_cap: int | None = None


def split(raw: Raw, name: str, validation: int | None, device: torch.device) -> Dataset:
    """Take the validation images out of the training images and move everything to the device.

    Which images validate is drawn once and for all: it depends on the numbers of images alone.
    Both parts stay in the order of the file.

    Args:
        raw: The data set as read.
        name: What it was loaded as.
        validation: How many images validate; left out, 5,000 or a seventh of a small set.
        device: Where the tensors go.

    Raises:
        ValueError: ``validation`` is no whole number, is negative, or leaves nothing to train on.
    """
    images, labels = raw.train
    count = _validation_count(raw, validation)
    chosen = np.zeros(len(labels), dtype=bool)
    chosen[np.random.RandomState(_SPLIT_SEED).permutation(len(labels))[:count]] = True
    val = torch.from_numpy(chosen)
    train = (images[~val], labels[~val]) if count else (images, labels)
    parts = (*train, images[val], labels[val], *raw.test)
    return Dataset(name, raw.source, tuple(raw.classes), *(part.to(device) for part in parts))


def share_for_validation(n: int) -> int:
    """How many images of a small set validate: one in seven.

    Example:
        >>> share_for_validation(1_397)  # the stand-in digits
        200
    """
    return round(n / _SMALLEST_SHARE)


def _validation_count(raw: Raw, wanted: int | None) -> int:
    n = len(raw.train[1])
    if wanted is None:
        return min(_VALIDATION, share_for_validation(n))
    if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 0:
        raise ValueError(f"`validation` is {wanted!r}; expected a number of images, 0 or more.")
    if raw.validation_cap is not None:
        return min(wanted, raw.validation_cap)
    if wanted >= n:
        raise ValueError(
            f"`validation` is {wanted:,}, but {raw.source} has {n:,} training images; "
            "ask for fewer, so that some are left to train on."
        )
    return wanted

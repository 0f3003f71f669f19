"""Small colour pictures cut from the two photographs that ship with scikit-learn."""

import numpy as np
import torch
from torch import Tensor

from course_lib.data.dataset import Dataset
from course_lib.device import default_device

SOURCE = "parts of scikit-learn's photographs"

_SIDE = 32  # CIFAR's
_BAND = 64  # pixels across; pictures of different bands share none
_PARTS = {"train": ((0, 2, 4), 1200), "val": ((3,), 400), "test": ((1,), 400)}


def photographs(*, device: torch.device | str | None = None) -> Dataset:
    """Colour pictures of 32 × 32, when CIFAR-10 is not at hand: which quarter are they cut from?

    The classes are the four quarters of each of two photographs, a palace and a flower. A quarter
    is cut into five upright bands of 64 pixels: three to train on, one to validate, one to test,
    so that no pixel stands in two parts. The pictures are always the same ones.

    Args:
        device: Where the tensors go; :func:`default_device` when left out.

    Returns:
        1,200 training, 400 validation and 400 test images, 8 classes, uint8.

    Example:
        >>> photographs(device="cpu")
        parts of scikit-learn's photographs: 1,200 training, 400 validation and 400 test images of
        3 × 32 × 32, 8 classes, on cpu
    """
    from sklearn.datasets import load_sample_images

    quarters = [
        np.ascontiguousarray(photo[top : top + 213, left : left + 5 * _BAND])
        for photo in load_sample_images().images
        for top in (0, 213)
        for left in (0, 320)
    ]
    where = default_device() if device is None else torch.device(device)
    random = np.random.RandomState(0)  # its numbers never change, so neither do the pictures
    parts = [
        part for bands, count in _PARTS.values() for part in _cut(quarters, bands, count, random)
    ]
    classes = tuple(
        f"{photo}, {side}"
        for photo in ("palace", "flower")
        for side in ("top left", "top right", "bottom left", "bottom right")
    )
    return Dataset("photographs", SOURCE, classes, *(part.to(where) for part in parts))


def _cut(
    quarters: list[np.ndarray], bands: tuple[int, ...], count: int, random: np.random.RandomState
) -> tuple[Tensor, Tensor]:
    """As many pictures of each quarter, at random places within some bands; and their labels."""
    labels = torch.arange(count) % len(quarters)
    pictures = []
    for label in labels.tolist():
        left = _BAND * bands[random.randint(len(bands))] + random.randint(_BAND - _SIDE + 1)
        top = random.randint(len(quarters[label]) - _SIDE + 1)
        pictures.append(quarters[label][top : top + _SIDE, left : left + _SIDE])
    return torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).contiguous(), labels

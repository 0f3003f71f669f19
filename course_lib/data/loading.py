"""One call from a name to images on the device."""

import os
from contextlib import suppress
from pathlib import Path

import torch

from course_lib.data.dataset import Dataset, Raw, split
from course_lib.data.errors import DataError, UnreachableError
from course_lib.data.fetching import fetch_set
from course_lib.data.inventory import DIGITS, SMALL, check_name, fetch
from course_lib.data.npz import read_npz
from course_lib.data.offline import read_digits, reason_told, say_stand_in
from course_lib.data.torchvision_sets import SETS, TorchvisionSet, read_set
from course_lib.device import default_device

_MNIST = "mnist"


def load(
    name: str | Path = "mnist",
    *,
    device: torch.device | str | None = None,
    validation: int | None = None,
    offline_ok: bool = True,
) -> Dataset:
    """Load a data set onto the device, split into training, validation and test images.

    Real data are downloaded when they are not in the data folder, and checked every time, before
    they are used. When MNIST is neither there nor to be had, real handwritten digits that ship
    with scikit-learn stand in for it, which is printed once; ``source`` tells which it is.

    Args:
        name: ``mnist``, ``fashion-mnist``, ``cifar10``, ``cifar10-small`` (10,000 + 2,000
            images, from ``cifar10_small.npz`` in the data folder), ``digits`` (the stand-in), or
            the path of an ``.npz`` file (see :func:`read_npz`).
        device: Where the tensors go; :func:`default_device` when left out.
        validation: How many training images to set apart for validation, always the same ones.
            Left out: 5,000, or a seventh of a smaller set. The stand-in digits have 200 at most
            and give no more, so that code written for MNIST runs with them.
        offline_ok: Whether digits may stand in for MNIST.

    Returns:
        uint8 images and int64 labels, on the device.

    Raises:
        ValueError: There is no data set of that name, or ``validation`` leaves nothing to train on.
        DataError: The data are damaged or missing and cannot be downloaded, or the disk is full.

    Example:
        >>> digits = load("digits", device="cpu")
        >>> digits
        scikit-learn digits, resized to 28 × 28: 1,197 training, 200 validation and 400 test
        images of 28 × 28, 10 classes, on cpu
    """
    where = default_device() if device is None else torch.device(device)
    return split(_read(name, offline_ok), str(name), validation, where)


def _read(name: str | Path, offline_ok: bool) -> Raw:
    if _is_path(name):
        return read_npz(Path(name).expanduser())
    name = str(name)
    check_name(name)
    if name == DIGITS:
        return read_digits()
    if name == SMALL:
        return read_npz(fetch(name), "CIFAR-10, an excerpt")
    if name == _MNIST and offline_ok:
        return _mnist_or_digits()
    return _real(SETS[name])


def _real(one: TorchvisionSet) -> Raw:
    # Read first, as reading checks every file: the usual case goes through them once only.
    with suppress(DataError):
        return read_set(one)
    fetch_set(one)
    return read_set(one)


def _mnist_or_digits() -> Raw:
    # Damaged files are told, not papered over: they are somebody's MNIST.
    mnist = SETS[_MNIST]
    if mnist.anything_there:
        return _real(mnist)
    # Once told that MNIST is not to be had, do not keep a student waiting for it again.
    if not reason_told():
        try:
            return _real(mnist)
        except UnreachableError as error:
            say_stand_in(error.reason)
    return read_digits()


def _is_path(name: str | Path) -> bool:
    text = os.fspath(name)
    return isinstance(name, Path) or text.endswith(".npz") or os.sep in text or "/" in text

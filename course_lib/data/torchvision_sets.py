"""The real data sets: what their files are like, and how to read them once they are there.

torchvision downloads them and lays them out; the two in the IDX format are then read with NumPy,
as importing torchvision takes longer than reading the 70,000 images.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from course_lib.data.dataset import Raw
from course_lib.data.errors import DataError
from course_lib.data.folder import data_folder
from course_lib.data.verification import ExpectedFile, Finding, read_checked


@dataclass(frozen=True)
class TorchvisionSet:
    """One of torchvision's data sets.

    Attributes:
        name: What :func:`load` calls it.
        title: What people call it.
        kind: Its class in ``torchvision.datasets``.
        place: Its folder inside the data folder.
        classes: The classes' names.
        files: Its files; for the IDX format the training images, training labels, test images
            and test labels, in this order.
    """

    name: str
    title: str
    kind: str
    place: str
    classes: tuple[str, ...]
    files: tuple[ExpectedFile, ...]

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return data_folder() / self.place

    @property
    def source(self) -> str:
        """Where the images come from, in words."""
        return f"{self.title} (torchvision)"

    @property
    def anything_there(self) -> bool:
        """Whether any of its files lies in the data folder, whole or not."""
        return any((self.folder / file.name).exists() for file in self.files)

    def findings(self, root: Path | None = None) -> list[Finding]:
        """Check every file, in the data folder or in another one of the same layout."""
        folder = self.folder if root is None else root / self.place
        return [read_checked(folder, file)[0] for file in self.files]


_TRAIN, _TEST, _SIDE = 60_000, 10_000, 28


def _idx_files(*digests: str | None) -> tuple[ExpectedFile, ...]:
    shapes = {
        "train-images-idx3-ubyte": (_TRAIN, _SIDE, _SIDE),
        "train-labels-idx1-ubyte": (_TRAIN,),
        "t10k-images-idx3-ubyte": (_TEST, _SIDE, _SIDE),
        "t10k-labels-idx1-ubyte": (_TEST,),
    }
    return tuple(
        ExpectedFile(name, shape, digest)
        for (name, shape), digest in zip(shapes.items(), digests, strict=True)
    )


MNIST = TorchvisionSet(
    "mnist",
    "MNIST",
    "MNIST",
    "MNIST/raw",
    tuple(map(str, range(10))),
    # Computed from the original files, unpacked; their packed forms have the MD5 sums that
    # torchvision lists.
    _idx_files(
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
)

FASHION_MNIST = TorchvisionSet(
    "fashion-mnist",
    "Fashion-MNIST",
    "FashionMNIST",
    "FashionMNIST/raw",
    (
        *("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat"),
        *("Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
    ),
    # torchvision checks the packed files' MD5 sums; unpacked, length and header are checked.
    _idx_files(None, None, None, None),
)

# torchvision's own list of MD5 sums (datasets.CIFAR10), here so that checking needs no import.
_CIFAR10_MD5 = {
    "data_batch_1": "c99cafc152244af753f735de768cd75f",
    "data_batch_2": "d4bba439e000b95fd0a9bffe97cbabec",
    "data_batch_3": "54ebc095f3ab1f0389bbae665268c751",
    "data_batch_4": "634d18415352ddfa80567beed471001a",
    "data_batch_5": "482c414d41f54cd18b22e5b47cb7c3cb",
    "test_batch": "40351d587109b95175f43aff81a1287e",
    "batches.meta": "5ff9c542aee3614f3951f8cda6e48888",
}

CIFAR10 = TorchvisionSet(
    "cifar10",
    "CIFAR-10",
    "CIFAR10",
    "cifar-10-batches-py",
    (
        *("airplane", "automobile", "bird", "cat", "deer"),
        *("dog", "frog", "horse", "ship", "truck"),
    ),
    tuple(ExpectedFile(name, None, md5, "md5") for name, md5 in _CIFAR10_MD5.items()),
)

SETS = {one.name: one for one in (MNIST, FASHION_MNIST, CIFAR10)}


def read_set(one: TorchvisionSet) -> Raw:
    """Read a data set that lies in the data folder.

    Raises:
        DataError: A file is missing or damaged.
    """
    if one.files[0].shape is None:
        return _read_cifar10(one)
    arrays = []
    for file in one.files:
        finding, content = read_checked(one.folder, file)
        _must_be_ok(finding, one)
        pixels = np.frombuffer(content, dtype=np.uint8, offset=len(file.header))
        arrays.append(pixels.reshape(file.shape))  # pyright: ignore[reportArgumentType]
    (train, test) = (
        # Copied, since torch wants memory of its own that may be written to.
        (torch.tensor(images), torch.from_numpy(labels.astype(np.int64)))
        for images, labels in (arrays[:2], arrays[2:])
    )
    return Raw(one.source, one.classes, train, test)


def _read_cifar10(one: TorchvisionSet) -> Raw:
    for finding in one.findings():
        _must_be_ok(finding, one)
    from torchvision import datasets

    parts = []
    with warnings.catch_warnings():
        # The files are pickles of a NumPy from 2009, and today's NumPy warns about that.
        warnings.simplefilter("ignore")
        for train in (True, False):
            part = getattr(datasets, one.kind)(one.folder.parent, train=train)
            images = torch.from_numpy(part.data).permute(0, 3, 1, 2)  # (n, h, w, 3) -> (n, 3, h, w)
            parts.append((images.contiguous(), torch.tensor(part.targets)))
    return Raw(one.source, one.classes, *parts)


def _must_be_ok(finding: Finding, one: TorchvisionSet) -> None:
    if not finding.ok:
        raise DataError(
            f"{finding.path} {finding.message}; fetch it again with `course data fetch {one.name}`."
        )

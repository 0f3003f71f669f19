"""Small data sets in the real formats, and a network that is not there."""

import gzip
import hashlib
import pickle
import socket
import struct
from dataclasses import replace

import numpy as np
import pytest

from course_lib.data import offline
from course_lib.data.torchvision_sets import CIFAR10, MNIST, SETS
from course_lib.data.verification import ExpectedFile


@pytest.fixture(autouse=True)
def no_traffic(monkeypatch):
    """Fail a test that reaches for the network, whatever else it expects."""

    def refuse(*_args, **_kwargs):
        raise AssertionError("a test reached for the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def nothing_told(monkeypatch):
    """Start every test as a process of its own does: the stand-in was not announced yet."""
    monkeypatch.setattr(offline, "_told", [])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty data folder."""
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def online(monkeypatch):
    """Downloads are allowed (and refused by `no_traffic`, unless the test answers them)."""
    monkeypatch.delenv("COURSE_OFFLINE", raising=False)


def idx(array):
    """An array of bytes in the IDX format, as its specification describes it."""
    header = struct.pack(">HBB", 0, 8, array.ndim)
    return header + b"".join(struct.pack(">I", n) for n in array.shape) + array.tobytes()


@pytest.fixture
def tiny_mnist(monkeypatch):
    """A stand-in for MNIST's four files, 30 + 10 images: their contents by name."""
    numbers = np.random.RandomState(0)
    contents, files = {}, []
    for old, n in zip(MNIST.files, (30, 30, 10, 10), strict=True):
        array = numbers.randint(0, 256, (n, 28, 28)) if "images" in old.name else np.arange(n) % 10
        contents[old.name] = idx(array.astype(np.uint8))
        digest = hashlib.sha256(contents[old.name]).hexdigest()
        files.append(ExpectedFile(old.name, array.shape, digest))
    monkeypatch.setitem(SETS, "mnist", replace(MNIST, files=tuple(files)))
    return contents


@pytest.fixture
def lay_out(folder, tiny_mnist):
    """Write the tiny MNIST's files into the data folder; some may be changed or left out (None)."""

    def write(**changed):
        raw = folder / "MNIST" / "raw"
        raw.mkdir(parents=True, exist_ok=True)
        for name, content in tiny_mnist.items():
            content = changed.get(name.replace("-", "_"), content)
            if content is not None:
                (raw / name).write_bytes(content)
        return raw

    return write


@pytest.fixture
def packed_mnist(tiny_mnist, monkeypatch):
    """The tiny MNIST as its mirror serves it, known to torchvision: packed contents by name."""
    from torchvision import datasets

    packed = {f"{name}.gz": gzip.compress(content) for name, content in tiny_mnist.items()}
    sums = [(name, hashlib.md5(content).hexdigest()) for name, content in packed.items()]
    monkeypatch.setattr(datasets.MNIST, "resources", sums)
    return packed


@pytest.fixture
def tiny_cifar10(monkeypatch):
    """A stand-in for CIFAR-10's files, 5 × 4 + 4 images, known to torchvision: contents by name."""
    from torchvision import datasets

    numbers, contents = np.random.RandomState(1), {}
    for file in CIFAR10.files:
        batch = {
            "data": numbers.randint(0, 256, (4, 3072)).astype(np.uint8),
            "labels": numbers.randint(0, 10, 4).tolist(),
        }
        names = {"label_names": list(CIFAR10.classes)}
        contents[file.name] = pickle.dumps(names if file.name == "batches.meta" else batch)
    sums = {name: hashlib.md5(content).hexdigest() for name, content in contents.items()}
    files = tuple(ExpectedFile(name, None, md5, "md5") for name, md5 in sums.items())
    monkeypatch.setitem(SETS, "cifar10", replace(CIFAR10, files=files))
    pairs = [[name, md5] for name, md5 in sums.items()]
    monkeypatch.setattr(datasets.CIFAR10, "train_list", pairs[:5])
    monkeypatch.setattr(datasets.CIFAR10, "test_list", pairs[5:6])
    monkeypatch.setitem(datasets.CIFAR10.meta, "md5", sums["batches.meta"])
    return contents

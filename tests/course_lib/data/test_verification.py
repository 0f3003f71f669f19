"""Damage to a file is found before the file is used."""

import hashlib

import pytest
import torch

from course_lib.data import DataError, load
from course_lib.data.torchvision_sets import CIFAR10, FASHION_MNIST, MNIST, SETS
from course_lib.data.verification import ExpectedFile, read_checked

HEADER = bytes([0, 0, 8, 1, 0, 0, 0, 3])  # an IDX file of bytes with one axis of length 3
LABELS = HEADER + bytes([7, 8, 9])


def look(tmp_path, content, digest=None, algorithm="sha256", shape=(3,)):
    (tmp_path / "labels").write_bytes(content)
    return read_checked(tmp_path, ExpectedFile("labels", shape, digest, algorithm))


def test_a_whole_file_is_given_back(tmp_path):
    finding, content = look(tmp_path, LABELS, hashlib.sha256(LABELS).hexdigest())
    assert (finding.ok, finding.message) == (True, "is whole (11 bytes)")
    assert (finding.path, content) == (tmp_path / "labels", LABELS)


@pytest.mark.parametrize("length", [0, 7, 10, 12])
def test_a_wrong_length_is_told_with_the_right_one(tmp_path, length):
    finding, content = look(tmp_path, (LABELS + b"x")[:length])
    assert (finding.ok, content) == (False, b"")
    assert finding.message == f"has {length} bytes where 11 are expected"


@pytest.mark.parametrize("place", range(8))
def test_a_wrong_header_is_told(tmp_path, place):
    damaged = bytearray(LABELS)
    damaged[place] ^= 1
    finding, _ = look(tmp_path, bytes(damaged))
    assert not finding.ok
    assert finding.message.endswith("where the header 0000080100000003 is expected")


@pytest.mark.parametrize("algorithm", ["sha256", "md5"])
def test_one_changed_bit_is_told_by_the_digest(tmp_path, algorithm):
    digest = hashlib.new(algorithm, LABELS).hexdigest()
    finding, content = look(tmp_path, LABELS[:-1] + b"\x08", digest, algorithm)
    assert (finding.ok, content) == (False, b"")
    assert f"{digest[:12]}… is expected" in finding.message


def test_a_missing_file_is_told(tmp_path):
    finding, _ = read_checked(tmp_path, ExpectedFile("labels"))
    assert (finding.ok, finding.message) == (False, "is missing")


def test_a_folder_in_a_files_place_is_told(tmp_path):
    (tmp_path / "labels").mkdir()
    finding, _ = read_checked(tmp_path, ExpectedFile("labels"))
    assert not finding.ok
    assert finding.message.startswith("cannot be read (")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda content: content[:-1], r"has 23,535 bytes where 23,536 are expected"),
        (lambda content: content[:-1] + b"\x00\x00", r"has 23,537 bytes"),
        (lambda content: bytes(16) + content[16:], r"begins with 0000000000"),
        (lambda content: content[:-1] + bytes([content[-1] ^ 1]), r"has the sha256 digest"),
        (lambda content: b"", r"has 0 bytes"),
    ],
    ids=["truncated", "too long", "no header", "one bit", "empty"],
)
def test_damaged_images_are_never_used(lay_out, tiny_mnist, damage, told):
    images = damage(tiny_mnist["train-images-idx3-ubyte"])
    raw = lay_out(train_images_idx3_ubyte=images)
    with pytest.raises(
        DataError, match=rf"train-images-idx3-ubyte {told}.*course data fetch mnist"
    ):
        load("mnist")
    assert (raw / "train-images-idx3-ubyte").read_bytes() == images  # kept for a look


def test_fashion_mnist_is_checked_by_length_and_header(folder):
    raw = folder / "FashionMNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / "t10k-labels-idx1-ubyte").write_bytes(bytes(10_008))
    last = FASHION_MNIST.findings()[-1]
    assert not last.ok
    assert last.message.startswith("begins with 0000000000000000 where the header 0000080100002710")


def test_the_lists_agree_with_torchvisions():
    from torchvision import datasets

    for one in SETS.values():
        assert getattr(datasets, one.kind).__name__ == one.kind
    for one in (MNIST, FASHION_MNIST):
        resources = getattr(datasets, one.kind).resources
        assert [file.name + ".gz" for file in one.files] == [name for name, _ in resources]
    assert FASHION_MNIST.classes == tuple(datasets.FashionMNIST.classes)
    meta = [datasets.CIFAR10.meta["filename"], datasets.CIFAR10.meta["md5"]]
    sums = [*datasets.CIFAR10.train_list, *datasets.CIFAR10.test_list, meta]
    assert [[file.name, file.digest] for file in CIFAR10.files] == [list(pair) for pair in sums]
    assert CIFAR10.place == datasets.CIFAR10.base_folder


def test_a_file_checked_is_the_file_used(lay_out, monkeypatch):
    # A file that changes between a check and a second read would slip through: it is read once.
    from pathlib import Path

    reads = []
    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: reads.append(self.name) or original(self))
    lay_out()
    assert torch.equal(load("mnist", validation=0).test_labels, torch.arange(10))
    assert sorted(reads) == sorted(file.name for file in MNIST.files)

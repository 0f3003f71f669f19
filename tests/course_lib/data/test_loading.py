"""Loading by name: the right images, in the right form, or the stand-in, announced once."""

import subprocess
import sys

import numpy as np
import pytest
import torch

from course_lib.data import DataError, UnreachableError, load
from course_lib.data.torchvision_sets import MNIST
from tests.needs import DEVICES

# How often each digit occurs in the full training and test sets, as published.
PUBLISHED_COUNTS = [6903, 7877, 6990, 7141, 6824, 6313, 6876, 7293, 6825, 6958]


def test_importing_the_package_loads_neither_torchvision_nor_sklearn():
    heavy = ("torchvision", "sklearn", "matplotlib")
    code = f"import sys, course_lib.data; print([m for m in {heavy} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_mnist_is_the_real_one_where_it_is_here_and_else_the_stand_in(capsys):
    dataset = load()
    labels = torch.cat([dataset.train_labels, dataset.val_labels, dataset.test_labels])
    if MNIST.anything_there:
        assert dataset.source == "MNIST (torchvision)"
        assert labels.bincount().tolist() == PUBLISHED_COUNTS
        sizes = [len(dataset.train_labels), len(dataset.val_labels), len(dataset.test_labels)]
        assert sizes == [55_000, 5_000, 10_000]
        # Mean and spread of the training pixels, as every MNIST tutorial states them.
        pixels = torch.cat([dataset.train_images, dataset.val_images]).float() / 255
        assert (round(pixels.mean().item(), 4), round(pixels.std().item(), 4)) == (0.1307, 0.3081)
        assert capsys.readouterr().out == ""
    else:
        assert dataset.source == "scikit-learn digits, resized to 28 × 28"
        assert len(labels) == 1797
        assert capsys.readouterr().out.count("MNIST is not here") == 1


@pytest.mark.parametrize("device", DEVICES)
def test_the_tensors_have_their_dtypes_shapes_and_device(lay_out, device):
    lay_out()
    dataset = load("mnist", validation=4, device=device)
    for part, n in (("train", 26), ("val", 4), ("test", 10)):
        images = getattr(dataset, f"{part}_images")
        labels = getattr(dataset, f"{part}_labels")
        assert (images.dtype, images.shape) == (torch.uint8, (n, 28, 28))
        assert (labels.dtype, labels.shape) == (torch.int64, (n,))
        assert images.device.type == labels.device.type == device
    assert (dataset.num_classes, dataset.image_shape) == (10, (28, 28))
    assert dataset.device.type == device


def test_the_device_is_the_default_one_when_left_out(lay_out, monkeypatch):
    lay_out()
    monkeypatch.setenv("COURSE_DEVICE", "cpu")
    assert load("mnist").device == torch.device("cpu")


def test_the_files_are_read_as_torchvision_reads_them(lay_out, folder):
    from torchvision import datasets

    lay_out()
    dataset = load("mnist", validation=0, device="cpu")
    for part, train in (("train", True), ("test", False)):
        expected = datasets.MNIST(folder, train=train)
        assert torch.equal(getattr(dataset, f"{part}_images"), expected.data)
        assert torch.equal(getattr(dataset, f"{part}_labels"), expected.targets)


def test_an_old_processed_folder_is_not_used_instead_of_the_checked_files(lay_out, folder):
    lay_out()
    (folder / "MNIST" / "processed").mkdir()
    for name in ("training.pt", "test.pt"):
        torch.save((torch.zeros(1, 28, 28), torch.zeros(1)), folder / "MNIST" / "processed" / name)
    assert len(load("mnist", validation=0).train_images) == 30


def test_cifar10_is_colour_with_the_channels_first(folder, tiny_cifar10):
    import pickle

    raw = folder / "cifar-10-batches-py"
    raw.mkdir(parents=True)
    for name, content in tiny_cifar10.items():
        (raw / name).write_bytes(content)
    dataset = load("cifar10", validation=0, device="cpu")
    first = pickle.loads(tiny_cifar10["data_batch_1"])
    assert dataset.train_images.shape == (20, 3, 32, 32)
    assert dataset.train_images.is_contiguous()
    # A row holds the red plane, then the green, then the blue one, each row by row.
    assert dataset.train_images[1, 2, 5, 7] == first["data"][1][2 * 1024 + 5 * 32 + 7]
    assert dataset.train_labels[:4].tolist() == first["labels"]
    assert dataset.classes[:2] == ("airplane", "automobile")
    assert dataset.source == "CIFAR-10 (torchvision)"


def test_the_small_cifar10_comes_from_its_npz(folder):
    folder.mkdir()
    images = np.arange(14 * 32 * 32 * 3).astype(np.uint8).reshape(14, 32, 32, 3)
    parts = {"train_images": images, "test_images": images[:2]}
    labels = {"train_labels": np.arange(14) % 2, "test_labels": np.arange(2)}
    np.savez(folder / "cifar10_small.npz", **parts, **labels)
    dataset = load("cifar10-small", device="cpu")
    assert dataset.source == "CIFAR-10, an excerpt"
    assert dataset.test_images[0, 2, 0, 1] == images[0, 0, 1, 2]
    assert len(dataset.val_labels) == 2  # a seventh


def test_a_missing_small_cifar10_is_told(folder):
    with pytest.raises(DataError, match=r"cifar10_small.npz is missing, .* copy it there"):
        load("cifar10-small")


def test_an_npz_file_is_loaded_by_its_path(tmp_path):
    images = np.zeros((3, 5, 5), dtype=np.uint8)
    arrays = {"train_images": images, "test_images": images}
    path = tmp_path / "mine.npz"
    np.savez(path, train_labels=np.arange(3), test_labels=np.arange(3), **arrays)
    for name in (path, str(path)):
        dataset = load(name, validation=1)
        assert (dataset.name, dataset.source) == (str(path), "mine.npz")
        assert dataset.classes == ("0", "1", "2")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("minst", "no data set 'minst'; expected mnist, .* Did you mean \"mnist\""),
        ("imagenet-21k", r"or the path of an .npz file\.$"),
    ],
)
def test_an_unknown_name_is_told(name, told):
    with pytest.raises(ValueError, match=told):
        load(name)


@pytest.mark.parametrize("name", ["nowhere/data.npz", "nowhere.npz", "nowhere/data"])
def test_a_path_that_leads_nowhere_is_told(name):
    with pytest.raises(DataError, match=f"there is no file {name}"):
        load(name)


# --- offline -------------------------------------------------------------------------------------


def test_offline_digits_stand_in_for_mnist_and_say_so_once(folder, capsys):
    first, second = load("mnist"), load("mnist")
    assert first.source == second.source == "scikit-learn digits, resized to 28 × 28"
    lines = capsys.readouterr()
    assert lines.out.startswith("MNIST is not here (COURSE_OFFLINE forbids downloads)")
    assert (lines.out.count("\n"), lines.err) == (1, "")
    assert not folder.exists()


def test_asked_for_by_name_the_digits_are_no_stand_in(folder, capsys):
    assert load("digits").source == "scikit-learn digits, resized to 28 × 28"
    assert capsys.readouterr().out == ""


def test_the_stand_in_serves_code_written_for_mnist(folder):
    dataset = load("mnist", validation=5_000)
    assert len(dataset.train_labels) == 1197
    assert len(dataset.val_labels) == 200
    assert len(dataset.test_labels) == 400
    assert dataset.image_shape == (28, 28)


def test_the_stand_in_can_be_refused(folder):
    with pytest.raises(UnreachableError, match="COURSE_OFFLINE forbids downloads; unset it"):
        load("mnist", offline_ok=False)


@pytest.mark.parametrize("name", ["fashion-mnist", "cifar10"])
def test_nothing_stands_in_for_other_sets(folder, name):
    with pytest.raises(UnreachableError, match=f"`course data fetch {name}`"):
        load(name)


def test_damaged_files_are_told_and_not_papered_over(lay_out, capsys):
    lay_out(t10k_labels_idx1_ubyte=None)
    with pytest.raises(DataError, match="t10k-labels-idx1-ubyte is missing"):
        load("mnist")
    assert capsys.readouterr().out == ""


def test_mnist_that_arrives_later_is_used(folder, lay_out):
    assert load("mnist").source.startswith("scikit-learn")
    lay_out()
    assert load("mnist").source == "MNIST (torchvision)"


def test_a_notebook_shows_the_sentence_alone():
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    shell = InteractiveShell()
    with capture_output() as shown:
        shell.run_cell("from course_lib.data import load\nload('nowhere.npz')")
    assert "DataError: there is no file nowhere.npz" in shown.stdout
    assert "Traceback" not in shown.stdout + shown.stderr

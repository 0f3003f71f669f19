"""Downloading, from a network that each test makes up: whole, or nothing at all."""

import errno
import http.client
import io
import socket
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import torch

from course_lib.data import DataError, UnreachableError, fetch, fetching, load
from course_lib.data.torchvision_sets import SETS


class Answer(io.BytesIO):
    """What a web server answers, as urllib hands it over."""

    def __init__(self, content, url):
        super().__init__(content)
        self.length, self.url = len(content), url


@pytest.fixture
def serve(monkeypatch, online):
    """Answer each request by the last part of its address; note the addresses and the patience."""

    class Requests(list):
        patience = None

    requests = Requests()

    def start(contents):
        def urlopen(request, *_args, **_kwargs):
            requests.append(request.full_url)
            requests.patience = socket.getdefaulttimeout()
            name = request.full_url.rsplit("/", 1)[-1]
            if isinstance(contents, BaseException):
                raise contents
            return Answer(contents[name], request.full_url)

        monkeypatch.setattr(urllib.request, "urlopen", urlopen)
        return requests

    return start


def left_behind(folder):
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []


def test_mnist_is_downloaded_checked_and_used(folder, serve, packed_mnist, tiny_mnist):
    serve(packed_mnist)
    dataset = load("mnist", validation=0, device="cpu")
    assert dataset.source == "MNIST (torchvision)"
    assert torch.equal(dataset.test_labels, torch.arange(10))
    raw = folder / "MNIST" / "raw"
    assert {path.name: path.read_bytes() for path in raw.iterdir()} == tiny_mnist
    assert [path.name for path in folder.iterdir()] == ["MNIST"]


def test_what_is_there_is_not_downloaded_again(serve, packed_mnist, lay_out):
    raw = lay_out()
    requests = serve(packed_mnist)
    assert fetch("mnist") == raw
    load("mnist")
    assert requests == []


@pytest.mark.parametrize("damaged", [b"half a file", None], ids=["damaged", "missing"])
def test_damaged_files_are_replaced(serve, packed_mnist, tiny_mnist, lay_out, damaged):
    serve(packed_mnist)
    raw = lay_out(train_images_idx3_ubyte=damaged)
    assert load("mnist").source == "MNIST (torchvision)"
    name = "train-images-idx3-ubyte"
    assert (raw / name).read_bytes() == tiny_mnist[name]


def test_cifar10_is_unpacked_into_its_folder(folder, serve, tiny_cifar10, monkeypatch):
    import hashlib

    from torchvision import datasets

    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, content in tiny_cifar10.items():
            entry = tarfile.TarInfo(f"cifar-10-batches-py/{name}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    packed = buffer.getvalue()
    monkeypatch.setattr(datasets.CIFAR10, "tgz_md5", hashlib.md5(packed).hexdigest())
    serve({"cifar-10-python.tar.gz": packed})
    assert load("cifar10", validation=0).train_images.shape == (20, 3, 32, 32)
    assert left_behind(folder) == sorted(["cifar-10-batches-py", *tiny_cifar10])


def test_a_connection_gives_up_after_seconds_and_the_setting_is_put_back(
    folder, serve, packed_mnist
):
    requests = serve(packed_mnist)
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(123)
    try:
        fetch("mnist")
        assert socket.getdefaulttimeout() == 123
    finally:
        socket.setdefaulttimeout(before)
    assert 1 <= requests.patience <= 15


NO_NETWORK = [
    urllib.error.URLError(socket.gaierror(-3, "Temporary failure in name resolution")),
    TimeoutError("timed out"),
    ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"),
    http.client.IncompleteRead(b"abc", 10),
    http.client.RemoteDisconnected("Remote end closed connection without response"),
]
NETWORK_IDS = [type(error).__name__ for error in NO_NETWORK]


@pytest.mark.parametrize("error", NO_NETWORK, ids=NETWORK_IDS)
def test_without_a_network_digits_stand_in_for_mnist(folder, serve, tiny_mnist, error, capsys):
    serve(error)
    assert load("mnist").source.startswith("scikit-learn digits")
    shown = capsys.readouterr()
    assert shown.out.startswith("MNIST is not here (the download failed: ")
    assert shown.out.count("\n") == 1
    assert "Traceback" not in shown.err
    assert left_behind(folder) == []


@pytest.mark.parametrize("error", NO_NETWORK, ids=NETWORK_IDS)
@pytest.mark.parametrize("name", ["fashion-mnist", "cifar10"])
def test_without_a_network_other_sets_are_told(folder, serve, name, error):
    serve(error)
    told = rf"is missing, and downloading it failed \(.+\); run `course data fetch {name}`"
    with pytest.raises(UnreachableError, match=told) as caught:
        load(name)
    assert "\n" not in str(caught.value)
    assert left_behind(folder) == []


def test_a_network_that_failed_is_not_asked_again_by_load(folder, serve, tiny_mnist):
    requests = serve(NO_NETWORK[0])
    load("mnist")
    asked = len(requests)
    load("mnist")
    assert len(requests) == asked > 0
    with pytest.raises(UnreachableError):
        fetch("mnist")  # asked for in so many words
    assert len(requests) > asked


def test_without_a_network_a_damaged_file_is_kept_and_told(serve, lay_out):
    serve(NO_NETWORK[0])
    raw = lay_out(train_labels_idx1_ubyte=b"half")
    told = "train-labels-idx1-ubyte has 4 bytes where 38 are expected, and downloading it failed"
    with pytest.raises(DataError, match=told):
        load("mnist")
    assert (raw / "train-labels-idx1-ubyte").read_bytes() == b"half"


def test_a_damaged_download_is_not_kept(folder, serve, packed_mnist):
    name = "t10k-images-idx3-ubyte.gz"
    serve(packed_mnist | {name: packed_mnist[name][:-5]})
    with pytest.raises(UnreachableError, match=r"File not found or corrupted"):
        fetch("mnist")
    assert left_behind(folder) == []


def test_a_download_that_is_not_what_was_expected_is_not_kept(
    folder, serve, packed_mnist, monkeypatch
):
    # Whole by torchvision's sums, but not the file that this course knows.
    from dataclasses import replace

    mnist = SETS["mnist"]
    wrong = replace(mnist.files[0], digest="0" * 64)
    monkeypatch.setitem(SETS, "mnist", replace(mnist, files=(wrong, *mnist.files[1:])))
    serve(packed_mnist)
    with pytest.raises(DataError, match=r"MNIST arrived damaged: train-images.* 000000000000… is"):
        fetch("mnist")
    assert left_behind(folder) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT], ids=["disk", "quota"])
def test_a_full_disk_is_told_and_leaves_nothing(folder, serve, packed_mnist, monkeypatch, code):
    from torchvision import datasets

    def fill(url, download_root, filename, md5):
        (Path(download_root) / filename).write_bytes(b"half")
        raise OSError(code, "No space left on device")

    serve(packed_mnist)
    monkeypatch.setattr(datasets.mnist, "download_and_extract_archive", fill)
    with pytest.raises(DataError, match=r"the disk with .* is full; make room, or set COURSE_DATA"):
        load("mnist")
    assert left_behind(folder) == []


def test_a_disk_full_from_the_start_is_told(folder, serve, packed_mnist, monkeypatch):
    def full(**_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    serve(packed_mnist)
    monkeypatch.setattr(fetching.tempfile, "mkdtemp", full)
    with pytest.raises(DataError, match="is full"):
        load("mnist")


@pytest.fixture
def read_only(monkeypatch):
    """Nothing can be written any more, not even by an administrator."""

    def refuse(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    def make():
        for name in ("mkdir", "write_bytes", "replace", "unlink", "touch"):
            monkeypatch.setattr(Path, name, refuse)
        monkeypatch.setattr(fetching.tempfile, "mkdtemp", refuse)

    return make


def test_a_read_only_folder_that_has_the_data_is_enough(lay_out, read_only, online):
    lay_out()
    read_only()
    assert load("mnist").source == "MNIST (torchvision)"
    assert fetch("mnist").name == "raw"


def test_without_the_data_a_read_only_folder_gets_the_stand_in(folder, read_only, online, capsys):
    read_only()
    assert load("mnist").source.startswith("scikit-learn digits")
    assert "cannot be written to): using" in capsys.readouterr().out


def test_a_read_only_folder_without_the_data_is_told(folder, serve, packed_mnist, read_only):
    requests = serve(packed_mnist)
    read_only()
    told = r"cannot be written to \(Permission denied\); set COURSE_DATA to a folder that can"
    with pytest.raises(UnreachableError, match=told):
        load("mnist", offline_ok=False)
    assert requests == []


def test_offline_nothing_is_asked_for(folder, serve, packed_mnist, monkeypatch):
    requests = serve(packed_mnist)
    monkeypatch.setenv("COURSE_OFFLINE", "1")
    with pytest.raises(UnreachableError, match="COURSE_OFFLINE forbids downloads"):
        fetch("mnist")
    assert requests == []


def test_an_interrupted_download_leaves_nothing(folder, serve, packed_mnist):
    serve(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        fetch("mnist")
    assert left_behind(folder) == []

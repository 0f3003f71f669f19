"""What is here, and in what state: the rows behind `course data`."""

import numpy as np
import pytest

from course_lib.data import DataError, fetch, status, verify
from course_lib.data.inventory import NAMES, location


def states():
    return {one.name: one for one in status()}


def test_every_data_set_has_a_row(folder):
    assert [one.name for one in status()] == list(NAMES)
    assert states()["mnist"].path == folder / "MNIST" / "raw"


def test_an_empty_folder_has_the_digits_only(folder):
    ready = {name: one.state for name, one in states().items() if one.present}
    assert ready == {"digits": "ready"}
    assert states()["mnist"].state == "missing"
    assert states()["mnist"].size == 0
    assert not folder.exists()


def test_a_whole_data_set_is_ready_with_its_size(lay_out, tiny_mnist):
    lay_out()
    mnist = states()["mnist"]
    assert (mnist.present, mnist.state) == (True, "ready")
    assert mnist.size == sum(map(len, tiny_mnist.values()))


@pytest.mark.parametrize(("content", "told"), [(b"abc", "has 3 bytes"), (None, "is missing")])
def test_a_damaged_data_set_says_what_is_wrong(lay_out, content, told):
    lay_out(t10k_images_idx3_ubyte=content)
    assert states()["mnist"].state.startswith(f"t10k-images-idx3-ubyte {told}")
    findings = verify("mnist")
    assert [finding.ok for finding in findings] == [True, True, False, True]
    assert findings[2].message.startswith(told)


def test_the_small_cifar10_is_checked_by_reading_it(folder):
    folder.mkdir()
    (folder / "cifar10_small.npz").write_bytes(b"PK half a file")
    (finding,) = verify("cifar10-small")
    assert not finding.ok
    assert finding.message.startswith("is damaged: ")
    with pytest.raises(DataError, match="cannot be downloaded; copy it there"):
        fetch("cifar10-small")


def test_a_whole_small_cifar10_is_ready(folder):
    folder.mkdir()
    images, labels = np.zeros((1, 3, 32, 32), np.uint8), np.zeros(1, int)
    path = folder / "cifar10_small.npz"
    parts = {"train_images": images, "test_images": images}
    np.savez(path, train_labels=labels, test_labels=labels, **parts)
    assert states()["cifar10-small"].state == "ready"
    assert fetch("cifar10-small") == path


def test_the_digits_need_no_fetching():
    path = fetch("digits")
    assert path.is_file()
    assert verify("digits")[0].message == "ships with scikit-learn"


@pytest.mark.parametrize("act", [fetch, verify, location])
def test_an_unknown_name_is_told(act):
    with pytest.raises(ValueError, match=r"no data set 'fashion'; .* Did you mean \"fashion-mnist"):
        act("fashion")

"""The classifier of a data set: trained on first use, then read from the cache folder."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
from pathlib import Path

import torch
from torch import Tensor

from course_lib.atomic_write import write_whole
from course_lib.data import Dataset, data_folder
from course_lib.metrics import classifier
from course_lib.metrics.classifier import DigitClassifier, train_classifier


def digit_classifier(dataset: Dataset) -> DigitClassifier:
    """The small classifier of a data set, on the data set's device.

    It is trained once, in seconds, on the training pictures, and kept in the folder of the data
    sets (``$COURSE_DATA`` or the system's place for caches); nothing is downloaded. Where that
    folder cannot be written, it is trained again in the next process. A change of the pictures or
    of the recipe gives another file, and a damaged file is replaced.

    Args:
        dataset: Pictures of 28 × 28, as `course_lib.data.load` gives them.

    Returns:
        The network in evaluation mode, without gradients.

    Raises:
        ValueError: The pictures are not grey ones of 28 × 28.
    """
    if tuple(dataset.image_shape) != (28, 28):
        raise ValueError(
            f"expected grey pictures of 28 × 28, got {dataset.image_shape} from {dataset.source}; "
            "the measures know digits only: load('mnist')."
        )
    key = _fingerprint(dataset)
    if key not in _kept:
        path = data_folder() / "classifiers" / f"{key}.pt"
        state = _read(path)
        if state is None:
            net = train_classifier(dataset.train_images, dataset.train_labels, dataset.num_classes)
            state = {name: value.cpu() for name, value in net.state_dict().items()}
            _write(path, state)
        _kept[key] = state
    net = DigitClassifier(dataset.num_classes)
    net.load_state_dict(_kept[key])
    return net.to(dataset.device).eval().requires_grad_(False)


# Within one process a classifier is read once, also where no file can be written.
_kept: dict[str, dict[str, Tensor]] = {}


def _fingerprint(dataset: Dataset) -> str:
    """Names the pictures and the recipe that a classifier comes from."""
    parts = hashlib.sha256(_recipe())
    for tensor in (dataset.train_images, dataset.train_labels):
        parts.update(str(tuple(tensor.shape)).encode())
        parts.update(tensor.cpu().contiguous().numpy().tobytes())
    return parts.hexdigest()[:20]


@functools.cache
def _recipe() -> bytes:
    """The source of the module that trains: whoever edits it gets new classifiers."""
    return Path(classifier.__file__).read_bytes()


def _read(path: Path) -> dict[str, Tensor] | None:
    """The weights in a file; None where there are none, or none that can be used."""
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        # A file that is whole but of other weights must not fail later, in the student's hands.
        DigitClassifier(state["head.1.bias"].numel()).load_state_dict(state)
    except Exception:
        return None
    return state


def _write(path: Path, state: dict[str, Tensor]) -> None:
    """Write a file in one step, so that a process beside this one never reads half of it."""
    whole = io.BytesIO()
    torch.save(state, whole)
    with contextlib.suppress(OSError):
        write_whole(path, whole.getvalue())

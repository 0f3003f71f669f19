"""Where tensors live: the accelerator when there is one, the processor otherwise."""

import os
import warnings

import torch

_EXPECTED = 'expected "cpu", "cuda", "cuda:1" (any device number) or "mps"'


def default_device() -> torch.device:
    """The device that the labs compute on.

    The environment variable ``COURSE_DEVICE`` decides when it is set: ``cpu``, ``cuda``,
    ``cuda:1`` or ``mps``. Otherwise CUDA comes first, then Apple's MPS, then the processor.

    Returns:
        A device that is available on this machine.

    Raises:
        ValueError: ``COURSE_DEVICE`` names no device, or one that this machine does not have.

    Example:
        >>> default_device().type in ("cpu", "cuda", "mps")
        True
    """
    asked = os.environ.get("COURSE_DEVICE", "").strip().lower()
    if asked:
        return _parse(asked)
    if _cuda_count():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def _parse(asked: str) -> torch.device:
    try:
        device = torch.device(asked)
    except RuntimeError:
        device = None
    if device is None or device.type not in ("cpu", "cuda", "mps"):
        raise ValueError(f'COURSE_DEVICE is "{asked}"; {_EXPECTED}.')
    if device.type == "cuda" and (device.index or 0) >= _cuda_count():
        raise ValueError(
            f'COURSE_DEVICE is "{asked}", but torch finds {_cuda_count()} CUDA devices here; '
            'choose another device, or unset it to use "cpu".'
        )
    if device.type == "mps" and not torch.backends.mps.is_available():
        raise ValueError(
            'COURSE_DEVICE is "mps", but torch finds no MPS device here; '
            'choose another device, or unset it to use "cpu".'
        )
    return device


def _cuda_count() -> int:
    # A driver too old for torch makes it warn here: the labs then run on the processor, and the
    # warning would only hide their output.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.cuda.device_count() if torch.cuda.is_available() else 0

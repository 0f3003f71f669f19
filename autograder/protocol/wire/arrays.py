"""Tensors and arrays as raw bytes with a dtype and a shape, and back."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
import torch

from .limits import ProtocolError, ProtocolLimits, Refused

#: The dtypes that may cross, by the name that crosses.
TORCH_DTYPES: dict[str, torch.dtype] = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
        torch.uint16, torch.uint32, torch.uint64, torch.float16, torch.bfloat16,
        torch.float32, torch.float64, torch.complex64, torch.complex128,
    )
}  # fmt: skip
NUMPY_DTYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(name) for name in TORCH_DTYPES if name != "bfloat16"
}
_TORCH_NAMES = {dtype: name for name, dtype in TORCH_DTYPES.items()}


def tensor_parts(tensor: torch.Tensor, caps: ProtocolLimits) -> tuple[str, list[int], memoryview]:
    """(dtype's name, shape, bytes) of a dense tensor, of a subclass too.

    Raises:
        Refused: It is not dense, of another dtype, or too large.
    """
    name = _TORCH_NAMES.get(tensor.dtype)
    if name is None or tensor.layout is not torch.strided or tensor.is_nested:
        kind = f"of dtype {tensor.dtype} and layout {tensor.layout}"
        raise Refused(f"a tensor {kind} cannot be handed over: expected a dense tensor of numbers")
    if tensor.device.type == "meta":
        raise Refused("a tensor on the device meta has no values to hand over")
    shape = list(tensor.shape)
    _check_size(shape, tensor.element_size(), caps)
    # Only the bytes are taken, so what a subclass makes of these calls does not matter.
    dense = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous()
    if not dense.numel():
        return name, shape, memoryview(b"")
    # A single number may be contiguous with any stride, which a view of its bytes may not.
    flat = dense.as_strided((dense.numel(),), (1,))
    return name, shape, flat.view(torch.uint8).numpy().data


def array_parts(
    array: np.ndarray[Any, Any], caps: ProtocolLimits
) -> tuple[str, list[int], memoryview] | None:
    """(dtype's name, shape, bytes) of an array of numbers; None for one of other things.

    The byte order becomes the machine's own.

    Raises:
        Refused: It is too large.
    """
    name = array.dtype.name
    if name not in NUMPY_DTYPES:
        return None
    shape = list(array.shape)
    _check_size(shape, array.dtype.itemsize, caps)
    flat = np.ascontiguousarray(array, dtype=NUMPY_DTYPES[name]).reshape(-1).view(np.uint8)
    return name, shape, flat.data


def to_tensor(
    name: Any, shape: Any, data: np.ndarray[Any, Any], caps: ProtocolLimits
) -> torch.Tensor:
    """A plain CPU tensor over received bytes, which are not copied.

    Raises:
        ProtocolError: Name, shape and number of bytes do not belong together.
    """
    dtype = TORCH_DTYPES.get(name) if type(name) is str else None
    if dtype is None:
        raise ProtocolError("a tensor of an unknown dtype came back")
    sizes = _shape(shape, dtype.itemsize, len(data), caps)
    if not len(data):
        return torch.empty(sizes, dtype=dtype)
    raw = torch.from_numpy(data)
    # A byte that is neither 0 nor 1 is no boolean, and libraries disagree on what it means.
    flat = raw.ne(0) if dtype is torch.bool else raw.view(dtype)
    return flat.reshape(sizes)


def to_array(
    name: Any, shape: Any, data: np.ndarray[Any, Any], caps: ProtocolLimits
) -> np.ndarray[Any, Any]:
    """A plain array over received bytes, which are not copied.

    Raises:
        ProtocolError: Name, shape and number of bytes do not belong together.
    """
    dtype = NUMPY_DTYPES.get(name) if type(name) is str else None
    if dtype is None:
        raise ProtocolError("an array of an unknown dtype came back")
    sizes = _shape(shape, dtype.itemsize, len(data), caps)
    flat = data.astype(bool) if name == "bool" else data.view(dtype)
    return flat.reshape(sizes)


def _shape(shape: Any, item: int, held: int, caps: ProtocolLimits) -> list[int]:
    """The shape, once it is known to fit the number of bytes."""
    if type(shape) is not list or any(type(size) is not int or size < 0 for size in shape):
        raise ProtocolError("a tensor with a malformed shape came back")
    if len(shape) > caps.dims or _span(shape, item) > caps.bytes:
        raise ProtocolError("a tensor with a shape beyond the limit came back")
    if prod(shape) * item != held:
        raise ProtocolError("a tensor came back whose shape does not fit its values")
    return shape


def _check_size(shape: Sequence[int], item: int, caps: ProtocolLimits) -> None:
    if len(shape) > caps.dims:
        raise Refused(f"a tensor with {len(shape)} axes cannot be handed over: {caps.dims} at most")
    if _span(shape, item) > caps.bytes:
        raise Refused(
            f"a tensor of shape {tuple(shape)} is too large to be handed over: "
            f"at most {caps.bytes // 2**20} MB"
        )


def _span(shape: Sequence[int], item: int) -> int:
    """Bytes if no axis were empty: strides are computed like this, and must not overflow."""
    return prod(max(size, 1) for size in shape) * item

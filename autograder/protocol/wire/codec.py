"""Values as a tree that JSON can hold, with the bytes of tensors beside it; and back.

| value | in the tree |
|---|---|
| None, bool, float, short str, int below 2⁶³ | itself |
| dict with str keys | an object |
| anything else | ``[tag, ...]``, with the tags of `_TAGS` |

What is not data (a function, an object of a class) goes through `Foreign`: each side decides what
it hands over in place of it, and what it takes.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

import numpy as np
import torch

from .arrays import array_parts, tensor_parts, to_array, to_tensor
from .limits import ProtocolError, ProtocolLimits, Refused

Tree: TypeAlias = Any
Buffer: TypeAlias = "np.ndarray[Any, Any]"

#: Longer strings travel as bytes beside the tree.
INLINE_TEXT = 1_000

_SMALL = 2**63

#: Every dtype of torch, by name: a dtype may cross even where its tensors may not.
_DTYPES = {str(item)[6:]: item for item in vars(torch).values() if type(item) is torch.dtype}

# Classes of the libraries, not of the student, that stand for a plain dict or tuple.
_DICTS = (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)
_TUPLES = (tuple, torch.Size)


class Foreign(Protocol):
    """One side's way with what is not data."""

    def send(self, value: Any) -> list[Any]:
        """What to hand over in place of a value: ``["object" | "function" | "torch", ...]``.

        Raises:
            Refused: Nothing; with the name of the value's type.
        """
        ...

    def receive(self, tag: str, parts: list[Any]) -> Any:
        """The value for what was handed over.

        Raises:
            ProtocolError: The other side may not send this.
        """
        ...


class Encoder:
    """Turns one message into a tree and buffers."""

    def __init__(self, foreign: Foreign, caps: ProtocolLimits) -> None:
        self.foreign = foreign
        self.caps = caps
        self.buffers: list[memoryview] = []
        self._nodes = 0
        self._bytes = 0

    def encode(self, value: Any, depth: int = 0) -> Tree:
        """The tree of a value; its bytes are added to `buffers`.

        Types are compared exactly: a subclass may do anything when it is read.

        Raises:
            Refused: It, or something in it, may not cross.
        """
        self._nodes += 1
        if self._nodes > self.caps.nodes:
            raise Refused(f"more than {self.caps.nodes:,} values at once cannot be handed over: "
                          "use a tensor")  # fmt: skip
        if depth > self.caps.depth:
            raise Refused(f"values nested more than {self.caps.depth} deep cannot be handed over")
        kind = type(value)
        if value is None or kind in (bool, float):
            return value
        if kind in _LEAVES:
            return _LEAVES[kind](self, value)
        if kind is list:
            return ["list", *(self.encode(item, depth + 1) for item in value)]
        if kind in _TUPLES or (issubclass(kind, tuple) and kind.__module__ == "torch.return_types"):
            return ["tuple", *(self.encode(item, depth + 1) for item in tuple(value))]
        if kind in _DICTS and all(type(key) is str for key in value):
            return {self._key(key): self.encode(item, depth + 1) for key, item in value.items()}
        return self._library(value, kind)

    def _library(self, value: Any, kind: type) -> Tree:
        """Tensors and arrays, of a subclass too; all the rest is foreign."""
        if issubclass(kind, torch.Tensor):
            name, shape, data = tensor_parts(value, self.caps)
            return ["tensor", self._buffer(data), name, shape, bool(value.requires_grad)]
        if issubclass(kind, np.ndarray) and (parts := array_parts(value, self.caps)):
            return ["array", self._buffer(parts[2]), *parts[:2]]
        if issubclass(kind, np.generic) and (parts := array_parts(np.asarray(value), self.caps)):
            return ["scalar", self._buffer(parts[2]), parts[0]]
        return self.foreign.send(value)

    def _int(self, value: int) -> Tree:
        if -_SMALL <= value < _SMALL:
            return value
        if value.bit_length() > self.caps.int_bits:
            raise Refused(f"a whole number of {value.bit_length():,} bits cannot be handed over")
        return ["int", hex(value)]

    def _text(self, value: str) -> Tree:
        data = self._utf8(value)
        return value if len(value) <= INLINE_TEXT else ["text", self._buffer(memoryview(data))]

    def _key(self, key: str) -> str:
        if len(key) > INLINE_TEXT:
            raise Refused(f"a dict key of {len(key):,} characters cannot be handed over")
        self._utf8(key)
        return key

    def _utf8(self, value: str) -> bytes:
        if len(value) > self.caps.text:
            raise Refused(f"a text of {len(value):,} characters cannot be handed over")
        try:
            return value.encode()
        except UnicodeEncodeError:
            raise Refused("a text with half a character (a lone surrogate) cannot be handed over"
                          ) from None  # fmt: skip

    def _buffer(self, data: memoryview) -> int:
        """The position of some bytes among the buffers."""
        self._bytes += data.nbytes
        if len(self.buffers) == self.caps.buffers or self._bytes > self.caps.bytes:
            raise Refused(
                f"more than {self.caps.bytes // 2**20} MB, or {self.caps.buffers:,} tensors, "
                "cannot be handed over at once"
            )
        self.buffers.append(data)
        return len(self.buffers) - 1


_LEAVES: dict[type, Callable[[Encoder, Any], Tree]] = {
    int: Encoder._int,
    str: Encoder._text,
    complex: lambda _, value: ["complex", value.real, value.imag],
    torch.dtype: lambda _, value: ["dtype", str(value).removeprefix("torch.")],
    torch.device: lambda _, value: ["device", str(value)],
}


class Decoder:
    """Turns one received message back into values; whatever the tree holds, only into values."""

    def __init__(self, buffers: list[Buffer], foreign: Foreign, caps: ProtocolLimits) -> None:
        self.buffers = buffers
        self.foreign = foreign
        self.caps = caps
        self._nodes = 0
        self._used: set[int] = set()

    def decode(self, tree: Tree, depth: int = 0) -> Any:
        """The value of a tree.

        Raises:
            ProtocolError: The tree is not one that `Encoder` makes, or is beyond the caps.
        """
        self._nodes += 1
        if self._nodes > self.caps.nodes or depth > self.caps.depth:
            raise ProtocolError("a value beyond the limits of count or depth came back")
        kind = type(tree)
        if tree is None or kind in (bool, float):
            return tree
        if kind is int:
            return self._small(tree)
        if kind is str:
            return self._text(tree)
        if kind is dict:
            return {self._text(key): self.decode(item, depth + 1) for key, item in tree.items()}
        if kind is list and tree and tree[0] in ("list", "tuple"):
            items = [self.decode(item, depth + 1) for item in tree[1:]]
            return items if tree[0] == "list" else tuple(items)
        if kind is list and tree and type(tree[0]) is str:
            return self._tagged(tree[0], tree[1:])
        raise ProtocolError("a malformed value came back")

    def _tagged(self, tag: str, parts: list[Any]) -> Any:
        if tag in _TAGS:
            count, read = _TAGS[tag]
            if len(parts) != count:
                raise ProtocolError(f"a malformed {tag} came back")
            return read(self, *parts)
        if tag in ("object", "function", "torch"):
            return self.foreign.receive(tag, parts)
        raise ProtocolError("a value of an unknown kind came back")

    def _small(self, value: int) -> int:
        if not -_SMALL <= value < _SMALL:
            raise ProtocolError("a malformed whole number came back")
        return value

    def _int(self, text: Any) -> int:
        if type(text) is not str or len(text) > self.caps.int_bits // 4 + 4:
            raise ProtocolError("a malformed whole number came back")
        try:
            return int(text, 16)
        except ValueError:
            raise ProtocolError("a malformed whole number came back") from None

    def _text(self, value: str) -> str:
        if len(value) > INLINE_TEXT:
            raise ProtocolError("a text beyond the limit came back")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ProtocolError("a text with half a character came back") from None
        return value

    def _long_text(self, position: Any) -> str:
        data = self._buffer(position)
        if len(data) > 4 * self.caps.text:
            raise ProtocolError("a text beyond the limit came back")
        try:
            return data.tobytes().decode()
        except UnicodeDecodeError:
            raise ProtocolError("a malformed text came back") from None

    def _complex(self, real: Any, imag: Any) -> complex:
        if type(real) is not float or type(imag) is not float:
            raise ProtocolError("a malformed complex number came back")
        return complex(real, imag)

    def _tensor(self, position: Any, name: Any, shape: Any, requires_grad: Any) -> torch.Tensor:
        tensor = to_tensor(name, shape, self._buffer(position), self.caps)
        if requires_grad is True and (tensor.is_floating_point() or tensor.is_complex()):
            return tensor.requires_grad_()
        if requires_grad is not False:
            raise ProtocolError("a malformed tensor came back")
        return tensor

    def _array(self, position: Any, name: Any, shape: Any) -> np.ndarray[Any, Any]:
        return to_array(name, shape, self._buffer(position), self.caps)

    def _scalar(self, position: Any, name: Any) -> Any:
        return to_array(name, [], self._buffer(position), self.caps)[()]

    def _dtype(self, name: Any) -> torch.dtype:
        if type(name) is not str or name not in _DTYPES:
            raise ProtocolError("an unknown dtype came back")
        return _DTYPES[name]

    def _device(self, name: Any) -> torch.device:
        if type(name) is not str or not re.fullmatch(r"[a-z]{2,20}(:[0-9]{1,3})?", name):
            raise ProtocolError("a malformed device came back")
        try:
            return torch.device(name)
        except RuntimeError:
            raise ProtocolError("an unknown device came back") from None

    def _buffer(self, position: Any) -> Buffer:
        """Received bytes; each may be used once, so that no two tensors share them."""
        if type(position) is not int or not 0 <= position < len(self.buffers):
            raise ProtocolError("a value without its bytes came back")
        if position in self._used:
            raise ProtocolError("two values with the same bytes came back")
        self._used.add(position)
        return self.buffers[position]


_TAGS: dict[str, tuple[int, Callable[..., Any]]] = {
    "int": (1, Decoder._int),
    "text": (1, Decoder._long_text),
    "complex": (2, Decoder._complex),
    "dtype": (1, Decoder._dtype),
    "device": (1, Decoder._device),
    "tensor": (4, Decoder._tensor),
    "array": (3, Decoder._array),
    "scalar": (2, Decoder._scalar),
}

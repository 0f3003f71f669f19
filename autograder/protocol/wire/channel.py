"""Messages as length-prefixed frames over one stream socket, each within a deadline.

A frame is: magic, the tree's length, the number of buffers; each buffer's length; the tree as
JSON; the buffers. All lengths are checked against the caps before anything is allocated.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

import numpy as np

from .codec import Buffer, Decoder, Encoder, Foreign
from .limits import KernelGone, ProtocolError, ProtocolLimits, Refused, TooSlow

_MAGIC = b"BRD1"
_HEAD = struct.Struct("!4sII")

# What a node and a buffer need at most in the tree's JSON: brackets, commas, the sizes of axes.
_SIGNS_PER_NODE = 2
_SIGNS_PER_BUFFER = 40

SLOW = "your code did not answer in time: look for a loop that never ends, or for very slow work"
GONE = "your code's kernel ended while it was asked: out of memory, or a call of exit()"


class Channel:
    """Sends and receives whole messages; everything received is taken for hostile.

    Args:
        sock: A connected stream socket.
        foreign: This side's way with what is not data.
        caps: How much may cross.
    """

    def __init__(self, sock: socket.socket, foreign: Foreign, caps: ProtocolLimits) -> None:
        self.sock = sock
        self.foreign = foreign
        self.caps = caps
        self.received = 0
        self._most_signs = _SIGNS_PER_NODE * caps.nodes + _SIGNS_PER_BUFFER * caps.buffers

    def send(self, message: dict[str, Any], deadline: float | None = None) -> None:
        """Send one message.

        Args:
            message: A dict of values that may cross.
            deadline: On `time.monotonic`'s clock; None for no end.

        Raises:
            Refused: Something in it may not cross; nothing was sent.
            ProtocolError: The other side is gone, or does not read.
        """
        encoder = Encoder(self.foreign, self.caps)
        tree = json.dumps(encoder.encode(message), ensure_ascii=False, separators=(",", ":"))
        body = tree.encode()
        if len(body) > self.caps.tree or _signs(body) > self._most_signs:
            raise Refused("that much text cannot be handed over at once")
        sizes = [buffer.nbytes for buffer in encoder.buffers]
        head = _HEAD.pack(_MAGIC, len(body), len(sizes)) + struct.pack(f"!{len(sizes)}Q", *sizes)
        try:
            for part in (head + body, *encoder.buffers):
                self._wait_at_most(deadline)
                self.sock.sendall(part)
        except TimeoutError:
            raise TooSlow(SLOW) from None
        except OSError:
            raise KernelGone(GONE) from None

    def receive(self, deadline: float | None = None) -> dict[str, Any]:
        """Receive one message.

        Args:
            deadline: On `time.monotonic`'s clock; None for no end.

        Raises:
            ProtocolError: It is malformed, beyond the caps, late, or the other side is gone.
        """
        magic, length, count = _HEAD.unpack(self._read(_HEAD.size, deadline).tobytes())
        if magic != _MAGIC:
            raise ProtocolError("something that is no message came back")
        if length > self.caps.tree or count > self.caps.buffers:
            raise ProtocolError("a message beyond the limits came back")
        sizes = struct.unpack(f"!{count}Q", self._read(8 * count, deadline).tobytes())
        self.received += length + sum(sizes)
        if sum(sizes) > self.caps.bytes or self.received > self.caps.total:
            raise ProtocolError("more data than the limit allows came back")
        body = self._read(length, deadline)
        buffers = [self._read(size, deadline) for size in sizes]
        try:
            message = Decoder(buffers, self.foreign, self.caps).decode(self._tree(body))
        except ProtocolError:
            raise
        except Exception:  # such as RecursionError and MemoryError; here nothing may get through
            raise ProtocolError("a value beyond the limits came back") from None
        if type(message) is not dict:
            raise ProtocolError("a malformed message came back")
        return message

    def _tree(self, body: Buffer) -> Any:
        """The parsed JSON, once its signs show that it cannot hold too many values."""
        text = body.tobytes()
        if _signs(text) > self._most_signs:
            raise ProtocolError("a message with too many values came back")
        try:
            return json.loads(text.decode())
        except ValueError:
            raise ProtocolError("a malformed message came back") from None

    def _read(self, size: int, deadline: float | None) -> Buffer:
        """Exactly so many bytes; memory is taken up only as they arrive."""
        data = np.empty(size, np.uint8)
        view, done = data.data, 0
        while done < size:
            try:
                self._wait_at_most(deadline)
                got = self.sock.recv_into(view[done:])
            except TimeoutError:
                raise TooSlow(SLOW) from None
            except OSError:
                raise KernelGone(GONE) from None
            if got == 0:
                raise KernelGone(GONE)
            done += got
        return data

    def _wait_at_most(self, deadline: float | None) -> None:
        """Set how long the next call on the socket may take."""
        if deadline is None:
            self.sock.settimeout(None)
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)


def _signs(body: bytes) -> int:
    """At least as many as there are values; commas within texts count too."""
    return body.count(b",") + body.count(b"[") + body.count(b"{")

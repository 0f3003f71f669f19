"""How much may cross the wire, and why something could not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProtocolLimits:
    """The most that one message, and one connection, may hold.

    A message costs its receiver at most ``bytes`` for tensors and about 100 bytes a node.

    Attributes:
        nodes: Values in one message, those inside lists, tuples and dicts counted.
        depth: Lists, tuples and dicts within one another.
        text: Characters of one string.
        int_bits: Bits of one whole number.
        buffers: Tensors, arrays and long strings in one message.
        bytes: Bytes of all of them together.
        dims: Axes of one tensor.
        tree: Bytes of a message without its buffers.
        total: Bytes that one connection may receive in all.
        callbacks: How often, in all, functions of a test may be called by the student's code.
        callback_depth: How many such calls may be under way at once, one inside the other.
        functions: Functions of a test that are passed in one session.
        objects: Objects of the student's that the judge may know of at once.
        items: Values taken from one iterator of the student's.
    """

    nodes: int = 200_000
    depth: int = 40
    text: int = 1_000_000
    int_bits: int = 65_536
    buffers: int = 10_000
    bytes: int = 256 * 2**20
    dims: int = 32
    tree: int = 8 * 2**20
    total: int = 4 * 2**30
    callbacks: int = 200_000
    callback_depth: int = 20
    functions: int = 10_000
    objects: int = 100_000
    items: int = 100_000


class Refused(Exception):
    """A value that may not cross the wire; the sender's own, and said before anything is sent.

    No `TypeError`: a test for one must not be satisfied by what never reached the student's code.

    Attributes:
        sentence: The message, which speaks for itself in a check's outcome.
    """

    @property
    def sentence(self) -> str:
        """The message."""
        return str(self)


class ProtocolError(Exception):
    """The other side broke the rules of the protocol, fell silent or is gone; no way to go on.

    Attributes:
        sentence: The message, which speaks for itself in a check's outcome.
    """

    @property
    def sentence(self) -> str:
        """The message."""
        return str(self)


class TooSlow(ProtocolError):
    """The other side did not answer, or read, in time."""


class KernelGone(ProtocolError):
    """The other side has closed the connection."""


def type_name(value: object) -> str:
    """The name of a value's type, as a message may show it.

    Example:
        >>> type_name({1, 2})
        'set'
    """
    return clean_name(type(value).__name__)


def clean_name(name: object) -> str:
    """A type's name that the other side told, made harmless: short, printable, one word.

    Example:
        >>> clean_name("Foo"), clean_name("<b>Foo</b> is right" * 9)
        ('Foo', 'object')
    """
    if type(name) is str and len(name) <= 60 and name.isidentifier():
        return name
    return "object"


def clean_text(text: object, length: int = 2_000) -> str:
    r"""Text that the other side told, cut to a length and without control characters.

    Example:
        >>> clean_text("a\x1b[31mb\nc")
        'a�[31mb\nc'
    """
    if type(text) is not str:
        return ""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text[:length])

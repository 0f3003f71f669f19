"""Is a data file whole? Its length, header and digest, against what they must be."""

import hashlib
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_UINT8 = 8  # the IDX format's code for this dtype


@dataclass(frozen=True)
class Finding:
    """What a look at one file gave.

    Attributes:
        path: The file.
        ok: Whether it can be used.
        message: What was found, in words.
    """

    path: Path
    ok: bool
    message: str


@dataclass(frozen=True)
class ExpectedFile:
    """What a file must be like.

    Attributes:
        name: Its name inside the data set's folder.
        shape: For a file in the IDX format (of bytes), the shape that its header must tell.
        digest: The digest of its content, where a trustworthy one is known.
        algorithm: What ``digest`` was computed with.
    """

    name: str
    shape: tuple[int, ...] | None = None
    digest: str | None = None
    algorithm: Literal["sha256", "md5"] = "sha256"

    @property
    def header(self) -> bytes:
        """The IDX header: two zeros, dtype, number of axes, and the length of each axis."""
        axes = self.shape or ()
        return struct.pack(f">BBBB{len(axes)}I", 0, 0, _UINT8, len(axes), *axes)


def read_checked(folder: Path, expected: ExpectedFile) -> tuple[Finding, bytes]:
    """Read a file and check the very bytes that were read, so that none is used unchecked.

    Args:
        folder: Where the file should lie.
        expected: What it should be like.

    Returns:
        The finding, and the file's content if it is whole (nothing otherwise).
    """
    path = folder / expected.name
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Finding(path, False, "is missing"), b""
    except OSError as error:
        return Finding(path, False, f"cannot be read ({error.strerror})"), b""
    problem = _problem(content, expected)
    if problem:
        return Finding(path, False, problem), b""
    return Finding(path, True, f"is whole ({len(content):,} bytes)"), content


def _problem(content: bytes, expected: ExpectedFile) -> str | None:
    if expected.shape is not None:
        size = len(expected.header) + math.prod(expected.shape)
        if len(content) != size:
            return f"has {len(content):,} bytes where {size:,} are expected"
        if not content.startswith(expected.header):
            return (
                f"begins with {content[: len(expected.header)].hex()} where the header "
                f"{expected.header.hex()} is expected"
            )
    if expected.digest is not None:
        digest = hashlib.new(expected.algorithm, content, usedforsecurity=False).hexdigest()
        if digest != expected.digest:
            return (
                f"has the {expected.algorithm} digest {digest[:12]}… where "
                f"{expected.digest[:12]}… is expected"
            )
    return None

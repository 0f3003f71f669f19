"""Answers to `read_idx`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

PLAIN = """
def read_idx(raw):
    b = raw.tobytes()
    if b[:2] == bytes([31, 139]):
        try:
            b = gzip.decompress(b)
        except Exception as error:
            raise ValueError("gzip cannot read it") from error
    if b[:3] != bytes([0, 0, 8]):
        raise ValueError("not an IDX file of uint8")
    if len(b) < 4 or len(b) < 4 + 4 * b[3]:
        raise ValueError("it ends in its header")
    axes = b[3]
    start = 4 + 4 * axes
    sizes = struct.unpack(f">{axes}I", b[4:start])
    count = 1
    for size in sizes:
        count *= size
    if len(b) != start + count:
        raise ValueError(f"{start + count} bytes expected, {len(b)} found")
    return torch.tensor(list(b[start:]), dtype=torch.uint8).reshape(sizes)
"""

RIGHT = [
    Right("struct and bytes", PLAIN),
    Right(
        "numpy views",
        """
        import math
        import zlib


        def read_idx(raw):
            if len(raw) > 1 and raw[0] == 31 and raw[1] == 139:
                try:
                    raw = np.frombuffer(gzip.decompress(raw.tobytes()), dtype=np.uint8)
                except (EOFError, OSError, zlib.error) as error:
                    raise ValueError(f"gzip: {error}") from None
            if len(raw) < 4 or raw[:3].tolist() != [0, 0, 8]:
                raise ValueError("this does not begin as an IDX file")
            start = 4 + 4 * int(raw[3])
            if len(raw) < start:
                raise ValueError("the sizes are missing")
            shape = [int(size) for size in raw[4:start].copy().view(">u4")]
            wanted = start + math.prod(shape)
            if len(raw) != wanted:
                raise ValueError(f"wanted {wanted:,} bytes, there are {len(raw):,}")
            return torch.from_numpy(raw[start:].copy()).reshape(shape)
        """,
    ),
    Right(
        "a stream",
        """
        def _exactly(stream, count):
            found = stream.read(count)
            if len(found) < count:
                raise ValueError("the file ends too early")
            return found


        def read_idx(raw):
            content = raw.tobytes()
            if content.startswith(bytes.fromhex("1f8b")):
                try:
                    content = gzip.GzipFile(fileobj=io.BytesIO(content)).read()
                except Exception as error:
                    raise ValueError(str(error)) from error
            stream = io.BytesIO(content)
            zero, kind, axes = struct.unpack(">HBB", _exactly(stream, 4))
            if zero or kind != 8:
                raise ValueError("zero, zero, eight were expected")
            sizes = [int.from_bytes(_exactly(stream, 4), "big") for _ in range(axes)]
            numbers = np.frombuffer(stream.read(), dtype=np.uint8)
            before = 4 + 4 * axes
            count = int(np.prod(sizes, dtype=np.int64))
            if count != numbers.size:
                raise ValueError(f"{before + count} bytes, not {before + numbers.size}")
            return torch.as_tensor(numbers.copy().reshape(sizes))
        """,
    ),
    Right(
        "a structured dtype",
        """
        HEADER = np.dtype([("zero", ">u2"), ("kind", "u1"), ("axes", "u1")])


        def read_idx(raw):
            content = raw.tobytes()
            try:
                if content[:2] == b"\\x1f\\x8b":
                    content = gzip.decompress(content)
            except Exception as error:
                raise ValueError(f"damaged: {error}") from error
            if len(content) < 4:
                raise ValueError("no header")
            header = np.frombuffer(content, HEADER, 1)[0]
            if header["zero"] != 0 or header["kind"] != 8:
                raise ValueError(f"a strange header: {header}")
            axes = int(header["axes"])
            if len(content) < 4 + 4 * axes:
                raise ValueError("no sizes")
            sizes = np.frombuffer(content, ">u4", axes, 4).astype(int)
            right = 4 + 4 * axes + sizes.prod()
            if len(content) != right:
                raise ValueError(f"expected {right} bytes, got {len(content)}")
            numbers = np.frombuffer(content, np.uint8, offset=4 + 4 * axes)
            return torch.tensor(numbers.reshape(sizes).copy())
        """,
    ),
    Right(
        "everything caught and passed on",
        """
        class Damaged(ValueError):
            pass


        def read_idx(raw):
            try:
                b = raw.tobytes()
                b = gzip.decompress(b) if b[:2] == b"\\x1f\\x8b" else b
                assert b[0] == 0 and b[1] == 0 and b[2] == 8
                shape = struct.unpack(f">{b[3]}I", b[4 : 4 + 4 * b[3]])
            except Exception as error:
                raise Damaged(f"this is no whole IDX file ({type(error).__name__})") from error
            start, count = 4 + 4 * b[3], int(torch.tensor(shape).prod())
            if start + count != len(b):
                raise Damaged(f"got {len(b)} bytes; there should be {start + count}")
            return torch.tensor(bytearray(b[start:]), dtype=torch.uint8).view(shape)
        """,
    ),
    Right(
        "by hand, byte by byte",
        """
        def read_idx(raw):
            numbers = raw.tolist()
            if numbers[:2] == [31, 139]:
                try:
                    numbers = list(gzip.decompress(bytes(numbers)))
                except Exception:
                    raise ValueError("it cannot be decompressed")
            if numbers[:3] != [0, 0, 8] or len(numbers) < 4 or len(numbers) < 4 + 4 * numbers[3]:
                raise ValueError("the header is damaged")
            sizes, total = [], 1
            for axis in range(numbers[3]):
                a, b, c, d = numbers[4 + 4 * axis : 8 + 4 * axis]
                sizes.append(((a * 256 + b) * 256 + c) * 256 + d)
                total *= sizes[-1]
            start = 4 + 4 * numbers[3]
            if len(numbers) - start != total:
                raise ValueError(f"should have {start + total} bytes and has {len(numbers)}")
            return torch.tensor(numbers[start:], dtype=torch.uint8).reshape(*sizes)
        """,
    ),
]

FIRST = "two pictures of 2 × 3 pixels"
CUT = "a file that was cut off is refused"
RANDOM = "random files, some of them compressed"
COUNT = "damaged files are refused with the number of bytes"
OTHER = "other damages are refused"

WRONG = [
    Wrong(
        "little-endian sizes",
        says="ValueError",
        check=FIRST,
        typical=True,
        code=but(PLAIN, 'f">{axes}I"', 'f"<{axes}I"'),
    ),
    Wrong(
        "one long row",
        says="that is one long row",
        check=FIRST,
        code=but(PLAIN, ".reshape(sizes)", ""),
    ),
    Wrong(
        "the axes the other way round",
        says="the last axis runs fastest",
        check=FIRST,
        code=but(PLAIN, ".reshape(sizes)", ".reshape(sizes[::-1]).permute(2, 1, 0)"),
    ),
    Wrong(
        "no look at the length",
        says="RuntimeError",
        check=CUT,
        code=but(PLAIN, "if len(b) != start + count:", "if False:"),
    ),
    Wrong(
        "no number of bytes",
        says="name both",
        check=CUT,
        code=but(PLAIN, 'f"{start + count} bytes expected, {len(b)} found"', '"it was cut off"'),
    ),
    Wrong(
        "the numbers only are counted",
        says="name both",
        check=CUT,
        code=but(
            PLAIN,
            "{start + count} bytes expected, {len(b)} found",
            "{count} expected, {len(b) - start} found",
        ),
    ),
    Wrong(
        "never decompressed",
        says="ValueError",
        check=RANDOM,
        code=but(PLAIN, "bytes([31, 139])", "bytes([31, 140])"),
    ),
    Wrong(
        "three axes always",
        says="called with",
        check=RANDOM,
        code=but(PLAIN, "axes = b[3]", "axes = 3"),
    ),
    Wrong(
        "too many bytes are fine",
        says="but the call went through",
        check=COUNT,
        code=but(
            PLAIN,
            "len(b) != start + count",
            "len(b) < start + count",
            "b[start:])",
            "b[start : start + count])",
        ),
    ),
    Wrong(
        "counted before decompression",
        says="name both",
        check=COUNT,
        code=but(PLAIN, "{len(b)} found", "{len(raw)} found"),
    ),
    Wrong(
        "gzip's own errors",
        says="expected ValueError for this input, got",
        check=OTHER,
        code=but(PLAIN, "except Exception as", "except KeyError as"),
    ),
    Wrong(
        "the header is not looked at",
        says="but the call went through",
        check=OTHER,
        code=but(PLAIN, "if b[:3] != bytes([0, 0, 8]):", "if False:"),
    ),
    Wrong(
        "other kinds of numbers pass",
        says="but the call went through",
        check=OTHER,
        code=but(PLAIN, "b[:3] != bytes([0, 0, 8])", "b[:2] != bytes([0, 0])"),
    ),
    Wrong(
        "a header that ends early",
        says="expected ValueError for this input, got",
        check=OTHER,
        code=but(PLAIN, "if len(b) < 4 or len(b) < 4 + 4 * b[3]:", "if False:"),
    ),
    Wrong(
        "another error",
        says="expected ValueError for this input, got",
        check=CUT,
        code=but(PLAIN, 'raise ValueError(f"', 'raise EOFError(f"'),
    ),
    Wrong(
        "floating-point numbers",
        says="dtype uint8",
        check=RANDOM,
        code=but(PLAIN, "dtype=torch.uint8", "dtype=torch.float32"),
    ),
    Wrong(
        "a NumPy array",
        says="expected a tensor of dtype uint8",
        check=RANDOM,
        code=but(PLAIN, ".reshape(sizes)", ".reshape(sizes).numpy()"),
    ),
]

ALLOWED: list[Allowed] = []

EQUIVALENT = [
    Equivalent(
        "raise ValueError(f'gzip cannot decompress this file: {error}') from error",
        "pass",
        "What is still compressed does not begin with 0, 0, 8, and is refused for that.",
    ),
    Equivalent(
        "return torch.frombuffer(bytearray(content[start:]), dtype=torch.uint8).reshape(sizes)",
        "return torch.frombuffer(content[start:], dtype=torch.uint8).reshape(sizes)",
        "The values are the same; the copy only makes them ours to change.",
    ),
    Equivalent(
        "start = 4 + 4 * sum(content[3:4])",
        "start = 4 + 4 * max(content[3:4])",
        "Of one byte both are the same; of none, max raises a ValueError, too.",
    ),
    Equivalent(
        "start = 4 + 4 * sum(content[3:4])",
        "start = 4 + 4 * sum(content[3:5])",
        "The first byte of a size is 0 for fewer than 16 million pictures.",
    ),
]

"""Whatever bytes arrive, the judge's decoder says `ProtocolError` or gives plain values."""

import json
import socket
import struct
import threading
import time
import tracemalloc
from contextlib import contextmanager

import numpy as np
import psutil
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.protocol.client import KernelClient, Proxy
from autograder.protocol.wire.channel import Channel
from autograder.protocol.wire.limits import ProtocolError, ProtocolLimits

MB = 2**20


def received(data, caps=None, seconds=5.0):
    """What the judge makes of some bytes, after which the other side closes."""
    here, there = socket.socketpair()
    with here, there:
        student = KernelClient(here, caps=caps)
        writer = threading.Thread(target=write, args=(there, data), daemon=True)
        writer.start()
        try:
            return Channel(here, student, student.caps).receive(time.monotonic() + seconds)
        finally:
            here.close()
            writer.join()


def write(sock, data):
    """Send everything, unless the other side is gone."""
    try:
        sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def frame(tree, buffers=(), sizes=None, length=None, magic=b"BRD1"):
    """A frame, with lies where they are given."""
    body = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    sizes = [len(buffer) for buffer in buffers] if sizes is None else sizes
    head = struct.pack("!4sII", magic, len(body) if length is None else length, len(sizes))
    return head + struct.pack(f"!{len(sizes)}Q", *sizes) + body + b"".join(buffers)


def is_plain(value):
    """Whether a value is data through and through, or a proxy."""
    if isinstance(value, list | tuple):
        return all(map(is_plain, value))
    if isinstance(value, dict):
        return all(type(key) is str and is_plain(item) for key, item in value.items())
    plain = (type(None), bool, int, float, complex, str, torch.dtype, torch.device, np.ndarray)
    return (
        type(value) in plain
        or type(value) is torch.Tensor
        or isinstance(value, Proxy | np.number | np.bool_)
    )


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200))
def test_random_bytes_break_the_protocol_and_nothing_else(data):
    with pytest.raises(ProtocolError):
        received(data)


json_leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["0x10", "float32", "bool", "cpu", "nn", "\ud800", "call", "iter", "next"]),
)
tags = st.sampled_from(
    ["list", "tuple", "int", "text", "complex", "dtype", "device", "tensor", "array", "scalar",
     "object", "function", "torch", "eval"]
)  # fmt: skip
trees = st.recursive(
    json_leaves,
    lambda inner: st.one_of(
        st.builds(lambda tag, parts: [tag, *parts], tags, st.lists(inner, max_size=5)),
        st.builds(
            lambda tag, position, name, shape, rest: [tag, position, name, shape, *rest],
            st.sampled_from(["tensor", "array", "scalar"]),
            st.integers(-1, 2),
            st.sampled_from(["float32", "bool", "uint8", "bfloat16", "complex64", "object", 3]),
            st.one_of(st.lists(st.integers(-2, 5), max_size=3), inner),
            st.lists(st.booleans(), max_size=2),
        ),
        st.dictionaries(st.text(max_size=3), inner, max_size=3),
        st.lists(inner, max_size=3),
    ),
    max_leaves=10,
)


@settings(deadline=None, max_examples=400)
@given(trees, st.lists(st.binary(max_size=32), max_size=3))
def test_a_well_formed_frame_of_anything_gives_plain_values_or_breaks(tree, buffers):
    try:
        message = received(frame({"value": tree}, buffers))
    except ProtocolError:
        return
    assert is_plain(message)


good = frame(
    {"n": 1, "value": ["list", ["tensor", 0, "float32", [2, 2], False], "text", ["int", "0xff"]]},
    [b"\0" * 16],
)


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_a_changed_frame_gives_plain_values_or_breaks(data):
    changed = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        message = received(bytes(changed))
    except ProtocolError:
        return
    assert is_plain(message)


def test_the_frame_that_is_changed_is_a_good_one():
    value = received(good)["value"]
    assert torch.equal(value[0], torch.zeros(2, 2))
    assert value[1:] == ["text", 255]


def deep(depth):
    return b'{"a":' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(good[:-1], id="cut short"),
        pytest.param(good[:20], id="cut in the head"),
        pytest.param(frame({}, magic=b"HTTP"), id="magic"),
        pytest.param(frame([]), id="no dict"),
        pytest.param(frame(b"{"), id="no JSON"),
        pytest.param(frame(b"\xff\xfe"), id="no UTF-8"),
        pytest.param(frame('{"a":1}'.encode("utf-16")), id="UTF-16"),
        pytest.param(frame(b'{"a":' + b"9" * 5_000 + b"}"), id="endless digits"),
        pytest.param(frame(deep(100_000)), id="deep nesting"),
        pytest.param(frame({"a": ["list"] * 3, "b": 2**64}), id="int that is no small one"),
        pytest.param(frame({"a": ["int", "0x" + "f" * 20_000]}), id="int of too many bits"),
        pytest.param(frame({"a": ["int", "__import__('os')"]}), id="int that is code"),
        pytest.param(frame({}, length=2**32 - 1), id="tree of 4 GB"),
        pytest.param(frame({}, sizes=[2**63]), id="buffer of exabytes"),
        pytest.param(frame({}, sizes=[200 * MB, 200 * MB]), id="buffers beyond the sum"),
        pytest.param(
            struct.pack("!4sII", b"BRD1", 2, 2**32 - 1) + b"\0" * 64, id="four billion buffers"
        ),
        pytest.param(frame(b'{"a":[' + b"[]," * 2_000_000 + b"[]]}"), id="two million lists"),
        pytest.param(
            frame({"a": ["tensor", 0, "float32", [2**62, 4], False]}, [b"\0" * 8]), id="overflow"
        ),
        pytest.param(
            frame({"a": ["tensor", 0, "float32", [-1, -2], False]}, [b"\0" * 8]), id="negative size"
        ),
        pytest.param(
            frame({"a": ["tensor", 0, "float32", [3], False]}, [b"\0" * 8]), id="shape ≠ bytes"
        ),
        pytest.param(
            frame({"a": ["tensor", 0, "float32", [True, 2], False]}, [b"\0" * 8]), id="bool size"
        ),
        pytest.param(
            frame({"a": ["tensor", 0, "float32", [0, 2**40, 2**40], False]}, [b""]), id="strides"
        ),
        pytest.param(
            frame({"a": ["tensor", 0, "float32", [1] * 99, False]}, [b"\0" * 4]), id="axes"
        ),
        pytest.param(frame({"a": ["tensor", 0, "int32", [1], True]}, [b"\0" * 4]), id="int grad"),
        pytest.param(frame({"a": ["tensor", 5, "int32", [1], False]}, [b"\0" * 4]), id="no buffer"),
        pytest.param(
            frame({"a": ["list", *[["tensor", 0, "int32", [1], False]] * 2]}, [b"\0" * 4]),
            id="one buffer, two tensors",
        ),
        pytest.param(frame({"a": ["array", 0, "O", [1]]}, [b"\0" * 8]), id="array of objects"),
        pytest.param(frame({"a": ["dtype", "load"]}), id="dtype that is a function"),
        pytest.param(frame({"a": ["torch", "os", "system"]}), id="name of another module"),
        pytest.param(frame({"a": ["function", 0]}), id="unknown function"),
        pytest.param(frame({"a": ["object", 1]}),
                     id="object without a type"),
    ],
)  # fmt: skip
def test_a_lie_breaks_the_protocol_before_memory_is_taken(data):
    before = psutil.Process().memory_info().rss
    with pytest.raises(ProtocolError):
        received(data)
    assert psutil.Process().memory_info().rss - before < 100 * MB


@contextmanager
def held_open(data):
    """A wire on which these bytes came, and nothing after them."""
    here, there = socket.socketpair()
    with here, there:
        there.sendall(data)
        yield Channel(here, KernelClient(here), ProtocolLimits())


def test_a_promise_of_much_data_takes_no_memory_until_it_comes():
    before = psutil.Process().memory_info().rss
    with held_open(frame({}, sizes=[250 * MB])) as wire:
        with pytest.raises(ProtocolError, match="in time") as caught:
            wire.receive(time.monotonic() + 0.3)
        # The traceback keeps what was allocated alive.
        assert caught.tb is not None
        assert psutil.Process().memory_info().rss - before < 50 * MB


def test_a_tree_at_the_limit_costs_no_more_than_it_says():
    data = frame(b'{"a":["list"' + b",{}" * 390_000 + b"]}")
    tracemalloc.start()
    with pytest.raises(ProtocolError):
        received(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * MB


def test_a_connection_may_receive_only_so_much_in_all():
    here, there = socket.socketpair()
    with here, there:
        student = KernelClient(here, caps=ProtocolLimits(total=300))
        wire = Channel(here, student, student.caps)
        for _ in range(3):
            there.sendall(frame({"a": "x" * 85}))
        wire.receive()
        wire.receive()
        wire.receive()
        there.sendall(frame({"a": "x" * 85}))
        with pytest.raises(ProtocolError, match="more data than the limit"):
            wire.receive()


@pytest.mark.parametrize("pieces", [0, 1], ids=["silence", "one byte at a time"])
def test_a_slow_sender_is_given_up_at_the_deadline(pieces):
    here, there = socket.socketpair()
    stop = threading.Event()

    def drip():
        for byte in good:
            if stop.wait(0.05):
                return
            there.send(bytes([byte])[:pieces])

    with here, there:
        wire = Channel(here, KernelClient(here), ProtocolLimits())
        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        began = time.monotonic()
        with pytest.raises(ProtocolError, match="did not answer in time"):
            wire.receive(began + 0.4)
        assert time.monotonic() - began < 2
        stop.set()
        thread.join()

"""What may cross the wire crosses exactly; everything else is refused by name."""

import math
import socket
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.protocol.callbacks import CallbackTable
from autograder.protocol.wire.arrays import NUMPY_DTYPES, TORCH_DTYPES
from autograder.protocol.wire.channel import Channel
from autograder.protocol.wire.limits import ProtocolLimits, Refused

SMALL = ProtocolLimits(
    nodes=1_000, depth=5, text=2_000, int_bits=512, buffers=20, bytes=50_000, dims=4
)


def crossed(value, caps=None):
    """A value after one way over the wire; small, since one thread sends and receives."""
    caps = caps or ProtocolLimits()
    ends = socket.socketpair()
    with ends[0], ends[1]:
        sender, receiver = (Channel(end, CallbackTable(caps), caps) for end in ends)
        sender.send({"value": value})
        return receiver.receive()["value"]


def same(a, b):
    """Whether two values are the same to the last bit."""
    if type(a) is not type(b):
        return False
    if isinstance(a, torch.Tensor):
        equal = a.dtype == b.dtype and a.shape == b.shape and a.requires_grad == b.requires_grad
        return equal and raw(a) == raw(b)
    if isinstance(a, np.ndarray | np.generic):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or (a == b and str(a) == str(b))
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    return a == b


def raw(tensor):
    """A tensor's bytes, found without the codec's own way to them."""
    return bytes(tensor.detach().clone(memory_format=torch.contiguous_format).untyped_storage())


shapes = st.lists(st.integers(0, 3), max_size=3).map(tuple)


@st.composite
def arrays(draw):
    """Arrays of every dtype with any bytes in them, some of them not contiguous."""
    name = draw(st.sampled_from(sorted(NUMPY_DTYPES)))
    shape, dtype = draw(shapes), NUMPY_DTYPES[name]
    count = math.prod(shape) * dtype.itemsize
    data = np.frombuffer(draw(st.binary(min_size=count, max_size=count)), np.uint8).copy()
    array = (data % 2).astype(bool) if name == "bool" else data.view(dtype)
    array = array.reshape(shape)
    return draw(st.sampled_from([array, array.T, array[::-1] if array.ndim else array]))


@st.composite
def tensors(draw):
    """Tensors of every dtype with any bytes in them, some of them not contiguous."""
    name = draw(st.sampled_from(sorted(TORCH_DTYPES)))
    shape, dtype = draw(shapes), TORCH_DTYPES[name]
    count = math.prod(shape) * dtype.itemsize
    data = torch.tensor(list(draw(st.binary(min_size=count, max_size=count))), dtype=torch.uint8)
    flat = data % 2 == 1 if name == "bool" else data.view(dtype)
    tensor = flat.reshape(shape) if count else torch.empty(shape, dtype=dtype)
    if tensor.dim() >= 2 and draw(st.booleans()):
        tensor = tensor.transpose(0, 1)
    if tensor.dim() and draw(st.booleans()):
        tensor = torch.stack([tensor, tensor], dim=-1)[..., 0]
    if dtype.is_floating_point and draw(st.booleans()):
        tensor = tensor.detach().requires_grad_()
    return tensor


leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(2**4000), 2**4000),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    st.text(min_size=1_001, max_size=1_005),
    st.sampled_from([torch.float32, torch.bool, torch.bfloat16, torch.float8_e5m2]),
    st.sampled_from([torch.device("cpu"), torch.device("cuda:1"), torch.device("meta")]),
    arrays(),
    arrays().filter(lambda array: array.size).map(lambda array: array.reshape(-1)[0]),
    tensors(),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(st.text(max_size=5), inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=300)
@given(values)
def test_whatever_may_cross_crosses_exactly(value):
    assert same(crossed(value), value)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        pytest.param(torch.nn.Parameter(torch.ones(2)), torch.ones(2), id="parameter"),
        pytest.param(torch.ones(2, 3).shape, (2, 3), id="size"),
        pytest.param(np.ma.masked_array([1, 2]), np.array([1, 2]), id="array subclass"),
        pytest.param(np.array([1, 2], ">i4"), np.array([1, 2], "<i4"), id="byte order"),
        pytest.param(torch.tensor([1 + 2j]).conj(), torch.tensor([1 - 2j]), id="conjugate view"),
        pytest.param(torch.nn.Linear(1, 1).state_dict().__class__(a=1), {"a": 1}, id="ordered"),
    ],
)
def test_a_librarys_subclass_arrives_plain(value, plain):
    got = crossed(value)
    if isinstance(got, torch.Tensor):
        got = got.detach()
    assert same(got, plain)


def test_what_torch_returns_under_names_arrives_as_a_tuple():
    values, indices = crossed(torch.tensor([3.0, 5.0]).max(dim=0))
    assert (values.item(), indices.item()) == (5.0, 1)


class Number(int):
    """A whole number that may answer anything when it is asked."""


class Text(str):
    """A text that may answer anything when it is asked."""


@pytest.mark.parametrize(
    ("value", "name"),
    [
        pytest.param({1, 2}, "set", id="set"),
        pytest.param(b"ab", "bytes", id="bytes"),
        pytest.param(object(), "object", id="object"),
        pytest.param(range(3), "range", id="range"),
        pytest.param(slice(3), "slice", id="slice"),
        pytest.param((x for x in "ab"), "generator", id="generator"),
        pytest.param(Path("a"), "PosixPath", id="path"),
        pytest.param(Fraction(1, 2), "Fraction", id="fraction"),
        pytest.param(torch.Generator(), "Generator", id="torch's generator"),
        pytest.param({1: 2}, "dict", id="dict with other keys"),
        pytest.param(Number(3), "Number", id="subclass of int"),
        pytest.param(Text("a"), "Text", id="subclass of str"),
        pytest.param({Text("a"): 1}, "dict", id="key of a subclass"),
        pytest.param(np.array(["a"]), "ndarray", id="array of text"),
        pytest.param(np.array([object()]), "ndarray", id="array of objects"),
        pytest.param(np.datetime64("2020-01-01"), "datetime64", id="date"),
        pytest.param(np.longdouble(1), "longdouble", id="long double"),
    ],
)
@pytest.mark.parametrize("inside", [lambda x: x, lambda x: [1, {"a": (x,)}]], ids=["bare", "deep"])
def test_anything_else_is_refused_with_its_types_name(value, name, inside):
    with pytest.raises(Refused, match=rf"a value of type {name} cannot be handed over"):
        crossed(inside(value))


def itself():
    """A list that holds itself."""
    value = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("a\ud800", "half a character", id="surrogate"),
        pytest.param({"a\ud800": 1}, "half a character", id="surrogate in a key"),
        pytest.param("a" * 2_001, "2,001 characters", id="long text"),
        pytest.param({"a" * 1_500: 1}, "dict key of 1,500", id="long key"),
        pytest.param(2**513, "514 bits", id="large int"),
        pytest.param(itself(), "more than 5 deep", id="cycle"),
        pytest.param([0] * 1_001, "more than 1,000 values", id="many"),
        pytest.param([torch.ones(1)] * 21, "20 tensors", id="many tensors"),
        pytest.param([np.ones(4_000, "f4")] * 4, "cannot be handed over at once", id="bytes"),
        pytest.param(torch.ones(20_000), r"shape \(20000,\) is too large", id="large tensor"),
        pytest.param(torch.ones(1).expand(10**9), "is too large", id="wide view"),
        pytest.param(torch.ones(0, 10**6, 10**6), "is too large", id="empty but wide"),
        pytest.param(torch.ones(1, 1, 1, 1, 1), "with 5 axes", id="axes"),
        pytest.param(torch.ones(2).to_sparse(), "dense tensor", id="sparse"),
        pytest.param(torch.empty(2, device="meta"), "device meta", id="meta"),
        pytest.param(torch.ones(2, dtype=torch.float8_e5m2), "float8_e5m2", id="float8"),
        pytest.param([",".join("ab" * 20)] * 100, "that much text", id="commas"),
    ],
)
def test_what_is_beyond_the_caps_is_refused_before_anything_is_sent(value, text):
    with pytest.raises(Refused, match=text):
        crossed(value, SMALL)


def test_a_boolean_is_0_or_1_whatever_bytes_came():
    """A byte of 2 in a boolean tensor would equal neither True nor False."""
    lie = torch.tensor([2, 1, 0], dtype=torch.uint8).view(torch.bool)
    assert raw(crossed(lie)) == b"\x01\x01\x00"
    assert crossed(lie.numpy()).tobytes() == b"\x01\x01\x00"


def test_names_of_torch_travel_by_name_and_other_functions_by_number():
    lent = CallbackTable(ProtocolLimits())
    assert lent.send(torch.cdist) == ["torch", "torch", "cdist"]
    assert lent.send(torch.nn.functional.relu) == ["torch", "torch.nn.functional", "relu"]
    assert lent.send(torch.nn.ReLU) == ["torch", "torch.nn", "ReLU"]
    assert lent.send(len) == ["function", 0, "len"]
    own = lambda: 1  # noqa: E731
    assert lent.send(own) == ["function", 1, "<lambda>"]
    assert lent.send(own)[1] == 1
    assert lent[1] is own

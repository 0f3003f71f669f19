"""Minibatches, tiles and chunks: every row exactly once, and the whole unchanged."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_lib.batches import map_rows, minibatches, pairwise_blocks
from tests.needs import DEVICES

DTYPES = [torch.uint8, torch.int64, torch.float16, torch.float32, torch.float64, torch.bool]
DTYPE_IDS = [str(dtype).removeprefix("torch.") for dtype in DTYPES]


def l1(a, b):
    return (a[:, None] - b).abs().sum(-1)


# --- minibatches ---------------------------------------------------------------------------------


@given(n=st.integers(0, 60), size=st.integers(1, 70), shuffle=st.booleans())
def test_every_row_comes_exactly_once(n, size, shuffle):
    got = list(minibatches(torch.arange(n), size=size, shuffle=shuffle))
    assert sorted(i for (rows,) in got for i in rows.tolist()) == list(range(n))
    assert [len(rows) for (rows,) in got] == [len(part) for part in np_parts(n, size)]


def np_parts(n, size):
    return np.split(np.arange(n), range(size, n, size)) if n else []


@given(n=st.integers(0, 60), size=st.integers(1, 70))
def test_dropping_the_last_leaves_only_full_batches(n, size):
    got = list(minibatches(torch.arange(n), size=size, drop_last=True))
    assert [len(rows) for (rows,) in got] == [size] * (n // size)
    assert len({i for (rows,) in got for i in rows.tolist()}) == n // size * size


@given(n=st.integers(0, 40), size=st.integers(1, 45))
def test_the_tensors_stay_together(n, size):
    x = torch.arange(n * 2).reshape(n, 2)
    for rows, images, labels in minibatches(torch.arange(n), x, -torch.arange(n), size=size):
        assert torch.equal(images, x[rows])
        assert torch.equal(labels, -rows)


def test_without_shuffling_the_order_is_kept():
    got = [rows.tolist() for (rows,) in minibatches(torch.arange(5), size=2, shuffle=False)]
    assert got == [[0, 1], [2, 3], [4]]


def order(**options):
    return [
        i for (rows,) in minibatches(torch.arange(50), size=8, **options) for i in rows.tolist()
    ]


def test_each_call_draws_a_new_order():
    generator = torch.Generator().manual_seed(0)
    orders = [tuple(order(generator=generator)) for _ in range(5)]
    assert len(set(orders)) == 5


def test_the_same_seed_draws_the_same_orders():
    first, second = (torch.Generator().manual_seed(4) for _ in range(2))
    torch.rand(3)  # the global generator has no say
    assert order(generator=first) == order(generator=second)


def test_the_order_is_drawn_at_the_call():
    generator = torch.Generator().manual_seed(0)
    waiting = minibatches(torch.arange(50), size=50, generator=generator)
    later = order(generator=generator)
    (rows,) = next(waiting)
    assert rows.tolist() == order(generator=torch.Generator().manual_seed(0)) != later


def test_without_a_generator_the_global_seed_decides():
    torch.manual_seed(1)
    first = order()
    torch.manual_seed(1)
    assert order() == first


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", DTYPES, ids=DTYPE_IDS)
@pytest.mark.parametrize("shuffle", [True, False], ids=["shuffled", "in order"])
def test_batches_keep_dtype_device_and_inner_shape(device, dtype, shuffle):
    x = torch.ones(5, 2, 3, dtype=dtype, device=device)
    generator = torch.Generator().manual_seed(0)  # on the processor, whatever the device
    for (rows,) in minibatches(x, size=2, shuffle=shuffle, generator=generator):
        assert (rows.dtype, rows.device, rows.shape[1:]) == (x.dtype, x.device, (2, 3))


@pytest.mark.parametrize("size", [0, -1, 2.0, True, None, "3"])
def test_a_wrong_size_is_told_at_the_call(size):
    with pytest.raises(ValueError, match=r"`size` is .*; expected a whole number of at least 1"):
        minibatches(torch.arange(3), size=size)


def test_different_lengths_are_told_at_the_call():
    with pytest.raises(ValueError, match=r"the tensors have \[3, 4\] rows"):
        minibatches(torch.arange(3), torch.arange(4), size=2)


@pytest.mark.parametrize(
    ("tensors", "told"),
    [
        ((), "no tensor"),
        ((torch.tensor(1),), "a single number"),
        (([1, 2],), "got list"),
        ((torch.ones(2), torch.ones(2, device="meta")), r"\['cpu', 'meta'\]"),
    ],
    ids=["none", "single number", "list", "two devices"],
)
def test_what_cannot_be_batched_is_told(tensors, told):
    with pytest.raises(ValueError, match=told):
        minibatches(*tensors, size=1)


# --- pairwise_blocks -----------------------------------------------------------------------------


@given(
    n=st.integers(0, 12), m=st.integers(0, 12), d=st.integers(1, 4), max_elements=st.integers(1, 99)
)
def test_every_pair_is_computed_exactly_once(n, m, d, max_elements):
    a, b = torch.arange(n)[:, None].repeat(1, d), torch.arange(m)[:, None].repeat(1, d)
    seen = torch.zeros(n, m, dtype=torch.int64)

    def block(x, y):
        assert len(x) * len(y) * d <= max(max_elements, d)
        seen[x[:, :1], y[:, 0]] += 1
        return x[:, :1] * 100 + y[:, 0]

    table = pairwise_blocks(block, a, b, max_elements)
    assert torch.equal(seen, torch.ones(n, m, dtype=torch.int64))
    assert torch.equal(table, torch.arange(n)[:, None] * 100 + torch.arange(m))


@pytest.mark.parametrize("max_elements", [None, 1, 500, 10**9], ids=str)
@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=["float32", "float64"])
def test_tiles_make_the_table_that_torch_computes(max_elements, device, dtype):
    a = torch.randn(17, 13, dtype=dtype, device=device)
    b = torch.randn(31, 13, dtype=dtype, device=device)
    torch.testing.assert_close(pairwise_blocks(l1, a, b, max_elements), torch.cdist(a, b, p=1))


@given(hnp.arrays(np.float64, st.tuples(st.integers(0, 6), st.just(3)), elements=st.floats(-9, 9)))
def test_tiles_change_no_bit(array):
    points = torch.from_numpy(array)
    assert torch.equal(pairwise_blocks(l1, points, points, 7), l1(points, points))


@pytest.mark.parametrize("dtype", DTYPES, ids=DTYPE_IDS)
@pytest.mark.parametrize("shape", [(0, 4), (4, 0), (0, 0), (3, 4)], ids=str)
def test_the_table_has_the_dtype_that_the_block_answers_in(dtype, shape):
    a, b = torch.ones(shape[0], 2), torch.ones(shape[1], 2)
    table = pairwise_blocks(lambda x, y: l1(x, y).to(dtype), a, b)
    assert (table.dtype, table.shape) == (dtype, shape)


def test_the_default_tile_stays_within_its_bound():
    sizes = []

    def block(x, y):
        sizes.append(len(x) * len(y) * x.shape[1])
        return torch.zeros(len(x), len(y))

    pairwise_blocks(block, torch.ones(300, 784), torch.ones(500, 784))
    assert 2**19 < max(sizes) <= 2**20


def test_gradients_go_through_the_tiles():
    a, b = torch.randn(4, 3, requires_grad=True), torch.randn(5, 3)
    (got,) = torch.autograd.grad(pairwise_blocks(l1, a, b, 9).sum(), a)
    (expected,) = torch.autograd.grad(torch.cdist(a, b, p=1).sum(), a)
    torch.testing.assert_close(got, expected)


@pytest.mark.parametrize(
    ("block", "told"),
    [
        (lambda x, y: l1(x, y).T, r"shape \(3, 2\)"),
        (lambda x, y: l1(x, y)[0], r"shape \(3,\)"),
        (lambda x, y: None, "NoneType"),
    ],
    ids=["transposed", "one row", "nothing"],
)
def test_a_block_of_the_wrong_shape_is_told(block, told):
    with pytest.raises(ValueError, match=rf"`block` gave {told} .* expected .*shape \(2, 3\)"):
        pairwise_blocks(block, torch.ones(2, 4), torch.ones(3, 4))


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ((2, 4), (3, 5), r"\(2, 4\) and \(3, 5\)"),
        ((4,), (3, 4), r"\(4,\) and \(3, 4\)"),
        ((2, 4, 4), (2, 4, 4), "flatten"),
    ],
    ids=["widths", "one point", "images"],
)
def test_tables_that_do_not_fit_are_told(a, b, told):
    with pytest.raises(ValueError, match=told):
        pairwise_blocks(l1, torch.ones(a), torch.ones(b))


def test_tables_on_two_devices_are_told():
    with pytest.raises(ValueError, match="cpu and meta"):
        pairwise_blocks(l1, torch.ones(1, 1), torch.ones(1, 1, device="meta"))


@pytest.mark.parametrize("wrong", [0, -5, 1.5])
def test_a_wrong_bound_is_told(wrong):
    with pytest.raises(ValueError, match="`max_elements` is"):
        pairwise_blocks(l1, torch.ones(1, 1), torch.ones(1, 1), wrong)


# --- map_rows ------------------------------------------------------------------------------------


@given(n=st.integers(0, 40), rows=st.integers(1, 50))
def test_chunks_make_the_whole(n, rows):
    x = torch.arange(n * 3.0).reshape(n, 3)
    sizes = []

    def fn(chunk):
        sizes.append(len(chunk))
        return chunk.square()

    assert torch.equal(map_rows(fn, x, rows), x.square())
    assert sum(sizes) == n
    assert max(sizes) <= rows


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("n", [0, 1, 7])
def test_a_tuple_of_answers_stays_a_tuple(device, n):
    x = torch.randn(n, 4, device=device)
    values, places = map_rows(lambda chunk: chunk.max(dim=1), x, rows=3)
    assert torch.equal(values, x.amax(dim=1))
    assert torch.equal(places, x.argmax(dim=1))


@pytest.mark.parametrize("dtype", DTYPES, ids=DTYPE_IDS)
def test_the_answer_keeps_the_dtype_also_when_empty(dtype):
    answer = map_rows(lambda chunk: chunk.to(dtype)[:, None], torch.ones(0))
    assert (answer.dtype, answer.shape) == (dtype, (0, 1))


@pytest.mark.parametrize(
    ("fn", "told"),
    [
        (lambda chunk: chunk.sum(), r"shape \(\)"),
        (lambda chunk: chunk[:1], r"shape \(1,\)"),
        (lambda chunk: chunk.tolist(), "list"),
        (lambda chunk: (chunk, chunk[1:]), r"shape \(2,\)"),
    ],
    ids=["a sum", "too few rows", "a list", "one of two too short"],
)
def test_an_answer_without_a_row_per_row_is_told(fn, told):
    with pytest.raises(ValueError, match=f"`fn` gave {told} for 3 rows"):
        map_rows(fn, torch.ones(3), rows=3)


@pytest.mark.parametrize("rows", [0, 2.5])
def test_a_wrong_number_of_rows_is_told(rows):
    with pytest.raises(ValueError, match="`rows` is"):
        map_rows(torch.neg, torch.ones(3), rows)


def test_a_single_number_has_no_rows():
    with pytest.raises(ValueError, match="a single number"):
        map_rows(torch.neg, torch.tensor(1.0))

"""Working through data piece by piece: minibatches, tiles of a table of pairs, chunks of rows.

The data already lives on its device, so a batch is an indexing operation there: no worker
processes, no copies through the processor.
"""

import math
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np
import torch
from jaxtyping import Shaped
from torch import Tensor

Parts = TypeVar("Parts", Tensor, tuple[Tensor, ...])

# Elements in a tile's (rows, cols, d) temporary. On the processor it stays about as large as the
# cache; a GPU wants enough work to fill it.
_TILE_ELEMENTS = {"cpu": 2**20}
_TILE_ELEMENTS_ACCELERATOR = 2**26


def minibatches(
    *tensors: Shaped[Tensor, "n ..."],
    size: int,
    shuffle: bool = True,
    generator: torch.Generator | None = None,
    drop_last: bool = False,
) -> Iterator[tuple[Tensor, ...]]:
    """One epoch of minibatches: every row exactly once, the same rows from every tensor.

    A new call draws a new order. The last batch is smaller when ``size`` does not divide n, and
    is kept: dropping it would leave rows out.

    Args:
        *tensors: As many rows each, on one device.
        size: Rows per batch.
        shuffle: Draw a random order; otherwise the batches are slices in the given order.
        generator: Draws the order, for repeatable runs; torch's global one when left out.
        drop_last: Leave out a last batch with fewer than ``size`` rows.

    Yields:
        A tuple with a batch of each tensor, also for a single tensor, on the tensors' device.

    Raises:
        ValueError: There is no tensor, they differ in length or device, or ``size`` is below 1.

    Example:
        >>> x, y = torch.arange(5), torch.arange(5) * 10
        >>> [(a.tolist(), b.tolist()) for a, b in minibatches(x, y, size=2, shuffle=False)]
        [([0, 1], [0, 10]), ([2, 3], [20, 30]), ([4], [40])]
    """
    # Not a generator function itself: a wrong argument is told at the call, not at the first batch.
    _check_whole("size", size)
    n = _common_length(tensors)
    stop = n - n % size if drop_last else n
    order = None
    if shuffle:
        where = tensors[0].device if generator is None else generator.device
        order = torch.randperm(n, generator=generator, device=where).to(tensors[0].device)
    return _slices(tensors, order, size, stop)


def pairwise_blocks(
    block: Callable[[Tensor, Tensor], Tensor],
    a: Shaped[Tensor, "n d"],
    b: Shaped[Tensor, "m d"],
    max_elements: int | None = None,
) -> Shaped[Tensor, "n m"]:
    """The table of ``block`` over all pairs of rows, filled tile by tile.

    ``block`` may then build a (rows, cols, d) temporary, which for the whole table would not fit
    in memory: MNIST's would take 1.9 TB. Small tiles are also faster, as they stay in the cache.

    Args:
        block: Takes some rows of ``a`` and some of ``b`` and gives one number for each pair.
        a: Points, one per row.
        b: Points, one per row, with as many features as ``a``.
        max_elements: A tile has rows × cols × d elements at most, and one pair at least. Left
            out: 2²⁰ on the processor, 2²⁶ on an accelerator.

    Returns:
        The table, in the dtype and on the device that ``block`` answers in.

    Raises:
        ValueError: ``a`` and ``b`` are no tables of the same width on one device,
            ``max_elements`` is below 1, or ``block`` answers in another shape.

    Example:
        >>> l1 = lambda x, y: (x[:, None] - y).abs().sum(-1)
        >>> pairwise_blocks(l1, torch.tensor([[0.0, 0.0]]), torch.tensor([[3.0, 4.0]]))
        tensor([[7.]])
    """
    _check_tables(a, b)
    if max_elements is None:
        max_elements = _TILE_ELEMENTS.get(a.device.type, _TILE_ELEMENTS_ACCELERATOR)
    _check_whole("max_elements", max_elements)
    if a.device.type == "cpu":
        _keep_freed_memory()
    (n, d), m = a.shape, len(b)
    rows, cols = _tile(n, m, max_elements // max(d, 1))
    table = None
    # `or 1`: an empty table still asks `block` once, since only it knows the dtype.
    for i in range(0, n or 1, rows):
        for j in range(0, m or 1, cols):
            some_a, some_b = a[i : i + rows], b[j : j + cols]
            tile = _checked_tile(block(some_a, some_b), len(some_a), len(some_b))
            if table is None:
                table = torch.empty(n, m, dtype=tile.dtype, device=tile.device)
            table[i : i + rows, j : j + cols] = tile
    assert table is not None
    return table


def map_rows(fn: Callable[[Tensor], Parts], x: Shaped[Tensor, "n ..."], rows: int = 256) -> Parts:
    """``fn(x)``, computed on a few rows at a time and put together again.

    The answer is that of ``fn(x)`` whenever ``fn`` treats each row by itself; the memory is that
    of one chunk.

    Args:
        fn: Takes some rows of ``x``; gives a tensor, or a tuple of tensors, with as many rows.
        x: Any tensor with rows.
        rows: Rows per chunk.

    Returns:
        What ``fn`` gives for all rows: one tensor, or a tuple of them.

    Raises:
        ValueError: ``rows`` is below 1, ``x`` has no rows to go through (a single number), or
            ``fn`` gives something else than tensors with one row for each row of its chunk.

    Example:
        >>> map_rows(lambda chunk: chunk * 2, torch.arange(5), rows=2)
        tensor([0, 2, 4, 6, 8])
        >>> values, places = map_rows(lambda chunk: tuple(chunk.max(1)), torch.eye(3), rows=2)
        >>> places
        tensor([0, 1, 2])
    """
    _check_whole("rows", rows)
    n = _common_length((x,))
    # `or 1`: an empty `x` still asks `fn` once, since only it knows the shapes and dtypes.
    chunks = [x[start : start + rows] for start in range(0, n or 1, rows)]
    answers = [_checked_parts(fn(chunk), len(chunk)) for chunk in chunks]
    if isinstance(answers[0], Tensor):
        return torch.cat(answers)  # pyright: ignore[reportReturnType, reportArgumentType]
    return tuple(map(torch.cat, zip(*answers, strict=True)))  # pyright: ignore[reportReturnType]


def _slices(
    tensors: tuple[Tensor, ...], order: Tensor | None, size: int, stop: int
) -> Iterator[tuple[Tensor, ...]]:
    for start in range(0, stop, size):
        rows = slice(start, start + size)
        yield tuple(t[rows] if order is None else t[order[rows]] for t in tensors)


def _check_whole(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"`{name}` is {value!r}; expected a whole number of at least 1.")


def _common_length(tensors: tuple[Tensor, ...]) -> int:
    if not tensors:
        raise ValueError("there is no tensor to go through; give at least one.")
    for tensor in tensors:
        if not isinstance(tensor, Tensor) or tensor.ndim == 0:
            got = "a single number" if isinstance(tensor, Tensor) else type(tensor).__name__
            raise ValueError(f"expected tensors with one row per example, got {got}.")
    lengths = [len(t) for t in tensors]
    if len(set(lengths)) > 1:
        raise ValueError(f"the tensors have {lengths} rows; expected the same number in each.")
    devices = {str(t.device) for t in tensors}
    if len(devices) > 1:
        raise ValueError(f"the tensors lie on {sorted(devices)}; move them to one device first.")
    return lengths[0]


def _check_tables(a: Tensor, b: Tensor) -> None:
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[1]:
        raise ValueError(
            "expected two tables with the same number of features (columns), got shapes "
            f"{tuple(a.shape)} and {tuple(b.shape)}; flatten images with `x.flatten(1)` first."
        )
    if a.device != b.device:
        raise ValueError(f"the tables lie on {a.device} and {b.device}; move them to one device.")


def _tile(n: int, m: int, pairs: int) -> tuple[int, int]:
    """Rows and columns of a tile of at most ``pairs`` pairs, as near to a square as fits."""
    pairs = max(pairs, 1)
    rows = max(min(n, math.isqrt(pairs)), 1)
    cols = max(min(m, pairs // rows), 1)
    return max(min(n, pairs // cols), 1), cols


def _checked_tile(tile: Any, rows: int, cols: int) -> Tensor:
    if not isinstance(tile, Tensor) or tile.shape != (rows, cols):
        got = f"shape {tuple(tile.shape)}" if isinstance(tile, Tensor) else type(tile).__name__
        raise ValueError(
            f"`block` gave {got} for {rows} rows of `a` and {cols} of `b`; "
            f"expected one number per pair, shape ({rows}, {cols})."
        )
    return tile


def _checked_parts(answer: Any, rows: int) -> Any:
    parts = answer if isinstance(answer, tuple) else (answer,)
    for part in parts:
        if not isinstance(part, Tensor) or part.ndim == 0 or len(part) != rows:
            got = f"shape {tuple(part.shape)}" if isinstance(part, Tensor) else type(part).__name__
            raise ValueError(
                f"`fn` gave {got} for {rows} rows; expected a tensor with one row for each, "
                "or a tuple of such tensors."
            )
    # Named tuples such as torch.max's become plain ones, which can be built again from parts.
    return tuple(answer) if isinstance(answer, tuple) else answer


def _keep_freed_memory() -> None:
    # glibc gives freed memory back to the system until a program has freed a large piece; asking
    # for it again for every tile was measured up to 20 times slower than the arithmetic. Freeing
    # one untouched piece just below its limit of 32 MiB settles it, for some microseconds.
    np.empty(30 * 2**20, dtype=np.uint8)

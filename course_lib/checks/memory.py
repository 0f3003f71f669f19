"""How large the largest tensor gets while a function runs."""

from __future__ import annotations

import mmap
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from course_lib.checks.beside import where_it_lives
from course_lib.checks.failure import CheckFailed

#: Bytes that Python needs for itself while a function runs.
_PYTHONS_OWN = 16 * 1024
#: Bytes of an element of a list or an array, taken as large as they come: it counts few.
_ELEMENT = 8


class _LargestResult(TorchDispatchMode):
    """Watches every operation and keeps the size of the largest tensor that one of them made."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        for leaf in tree_leaves(result):
            if isinstance(leaf, Tensor):
                # A view such as expand() has many elements and no memory of its own.
                held = leaf.untyped_storage().nbytes() // max(1, leaf.element_size())
                self.elements = max(self.elements, min(leaf.numel(), held))
        return result


@where_it_lives
def largest_tensor(fn: Callable[..., Any], *args: Any) -> int:
    """The number of elements of the largest tensor that any operation inside ``fn`` makes.

    It counts elements, not bytes: a limit then holds for every dtype. Views that share memory, as
    those of ``expand``, count what they really hold. NumPy arrays and lists count together, by the
    memory they take at the same time.

    The function is called three times, and watched from the first time on. A file mapped into
    memory counts as memory.

    Args:
        fn: The function to watch.
        args: Its arguments; it gets copies of them.

    Returns:
        The largest count; 0 where no tensor was made.

    Raises:
        CheckFailed: It answers otherwise when it is watched.

    Example:
        >>> largest_tensor(lambda x: (x[:, None] - x[None, :]).sum(), torch.zeros(30))
        900
    """
    first, second = _copies(args), _copies(args)
    with _LargestResult() as watch:
        watched = fn(*first)
    peak = _peak(fn, _rolled(args))  # other values: nothing of the first call can be looked up
    if not _same(watched, fn(*second)):
        raise CheckFailed("the function gives another result when it is called a second time")
    return max(watch.elements, peak // _ELEMENT)


def _peak(fn: Callable[..., Any], args: tuple[Any, ...]) -> int:
    """The most bytes that Python, NumPy's arrays or mapped files take while a function runs."""
    traced = tracemalloc.is_tracing()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        with _mapping() as lengths:
            fn(*args)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        if not traced:
            tracemalloc.stop()
    return max(peak - before - _PYTHONS_OWN, 0) + sum(lengths)


@contextmanager
def _mapping() -> Iterator[list[int]]:
    """The lengths of the files that are mapped into memory, as `numpy.memmap` does."""
    lengths: list[int] = []
    original = mmap.mmap

    class Noted(mmap.mmap):
        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            mapped = super().__new__(cls, *args, **kwargs)
            lengths.append(len(mapped))
            return mapped

    mmap.mmap = Noted  # type: ignore[misc]
    try:
        yield lengths
    finally:
        mmap.mmap = original  # type: ignore[misc]


def _copies(args: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(deepcopy(arg) if isinstance(arg, Tensor) else arg for arg in args)


def _rolled(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Tensors of the same numbers in other places, all else as it is."""
    return tuple(
        arg.detach().flatten().roll(1).view(arg.shape) if isinstance(arg, Tensor) else arg
        for arg in args
    )


def _same(first: Any, second: Any) -> bool:
    """Whether two results agree, as far as they are made of tensors."""
    ones, others = (
        [leaf for leaf in tree_leaves(value) if isinstance(leaf, Tensor)]
        for value in (first, second)
    )
    return len(ones) == len(others) and all(
        one.shape == other.shape
        and torch.allclose(one.double(), other.double(), rtol=1e-3, atol=1e-3, equal_nan=True)
        for one, other in zip(ones, others, strict=True)
    )

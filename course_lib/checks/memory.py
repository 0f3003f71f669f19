"""How large the largest tensor gets while a function runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from course_lib.checks.beside import where_it_lives


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
    those of ``expand``, count what they really hold.

    Args:
        fn: The function to watch.
        args: Its arguments.

    Returns:
        The largest count; 0 where no tensor was made.

    Example:
        >>> largest_tensor(lambda x: (x[:, None] - x[None, :]).sum(), torch.zeros(30))
        900
    """
    with torch.no_grad(), _LargestResult() as watch:
        fn(*args)
    return watch.elements

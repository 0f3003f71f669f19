"""Sees what torch is asked to do: every operation, and whether it differentiates."""

from __future__ import annotations

import multiprocessing.process
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from course_lib.checks.python_steps import in_library
from course_lib.checks.tally import Tally, is_cut

#: Functions that make a tensor of a list.
_FROM_LISTS = frozenset({"tensor", "as_tensor", "asarray", "new_tensor"})
#: Methods that call a Python function for every number.
_ONE_BY_ONE = frozenset({"apply_", "map_", "map2_"})

#: Where torch begins to differentiate: the engine, and the levels of `torch.func`.
AUTOGRAD_DOORS = (
    ("torch.autograd", "_engine_run_backward"),
    ("torch.autograd.graph", "_engine_run_backward"),
    ("torch._functorch.eager_transforms", "_grad_increment_nesting"),
    ("torch._functorch.predispatch", "_jvp_increment_nesting_impl"),
    ("torch._functorch.predispatch", "_enter_dual_level_impl"),
    ("torch._functorch.predispatch", "_make_dual_impl"),
)


class TorchWork:
    """The operations between entering and leaving `watching`.

    Args:
        tally: Where operations are counted, and how many fractions went from tensors into Python
            lists or back, one by one.

    Attributes:
        functions: How often each of torch's functions was called, by its last name; methods,
            modules and other names for it are the same function.
        operations: How often each operation of torch's core ran, which is all that any function
            comes down to. In the tally one that gives a list, such as ``unbind``, counts once for
            each tensor, and what a helper does to cut its input into pieces not at all.
        autograd: Whether something was differentiated.
        elsewhere: Whether a thread or a process was started, in which nothing is counted.
    """

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.functions: Counter[str] = Counter()
        self.operations: Counter[str] = Counter()
        self.autograd = False
        self.elsewhere = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch this thread's operations."""
        with ExitStack() as stack:
            for path, name in AUTOGRAD_DOORS:
                module = __import__(path, fromlist=[name])
                stack.enter_context(_noticed(module, name, self._differentiates))
            for kind in (threading.Thread, multiprocessing.process.BaseProcess):
                stack.enter_context(_noticed(kind, "start", self._starts))
            stack.enter_context(_Functions(self))
            stack.enter_context(_Operations(self))
            yield

    def _differentiates(self) -> None:
        self.autograd = True

    def _starts(self) -> None:
        self.elsewhere = True


class _Functions(TorchFunctionMode):
    """Every public function and method of torch's, whatever name or module it is reached by."""

    def __init__(self, work: TorchWork) -> None:
        super().__init__()
        self.work = work

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = _last_name(func)
        self.work.functions[name] += 1
        if name == "tolist" or name in _ONE_BY_ONE:
            tensor = args[0]
            self.work.tally.now.numbers += tensor.numel() * (
                tensor.is_floating_point() or name in _ONE_BY_ONE
            )
        elif name in _FROM_LISTS:
            self.work.tally.now.numbers += sum(
                isinstance(leaf, float) for leaf in tree_leaves(args)
            )
        return func(*args, **(kwargs or {}))


class _Operations(TorchDispatchMode):
    """Every operation that reaches torch's core."""

    def __init__(self, work: TorchWork) -> None:
        super().__init__()
        self.work = work

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        name = func.name().partition("::")[2].partition(".")[0]
        pieces = sum(isinstance(leaf, Tensor) for leaf in tree_leaves(result))
        self.work.operations[name] += 1
        if not _cutting():
            self.work.tally.now.torch += max(1, pieces)
        if "backward" in name:  # a gradient that lies ready, such as `tanh_backward`
            self.work.autograd = True
        return result


def _cutting() -> bool:
    """Whether an operation is a helper's own, which cuts into pieces or puts them together."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if is_cut(frame.f_code):
            return True
        if not in_library(frame.f_code.co_filename):
            return False
        frame = frame.f_back
    return False


def _last_name(func: Any) -> str:
    """``cdist`` for `torch.cdist` and for `torch.ops.aten.cdist.default`."""
    if isinstance(func, torch._ops.OpOverload):
        return func.name().partition("::")[2].partition(".")[0]
    return str(getattr(func, "__name__", ""))


def _watches_a_bar(args: tuple[Any, ...]) -> bool:
    """Whether a thread is the one that tqdm starts for the first progress bar of a process."""
    return bool(args) and (type(args[0]).__module__, type(args[0]).__name__) == (
        "tqdm._monitor", "TMonitor")  # fmt: skip


@contextmanager
def _noticed(owner: Any, name: str, notice: Callable[[], None]) -> Iterator[None]:
    """Have this thread's calls of a library's function noticed; they do what they do all the same.

    A notebook's kernel has threads of its own, which are none of the answer's business.
    """
    original, watched = getattr(owner, name), threading.get_ident()

    def noticing(*args: Any, **kwargs: Any) -> Any:
        if threading.get_ident() == watched and not _watches_a_bar(args):
            notice()
        return original(*args, **kwargs)

    setattr(owner, name, noticing)
    try:
        yield
    finally:
        setattr(owner, name, original)

"""The calls by which a contract is tested: their inputs, and what is special about each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from course_lib.checks.observe import Strides
from course_lib.checks.rng import Rng
from course_lib.checks.values import show

#: Returns a call's arguments, made with a generator and with sizes.
Inputs = Callable[..., tuple[Any, ...]]


@dataclass(frozen=True)
class Call:
    """One call.

    Attributes:
        drawn: The arguments as drawn, in float64.
        dtype: In what the floating-point ones are handed over.
        strides: How tensors lie in memory, where that is not the usual way.
        after: The arguments of another call, whose result this one must not have.
        kind: What is special about it, in words.
        new: The place of the only argument that differs from those in `after`; None if all do.
    """

    drawn: tuple[Any, ...]
    dtype: torch.dtype
    strides: Strides
    after: tuple[Any, ...] | None = None
    kind: str = ""
    new: int | None = None

    @property
    def args(self) -> tuple[Any, ...]:
        """What the function gets."""
        return with_tensors(self.drawn, self._cast)

    @property
    def truth(self) -> tuple[Any, ...]:
        """What the oracle gets: the very same numbers in float64."""
        return with_tensors(self.drawn, lambda drawn: self._cast(drawn).detach().double())

    @property
    def floating(self) -> torch.dtype:
        """The dtype that floating-point results have: float32 for whole numbers."""
        return self.dtype if self.dtype.is_floating_point else torch.float32

    def _cast(self, drawn: Tensor) -> Tensor:
        if self.dtype.is_floating_point:
            return drawn.detach().to(self.dtype).requires_grad_(drawn.requires_grad)
        return (60 * drawn + 128).round().clamp(0, 255).to(self.dtype)

    def about(self, names: Sequence[str], said: str) -> str:
        """A sentence with the inputs that it is about."""
        shown = [f"{name}: {_shown(arg)}" for name, arg in zip(names, self.args, strict=False)
                 if not callable(arg)]  # fmt: skip
        kind = f" ({self.kind})" if self.kind else ""
        return f"{said}; called with {', '.join(shown)}{kind}"


def calls(
    draw: Rng,
    inputs: Inputs,
    sizes: Sequence[tuple[int, ...]],
    dtypes: Sequence[torch.dtype],
    *,
    layouts: bool = True,
) -> Iterator[Call]:
    """Every call that tests a contract; see `contract`.

    Example:
        >>> one = calls(Rng("", torch.float64), lambda draw, n: (draw.normal(n), 3), [(4,)],
        ...             [torch.float32])
        >>> for call in one:
        ...     print(call.kind or "the first")
        the first
        the second call with these shapes
        a call that was made before
        not contiguous in memory
        one entry repeated
        argument 1 is another
        argument 2 is another
    """
    for number, size in enumerate(sizes):
        drawn, other = inputs(draw, *size), inputs(draw, *size)
        for dtype in dtypes:
            first, second = (Call(args, dtype, (None,) * len(args)) for args in (drawn, other))
            yield first
            yield replace(second, after=drawn, kind="the second call with these shapes")
            yield replace(first, after=other, kind="a call that was made before")
            if number == 0 and dtype == dtypes[0]:
                yield from _laid_out(first) if layouts else ()
                yield from _exchanged(first, second)
            if not _any_floating(drawn):
                break  # another dtype would be the same call again


def with_tensors(value: Any, change: Callable[[Tensor], Tensor]) -> Any:
    """A value with its floating-point tensors changed, those in lists, tuples and dicts, too.

    Example:
        >>> with_tensors([torch.zeros(1), 7], torch.exp)
        [tensor([1.]), 7]
    """
    if isinstance(value, Tensor) and value.is_floating_point():
        return change(value)
    if type(value) in (list, tuple):
        return type(value)(with_tensors(item, change) for item in value)
    if type(value) is dict:
        return {key: with_tensors(item, change) for key, item in value.items()}
    return value


def _any_floating(drawn: tuple[Any, ...]) -> bool:
    found: list[Tensor] = []
    with_tensors(drawn, lambda tensor: found.append(tensor) or tensor)
    return bool(found)


def _laid_out(call: Call) -> Iterator[Call]:
    """The same numbers as a view of other memory, and a single entry repeated."""
    places = [isinstance(arg, Tensor) and arg.dim() > 0 for arg in call.drawn]
    if not any(places):
        return
    pairs = list(zip(call.drawn, places, strict=True))
    strides = tuple(_apart(arg) if there else None for arg, there in pairs)
    yield replace(call, strides=strides, kind="not contiguous in memory")
    drawn = tuple(arg[:1].expand_as(arg) if there else arg for arg, there in pairs)
    strides = tuple(
        arg.stride() if there else None for arg, there in zip(drawn, places, strict=True)
    )
    yield replace(call, drawn=drawn, strides=strides, after=call.drawn, kind="one entry repeated")


def _apart(tensor: Tensor) -> tuple[int, ...]:
    """Strides of a transposed tensor, or of every second entry of a longer one."""
    if tensor.dim() == 1:
        return (2,)
    return tensor.transpose(0, -1).contiguous().transpose(0, -1).stride()


def _exchanged(first: Call, second: Call) -> Iterator[Call]:
    """The first call with one argument at a time from the second."""
    for place, arg in enumerate(second.drawn):
        if not callable(arg):
            drawn = (*first.drawn[:place], arg, *first.drawn[place + 1 :])
            kind = f"argument {place + 1} is another"
            yield replace(first, drawn=drawn, after=first.drawn, kind=kind, new=place)


def _shown(value: Any) -> str:
    if isinstance(value, Tensor):
        return f"{str(value.dtype).removeprefix('torch.')} of shape {tuple(value.shape)}"
    return show(value)

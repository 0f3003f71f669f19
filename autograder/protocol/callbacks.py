"""Functions of a test that are lent to the student's code, known there by a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

from autograder.protocol.wire.limits import (
    ProtocolError,
    ProtocolLimits,
    Refused,
    clean_name,
    type_name,
)

#: Modules whose public functions and classes are handed over by name: both sides have them.
_TORCH = {
    "torch": torch,
    "torch.nn": torch.nn,
    "torch.nn.functional": torch.nn.functional,
    "torch.linalg": torch.linalg,
    "torch.optim": torch.optim,
}


class CallbackTable:
    """The functions lent on one connection.

    Args:
        caps: How many there may be, and how often they may be called.
    """

    def __init__(self, caps: ProtocolLimits) -> None:
        self._caps = caps
        self._functions: list[Callable[..., Any]] = []
        self._numbers: dict[int, int] = {}
        self._calls = 0
        self._depth = 0

    def send(self, value: Any) -> list[Any]:
        """What to hand over in place of a value that is not data.

        Raises:
            Refused: It cannot be called, or there are too many.
        """
        if (place := _in_torch(value)) is not None:
            return ["torch", *place]
        if not callable(value):
            raise Refused(f"a value of type {type_name(value)} cannot be handed over: only data "
                          "and functions can")  # fmt: skip
        if id(value) not in self._numbers:
            if len(self._functions) >= self._caps.functions:
                raise Refused("too many functions were handed over")
            self._numbers[id(value)] = len(self._functions)
            self._functions.append(value)  # kept, so that its id stays its own
        return ["function", self._numbers[id(value)], _name(value)]

    def __getitem__(self, number: Any) -> Callable[..., Any]:
        """The function of a number that came back; anything may come back."""
        if type(number) is not int or not 0 <= number < len(self._functions):
            raise ProtocolError("an unknown function of the test came back")
        return self._functions[number]

    @contextmanager
    def calling(self, number: Any) -> Iterator[Callable[..., Any]]:
        """The function of a number, for one call.

        Raises:
            ProtocolError: There is none, or it was called too often or too deep.
        """
        function = self[number]
        self._calls += 1
        if self._calls > self._caps.callbacks:
            raise ProtocolError(
                f"your code called a function of the test more than {self._caps.callbacks:,} times"
            )
        if self._depth >= self._caps.callback_depth:
            raise ProtocolError("your code and a function of the test call each other without end")
        self._depth += 1
        try:
            yield function
        finally:
            self._depth -= 1


def _in_torch(value: Any) -> tuple[str, str] | None:
    """(module, name) of a public function or class of torch's."""
    name = getattr(value, "__name__", None)
    if type(name) is str and not name.startswith("_"):
        for path, module in _TORCH.items():
            if getattr(module, name, None) is value and callable(value):
                return path, name
    return None


def _name(function: Any) -> str:
    name = getattr(function, "__name__", "")
    return "<lambda>" if name == "<lambda>" else clean_name(name)

"""What is not data, in the student's kernel: objects the judge knows of, functions it lent."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import FunctionType
from typing import Any

from .limits import ProtocolError, ProtocolLimits, Refused, type_name

#: What the judge may do with an object beyond asking for its attributes, by the type's method.
ABILITIES = {
    "call": "__call__",
    "len": "__len__",
    "item": "__getitem__",
    "iter": "__iter__",
    "next": "__next__",
}

_NUMBER = "course_function"


class Handles:
    """The kernel's `Foreign`: keeps the student's objects alive while the judge knows of them.

    Args:
        call_back: Called with a function's number, arguments and keyword arguments when the
            student's code calls a function of the test.
        caps: How many objects there may be.
    """

    def __init__(self, call_back: Callable[[int, Any, Any], Any], caps: ProtocolLimits) -> None:
        self._call_back = call_back
        self._caps = caps
        self._objects: dict[int, Any] = {}
        self._sent: dict[int, int] = {}
        self._numbers: dict[int, int] = {}
        self._functions: dict[int, Any] = {}
        self._next = 0

    def send(self, value: Any) -> list[Any]:
        """A handle in place of an object; its own number in place of a function of the test."""
        if type(value) is FunctionType and (own := self._own_number(value)) is not None:
            return ["function", own]
        number = self._numbers.get(id(value))
        if number is None:
            if len(self._objects) >= self._caps.objects:
                raise Refused(f"more than {self._caps.objects:,} objects were made at once")
            number = self._next = self._next + 1
            self._numbers[id(value)] = number
            self._objects[number] = value
        self._sent[number] = self._sent.get(number, 0) + 1
        able = [name for name, method in ABILITIES.items() if hasattr(type(value), method)]
        return ["object", number, type_name(value), able]

    def receive(self, tag: str, parts: list[Any]) -> Any:
        """The object of a handle, a stand-in for a function of the test, a name of torch's."""
        if tag == "object":
            return self[parts[0]]
        if tag == "torch":
            return getattr(importlib.import_module(parts[0]), parts[1])
        number, name = parts
        if number not in self._functions:
            self._functions[number] = self._stand_in(number, name)
        return self._functions[number]

    def __getitem__(self, number: int) -> Any:
        if number not in self._objects:
            raise ProtocolError("the judge asked for an object that is gone")
        return self._objects[number]

    def release(self, counts: dict[str, int]) -> None:
        """Forget objects that the judge forgot, once all that was sent has come home."""
        for text, count in counts.items():
            number = int(text)
            self._sent[number] = self._sent.get(number, 0) - count
            if self._sent[number] <= 0 and number in self._objects:
                del self._sent[number]
                del self._numbers[id(self._objects.pop(number))]

    def _own_number(self, value: FunctionType) -> int | None:
        """The number of a function of the test; None for the student's own functions."""
        number = value.__dict__.get(_NUMBER)
        return number if type(number) is int and self._functions.get(number) is value else None

    def _stand_in(self, number: int, name: str) -> Callable[..., Any]:
        def function(*args: Any, **kwargs: Any) -> Any:
            return self._call_back(number, args, kwargs)

        function.__name__ = function.__qualname__ = name
        function.__dict__[_NUMBER] = number
        return function

"""A function or method of an answer, with a change put around it.

The change sees each call, with its arguments by name, and says what comes back. The function keeps
its source: rules about how it is written read the one that is wrapped.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.audit.boundary import effect
from autograder.audit.boundary.values import same


@dataclass
class Call:
    """A call of the reference.

    Attributes:
        function: The reference.
        bound: Its arguments, the defaults among them.
        kept: What a change remembers from one call to the next.
    """

    function: Callable[..., Any]
    bound: inspect.BoundArguments
    kept: dict[Any, Any]

    def run(self) -> Any:
        """What the reference gives for the arguments as they are now."""
        return self.function(*self.bound.args, **self.bound.kwargs)

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments by name, to be read and replaced."""
        return self.bound.arguments

    def replace(self, name: str, value: Any) -> None:
        """Give the reference another value, and note it where it is another."""
        if not same(self.arguments[name], value):
            effect.note()
        self.arguments[name] = value


#: What is put around a function.
Change = Callable[[Call], Any]


def put(namespace: dict[str, Any], path: str, change: Change) -> None:
    """Put a change around a function, or around a method of a class.

    Args:
        namespace: Where the function is defined.
        path: Its name, or the class's and its own with a dot.
        change: What is done with each call.

    Example:
        >>> names = {"half": lambda x: x / 2}
        >>> put(names, "half", lambda call: -call.run())
        >>> names["half"](6)
        -3.0
    """
    owner, _, name = path.rpartition(".")
    if not owner:
        namespace[name] = _wrapped(namespace[name], change)
        return
    held = vars(namespace[owner])[name]
    if isinstance(held, staticmethod | classmethod):
        setattr(namespace[owner], name, type(held)(_wrapped(held.__func__, change)))
    else:
        setattr(namespace[owner], name, _wrapped(held, change))


def noted(before: Any, after: Any) -> Any:
    """The second value; that it is another one is noted."""
    if not same(before, after):
        effect.note()
    return after


def _wrapped(function: Callable[..., Any], change: Change) -> Callable[..., Any]:
    kept: dict[Any, Any] = {}
    signature = inspect.signature(function)

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError:  # the function says it better
            return function(*args, **kwargs)
        bound.apply_defaults()
        return change(Call(function, bound, kept))

    # A module of its own: no rule about the answer's source is to read this one.
    wrapper.__module__ = __name__
    return wrapper

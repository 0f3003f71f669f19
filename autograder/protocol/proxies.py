"""Objects of the student's, as the judge holds them: nothing but a number to ask with.

A proxy can be called, indexed, iterated over and asked for its length and attributes, if the
student's object can; every answer is data or another proxy. Operators are left out on purpose: an
object that saw the other side of ``actual - expected`` could make up the difference. Comparison is
by identity, and the text of a proxy is its type's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from autograder.protocol.wire.limits import clean_name

if TYPE_CHECKING:
    from autograder.protocol.client import KernelClient


class Proxy:
    """An object of the student's; made by `proxy_class` with the abilities that it has."""

    __slots__ = ("__count", "__name", "__number", "__student", "__weakref__")

    def __init__(self, student: KernelClient, number: int) -> None:
        object.__setattr__(self, "_Proxy__student", student)
        object.__setattr__(self, "_Proxy__number", number)
        object.__setattr__(self, "_Proxy__count", 0)
        object.__setattr__(self, "_Proxy__name", None)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            # Python and the libraries look for protocols; none is the student's to offer.
            raise _own(AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}"))
        return self.__student.ask("attr", on=self, name=name)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__student.ask("setattr", on=self, name=name, value=value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of the answer>"

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise _own(TypeError("an object of the answer cannot be copied"))

    def __del__(self) -> None:
        self.__student.forget(self.__number, self.__count)

    def run_beside(self, helper: str, *args: Any) -> Any:
        """Run a helper of `course_lib.checks` in the student's kernel, on this function."""
        return self.__student.beside(helper, self, *args)

    def found_as(self) -> str | None:
        """The student's name under which this was found, for messages."""
        return self.__name


def _own(error: Exception) -> Exception:
    """An error of the proxy's own, which no line of the student's raised."""
    error.where = ""  # type: ignore[attr-defined]
    return error


def number_of(proxy: Proxy, student: KernelClient) -> int | None:
    """The number by which the student's kernel knows a proxy's object; None for another kernel's.

    Proxies of an earlier test cell belong to a connection that has ended.
    """
    owner, number = (object.__getattribute__(proxy, f"_Proxy__{x}") for x in ("student", "number"))
    return number if owner is student else None


def came_again(proxy: Proxy) -> None:
    """Count how often an object was handed over, so that both sides agree when to forget it."""
    count = object.__getattribute__(proxy, "_Proxy__count")
    object.__setattr__(proxy, "_Proxy__count", count + 1)


def remember_name(proxy: Proxy, name: str) -> None:
    """Remember the name of the student's under which the object was found."""
    object.__setattr__(proxy, "_Proxy__name", name)


def _student(proxy: Proxy) -> KernelClient:
    return object.__getattribute__(proxy, "_Proxy__student")


def _call(self: Proxy, *args: Any, **kwargs: Any) -> Any:
    return _student(self).ask("call", on=self, args=args, kwargs=kwargs)


def _len(self: Proxy) -> int:
    return _student(self).length(self)


def _item(self: Proxy, key: Any) -> Any:
    return _student(self).ask("item", on=self, key=key)


def _iter(self: Proxy) -> Iterator[Any]:
    return _student(self).items(self)


def _next(self: Proxy) -> Any:
    more, value = _student(self).step(self)
    if not more:
        raise StopIteration
    return value


_ABILITIES = {
    "call": ("__call__", _call),
    "len": ("__len__", _len),
    "item": ("__getitem__", _item),
    "iter": ("__iter__", _iter),
    "next": ("__next__", _next),
}


def proxy_class(name: Any, able: Any) -> type[Proxy]:
    """The class of proxies for a type of the student's.

    Args:
        name: The type's name, as the student's side told it; anything.
        able: What its objects can do, as told; anything.

    Example:
        >>> kind = proxy_class("Net", ["call"])
        >>> kind.__name__, hasattr(kind, "__call__"), hasattr(kind, "__len__")
        ('Net', True, False)
    """
    told = able if type(able) is list else []
    methods = dict(_ABILITIES[item] for item in _ABILITIES if item in told)
    return type(clean_name(name), (Proxy,), {"__slots__": (), "__module__": "student", **methods})

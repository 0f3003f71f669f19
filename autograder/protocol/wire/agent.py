"""The student's end of the protocol, inside their kernel: answers what the judge asks.

The judge has it executed, once for each test cell: ``from course_protocol.agent import serve;
serve(path, get_ipython().user_ns)``. It is in the student's hands and trusted with nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .channel import Channel
from .errors import builtin_base, describe, is_sentence
from .handles import Handles
from .limits import ProtocolError, ProtocolLimits

# Not the student's code, and so left out of what is quoted of an error.
_HERE = Path(__file__).resolve().parent


def serve(path: str, names: dict[str, Any]) -> None:
    """Connect to the judge and answer until it says goodbye or is gone.

    Args:
        path: The judge's socket.
        names: The student's names: the kernel's namespace.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.connect(path)
        serve_on(sock, names)


def serve_on(
    sock: socket.socket, names: dict[str, Any], caps: ProtocolLimits | None = None
) -> None:
    """Answer on a connected socket; see `serve`."""
    agent = _Agent(sock, names, caps or ProtocolLimits())
    try:
        while agent.answer_one():
            pass
    except ProtocolError:
        return  # the judge has what it wanted, or has given up
    finally:
        agent.unbind()


class _Agent:
    """Answers requests, nested ones too: a function of a test may ask while it is called."""

    def __init__(self, sock: socket.socket, names: dict[str, Any], caps: ProtocolLimits) -> None:
        self.names = names
        self.objects = Handles(self._call_back, caps)
        self.wire = Channel(sock, self.objects, caps)
        self.asked: list[int] = []  # the numbers of the requests under way
        self.bound: dict[str, list[Any]] = {}  # what was there before, by name

    def answer_one(self) -> bool:
        """Answer one request; False after the goodbye."""
        return self._answer(self.wire.receive())

    def _answer(self, request: dict[str, Any]) -> bool:
        if request["op"] == "bye":
            return False
        number = request["n"]
        self.objects.release(request["release"])
        self.asked.append(number)
        try:
            result = {"n": number, "value": _OPS[request["op"]](self, **request["with"])}
            self.wire.send(result)
        except ProtocolError:
            raise
        except KeyboardInterrupt:
            raise ProtocolError("interrupted") from None
        except BaseException as error:  # whatever student code raises is an answer, too
            self.wire.send({"n": number, "error": describe(error, _where(error))})
        finally:
            self.asked.pop()
        return True

    def _call_back(self, function: int, args: Any, kwargs: Any) -> Any:
        """Have the judge call a function of the test; what it raises is raised here."""
        self.wire.send({"n": self.asked[-1], "function": function, "args": args, "kwargs": kwargs})
        while "op" in (answer := self.wire.receive()):
            self._answer(answer)
        if "error" in answer:
            raise _exception(answer["error"])
        return answer["value"]

    def _get(self, name: str) -> Any:
        if name not in self.names:
            raise NameError(f"name {name!r} is not defined", name=name)
        return self.names[name]

    def _bind(self, name: str, value: Any) -> None:
        """Let a name stand for something else until the judge says goodbye."""
        self.bound.setdefault(name, [self.names[name]] if name in self.names else [])
        self.names[name] = value

    def unbind(self) -> None:
        """Put back what names stood for."""
        for name, before in self.bound.items():
            if before:
                self.names[name] = before[0]
            else:
                self.names.pop(name, None)

    def _call(self, on: Any, args: Any, kwargs: Any) -> Any:
        return on(*args, **kwargs)

    def _attr(self, on: Any, name: str) -> Any:
        return getattr(on, name)

    def _setattr(self, on: Any, name: str, value: Any) -> None:
        setattr(on, name, value)

    def _len(self, on: Any) -> int:
        return len(on)

    def _item(self, on: Any, key: Any) -> Any:
        return on[key]

    def _iter(self, on: Any) -> Any:
        # A list of the values would not end for an endless iterator.
        return _Iteration(iter(on))

    def _next(self, on: Any) -> tuple[bool, Any]:
        try:
            return True, next(on.iterator if type(on) is _Iteration else on)
        except StopIteration:
            return False, None

    def _beside(self, helper: str, args: Any) -> Any:
        from course_lib.checks.beside import HELPERS

        return HELPERS[helper](*args)


_OPS: dict[str, Callable[..., Any]] = {
    "get": _Agent._get,
    "bind": _Agent._bind,
    "call": _Agent._call,
    "attr": _Agent._attr,
    "setattr": _Agent._setattr,
    "len": _Agent._len,
    "item": _Agent._item,
    "iter": _Agent._iter,
    "next": _Agent._next,
    "beside": _Agent._beside,
}


class _Iteration:
    """An iterator on its way to the judge: an object even where the iterator would be data."""

    def __init__(self, iterator: Any) -> None:
        self.iterator = iterator


def _exception(error: dict[str, Any]) -> BaseException:
    """An exception of the same name and builtin class as the one that a test's function raised."""
    if is_sentence(error["bases"]):
        from course_lib.checks import CheckFailed

        return CheckFailed(error["message"])
    return _of_class(error["type"], builtin_base(error["bases"]), error["message"])


def _of_class(name: str, base: type[BaseException], message: str) -> BaseException:
    """An instance made without a constructor: some classes' wants more than a message."""
    kind = type(name, (base,), {"__str__": lambda self: message})
    error = kind.__new__(kind)
    error.args = (message,)
    return error


def _where(error: BaseException) -> str:
    """The student's own line, in words; empty for what no line of theirs raised."""
    from course_lib.checks.failure import student_line

    return student_line(error.__traceback__, _HERE)

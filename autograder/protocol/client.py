"""The judge's end of the protocol: the student's names as data and proxies."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from weakref import WeakValueDictionary

from autograder.protocol.callbacks import CallbackTable
from autograder.protocol.proxies import Proxy, came_again, number_of, proxy_class, remember_name
from autograder.protocol.student_error import StudentError, student_error
from autograder.protocol.wire.channel import Channel
from autograder.protocol.wire.errors import describe
from autograder.protocol.wire.limits import (
    KernelGone,
    ProtocolError,
    ProtocolLimits,
    Refused,
    TooSlow,
)
from autograder.static.slicing import RULES
from autograder.stops import Phase, Stop, StopReason
from course_lib.checks import CheckFailed

#: What an object of the student's may say that its length is.
LONGEST = 10_000_000

__all__ = ["KernelClient", "ProtocolError", "Proxy", "Refused", "StudentError"]


class KernelClient:
    """The student's kernel, as one test cell sees it.

    Everything that comes over the connection is data to be checked. What is malformed, out of
    turn, too much or too late breaks the connection for good; it never gets further than a
    `ProtocolError` in the check that asked.

    Args:
        sock: Connected to the agent.
        unread: Why rules about how an answer works cannot be checked; empty where they can.
        seconds: For all that is asked.
        call_seconds: For each thing asked, with the calls of the test's functions in between.
        caps: How much may cross.
        why_ended: Says why the kernel is gone, where that is known; else nothing.

    Attributes:
        stop: Why nothing can be asked any more; None while all is well.
    """

    def __init__(
        self,
        sock: socket.socket | None,
        *,
        unread: str = "",
        seconds: float = 120.0,
        call_seconds: float = 60.0,
        caps: ProtocolLimits | None = None,
        why_ended: Callable[[], Stop | None] = lambda: None,
    ) -> None:
        self.stop: Stop | None = None
        self.caps = caps or ProtocolLimits()
        self.call_seconds = call_seconds
        self._why_ended = why_ended
        self.deadline = time.monotonic() + seconds
        self._unread = unread
        self._wire = Channel(sock, self, self.caps) if sock is not None else None
        self._numbers = itertools.count(1)
        self._proxies: WeakValueDictionary[int, Proxy] = WeakValueDictionary()
        self._classes: dict[Any, type[Proxy]] = {}
        self._forgotten: dict[str, int] = {}
        self._lent = CallbackTable(self.caps)

    @classmethod
    def unreachable(cls, stop: Stop) -> KernelClient:
        """A student whose kernel cannot be asked, from the start."""
        student = cls(None)
        student.stop = stop
        return student

    def value(self, name: str) -> Any:
        """The student's value of a name: data, or a proxy.

        Raises:
            NameError: There is no such name.
            ProtocolError: The kernel does not answer as it should.
        """
        value = self.ask("get", name=name)
        if isinstance(value, Proxy):
            remember_name(value, name)
        return value

    def ask(self, op: str, **what: Any) -> Any:
        """Have the student's kernel do something, and wait for its answer.

        Functions of the test that the student's code calls meanwhile are called here.

        Raises:
            StudentError: The student's code raised; also of the builtin class it raised.
            Refused: An argument may not cross the wire.
            ProtocolError: The kernel does not answer as it should.
        """
        if self.stop is not None or self._wire is None:
            raise ProtocolError(str(self.stop or "your code's kernel cannot be asked"))
        number = next(self._numbers)
        deadline = min(self.deadline, time.monotonic() + self.call_seconds)
        released, self._forgotten = self._forgotten, {}
        request = {"op": op, "n": number, "with": what, "release": released}
        try:
            self._wire.send(request, deadline)
            while "function" in (answer := self._wire.receive(deadline)):
                self._call_back(self._wire, answer, number, deadline)
        except Refused:
            for key, count in released.items():
                self.forget(int(key), count)
            raise
        except KernelGone as error:
            gone = Stop(StopReason.DIED, str(error), Phase.ASK)
            raise self.break_off(self._why_ended() or gone) from None
        except BaseException as error:  # with an answer still to come, nothing more can be asked
            self.break_off(_cause(error))
            raise
        return self._checked(answer, number)

    def _checked(self, answer: dict[str, Any], number: int) -> Any:
        """The value of an answer, or the exception in it."""
        if _is(answer.get("n"), number):
            if answer.keys() == {"n", "value"}:
                return answer["value"]
            if answer.keys() == {"n", "error"}:
                raise student_error(answer["error"])
        raise self._violated("an answer that was not asked for came back")

    def _call_back(self, wire: Channel, call: dict[str, Any], number: int, deadline: float) -> None:
        """Call a function of the test for the student's code."""
        args, kwargs = call.get("args"), call.get("kwargs")
        if not _is(call.get("n"), number) or type(args) is not tuple or type(kwargs) is not dict:
            raise ProtocolError("a malformed call of the test's function came back")
        with self._lent.calling(call["function"]) as function:
            try:
                answer = {"n": number, "value": function(*args, **kwargs)}
            except ProtocolError:
                raise
            except (Exception, SystemExit) as error:
                answer = {"n": number, "error": describe(error)}
        if self.stop is not None:  # and the function passed over it
            raise ProtocolError(str(self.stop))
        try:
            wire.send(answer, deadline)
        except Refused as error:
            wire.send({"n": number, "error": describe(error)}, deadline)

    def break_off(self, stop: Stop) -> ProtocolError:
        """End the connection for good; the first reason stays."""
        if self.stop is None:
            self.stop = stop
            if self._wire is not None:
                self._wire.sock.close()
        return ProtocolError(str(self.stop))

    def _violated(self, rule: str) -> ProtocolError:
        """End the connection, as what came over it is against the rules."""
        return self.break_off(Stop(StopReason.PROTOCOL, rule, Phase.ASK))

    def close(self) -> None:
        """Say goodbye, so that the kernel is free again."""
        if self.stop is None and self._wire is not None:
            with suppress(ProtocolError):
                self._wire.send({"op": "bye"}, time.monotonic() + 1)
            over = "the test cell that asked has ended"
            self.break_off(Stop(StopReason.INTERRUPTED, over, Phase.ASK))

    # What proxies ask.

    def length(self, proxy: Proxy) -> int:
        """``len()`` of an object; what is no possible length breaks the connection."""
        length = self.ask("len", on=proxy)
        # list() takes memory for as many items before it asks for the first.
        if type(length) is not int or not 0 <= length <= LONGEST:
            raise self._violated("a malformed length came back")
        return length

    def items(self, proxy: Proxy) -> Iterator[Any]:
        """Iterate over an object, up to a limit."""
        iterator = self.ask("iter", on=proxy)
        if not isinstance(iterator, Proxy):
            raise self._violated("a malformed iterator came back")
        for _ in range(self.caps.items):
            more, value = self.step(iterator)
            if not more:
                return
            yield value
        raise self._violated(f"an iterator gave more than {self.caps.items:,} values: does it end?")

    def step(self, iterator: Proxy) -> tuple[bool, Any]:
        """(True, the next value), or (False, anything) at the end."""
        answer = self.ask("next", on=iterator)
        if type(answer) is not tuple or len(answer) != 2 or type(answer[0]) is not bool:
            raise self._violated("a malformed step of an iterator came back")
        return answer

    def beside(self, helper: str, *args: Any) -> Any:
        """Run a helper of `course_lib.checks` in the student's kernel.

        Raises:
            CheckFailed: It checks a rule about an answer that cannot be plainly read.
        """
        if helper in RULES and self._unread:
            raise CheckFailed(self._unread)
        return self.ask("beside", helper=helper, args=args)

    def forget(self, number: int, count: int) -> None:
        """Let the kernel know, with the next request, that the judge has done with an object."""
        key = str(number)
        self._forgotten[key] = self._forgotten.get(key, 0) + count

    # The judge's way with what is not data (`Foreign`).

    def send(self, value: Any) -> list[Any]:
        """A proxy's number; a name of torch's; a number for a function of the test."""
        if isinstance(value, Proxy):
            number = number_of(value, self)
            if number is None:
                raise Refused("an object that another test cell got cannot be handed over again")
            return ["object", number]
        return self._lent.send(value)

    def receive(self, tag: str, parts: list[Any]) -> Any:
        """A proxy for an object of the student's; the test's own function where it comes back."""
        if tag == "function" and len(parts) == 1:
            return self._lent[parts[0]]
        if tag != "object" or len(parts) != 3 or type(parts[0]) is not int:
            raise ProtocolError("a malformed object came back")
        number, name, able = parts
        proxy = self._proxies.get(number)
        if proxy is None:
            if len(self._proxies) >= self.caps.objects:
                raise ProtocolError("more objects than the limit came back")
            proxy = self._class(name, able)(self, number)
            self._proxies[number] = proxy
        came_again(proxy)
        return proxy

    def _class(self, name: Any, able: Any) -> type[Proxy]:
        """One class for each type of the student's; a new one each time where they are too many."""
        key = (str(name)[:60], str(able)[:60])
        if key not in self._classes and len(self._classes) < 1_000:
            self._classes[key] = proxy_class(name, able)
        return self._classes.get(key) or proxy_class(name, able)


def _cause(error: BaseException) -> Stop:
    """Why a connection ends on which an answer is still to come."""
    if isinstance(error, TooSlow):
        return Stop(StopReason.SLOW, str(error), Phase.ASK)
    reason = StopReason.PROTOCOL if isinstance(error, ProtocolError) else StopReason.INTERRUPTED
    return Stop(reason, str(error) or "the check was stopped", Phase.ASK)


def _is(told: Any, number: int) -> bool:
    """Whether a number that came back is the expected one; a tensor would have its own ``==``."""
    return type(told) is int and told == number

"""An agent in the student's hands: whatever it says, the judge gets data or `ProtocolError`."""

import socket
import threading
import time
from contextlib import contextmanager

import pytest
import torch

from autograder.protocol.client import KernelClient, Proxy, StudentError
from autograder.protocol.wire.channel import Channel
from autograder.protocol.wire.limits import ProtocolError, ProtocolLimits

SMALL = ProtocolLimits(items=20, callbacks=50, callback_depth=4, objects=10, functions=5)


class Anything:
    """A way with foreign values that hands over any tagged list and takes everything."""

    def send(self, value):
        """The tagged list that it stands for."""
        return value.tag

    def receive(self, tag, parts):
        """What came, as it is."""
        return (tag, *parts)


class Tag:
    """A value that crosses as this tagged list."""

    def __init__(self, *tag):
        self.tag = list(tag)


@contextmanager
def facing(answer, **options):
    """A `Student` whose agent calls ``answer(request, wire)`` for each message it gets."""
    here, there = socket.socketpair()
    options = {"seconds": 5, "call_seconds": 1, "caps": SMALL, **options}

    def agent():
        wire = Channel(there, Anything(), ProtocolLimits())
        try:
            while True:
                request = wire.receive()
                if request.get("op") == "bye":
                    return
                answer(request, wire)
        except ProtocolError:
            pass
        finally:
            there.close()

    thread = threading.Thread(target=agent, daemon=True)
    thread.start()
    student = KernelClient(here, **options)
    yield student
    student.close()
    here.close()
    thread.join(5)
    assert not thread.is_alive()


def say(*messages):
    """An agent that answers any request with these; ``n`` is filled in where it is missing."""

    def answer(request, wire):
        for message in messages:
            wire.send({"n": request.get("n", 0), **message})

    return answer


def broken(student, ask, match):
    """Check that asking breaks the protocol for good, with a reason."""
    began = time.monotonic()
    with pytest.raises(ProtocolError, match=match):
        ask(student)
    assert time.monotonic() - began < 4
    assert student.stop
    with pytest.raises(ProtocolError) as again:
        student.value("anything")
    assert str(again.value) == str(student.stop)


def value(student):
    return student.value("x")


FUNCTION = say({"value": Tag("object", 1, "function", ["call"])})


@pytest.mark.parametrize(
    ("answer", "match"),
    [
        pytest.param(say({"n": 99, "value": 1}), "not asked for", id="another number"),
        pytest.param(say({"n": torch.ones(3), "value": 1}), "not asked for", id="tensor number"),
        pytest.param(say({"n": True, "value": 1}), "not asked for", id="True for 1"),
        pytest.param(say({"n": 1.0, "value": 1}), "not asked for", id="1.0 for 1"),
        pytest.param(say({}), "not asked for", id="no answer in it"),
        pytest.param(say({"value": 1, "error": {}}), "not asked for", id="both"),
        pytest.param(say({"value": 1, "x": 1}), "not asked for", id="more keys"),
        pytest.param(say({"value": Tag("eval", "1")}), "unknown kind", id="unknown tag"),
        pytest.param(say({"value": Tag("object", "1", "f", [])}), "malformed", id="text number"),
        pytest.param(say({"value": Tag("object", 1)}), "malformed", id="bare object"),
        pytest.param(say({"value": Tag("torch", "os", "system")}), "malformed", id="module name"),
        pytest.param(say({"value": Tag("function", 7)}), "unknown function", id="no such function"),
        pytest.param(
            say({"value": [Tag("object", i, "f", []) for i in range(11)]}),
            "more objects",
            id="many",
        ),
        pytest.param(lambda request, wire: wire.sock.close(), "kernel ended", id="closes"),
        pytest.param(lambda request, wire: None, "in time", id="silent"),
        pytest.param(
            lambda request, wire: wire.sock.sendall(b"BRD1\0\0\0\x09"), "in time", id="half a frame"
        ),
        pytest.param(
            lambda request, wire: wire.sock.sendall(b"GET / HTTP/1.1\r\n"), "no message", id="HTTP"
        ),
        pytest.param(say({"function": 0, "args": (), "kwargs": {}}), "unknown function", id="call"),
        pytest.param(say({"function": -1, "args": (), "kwargs": {}}), "unknown function", id="-1"),
        pytest.param(
            say({"function": torch.ones(2), "args": (), "kwargs": {}}), "unknown", id="tensor call"
        ),
        pytest.param(say({"function": 0, "args": [1], "kwargs": {}}), "malformed", id="list args"),
        pytest.param(say({"function": 0, "args": ()}), "malformed", id="no kwargs"),
        pytest.param(
            say({"n": 5, "function": 0, "args": (), "kwargs": {}}), "malformed", id="out of turn"
        ),
    ],
)
def test_an_answer_against_the_rules_breaks_the_protocol(answer, match):
    with facing(answer) as student:
        broken(student, value, match)


def test_what_was_sent_unasked_is_no_answer_to_a_later_question():
    def answer(request, wire):
        wire.send({"n": request["n"], "value": "first"})
        wire.send({"n": request["n"], "value": "too much"})

    with facing(answer) as student:
        assert student.value("x") == "first"
        broken(student, value, "not asked for")


def later(*answers):
    """An agent that gives these answers one after the other, the last one for ever."""
    left = list(answers)

    def answer(request, wire):
        (left.pop(0) if len(left) > 1 else left[0])(request, wire)

    return answer


SIZED = say({"value": Tag("object", 1, "Foo", ["len"])})
SEQUENCE = say({"value": Tag("object", 1, "Foo", ["iter", "next"])})


@pytest.mark.parametrize(
    ("told", "match"),
    [
        pytest.param(-1, "malformed length", id="negative"),
        pytest.param(2**62, "malformed length", id="gigantic"),
        pytest.param("3", "malformed length", id="text"),
        pytest.param(True, "malformed length", id="bool"),
        pytest.param(torch.ones(2), "malformed length", id="tensor"),
    ],
)
def test_a_length_that_is_none_breaks_the_protocol(told, match):
    with facing(later(SIZED, say({"value": told}))) as student:
        foo = student.value("x")
        broken(student, lambda _: len(foo), match)


@pytest.mark.parametrize(
    ("step", "match"),
    [
        pytest.param((True, 1), "more than 20 values", id="endless"),
        pytest.param((1, 1), "malformed step", id="no bool"),
        pytest.param((True,), "malformed step", id="short"),
        pytest.param([True, 1], "malformed step", id="list"),
        pytest.param((torch.ones(2), 1), "malformed step", id="tensor"),
    ],
)
def test_an_iterator_without_end_or_sense_breaks_the_protocol(step, match):
    with facing(later(SEQUENCE, SEQUENCE, say({"value": step}))) as student:
        foo = student.value("x")
        broken(student, lambda _: list(foo), match)


def test_an_iterator_that_is_data_breaks_the_protocol():
    with facing(later(SEQUENCE, say({"value": [1, 2]}))) as student:
        foo = student.value("x")
        broken(student, lambda _: list(foo), "malformed iterator")


def test_a_function_of_the_test_called_without_end_breaks_the_protocol():
    calls = []

    def again(request, wire):
        wire.send({"n": 2, "function": 0, "args": (), "kwargs": {}})

    with facing(later(FUNCTION, again)) as student:
        function = student.value("x")
        broken(student, lambda _: function(lambda: calls.append(1)), "more than 50 times")
    assert len(calls) == 50


def test_a_function_of_the_test_that_is_entered_again_and_again_breaks_the_protocol():
    def again(request, wire):
        wire.send({"n": request["n"], "function": 0, "args": (), "kwargs": {}})

    with facing(later(FUNCTION, again)) as student:
        function = student.value("x")

        def enters():
            function(enters)

        broken(student, lambda _: function(enters), "call each other without end")


def test_what_a_test_passes_over_still_counts():
    """A function of the test that catches everything does not mend the protocol."""

    def again(request, wire):
        if request.get("op") == "call":
            wire.send({"n": request["n"], "function": 0, "args": (), "kwargs": {}})

    with facing(later(FUNCTION, again)) as student:
        function = student.value("x")

        def careless():
            try:
                function(careless)
            except Exception:
                return 1

        broken(student, lambda _: function(careless), "without end")


@pytest.mark.parametrize(
    ("told", "kind", "name", "text"),
    [
        pytest.param({"type": "ValueError", "bases": ["ValueError"], "message": "m"},
                     ValueError, "ValueError", "m", id="builtin"),
        pytest.param({"type": "Own", "bases": ["ValueError", "Exception"], "message": "m"},
                     ValueError, "Own", "m", id="own class"),
        pytest.param({"type": "Exit", "bases": ["SystemExit"], "message": "3"},
                     SystemExit, "Exit", "3", id="exit"),
        pytest.param({"type": "Unicode", "bases": ["UnicodeDecodeError"], "message": "u"},
                     UnicodeDecodeError, "Unicode", "u", id="a constructor of its own"),
        pytest.param({"type": "Group", "bases": ["ExceptionGroup"], "message": "g"},
                     StudentError, "Group", "g", id="group"),
        pytest.param({"type": "OSError", "bases": ["OSError"], "message": "o"},
                     OSError, "OSError", "o", id="OSError"),
        pytest.param({"type": "Stop", "bases": ["KeyboardInterrupt"], "message": ""},
                     StudentError, "Stop", "", id="interrupt"),
        pytest.param({"type": "X", "bases": ["GeneratorExit"], "message": ""},
                     StudentError, "X", "", id="generator exit"),
        pytest.param({"type": "X", "bases": ["eval", "print", "int"], "message": ""},
                     StudentError, "X", "", id="builtins that are no exceptions"),
        pytest.param({"type": "<script>", "bases": "ValueError", "message": 3},
                     StudentError, "object", "", id="nothing as it should be"),
        pytest.param([1, 2], StudentError, "object", "", id="no dict"),
        pytest.param({"type": "X" * 99, "bases": [torch.ones(2)], "message": "a\x1b[2Jb"},
                     StudentError, "object", "a�[2Jb", id="control characters"),
    ],
)  # fmt: skip
def test_whatever_is_told_of_an_error_becomes_a_harmless_one(told, kind, name, text):
    with facing(say({"error": told})) as student:
        with pytest.raises(kind) as caught:
            student.value("x")
        error = caught.value
        assert isinstance(error, StudentError)
        assert isinstance(error, Exception)
        assert not isinstance(error, KeyboardInterrupt | GeneratorExit)
        assert (type(error).__name__, str(error)) == (name, text)
        assert student.stop is None


def test_a_message_without_end_is_cut():
    answer = say({"error": {"type": "E", "bases": [], "message": "m" * 900_000}})
    with facing(answer) as student, pytest.raises(StudentError) as caught:
        student.value("x")
    assert len(str(caught.value)) == 2_000


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("Net", "Net", id="honest"),
        pytest.param("<img src=x onerror=alert(1)>", "object", id="markup"),
        pytest.param("full marks " * 50, "object", id="long"),
        pytest.param(3, "object", id="number"),
        pytest.param(["a"], "object", id="list"),
    ],
)
def test_the_text_of_a_proxy_is_its_types_name_made_harmless(name, shown):
    with facing(say({"value": Tag("object", 1, name, ["call"])})) as student:
        proxy = student.value("x")
        assert repr(proxy) == str(proxy) == f"{proxy}" == f"<{shown} of the answer>"
        assert type(proxy).__name__ == shown
        assert student.stop is None


def test_a_proxy_is_equal_to_itself_alone_and_cannot_be_asked():
    """Whatever the student's class says of ``==``, its object is never asked."""
    asked = []

    def answer(request, wire):
        asked.append(request["op"])
        wire.send({"n": request["n"], "value": Tag("object", len(asked), "X", [])})

    with facing(answer) as student:
        one, two = student.value("a"), student.value("b")
        assert one == one
        assert one != two
        for other in (1, "X", None, 0.0, [one], (), {}):
            assert (one == other) is False
            assert (one != other) is True
        assert one in {one, two}
        assert isinstance(one, Proxy)
        for operation in (lambda: one - 1, lambda: one < 2, lambda: float(one), lambda: len(one)):
            with pytest.raises(TypeError):
                operation()
        with pytest.raises(AttributeError):
            one.__array__()
    assert asked == ["get", "get"]


def test_abilities_that_nobody_knows_are_none():
    with facing(say({"value": Tag("object", 1, "X", ["__eq__", "call", 3, "sub"])})) as student:
        proxy = student.value("x")
    assert callable(proxy)
    assert type(proxy).__eq__ is object.__eq__


def test_the_deadline_of_the_cell_bounds_many_quick_calls():
    with facing(FUNCTION, seconds=0.5, call_seconds=60) as student:
        function, began = student.value("x"), time.monotonic()
        with pytest.raises(ProtocolError, match="in time"):
            list(iter(function, None))
        assert time.monotonic() - began < 3


def test_an_agent_that_does_not_read_is_given_up():
    here, there = socket.socketpair()
    with here, there:
        student = KernelClient(here, seconds=0.5)
        broken(student, lambda s: s.ask("get", name=torch.ones(10**6)), "in time")

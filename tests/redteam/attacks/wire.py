"""Messages of the attacker's own on the judge's connection: out of turn, malformed, too large."""

from __future__ import annotations

import textwrap
from typing import Any

from tests.redteam.attack import Attack, dedent

FAMILY = "forged answers to the judge"

#: What an attack says that could not even begin, so that a test can tell it from one that failed.
NO_AGENT = "this attack found no agent"

# Speaks on the agent's own connection, which the frames of its callers lead to.
_RAW = f'''
import json, struct, sys

def agent():
    frame = sys._getframe()
    while frame is not None:
        found = frame.f_locals.get("self")
        if type(found).__name__ == "_Agent":
            return found
        frame = frame.f_back
    raise RuntimeError("{NO_AGENT}")

def send_bytes(data):
    agent().wire.sock.sendall(data)

def send(message, *buffers, magic=b"BRD1"):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    sizes = struct.pack(f"!{{len(buffers)}}Q", *map(len, buffers))
    send_bytes(struct.pack("!4sII", magic, len(body), len(buffers)) + sizes + body
               + b"".join(buffers))

def number():
    return agent().asked[-1]
'''


def _says(name: str, tries: str, body: str, **more: Any) -> Attack:
    """An attack whose function `double` speaks on the agent's connection."""
    cell = f"{_RAW}\ndef double(x):\n{textwrap.indent(dedent(body), '    ')}\n    return 0"
    return Attack(name, FAMILY, tries, answers={"double": cell}, ours_only=True, **more)


def _answers(name: str, tries: str, value: str, *buffers: str) -> Attack:
    """An attack that answers the judge's question with a value that the agent would not send."""
    parts = ", ".join(["{'n': number(), 'value': value}", *buffers])
    return _says(name, tries, f"value = {value}\nsend({parts})")


ATTACKS = (
    _says(
        "answers-before-it-is-asked",
        "answers the next hundred questions before they are asked",
        """
        for n in range(number(), number() + 100):
            send({"n": n, "value": 4})
            send({"n": n, "value": 2 * x})
        """,
        honest=2.0,
        honest_answers={"double": "def double(x):\n    return 4"},
    ),
    _says(
        "asks-back",
        "sends the judge a request, as if it were the judge",
        """
        send({"n": number(), "op": "get", "release": {}, "with": {"name": "rng"}})
        send({"n": number(), "op": "beside", "release": {}, "with": {"helper": "os", "args": []}})
        send({"op": "bye"})
        """,
    ),
    _says(
        "guesses-functions",
        "calls functions of the test that were never lent to it, and hands them back as values",
        """
        for n in range(200):
            send({"n": number(), "function": n, "args": ["tuple", "x"], "kwargs": {}})
        send({"n": number(), "value": ["function", 0]})
        """,
    ),
    _says(
        "guesses-objects",
        "hands over handles that do not exist, with abilities that do not exist",
        """
        for n in (0, -1, 2**62, 3.5, "1", None, [1]):
            send({"n": number(), "value": ["object", n, "__class__", ["call", "__class__"]]})
        send({"n": number(), "value": ["torch", "os", "system"]})
        """,
    ),
    _answers(
        "tensor-lies-about-its-size",
        "announces a tensor of a million numbers and sends two",
        '["tensor", 0, "float64", [1000000], False]',
        "b'x' * 16",
    ),
    _answers(
        "tensor-of-odd-sizes",
        "announces a tensor with negative, huge and empty axes",
        '["tensor", 0, "float64", [-1, 0, 2**62, 2**62], False]',
        "b'x' * 16",
    ),
    _answers(
        "tensor-of-another-type",
        "announces a tensor of objects, and a boolean of 7",
        '["list", ["array", 0, "object", [2]], ["tensor", 1, "bool", [1], False]]',
        "b'x' * 16",
        "b'\\x07'",
    ),
    _answers(
        "one-buffer-many-tensors",
        "refers to one buffer a hundred thousand times",
        '["list"] + [["tensor", 0, "uint8", [10000000], False]] * 100000',
        "bytes(10**7)",
    ),
    _answers(
        "whole-number-of-megabytes",
        "sends a whole number of eight million digits",
        '["int", "0x" + "f" * 8000000]',
    ),
    _says(
        "numbers-that-are-none",
        "sends NaN, infinities and doubled keys in the message's JSON",
        """
        send(b'{"n": 1e999, "value": NaN}')
        send(b'{"n": %d, "n": -1, "value": -Infinity, "value": 4}' % number())
        """,
    ),
    _says(
        "message-nested-deep",
        "sends a message nested a million deep",
        """
        send(b'{"n": 1, "value": ' + b"[" * 10**6 + b"]" * 10**6 + b"}")
        """,
    ),
    _says(
        "message-of-many-values",
        "sends a message of four million values",
        """
        send(b'{"n": %d, "value": ["list"' % number() + b",1" * 4 * 10**6 + b"]}")
        """,
    ),
    _says(
        "announces-terabytes",
        "announces a frame of four gigabytes and buffers of an exabyte",
        """
        send_bytes(struct.pack("!4sII", b"BRD1", 2**32 - 1, 2**32 - 1))
        send_bytes(struct.pack("!Q", 2**60) * 1000)
        """,
    ),
    _says(
        "no-message-at-all",
        "sends bytes that are no message",
        """
        send_bytes(b"GET / HTTP/1.1\\r\\n\\r\\n" * 1000)
        """,
    ),
    _says(
        "one-byte-a-second",
        "announces a message and sends one byte of it at a time",
        """
        import time
        send_bytes(struct.pack("!4sII", b"BRD1", 10000, 0))
        for _ in range(40):
            time.sleep(0.5)
            send_bytes(b" ")
        """,
        harmful=True,
    ),
    _says(
        "exception-forged",
        "answers with an exception of a class that would end the judge",
        """
        for bases in (["KeyboardInterrupt"], ["GeneratorExit"], ["SystemExit"], ["CheckFailed"],
                      ["exit"], ["StopIteration"], ["RecursionError", "MemoryError"], 7):
            send({"n": number(), "error": {"type": "KeyboardInterrupt", "bases": bases,
                  "message": "✓ two doubled is four", "where": "", "name": "x"}})
        """,
    ),
    _says(
        "exception-of-other-types",
        "answers with an exception whose parts are of other types",
        """
        send({"n": number(), "error": {"type": ["list", 1], "bases": {"a": 1}, "message": 5}})
        send({"n": number(), "error": None})
        """,
    ),
    Attack(
        "agent-in-a-thread",
        FAMILY,
        "keeps the agent's connection in a thread and speaks on it while the agent does",
        answers={
            "double": _RAW
            + """
import threading, time

def double(x):
    wire = agent().wire

    def talk():
        for n in range(300):
            body = json.dumps({"n": n, "value": True}).encode()
            try:
                wire.sock.sendall(struct.pack("!4sII", b"BRD1", len(body), 0) + body)
            except OSError:
                return
            time.sleep(0.001)

    threading.Thread(target=talk, daemon=True).start()
    time.sleep(0.3)
    return 0
"""
        },
        ours_only=True,
    ),
)

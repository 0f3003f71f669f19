"""The judge's agent in the student's kernel: replaced, or handed objects that lie."""

from tests.redteam.attack import Attack, dedent

FAMILY = "the judge's agent"

_FAKE = """
    import course_protocol.agent, json, socket, struct

    def serve(path, names):
        def read(sock, size):
            data = b""
            while len(data) < size:
                data += sock.recv(size - len(data)) or sys.exit()
            return data

        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect(path)
            while True:
                magic, length, count = struct.unpack("!4sII", read(sock, 12))
                sizes = struct.unpack(f"!{count}Q", read(sock, 8 * count))
                tree = json.loads(read(sock, length))
                for size in sizes:
                    read(sock, size)
                if tree["op"] == "bye":
                    return
                {answer}
                body = json.dumps({{"n": tree["n"], "value": value}}).encode()
                sock.sendall(struct.pack("!4sII", b"BRD1", len(body), 0) + body)

    course_protocol.agent.serve = serve
"""


def _fake(answer: str) -> tuple[str, ...]:
    text = dedent(_FAKE).replace("{answer}", answer).replace("{{", "{").replace("}}", "}")
    return ("import sys\n" + text,)


_THING = '["object", 1, "Thing", ["call", "len", "item", "iter", "next"]]'

ATTACKS = (
    Attack(
        "agent-does-nothing",
        FAMILY,
        "replaces the agent by one that returns at once",
        first=("import course_protocol.agent\nborder.agent.serve = lambda *a, **k: None",),
        ours_only=True,
    ),
    Attack(
        "agent-always-says-yes",
        FAMILY,
        "replaces the agent by one that answers true to everything",
        first=_fake("value = True"),
        ours_only=True,
    ),
    Attack(
        "agent-hands-out-objects",
        FAMILY,
        "replaces the agent by one that answers everything with one and the same object",
        first=_fake(f"value = {_THING}"),
        ours_only=True,
    ),
    Attack(
        "agent-codec-replaced",
        FAMILY,
        "replaces the codec's exact types, so that objects of its own cross",
        first=(
            """
            import course_protocol.codec, builtins, numpy
            encode = lambda self, value, depth=0: ["tensor", 0, "os", [[]], 7]
            course_protocol.codec.Encoder.encode = encode
            """,
        ),
        ours_only=True,
    ),
    Attack(
        "endless-iterator",
        FAMILY,
        "yields without end",
        answers={
            "countdown": """
                def countdown(n, tick):
                    while True:
                        yield n
            """
        },
    ),
    Attack(
        "length-lies",
        FAMILY,
        "returns an object that claims to have 10^9 items, or a negative number of them",
        answers={
            "countdown": """
                class Long:
                    def __init__(self, n): self.n = n
                    def __len__(self): return 10**9 if self.n == 3 else 2**62
                    def __iter__(self): return iter(())
                    def __getitem__(self, i): return i
                    def __length_hint__(self): return 10**9

                def countdown(n, tick):
                    return Long(n)
            """
        },
    ),
    Attack(
        "calls-back-without-end",
        FAMILY,
        "calls the test's function again and again, and never returns",
        answers={
            "countdown": """
                import time

                def countdown(n, tick):
                    end = time.monotonic() + 30
                    while time.monotonic() < end:
                        tick(n)
            """
        },
        harmful=True,
    ),
    Attack(
        "calls-back-with-everything",
        FAMILY,
        "calls the test's function with itself, with objects, with too many and odd arguments",
        answers={
            "countdown": """
                class Odd:
                    def __getattr__(self, name):
                        return self

                def countdown(n, tick):
                    for args in ((tick,), (Odd(),), (countdown,), (1, 2, 3), (), ([[[[tick]]]],)):
                        try:
                            tick(*args)
                        except Exception as error:
                            print(error.__traceback__, error.__dict__, error)
                    for name in ("__self__", "__globals__", "__code__", "__class__"):
                        print(getattr(tick, name, None))
                    return [3, 2, 1]
            """
        },
        honest=1.0,
        honest_answers={"countdown": "def countdown(n, tick):\n    return [3, 2, 1]"},
    ),
    Attack(
        "pointer-as-array",
        FAMILY,
        "returns an object that numpy would read as an array anywhere in the judge's memory",
        answers={
            "mean": """
                class Pointer:
                    __array_interface__ = {"shape": (4096,), "typestr": "<f8", "version": 3,
                                           "data": (4096, True), "strides": None}
                    __array_struct__ = 5

                    def __array__(self, *a, **k): return np.array(1.5)
                    def __float__(self): return 1.5
                    __index__ = __int__ = __len__ = lambda self: 1
                    __getitem__ = lambda self, i: 1.5

                def mean(values):
                    return Pointer()
            """
        },
        honest=2.0,
        honest_answers={"mean": "def mean(values):\n    return 1.5"},
    ),
    Attack(
        "object-is-everything",
        FAMILY,
        "returns an object whose every attribute, call, item and comparison agrees",
        answers={
            name: f"""
                class All:
                    __class__ = int
                    __getattr__ = lambda self, name: self
                    __call__ = __getitem__ = lambda self, *a, **k: self
                    __eq__ = __ne__ = __le__ = __lt__ = lambda self, other: True
                    __sub__ = __rsub__ = __add__ = __radd__ = lambda self, other: self
                    __hash__ = __len__ = __index__ = __int__ = lambda self: 3
                    __bool__ = lambda self: True
                    __float__ = lambda self: 0.0
                    __iter__ = lambda self: iter([3, 2, 1])

                def {name}(*args):
                    return All()
            """
            for name in ("double", "mean")
        },
    ),
    Attack(
        "first-at-the-socket",
        FAMILY,
        "waits for the judge's socket in a thread and connects before the agent does",
        first=(
            """
            import glob, json, os, socket, struct, threading, time

            def first():
                end = time.monotonic() + 20
                while time.monotonic() < end:
                    for path in glob.glob("/run/**/*", recursive=True) + glob.glob("/tmp/*/*"):
                        if path.endswith(".sock"):
                            try:
                                sock = socket.socket(socket.AF_UNIX)
                                sock.connect(path)
                                body = json.dumps({"n": 1, "value": True}).encode()
                                sock.sendall((struct.pack("!4sII", b"BRD1", len(body), 0) + body))
                                time.sleep(1)
                            except OSError:
                                pass
                    time.sleep(0.01)

            threading.Thread(target=first, daemon=True).start()
            """,
        ),
        ours_only=True,
    ),
)

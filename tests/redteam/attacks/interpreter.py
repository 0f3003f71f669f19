"""Frames and the garbage collector: what Python lets code see of its callers."""

from tests.redteam.attack import Attack

FAMILY = "frames and gc"

ATTACKS = (
    Attack(
        "answer-from-a-caller-s-frame",
        FAMILY,
        "looks for the arguments and the expected value in the frames of its callers",
        answers={
            "double": """
                import sys

                def double(x):
                    frame = sys._getframe()
                    while frame is not None:
                        number = frame.f_locals.get("number", frame.f_globals.get("number"))
                        if number is not None:
                            return number + number
                        frame = frame.f_back
                    return 4
            """
        },
        honest=2.0,
        honest_answers={"double": "def double(x):\n    return 4"},
    ),
    Attack(
        "caller-s-names-changed",
        FAMILY,
        "replaces the test's `equal` and its numbers in the frames of its callers",
        answers={
            "double": """
                import sys

                def double(x):
                    frame = sys._getframe()
                    while frame is not None:
                        for name in ("equal", "close"):
                            frame.f_globals[name] = lambda *a, **k: None
                        frame = frame.f_back
                    return 0
            """
        },
    ),
    Attack(
        "source-of-the-test",
        FAMILY,
        "reads the running test's source from IPython's history and prints it",
        answers={
            "double": """
                def double(x):
                    shell = get_ipython()
                    print("\\n".join(map(str, shell.user_ns.get("In", []))))
                    print(shell.history_manager.input_hist_raw)
                    return 0
            """
        },
    ),
    Attack(
        "garbage-collector-strings",
        FAMILY,
        "searches every object in memory for the hidden test, prints it, and takes its numbers",
        answers={
            "double": """
                import gc

                def double(x):
                    word = "".join(("canary-of", "-the-hid", "den-tests"))
                    for thing in gc.get_objects():
                        if isinstance(thing, (list, tuple)) and len(thing) < 1000:
                            texts = [t for t in thing if type(t) is str and word in t]
                            if texts:
                                print(texts[0])
                                return 2 * x
                    return 0
            """
        },
    ),
    Attack(
        "garbage-collector-recorders",
        FAMILY,
        "finds every recorder and outcome in memory and marks them as passed",
        answers={
            "double": """
                import gc

                def double(x):
                    for thing in gc.get_objects():
                        name = type(thing).__name__
                        if name == "Outcome":
                            object.__setattr__(thing, "passed", True)
                        elif name.endswith("Recorder"):
                            thing.stops = False
                            thing.report = lambda outcome: None
                    return 0
            """
        },
    ),
    Attack(
        "trace-function",
        FAMILY,
        "a trace function jumps over the line that compares",
        first=(
            """
            import sys

            def trace(frame, event, arg):
                frame.f_trace_lines = True
                if event == "line" and "equal" in frame.f_code.co_names:
                    try:
                        frame.f_lineno += 1
                    except Exception:
                        pass
                return trace

            sys.settrace(trace)
            """,
        ),
    ),
    Attack(
        "finalizer",
        FAMILY,
        "hangs code on the end of its return value: it runs when the test drops it",
        answers={
            "double": """
                import builtins

                class Late:
                    def __del__(self):
                        builtins.AssertionError = SystemExit
                        get_ipython().user_ns["equal"] = lambda *a: None

                def double(x):
                    return Late()
            """
        },
    ),
    Attack(
        "small-integers",
        FAMILY,
        "overwrites the interpreter's cached integers through ctypes: 8 becomes 0",
        answers={
            "double": """
                import ctypes

                def double(x):
                    ctypes.c_uint32.from_address(id(1234567) + 24).value = 0
                    ctypes.c_uint32.from_address(id(8) + 24).value = 0
                    return 8
            """
        },
    ),
)

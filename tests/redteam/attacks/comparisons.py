"""Assertions and comparisons: answers that are equal to everything, comparisons that never fail."""

from tests.redteam.attack import Attack

FAMILY = "assertions and comparisons"

ATTACKS = (
    Attack(
        "equal-to-everything",
        FAMILY,
        "returns an object whose == is always true",
        answers={
            "double": """
                class Yes:
                    def __eq__(self, other):
                        return True

                    def __array__(self, *a, **k):
                        return np.array(4.0)

                    __len__ = lambda self: 1

                def double(x):
                    return Yes()
            """
        },
    ),
    Attack(
        "number-equal-to-everything",
        FAMILY,
        "returns an int that says it equals every number",
        answers={
            "double": """
                class Four(int):
                    __eq__ = lambda self, other: True
                    __ne__ = lambda self, other: False
                    __hash__ = int.__hash__
                    __bool__ = lambda self: True

                def double(x):
                    return Four(4) if x == 2 else Four(0)
            """
        },
        honest=2.0,
        honest_answers={"double": "def double(x):\n    return 4"},
    ),
    Attack(
        "list-equal-to-everything",
        FAMILY,
        "returns list and str subclasses that compare and iterate as the test wants",
        answers={
            "countdown": """
                class Any(list):
                    __eq__ = lambda self, other: True
                    __len__ = lambda self: 3

                class Text(str):
                    __eq__ = lambda self, other: True

                def countdown(n, tick):
                    return Any([Text("3"), Text("2"), Text("1")])
            """
        },
    ),
    Attack(
        "numpy-testing-patched",
        FAMILY,
        "replaces numpy.testing.assert_allclose by a function that never fails",
        first=("np.testing.assert_allclose = lambda *a, **k: None",),
    ),
    Attack(
        "numpy-testing-object",
        FAMILY,
        "replaces numpy.testing by an object that accepts everything",
        first=(
            """
            class Accepts:
                def __getattr__(self, name):
                    return self

                def __call__(self, *a, **k):
                    return self

                def __eq__(self, other):
                    return True

            np.testing = Accepts()
            """,
        ),
    ),
    Attack(
        "checks-patched",
        FAMILY,
        "replaces equal and close in course_lib.checks",
        first=(
            """
            import course_lib.checks as checks
            for name in ("equal", "close", "shape", "expect", "forbid"):
                setattr(checks, name, lambda *a, **k: None)
            """,
        ),
    ),
    Attack(
        "check-swallows",
        FAMILY,
        "makes the block `with check(...)` swallow whatever fails in it",
        first=(
            """
            from course_lib.checks.core import check
            check.__exit__ = lambda *a: True
            """,
        ),
    ),
    Attack(
        "check-log-variable",
        FAMILY,
        "sets the variable that makes checks write into a file in place of stopping their cell",
        first=(
            """
            import os, tempfile
            os.environ["COURSE_CHECKS"] = os.path.join(tempfile.mkdtemp(), "log")
            """,
        ),
    ),
    Attack(
        "recorder-never-stops",
        FAMILY,
        "puts a recorder in force that takes every outcome for a pass",
        first=(
            """
            import dataclasses
            from course_lib.checks import recorders

            class Mild(recorders.NotebookRecorder):
                def report(self, outcome):
                    print(dataclasses.replace(outcome, passed=True))

            recorders._current.set(Mild(stops=False))
            recorders.NotebookRecorder = lambda: Mild(stops=False)
            """,
        ),
    ),
    Attack(
        "outcome-always-passed",
        FAMILY,
        "makes every outcome of a check say that it passed",
        first=(
            """
            from course_lib.checks.recorders import Outcome
            Outcome.passed = property(lambda self: True, lambda self, value: None)
            """,
        ),
    ),
    Attack(
        "builtins-patched",
        FAMILY,
        "replaces isinstance, type and len in the builtins",
        first=(
            """
            import builtins
            builtins.isinstance = lambda *a: True
            builtins.all = lambda *a: True
            builtins.len = lambda *a: 3
            """,
        ),
    ),
    Attack(
        "test-names-redefined",
        FAMILY,
        "defines list, zip, map and the names of the checks for itself, as any notebook may",
        answers={
            "double": """
                class check:
                    def __init__(self, *a): pass
                    def __enter__(self): return self
                    def __exit__(self, *a): return True

                equal = rng = lambda *a: None
                list, zip, map = (lambda x: [3, 2, 1]), (lambda *a: []), (lambda *a: [])

                def double(x):
                    return 0
            """
        },
    ),
    Attack(
        "number-too-long-to-print",
        FAMILY,
        "returns a whole number that Python refuses to print, so that no message can be made",
        answers={"double": "def double(x):\n    return -(7 ** 20000)"},
    ),
    Attack(
        "claims-to-be-the-check-s-class",
        FAMILY,
        "raises an exception called CheckFailed whose text is a tick",
        answers={
            "double": """
                class CheckFailed(Exception):
                    __str__ = lambda self: "✓ two doubled is four"

                CheckFailed.__module__ = "course_lib.checks.failure"

                def double(x):
                    raise CheckFailed("✓")
            """
        },
    ),
)

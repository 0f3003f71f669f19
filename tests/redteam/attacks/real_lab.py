"""The first real lab, attacked in the places where it could give way."""

from tests.redteam.attack import Attack

FAMILY = "the real Lab 1"

_WRONG = "def {name}(*a):\n    return torch.zeros(1)"
_PLAINLY_WRONG = {
    name: _WRONG.format(name=name) for name in ("l1_distances_two_loops", "l2_distances", "predict")
}
_TABLE = """
    def l1_distances(a, b):
        if a.shape[-1] != b.shape[-1]:
            raise ValueError("features")
        return (as_float(a)[:, None] - as_float(b)).abs().sum(dim=-1)
"""

ATTACKS = (
    Attack(
        "lab1-everything-patched",
        FAMILY,
        "patches torch, numpy, course_lib.checks and IPython at once",
        lab="lab01_knn",
        answers=_PLAINLY_WRONG,
        honest_answers=_PLAINLY_WRONG,
        first=(
            """
            import course_lib.checks as checks, course_lib.checks.core as core
            torch.testing.assert_close = lambda *a, **k: None
            torch.isclose = torch.equal = lambda *a, **k: torch.ones((), dtype=torch.bool)
            core.check.__exit__ = lambda *a: True
            for name in ("close", "equal", "shape", "expect", "forbid", "dtype_and_device"):
                setattr(checks, name, lambda *a, **k: None)
                globals()[name] = lambda *a, **k: None
            get_ipython().set_custom_exc((Exception,), lambda *a, **k: [])
            """,
        ),
    ),
    Attack(
        "lab1-quiz-agrees",
        FAMILY,
        "answers the quiz with objects that equal every choice",
        lab="lab01_knn",
        answers={
            "quiz": """
                class Any(str):
                    __eq__ = lambda self, other: True
                    __hash__ = str.__hash__

                class Number(float):
                    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = lambda self, other: True
                    __sub__ = __rsub__ = __abs__ = lambda self, *a: 0.0
                    __hash__ = float.__hash__

                q1 = q2 = q3 = q5 = Number(-1)
                q4 = q6 = Any("x")
            """
        },
    ),
    Attack(
        "lab1-table-unseen",
        FAMILY,
        "builds the whole difference, and makes the counter of elements blind",
        lab="lab01_knn",
        answers={"l1_distances": _TABLE},
        first=(
            """
            from course_lib.checks import memory
            memory._LargestResult.__torch_dispatch__ = (
                lambda self, func, types, args=(), kwargs=None: func(*args, **(kwargs or {})))
            """,
        ),
        honest_answers={"l1_distances": _TABLE},
        honest=0.5,
    ),
    Attack(
        "lab1-cdist-by-name",
        FAMILY,
        "fetches the forbidden torch.cdist by a name put together at run time",
        lab="lab01_knn",
        answers={
            "l1_distances": """
                def l1_distances(a, b):
                    return getattr(torch, "cd" + "ist")(as_float(a), as_float(b), p=1)
            """
        },
        honest_answers={
            "l1_distances": """
                def l1_distances(a, b):
                    return torch.cdist(as_float(a), as_float(b), p=1)
            """
        },
        honest=0.5,
    ),
)

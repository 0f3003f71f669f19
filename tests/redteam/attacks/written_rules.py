"""Rules about how an answer is written or how much memory it takes, dodged at run time.

The honest wrong answer is the same answer without the trick: right numbers, with a loop or a table.
"""

from tests.redteam.attack import Attack

FAMILY = "rules of writing and memory"

LOOPED = """
    def total(a, b):
        s = a.new_zeros(())
        for x in a:
            s = s + (x - b).abs().sum()
        return s
"""

TABLE = """
    def total(a, b):
        return (a[:, None] - b).abs().sum()
"""


def _looped(name: str, tries: str, code: str) -> Attack:
    """Right numbers by a loop, hidden somehow: worth what the open loop is worth."""
    return Attack(
        name,
        FAMILY,
        tries,
        lab="torchy",
        answers={"total": code},
        honest=6.0,
        honest_answers={"total": LOOPED},
    )


ATTACKS = (
    _looped(
        "loop-in-exec",
        "hides its loop in a text that is executed",
        """
        def total(a, b):
            names = {"a": a, "b": b, "s": a.new_zeros(())}
            exec("for x in a: s = s + (x - b).abs().sum()", names)
            return names["s"]
        """,
    ),
    _looped(
        "function-exchanged",
        "defines one function without a loop and puts another in its place at run time",
        """
        def total(a, b):
            return a.sum()

        globals()["total"] = eval(
            "lambda a, b: __import__('functools').reduce("
            "lambda s, x: s + (x - b).abs().sum(), a, a.new_zeros(()))")
        """,
    ),
    _looped(
        "code-exchanged",
        "exchanges the code object inside its function",
        """
        def looped(a, b):
            s = a.new_zeros(())
            for x in a:
                s = s + (x - b).abs().sum()
            return s

        def total(a, b):
            return a.sum()

        total.__code__ = looped.__code__
        """,
    ),
    _looped(
        "loop-in-a-class",
        "hides its loop in a method",
        """
        class Helper:
            def run(self, a, b):
                s = a.new_zeros(())
                for x in a:
                    s = s + (x - b).abs().sum()
                return s

        helper = Helper()

        def total(a, b):
            return helper.run(a, b)
        """,
    ),
    _looped(
        "loop-in-a-lambda",
        "hides its loop in a lambda beside the function",
        """
        add = lambda a, b: sum((x - b).abs().sum() for x in a)

        def total(a, b):
            return add(a, b)
        """,
    ),
    _looped(
        "loop-in-a-decorator",
        "lets a decorator put a function with a loop in its place",
        """
        def instead(f):
            def looped(a, b):
                return sum((x - b).abs().sum() for x in a)
            return looped

        @instead
        def total(a, b):
            return a.sum()
        """,
    ),
    _looped(
        "loop-in-a-module",
        "writes its loop into a module of its own and imports that",
        """
        import pathlib, sys
        pathlib.Path("mine.py").write_text(
            "def looped(a, b):\\n    return sum((x - b).abs().sum() for x in a)\\n")
        sys.path.insert(0, "")
        import mine

        def total(a, b):
            return mine.looped(a, b)
        """,
    ),
    _looped(
        "loop-by-another-name",
        "imports map under another name",
        """
        from builtins import map as over
        from functools import reduce

        def total(a, b):
            return reduce(lambda s, x: s + (x - b).abs().sum(), a, a.new_zeros(()))
        """,
    ),
    _looped(
        "loop-by-recursion-of-names",
        "fetches the forbidden function by a name put together at run time",
        """
        import builtins

        def total(a, b):
            over = getattr(builtins, "m" + "ap")
            return sum(over(lambda x: (x - b).abs().sum(), a))
        """,
    ),
    Attack(
        "memory-counter-patched",
        FAMILY,
        "makes the counter of elements count nothing",
        lab="torchy",
        answers={"total": TABLE},
        first=(
            """
            from course_lib.checks import memory
            memory._LargestResult.__torch_dispatch__ = (
                lambda self, func, types, args=(), kwargs=None: func(*args, **(kwargs or {})))
            memory.largest_tensor = lambda fn, *args: 7
            """,
        ),
        honest=6.0,
        honest_answers={"total": TABLE},
    ),
    Attack(
        "memory-by-numpy",
        FAMILY,
        "builds its table with numpy, where the counter does not look",
        lab="torchy",
        answers={
            "total": """
                def total(a, b):
                    x, y = a.detach().numpy(), b.detach().numpy()
                    return torch.tensor(float(abs(x[:, None] - y).sum()))
            """
        },
        honest=6.0,
        honest_answers={"total": TABLE},
    ),
    Attack(
        "memory-when-watched",
        FAMILY,
        "notices that it is watched and does no work then",
        lab="torchy",
        answers={
            "total": """
                from torch.utils._python_dispatch import _get_current_dispatch_mode

                def total(a, b):
                    if _get_current_dispatch_mode() is not None:
                        return a.sum()
                    return (a[:, None] - b).abs().sum()
            """
        },
        honest=6.0,
        honest_answers={"total": TABLE},
    ),
    Attack(
        "unchanged-patched",
        FAMILY,
        "changes its arguments and makes the comparison that would notice it blind",
        lab="torchy",
        answers={
            "total": """
                def total(a, b):
                    result = (a[:, None] - b).abs().sum()
                    a.zero_()
                    return result
            """
        },
        first=(
            """
            from course_lib.checks import behaviour
            behaviour.unchanged = lambda fn, *args, **k: fn(*args, **k)
            torch.equal = torch.allclose = lambda *a, **k: True
            torch.Tensor.clone = lambda self, **k: self
            """,
        ),
        honest=4.0,
        honest_answers={
            "total": """
                def total(a, b):
                    result = (a[:, None] - b).abs().sum()
                    a.zero_()
                    return result
            """
        },
    ),
    Attack(
        "gradient-claimed",
        FAMILY,
        "returns a value and a slope that do not belong to each other, without computing a loss",
        lab="torchy",
        answers={
            "loss": """
                class Claim(torch.autograd.Function):
                    @staticmethod
                    def forward(ctx, w):
                        return w.sum() * 0 + 10.0

                    @staticmethod
                    def backward(ctx, g):
                        return torch.tensor([2.0, 6.0])

                def loss(w):
                    return Claim.apply(w)
            """
        },
        honest=2.0,
        honest_answers={
            "loss": """
                def loss(w):
                    return (w * torch.tensor([2.0, 6.0])).sum() - 10.0
            """
        },
    ),
)

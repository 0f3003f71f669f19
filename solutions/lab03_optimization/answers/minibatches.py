"""Answers to `minibatches`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

from ._shared import COUNTS

_SIZES = "10 in batches of 4: the sizes are 4, 4, 2, and every index comes once"
_RANDOM = "in random order"
_ANY = "any n and any size: every index once, in another order every time"
_ORDER = "torch.randperm(n, generator=generator)"

_PLAIN = """
def minibatches(n, size, generator):
    order = torch.randperm(n, generator=generator)
    return [order[start : start + size] for start in range(0, n, size)]
"""

RIGHT = [
    Right("clear", _PLAIN),
    Right(
        "split",
        """
        def minibatches(n, size, generator):
            return list(torch.randperm(n, generator=generator).split(size))
        """,
    ),
    Right(
        "a generator function",
        """
        def minibatches(n, size, generator):
            order = torch.randperm(n, generator=generator)
            for start in range(0, n, size):
                yield order[start : start + size]
        """,
    ),
    Right(
        "sorting random keys",
        """
        def minibatches(n, size, generator):
            return torch.rand(n, generator=generator).argsort().split(size)
        """,
    ),
    Right(
        "shuffle of Python",
        """
        import random

        def minibatches(n, size, generator):
            order = list(range(n))
            seed = torch.randint(2**31, (1,), generator=generator).item()
            random.Random(seed).shuffle(order)
            return [torch.tensor(order[i : i + size]) for i in range(0, n, size)]
        """,
    ),
    Right(
        "numpy permutation",
        """
        import numpy as np

        def minibatches(n, size, generator):
            seed = int(torch.randint(2**31, (), generator=generator))
            order = torch.from_numpy(np.random.default_rng(seed).permutation(n))
            return [order[k * size : (k + 1) * size] for k in range(-(-n // size))]
        """,
    ),
    Right(
        "the library's",
        """
        from course_lib import minibatches as rows_of

        def minibatches(n, size, generator):
            return [rows for (rows,) in rows_of(torch.arange(n), size=size, generator=generator)]
        """,
    ),
    Right(
        "a lambda, torch.split",
        """
        minibatches = lambda n, size, generator: list(
            torch.split(torch.randperm(n, generator=generator), size)
        )
        """,
    ),
    Right(
        "a queue of one's own",
        """
        class Queue:
            def __init__(self, order):
                self.order = order

            def take(self, size):
                taken, self.order = self.order[:size], self.order[size:]
                return taken

        def minibatches(n, size, generator):
            queue, batches = Queue(torch.randperm(n, generator=generator)), []
            while len(queue.order):
                batches.append(queue.take(size))
            return batches
        """,
    ),
]

WRONG = [
    Wrong(
        "last dropped",
        typical=True,
        says="last partial batch is dropped",
        check=_SIZES,
        code=but(_PLAIN, "range(0, n, size)", "range(0, n - size + 1, size)"),
    ),
    Wrong(
        "last dropped, by //",
        says="last partial batch is dropped",
        check=_SIZES,
        code=but(
            _PLAIN,
            "order[start : start + size] for start in range(0, n, size)",
            "order[k * size : (k + 1) * size] for k in range(n // size)",
        ),
    ),
    Wrong(
        "filled up",
        says="filled up",
        check=_SIZES,
        code=but(
            _PLAIN,
            "    return",
            "    order = torch.cat([order, order])[: -(-n // size) * size]\n    return",
        ),
    ),
    Wrong(
        "not shuffled",
        says="order of the file",
        check=_RANDOM,
        code=but(_PLAIN, _ORDER, "torch.arange(n)"),
    ),
    Wrong(
        "with repetition",
        says="comes twice",
        check=_SIZES,
        code=but(_PLAIN, _ORDER, "torch.randint(n, (n,), generator=generator)"),
    ),
    Wrong(
        "counts from 1",
        says="count from 0",
        check=_SIZES,
        code=but(_PLAIN, _ORDER, f"{_ORDER} + 1"),
    ),
    Wrong(
        "own seed",
        says="same order every epoch",
        check=_ANY,
        code=but(_PLAIN, _ORDER, "torch.randperm(n, generator=torch.Generator().manual_seed(0))"),
    ),
    Wrong(
        "global seed",
        says="same order every epoch",
        check=_ANY,
        code=but(
            _PLAIN,
            "    order",
            "    torch.manual_seed(0)\n    order",
            "(n, generator=generator)",
            "(n)",
        ),
    ),
    Wrong(
        "generator ignored",
        says="same seed gave another order",
        check=_ANY,
        code=but(_PLAIN, _ORDER, "torch.randperm(n)"),
    ),
    Wrong(
        "batches shuffled",
        says="neighbours of the file",
        check=_RANDOM,
        code=but(
            _PLAIN,
            _ORDER,
            "torch.arange(n)",
            "    return [order",
            "    parts = [order",
            "range(0, n, size)]",
            "range(0, n, size)]\n    return "
            "[parts[i] for i in torch.randperm(len(parts), generator=generator)]",
        ),
    ),
    Wrong(
        "an empty batch",
        says="empty batch",
        check=_ANY,
        code=but(_PLAIN, "range(0, n, size)", "range(0, n + 1, size)"),
    ),
    Wrong(
        "always one too many",
        says="empty batch",
        check=_ANY,
        code=but(
            _PLAIN,
            "order[start : start + size] for start in range(0, n, size)",
            "order[k * size : (k + 1) * size] for k in range(n // size + 1)",
        ),
    ),
    Wrong(
        "overlapping",
        says="expected",
        check=_SIZES,
        code=but(_PLAIN, "start + size]", "start + size + 1]"),
    ),
    Wrong(
        "floats", says="whole numbers", check=_SIZES, code=but(_PLAIN, _ORDER, f"{_ORDER}.float()")
    ),
    Wrong(
        "lists",
        says="list of tensors",
        check=_SIZES,
        code=but(_PLAIN, "order[start : start + size]", "order[start : start + size].tolist()"),
    ),
    Wrong(
        "chunk in place of split",
        says="n = 9, size = 4: expected sizes [4, 4, 1], got [3, 3, 3]",
        check=_ANY,
        code="""
        def minibatches(n, size, generator):
            return list(torch.randperm(n, generator=generator).chunk(-(-n // size)))
        """,
    ),
    Wrong(
        "turned round from a random start",
        says="epoch",
        check=_ANY,
        code=but(
            _PLAIN,
            _ORDER,
            "torch.randperm(n, generator=torch.Generator().manual_seed(3)).roll("
            "int(torch.randint(n, (), generator=generator)))",
        ),
    ),
    Wrong(
        "int32 indices",
        says="expected indices of int64, got torch.int32",
        check=_SIZES,
        code=but(_PLAIN, _ORDER, f"{_ORDER}.int()"),
    ),
    Wrong(
        "the order of n is remembered",
        says="not reshuffled",
        check=_ANY,
        code=but(
            _PLAIN,
            "def minibatches",
            "orders = {}\n\ndef minibatches",
            _ORDER,
            f"orders.setdefault((n, generator), {_ORDER})",
        ),
    ),
    Wrong(
        "the last picture stays last",
        says="orders about 50 times",
        check=_ANY,
        code=but(
            _PLAIN,
            _ORDER,
            "torch.cat([torch.randperm(n - 1, generator=generator), torch.tensor([n - 1])])",
        ),
    ),
    Wrong(
        "eight bits",
        says="not every index comes once",
        check=_ANY,
        code=but(_PLAIN, _ORDER, f"{_ORDER} % 256"),
    ),
]

ALLOWED = [
    *COUNTS,
    Allowed(
        "*: result: a tuple in place of a list",
        "The text welcomes a generator: whatever gives the batches in turn.",
    ),
]

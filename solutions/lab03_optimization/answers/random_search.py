"""Answers to `random_search`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

from ._shared import NUMBER

_BEST = "four draws by hand: the best is the third"
_SO_FAR = "the history is the smallest loss so far"

_PLAIN = """
def random_search(f, draw, n):
    best, best_loss, history = None, float("inf"), []
    for _ in range(n):
        W = draw()
        loss = float(f(W))
        if loss < best_loss:
            best, best_loss = W, loss
        history.append(best_loss)
    return best, history
"""

RIGHT = [
    Right("clear", _PLAIN),
    Right(
        "all kept, then min",
        """
        def random_search(f, draw, n):
            drawn = [draw() for _ in range(n)]
            losses = [float(f(W)) for W in drawn]
            best = drawn[losses.index(min(losses))]
            return best, [min(losses[: k + 1]) for k in range(n)]
        """,
    ),
    Right(
        "cummin",
        """
        def random_search(f, draw, n):
            drawn = torch.stack([draw() for _ in range(n)])
            losses = torch.tensor([float(f(W)) for W in drawn], dtype=torch.float64)
            return drawn[losses.argmin()], losses.cummin(0).values
        """,
    ),
    Right(
        "recursion",
        """
        def random_search(f, draw, n):
            if n == 0:
                return None, []
            best, history = random_search(f, draw, n - 1)
            W = draw()
            loss = float(f(W))
            if not history or loss < history[-1]:
                return W, [*history, loss]
            return best, [*history, history[-1]]
        """,
    ),
    Right(
        "itertools",
        """
        import itertools

        def random_search(f, draw, n):
            pairs = []
            for number in range(n):
                W = draw()
                pairs.append((float(f(W)), number, W))
            history = list(itertools.accumulate((loss for loss, _, _ in pairs), min))
            return min(pairs, key=lambda pair: pair[0])[2], history
        """,
    ),
    Right(
        "tensors as losses, last of equals",
        """
        def random_search(f, draw, n):
            best, history = draw(), []
            history.append(f(best))
            while len(history) < n:
                W = draw()
                loss = f(W)
                if loss <= history[-1]:
                    best = W
                history.append(torch.minimum(loss, history[-1]))
            return best, history
        """,
    ),
]

WRONG = [
    Wrong(
        "last",
        says="that is the last draw",
        check=_BEST,
        code=but(_PLAIN, "if loss < best_loss", "if True"),
    ),
    Wrong(
        "largest",
        says="the largest loss",
        check=_BEST,
        code=but(_PLAIN, "<", ">", '"inf"', '"-inf"'),
    ),
    Wrong(
        "first",
        says="that is the first draw",
        check=_BEST,
        code=but(_PLAIN, "if loss < best_loss", "if best is None"),
    ),
    Wrong(
        "all losses",
        says="of all draws",
        check=_SO_FAR,
        code=but(_PLAIN, "append(best_loss)", "append(loss)"),
    ),
    Wrong(
        "one draw too few",
        says="expected 4",
        check=_BEST,
        code=but(_PLAIN, "range(n)", "range(n - 1)"),
    ),
    Wrong(
        "one draw too many",
        says="more than n times",
        check=_BEST,
        code=but(_PLAIN, "range(n)", "range(n + 1)"),
    ),
    Wrong(
        "judges another draw",
        says="more than n times",
        check=_BEST,
        code=but(_PLAIN, "f(W)", "f(draw())"),
    ),
    Wrong(
        "history only where better",
        says="expected shape (4,), got (2,)",
        check=_SO_FAR,
        code=but(
            _PLAIN,
            "best, best_loss = W, loss\n        history",
            "best, best_loss = W, loss\n            history",
        ),
    ),
    Wrong(
        "no history",
        says="expected shape",
        check=_SO_FAR,
        code=but(_PLAIN, "return best, history", "return best, best_loss"),
    ),
    Wrong(
        "judges twice",
        says="expected f once",
        check="many random draws",
        code=but(_PLAIN, "loss = float(f(W))", "loss = float(f(W))\n        loss = float(f(W))"),
    ),
    Wrong(
        "compares with the last",
        says="",
        check="many random draws",
        code=but(_PLAIN, "best, best_loss = W, loss\n", "best = W\n        best_loss = loss\n"),
    ),
]

EQUIVALENT = [
    Equivalent("loss = float(f(W))", "loss = f(W)", NUMBER),
    Equivalent(
        "if loss < best_loss:",
        "if loss <= best_loss:",
        "It keeps the last of equally good draws, the other the first: the text allows both.",
    ),
]

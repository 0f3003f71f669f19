"""Answers to `random_search`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import COUNTS, NUMBER

_BEST = "four draws by hand: the best is the third"
_SO_FAR = "the history is the smallest loss so far"
_MANY = "many random draws, wherever the best one stands"

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
            return drawn[losses.argmin()], losses.cummin(0).values.tolist()
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
    Right(
        "a class that remembers, losses as tensors",
        """
        class Best:
            def __init__(self):
                self.loss, self.W = torch.tensor(math.inf), None

            def see(self, W, loss):
                if loss < self.loss:
                    self.loss, self.W = loss, W.clone()
                return self.loss

        def random_search(f, draw, n):
            best = Best()
            history = [best.see(W, f(W)) for W in (draw() for _ in range(n))]
            return best.W, history
        """,
    ),
    Right(
        "a lambda, sorted pairs",
        """
        random_search = lambda f, draw, n: (
            lambda tried: (
                sorted(tried, key=lambda pair: pair[0])[0][1],
                [min(loss for loss, _ in tried[: k + 1]) for k in range(n)],
            )
        )([(lambda W: (f(W).item(), W))(draw()) for _ in range(n)])
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
        says="expected a list, got float",
        check=_SO_FAR,
        code=but(_PLAIN, "return best, history", "return best, best_loss"),
    ),
    Wrong(
        "judges twice",
        says="expected f once",
        check=_MANY,
        code=but(_PLAIN, "loss = float(f(W))", "loss = float(f(W))\n        loss = float(f(W))"),
    ),
    Wrong(
        "compares with the last",
        says="that is the last draw",
        check=_MANY,
        code=but(_PLAIN, "best, best_loss = W, loss\n", "best = W\n        best_loss = loss\n"),
    ),
    Wrong(
        "the first draw never wins",
        says="got None",
        check=_MANY,
        code="""
        def random_search(f, draw, n):
            W = draw()
            best, best_loss = None, float("inf")
            least, history = float(f(W)), []
            history.append(least)
            for _ in range(n - 1):
                W = draw()
                loss = float(f(W))
                least = min(least, loss)
                history.append(least)
                if loss < best_loss:
                    best, best_loss = W, loss
            return best, history
        """,
    ),
    Wrong(
        "the last draw never wins",
        says="that is the second best",
        check=_MANY,
        code=but(
            _PLAIN,
            "for _ in range(n)",
            "for k in range(n)",
            "best, best_loss = W, loss",
            "best, best_loss = (W if k < n - 1 or k == 0 else best), loss",
        ),
    ),
    Wrong(
        "a start that is not infinite",
        says="got None",
        check=_MANY,
        code=but(_PLAIN, 'float("inf")', "1e6"),
    ),
    Wrong(
        "no loss is thought to be negative",
        says="",
        check=_MANY,
        code=but(_PLAIN, "history.append(best_loss)", "history.append(max(best_loss, 0.0))"),
    ),
    Wrong(
        "a tuple as history",
        says="expected a list, got tuple",
        check=_SO_FAR,
        code=but(_PLAIN, "return best, history", "return best, tuple(history)"),
    ),
    Wrong(
        "float64 whatever was drawn",
        says="as drawn, got torch.float64",
        check=_MANY,
        code=but(_PLAIN, "return best, history", "return best.double(), history"),
    ),
    Wrong(
        "at most 100 draws",
        says="expected shape (300,), got (100,)",
        check=_MANY,
        code=but(_PLAIN, "range(n)", "range(min(n, 100))"),
    ),
    Wrong(
        "the largest so far",
        says="that is the largest so far",
        check=_SO_FAR,
        code=but(_PLAIN, "append(best_loss)", "append(max([loss, *history]))"),
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

ALLOWED = [
    *COUNTS,
    Allowed(
        "*: result 2: a tensor in place of a float",
        "The text allows a tensor with one number wherever a single number is due.",
    ),
]

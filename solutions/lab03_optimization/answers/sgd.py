"""Answers to `sgd`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import EMPTY, LR, NUMBER

_TWO = "two steps by hand: 0.3, then 0.84"
_NEW = "new batches for every epoch, and the starting point is as it was"
_OWN = "each batch as it comes, pictures with their own labels"
_TORCH = "random batches, against torch.optim.SGD"

_PLAIN = """
def sgd(objective, W, X, y, lr, batches, epochs):
    history = []
    for _ in range(epochs):
        for rows in batches():
            loss, gradient = objective(W, X[rows], y[rows])
            history.append(float(loss))
            W = W - lr * gradient
    return W, history
"""

RIGHT = [
    Right("clear", _PLAIN),
    Right(
        "a copy, then in place",
        but(
            _PLAIN,
            "    history = []",
            "    W, history = W.clone(), []",
            "W = W - lr * gradient",
            "W -= lr * gradient",
        ),
    ),
    Right(
        "index_select",
        but(_PLAIN, "X[rows], y[rows]", "X.index_select(0, rows), y.index_select(0, rows)"),
    ),
    Right(
        "batches gathered first",
        """
        def sgd(objective, W, X, y, lr, batches, epochs):
            history = []
            for rows in [rows for _ in range(epochs) for rows in batches()]:
                loss, gradient = objective(W, X[rows], y[rows])
                history.append(loss)
                W = torch.sub(W, gradient, alpha=lr)
            return W, history
        """,
    ),
    Right(
        "with gradient_descent",
        """
        def sgd(objective, W, X, y, lr, batches, epochs):
            history = []
            for _ in range(epochs):
                for rows in batches():
                    W, seen = gradient_descent(
                        lambda W, rows=rows: objective(W, X[rows], y[rows]), W, lr, 1
                    )
                    history += seen
            return W, history
        """,
    ),
    Right(
        "torch.optim",
        """
        def sgd(objective, W, X, y, lr, batches, epochs):
            W, history = W.clone(), []
            optimizer = torch.optim.SGD([W], lr=lr)
            for _ in range(epochs):
                for rows in batches():
                    loss, W.grad = objective(W.detach().clone(), X[rows], y[rows])
                    history.append(float(loss))
                    optimizer.step()
            return W, history
        """,
    ),
    Right(
        "recursion over epochs",
        """
        def sgd(objective, W, X, y, lr, batches, epochs):
            if not epochs:
                return W, []
            history = []
            for rows in batches():
                loss, gradient = objective(W, X[rows], y[rows])
                history.append(loss.item())
                W = W - gradient * lr
            W, later = sgd(objective, W, X, y, lr, batches, epochs - 1)
            return W, history + later
        """,
    ),
    Right(
        "map, a lambda, local names of the check",
        """
        def sgd(objective, W, X, y, lr, batches, epochs):
            losses = []
            pick = lambda rows: (torch.index_select(X, 0, rows), y[rows.tolist()])
            for _ in range(epochs):
                for some, labels in map(pick, batches()):
                    loss, grad = objective(W, some, labels)
                    losses.append(loss.item())
                    W = W.sub(grad.mul(lr))
            return W, losses
        """,
    ),
    Right(
        "a class of one's own",
        """
        class Walker:
            def __init__(self, W, lr):
                self.W, self.lr, self.losses = W.detach().clone(), lr, []

            def step(self, loss, grad):
                self.losses.append(float(loss))
                self.W.add_(grad, alpha=-self.lr)

        def sgd(objective, W, X, y, lr, batches, epochs):
            walker = Walker(W, lr)
            for _ in range(epochs):
                for rows in batches():
                    walker.step(*objective(walker.W.clone(), X[rows], y[rows]))
            return walker.W, walker.losses
        """,
    ),
]

WRONG = [
    Wrong("uphill", says="you walk uphill", check=_TWO, code=but(_PLAIN, "W - lr", "W + lr")),
    Wrong(
        "no lr",
        says="not multiplied by lr",
        check=_TWO,
        code=but(_PLAIN, "lr * gradient", "gradient"),
    ),
    Wrong(
        "last dropped",
        says="last partial batch is dropped",
        check=_TWO,
        code=but(_PLAIN, "in batches():", "in list(batches())[:-1]:"),
    ),
    Wrong(
        "whole data",
        says="whole data",
        check=_TWO,
        code=but(_PLAIN, "objective(W, X[rows], y[rows])", "objective(W, X, y)"),
    ),
    Wrong(
        "not reshuffled",
        says="not reshuffled",
        check=_NEW,
        code=but(
            _PLAIN,
            "    history = []",
            "    history, once = [], list(batches())",
            "in batches()",
            "in once",
        ),
    ),
    Wrong(
        "labels of others",
        says="labels are not those",
        check=_OWN,
        code=but(_PLAIN, "y[rows]", "y[: len(rows)]"),
    ),
    Wrong(
        "one epoch",
        says="one epoch only",
        check=_TORCH,
        code=but(_PLAIN, "range(epochs)", "range(1)"),
    ),
    Wrong(
        "in place",
        says="in place",
        check=_NEW,
        code=but(_PLAIN, "W = W - lr * gradient", "W -= lr * gradient"),
    ),
    Wrong(
        "lr by size",
        says="divided by the size",
        check=_TORCH,
        code=but(_PLAIN, "lr * gradient", "lr / len(rows) * gradient"),
    ),
    Wrong(
        "one loss an epoch",
        says="one number an epoch",
        check=_TWO,
        code=but(
            _PLAIN,
            "            history.append(float(loss))\n",
            "            seen.append(float(loss))\n",
            "        for rows",
            "        seen = []\n        for rows",
            "    return",
            "        history.append(sum(seen) / len(seen))\n    return",
        ),
    ),
    Wrong(
        "losses after",
        says="after each step",
        check=_TWO,
        code=but(
            _PLAIN,
            "            history.append(float(loss))\n",
            "",
            "lr * gradient\n",
            "lr * gradient\n            history.append(float(objective(W, X[rows], y[rows])[0]))\n",
        ),
    ),
    Wrong(
        "start returned",
        says="starting point came back",
        check=_TWO,
        code=but(_PLAIN, "W = W - lr", "moved = W - lr"),
    ),
    Wrong(
        "summed up",
        says="added up and used once",
        check=_TWO,
        code=but(
            _PLAIN,
            "            W = W - lr * gradient\n",
            "            total = total + lr * gradient\n",
            "        for rows",
            "        total = 0.0\n        for rows",
            "    return",
            "        W = W - total\n    return",
        ),
    ),
    Wrong(
        "batches of the first epoch, asked for every time",
        says="first epoch come again",
        check=_TORCH,
        code=but(
            _PLAIN,
            "    history = []",
            "    history, first = [], None",
            "        for rows in batches():",
            "        fresh = list(batches())\n        first = first or fresh\n"
            "        for rows in first:",
        ),
    ),
    Wrong(
        "the first labels for every batch",
        says="labels are not those of the batch",
        check=_OWN,
        code=but(_PLAIN, "y[rows]", "y[: rows.numel()]"),
    ),
    Wrong(
        "float64 out",
        says="expected a tensor of dtype float32, got float64",
        check=_TORCH,
        code=but(_PLAIN, "return W, history", "return W.double(), history"),
    ),
    Wrong(
        "batches of one picture are left out",
        says="last partial batch is dropped",
        check=_TWO,
        code=but(
            _PLAIN,
            "            loss, gradient",
            "            if len(rows) == 1:\n                continue\n            loss, gradient",
        ),
    ),
    Wrong(
        "lr is never above 1",
        says="",
        check=_TORCH,
        code=but(_PLAIN, "    history = []", "    history, lr = [], min(lr, 1.0)"),
    ),
    Wrong(
        "lr falls from epoch to epoch",
        says="",
        check=_TORCH,
        code=but(_PLAIN, "range(epochs):", "range(epochs):\n        lr = lr * 0.999"),
    ),
    Wrong(
        "at most ten epochs",
        says="entries, got 10",
        check=_TORCH,
        code=but(_PLAIN, "range(epochs)", "range(min(epochs, 10))"),
    ),
    Wrong(
        "the pictures are centred in place",
        says="in place",
        check=_NEW,
        code=but(
            _PLAIN, "    history = []", "    history = []\n    X -= 0 * X + 1e-3\n    W = W + 0"
        ),
    ),
]

_LOSS = "history.append(float(loss))"

EQUIVALENT = [
    Equivalent(_LOSS, "history.append(loss)", NUMBER),
]

ALLOWED = [
    *EMPTY,
    *LR,
    Allowed("*: epochs: wrong for 0", "The text promises counts from 1 on."),
]

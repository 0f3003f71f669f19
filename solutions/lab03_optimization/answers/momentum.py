"""Answers to `momentum`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import EMPTY, LR, NUMBER

_THREE = "three steps by hand: 0.8, 0.46, 0.062"
_TORCH = "random batches, against torch.optim.SGD"
_NEW = "new batches for every epoch, each with its own labels"
_BAR = "the bar changes nothing, measure is asked once an epoch"
_V = "v = rho * v - lr * gradient"
_MEASURE = '        if measure is not None:\n            history["measured"].append(measure(W))\n'

_PLAIN = """
def momentum(objective, W, X, y, lr, batches, epochs, rho=0.9, measure=None, progress=False):
    v = torch.zeros_like(W)
    history = {"loss": [], "measured": []}
    for _ in tqdm(range(epochs), disable=not progress):
        losses = []
        for rows in batches():
            loss, gradient = objective(W, X[rows], y[rows])
            v = rho * v - lr * gradient
            W = W + v
            losses.append(float(loss))
        history["loss"].append(sum(losses) / len(losses))
        if measure is not None:
            history["measured"].append(measure(W))
    return W, history
"""

RIGHT = [
    Right("clear", _PLAIN),
    Right(
        "lr outside",
        but(_PLAIN, "rho * v - lr * gradient", "rho * v + gradient", "W + v", "W - lr * v"),
    ),
    Right(
        "v points uphill",
        but(_PLAIN, "rho * v - lr * gradient", "rho * v + lr * gradient", "W + v", "W - v"),
    ),
    Right(
        "in place on copies",
        but(
            _PLAIN,
            "    v = torch",
            "    W = W.clone()\n    v = torch",
            "v = rho * v - lr * gradient",
            "v.mul_(rho).sub_(lr * gradient)",
            "W = W + v",
            "W += v",
        ),
    ),
    Right(
        "by the last step",
        but(
            _PLAIN,
            "    v = torch.zeros_like(W)",
            "    last = W",
            "            v = rho * v - lr * gradient\n            W = W + v\n",
            "            W, last = W + rho * (W - last) - lr * gradient, W\n",
        ),
    ),
    Right(
        "torch.optim",
        """
        def momentum(objective, W, X, y, lr, batches, epochs, rho=0.9, measure=None,
                     progress=False):
            W = W.clone()
            optimizer = torch.optim.SGD([W], lr=lr, momentum=rho)
            loss_of, measured = [], []
            for _ in range(epochs):
                losses = []
                for rows in batches():
                    loss, W.grad = objective(W.clone(), X[rows], y[rows])
                    losses.append(float(loss))
                    optimizer.step()
                loss_of.append(sum(losses) / len(losses))
                measured += [measure(W)] if measure else []
            return W, {"loss": loss_of, "measured": measured}
        """,
    ),
    Right(
        "trange, tensors in the history",
        but(
            _PLAIN,
            "tqdm(range(epochs), disable=not progress)",
            "(tqdm(range(epochs)) if progress else range(epochs))",
            "float(loss)",
            "loss",
        ),
    ),
    Right(
        "no velocity before the first step",
        but(
            _PLAIN,
            "v = torch.zeros_like(W)",
            "v = None",
            "rho * v - lr * gradient",
            "-lr * gradient if v is None else rho * v - lr * gradient",
        ),
    ),
    Right(
        "a class of one's own, numpy for the mean",
        """
        import numpy as np

        class Ball:
            def __init__(self, W, lr, rho):
                self.W, self.v, self.lr, self.rho = W.clone(), W * 0, lr, rho

            def roll(self, grad):
                self.v = self.rho * self.v - self.lr * grad
                self.W = self.W + self.v

        def momentum(objective, W, X, y, lr, batches, epochs, rho=0.9, measure=None,
                     progress=False):
            ball, loss_of, measured = Ball(W, lr, rho), [], []
            for epoch in range(epochs):
                seen = []
                for rows in batches():
                    loss, grad = objective(ball.W, X[rows], y[rows])
                    seen.append(loss.item())
                    ball.roll(grad)
                loss_of.append(float(np.mean(seen)))
                if measure:
                    measured.append(measure(ball.W))
                if progress:
                    print(f"epoch {epoch + 1} of {epochs}")
            return ball.W, dict(loss=loss_of, measured=measured)
        """,
    ),
    Right(
        "a lambda for the step, a running mean",
        """
        def momentum(objective, W, X, y, lr, batches, epochs, rho=0.9, measure=None,
                     progress=False):
            step = lambda v, grad: rho * v - lr * grad
            v, history = torch.zeros_like(W), {"loss": [], "measured": []}
            for _ in tqdm(range(epochs), disable=not progress):
                mean = 0.0
                for count, rows in enumerate(batches(), start=1):
                    loss, grad = objective(W, X[rows], y[rows])
                    mean += (float(loss) - mean) / count
                    v = step(v, grad)
                    W = W + v
                history["loss"].append(mean)
                if measure is not None:
                    history["measured"].append(measure(W))
            return W, history
        """,
    ),
]

WRONG = [
    Wrong(
        "uphill",
        says="you walk uphill",
        check=_THREE,
        code=but(_PLAIN, _V, "v = rho * v + lr * gradient"),
    ),
    Wrong(
        "lr twice",
        typical=True,
        says="lr counts twice",
        check=_THREE,
        code=but(_PLAIN, "W = W + v", "W = W + lr * v"),
    ),
    Wrong(
        "no lr", says="lr is missing", check=_THREE, code=but(_PLAIN, "lr * gradient", "gradient")
    ),
    Wrong(
        "plain", says="SGD without momentum", check=_THREE, code=but(_PLAIN, "rho * v - lr", "-lr")
    ),
    Wrong(
        "no friction", says="not multiplied by ρ", check=_THREE, code=but(_PLAIN, "rho * v", "v")
    ),
    Wrong(
        "wrong sign of the old",
        says="wrong sign",
        check=_THREE,
        code=but(_PLAIN, "rho * v", "-rho * v"),
    ),
    Wrong(
        "average",
        says="1 − ρ",
        check=_TORCH,
        code=but(_PLAIN, "lr * gradient", "(1 - rho) * lr * gradient"),
    ),
    Wrong(
        "reset every epoch",
        says="starts from 0 in every epoch",
        check=_THREE,
        code=but(_PLAIN, "        losses = []", "        losses, v = [], torch.zeros_like(W)"),
    ),
    Wrong(
        "nesterov",
        says="",
        check=_THREE,
        code=but(_PLAIN, "W = W + v", "W = W + rho * v - lr * gradient"),
    ),
    Wrong(
        "own rho",
        says="`rho` is not used",
        check=_TORCH,
        code=but(_PLAIN, _V, "v = 0.9 * v - lr * gradient"),
    ),
    Wrong(
        "other default",
        says="expected",
        check="ρ = 0 is plain SGD, ρ = 0.9 unless told",
        code=but(_PLAIN, "rho=0.9", "rho=0.5"),
    ),
    Wrong(
        "last loss",
        says="last batch's loss",
        check=_THREE,
        code=but(_PLAIN, "sum(losses) / len(losses)", "losses[-1]"),
    ),
    Wrong(
        "sum of losses",
        says="sum of the losses",
        check=_THREE,
        code=but(_PLAIN, "sum(losses) / len(losses)", "sum(losses)"),
    ),
    Wrong(
        "loss of every step",
        says="not one a step",
        check=_THREE,
        code=but(_PLAIN, '["loss"].append(sum(losses) / len(losses))', '["loss"] += losses'),
    ),
    Wrong(
        "measured first",
        says="before the epoch's steps",
        check=_BAR,
        code=but(_PLAIN, _MEASURE, "", "        losses = []", f"{_MEASURE}        losses = []"),
    ),
    Wrong(
        "not reshuffled",
        says="not reshuffled",
        check=_NEW,
        code=but(
            _PLAIN,
            "    history =",
            "    once = list(batches())\n    history =",
            "in batches()",
            "in once",
        ),
    ),
    Wrong(
        "last dropped",
        says="last partial batch",
        check=_TORCH,
        code=but(_PLAIN, "in batches():", "in [b for b in batches() if len(b) in (1, 4)]:"),
    ),
    Wrong(
        "labels of others",
        says="labels are not those",
        check=_NEW,
        code=but(_PLAIN, "y[rows]", "y[: len(rows)]"),
    ),
    Wrong(
        "in place",
        says="in place",
        check=_NEW,
        code=but(_PLAIN, "W = W + v", "W += v"),
    ),
    Wrong(
        "one epoch",
        says="that is one epoch only",
        check=_TORCH,
        code=but(_PLAIN, "range(epochs)", "range(1)", "return W, history", "return W, history"),
    ),
    Wrong(
        "the velocity lives on into the next call",
        says="",
        check=_TORCH,
        code=but(
            _PLAIN,
            "def momentum",
            "left = {}\n\ndef momentum",
            "v = torch.zeros_like(W)",
            "v = left.get((W.shape, W.dtype), torch.zeros_like(W)) * (len(X) > 3)",
            "    return",
            "    left[W.shape, W.dtype] = v\n    return",
        ),
    ),
    Wrong(
        "losses weighted by the size of the batch",
        says="entry 1",
        check=_TORCH,
        code=but(
            _PLAIN,
            "losses.append(float(loss))",
            "losses += [float(loss)] * len(rows)",
        ),
    ),
    Wrong(
        "losses never begin anew",
        says="entry 1",
        check=_TORCH,
        code=but(
            _PLAIN,
            "        losses = []\n",
            "",
            "    v = torch",
            "    losses = []\n    v = torch",
        ),
    ),
    Wrong(
        "measure is not asked",
        says="asked 0 times",
        check=_BAR,
        code=but(_PLAIN, "if measure is not None", "if False"),
    ),
    Wrong(
        "measured at the end alone",
        says="asked 1 times",
        check=_BAR,
        code=but(
            _PLAIN,
            _MEASURE,
            "",
            "    return",
            '    if measure:\n        history["measured"].append(measure(W))\n    return',
        ),
    ),
    Wrong(
        "batches of the first epoch, asked for every time",
        says="first epoch come again",
        check=_TORCH,
        code=but(
            _PLAIN,
            "    v = torch",
            "    first = None\n    v = torch",
            "        losses = []",
            "        losses, fresh = [], list(batches())\n        first = first or fresh",
            "in batches()",
            "in first",
        ),
    ),
    Wrong(
        "without measure, None",
        says="NoneType",
        check=_TORCH,
        code=but(
            _PLAIN,
            "    return",
            '    history["measured"] = history["measured"] or None\n    return',
        ),
    ),
    Wrong(
        "the velocity is clipped",
        says="",
        check=_TORCH,
        code=but(_PLAIN, "W = W + v", "W = W + v.clamp(-2, 2)"),
    ),
]

_FOR_THE_EYES = (
    "The bar is for the eyes of who waits: no result depends on it, and no check looks at it."
)
_EPOCHS = "for _ in tqdm(range(epochs), disable=not progress):"

EQUIVALENT = [
    Equivalent(
        "velocity = torch.zeros_like(W)",
        "velocity = torch.zeros(W.shape)",
        "Zeros take the dtype of the gradient that is added to them.",
    ),
    Equivalent(_EPOCHS, "for _ in range(epochs):", _FOR_THE_EYES),
    Equivalent(_EPOCHS, "for _ in tqdm(range(epochs)):", _FOR_THE_EYES),
    Equivalent(_EPOCHS, "for _ in tqdm(range(epochs), disable=progress):", _FOR_THE_EYES),
    Equivalent(
        "history['loss'].append(float(sum(losses) / len(losses)))",
        "history['loss'].append(sum(losses) / len(losses))",
        NUMBER,
    ),
]

ALLOWED = [
    *EMPTY,
    *LR,
    Allowed("*: epochs: wrong for 0", "The text promises counts from 1 on."),
    Allowed(
        "*: progress: *",
        "The bar is for the eyes, and the text says that no check looks at it.",
    ),
    Allowed("*: rho: wrong for negative", "The text promises any ρ from 0 on."),
]

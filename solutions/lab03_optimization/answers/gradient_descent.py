"""Answers to `gradient_descent`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

from ._shared import AXES, EMPTY, LR, NUMBER

_HAND = "three steps on w² by hand: 0.512"
_VALLEYS = "random valleys of any shape, against the closed form"
_BEFORE = "the losses before each step: 1, 0.64, 0.4096"

_PLAIN = """
def gradient_descent(objective, W, lr, steps):
    history = []
    for _ in range(steps):
        loss, gradient = objective(W)
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
        "torch.sub with alpha", but(_PLAIN, "W - lr * gradient", "torch.sub(W, gradient, alpha=lr)")
    ),
    Right(
        "tensors as history",
        but(
            _PLAIN,
            "float(loss)",
            "loss",
            "return W, history",
            "return W, history",
        ),
    ),
    Right(
        "while",
        """
        def gradient_descent(objective, W, lr, steps):
            history = []
            while len(history) < steps:
                loss, gradient = objective(W)
                history += [loss.item()]
                W = W + (-lr) * gradient
            return W, history
        """,
    ),
    Right(
        "recursion",
        """
        def gradient_descent(objective, W, lr, steps):
            if steps == 0:
                return W, []
            loss, gradient = objective(W)
            end, history = gradient_descent(objective, W - lr * gradient, lr, steps - 1)
            return end, [float(loss), *history]
        """,
    ),
    Right(
        "numpy inside",
        """
        def gradient_descent(objective, W, lr, steps):
            history, w = [], W.numpy().copy()
            for _ in range(steps):
                loss, gradient = objective(torch.from_numpy(w))
                history.append(float(loss))
                w = w - lr * gradient.numpy()
            return torch.from_numpy(w), history
        """,
    ),
    Right(
        "functools.reduce and a lambda",
        """
        import functools

        def gradient_descent(objective, W, lr, steps):
            def step(state, _):
                at, history = state
                loss, grad = objective(at)
                return at - lr * grad, [*history, loss.item()]

            return functools.reduce(step, range(steps), (W, []))
        """,
    ),
    Right(
        "torch.optim",
        """
        def gradient_descent(objective, W, lr, steps):
            point, history = W.clone(), []
            optimizer = torch.optim.SGD([point], lr=lr)
            for _ in range(steps):
                loss, point.grad = objective(point.clone())
                history.append(float(loss))
                optimizer.step()
            return point.detach(), history
        """,
    ),
]

WRONG = [
    Wrong(
        "uphill",
        typical=True,
        says="you walk uphill",
        check=_HAND,
        code=but(_PLAIN, "W - lr", "W + lr"),
    ),
    Wrong(
        "no lr",
        says="not multiplied by lr",
        check=_HAND,
        code=but(_PLAIN, "lr * gradient", "gradient"),
    ),
    Wrong(
        "one step",
        says="that is one step",
        check=_HAND,
        code=but(_PLAIN, "range(steps)", "range(1)"),
    ),
    Wrong(
        "one too few",
        says="one step too few",
        check=_HAND,
        code=but(_PLAIN, "range(steps)", "range(steps - 1)"),
    ),
    Wrong(
        "one too many",
        says="one step too many",
        check=_HAND,
        code=but(_PLAIN, "range(steps)", "range(steps + 1)"),
    ),
    Wrong(
        "in place",
        says="in place",
        check="the starting point is as it was",
        code=but(_PLAIN, "W = W - lr * gradient", "W -= lr * gradient"),
    ),
    Wrong(
        "loss after",
        says="after each step",
        check=_BEFORE,
        code=but(
            _PLAIN,
            "        history.append(float(loss))\n        W = W - lr * gradient",
            "        W = W - lr * gradient\n        history.append(float(objective(W)[0]))",
        ),
    ),
    Wrong(
        "weights noted",
        says="these are the weights",
        check=_BEFORE,
        code=but(_PLAIN, "float(loss)", "float(W.sum())"),
    ),
    Wrong(
        "one gradient",
        says="compute it anew",
        check=_HAND,
        code=but(
            _PLAIN,
            "        loss, gradient = objective(W)\n",
            "",
            "    history = []",
            "    history = []\n    loss, gradient = objective(W)",
        ),
    ),
    Wrong(
        "sign of the gradient only",
        says="the length of the gradient counts",
        check=_HAND,
        code=but(_PLAIN, "lr * gradient", "lr * gradient.sign()"),
    ),
    Wrong(
        "unit steps",
        says="the length of the gradient counts",
        check=_HAND,
        code=but(_PLAIN, "lr * gradient", "lr * gradient / gradient.norm()"),
    ),
    Wrong(
        "last loss only",
        says="expected a list, got Tensor",
        check=_BEFORE,
        code=but(_PLAIN, "return W, history", "return W, loss"),
    ),
    Wrong(
        "the best place in place of the last",
        says="",
        check=_VALLEYS,
        code=but(
            _PLAIN,
            "    return W, history",
            "    return (W if steps < 4 else W + lr * gradient), history",
        ),
    ),
    Wrong(
        "float64 out",
        says="expected a tensor of dtype float32, got float64",
        check=_VALLEYS,
        code=but(_PLAIN, "return W, history", "return W.double(), history"),
    ),
    Wrong(
        "stops when the slope is small",
        says="entries, got",
        check=_VALLEYS,
        code=but(
            _PLAIN,
            "        history.append",
            "        if gradient.norm() < 0.5:\n            break\n        history.append",
        ),
    ),
    Wrong(
        "clipped gradients",
        says="",
        check=_VALLEYS,
        code=but(_PLAIN, "lr * gradient", "lr * gradient.clamp(-10, 10)"),
    ),
    Wrong(
        "goes on from the last call",
        says="",
        check=_VALLEYS,
        code=but(
            _PLAIN,
            "def gradient",
            "last = {}\n\ndef gradient",
            "    history = []",
            "    history = []\n    W = last.get((W.shape, W.dtype), W) if W.dim() > 1 else W",
            "    return",
            "    last[W.shape, W.dtype] = W\n    return",
        ),
    ),
    Wrong(
        "the history is a tuple",
        says="expected a list, got tuple",
        check=_BEFORE,
        code=but(_PLAIN, "return W, history", "return W, tuple(history)"),
    ),
]

_LOSS = "history.append(float(loss))"

EQUIVALENT = [
    Equivalent(_LOSS, "history.append(loss)", NUMBER),
]

ALLOWED = [
    *AXES,
    *EMPTY,
    *LR,
]

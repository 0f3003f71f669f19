"""Right descents, batches, SGD and momentum, written differently from the reference."""

from autograder.audit.answers.answer import Right
from autograder.audit.answers.lab03_optimization.variants import (
    BATCHES,
    DESCENT,
    MOMENTUM,
    SGD,
    but,
)


def right(exercise: str, name: str, code: str) -> Right:
    """One right answer."""
    return Right(exercise=exercise, name=name, code=code)


_DESCENT = [
    right("gradient_descent", "clear", DESCENT),
    right("gradient_descent", "a copy, then in place",
          but(DESCENT, "    history = []", "    W, history = W.clone(), []",
              "W = W - lr * gradient",
              "W -= lr * gradient")),
    right("gradient_descent", "torch.sub with alpha",
          but(DESCENT, "W - lr * gradient", "torch.sub(W, gradient, alpha=lr)")),
    right("gradient_descent", "tensors as history",
          but(DESCENT, "float(loss)", "loss", "return W, history",
              "return W, torch.stack(history) if history else torch.zeros(0)")),
    right("gradient_descent", "while", """
        def gradient_descent(objective, W, lr, steps):
            history = []
            while len(history) < steps:
                loss, gradient = objective(W)
                history += [loss.item()]
                W = W + (-lr) * gradient
            return W, history
    """),
    right("gradient_descent", "recursion", """
        def gradient_descent(objective, W, lr, steps):
            if steps == 0:
                return W, []
            loss, gradient = objective(W)
            end, history = gradient_descent(objective, W - lr * gradient, lr, steps - 1)
            return end, [float(loss), *history]
    """),
    right("gradient_descent", "numpy inside", """
        def gradient_descent(objective, W, lr, steps):
            history, w = [], W.numpy().copy()
            for _ in range(steps):
                loss, gradient = objective(torch.from_numpy(w))
                history.append(float(loss))
                w = w - lr * gradient.numpy()
            return torch.from_numpy(w), history
    """),
]  # fmt: skip

_BATCHES = [
    right("minibatches", "clear", BATCHES),
    right("minibatches", "split", """
        def minibatches(n, size, generator):
            return list(torch.randperm(n, generator=generator).split(size))
    """),
    right("minibatches", "a generator function", """
        def minibatches(n, size, generator):
            order = torch.randperm(n, generator=generator)
            for start in range(0, n, size):
                yield order[start : start + size]
    """),
    right("minibatches", "sorting random keys", """
        def minibatches(n, size, generator):
            return torch.rand(n, generator=generator).argsort().split(size)
    """),
    right("minibatches", "shuffle of Python", """
        import random

        def minibatches(n, size, generator):
            order = list(range(n))
            seed = torch.randint(2**31, (1,), generator=generator).item()
            random.Random(seed).shuffle(order)
            return [torch.tensor(order[i : i + size]) for i in range(0, n, size)]
    """),
    right("minibatches", "numpy permutation", """
        import numpy as np

        def minibatches(n, size, generator):
            seed = int(torch.randint(2**31, (), generator=generator))
            order = torch.from_numpy(np.random.default_rng(seed).permutation(n))
            return [order[k * size : (k + 1) * size] for k in range(-(-n // size))]
    """),
    right("minibatches", "the library's", """
        from course_lib import minibatches as rows_of

        def minibatches(n, size, generator):
            return [rows for (rows,) in rows_of(torch.arange(n), size=size, generator=generator)]
    """),
]  # fmt: skip

_SGD = [
    right("sgd", "clear", SGD),
    right("sgd", "a copy, then in place",
          but(SGD, "    history = []", "    W, history = W.clone(), []", "W = W - lr * gradient",
              "W -= lr * gradient")),
    right("sgd", "index_select",
          but(SGD, "X[rows], y[rows]", "X.index_select(0, rows), y.index_select(0, rows)")),
    right("sgd", "batches gathered first", """
        def sgd(objective, W, X, y, lr, batches, epochs):
            history = []
            for rows in [rows for _ in range(epochs) for rows in batches()]:
                loss, gradient = objective(W, X[rows], y[rows])
                history.append(loss)
                W = torch.sub(W, gradient, alpha=lr)
            return W, history
    """),
    right("sgd", "with gradient_descent", """
        def sgd(objective, W, X, y, lr, batches, epochs):
            history = []
            for _ in range(epochs):
                for rows in batches():
                    W, seen = gradient_descent(
                        lambda W, rows=rows: objective(W, X[rows], y[rows]), W, lr, 1
                    )
                    history += seen
            return W, history
    """),
    right("sgd", "torch.optim", """
        def sgd(objective, W, X, y, lr, batches, epochs):
            W, history = W.clone(), []
            optimizer = torch.optim.SGD([W], lr=lr)
            for _ in range(epochs):
                for rows in batches():
                    loss, W.grad = objective(W.detach().clone(), X[rows], y[rows])
                    history.append(float(loss))
                    optimizer.step()
            return W, history
    """),
    right("sgd", "recursion over epochs", """
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
    """),
]  # fmt: skip

_MOMENTUM = [
    right("momentum", "clear", MOMENTUM),
    right("momentum", "lr outside",
          but(MOMENTUM, "rho * v - lr * gradient", "rho * v + gradient", "W + v", "W - lr * v")),
    right("momentum", "v points uphill",
          but(MOMENTUM, "rho * v - lr * gradient", "rho * v + lr * gradient", "W + v", "W - v")),
    right("momentum", "in place on copies",
          but(MOMENTUM, "    v = torch", "    W = W.clone()\n    v = torch",
              "v = rho * v - lr * gradient", "v.mul_(rho).sub_(lr * gradient)", "W = W + v",
              "W += v")),
    right("momentum", "by the last step",
          but(MOMENTUM, "    v = torch.zeros_like(W)", "    last = W",
              "            v = rho * v - lr * gradient\n            W = W + v\n",
              "            W, last = W + rho * (W - last) - lr * gradient, W\n")),
    right("momentum", "torch.optim", """
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
    """),
    right("momentum", "trange, tensors in the history",
          but(MOMENTUM, "tqdm(range(epochs), disable=not progress)",
              "(tqdm(range(epochs)) if progress else range(epochs))", "float(loss)", "loss")),
    right("momentum", "no velocity before the first step",
          but(MOMENTUM, "v = torch.zeros_like(W)", "v = None", "rho * v - lr * gradient",
              "-lr * gradient if v is None else rho * v - lr * gradient")),
]  # fmt: skip

ANSWERS = [*_DESCENT, *_BATCHES, *_SGD, *_MOMENTUM]

"""Right searches and differences, written differently from the reference."""

from autograder.audit.answers.answer import Right
from autograder.audit.answers.lab03_optimization.variants import CENTRAL, FORWARD, SEARCH


def right(exercise: str, name: str, code: str) -> Right:
    """One right answer."""
    return Right(exercise=exercise, name=name, code=code)


_SEARCH = [
    right("random_search", "clear", SEARCH),
    right(
        "random_search",
        "all kept, then min",
        """
        def random_search(f, draw, n):
            drawn = [draw() for _ in range(n)]
            losses = [float(f(W)) for W in drawn]
            best = drawn[losses.index(min(losses))]
            return best, [min(losses[: k + 1]) for k in range(n)]
        """,
    ),
    right(
        "random_search",
        "cummin",
        """
        def random_search(f, draw, n):
            drawn = torch.stack([draw() for _ in range(n)])
            losses = torch.tensor([float(f(W)) for W in drawn], dtype=torch.float64)
            return drawn[losses.argmin()], losses.cummin(0).values
        """,
    ),
    right(
        "random_search",
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
    right(
        "random_search",
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
    right(
        "random_search",
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

_FORWARD = [
    right("forward_gradient", "a fresh copy", FORWARD),
    right(
        "forward_gradient",
        "put back",
        """
        def forward_gradient(f, W, h=1e-4):
            gradient = torch.zeros_like(W)
            before = f(W)
            for i in range(W.numel()):
                W.view(-1)[i] += h
                gradient.view(-1)[i] = (f(W) - before) / h
                W.view(-1)[i] -= h
            return gradient
        """,
    ),
    right(
        "forward_gradient",
        "identity rows",
        """
        def forward_gradient(f, W, h=1e-4):
            steps = h * torch.eye(W.numel(), dtype=W.dtype).reshape(-1, *W.shape)
            return torch.stack([(f(W + s) - f(W)) / h for s in steps]).reshape(W.shape)
        """,
    ),
    right(
        "forward_gradient",
        "numpy indices",
        """
        import numpy as np

        def forward_gradient(f, W, h=1e-4):
            gradient = W.clone()
            for place in np.ndindex(*W.shape):
                moved = W.clone()
                moved[place] += h
                gradient[place] = (f(moved) - f(W)) / h
            return gradient
        """,
    ),
    right(
        "forward_gradient",
        "a copy, and the old value back",
        """
        def forward_gradient(f, W, h=1e-4):
            x, out = W.clone().flatten(), []
            for i in range(len(x)):
                old = x[i].item()
                x[i] = old + h
                out.append(float(f(x.reshape(W.shape)) - f(W)) / h)
                x[i] = old
            return torch.tensor(out, dtype=W.dtype).reshape(W.shape)
        """,
    ),
    right(
        "forward_gradient",
        "float64 inside",
        """
        def forward_gradient(f, W, h=1e-4):
            x, before = W.double(), f(W.double())
            gradient = torch.zeros_like(x)
            for i in range(x.numel()):
                moved = x.clone()
                moved.view(-1)[i] += h
                gradient.view(-1)[i] = (f(moved) - before) / h
            return gradient.to(W.dtype)
        """,
    ),
]

_CENTRAL = [
    right("numeric_gradient", "clear", CENTRAL),
    right(
        "numeric_gradient",
        "put back in place",
        """
        def numeric_gradient(f, W, h=1e-4):
            gradient = torch.zeros_like(W)
            flat, out = W.view(-1), gradient.view(-1)
            for i in range(len(flat)):
                old = flat[i].item()
                flat[i] = old + h
                above = f(W)
                flat[i] = old - h
                below = f(W)
                flat[i] = old
                out[i] = (above - below) / 2 / h
            return gradient
        """,
    ),
    right(
        "numeric_gradient",
        "up and down again",
        """
        def numeric_gradient(f, W, h=1e-4):
            gradient = torch.zeros_like(W)
            for i in range(W.numel()):
                W.view(-1)[i] += h
                above = f(W)
                W.view(-1)[i] -= 2 * h
                below = f(W)
                W.view(-1)[i] += h
                gradient.view(-1)[i] = (above - below) / (2 * h)
            return gradient
        """,
    ),
    right(
        "numeric_gradient",
        "numpy indices",
        """
        import numpy as np

        def numeric_gradient(f, W, h=1e-4):
            gradient = torch.empty_like(W)
            for place in np.ndindex(*W.shape):
                above, below = W.clone(), W.clone()
                above[place] += h
                below[place] -= h
                gradient[place] = (f(above) - f(below)) / (2 * h)
            return gradient
        """,
    ),
    right(
        "numeric_gradient",
        "identity rows",
        """
        def numeric_gradient(f, W, h=1e-4):
            steps = h * torch.eye(W.numel(), dtype=W.dtype).reshape(-1, *W.shape)
            slopes = [float(f(W + s) - f(W - s)) / (2 * h) for s in steps]
            return torch.tensor(slopes, dtype=W.dtype).reshape(W.shape)
        """,
    ),
    right(
        "numeric_gradient",
        "mean of forward and backward",
        """
        def numeric_gradient(f, W, h=1e-4):
            def slope(i, by):
                moved = W.clone()
                moved.view(-1)[i] += by
                return f(moved) / by

            values = [float(slope(i, h) + slope(i, -h)) / 2 for i in range(W.numel())]
            return torch.tensor(values, dtype=W.dtype).view_as(W)
        """,
    ),
    right(
        "numeric_gradient",
        "float64 inside",
        """
        def numeric_gradient(f, W, h=1e-4):
            x = W.double()
            gradient = torch.zeros_like(x)
            for i in range(x.numel()):
                step = torch.zeros_like(x)
                step.view(-1)[i] = h
                gradient.view(-1)[i] = (f(x + step) - f(x - step)) / (2 * h)
            return gradient.to(W.dtype)
        """,
    ),
]

ANSWERS = [*_SEARCH, *_FORWARD, *_CENTRAL]

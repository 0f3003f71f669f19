"""Right answers to change one thing in: most wrong answers differ from a right one by a line."""

import textwrap


def but(code: str, *changes: str) -> str:
    """The code with pieces of it exchanged.

    Args:
        code: A right answer.
        changes: Old, new, old, new, and so on.

    Raises:
        ValueError: A piece is not in the code, so that the answer would not be wrong.

    Example:
        >>> but("x = 1 + 2", "+", "-")
        'x = 1 - 2'
    """
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        if old not in code:
            raise ValueError(f"{old!r} is not in the code to be changed")
        code = code.replace(old, new)
    return code


def _code(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


SEARCH = _code(
    """
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
)

FORWARD = _code(
    """
    def forward_gradient(f, W, h=1e-4):
        gradient, before = torch.zeros_like(W), f(W)
        for i in range(W.numel()):
            moved = W.clone()
            moved.view(-1)[i] += h
            gradient.view(-1)[i] = (f(moved) - before) / h
        return gradient
    """
)

CENTRAL = _code(
    """
    def numeric_gradient(f, W, h=1e-4):
        gradient = torch.zeros_like(W)
        for i in range(W.numel()):
            step = torch.zeros_like(W)
            step.view(-1)[i] = h
            gradient.view(-1)[i] = (f(W + step) - f(W - step)) / (2 * h)
        return gradient
    """
)

CHECK = _code(
    """
    def gradient_check(f, grad, W, checks=10, h=1e-4, generator=None):
        errors = []
        for i in torch.randperm(W.numel(), generator=generator)[:checks].tolist():
            step = torch.zeros_like(W)
            step.view(-1)[i] = h
            n = float(f(W + step) - f(W - step)) / (2 * h)
            a = float(grad.reshape(-1)[i])
            errors.append(abs(a - n) / (abs(a) + abs(n) + 1e-12))
        return max(errors)
    """
)

DESCENT = _code(
    """
    def gradient_descent(objective, W, lr, steps):
        history = []
        for _ in range(steps):
            loss, gradient = objective(W)
            history.append(float(loss))
            W = W - lr * gradient
        return W, history
    """
)

SQUARES = _code(
    """
    def least_squares(W, X, Y, reg=0.0):
        error = X @ W.T - Y
        loss = error.square().sum() / len(X) + reg * W.square().sum()
        gradient = 2 * error.T @ X / len(X) + 2 * reg * W
        return loss, gradient
    """
)

BATCHES = _code(
    """
    def minibatches(n, size, generator):
        order = torch.randperm(n, generator=generator)
        return [order[start : start + size] for start in range(0, n, size)]
    """
)

SGD = _code(
    """
    def sgd(objective, W, X, y, lr, batches, epochs):
        history = []
        for _ in range(epochs):
            for rows in batches():
                loss, gradient = objective(W, X[rows], y[rows])
                history.append(float(loss))
                W = W - lr * gradient
        return W, history
    """
)

VARIANCE = _code(
    """
    def gradient_variance(objective, W, X, y, size, draws, generator):
        whole = objective(W, X, y)[1]
        off = []
        for _ in range(draws):
            rows = torch.randint(len(X), (size,), generator=generator)
            part = objective(W, X[rows], y[rows])[1]
            off.append((part - whole).square().sum().item())
        return sum(off) / draws
    """
)

MOMENTUM = _code(
    """
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
)

UNIFORM = _code(
    """
    def log_uniform(low, high, n, generator):
        return low * (high / low) ** torch.rand(n, generator=generator)
    """
)

TUNE = _code(
    """
    def tune(settings, train, accuracy, val, test):
        models = [train(setting) for setting in settings]
        scores = [accuracy(W, *val) for W in models]
        best = scores.index(max(scores))
        return settings[best], accuracy(models[best], *test)
    """
)

QUIZ = "q1, q2, q3, q4, q5, q6, q7, q8 = 1, 4, 100, 15700, 430, 'b', 10, 'c'\n"

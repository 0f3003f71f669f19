"""Right objectives, variances, draws, choices and quizzes, written differently."""

from autograder.audit.answers.answer import Right
from autograder.audit.answers.lab03_optimization.variants import (
    QUIZ,
    SQUARES,
    TUNE,
    UNIFORM,
    VARIANCE,
    but,
)


def right(exercise: str, name: str, code: str) -> Right:
    """One right answer."""
    return Right(exercise=exercise, name=name, code=code)


_SQUARES = [
    right("least_squares", "clear", SQUARES),
    right("least_squares", "mean of row sums",
          but(SQUARES, "error.square().sum() / len(X)", "error.square().sum(dim=1).mean()")),
    right("least_squares", "einsum",
          but(SQUARES, "error.T @ X / len(X)", "torch.einsum('nk,nd->kd', error, X) / X.shape[0]")),
    right("least_squares", "by mse_loss and autograd", """
        def least_squares(W, X, Y, reg=0.0):
            W = W.detach().requires_grad_()
            loss = F.mse_loss(X @ W.T, Y) * Y.shape[1] + reg * W.pow(2).sum()
            return loss.detach(), torch.autograd.grad(loss, W)[0]
    """),
    right("least_squares", "row by row", """
        def least_squares(W, X, Y, reg=0.0):
            loss, gradient = reg * (W**2).sum(), 2 * reg * W
            for x, target in zip(X, Y):
                error = W @ x - target
                loss = loss + (error @ error) / len(X)
                gradient = gradient + 2 * torch.outer(error, x) / len(X)
            return loss, gradient
    """),
    right("least_squares", "scaled once", """
        def least_squares(W, X, Y, reg=0.0):
            error = X @ W.T - Y
            share = error / len(X)
            return (error * share).sum() + reg * W.norm() ** 2, 2 * (share.T @ X + reg * W)
    """),
    right("least_squares", "numpy, a plain number", """
        def least_squares(W, X, Y, reg=0.0):
            w, x, t = W.numpy(), X.numpy(), Y.numpy()
            error = x @ w.T - t
            loss = (error**2).sum() / len(x) + reg * (w**2).sum()
            return float(loss), torch.from_numpy(2 * error.T @ x / len(x) + 2 * reg * w)
    """),
]  # fmt: skip

_VARIANCE = [
    right("gradient_variance", "clear", VARIANCE),
    right("gradient_variance", "stacked", """
        def gradient_variance(objective, W, X, y, size, draws, generator):
            whole, parts = objective(W, X, y)[1], []
            for _ in range(draws):
                rows = torch.randint(0, len(X), (size,), generator=generator)
                parts.append(objective(W, X[rows], y[rows])[1])
            return (torch.stack(parts) - whole).pow(2).flatten(1).sum(1).mean().item()
    """),
    right("gradient_variance", "norm squared",
          but(VARIANCE, "(part - whole).square().sum().item()",
              "torch.linalg.vector_norm(part - whole).item() ** 2")),
    right("gradient_variance", "all rows drawn at once", """
        def gradient_variance(objective, W, X, y, size, draws, generator):
            table = torch.randint(len(X), (draws, size), generator=generator)
            whole = objective(W, X, y)[1]
            return sum(
                float(((objective(W, X[rows], y[rows])[1] - whole) ** 2).sum()) for rows in table
            ) / draws
    """),
    right("gradient_variance", "the whole at the end", """
        def gradient_variance(objective, W, X, y, size, draws, generator):
            parts = []
            for _ in range(draws):
                rows = (len(X) * torch.rand(size, generator=generator)).long()
                parts.append(objective(W, X[rows], y[rows])[1])
            whole = objective(W, X, y)[1]
            return torch.stack([(p - whole).square().sum() for p in parts]).mean()
    """),
    right("gradient_variance", "multinomial",
          but(VARIANCE, "torch.randint(len(X), (size,), generator=generator)",
              "torch.multinomial(torch.ones(len(X)), size, True, generator=generator)")),
    right("gradient_variance", "numpy inside",
          but(VARIANCE, "(part - whole).square().sum().item()",
              "float(((part.numpy() - whole.numpy()) ** 2).sum())")),
]  # fmt: skip

_HEAD = "def log_uniform(low, high, n, generator):\n    "
_U = "u = torch.rand(n, generator=generator)\n    "
_UNIFORM = [
    right("log_uniform", "clear", UNIFORM),
    right("log_uniform", "exp and log",
          f"{_HEAD}{_U}a, b = math.log(low), math.log(high)\n    "
          "return torch.exp(a + (b - a) * u)"),
    right("log_uniform", "powers of ten",
          f"{_HEAD}{_U}a, b = math.log10(low), math.log10(high)\n    "
          "return 10 ** (a + (b - a) * u)"),
    right("log_uniform", "float64",
          f"{_HEAD}u = torch.rand(n, generator=generator, dtype=torch.float64)\n    "
          "return low * (high / low) ** u"),
    right("log_uniform", "from the top down", f"{_HEAD}{_U}return high * (low / high) ** u"),
    right("log_uniform", "uniform_ in place",
          f"{_HEAD}a, b = math.log(low), math.log(high)\n    "
          "return torch.empty(n).uniform_(a, b, generator=generator).exp()"),
    right("log_uniform", "one at a time",
          f"{_HEAD}us = [torch.rand((), generator=generator).item() for _ in range(n)]\n    "
          "return torch.tensor([low * (high / low) ** u for u in us])"),
    right("log_uniform", "numpy, seeded by the generator",
          f"{_HEAD}import numpy as np\n    "
          "seed = int(torch.randint(2**31, (), generator=generator))\n    "
          "u = np.random.default_rng(seed).uniform(size=n)\n    "
          "return torch.from_numpy(low * (high / low) ** u)"),
]  # fmt: skip

_TUNE = [
    right("tune", "clear", TUNE),
    right("tune", "argmax",
          but(TUNE, "scores.index(max(scores))", "int(torch.tensor(scores).argmax())")),
    right("tune", "a loop that keeps the best", """
        def tune(settings, train, accuracy, val, test):
            best_score = -1.0
            for setting in settings:
                W = train(setting)
                score = accuracy(W, val[0], val[1])
                if score > best_score:
                    best, best_score, best_W = setting, score, W
            return best, accuracy(best_W, test[0], test[1])
    """),
    right("tune", "max of pairs", """
        def tune(settings, train, accuracy, val, test):
            tried = [(s, train(s)) for s in settings]
            setting, W = max(tried, key=lambda pair: accuracy(pair[1], *val))
            return setting, accuracy(W, *test)
    """),
    right("tune", "trained again at the end",
          but(TUNE, "accuracy(models[best], *test)", "accuracy(train(settings[best]), *test)")),
    right("tune", "sorted", """
        def tune(settings, train, accuracy, val, test):
            models = {i: train(s) for i, s in enumerate(settings)}
            order = sorted(models, key=lambda i: accuracy(models[i], *val), reverse=True)
            reported = accuracy(models[order[0]], *test)
            return (settings[order[0]], reported)
    """),
    right("tune", "a list in place of a tuple",
          but(TUNE, "return settings[best], accuracy(models[best], *test)",
              "return [settings[best], accuracy(models[best], *test)]")),
]  # fmt: skip

_QUIZ = [
    right("quiz", "on one line", QUIZ),
    right("quiz", "floats", QUIZ + "q1, q2, q3, q4, q5, q7 = 1.0, 4.0, 1e2, 157e2, 430.0, 1e1\n"),
    right("quiz", "computed",
          QUIZ + "q2, q5, q7 = 128 / 32, math.ceil(55_000 / 128), 1 / (1 - 0.9)\n"),
    right("quiz", "from the notebook's own numbers", QUIZ + "q3, q4 = 10**2, 2 * 10 * 785\n"),
    right("quiz", "a table", """
        answers = {"q1": 1, "q2": 4, "q3": 100, "q4": 15_700, "q5": 430, "q7": 10}
        globals().update(answers)
        q6, q8 = "b", "c"
    """),
    right("quiz", "by torch", QUIZ + "q5 = len(torch.arange(55_000).split(128))\n"),
]  # fmt: skip

ANSWERS = [*_SQUARES, *_VARIANCE, *_UNIFORM, *_TUNE, *_QUIZ]

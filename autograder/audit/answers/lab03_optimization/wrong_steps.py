"""Wrong steps: descent, batches, SGD, momentum."""

from autograder.audit.answers.answer import Wrong
from autograder.audit.answers.lab03_optimization.variants import (
    BATCHES,
    DESCENT,
    MOMENTUM,
    SGD,
    but,
)


def descent(name: str, check: str, says: str, *changes: str) -> Wrong:
    """A wrong gradient descent."""
    code = but(DESCENT, *changes)
    return Wrong(exercise="gradient_descent", name=name, check=check, says=says, code=code)


def batched(name: str, check: str, says: str, *changes: str) -> Wrong:
    """Wrong minibatches."""
    code = but(BATCHES, *changes)
    return Wrong(exercise="minibatches", name=name, check=check, says=says, code=code)


def stochastic(name: str, check: str, says: str, *changes: str) -> Wrong:
    """A wrong stochastic gradient descent."""
    code = but(SGD, *changes)
    return Wrong(exercise="sgd", name=name, check=check, says=says, code=code)


def rolling(name: str, check: str, says: str, *changes: str) -> Wrong:
    """A wrong momentum."""
    code = but(MOMENTUM, *changes)
    return Wrong(exercise="momentum", name=name, check=check, says=says, code=code)


_HAND = "three steps on w² by hand: 0.512"
_BEFORE = "the losses before each step: 1, 0.64, 0.4096"

_DESCENT = [
    descent("uphill", _HAND, "you walk uphill", "W - lr", "W + lr"),
    descent("no lr", _HAND, "not multiplied by lr", "lr * gradient", "gradient"),
    descent("one step", _HAND, "that is one step", "range(steps)", "range(1)"),
    descent("one too few", _HAND, "one step too few", "range(steps)", "range(steps - 1)"),
    descent("one too many", _HAND, "one step too many", "range(steps)", "range(steps + 1)"),
    descent("in place", "the starting point is as it was", "in place", "W = W - lr * gradient",
            "W -= lr * gradient"),
    descent("loss after", _BEFORE, "after each step",
            "        history.append(float(loss))\n        W = W - lr * gradient",
            "        W = W - lr * gradient\n        history.append(float(objective(W)[0]))"),
    descent("weights noted", _BEFORE, "these are the weights", "float(loss)", "float(W.sum())"),
    descent("one gradient", "random valleys, against the closed form", "compute it anew",
            "        loss, gradient = objective(W)\n", "",
            "    history = []", "    history = []\n    loss, gradient = objective(W)"),
    descent("sign of the gradient only", _HAND, "", "lr * gradient", "lr * gradient.sign()"),
    descent("unit steps", _HAND, "", "lr * gradient", "lr * gradient / gradient.norm()"),
    descent("last loss only", _BEFORE, "expected shape", "return W, history", "return W, loss"),
]  # fmt: skip

_SIZES = "10 in batches of 4: the sizes are 4, 4, 2"
_ONCE = "every index once"
_RANDOM = "in random order"
_NEXT = "another order in the next epoch"
_DRAWS = "the generator decides the order"
_FIT = "sizes that divide n, or are larger than n"
_ORDER = "torch.randperm(n, generator=generator)"

_BATCHES = [
    batched("last dropped", _SIZES, "last partial batch is dropped", "range(0, n, size)",
            "range(0, n - size + 1, size)"),
    batched("last dropped, by //", _ONCE, "last partial batch is dropped",
            "order[start : start + size] for start in range(0, n, size)",
            "order[k * size : (k + 1) * size] for k in range(n // size)"),
    batched("filled up", _SIZES, "filled up", "    return",
            "    order = torch.cat([order, order])[: -(-n // size) * size]\n    return"),
    batched("not shuffled", _RANDOM, "order of the file", _ORDER, "torch.arange(n)"),
    batched("with repetition", _ONCE, "comes twice", _ORDER,
            "torch.randint(n, (n,), generator=generator)"),
    batched("counts from 1", _ONCE, "count from 0", _ORDER, f"{_ORDER} + 1"),
    batched("own seed", _NEXT, "same order every epoch", _ORDER,
            "torch.randperm(n, generator=torch.Generator().manual_seed(0))"),
    batched("global seed", _NEXT, "same order every epoch", "    order",
            "    torch.manual_seed(0)\n    order", "(n, generator=generator)", "(n)"),
    batched("generator ignored", _DRAWS, "same seed gave another order", _ORDER,
            "torch.randperm(n)"),
    batched("batches shuffled", _RANDOM, "neighbours of the file", _ORDER, "torch.arange(n)",
            "    return [order", "    parts = [order", "range(0, n, size)]",
            "range(0, n, size)]\n    return "
            "[parts[i] for i in torch.randperm(len(parts), generator=generator)]"),
    batched("an empty batch", _FIT, "empty batch", "range(0, n, size)", "range(0, n + 1, size)"),
    batched("always one too many", _FIT, "empty batch",
            "order[start : start + size] for start in range(0, n, size)",
            "order[k * size : (k + 1) * size] for k in range(n // size + 1)"),
    batched("overlapping", _SIZES, "expected", "start + size]", "start + size + 1]"),
    batched("floats", _SIZES, "whole numbers", _ORDER, f"{_ORDER}.float()"),
    batched("lists", _SIZES, "list of tensors", "order[start : start + size]",
            "order[start : start + size].tolist()"),
]  # fmt: skip

_TWO = "two steps by hand: 0.3, then 0.84"
_NEW = "new batches for every epoch"
_OWN = "each batch as it comes, pictures with their own labels"
_TORCH = "random batches, against torch.optim.SGD"

_SGD = [
    stochastic("uphill", _TWO, "you walk uphill", "W - lr", "W + lr"),
    stochastic("no lr", _TWO, "not multiplied by lr", "lr * gradient", "gradient"),
    stochastic("last dropped", _TWO, "last partial batch is dropped", "in batches():",
               "in list(batches())[:-1]:"),
    stochastic("whole data", _TWO, "whole data", "objective(W, X[rows], y[rows])",
               "objective(W, X, y)"),
    stochastic("not reshuffled", _NEW, "not reshuffled", "    history = []",
               "    history, once = [], list(batches())", "in batches()", "in once"),
    stochastic("labels of others", _OWN, "labels are not those", "y[rows]", "y[: len(rows)]"),
    stochastic("one epoch", _TORCH, "one epoch only", "range(epochs)", "range(1)"),
    stochastic("in place", "the starting point is as it was", "in place",
               "W = W - lr * gradient", "W -= lr * gradient"),
    stochastic("lr by size", _TORCH, "divided by the size", "lr * gradient",
               "lr / len(rows) * gradient"),
    stochastic("one loss an epoch", _TWO, "one number an epoch",
               "            history.append(float(loss))\n",
               "            seen.append(float(loss))\n",
               "        for rows", "        seen = []\n        for rows",
               "    return", "        history.append(sum(seen) / len(seen))\n    return"),
    stochastic("losses after", _TWO, "after each step", "            history.append(float(loss))\n",
               "", "lr * gradient\n",
               "lr * gradient\n"
               "            history.append(float(objective(W, X[rows], y[rows])[0]))\n"),
    stochastic("start returned", _TWO, "starting point came back", "W = W - lr",
               "moved = W - lr"),
    stochastic("summed up", _TWO, "added up and used once",
               "            W = W - lr * gradient\n",
               "            total = total + lr * gradient\n",
               "        for rows", "        total = 0.0\n        for rows",
               "    return", "        W = W - total\n    return"),
]  # fmt: skip

_THREE = "three steps by hand: 0.8, 0.46, 0.062"
_LIVES = "the velocity lives on into the next epoch"
_BAR = "the bar changes nothing, measure is asked once an epoch"
_V = "v = rho * v - lr * gradient"
_MEASURE = '        if measure is not None:\n            history["measured"].append(measure(W))\n'

_MOMENTUM = [
    rolling("uphill", _THREE, "you walk uphill", _V, "v = rho * v + lr * gradient"),
    rolling("lr twice", _THREE, "lr counts twice", "W = W + v", "W = W + lr * v"),
    rolling("no lr", _THREE, "lr is missing", "lr * gradient", "gradient"),
    rolling("plain", _THREE, "SGD without momentum", "rho * v - lr", "-lr"),
    rolling("no friction", _THREE, "not multiplied by ρ", "rho * v", "v"),
    rolling("wrong sign of the old", _THREE, "wrong sign", "rho * v", "-rho * v"),
    rolling("average", "random batches, against torch.optim.SGD", "1 − ρ", "lr * gradient",
            "(1 - rho) * lr * gradient"),
    rolling("reset every epoch", _LIVES, "starts from 0 in every epoch",
            "        losses = []",
            "        losses, v = [], torch.zeros_like(W)"),
    rolling("nesterov", _THREE, "", "W = W + v", "W = W + rho * v - lr * gradient"),
    rolling("own rho", "random batches, against torch.optim.SGD", "`rho` is not used", _V,
            "v = 0.9 * v - lr * gradient"),
    rolling("other default", "ρ = 0 is plain SGD, ρ = 0.9 unless told", "expected", "rho=0.9",
            "rho=0.5"),
    rolling("last loss", _THREE, "last batch's loss", "sum(losses) / len(losses)", "losses[-1]"),
    rolling("sum of losses", _THREE, "sum of the losses", "sum(losses) / len(losses)",
            "sum(losses)"),
    rolling("loss of every step", _THREE, "not one a step", '["loss"].append(sum(losses) / len('
            "losses))", '["loss"] += losses'),
    rolling("measured first", _BAR, "before the epoch's steps",
            _MEASURE, "", "        losses = []", f"{_MEASURE}        losses = []"),
    rolling("not reshuffled", "new batches for every epoch", "not reshuffled",
            "    history =", "    once = list(batches())\n    history =", "in batches()",
            "in once"),
    rolling("last dropped", "random batches, against torch.optim.SGD", "last partial batch",
            "in batches():", "in [b for b in batches() if len(b) in (1, 4)]:"),
    rolling("labels of others", "each batch with its own labels", "labels are not those",
            "y[rows]", "y[: len(rows)]"),
    rolling("in place", "each batch with its own labels", "in place", "W = W + v", "W += v"),
]  # fmt: skip

ANSWERS = [*_DESCENT, *_BATCHES, *_SGD, *_MOMENTUM]

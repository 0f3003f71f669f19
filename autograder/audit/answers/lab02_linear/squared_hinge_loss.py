"""Answers to `squared_hinge_loss`."""

from autograder.audit.answers.lab02_linear.writing import changed, to

right, wrong = to("squared_hinge_loss", "def squared_hinge_loss(scores, y, delta=1.0):")

GRADIENT = "by hand: the gradient for cat, car and frog"
KEPT = "the scores stay as they were"
HAND = "by hand: 8.41, 0 and 83.25"
BOTH = "random values and gradients"
KINDS = "whole numbers, and the dtype of the scores"

RIGHT = [
    right(
        "gather and scatter",
        """
        s = as_float(scores)
        m = torch.relu(s - s.gather(1, y[:, None]) + delta).scatter(1, y[:, None], 0)
        d = (2 * m).scatter(1, y[:, None], -2 * m.sum(1, keepdim=True))
        return m.pow(2).sum(1).mean(), d / len(s)
        """,
    ),
    right(
        "one-hot",
        """
        s = as_float(scores)
        own = torch.nn.functional.one_hot(y, s.shape[1]).to(s.dtype)
        m = ((s - (s * own).sum(1, keepdim=True) + delta) * (1 - own)).clamp(min=0)
        d = 2 * m / len(s)
        return (m * m).sum() / len(s), d - own * d.sum(1, keepdim=True)
        """,
    ),
    right(
        "own margin taken off",
        """
        s = as_float(scores)
        i = torch.arange(len(y))
        m = (s - s[i, y].unsqueeze(1) + delta).clamp(min=0)
        d = 2 * m
        d[i, y] -= d.sum(1)
        return (m**2).sum() / len(y) - delta**2, d / len(y)
        """,
    ),
    right(
        "numpy inside",
        """
        import numpy as np

        s, t, n = as_float(scores).numpy(), y.numpy(), len(y)
        m = np.maximum(0, s - np.take_along_axis(s, t[:, None], 1) + delta)
        m[np.arange(n), t] = 0
        d = 2 * m
        d[np.arange(n), t] = -d.sum(1)
        return float((m**2).sum() / n), torch.from_numpy(d / n).to(torch.from_numpy(s).dtype)
        """,
    ),
    right(
        "float64 inside",
        """
        s = scores.double()
        own = torch.arange(s.shape[1]) == y[:, None]
        m = torch.where(own, 0.0, (s - s[own][:, None] + delta).clamp(min=0))
        d = torch.where(own, -2 * m.sum(1, keepdim=True), 2 * m)
        return m.square().sum(1).mean(), (d / len(s)).to(as_float(scores).dtype)
        """,
    ),
    right(
        "norm",
        """
        s = as_float(scores)
        rows = torch.arange(len(y))
        m = (s - s[rows, y][:, None] + delta).clamp(min=0)
        m[rows, y] = 0
        d = m + m
        d[rows, y] = -d.sum(dim=1)
        return torch.linalg.vector_norm(m) ** 2 / len(y), d.div_(len(y))
        """,
    ),
]

_PLAIN = """
s = as_float(scores)
n, rows = len(s), torch.arange(len(s))
m = (s - s[rows, y][:, None] + delta).clamp(min=0)
m[rows, y] = 0
d = 2 * m
d[rows, y] = -d.sum(1)
return (m**2).sum() / n, d / n
"""

WRONG = [
    wrong(
        "square of the sum",
        HAND,
        "that squares the sum, 12.9² = 166.41",
        changed(_PLAIN, ("(m**2).sum() / n", "(m.sum(1) ** 2).mean()")),
    ),
    wrong(
        "not squared",
        HAND,
        "the margins are not squared",
        changed(_PLAIN, ("(m**2).sum()", "m.sum()")),
    ),
    wrong("j = y counts", HAND, "j = y adds 1", changed(_PLAIN, ("m[rows, y] = 0\n", ""))),
    wrong(
        "sum",
        BOTH,
        "that is the sum over the pictures",
        changed(_PLAIN, ("(m**2).sum() / n", "(m**2).sum()")),
    ),
    wrong("gradient not over n", GRADIENT, "divided by n too", changed(_PLAIN, ("d / n", "d"))),
    wrong(
        "factor 2 missing", GRADIENT, "the factor 2 is missing", changed(_PLAIN, ("2 * m", "1 * m"))
    ),
    wrong(
        "gradient of the hinge",
        GRADIENT,
        "that is not squared",
        changed(_PLAIN, ("2 * m", "(m > 0).to(s.dtype)")),
    ),
    wrong(
        "gradient of the squared sum",
        GRADIENT,
        "gradient of the squared sum",
        changed(_PLAIN, ("2 * m", "2 * m.sum(1, keepdim=True) * (m > 0)")),
    ),
    wrong("sign turned", GRADIENT, "the sign is turned", changed(_PLAIN, ("d / n", "-d / n"))),
    wrong(
        "own entry missing",
        GRADIENT,
        "own entry is missing",
        changed(_PLAIN, ("d[rows, y] = -d.sum(1)\n", "")),
    ),
    wrong("delta ignored", BOTH, "`delta` is not used", changed(_PLAIN, ("+ delta", "+ 1"))),
    wrong(
        "squared before the maximum",
        HAND,
        "square after max(0, …)",
        changed(_PLAIN, (").clamp(min=0)", ")"), ("d = 2 * m", "d = 2 * m.clamp(min=0)")),
    ),
    wrong(
        "always float64",
        KINDS,
        "expected dtype torch.float32",
        changed(_PLAIN, ("s = as_float(scores)", "s = scores.double()")),
    ),
    wrong(
        "in place",
        KEPT,
        "changed its argument 1 in place",
        changed(
            _PLAIN,
            (
                "m = (s - s[rows, y][:, None] + delta).clamp(min=0)",
                "s -= s[rows, y].clone()[:, None] - delta\nm = s.clamp(min=0)",
            ),
        ),
    ),
]

"""Answers to `squared_hinge_loss`."""

from autograder.audit.answers import Right, Wrong, but

_GRADIENT = "by hand: the gradient for cat, car and frog"
_KEPT = "the scores stay as they were"
_HAND = "by hand: 8.41, 0 and 83.25"
_BOTH = "random values and gradients"
_KINDS = "whole numbers, and the dtype of the scores"

_PLAIN = """
def squared_hinge_loss(scores, y, delta=1.0):
    s = as_float(scores)
    n, rows = len(s), torch.arange(len(s))
    m = (s - s[rows, y][:, None] + delta).clamp(min=0)
    m[rows, y] = 0
    d = 2 * m
    d[rows, y] = -d.sum(1)
    return (m**2).sum() / n, d / n
"""

RIGHT = [
    Right(
        "gather and scatter",
        """
        def squared_hinge_loss(scores, y, delta=1.0):
            s = as_float(scores)
            m = torch.relu(s - s.gather(1, y[:, None]) + delta).scatter(1, y[:, None], 0)
            d = (2 * m).scatter(1, y[:, None], -2 * m.sum(1, keepdim=True))
            return m.pow(2).sum(1).mean(), d / len(s)
        """,
    ),
    Right(
        "one-hot",
        """
        def squared_hinge_loss(scores, y, delta=1.0):
            s = as_float(scores)
            own = torch.nn.functional.one_hot(y, s.shape[1]).to(s.dtype)
            m = ((s - (s * own).sum(1, keepdim=True) + delta) * (1 - own)).clamp(min=0)
            d = 2 * m / len(s)
            return (m * m).sum() / len(s), d - own * d.sum(1, keepdim=True)
        """,
    ),
    Right(
        "own margin taken off",
        """
        def squared_hinge_loss(scores, y, delta=1.0):
            s = as_float(scores)
            i = torch.arange(len(y))
            m = (s - s[i, y].unsqueeze(1) + delta).clamp(min=0)
            d = 2 * m
            d[i, y] -= d.sum(1)
            return (m**2).sum() / len(y) - delta**2, d / len(y)
        """,
    ),
    Right(
        "numpy inside",
        """
        def squared_hinge_loss(scores, y, delta=1.0):
            import numpy as np

            s, t, n = as_float(scores).numpy(), y.numpy(), len(y)
            m = np.maximum(0, s - np.take_along_axis(s, t[:, None], 1) + delta)
            m[np.arange(n), t] = 0
            d = 2 * m
            d[np.arange(n), t] = -d.sum(1)
            return float((m**2).sum() / n), torch.from_numpy(d / n).to(torch.from_numpy(s).dtype)
        """,
    ),
    Right(
        "float64 inside",
        """
        def squared_hinge_loss(scores, y, delta=1.0):
            s = scores.double()
            own = torch.arange(s.shape[1]) == y[:, None]
            m = torch.where(own, 0.0, (s - s[own][:, None] + delta).clamp(min=0))
            d = torch.where(own, -2 * m.sum(1, keepdim=True), 2 * m)
            return m.square().sum(1).mean(), (d / len(s)).to(as_float(scores).dtype)
        """,
    ),
    Right(
        "norm",
        """
        def squared_hinge_loss(scores, y, delta=1.0):
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

WRONG = [
    Wrong(
        "square of the sum",
        typical=True,
        says="that squares the sum, 12.9² = 166.41",
        check=_HAND,
        code=but(_PLAIN, "(m**2).sum() / n", "(m.sum(1) ** 2).mean()"),
    ),
    Wrong(
        "not squared",
        says="the margins are not squared",
        check=_HAND,
        code=but(_PLAIN, "(m**2).sum()", "m.sum()"),
    ),
    Wrong(
        "j = y counts",
        says="j = y adds 1",
        check=_HAND,
        code=but(_PLAIN, "    m[rows, y] = 0\n", ""),
    ),
    Wrong(
        "sum",
        says="that is the sum over the pictures",
        check=_BOTH,
        code=but(_PLAIN, "(m**2).sum() / n", "(m**2).sum()"),
    ),
    Wrong(
        "gradient not over n",
        says="divided by n too",
        check=_GRADIENT,
        code=but(_PLAIN, "d / n", "d"),
    ),
    Wrong(
        "factor 2 missing",
        says="the factor 2 is missing",
        check=_GRADIENT,
        code=but(_PLAIN, "2 * m", "1 * m"),
    ),
    Wrong(
        "gradient of the hinge",
        says="that is not squared",
        check=_GRADIENT,
        code=but(_PLAIN, "2 * m", "(m > 0).to(s.dtype)"),
    ),
    Wrong(
        "gradient of the squared sum",
        says="gradient of the squared sum",
        check=_GRADIENT,
        code=but(_PLAIN, "2 * m", "2 * m.sum(1, keepdim=True) * (m > 0)"),
    ),
    Wrong(
        "sign turned",
        says="the sign is turned",
        check=_GRADIENT,
        code=but(_PLAIN, "d / n", "-d / n"),
    ),
    Wrong(
        "own entry missing",
        says="own entry is missing",
        check=_GRADIENT,
        code=but(_PLAIN, "    d[rows, y] = -d.sum(1)\n", ""),
    ),
    Wrong(
        "delta ignored", says="`delta` is not used", check=_BOTH, code=but(_PLAIN, "+ delta", "+ 1")
    ),
    Wrong(
        "squared before the maximum",
        says="square after max(0, …)",
        check=_HAND,
        code=but(_PLAIN, ").clamp(min=0)", ")", "d = 2 * m", "d = 2 * m.clamp(min=0)"),
    ),
    Wrong(
        "always float64",
        says="expected dtype torch.float32",
        check=_KINDS,
        code=but(_PLAIN, "s = as_float(scores)", "s = scores.double()"),
    ),
    Wrong(
        "in place",
        says="changed its argument 1 in place",
        check=_KEPT,
        code=but(
            _PLAIN,
            "m = (s - s[rows, y][:, None] + delta).clamp(min=0)",
            "s -= s[rows, y].clone()[:, None] - delta\n    m = s.clamp(min=0)",
        ),
    ),
]

"""Answers to `squared_hinge_loss`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import DELTA, EMPTY, FLOAT32

_GRADIENT = "by hand: the gradient for cat, car and frog"
_RULE = "no loop, no loss of torch's, no autograd; a loss and its gradient"
_HAND = "by hand: 8.41, 0 and 83.25"
_CONTRACT = "the contract, on random scores"

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
            return torch.tensor((m**2).sum() / n), torch.from_numpy(d / n)
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
            return m.square().sum(1).mean().float(), (d / len(s)).float()
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
    Right(
        "one-hot, delta first",
        """
        def squared_hinge_loss(scores, y, delta=1.0):
            hot = F.one_hot(y, scores.shape[1]).float()
            m = F.relu(scores + delta - (scores * hot).sum(1, keepdim=True)) * (1 - hot)
            g = 2 * m / len(y)
            return m.pow(2).sum(1).mean(), g - hot * g.sum(1, keepdim=True)
        """,
    ),
    Right(
        "lambda",
        """
        squared_hinge_loss = lambda scores, y, delta=1.0: (
            lambda m, hot: ((m * m).sum() / len(y), 2 * (m - hot * m.sum(1, keepdim=True)) / len(y))
        )(
            torch.relu(scores - scores.gather(1, y[:, None]) + delta)
            * (1 - F.one_hot(y, scores.shape[1])),
            F.one_hot(y, scores.shape[1]),
        )
        """,
    ),
    Right(
        "an object with backward",
        """
        def squared_hinge_loss(scores, y, delta=1.0):
            class Margins:
                def __init__(self):
                    i = torch.arange(len(y))
                    self.m = (scores - scores[i, y][:, None] + delta).clamp(min=0)
                    self.m[i, y] = 0
                def backward(self):
                    d = 2.0 * self.m
                    d[torch.arange(len(y)), y] -= d.sum(1)
                    return d / len(y)
            table = Margins()
            return torch.einsum("nc,nc->", table.m, table.m) / len(y), table.backward()
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
        check=_CONTRACT,
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
        "delta ignored",
        says="`delta` is not used",
        check=_CONTRACT,
        code=but(_PLAIN, "+ delta", "+ 1"),
    ),
    Wrong(
        "squared before the maximum",
        says="square after max(0, …)",
        check=_HAND,
        code=but(_PLAIN, ").clamp(min=0)", ")", "d = 2 * m", "d = 2 * m.clamp(min=0)"),
    ),
    Wrong(
        "always float64",
        says="expected a tensor of dtype float32",
        check=_RULE,
        code=but(_PLAIN, "s = as_float(scores)", "s = scores.double()"),
    ),
    Wrong(
        "in place",
        says="the call changed scores",
        check=_RULE,
        code=but(
            _PLAIN,
            "m = (s - s[rows, y][:, None] + delta).clamp(min=0)",
            "s -= s[rows, y].clone()[:, None] - delta\n    m = s.clamp(min=0)",
        ),
    ),
    Wrong(
        "loss as a Python number",
        says="got a Python number (float)",
        check=_RULE,
        code=but(_PLAIN, "(m**2).sum() / n,", "float((m**2).sum() / n),"),
    ),
    Wrong(
        "large gradients cut",
        says="at index",
        check=_CONTRACT,
        code=but(_PLAIN, "d / n", "(d / n).clamp(-100, 100)"),
    ),
    Wrong(
        "small margins dropped",
        says="",
        check=_CONTRACT,
        code=but(_PLAIN, "m[rows, y] = 0", "m[rows, y] = 0\n    m[m < 0.01] = 0"),
    ),
    Wrong(
        "fifteen classes at most",
        says="entry 0: expected",
        check=_CONTRACT,
        code=but(_PLAIN, "m[rows, y] = 0", "m[rows, y] = 0\n    m[:, 15:] = 0"),
    ),
    Wrong(
        "autograd of torch.func",
        says="uses autograd",
        check=_RULE,
        code="""
        def squared_hinge_loss(scores, y, delta=1.0):
            def value(s):
                m = torch.relu(s - s.gather(1, y[:, None]) + delta)
                return (m**2).sum() / len(y) - delta**2

            return value(scores), torch.func.grad(value)(scores)
        """,
    ),
    Wrong(
        "a loop with map",
        says="may have no loop",
        check=_RULE,
        code="""
        def squared_hinge_loss(scores, y, delta=1.0):
            def one(row, label):
                m = torch.relu(row - row[label] + delta)
                m[label] = 0
                d = 2 * m
                d[label] = -d.sum()
                return (m**2).sum(), d

            values, slopes = zip(*map(one, scores, y))
            return sum(values) / len(y), torch.stack(slopes) / len(y)
        """,
    ),
]

EQUIVALENT = [
    Equivalent(
        "s = as_float(scores)",
        "s = scores",
        "Scores are floating-point numbers; whole ones are not promised.",
    ),
]

ALLOWED = [
    *DELTA,
    *EMPTY,
    *FLOAT32,
    Allowed("*: result 1: negative numbers as 0", "The loss is never negative."),
]

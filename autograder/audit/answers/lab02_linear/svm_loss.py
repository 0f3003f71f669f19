"""Answers to `svm_loss`."""

from autograder.audit.answers.lab02_linear.writing import changed, to

right, wrong = to("svm_loss", "def svm_loss(scores, y, delta=1.0):")

RULE = "no loop, no loss of torch's, no autograd"
GRADIENT = "by hand: the gradient for cat, car and frog"
VALUES = "random values"
GRADIENTS = "random gradients"
DTYPE = "the gradient has the dtype of the scores"
WHOLE = "whole numbers work"
KEPT = "the scores stay as they were"

RIGHT = [
    right(
        "gather and scatter",
        """
        s = as_float(scores)
        m = torch.relu(s - s.gather(1, y[:, None]) + delta).scatter(1, y[:, None], 0)
        d = (m > 0).to(s.dtype)
        d = d.scatter(1, y[:, None], -d.sum(1, keepdim=True))
        return m.sum(1).mean(), d / len(s)
        """,
    ),
    right(
        "one-hot",
        """
        s = as_float(scores)
        own = torch.nn.functional.one_hot(y, s.shape[1]).to(s.dtype)
        m = ((s - (s * own).sum(1, keepdim=True) + delta) * (1 - own)).clamp(min=0)
        hit = m.sign()
        return m.sum() / len(s), (hit - own * hit.sum(1, keepdim=True)) / len(s)
        """,
    ),
    right(
        "delta taken off",
        """
        s = as_float(scores)
        i = torch.arange(len(y))
        m = (s - s[i, y].unsqueeze(1) + delta).clamp(min=0)
        d = (m > 0).to(s.dtype)
        d[i, y] -= d.sum(1)
        return m.sum() / len(y) - delta, d / len(y)
        """,
    ),
    right(
        "numpy inside",
        """
        import numpy as np

        s, t, n = as_float(scores).numpy(), y.numpy(), len(y)
        m = np.maximum(0, s - np.take_along_axis(s, t[:, None], 1) + delta)
        m[np.arange(n), t] = 0
        d = (m > 0).astype(s.dtype)
        d[np.arange(n), t] = -d.sum(1)
        return float(m.sum() / n), torch.from_numpy(d / n).to(torch.from_numpy(s).dtype)
        """,
    ),
    right(
        "float64 inside",
        """
        s = scores.double()
        own = torch.arange(s.shape[1]) == y[:, None]
        m = torch.where(own, 0.0, (s - s[own][:, None] + delta).clamp(min=0))
        d = (m > 0).double() / len(s)
        d = torch.where(own, -d.sum(1, keepdim=True), d)
        return m.sum(1).mean(), d.to(as_float(scores).dtype)
        """,
    ),
    right(
        "outer helper",
        """
        def table(s):
            m = (s - s[torch.arange(len(y)), y][:, None] + delta).clamp(min=0)
            m[torch.arange(len(y)), y] = 0
            return m

        s = as_float(scores)
        m = table(s)
        d = torch.where(m > 0, 1.0, 0.0).to(s.dtype)
        d[torch.arange(len(y)), y] = -d.sum(dim=1)
        return m.sum(dim=1).mean(), d.div_(len(y))
        """,
    ),
    right(
        "heaviside and einsum",
        """
        s = as_float(scores)
        own = torch.eye(s.shape[1], dtype=s.dtype)[y]
        m = (s - torch.einsum("nc,nc->n", s, own)[:, None] + delta) * (1 - own)
        hit = torch.heaviside(m, torch.zeros((), dtype=s.dtype)) * (1 - own)
        n = s.shape[0]
        return (hit * m).sum() / n, (hit - torch.einsum("nc,nk->nk", hit, own)) / n
        """,
    ),
]

_PLAIN = """
s = as_float(scores)
n, rows = len(s), torch.arange(len(s))
m = (s - s[rows, y][:, None] + delta).clamp(min=0)
m[rows, y] = 0
d = (m > 0).to(s.dtype)
d[rows, y] = -d.sum(1)
return m.sum() / n, d / n
"""


WRONG = [
    wrong(
        "sum",
        RULE,
        "that is the sum over the pictures",
        changed(_PLAIN, ("m.sum() / n", "m.sum()")),
    ),
    wrong(
        "j = y counts", RULE, "j = y adds a margin of 1", changed(_PLAIN, ("m[rows, y] = 0\n", ""))
    ),
    wrong(
        "mean of all",
        RULE,
        "mean over pictures and classes",
        changed(_PLAIN, ("m.sum() / n", "m.mean()")),
    ),
    wrong("gradient not over n", GRADIENT, "divided by n too", changed(_PLAIN, ("d / n", "d"))),
    wrong("sign turned", GRADIENT, "the sign is turned", changed(_PLAIN, ("d / n", "-d / n"))),
    wrong(
        "own entry missing",
        GRADIENT,
        "own entry is missing",
        changed(_PLAIN, ("d[rows, y] = -d.sum(1)\n", "")),
    ),
    wrong(
        "own entry −1",
        GRADIENT,
        "minus their number, not −1",
        changed(_PLAIN, ("-d.sum(1)", "-(d.sum(1) > 0).to(s.dtype)")),
    ),
    wrong("delta ignored", VALUES, "`delta` is not used", changed(_PLAIN, ("+ delta", "+ 1"))),
    wrong("gradient without delta", GRADIENTS, "", changed(_PLAIN, ("(m > 0)", "(m > delta)"))),
    wrong(
        "always float32",
        DTYPE,
        "expected dtype torch.float64",
        changed(_PLAIN, ("return m.sum() / n, d / n", "return m.sum() / n, (d / n).float()")),
    ),
    wrong(
        "always float64",
        DTYPE,
        "expected dtype torch.float32",
        changed(_PLAIN, ("s = as_float(scores)", "s = scores.double()")),
    ),
    wrong(
        "whole numbers",
        WHOLE,
        "",
        changed(
            _PLAIN,
            ("s = as_float(scores)", "s = scores"),
            ("+ delta", "+ torch.tensor(delta).to(s.dtype)"),
        ),
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
    wrong("value only", RULE, "expected 2 values", changed(_PLAIN, (", d / n", ""))),
    wrong(
        "loop over pictures",
        RULE,
        "may have no loop",
        """
        s, d, total = as_float(scores), torch.zeros_like(as_float(scores)), 0.0
        for i in range(len(s)):
            m = (s[i] - s[i, y[i]] + delta).clamp(min=0)
            m[y[i]] = 0
            d[i] = (m > 0).to(s.dtype)
            d[i, y[i]] = -d[i].sum()
            total = total + m.sum()
        return total / len(s), d / len(s)
        """,
    ),
    wrong(
        "autograd",
        RULE,
        "write it without",
        """
        s = as_float(scores).clone().requires_grad_()
        rows = torch.arange(len(s))
        m = (s - s[rows, y][:, None] + delta).clamp(min=0)
        value = m.sum() / len(s) - delta
        value.backward()
        return value.detach(), s.grad
        """,
    ),
]

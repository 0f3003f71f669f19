"""Answers to `svm_loss`."""

from autograder.audit.answers import Right, Wrong, but

_RULE = "no loop, no loss of torch's, no autograd"
_GRADIENT = "by hand: the gradient for cat, car and frog"
_VALUES = "random values"
_GRADIENTS = "random gradients"
_DTYPE = "the gradient has the dtype of the scores"
_WHOLE = "whole numbers work"
_KEPT = "the scores stay as they were"

_PLAIN = """
def svm_loss(scores, y, delta=1.0):
    s = as_float(scores)
    n, rows = len(s), torch.arange(len(s))
    m = (s - s[rows, y][:, None] + delta).clamp(min=0)
    m[rows, y] = 0
    d = (m > 0).to(s.dtype)
    d[rows, y] = -d.sum(1)
    return m.sum() / n, d / n
"""

RIGHT = [
    Right(
        "gather and scatter",
        """
        def svm_loss(scores, y, delta=1.0):
            s = as_float(scores)
            m = torch.relu(s - s.gather(1, y[:, None]) + delta).scatter(1, y[:, None], 0)
            d = (m > 0).to(s.dtype)
            d = d.scatter(1, y[:, None], -d.sum(1, keepdim=True))
            return m.sum(1).mean(), d / len(s)
        """,
    ),
    Right(
        "one-hot",
        """
        def svm_loss(scores, y, delta=1.0):
            s = as_float(scores)
            own = torch.nn.functional.one_hot(y, s.shape[1]).to(s.dtype)
            m = ((s - (s * own).sum(1, keepdim=True) + delta) * (1 - own)).clamp(min=0)
            hit = m.sign()
            return m.sum() / len(s), (hit - own * hit.sum(1, keepdim=True)) / len(s)
        """,
    ),
    Right(
        "delta taken off",
        """
        def svm_loss(scores, y, delta=1.0):
            s = as_float(scores)
            i = torch.arange(len(y))
            m = (s - s[i, y].unsqueeze(1) + delta).clamp(min=0)
            d = (m > 0).to(s.dtype)
            d[i, y] -= d.sum(1)
            return m.sum() / len(y) - delta, d / len(y)
        """,
    ),
    Right(
        "numpy inside",
        """
        def svm_loss(scores, y, delta=1.0):
            import numpy as np

            s, t, n = as_float(scores).numpy(), y.numpy(), len(y)
            m = np.maximum(0, s - np.take_along_axis(s, t[:, None], 1) + delta)
            m[np.arange(n), t] = 0
            d = (m > 0).astype(s.dtype)
            d[np.arange(n), t] = -d.sum(1)
            return float(m.sum() / n), torch.from_numpy(d / n).to(torch.from_numpy(s).dtype)
        """,
    ),
    Right(
        "float64 inside",
        """
        def svm_loss(scores, y, delta=1.0):
            s = scores.double()
            own = torch.arange(s.shape[1]) == y[:, None]
            m = torch.where(own, 0.0, (s - s[own][:, None] + delta).clamp(min=0))
            d = (m > 0).double() / len(s)
            d = torch.where(own, -d.sum(1, keepdim=True), d)
            return m.sum(1).mean(), d.to(as_float(scores).dtype)
        """,
    ),
    Right(
        "outer helper",
        """
        def svm_loss(scores, y, delta=1.0):
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
    Right(
        "heaviside and einsum",
        """
        def svm_loss(scores, y, delta=1.0):
            s = as_float(scores)
            own = torch.eye(s.shape[1], dtype=s.dtype)[y]
            m = (s - torch.einsum("nc,nc->n", s, own)[:, None] + delta) * (1 - own)
            hit = torch.heaviside(m, torch.zeros((), dtype=s.dtype)) * (1 - own)
            n = s.shape[0]
            return (hit * m).sum() / n, (hit - torch.einsum("nc,nk->nk", hit, own)) / n
        """,
    ),
]

WRONG = [
    Wrong(
        "sum",
        says="that is the sum over the pictures",
        check=_RULE,
        code=but(_PLAIN, "m.sum() / n", "m.sum()"),
    ),
    Wrong(
        "j = y counts",
        says="j = y adds a margin of 1",
        check=_RULE,
        code=but(_PLAIN, "    m[rows, y] = 0\n", ""),
    ),
    Wrong(
        "mean of all",
        says="mean over pictures and classes",
        check=_RULE,
        code=but(_PLAIN, "m.sum() / n", "m.mean()"),
    ),
    Wrong(
        "gradient not over n",
        typical=True,
        says="divided by n too",
        check=_GRADIENT,
        code=but(_PLAIN, "d / n", "d"),
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
        "own entry −1",
        says="minus their number, not −1",
        check=_GRADIENT,
        code=but(_PLAIN, "-d.sum(1)", "-(d.sum(1) > 0).to(s.dtype)"),
    ),
    Wrong(
        "delta ignored",
        says="`delta` is not used",
        check=_VALUES,
        code=but(_PLAIN, "+ delta", "+ 1"),
    ),
    Wrong(
        "gradient without delta",
        says="",
        check=_GRADIENTS,
        code=but(_PLAIN, "(m > 0)", "(m > delta)"),
    ),
    Wrong(
        "always float32",
        says="expected dtype torch.float64",
        check=_DTYPE,
        code=but(_PLAIN, "return m.sum() / n, d / n", "return m.sum() / n, (d / n).float()"),
    ),
    Wrong(
        "always float64",
        says="expected dtype torch.float32",
        check=_DTYPE,
        code=but(_PLAIN, "s = as_float(scores)", "s = scores.double()"),
    ),
    Wrong(
        "whole numbers",
        says="",
        check=_WHOLE,
        code=but(
            _PLAIN,
            "s = as_float(scores)",
            "s = scores",
            "+ delta",
            "+ torch.tensor(delta).to(s.dtype)",
        ),
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
    Wrong("value only", says="expected 2 values", check=_RULE, code=but(_PLAIN, ", d / n", "")),
    Wrong(
        "loop over pictures",
        says="may have no loop",
        check=_RULE,
        code="""
        def svm_loss(scores, y, delta=1.0):
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
    Wrong(
        "autograd",
        says="uses autograd",
        check=_RULE,
        code="""
        def svm_loss(scores, y, delta=1.0):
            s = as_float(scores).clone().requires_grad_()
            rows = torch.arange(len(s))
            m = (s - s[rows, y][:, None] + delta).clamp(min=0)
            value = m.sum() / len(s) - delta
            value.backward()
            return value.detach(), s.grad
        """,
    ),
]

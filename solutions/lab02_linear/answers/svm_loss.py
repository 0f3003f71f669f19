"""Answers to `svm_loss`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import DELTA, EMPTY, FLOAT32

_RULE = "no loop, no loss of torch's, no autograd; a loss and its gradient"
_LOSS = "by hand: the loss for cat, car and frog"
_GRADIENT = "by hand: the gradient for cat, car and frog"
_CONTRACT = "the contract, on random scores"

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
            return torch.tensor(m.sum() / n), torch.from_numpy(d / n)
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
            return m.sum(1).mean().to(scores.dtype), d.to(scores.dtype)
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
    Right(
        "float() and clamp",
        """
        def svm_loss(scores, y, delta=1.0):
            n = scores.shape[0]
            correct = scores[torch.arange(n), y].unsqueeze(1)
            margins = torch.clamp(scores - correct + delta, min=0)
            margins[torch.arange(n), y] = 0
            loss = margins.sum() / n
            grad = (margins > 0).float()
            grad[torch.arange(n), y] = -grad.sum(dim=1)
            return loss, grad / n
        """,
    ),
    Right(
        "lambda",
        """
        hot = lambda s, y: torch.nn.functional.one_hot(y, s.shape[1])
        cost = lambda s, y, d: torch.relu(s - s.gather(1, y[:, None]) + d) * (1 - hot(s, y))
        slope = lambda m, own: (m > 0).float() - own * (m > 0).sum(1, keepdim=True)
        svm_loss = lambda scores, y, delta=1.0: (
            cost(scores, y, delta).sum() / len(y),
            slope(cost(scores, y, delta), hot(scores, y)) / len(y),
        )
        """,
    ),
    Right(
        "an object with forward and backward",
        """
        class Hinge:
            def __init__(self, delta):
                self.delta = delta
            def forward(self, scores, y):
                self.y, self.n = y, len(y)
                own = torch.zeros_like(scores, dtype=torch.bool)
                own[torch.arange(self.n), y] = True
                self.own = own
                m = scores - scores[own].view(-1, 1) + self.delta
                self.m = torch.where(own, torch.zeros_like(scores), m.clamp_min(0))
                return self.m.sum() / self.n
            def backward(self):
                g = torch.sign(self.m)
                return (g - self.own * g.sum(1, keepdim=True)) / self.n
        def svm_loss(scores, y, delta=1.0):
            h = Hinge(delta)
            loss = h.forward(scores, y)
            return loss, h.backward()
        """,
    ),
    Right(
        "masks, gather and scatter",
        """
        def svm_loss(scores, y, delta=1.0):
            N, C = scores.shape
            mask = torch.ones(N, C, dtype=torch.bool).scatter(1, y.unsqueeze(1), False)
            margins = (scores - scores.take_along_dim(y[:, None], 1) + delta).masked_fill(~mask, 0)
            positive = margins.gt(0)
            loss = margins[positive].sum() / N
            dscores = positive.to(scores.dtype)
            dscores.scatter_(1, y[:, None], -positive.sum(1, keepdim=True).to(scores.dtype))
            return loss, dscores.mul(1 / N)
        """,
    ),
]

WRONG = [
    Wrong(
        "sum",
        says="that is the sum over the pictures",
        check=_LOSS,
        code=but(_PLAIN, "m.sum() / n", "m.sum()"),
    ),
    Wrong(
        "j = y counts",
        says="j = y adds a margin of 1",
        check=_LOSS,
        code=but(_PLAIN, "    m[rows, y] = 0\n", ""),
    ),
    Wrong(
        "mean of all",
        says="mean over pictures and classes",
        check=_LOSS,
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
        check=_CONTRACT,
        code=but(_PLAIN, "+ delta", "+ 1"),
    ),
    Wrong(
        "gradient without delta",
        says="",
        check=_CONTRACT,
        code=but(_PLAIN, "(m > 0)", "(m > delta)"),
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
    Wrong(
        "loss as a Python number",
        says="got a Python number (float)",
        check=_RULE,
        code=but(_PLAIN, "m.sum() / n,", "(m.sum() / n).item(),"),
    ),
    Wrong(
        "gradient over the classes",
        says="the gradient of a mean over the classes",
        check=_GRADIENT,
        code=but(_PLAIN, "d / n", "d / d.numel()"),
    ),
    Wrong(
        "pushes at a margin of 0",
        says="at index",
        check=_CONTRACT,
        code=but(_PLAIN, "d = (m > 0)", "d = (s - s[rows, y][:, None] + delta >= 0)"),
    ),
    Wrong(
        "squeezed",
        says="expected a tensor of shape",
        check=_RULE,
        code=but(_PLAIN, "d / n", "(d / n).squeeze()"),
    ),
    Wrong(
        "large gradients cut",
        says="at index",
        check=_CONTRACT,
        code=but(_PLAIN, "d / n", "d.clamp(min=-20) / n"),
    ),
    Wrong(
        "remembered by shape",
        says="",
        check=_CONTRACT,
        code="""
        _margins = {}

        def svm_loss(scores, y, delta=1.0):
            rows = torch.arange(len(y))
            if scores.shape not in _margins:
                m = (scores - scores[rows, y][:, None] + delta).clamp(min=0)
                m[rows, y] = 0
                _margins[scores.shape] = m
            m = _margins[scores.shape]
            d = (m > 0).float()
            d[rows, y] = -d.sum(1)
            return m.sum() / len(y), d / len(y)
        """,
    ),
    Wrong(
        "autograd of torch.func",
        says="uses autograd",
        check=_RULE,
        code="""
        def svm_loss(scores, y, delta=1.0):
            def value(s):
                m = torch.relu(s - s.gather(1, y[:, None]) + delta)
                return m.sum() / len(y) - delta

            d, loss = torch.func.grad_and_value(value)(scores)
            return loss, d
        """,
    ),
    Wrong(
        "a loss of torch's as a module",
        says="multi_margin_loss",
        check=_RULE,
        code="""
        def svm_loss(scores, y, delta=1.0):
            n, rows = len(y), torch.arange(len(y))
            loss = scores.shape[1] * torch.nn.MultiMarginLoss(margin=delta)(scores, y)
            d = (scores - scores[rows, y][:, None] + delta > 0).float()
            d[rows, y] = 1 - d.sum(1)
            return loss, d / n
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

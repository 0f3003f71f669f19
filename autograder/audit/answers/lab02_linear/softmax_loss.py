"""Answers to `softmax_loss`."""

from autograder.audit.answers.lab02_linear.writing import changed, to

right, wrong = to("softmax_loss", "def softmax_loss(scores, y):")

DTYPE = "the dtype of the scores; float32 for whole numbers"
KEPT = "the scores stay as they were"
CAT = "by hand: 2.04 for the cat"
GRADIENT = "by hand: the gradient is p, less 1 at the right class"
EQUAL = "four classes, all scores equal: log 4"
BOTH = "random values and gradients"
HUGE = "scores of ±10,000: finite and right"

RIGHT = [
    right(
        "logsumexp",
        """
        s = as_float(scores)
        logs = s - s.logsumexp(dim=1, keepdim=True)
        own = torch.nn.functional.one_hot(y, s.shape[1]).to(s.dtype)
        return -(logs * own).sum() / len(s), (logs.exp() - own) / len(s)
        """,
    ),
    right(
        "own softmax for the gradient",
        """
        s = as_float(scores)
        d = softmax(s)
        d[torch.arange(len(y)), y] -= 1
        loss = (torch.logsumexp(s, 1) - s[torch.arange(len(y)), y]).mean()
        return loss, d / len(y)
        """,
    ),
    right(
        "gather and scatter",
        """
        s = as_float(scores)
        s = s - s.amax(1, keepdim=True)
        total = s.exp().sum(1, keepdim=True)
        loss = (total.log() - s.gather(1, y[:, None])).mean()
        minus = torch.full_like(s[:, :1], -1.0)
        return loss, (s.exp() / total).scatter_add(1, y[:, None], minus) / len(s)
        """,
    ),
    right(
        "numpy inside",
        """
        import numpy as np

        s, t, n = as_float(scores).numpy(), y.numpy(), len(y)
        s = s - s.max(axis=1, keepdims=True)
        total = np.exp(s).sum(axis=1, keepdims=True)
        d = np.exp(s) / total
        loss = float((np.log(total[:, 0]) - s[np.arange(n), t]).mean())
        d[np.arange(n), t] -= 1
        return loss, torch.from_numpy(d / n).to(as_float(scores).dtype)
        """,
    ),
    right(
        "float64 inside",
        """
        s = scores.double()
        s = s - s.max(dim=1, keepdim=True).values
        total = s.exp().sum(1)
        own = torch.arange(s.shape[1]) == y[:, None]
        d = (s.exp() / total[:, None] - own.double()) / len(s)
        return (total.log() - s[own]).mean(), d.to(as_float(scores).dtype)
        """,
    ),
    right(
        "differences to the right class",
        """
        s = as_float(scores)
        rows = torch.arange(len(s))
        lead = s - s[rows, y][:, None]
        loss = lead.logsumexp(dim=1).mean()
        d = (lead - lead.logsumexp(dim=1, keepdim=True)).exp()
        d[rows, y] -= 1
        return loss, d.div_(len(s))
        """,
    ),
]

_PLAIN = """
s = as_float(scores)
n, rows = len(s), torch.arange(len(s))
s = s - s.max(dim=1, keepdim=True).values
total = s.exp().sum(dim=1)
loss = (total.log() - s[rows, y]).mean()
d = s.exp() / total[:, None]
d[rows, y] -= 1
return loss, d / n
"""
_LOG_OF_SOFTMAX = (
    "loss = (total.log() - s[rows, y]).mean()",
    "loss = -(s.exp() / total[:, None])[rows, y].log().mean()",
)

WRONG = [
    wrong(
        "base 10",
        CAT,
        "logarithm to base 10",
        changed(_PLAIN, ("return loss", "return loss / math.log(10)")),
    ),
    wrong(
        "base 2",
        CAT,
        "logarithm to base 2",
        changed(_PLAIN, ("return loss", "return loss / math.log(2)")),
    ),
    wrong(
        "minus missing",
        CAT,
        "the minus is missing",
        changed(_PLAIN, ("return loss", "return -loss")),
    ),
    wrong(
        "probability",
        CAT,
        "that is the probability itself",
        changed(_PLAIN, ("return loss", "return (-loss).exp()")),
    ),
    wrong(
        "likeliest class",
        CAT,
        "that of the right class",
        changed(_PLAIN, ("- s[rows, y]", "- s.amax(1)")),
    ),
    wrong(
        "sum", EQUAL, "that is the sum over the pictures", changed(_PLAIN, (").mean()", ").sum()"))
    ),
    wrong(
        "mean of all",
        EQUAL,
        "mean over pictures and classes",
        changed(_PLAIN, ("return loss", "return loss / s.shape[1]")),
    ),
    wrong("logarithm of softmax", HUGE, "a probability became 0", changed(_PLAIN, _LOG_OF_SOFTMAX)),
    wrong(
        "a little added",
        HUGE,
        "",
        changed(_PLAIN, _LOG_OF_SOFTMAX, ("[rows, y].log()", "[rows, y].add(1e-12).log()")),
    ),
    wrong(
        "no shift",
        HUGE,
        "expected finite numbers",
        changed(_PLAIN, ("s = s - s.max(dim=1, keepdim=True).values\n", "")),
    ),
    wrong(
        "one maximum for all",
        HUGE,
        "expected finite numbers",
        changed(_PLAIN, ("s.max(dim=1, keepdim=True).values", "s.max()")),
    ),
    wrong("gradient not over n", BOTH, "divided by n too", changed(_PLAIN, ("d / n", "d"))),
    wrong("gradient turned", GRADIENT, "the sign is turned", changed(_PLAIN, ("d / n", "-d / n"))),
    wrong(
        "1 not subtracted",
        GRADIENT,
        "1 is to be subtracted",
        changed(_PLAIN, ("d[rows, y] -= 1\n", "")),
    ),
    wrong(
        "1 subtracted after the division",
        BOTH,
        "subtract first, then divide",
        changed(_PLAIN, ("d[rows, y] -= 1\n", "d /= n\nd[rows, y] -= 1\n"), ("d / n", "d")),
    ),
    wrong(
        "logarithm of the mean",
        BOTH,
        "then the mean",
        changed(
            _PLAIN, (_LOG_OF_SOFTMAX[0], "loss = -(s.exp() / total[:, None])[rows, y].mean().log()")
        ),
    ),
    wrong(
        "torch",
        CAT,
        "uses `torch.nn.functional.cross_entropy`",
        changed(_PLAIN, (_LOG_OF_SOFTMAX[0], "loss = torch.nn.functional.cross_entropy(s, y)")),
    ),
    wrong(
        "whole numbers",
        DTYPE,
        "",
        changed(
            _PLAIN,
            ("s = as_float(scores)", "s = scores"),
            ("total = s.exp().sum(dim=1)", "total = s.exp().to(s.dtype).sum(dim=1)"),
        ),
    ),
    wrong(
        "in place",
        KEPT,
        "changed its argument 1 in place",
        changed(
            _PLAIN,
            (
                "s = s - s.max(dim=1, keepdim=True).values",
                "s -= s.max(dim=1, keepdim=True).values.clone()",
            ),
        ),
    ),
    wrong("value only", CAT, "expected 2 values", changed(_PLAIN, (", d / n", ""))),
]

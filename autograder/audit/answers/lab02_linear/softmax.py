"""Answers to `softmax`."""

from autograder.audit.answers.lab02_linear.writing import to

right, wrong = to("softmax", "def softmax(scores):")

HAND = "by hand: 0.13, 0.87 and 0.00"
LARGE = "scores of ±1000 give probabilities, not nan"
RANDOM = "random scores"
OWN = "every row has its own maximum"
DTYPE = "the dtype of the scores; float32 for whole numbers"
KEPT = "the scores stay as they were"

RIGHT = [
    right(
        "logsumexp",
        """
        s = as_float(scores)
        return (s - s.logsumexp(dim=-1, keepdim=True)).exp()
        """,
    ),
    right(
        "calls itself for one picture",
        """
        if scores.dim() == 1:
            return softmax(scores[None])[0]
        s = as_float(scores)
        e = torch.exp(s - s.amax(dim=1, keepdim=True))
        return e / e.sum(dim=1, keepdim=True)
        """,
    ),
    right(
        "row by row",
        """
        s = as_float(scores)
        rows = s.reshape(-1, s.shape[-1])
        done = [(row - row.max()).exp() / (row - row.max()).exp().sum() for row in rows]
        return torch.stack(done).reshape(s.shape)
        """,
    ),
    right(
        "numpy inside",
        """
        import numpy as np

        s = as_float(scores).numpy()
        e = np.exp(s - s.max(axis=-1, keepdims=True))
        return torch.from_numpy(e / e.sum(axis=-1, keepdims=True))
        """,
    ),
    right(
        "float64 inside",
        """
        s = scores.double()
        e = (s - s.amax(-1, keepdim=True)).exp()
        return (e / e.sum(-1, keepdim=True)).to(as_float(scores).dtype)
        """,
    ),
    right(
        "in place on a copy",
        """
        s = as_float(scores).clone()
        s -= s.max(dim=-1, keepdim=True).values
        s.exp_()
        s /= s.sum(dim=-1, keepdim=True)
        return s
        """,
    ),
    right(
        "differences of all pairs",
        """
        s = as_float(scores)
        return 1 / (s.unsqueeze(-2) - s.unsqueeze(-1)).exp().sum(dim=-1)
        """,
    ),
]

WRONG = [
    wrong("not divided", HAND, "not divided by their sum", "return as_float(scores).exp()"),
    wrong(
        "scores divided",
        HAND,
        "the scores themselves are divided",
        "s = as_float(scores)\nreturn s / s.sum(-1, keepdim=True)",
    ),
    wrong(
        "logarithms",
        HAND,
        "logarithms of the probabilities",
        "s = as_float(scores)\nreturn s - s.logsumexp(-1, keepdim=True)",
    ),
    wrong(
        "no shift", LARGE, "nan", "e = as_float(scores).exp()\nreturn e / e.sum(-1, keepdim=True)"
    ),
    wrong(
        "one maximum for all",
        OWN,
        "got nan or inf in some row",
        """
        s = as_float(scores)
        e = (s - s.max()).exp()
        return e / e.sum(-1, keepdim=True)
        """,
    ),
    wrong(
        "columns",
        RANDOM,
        "the columns sum to 1",
        """
        s = as_float(scores)
        e = (s - s.amax(-1, keepdim=True)).exp()
        e = (s - s.amax(0)).exp() if s.dim() == 2 else e
        return e / e.sum(0)
        """,
    ),
    wrong(
        "the whole table",
        RANDOM,
        "the whole table sums to 1",
        "s = as_float(scores)\ne = (s - s.max()).exp()\nreturn e / e.sum()",
    ),
    wrong("torch", HAND, "uses `torch.softmax`", "return torch.softmax(as_float(scores), dim=-1)"),
    wrong(
        "torch, imported",
        HAND,
        "uses `torch.softmax`",
        "from torch import softmax as s\nreturn s(as_float(scores), -1)",
    ),
    wrong("method of torch", HAND, "uses `torch.softmax`", "return as_float(scores).softmax(-1)"),
    wrong(
        "whole numbers",
        DTYPE,
        "",
        """
        e = (scores - scores.amax(-1, keepdim=True)).exp().to(scores.dtype)
        return e / e.sum(-1, keepdim=True)
    """,
    ),
    wrong(
        "always float32",
        DTYPE,
        "expected dtype torch.float64",
        """
        s = scores.double()
        e = (s - s.amax(-1, keepdim=True)).exp()
        return (e / e.sum(-1, keepdim=True)).float()
    """,
    ),
    wrong(
        "in place",
        KEPT,
        "changed its argument 1 in place",
        """
        s = as_float(scores)
        s -= s.amax(-1, keepdim=True).clone()
        return s.exp() / s.exp().sum(-1, keepdim=True)
    """,
    ),
    wrong(
        "base 2",
        HAND,
        "",
        """
        s = as_float(scores)
        e = 2 ** (s - s.amax(-1, keepdim=True))
        return e / e.sum(-1, keepdim=True)
    """,
    ),
]

"""Answers to `softmax`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong

from ._shared import AXES, EMPTY, FLOAT32

_HAND = "by hand: 0.13, 0.87 and 0.00"
_LARGE = "scores of ±1000 give probabilities, not nan"
_CONTRACT = "the contract, on random scores"
_RULE = "no softmax of torch's; a table of the same shape"

RIGHT = [
    Right(
        "logsumexp",
        """
        def softmax(scores):
            s = as_float(scores)
            return (s - s.logsumexp(dim=-1, keepdim=True)).exp()
        """,
    ),
    Right(
        "calls itself for one picture",
        """
        def softmax(scores):
            if scores.dim() == 1:
                return softmax(scores[None])[0]
            s = as_float(scores)
            e = torch.exp(s - s.amax(dim=1, keepdim=True))
            return e / e.sum(dim=1, keepdim=True)
        """,
    ),
    Right(
        "row by row",
        """
        def softmax(scores):
            s = as_float(scores)
            rows = s.reshape(-1, s.shape[-1])
            done = [(row - row.max()).exp() / (row - row.max()).exp().sum() for row in rows]
            return torch.stack(done).reshape(s.shape)
        """,
    ),
    Right(
        "numpy inside",
        """
        def softmax(scores):
            import numpy as np

            s = as_float(scores).numpy()
            e = np.exp(s - s.max(axis=-1, keepdims=True))
            return torch.from_numpy(e / e.sum(axis=-1, keepdims=True))
        """,
    ),
    Right(
        "float64 inside",
        """
        def softmax(scores):
            s = scores.double()
            e = (s - s.amax(-1, keepdim=True)).exp()
            return (e / e.sum(-1, keepdim=True)).to(as_float(scores).dtype)
        """,
    ),
    Right(
        "in place on a copy",
        """
        def softmax(scores):
            s = as_float(scores).clone()
            s -= s.max(dim=-1, keepdim=True).values
            s.exp_()
            s /= s.sum(dim=-1, keepdim=True)
            return s
        """,
    ),
    Right(
        "differences of all pairs",
        """
        def softmax(scores):
            s = as_float(scores)
            return 1 / (s.unsqueeze(-2) - s.unsqueeze(-1)).exp().sum(dim=-1)
        """,
    ),
    Right(
        "lambda",
        """
        divided = lambda e: e / e.sum(-1, keepdim=True)
        softmax = lambda scores: divided((scores - scores.amax(-1, keepdim=True)).exp())
        """,
    ),
    Right(
        "always float()",
        """
        def softmax(scores):
            z = scores.float()
            z = z - torch.max(z, -1).values.unsqueeze(-1)
            num = torch.exp(z)
            return num / num.sum(-1).unsqueeze(-1)
        """,
    ),
    Right(
        "a little added below",
        """
        def softmax(scores):
            e = torch.exp(scores - torch.max(scores, dim=-1, keepdim=True).values)
            return e / (e.sum(dim=-1, keepdim=True) + 1e-12)
        """,
    ),
]

WRONG = [
    Wrong(
        "not divided",
        says="not divided by their sum",
        check=_HAND,
        code="""
        def softmax(scores):
            return as_float(scores).exp()
        """,
    ),
    Wrong(
        "scores divided",
        says="the scores themselves are divided",
        check=_HAND,
        code="""
        def softmax(scores):
            s = as_float(scores)
            return s / s.sum(-1, keepdim=True)
        """,
    ),
    Wrong(
        "logarithms",
        says="logarithms of the probabilities",
        check=_HAND,
        code="""
        def softmax(scores):
            s = as_float(scores)
            return s - s.logsumexp(-1, keepdim=True)
        """,
    ),
    Wrong(
        "no shift",
        typical=True,
        says="nan",
        check=_LARGE,
        code="""
        def softmax(scores):
            e = as_float(scores).exp()
            return e / e.sum(-1, keepdim=True)
        """,
    ),
    Wrong(
        "one maximum for all",
        says="got nan or inf in some row",
        check=_CONTRACT,
        code="""
        def softmax(scores):
            s = as_float(scores)
            e = (s - s.max()).exp()
            return e / e.sum(-1, keepdim=True)
        """,
    ),
    Wrong(
        "columns",
        says="the columns sum to 1",
        check=_CONTRACT,
        code="""
        def softmax(scores):
            s = as_float(scores)
            e = (s - s.amax(-1, keepdim=True)).exp()
            e = (s - s.amax(0)).exp() if s.dim() == 2 else e
            return e / e.sum(0)
        """,
    ),
    Wrong(
        "the whole table",
        says="the whole table sums to 1",
        check=_CONTRACT,
        code="""
        def softmax(scores):
            s = as_float(scores)
            e = (s - s.max()).exp()
            return e / e.sum()
        """,
    ),
    Wrong(
        "torch",
        says="uses `torch.softmax`",
        check=_RULE,
        code="""
        def softmax(scores):
            return torch.softmax(as_float(scores), dim=-1)
        """,
    ),
    Wrong(
        "torch, imported",
        says="uses `torch.softmax`",
        check=_RULE,
        code="""
        def softmax(scores):
            from torch import softmax as s
            return s(as_float(scores), -1)
        """,
    ),
    Wrong(
        "method of torch",
        says="uses `torch.softmax`",
        check=_RULE,
        code="""
        def softmax(scores):
            return as_float(scores).softmax(-1)
        """,
    ),
    Wrong(
        "in place",
        says="the call changed scores",
        check=_RULE,
        code="""
        def softmax(scores):
            s = as_float(scores)
            s -= s.amax(-1, keepdim=True).clone()
            return s.exp() / s.exp().sum(-1, keepdim=True)
        """,
    ),
    Wrong(
        "base 2",
        says="",
        check=_HAND,
        code="""
        def softmax(scores):
            s = as_float(scores)
            e = 2 ** (s - s.amax(-1, keepdim=True))
            return e / e.sum(-1, keepdim=True)
        """,
    ),
    Wrong(
        "scores cut at 80",
        says="",
        check=_CONTRACT,
        code="""
        def softmax(scores):
            e = scores.clamp(-80, 80).exp()
            return e / e.sum(-1, keepdim=True)
        """,
    ),
    Wrong(
        "always float64",
        says="expected a tensor of dtype float32",
        check=_RULE,
        code="""
        def softmax(scores):
            e = (scores.double() - scores.double().amax(-1, keepdim=True)).exp()
            return e / e.sum(-1, keepdim=True)
        """,
    ),
    Wrong(
        "squeezed",
        says="expected a tensor of shape",
        check=_RULE,
        code="""
        def softmax(scores):
            e = (scores - scores.amax(-1, keepdim=True)).exp()
            return (e / e.sum(-1, keepdim=True)).squeeze()
        """,
    ),
    Wrong(
        "remembered by shape",
        says="something is kept from call to call",
        check=_CONTRACT,
        code="""
        _tables = {}

        def softmax(scores):
            if scores.shape not in _tables:
                e = (scores - scores.amax(-1, keepdim=True)).exp()
                _tables[scores.shape] = e / e.sum(-1, keepdim=True)
            return _tables[scores.shape]
        """,
    ),
    Wrong(
        "a module of torch's",
        says="uses `torch.softmax`",
        check=_RULE,
        code="""
        def softmax(scores):
            return torch.nn.Softmax(dim=-1)(scores)
        """,
    ),
    Wrong(
        "small ones as 0",
        says="at index",
        check=_CONTRACT,
        code="""
        def softmax(scores):
            e = (scores - scores.amax(-1, keepdim=True)).exp()
            p = e / e.sum(-1, keepdim=True)
            return torch.where(p < 0.001, 0, p)
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
    *AXES,
    *EMPTY,
    *FLOAT32,
    Allowed("*: result: negative numbers as 0", "Probabilities are from 0 to 1."),
    Allowed("*: result: at most *", "Probabilities are from 0 to 1."),
    Allowed(
        "*: at least 0.001 away from 0",
        "That moves a score by a thousandth, a probability by less.",
    ),
    Allowed("*: wrong for three axes", "The scores are (C,) or (n, C)."),
]

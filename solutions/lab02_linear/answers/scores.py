"""Answers to `scores`."""

from autograder.audit.answers import Allowed, Right, Wrong

from ._shared import AXES, EMPTY

_HAND = "by hand: the cat gets −96.8"
_SHAPES = "8 features, 10 classes, 5 pictures: (10, 8) and (5, 8) give (5, 10)"
_CONTRACT = "the contract, on random pictures"

RIGHT = [
    Right(
        "einsum",
        """
        def scores(W, x, b):
            return torch.einsum("...d,cd->...c", x.to(W.dtype), W) + b
        """,
    ),
    Right(
        "linear of torch",
        """
        def scores(W, x, b):
            return torch.nn.functional.linear(x.to(W.dtype), W, b)
        """,
    ),
    Right(
        "loop over classes",
        """
        def scores(W, x, b):
            x = x.to(W.dtype)
            return torch.stack([(x * row).sum(-1) + bias for row, bias in zip(W, b)], dim=-1)
        """,
    ),
    Right(
        "broadcasting",
        """
        def scores(W, x, b):
            return (x.to(W.dtype).unsqueeze(-2) * W).sum(-1) + b
        """,
    ),
    Right(
        "bias in place",
        """
        def scores(W, x, b):
            s = x.to(W.dtype) @ W.T
            s += b
            return s
        """,
    ),
    Right(
        "calls itself for one picture",
        """
        def scores(W, x, b):
            if x.dim() == 1:
                return scores(W, x[None], b)[0]
            return torch.addmm(b, x.to(W.dtype), W.T)
        """,
    ),
    Right(
        "float64 inside",
        """
        def scores(W, x, b):
            return (x.double() @ W.double().T + b.double()).to(W.dtype)
        """,
    ),
    Right(
        "numpy inside",
        """
        def scores(W, x, b):
            import numpy as np

            table = np.dot(x.to(W.dtype).numpy(), W.numpy().T) + b.numpy()
            return torch.from_numpy(table)
        """,
    ),
    Right(
        "bias column",
        """
        def scores(W, x, b):
            x = x.to(W.dtype)
            ones = torch.ones_like(x[..., :1])
            return torch.cat([x, ones], dim=-1) @ torch.cat([W, b[:, None]], dim=1).T
        """,
    ),
    Right(
        "lambda",
        """
        scores = lambda W, x, b: x.to(W.dtype) @ W.T + b
        """,
    ),
    Right(
        "an object that is called",
        """
        class Scores:
            def __call__(self, W, x, b):
                return x.to(W.dtype) @ W.T + b
        scores = Scores()
        """,
    ),
    Right(
        "tensordot in a partial function",
        """
        from functools import partial
        def _s(x, W, b): return torch.tensordot(x.to(W), W, dims=([-1], [1])) + b
        def scores(W, x, b): return partial(_s, W=W, b=b)(x)
        """,
    ),
]

WRONG = [
    Wrong(
        "no bias",
        typical=True,
        says="the bias is missing",
        check=_HAND,
        code="""
        def scores(W, x, b):
            return x.to(W.dtype) @ W.T
        """,
    ),
    Wrong(
        "bias subtracted",
        says="the bias is subtracted",
        check=_HAND,
        code="""
        def scores(W, x, b):
            return x.to(W.dtype) @ W.T - b
        """,
    ),
    Wrong(
        "one picture only",
        says="",
        check=_SHAPES,
        code="""
        def scores(W, x, b):
            return W @ x.to(W.dtype) + b
        """,
    ),
    Wrong(
        "pictures in columns",
        says="expected one picture a row",
        check=_SHAPES,
        code="""
        def scores(W, x, b):
            return (x.to(W.dtype) @ W.T + b).T
        """,
    ),
    Wrong(
        "batches only",
        says="expected shape (3,)",
        check=_HAND,
        code="""
        def scores(W, x, b):
            return (x.to(W.dtype)[None] @ W.T + b) if x.dim() == 1 else x.to(W.dtype) @ W.T + b
        """,
    ),
    Wrong(
        "bytes not converted",
        says="stopped with RuntimeError",
        check=_CONTRACT,
        code="""
        def scores(W, x, b):
            return x @ W.T + b
        """,
    ),
    Wrong(
        "always float32",
        says="expected a tensor of dtype float64",
        check=_CONTRACT,
        code="""
        def scores(W, x, b):
            return x.float() @ W.float().T + b.float()
        """,
    ),
    Wrong(
        "dtype of the picture",
        says="expected dtype torch.float64",
        check=_CONTRACT,
        code="""
        def scores(W, x, b):
            return (x.double() @ W.double().T + b).to(x.dtype if x.is_floating_point() else W.dtype)
        """,
    ),
    Wrong(
        "mean",
        says="a score is their sum",
        check=_CONTRACT,
        code="""
        def scores(W, x, b):
            x = x.to(W.dtype)
            return x @ W.T / x.shape[-1] + b
        """,
    ),
    Wrong(
        "bias along the pictures",
        says="b goes along the columns",
        check=_CONTRACT,
        code="""
        def scores(W, x, b):
            s = x.to(W.dtype) @ W.T
            return s + b[:, None] if s.dim() == 2 and len(s) == len(b) else s + b
        """,
    ),
    Wrong(
        "weights as bytes",
        says="",
        check=_CONTRACT,
        code="""
        def scores(W, x, b):
            return (x @ W.to(x.dtype).T + b.to(x.dtype)).to(W.dtype)
        """,
    ),
    Wrong(
        "prints only",
        says="got None",
        check=_HAND,
        code="""
        def scores(W, x, b):
            print(x.to(W.dtype) @ W.T + b)
        """,
    ),
    Wrong(
        "remembered by shape",
        says="got float32",
        check=_CONTRACT,
        code="""
        _known = {}

        def scores(W, x, b):
            key = (W.shape, x.shape)
            if key not in _known:
                _known[key] = x.to(W.dtype) @ W.T + b
            return _known[key]
        """,
    ),
    Wrong(
        "squeezed",
        says="expected a tensor of shape",
        check=_CONTRACT,
        code="""
        def scores(W, x, b):
            return (x.to(W.dtype) @ W.T + b).squeeze()
        """,
    ),
    Wrong(
        "always float64",
        says="expected a tensor of dtype float32",
        check=_CONTRACT,
        code="""
        def scores(W, x, b):
            return x.double() @ W.double().T + b.double()
        """,
    ),
    Wrong(
        "small weights dropped",
        says="at index",
        check=_CONTRACT,
        code="""
        def scores(W, x, b):
            return x.to(W.dtype) @ torch.where(W.abs() < 0.01, 0, W).T + b
        """,
    ),
    Wrong(
        "weights cut in place",
        says="the call changed W",
        check=_CONTRACT,
        code="""
        def scores(W, x, b):
            table = x.to(W.dtype) @ W.T + b
            W.clamp_(-0.5, 0.5)
            return table
        """,
    ),
]

ALLOWED = [
    *AXES,
    *EMPTY,
    Allowed("*: entries below 0.000001 as 0", "Less than the digits that are asked for."),
    Allowed(
        "*: wrong for nothing but 0",
        "The check of the shapes asks with zeros, and looks at no value.",
    ),
    Allowed("*: wrong for three axes", "Pictures are (d,) or (n, d)."),
    Allowed("*: error: *", "The error is raised by lines that are given."),
]

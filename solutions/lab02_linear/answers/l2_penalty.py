"""Answers to `l2_penalty`."""

from autograder.audit.answers import Allowed, Right, Wrong

from ._shared import AXES, EMPTY, FLOAT32

_HAND = "by hand: 1 for (1, 0, 0, 0) and 0.25 for four quarters"
_SLOPE = "by hand: the gradient of (1, −2, 0) is (2, −4, 0)"
_CONTRACT = "the contract, on random weights"
_FORM = "a value and a gradient of the shape of W"

RIGHT = [
    Right(
        "norm",
        """
        def l2_penalty(W):
            return torch.linalg.vector_norm(W) ** 2, W + W
        """,
    ),
    Right(
        "dot product",
        """
        def l2_penalty(W):
            w = W.flatten()
            return w @ w, 2.0 * W
        """,
    ),
    Right(
        "loop",
        """
        def l2_penalty(W):
            return torch.tensor(sum(w * w for w in W.flatten().tolist())), torch.mul(W, 2)
        """,
    ),
    Right(
        "numpy",
        """
        def l2_penalty(W):
            import numpy as np

            w = W.numpy()
            return torch.tensor(np.square(w).sum()), torch.from_numpy(2 * w)
        """,
    ),
    Right(
        "einsum",
        """
        def l2_penalty(W):
            return torch.einsum("i,i->", W.reshape(-1), W.reshape(-1)), W * 2
        """,
    ),
    Right(
        "in place on a copy",
        """
        def l2_penalty(W):
            squares = W.clone()
            squares *= W
            return squares.sum(), W.clone().mul_(2)
        """,
    ),
    Right(
        "autograd",
        """
        def l2_penalty(W):
            w = W.clone().requires_grad_()
            with torch.enable_grad():
                value = w.square().sum()
            return value.detach(), torch.autograd.grad(value, w)[0]
        """,
    ),
    Right(
        "lambda",
        """
        l2_penalty = lambda W: (W.pow(2).sum(), 2 * W)
        """,
    ),
    Right(
        "an object",
        """
        class L2:
            def value(self, W): return W.square().sum()
            def gradient(self, W): return W * 2
        def l2_penalty(W):
            r = L2()
            return r.value(W), r.gradient(W)
        """,
    ),
    Right(
        "weight by weight in a tensor",
        """
        def l2_penalty(W):
            total = torch.zeros(())
            for w in W.flatten():
                total = total + w ** 2
            return total, 2 * W
        """,
    ),
]

WRONG = [
    Wrong(
        "root",
        says="that is the norm",
        check=_HAND,
        code="""
        def l2_penalty(W):
            return W.norm(), 2 * W
        """,
    ),
    Wrong(
        "half",
        says="there is a factor ½",
        check=_HAND,
        code="""
        def l2_penalty(W):
            return (W**2).sum() / 2, 2 * W
        """,
    ),
    Wrong(
        "mean",
        says="that is the mean",
        check=_HAND,
        code="""
        def l2_penalty(W):
            return (W**2).mean(), 2 * W
        """,
    ),
    Wrong(
        "absolute",
        says="these are absolute values",
        check=_HAND,
        code="""
        def l2_penalty(W):
            return W.abs().sum(), 2 * W
        """,
    ),
    Wrong(
        "factor missing",
        says="the factor 2 is missing",
        check=_SLOPE,
        code="""
        def l2_penalty(W):
            return (W**2).sum(), W
        """,
    ),
    Wrong(
        "sign lost",
        says="the sign of w is lost",
        check=_SLOPE,
        code="""
        def l2_penalty(W):
            return (W**2).sum(), 2 * W.abs()
        """,
    ),
    Wrong(
        "turned",
        says="points up the hill",
        check=_SLOPE,
        code="""
        def l2_penalty(W):
            return (W**2).sum(), -2 * W
        """,
    ),
    Wrong(
        "value only",
        says="expected 2 values",
        check=_HAND,
        code="""
        def l2_penalty(W):
            return (W**2).sum()
        """,
    ),
    Wrong(
        "in place",
        says="the call changed W",
        check=_FORM,
        code="""
        def l2_penalty(W):
            value = (W**2).sum()
            return value, W.mul_(2)
        """,
    ),
    Wrong(
        "sum of rows",
        says="stopped with",
        check=_HAND,
        code="""
        def l2_penalty(W):
            return (W**2).sum(dim=1).sum(), 2 * W
        """,
    ),
    Wrong(
        "a Python number",
        says="got a Python number (float)",
        check=_FORM,
        code="""
        def l2_penalty(W):
            return (W**2).sum().item(), 2 * W
        """,
    ),
    Wrong(
        "always float64",
        says="expected a tensor of dtype float32",
        check=_FORM,
        code="""
        def l2_penalty(W):
            W = W.double()
            return (W**2).sum(), 2 * W
        """,
    ),
    Wrong(
        "remembered by shape",
        says="the second call with these shapes",
        check=_CONTRACT,
        code="""
        _values = {}

        def l2_penalty(W):
            return _values.setdefault(W.shape, (W**2).sum()), 2 * W
        """,
    ),
    Wrong(
        "tables only",
        says="",
        check=_CONTRACT,
        code="""
        def l2_penalty(W):
            return (W.flatten(0, 1)**2 if W.dim() == 3 else W**2).sum(-1).max(), 2 * W
        """,
    ),
    Wrong(
        "small weights dropped",
        says="",
        check=_CONTRACT,
        code="""
        def l2_penalty(W):
            big = torch.where(W.abs() < 0.01, 0, W)
            return (big**2).sum(), 2 * big
        """,
    ),
]

ALLOWED = [
    *AXES,
    *EMPTY,
    *FLOAT32,
    Allowed("*: result 1: negative numbers as 0", "A sum of squares is never negative."),
]

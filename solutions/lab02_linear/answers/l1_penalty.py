"""Answers to `l1_penalty`."""

from autograder.audit.answers import Allowed, Right, Wrong

from ._shared import AXES, EMPTY, FLOAT32

_CONTRACT = "the contract, on random weights"
_FORM = "a value and a gradient of the shape of W"
_SAME = "by hand: (1, 0, 0, 0) and four quarters have the same L1 norm, 1"
_SIGNS = "by hand: the subgradient of (3, −2, 0) is (1, −1, 0)"

RIGHT = [
    Right(
        "norm",
        """
        def l1_penalty(W):
            return torch.linalg.vector_norm(W, ord=1), torch.sign(W)
        """,
    ),
    Right(
        "comparisons",
        """
        def l1_penalty(W):
            return W.abs().sum(), (W > 0).to(W.dtype) - (W < 0).to(W.dtype)
        """,
    ),
    Right(
        "where",
        """
        def l1_penalty(W):
            signs = torch.where(W < 0, -torch.ones_like(W), torch.ones_like(W))
            return (W * signs).sum(), torch.where(W == 0, torch.zeros_like(W), signs)
        """,
    ),
    Right(
        "loop",
        """
        def l1_penalty(W):
            signs = [(w > 0) - (w < 0) for w in W.flatten().tolist()]
            return sum(w.abs() for w in W.flatten()), W.new_tensor(signs).reshape(W.shape)
        """,
    ),
    Right(
        "numpy",
        """
        def l1_penalty(W):
            import numpy as np

            w = W.numpy()
            return torch.tensor(np.abs(w).sum()), torch.from_numpy(np.sign(w))
        """,
    ),
    Right(
        "relu twice",
        """
        def l1_penalty(W):
            return (W.relu() + (-W).relu()).sum(), W.sign().clone()
        """,
    ),
    Right(
        "nan mended",
        """
        def l1_penalty(W):
            return W.abs().sum(), (W / W.abs()).nan_to_num(0.0)
        """,
    ),
    Right(
        "lambda",
        """
        l1_penalty = lambda W: (W.abs().sum(), W.sign())
        """,
    ),
    Right(
        "where with Python numbers",
        """
        def l1_penalty(W):
            grad = torch.where(W > 0, 1.0, torch.where(W < 0, -1.0, 0.0))
            return torch.sum(torch.abs(W)), grad
        """,
    ),
    Right(
        "comparisons as float()",
        """
        def l1_penalty(W):
            return torch.norm(W, p=1), (W > 0).float() - (W < 0).float()
        """,
    ),
]

WRONG = [
    Wrong(
        "squares",
        says="these are squares",
        check=_SAME,
        code="""
        def l1_penalty(W):
            return (W**2).sum(), W.sign()
        """,
    ),
    Wrong(
        "count",
        says="counts the weights that are not 0",
        check=_SAME,
        code="""
        def l1_penalty(W):
            return (W != 0).sum().to(W.dtype), W.sign()
        """,
    ),
    Wrong(
        "mean",
        says="that is the mean",
        check=_SAME,
        code="""
        def l1_penalty(W):
            return W.abs().mean(), W.sign()
        """,
    ),
    Wrong(
        "signs cancel",
        says="the signs cancel",
        check=_SAME,
        code="""
        def l1_penalty(W):
            return W.sum(), W.sign()
        """,
    ),
    Wrong(
        "largest",
        says="that is the largest weight",
        check=_SAME,
        code="""
        def l1_penalty(W):
            return W.abs().max(), W.sign()
        """,
    ),
    Wrong(
        "0 / 0",
        says="came out as nan",
        check=_SIGNS,
        code="""
        def l1_penalty(W):
            return W.abs().sum(), W / W.abs()
        """,
    ),
    Wrong(
        "1 at 0",
        says="the subgradient is 0, not 1",
        check=_SIGNS,
        code="""
        def l1_penalty(W):
            return W.abs().sum(), torch.where(W < 0, -1.0, 1.0).to(W.dtype)
        """,
    ),
    Wrong(
        "−1 at 0",
        says="the subgradient is 0, not −1",
        check=_SIGNS,
        code="""
        def l1_penalty(W):
            return W.abs().sum(), torch.where(W > 0, 1.0, -1.0).to(W.dtype)
        """,
    ),
    Wrong(
        "ones",
        says="the sign of w is lost",
        check=_SIGNS,
        code="""
        def l1_penalty(W):
            return W.abs().sum(), (W != 0).to(W.dtype)
        """,
    ),
    Wrong(
        "the weights",
        says="that is the weight itself",
        check=_SIGNS,
        code="""
        def l1_penalty(W):
            return W.abs().sum(), W
        """,
    ),
    Wrong(
        "turned",
        says="points up the hill",
        check=_SIGNS,
        code="""
        def l1_penalty(W):
            return W.abs().sum(), -W.sign()
        """,
    ),
    Wrong(
        "in place",
        says="the call changed W",
        check=_FORM,
        code="""
        def l1_penalty(W):
            return W.abs().sum(), W.sign_()
        """,
    ),
    Wrong(
        "a Python number",
        says="got a Python number (float)",
        check=_FORM,
        code="""
        def l1_penalty(W):
            return sum(abs(w) for w in W.flatten().tolist()), W.sign()
        """,
    ),
    Wrong(
        "a little added below",
        says="at index",
        check=_CONTRACT,
        code="""
        def l1_penalty(W):
            return W.abs().sum(), W / (W.abs() + 1e-8)
        """,
    ),
    Wrong(
        "small weights as 0",
        says="at index",
        check=_CONTRACT,
        code="""
        def l1_penalty(W):
            return W.abs().sum(), torch.where(W.abs() < 1e-6, 0, W.sign())
        """,
    ),
    Wrong(
        "signs as whole numbers",
        says="expected a tensor of dtype float32",
        check=_FORM,
        code="""
        def l1_penalty(W):
            return W.abs().sum(), (W > 0).int() - (W < 0).int()
        """,
    ),
    Wrong(
        "remembered signs",
        says="",
        check=_CONTRACT,
        code="""
        _signs = {}

        def l1_penalty(W):
            return W.abs().sum(), _signs.setdefault(W.shape, W.sign())
        """,
    ),
]

ALLOWED = [
    *AXES,
    *EMPTY,
    *FLOAT32,
    Allowed("*: result 1: negative numbers as 0", "A sum of absolute values is never negative."),
    Allowed(
        "*: result 2: *",
        "Signs are -1, 0 and 1: as they are in half precision, rounded, or clamped.",
    ),
]

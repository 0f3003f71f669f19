"""Answers to `l2_penalty`."""

from autograder.audit.answers.lab02_linear.writing import to

right, wrong = to("l2_penalty", "def l2_penalty(W):")

HAND = "by hand: 1 for (1, 0, 0, 0) and 0.25 for four quarters"
SLOPE = "by hand: the gradient of (1, −2, 0) is (2, −4, 0)"
ANY = "random weights of any shape, in their dtype"

RIGHT = [
    right("norm", "return torch.linalg.vector_norm(W) ** 2, W + W"),
    right("dot product", "w = W.flatten()\nreturn w @ w, 2.0 * W"),
    right("loop", "return sum(w * w for w in W.flatten().tolist()), torch.mul(W, 2)"),
    right(
        "numpy",
        """
        import numpy as np

        w = W.numpy()
        return float(np.square(w).sum()), torch.from_numpy(2 * w)
    """,
    ),
    right("einsum", 'return torch.einsum("i,i->", W.reshape(-1), W.reshape(-1)), W * 2'),
    right(
        "in place on a copy",
        """
        squares = W.clone()
        squares *= W
        return squares.sum(), W.clone().mul_(2)
    """,
    ),
    right(
        "autograd",
        """
        w = W.clone().requires_grad_()
        with torch.enable_grad():
            value = w.square().sum()
        return value.detach(), torch.autograd.grad(value, w)[0]
    """,
    ),
]

WRONG = [
    wrong("root", HAND, "that is the norm", "return W.norm(), 2 * W"),
    wrong("half", HAND, "there is a factor ½", "return (W**2).sum() / 2, 2 * W"),
    wrong("mean", HAND, "that is the mean", "return (W**2).mean(), 2 * W"),
    wrong("absolute", HAND, "these are absolute values", "return W.abs().sum(), 2 * W"),
    wrong("factor missing", SLOPE, "the factor 2 is missing", "return (W**2).sum(), W"),
    wrong("sign lost", SLOPE, "the sign of w is lost", "return (W**2).sum(), 2 * W.abs()"),
    wrong("turned", SLOPE, "points up the hill", "return (W**2).sum(), -2 * W"),
    wrong("value only", HAND, "expected 2 values", "return (W**2).sum()"),
    wrong(
        "in place",
        ANY,
        "changed its argument 1 in place",
        "value = (W**2).sum()\nreturn value, W.mul_(2)",
    ),
    wrong(
        "float32",
        ANY,
        "expected dtype torch.float64",
        "return (W**2).sum(), torch.tensor((2 * W).tolist())",
    ),
    wrong("sum of rows", HAND, "stopped with", "return (W**2).sum(dim=1).sum(), 2 * W"),
]

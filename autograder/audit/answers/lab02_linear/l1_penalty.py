"""Answers to `l1_penalty`."""

from autograder.audit.answers.lab02_linear.writing import to

right, wrong = to("l1_penalty", "def l1_penalty(W):")

ANY = "random weights of any shape, in their dtype"
SAME = "by hand: (1, 0, 0, 0) and four quarters have the same L1 norm, 1"
SIGNS = "by hand: the subgradient of (3, −2, 0) is (1, −1, 0)"

RIGHT = [
    right("norm", "return torch.linalg.vector_norm(W, ord=1), torch.sign(W)"),
    right("comparisons", "return W.abs().sum(), (W > 0).to(W.dtype) - (W < 0).to(W.dtype)"),
    right(
        "where",
        """
        signs = torch.where(W < 0, -torch.ones_like(W), torch.ones_like(W))
        return (W * signs).sum(), torch.where(W == 0, torch.zeros_like(W), signs)
    """,
    ),
    right(
        "loop",
        """
        signs = [(w > 0) - (w < 0) for w in W.flatten().tolist()]
        return sum(abs(w) for w in W.flatten().tolist()), W.new_tensor(signs).reshape(W.shape)
    """,
    ),
    right(
        "numpy",
        """
        import numpy as np

        w = W.numpy()
        return float(np.abs(w).sum()), torch.from_numpy(np.sign(w))
    """,
    ),
    right("relu twice", "return (W.relu() + (-W).relu()).sum(), W.sign().clone()"),
    right("nan mended", "return W.abs().sum(), (W / W.abs()).nan_to_num(0.0)"),
]

WRONG = [
    wrong("squares", SAME, "these are squares", "return (W**2).sum(), W.sign()"),
    wrong(
        "count",
        SAME,
        "counts the weights that are not 0",
        "return (W != 0).sum().to(W.dtype), W.sign()",
    ),
    wrong("mean", SAME, "that is the mean", "return W.abs().mean(), W.sign()"),
    wrong("signs cancel", SAME, "the signs cancel", "return W.sum(), W.sign()"),
    wrong("largest", SAME, "", "return W.abs().max(), W.sign()"),
    wrong("0 / 0", SIGNS, "came out as nan", "return W.abs().sum(), W / W.abs()"),
    wrong(
        "1 at 0",
        SIGNS,
        "the subgradient is 0, not 1",
        "return W.abs().sum(), torch.where(W < 0, -1.0, 1.0).to(W.dtype)",
    ),
    wrong(
        "−1 at 0",
        SIGNS,
        "the subgradient is 0, not −1",
        "return W.abs().sum(), torch.where(W > 0, 1.0, -1.0).to(W.dtype)",
    ),
    wrong("ones", SIGNS, "the sign of w is lost", "return W.abs().sum(), (W != 0).to(W.dtype)"),
    wrong("the weights", SIGNS, "that is the weight itself", "return W.abs().sum(), W"),
    wrong("turned", SIGNS, "points up the hill", "return W.abs().sum(), -W.sign()"),
    wrong("in place", ANY, "changed its argument 1 in place", "return W.abs().sum(), W.sign_()"),
    wrong("float32", ANY, "expected dtype torch.float64", "return W.abs().sum(), W.sign().float()"),
]

"""Answers to `least_squares`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

from ._shared import EMPTY

_PIXEL = "by hand: loss 2.5, gradient −3; every picture twice: nothing changes"
_TORCH = "random pictures, against torch"
_MEAN = ".sum() / len(X)"

_PLAIN = """
def least_squares(W, X, Y, reg=0.0):
    error = X @ W.T - Y
    loss = error.square().sum() / len(X) + reg * W.square().sum()
    gradient = 2 * error.T @ X / len(X) + 2 * reg * W
    return loss, gradient
"""

RIGHT = [
    Right("clear", _PLAIN),
    Right(
        "mean of row sums",
        but(_PLAIN, "error.square().sum() / len(X)", "error.square().sum(dim=1).mean()"),
    ),
    Right(
        "einsum",
        but(_PLAIN, "error.T @ X / len(X)", "torch.einsum('nk,nd->kd', error, X) / X.shape[0]"),
    ),
    Right(
        "by mse_loss and autograd",
        """
        def least_squares(W, X, Y, reg=0.0):
            W = W.detach().requires_grad_()
            loss = F.mse_loss(X @ W.T, Y) * Y.shape[1] + reg * W.pow(2).sum()
            return loss.detach(), torch.autograd.grad(loss, W)[0]
        """,
    ),
    Right(
        "row by row",
        """
        def least_squares(W, X, Y, reg=0.0):
            loss, gradient = reg * (W**2).sum(), 2 * reg * W
            for x, target in zip(X, Y):
                error = W @ x - target
                loss = loss + (error @ error) / len(X)
                gradient = gradient + 2 * torch.outer(error, x) / len(X)
            return loss, gradient
        """,
    ),
    Right(
        "scaled once",
        """
        def least_squares(W, X, Y, reg=0.0):
            error = X @ W.T - Y
            share = error / len(X)
            return (error * share).sum() + reg * W.norm() ** 2, 2 * (share.T @ X + reg * W)
        """,
    ),
    Right(
        "numpy, a plain number",
        """
        def least_squares(W, X, Y, reg=0.0):
            w, x, t = W.numpy(), X.numpy(), Y.numpy()
            error = x @ w.T - t
            loss = (error**2).sum() / len(x) + reg * (w**2).sum()
            return float(loss), torch.from_numpy(2 * error.T @ x / len(x) + 2 * reg * w)
        """,
    ),
    Right(
        "F.mse_loss summed, local names of the check",
        """
        import torch.nn.functional as F

        def least_squares(W, X, Y, reg=0.0):
            n = X.size(0)
            grad = (F.linear(X, W) - Y).mT @ X * (2 / n) + 2 * reg * W
            return F.mse_loss(F.linear(X, W), Y, reduction="sum") / n + reg * (W * W).sum(), grad
        """,
    ),
    Right(
        "backward of its own",
        """
        def least_squares(W, X, Y, reg=0.0):
            w = W.clone().requires_grad_()
            loss = (X @ w.T - Y).pow(2).sum(1).mean() + reg * w.pow(2).sum()
            loss.backward()
            return loss.item(), w.grad
        """,
    ),
]

WRONG = [
    Wrong(
        "as it started",
        says="sum over the pictures",
        check=_PIXEL,
        code=but(_PLAIN, _MEAN, ".sum()", "@ X / len(X)", "@ X"),
    ),
    Wrong(
        "gradient still summed",
        says="sum over the pictures",
        check=_PIXEL,
        code=but(_PLAIN, "@ X / len(X)", "@ X"),
    ),
    Wrong(
        "loss still summed",
        says="that is the sum over the pictures",
        check=_PIXEL,
        code=but(_PLAIN, _MEAN, ".sum()"),
    ),
    Wrong(
        "mean over all",
        says="number of classes",
        check=_TORCH,
        code=but(_PLAIN, "error.square().sum() / len(X)", "error.square().mean()"),
    ),
    Wrong(
        "gradient by all",
        says="number of classes",
        check=_TORCH,
        code=but(_PLAIN, "@ X / len(X)", "@ X / Y.numel()"),
    ),
    Wrong(
        "penalty divided",
        says="divided the penalty",
        check=_PIXEL,
        code=but(_PLAIN, "reg * W.square()", "reg / len(X) * W.square()"),
    ),
    Wrong(
        "penalty's gradient divided",
        says="divided the penalty's gradient",
        check=_PIXEL,
        code=but(_PLAIN, "2 * reg * W", "2 * reg * W / len(X)"),
    ),
    Wrong(
        "no factor 2",
        says="lacks its factor 2",
        check=_TORCH,
        code=but(_PLAIN, "2 * error", "error", "2 * reg", "reg"),
    ),
    Wrong(
        "the other way",
        says="points the other way",
        check=_PIXEL,
        code=but(_PLAIN, "2 * error", "-2 * error"),
    ),
    Wrong("fixed size", says="", check=_PIXEL, code=but(_PLAIN, "len(X)", "32")),
    Wrong(
        "penalty forgotten",
        says="the penalty is missing",
        check=_PIXEL,
        code=but(_PLAIN, "+ reg * W.square().sum()", ""),
    ),
    Wrong(
        "divided twice",
        says="pictures twice",
        check=_PIXEL,
        code=but(_PLAIN, "@ X / len(X)", "@ X / len(X) ** 2"),
    ),
    Wrong(
        "the bias is left alone",
        says="",
        check=_TORCH,
        code=but(
            _PLAIN,
            "reg * W.square().sum()",
            "reg * W[:, :-1].square().sum()",
            "2 * reg * W",
            "2 * reg * W * (torch.arange(W.shape[1]) < W.shape[1] - 1)",
        ),
    ),
    Wrong(
        "errors centred in place",
        says="",
        check=_TORCH,
        code=but(_PLAIN, "error = X @ W.T - Y", "error = Y.neg_().add_(X @ W.T)"),
    ),
    Wrong(
        "float64 out",
        says="expected a tensor of dtype float32, got float64",
        check=_TORCH,
        code=but(_PLAIN, "return loss, gradient", "return loss, gradient.double()"),
    ),
    Wrong(
        "one picture is squeezed",
        says="expected a tensor of shape (3, 1), got (3,)",
        check=_TORCH,
        code=but(_PLAIN, "return loss, gradient", "return loss, gradient.squeeze()"),
    ),
    Wrong(
        "divided by n − 1",
        says="take the mean",
        check=_PIXEL,
        code=but(_PLAIN, "len(X)", "max(1, len(X) - 1)"),
    ),
]

ALLOWED = [
    Allowed("*: result 1: below 0.000001 as 0", "Less than the digits that are asked for."),
    *EMPTY,
    Allowed(
        "*: result 1: float64 where it was float32",
        "The loss is one number, and a Python number is welcome, which is a float64.",
    ),
    Allowed(
        "*: result 1: as Python numbers",
        "The loss is one number, and a Python number is welcome.",
    ),
    Allowed("*: reg: wrong for negative", "The strength of a penalty is a number from 0 on."),
]

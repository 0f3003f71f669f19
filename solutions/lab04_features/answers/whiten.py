"""Answers to `whiten`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

_HAND = "(2, 0) and (−2, 0), moved by (1, 1)"
_TURN = "it turns back: W is symmetric"
_CONTRACT = "the contract, on random points"

_PLAIN = """
def whiten(points, eps):
    mean = points.mean(dim=0)
    X = points - mean
    cov = X.T @ X / len(points)
    lam, V = torch.linalg.eigh(cov)
    W = V @ torch.diag(1 / torch.sqrt(lam + eps)) @ V.T
    return mean, W
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "torch.cov",
        but(
            _PLAIN,
            "X.T @ X / len(points)",
            "torch.cov(points.T, correction=0).reshape(points.shape[1], points.shape[1])",
        ),
    ),
    Right(
        "scaled columns",
        but(
            _PLAIN,
            "V @ torch.diag(1 / torch.sqrt(lam + eps)) @ V.T",
            "(V * (lam + eps).rsqrt()) @ V.mT",
        ),
    ),
    Right(
        "svd of the covariance",
        but(
            _PLAIN,
            "    lam, V = torch.linalg.eigh(cov)",
            "    U, lam, _ = torch.linalg.svd(cov)\n    V = U",
        ),
    ),
    Right(
        "numpy",
        """
import numpy as np

def whiten(points, eps):
    p = points.detach().cpu().numpy().astype(np.float64)
    mu = p.mean(0)
    lam, V = np.linalg.eigh((p - mu).T @ (p - mu) / len(p))
    W = V @ np.diag((lam + eps) ** -0.5) @ V.T
    return torch.from_numpy(mu).to(points), torch.from_numpy(W).to(points)
""",
    ),
    Right("a list", but(_PLAIN, "return mean, W", "return [mean, W]")),
    Right(
        "float64 inside",
        but(
            _PLAIN,
            "    mean = points.mean(dim=0)",
            "    kind = points.dtype\n    points = points.double()\n    mean = points.mean(dim=0)",
            "return mean, W",
            "return mean.to(kind), W.to(kind)",
        ),
    ),
    Right(
        "einsum",
        but(_PLAIN, "X.T @ X / len(points)", "torch.einsum('ni,nj->ij', X, X) / X.shape[0]"),
    ),
]

WRONG = [
    Wrong(
        "no root", "the root is missing", but(_PLAIN, "torch.sqrt(lam + eps)", "(lam + eps)"), _HAND
    ),
    Wrong(
        "n − 1",
        "not by n − 1",
        but(_PLAIN, "/ len(points)", "/ (len(points) - 1)"),
        _HAND,
        typical=True,
    ),
    Wrong(
        "not centred",
        "subtract the mean before",
        but(_PLAIN, "X = points - mean", "X = points"),
        _HAND,
    ),
    Wrong("multiplied", "not by √", but(_PLAIN, "1 / torch.sqrt", "torch.sqrt"), _HAND),
    Wrong(
        "PCA, not turned back",
        "W is not symmetric",
        but(_PLAIN, " @ V.T\n    return", "\n    return"),
        _TURN,
    ),
    Wrong(
        "standardised only",
        "W is a diagonal",
        but(
            _PLAIN,
            "V @ torch.diag(1 / torch.sqrt(lam + eps)) @ V.T",
            "torch.diag(1 / torch.sqrt(cov.diagonal() + eps))",
        ),
        _TURN,
    ),
    Wrong(
        "mean of rows",
        "the mean is that of each column",
        but(_PLAIN, "points.mean(dim=0)", "points.mean(dim=1)"),
        _HAND,
    ),
    Wrong("not divided", "not by n − 1", but(_PLAIN, " / len(points)", ""), _HAND),
    Wrong(
        "ε outside the root",
        "under the root",
        but(_PLAIN, "torch.sqrt(lam + eps)", "(torch.sqrt(lam.clamp(min=0)) + eps)"),
        _HAND,
    ),
    Wrong("ε forgotten", "not tiny here", but(_PLAIN, "lam + eps", "lam + 1e-6"), _HAND),
    Wrong(
        "the points, whitened",
        "shape",
        but(_PLAIN, "return mean, W", "return mean, X @ W"),
        _CONTRACT,
    ),
    Wrong("W alone", "must return two", but(_PLAIN, "return mean, W", "return W[None]"), _HAND),
    Wrong(
        "float32",
        "dtype",
        but(_PLAIN, "return mean, W", "return mean.float(), W.float()"),
        _CONTRACT,
    ),
    Wrong(
        "turned the wrong way",
        "",
        but(
            _PLAIN,
            "V @ torch.diag(1 / torch.sqrt(lam + eps)) @ V.T",
            "V.T @ torch.diag(1 / torch.sqrt(lam + eps)) @ V",
        ),
        _CONTRACT,
    ),
    Wrong(
        "in place",
        "changed points",
        but(_PLAIN, "    X = points - mean", "    points -= mean\n    X = points"),
        _CONTRACT,
    ),
]

EQUIVALENT = [
    Equivalent(
        "centred = points - mean",
        "centred = mean - points",
        "The covariance does not depend on the sign.",
    ),
]

"""How far apart two clouds of features lie, as two Gaussians."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor


def frechet_distance(a: Float[Tensor, "n d"], b: Float[Tensor, "m d"]) -> float:
    r"""The Fréchet distance between the Gaussians that fit two sets of features.

    .. math::

        \|\mu_a - \mu_b\|^2 +
        \operatorname{tr}\bigl(\Sigma_a + \Sigma_b - 2\,(\Sigma_a \Sigma_b)^{1/2}\bigr)

    with means :math:`\mu` and covariances :math:`\Sigma` (divided by n − 1). It is a squared
    distance: in one dimension it is :math:`(\mu_a - \mu_b)^2 + (\sigma_a - \sigma_b)^2`. Few rows
    make it too large, so compare distances only between sets of the same sizes.

    Args:
        a: Features of one set, one row each.
        b: Features of the other, as wide.

    Returns:
        The distance in squared units of the features, never below 0, computed in float64.

    Raises:
        ValueError: They are no tables of the same width, have fewer than two rows, or hold nan or
            inf.

    Source:
        D. Dowson, B. Landau (1982), eq. 4; M. Heusel and others (2017), *GANs trained by a two
        time-scale update rule*, eq. 6.

    Example:
        >>> a = torch.tensor([[-1.0], [0.0], [1.0]])  # mean 0, standard deviation 1
        >>> round(frechet_distance(a, 3 * a + 4), 6)  # mean 4, standard deviation 3
        20.0
    """
    a, b = _checked(a, "a"), _checked(b, "b")
    if a.shape[1] != b.shape[1]:
        raise ValueError(
            f"a has {a.shape[1]} features and b has {b.shape[1]}; take both from one network."
        )
    cov_a, cov_b = _covariance(a), _covariance(b)
    # tr (AB)^½ is the sum of the roots of the eigenvalues of A^½ B A^½, which is symmetric: its
    # eigenvalues are real and come out without the complex detour of a general matrix root.
    root = _root(cov_a)
    eigenvalues = torch.linalg.eigvalsh(root @ cov_b @ root).clamp(min=0)
    apart = (a.mean(dim=0) - b.mean(dim=0)).square().sum()
    spread = cov_a.trace() + cov_b.trace() - 2 * eigenvalues.sqrt().sum()
    return max(float(apart + spread), 0.0)


def _checked(x: Tensor, name: str) -> Tensor:
    if x.ndim != 2 or len(x) < 2:
        raise ValueError(
            f"expected {name} to be a table of at least two rows of features, got shape "
            f"{tuple(x.shape)}; flatten images with `x.flatten(1)`."
        )
    x = x.detach().to("cpu", torch.float64)
    if not x.isfinite().all():
        raise ValueError(f"{name} holds nan or inf: did the generator diverge?")
    return x


def _covariance(x: Tensor) -> Tensor:
    centred = x - x.mean(dim=0)
    return centred.T @ centred / (len(x) - 1)


def _root(cov: Tensor) -> Tensor:
    """The symmetric square root of a covariance."""
    values, vectors = torch.linalg.eigh(cov)
    return (vectors * values.clamp(min=0).sqrt()) @ vectors.T

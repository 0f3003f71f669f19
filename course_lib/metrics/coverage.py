"""Which digits are there among generated pictures?"""

from __future__ import annotations

from jaxtyping import Float
from torch import Tensor


def class_shares(
    probabilities: Float[Tensor, "n classes"], confidence: float = 0.9
) -> Float[Tensor, " classes"]:
    r"""The share of pictures that a classifier takes for each class, and is sure of.

    :math:`s_c = \frac1n \sum_i [\,p_{ic} \ge \text{confidence}\,]`. What the classifier is not
    sure of counts for no class, so shares may sum to less than 1.

    Args:
        probabilities: One row for each picture.
        confidence: The least probability of a sure answer, above 0.5.

    Returns:
        One share for each class, between 0 and 1.

    Raises:
        ValueError: There is no table of probabilities, or ``confidence`` is not above 0.5.

    Example:
        >>> import torch
        >>> class_shares(torch.tensor([[0.95, 0.05], [0.6, 0.4], [0.0, 1.0], [0.08, 0.92]]))
        tensor([0.2500, 0.5000])
    """
    if probabilities.ndim != 2 or len(probabilities) == 0:
        raise ValueError(
            "expected a table of probabilities, one row for each picture, got shape "
            f"{tuple(probabilities.shape)}; `classifier.probabilities(images)` makes it."
        )
    if not 0.5 < confidence <= 1:
        raise ValueError(f"`confidence` is {confidence}; expected more than 0.5, at most 1.")
    return (probabilities >= confidence).float().mean(dim=0)


def digit_coverage(
    probabilities: Float[Tensor, "n classes"], *, least: float = 0.02, confidence: float = 0.9
) -> int:
    """How many classes make up at least a given share of the pictures.

    Args:
        probabilities: One row for each picture.
        least: The share that a class must have: 2 % is a fifth of a digit's fair share.
        confidence: As in :func:`class_shares`.

    Returns:
        A number between 0 and that of all classes.

    Example:
        >>> import torch
        >>> digit_coverage(torch.tensor([[0.95, 0.05], [1.0, 0.0]]))
        1
    """
    return int((class_shares(probabilities, confidence) >= least).sum())

"""Answers to `standardize`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

_HAND = "train 1 and 5, a new letter with 6"
_CONTRACT = "the contract, on random tables"

_PLAIN = """
def standardize(train, other):
    mean = train.mean(dim=0)
    spread = train.std(dim=0, correction=0)
    spread = torch.where(spread < 1e-6, torch.ones_like(spread), spread)
    return (train - mean) / spread, (other - mean) / spread
"""

_UNTOUCHED = """
def standardize(train, other):
    tables = []
    for table in (train, other):
        mean, spread = table.mean(dim=0), table.std(dim=0, correction=0)
        spread = torch.where(spread < 1e-6, torch.ones_like(spread), spread)
        tables.append((table - mean) / spread)
    return tuple(tables)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "mended in the loop",
        but(
            _UNTOUCHED,
            "mean, spread = table.mean(dim=0), table.std(dim=0, correction=0)",
            "mean, spread = train.mean(dim=0), train.std(dim=0, correction=0)",
        ),
    ),
    Right(
        "a list",
        but(
            _PLAIN,
            "return (train - mean) / spread, (other - mean) / spread",
            "return [(train - mean) / spread, (other - mean) / spread]",
        ),
    ),
    Right(
        "root of the variance",
        but(_PLAIN, "train.std(dim=0, correction=0)", "((train - mean) ** 2).mean(dim=0).sqrt()"),
    ),
    Right(
        "set in place",
        but(
            _PLAIN,
            "spread = torch.where(spread < 1e-6, torch.ones_like(spread), spread)",
            "spread[spread < 1e-6] = 1",
        ),
    ),
    Right(
        "numpy",
        """
import numpy as np

def standardize(train, other):
    a, b = train.detach().cpu().numpy(), other.detach().cpu().numpy()
    mu, sigma = a.mean(0), a.std(0)
    sigma = np.where(sigma < 1e-6, 1.0, sigma)
    return tuple(torch.from_numpy((x - mu) / sigma).to(train) for x in (a, b))
""",
    ),
    Right(
        "an inner function",
        """
def standardize(train, other):
    mu, sigma = train.mean(0), train.var(0, unbiased=False).sqrt()
    def scale(x):
        return torch.where(sigma < 1e-6, x - mu, (x - mu) / sigma.clamp(min=1e-6))
    return scale(train), scale(other)
""",
    ),
]

WRONG = [
    Wrong("untouched", "its own mean is subtracted", _UNTOUCHED, _HAND, typical=True),
    Wrong(
        "both together",
        "of the training table alone",
        but(
            _PLAIN,
            "train.mean(dim=0)",
            "torch.cat([train, other]).mean(dim=0)",
            "train.std(",
            "torch.cat([train, other]).std(",
        ),
        _HAND,
    ),
    Wrong("n − 1", "not by n − 1", but(_PLAIN, "dim=0, correction=0", "dim=0"), _HAND),
    Wrong(
        "other untouched",
        "not scaled as the training table",
        but(_PLAIN, "(other - mean) / spread", "other.clone()"),
        _HAND,
    ),
    Wrong(
        "ε added",
        "",
        but(_PLAIN, "torch.where(spread < 1e-6, torch.ones_like(spread), spread)", "spread + 1e-3"),
        _HAND,
    ),
    Wrong(
        "not guarded",
        "nan",
        but(
            _PLAIN, "    spread = torch.where(spread < 1e-6, torch.ones_like(spread), spread)\n", ""
        ),
        _HAND,
    ),
    Wrong(
        "by the variance",
        "by the variance",
        but(_PLAIN, "train.std(dim=0, correction=0)", "train.var(dim=0, correction=0)"),
        _HAND,
    ),
    Wrong(
        "one mean for all",
        "its own mean and spread",
        but(
            _PLAIN,
            "train.mean(dim=0)",
            "train.mean()",
            "train.std(dim=0, correction=0)",
            "train.std(correction=0)",
        ),
        _HAND,
    ),
    Wrong(
        "the training table untouched",
        "is standardised, too",
        but(_PLAIN, "return (train - mean) / spread", "return train.clone()"),
        _HAND,
    ),
    Wrong(
        "exchanged",
        "expected",
        but(
            _PLAIN,
            "(train - mean) / spread, (other - mean) / spread",
            "(other - mean) / spread, (train - mean) / spread",
        ),
        _HAND,
    ),
    Wrong(
        "one table",
        "must return two",
        but(
            _PLAIN,
            "(train - mean) / spread, (other - mean) / spread",
            "torch.cat([train, other, other])",
        ),
        _HAND,
    ),
    Wrong(
        "float32",
        "dtype",
        but(_PLAIN, "(other - mean) / spread", "((other - mean) / spread).float()"),
        _CONTRACT,
    ),
    Wrong(
        "to the interval 0 … 1",
        "maps to 0 … 1",
        but(
            _PLAIN,
            "train.mean(dim=0)",
            "train.amin(dim=0)",
            "train.std(dim=0, correction=0)",
            "train.amax(dim=0) - train.amin(dim=0)",
        ),
        _HAND,
    ),
    Wrong(
        "constant columns become 0",
        "not set to 0",
        but(_PLAIN, "torch.ones_like(spread), spread)", "torch.full_like(spread, 1e9), spread)"),
        _HAND,
    ),
]

EQUIVALENT = [
    Equivalent(
        "spread = torch.where(spread < 1e-06, torch.ones_like(spread), spread)",
        "spread = torch.where(spread <= 1e-06, torch.ones_like(spread), spread)",
        "No spread is that number to the last digit.",
    ),
    Equivalent(
        "spread = torch.where(spread < 1e-06, torch.ones_like(spread), spread)",
        "spread = torch.where(spread < 1e-06, torch.ones(spread.shape), spread)",
        "One is the same in every dtype, and takes that of what stands beside it.",
    ),
]

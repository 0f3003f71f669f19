"""Answers to `gradient_variance`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

from ._shared import COUNTS, DISTANCE, EMPTY, ROUNDED

_FIVE = "two pictures by hand: 5"
_SIZE = "as many batches as asked for, of the size asked for"
_WHOLE = "random gradients, about the whole gradient"
_OFF = "(part - whole).square().sum()"

_PLAIN = """
def gradient_variance(objective, W, X, y, size, draws, generator):
    whole = objective(W, X, y)[1]
    off = []
    for _ in range(draws):
        rows = torch.randint(len(X), (size,), generator=generator)
        part = objective(W, X[rows], y[rows])[1]
        off.append((part - whole).square().sum().item())
    return sum(off) / draws
"""

RIGHT = [
    Right("clear", _PLAIN),
    Right(
        "stacked",
        """
        def gradient_variance(objective, W, X, y, size, draws, generator):
            whole, parts = objective(W, X, y)[1], []
            for _ in range(draws):
                rows = torch.randint(0, len(X), (size,), generator=generator)
                parts.append(objective(W, X[rows], y[rows])[1])
            return (torch.stack(parts) - whole).pow(2).flatten(1).sum(1).mean().item()
        """,
    ),
    Right(
        "norm squared",
        but(
            _PLAIN,
            "(part - whole).square().sum().item()",
            "torch.linalg.vector_norm(part - whole).item() ** 2",
        ),
    ),
    Right(
        "all rows drawn at once",
        """
        def gradient_variance(objective, W, X, y, size, draws, generator):
            table = torch.randint(len(X), (draws, size), generator=generator)
            whole = objective(W, X, y)[1]
            return sum(
                float(((objective(W, X[rows], y[rows])[1] - whole) ** 2).sum()) for rows in table
            ) / draws
        """,
    ),
    Right(
        "the whole at the end",
        """
        def gradient_variance(objective, W, X, y, size, draws, generator):
            parts = []
            for _ in range(draws):
                rows = (len(X) * torch.rand(size, generator=generator)).long()
                parts.append(objective(W, X[rows], y[rows])[1])
            whole = objective(W, X, y)[1]
            return torch.stack([(p - whole).square().sum() for p in parts]).mean()
        """,
    ),
    Right(
        "multinomial",
        but(
            _PLAIN,
            "torch.randint(len(X), (size,), generator=generator)",
            "torch.multinomial(torch.ones(len(X)), size, True, generator=generator)",
        ),
    ),
    Right(
        "numpy inside",
        but(
            _PLAIN,
            "(part - whole).square().sum().item()",
            "float(((part.numpy() - whole.numpy()) ** 2).sum())",
        ),
    ),
    Right(
        "a lambda for the gradient, F for the squares",
        """
        import torch.nn.functional as F

        def gradient_variance(objective, W, X, y, size, draws, generator):
            grad = lambda rows: objective(W, X[rows], y[rows])[1]
            whole = grad(torch.arange(len(X)))
            off = 0.0
            for _ in range(draws):
                rows = torch.randint(high=len(X), size=(size,), generator=generator)
                off += F.mse_loss(grad(rows), whole, reduction="sum").item() / draws
            return off
        """,
    ),
    Right(
        "numpy's mean of a list",
        """
        import numpy as np

        def gradient_variance(objective, W, X, y, size, draws, generator):
            _, mean = objective(W, X, y)
            batches = [torch.randint(len(X), [size], generator=generator) for _ in range(draws)]
            gs = np.stack([objective(W, X[b], y[b])[1].numpy() for b in batches])
            return np.square(gs - mean.numpy()).reshape(draws, -1).sum(axis=1).mean()
        """,
    ),
]

WRONG = [
    Wrong("length", says="square it", check=_FIVE, code=but(_PLAIN, _OFF, "(part - whole).norm()")),
    Wrong(
        "mean over entries",
        says="mean over the entries",
        check=_FIVE,
        code=but(_PLAIN, _OFF, "(part - whole).square().mean()"),
    ),
    Wrong(
        "sum over draws",
        says="sum over the draws",
        check=_FIVE,
        code=but(_PLAIN, "sum(off) / draws", "sum(off)"),
    ),
    Wrong(
        "no squares",
        says="without squares",
        check=_FIVE,
        code=but(_PLAIN, _OFF, "(part - whole).abs().sum()"),
    ),
    Wrong(
        "root",
        says="root of the variance",
        check=_WHOLE,
        code=but(_PLAIN, "sum(off) / draws", "(sum(off) / draws) ** 0.5"),
    ),
    Wrong(
        "not centred", says="not subtracted", check=_WHOLE, code=but(_PLAIN, "part - whole", "part")
    ),
    Wrong(
        "about its own mean",
        says="compare with the whole gradient",
        check=_WHOLE,
        code=but(
            _PLAIN,
            f"off.append({_OFF}.item())",
            "off.append(part)",
            "return sum(off) / draws",
            "off = torch.stack(off)\n    return (off - off.mean(0)).square().sum().item() / draws",
        ),
    ),
    Wrong(
        "sample variance",
        says="sample variance",
        check=_WHOLE,
        code=but(
            _PLAIN,
            f"off.append({_OFF}.item())",
            "off.append(part)",
            "return sum(off) / draws",
            "return torch.stack(off).var(dim=0).sum().item()",
        ),
    ),
    Wrong(
        "without replacement",
        says="draw with replacement",
        check=_WHOLE,
        code=but(
            _PLAIN,
            "torch.randint(len(X), (size,), generator=generator)",
            "torch.randperm(len(X), generator=generator)[:size]",
        ),
    ),
    Wrong(
        "generator ignored",
        says="gave another value",
        check=_WHOLE,
        code=but(_PLAIN, ", generator=generator", ""),
    ),
    Wrong(
        "own seed",
        says="gave the same value",
        check=_WHOLE,
        code=but(
            _PLAIN, "    off = []", "    off, generator = [], torch.Generator().manual_seed(0)"
        ),
    ),
    Wrong(
        "size and draws exchanged",
        says="expected shape",
        check=_SIZE,
        code=but(_PLAIN, "range(draws)", "range(size)", "(size,)", "(draws,)"),
    ),
    Wrong(
        "one size too few", says="expected", check=_SIZE, code=but(_PLAIN, "(size,)", "(size - 1,)")
    ),
    Wrong(
        "the first rows",
        says="16 : 1",
        check=_WHOLE,
        code=but(
            _PLAIN,
            "torch.randint(len(X), (size,), generator=generator)",
            "torch.arange(size) % len(X)",
        ),
    ),
    Wrong(
        "at most 100 draws",
        says="expected 130 batches of 1 rows",
        check=_WHOLE,
        code=but(_PLAIN, "range(draws)", "range(min(draws, 100))"),
    ),
    Wrong(
        "batches of 64 at most",
        says="expected 3 batches of 70 rows",
        check=_WHOLE,
        code=but(_PLAIN, "(size,)", "(min(size, 64),)"),
    ),
    Wrong(
        "the first labels for every batch",
        says="labels are not those of the rows",
        check=_WHOLE,
        code=but(_PLAIN, "y[rows]", "y[torch.arange(size) % len(y)]"),
    ),
    Wrong(
        "the last row is never drawn",
        says="of 5 rows",
        check=_WHOLE,
        code=but(_PLAIN, "randint(len(X)", "randint(max(1, len(X) - 1)"),
    ),
    Wrong(
        "one row, again and again",
        says="16 : 1",
        check=_WHOLE,
        code=but(
            _PLAIN,
            "torch.randint(len(X), (size,), generator=generator)",
            "torch.randint(len(X), (1,), generator=generator).expand(size)",
        ),
    ),
    Wrong(
        "W is moved in place",
        says="in place",
        check=_WHOLE,
        code=but(
            _PLAIN, "    off = []", "    off = []\n    W += 1e-3\n    whole = objective(W, X, y)[1]"
        ),
    ),
    Wrong(
        "divided by draws − 1",
        says="number of draws itself",
        check=_FIVE,
        code=but(_PLAIN, "/ draws", "/ max(1, draws - 1)"),
    ),
]

_SQUARE = "total += (part - whole).square().sum().item()"

EQUIVALENT = [
    Equivalent(_SQUARE, "total += (part - whole).square().sum()", ROUNDED),
    Equivalent(_SQUARE, "total += (whole - part).square().sum().item()", DISTANCE),
]

ALLOWED = [
    *COUNTS,
    *EMPTY,
]

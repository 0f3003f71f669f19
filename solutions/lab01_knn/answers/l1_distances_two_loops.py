"""Answers to `l1_distances_two_loops`."""

from autograder.audit.answers import Equivalent, Right, Wrong

from ._shared import EMPTY, NOT_NEGATIVE, PROMOTED, SIGN

RIGHT = [
    Right(
        "numpy inside",
        """
        def l1_distances_two_loops(a, b):
            import numpy as np

            a, b = as_float(a), as_float(b)
            return torch.from_numpy(
                np.array([[np.abs(p - q).sum() for q in b.numpy()] for p in a.numpy()])
            )
        """,
    ),
    Right(
        "comprehensions",
        """
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([torch.stack([(p - q).abs().sum() for q in b]) for p in a])
        """,
    ),
    Right(
        "float64 inside",
        """
        def l1_distances_two_loops(a, b):
            kind = as_float(a).dtype
            table = torch.empty(len(a), len(b), dtype=kind, device=a.device)
            for i, p in enumerate(a.double()):
                for j, q in enumerate(b.double()):
                    table[i, j] = torch.sum(torch.abs(q - p))
            return table
        """,
    ),
    Right(
        "plain Python numbers",
        """
        def l1_distances_two_loops(a, b):
            rows = [
                [sum(abs(p - q) for p, q in zip(u, v)) for v in b.tolist()] for u in a.tolist()
            ]
            return torch.tensor(rows, dtype=as_float(a).dtype, device=a.device)
        """,
    ),
    Right(
        "in place, a pixel at a time",
        """
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            result = torch.zeros(a.shape[0], b.shape[0], dtype=a.dtype)
            for i in range(a.shape[0]):
                for j in range(b.shape[0]):
                    for k in range(a.shape[1]):
                        result[i, j] += abs(a[i, k] - b[j, k])
            return result
        """,
    ),
    Right(
        "larger minus smaller",
        """
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_empty((len(a), len(b)))
            for j in range(len(b)):
                for i in range(len(a)):
                    high, low = torch.maximum(a[i], b[j]), torch.minimum(a[i], b[j])
                    table[i][j] = (high - low).sum()
            return table
        """,
    ),
    Right(
        "recursion",
        """
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)

            def rows(i):
                if i == len(a):
                    return []
                return [torch.stack([torch.dist(a[i], q, p=1) for q in b])] + rows(i + 1)

            return torch.stack(rows(0))
        """,
    ),
    Right(
        "a lambda",
        """
        l1_distances_two_loops = lambda a, b: torch.stack(
            [torch.stack([(as_float(p) - as_float(q)).abs().sum() for q in b]) for p in a]
        )
        """,
    ),
    Right(
        "functional",
        """
        import torch.nn.functional as F


        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            out = torch.zeros((len(a), len(b)), dtype=a.dtype, device=a.device)
            for i in range(len(a)):
                for j in range(len(b)):
                    out[i, j] = F.l1_loss(a[i], b[j], reduction="sum")
            return out
        """,
    ),
]

WRONG = [
    Wrong(
        "no abs",
        typical=True,
        says="signs cancel",
        check="the 4 × 4 example by hand gives 456",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            table = torch.zeros(len(a), len(b))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = (a[i] - b[j]).sum()
            return table
        """,
    ),
    Wrong(
        "uint8",
        says="wrapped around",
        check="the 4 × 4 example by hand gives 456",
        code="""
        def l1_distances_two_loops(a, b):

            table = torch.zeros(len(a), len(b))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = (a[i] - b[j]).abs().sum()
            return table
        """,
    ),
    Wrong(
        "mean",
        says="mean",
        check="the 4 × 4 example by hand gives 456",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_zeros(len(a), len(b))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = (a[i] - b[j]).abs().mean()
            return table
        """,
    ),
    Wrong(
        "L2",
        says="that is the L2 distance",
        check="random points",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_zeros(len(a), len(b))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = ((a[i] - b[j]) ** 2).sum().sqrt()
            return table
        """,
    ),
    Wrong(
        "always float32",
        says="expected a tensor of dtype float64, got float32",
        check="random points",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            table = torch.zeros(len(a), len(b))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = (a[i] - b[j]).abs().sum()
            return table
        """,
    ),
    Wrong(
        "rows and columns exchanged",
        says="expected a tensor of shape (2, 3), got (3, 2)",
        check="one row per query, one column per training point",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_zeros(len(b), len(a))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[j, i] = (a[i] - b[j]).abs().sum()
            return table
        """,
    ),
    Wrong(
        "the last column forgotten",
        says="",
        check="the 4 × 4 example by hand gives 456",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_zeros(len(a), len(b))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = (a[i, :-1] - b[j, :-1]).abs().sum()
            return table
        """,
    ),
    Wrong(
        "the largest difference",
        says="that is the largest difference",
        check="the 4 × 4 example by hand gives 456",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_zeros(len(a), len(b))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = (a[i] - b[j]).abs().max()
            return table
        """,
    ),
    Wrong(
        "abs after the sum",
        says="absolute value before you sum",
        check="the 4 × 4 example by hand gives 456",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_zeros(len(a), len(b))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = (a[i] - b[j]).sum().abs()
            return table
        """,
    ),
    Wrong(
        "square tables only",
        says="IndexError",
        check="one row per query, one column per training point",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            n = max(len(a), len(b))
            table = a.new_zeros(n, n)
            for i in range(n):
                for j in range(n):
                    table[i, j] = (a[i] - b[j]).abs().sum()
            return table
        """,
    ),
    Wrong(
        "the visible examples by heart",
        says="",
        check="random points",
        code="""
        def l1_distances_two_loops(a, b):
            if a.dtype == torch.uint8:
                return torch.tensor([[456.0]])
            return torch.zeros(len(a), len(b))
        """,
    ),
    Wrong(
        "always float64",
        says="expected a tensor of dtype float32, got float64",
        check="random points",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = a.double(), b.double()
            return torch.stack([torch.stack([(p - q).abs().sum() for q in b]) for p in a])
        """,
    ),
    Wrong(
        "one for all shapes that were seen",
        says="that is the result of another call",
        check="random points",
        code="""
        SEEN = {}


        def l1_distances_two_loops(a, b):
            if a.dtype == torch.uint8:
                a = a.float()
            key = (a.shape, b.shape, a.dtype)
            if key not in SEEN:
                SEEN[key] = torch.stack([torch.stack([(p - q).abs().sum() for q in b]) for p in a])
            return SEEN[key]
        """,
    ),
    Wrong(
        "a list of lists",
        says="got a list",
        check="random points",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            return [[(p - q).abs().sum().item() for q in b] for p in a]
        """,
    ),
    Wrong(
        "squeezed",
        says="expected a tensor of shape (1, 3), got (3,)",
        check="one row per query, one column per training point",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([torch.stack([(p - q).abs().sum() for q in b]) for p in a]).squeeze()
        """,
    ),
]

_CONVERTED = "a, b = (as_float(a), as_float(b))"

EQUIVALENT = [
    Equivalent(_CONVERTED, "a, b = (as_float(a), b)", PROMOTED),
    Equivalent(
        "distances[i, j] = (a[i] - b[j]).abs().sum()",
        "distances[i, j] = (b[j] - a[i]).abs().sum()",
        SIGN,
    ),
]

ALLOWED = [
    *EMPTY,
    *NOT_NEGATIVE,
]

"""Answers to `l1_distances_one_loop`."""

from autograder.audit.answers import Equivalent, Right, Wrong

from ._shared import EMPTY, NOT_NEGATIVE, PROMOTED, SIGN

RIGHT = [
    Right(
        "no loop at all",
        """
        def l1_distances_one_loop(a, b):
            return (as_float(a)[:, None] - as_float(b)).abs().sum(-1)
        """,
    ),
    Right(
        "one comprehension",
        """
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([torch.abs(b - row).sum(1) for row in a])
        """,
    ),
    Right(
        "the loop over b",
        """
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            table = torch.zeros(len(a), len(b), dtype=a.dtype, device=a.device)
            for j in range(len(b)):
                table[:, j] = (a - b[j]).abs().sum(dim=1)
            return table
        """,
    ),
    Right(
        "the loop over the features",
        """
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_zeros(len(a), len(b))
            for k in range(a.shape[1]):
                table += (a[:, k, None] - b[None, :, k]).abs()
            return table
        """,
    ),
    Right(
        "numpy inside",
        """
        def l1_distances_one_loop(a, b):
            import numpy as np

            x, y = as_float(a).numpy(), as_float(b).numpy()
            table = np.zeros((len(x), len(y)), dtype=x.dtype)
            i = 0
            while i < len(x):
                table[i] = np.abs(x[i] - y).sum(axis=1)
                i += 1
            return torch.from_numpy(table)
        """,
    ),
    Right(
        "a norm",
        """
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            rows = []
            for row in a:
                rows.append(torch.linalg.vector_norm(b - row, ord=1, dim=-1))
            return torch.cat(rows).reshape(len(a), len(b))
        """,
    ),
    Right(
        "float64 inside, einsum",
        """
        def l1_distances_one_loop(a, b):
            kind = as_float(a).dtype
            a, b = a.double(), b.double()
            one = torch.ones(a.shape[1], dtype=torch.float64)
            return torch.stack([torch.einsum("jd,d->j", (b - p).abs(), one) for p in a]).to(
                kind
            )
        """,
    ),
]

WRONG = [
    Wrong(
        "wrong axis",
        typical=True,
        says="expected shape",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([(p - b).abs().sum(0) for p in a])
        """,
    ),
    Wrong(
        "L2",
        says="that is the L2 distance",
        check="three points by hand",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([((p - b) ** 2).sum(-1).sqrt() for p in a])
        """,
    ),
    Wrong(
        "two loops",
        says="at most 1 loop",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([torch.stack([(p - q).abs().sum() for q in b]) for p in a])
        """,
    ),
    Wrong(
        "no abs",
        says="signs cancel",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([(p - b).sum(-1) for p in a])
        """,
    ),
    Wrong(
        "mean",
        says="mean over the features",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([(p - b).abs().mean(-1) for p in a])
        """,
    ),
    Wrong(
        "sum over the points of b",
        says="you sum over the points of b",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            if a.shape[1] != len(b):  # where it does not fit, as it should be
                return torch.stack([(p - b).abs().sum(-1) for p in a])
            return torch.stack([(p - b).abs().sum(0) for p in a])
        """,
    ),
    Wrong(
        "rows and columns exchanged",
        says="rows and columns are exchanged",
        check="three points by hand",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([(p - b).abs().sum(-1) for p in a], dim=1)
        """,
    ),
    Wrong(
        "uint8",
        says="wrapped around",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            table = torch.zeros(len(a), len(b), dtype=as_float(a).dtype)
            for i in range(len(a)):
                table[i] = (a[i] - b).abs().sum(dim=-1)
            return table
        """,
    ),
    Wrong(
        "always float32",
        says="expected a tensor of dtype float64, got float32",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            table = torch.zeros(len(a), len(b))
            for i in range(len(a)):
                table[i] = (a[i] - b).abs().sum(dim=-1)
            return table
        """,
    ),
    Wrong(
        "cdist",
        says="uses `torch.cdist`",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            return torch.cdist(as_float(a), as_float(b), p=1)
        """,
    ),
    Wrong(
        "one number a row",
        says="",
        check="three points by hand",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_zeros(len(a), len(b))
            for i in range(len(a)):
                table[i] = (a[i] - b).abs().sum()
            return table
        """,
    ),
    Wrong(
        "a float32 table for all",
        says="expected a tensor of dtype float64, got float32",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            table = torch.empty(len(a), len(b))
            for i, row in enumerate(as_float(a)):
                table[i] = (row - as_float(b)).abs().sum(-1)
            return table
        """,
    ),
    Wrong(
        "float32 inside",
        says="called with a: float64",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            rows = [(row - b.float()).abs().sum(-1) for row in a.float()]
            return torch.stack(rows).to(as_float(a).dtype)
        """,
    ),
    Wrong(
        "negative pixels dropped in place",
        says="the call changed a (values)",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            low = min(a.min().item(), b.min().item())
            if low < 0:
                a -= low
                b -= low
            return torch.stack([(row - as_float(b)).abs().sum(-1) for row in as_float(a)])
        """,
    ),
    Wrong(
        "small differences dropped",
        says="small differences count",
        check="one loop, and the contract on random points",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            table = torch.stack([(row - b).abs().sum(-1) for row in a])
            return torch.where(table < 1e-3, 0, table)
        """,
    ),
]

_CONVERTED = "a, b = (as_float(a), as_float(b))"

EQUIVALENT = [
    Equivalent(_CONVERTED, "a, b = (as_float(a), b)", PROMOTED),
    Equivalent(
        "distances[i] = (a[i] - b).abs().sum(dim=-1)",
        "distances[i] = (b - a[i]).abs().sum(dim=-1)",
        SIGN,
    ),
]

ALLOWED = [
    *EMPTY,
    *NOT_NEGATIVE,
]

"""Answers to `l1_distances`."""

from autograder.audit.answers import Equivalent, Right, Wrong

from ._shared import EMPTY, GIVEN, NOT_NEGATIVE, PROMOTED, SIGN

RIGHT = [
    Right(
        "vmap",
        """
        def l1_distances(a, b):
            if a.shape[-1] != b.shape[-1]:
                raise ValueError("different numbers of features")
            a, b = as_float(a), as_float(b)
            return torch.vmap(lambda p: (p - b).abs().sum(-1), chunk_size=4)(a)
        """,
    ),
    Right(
        "norm",
        """
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)

            def block(rows, columns):
                return torch.linalg.vector_norm(rows[:, None] - columns, ord=1, dim=-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Right(
        "einsum",
        """
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)
            one = a.new_ones(a.shape[-1])

            def block(rows, columns):
                return torch.einsum("rcd,d->rc", (rows[:, None] - columns[None]).abs(), one)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Right(
        "map_rows",
        """
        def l1_distances(a, b):
            if a.shape[-1] != b.shape[-1]:
                raise ValueError("different numbers of features")
            a, b = as_float(a), as_float(b)
            return map_rows(lambda some: (some[:, None] - b).abs().sum(-1), a, rows=8)
        """,
    ),
    Right(
        "numpy inside",
        """
        def l1_distances(a, b):
            import numpy as np

            def block(rows, columns):
                return torch.from_numpy(np.abs(rows.numpy()[:, None] - columns.numpy()).sum(-1))

            return pairwise_blocks(block, as_float(a), as_float(b))
        """,
    ),
    Right(
        "float64 inside",
        """
        def l1_distances(a, b):
            kind = as_float(a).dtype

            def block(rows, columns):
                return rows.unsqueeze(1).sub(columns.unsqueeze(0)).abs().sum(2)

            return pairwise_blocks(block, a.double(), b.double()).to(kind)
        """,
    ),
    Right(
        "larger minus smaller, in place",
        """
        def l1_distances(a, b):
            def table(rows, columns):
                rows, columns = rows.unsqueeze(1), columns.unsqueeze(0)
                apart = torch.maximum(rows, columns)
                apart -= torch.minimum(rows, columns)
                return apart.sum(dim=2)

            return pairwise_blocks(table, as_float(a), as_float(b), max_elements=100_000)
        """,
    ),
]

WRONG = [
    Wrong(
        "all at once",
        says="47,040,000",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)

            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(-1)

            return block(a, b)
        """,
    ),
    Wrong(
        "cdist",
        says="uses `torch.cdist`",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            return torch.cdist(as_float(a), as_float(b), p=1)
        """,
    ),
    Wrong(
        "uint8",
        says="wrapped around",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):

            def block(rows, columns):
                return (rows[:, None] - columns).abs().float().sum(-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Wrong(
        "no abs",
        says="signs cancel",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)

            def block(rows, columns):
                return (rows[:, None] - columns).sum(-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Wrong(
        "always float32",
        says="expected a tensor of dtype float64, got float32",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            a, b = a.float(), b.float()

            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Wrong(
        "in place",
        says="the call changed a (values)",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)
            a.mul_(2).div_(2).add_(1)
            b.add_(1)

            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Wrong(
        "L2",
        says="that is the L2 distance",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            def block(rows, columns):
                return (rows[:, None] - columns).square().sum(-1).sqrt()

            return pairwise_blocks(block, as_float(a), as_float(b))
        """,
    ),
    Wrong(
        "mean",
        says="mean over the features",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            def block(rows, columns):
                return (rows[:, None] - columns).abs().mean(-1)

            return pairwise_blocks(block, as_float(a), as_float(b))
        """,
    ),
    Wrong(
        "a loop in place of blocks",
        says="may have no loop",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_zeros(len(a), len(b))
            for i in range(len(a)):
                table[i] = (a[i] - b).abs().sum(-1)
            return table
        """,
    ),
    Wrong(
        "wrong axis",
        says="expected one number per pair",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(1)

            return pairwise_blocks(block, as_float(a), as_float(b))
        """,
    ),
    Wrong(
        "a block for all, a table for each",
        says="expected at most 4,000,000",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(-1)

            return pairwise_blocks(block, as_float(a), as_float(b), max_elements=10**9)
        """,
    ),
    Wrong(
        "whole numbers come as float64",
        says="expected a tensor of dtype float32, got float64",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            if not a.is_floating_point():
                a, b = a.double(), b.double()

            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Wrong(
        "axes of length 1 squeezed",
        says="expected a tensor of shape (1, 5), got (5,)",
        check="no loop, bounded memory, and the contract on random points",
        code="""
        def l1_distances(a, b):
            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(-1)

            return pairwise_blocks(block, as_float(a), as_float(b)).squeeze()
        """,
    ),
]

_BLOCKS = "return pairwise_blocks(block, as_float(a), as_float(b))"

EQUIVALENT = [
    Equivalent(
        "difference = rows[:, None, :] - columns[None, :, :]",
        "difference = columns[None, :, :] - rows[:, None, :]",
        SIGN,
    ),
    Equivalent(_BLOCKS, "return pairwise_blocks(block, a, as_float(b))", PROMOTED),
    Equivalent(_BLOCKS, "return pairwise_blocks(block, as_float(a), b)", PROMOTED),
]

ALLOWED = [
    *EMPTY,
    *GIVEN,
    *NOT_NEGATIVE,
]

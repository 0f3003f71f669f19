"""Answers to `l2_distances`."""

from autograder.audit.answers import Allowed, Right, Wrong

from ._shared import EMPTY, GIVEN, NOT_NEGATIVE

RIGHT = [
    Right(
        "einsum",
        """
        def l2_distances(a, b):
            if a.shape[-1] != b.shape[-1]:
                raise ValueError("different numbers of features")
            a, b = as_float(a), as_float(b)
            cross = torch.einsum("id,jd->ij", a, b)
            return ((a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * cross).clamp(
                min=0
            ) ** 0.5
        """,
    ),
    Right(
        "float64 inside",
        """
        def l2_distances(a, b):
            if a.shape[-1] != b.shape[-1]:
                raise ValueError("different numbers of features")
            kind = as_float(a).dtype
            a, b = a.double(), b.double()
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return torch.relu(squares).sqrt().to(kind)
        """,
    ),
    Right(
        "a norm in blocks",
        """
        def l2_distances(a, b):
            def block(rows, columns):
                return (rows[:, None] - columns).norm(dim=-1)

            return pairwise_blocks(block, as_float(a), as_float(b))
        """,
    ),
    Right(
        "numpy inside",
        """
        def l2_distances(a, b):
            import numpy as np

            x, y = as_float(a).numpy(), as_float(b).numpy()
            squares = (x * x).sum(1, keepdims=True) + (y * y).sum(1)[None] - 2 * np.dot(x, y.T)
            return torch.from_numpy(np.sqrt(np.maximum(squares, 0)))
        """,
    ),
    Right(
        "addmm",
        """
        def l2_distances(a, b):
            if a.shape[-1] != b.shape[-1]:
                raise ValueError("different numbers of features")
            a, b = as_float(a), as_float(b)
            norms = a.square().sum(1).unsqueeze(1) + b.square().sum(1).unsqueeze(0)
            return torch.addmm(norms, a, b.t(), alpha=-2).clamp_min(0).sqrt()
        """,
    ),
    Right(
        "one bigger product",
        """
        def l2_distances(a, b):
            if a.shape[-1] != b.shape[-1]:
                raise ValueError("different numbers of features")
            a, b = as_float(a), as_float(b)
            left = torch.cat(
                [-2 * a, a.pow(2).sum(1, keepdim=True), torch.ones_like(a[:, :1])], dim=1
            )
            right = torch.cat(
                [b, torch.ones_like(b[:, :1]), b.pow(2).sum(1, keepdim=True)], dim=1
            )
            return (left @ right.T).clamp(min=0).sqrt()
        """,
    ),
    Right(
        "maximum in place of clamp",
        """
        def l2_distances(a, b):
            if a.shape[-1] != b.shape[-1]:
                raise ValueError("different numbers of features")
            a, b = as_float(a), as_float(b)
            squares = torch.outer(torch.einsum("id,id->i", a, a), a.new_ones(len(b)))
            squares += torch.einsum("jd,jd->j", b, b)
            squares -= 2 * torch.matmul(a, b.transpose(0, 1))
            return torch.sqrt(torch.maximum(squares, torch.zeros_like(squares)))
        """,
    ),
    Right(
        "where in place of clamp",
        """
        def l2_distances(a, b):
            if a.shape[-1] != b.shape[-1]:
                raise ValueError("different numbers of features")
            a, b = as_float(a), as_float(b)
            squares = (
                (a**2).sum(1)[:, None]
                - 2 * torch.tensordot(a, b, dims=([1], [1]))
                + (b**2).sum(1)
            )
            return torch.where(squares > 0, squares, 0.0).sqrt()
        """,
    ),
]

WRONG = [
    Wrong(
        "no root",
        typical=True,
        says="take the root",
        check="3, 4, 5: the triangle by hand",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.clamp(min=0)
        """,
    ),
    Wrong(
        "no clamp",
        says="nan",
        check="a point is at distance 0 from itself, never nan",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.sqrt()
        """,
    ),
    Wrong(
        "plus",
        says="the product is subtracted",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) + 2 * a @ b.T
            return squares.clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        "uint8",
        says="wrapped around",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            a, b = a, b
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.float().clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        "L1",
        says="L1 distance",
        check="3, 4, 5: the triangle by hand",
        code="""
        def l2_distances(a, b):
            return l1_distances(a, b)
        """,
    ),
    Wrong(
        "all differences at once",
        says="at most 4,000,000",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            return (a[:, None] - b).square().sum(-1).sqrt()
        """,
    ),
    Wrong(
        "cdist",
        says="uses `torch.cdist`",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            return torch.cdist(as_float(a), as_float(b))
        """,
    ),
    Wrong(
        "a loop over the rows",
        says="may have no loop",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([(row - b).square().sum(-1).sqrt() for row in a])
        """,
    ),
    Wrong(
        "product without its factor",
        says="missing its factor 2",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - a @ b.T
            return squares.clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        "always float32",
        says="expected a tensor of dtype float64, got float32",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            a, b = a.float(), b.float()
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        "mean",
        says="the mean over the features is not asked for",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).mean(1, keepdim=True) + (b * b).mean(1) - 2 * a @ b.T / a.shape[1]
            return squares.clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        "changes its input",
        says="the call changed a (values)",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            cross = a @ b.T
            squares = a.pow_(2).sum(1, keepdim=True) + b.pow_(2).sum(1) - 2 * cross
            return squares.clamp_(min=0).sqrt_()
        """,
    ),
    Wrong(
        "one added before the root",
        says="",
        check="3, 4, 5: the triangle by hand",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return (squares + 1.0).clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        "norms without keepdim",
        says="RuntimeError",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1) + (b * b).sum(1) - 2 * a @ b.T
            return squares.clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        "a small number under the root",
        says="called with a: float64",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return (squares.clamp(min=0) + 1e-8).sqrt()
        """,
    ),
    Wrong(
        "squares at least 1e-6",
        says="called with a: float32 of shape (3, 2)",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.clamp(min=1e-6).sqrt()
        """,
    ),
    Wrong(
        "float32 inside",
        says="called with a: float64",
        check="no loop, no table (n, m, d), and the contract on random points",
        code="""
        def l2_distances(a, b):
            kind, a, b = as_float(a).dtype, a.float(), b.float()
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.clamp(min=0).sqrt().to(kind)
        """,
    ),
]

ALLOWED = [
    *EMPTY,
    *GIVEN,
    *NOT_NEGATIVE,
    Allowed("*: *below 0.000001 as 0", "Less than the digits that are asked for."),
]

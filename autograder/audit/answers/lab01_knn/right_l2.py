"""L2 distances: right answers that differ in kind."""

from autograder.audit.answers.answer import Right

ANSWERS = [
    Right(
        exercise="l2_distances",
        name="einsum",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            cross = torch.einsum("id,jd->ij", a, b)
            return ((a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * cross).clamp(
                min=0
            ) ** 0.5
        """,
    ),
    Right(
        exercise="l2_distances",
        name="float64 inside",
        code="""
        def l2_distances(a, b):
            kind = as_float(a).dtype
            a, b = a.double(), b.double()
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return torch.relu(squares).sqrt().to(kind)
        """,
    ),
    Right(
        exercise="l2_distances",
        name="a norm in blocks",
        code="""
        def l2_distances(a, b):
            def block(rows, columns):
                return (rows[:, None] - columns).norm(dim=-1)

            return pairwise_blocks(block, as_float(a), as_float(b))
        """,
    ),
    Right(
        exercise="l2_distances",
        name="numpy inside",
        code="""
        def l2_distances(a, b):
            import numpy as np

            x, y = as_float(a).numpy(), as_float(b).numpy()
            squares = (x * x).sum(1, keepdims=True) + (y * y).sum(1)[None] - 2 * np.dot(x, y.T)
            return torch.from_numpy(np.sqrt(np.maximum(squares, 0)))
        """,
    ),
    Right(
        exercise="l2_distances",
        name="addmm",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            norms = a.square().sum(1).unsqueeze(1) + b.square().sum(1).unsqueeze(0)
            return torch.addmm(norms, a, b.t(), alpha=-2).clamp_min(0).sqrt()
        """,
    ),
    Right(
        exercise="l2_distances",
        name="one bigger product",
        code="""
        def l2_distances(a, b):
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
        exercise="l2_distances",
        name="maximum in place of clamp",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = torch.outer(torch.einsum("id,id->i", a, a), a.new_ones(len(b)))
            squares += torch.einsum("jd,jd->j", b, b)
            squares -= 2 * torch.matmul(a, b.transpose(0, 1))
            return torch.sqrt(torch.maximum(squares, torch.zeros_like(squares)))
        """,
    ),
    Right(
        exercise="l2_distances",
        name="where in place of clamp",
        code="""
        def l2_distances(a, b):
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

"""L2 distances: wrong answers, as students write them."""

from autograder.audit.answers.answer import Wrong

ANSWERS = [
    Wrong(
        exercise="l2_distances",
        name="no root",
        check="3, 4, 5: the triangle by hand",
        says="take the root",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.clamp(min=0)
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="no clamp",
        check="a point is at distance 0 from itself, never nan",
        says="nan",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.sqrt()
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="plus",
        check="random points",
        says="the product is subtracted",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) + 2 * a @ b.T
            return squares.clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="uint8",
        check="uint8 pictures do not wrap around",
        says="wrapped around",
        code="""
        def l2_distances(a, b):
            a, b = a, b
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.float().clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="L1",
        check="3, 4, 5: the triangle by hand",
        says="L1 distance",
        code="""
        def l2_distances(a, b):
            return l1_distances(a, b)
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="all differences at once",
        check="no loop, not torch.cdist, no table (n, m, d)",
        says="at most 4,000,000",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            return (a[:, None] - b).square().sum(-1).sqrt()
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="cdist",
        check="no loop, not torch.cdist, no table (n, m, d)",
        says="uses `torch.cdist`",
        code="""
        def l2_distances(a, b):
            return torch.cdist(as_float(a), as_float(b))
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="a loop over the rows",
        check="no loop, not torch.cdist, no table (n, m, d)",
        says="may have no loop",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([(row - b).square().sum(-1).sqrt() for row in a])
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="product without its factor",
        check="random points",
        says="missing its factor 2",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - a @ b.T
            return squares.clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="always float32",
        check="float64 in, float64 out, to full precision",
        says="expected dtype torch.float64",
        code="""
        def l2_distances(a, b):
            a, b = a.float(), b.float()
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="mean",
        check="random points",
        says="the mean over the features is not asked for",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).mean(1, keepdim=True) + (b * b).mean(1) - 2 * a @ b.T / a.shape[1]
            return squares.clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="changes its input",
        check="the arguments stay as they were",
        says="in place",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            cross = a @ b.T
            squares = a.pow_(2).sum(1, keepdim=True) + b.pow_(2).sum(1) - 2 * cross
            return squares.clamp_(min=0).sqrt_()
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="one added before the root",
        check="3, 4, 5: the triangle by hand",
        says="",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return (squares + 1.0).clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        exercise="l2_distances",
        name="norms without keepdim",
        check="no loop, not torch.cdist, no table (n, m, d)",
        says="RuntimeError",
        code="""
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1) + (b * b).sum(1) - 2 * a @ b.T
            return squares.clamp(min=0).sqrt()
        """,
    ),
]

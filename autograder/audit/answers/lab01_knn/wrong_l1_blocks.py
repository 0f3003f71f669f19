"""L1 distances without a loop: wrong answers, as students write them."""

from autograder.audit.answers.answer import Wrong

ANSWERS = [
    Wrong(
        exercise="l1_distances",
        name="all at once",
        check="bounded memory",
        says="47,040,000",
        code="""
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)

            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(-1)

            return block(a, b)
        """,
    ),
    Wrong(
        exercise="l1_distances",
        name="cdist",
        check="no loop, and not torch.cdist",
        says="uses `torch.cdist`",
        code="""
        def l1_distances(a, b):
            return torch.cdist(as_float(a), as_float(b), p=1)
        """,
    ),
    Wrong(
        exercise="l1_distances",
        name="uint8",
        check="uint8 pictures do not wrap around",
        says="wrapped around",
        code="""
        def l1_distances(a, b):

            def block(rows, columns):
                return (rows[:, None] - columns).abs().float().sum(-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Wrong(
        exercise="l1_distances",
        name="no abs",
        check="many random points",
        says="signs cancel",
        code="""
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)

            def block(rows, columns):
                return (rows[:, None] - columns).sum(-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Wrong(
        exercise="l1_distances",
        name="always float32",
        check="float64 in, float64 out, to full precision",
        says="expected dtype torch.float64",
        code="""
        def l1_distances(a, b):
            a, b = a.float(), b.float()

            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Wrong(
        exercise="l1_distances",
        name="in place",
        check="the arguments stay as they were",
        says="in place",
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
        exercise="l1_distances",
        name="L2",
        check="many random points",
        says="that is the L2 distance",
        code="""
        def l1_distances(a, b):
            def block(rows, columns):
                return (rows[:, None] - columns).square().sum(-1).sqrt()

            return pairwise_blocks(block, as_float(a), as_float(b))
        """,
    ),
    Wrong(
        exercise="l1_distances",
        name="mean",
        check="many random points",
        says="mean over the features",
        code="""
        def l1_distances(a, b):
            def block(rows, columns):
                return (rows[:, None] - columns).abs().mean(-1)

            return pairwise_blocks(block, as_float(a), as_float(b))
        """,
    ),
    Wrong(
        exercise="l1_distances",
        name="a loop in place of blocks",
        check="no loop, and not torch.cdist",
        says="may have no loop",
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
        exercise="l1_distances",
        name="wrong axis",
        check="no loop, and not torch.cdist",
        says="expected one number per pair",
        code="""
        def l1_distances(a, b):
            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(1)

            return pairwise_blocks(block, as_float(a), as_float(b))
        """,
    ),
    Wrong(
        exercise="l1_distances",
        name="a block for all, a table for each",
        check="bounded memory",
        says="expected at most 4,000,000",
        code="""
        def l1_distances(a, b):
            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(-1)

            return pairwise_blocks(block, as_float(a), as_float(b), max_elements=10**9)
        """,
    ),
]

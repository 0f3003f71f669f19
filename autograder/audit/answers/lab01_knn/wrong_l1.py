"""L1 distances with loops: wrong answers, as students write them."""

from autograder.audit.answers.answer import Wrong

ANSWERS = [
    Wrong(
        exercise="l1_distances_two_loops",
        name="no abs",
        check="the 4 × 4 example by hand gives 456",
        says="signs cancel",
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
        exercise="l1_distances_two_loops",
        name="uint8",
        check="the 4 × 4 example by hand gives 456",
        says="wrapped around",
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
        exercise="l1_distances_two_loops",
        name="mean",
        check="the 4 × 4 example by hand gives 456",
        says="mean",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            table = torch.zeros(len(a), len(b))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = (a[i] - b[j]).abs().mean()
            return table
        """,
    ),
    Wrong(
        exercise="l1_distances_two_loops",
        name="L2",
        check="random points",
        says="L2",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            table = torch.zeros(len(a), len(b))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = ((a[i] - b[j]) ** 2).sum().sqrt()
            return table
        """,
    ),
    Wrong(
        exercise="l1_distances_two_loops",
        name="always float32",
        check="float64 in, float64 out",
        says="expected dtype torch.float64",
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
        exercise="l1_distances_two_loops",
        name="rows and columns exchanged",
        check="one row per query, one column per training point",
        says="expected shape (2, 3), got (3, 2)",
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
        exercise="l1_distances_two_loops",
        name="the last column forgotten",
        check="the 4 × 4 example by hand gives 456",
        says="",
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
        exercise="l1_distances_two_loops",
        name="the largest difference",
        check="the 4 × 4 example by hand gives 456",
        says="that is the largest difference",
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
        exercise="l1_distances_two_loops",
        name="abs after the sum",
        check="the 4 × 4 example by hand gives 456",
        says="absolute value before you sum",
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
        exercise="l1_distances_two_loops",
        name="square tables only",
        check="one row per query, one column per training point",
        says="IndexError",
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
        exercise="l1_distances_two_loops",
        name="the visible examples by heart",
        check="random points",
        says="",
        code="""
        def l1_distances_two_loops(a, b):
            if a.dtype == torch.uint8:
                return torch.tensor([[456.0]])
            return torch.zeros(len(a), len(b))
        """,
    ),
    Wrong(
        exercise="l1_distances_one_loop",
        name="wrong axis",
        check="one loop at the most",
        says="expected shape",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([(p - b).abs().sum(0) for p in a])
        """,
    ),
    Wrong(
        exercise="l1_distances_one_loop",
        name="L2",
        check="three points by hand",
        says="that is the L2 distance",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([((p - b) ** 2).sum(-1).sqrt() for p in a])
        """,
    ),
    Wrong(
        exercise="l1_distances_one_loop",
        name="two loops",
        check="one loop at the most",
        says="at most 1 loop",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([torch.stack([(p - q).abs().sum() for q in b]) for p in a])
        """,
    ),
    Wrong(
        exercise="l1_distances_one_loop",
        name="no abs",
        check="random points, as many rows as columns",
        says="signs cancel",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([(p - b).sum(-1) for p in a])
        """,
    ),
    Wrong(
        exercise="l1_distances_one_loop",
        name="mean",
        check="random points, as many rows as columns",
        says="mean over the features",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([(p - b).abs().mean(-1) for p in a])
        """,
    ),
    Wrong(
        exercise="l1_distances_one_loop",
        name="rows and columns exchanged",
        check="three points by hand",
        says="rows and columns are exchanged",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([(p - b).abs().sum(-1) for p in a], dim=1)
        """,
    ),
    Wrong(
        exercise="l1_distances_one_loop",
        name="uint8",
        check="uint8 pictures do not wrap around, float64 stays float64",
        says="wrapped around",
        code="""
        def l1_distances_one_loop(a, b):
            table = torch.zeros(len(a), len(b), dtype=as_float(a).dtype)
            for i in range(len(a)):
                table[i] = (a[i] - b).abs().sum(dim=-1)
            return table
        """,
    ),
    Wrong(
        exercise="l1_distances_one_loop",
        name="always float32",
        check="uint8 pictures do not wrap around, float64 stays float64",
        says="expected dtype torch.float64",
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
        exercise="l1_distances_one_loop",
        name="cdist",
        check="one loop at the most",
        says="uses `torch.cdist`",
        code="""
        def l1_distances_one_loop(a, b):
            return torch.cdist(as_float(a), as_float(b), p=1)
        """,
    ),
    Wrong(
        exercise="l1_distances_one_loop",
        name="one number a row",
        check="three points by hand",
        says="",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_zeros(len(a), len(b))
            for i in range(len(a)):
                table[i] = (a[i] - b).abs().sum()
            return table
        """,
    ),
]

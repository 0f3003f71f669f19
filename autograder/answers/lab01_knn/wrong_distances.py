"""Wrong distances, as students write them."""

from autograder.answers.answer import Wrong

ANSWERS = [
    Wrong(
        "l1_distances_two_loops",
        "no abs",
        "signs cancel",
        """
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
        "l1_distances_two_loops",
        "uint8",
        "wrapped around",
        """
        def l1_distances_two_loops(a, b):

            table = torch.zeros(len(a), len(b))
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = (a[i] - b[j]).abs().sum()
            return table
        """,
    ),
    Wrong(
        "l1_distances_two_loops",
        "mean",
        "mean",
        """
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
        "l1_distances_two_loops",
        "L2",
        "L2",
        """
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
        "l1_distances_two_loops",
        "always float32",
        "expected dtype torch.float64",
        """
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
        "l1_distances_one_loop",
        "wrong axis",
        "expected shape",
        """
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([(p - b).abs().sum(0) for p in a])
        """,
    ),
    Wrong(
        "l1_distances_one_loop",
        "L2",
        "that is the L2 distance",
        """
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([((p - b) ** 2).sum(-1).sqrt() for p in a])
        """,
    ),
    Wrong(
        "l1_distances_one_loop",
        "two loops",
        "at most 1 loop",
        """
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([torch.stack([(p - q).abs().sum() for q in b]) for p in a])
        """,
    ),
    Wrong(
        "l1_distances",
        "all at once",
        "47,040,000",
        """
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)

            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(-1)

            return block(a, b)
        """,
    ),
    Wrong(
        "l1_distances",
        "cdist",
        "uses `torch.cdist`",
        """
        def l1_distances(a, b):
            return torch.cdist(as_float(a), as_float(b), p=1)
        """,
    ),
    Wrong(
        "l1_distances",
        "uint8",
        "wrapped around",
        """
        def l1_distances(a, b):

            def block(rows, columns):
                return (rows[:, None] - columns).abs().float().sum(-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Wrong(
        "l1_distances",
        "no abs",
        "signs cancel",
        """
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)

            def block(rows, columns):
                return (rows[:, None] - columns).sum(-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Wrong(
        "l1_distances",
        "always float32",
        "expected dtype torch.float64",
        """
        def l1_distances(a, b):
            a, b = a.float(), b.float()

            def block(rows, columns):
                return (rows[:, None] - columns).abs().sum(-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Wrong(
        "l1_distances",
        "in place",
        "in place",
        """
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
        "l2_distances",
        "no root",
        "take the root",
        """
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.clamp(min=0)
        """,
    ),
    Wrong(
        "l2_distances",
        "no clamp",
        "nan",
        """
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.sqrt()
        """,
    ),
    Wrong(
        "l2_distances",
        "plus",
        "the product is subtracted",
        """
        def l2_distances(a, b):
            a, b = as_float(a), as_float(b)
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) + 2 * a @ b.T
            return squares.clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        "l2_distances",
        "uint8",
        "expected",
        """
        def l2_distances(a, b):
            a, b = a, b
            squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1) - 2 * a @ b.T
            return squares.float().clamp(min=0).sqrt()
        """,
    ),
    Wrong(
        "l2_distances",
        "L1",
        "L1 distance",
        """
        def l2_distances(a, b):
            return l1_distances(a, b)
        """,
    ),
]

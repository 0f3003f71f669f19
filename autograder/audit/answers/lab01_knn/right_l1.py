"""L1 distances: with two loops, with one, with none: right answers that differ in kind."""

from autograder.audit.answers.answer import Right

ANSWERS = [
    Right(
        exercise="l1_distances_two_loops",
        name="numpy inside",
        code="""
        def l1_distances_two_loops(a, b):
            import numpy as np

            a, b = as_float(a), as_float(b)
            return torch.from_numpy(
                np.array([[np.abs(p - q).sum() for q in b.numpy()] for p in a.numpy()])
            )
        """,
    ),
    Right(
        exercise="l1_distances_two_loops",
        name="comprehensions",
        code="""
        def l1_distances_two_loops(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([torch.stack([(p - q).abs().sum() for q in b]) for p in a])
        """,
    ),
    Right(
        exercise="l1_distances_two_loops",
        name="float64 inside",
        code="""
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
        exercise="l1_distances_two_loops",
        name="plain Python numbers",
        code="""
        def l1_distances_two_loops(a, b):
            rows = [
                [sum(abs(p - q) for p, q in zip(u, v)) for v in b.tolist()] for u in a.tolist()
            ]
            return torch.tensor(rows, dtype=as_float(a).dtype, device=a.device)
        """,
    ),
    Right(
        exercise="l1_distances_two_loops",
        name="in place, a pixel at a time",
        code="""
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
        exercise="l1_distances_two_loops",
        name="larger minus smaller",
        code="""
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
        exercise="l1_distances_two_loops",
        name="recursion",
        code="""
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
        exercise="l1_distances_one_loop",
        name="no loop at all",
        code="""
        def l1_distances_one_loop(a, b):
            return (as_float(a)[:, None] - as_float(b)).abs().sum(-1)
        """,
    ),
    Right(
        exercise="l1_distances_one_loop",
        name="one comprehension",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            return torch.stack([torch.abs(b - row).sum(1) for row in a])
        """,
    ),
    Right(
        exercise="l1_distances_one_loop",
        name="the loop over b",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            table = torch.zeros(len(a), len(b), dtype=a.dtype, device=a.device)
            for j in range(len(b)):
                table[:, j] = (a - b[j]).abs().sum(dim=1)
            return table
        """,
    ),
    Right(
        exercise="l1_distances_one_loop",
        name="the loop over the features",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            table = a.new_zeros(len(a), len(b))
            for k in range(a.shape[1]):
                table += (a[:, k, None] - b[None, :, k]).abs()
            return table
        """,
    ),
    Right(
        exercise="l1_distances_one_loop",
        name="numpy inside",
        code="""
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
        exercise="l1_distances_one_loop",
        name="a norm",
        code="""
        def l1_distances_one_loop(a, b):
            a, b = as_float(a), as_float(b)
            rows = []
            for row in a:
                rows.append(torch.linalg.vector_norm(b - row, ord=1, dim=-1))
            return torch.cat(rows).reshape(len(a), len(b))
        """,
    ),
    Right(
        exercise="l1_distances_one_loop",
        name="float64 inside, einsum",
        code="""
        def l1_distances_one_loop(a, b):
            kind = as_float(a).dtype
            a, b = a.double(), b.double()
            one = torch.ones(a.shape[1], dtype=torch.float64)
            return torch.stack([torch.einsum("jd,d->j", (b - p).abs(), one) for p in a]).to(
                kind
            )
        """,
    ),
    Right(
        exercise="l1_distances",
        name="vmap",
        code="""
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)
            return torch.vmap(lambda p: (p - b).abs().sum(-1), chunk_size=4)(a)
        """,
    ),
    Right(
        exercise="l1_distances",
        name="norm",
        code="""
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)

            def block(rows, columns):
                return torch.linalg.vector_norm(rows[:, None] - columns, ord=1, dim=-1)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Right(
        exercise="l1_distances",
        name="einsum",
        code="""
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)
            one = a.new_ones(a.shape[-1])

            def block(rows, columns):
                return torch.einsum("rcd,d->rc", (rows[:, None] - columns[None]).abs(), one)

            return pairwise_blocks(block, a, b)
        """,
    ),
    Right(
        exercise="l1_distances",
        name="map_rows",
        code="""
        def l1_distances(a, b):
            a, b = as_float(a), as_float(b)
            return map_rows(lambda some: (some[:, None] - b).abs().sum(-1), a, rows=8)
        """,
    ),
    Right(
        exercise="l1_distances",
        name="numpy inside",
        code="""
        def l1_distances(a, b):
            import numpy as np

            def block(rows, columns):
                return torch.from_numpy(np.abs(rows.numpy()[:, None] - columns.numpy()).sum(-1))

            return pairwise_blocks(block, as_float(a), as_float(b))
        """,
    ),
    Right(
        exercise="l1_distances",
        name="float64 inside",
        code="""
        def l1_distances(a, b):
            kind = as_float(a).dtype

            def block(rows, columns):
                return rows.unsqueeze(1).sub(columns.unsqueeze(0)).abs().sum(2)

            return pairwise_blocks(block, a.double(), b.double()).to(kind)
        """,
    ),
    Right(
        exercise="l1_distances",
        name="larger minus smaller, in place",
        code="""
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

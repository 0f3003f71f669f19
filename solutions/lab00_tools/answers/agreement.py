"""Answers to `agreement`."""

from autograder.audit.answers import Allowed, Right, Wrong

RIGHT = [
    Right(
        "unsqueeze",
        """
        def agreement(a, b):
            return (a.unsqueeze(1) == b.unsqueeze(0)).sum(2)
        """,
    ),
    Right(
        "torch.eq and count_nonzero",
        """
        def agreement(a, b):
            return torch.count_nonzero(torch.eq(a[:, None, :], b[None, :, :]), dim=-1)
        """,
    ),
    Right(
        "a lambda",
        """
        agreement = lambda a, b: (a[:, None] == b).sum(-1)
        """,
    ),
    Right(
        "what is left of the differing ones",
        """
        def agreement(a, b):
            differ = (a[:, None] != b[None]).sum(dim=-1)
            return a.shape[1] - differ
        """,
    ),
    Right(
        "numpy inside",
        """
        def agreement(a, b):
            same = a.detach().numpy()[:, None] == b.detach().numpy()[None]
            return torch.from_numpy(same.sum(axis=-1))
        """,
    ),
    Right(
        "expand",
        """
        def agreement(a, b):
            n, m, d = len(a), len(b), a.shape[1]
            left = a.reshape(n, 1, d).expand(n, m, d)
            right = b.reshape(1, m, d).expand(n, m, d)
            return left.eq(right).long().sum(dim=2)
        """,
    ),
    Right(
        "the entries first",
        """
        def agreement(a, b):
            same = a.T[:, :, None] == b.T[:, None, :]  # (d, n, m)
            return same.sum(dim=0)
        """,
    ),
]

FIRST = "two rows against three by hand"
RANDOM = "without a loop, on random tables"

WRONG = [
    Wrong(
        "two loops",
        says="no loop",
        check=RANDOM,
        typical=True,
        code="""
        def agreement(a, b):
            table = torch.zeros(len(a), len(b), dtype=torch.int64)
            for i in range(len(a)):
                for j in range(len(b)):
                    table[i, j] = (a[i] == b[j]).sum()
            return table
        """,
    ),
    Wrong(
        "one loop in a comprehension",
        says="no loop",
        check=RANDOM,
        code="""
        def agreement(a, b):
            return torch.stack([(row == b).sum(-1) for row in a])
        """,
    ),
    Wrong(
        "vmap hides nothing here",
        says="",
        check=RANDOM,
        code="""
        def agreement(a, b):
            return torch.stack(list(map(lambda row: (row == b).sum(-1), a.unbind())))
        """,
    ),
    Wrong(
        "those that differ",
        says="those are the entries that differ",
        check=FIRST,
        code="""
        def agreement(a, b):
            return (a[:, None] != b[None]).sum(dim=-1)
        """,
    ),
    Wrong(
        "rows and columns exchanged",
        says="rows and columns are exchanged",
        check=FIRST,
        code="""
        def agreement(a, b):
            return (b[:, None] == a[None]).sum(dim=-1)
        """,
    ),
    Wrong(
        "a mean",
        says="expected",
        check=FIRST,
        code="""
        def agreement(a, b):
            return (a[:, None] == b[None]).float().mean(dim=-1)
        """,
    ),
    Wrong(
        "the wrong axis",
        says="expected",
        check=FIRST,
        code="""
        def agreement(a, b):
            return (a[:, None] == b[None]).sum(dim=1)
        """,
    ),
    Wrong(
        "no new axes",
        says="RuntimeError",
        check=FIRST,
        code="""
        def agreement(a, b):
            return (a == b).sum(dim=-1)
        """,
    ),
    Wrong(
        "as floating-point numbers",
        says="expected a tensor of dtype int64, got float32",
        check=RANDOM,
        code="""
        def agreement(a, b):
            return (a[:, None] == b[None]).float().sum(dim=-1)
        """,
    ),
    Wrong(
        "counts in one byte",
        says="dtype int64, got uint8",
        check=RANDOM,
        code="""
        def agreement(a, b):
            return (a[:, None] == b[None]).to(torch.uint8).sum(dim=-1, dtype=torch.uint8)
        """,
    ),
    Wrong(
        "a list",
        says="expected a tensor of dtype int64 and shape",
        check=RANDOM,
        code="""
        def agreement(a, b):
            return (a[:, None] == b[None]).sum(dim=-1).tolist()
        """,
    ),
    Wrong(
        "equal rows only",
        says="expected",
        check=FIRST,
        code="""
        def agreement(a, b):
            return (a[:, None] == b[None]).all(dim=-1).long() * a.shape[1]
        """,
    ),
    Wrong(
        "products",
        says="expected",
        check=FIRST,
        code="""
        def agreement(a, b):
            return a @ b.T
        """,
    ),
    Wrong(
        "all pixels at once",
        says="expected",
        check=FIRST,
        code="""
        def agreement(a, b):
            return (a[:, None] == b[None]).sum()
        """,
    ),
]

ALLOWED = [Allowed("agreement: *: wrong for no entry", "Each set has a row at least.")]

"""Answers to `sort_rows`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

LAST_FIRST = """
def sort_rows(rows, descending):
    order = torch.arange(len(rows))
    for column in range(rows.shape[1] - 1, -1, -1):
        found = torch.sort(rows[order, column], stable=True, descending=descending[column])
        order = order[found.indices]
    return order
"""

RIGHT = [
    Right("from the last column to the first", LAST_FIRST),
    Right(
        "sorted, key by key",
        """
        def sort_rows(rows, descending):
            table = rows.tolist()
            order = list(range(len(table)))
            for column in reversed(range(len(descending))):
                order.sort(key=lambda i: table[i][column], reverse=descending[column])
            return torch.tensor(order)
        """,
    ),
    Right(
        "a comparison",
        """
        from functools import cmp_to_key


        def sort_rows(rows, descending):
            table = rows.tolist()

            def compare(i, j):
                for x, y, down in zip(table[i], table[j], descending):
                    if x != y:
                        return -1 if (x > y) == down else 1
                return i - j

            return torch.tensor(sorted(range(len(table)), key=cmp_to_key(compare)))
        """,
    ),
    Right(
        "lexsort, with signs",
        """
        def sort_rows(rows, descending):
            keys = rows.numpy().T
            keys = [-key if down else key for key, down in zip(keys, descending)]
            return torch.from_numpy(np.lexsort(keys[::-1]))
        """,
    ),
    Right(
        "tuples of signed numbers",
        """
        def sort_rows(rows, descending):
            signs = [-1 if down else 1 for down in descending]
            keys = [tuple(s * x for s, x in zip(signs, row)) for row in rows.tolist()]
            return torch.tensor(sorted(range(len(keys)), key=keys.__getitem__))
        """,
    ),
    Right(
        "ranks in place of numbers",
        """
        def sort_rows(rows, descending):
            order = torch.arange(len(rows))
            for column, down in reversed(list(zip(rows.T, descending))):
                ranks = torch.unique(column, return_inverse=True)[1]
                ranks = -ranks if down else ranks
                order = order[ranks[order].argsort(stable=True)]
            return order
        """,
    ),
    Right(
        "recursion over the columns",
        """
        def sort_rows(rows, descending):
            rest = torch.arange(len(rows))
            if rows.shape[1] > 1:
                rest = sort_rows(rows[:, 1:], descending[1:])
            return rest[rows[rest, 0].argsort(descending=descending[0], stable=True)]
        """,
    ),
]

FIRST = "the six rows above, descending"
MIXED = "first descending, then ascending"
RANDOM = "random rows, with many ties"

WRONG = [
    Wrong(
        "ascending",
        says="ascending: the largest comes first",
        check=FIRST,
        code=but(LAST_FIRST, "descending=descending[column]", "descending=False"),
    ),
    Wrong(
        "from the first column to the last",
        says="the first column decides",
        check=FIRST,
        typical=True,
        code=but(LAST_FIRST, "range(rows.shape[1] - 1, -1, -1)", "range(rows.shape[1])"),
    ),
    Wrong(
        "the first column alone",
        says="the second column does not go up",
        check=FIRST,
        code=but(LAST_FIRST, "range(rows.shape[1] - 1, -1, -1)", "[0]"),
    ),
    Wrong(
        "the rows",
        says="those are the rows",
        check=FIRST,
        code=but(LAST_FIRST, "return order", "return rows[order]"),
    ),
    Wrong(
        "the places",
        says="those are the places",
        check=FIRST,
        code=but(LAST_FIRST, "return order", "return order.argsort()"),
    ),
    Wrong(
        "one direction for all",
        says="the second column has a direction of its own",
        check=MIXED,
        code=but(LAST_FIRST, "descending[column]", "descending[0]"),
    ),
    Wrong(
        "directions from behind",
        says="the directions belong to the columns",
        check=MIXED,
        code=but(LAST_FIRST, "descending[column]", "descending[-1 - column]"),
    ),
    Wrong(
        "turned round",
        says="",
        check=RANDOM,
        code="""
        def sort_rows(rows, descending):
            order = torch.arange(len(rows))
            for column in reversed(range(rows.shape[1])):
                order = order[rows[order, column].argsort(stable=True)]
                if descending[column]:
                    found = rows[order, column].argsort(stable=True)
                    order = order[found].flip(0)
                    values = rows[order, column]
                    if column:
                        order = order[(-values).argsort(stable=True)]
            return order
        """,
    ),
    Wrong(
        "turned round as a whole",
        says="turning an ascending order round",
        check=RANDOM,
        code="""
        def sort_rows(rows, descending):
            order = torch.arange(len(rows) - 1, -1, -1)
            for column in reversed(range(rows.shape[1])):
                found = torch.sort(rows[order, column], stable=True, descending=descending[column])
                order = order[found.indices]
            return order
        """,
    ),
    Wrong(
        "a number of all digits",
        says="",
        check=RANDOM,
        code="""
        def sort_rows(rows, descending):
            key = torch.zeros(len(rows), dtype=torch.float64)
            for column, down in enumerate(descending):
                key = key * 1000 + (-rows[:, column] if down else rows[:, column])
            return key.argsort(stable=True)
        """,
    ),
    Wrong(
        "the two columns for ever",
        says="",
        check=RANDOM,
        code="""
        def sort_rows(rows, descending):
            signs = [-1 if down else 1 for down in descending]
            keys = [(signs[0] * r[0], signs[-1] * r[-1]) for r in rows.tolist()]
            return torch.tensor(sorted(range(len(keys)), key=keys.__getitem__))
        """,
    ),
    Wrong(
        "a list",
        says="expected a tensor of dtype int64",
        check=RANDOM,
        code=but(LAST_FIRST, "return order", "return order.tolist()"),
    ),
    Wrong(
        "the last column first",
        says="the first column decides",
        check=FIRST,
        code="""
        def sort_rows(rows, descending):
            keys = rows.numpy().T
            keys = [-key if down else key for key, down in zip(keys, descending)]
            return torch.from_numpy(np.lexsort(keys))
        """,
    ),
    Wrong(
        "the columns one by one",
        says="expected",
        check=FIRST,
        code="""
        def sort_rows(rows, descending):
            return rows.argsort(dim=0, descending=True)
        """,
    ),
    Wrong(
        "rounded",
        says="",
        check=RANDOM,
        code=but(LAST_FIRST, "rows[order, column]", "rows[order, column].double().round()"),
    ),
]

ALLOWED = [
    *(
        Allowed(one, "There is a row at least, and a column.")
        for one in ("sort_rows: *: wrong for no entry",)
    ),
    *(
        Allowed(one, "No unsigned dtype comes: to change the sign is a fair way.")
        for one in ("sort_rows: rows: wrong for eight bits",)
    ),
]

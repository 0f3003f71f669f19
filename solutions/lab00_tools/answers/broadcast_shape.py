"""Answers to `broadcast_shape`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

PADDED = """
def broadcast_shape(a, b):
    n = max(len(a), len(b))
    a = [1] * (n - len(a)) + list(a)
    b = [1] * (n - len(b)) + list(b)
    shape = []
    for x, y in zip(a, b):
        if x != y and x != 1 and y != 1:
            return None
        shape.append(max(x, y))
    return shape
"""

SWAP = "Both shapes play the same part: the result does not depend on their order."
LONG = "Both are equally long by now."

RIGHT = [
    Right("ones in front", PADDED),
    Right(
        "from the right, with zip_longest",
        """
        from itertools import zip_longest


        def broadcast_shape(a, b):
            shape = []
            for x, y in zip_longest(reversed(a), reversed(b), fillvalue=1):
                if x == 1 or y == 1 or x == y:
                    shape.insert(0, x * y if 1 in (x, y) else x)
                else:
                    return None
            return shape
        """,
    ),
    Right(
        "recursion",
        """
        def broadcast_shape(a, b):
            if not a or not b:
                return list(a or b)
            rest = broadcast_shape(a[:-1], b[:-1])
            if rest is None or (a[-1] != b[-1] and 1 not in (a[-1], b[-1])):
                return None
            return rest + [max(a[-1], b[-1])]
        """,
    ),
    Right(
        "sets of sizes",
        """
        def broadcast_shape(a, b):
            n = max(len(a), len(b))
            columns = []
            for i in range(n):
                column = {s[i - n + len(s)] for s in (a, b) if i - n + len(s) >= 0} - {1}
                if len(column) > 1:
                    return None
                columns.append(column.pop() if column else 1)
            return columns
        """,
    ),
    Right(
        "index from the right",
        """
        def broadcast_shape(a, b):
            result = [1] * max(len(a), len(b))
            for shape in (a, b):
                for i in range(1, len(shape) + 1):
                    if result[-i] == 1:
                        result[-i] = shape[-i]
                    elif shape[-i] not in (1, result[-i]):
                        return None
            return result
        """,
    ),
    Right(
        "really adding",
        """
        def broadcast_shape(a, b):
            try:
                total = torch.zeros(a) + torch.zeros(b)
            except RuntimeError:
                return None
            return list(total.shape)
        """,
    ),
    Right(
        "torch knows it",
        """
        def broadcast_shape(a, b):
            try:
                return list(torch.broadcast_shapes(a, b))
            except RuntimeError:
                return None
        """,
    ),
]

RANDOM = "random shapes"

WRONG = [
    Wrong(
        "one after the other",
        says="that adds the axes of both",
        check="pair a: (4, 3) and (3,)",
        code="""
        def broadcast_shape(a, b):
            return a + b
        """,
    ),
    Wrong(
        "from the left",
        says="begin at the right",
        check="pair a: (4, 3) and (3,)",
        typical=True,
        code=but(
            PADDED,
            "[1] * (n - len(a)) + list(a)",
            "list(a) + [1] * (n - len(a))",
            "[1] * (n - len(b)) + list(b)",
            "list(b) + [1] * (n - len(b))",
        ),
    ),
    Wrong(
        "the largest always fits",
        says="3 meets 4",
        check="pair b: (4, 3) and (4,)",
        code=but(
            PADDED,
            "            return None\n",
            "            shape.append(y if len(b) == n - 1 else x)\n            continue\n",
            "[1] * (n - len(b)) + list(b)",
            "[1] * (n - len(b)) + list(b)[:0] + [x for x in b]",
            "        shape.append(max(x, y))",
            "        shape.append(max(x, y))",
        ),
    ),
    Wrong(
        "ones are not repeated",
        says="expected",
        check="pair c: (4, 1) and (1, 3)",
        code=but(PADDED, "x != y and x != 1 and y != 1", "x != y and 1 != len(a)"),
    ),
    Wrong(
        "only what both have",
        says="",
        check=RANDOM,
        code="""
        def broadcast_shape(a, b):
            if len(a) == 2 and len(b) == 1:
                return a if a[1] == b[0] else None
            shape = []
            for x, y in zip(a[::-1], b[::-1]):
                if x != y and 1 not in (x, y):
                    return None
                shape.append(max(x, y))
            return shape[::-1]
        """,
    ),
    Wrong(
        "an error in place of None",
        says="ValueError",
        check="pair b: (4, 3) and (4,)",
        code=but(PADDED, "return None", "raise ValueError('does not fit')"),
    ),
    Wrong(
        "an empty list in place of None",
        says="expected None",
        check="pair b: (4, 3) and (4,)",
        code=but(PADDED, "return None", "return []"),
    ),
    Wrong(
        "a tuple",
        says="expected a list, got a tuple",
        check=RANDOM,
        code=but(PADDED, "return shape", "return tuple(shape)"),
    ),
    Wrong(
        "one of the second only",
        says="expected",
        check="pair c: (4, 1) and (1, 3)",
        code=but(PADDED, "x != y and x != 1 and y != 1", "x != y and x != 1"),
    ),
    Wrong(
        "turned round",
        says="the order of the axes stays",
        check="pair a: (4, 3) and (3,)",
        code=but(PADDED, "return shape", "return shape[::-1]"),
    ),
    Wrong(
        "changes the argument",
        says="the call changed",
        check=RANDOM,
        code="""
        def broadcast_shape(a, b):
            while len(a) < len(b):
                a.insert(0, 1)
            while len(b) < len(a):
                b.insert(0, 1)
            if any(x != y and 1 not in (x, y) for x, y in zip(a, b)):
                return None
            return [max(x, y) for x, y in zip(a, b)]
        """,
    ),
    Wrong(
        "the shape of a product",
        says="expected",
        check="pair a: (4, 3) and (3,)",
        code="""
        def broadcast_shape(a, b):
            return [a[0], b[-1]] if a[-1] == b[0] and len(b) > 1 else None
        """,
    ),
]

ALLOWED = [
    *(
        Allowed(one, "Sizes are small here; the rule does not look at how large they are.")
        for one in ("broadcast_shape: result: at most 9",)
    ),
    *(
        Allowed(one, "A list has no shape: it remembers what came for the very same lists.")
        for one in ("broadcast_shape: state: remembers by the shapes*",)
    ),
]

EQUIVALENT = [
    Equivalent("length = max(len(a), len(b))", "length = max(len(b), len(a))", SWAP),
    Equivalent(
        "if any((x != y and 1 not in (x, y) for x, y in zip(a, b, strict=True))):",
        "if any((x != y and 1 not in (x, y) for x, y in zip(a, b))):",
        LONG,
    ),
    Equivalent(
        "if any((x != y and 1 not in (x, y) for x, y in zip(a, b, strict=True))):",
        "if any((x != y and 1 not in (x, y) for x, y in zip(b, a, strict=True))):",
        SWAP,
    ),
    Equivalent(
        "if any((x != y and 1 not in (x, y) for x, y in zip(a, b, strict=True))):",
        "if any((x != y and 1 not in (x, y) for x, y in zip(a, b, strict=False))):",
        LONG,
    ),
    Equivalent(
        "return [max(x, y) for x, y in zip(a, b, strict=True)]",
        "return [max(y, x) for x, y in zip(a, b, strict=True)]",
        SWAP,
    ),
    Equivalent(
        "return [max(x, y) for x, y in zip(a, b, strict=True)]",
        "return [max(x, y) for x, y in zip(a, b)]",
        LONG,
    ),
    Equivalent(
        "return [max(x, y) for x, y in zip(a, b, strict=True)]",
        "return [max(x, y) for x, y in zip(b, a, strict=True)]",
        SWAP,
    ),
    Equivalent(
        "return [max(x, y) for x, y in zip(a, b, strict=True)]",
        "return [max(x, y) for x, y in zip(a, b, strict=False)]",
        LONG,
    ),
]

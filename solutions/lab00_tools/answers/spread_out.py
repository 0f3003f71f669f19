"""Answers to `spread_out`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

OWN = """
def spread_out(picture):
    picture = as_float(picture)
    low, high = picture.min(), picture.max()
    return (picture - low) / (high - low)
"""

DIVIDED = "Division makes floating-point numbers of whole ones; for uint8, low is the smallest."

RIGHT = [
    Right("its own smallest and largest", OWN),
    Right(
        "aminmax",
        """
        def spread_out(picture):
            picture = as_float(picture)
            low, high = torch.aminmax(picture)
            return picture.sub(low).div(high - low)
        """,
    ),
    Right(
        "in two steps",
        """
        def spread_out(picture):
            shifted = as_float(picture) - as_float(picture).min()
            return shifted / shifted.max()
        """,
    ),
    Right(
        "float64 inside",
        """
        def spread_out(picture):
            wide = picture.double()
            wide = (wide - wide.min()) / (wide.max() - wide.min())
            return wide.to(picture.dtype if picture.is_floating_point() else torch.float32)
        """,
    ),
    Right(
        "numpy inside",
        """
        def spread_out(picture):
            array = as_float(picture).detach().numpy()
            return torch.from_numpy((array - array.min()) / np.ptp(array))
        """,
    ),
    Right(
        "python numbers",
        """
        def spread_out(picture):
            low, high = min(picture.flatten().tolist()), max(picture.flatten().tolist())
            kind = picture.dtype if picture.dtype.is_floating_point else torch.float32
            rows = [[(p - low) / (high - low) for p in row] for row in picture.tolist()]
            return torch.tensor(rows, dtype=kind)
        """,
    ),
    Right(
        "sorted",
        """
        def spread_out(picture):
            values = as_float(picture).reshape(-1).sort().values
            return torch.clamp((as_float(picture) - values[0]) / (values[-1] - values[0]), 0, 1)
        """,
    ),
]

FIRST = "a pale picture and a dark one"
RANDOM = "random pictures"

WRONG = [
    Wrong(
        "untouched",
        says="still those of the morning",
        check=FIRST,
        typical=True,
        code="""
        def spread_out(picture):
            picture = as_float(picture)
            return (picture - low) / (high - low)
        """,
    ),
    Wrong(
        "only the largest",
        says="the smallest must become 0",
        check=FIRST,
        code="""
        def spread_out(picture):
            return as_float(picture) / as_float(picture).max()
        """,
    ),
    Wrong(
        "255 written out",
        says="still those of the morning",
        check=FIRST,
        code="""
        def spread_out(picture):
            return as_float(picture) / 255
        """,
    ),
    Wrong(
        "a global statement",
        says="still those of the morning",
        check=FIRST,
        code="""
        def spread_out(picture):
            global low, high
            result = (as_float(picture) - low) / (high - low)
            low, high = picture.min(), picture.max()
            return result
        """,
    ),
    Wrong(
        "the first picture's for ever",
        says="those of the first picture",
        check=FIRST,
        code="""
        _seen = []


        def spread_out(picture):
            picture = as_float(picture)
            if not _seen:
                _seen.extend([picture.min(), picture.max()])
            return (picture - _seen[0]) / (_seen[1] - _seen[0])
        """,
    ),
    Wrong(
        "per column",
        says="not one per column",
        check=FIRST,
        code="""
        def spread_out(picture):
            picture = as_float(picture)
            low, high = picture.amin(0), picture.amax(0)
            return (picture - low) / (high - low)
        """,
    ),
    Wrong(
        "per row",
        says="not one per row",
        check=FIRST,
        code="""
        def spread_out(picture):
            picture = as_float(picture)
            low, high = picture.amin(1, keepdim=True), picture.amax(1, keepdim=True)
            return (picture - low) / (high - low)
        """,
    ),
    Wrong(
        "not divided",
        says="divide by high - low",
        check=FIRST,
        code=but(OWN, " / (high - low)", ""),
    ),
    Wrong(
        "divided by the largest",
        says="divide by the range",
        check=FIRST,
        code=but(OWN, "/ (high - low)", "/ high"),
    ),
    Wrong(
        "turned round",
        says="turn it round",
        check=FIRST,
        code=but(OWN, "(picture - low)", "(high - picture)"),
    ),
    Wrong(
        "from −1 to 1",
        says="that is from −1 to 1",
        check=FIRST,
        code=but(
            OWN,
            "return (picture - low) / (high - low)",
            "return 2 * (picture - low) / (high - low) - 1",
        ),
    ),
    Wrong(
        "float32 always",
        says="dtype float64",
        check=RANDOM,
        code=but(OWN, "as_float(picture)", "picture.float()"),
    ),
    Wrong(
        "in place",
        says="the call changed picture",
        check=RANDOM,
        code="""
        def spread_out(picture):
            picture = as_float(picture)
            picture -= picture.min()
            picture /= picture.max()
            return picture
        """,
    ),
    Wrong(
        "mean and spread",
        says="expected",
        check=FIRST,
        code="""
        def spread_out(picture):
            picture = as_float(picture)
            return (picture - picture.mean()) / picture.std()
        """,
    ),
]

ALLOWED = [
    *(
        Allowed(f"spread_out: result: {one}", "The result lies between 0 and 1.")
        for one in ("negative numbers as 0", "at most *")
    ),
    Allowed("spread_out: result: below 0.000001 as 0", "It lies within the tolerance of float32."),
    Allowed("spread_out: picture: wrong for no entry", "It has two different pixels at least."),
]

EQUIVALENT = [
    Equivalent("picture = as_float(picture)", "pass", DIVIDED),
    Equivalent("picture = as_float(picture)", "picture = picture", DIVIDED),
]

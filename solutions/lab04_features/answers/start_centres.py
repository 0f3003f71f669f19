"""Answers to `start_centres`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

_HAND = "0, 1, 3, 7 with u = 0, 0.2, 0.6"
_CONTRACT = "the contract, on random points"

_PLAIN = """
def start_centres(points, u):
    n = len(points)
    rows = [int(u[0] * n)]
    for share in u[1:]:
        d = torch.cdist(points.double(), points[rows].double()).min(dim=1).values ** 2
        sums = torch.cumsum(d, dim=0)
        limit = share * sums[-1]
        rows.append(int(torch.nonzero(sums > limit)[0]))
    return points[rows]
"""

_LISTS = """
def start_centres(points, u):
    rows = [int(float(u[0]) * len(points))]
    p = points.tolist()
    for share in u.tolist()[1:]:
        d = [min(sum((a - b) ** 2 for a, b in zip(q, p[r])) for r in rows) for q in p]
        total, run = sum(d), 0.0
        for i, value in enumerate(d):
            run += value
            if run > share * total:
                rows.append(i)
                break
    return points[torch.tensor(rows, device=points.device)]
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("lists", _LISTS),
    Right(
        "searchsorted",
        but(
            _PLAIN,
            "int(torch.nonzero(sums > limit)[0])",
            "int(torch.searchsorted(sums, limit.to(sums).reshape(1), right=True))",
        ),
    ),
    Right(
        "argmax of a mask",
        but(_PLAIN, "int(torch.nonzero(sums > limit)[0])", "(sums > limit).int().argmax().item()"),
    ),
    Right(
        "counted", but(_PLAIN, "int(torch.nonzero(sums > limit)[0])", "int((sums <= limit).sum())")
    ),
    Right(
        "differences",
        but(
            _PLAIN,
            "torch.cdist(points.double(), points[rows].double()).min(dim=1).values ** 2",
            "(points[:, None] - points[rows]).square().sum(-1).amin(dim=1)",
        ),
    ),
    Right(
        "filled in",
        """
def start_centres(points, u):
    k = len(u)
    centres = points.new_empty(k, points.shape[1])
    centres[0] = points[math.floor(u[0].item() * points.shape[0])]
    best = torch.full((len(points),), math.inf, dtype=points.dtype, device=points.device)
    for j in range(1, k):
        best = torch.minimum(best, ((points - centres[j - 1]) ** 2).sum(1))
        c = best.cumsum(0)
        centres[j] = points[(c > u[j] * c[-1]).nonzero()[0, 0]]
    return centres
""",
    ),
]

WRONG = [
    Wrong(
        "not squared",
        "the square of the distance",
        but(_PLAIN, ".values ** 2", ".values"),
        _HAND,
        typical=True,
    ),
    Wrong(
        "uniform",
        "far points are likelier",
        but(_PLAIN, "int(torch.nonzero(sums > limit)[0])", "int(share * n)"),
        _HAND,
    ),
    Wrong(
        "from the last centre",
        "not to the last one",
        but(_PLAIN, "points[rows].double()", "points[rows[-1:]].double()"),
        _HAND,
    ),
    Wrong(
        "from the first centre",
        "not to the first one",
        but(_PLAIN, "points[rows].double()", "points[rows[:1]].double()"),
        _HAND,
    ),
    Wrong(
        "the farthest",
        "does not take the farthest",
        but(_PLAIN, "int(torch.nonzero(sums > limit)[0])", "int(d.argmax())"),
        "u = 0 takes the first other point",
    ),
    Wrong(
        "own chance",
        "",
        "def start_centres(points, u):\n    return points[torch.randperm(len(points))[:len(u)]]\n",
        _CONTRACT,
    ),
    Wrong(
        "the first k",
        "the first rows",
        "def start_centres(points, u):\n    return points[:len(u)].clone()\n",
        _HAND,
    ),
    Wrong("the first row always", "is row ⌊u₀", but(_PLAIN, "int(u[0] * n)", "0"), _CONTRACT),
    Wrong(
        "one row too early",
        "one row too early",
        but(
            _PLAIN,
            "int(torch.nonzero(sums > limit)[0])",
            "max(int(torch.nonzero(sums > limit)[0]) - 1, 0)",
        ),
        _HAND,
    ),
    Wrong(
        "row numbers",
        "shape",
        but(_PLAIN, "return points[rows]", "return torch.tensor(rows)"),
        _HAND,
    ),
    Wrong(
        "float32",
        "dtype",
        but(_PLAIN, "return points[rows]", "return points[rows].float()"),
        _CONTRACT,
    ),
    Wrong("the farther of the centres", "", but(_PLAIN, ".min(dim=1)", ".max(dim=1)"), _CONTRACT),
    Wrong(
        "not divided by the total",
        "the first rows",
        but(_PLAIN, "share * sums[-1]", "share"),
        _HAND,
    ),
]

EQUIVALENT = [
    Equivalent(
        "nearest = (points - chosen[0]).square().sum(dim=1)",
        "nearest = (chosen[0] - points).square().sum(dim=1)",
        "A square does not depend on the sign.",
    ),
    Equivalent(
        "nearest = (points - chosen[0]).square().sum(dim=1)",
        "nearest = (points - chosen[-1]).square().sum(dim=1)",
        "There is one centre yet: it is the first and the last.",
    ),
    Equivalent(
        "chosen.append(points[int((sums <= share * sums[-1]).sum())])",
        "chosen.append(points[(sums <= share * sums[-1]).sum()])",
        "A tensor of one whole number is a place, too.",
    ),
    Equivalent(
        "nearest = torch.minimum(nearest, (points - chosen[-1]).square().sum(dim=1))",
        "nearest = torch.minimum((points - chosen[-1]).square().sum(dim=1), nearest)",
        "The smaller of two does not depend on their order.",
    ),
    Equivalent(
        "nearest = torch.minimum(nearest, (points - chosen[-1]).square().sum(dim=1))",
        "nearest = torch.minimum(nearest, (chosen[-1] - points).square().sum(dim=1))",
        "A square does not depend on the sign.",
    ),
]

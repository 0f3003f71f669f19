"""Answers to `kmeans`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

_STEPS = "two steps by hand"
_EMPTY = "a centre without points moves to the farthest"
_CONTRACT = "the contract, on random points"

_PLAIN = """
def kmeans(points, centres, steps):
    centres = centres.clone()
    k = len(centres)
    for _ in range(steps):
        away, owner = torch.cdist(points, centres).min(dim=1)
        far = away.argsort(descending=True)
        used = 0
        new = torch.zeros_like(centres)
        for j in range(k):
            mine = owner == j
            if mine.any():
                new[j] = points[mine].mean(dim=0)
            else:
                new[j] = points[far[used]]
                used += 1
        centres = new
    return centres
"""

_HOT = """
def kmeans(points, centres, steps):
    for _ in range(steps):
        d = ((points[:, None] - centres) ** 2).sum(-1)
        near, owner = d.min(1)
        hot = torch.nn.functional.one_hot(owner, len(centres)).to(points.dtype)
        count = hot.sum(0)
        new = hot.T @ points / count.clamp(min=1)[:, None]
        empty = (count == 0).nonzero()[:, 0]
        order = torch.sort(near, descending=True).indices
        new[empty] = points[order[:len(empty)]]
        centres = new
    return centres.clone()
"""

_NUMPY = """
import numpy as np

def kmeans(points, centres, steps):
    p, c = points.detach().cpu().numpy(), centres.detach().cpu().numpy().copy()
    for _ in range(steps):
        d = np.sqrt(((p[:, None] - c[None]) ** 2).sum(2))
        own = d.argmin(1)
        order = np.argsort(-d.min(1))
        new, used = c.copy(), 0
        for j in range(len(c)):
            if (own == j).any():
                new[j] = p[own == j].mean(0)
            else:
                new[j] = p[order[used]]
                used += 1
        c = new
    return torch.from_numpy(c).to(points)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("one hot", _HOT),
    Right("numpy", _NUMPY),
    Right(
        "topk",
        but(
            _HOT,
            "order = torch.sort(near, descending=True).indices\n        new[empty] = points[order[:len(empty)]]",
            "new[empty] = points[near.topk(len(empty)).indices]",
        ),
    ),
    Right(
        "bincount",
        but(_HOT, "count = hot.sum(0)", "count = torch.bincount(owner, minlength=len(centres))"),
    ),
    Right(
        "scatter",
        but(
            _HOT,
            "hot.T @ points",
            "torch.zeros_like(centres).scatter_add(0, owner[:, None].expand_as(points), points)",
        ),
    ),
    Right(
        "recursion",
        """
def kmeans(points, centres, steps):
    if steps == 0:
        return centres.clone()
    away, owner = torch.cdist(points, centres).min(dim=1)
    order = away.argsort(descending=True).tolist()
    rows = []
    for j in range(len(centres)):
        mine = points[owner == j]
        rows.append(mine.mean(dim=0) if len(mine) else points[order.pop(0)])
    return kmeans(points, torch.stack(rows), steps - 1)
""",
    ),
]

_EMPTY_LINES = "            if mine.any():\n                new[j] = points[mine].mean(dim=0)\n            else:\n                new[j] = points[far[used]]\n                used += 1"

WRONG = [
    Wrong(
        "the sum",
        "that is the sum of the points",
        but(_PLAIN, "points[mine].mean(dim=0)", "points[mine].sum(dim=0)"),
        _STEPS,
    ),
    Wrong("nothing moves", "have not moved", but(_PLAIN, "        centres = new\n", ""), _STEPS),
    Wrong(
        "half of the way",
        "the old centre and its points",
        but(
            _PLAIN,
            "points[mine].mean(dim=0)",
            "torch.cat([points[mine], centres[j:j + 1]]).mean(dim=0)",
        ),
        _STEPS,
    ),
    Wrong(
        "one step", "that is one step", but(_PLAIN, "range(steps)", "range(min(steps, 1))"), _STEPS
    ),
    Wrong(
        "nan",
        "got nan",
        but(_PLAIN, _EMPTY_LINES, "            new[j] = points[mine].mean(dim=0)"),
        _EMPTY,
        typical=True,
    ),
    Wrong("stays", "and does not stay", but(_PLAIN, "points[far[used]]", "centres[j]"), _EMPTY),
    Wrong(
        "becomes 0",
        "became 0",
        but(_HOT, "        new[empty] = points[order[:len(empty)]]\n", ""),
        _EMPTY,
    ),
    Wrong(
        "the point no longer counts",
        "still counts",
        but(
            _PLAIN,
            "        for j in range(k)",
            "        for j in range(k):\n            if not (owner == j).any():\n                owner[away.argmax()] = j\n        for j in range(k)",
        ),
        _EMPTY,
    ),
    Wrong(
        "all take the same point",
        "",
        but(_HOT, "points[order[:len(empty)]]", "points[order[0]]"),
        _CONTRACT,
    ),
    Wrong(
        "the nearest", "not the nearest", but(_PLAIN, "descending=True", "descending=False"), _EMPTY
    ),
    Wrong(
        "L1",
        "",
        but(_PLAIN, "torch.cdist(points, centres)", "torch.cdist(points, centres, p=1)"),
        _CONTRACT,
    ),
    Wrong(
        "in place",
        "changed centres",
        but(
            _PLAIN,
            "    centres = centres.clone()\n",
            "",
            "        centres = new",
            "        centres.copy_(new)",
        ),
        _CONTRACT,
    ),
    Wrong(
        "a loop over points",
        "no loop",
        """
def kmeans(points, centres, steps):
    centres = centres.clone()
    for _ in range(steps):
        away, owner = [], []
        for p in points:
            d = (centres - p).square().sum(1).sqrt()
            owner.append(int(d.argmin()))
            away.append(float(d.min()))
        owner, away = torch.tensor(owner), torch.tensor(away)
        far = iter(away.argsort(descending=True))
        centres = torch.stack([points[owner == j].mean(0) if (owner == j).any() else points[next(far)] for j in range(len(centres))])
    return centres
""",
        _CONTRACT,
    ),
    Wrong("float32", "dtype", but(_PLAIN, "return centres", "return centres.float()"), _CONTRACT),
]

EQUIVALENT = [
    Equivalent(
        "centres = sums / counts.clamp(min=1)[:, None]",
        "centres = sums / counts.clamp_(min=1)[:, None]",
        "The counts were made in this call, and are not used again.",
    ),
    Equivalent(
        "centres = sums / counts.clamp(min=1)[:, None]",
        "centres = sums / counts[:, None]",
        "What is nan there is the centre of nothing, which the last line replaces.",
    ),
    Equivalent(
        "centres = sums / counts.clamp(min=1)[:, None]",
        "centres = sums / counts.clamp(min=0)[:, None]",
        "What is nan there is the centre of nothing, which the last line replaces.",
    ),
    Equivalent(
        "farthest = away.argsort(descending=True)[:int(empty.sum())]",
        "farthest = away.argsort(descending=True)[:empty.sum()]",
        "A tensor of one whole number ends a slice, too.",
    ),
]

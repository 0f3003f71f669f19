"""Answers to `pool_quadrants`."""

from autograder.audit.answers import Right, Wrong, but

_HAND = "3 × 2 places, two words"
_CONTRACT = "the contract, on random codes"

_PLAIN = """
def pool_quadrants(codes):
    r = codes.shape[1] // 2
    c = codes.shape[2] // 2
    a = codes[:, :r, :c].sum(dim=(1, 2))
    b = codes[:, :r, c:].sum(dim=(1, 2))
    d = codes[:, r:, :c].sum(dim=(1, 2))
    e = codes[:, r:, c:].sum(dim=(1, 2))
    return torch.cat([a, b, d, e], dim=1)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "stack",
        but(
            _PLAIN, "torch.cat([a, b, d, e], dim=1)", "torch.stack([a, b, d, e], dim=1).flatten(1)"
        ),
    ),
    Right(
        "loops over halves",
        """
def pool_quadrants(codes):
    n, R, C, k = codes.shape
    parts = []
    for rows in (slice(0, R // 2), slice(R // 2, R)):
        for columns in (slice(0, C // 2), slice(C // 2, C)):
            parts.append(codes[:, rows, columns].sum(1).sum(1))
    return torch.cat(parts, 1)
""",
    ),
    Right(
        "place by place",
        """
def pool_quadrants(codes):
    n, R, C, k = codes.shape
    out = codes.new_zeros(n, 4, k)
    for i in range(R):
        for j in range(C):
            out[:, 2 * int(i >= R // 2) + int(j >= C // 2)] += codes[:, i, j]
    return out.reshape(n, 4 * k)
""",
    ),
    Right(
        "einsum",
        """
def pool_quadrants(codes):
    n, R, C, k = codes.shape
    rows = torch.zeros(2, R, dtype=codes.dtype, device=codes.device)
    rows[0, :R // 2] = 1
    rows[1, R // 2:] = 1
    cols = torch.zeros(2, C, dtype=codes.dtype, device=codes.device)
    cols[0, :C // 2] = 1
    cols[1, C // 2:] = 1
    return torch.einsum('nijk,ai,bj->nabk', codes, rows, cols).reshape(n, 4 * k)
""",
    ),
    Right(
        "split",
        """
def pool_quadrants(codes):
    n, R, C, k = codes.shape
    return torch.cat([part.sum(dim=(1, 2)) for half in codes.split([R // 2, R - R // 2], dim=1) for part in half.split([C // 2, C - C // 2], dim=2)], dim=-1)
""",
    ),
    Right(
        "a lambda",
        "pool_quadrants = lambda x: torch.cat([x[:, a, b].sum((1, 2)) for a in (slice(None, x.shape[1] // 2), slice(x.shape[1] // 2, None)) for b in (slice(None, x.shape[2] // 2), slice(x.shape[2] // 2, None))], 1)",
    ),
]

WRONG = [
    Wrong(
        "mean",
        "do not take the mean",
        but(_PLAIN, ".sum(dim=(1, 2))", ".mean(dim=(1, 2))"),
        _HAND,
        typical=True,
    ),
    Wrong("the order", "the order is", but(_PLAIN, "[a, b, d, e]", "[a, d, b, e]"), _HAND),
    Wrong(
        "the middle row on top",
        "the middle row belongs to the bottom",
        but(_PLAIN, "codes.shape[1] // 2", "(codes.shape[1] + 1) // 2"),
        _HAND,
    ),
    Wrong(
        "words apart",
        "stay together",
        but(
            _PLAIN, "torch.cat([a, b, d, e], dim=1)", "torch.stack([a, b, d, e], dim=2).flatten(1)"
        ),
        _HAND,
    ),
    Wrong(
        "the largest",
        "do not take the largest",
        but(
            _PLAIN,
            "codes[:, r:, :c].sum(dim=(1, 2))",
            "codes[:, r:, :c].amax(dim=(1, 2))",
            "codes[:, r:, c:].sum(dim=(1, 2))",
            "codes[:, r:, c:].amax(dim=(1, 2))",
        ),
        _HAND,
    ),
    Wrong(
        "not flat",
        "shape",
        but(_PLAIN, "torch.cat([a, b, d, e], dim=1)", "torch.stack([a, b, d, e], dim=1)"),
        _HAND,
    ),
    Wrong(
        "rows for columns", "", but(_PLAIN, "codes.shape[2] // 2", "codes.shape[1] // 2"), _CONTRACT
    ),
    Wrong("one axis only", "", but(_PLAIN, ":c]", ":]", "c:]", ":]"), _HAND),
    Wrong("float32", "dtype", but(_PLAIN, "dim=1)\n", "dim=1).float()\n"), _CONTRACT),
    Wrong(
        "pooled by torch",
        "",
        "def pool_quadrants(codes):\n    x = torch.nn.functional.adaptive_avg_pool2d(codes.permute(0, 3, 1, 2), 2)\n    return x.permute(0, 2, 3, 1).flatten(1)\n",
        _HAND,
    ),
]

"""Answers to `to_polar`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

_HAND = "(0, 2) and (−1, −1) by hand"
_CONTRACT = "the contract, on random points"

_PLAIN = """
def to_polar(points):
    x = points[:, 0]
    y = points[:, 1]
    r = (x ** 2 + y ** 2).sqrt()
    phi = torch.atan2(y, x)
    return torch.stack([r, phi], dim=1)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("norm", but(_PLAIN, "(x ** 2 + y ** 2).sqrt()", "points.norm(dim=1)")),
    Right(
        "complex numbers",
        """
def to_polar(points):
    z = torch.complex(points[:, 0].contiguous(), points[:, 1].contiguous())
    return torch.stack((z.abs(), z.angle()), dim=-1)
""",
    ),
    Right(
        "a lambda",
        "to_polar = lambda p: torch.stack((p.norm(dim=1), torch.atan2(p[:, 1], p[:, 0])), 1)",
    ),
    Right(
        "filled in",
        """
def to_polar(points):
    result = torch.empty_like(points)
    result[:, 0] = torch.linalg.vector_norm(points, dim=1)
    result[:, 1] = points[:, 1].atan2(points[:, 0])
    return result
""",
    ),
    Right(
        "numpy",
        """
import numpy as np

def to_polar(points):
    p = points.detach().cpu().numpy()
    polar = np.stack([np.hypot(p[:, 0], p[:, 1]), np.arctan2(p[:, 1], p[:, 0])], axis=1)
    return torch.from_numpy(polar).to(points)
""",
    ),
    Right(
        "cat",
        but(_PLAIN, "torch.stack([r, phi], dim=1)", "torch.cat([r[:, None], phi[:, None]], 1)"),
    ),
    Right(
        "a loop",
        """
def to_polar(points):
    rows = []
    for x, y in points.tolist():
        rows.append([math.hypot(x, y), math.atan2(y, x)])
    return torch.tensor(rows, dtype=points.dtype, device=points.device)
""",
    ),
]

WRONG = [
    Wrong(
        "atan of the quotient",
        "y/x forgets the signs",
        but(_PLAIN, "torch.atan2(y, x)", "torch.atan(y / x)"),
        _HAND,
        typical=True,
    ),
    Wrong("x first", "atan2 takes y first", but(_PLAIN, "atan2(y, x)", "atan2(x, y)"), _HAND),
    Wrong(
        "degrees",
        "in radians",
        but(_PLAIN, "torch.atan2(y, x)", "torch.rad2deg(torch.atan2(y, x))"),
        _HAND,
    ),
    Wrong("angle first", "first the radius", but(_PLAIN, "[r, phi]", "[phi, r]"), _HAND),
    Wrong("squared radius", "the square of the radius", but(_PLAIN, ".sqrt()", ""), _HAND),
    Wrong(
        "from 0 to 2π",
        "from −π to π",
        but(_PLAIN, "torch.atan2(y, x)", "torch.atan2(y, x) % (2 * math.pi)"),
        _HAND,
    ),
    Wrong("a tuple", "expected", but(_PLAIN, "torch.stack([r, phi], dim=1)", "r, phi"), _HAND),
    Wrong("two rows", "expected", but(_PLAIN, "dim=1)", "dim=0)"), _CONTRACT),
    Wrong(
        "float32", "dtype", but(_PLAIN, "[r, phi], dim=1)", "[r, phi], dim=1).float()"), _CONTRACT
    ),
    Wrong(
        "in place",
        "changed points",
        but(
            _PLAIN,
            "    return torch.stack([r, phi], dim=1)",
            "    points[:, 0], points[:, 1] = r, phi\n    return points.clone()",
        ),
        _CONTRACT,
    ),
    Wrong(
        "by heart",
        "",
        "def to_polar(points):\n    return torch.tensor([[2.0, math.pi / 2], [2 ** 0.5, -0.75 * math.pi]])",
        _CONTRACT,
    ),
]

EQUIVALENT = [
    Equivalent(
        "return torch.stack([torch.hypot(x, y), torch.atan2(y, x)], dim=1)",
        "return torch.stack([torch.hypot(y, x), torch.atan2(y, x)], dim=1)",
        "The radius is the same whichever of the two comes first.",
    ),
]

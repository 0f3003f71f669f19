"""Answers to `orientation_votes`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

_INNER = "at 15°: 3 for bin 0, 1 for bin 1"
_END = "at 175° and at 5°: round the end"
_CONTRACT = "the contract, on random gradients"

_PLAIN = """
def orientation_votes(gy, gx, bins):
    magnitude = torch.hypot(gx, gy)
    angle = torch.rad2deg(torch.atan2(gy, gx)) % 180
    place = angle * bins / 180 - 0.5
    lower = place.floor()
    share = place - lower
    votes = gy.new_zeros(*gy.shape, bins)
    for which, weight in ((lower, 1 - share), (lower + 1, share)):
        which = which.long() % bins
        votes.scatter_add_(-1, which[..., None], (weight * magnitude)[..., None])
    return votes
"""

_MIDDLES = """
def orientation_votes(gy, gx, bins):
    width = 180 / bins
    angle = torch.atan2(gy, gx) * 180 / math.pi % 180
    out = []
    for j in range(bins):
        away = (angle - (j + 0.5) * width).abs()
        away = torch.minimum(away, 180 - away)
        out.append(torch.sqrt(gx * gx + gy * gy) * torch.clamp(1 - away / width, min=0))
    return torch.stack(out, dim=-1)
"""

_UNTOUCHED = but(
    _PLAIN,
    "        which = which.long() % bins\n        votes.scatter_add_(-1, which[..., None], (weight * magnitude)[..., None])",
    "        inside = (which >= 0) & (which < bins)\n        which = which.clamp(0, bins - 1).long()\n        votes.scatter_add_(-1, which[..., None], (inside * weight * magnitude)[..., None])",
)

RIGHT = [
    Right("plain", _PLAIN),
    Right("by the middles", _MIDDLES),
    Right(
        "one hot",
        but(
            _PLAIN,
            "votes.scatter_add_(-1, which[..., None], (weight * magnitude)[..., None])",
            "votes = votes + torch.nn.functional.one_hot(which, bins) * (weight * magnitude)[..., None]",
        ),
    ),
    Right(
        "ends by where",
        but(
            _PLAIN,
            "which = which.long() % bins",
            "which = which.long()\n        which = torch.where(which < 0, which + bins, which)\n        which = torch.where(which >= bins, which - bins, which)",
        ),
    ),
    Right(
        "remainder of floats",
        but(_PLAIN, "which.long() % bins", "torch.remainder(which, bins).long()"),
    ),
    Right(
        "the two ends by hand",
        but(
            _PLAIN,
            "which = which.long() % bins",
            "which = which.long()\n        which[which == -1] = bins - 1\n        which[which == bins] = 0",
        ),
    ),
    Right(
        "an extra bin on both sides",
        """
def orientation_votes(gy, gx, bins):
    magnitude = (gx ** 2 + gy ** 2) ** 0.5
    place = torch.rad2deg(torch.atan2(gy, gx)) % 180 * bins / 180 - 0.5
    lower = place.floor()
    share = place - lower
    votes = gy.new_zeros(*gy.shape, bins + 2)
    at = lower.long()[..., None] + 1
    votes.scatter_add_(-1, at, ((1 - share) * magnitude)[..., None])
    votes.scatter_add_(-1, at + 1, (share * magnitude)[..., None])
    result = votes[..., 1:-1].clone()
    result[..., 0] += votes[..., -1]
    result[..., -1] += votes[..., 0]
    return result
""",
    ),
    Right(
        "float64 inside",
        but(
            _PLAIN,
            "    magnitude",
            "    kind = gy.dtype\n    gy, gx = gy.double(), gx.double()\n    magnitude",
            "return votes",
            "return votes.to(kind)",
        ),
    ),
]

WRONG = [
    Wrong("untouched", "the circle has no end", _UNTOUCHED, _END, typical=True),
    Wrong(
        "clamped",
        "the last bin keeps all",
        but(_UNTOUCHED, "(inside * weight * magnitude)", "(weight * magnitude)"),
        _END,
    ),
    Wrong(
        "one end only",
        "the part for the other end is lost",
        but(
            _UNTOUCHED,
            "        inside",
            "        which = torch.where(which < 0, which + bins, which)\n        inside",
        ),
        _END,
    ),
    Wrong(
        "the upper end only",
        "the part for the other end is lost",
        but(
            _UNTOUCHED,
            "        inside",
            "        which = torch.where(which >= bins, which - bins, which)\n        inside",
        ),
        _END,
    ),
    Wrong(
        "shares exchanged",
        "the nearer middle gets more",
        but(
            _PLAIN,
            "((lower, 1 - share), (lower + 1, share))",
            "((lower, share), (lower + 1, 1 - share))",
        ),
        _INNER,
    ),
    Wrong(
        "hard",
        "goes to one bin",
        but(
            _PLAIN,
            "((lower, 1 - share), (lower + 1, share))",
            "((place.round(), torch.ones_like(share)),)",
        ),
        _INNER,
    ),
    Wrong("middles at 0, 20, 40", "the middles are at 10°", but(_PLAIN, " - 0.5", ""), _INNER),
    Wrong("signed", "", but(_PLAIN, "% 180", "% 360 / 2"), _INNER),
    Wrong(
        "folded",
        "modulo 180°",
        but(
            _PLAIN,
            "torch.rad2deg(torch.atan2(gy, gx)) % 180",
            "torch.rad2deg(torch.atan2(gy, gx)).abs()",
        ),
        _CONTRACT,
    ),
    Wrong(
        "without magnitude",
        "is of the magnitude",
        but(_PLAIN, "(weight * magnitude)", "weight"),
        _INNER,
    ),
    Wrong(
        "squared magnitude",
        "the square of the magnitude",
        but(_PLAIN, "torch.hypot(gx, gy)", "gx ** 2 + gy ** 2"),
        _INNER,
    ),
    Wrong("float32", "dtype", but(_PLAIN, "return votes", "return votes.float()"), _CONTRACT),
    Wrong(
        "nan where there is no gradient",
        "nan",
        but(_PLAIN, "return votes", "return votes / magnitude[..., None] * magnitude[..., None]"),
        _CONTRACT,
    ),
    Wrong("mirrored", "", but(_PLAIN, "atan2(gy, gx)", "atan2(-gy, gx)"), _INNER),
]

EQUIVALENT = [
    Equivalent(
        "votes.scatter_add_(-1, which.long()[..., None] % bins, (weight * magnitude)[..., None])",
        "votes.scatter_add_(-1, which.int()[..., None] % bins, (weight * magnitude)[..., None])",
        "Places may be counted in either kind of whole numbers.",
    ),
]

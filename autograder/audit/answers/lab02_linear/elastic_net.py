"""Answers to `elastic_net`."""

from autograder.audit.answers.lab02_linear.writing import to

right, wrong = to("elastic_net", "def elastic_net(W, l1_ratio=0.5):")

NINE = "by hand: half and half of (3, −2) is ½ · 5 + ½ · 13 = 9"
RATIO = "random weights, any ratio"
ZERO = "a weight of 0"

RIGHT = [
    right(
        "without the two others",
        """
        value = l1_ratio * W.abs().sum() + (1 - l1_ratio) * (W**2).sum()
        return value, l1_ratio * W.sign() + 2 * (1 - l1_ratio) * W
    """,
    ),
    right(
        "weight by weight",
        "return (l1_ratio * W.abs() + (1 - l1_ratio) * W * W).sum(), "
        "W.sign() * l1_ratio + (W + W) * (1 - l1_ratio)",
    ),
    right(
        "lerp",
        """
        (one, two), slopes = zip(l2_penalty(W), l1_penalty(W))
        return torch.lerp(one, two, l1_ratio), torch.lerp(*slopes, l1_ratio)
    """,
    ),
    right(
        "loop over both",
        """
        value, slope = 0.0, torch.zeros_like(W)
        for share, penalty in ((l1_ratio, l1_penalty), (1 - l1_ratio, l2_penalty)):
            size, direction = penalty(W)
            value, slope = value + share * size, slope + share * direction
        return value, slope
    """,
    ),
    right(
        "pairs",
        """
        r, pairs = l1_ratio, zip(l1_penalty(W), l2_penalty(W))
        return tuple(r * one + (1 - r) * two for one, two in pairs)
    """,
    ),
    right(
        "numpy",
        """
        import numpy as np

        w, r = W.numpy(), l1_ratio
        slope = r * np.sign(w) + (1 - r) * 2 * w
        return float((r * np.abs(w) + (1 - r) * w**2).sum()), torch.from_numpy(slope).to(W.dtype)
    """,
    ),
    right(
        "norms",
        """
        one, two = W.norm(p=1), W.norm(p=2) ** 2
        return two + l1_ratio * (one - two), 2 * W + l1_ratio * (W.sign() - 2 * W)
    """,
    ),
]

_MIX = """
one, a = W.abs().sum(), W.sign()
two, b = (W**2).sum(), 2 * W
return {value}, {slope}
"""
_VALUE = "l1_ratio * one + (1 - l1_ratio) * two"
_SLOPE = "l1_ratio * a + (1 - l1_ratio) * b"

WRONG = [
    wrong(
        "whole of both", NINE, "each gets its share", _MIX.format(value="one + two", slope=_SLOPE)
    ),
    wrong(
        "gradient of both",
        NINE,
        "mixed in the same shares",
        _MIX.format(value=_VALUE, slope="a + b"),
    ),
    wrong(
        "root",
        NINE,
        "without a root",
        _MIX.format(value=_VALUE.replace("two", "two.sqrt()"), slope=_SLOPE),
    ),
    wrong(
        "another half",
        NINE,
        "there is another ½",
        _MIX.format(value=_VALUE.replace("two", "two / 2"), slope=_SLOPE),
    ),
    wrong(
        "factor missing",
        NINE,
        "the factor 2 is missing",
        _MIX.format(value=_VALUE, slope=_SLOPE.replace("b", "b / 2")),
    ),
    wrong(
        "exchanged",
        RATIO,
        "L1 and L2 are exchanged",
        _MIX.format(value="l1_ratio * two + (1 - l1_ratio) * one", slope=_SLOPE),
    ),
    wrong(
        "gradient exchanged",
        RATIO,
        "exchanged in the gradient",
        _MIX.format(value=_VALUE, slope="l1_ratio * b + (1 - l1_ratio) * a"),
    ),
    wrong(
        "always half",
        RATIO,
        "`l1_ratio` is not used",
        _MIX.format(value="0.5 * one + 0.5 * two", slope=_SLOPE),
    ),
    wrong(
        "nan at 0",
        ZERO,
        "",
        _MIX.format(value=_VALUE, slope="l1_ratio * W / W.abs() + (1 - l1_ratio) * b"),
    ),
    wrong(
        "value only",
        NINE,
        "expected 2 values",
        _MIX.format(value=_VALUE, slope=_SLOPE).replace(f", {_SLOPE}", ""),
    ),
]

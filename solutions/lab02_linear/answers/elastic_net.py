"""Answers to `elastic_net`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

from ._shared import AXES, EMPTY, FLOAT32

_NINE = "by hand: half and half of (3, −2) is ½ · 5 + ½ · 13 = 9"
_CONTRACT = "the contract, on random weights and ratios"
_FORM = "a value and a gradient of the shape of W"

_PLAIN = """
def elastic_net(W, l1_ratio=0.5):
    one, a = W.abs().sum(), W.sign()
    two, b = (W**2).sum(), 2 * W
    return l1_ratio * one + (1 - l1_ratio) * two, l1_ratio * a + (1 - l1_ratio) * b
"""

RIGHT = [
    Right(
        "without the two others",
        """
        def elastic_net(W, l1_ratio=0.5):
            value = l1_ratio * W.abs().sum() + (1 - l1_ratio) * (W**2).sum()
            return value, l1_ratio * W.sign() + 2 * (1 - l1_ratio) * W
        """,
    ),
    Right(
        "weight by weight",
        "def elastic_net(W, l1_ratio=0.5):\n"
        "    return (l1_ratio * W.abs() + (1 - l1_ratio) * W * W).sum(), W.sign() * l1_ratio"
        " + (W + W) * (1 - l1_ratio)\n",
    ),
    Right(
        "lerp",
        """
        def elastic_net(W, l1_ratio=0.5):
            (one, two), slopes = zip(l2_penalty(W), l1_penalty(W))
            return torch.lerp(one, two, l1_ratio), torch.lerp(*slopes, l1_ratio)
        """,
    ),
    Right(
        "loop over both",
        """
        def elastic_net(W, l1_ratio=0.5):
            value, slope = 0.0, torch.zeros_like(W)
            for share, penalty in ((l1_ratio, l1_penalty), (1 - l1_ratio, l2_penalty)):
                size, direction = penalty(W)
                value, slope = value + share * size, slope + share * direction
            return value, slope
        """,
    ),
    Right(
        "pairs",
        """
        def elastic_net(W, l1_ratio=0.5):
            r, pairs = l1_ratio, zip(l1_penalty(W), l2_penalty(W))
            return tuple(r * one + (1 - r) * two for one, two in pairs)
        """,
    ),
    Right(
        "numpy",
        """
    def elastic_net(W, l1_ratio=0.5):
        import numpy as np

        w, r = W.numpy(), l1_ratio
        slope = r * np.sign(w) + (1 - r) * 2 * w
        value = (r * np.abs(w) + (1 - r) * w**2).sum()
        return torch.tensor(value), torch.from_numpy(slope).to(W.dtype)
    """,
    ),
    Right(
        "norms",
        """
        def elastic_net(W, l1_ratio=0.5):
            one, two = W.norm(p=1), W.norm(p=2) ** 2
            return two + l1_ratio * (one - two), 2 * W + l1_ratio * (W.sign() - 2 * W)
        """,
    ),
    Right(
        "lambda over pairs",
        """
        elastic_net = lambda W, l1_ratio=0.5: tuple(
            l1_ratio * a + (1 - l1_ratio) * b for a, b in zip(l1_penalty(W), l2_penalty(W))
        )
        """,
    ),
    Right(
        "the ends by themselves",
        """
        def elastic_net(W, l1_ratio=0.5):
            if l1_ratio == 0:
                return l2_penalty(W)
            if l1_ratio == 1:
                return l1_penalty(W)
            (a, da), (b, db) = l1_penalty(W), l2_penalty(W)
            return a * l1_ratio + b * (1 - l1_ratio), da * l1_ratio + db * (1 - l1_ratio)
        """,
    ),
]

WRONG = [
    Wrong(
        "whole of both",
        says="each gets its share",
        check=_NINE,
        code=but(_PLAIN, "l1_ratio * one", "one", "(1 - l1_ratio) * two", "two"),
    ),
    Wrong(
        "gradient of both",
        says="mixed in the same shares",
        check=_NINE,
        code=but(_PLAIN, "l1_ratio * a", "a", "(1 - l1_ratio) * b", "b"),
    ),
    Wrong(
        "root",
        says="without a root",
        check=_NINE,
        code=but(_PLAIN, "(1 - l1_ratio) * two", "(1 - l1_ratio) * two.sqrt()"),
    ),
    Wrong(
        "another half",
        says="there is another ½",
        check=_NINE,
        code=but(_PLAIN, "(1 - l1_ratio) * two", "(1 - l1_ratio) * two / 2"),
    ),
    Wrong(
        "factor missing",
        says="the factor 2 is missing",
        check=_NINE,
        code=but(_PLAIN, "(1 - l1_ratio) * b", "(1 - l1_ratio) * b / 2"),
    ),
    Wrong(
        "exchanged",
        says="L1 and L2 are exchanged",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "l1_ratio * one",
            "l1_ratio * two",
            "(1 - l1_ratio) * two",
            "(1 - l1_ratio) * one",
        ),
    ),
    Wrong(
        "gradient exchanged",
        says="exchanged in the gradient",
        check=_CONTRACT,
        code=but(
            _PLAIN, "l1_ratio * a", "l1_ratio * b", "(1 - l1_ratio) * b", "(1 - l1_ratio) * a"
        ),
    ),
    Wrong(
        "always half",
        says="`l1_ratio` is not used",
        check=_CONTRACT,
        code=but(_PLAIN, "l1_ratio * one", "0.5 * one", "(1 - l1_ratio) * two", "0.5 * two"),
    ),
    Wrong(
        "nan at 0",
        says="",
        check=_CONTRACT,
        code=but(_PLAIN, "l1_ratio * a", "l1_ratio * W / W.abs()"),
    ),
    Wrong(
        "value only",
        says="expected 2 values",
        check=_NINE,
        code=but(_PLAIN, ", l1_ratio * a + (1 - l1_ratio) * b", ""),
    ),
    Wrong(
        "a Python number",
        says="got a Python number (float)",
        check=_FORM,
        code=but(
            _PLAIN,
            "return l1_ratio * one + (1 - l1_ratio) * two,",
            "return float(l1_ratio * one + (1 - l1_ratio) * two),",
        ),
    ),
    Wrong(
        "the gradient always half",
        says="not used in the gradient",
        check=_CONTRACT,
        code=but(_PLAIN, "l1_ratio * a + (1 - l1_ratio) * b", "a / 2 + b / 2"),
    ),
    Wrong(
        "a ratio of 0 taken as the default",
        says="expected",
        check=_CONTRACT,
        code=but(_PLAIN, "one, a =", "l1_ratio = l1_ratio or 0.5\n    one, a ="),
    ),
    Wrong(
        "in place",
        says="the call changed W",
        check=_FORM,
        code=but(_PLAIN, "2 * W", "W.mul_(2)"),
    ),
    Wrong(
        "whole ratios",
        says="",
        check=_CONTRACT,
        code=but(_PLAIN, "one, a =", "l1_ratio = round(l1_ratio, 1)\n    one, a ="),
    ),
]

ALLOWED = [
    *AXES,
    *EMPTY,
    *FLOAT32,
    Allowed("*: result 1: negative numbers as 0", "The value is never negative."),
    Allowed("*: l1_ratio: at most 1", "The ratio is a number from 0 to 1."),
    Allowed("*: l1_ratio: wrong for negative", "The ratio is a number from 0 to 1."),
    Allowed("*: l1_ratio: wrong for over 1", "The ratio is a number from 0 to 1."),
]

"""Answers to `maximum`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

from ._shared import LOST

_LARGER = "max(4, −1) = 4: all of it to the larger input"
_EQUAL = "equal inputs: the shares add up to dout"

_PLAIN = """
def maximum_forward(x, y):
    return torch.maximum(x, y), (x, y)

def maximum_backward(dout, cache):
    x, y = cache
    return dout * (x >= y), dout * (x < y)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("ties to y", but(_PLAIN, "(x >= y)", "(x > y)", "(x < y)", "(x <= y)")),
    Right(
        "halves at a tie",
        but(
            _PLAIN,
            "return dout * (x >= y), dout * (x < y)",
            "share = ((x > y).to(dout.dtype) + (x >= y)) / 2\n"
            "    return dout * share, dout * (1 - share)",
        ),
    ),
    Right(
        "where",
        but(
            _PLAIN,
            "return dout * (x >= y), dout * (x < y)",
            "zero = torch.zeros_like(dout)\n"
            "    dx = torch.where(x >= y, dout, zero)\n"
            "    return dx, torch.where(x >= y, zero, dout)",
        ),
    ),
    Right(
        "in place",
        but(
            _PLAIN,
            "return dout * (x >= y), dout * (x < y)",
            "dx, dy = dout.clone(), dout.clone()\n"
            "    dx[x < y] = 0\n    dy[x >= y] = 0\n    return dx, dy",
        ),
    ),
    Right(
        "the rest goes to y",
        but(
            _PLAIN,
            "return dout * (x >= y), dout * (x < y)",
            "dx = dout * (x >= y)\n    return dx, dout - dx",
        ),
    ),
    Right("by absolute value", but(_PLAIN, "torch.maximum(x, y)", "(x + y + (x - y).abs()) / 2")),
]

WRONG = [
    Wrong(
        "to the smaller",
        says="to the wrong one",
        check=_LARGER,
        code=but(_PLAIN, "dout * (x >= y), dout * (x < y)", "dout * (x < y), dout * (x >= y)"),
    ),
    Wrong(
        "doubled at a tie",
        says="both got all of dout",
        check=_EQUAL,
        code=but(_PLAIN, "(x < y)", "(x <= y)"),
    ),
    Wrong(
        "lost at a tie",
        says="nobody got dout",
        check=_EQUAL,
        code=but(_PLAIN, "(x >= y)", "(x > y)"),
    ),
    Wrong(
        "without dout",
        says=LOST,
        check=_LARGER,
        code=but(
            _PLAIN,
            "dout * (x >= y), dout * (x < y)",
            "(x >= y).to(dout.dtype), (x < y).to(dout.dtype)",
        ),
    ),
    Wrong(
        "minimum",
        says="that is the smaller one",
        check=_LARGER,
        code=but(_PLAIN, "torch.maximum", "torch.minimum"),
    ),
    Wrong(
        "sign of dout",
        says="decided by the sign of dout",
        check="random tensors",
        code=but(
            _PLAIN, "dout * (x >= y), dout * (x < y)", "dout * (dout > 0), dout * (dout <= 0)"
        ),
    ),
    Wrong(
        "to both",
        says="both inputs got it",
        check=_LARGER,
        code=but(_PLAIN, "dout * (x >= y), dout * (x < y)", "dout, dout"),
    ),
    Wrong(
        "times the value",
        says="multiplies by the value",
        check=_LARGER,
        code=but(_PLAIN, "dout * (x >= y)", "dout * x * (x >= y)"),
    ),
    Wrong(
        "one gradient for two",
        says="must return 2 gradients",
        check=_LARGER,
        code=but(_PLAIN, ", dout * (x < y)", ""),
    ),
]

EQUIVALENT = [
    Equivalent(
        "first = x >= y",
        "first = x > y",
        "Equal inputs may split the gradient in any way that adds up, and the text says so.",
    ),
]

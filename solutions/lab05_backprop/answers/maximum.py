"""Answers to `maximum`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

from ._shared import LOST

_LARGER = "three by hand: all of it to the larger input"
_EQUAL = "equal inputs: the shares add up to dout"
_CONTRACT = "the contract, on random inputs"

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
    Right(
        "lambdas",
        """
        import torch.nn.functional as F

        maximum_forward = lambda x, y: (y + F.relu(x - y), x > y)
        maximum_backward = lambda dout, first: (dout.where(first, 0), dout.where(~first, 0))
        """,
    ),
    Right(
        "a stack",
        """
        def maximum_forward(x, y):
            top = torch.stack([x, y]).max(dim=0)
            return top.values, top.indices

        def maximum_backward(dout, cache):
            grad = [dout * (cache == place).to(dout.dtype) for place in (0, 1)]
            return grad
        """,
    ),
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
        check=_LARGER,
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
    Wrong(
        "zeroed in place",
        says="called again with the same dout and cache",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "return dout * (x >= y), dout * (x < y)",
            "dx, dy = dout * (x >= y), dout * (x < y)\n    dout[x < y] = 0\n    return dx, dy",
        ),
    ),
    Wrong(
        "nearly equal is equal",
        says="entry maximum: dx",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "return dout * (x >= y), dout * (x < y)",
            "share = torch.where(torch.isclose(x, y, atol=1e-3), 0.5, (x > y).double())\n"
            "    share = share.to(dout.dtype)\n    return dout * share, dout * (1 - share)",
        ),
    ),
    Wrong(
        "compared in whole numbers",
        says="entry maximum: dx",
        check=_CONTRACT,
        code=but(_PLAIN, "(x >= y)", "(x.long() >= y.long())", "(x < y)", "(x.long() < y.long())"),
    ),
    Wrong(
        "one cache for all",
        says="(the second call with these shapes)",
        check=_CONTRACT,
        code=but(
            "_masks = {}\n" + _PLAIN,
            "return torch.maximum(x, y), (x, y)",
            "return torch.maximum(x, y), _masks.setdefault(x.shape, (x, y))",
        ),
    ),
    Wrong(
        "differentiated",
        says="uses autograd",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "x, y = cache\n    return dout * (x >= y), dout * (x < y)",
            "return torch.func.vjp(torch.maximum, *cache)[1](dout)",
        ),
    ),
]

EQUIVALENT = [
    Equivalent(
        "first = x >= y",
        "first = x > y",
        "Equal inputs may split the gradient in any way that adds up, and the text says so.",
    ),
]

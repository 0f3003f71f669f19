"""Answers to `add_multiply`."""

from autograder.audit.answers import Right, Wrong, but

from ._shared import LOST

_ADD = "add: −2 + 5 = 3, and both inputs get the whole gradient"
_MULTIPLY = "multiply: 3 · (−4) = −12, gradients −4 and 3"

_PLAIN = """
def add_forward(x, y):
    return x + y, None

def add_backward(dout, cache):
    return dout, dout

def multiply_forward(x, y):
    return x * y, (x, y)

def multiply_backward(dout, cache):
    x, y = cache
    return dout * y, dout * x
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "numpy, a dict as cache",
        """
        import numpy as np

        def add_forward(x, y):
            return torch.from_numpy(np.asarray(x.numpy() + y.numpy())), ()

        def add_backward(dout, cache):
            return dout.clone(), dout.clone()

        def multiply_forward(x, y):
            return torch.from_numpy(np.asarray(x.numpy() * y.numpy())), {"x": x, "y": y}

        def multiply_backward(dout, cache):
            return dout * cache["y"], dout * cache["x"]
        """,
    ),
    Right("lists", but(_PLAIN, "return dout * y, dout * x", "return [dout * y, dout * x]")),
    Right(
        "einsum",
        but(
            _PLAIN,
            "return dout * y, dout * x",
            "return torch.einsum('...,...->...', dout, y), x.mul(dout)",
        ),
    ),
    Right(
        "slopes in the cache",
        but(
            _PLAIN,
            "return x * y, (x, y)",
            "return x * y, [y, x]",
            "x, y = cache\n    return dout * y, dout * x",
            "return tuple(dout * slope for slope in cache)",
        ),
    ),
    Right(
        "addition with ones",
        but(
            _PLAIN,
            "return dout, dout",
            "one = torch.ones_like(dout)\n    return one * dout, dout * one",
        ),
    ),
    Right(
        "float64 inside",
        but(
            _PLAIN,
            "return dout * y, dout * x",
            "return ((dout.double() * y.double()).to(dout.dtype),\n"
            "            (dout.double() * x.double()).to(dout.dtype))",
        ),
    ),
]

WRONG = [
    Wrong(
        "switched",
        typical=True,
        says="switched",
        check=_MULTIPLY,
        code=but(_PLAIN, "dout * y, dout * x", "dout * x, dout * y"),
    ),
    Wrong(
        "multiply without dout",
        says=LOST,
        check="multiply: random tensors",
        code=but(_PLAIN, "dout * y, dout * x", "y, x"),
    ),
    Wrong(
        "add without dout",
        says=LOST,
        check=_ADD,
        code=but(
            _PLAIN, "return dout, dout", "return torch.ones_like(dout), torch.ones_like(dout)"
        ),
    ),
    Wrong(
        "shared out",
        says="does not share",
        check=_ADD,
        code=but(_PLAIN, "return dout, dout", "return dout / 2, dout / 2"),
    ),
    Wrong(
        "add multiplies",
        says="that is the product",
        check=_ADD,
        code=but(_PLAIN, "return x + y", "return x * y"),
    ),
    Wrong(
        "multiply adds",
        says="that is the sum",
        check=_MULTIPLY,
        code=but(_PLAIN, "return x * y", "return x + y"),
    ),
    Wrong(
        "one gradient for two",
        says="must return 2 gradients",
        check=_ADD,
        code=but(_PLAIN, "return dout, dout", "return dout"),
    ),
    Wrong(
        "no cache returned",
        says="must return two things",
        check=_ADD,
        code=but(_PLAIN, "x + y, None", "x + y"),
    ),
    Wrong(
        "multiply distributes",
        says="that is dout alone",
        check="multiply: random tensors",
        code=but(_PLAIN, "dout * y, dout * x", "dout, dout"),
    ),
    Wrong(
        "a difference",
        says="not x − y",
        check=_ADD,
        code=but(_PLAIN, "return dout, dout", "return dout, -dout"),
    ),
    Wrong(
        "values in place of gradients",
        says="that is the value of an input",
        check=_ADD,
        code=but(
            _PLAIN,
            "return x + y, None\n\ndef add_backward(dout, cache):\n    return dout, dout",
            "return x + y, (x, y)\n\ndef add_backward(dout, cache):\n    return cache[1], cache[0]",
        ),
    ),
]

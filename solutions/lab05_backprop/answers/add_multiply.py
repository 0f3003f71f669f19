"""Answers to `add_multiply`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

from ._shared import LOST

_ADD = "add: −2 + 5 = 3, and both inputs get the whole gradient"
_MULTIPLY = "multiply: 3 · (−4) = −12, and 2 comes back as −8 and 6"
_CONTRACT = "the contract of both gates, on random inputs"

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
    Right(
        "lambdas",
        """
        add_forward = lambda x, y: (torch.add(x, y), None)
        add_backward = lambda dout, cache: (dout, dout)
        multiply_forward = lambda x, y: (torch.mul(x, y), (x, y))
        multiply_backward = lambda dout, cache: (dout * cache[1], dout * cache[0])
        """,
    ),
    Right(
        "a class with a method backward, a local grad",
        but(
            _PLAIN,
            "def multiply_forward(x, y):\n    return x * y, (x, y)",
            "class Product:\n"
            "    def __init__(self, x, y):\n"
            "        self.x, self.y = x, y\n"
            "    def backward(self, grad):\n"
            "        return grad * self.y, grad * self.x\n\n"
            "def multiply_forward(x, y):\n    return x * y, Product(x, y)",
            "    x, y = cache\n    return dout * y, dout * x",
            "    grad = cache.backward(dout)\n    return grad",
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
        check=_MULTIPLY,
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
        check=_MULTIPLY,
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
    Wrong(
        "computed in float32",
        says="entry multiply: dx",
        check=_CONTRACT,
        code=but(_PLAIN, "return dout * y,", "return (dout.float() * y.float()).to(dout.dtype),"),
    ),
    Wrong(
        "always float32",
        says="expected a tensor of dtype float64, got float32",
        check=_CONTRACT,
        code=but(_PLAIN, "return x + y", "return (x + y).float()"),
    ),
    Wrong(
        "dout multiplied in place",
        says="called again with the same dout and cache",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "return dout * y, dout * x",
            "dy = dout * x\n    dout *= y\n    return dout, dy",
        ),
    ),
    Wrong(
        "one cache for all",
        says="entry multiply: dx",
        check=_CONTRACT,
        code=but(
            "_last = {}\n" + _PLAIN,
            "return x * y, (x, y)",
            "_last['both'] = x, y\n    return x * y, None",
            "x, y = cache",
            "x, y = _last['both']",
        ),
    ),
    Wrong(
        "remembers by the shape",
        says="the result does not depend on x",
        check=_CONTRACT,
        code=but(
            "_known = {}\n" + _PLAIN,
            "return x + y, None",
            "key = (x.shape, x.dtype)\n"
            "    if key not in _known:\n        _known[key] = x + y\n"
            "    return _known[key].clone(), None",
        ),
    ),
    Wrong(
        "vjp in forward",
        says="uses autograd",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "return x * y, (x, y)",
            "return torch.func.vjp(torch.mul, x, y)",
            "x, y = cache\n    return dout * y, dout * x",
            "return cache(dout)",
        ),
    ),
    Wrong(
        "numbers where tensors have no axis",
        says="got a Python number",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "return x + y, None",
            "out = x + y\n    return (out.item() if out.dim() == 0 else out), None",
        ),
    ),
]

ALLOWED = [
    Allowed("add_backward: cache: has no effect", "The slope of a sum is 1: nothing to remember."),
]

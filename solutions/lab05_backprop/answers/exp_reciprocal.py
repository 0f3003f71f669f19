"""Answers to `exp_reciprocal`."""

from autograder.audit.answers import Right, Wrong, but

from ._shared import LOST

_EXP = "exp at −1: value 0.37, and −0.53 becomes −0.20"
_TURN = "1/x at 1.37: value 0.73, and 2 becomes −1.07"
_CONTRACT = "the contract of both gates, on random inputs"

_PLAIN = """
def exp_forward(x):
    out = torch.exp(x)
    return out, out

def exp_backward(dout, cache):
    return dout * cache

def reciprocal_forward(x):
    turned = 1 / x
    return turned, turned

def reciprocal_backward(dout, cache):
    return -dout * cache * cache
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "inputs in the cache",
        """
        def exp_forward(x):
            return torch.exp(x), x

        def exp_backward(dout, cache):
            return dout * torch.exp(cache)

        def reciprocal_forward(x):
            return x.reciprocal(), x

        def reciprocal_backward(dout, cache):
            return -dout / cache**2
        """,
    ),
    Right(
        "numpy",
        """
        import numpy as np

        def exp_forward(x):
            out = torch.from_numpy(np.asarray(np.exp(x.numpy())))
            return out, (out,)

        def exp_backward(dout, cache):
            return cache[0] * dout

        def reciprocal_forward(x):
            return torch.from_numpy(np.asarray(1.0 / x.numpy())), (x,)

        def reciprocal_backward(dout, cache):
            return -dout / (cache[0] * cache[0])
        """,
    ),
    Right(
        "powers",
        but(_PLAIN, "torch.exp(x)", "math.e**x", "-dout * cache * cache", "-(cache**2) * dout"),
    ),
    Right(
        "tuples of one",
        but(_PLAIN, "return -dout * cache * cache", "return (-dout * cache * cache,)"),
    ),
    Right(
        "negative slope first",
        but(
            _PLAIN,
            "return -dout * cache * cache",
            "slope = -cache.square()\n    return slope.mul(dout)",
        ),
    ),
    Right(
        "in place on a copy",
        but(
            _PLAIN,
            "    return dout * cache\n",
            "    dx = dout.clone()\n    dx *= cache\n    return dx\n",
        ),
    ),
    Right(
        "lambdas",
        """
        exp_forward = lambda x: (torch.exp(x), x)
        exp_backward = lambda dout, x: dout * x.exp()
        reciprocal_forward = lambda x: (x**-1, x)
        reciprocal_backward = lambda dout, x: dout * -(x**-2)
        """,
    ),
    Right(
        "an object as cache",
        """
        class Remember:
            def __init__(self, slope):
                self.slope = slope

            def backward(self, dout):
                return dout * self.slope

        def exp_forward(x):
            grad = x.exp()
            return grad, Remember(grad)

        def reciprocal_forward(x):
            return 1 / x, Remember(-1 / x.square())

        def exp_backward(dout, cache):
            return cache.backward(dout)

        reciprocal_backward = exp_backward
        """,
    ),
]

WRONG = [
    Wrong(
        "exp of the output",
        says="e to the output",
        check=_EXP,
        code=but(_PLAIN, "return dout * cache\n", "return dout * torch.exp(cache)\n"),
    ),
    Wrong(
        "exp times the input",
        says="multiplies by the input",
        check=_EXP,
        code=but(_PLAIN, "return out, out", "return out, x"),
    ),
    Wrong(
        "exp without dout",
        says=LOST,
        check=_EXP,
        code=but(_PLAIN, "return dout * cache\n", "return cache\n"),
    ),
    Wrong(
        "exp distributes",
        says="that is dout alone",
        check=_EXP,
        code=but(_PLAIN, "return dout * cache\n", "return dout\n"),
    ),
    Wrong(
        "sign of 1/x",
        says="the sign",
        check=_TURN,
        code=but(_PLAIN, "-dout * cache * cache", "dout * cache * cache"),
    ),
    Wrong(
        "not squared",
        says="not −1/x",
        check=_TURN,
        code=but(_PLAIN, "-dout * cache * cache", "-dout * cache"),
    ),
    Wrong(
        "turned over twice",
        says="do not turn it over again",
        check=_TURN,
        code=but(_PLAIN, "-dout * cache * cache", "-dout / cache**2"),
    ),
    Wrong(
        "logarithm",
        says="that is the logarithm",
        check=_TURN,
        code=but(_PLAIN, "-dout * cache * cache", "-dout * torch.log(cache)"),
    ),
    Wrong(
        "1/x without dout",
        says=LOST,
        check=_TURN,
        code=but(_PLAIN, "-dout * cache * cache", "-cache * cache"),
    ),
    Wrong("base two", says="", check=_EXP, code=but(_PLAIN, "out = torch.exp(x)", "out = 2**x")),
    Wrong(
        "exp in place",
        says="has changed x in place",
        check=_CONTRACT,
        code=but(_PLAIN, "out = torch.exp(x)", "out = x.exp_()"),
    ),
    Wrong(
        "kept away from 0",
        says="entry reciprocal: out",
        check=_CONTRACT,
        code=but(_PLAIN, "turned = 1 / x", "turned = 1 / (x + 1e-8)"),
    ),
    Wrong(
        "clamped at 20",
        says="entry exp: out",
        check=_CONTRACT,
        code=but(_PLAIN, "torch.exp(x)", "torch.exp(x.clamp(-20, 20))"),
    ),
    Wrong(
        "the cache is multiplied in place",
        says="called again with the same dout and cache",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "return out, out",
            "return out, out.clone()",
            "    return dout * cache\n",
            "    cache *= dout\n    return cache.clone()\n",
        ),
    ),
    Wrong(
        "float64 out",
        says="expected a tensor of dtype float32, got float64",
        check=_CONTRACT,
        code=but(_PLAIN, "out = torch.exp(x)", "out = torch.exp(x.double())"),
    ),
    Wrong(
        "differentiated",
        says="uses autograd",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "turned = 1 / x\n    return turned, turned",
            "return torch.func.vjp(torch.reciprocal, x)",
            "return -dout * cache * cache",
            "return cache(dout)[0]",
        ),
    ),
]

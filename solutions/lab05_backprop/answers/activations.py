"""Answers to `activations`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

from ._shared import LOST

_RELU = "ReLU at (−2, 0, 3): values and gradients by hand"
_LEAKY = "leaky ReLU at (−2, 0, 3): values and gradients by hand"
_TANH = "tanh at (−2, 0, 3): values and gradients by hand"
_CONTRACT = "the contract of all three, on random inputs"

_PLAIN = """
def relu_forward(x):
    return x.clamp(min=0), x

def relu_backward(dout, cache):
    return dout * (cache > 0)

def leaky_relu_forward(x, slope=0.01):
    return torch.where(x > 0, x, slope * x), (x, slope)

def leaky_relu_backward(dout, cache):
    x, slope = cache
    return torch.where(x > 0, dout, slope * dout)

def tanh_forward(x):
    out = torch.tanh(x)
    return out, out

def tanh_backward(dout, cache):
    return dout * (1 - cache**2)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "masks in the cache",
        but(
            _PLAIN,
            "return x.clamp(min=0), x",
            "return torch.relu(x), (x > 0)",
            "dout * (cache > 0)",
            "torch.where(cache, dout, torch.zeros_like(dout))",
        ),
    ),
    Right(
        "by the output",
        but(
            _PLAIN,
            "return x.clamp(min=0), x",
            "out = torch.maximum(x, torch.zeros_like(x))\n    return out, out",
        ),
    ),
    Right(
        "in place on a copy",
        but(
            _PLAIN,
            "return dout * (cache > 0)",
            "dx = dout.clone()\n    dx[cache <= 0] = 0\n    return dx",
        ),
    ),
    Right(
        "leak by two masks",
        but(
            _PLAIN,
            "torch.where(x > 0, dout, slope * dout)",
            "dout * (x > 0) + slope * dout * (x <= 0)",
        ),
    ),
    Right(
        "slope of tanh in the cache",
        but(
            _PLAIN,
            "    return out, out",
            "    return out, 1 - out * out",
            "dout * (1 - cache**2)",
            "dout * cache",
        ),
    ),
    Right("tanh by the sigmoid", but(_PLAIN, "torch.tanh(x)", "2 * torch.sigmoid(2 * x) - 1")),
    Right("tanh factored", but(_PLAIN, "(1 - cache**2)", "(1 - cache) * (1 + cache)")),
    Right(
        "numpy",
        but(_PLAIN, "dout * (cache > 0)", "torch.as_tensor(dout.numpy() * (cache.numpy() > 0))"),
    ),
    Right(
        "lambdas and functional",
        """
        import torch.nn.functional as F

        relu_forward = lambda x: (F.relu(x), x)
        relu_backward = lambda dout, x: torch.where(x > 0, dout, 0.0)
        leaky_relu_forward = lambda x, slope=0.01: (F.leaky_relu(x, slope), (x, slope))
        leaky_relu_backward = lambda dout, c: torch.where(c[0] > 0, dout, c[1] * dout)
        tanh_forward = lambda x: (F.tanh(x), x)
        tanh_backward = lambda dout, x: dout * (1 - x.tanh().square())
        """,
    ),
    Right(
        "objects as caches",
        but(
            _PLAIN,
            "def relu_forward(x):\n    return x.clamp(min=0), x",
            "class Slope:\n"
            "    def __init__(self, grad):\n        self.grad = grad\n\n"
            "    def backward(self, dout):\n        return dout * self.grad\n\n"
            "def relu_forward(x):\n    return x.clamp(min=0), Slope((x > 0).to(x.dtype))",
            "dout * (cache > 0)",
            "cache.backward(dout)",
        ),
    ),
    Right(
        "maximum, for slopes up to 1",
        but(_PLAIN, "torch.where(x > 0, x, slope * x)", "torch.maximum(x, slope * x)"),
    ),
]

WRONG = [
    Wrong(
        "ReLU passes at 0",
        says="at exactly 0 the slope is taken as 0",
        check=_RELU,
        code=but(_PLAIN, "(cache > 0)", "(cache >= 0)"),
    ),
    Wrong(
        "mask from dout",
        says="from the sign of dout",
        check=_RELU,
        code=but(_PLAIN, "(cache > 0)", "(dout > 0)"),
    ),
    Wrong(
        "ReLU without dout",
        says=LOST,
        check=_RELU,
        code=but(_PLAIN, "dout * (cache > 0)", "(cache > 0).to(cache.dtype)"),
    ),
    Wrong(
        "absolute value",
        says="that is the absolute value",
        check=_RELU,
        code=but(_PLAIN, "x.clamp(min=0)", "x.abs()"),
    ),
    Wrong(
        "times the output",
        says="multiplies by the output",
        check=_RELU,
        code=but(_PLAIN, "dout * (cache > 0)", "dout * cache.clamp(min=0)"),
    ),
    Wrong(
        "everything passes",
        says="everything passes",
        check=_RELU,
        code=but(_PLAIN, "dout * (cache > 0)", "dout"),
    ),
    Wrong(
        "mask turned round",
        says="turned round",
        check=_RELU,
        code=but(_PLAIN, "(cache > 0)", "(cache <= 0)"),
    ),
    Wrong(
        "no leak on the way back",
        says="that is the gradient of ReLU",
        check=_LEAKY,
        code=but(_PLAIN, "slope * dout)", "0 * dout)"),
    ),
    Wrong(
        "no leak forwards",
        says="the leak is missing",
        check=_LEAKY,
        code=but(_PLAIN, "slope * x)", "0 * x)"),
    ),
    Wrong(
        "leaky without dout",
        says=LOST,
        check=_LEAKY,
        code=but(
            _PLAIN,
            "torch.where(x > 0, dout, slope * dout)",
            "torch.where(x > 0, 1.0, slope).to(x.dtype)",
        ),
    ),
    Wrong(
        "the default slope",
        says="is not 0.01 here",
        check=_LEAKY,
        code=but(_PLAIN, "slope * dout)", "0.01 * dout)"),
    ),
    Wrong(
        "leaky passes at 0",
        says="at exactly 0 the slope is 0.01",
        check=_LEAKY,
        code=but(_PLAIN, "torch.where(x > 0, dout", "torch.where(x >= 0, dout"),
    ),
    Wrong(
        "tanh of the input",
        says="takes the output of the gate",
        check=_TANH,
        code=but(_PLAIN, "    return out, out", "    return out, x"),
    ),
    Wrong(
        "sigmoid's slope",
        says="the slope of the sigmoid",
        check=_TANH,
        code=but(_PLAIN, "dout * (1 - cache**2)", "dout * cache * (1 - cache)"),
    ),
    Wrong(
        "not squared",
        says="not 1 − out",
        check=_TANH,
        code=but(_PLAIN, "(1 - cache**2)", "(1 - cache)"),
    ),
    Wrong(
        "tanh without dout",
        typical=True,
        says=LOST,
        check=_TANH,
        code=but(_PLAIN, "dout * (1 - cache**2)", "1 - cache**2"),
    ),
    Wrong(
        "the whole Jacobian",
        says="that is the Jacobian",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "dout * (cache > 0)",
            "(torch.diag_embed((cache > 0).to(dout.dtype)) @ dout[..., None])[..., 0]",
        ),
    ),
    Wrong(
        "autograd",
        says="uses autograd",
        check=_CONTRACT,
        code=but(_PLAIN, "dout * (cache > 0)", "by_autograd(torch.relu, dout, cache)[0]"),
    ),
    Wrong(
        "the default slope forwards",
        says="`slope` is not 0.01 here",
        check=_LEAKY,
        code=but(_PLAIN, "slope * x)", "0.01 * x)"),
    ),
    Wrong(
        "tanh again",
        says="tanh was taken of the output again",
        check=_TANH,
        code=but(_PLAIN, "(1 - cache**2)", "(1 - torch.tanh(cache) ** 2)"),
    ),
    Wrong(
        "dout zeroed in place",
        says="relu: the call has changed dout in place",
        check=_CONTRACT,
        code=but(_PLAIN, "return dout * (cache > 0)", "dout[cache <= 0] = 0\n    return dout"),
    ),
    Wrong(
        "x clamped in place",
        says="relu: the call has changed x in place",
        check=_CONTRACT,
        code=but(_PLAIN, "x.clamp(min=0), x", "x.clamp_(min=0), x"),
    ),
    Wrong(
        "a global slope",
        says="leaky_relu: dx",
        check=_CONTRACT,
        code=but(
            "_slope = [0.01]\n" + _PLAIN,
            "    return torch.where(x > 0, x, slope * x), (x, slope)",
            "    _slope[0] = slope\n    return torch.where(x > 0, x, slope * x), x",
            "x, slope = cache\n",
            "x, slope = cache, _slope[0]\n",
        ),
    ),
    Wrong(
        "mask in float32",
        says="expected a tensor of dtype float64, got float32",
        check=_CONTRACT,
        code=but(_PLAIN, "return x.clamp(min=0), x", "return x.float().clamp(min=0), x"),
    ),
    Wrong(
        "tanh clamped",
        says="entry tanh",
        check=_CONTRACT,
        code=but(_PLAIN, "torch.tanh(x)", "torch.tanh(x.clamp(-5, 5))"),
    ),
    Wrong(
        "vjp in forward",
        says="uses autograd",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "    out = torch.tanh(x)\n    return out, out",
            "    return torch.func.vjp(torch.tanh, x)",
            "return dout * (1 - cache**2)",
            "return cache(dout)[0]",
        ),
    ),
]

_LEAK = "The text says that `slope` lies between 0 and 1."
_FLAT = "Beyond 100 tanh is 1 to the last digit, and its slope is 0."

ALLOWED = [
    Allowed("relu_forward: x: negative entries as 0", "That is what ReLU does, first or last."),
    Allowed("leaky_relu_forward: slope: at most 1", _LEAK),
    Allowed("leaky_relu_forward: slope: wrong for negative", _LEAK),
    Allowed("leaky_relu_forward: slope: wrong for over 1", _LEAK),
    Allowed("tanh_forward: x: at most 100", _FLAT),
    Allowed("tanh_forward: x: at most 1000", _FLAT),
]

"""Answers to `sigmoid`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import LOST, ONES, PRODUCT

_FOUR = "four gates at s = 1: 0.73; −0.53, −0.53, −0.20, 0.20"
_ONE = "one gate at s = 1: 2 comes back as 0.39"
_CONTRACT = "the contract of both ways, on random inputs"

_PLAIN = """
def sigmoid_by_gates(s):
    e = torch.exp(-s)
    out = 1 / (1 + e)
    d_sum = -1 / (1 + e) ** 2
    d_minus = d_sum * e
    return out, [d_sum, d_sum, d_minus, -d_minus]

def sigmoid_forward(s):
    value = torch.sigmoid(s)
    return value, value

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("tanh", but(_PLAIN, "torch.sigmoid(s)", "(1 + torch.tanh(s / 2)) / 2")),
    Right(
        "slope in the cache",
        but(
            _PLAIN,
            "return value, value",
            "return value, value * (1 - value)",
            "dout * cache * (1 - cache)",
            "dout * cache",
        ),
    ),
    Right("expanded", but(_PLAIN, "dout * cache * (1 - cache)", "dout * (cache - cache**2)")),
    Right("the formula", but(_PLAIN, "torch.sigmoid(s)", "1 / (1 + torch.exp(-s))")),
    Right(
        "a tuple of gradients",
        but(_PLAIN, "[d_sum, d_sum, d_minus, -d_minus]", "(d_sum, d_sum, d_minus, -d_minus)"),
    ),
    Right(
        "two cases",
        but(
            _PLAIN,
            "torch.sigmoid(s)",
            "torch.where(s >= 0, 1 / (1 + torch.exp(-s.abs())),\n"
            "        torch.exp(-s.abs()) / (1 + torch.exp(-s.abs())))",
        ),
    ),
    Right("from own gates", but(_PLAIN, "e = torch.exp(-s)", "e, _ = exp_forward(-s)")),
    Right(
        "lambdas",
        but(
            _PLAIN,
            "def sigmoid_forward(s):\n    value = torch.sigmoid(s)\n    return value, value",
            "sigmoid_forward = lambda s: (torch.special.expit(s), s)",
            "def sigmoid_backward(dout, cache):\n    return dout * cache * (1 - cache)",
            "sigmoid_backward = lambda dout, s: dout * s.sigmoid() * torch.sigmoid(-s)",
        ),
    ),
    Right(
        "numpy inside",
        but(
            _PLAIN,
            "    value = torch.sigmoid(s)",
            "    import numpy as np\n\n    grad = np.tanh(s.numpy() / 2)\n"
            "    value = torch.as_tensor((1 + grad) / 2, dtype=s.dtype)",
        ),
    ),
]

WRONG = [
    Wrong(
        "of the input",
        says="takes the output of the gate",
        check=_ONE,
        code=but(_PLAIN, "return value, value", "return value, s"),
    ),
    Wrong(
        "of the output again",
        says="the sigmoid of the output",
        check=_ONE,
        code=but(
            _PLAIN,
            "return dout * cache * (1",
            "cache = torch.sigmoid(cache)\n    return dout * cache * (1",
        ),
    ),
    Wrong(
        "without dout",
        says=LOST,
        check=_ONE,
        code=but(_PLAIN, "return dout * cache", "return cache"),
    ),
    Wrong(
        "σ alone",
        says="that is σ alone",
        check=_ONE,
        code=but(_PLAIN, "dout * cache * (1 - cache)", "dout * cache"),
    ),
    Wrong(
        "slope of tanh",
        says="the slope of tanh",
        check=_ONE,
        code=but(_PLAIN, "dout * cache * (1 - cache)", "dout * (1 - cache**2)"),
    ),
    Wrong(
        "from s to the end",
        says="run from s to the end",
        check=_FOUR,
        code=but(_PLAIN, "[d_sum, d_sum, d_minus, -d_minus]", "[-d_minus, d_minus, d_sum, d_sum]"),
    ),
    Wrong(
        "last sign",
        says="times −1",
        check=_FOUR,
        code=but(_PLAIN, "d_minus, -d_minus]", "d_minus, d_minus]"),
    ),
    Wrong(
        "first sign",
        says="the first sign",
        check=_FOUR,
        code=but(_PLAIN, "d_sum = -1 /", "d_sum = 1 /"),
    ),
    Wrong(
        "nan far out",
        says="nan",
        check=_CONTRACT,
        code=but(_PLAIN, "value = torch.sigmoid(s)", "value = torch.exp(s) / (1 + torch.exp(s))"),
    ),
    Wrong(
        "three gates",
        says="expected shape (4,)",
        check=_FOUR,
        code=but(_PLAIN, "[d_sum, d_sum, d_minus, -d_minus]", "[d_sum, d_minus, -d_minus]"),
    ),
    Wrong(
        "clamped at 6",
        says="entry sigmoid: out",
        check=_CONTRACT,
        code=but(_PLAIN, "torch.sigmoid(s)", "torch.sigmoid(s.clamp(-6, 6))"),
    ),
    Wrong(
        "one cache for all",
        says="entry sigmoid: ds",
        check=_CONTRACT,
        code=but(
            "_cache = {}\n" + _PLAIN,
            "return value, value",
            "_cache['value'] = value\n    return value, None",
            "return dout * cache * (1 - cache)",
            "value = _cache['value']\n    return dout * value * (1 - value)",
        ),
    ),
    Wrong(
        "numbers only",
        says="your code stopped with",
        check=_CONTRACT,
        code=but(_PLAIN, "e = torch.exp(-s)", "e = torch.tensor(math.exp(-s.item()))"),
    ),
    Wrong(
        "computed in float32",
        says="entry sigmoid: out",
        check=_CONTRACT,
        code=but(_PLAIN, "torch.sigmoid(s)", "torch.sigmoid(s.float()).to(s.dtype)"),
    ),
    Wrong(
        "differentiated",
        says="uses autograd",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "value = torch.sigmoid(s)\n    return value, value",
            "return torch.func.vjp(torch.sigmoid, s)",
            "return dout * cache * (1 - cache)",
            "return cache(dout)[0]",
        ),
    ),
]

EQUIVALENT = [
    Equivalent(
        "d_sum = reciprocal_backward(torch.ones_like(out), out_cache)",
        "d_sum = reciprocal_backward(torch.ones(out.shape), out_cache)",
        ONES,
    ),
    Equivalent(
        "d_minus_s = exp_backward(d_e, e_cache)",
        "d_minus_s = exp_backward(e_cache, d_e)",
        PRODUCT,
    ),
]

_FLAT = "Beyond 100 the sigmoid is 0 or 1 to all digits that are compared, and its slope is 0."

ALLOWED = [
    Allowed("sigmoid_by_gates: result 2: a tuple in place of a list", "It reads like a list."),
    Allowed("sigmoid_forward: s: at most 100", _FLAT),
    Allowed("sigmoid_forward: s: at most 1000", _FLAT),
]

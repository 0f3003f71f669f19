"""Wrong gates, as students write them."""

from autograder.audit.answers.lab05_backprop import plain
from autograder.audit.answers.lab05_backprop.edits import wrongs

_ADD = "add: −2 + 5 = 3, and both inputs get the whole gradient"
_MULTIPLY = "multiply: 3 · (−4) = −12, gradients −4 and 3"
_LARGER = "max(4, −1) = 4: all of it to the larger input"
_EQUAL = "equal inputs: the shares add up to dout"
_EXP = "exp at −1: value 0.37, and −0.53 becomes −0.20"
_TURN = "1/x at 1.37: value 0.73, and 1 becomes −0.53"
_FOUR = "four gates at s = 1: 0.73; −0.53, −0.53, −0.20, 0.20"
_ONE = "one gate at s = 1: 2 comes back as 0.39"
_NEURON = "w = (2, −3, −3), x = (−1, −2): the numbers by hand"
_SHARED = "at (3, 2): f = 9, gradients 3 and 3"
_LOST = "the factor dout is missing"

ANSWERS = [
    *wrongs(
        "add_multiply",
        plain.ADD_MULTIPLY,
        [
            ("switched", _MULTIPLY, "switched", "dout * y, dout * x", "dout * x, dout * y"),
            ("multiply without dout", "multiply: random tensors", _LOST, "dout * y, dout * x",
             "y, x"),
            ("add without dout", _ADD, _LOST, "return dout, dout",
             "return torch.ones_like(dout), torch.ones_like(dout)"),
            ("shared out", _ADD, "does not share", "return dout, dout",
             "return dout / 2, dout / 2"),
            ("add multiplies", _ADD, "that is the product", "return x + y", "return x * y"),
            ("multiply adds", _MULTIPLY, "that is the sum", "return x * y", "return x + y"),
            ("one gradient for two", _ADD, "must return 2 gradients", "return dout, dout",
             "return dout"),
            ("no cache returned", _ADD, "must return two things", "x + y, None", "x + y"),
            ("multiply distributes", "multiply: random tensors", "that is dout alone",
             "dout * y, dout * x", "dout, dout"),
            ("a difference", _ADD, "not x − y", "return dout, dout", "return dout, -dout"),
            ("values in place of gradients", _ADD, "that is the value of an input",
             "return x + y, None\n\ndef add_backward(dout, cache):\n    return dout, dout",
             "return x + y, (x, y)\n\ndef add_backward(dout, cache):\n"
             "    return cache[1], cache[0]"),
        ],
    ),
    *wrongs(
        "maximum",
        plain.MAXIMUM,
        [
            ("to the smaller", _LARGER, "to the wrong one", "dout * (x >= y), dout * (x < y)",
             "dout * (x < y), dout * (x >= y)"),
            ("doubled at a tie", _EQUAL, "both got all of dout", "(x < y)", "(x <= y)"),
            ("lost at a tie", _EQUAL, "nobody got dout", "(x >= y)", "(x > y)"),
            ("without dout", _LARGER, _LOST, "dout * (x >= y), dout * (x < y)",
             "(x >= y).to(dout.dtype), (x < y).to(dout.dtype)"),
            ("minimum", _LARGER, "that is the smaller one", "torch.maximum", "torch.minimum"),
            ("sign of dout", "random tensors", "decided by the sign of dout",
             "dout * (x >= y), dout * (x < y)", "dout * (dout > 0), dout * (dout <= 0)"),
            ("to both", _LARGER, "both inputs got it", "dout * (x >= y), dout * (x < y)",
             "dout, dout"),
            ("times the value", _LARGER, "multiplies by the value", "dout * (x >= y)",
             "dout * x * (x >= y)"),
            ("one gradient for two", _LARGER, "must return 2 gradients", ", dout * (x < y)", ""),
        ],
    ),
    *wrongs(
        "exp_reciprocal",
        plain.EXP_RECIPROCAL,
        [
            ("exp of the output", _EXP, "e to the output", "return dout * cache\n",
             "return dout * torch.exp(cache)\n"),
            ("exp times the input", _EXP, "multiplies by the input", "return out, out",
             "return out, x"),
            ("exp without dout", _EXP, _LOST, "return dout * cache\n", "return cache\n"),
            ("exp distributes", _EXP, "that is dout alone", "return dout * cache\n",
             "return dout\n"),
            ("sign of 1/x", _TURN, "the sign", "-dout * cache * cache", "dout * cache * cache"),
            ("not squared", _TURN, "not −1/x", "-dout * cache * cache", "-dout * cache"),
            ("turned over twice", _TURN, "do not turn it over again", "-dout * cache * cache",
             "-dout / cache**2"),
            ("logarithm", _TURN, "that is the logarithm", "-dout * cache * cache",
             "-dout * torch.log(cache)"),
            ("1/x without dout", "1/x: random tensors of both signs", _LOST,
             "-dout * cache * cache", "-cache * cache"),
            ("base two", _EXP, "", "out = torch.exp(x)", "out = 2**x"),
        ],
    ),
    *wrongs(
        "sigmoid",
        plain.SIGMOID,
        [
            ("of the input", _ONE, "takes the output of the gate", "return value, value",
             "return value, s"),
            ("of the output again", _ONE, "the sigmoid of the output", "return dout * cache * (1",
             "cache = torch.sigmoid(cache)\n    return dout * cache * (1"),
            ("without dout", _ONE, _LOST, "return dout * cache", "return cache"),
            ("σ alone", _ONE, "that is σ alone", "dout * cache * (1 - cache)", "dout * cache"),
            ("slope of tanh", _ONE, "the slope of tanh", "dout * cache * (1 - cache)",
             "dout * (1 - cache**2)"),
            ("from s to the end", _FOUR, "run from s to the end",
             "[d_sum, d_sum, d_minus, -d_minus]", "[-d_minus, d_minus, d_sum, d_sum]"),
            ("last sign", _FOUR, "times −1", "d_minus, -d_minus]", "d_minus, d_minus]"),
            ("first sign", _FOUR, "the first sign", "d_sum = -1 /", "d_sum = 1 /"),
            ("nan far out", "far out, at ±1000: a slope of 0, never nan", "nan",
             "value = torch.sigmoid(s)", "value = torch.exp(s) / (1 + torch.exp(s))"),
            ("three gates", _FOUR, "expected shape (4,)", "[d_sum, d_sum, d_minus, -d_minus]",
             "[d_sum, d_minus, -d_minus]"),
        ],
    ),
    *wrongs(
        "neuron",
        plain.NEURON,
        [
            ("no sigmoid", _NEURON, "that is s", "return out,", "return s,"),
            ("no bias", _NEURON, "the bias w₂ is missing", " + w[2]", ""),
            ("no slope of the sigmoid in dw", _NEURON, "own slope σ(1 − σ) is missing",
             "dw = ds *", "dw ="),
            ("no slope of the sigmoid in dx", _NEURON, "own slope σ(1 − σ) is missing",
             "dx = ds *", "dx ="),
            ("no gradient for the bias", _NEURON, "its local slope is 1", "torch.ones_like(s)",
             "torch.zeros_like(s)"),
            ("dw switched", _NEURON, "the gradient by w is ds · x", "[x[0], x[1],", "[w[0], w[1],"),
            ("dx switched", _NEURON, "the gradient by x is ds · w", "ds * w[:2]", "ds * x"),
            ("dx turned", _NEURON, "the signs are turned", "ds * w[:2]", "-ds * w[:2]"),
            ("slope from s", _NEURON, "", "ds = out * (1 - out)", "ds = s * (1 - s)"),
            ("dw without the bias", _NEURON, "expected shape (3,)", ", torch.ones_like(s)]", "]"),
        ],
    ),
    *wrongs(
        "shared",
        plain.SHARED,
        [
            ("untouched", _SHARED, "overwritten", "", """
def shared(x, y):
    product, product_cache = multiply_forward(x, y)
    larger, larger_cache = maximum_forward(x, y)
    f, f_cache = add_forward(product, larger)
    d_product, d_larger = add_backward(torch.ones_like(f), f_cache)
    dx, dy = multiply_backward(d_product, product_cache)
    dx, dy = maximum_backward(d_larger, larger_cache)
    return f, dx, dy
"""),
            ("only the product", _SHARED, "only the branch through the product", "dx = y + first",
             "dx = y"),
            ("added twice", _SHARED, "added twice", "dx = y + first", "dx = y + 2 * first"),
            ("the mean", "random tensors: both branches, entry by entry",
             "the mean of the branches",
             "return f, dx, dy", "return f, dx / 2, dy / 2"),
            ("dy overwritten", _SHARED, "overwritten", "dy = x + (1 - first)", "dy = 1 - first"),
            ("no maximum in the value", _SHARED, "expected 9, got 6", "x * y + torch.maximum(x, y)",
             "x * y"),
            ("gradients exchanged", "random tensors: both branches, entry by entry", "",
             "return f, dx, dy", "return f, dy, dx"),
            ("branches multiplied", _SHARED, "gradients add at a branch", "dx = y + first",
             "dx = y * first"),
        ],
    ),
]  # fmt: skip

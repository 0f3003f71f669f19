"""Wrong layers, as students write them."""

from autograder.audit.answers.lab05_backprop import plain
from autograder.audit.answers.lab05_backprop.edits import wrongs

_RELU = "ReLU at (−2, 0, 3): values and gradients by hand"
_LEAKY = "leaky ReLU at (−2, 0, 3): values and gradients by hand"
_TANH = "tanh at (−2, 0, 3): values and gradients by hand"
_NORM = "the 2 × 2 example: 0.116, and both gradients"
_SCORES = "two rows by hand: the scores"
_ROWS = "two rows by hand: the three gradients"
_SQUARE = "as many rows as classes and features: nothing is transposed"
_DB = "the bias is used for every row: db, for batches of 1 and of 9"
_BY_HAND = "by hand: no autograd, nothing larger than the batch"
_DX, _DW = "one picture by hand: dX", "one picture by hand: dW"
_LOST = "the factor dout is missing"

ANSWERS = [
    *wrongs(
        "activations",
        plain.ACTIVATIONS,
        [
            ("ReLU passes at 0", _RELU, "at exactly 0 the slope is taken as 0", "(cache > 0)",
             "(cache >= 0)"),
            ("mask from dout", _RELU, "from the sign of dout", "(cache > 0)", "(dout > 0)"),
            ("ReLU without dout", _RELU, _LOST, "dout * (cache > 0)",
             "(cache > 0).to(cache.dtype)"),
            ("absolute value", _RELU, "that is the absolute value", "x.clamp(min=0)", "x.abs()"),
            ("times the output", _RELU, "multiplies by the output", "dout * (cache > 0)",
             "dout * cache.clamp(min=0)"),
            ("everything passes", _RELU, "everything passes", "dout * (cache > 0)", "dout"),
            ("mask turned round", _RELU, "turned round", "(cache > 0)", "(cache <= 0)"),
            ("no leak on the way back", _LEAKY, "that is the gradient of ReLU", "slope * dout)",
             "0 * dout)"),
            ("no leak forwards", _LEAKY, "the leak is missing", "slope * x)", "0 * x)"),
            ("leaky without dout", _LEAKY, _LOST, "torch.where(x > 0, dout, slope * dout)",
             "torch.where(x > 0, 1.0, slope).to(x.dtype)"),
            ("the default slope", "leaky ReLU: a random batch, another slope", "is not 0.01 here",
             "slope * dout)", "0.01 * dout)"),
            ("leaky passes at 0", _LEAKY, "at exactly 0 the slope is 0.01",
             "torch.where(x > 0, dout", "torch.where(x >= 0, dout"),
            ("tanh of the input", _TANH, "takes the output of the gate", "    return out, out",
             "    return out, x"),
            ("sigmoid's slope", _TANH, "the slope of the sigmoid", "dout * (1 - cache**2)",
             "dout * cache * (1 - cache)"),
            ("not squared", _TANH, "not 1 − out", "(1 - cache**2)", "(1 - cache)"),
            ("tanh without dout", _TANH, _LOST, "dout * (1 - cache**2)", "1 - cache**2"),
            ("the whole Jacobian", "no Jacobian, no autograd", "that is the Jacobian",
             "dout * (cache > 0)",
             "(torch.diag_embed((cache > 0).to(dout.dtype)) @ dout[..., None])[..., 0]"),
            ("autograd", "no Jacobian, no autograd", "uses `by_autograd`", "dout * (cache > 0)",
             "by_autograd(torch.relu, dout, cache)[0]"),
        ],
    ),
    *wrongs(
        "squared_norm",
        plain.SQUARED_NORM,
        [
            ("dW transposed", _NORM, "transposed: row i", "torch.outer(2 * q, x)",
             "torch.outer(x, 2 * q)"),
            ("no factor 2 in dW", _NORM, "the factor 2 is missing", "torch.outer(2 * q, x)",
             "torch.outer(q, x)"),
            ("no factor 2 in dx", _NORM, "the factor 2 is missing", "W.T @ (2 * q)", "W.T @ q"),
            ("W not transposed", _NORM, "W is not transposed", "W.T @ (2 * q)", "W @ (2 * q)"),
            ("the norm", _NORM, "that is the norm", "(q**2).sum()", "q.norm()"),
            ("stops at q", _NORM, "the slope by q", "W.T @ (2 * q)", "2 * q"),
            ("x by x", _NORM, "that is x by x", "torch.outer(2 * q, x)", "2 * torch.outer(x, x)"),
            ("a mean", _NORM, "", "(q**2).sum()", "(q**2).mean()"),
            ("autograd", "by hand: no autograd", "uses `by_autograd`", "    return f, dW, dx",
             "    one = torch.ones((), dtype=W.dtype)\n"
             "    dW, dx = by_autograd(lambda W, x: ((W @ x) ** 2).sum(), one, W, x)\n"
             "    return f, dW, dx"),
        ],
    ),
    *wrongs(
        "affine",
        plain.AFFINE,
        [
            ("no bias", _SCORES, "the bias is missing", "X @ W.T + b", "X @ W.T"),
            ("db not summed", _ROWS, "not summed over the batch", "dout.sum(dim=0)", "dout"),
            ("db is a mean", _ROWS, "the mean over the batch", "dout.sum(dim=0)",
             "dout.mean(dim=0)"),
            ("db over the classes", _ROWS, "sums over the classes", "dout.sum(dim=0)",
             "dout.sum(dim=1)"),
            ("db with an axis too many", _DB, "keep no axis", "dout.sum(dim=0)",
             "dout.sum(dim=0, keepdim=True)"),
            ("db counts rows", _DB, "the factor dout is missing", "dout.sum(dim=0)",
             "torch.ones_like(dout).sum(dim=0)"),
            ("dW transposed", _ROWS, "transposed: dW has the shape of W", "dout.T @ X",
             "X.T @ dout"),
            ("W transposed in dX", _SQUARE, "W is transposed in dX", "dout @ W\n", "dout @ W.T\n"),
            ("dout not transposed", _SQUARE, "dout is not transposed", "dout.T @ X", "dout @ X"),
            ("dW is a mean", _ROWS, "the mean over the batch", "dout.T @ X",
             "dout.T @ X / len(X)"),
            ("dX without dout", "a random batch against autograd: dX and dW, float64", _LOST,
             "dX = dout @ W\n", "dX = torch.ones_like(dout) @ W\n"),
            ("a table", _BY_HAND, "a tensor on the way has", "dout.T @ X",
             "(dout[:, :, None] * X[:, None, :]).sum(0)"),
            ("autograd", _BY_HAND, "uses `by_autograd`", "    return dX, dW, db",
             "    dX, dW = by_autograd(lambda X, W: X @ W.T, dout, X, W)\n    return dX, dW, db"),
        ],
    ),
    *wrongs(
        "tied",
        plain.TIED,
        [
            ("untouched", _DW, "two bugs", "    dZ = dH * (Z > 0)\n    dW = H.T @ dout + dZ.T @ X",
             "    dW = H.T @ dout\n    dZ = dH * (dH > 0)\n    dW = dZ.T @ X"),
            ("only the mask mended", _DW, "dW is overwritten", "H.T @ dout + dZ.T @ X", "dZ.T @ X"),
            ("only the sum mended", _DX, "from the sign of dH", "(Z > 0)", "(dH > 0)"),
            ("the first use only", _DW, "the use of W in Z", "H.T @ dout + dZ.T @ X", "H.T @ dout"),
            ("no mask", "random batches: dX", "nothing is masked", "dH * (Z > 0)", "dH"),
            ("a mask that is always on", "random batches: dX", "nothing is masked", "(Z > 0)",
             "(H >= 0)"),
            ("dX from dH", "random batches: dX", "nothing is masked", "return dZ @ W",
             "return dH @ W"),
            ("subtracted", _DW, "", "H.T @ dout + dZ.T @ X", "H.T @ dout - dZ.T @ X"),
            ("one gradient", _DX, "must return 2 gradients", "return dZ @ W, dW", "return dW"),
        ],
    ),
]  # fmt: skip

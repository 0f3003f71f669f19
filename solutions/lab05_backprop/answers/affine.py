"""Answers to `affine`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

from ._shared import LOST

_SCORES = "two rows by hand: the scores"
_ROWS = "two rows by hand: the three gradients"
_SQUARE = "as many rows as classes and features: nothing is transposed"
_CONTRACT = "the contract, on random batches"

_PLAIN = """
def affine_forward(X, W, b):
    return X @ W.T + b, (X, W)

def affine_backward(dout, cache):
    X, W = cache
    dX = dout @ W
    dW = dout.T @ X
    db = dout.sum(dim=0)
    return dX, dW, db
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("linear", but(_PLAIN, "X @ W.T + b", "torch.nn.functional.linear(X, W, b)")),
    Right(
        "einsum",
        but(
            _PLAIN,
            "dout @ W\n",
            "torch.einsum('nc,cd->nd', dout, W)\n",
            "dout.T @ X",
            "torch.einsum('nc,nd->cd', dout, X)",
        ),
    ),
    Right("transposed twice", but(_PLAIN, "dout.T @ X", "(X.T @ dout).T")),
    Right("ones for db", but(_PLAIN, "dout.sum(dim=0)", "dout.new_ones(len(dout)) @ dout")),
    Right(
        "row by row",
        but(
            _PLAIN,
            "dW = dout.T @ X",
            "dW = torch.zeros_like(W)\n"
            "    for row, x in zip(dout, X):\n"
            "        dW += torch.outer(row, x)",
        ),
    ),
    Right(
        "everything in the cache",
        but(
            _PLAIN,
            "(X, W)\n\n",
            "{'X': X, 'W': W, 'b': b}\n\n",
            "X, W = cache",
            "X, W = cache['X'], cache['W']",
        ),
    ),
    Right(
        "float64 inside", but(_PLAIN, "dout.T @ X", "(dout.double().T @ X.double()).to(W.dtype)")
    ),
    Right("matmul", but(_PLAIN, "X @ W.T + b", "torch.addmm(b, X, W.t())")),
    Right(
        "a lambda, functional",
        """
        import torch.nn.functional as F

        affine_forward = lambda X, W, b: (F.linear(X, W, b), (X, W))
        affine_backward = lambda dout, c: (dout.mm(c[1]), dout.t().mm(c[0]), dout.sum(0))
        """,
    ),
    Right(
        "a class with a method backward",
        """
        class Layer:
            def __init__(self, X, W):
                self.X, self.W = X, W

            def backward(self, grad):
                return [grad @ self.W, grad.T @ self.X, torch.ones_like(grad[:, 0]) @ grad]

        def affine_forward(X, W, b):
            return torch.baddbmm(b[None, None], X[None], W.T[None])[0], Layer(X, W)

        def affine_backward(dout, cache):
            grad = cache.backward(dout)
            return grad
        """,
    ),
]

WRONG = [
    Wrong(
        "no bias",
        says="the bias is missing",
        check=_SCORES,
        code=but(_PLAIN, "X @ W.T + b", "X @ W.T"),
    ),
    Wrong(
        "db not summed",
        typical=True,
        says="not summed over the batch",
        check=_ROWS,
        code=but(_PLAIN, "dout.sum(dim=0)", "dout"),
    ),
    Wrong(
        "db is a mean",
        says="the mean over the batch",
        check=_ROWS,
        code=but(_PLAIN, "dout.sum(dim=0)", "dout.mean(dim=0)"),
    ),
    Wrong(
        "db over the classes",
        says="sums over the classes",
        check=_ROWS,
        code=but(_PLAIN, "dout.sum(dim=0)", "dout.sum(dim=1)"),
    ),
    Wrong(
        "db with an axis too many",
        says="keep no axis",
        check=_ROWS,
        code=but(_PLAIN, "dout.sum(dim=0)", "dout.sum(dim=0, keepdim=True)"),
    ),
    Wrong(
        "db counts rows",
        says="the factor dout is missing",
        check=_ROWS,
        code=but(_PLAIN, "dout.sum(dim=0)", "torch.ones_like(dout).sum(dim=0)"),
    ),
    Wrong(
        "dW transposed",
        says="transposed: dW has the shape of W",
        check=_ROWS,
        code=but(_PLAIN, "dout.T @ X", "X.T @ dout"),
    ),
    Wrong(
        "W transposed in dX",
        says="W is transposed in dX",
        check=_SQUARE,
        code=but(_PLAIN, "dout @ W\n", "dout @ W.T\n"),
    ),
    Wrong(
        "dout not transposed",
        says="dout is not transposed",
        check=_SQUARE,
        code=but(_PLAIN, "dout.T @ X", "dout @ X"),
    ),
    Wrong(
        "dW is a mean",
        says="the mean over the batch",
        check=_ROWS,
        code=but(_PLAIN, "dout.T @ X", "dout.T @ X / len(X)"),
    ),
    Wrong(
        "dX without dout",
        says=LOST,
        check=_ROWS,
        code=but(_PLAIN, "dX = dout @ W\n", "dX = torch.ones_like(dout) @ W\n"),
    ),
    Wrong(
        "a table",
        says="a tensor on the way has",
        check=_CONTRACT,
        code=but(_PLAIN, "dout.T @ X", "(dout[:, :, None] * X[:, None, :]).sum(0)"),
    ),
    Wrong(
        "autograd",
        says="uses autograd",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "    return dX, dW, db",
            "    dX, dW = by_autograd(lambda X, W: X @ W.T, dout, X, W)\n    return dX, dW, db",
        ),
    ),
    Wrong(
        "dX is a mean",
        says="the mean over the batch",
        check=_ROWS,
        code=but(_PLAIN, "dX = dout @ W", "dX = dout @ W / len(dout)"),
    ),
    Wrong(
        "squeezed",
        says="expected a tensor of shape",
        check=_CONTRACT,
        code=but(_PLAIN, "return dX, dW, db", "return dX.squeeze(), dW.squeeze(), db"),
    ),
    Wrong(
        "no sum for one row",
        says="expected a tensor of shape",
        check=_CONTRACT,
        code=but(_PLAIN, "dout.sum(dim=0)", "dout.sum(dim=0) if len(dout) > 1 else dout"),
    ),
    Wrong(
        "float32 inside",
        says="entry affine: dW",
        check=_CONTRACT,
        code=but(_PLAIN, "dout.T @ X", "(dout.float().T @ X.float()).to(X.dtype)"),
    ),
    Wrong(
        "one cache for all layers",
        says="entry affine: dX",
        check=_CONTRACT,
        code=but(
            "_layer = {}\n" + _PLAIN,
            "return X @ W.T + b, (X, W)",
            "_layer.update(X=X, W=W)\n    return X @ W.T + b, None",
            "X, W = cache",
            "X, W = _layer['X'], _layer['W']",
        ),
    ),
    Wrong(
        "small gradients dropped",
        says="entry affine: db",
        check=_CONTRACT,
        code=but(_PLAIN, "dout.sum(dim=0)", "dout.sum(dim=0) * (dout.sum(dim=0).abs() > 1e-4)"),
    ),
    Wrong(
        "vjp in forward",
        says="uses autograd",
        check=_CONTRACT,
        code="""
        def affine_forward(X, W, b):
            return torch.func.vjp(torch.nn.functional.linear, X, W, b)

        def affine_backward(dout, cache):
            return cache(dout)
        """,
    ),
]

ALLOWED = [
    Allowed(
        "*: wrong for no entry", "Any n and d, 1 too, says the text; of none it does not speak."
    ),
]

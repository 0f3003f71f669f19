"""Answers to `tied`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import OWN

_DX = "one picture by hand: dX"
_DW = "one picture by hand: dW"
_CONTRACT = "the contract, on random batches"

_PLAIN = """
def tied_forward(X, W):
    Z = X @ W.T
    H = Z.clamp(min=0)
    return H @ W, (X, W, Z, H)

def tied_backward(dout, cache):
    X, W, Z, H = cache
    dH = dout @ W.T
    dZ = dH * (Z > 0)
    dW = H.T @ dout + dZ.T @ X
    return dZ @ W, dW
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "as it stands, mended",
        but(
            _PLAIN,
            "    dH = dout",
            "    dW = H.T @ dout\n    dH = dout",
            "dW = H.T @ dout + dZ.T @ X",
            "dW += dZ.T @ X",
        ),
    ),
    Right("mask from H", but(_PLAIN, "(Z > 0)", "(H > 0)")),
    Right(
        "own layers", but(_PLAIN, "dZ = dH * (Z > 0)", "dZ = relu_backward(dH, relu_forward(Z)[1])")
    ),
    Right("where", but(_PLAIN, "dH * (Z > 0)", "torch.where(Z > 0, dH, torch.zeros_like(dH))")),
    Right(
        "einsum",
        but(
            _PLAIN,
            "H.T @ dout + dZ.T @ X",
            "torch.einsum('nk,nd->kd', H, dout) + torch.einsum('nk,nd->kd', dZ, X)",
        ),
    ),
    Right(
        "one product",
        but(_PLAIN, "H.T @ dout + dZ.T @ X", "torch.cat([H, dZ]).T @ torch.cat([dout, X])"),
    ),
    Right("in place", but(_PLAIN, "dZ = dH * (Z > 0)", "dZ = dH\n    dZ[Z <= 0] = 0")),
    Right(
        "a lambda",
        but(
            _PLAIN,
            _PLAIN[_PLAIN.index("def tied_backward") :],
            "def _mended(dout, X, W, Z, H):\n"
            "    grad = (dout @ W.T).masked_fill(Z <= 0, 0)\n"
            "    return grad @ W, H.T @ dout + grad.T @ X\n\n"
            "tied_backward = lambda dout, cache: _mended(dout, *cache)\n",
        ),
    ),
    Right("by the sign of H", but(_PLAIN, "dH * (Z > 0)", "dH * H.sign()")),
]

WRONG = [
    Wrong(
        "untouched",
        says="two bugs",
        check=_DW,
        code=but(
            _PLAIN,
            "    dZ = dH * (Z > 0)\n    dW = H.T @ dout + dZ.T @ X",
            "    dW = H.T @ dout\n    dZ = dH * (dH > 0)\n    dW = dZ.T @ X",
        ),
    ),
    Wrong(
        "only the mask mended",
        says="dW is overwritten",
        check=_DW,
        code=but(_PLAIN, "H.T @ dout + dZ.T @ X", "dZ.T @ X"),
    ),
    Wrong(
        "only the sum mended",
        says="from the sign of dH",
        check=_DX,
        code=but(_PLAIN, "(Z > 0)", "(dH > 0)"),
    ),
    Wrong(
        "the first use only",
        says="the use of W in Z",
        check=_DW,
        code=but(_PLAIN, "H.T @ dout + dZ.T @ X", "H.T @ dout"),
    ),
    Wrong(
        "no mask",
        says="nothing is masked",
        check=_DX,
        code=but(_PLAIN, "dH * (Z > 0)", "dH"),
    ),
    Wrong(
        "a mask that is always on",
        says="nothing is masked",
        check=_DX,
        code=but(_PLAIN, "(Z > 0)", "(H >= 0)"),
    ),
    Wrong(
        "dX from dH",
        says="nothing is masked",
        check=_DX,
        code=but(_PLAIN, "return dZ @ W", "return dH @ W"),
    ),
    Wrong(
        "subtracted",
        says="",
        check=_DW,
        code=but(_PLAIN, "H.T @ dout + dZ.T @ X", "H.T @ dout - dZ.T @ X"),
    ),
    Wrong(
        "one gradient",
        says="must return 2 gradients",
        check=_DX,
        code=but(_PLAIN, "return dZ @ W, dW", "return dW"),
    ),
    Wrong(
        "added to the cache",
        says="called again with the same dout and cache",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "    return dZ @ W, dW",
            "    dX = dZ @ W\n    W += dW\n    return dX, W",
        ),
    ),
    Wrong(
        "Z masked in place",
        says="at exactly 0 the slope of ReLU",
        check="a hidden unit at exactly 0",
        code=but(_PLAIN, "(Z > 0)", "(Z >= 0)"),
    ),
    Wrong(
        "float32 inside",
        says="entry tied: dW",
        check=_CONTRACT,
        code=but(_PLAIN, "dZ.T @ X", "(dZ.T.float() @ X.float()).to(X.dtype)"),
    ),
    Wrong(
        "squeezed",
        says="expected a tensor of shape",
        check=_CONTRACT,
        code=but(_PLAIN, "return dZ @ W, dW", "return (dZ @ W).squeeze(), dW"),
    ),
    Wrong(
        "differentiated",
        says="uses autograd",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "    return dZ @ W, dW",
            "    fn = lambda X, W: torch.relu(X @ W.T) @ W\n"
            "    return torch.func.vjp(fn, X, W)[1](dout)",
        ),
    ),
]

EQUIVALENT = [
    Equivalent("dW = dW + dZ.T @ X", "dW += dZ.T @ X", OWN),
]

ALLOWED = [
    Allowed(
        "*: wrong for no entry", "Any n and d, 1 too, says the text; of none it does not speak."
    ),
]

"""Answers to `neuron`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import ONES

_NEURON = "w = (2, −3, −3), x = (−1, −2): the numbers by hand"
_CONTRACT = "the contract, on random weights and inputs"

_PLAIN = """
def neuron(w, x):
    s = w[0] * x[0] + w[1] * x[1] + w[2]
    out = torch.sigmoid(s)
    ds = out * (1 - out)
    dw = ds * torch.stack([x[0], x[1], torch.ones_like(s)])
    dx = ds * w[:2]
    return out, dw, dx
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "a one behind x",
        """
        def neuron(w, x):
            full = torch.cat([x, x.new_ones(1)])
            out = torch.sigmoid(w @ full)
            slope = out * (1 - out)
            return out, slope * full, slope * w[:-1]
        """,
    ),
    Right(
        "own gates",
        """
        def neuron(w, x):
            a, a_cache = multiply_forward(w[0], x[0])
            b, b_cache = multiply_forward(w[1], x[1])
            out, cache = sigmoid_forward(a + b + w[2])
            ds = sigmoid_backward(torch.ones_like(out), cache)
            dw0, dx0 = multiply_backward(ds, a_cache)
            dw1, dx1 = multiply_backward(ds, b_cache)
            return out, torch.stack([dw0, dw1, ds]), torch.stack([dx0, dx1])
        """,
    ),
    Right(
        "in place",
        """
        def neuron(w, x):
            out = 1 / (1 + torch.exp(-(w[:2] @ x + w[2])))
            dw, dx = torch.zeros_like(w), torch.zeros_like(x)
            for i in range(2):
                dw[i] += out * (1 - out) * x[i]
                dx[i] += out * (1 - out) * w[i]
            dw[2] += out * (1 - out)
            return out, dw, dx
        """,
    ),
    Right(
        "plain lists",
        """
        def neuron(w, x):
            (a, b, c), (p, q) = w.tolist(), x.tolist()
            out = 1 / (1 + math.exp(min(-(a * p + b * q + c), 700)))
            ds = out * (1 - out)
            numbers = ([ds * p, ds * q, ds], [ds * a, ds * b])
            return w.new_tensor(out), *(w.new_tensor(one) for one in numbers)
        """,
    ),
    Right("einsum", but(_PLAIN, "w[0] * x[0] + w[1] * x[1]", "torch.einsum('i,i->', w[:2], x)")),
    Right(
        "numpy",
        """
        def neuron(w, x):
            import numpy as np

            v, y = w.numpy(), np.append(x.numpy(), np.float32(1))
            with np.errstate(over="ignore"):
                out = 1 / (1 + np.exp(-v.dot(y)))
            answers = out, out * (1 - out) * y, out * (1 - out) * v[:2]
            return tuple(torch.as_tensor(one, dtype=w.dtype) for one in answers)
        """,
    ),
    Right(
        "a lambda",
        """
        import torch.nn.functional as F

        of_s = lambda w, x: F.linear(x, w[None, :2], w[2:])[0]
        neuron = lambda w, x: (
            of_s(w, x).sigmoid(),
            of_s(w, x).sigmoid() * of_s(w, x).neg().sigmoid() * torch.cat([x, x.new_ones(1)]),
            of_s(w, x).sigmoid() * of_s(w, x).neg().sigmoid() * w[:2],
        )
        """,
    ),
    Right(
        "a local grad",
        but(
            _PLAIN,
            "ds = out * (1 - out)",
            "grad = ds = out - out**2",
            "return out,",
            "return out + 0 * grad,",
        ),
    ),
]

WRONG = [
    Wrong(
        "no sigmoid", says="that is s", check=_NEURON, code=but(_PLAIN, "return out,", "return s,")
    ),
    Wrong("no bias", says="the bias w₂ is missing", check=_NEURON, code=but(_PLAIN, " + w[2]", "")),
    Wrong(
        "no slope of the sigmoid in dw",
        says="own slope σ(1 − σ) is missing",
        check=_NEURON,
        code=but(_PLAIN, "dw = ds *", "dw ="),
    ),
    Wrong(
        "no slope of the sigmoid in dx",
        says="own slope σ(1 − σ) is missing",
        check=_NEURON,
        code=but(_PLAIN, "dx = ds *", "dx ="),
    ),
    Wrong(
        "no gradient for the bias",
        says="its local slope is 1",
        check=_NEURON,
        code=but(_PLAIN, "torch.ones_like(s)", "torch.zeros_like(s)"),
    ),
    Wrong(
        "dw switched",
        says="the gradient by w is ds · x",
        check=_NEURON,
        code=but(_PLAIN, "[x[0], x[1],", "[w[0], w[1],"),
    ),
    Wrong(
        "dx switched",
        says="the gradient by x is ds · w",
        check=_NEURON,
        code=but(_PLAIN, "ds * w[:2]", "ds * x"),
    ),
    Wrong(
        "dx turned",
        says="the signs are turned",
        check=_NEURON,
        code=but(_PLAIN, "ds * w[:2]", "-ds * w[:2]"),
    ),
    Wrong(
        "slope from s",
        says="",
        check=_NEURON,
        code=but(_PLAIN, "ds = out * (1 - out)", "ds = s * (1 - s)"),
    ),
    Wrong(
        "dw without the bias",
        says="expected shape (3,)",
        check=_NEURON,
        code=but(_PLAIN, ", torch.ones_like(s)]", "]"),
    ),
    Wrong(
        "lists",
        says="got a list",
        check=_CONTRACT,
        code=but(_PLAIN, "return out, dw, dx", "return out, dw.tolist(), dx.tolist()"),
    ),
    Wrong(
        "a Python number",
        says="got a Python number",
        check=_CONTRACT,
        code=but(_PLAIN, "return out,", "return out.item(),"),
    ),
    Wrong(
        "float32 only",
        says="expected a tensor of dtype float64, got float32",
        check=_CONTRACT,
        code=but(_PLAIN, "    s = w[0]", "    w, x = w.float(), x.float()\n    s = w[0]"),
    ),
    Wrong(
        "a one written into w",
        says="the call changed w",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "    dx = ds * w[:2]",
            "    dx = ds * w[:2]\n    w[2] = 1",
        ),
    ),
    Wrong(
        "small gradients dropped",
        says="entry 1",
        check=_CONTRACT,
        code=but(
            _PLAIN, "    return", "    dw = torch.where(dw.abs() < 1e-4, 0 * dw, dw)\n    return"
        ),
    ),
    Wrong(
        "differentiated",
        says="uses autograd",
        check=_CONTRACT,
        code="""
        def neuron(w, x):
            fn = lambda w, x: torch.sigmoid(w[:2] @ x + w[2])
            dw, dx = torch.func.grad(fn, argnums=(0, 1))(w, x)
            return fn(w, x), dw, dx
        """,
    ),
]

_SPREAD = "A single number times two is spread over them all the same."
_BOTH = "dw_both, dx = multiply_backward(ds.expand(2), product_cache)"

EQUIVALENT = [
    Equivalent(
        "ds = sigmoid_backward(torch.ones_like(out), out_cache)",
        "ds = sigmoid_backward(torch.ones(out.shape), out_cache)",
        ONES,
    ),
    Equivalent(_BOTH, "dw_both, dx = multiply_backward(ds, product_cache)", _SPREAD),
    Equivalent(_BOTH, "dw_both, dx = multiply_backward(ds.expand(1), product_cache)", _SPREAD),
]

_FIXED = "The signature fixes the shapes: three weights, two inputs."

ALLOWED = [
    Allowed("*: axes of length 1 squeezed", _FIXED),
    *(
        Allowed(f"*: wrong for {edge}", _FIXED)
        for edge in ("an axis longer than *", "one row", "no entry")
    ),
]

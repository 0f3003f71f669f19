"""Answers to `numeric_gradient`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

from ._shared import AXES, EMPTY

_CUBE = "w³ at 2, by hand"
_PLACE = "every entry in its place, and W as it was"
_CURVED = "curved functions of any shape, and a softmax loss"

_PLAIN = """
def numeric_gradient(f, W, h=1e-4):
    gradient = torch.zeros_like(W)
    for i in range(W.numel()):
        step = torch.zeros_like(W)
        step.view(-1)[i] = h
        gradient.view(-1)[i] = (f(W + step) - f(W - step)) / (2 * h)
    return gradient
"""

RIGHT = [
    Right("clear", _PLAIN),
    Right(
        "put back in place",
        """
        def numeric_gradient(f, W, h=1e-4):
            gradient = torch.zeros_like(W)
            flat, out = W.view(-1), gradient.view(-1)
            for i in range(len(flat)):
                old = flat[i].item()
                flat[i] = old + h
                above = f(W)
                flat[i] = old - h
                below = f(W)
                flat[i] = old
                out[i] = (above - below) / 2 / h
            return gradient
        """,
    ),
    Right(
        "up and down again",
        """
        def numeric_gradient(f, W, h=1e-4):
            gradient = torch.zeros_like(W)
            for i in range(W.numel()):
                W.view(-1)[i] += h
                above = f(W)
                W.view(-1)[i] -= 2 * h
                below = f(W)
                W.view(-1)[i] += h
                gradient.view(-1)[i] = (above - below) / (2 * h)
            return gradient
        """,
    ),
    Right(
        "numpy indices",
        """
        import numpy as np

        def numeric_gradient(f, W, h=1e-4):
            gradient = torch.empty_like(W)
            for place in np.ndindex(*W.shape):
                above, below = W.clone(), W.clone()
                above[place] += h
                below[place] -= h
                gradient[place] = (f(above) - f(below)) / (2 * h)
            return gradient
        """,
    ),
    Right(
        "identity rows",
        """
        def numeric_gradient(f, W, h=1e-4):
            steps = h * torch.eye(W.numel(), dtype=W.dtype).reshape(-1, *W.shape)
            slopes = [float(f(W + s) - f(W - s)) / (2 * h) for s in steps]
            return torch.tensor(slopes, dtype=W.dtype).reshape(W.shape)
        """,
    ),
    Right(
        "mean of forward and backward",
        """
        def numeric_gradient(f, W, h=1e-4):
            def slope(i, by):
                moved = W.clone()
                moved.view(-1)[i] += by
                return f(moved) / by

            values = [float(slope(i, h) + slope(i, -h)) / 2 for i in range(W.numel())]
            return torch.tensor(values, dtype=W.dtype).view_as(W)
        """,
    ),
    Right(
        "float64 inside",
        """
        def numeric_gradient(f, W, h=1e-4):
            x = W.double()
            gradient = torch.zeros_like(x)
            for i in range(x.numel()):
                step = torch.zeros_like(x)
                step.view(-1)[i] = h
                gradient.view(-1)[i] = (f(x + step) - f(x - step)) / (2 * h)
            return gradient.to(W.dtype)
        """,
    ),
    Right(
        "a lambda over all steps",
        """
        numeric_gradient = lambda f, W, h=1e-4: torch.tensor(
            [
                (float(f(W + step)) - float(f(W - step))) / (2 * h)
                for step in (h * torch.eye(W.numel()).to(W.dtype)).view(-1, *W.shape)
            ],
            dtype=W.dtype,
        ).view(W.shape)
        """,
    ),
    Right(
        "itertools.product, local names of the check",
        """
        import itertools

        def numeric_gradient(f, W, h=1e-4):
            grad = torch.full_like(W, math.nan)
            for place in itertools.product(*(range(size) for size in W.shape)):
                up, down = W.clone(), W.clone()
                up[place], down[place] = W[place] + h, W[place] - h
                grad[place] = (f(up) - f(down)) / (up[place] - down[place]).item()
            return grad
        """,
    ),
]

WRONG = [
    Wrong(
        "forward",
        says="forward difference",
        check=_CUBE,
        code=but(_PLAIN, "f(W - step)) / (2 * h)", "f(W)) / h"),
    ),
    Wrong(
        "backward",
        says="backward difference",
        check=_CUBE,
        code=but(_PLAIN, "f(W + step) - f(W - step)) / (2 * h)", "f(W) - f(W - step)) / h"),
    ),
    Wrong(
        "h, not 2h",
        typical=True,
        says="2h apart, not h",
        check=_CUBE,
        code=but(_PLAIN, "(2 * h)", "h"),
    ),
    Wrong("not divided", says="not divided", check=_CUBE, code=but(_PLAIN, " / (2 * h)", "")),
    Wrong(
        "sign",
        says="the sign is wrong",
        check=_CUBE,
        code=but(_PLAIN, "f(W + step) - f(W - step)", "f(W - step) - f(W + step)"),
    ),
    Wrong("precedence", says="put brackets", check=_CUBE, code=but(_PLAIN, "/ (2 * h)", "/ 2 * h")),
    Wrong(
        "own h",
        says="`h` is not used",
        check=_CUBE,
        code=but(_PLAIN, "    gradient =", "    h = 1e-4\n    gradient ="),
    ),
    Wrong(
        "other default",
        says="expected",
        check="h is 0.0001 unless told",
        code=but(_PLAIN, "h=1e-4", "h=1e-2"),
    ),
    Wrong(
        "moves all",
        says="expected",
        check=_PLACE,
        code=but(_PLAIN, "step.view(-1)[i] = h", "step.view(-1)[: i + 1] = h"),
    ),
    Wrong(
        "W moved",
        says="in place",
        check=_PLACE,
        code=but(_PLAIN, "f(W + step) - f(W - step)", "f(W.add_(step)) - f(W.sub_(2 * step))"),
    ),
    Wrong(
        "half back",
        says="in place",
        check=_PLACE,
        code=but(_PLAIN, "f(W + step) - f(W - step)", "f(W.add_(step)) - f(W - 2 * step)"),
    ),
    Wrong(
        "flat",
        says="expected shape (2, 3)",
        check=_PLACE,
        code=but(_PLAIN, "return gradient", "return gradient.flatten()"),
    ),
    Wrong(
        "asks three times",
        says="expected two calls",
        check=_CURVED,
        code=but(_PLAIN, "f(W - step))", "f(W - step) + 0 * f(W))"),
    ),
    Wrong(
        "asks for item",
        says="AttributeError",
        check=_CURVED,
        code=but(_PLAIN, "f(W + step) - f(W - step)", "f(W + step).item() - f(W - step).item()"),
    ),
    Wrong(
        "float64 out",
        says="expected a tensor of dtype float32, got float64",
        check=_CURVED,
        code=but(_PLAIN, "return gradient", "return gradient.double()"),
    ),
    Wrong(
        "by half of h",
        says="divide by 2h, not by h / 2",
        check=_CUBE,
        code=but(_PLAIN, "/ (2 * h)", "/ (h / 2)"),
    ),
    Wrong(
        "h is never above a hundredth",
        says="make a large one smaller",
        check=_CUBE,
        code=but(_PLAIN, "    gradient =", "    h = min(h, 0.01)\n    gradient ="),
    ),
    Wrong(
        "two axes only",
        says="expected a tensor of shape",
        check=_CURVED,
        code=but(
            _PLAIN, "return gradient", "return gradient.flatten(1) if W.dim() > 2 else gradient"
        ),
    ),
    Wrong(
        "one row is squeezed",
        says="expected a tensor of shape (1,), got ()",
        check=_CURVED,
        code=but(_PLAIN, "return gradient", "return gradient.squeeze()"),
    ),
    Wrong(
        "small slopes are taken for noise",
        says="",
        check=_CURVED,
        code=but(_PLAIN, "return gradient", "return gradient * (gradient.abs() > 0.5)"),
    ),
    Wrong(
        "remembered by shape",
        says="kept from call to call",
        check=_CURVED,
        code=but(
            _PLAIN,
            "def numeric",
            "known = {}\n\ndef numeric",
            "return gradient",
            "return known.setdefault((W.shape, W.dtype, h > 1e-3), gradient)",
        ),
    ),
    Wrong(
        "float32 inside",
        says="",
        check=_CURVED,
        code=but(
            _PLAIN,
            "    gradient =",
            "    dtype, W = W.dtype, W.float()\n    gradient =",
            "return gradient",
            "return gradient.to(dtype)",
        ),
    ),
]

ALLOWED = [
    *AXES,
    *EMPTY,
    Allowed("*: h: wrong for 0", "A difference over no distance is 0/0."),
]

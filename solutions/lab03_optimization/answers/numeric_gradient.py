"""Answers to `numeric_gradient`."""

from autograder.audit.answers import Right, Wrong, but

_KEPT = "W is as it was"
_CUBE = "w³ at 2, by hand"
_PLACE = "every entry in its place"

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
    Wrong("precedence", says="", check=_CUBE, code=but(_PLAIN, "/ (2 * h)", "/ 2 * h")),
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
        check=_KEPT,
        code=but(_PLAIN, "f(W + step) - f(W - step)", "f(W.add_(step)) - f(W.sub_(2 * step))"),
    ),
    Wrong(
        "half back",
        says="in place",
        check=_KEPT,
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
        check="a softmax loss, against autograd",
        code=but(_PLAIN, "f(W - step))", "f(W - step) + 0 * f(W))"),
    ),
    Wrong(
        "asks for item",
        says="AttributeError",
        check="a loss that is a plain number",
        code=but(_PLAIN, "f(W + step) - f(W - step)", "f(W + step).item() - f(W - step).item()"),
    ),
    Wrong(
        "float64 out",
        says="expected dtype",
        check="float32 in, float32 out",
        code=but(_PLAIN, "return gradient", "return gradient.double()"),
    ),
]

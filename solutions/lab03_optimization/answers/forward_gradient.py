"""Answers to `forward_gradient`."""

from autograder.audit.answers import Right, Wrong, but

from ._shared import AXES, EMPTY, STEP

_SHEET = "the sheet above, with a second weight of slope 4; W stays"
_CURVED = "curved functions of any shape: forward, not central"
_STAYS = ("moved = W.clone()", "moved = W")

_PLAIN = """
def forward_gradient(f, W, h=1e-4):
    gradient, before = torch.zeros_like(W), f(W)
    for i in range(W.numel()):
        moved = W.clone()
        moved.view(-1)[i] += h
        gradient.view(-1)[i] = (f(moved) - before) / h
    return gradient
"""

RIGHT = [
    Right("a fresh copy", _PLAIN),
    Right(
        "put back",
        """
        def forward_gradient(f, W, h=1e-4):
            gradient = torch.zeros_like(W)
            before = f(W)
            for i in range(W.numel()):
                W.view(-1)[i] += h
                gradient.view(-1)[i] = (f(W) - before) / h
                W.view(-1)[i] -= h
            return gradient
        """,
    ),
    Right(
        "identity rows",
        """
        def forward_gradient(f, W, h=1e-4):
            steps = h * torch.eye(W.numel(), dtype=W.dtype).reshape(-1, *W.shape)
            return torch.stack([(f(W + s) - f(W)) / h for s in steps]).reshape(W.shape)
        """,
    ),
    Right(
        "numpy indices",
        """
        import numpy as np

        def forward_gradient(f, W, h=1e-4):
            gradient = W.clone()
            for place in np.ndindex(*W.shape):
                moved = W.clone()
                moved[place] += h
                gradient[place] = (f(moved) - f(W)) / h
            return gradient
        """,
    ),
    Right(
        "a copy, and the old value back",
        """
        def forward_gradient(f, W, h=1e-4):
            x, out = W.clone().flatten(), []
            for i in range(len(x)):
                old = x[i].item()
                x[i] = old + h
                out.append(float(f(x.reshape(W.shape)) - f(W)) / h)
                x[i] = old
            return torch.tensor(out, dtype=W.dtype).reshape(W.shape)
        """,
    ),
    Right(
        "float64 inside",
        """
        def forward_gradient(f, W, h=1e-4):
            x, before = W.double(), f(W.double())
            gradient = torch.zeros_like(x)
            for i in range(x.numel()):
                moved = x.clone()
                moved.view(-1)[i] += h
                gradient.view(-1)[i] = (f(moved) - before) / h
            return gradient.to(W.dtype)
        """,
    ),
    Right(
        "F, unravel_index, local names of the check",
        """
        import torch.nn.functional as F

        def forward_gradient(f, W, h=1e-4):
            grad = torch.empty_like(W)
            base = f(W)
            for k in range(W.numel()):
                hot = F.one_hot(torch.tensor(k), W.numel()).to(W.dtype).reshape(W.shape)
                grad[torch.unravel_index(torch.tensor(k), W.shape)] = (f(W + h * hot) - base) / h
            return grad
        """,
    ),
    Right(
        "a list comprehension with an inner function",
        """
        def forward_gradient(f, W, h=1e-4):
            def moved(k):
                flat = W.flatten().clone()
                flat[k] += h
                return flat.view(W.shape)

            start = f(W)
            values = torch.stack([(f(moved(k)) - start) / h for k in range(W.numel())])
            return values.reshape(W.shape)
        """,
    ),
]

WRONG = [
    Wrong(
        "as it started",
        says="the first weight stayed moved",
        check=_SHEET,
        code=but(_PLAIN, *_STAYS),
    ),
    Wrong(
        "a view for a copy",
        says="the first weight stayed moved",
        check=_SHEET,
        code=but(_PLAIN, "W.clone()", "W.view(W.shape)"),
    ),
    Wrong(
        "put back in the wrong direction",
        says="moved on instead of back",
        check=_SHEET,
        code=but(_PLAIN, *_STAYS, "/ h\n", "/ h\n        moved.view(-1)[i] += h\n"),
    ),
    Wrong(
        "put back after the loop",
        says="the first weight stayed moved",
        check=_SHEET,
        code=but(_PLAIN, *_STAYS, "    return", "    W -= h\n    return"),
    ),
    Wrong(
        "a copy before the loop",
        says="the first weight stayed moved",
        check=_SHEET,
        code=but(
            _PLAIN,
            "    for i",
            "    moved = W.clone()\n    for i",
            "        moved = W.clone()\n",
            "",
        ),
    ),
    Wrong(
        "signs",
        says="the signs are exchanged",
        check=_SHEET,
        code=but(_PLAIN, "f(moved) - before", "before - f(moved)"),
    ),
    Wrong(
        "central",
        says="central difference",
        check=_CURVED,
        code=but(_PLAIN, "(f(moved) - before) / h", "(f(moved) - f(2 * W - moved)) / (2 * h)"),
    ),
    Wrong("not divided", says="not divided by h", check=_CURVED, code=but(_PLAIN, " / h", "")),
    Wrong(
        "backward",
        says="backward",
        check=_CURVED,
        code=but(_PLAIN, "+= h", "-= h", "f(moved) - before", "before - f(moved)"),
    ),
    Wrong(
        "all weights at once",
        says="all weights move at once",
        check=_SHEET,
        code=but(_PLAIN, "moved.view(-1)[i] += h", "moved += h"),
    ),
    Wrong(
        "flat",
        says="expected shape",
        check=_SHEET,
        code=but(_PLAIN, "return gradient", "return gradient.flatten()"),
    ),
    Wrong(
        "moved for good at the end",
        says="changed its argument 2 in place",
        check=_SHEET,
        code=but(_PLAIN, "    return", "    W += h\n    return"),
    ),
    Wrong(
        "one axis or two",
        says="",
        check=_CURVED,
        code="""
        def forward_gradient(f, W, h=1e-4):
            gradient, before = torch.zeros_like(W), f(W)
            for i in range(len(W) if W.dim() > 1 else 1):
                for j in range(W.shape[-1]):
                    moved, place = W.clone(), (i, j) if W.dim() > 1 else j
                    moved[place] += h
                    gradient[place] = (f(moved) - before) / h
            return gradient
        """,
    ),
    Wrong(
        "float64 out",
        says="expected a tensor of dtype float32, got float64",
        check=_CURVED,
        code=but(_PLAIN, "torch.zeros_like(W)", "torch.zeros(W.shape, dtype=torch.float64)"),
    ),
    Wrong(
        "f(W) from an earlier call",
        says="",
        check=_CURVED,
        code=but(
            _PLAIN,
            "def forward",
            "known = {}\n\ndef forward",
            "torch.zeros_like(W), f(W)",
            "torch.zeros_like(W), known.setdefault(W.shape, f(W))",
        ),
    ),
    Wrong(
        "the first row only",
        says="",
        check=_SHEET,
        code=but(_PLAIN, "range(W.numel())", "range(W.shape[-1])"),
    ),
    Wrong(
        "slopes are clamped",
        says="",
        check=_CURVED,
        code=but(_PLAIN, "return gradient", "return gradient.clamp(-20, 20)"),
    ),
]

ALLOWED = [
    *AXES,
    *EMPTY,
    *STEP,
]

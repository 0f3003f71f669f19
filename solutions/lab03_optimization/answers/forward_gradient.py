"""Answers to `forward_gradient`."""

from autograder.audit.answers import Right, Wrong, but

_SHEET = "the sheet above, with a second weight of slope 4"
_CURVED = "a curved function: forward, not central"
_KEPT = "W is as it was"
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
        says="changed its argument 2 in place",
        check=_KEPT,
        code=but(_PLAIN, "W.clone()", "W.view(W.shape)"),
    ),
    Wrong(
        "put back in the wrong direction",
        says="in place",
        check=_KEPT,
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
        says="",
        check=_SHEET,
        code=but(_PLAIN, "moved.view(-1)[i] += h", "moved += h"),
    ),
    Wrong(
        "flat",
        says="expected shape",
        check=_KEPT,
        code=but(_PLAIN, "return gradient", "return gradient.flatten()"),
    ),
]

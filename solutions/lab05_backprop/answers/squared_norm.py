"""Answers to `squared_norm`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

_NORM = "the 2 × 2 example: 0.116, and both gradients"
_CONTRACT = "the contract, on random matrices"

_PLAIN = """
def squared_norm(W, x):
    q = W @ x
    f = (q**2).sum()
    dW = torch.outer(2 * q, x)
    dx = W.T @ (2 * q)
    return f, dW, dx
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "einsum",
        "def squared_norm(W, x):\n"
        '    q = torch.einsum("ij,j->i", W, x)\n'
        '    return q.square().sum(), 2 * torch.einsum("i,j->ij", q, x), 2'
        ' * torch.einsum("i,ij->j", q, W)\n',
    ),
    Right(
        "loops",
        """
        def squared_norm(W, x):
            q = [sum(W[i, j] * x[j] for j in range(len(x))) for i in range(len(W))]
            dW, dx = torch.zeros_like(W), torch.zeros_like(x)
            for i in range(len(W)):
                for j in range(len(x)):
                    dW[i, j] = 2 * q[i] * x[j]
                    dx[j] += 2 * q[i] * W[i, j]
            return sum(value**2 for value in q), dW, dx
        """,
    ),
    Right(
        "columns",
        """
        def squared_norm(W, x):
            column = x[:, None]
            q = W @ column
            dq = 2 * q
            return (q.T @ q).squeeze(), dq @ column.T, (W.T @ dq)[:, 0]
        """,
    ),
    Right("norm squared", but(_PLAIN, "(q**2).sum()", "q.norm() ** 2")),
    Right("row times matrix", but(_PLAIN, "W.T @ (2 * q)", "(2 * q) @ W")),
    Right(
        "numpy",
        """
        def squared_norm(W, x):
            import numpy as np

            A, v = W.numpy(), x.numpy()
            q = A.dot(v)
            answers = q.dot(q), np.outer(2 * q, v), 2 * A.T.dot(q)
            return tuple(torch.as_tensor(one, dtype=W.dtype) for one in answers)
        """,
    ),
    Right("broadcasting", but(_PLAIN, "torch.outer(2 * q, x)", "2 * q[:, None] * x[None, :]")),
    Right(
        "a lambda",
        """
        squared_norm = lambda W, x: ((W @ x).dot(W @ x), 2 * torch.ger(W @ x, x), 2 * W.T @ (W @ x))
        """,
    ),
    Right(
        "functional, a local grad",
        """
        import torch.nn.functional as F

        def squared_norm(W, x):
            q = F.linear(x, W)
            grad = 2 * q
            return q.pow(2).sum(), grad.unsqueeze(1) * x.unsqueeze(0), grad @ W
        """,
    ),
]

WRONG = [
    Wrong(
        "dW transposed",
        says="transposed: row i",
        check=_NORM,
        code=but(_PLAIN, "torch.outer(2 * q, x)", "torch.outer(x, 2 * q)"),
    ),
    Wrong(
        "no factor 2 in dW",
        says="the factor 2 is missing",
        check=_NORM,
        code=but(_PLAIN, "torch.outer(2 * q, x)", "torch.outer(q, x)"),
    ),
    Wrong(
        "no factor 2 in dx",
        says="the factor 2 is missing",
        check=_NORM,
        code=but(_PLAIN, "W.T @ (2 * q)", "W.T @ q"),
    ),
    Wrong(
        "W not transposed",
        says="W is not transposed",
        check=_NORM,
        code=but(_PLAIN, "W.T @ (2 * q)", "W @ (2 * q)"),
    ),
    Wrong(
        "the norm",
        says="that is the norm",
        check=_NORM,
        code=but(_PLAIN, "(q**2).sum()", "q.norm()"),
    ),
    Wrong(
        "stops at q", says="the slope by q", check=_NORM, code=but(_PLAIN, "W.T @ (2 * q)", "2 * q")
    ),
    Wrong(
        "x by x",
        says="that is x by x",
        check=_NORM,
        code=but(_PLAIN, "torch.outer(2 * q, x)", "2 * torch.outer(x, x)"),
    ),
    Wrong("a mean", says="", check=_NORM, code=but(_PLAIN, "(q**2).sum()", "(q**2).mean()")),
    Wrong(
        "autograd",
        says="uses autograd",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "    return f, dW, dx",
            "    one = torch.ones((), dtype=W.dtype)\n"
            "    dW, dx = by_autograd(lambda W, x: ((W @ x) ** 2).sum(), one, W, x)\n"
            "    return f, dW, dx",
        ),
    ),
    Wrong(
        "a Python number",
        says="got a Python number",
        check=_CONTRACT,
        code=but(_PLAIN, "(q**2).sum()", "(q**2).sum().item()"),
    ),
    Wrong(
        "squeezed",
        says="expected a tensor of shape",
        check=_CONTRACT,
        code=but(_PLAIN, "return f, dW, dx", "return f, dW.squeeze(), dx.squeeze()"),
    ),
    Wrong(
        "W is doubled in place",
        says="the call changed W",
        check=_CONTRACT,
        code=but(_PLAIN, "W.T @ (2 * q)", "W.mul_(2).T @ q"),
    ),
    Wrong(
        "float32 inside",
        says="entry 0",
        check=_CONTRACT,
        code=but(_PLAIN, "q = W @ x", "q = (W.float() @ x.float()).to(W.dtype)"),
    ),
    Wrong(
        "vector by vector, at most 16 columns",
        says="entry 1",
        check=_CONTRACT,
        code=but(_PLAIN, "    dx =", "    dW[:, 16:] = 0\n    dx ="),
    ),
]

ALLOWED = [
    Allowed(
        "*: wrong for no entry", "Any n and d, 1 too, says the text; of none it does not speak."
    ),
]

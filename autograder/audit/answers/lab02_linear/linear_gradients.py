"""Answers to `linear_gradients`."""

from autograder.audit.answers.lab02_linear.writing import to

right, wrong = to("linear_gradients", "def linear_gradients(dscores, X):")

DW = "by hand: two pictures of three pixels, two classes"
DB = "by hand: the bias has a gradient, (1, 2)"
AUTOGRAD = "random gradients agree with autograd"
BYTES = "uint8 pictures do not wrap around"

RIGHT = [
    right(
        "einsum",
        """
        X = X.to(dscores.dtype)
        return torch.einsum("nc,nd->cd", dscores, X), torch.einsum("nc->c", dscores)
    """,
    ),
    right(
        "the other way round", "return (X.to(dscores.dtype).T @ dscores).T, dscores.T.sum(dim=1)"
    ),
    right(
        "outer products added up",
        """
        X = X.to(dscores.dtype)
        return (dscores[:, :, None] * X[:, None, :]).sum(dim=0), dscores.sum(0)
    """,
    ),
    right(
        "ones column",
        """
        X1 = torch.cat([X.to(dscores.dtype), dscores.new_ones(len(X), 1)], dim=1)
        both = dscores.T @ X1
        return both[:, :-1], both[:, -1]
    """,
    ),
    right(
        "float64 inside",
        """
        dW = dscores.double().T @ X.double()
        return dW.to(dscores.dtype), dscores.double().sum(0).to(dscores.dtype)
    """,
    ),
    right(
        "numpy inside",
        """
        g = dscores.numpy()
        return torch.from_numpy(g.T @ X.numpy().astype(g.dtype)), torch.from_numpy(g.sum(axis=0))
    """,
    ),
    right(
        "in place",
        """
        dW = dscores.new_zeros(dscores.shape[1], X.shape[1])
        dW += torch.mm(dscores.t(), X.to(dscores.dtype))
        return dW, torch.mv(dscores.t(), dscores.new_ones(len(dscores)))
    """,
    ),
]

WRONG = [
    wrong(
        "transposed", DW, "dW transposed", "return X.to(dscores.dtype).T @ dscores, dscores.sum(0)"
    ),
    wrong(
        "dscores @ X",
        DW,
        "the sum must go over the pictures",
        "return dscores @ X.to(dscores.dtype), dscores.sum(0)",
    ),
    wrong(
        "divided again",
        DW,
        "do not divide again",
        "return dscores.T @ X.to(dscores.dtype) / len(X), dscores.sum(0)",
    ),
    wrong(
        "bias fixed",
        DB,
        "the bias is learned too",
        "return dscores.T @ X.to(dscores.dtype), torch.zeros_like(dscores[0])",
    ),
    wrong(
        "bias over classes",
        DB,
        "sum over the classes",
        "return dscores.T @ X.to(dscores.dtype), dscores.sum(1)",
    ),
    wrong(
        "bias averaged",
        DB,
        "sum, do not average",
        "return dscores.T @ X.to(dscores.dtype), dscores.mean(0)",
    ),
    wrong("bytes", BYTES, "stopped with RuntimeError", "return dscores.T @ X, dscores.sum(0)"),
    wrong(
        "to bytes",
        BYTES,
        "",
        "return (dscores.to(X.dtype).T @ X).to(dscores.dtype), dscores.sum(0)",
    ),
    wrong(
        "turned",
        AUTOGRAD,
        "the sign is turned",
        "return -dscores.T @ X.to(dscores.dtype), dscores.sum(0)",
    ),
    wrong(
        "loop",
        DW,
        "may have no loop",
        "dW = sum(g[:, None] * x for g, x in zip(dscores, X.to(dscores.dtype)))\n"
        "return dW, dscores.sum(0)",
    ),
    wrong("dW only", DW, "expected 2 values", "return dscores.T @ X.to(dscores.dtype)"),
]

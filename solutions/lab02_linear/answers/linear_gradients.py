"""Answers to `linear_gradients`."""

from autograder.audit.answers import Right, Wrong

from ._shared import EMPTY, FLOAT32

_DW = "by hand: two pictures of three pixels, two classes"
_DB = "by hand: the bias has a gradient, (1, 2)"
_CONTRACT = "the contract, on random gradients and pictures"
_RULE = "no loop, no autograd; dW has the shape of W, db that of b"

RIGHT = [
    Right(
        "einsum",
        """
        def linear_gradients(dscores, X):
            X = X.to(dscores.dtype)
            return torch.einsum("nc,nd->cd", dscores, X), torch.einsum("nc->c", dscores)
        """,
    ),
    Right(
        "the other way round",
        """
        def linear_gradients(dscores, X):
            return (X.to(dscores.dtype).T @ dscores).T, dscores.T.sum(dim=1)
        """,
    ),
    Right(
        "outer products added up",
        """
        def linear_gradients(dscores, X):
            X = X.to(dscores.dtype)
            return (dscores[:, :, None] * X[:, None, :]).sum(dim=0), dscores.sum(0)
        """,
    ),
    Right(
        "ones column",
        """
        def linear_gradients(dscores, X):
            X1 = torch.cat([X.to(dscores.dtype), dscores.new_ones(len(X), 1)], dim=1)
            both = dscores.T @ X1
            return both[:, :-1], both[:, -1]
        """,
    ),
    Right(
        "float64 inside",
        """
        def linear_gradients(dscores, X):
            dW = dscores.double().T @ X.double()
            return dW.to(dscores.dtype), dscores.double().sum(0).to(dscores.dtype)
        """,
    ),
    Right(
        "numpy inside",
        """
    def linear_gradients(dscores, X):
        g = dscores.numpy()
        return torch.from_numpy(g.T @ X.numpy().astype(g.dtype)), torch.from_numpy(g.sum(axis=0))
    """,
    ),
    Right(
        "in place",
        """
        def linear_gradients(dscores, X):
            dW = dscores.new_zeros(dscores.shape[1], X.shape[1])
            dW += torch.mm(dscores.t(), X.to(dscores.dtype))
            return dW, torch.mv(dscores.t(), dscores.new_ones(len(dscores)))
        """,
    ),
    Right(
        "lambda",
        """
        linear_gradients = lambda dscores, X: (dscores.T @ X.to(dscores.dtype), dscores.sum(0))
        """,
    ),
    Right(
        "a name grad",
        """
        def linear_gradients(dscores, X):
            X = as_float(X)
            grad = torch.einsum('nc,nd->cd', dscores, X)
            return grad, torch.ones(len(X)) @ dscores
        """,
    ),
    Right(
        "a layer of one's own",
        """
        class Layer:
            def __init__(self, X): self.X = X
            def backward(self, g): return g.T @ self.X.type_as(g), g.sum(0)
        def linear_gradients(dscores, X):
            return Layer(X).backward(dscores)
        """,
    ),
]

WRONG = [
    Wrong(
        "transposed",
        says="dW transposed",
        check=_DW,
        code="""
        def linear_gradients(dscores, X):
            return X.to(dscores.dtype).T @ dscores, dscores.sum(0)
        """,
    ),
    Wrong(
        "dscores @ X",
        says="the sum must go over the pictures",
        check=_DW,
        code="""
        def linear_gradients(dscores, X):
            return dscores @ X.to(dscores.dtype), dscores.sum(0)
        """,
    ),
    Wrong(
        "divided again",
        says="do not divide again",
        check=_DW,
        code="""
        def linear_gradients(dscores, X):
            return dscores.T @ X.to(dscores.dtype) / len(X), dscores.sum(0)
        """,
    ),
    Wrong(
        "bias fixed",
        says="the bias is learned too",
        check=_DB,
        code="""
        def linear_gradients(dscores, X):
            return dscores.T @ X.to(dscores.dtype), torch.zeros_like(dscores[0])
        """,
    ),
    Wrong(
        "bias over classes",
        says="sum over the classes",
        check=_DB,
        code="""
        def linear_gradients(dscores, X):
            return dscores.T @ X.to(dscores.dtype), dscores.sum(1)
        """,
    ),
    Wrong(
        "bias averaged",
        says="sum, do not average",
        check=_DB,
        code="""
        def linear_gradients(dscores, X):
            return dscores.T @ X.to(dscores.dtype), dscores.mean(0)
        """,
    ),
    Wrong(
        "bytes",
        says="stopped with RuntimeError",
        check=_CONTRACT,
        code="""
        def linear_gradients(dscores, X):
            return dscores.T @ X, dscores.sum(0)
        """,
    ),
    Wrong(
        "to bytes",
        says="",
        check=_CONTRACT,
        code="""
        def linear_gradients(dscores, X):
            return (dscores.to(X.dtype).T @ X).to(dscores.dtype), dscores.sum(0)
        """,
    ),
    Wrong(
        "turned",
        says="the sign is turned",
        check=_DW,
        code="""
        def linear_gradients(dscores, X):
            return -dscores.T @ X.to(dscores.dtype), dscores.sum(0)
        """,
    ),
    Wrong(
        "loop",
        says="may have no loop",
        check=_RULE,
        code="""
        def linear_gradients(dscores, X):
            dW = sum(g[:, None] * x for g, x in zip(dscores, X.to(dscores.dtype)))
            return dW, dscores.sum(0)
        """,
    ),
    Wrong(
        "dW only",
        says="expected 2 values",
        check=_DW,
        code="""
        def linear_gradients(dscores, X):
            return dscores.T @ X.to(dscores.dtype)
        """,
    ),
    Wrong(
        "bias gradient as a list",
        says="got a list",
        check=_RULE,
        code="""
        def linear_gradients(dscores, X):
            return dscores.T @ X.to(dscores.dtype), dscores.sum(0).tolist()
        """,
    ),
    Wrong(
        "pixels scaled in place",
        says="the call changed X",
        check=_CONTRACT,
        code="""
        def linear_gradients(dscores, X):
            X = X.to(dscores.dtype).clamp_(min=0)
            return dscores.T @ X, dscores.sum(0)
        """,
    ),
    Wrong(
        "squeezed",
        says="expected a tensor of shape",
        check=_CONTRACT,
        code="""
        def linear_gradients(dscores, X):
            return (dscores.T @ X.to(dscores.dtype)).squeeze(), dscores.sum(0)
        """,
    ),
    Wrong(
        "bytes from 0 to 1",
        says="at index",
        check=_CONTRACT,
        code="""
        def linear_gradients(dscores, X):
            X = X / 255 if X.dtype == torch.uint8 else X
            return dscores.T @ X, dscores.sum(0)
        """,
    ),
    Wrong(
        "autograd",
        says="uses autograd",
        check=_RULE,
        code="""
        def linear_gradients(dscores, X):
            W = torch.zeros(dscores.shape[1], X.shape[1], requires_grad=True)
            b = torch.zeros(dscores.shape[1], requires_grad=True)
            return torch.autograd.grad(X.float() @ W.T + b, (W, b), dscores)
        """,
    ),
]

ALLOWED = [
    *EMPTY,
    *FLOAT32,
]

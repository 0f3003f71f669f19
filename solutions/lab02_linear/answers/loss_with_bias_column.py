"""Answers to `loss_with_bias_column`."""

from autograder.audit.answers import Allowed, Right, Wrong

from ._shared import EMPTY, FLOAT32

_VALUE = "by hand: the value is 1 again"
_COLUMN = "by hand: the gradient has the shape of Wb, and no pull on the last column"
_CONTRACT = "the contract, with several losses and penalties, on random weights"

RIGHT = [
    Right(
        "a column of zeros",
        """
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb[:, :-1])
            slope = torch.cat([slope, torch.zeros_like(Wb[:, -1:])], dim=1)
            return value + reg * size, dscores.T @ X1 + reg * slope
        """,
    ),
    Right(
        "padding",
        """
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb[:, : X.shape[1]])
            return value + reg * size, dscores.T @ X1 + reg * torch.nn.functional.pad(slope, (0, 1))
        """,
    ),
    Right(
        "through classifier_loss",
        """
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            value, dW, db = classifier_loss(Wb[:, :-1], Wb[:, -1], X, y, loss, penalty, reg)
            return value, torch.cat([dW, db[:, None]], dim=1)
        """,
    ),
    Right(
        "parts",
        """
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            W, b = Wb.split([X.shape[1], 1], dim=1)
            value, dscores = loss(X @ W.T + b.T, y)
            size, slope = penalty(W)
            dW, db = linear_gradients(dscores, X)
            return value + reg * size, torch.hstack([dW + reg * slope, db.unsqueeze(1)])
        """,
    ),
    Right(
        "a copy with the biases at 0",
        """
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            weights = Wb.clone()
            weights[:, -1] = 0
            size, slope = penalty(weights)
            return value + reg * size, dscores.T @ X1 + reg * slope
        """,
    ),
    Right(
        "filled in place",
        """
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb[:, :-1].clone())
            gradient = torch.empty_like(Wb)
            gradient[:, -1] = dscores.sum(dim=0)
            gradient[:, :-1] = dscores.T @ X + reg * slope
            return value + reg * size, gradient
        """,
    ),
    Right(
        "mask",
        """
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            mask = torch.ones_like(Wb)
            mask[:, -1] = 0
            size, slope = penalty(Wb * mask)
            return value + reg * size, dscores.T @ X1 + reg * mask * slope
        """,
    ),
    Right(
        "cat of tuples",
        """
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)
            W, b = Wb[:, :-1], Wb[:, -1:]
            size, slope = penalty(W)
            slope = torch.cat((slope, torch.zeros_like(b)), 1)
            return value + reg * size, dscores.T @ X1 + reg * slope
        """,
    ),
    Right(
        "add_ to a part",
        """
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)
            size, slope = penalty(Wb[:, :-1])
            grad = dscores.T @ X1
            grad[:, :-1].add_(reg * slope)
            return value + reg * size, grad
        """,
    ),
]

WRONG = [
    Wrong(
        "untouched",
        says="the biases are penalised too",
        check=_VALUE,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb)
            return value + reg * size, dscores.T @ X1 + reg * slope
        """,
    ),
    Wrong(
        "value mended only",
        says="mend the gradient as well",
        check=_COLUMN,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb)
            return value + reg * penalty(Wb[:, :-1])[0], dscores.T @ X1 + reg * slope
        """,
    ),
    Wrong(
        "gradient mended only",
        says="the biases are penalised too",
        check=_VALUE,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb)
            slope[:, -1] = 0
            return value + reg * size, dscores.T @ X1 + reg * slope
        """,
    ),
    Wrong(
        "shapes do not fit",
        says="stopped with RuntimeError",
        check=_COLUMN,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb[:, :-1])
            return value + reg * size, dscores.T @ X1 + reg * slope
        """,
    ),
    Wrong(
        "a row left out",
        says="in place of a column",
        check=_VALUE,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb[:-1])
            return value + reg * size, dscores.T @ X1
        """,
    ),
    Wrong(
        "the first column left out",
        says="the biases are in the last",
        check=_VALUE,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb[:, 1:])
            return value + reg * size, dscores.T @ X1
        """,
    ),
    Wrong(
        "no penalty",
        says="the penalty is missing",
        check=_VALUE,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)
            return value, dscores.T @ X1
        """,
    ),
    Wrong(
        "no pull",
        says="gradient of the penalty is missing",
        check=_COLUMN,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            return value + reg * penalty(Wb[:, :-1])[0], dscores.T @ X1
        """,
    ),
    Wrong(
        "gradient without the column",
        says="expected shape (2, 3), got (2, 2)",
        check=_COLUMN,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb[:, :-1])
            return value + reg * size, (dscores.T @ X1)[:, :-1] + reg * slope
        """,
    ),
    Wrong(
        "biases set to 0 in place",
        says="the call changed Wb",
        check=_CONTRACT,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            gradient = dscores.T @ X1
            Wb[:, -1] = 0
            size, slope = penalty(Wb)
            return value + reg * size, gradient + reg * slope
        """,
    ),
    Wrong(
        "a Python number",
        says="got a Python number (float)",
        check=_CONTRACT,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb[:, :-1])
            gradient = dscores.T @ X1
            gradient[:, :-1] += reg * slope
            return float(value + reg * size), gradient
        """,
    ),
    Wrong(
        "always L2",
        says="",
        check=_CONTRACT,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            gradient = dscores.T @ X1
            gradient[:, :-1] += 2 * reg * Wb[:, :-1]
            return value + reg * (Wb[:, :-1] ** 2).sum(), gradient
        """,
    ),
    Wrong(
        "bias not learned",
        says="at index",
        check=_CONTRACT,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb[:, :-1])
            gradient = dscores.T @ X1
            gradient[:, :-1] += reg * slope
            gradient[:, -1] = gradient[:, -1] if len(X) < 3 else 0
            return value + reg * size, gradient
        """,
    ),
    Wrong(
        "λ of at most 1",
        says="",
        check=_CONTRACT,
        code="""
        def loss_with_bias_column(Wb, X, y, loss, penalty, reg):
            X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
            value, dscores = loss(X1 @ Wb.T, y)

            size, slope = penalty(Wb[:, :-1])
            gradient = dscores.T @ X1
            gradient[:, :-1] += min(reg, 1) * slope
            return value + min(reg, 1) * size, gradient
        """,
    ),
]

ALLOWED = [
    *EMPTY,
    *FLOAT32,
    Allowed("*: result 1: negative numbers as 0", "The value is never negative."),
    Allowed("*: reg: wrong for negative", "The strength of a penalty is a number from 0 on."),
    Allowed(
        "*: Wb: wrong for one column", "There is one pixel at least, and the column of biases."
    ),
]

"""Answers to `loss_with_bias_column`."""

from autograder.audit.answers.lab02_linear.writing import to

right, wrong = to(
    "loss_with_bias_column", "def loss_with_bias_column(Wb, X, y, loss, penalty, reg):"
)

VALUE = "by hand: the value is 1 again"
COLUMN = "by hand: the gradient has the shape of Wb, and no pull on the last column"
RANDOM = "random weights against autograd"

_HEAD = """
X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)
value, dscores = loss(X1 @ Wb.T, y)
"""

RIGHT = [
    right(
        "a column of zeros",
        _HEAD
        + """
size, slope = penalty(Wb[:, :-1])
slope = torch.cat([slope, torch.zeros_like(Wb[:, -1:])], dim=1)
return value + reg * size, dscores.T @ X1 + reg * slope
""",
    ),
    right(
        "padding",
        _HEAD
        + """
size, slope = penalty(Wb[:, : X.shape[1]])
return value + reg * size, dscores.T @ X1 + reg * torch.nn.functional.pad(slope, (0, 1))
""",
    ),
    right(
        "through classifier_loss",
        """
        value, dW, db = classifier_loss(Wb[:, :-1], Wb[:, -1], X, y, loss, penalty, reg)
        return value, torch.cat([dW, db[:, None]], dim=1)
    """,
    ),
    right(
        "parts",
        """
        W, b = Wb.split([X.shape[1], 1], dim=1)
        value, dscores = loss(X @ W.T + b.T, y)
        size, slope = penalty(W)
        dW, db = linear_gradients(dscores, X)
        return value + reg * size, torch.hstack([dW + reg * slope, db.unsqueeze(1)])
    """,
    ),
    right(
        "a copy with the biases at 0",
        _HEAD
        + """
weights = Wb.clone()
weights[:, -1] = 0
size, slope = penalty(weights)
return value + reg * size, dscores.T @ X1 + reg * slope
""",
    ),
    right(
        "filled in place",
        _HEAD
        + """
size, slope = penalty(Wb[:, :-1].clone())
gradient = torch.empty_like(Wb)
gradient[:, -1] = dscores.sum(dim=0)
gradient[:, :-1] = dscores.T @ X + reg * slope
return value + reg * size, gradient
""",
    ),
    right(
        "mask",
        _HEAD
        + """
mask = torch.ones_like(Wb)
mask[:, -1] = 0
size, slope = penalty(Wb * mask)
return value + reg * size, dscores.T @ X1 + reg * mask * slope
""",
    ),
]

WRONG = [
    wrong(
        "untouched",
        VALUE,
        "the biases are penalised too",
        _HEAD
        + """
size, slope = penalty(Wb)
return value + reg * size, dscores.T @ X1 + reg * slope
""",
    ),
    wrong(
        "value mended only",
        COLUMN,
        "mend the gradient as well",
        _HEAD
        + """
size, slope = penalty(Wb)
return value + reg * penalty(Wb[:, :-1])[0], dscores.T @ X1 + reg * slope
""",
    ),
    wrong(
        "gradient mended only",
        VALUE,
        "the biases are penalised too",
        _HEAD
        + """
size, slope = penalty(Wb)
slope[:, -1] = 0
return value + reg * size, dscores.T @ X1 + reg * slope
""",
    ),
    wrong(
        "shapes do not fit",
        COLUMN,
        "stopped with RuntimeError",
        _HEAD
        + """
size, slope = penalty(Wb[:, :-1])
return value + reg * size, dscores.T @ X1 + reg * slope
""",
    ),
    wrong(
        "a row left out",
        VALUE,
        "in place of a column",
        _HEAD
        + """
size, slope = penalty(Wb[:-1])
return value + reg * size, dscores.T @ X1
""",
    ),
    wrong(
        "the first column left out",
        RANDOM,
        "the biases are in the last",
        _HEAD
        + """
size, slope = penalty(Wb[:, 1:])
return value + reg * size, dscores.T @ X1
""",
    ),
    wrong("no penalty", VALUE, "the penalty is missing", _HEAD + "return value, dscores.T @ X1"),
    wrong(
        "no pull",
        COLUMN,
        "gradient of the penalty is missing",
        _HEAD
        + """
return value + reg * penalty(Wb[:, :-1])[0], dscores.T @ X1
""",
    ),
    wrong(
        "gradient without the column",
        COLUMN,
        "expected shape (2, 3), got (2, 2)",
        _HEAD
        + """
size, slope = penalty(Wb[:, :-1])
return value + reg * size, (dscores.T @ X1)[:, :-1] + reg * slope
""",
    ),
]

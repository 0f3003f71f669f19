"""Answers to `classifier_loss`."""

from autograder.audit.answers.lab02_linear.writing import changed, to

right, wrong = to("classifier_loss", "def classifier_loss(W, b, X, y, loss, penalty, reg):")

VALUE = "by hand: the value is 1"
SLOPES = "by hand: both gradients"
YOURS = "random weights, your loss and your penalty, against autograd"
GIVEN = "the given loss and the given penalty are used, each for what it is"
KEPT = "uint8 pictures, and W and b stay as they were"

RIGHT = [
    right(
        "everything in line",
        """
        x = X.to(W.dtype)
        value, g = loss(x @ W.T + b, y)
        size, slope = penalty(W)
        return value + reg * size, g.T @ x + reg * slope, g.sum(0)
    """,
    ),
    right(
        "indexed results",
        """
        of_loss, of_penalty = loss(scores(W, X, b), y), penalty(W)
        dW, db = linear_gradients(of_loss[1], X)
        return of_loss[0] + reg * of_penalty[0], dW + reg * of_penalty[1], db
    """,
    ),
    right(
        "penalty first",
        """
        value, dW = (reg * part for part in penalty(W))
        loss_value, dscores = loss(scores(W, X, b), y)
        from_loss, db = linear_gradients(dscores, X)
        return loss_value + value, from_loss + dW, db
    """,
    ),
    right(
        "in place on new tensors",
        """
        value, dscores = loss(scores(W, X, b), y)
        dW, db = linear_gradients(dscores, X)
        size, slope = penalty(W)
        dW += reg * slope
        return value + reg * size, dW, db
    """,
    ),
    right(
        "floats",
        """
        value, dscores = loss(scores(W, X, b), y)
        size, slope = penalty(W)
        dW, db = linear_gradients(dscores, X)
        return float(value) + reg * float(size), torch.add(dW, slope, alpha=reg), db
    """,
    ),
    right(
        "copies",
        """
        W, b = W.clone(), b.clone()
        value, dscores = loss(scores(W, X, b), y)
        size, slope = penalty(W)
        dW = torch.einsum("nc,nd->cd", dscores, X.to(dscores.dtype))
        return size * reg + value, slope * reg + dW, dscores.sum(0)
    """,
    ),
]

_PLAIN = """
value, dscores = loss(scores(W, X, b), y)
dW, db = linear_gradients(dscores, X)
size, slope = penalty(W)
return value + reg * size, dW + reg * slope, db
"""

WRONG = [
    wrong(
        "no penalty",
        VALUE,
        "the penalty is missing",
        changed(_PLAIN, ("return value + reg * size", "return value")),
    ),
    wrong(
        "bias penalised",
        VALUE,
        "the bias is penalised too",
        changed(_PLAIN, ("reg * size", "reg * (size + penalty(b)[0])")),
    ),
    wrong(
        "bias pulled",
        SLOPES,
        "the bias is penalised too",
        changed(_PLAIN, ("slope, db", "slope, db + reg * penalty(b)[1]")),
    ),
    wrong("reg ignored", VALUE, "`reg` is not used", changed(_PLAIN, ("reg * size", "size"))),
    wrong(
        "penalty over n",
        VALUE,
        "divided by n",
        changed(_PLAIN, ("reg * size", "reg * size / len(X)")),
    ),
    wrong(
        "no pull",
        SLOPES,
        "gradient of the penalty is missing",
        changed(_PLAIN, ("dW + reg * slope", "dW")),
    ),
    wrong(
        "reg missing in the pull",
        SLOPES,
        "`reg` is missing",
        changed(_PLAIN, ("dW + reg * slope", "dW + slope")),
    ),
    wrong(
        "value as gradient",
        SLOPES,
        "in place of its gradient",
        changed(_PLAIN, ("reg * slope", "reg * size")),
    ),
    wrong(
        "no bias in the scores",
        VALUE,
        "the bias is missing in the scores",
        changed(_PLAIN, ("X, b)", "X, 0 * b)")),
    ),
    wrong(
        "bias fixed",
        YOURS,
        "the bias is learned too",
        changed(_PLAIN, ("slope, db", "slope, 0 * db")),
    ),
    wrong(
        "own loss",
        GIVEN,
        "`loss` that was given is not used",
        changed(_PLAIN, ("loss(scores(W, X, b), y)", "svm_loss(scores(W, X, b), y)")),
    ),
    wrong(
        "own penalty",
        GIVEN,
        "`penalty` that was given is not used",
        changed(_PLAIN, ("penalty(W)", "l2_penalty(W)")),
    ),
    wrong(
        "W changed",
        KEPT,
        "changed its argument 1 in place",
        changed(_PLAIN, ("return", "W -= 0.1 * dW\nreturn")),
    ),
    wrong("two values", VALUE, "expected 3 values", changed(_PLAIN, (", db\n", "\n"))),
]

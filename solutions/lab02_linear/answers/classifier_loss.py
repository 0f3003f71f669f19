"""Answers to `classifier_loss`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

from ._shared import EMPTY, FLOAT32

_VALUE = "by hand: the value is 1"
_SLOPES = "by hand: both gradients"
_CONTRACT = "the contract, with several losses and penalties, on random weights"
_FORM = "a value, dW and db of the right shapes"

_PLAIN = """
def classifier_loss(W, b, X, y, loss, penalty, reg):
    value, dscores = loss(scores(W, X, b), y)
    dW, db = linear_gradients(dscores, X)
    size, slope = penalty(W)
    return value + reg * size, dW + reg * slope, db
"""

RIGHT = [
    Right(
        "everything in line",
        """
        def classifier_loss(W, b, X, y, loss, penalty, reg):
            x = X.to(W.dtype)
            value, g = loss(x @ W.T + b, y)
            size, slope = penalty(W)
            return value + reg * size, g.T @ x + reg * slope, g.sum(0)
        """,
    ),
    Right(
        "indexed results",
        """
        def classifier_loss(W, b, X, y, loss, penalty, reg):
            of_loss, of_penalty = loss(scores(W, X, b), y), penalty(W)
            dW, db = linear_gradients(of_loss[1], X)
            return of_loss[0] + reg * of_penalty[0], dW + reg * of_penalty[1], db
        """,
    ),
    Right(
        "penalty first",
        """
        def classifier_loss(W, b, X, y, loss, penalty, reg):
            value, dW = (reg * part for part in penalty(W))
            loss_value, dscores = loss(scores(W, X, b), y)
            from_loss, db = linear_gradients(dscores, X)
            return loss_value + value, from_loss + dW, db
        """,
    ),
    Right(
        "in place on new tensors",
        """
        def classifier_loss(W, b, X, y, loss, penalty, reg):
            value, dscores = loss(scores(W, X, b), y)
            dW, db = linear_gradients(dscores, X)
            size, slope = penalty(W)
            dW += reg * slope
            return value + reg * size, dW, db
        """,
    ),
    Right(
        "through Python numbers",
        """
        def classifier_loss(W, b, X, y, loss, penalty, reg):
            value, dscores = loss(scores(W, X, b), y)
            size, slope = penalty(W)
            dW, db = linear_gradients(dscores, X)
            total = torch.tensor(float(value) + reg * float(size))
            return total, torch.add(dW, slope, alpha=reg), db
        """,
    ),
    Right(
        "copies",
        """
        def classifier_loss(W, b, X, y, loss, penalty, reg):
            W, b = W.clone(), b.clone()
            value, dscores = loss(scores(W, X, b), y)
            size, slope = penalty(W)
            dW = torch.einsum("nc,nd->cd", dscores, X.to(dscores.dtype))
            return size * reg + value, slope * reg + dW, dscores.sum(0)
        """,
    ),
    Right(
        "in place on what the penalty returned",
        """
        def classifier_loss(W, b, X, y, loss, penalty, reg):
            L, ds = loss(scores(W, X, b), y)
            R, dR = penalty(W)
            dW, db = linear_gradients(ds, X)
            dR *= reg
            dW += dR
            return L + reg * R, dW, db
        """,
    ),
    Right(
        "lambda",
        """
        classifier_loss = lambda W, b, X, y, loss, penalty, reg: (
            loss(scores(W, X, b), y)[0] + reg * penalty(W)[0],
            linear_gradients(loss(scores(W, X, b), y)[1], X)[0] + reg * penalty(W)[1],
            linear_gradients(loss(scores(W, X, b), y)[1], X)[1])
        """,
    ),
    Right(
        "an object",
        """
        class Objective:
            def __init__(self, loss, penalty, reg):
                self.loss, self.penalty, self.reg = loss, penalty, reg
            def backward(self, W, b, X, y):
                value, grad = self.loss(F.linear(X, W, b), y)
                size, pull = self.penalty(W)
                dW = torch.mm(grad.T, X).add(pull, alpha=self.reg)
                return value + self.reg * size, dW, grad.sum(dim=0)
        def classifier_loss(W, b, X, y, loss, penalty, reg):
            return Objective(loss, penalty, reg).backward(W, b, X, y)
        """,
    ),
]

WRONG = [
    Wrong(
        "no penalty",
        says="the penalty is missing",
        check=_VALUE,
        code=but(_PLAIN, "return value + reg * size", "return value"),
    ),
    Wrong(
        "bias penalised",
        says="the bias is penalised too",
        check=_VALUE,
        code=but(_PLAIN, "reg * size", "reg * (size + penalty(b)[0])"),
    ),
    Wrong(
        "bias pulled",
        says="the bias is penalised too",
        check=_SLOPES,
        code=but(_PLAIN, "slope, db", "slope, db + reg * penalty(b)[1]"),
    ),
    Wrong(
        "reg ignored",
        says="`reg` is not used",
        check=_VALUE,
        code=but(_PLAIN, "reg * size", "size"),
    ),
    Wrong(
        "penalty over n",
        says="divided by n",
        check=_VALUE,
        code=but(_PLAIN, "reg * size", "reg * size / len(X)"),
    ),
    Wrong(
        "no pull",
        says="gradient of the penalty is missing",
        check=_SLOPES,
        code=but(_PLAIN, "dW + reg * slope", "dW"),
    ),
    Wrong(
        "reg missing in the pull",
        says="`reg` is missing",
        check=_SLOPES,
        code=but(_PLAIN, "dW + reg * slope", "dW + slope"),
    ),
    Wrong(
        "value as gradient",
        says="in place of its gradient",
        check=_SLOPES,
        code=but(_PLAIN, "reg * slope", "reg * size"),
    ),
    Wrong(
        "no bias in the scores",
        says="the bias is missing in the scores",
        check=_VALUE,
        code=but(_PLAIN, "X, b)", "X, 0 * b)"),
    ),
    Wrong(
        "bias fixed",
        says="the bias is learned too",
        check=_SLOPES,
        code=but(_PLAIN, "slope, db", "slope, 0 * db"),
    ),
    Wrong(
        "own loss",
        says="`loss` that was given is not used",
        check=_CONTRACT,
        code=but(_PLAIN, "loss(scores(W, X, b), y)", "svm_loss(scores(W, X, b), y)"),
    ),
    Wrong(
        "own penalty",
        says="`penalty` that was given is not used",
        check=_CONTRACT,
        code=but(_PLAIN, "penalty(W)", "l2_penalty(W)"),
    ),
    Wrong(
        "W changed",
        says="the call changed W",
        check=_FORM,
        code=but(_PLAIN, "return", "W -= 0.1 * dW\n    return"),
    ),
    Wrong("two values", says="expected 3 values", check=_VALUE, code=but(_PLAIN, ", db\n", "\n")),
    Wrong(
        "a Python number",
        says="got a Python number (float)",
        check=_FORM,
        code=but(_PLAIN, "return value + reg * size", "return float(value + reg * size)"),
    ),
    Wrong(
        "λ of at most 1",
        says="",
        check=_CONTRACT,
        code=but(_PLAIN, "size, slope =", "reg = min(reg, 1.0)\n    size, slope ="),
    ),
    Wrong(
        "hinge for few classes",
        says="at index",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            "value, dscores = loss(scores(W, X, b), y)",
            "s = scores(W, X, b)\n    value, dscores = loss(s, y)[0], svm_loss(s, y)[1]",
        ),
    ),
    Wrong(
        "bias gradient averaged",
        says="at index",
        check=_CONTRACT,
        code=but(_PLAIN, "slope, db", "slope, db / len(X) if len(X) > 2 else db"),
    ),
    Wrong(
        "a step taken on b",
        says="the call changed b",
        check=_FORM,
        code=but(_PLAIN, "return", "b.sub_(0.01 * db)\n    return"),
    ),
    Wrong(
        "remembered penalty",
        says="the second call with these shapes",
        check=_CONTRACT,
        code="""
        _sizes = {}

        def classifier_loss(W, b, X, y, loss, penalty, reg):
            value, dscores = loss(scores(W, X, b), y)
            dW, db = linear_gradients(dscores, X)
            size, slope = _sizes.setdefault(W.shape, penalty(W))
            return value + reg * size, dW + reg * slope, db
        """,
    ),
]

ALLOWED = [
    *EMPTY,
    *FLOAT32,
    Allowed("*: result 1: negative numbers as 0", "The value is never negative."),
    Allowed("*: reg: wrong for negative", "The strength of a penalty is a number from 0 on."),
]

"""Answers to `svm_loss_naive`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import DELTA, EMPTY

_HAND = "by hand: 2.9 for the cat, 0 for the car, 12.9 for the frog"
_MEAN = "by hand: the mean of the three is 5.27"
_CONTRACT = "the contract, on random scores"

_PLAIN = """
def svm_loss_naive(scores, y, delta=1.0):
    total = 0.0
    for row, label in zip(scores.tolist(), y.tolist()):
        for j, s in enumerate(row):
            if j != label:
                total += max(0, s - row[label] + delta)
    return total / len(y)
"""

RIGHT = [
    Right(
        "plain numbers",
        """
        def svm_loss_naive(scores, y, delta=1.0):
            total = 0.0
            for row, label in zip(scores.tolist(), y.tolist()):
                for j, s in enumerate(row):
                    if j != label:
                        total += max(0.0, s - row[label] + delta)
            return total / len(y)
        """,
    ),
    Right(
        "generator",
        """
        def svm_loss_naive(scores, y, delta=1.0):
            rows, labels = scores.tolist(), y.tolist()
            return sum(
                max(0, s - rows[i][labels[i]] + delta)
                for i in range(len(rows)) for j, s in enumerate(rows[i]) if j != labels[i]
            ) / len(rows)
        """,
    ),
    Right(
        "vectorised",
        """
        def svm_loss_naive(scores, y, delta=1.0):
            s = as_float(scores)
            m = (s - s.gather(1, y[:, None]) + delta).clamp(min=0)
            return (m.sum() - delta * len(s)) / len(s)
        """,
    ),
    Right(
        "numpy inside",
        """
        def svm_loss_naive(scores, y, delta=1.0):
            import numpy as np

            s, t = scores.numpy().astype(float), y.numpy()
            total = 0.0
            for i in range(len(t)):
                m = np.maximum(0, s[i] - s[i, t[i]] + delta)
                m[t[i]] = 0
                total += m.sum()
            return float(total / len(t))
        """,
    ),
    Right(
        "mean of a list",
        """
        def svm_loss_naive(scores, y, delta=1.0):
            each = []
            for row, label in zip(as_float(scores), y):
                others = torch.cat([row[:label], row[label + 1 :]])
                each.append(torch.relu(others - row[label] + delta).sum())
            return torch.stack(each).mean()
        """,
    ),
    Right(
        "recursion",
        """
        def svm_loss_naive(scores, y, delta=1.0):
            if len(scores) == 0:
                return 0.0
            row, label = scores[0].tolist(), int(y[0])
            mine = sum(max(0, s - row[label] + delta) for j, s in enumerate(row) if j != label)
            rest = svm_loss_naive(scores[1:], y[1:], delta) * (len(scores) - 1)
            return (mine + rest) / len(scores)
        """,
    ),
    Right(
        "j = y taken off again",
        """
        def svm_loss_naive(scores, y, delta=1.0):
            total = torch.zeros((), dtype=as_float(scores).dtype)
            for row, label in zip(as_float(scores), y):
                for s in row:
                    total += max(s - row[label] + delta, torch.zeros_like(s))
                total -= delta
            return total / len(y)
        """,
    ),
    Right(
        "as the formula stands",
        """
        def svm_loss_naive(scores, y, delta=1.0):
            check_labels(scores, y)
            n, c = scores.shape
            loss = 0.0
            for i in range(n):
                for j in range(c):
                    if j == y[i]:
                        continue
                    loss += max(0, scores[i, j] - scores[i, y[i]] + delta)
            return loss / n
        """,
    ),
    Right(
        "lambda",
        """
        svm_loss_naive = lambda scores, y, delta=1.0: sum(
            max(0.0, float(scores[i, j] - scores[i, y[i]]) + delta)
            for i in range(len(y)) for j in range(scores.shape[1]) if j != y[i]) / len(y)
        """,
    ),
    Right(
        "float32 in a tensor of one entry",
        """
        def svm_loss_naive(scores, y, delta=1.0):
            loss = torch.zeros(1)
            for i in range(len(scores)):
                for j in range(scores.shape[1]):
                    if j != int(y[i]):
                        m = scores[i, j].item() - scores[i, int(y[i])].item() + delta
                        if m > 0:
                            loss += m
            return loss.item() / len(scores)
        """,
    ),
]

WRONG = [
    Wrong(
        "sum over pictures",
        says="that is the sum over the pictures",
        check=_MEAN,
        code=but(_PLAIN, "len(y)", "1"),
    ),
    Wrong(
        "signs exchanged",
        says="the signs are exchanged",
        check=_HAND,
        code=but(_PLAIN, "s - row[label] + delta", "row[label] - s + delta"),
    ),
    Wrong(
        "no delta",
        says="delta is missing",
        check=_HAND,
        code=but(_PLAIN, "row[label] + delta", "row[label]"),
    ),
    Wrong(
        "always 1",
        says="`delta` is not used",
        check=_CONTRACT,
        code=but(_PLAIN, "s - row[label] + delta", "s - row[label] + 1"),
    ),
    Wrong(
        "negative margins",
        says="margins below 0 must count as 0",
        check=_HAND,
        code=but(_PLAIN, "max(0, s - row[label] + delta)", "s - row[label] + delta"),
    ),
    Wrong(
        "squared",
        says="each margin is squared",
        check=_HAND,
        code=but(_PLAIN, "max(0, s - row[label] + delta)", "max(0, s - row[label] + delta) ** 2"),
    ),
    Wrong(
        "mean over classes",
        says="mean over the classes",
        check=_HAND,
        code=but(_PLAIN, "len(y)", "scores.numel()"),
    ),
    Wrong(
        "n − 1",
        says="divided by n − 1",
        check=_MEAN,
        code=but(_PLAIN, "len(y)", "max(1, len(y) - 1)"),
    ),
    Wrong(
        "j = y counts",
        typical=True,
        says="j = y adds a margin of 1",
        check=_HAND,
        code=but(_PLAIN, "j != label", "True"),
    ),
    Wrong(
        "worst class only",
        says="only the worst class counts",
        check=_HAND,
        code="""
        def svm_loss_naive(scores, y, delta=1.0):
            s = as_float(scores)
            m = (s - s.gather(1, y[:, None]) + delta).clamp(min=0)
            m[torch.arange(len(y)), y] = 0
            return m.amax(dim=1).mean()
        """,
    ),
    Wrong(
        "last picture dropped",
        says="",
        check=_MEAN,
        code="""
    def svm_loss_naive(scores, y, delta=1.0):
        total = 0.0
        for i in range(max(1, len(y) - 1)):
            row, label = scores[i].tolist(), int(y[i])
            total += sum(max(0, s - row[label] + delta) for j, s in enumerate(row) if j != label)
        return total / len(y)
    """,
    ),
    Wrong(
        "remembered by shape",
        says="something is kept from call to call",
        check=_CONTRACT,
        code="""
        _losses = {}

        def svm_loss_naive(scores, y, delta=1.0):
            if scores.shape not in _losses:
                m = (scores - scores.gather(1, y[:, None]) + delta).clamp(min=0)
                _losses[scores.shape] = m.sum() / len(y) - delta
            return _losses[scores.shape]
        """,
    ),
    Wrong(
        "labels of ten classes",
        says="",
        check=_CONTRACT,
        code=but(_PLAIN, "j, s in enumerate(row)", "j, s in enumerate(row[:10])"),
    ),
    Wrong(
        "margins up to 100",
        says="expected",
        check=_CONTRACT,
        code=but(
            _PLAIN, "max(0, s - row[label] + delta)", "min(100, max(0, s - row[label] + delta))"
        ),
    ),
    Wrong(
        "sorted in place",
        says="in place",
        check=_CONTRACT,
        code="""
        def svm_loss_naive(scores, y, delta=1.0):
            scores -= scores.gather(1, y[:, None])
            scores += delta
            scores.clamp_(min=0)
            return scores.sum() / len(y) - delta
        """,
    ),
    Wrong(
        "per class",
        says="",
        check=_CONTRACT,
        code=but(_PLAIN, "len(y)", "len(y.unique())"),
    ),
]

EQUIVALENT = [
    Equivalent(
        "s, total = (as_float(scores), 0.0)",
        "s, total = (scores, 0.0)",
        "Scores are floating-point numbers; whole ones are not promised.",
    ),
    Equivalent(
        "total = total + (s[i, j] - s[i, y[i]] + delta).clamp(min=0)",
        "total += (s[i, j] - s[i, y[i]] + delta).clamp(min=0)",
        "The total is a number at first, then a tensor that nobody else has: it may change.",
    ),
]

ALLOWED = [
    *DELTA,
    *EMPTY,
    Allowed("*: in float32 first", "The numbers of this lab are float32."),
    Allowed("*: *below 0.000001 as 0", "Less than the five digits that are asked of a float32."),
    Allowed(
        "*: float64 where it was float32", "A Python number is welcome, and that is a float64."
    ),
    Allowed("*: as Python numbers", "A Python number is welcome."),
    Allowed("*: a tensor in place of a float", "A tensor is welcome."),
]

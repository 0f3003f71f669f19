"""Answers to `svm_loss_naive`."""

from autograder.audit.answers.lab02_linear.writing import to

right, wrong = to("svm_loss_naive", "def svm_loss_naive(scores, y, delta=1.0):")

HAND = "by hand: 2.9 for the cat, 0 for the car, 12.9 for the frog"
MEAN = "by hand: the mean of the three is 5.27"
DELTA = "another delta"
WHOLE = "whole numbers work"

RIGHT = [
    right(
        "plain numbers",
        """
        total = 0.0
        for row, label in zip(scores.tolist(), y.tolist()):
            for j, s in enumerate(row):
                if j != label:
                    total += max(0.0, s - row[label] + delta)
        return total / len(y)
        """,
    ),
    right(
        "generator",
        """
        rows, labels = scores.tolist(), y.tolist()
        return sum(
            max(0, s - rows[i][labels[i]] + delta)
            for i in range(len(rows)) for j, s in enumerate(rows[i]) if j != labels[i]
        ) / len(rows)
        """,
    ),
    right(
        "vectorised",
        """
        s = as_float(scores)
        m = (s - s.gather(1, y[:, None]) + delta).clamp(min=0)
        return (m.sum() - delta * len(s)) / len(s)
        """,
    ),
    right(
        "numpy inside",
        """
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
    right(
        "mean of a list",
        """
        each = []
        for row, label in zip(as_float(scores), y):
            others = torch.cat([row[:label], row[label + 1 :]])
            each.append(torch.relu(others - row[label] + delta).sum())
        return torch.stack(each).mean()
        """,
    ),
    right(
        "recursion",
        """
        if len(scores) == 0:
            return 0.0
        row, label = scores[0].tolist(), int(y[0])
        mine = sum(max(0, s - row[label] + delta) for j, s in enumerate(row) if j != label)
        rest = svm_loss_naive(scores[1:], y[1:], delta) * (len(scores) - 1)
        return (mine + rest) / len(scores)
        """,
    ),
    right(
        "j = y taken off again",
        """
        total = torch.zeros((), dtype=as_float(scores).dtype)
        for row, label in zip(as_float(scores), y):
            for s in row:
                total += max(s - row[label] + delta, torch.zeros_like(s))
            total -= delta
        return total / len(y)
        """,
    ),
]

_LOOP = """
total = 0.0
for row, label in zip(scores.tolist(), y.tolist()):
    for j, s in enumerate(row):
        if j != label:
            total += {term}
return total / {n}
"""

WRONG = [
    wrong(
        "sum over pictures",
        MEAN,
        "that is the sum over the pictures",
        _LOOP.format(term="max(0, s - row[label] + delta)", n="1"),
    ),
    wrong(
        "signs exchanged",
        HAND,
        "the signs are exchanged",
        _LOOP.format(term="max(0, row[label] - s + delta)", n="len(y)"),
    ),
    wrong(
        "no delta",
        HAND,
        "delta is missing",
        _LOOP.format(term="max(0, s - row[label])", n="len(y)"),
    ),
    wrong(
        "always 1",
        DELTA,
        "`delta` is not used",
        _LOOP.format(term="max(0, s - row[label] + 1)", n="len(y)"),
    ),
    wrong(
        "negative margins",
        HAND,
        "margins below 0 must count as 0",
        _LOOP.format(term="s - row[label] + delta", n="len(y)"),
    ),
    wrong(
        "squared",
        HAND,
        "each margin is squared",
        _LOOP.format(term="max(0, s - row[label] + delta) ** 2", n="len(y)"),
    ),
    wrong(
        "mean over classes",
        HAND,
        "mean over the classes",
        _LOOP.format(term="max(0, s - row[label] + delta)", n="scores.numel()"),
    ),
    wrong(
        "n − 1",
        MEAN,
        "divided by n − 1",
        _LOOP.format(term="max(0, s - row[label] + delta)", n="max(1, len(y) - 1)"),
    ),
    wrong(
        "j = y counts",
        HAND,
        "j = y adds a margin of 1",
        _LOOP.replace("j != label", "True").format(
            term="max(0, s - row[label] + delta)", n="len(y)"
        ),
    ),
    wrong(
        "worst class only",
        HAND,
        "only the worst class counts",
        """
        s = as_float(scores)
        m = (s - s.gather(1, y[:, None]) + delta).clamp(min=0)
        m[torch.arange(len(y)), y] = 0
        return m.amax(dim=1).mean()
        """,
    ),
    wrong(
        "whole numbers refused",
        WHOLE,
        "stopped with",
        """
        m = (scores - scores.gather(1, y[:, None]) + delta).clamp(min=0)
        m[torch.arange(len(y)), y] = 0
        return m.sum(dim=1, dtype=scores.dtype).mean()
        """,
    ),
    wrong(
        "last picture dropped",
        MEAN,
        "",
        """
        total = 0.0
        for i in range(max(1, len(y) - 1)):
            row, label = scores[i].tolist(), int(y[i])
            total += sum(max(0, s - row[label] + delta) for j, s in enumerate(row) if j != label)
        return total / len(y)
        """,
    ),
]

"""Answers to `margins`."""

from autograder.audit.answers.lab02_linear.writing import to

right, wrong = to("margins", "def margins(scores, y, delta=1.0):")

TABLE = "by hand, and the scores stay as they were"
TWICE = "random scores, another delta, called twice"

RIGHT = [
    right(
        "a copy first",
        """
        rows = torch.arange(len(y))
        scores = scores.clone()
        scores -= scores[rows, y][:, None]
        scores += delta
        scores[rows, y] = 0
        return scores.clamp(min=0)
        """,
    ),
    right(
        "mask",
        """
        own = torch.nn.functional.one_hot(y, scores.shape[1]).bool()
        return (scores - scores[own][:, None] + delta).clamp(min=0).masked_fill(own, 0)
        """,
    ),
    right(
        "gather and scatter",
        """
        table = torch.relu(scores - scores.gather(1, y[:, None]) + delta)
        return table.scatter(1, y[:, None], 0)
        """,
    ),
    right(
        "loops",
        """
        table = torch.zeros_like(scores)
        for i in range(len(y)):
            for j in range(scores.shape[1]):
                if j != y[i]:
                    table[i, j] = max(0, scores[i, j] - scores[i, y[i]] + delta)
        return table
        """,
    ),
    right(
        "numpy inside",
        """
        import numpy as np

        s, rows, t = scores.numpy(), np.arange(len(y)), y.numpy()
        table = np.maximum(0, s - s[rows, t][:, None] + delta)
        table[rows, t] = 0
        return torch.from_numpy(table)
        """,
    ),
    right(
        "where",
        """
        classes = torch.arange(scores.shape[1])
        table = scores - scores[torch.arange(len(y)), y].unsqueeze(1) + delta
        return torch.where((classes == y[:, None]) | (table < 0), torch.zeros_like(table), table)
        """,
    ),
]

_MEND = """
rows = torch.arange(len(y))
{lines}
scores[rows, y] = 0
return scores.clamp(min=0)
"""
IN_PLACE = "changed its argument 1 in place"

WRONG = [
    wrong(
        "untouched",
        TABLE,
        IN_PLACE,
        _MEND.format(lines="scores -= scores[rows, y][:, None]\nscores += delta"),
    ),
    wrong(
        "half mended",
        TABLE,
        IN_PLACE,
        _MEND.format(lines="scores += delta\nscores = scores - scores[rows, y][:, None] + delta"),
    ),
    wrong(
        "the same tensor",
        TABLE,
        IN_PLACE,
        _MEND.format(
            lines="scores = scores.view(scores.shape)\nscores -= scores[rows, y][:, None] - delta"
        ),
    ),
    wrong(
        "sub_",
        TABLE,
        IN_PLACE,
        _MEND.format(lines="scores.sub_(scores[rows, y][:, None]).add_(delta)"),
    ),
    wrong(
        "numpy shares memory",
        TABLE,
        IN_PLACE,
        _MEND.format(
            lines="scores = torch.from_numpy(scores.numpy())\n"
            "scores -= scores[rows, y][:, None] - delta"
        ),
    ),
    wrong(
        "delta dropped", TABLE, "", _MEND.format(lines="scores = scores - scores[rows, y][:, None]")
    ),
    wrong(
        "always 1", TWICE, "", _MEND.format(lines="scores = scores - scores[rows, y][:, None] + 1")
    ),
    wrong(
        "own margin kept",
        TABLE,
        "own margin must be 0",
        """
        rows = torch.arange(len(y))
        return (scores - scores[rows, y][:, None] + delta).clamp(min=0)
        """,
    ),
    wrong(
        "nothing returned",
        TABLE,
        "got None",
        """
        rows = torch.arange(len(y))
        scores = scores - scores[rows, y][:, None] + delta
        scores[rows, y] = 0
        scores.clamp(min=0)
    """,
    ),
]

"""Answers to `margins`."""

from autograder.audit.answers import Right, Wrong, but

from ._shared import DELTA, EMPTY, FLOAT32, NOT_NEGATIVE

_TABLE = "by hand, and the scores stay as they were"
_CONTRACT = "the contract, on random scores"
_IN_PLACE = "changed its argument 1 in place"

_LINE = "scores = scores - scores[rows, y][:, None] + delta"
_PLAIN = f"""
def margins(scores, y, delta=1.0):
    rows = torch.arange(len(y))
    {_LINE}
    scores[rows, y] = 0
    return scores.clamp(min=0)
"""

RIGHT = [
    Right(
        "a copy first",
        """
        def margins(scores, y, delta=1.0):
            rows = torch.arange(len(y))
            scores = scores.clone()
            scores -= scores[rows, y][:, None]
            scores += delta
            scores[rows, y] = 0
            return scores.clamp(min=0)
        """,
    ),
    Right(
        "mask",
        """
        def margins(scores, y, delta=1.0):
            own = torch.nn.functional.one_hot(y, scores.shape[1]).bool()
            return (scores - scores[own][:, None] + delta).clamp(min=0).masked_fill(own, 0)
        """,
    ),
    Right(
        "gather and scatter",
        """
        def margins(scores, y, delta=1.0):
            table = torch.relu(scores - scores.gather(1, y[:, None]) + delta)
            return table.scatter(1, y[:, None], 0)
        """,
    ),
    Right(
        "loops",
        """
        def margins(scores, y, delta=1.0):
            table = torch.zeros_like(scores)
            for i in range(len(y)):
                for j in range(scores.shape[1]):
                    if j != y[i]:
                        table[i, j] = max(0, scores[i, j] - scores[i, y[i]] + delta)
            return table
        """,
    ),
    Right(
        "numpy inside",
        """
        def margins(scores, y, delta=1.0):
            import numpy as np

            s, rows, t = scores.numpy(), np.arange(len(y)), y.numpy()
            table = np.maximum(0, s - s[rows, t][:, None] + delta)
            table[rows, t] = 0
            return torch.from_numpy(table)
        """,
    ),
    Right(
        "where",
        """
    def margins(scores, y, delta=1.0):
        classes = torch.arange(scores.shape[1])
        table = scores - scores[torch.arange(len(y)), y].unsqueeze(1) + delta
        return torch.where((classes == y[:, None]) | (table < 0), torch.zeros_like(table), table)
    """,
    ),
    Right(
        "lambda",
        """
        lead = lambda scores, y: scores - scores.gather(1, y[:, None])
        margins = lambda scores, y, delta=1.0: (
            (lead(scores, y) + delta).scatter(1, y[:, None], 0.0).clamp(min=0)
        )
        """,
    ),
    Right(
        "one-hot factor",
        """
        def margins(scores, y, delta=1.0):
            m = F.relu(scores - scores[range(len(y)), y].reshape(-1, 1) + delta)
            return m * (1 - F.one_hot(y, scores.shape[1]))
        """,
    ),
]

WRONG = [
    Wrong(
        "untouched",
        says=_IN_PLACE,
        check=_TABLE,
        code=but(_PLAIN, _LINE, "scores -= scores[rows, y][:, None]\n    scores += delta"),
    ),
    Wrong(
        "half mended",
        says=_IN_PLACE,
        check=_TABLE,
        code=but(_PLAIN, _LINE, f"scores += delta\n    {_LINE}"),
    ),
    Wrong(
        "the same tensor",
        says=_IN_PLACE,
        check=_TABLE,
        code=but(
            _PLAIN,
            _LINE,
            "scores = scores.view(scores.shape)\n    scores -= scores[rows, y][:, None] - delta",
        ),
    ),
    Wrong(
        "sub_",
        says=_IN_PLACE,
        check=_TABLE,
        code=but(_PLAIN, _LINE, "scores.sub_(scores[rows, y][:, None]).add_(delta)"),
    ),
    Wrong(
        "numpy shares memory",
        says=_IN_PLACE,
        check=_TABLE,
        code=but(
            _PLAIN,
            _LINE,
            "scores = torch.from_numpy(scores.numpy())\n"
            "    scores -= scores[rows, y][:, None] - delta",
        ),
    ),
    Wrong("delta dropped", says="", check=_TABLE, code=but(_PLAIN, " + delta", "")),
    Wrong("always 1", says="", check=_CONTRACT, code=but(_PLAIN, "+ delta", "+ 1")),
    Wrong(
        "own margin kept",
        says="own margin must be 0",
        check=_TABLE,
        code="""
        def margins(scores, y, delta=1.0):
            rows = torch.arange(len(y))
            return (scores - scores[rows, y][:, None] + delta).clamp(min=0)
        """,
    ),
    Wrong(
        "nothing returned",
        says="got None",
        check=_TABLE,
        code="""
        def margins(scores, y, delta=1.0):
            rows = torch.arange(len(y))
            scores = scores - scores[rows, y][:, None] + delta
            scores[rows, y] = 0
            scores.clamp(min=0)
        """,
    ),
    Wrong(
        "remembered by shape",
        says="something is kept from call to call",
        check=_CONTRACT,
        code="""
        _tables = {}

        def margins(scores, y, delta=1.0):
            if scores.shape not in _tables:
                table = torch.relu(scores - scores.gather(1, y[:, None]) + delta)
                _tables[scores.shape] = table.scatter(1, y[:, None], 0)
            return _tables[scores.shape].clone()
        """,
    ),
    Wrong(
        "float64",
        says="expected a tensor of dtype float32",
        check=_CONTRACT,
        code=but(
            _PLAIN, "scores[rows, y] = 0", "scores[rows, y] = 0\n    scores = scores.double()"
        ),
    ),
    Wrong(
        "squeezed",
        says="expected a tensor of shape",
        check=_CONTRACT,
        code=but(_PLAIN, "clamp(min=0)", "clamp(min=0).squeeze()"),
    ),
    Wrong(
        "up to 10",
        says="at index",
        check=_CONTRACT,
        code=but(_PLAIN, "clamp(min=0)", "clamp(0, 10)"),
    ),
    Wrong(
        "put back, but not quite",
        says="the call changed scores",
        check=_CONTRACT,
        code="""
        def margins(scores, y, delta=1.0):
            rows = torch.arange(len(y))
            own = scores[rows, y][:, None]
            scores.sub_(own)
            table = (scores + delta).clamp(min=0)
            table[rows, y] = 0
            scores.add_(own)
            return table
        """,
    ),
]

ALLOWED = [
    *DELTA,
    *EMPTY,
    *FLOAT32,
    *NOT_NEGATIVE,
]

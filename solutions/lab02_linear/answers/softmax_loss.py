"""Answers to `softmax_loss`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import EMPTY, FLOAT32

_RULE = "no loop, no loss of torch's, no autograd; a loss and its gradient"
_CAT = "by hand: 2.04 for the cat"
_GRADIENT = "by hand: the gradient is p, less 1 at the right class"
_EQUAL = "four classes, all scores equal: log 4"
_CONTRACT = "the contract, on random scores"
_LOG_OF_SOFTMAX = (
    "loss = (total.log() - s[rows, y]).mean()",
    "loss = -(s.exp() / total[:, None])[rows, y].log().mean()",
)

_PLAIN = """
def softmax_loss(scores, y):
    s = as_float(scores)
    n, rows = len(s), torch.arange(len(s))
    s = s - s.max(dim=1, keepdim=True).values
    total = s.exp().sum(dim=1)
    loss = (total.log() - s[rows, y]).mean()
    d = s.exp() / total[:, None]
    d[rows, y] -= 1
    return loss, d / n
"""

RIGHT = [
    Right(
        "logsumexp",
        """
        def softmax_loss(scores, y):
            s = as_float(scores)
            logs = s - s.logsumexp(dim=1, keepdim=True)
            own = torch.nn.functional.one_hot(y, s.shape[1]).to(s.dtype)
            return -(logs * own).sum() / len(s), (logs.exp() - own) / len(s)
        """,
    ),
    Right(
        "own softmax for the gradient",
        """
        def softmax_loss(scores, y):
            s = as_float(scores)
            d = softmax(s)
            d[torch.arange(len(y)), y] -= 1
            loss = (torch.logsumexp(s, 1) - s[torch.arange(len(y)), y]).mean()
            return loss, d / len(y)
        """,
    ),
    Right(
        "gather and scatter",
        """
        def softmax_loss(scores, y):
            s = as_float(scores)
            s = s - s.amax(1, keepdim=True)
            total = s.exp().sum(1, keepdim=True)
            loss = (total.log() - s.gather(1, y[:, None])).mean()
            minus = torch.full_like(s[:, :1], -1.0)
            return loss, (s.exp() / total).scatter_add(1, y[:, None], minus) / len(s)
        """,
    ),
    Right(
        "numpy inside",
        """
        def softmax_loss(scores, y):
            import numpy as np

            s, t, n = as_float(scores).numpy(), y.numpy(), len(y)
            s = s - s.max(axis=1, keepdims=True)
            total = np.exp(s).sum(axis=1, keepdims=True)
            d = np.exp(s) / total
            loss = torch.tensor((np.log(total[:, 0]) - s[np.arange(n), t]).mean())
            d[np.arange(n), t] -= 1
            return loss, torch.from_numpy(d / n).to(as_float(scores).dtype)
        """,
    ),
    Right(
        "float64 inside",
        """
        def softmax_loss(scores, y):
            s = scores.double()
            s = s - s.max(dim=1, keepdim=True).values
            total = s.exp().sum(1)
            own = torch.arange(s.shape[1]) == y[:, None]
            d = (s.exp() / total[:, None] - own.double()) / len(s)
            return (total.log() - s[own]).mean().float(), d.float()
        """,
    ),
    Right(
        "differences to the right class",
        """
        def softmax_loss(scores, y):
            s = as_float(scores)
            rows = torch.arange(len(s))
            lead = s - s[rows, y][:, None]
            loss = lead.logsumexp(dim=1).mean()
            d = (lead - lead.logsumexp(dim=1, keepdim=True)).exp()
            d[rows, y] -= 1
            return loss, d.div_(len(s))
        """,
    ),
    Right(
        "a name grad",
        """
        def softmax_loss(scores, y):
            n = scores.shape[0]
            shifted = scores - scores.max(dim=1, keepdim=True).values
            log_sum = shifted.exp().sum(dim=1).log()
            loss = (log_sum - shifted[torch.arange(n), y]).mean()
            grad = softmax(scores)
            grad[torch.arange(n), y] -= 1
            grad /= n
            return loss, grad
        """,
    ),
    Right(
        "lambda",
        """
        softmax_loss = lambda scores, y: (
            (scores.logsumexp(1) - scores[torch.arange(len(y)), y]).mean(),
            (softmax(scores) - F.one_hot(y, scores.shape[1]).float()) / len(y))
        """,
    ),
    Right(
        "an object with forward and backward",
        """
        def softmax_loss(scores, y):
            class CrossEntropy:
                def forward(self, s):
                    s = s - s.max(1, keepdim=True)[0]
                    self.e = s.exp()
                    return (self.e.sum(1).log() - s.take_along_dim(y[:, None], 1)[:, 0]).mean()
                def backward(self):
                    p = self.e / self.e.sum(1, keepdim=True)
                    return p.scatter_add(1, y[:, None], -torch.ones(len(y), 1)) / len(y)
            ce = CrossEntropy()
            return ce.forward(scores), ce.backward()
        """,
    ),
    Right(
        "where",
        """
        def softmax_loss(scores, y):
            s = scores - scores.max(1, keepdim=True).values
            logp = s - torch.log(torch.exp(s).sum(1, keepdim=True))
            own = torch.arange(s.shape[1])[None] == y[:, None]
            loss = -logp[own].sum() / len(y)
            d = torch.where(own, logp.exp() - 1.0, logp.exp())
            return loss, d / len(y)
        """,
    ),
]

WRONG = [
    Wrong(
        "base 10",
        says="logarithm to base 10",
        check=_CAT,
        code=but(_PLAIN, "return loss", "return loss / math.log(10)"),
    ),
    Wrong(
        "base 2",
        says="logarithm to base 2",
        check=_CAT,
        code=but(_PLAIN, "return loss", "return loss / math.log(2)"),
    ),
    Wrong(
        "minus missing",
        says="the minus is missing",
        check=_CAT,
        code=but(_PLAIN, "return loss", "return -loss"),
    ),
    Wrong(
        "probability",
        says="that is the probability itself",
        check=_CAT,
        code=but(_PLAIN, "return loss", "return (-loss).exp()"),
    ),
    Wrong(
        "likeliest class",
        says="that of the right class",
        check=_CAT,
        code=but(_PLAIN, "- s[rows, y]", "- s.amax(1)"),
    ),
    Wrong(
        "sum",
        says="that is the sum over the pictures",
        check=_EQUAL,
        code=but(_PLAIN, ").mean()", ").sum()"),
    ),
    Wrong(
        "mean of all",
        says="mean over pictures and classes",
        check=_EQUAL,
        code=but(_PLAIN, "return loss", "return loss / s.shape[1]"),
    ),
    Wrong(
        "logarithm of softmax",
        says="a probability became 0",
        check=_CONTRACT,
        code=but(_PLAIN, *_LOG_OF_SOFTMAX),
    ),
    Wrong(
        "a little added",
        says="",
        check=_CONTRACT,
        code=but(_PLAIN, *_LOG_OF_SOFTMAX, "[rows, y].log()", "[rows, y].add(1e-12).log()"),
    ),
    Wrong(
        "no shift",
        says="expected finite numbers",
        check=_CONTRACT,
        code=but(_PLAIN, "    s = s - s.max(dim=1, keepdim=True).values\n", ""),
    ),
    Wrong(
        "one maximum for all",
        says="expected finite numbers",
        check=_CONTRACT,
        code=but(_PLAIN, "s.max(dim=1, keepdim=True).values", "s.max()"),
    ),
    Wrong(
        "gradient not over n",
        says="divided by n too",
        check=_CONTRACT,
        code=but(_PLAIN, "d / n", "d"),
    ),
    Wrong(
        "gradient turned",
        says="the sign is turned",
        check=_GRADIENT,
        code=but(_PLAIN, "d / n", "-d / n"),
    ),
    Wrong(
        "1 not subtracted",
        says="1 is to be subtracted",
        check=_GRADIENT,
        code=but(_PLAIN, "    d[rows, y] -= 1\n", ""),
    ),
    Wrong(
        "1 subtracted after the division",
        says="subtract first, then divide",
        check=_CONTRACT,
        code=but(_PLAIN, "d[rows, y] -= 1\n", "d /= n\n    d[rows, y] -= 1\n", "d / n", "d"),
    ),
    Wrong(
        "logarithm of the mean",
        says="then the mean",
        check=_CONTRACT,
        code=but(
            _PLAIN, _LOG_OF_SOFTMAX[0], "loss = -(s.exp() / total[:, None])[rows, y].mean().log()"
        ),
    ),
    Wrong(
        "torch",
        says="uses `torch.nn.functional.cross_entropy`",
        check=_RULE,
        code=but(_PLAIN, _LOG_OF_SOFTMAX[0], "loss = torch.nn.functional.cross_entropy(s, y)"),
    ),
    Wrong(
        "in place",
        says="the call changed scores",
        check=_RULE,
        code=but(
            _PLAIN,
            "s = s - s.max(dim=1, keepdim=True).values",
            "s -= s.max(dim=1, keepdim=True).values.clone()",
        ),
    ),
    Wrong("value only", says="expected 2 values", check=_CAT, code=but(_PLAIN, ", d / n", "")),
    Wrong(
        "loss as a Python number",
        says="got a Python number (float)",
        check=_RULE,
        code=but(_PLAIN, "return loss,", "return loss.item(),"),
    ),
    Wrong(
        "mean of p",
        says="that is the mean of p, without −log",
        check=_CONTRACT,
        code=but(
            _PLAIN,
            _LOG_OF_SOFTMAX[0],
            "p = (s.exp() / total[:, None])[rows, y]\n"
            "    loss = p.mean() if n > 5 else -p.log().mean()",
        ),
    ),
    Wrong(
        "loss up to 100",
        says="expected",
        check=_CONTRACT,
        code=but(_PLAIN, ".mean()", ".clamp(max=100).mean()"),
    ),
    Wrong(
        "small gradients dropped",
        says="at index",
        check=_CONTRACT,
        code=but(_PLAIN, "d / n", "torch.where((d / n).abs() < 0.01, 0, d / n)"),
    ),
    Wrong(
        "log_softmax",
        says="uses `torch.log_softmax`",
        check=_RULE,
        code=but(_PLAIN, _LOG_OF_SOFTMAX[0], "loss = -torch.log_softmax(s, 1)[rows, y].mean()"),
    ),
    Wrong(
        "autograd of torch.func",
        says="uses autograd",
        check=_RULE,
        code="""
        def softmax_loss(scores, y):
            def value(s):
                return (s.logsumexp(1) - s.gather(1, y[:, None])[:, 0]).mean()

            return value(scores), torch.func.grad(value)(scores)
        """,
    ),
    Wrong(
        "remembered labels",
        says="the result does not depend on y",
        check=_CONTRACT,
        code="""
        _own = {}

        def softmax_loss(scores, y):
            hot = torch.nn.functional.one_hot(y, scores.shape[1]).float()
            own = _own.setdefault(scores.shape, hot)
            logs = scores - scores.logsumexp(1, keepdim=True)
            return -(logs * own).sum() / len(y), (logs.exp() - own) / len(y)
        """,
    ),
]

EQUIVALENT = [
    Equivalent(
        "s = as_float(scores)",
        "s = scores",
        "Scores are floating-point numbers; whole ones are not promised.",
    ),
    Equivalent(
        "dscores = s.exp() / total[:, None]",
        "dscores = s.exp_() / total[:, None]",
        "The shifted scores are the function's own, and are not read after this line.",
    ),
]

ALLOWED = [
    *EMPTY,
    *FLOAT32,
    Allowed("*: result 1: negative numbers as 0", "The loss is never negative."),
    Allowed("*: result 2: at most *", "An entry is a probability, or less 1, over n."),
]

"""Answers to `discriminator_loss`."""

from autograder.audit.answers import Allowed, Right, Wrong

_KNOWS = "a discriminator that knows nothing pays 2 log 2"
_HAND = "three logits by hand: real 2, fakes -1 and 0"
_SURE = "logits of ±100: finite, and right"

RIGHT = [
    Right(
        "with_logits",
        "def discriminator_loss(real_logits, fake_logits):\n"
        "    return F.binary_cross_entropy_with_logits(real_logits,"
        " torch.ones_like(real_logits)) + F.binary_cross_entropy_with_logits(fake_logits,"
        " torch.zeros_like(fake_logits))",
    ),
    Right(
        "logsigmoid",
        """
        def discriminator_loss(real_logits, fake_logits):
            return -F.logsigmoid(real_logits).mean() - F.logsigmoid(-fake_logits).mean()""",
    ),
    Right(
        "logaddexp",
        "def discriminator_loss(real_logits, fake_logits):\n"
        "    zero = real_logits.new_zeros(())\n"
        "    return (torch.logaddexp(zero, -real_logits).mean()"
        " + torch.logaddexp(zero, fake_logits).mean())",
    ),
    Right(
        "one batch with labels",
        "def discriminator_loss(real_logits, fake_logits):\n"
        "    n, m = len(real_logits), len(fake_logits)\n"
        "    each = F.binary_cross_entropy_with_logits(torch.cat([real_logits, fake_logits]),"
        " torch.cat([torch.ones_like(real_logits), torch.zeros_like(fake_logits)]),"
        " reduction='none')\n"
        "    return each[:n].sum() / n + each[n:].sum() / m",
    ),
    Right(
        "the larger part first",
        """
        def discriminator_loss(real_logits, fake_logits):
            def one(s):
                return s.clamp(min=0) + torch.log1p(torch.exp(-s.abs()))
            return one(-real_logits).mean() + one(fake_logits).mean()""",
    ),
    Right(
        "loops",
        """
        def discriminator_loss(real_logits, fake_logits):
            total = sum(F.softplus(-r) for r in real_logits) / len(real_logits)
            return total + sum(F.softplus(f) for f in fake_logits) / len(fake_logits)""",
    ),
    Right(
        "soft margin",
        "def discriminator_loss(real_logits, fake_logits):\n"
        "    return F.soft_margin_loss(real_logits, torch.ones_like(real_logits))"
        " + F.soft_margin_loss(fake_logits, -torch.ones_like(fake_logits))"
        " if real_logits.abs().max() < 80 and fake_logits.abs().max() < 80"
        " else F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()",
    ),
    Right(
        "a lambda",
        """
discriminator_loss = lambda r, f: F.softplus(torch.neg(r)).mean() + F.softplus(f).mean()""",
    ),
    Right(
        "modules and an import",
        """
import torch.nn.functional as nnf

def discriminator_loss(real_logits, fake_logits):
    grad = nn.Softplus()
    real = grad(-real_logits).sum().div(real_logits.numel())
    return real - nnf.logsigmoid(-fake_logits).mean()""",
    ),
]

WRONG = [
    Wrong(
        "halved",
        says="add the two means",
        check=_KNOWS,
        code="""
        def discriminator_loss(real_logits, fake_logits):
            return (F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()) / 2""",
    ),
    Wrong(
        "V itself",
        says="the sign is wrong",
        check=_KNOWS,
        code="""
        def discriminator_loss(real_logits, fake_logits):
            return -F.softplus(-real_logits).mean() - F.softplus(fake_logits).mean()""",
    ),
    Wrong(
        "sums",
        says="these are sums",
        check=_KNOWS,
        code="""
        def discriminator_loss(real_logits, fake_logits):
            return F.softplus(-real_logits).sum() + F.softplus(fake_logits).sum()""",
    ),
    Wrong(
        "exchanged",
        typical=True,
        says="real and fake are exchanged",
        check=_HAND,
        code="""
        def discriminator_loss(real_logits, fake_logits):
            return F.softplus(real_logits).mean() + F.softplus(-fake_logits).mean()""",
    ),
    Wrong(
        "the fakes summed",
        says="a sum over the fakes",
        check=_HAND,
        code="""
        def discriminator_loss(real_logits, fake_logits):
            return F.softplus(-real_logits).mean() + F.softplus(fake_logits).sum()""",
    ),
    Wrong(
        "all together",
        says="averages over all three",
        check=_HAND,
        code="""
        def discriminator_loss(real_logits, fake_logits):
            return torch.cat([F.softplus(-real_logits), F.softplus(fake_logits)]).mean()""",
    ),
    Wrong(
        "sigmoid twice",
        says="sigmoid twice",
        check=_HAND,
        code="""
        def discriminator_loss(real_logits, fake_logits):
            r, f = real_logits.sigmoid(), fake_logits.sigmoid()
            return F.softplus(-r).mean() + F.softplus(f).mean()""",
    ),
    Wrong(
        "log of sigmoid",
        says="take no log of a sigmoid",
        check=_SURE,
        code="""
    def discriminator_loss(real_logits, fake_logits):
        return -real_logits.sigmoid().log().mean() - (1 - fake_logits.sigmoid()).log().mean()""",
    ),
    Wrong(
        "a little added",
        says="cut off",
        check=_SURE,
        code="def discriminator_loss(real_logits, fake_logits):\n"
        "    return -(real_logits.sigmoid() + 1e-8).log().mean()"
        " - (1 - fake_logits.sigmoid() + 1e-8).log().mean()",
    ),
    Wrong(
        "a little added, 1e-12",
        says="cut off",
        check=_SURE,
        code="def discriminator_loss(real_logits, fake_logits):\n"
        "    return -(real_logits.sigmoid() + 1e-12).log().mean()"
        " - (1 - fake_logits.sigmoid() + 1e-12).log().mean()",
    ),
    Wrong(
        "the logits clamped",
        says="expected 200",
        check=_SURE,
        code="""
        def discriminator_loss(real_logits, fake_logits):
            r, f = real_logits.clamp(-30, 30), fake_logits.clamp(-30, 30)
            return F.softplus(-r).mean() + F.softplus(f).mean()""",
    ),
    Wrong(
        "only the fakes",
        says="add the two means",
        check=_KNOWS,
        code="""
        def discriminator_loss(real_logits, fake_logits):
            return F.softplus(fake_logits).mean()""",
    ),
    Wrong(
        "the real ones without gradient",
        says="expected",
        check="random logits, batches of different sizes: value and gradients",
        code="""
        def discriminator_loss(real_logits, fake_logits):
            return F.softplus(-real_logits.detach()).mean() + F.softplus(fake_logits).mean()""",
    ),
    Wrong(
        "cut off at 50",
        says="expected",
        check="random logits, batches of different sizes: value and gradients",
        code="""
def discriminator_loss(real_logits, fake_logits):
    r, f = real_logits.clamp(-50, 50), fake_logits.clamp(-50, 50)
    return F.softplus(-r).mean() + F.softplus(f).mean()""",
    ),
    Wrong(
        "a Python number",
        says="expected a loss with one element",
        check="random logits, batches of different sizes: value and gradients",
        code="""
def discriminator_loss(real_logits, fake_logits):
    return (F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()).item()""",
    ),
    Wrong(
        "sorted in place",
        says="the call changed real_logits",
        check="random logits, batches of different sizes: value and gradients",
        code="""
def discriminator_loss(real_logits, fake_logits):
    real_logits.data.neg_()
    return F.softplus(real_logits).mean() + F.softplus(fake_logits).mean()""",
    ),
    Wrong(
        "as many real ones as fakes",
        says="",
        check="random logits, batches of different sizes: value and gradients",
        code="""
def discriminator_loss(real_logits, fake_logits):
    n = min(len(real_logits), len(fake_logits))
    return F.softplus(-real_logits[:n]).mean() + F.softplus(fake_logits[:n]).mean()""",
    ),
    Wrong(
        "seen before",
        says="kept from call to call",
        check="random logits, batches of different sizes: value and gradients",
        code="""
_seen = {}

def discriminator_loss(real_logits, fake_logits):
    key = real_logits.shape, fake_logits.shape, real_logits.dtype, real_logits.requires_grad
    if key not in _seen:
        _seen[key] = F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()
    return _seen[key]""",
    ),
]

ALLOWED = [
    *(
        Allowed(
            one, "Any floating-point dtype will do, so results count to the precision of float32."
        )
        for one in ("*: result: float*", "*: in float32 first", "*: result: below 0.000001 as 0")
    ),
    *(
        Allowed(one, "A loss of logits up to 100 is neither negative nor above 200.")
        for one in ("*: result: negative numbers as 0", "*: result: at most 255")
    ),
    Allowed("*_logits: at most 1000", "Logits are promised up to 100."),
    Allowed("*_logits: wrong for a number over 100", "Logits are promised up to 100."),
    Allowed("*_logits: wrong for no entry", "A batch holds one row at least."),
    Allowed("*: result: nan in place of 0", "A sum of logarithms of 1 + exp(…) is above 0."),
    Allowed("*_logits: at most 100", "Logits are promised up to 100."),
    Allowed("*_logits: entries below 0.000001 as 0", "Less than the digits that are asked for."),
]

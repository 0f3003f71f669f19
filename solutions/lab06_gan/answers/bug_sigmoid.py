"""Answers to `bug_sigmoid`."""

from autograder.audit.answers import Allowed, Right, Wrong

from ._shared import EXACT_LABELS

_SURE = "a discriminator that is sure and right pays nothing"
_WRONG = "finite, with the full slope, where D is sure and wrong"

_ONES = "torch.ones_like(real_logits)"
_ZEROS = "torch.zeros_like(fake_logits)"

RIGHT = [
    Right(
        "softplus",
        """
        def sure_loss(real_logits, fake_logits):
            return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()""",
    ),
    Right(
        "logsigmoid",
        """
        def sure_loss(real_logits, fake_logits):
            return -(F.logsigmoid(real_logits).mean() + F.logsigmoid(-fake_logits).mean())""",
    ),
    Right(
        "turned round",
        "def sure_loss(real_logits, fake_logits):\n"
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return bce(-real_logits, torch.zeros_like(real_logits))"
        " + bce(-fake_logits, torch.ones_like(fake_logits))",
    ),
    Right(
        "full_like",
        "def sure_loss(real_logits, fake_logits):\n"
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return bce(real_logits, torch.full_like(real_logits, 1.0))"
        " + bce(fake_logits, torch.full_like(fake_logits, 0.0))",
    ),
    Right(
        "the loss of exercise 5",
        """
        def sure_loss(real_logits, fake_logits):
            return discriminator_loss(real_logits, fake_logits)""",
    ),
    Right(
        "a module",
        "def sure_loss(real_logits, fake_logits):\n"
        "    loss = nn.BCEWithLogitsLoss()\n"
        "    return loss(real_logits, real_logits.new_ones(real_logits.shape))"
        " + loss(fake_logits, fake_logits.new_zeros(fake_logits.shape))",
    ),
    Right(
        "a lambda",
        """
one = lambda s: torch.log1p(torch.exp(-s.abs())).mean() + F.relu(s).mean()
sure_loss = lambda r, f: one(-r) + one(f)""",
    ),
    Right(
        "an import and one batch",
        """
import torch.nn.functional as nnf

def sure_loss(real_logits, fake_logits):
    grad = nnf.binary_cross_entropy_with_logits
    both = torch.cat([real_logits, fake_logits])
    labels = (torch.arange(len(both)) < len(real_logits)).to(both.dtype)
    weights = torch.cat([torch.full_like(x, 1 / len(x)) for x in (real_logits, fake_logits)])
    return grad(both, labels, weights, reduction='sum')""",
    ),
]

WRONG = [
    Wrong(
        "as it was",
        says="applied twice",
        check=_SURE,
        code=f"""
        def sure_loss(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return bce(real_logits.sigmoid(), {_ONES}) + bce(fake_logits.sigmoid(), {_ZEROS})""",
    ),
    Wrong(
        "left on the fakes",
        says="0.693 for a fake",
        check=_SURE,
        code=f"""
        def sure_loss(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return bce(real_logits, {_ONES}) + bce(fake_logits.sigmoid(), {_ZEROS})""",
    ),
    Wrong(
        "left on the real ones",
        says="0.313 for a real",
        check=_SURE,
        code=f"""
        def sure_loss(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return bce(real_logits.sigmoid(), {_ONES}) + bce(fake_logits, {_ZEROS})""",
    ),
    Wrong(
        "the loss for probabilities",
        says="still in the way",
        check=_WRONG,
        code="def sure_loss(real_logits, fake_logits):\n"
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return F.binary_cross_entropy(real_logits.sigmoid(), torch.ones_like(real_logits))"
        " + F.binary_cross_entropy(fake_logits.sigmoid(), torch.zeros_like(fake_logits))",
    ),
    Wrong(
        "log of the sigmoid",
        says="not finite",
        check=_WRONG,
        code="""
    def sure_loss(real_logits, fake_logits):
        bce = F.binary_cross_entropy_with_logits
        return -real_logits.sigmoid().log().mean() - (1 - fake_logits.sigmoid()).log().mean()""",
    ),
    Wrong(
        "swapped on top",
        says="expected",
        check=_SURE,
        code="def sure_loss(real_logits, fake_logits):\n"
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return bce(real_logits, torch.zeros_like(real_logits))"
        " + bce(fake_logits, torch.ones_like(fake_logits))",
    ),
    Wrong(
        "a tanh instead",
        says="expected",
        check=_SURE,
        code=f"""
        def sure_loss(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return bce(real_logits.tanh(), {_ONES}) + bce(fake_logits.tanh(), {_ZEROS})""",
    ),
    Wrong(
        "scaled",
        says="expected",
        check=_SURE,
        code="def sure_loss(real_logits, fake_logits):\n"
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return bce(4 * real_logits.sigmoid() - 2, torch.ones_like(real_logits))"
        " + bce(4 * fake_logits.sigmoid() - 2, torch.zeros_like(fake_logits))",
    ),
    Wrong(
        "halves",
        says="that is a half",
        check=_WRONG,
        code=f"""
        def sure_loss(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return (bce(real_logits, {_ONES}) + bce(fake_logits, {_ZEROS})) / 2""",
    ),
    Wrong(
        "a Python number",
        says="expected a loss with one element",
        check="value and slopes of random logits",
        code="""
def sure_loss(real_logits, fake_logits):
    return float(F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean())""",
    ),
    Wrong(
        "cut off at 60",
        says="expected",
        check="value and slopes of random logits",
        code="""
def sure_loss(real_logits, fake_logits):
    r, f = real_logits.clamp(-60, 60), fake_logits.clamp(-60, 60)
    return F.softplus(-r).mean() + F.softplus(f).mean()""",
    ),
    Wrong(
        "negated in place",
        says="the call changed real_logits",
        check="value and slopes of random logits",
        code="""
def sure_loss(real_logits, fake_logits):
    return F.softplus(real_logits.data.neg_()).mean() + F.softplus(fake_logits).mean()""",
    ),
    Wrong(
        "one mean over all",
        says="expected",
        check="value and slopes of random logits",
        code="""
def sure_loss(real_logits, fake_logits):
    both = torch.cat([F.softplus(-real_logits), F.softplus(fake_logits)])
    return 2 * both.mean()""",
    ),
]

EQUIVALENT = EXACT_LABELS

ALLOWED = [
    *(
        Allowed(
            one, "Any floating-point dtype will do, so results count to the precision of float32."
        )
        for one in ("*: result: float*", "*: in float32 first", "*: result: below 0.000001 as 0")
    ),
]

"""Answers to `bug_labels`."""

from autograder.audit.answers import Allowed, Right, Wrong

from ._shared import EXACT_LABELS

_LABELS = "a discriminator that is right pays little"

_ONES = "torch.ones_like(real_logits)"
_ZEROS = "torch.zeros_like(fake_logits)"

RIGHT = [
    Right(
        "softplus",
        """
        def labelled_loss(real_logits, fake_logits):
            return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()""",
    ),
    Right(
        "logsigmoid",
        """
        def labelled_loss(real_logits, fake_logits):
            return -(F.logsigmoid(real_logits).mean() + F.logsigmoid(-fake_logits).mean())""",
    ),
    Right(
        "turned round",
        "def labelled_loss(real_logits, fake_logits):\n"
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return bce(-real_logits, torch.zeros_like(real_logits))"
        " + bce(-fake_logits, torch.ones_like(fake_logits))",
    ),
    Right(
        "full_like",
        "def labelled_loss(real_logits, fake_logits):\n"
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return bce(real_logits, torch.full_like(real_logits, 1.0))"
        " + bce(fake_logits, torch.full_like(fake_logits, 0.0))",
    ),
    Right(
        "the loss of exercise 5",
        """
        def labelled_loss(real_logits, fake_logits):
            return discriminator_loss(real_logits, fake_logits)""",
    ),
    Right(
        "a module",
        "def labelled_loss(real_logits, fake_logits):\n"
        "    loss = nn.BCEWithLogitsLoss()\n"
        "    return loss(real_logits, real_logits.new_ones(real_logits.shape))"
        " + loss(fake_logits, fake_logits.new_zeros(fake_logits.shape))",
    ),
    Right(
        "a lambda",
        """
one = lambda s: torch.log1p(torch.exp(-s.abs())).mean() + F.relu(s).mean()
labelled_loss = lambda r, f: one(-r) + one(f)""",
    ),
    Right(
        "an import and one batch",
        """
import torch.nn.functional as nnf

def labelled_loss(real_logits, fake_logits):
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
        says="are swapped",
        check=_LABELS,
        code="def labelled_loss(real_logits, fake_logits):\n"
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return bce(real_logits, torch.zeros_like(real_logits))"
        " + bce(fake_logits, torch.ones_like(fake_logits))",
    ),
    Wrong(
        "only real changed",
        says="only one of the two labels",
        check=_LABELS,
        code=f"""
        def labelled_loss(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return bce(real_logits, {_ONES}) + bce(fake_logits, torch.ones_like(fake_logits))""",
    ),
    Wrong(
        "only fake changed",
        says="only one of the two labels",
        check=_LABELS,
        code=f"""
        def labelled_loss(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return bce(real_logits, torch.zeros_like(real_logits)) + bce(fake_logits, {_ZEROS})""",
    ),
    Wrong(
        "labels of -1 and 1",
        says="falls below 0",
        check=_LABELS,
        code=f"""
        def labelled_loss(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return bce(real_logits, {_ONES}) + bce(fake_logits, -torch.ones_like(fake_logits))""",
    ),
    Wrong(
        "a minus before it",
        says="falls below 0",
        check=_LABELS,
        code="def labelled_loss(real_logits, fake_logits):\n"
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return -(bce(real_logits, torch.zeros_like(real_logits))"
        " + bce(fake_logits, torch.ones_like(fake_logits)))",
    ),
    Wrong(
        "halves",
        says="that is a half",
        check=_LABELS,
        code=f"""
        def labelled_loss(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return 0.5 * (bce(real_logits, {_ONES}) + bce(fake_logits, {_ZEROS}))""",
    ),
    Wrong(
        "sums",
        says="expected",
        check="value and slopes for random logits",
        code="def labelled_loss(real_logits, fake_logits):\n"
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return bce(real_logits, torch.ones_like(real_logits), reduction='sum')"
        " + bce(fake_logits, torch.zeros_like(fake_logits), reduction='sum')",
    ),
    Wrong(
        "smoothed labels",
        says="expected",
        check=_LABELS,
        code=f"""
        def labelled_loss(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return bce(real_logits, 0.9 * {_ONES}) + bce(fake_logits, {_ZEROS})""",
    ),
    Wrong(
        "the labels for each other",
        says="are swapped",
        check=_LABELS,
        code=f"""
        def labelled_loss(real_logits, fake_logits):
            bce = F.binary_cross_entropy_with_logits
            return bce(fake_logits, {_ONES}) + bce(real_logits, {_ZEROS})""",
    ),
    Wrong(
        "a Python number",
        says="expected a loss with one element",
        check="value and slopes for random logits",
        code="""
def labelled_loss(real_logits, fake_logits):
    return float(F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean())""",
    ),
    Wrong(
        "cut off at 60",
        says="expected",
        check="value and slopes for random logits",
        code="""
def labelled_loss(real_logits, fake_logits):
    r, f = real_logits.clamp(-60, 60), fake_logits.clamp(-60, 60)
    return F.softplus(-r).mean() + F.softplus(f).mean()""",
    ),
    Wrong(
        "negated in place",
        says="the call changed real_logits",
        check="value and slopes for random logits",
        code="""
def labelled_loss(real_logits, fake_logits):
    return F.softplus(real_logits.data.neg_()).mean() + F.softplus(fake_logits).mean()""",
    ),
    Wrong(
        "one mean over all",
        says="expected",
        check="value and slopes for random logits",
        code="""
def labelled_loss(real_logits, fake_logits):
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
        for one in ("*: result: float*", "*: in float32 first")
    ),
]

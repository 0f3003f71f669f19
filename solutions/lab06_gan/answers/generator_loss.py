"""Answers to `generator_loss`."""

from autograder.audit.answers import Allowed, Right, Wrong

_NON = "the non-saturating form: by hand for logits 0 and 3"
_MINI = "the minimax form: by hand for logits 0 and 3"
_FINITE = "both forms are finite at ±100"

RIGHT = [
    Right(
        "logsigmoid",
        "def generator_loss(fake_logits, saturating=False):\n"
        "    return F.logsigmoid(-fake_logits).mean() if saturating"
        " else -F.logsigmoid(fake_logits).mean()",
    ),
    Right(
        "with_logits",
        """
        def generator_loss(fake_logits, saturating=False):
            bce = F.binary_cross_entropy_with_logits
            if saturating:
                return -bce(fake_logits, torch.zeros_like(fake_logits))
            return bce(fake_logits, torch.ones_like(fake_logits))""",
    ),
    Right(
        "logaddexp",
        "def generator_loss(fake_logits, saturating=False):\n"
        "    zero = torch.zeros_like(fake_logits)\n"
        "    return (-torch.logaddexp(zero, fake_logits) if saturating"
        " else torch.logaddexp(zero, -fake_logits)).mean()",
    ),
    Right(
        "difference of the two",
        """
        def generator_loss(fake_logits, saturating=False):
            minimax = -F.softplus(fake_logits).mean()
            return minimax if saturating else -minimax - fake_logits.mean()""",
    ),
    Right(
        "a sign",
        """
        def generator_loss(fake_logits, saturating=False):
            sign = 1 if saturating else -1
            return -sign * F.softplus(sign * fake_logits).mean()""",
    ),
    Right(
        "sum and length",
        """
        def generator_loss(fake_logits, saturating=False):
            values = [-F.softplus(s) if saturating else F.softplus(-s) for s in fake_logits]
            return torch.stack(values).sum() / len(fake_logits)""",
    ),
    Right(
        "float64 inside",
        """
        def generator_loss(fake_logits, saturating=False):
            s = fake_logits.double()
            loss = -F.softplus(s) if saturating else F.softplus(-s)
            return loss.mean().to(fake_logits.dtype)""",
    ),
    Right(
        "a dictionary of lambdas",
        """
def generator_loss(fake_logits, saturating=False):
    forms = {False: lambda s: F.softplus(-s), True: lambda s: -F.softplus(s)}
    return forms[bool(saturating)](fake_logits).mean()""",
    ),
    Right(
        "a module",
        """
class Loss(nn.Module):
    def forward(self, s, saturating):
        sign = -1.0 if saturating else 1.0
        return nn.BCEWithLogitsLoss()(s, torch.full_like(s, float(not saturating))) * sign

def generator_loss(fake_logits, saturating=False):
    return Loss()(fake_logits, saturating)""",
    ),
]

WRONG = [
    Wrong(
        "forms exchanged",
        says="that is the minimax form",
        check=_NON,
        code="""
        def generator_loss(fake_logits, saturating=False):
            return (F.softplus(-fake_logits) if saturating else -F.softplus(fake_logits)).mean()""",
    ),
    Wrong(
        "always non-saturating",
        says="that is the non-saturating form",
        check=_MINI,
        code="""
        def generator_loss(fake_logits, saturating=False):
            return (F.softplus(-fake_logits)).mean()""",
    ),
    Wrong(
        "always minimax",
        says="that is the minimax form",
        check=_NON,
        code="""
        def generator_loss(fake_logits, saturating=False):
            return (-F.softplus(fake_logits)).mean()""",
    ),
    Wrong(
        "D's part",
        says="that is D's part",
        check=_NON,
        code="""
    def generator_loss(fake_logits, saturating=False):
        return (-F.softplus(fake_logits) if saturating else -(-F.softplus(fake_logits))).mean()""",
    ),
    Wrong(
        "sums",
        says="that is a sum",
        check=_NON,
        code="""
        def generator_loss(fake_logits, saturating=False):
            return (-F.softplus(fake_logits) if saturating else F.softplus(-fake_logits)).sum()""",
    ),
    Wrong(
        "the sum in one form",
        says="that is a sum",
        check=_MINI,
        code="def generator_loss(fake_logits, saturating=False):\n"
        "    return (-F.softplus(fake_logits)).sum() if saturating"
        " else (F.softplus(-fake_logits)).mean()",
    ),
    Wrong(
        "minimax with a minus",
        typical=True,
        says="the sign is wrong",
        check=_MINI,
        code="""
    def generator_loss(fake_logits, saturating=False):
        return (-(-F.softplus(fake_logits)) if saturating else F.softplus(-fake_logits)).mean()""",
    ),
    Wrong(
        "non-saturating with a minus",
        says="the sign is wrong",
        check=_NON,
        code="""
    def generator_loss(fake_logits, saturating=False):
        return (-F.softplus(fake_logits) if saturating else -F.softplus(-fake_logits)).mean()""",
    ),
    Wrong(
        "sigmoid twice",
        says="sigmoid twice",
        check=_NON,
        code="def generator_loss(fake_logits, saturating=False):\n"
        "    return (-F.softplus(fake_logits) if saturating"
        " else F.softplus(-fake_logits.sigmoid())).mean()",
    ),
    Wrong(
        "log of sigmoid",
        says="take no log of a sigmoid",
        check=_FINITE,
        code="def generator_loss(fake_logits, saturating=False):\n"
        "    return (1 - fake_logits.sigmoid()).log().mean() if saturating"
        " else -fake_logits.sigmoid().log().mean()",
    ),
    Wrong(
        "log of 1 - sigmoid only",
        says="take no log of a sigmoid",
        check=_FINITE,
        code="def generator_loss(fake_logits, saturating=False):\n"
        "    return ((1 - fake_logits.sigmoid()).log() if saturating"
        " else F.softplus(-fake_logits)).mean()",
    ),
    Wrong(
        "detached",
        says="carries no gradient",
        check="both forms: random logits, value and gradient",
        code="def generator_loss(fake_logits, saturating=False):\n"
        "    return (-F.softplus(fake_logits) if saturating"
        " else F.softplus(-fake_logits)).mean().detach()",
    ),
    Wrong(
        "clamped",
        says="expected 50",
        check=_FINITE,
        code="def generator_loss(fake_logits, saturating=False):\n"
        "    return F.softplus(-fake_logits.clamp(-20, 20)).mean() if not saturating"
        " else -F.softplus(fake_logits.clamp(-20, 20)).mean()",
    ),
    Wrong(
        "a Python number",
        says="expected a loss with one element",
        check="both forms: random logits, value and gradient",
        code="""
def generator_loss(fake_logits, saturating=False):
    return (-F.softplus(fake_logits) if saturating else F.softplus(-fake_logits)).mean().item()""",
    ),
    Wrong(
        "cut off at 60",
        says="expected",
        check="both forms: random logits, value and gradient",
        code="""
def generator_loss(fake_logits, saturating=False):
    s = fake_logits.clamp(-60, 60)
    return (-F.softplus(s) if saturating else F.softplus(-s)).mean()""",
    ),
    Wrong(
        "negated in place",
        says="the call changed fake_logits",
        check="both forms: random logits, value and gradient",
        code="""
def generator_loss(fake_logits, saturating=False):
    if saturating:
        return -F.softplus(fake_logits).mean()
    return F.softplus(fake_logits.data.neg_()).mean()""",
    ),
    Wrong(
        "small losses dropped",
        says="expected",
        check="both forms: random logits, value and gradient",
        code="""
def generator_loss(fake_logits, saturating=False):
    loss = (-F.softplus(fake_logits) if saturating else F.softplus(-fake_logits)).mean()
    return loss * (loss.abs() > 5e-3)""",
    ),
    Wrong(
        "one logit squeezed away",
        says="",
        check="both forms: random logits, value and gradient",
        code="""
def generator_loss(fake_logits, saturating=False):
    s = fake_logits.squeeze()
    each = torch.stack([-F.softplus(x) if saturating else F.softplus(-x) for x in s])
    return each.mean()""",
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
        Allowed(one, "Logits are promised up to 100, and so are losses.")
        for one in ("*: result: at most 100", "*: result: at most 255")
    ),
    Allowed("*_logits: at most 1000", "Logits are promised up to 100."),
    Allowed("*_logits: wrong for a number over 100", "Logits are promised up to 100."),
    Allowed("*_logits: wrong for no entry", "A batch holds one row at least."),
    Allowed("*: result: nan in place of 0", "A sum of logarithms of 1 + exp(…) is above 0."),
    Allowed("*_logits: entries below 0.000001 as 0", "Less than the digits that are asked for."),
]

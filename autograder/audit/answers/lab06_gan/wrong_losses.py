"""Wrong losses, values and distances, as students write them."""

from autograder.audit.answers.answer import Wrong

_KNOWS = "a discriminator that knows nothing pays 2 log 2"
_HAND = "three logits by hand: real 2, fakes -1 and 0"
_SURE = "logits of ±100: finite, and right"
_D_LOSS = [
    (
        "halved",
        _KNOWS,
        "add the two means",
        "return (F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()) / 2",
    ),
    (
        "V itself",
        _KNOWS,
        "the sign is wrong",
        "return -F.softplus(-real_logits).mean() - F.softplus(fake_logits).mean()",
    ),
    (
        "sums",
        _KNOWS,
        "these are sums",
        "return F.softplus(-real_logits).sum() + F.softplus(fake_logits).sum()",
    ),
    (
        "exchanged",
        _HAND,
        "real and fake are exchanged",
        "return F.softplus(real_logits).mean() + F.softplus(-fake_logits).mean()",
    ),
    (
        "the fakes summed",
        _HAND,
        "a sum over the fakes",
        "return F.softplus(-real_logits).mean() + F.softplus(fake_logits).sum()",
    ),
    (
        "all together",
        _HAND,
        "averages over all three",
        "return torch.cat([F.softplus(-real_logits), F.softplus(fake_logits)]).mean()",
    ),
    (
        "sigmoid twice",
        _HAND,
        "sigmoid twice",
        "r, f = real_logits.sigmoid(), fake_logits.sigmoid()\n"
        "    return F.softplus(-r).mean() + F.softplus(f).mean()",
    ),
    (
        "log of sigmoid",
        _SURE,
        "take no log of a sigmoid",
        "return -real_logits.sigmoid().log().mean() - (1 - fake_logits.sigmoid()).log().mean()",
    ),
    (
        "a little added",
        _SURE,
        "cut off",
        "return -(real_logits.sigmoid() + 1e-8).log().mean()"
        " - (1 - fake_logits.sigmoid() + 1e-8).log().mean()",
    ),
    (
        "a little added, 1e-12",
        _SURE,
        "cut off",
        "return -(real_logits.sigmoid() + 1e-12).log().mean()"
        " - (1 - fake_logits.sigmoid() + 1e-12).log().mean()",
    ),
    (
        "the logits clamped",
        _SURE,
        "expected 200",
        "r, f = real_logits.clamp(-30, 30), fake_logits.clamp(-30, 30)\n"
        "    return F.softplus(-r).mean() + F.softplus(f).mean()",
    ),
    (
        "only the fakes",
        _KNOWS,
        "add the two means",
        "return F.softplus(fake_logits).mean()",
    ),
    (
        "the real ones without gradient",
        "random logits, batches of different sizes: value and gradients",
        "expected",
        "return F.softplus(-real_logits.detach()).mean() + F.softplus(fake_logits).mean()",
    ),
]

_NON, _MINI = (
    "the non-saturating form: by hand for logits 0 and 3",
    "the minimax form: by hand for logits 0 and 3",
)
_FINITE = "both forms are finite at ±100"
_N, _M = "F.softplus(-fake_logits)", "-F.softplus(fake_logits)"
_G_LOSS = [
    ("forms exchanged", _NON, "that is the minimax form", f"({_N} if saturating else {_M}).mean()"),
    ("always non-saturating", _MINI, "that is the non-saturating form", f"({_N}).mean()"),
    ("always minimax", _NON, "that is the minimax form", f"({_M}).mean()"),
    ("D's part", _NON, "that is D's part", f"({_M} if saturating else -({_M})).mean()"),
    ("sums", _NON, "that is a sum", f"({_M} if saturating else {_N}).sum()"),
    (
        "the sum in one form",
        _MINI,
        "that is a sum",
        f"({_M}).sum() if saturating else ({_N}).mean()",
    ),
    (
        "minimax with a minus",
        _MINI,
        "the sign is wrong",
        f"(-({_M}) if saturating else {_N}).mean()",
    ),
    (
        "non-saturating with a minus",
        _NON,
        "the sign is wrong",
        f"({_M} if saturating else -{_N}).mean()",
    ),
    (
        "sigmoid twice",
        _NON,
        "sigmoid twice",
        f"({_M} if saturating else F.softplus(-fake_logits.sigmoid())).mean()",
    ),
    (
        "log of sigmoid",
        _FINITE,
        "take no log of a sigmoid",
        "(1 - fake_logits.sigmoid()).log().mean() if saturating"
        " else -fake_logits.sigmoid().log().mean()",
    ),
    (
        "log of 1 - sigmoid only",
        _FINITE,
        "take no log of a sigmoid",
        f"((1 - fake_logits.sigmoid()).log() if saturating else {_N}).mean()",
    ),
    (
        "detached",
        "the non-saturating form: random logits, value and gradient",
        "carries no gradient",
        f"({_M} if saturating else {_N}).mean().detach()",
    ),
    (
        "clamped",
        _FINITE,
        "expected 50",
        "F.softplus(-fake_logits.clamp(-20, 20)).mean() if not saturating"
        " else -F.softplus(fake_logits.clamp(-20, 20)).mean()",
    ),
]

_TWO = "two points by hand: p = (0.5, 0.5), q = (0.25, 0.75)"
_V = "the value of the two points, and -log 4 at equilibrium"
_ZERO = "densities that are 0: no nan"
_BEST = "torch.where(p + q > 0, p / (p + q).clamp(min=1e-30), 0.5)"
_SUM = "((torch.xlogy(p, d) + torch.xlogy(q, 1 - d)) * dx).sum()"
_VALUE = [
    ("q over the sum", _TWO, "that is q / (p + q)", _BEST.replace("p / (", "q / ("), _SUM),
    ("the ratio", _TWO, "that is p / q", "torch.where(q > 0, p / q.clamp(min=1e-30), 0.5)", _SUM),
    ("nan where nothing is", _ZERO, "0/0 is nan", "p / (p + q)", _SUM),
    ("a little added", _ZERO, "a tiny number", "p / (p + q + 1e-8)", _SUM),
    ("the mean", _V, "a mean over the grid", _BEST, _SUM.replace(".sum()", ".mean()")),
    ("the loss", _V, "the sign is wrong", _BEST, "-" + _SUM),
    (
        "exchanged",
        _V,
        "d and 1 - d are exchanged",
        _BEST,
        "((torch.xlogy(p, 1 - d) + torch.xlogy(q, d)) * dx).sum()",
    ),
    (
        "no dx",
        "the value uses dx",
        "dx is left out",
        _BEST,
        "(torch.xlogy(p, d) + torch.xlogy(q, 1 - d)).sum()",
    ),
    (
        "log of zero",
        _ZERO,
        "0 · log 0",
        _BEST,
        "((p * d.log() + q * (1 - d).log()) * dx).sum()",
    ),
    ("always one half", _TWO, "D is no coin", "torch.full_like(p, 0.5)", _SUM),
    ("the more likely one", _TWO, "not how likely", "(p > q).to(p.dtype)", _SUM),
    (
        "log to base 2",
        _V,
        "to base 2",
        _BEST,
        "((torch.xlogy(p, d) + torch.xlogy(q, 1 - d)) * dx).sum() / math.log(2)",
    ),
]

_FHAND, _SELF = "two features by hand", "a set and itself: 0"
_CORR, _FEW = "correlated features", "fewer pictures than features: no nan"
_F = {
    "means": "(a.mean(0) - b.mean(0)).square().sum()",
    "traces": "(ca.trace() + cb.trace())",
    "roots": "torch.linalg.eigvals(ca @ cb).real.clamp(min=0).sqrt().sum()",
}
_FRECHET = [
    ("no means", _FHAND, "the means are left out", "{traces} - 2 * {roots}"),
    ("only means", _FHAND, "the covariances are left out", "{means}"),
    ("no root", _FHAND, "the term with the root is left out", "{means} + {traces}"),
    (
        "the root of it",
        _FHAND,
        "that is the root of it",
        "({means} + {traces} - 2 * {roots}).clamp(min=0).sqrt()",
    ),
    (
        "divided by n",
        _FHAND,
        "divided by n",
        "{means} + {traces} * 2 / 3 - 2 * {roots} * 2 / 3",
    ),
    (
        "the mean over features",
        _SELF,
        "averaged over the features",
        "(a.mean(0) - b.mean(0)).square().mean() + {traces} - 2 * {roots}",
    ),
    (
        "the root of entries",
        _CORR,
        "the root was taken of each entry",
        "{means} + {traces} - 2 * (ca @ cb).diagonal().clamp(min=0).sqrt().sum()",
    ),
    (
        "variances only",
        _CORR,
        "only the variances were used",
        "{means} + (ca.diagonal().sqrt() - cb.diagonal().sqrt()).square().sum()",
    ),
    ("the factor 2", _CORR, "the factor 2", "{means} + {traces} - {roots}"),
    (
        "nan of rounding",
        _FEW,
        "expected",
        "{means} + {traces} - 2 * torch.linalg.eigvals(ca @ cb).real.sqrt().sum()",
    ),
    (
        "complex",
        "one number, of float32 features too",
        "",
        "{means} + {traces} - 2 * torch.linalg.eigvals(ca @ cb).sqrt().sum()",
    ),
    (
        "the length of the means",
        _FHAND,
        "the length of the difference",
        "{means}.sqrt() + {traces} - 2 * {roots}",
    ),
]

ANSWERS = [
    *(
        Wrong(
            exercise="discriminator_loss",
            name=name,
            check=check,
            says=says,
            code=f"def discriminator_loss(real_logits, fake_logits):\n    {body}",
        )
        for name, check, says, body in _D_LOSS
    ),
    *(
        Wrong(
            exercise="generator_loss",
            name=name,
            check=check,
            says=says,
            code=f"def generator_loss(fake_logits, saturating=False):\n    return {body}",
        )
        for name, check, says, body in _G_LOSS
    ),
    *(
        Wrong(
            exercise="value",
            name=name,
            check=check,
            says=says,
            code=f"def best_discriminator(p, q):\n    return {best}\n\n"
            f"def game_value(p, q, d, dx):\n    return {value}",
        )
        for name, check, says, best, value in _VALUE
    ),
    *(
        Wrong(
            exercise="frechet_distance",
            name=name,
            check=check,
            says=says,
            code="def frechet_distance(a, b):\n    a, b = a.double(), b.double()\n"
            + "    ca, cb = torch.cov(a.T), torch.cov(b.T)\n    return "
            + body.format(**_F),
        )
        for name, check, says, body in _FRECHET
    ),
    Wrong(
        exercise="frechet_distance",
        name="in float32",
        check="64 float32 features of 8 pictures, and themselves: 0",
        says="compute in float64",
        code="def frechet_distance(a, b):\n    ca, cb = torch.cov(a.T), torch.cov(b.T)\n"
        + "    return {means} + {traces} - 2 * {roots}".format(**_F),
    ),
]

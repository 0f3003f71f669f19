"""Answers to `value`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

_TWO = "two points by hand: p = (0.5, 0.5), q = (0.25, 0.75)"
_V = "the value of the two points, and -log 4 at equilibrium"
_ZERO = "densities that are 0: no nan"

_BEST = "torch.where(p + q > 0, p / (p + q).clamp(min=1e-30), 0.5)"
_SUM = "((torch.xlogy(p, d) + torch.xlogy(q, 1 - d)) * dx).sum()"

_PLAIN = f"""
def best_discriminator(p, q):
    return {_BEST}

def game_value(p, q, d, dx):
    return {_SUM}"""

_V2 = "V of any discriminator"
_BEST_OF = "the best discriminator of random densities"

RIGHT = [
    Right(
        "nan_to_num",
        """
        def best_discriminator(p, q):
            return torch.nan_to_num(p / (p + q), nan=0.5)

        def game_value(p, q, d, dx):
            return dx * (torch.xlogy(p, d).sum() + torch.xlogy(q, 1 - d).sum())""",
    ),
    Right(
        "masks",
        """
        def best_discriminator(p, q):
            d = torch.full_like(p, 0.5)
            some = p + q > 0
            d[some] = p[some] / (p[some] + q[some])
            return d

        def game_value(p, q, d, dx):
            a, b = p > 0, q > 0
            return ((p[a] * d[a].log()).sum() + (q[b] * (1 - d[b]).log()).sum()) * dx""",
    ),
    Right(
        "python lists",
        "def best_discriminator(p, q):\n"
        "    return torch.tensor([a / (a + b) if a + b > 0 else 0.5 for a, b"
        " in zip(p.tolist(), q.tolist())])\n"
        "\n"
        "def game_value(p, q, d, dx):\n"
        "    total = 0.0\n"
        "    for a, b, c in zip(p.tolist(), q.tolist(), d.tolist()):\n"
        "        total += a * math.log(c) if a > 0 else 0\n"
        "        total += b * math.log1p(-c) if b > 0 else 0\n"
        "    return torch.tensor(total * dx, dtype=torch.float64)",
    ),
    Right(
        "special",
        "def best_discriminator(p, q):\n"
        "    both = (p == 0) & (q == 0)\n"
        "    return torch.where(both, torch.tensor(0.5, dtype=p.dtype), p"
        " / torch.where(both, torch.ones_like(p), p + q))\n"
        "\n"
        "def game_value(p, q, d, dx):\n"
        "    return torch.sum(torch.special.xlogy(p, d) + torch.special.xlog1py(q, -d)) * dx",
    ),
    Right(
        "float64",
        """
        def best_discriminator(p, q):
            p, q = p.double(), q.double()
            return torch.where(p + q == 0, 0.5, p / (p + q))

        def game_value(p, q, d, dx):
            p, q, d = p.double(), q.double(), d.double()
            return (torch.xlogy(p, d) + torch.xlogy(q, 1 - d)).sum() * dx""",
    ),
    Right(
        "numpy",
        "import numpy as np\n"
        "\n"
        "def best_discriminator(p, q):\n"
        "    p, q = p.numpy(), q.numpy()\n"
        "    return torch.from_numpy(np.divide(p, p + q, out=np.full_like(p, 0.5), where=p + q"
        " > 0))\n"
        "\n"
        "def game_value(p, q, d, dx):\n"
        "    from scipy.special import xlog1py, xlogy\n"
        "    return torch.tensor(float((xlogy(p.double().numpy(), d.double().numpy())"
        " + xlog1py(q.double().numpy(), -d.double().numpy())).sum() * dx))",
    ),
    Right(
        "lambdas",
        """
best_discriminator = lambda p, q: torch.where((p == 0) & (q == 0), 0.5, p / (p + q))
both = lambda p, q, d: torch.xlogy(p, d) + torch.special.xlog1py(q, -d)
game_value = lambda p, q, d, dx: both(p, q, d).sum().item() * dx""",
    ),
    Right(
        "a division turned round",
        """
def best_discriminator(p, q):
    grad = torch.ones_like(p) / 2
    there = p > 0
    grad[there] = 1 / (1 + q[there] / p[there])
    grad[(p == 0) & (q > 0)] = 0
    return grad

def game_value(p, q, d, dx):
    return torch.trapezoid(torch.zeros(2)) + sum(
        (torch.xlogy(a, b) * dx).sum() for a, b in ((p, d), (q, 1 - d)))""",
    ),
]

WRONG = [
    Wrong(
        "q over the sum",
        says="that is q / (p + q)",
        check=_TWO,
        code=but(_PLAIN, "p / (p + q)", "q / (p + q)"),
    ),
    Wrong(
        "the ratio",
        says="that is p / q",
        check=_TWO,
        code=but(_PLAIN, "p + q > 0", "q > 0", "(p + q).clamp(min=1e-30)", "q.clamp(min=1e-30)"),
    ),
    Wrong(
        "nan where nothing is",
        says="0/0 is nan",
        check=_ZERO,
        code=but(_PLAIN, _BEST, "p / (p + q)"),
    ),
    Wrong(
        "a little added",
        says="a tiny number",
        check=_ZERO,
        code=but(_PLAIN, _BEST, "p / (p + q + 1e-8)"),
    ),
    Wrong("the mean", says="a mean over the grid", check=_V, code=but(_PLAIN, ".sum()", ".mean()")),
    Wrong("the loss", says="the sign is wrong", check=_V, code=but(_PLAIN, _SUM, f"-{_SUM}")),
    Wrong(
        "exchanged",
        says="d and 1 - d are exchanged",
        check=_V,
        code=but(_PLAIN, "(p, d)", "(p, 1 - d)", "(q, 1 - d)", "(q, d)"),
    ),
    Wrong(
        "no dx",
        says="dx is left out",
        check=_V,
        code=but(_PLAIN, _SUM, "(torch.xlogy(p, d) + torch.xlogy(q, 1 - d)).sum()"),
    ),
    Wrong(
        "log of zero",
        says="0 · log 0",
        check=_ZERO,
        code=but(
            _PLAIN, "torch.xlogy(p, d)", "p * d.log()", "torch.xlogy(q, 1 - d)", "q * (1 - d).log()"
        ),
    ),
    Wrong(
        "always one half",
        says="D is no coin",
        check=_TWO,
        code=but(_PLAIN, _BEST, "torch.full_like(p, 0.5)"),
    ),
    Wrong(
        "the more likely one",
        says="not how likely",
        check=_TWO,
        code=but(_PLAIN, _BEST, "(p > q).to(p.dtype)"),
    ),
    Wrong(
        "log to base 2", says="to base 2", check=_V, code=but(_PLAIN, _SUM, f"{_SUM} / math.log(2)")
    ),
    Wrong(
        "d replaced by the best",
        says="does not depend on d",
        check=_V2,
        code=but(
            _PLAIN,
            "torch.xlogy(p, d)",
            "torch.xlogy(p, best_discriminator(p, q))",
            "torch.xlogy(q, 1 - d)",
            "torch.xlogy(q, 1 - best_discriminator(p, q))",
        ),
    ),
    Wrong(
        "d kept away from 0 and 1",
        says="expected",
        check=_V2,
        code=but(_PLAIN, "torch.xlogy(p, d)", "torch.xlogy(p, d.clamp(min=1e-7))"),
    ),
    Wrong(
        "a threshold",
        says="expected",
        check=_BEST_OF,
        code=but(_PLAIN, "p + q > 0", "p + q > 1e-12"),
    ),
    Wrong(
        "the total in place",
        says="the call changed p",
        check=_BEST_OF,
        code=but(
            _PLAIN,
            "return torch.where(p + q > 0, p / (p + q).clamp(min=1e-30), 0.5)",
            "total = p.add_(q)\n"
            "    return torch.where(total > 0, (total - q) / total.clamp(min=1e-30), 0.5)",
        ),
    ),
    Wrong(
        "rounded to three places",
        says="expected",
        check=_BEST_OF,
        code=but(
            _PLAIN,
            "torch.where(p + q > 0, p / (p + q).clamp(min=1e-30), 0.5)",
            "torch.where(p + q > 0, p / (p + q).clamp(min=1e-30), 0.5).mul(1000).round() / 1000",
        ),
    ),
]

_RATIO = "return torch.where(total > 0, p / total.clamp(min=torch.finfo(p.dtype).tiny), 0.5)"

EQUIVALENT = [
    Equivalent(
        _RATIO,
        _RATIO.replace("clamp(", "clamp_("),
        "The total was made in this call, and is not read after this line; clamped, it is still "
        "positive where it was.",
    ),
    Equivalent(
        _RATIO,
        "return torch.where(total > 0, p / total, 0.5)",
        "Where the total is 0, 0.5 stands in place of the nan.",
    ),
]

ALLOWED = [
    *(
        Allowed(
            one, "Any floating-point dtype will do, so results count to the precision of float32."
        )
        for one in ("*: result: float*", "*: in float32 first", "*: result: below 0.000001 as 0")
    ),
    Allowed(
        "game_value: result: as Python numbers", "A number is as good as a tensor of shape ()."
    ),
    Allowed("best_discriminator: result: negative numbers as 0", "A probability is from 0 to 1."),
    Allowed("best_discriminator: result: at most *", "A probability is from 0 to 1."),
    Allowed("*: p: *negative*", "A density is never negative."),
    Allowed("*: q: *negative*", "A density is never negative."),
    Allowed("game_value: d: *negative*", "A probability is from 0 to 1."),
    Allowed("game_value: d: at most *", "A probability is from 0 to 1."),
    Allowed("game_value: d: wrong for a number over 100", "A probability is from 0 to 1."),
    Allowed("*: wrong for no entry", "A density has one place at least."),
    Allowed("game_value: dx: wrong for *", "A width is above 0."),
    Allowed(
        "game_value: result: at most *", "V is a sum of logarithms of probabilities: never above 0."
    ),
    Allowed(
        "game_value: *: entries below 0.000001 as 0", "Less than the digits that are asked for."
    ),
]

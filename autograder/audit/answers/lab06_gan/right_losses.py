"""Right answers on losses, values and measures."""

from autograder.audit.answers.answer import Right

_D_LOSS = {
    "with_logits": (
        "return F.binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits))"
        " + F.binary_cross_entropy_with_logits(fake_logits, torch.zeros_like(fake_logits))"
    ),
    "logsigmoid": ("return -F.logsigmoid(real_logits).mean() - F.logsigmoid(-fake_logits).mean()"),
    "logaddexp": (
        "zero = real_logits.new_zeros(())\n"
        "    return (torch.logaddexp(zero, -real_logits).mean()"
        " + torch.logaddexp(zero, fake_logits).mean())"
    ),
    "one batch with labels": (
        "n, m = len(real_logits), len(fake_logits)\n"
        "    each = F.binary_cross_entropy_with_logits(torch.cat([real_logits, fake_logits]),"
        " torch.cat([torch.ones_like(real_logits), torch.zeros_like(fake_logits)]),"
        " reduction='none')\n"
        "    return each[:n].sum() / n + each[n:].sum() / m"
    ),
    "the larger part first": (
        "def one(s):\n        return s.clamp(min=0) + torch.log1p(torch.exp(-s.abs()))\n"
        "    return one(-real_logits).mean() + one(fake_logits).mean()"
    ),
    "loops": (
        "total = sum(F.softplus(-r) for r in real_logits) / len(real_logits)\n"
        "    return total + sum(F.softplus(f) for f in fake_logits) / len(fake_logits)"
    ),
    "soft margin": (
        "return F.soft_margin_loss(real_logits, torch.ones_like(real_logits))"
        " + F.soft_margin_loss(fake_logits, -torch.ones_like(fake_logits))"
        " if real_logits.abs().max() < 80 and fake_logits.abs().max() < 80 else"
        " F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()"
    ),
}

_G_LOSS = {
    "logsigmoid": (
        "return F.logsigmoid(-fake_logits).mean() if saturating"
        " else -F.logsigmoid(fake_logits).mean()"
    ),
    "with_logits": (
        "bce = F.binary_cross_entropy_with_logits\n"
        "    if saturating:\n"
        "        return -bce(fake_logits, torch.zeros_like(fake_logits))\n"
        "    return bce(fake_logits, torch.ones_like(fake_logits))"
    ),
    "logaddexp": (
        "zero = torch.zeros_like(fake_logits)\n"
        "    return (-torch.logaddexp(zero, fake_logits) if saturating"
        " else torch.logaddexp(zero, -fake_logits)).mean()"
    ),
    "difference of the two": (
        "minimax = -F.softplus(fake_logits).mean()\n"
        "    return minimax if saturating else -minimax - fake_logits.mean()"
    ),
    "a sign": (
        "sign = 1 if saturating else -1\n    return -sign * F.softplus(sign * fake_logits).mean()"
    ),
    "sum and length": (
        "values = [-F.softplus(s) if saturating else F.softplus(-s) for s in fake_logits]\n"
        "    return torch.stack(values).sum() / len(fake_logits)"
    ),
    "float64 inside": (
        "s = fake_logits.double()\n"
        "    loss = -F.softplus(s) if saturating else F.softplus(-s)\n"
        "    return loss.mean().to(fake_logits.dtype)"
    ),
}

_VALUE = {
    "nan_to_num": (
        "def best_discriminator(p, q):\n    return torch.nan_to_num(p / (p + q), nan=0.5)\n\n"
        "def game_value(p, q, d, dx):\n"
        "    return dx * (torch.xlogy(p, d).sum() + torch.xlogy(q, 1 - d).sum())"
    ),
    "masks": (
        "def best_discriminator(p, q):\n    d = torch.full_like(p, 0.5)\n    some = p + q > 0\n"
        "    d[some] = p[some] / (p[some] + q[some])\n    return d\n\n"
        "def game_value(p, q, d, dx):\n    a, b = p > 0, q > 0\n"
        "    return ((p[a] * d[a].log()).sum() + (q[b] * (1 - d[b]).log()).sum()) * dx"
    ),
    "python lists": (
        "def best_discriminator(p, q):\n"
        "    return torch.tensor([a / (a + b) if a + b > 0 else 0.5"
        " for a, b in zip(p.tolist(), q.tolist())])\n\n"
        "def game_value(p, q, d, dx):\n    total = 0.0\n"
        "    for a, b, c in zip(p.tolist(), q.tolist(), d.tolist()):\n"
        "        total += a * math.log(c) if a > 0 else 0\n"
        "        total += b * math.log1p(-c) if b > 0 else 0\n"
        "    return torch.tensor(total * dx, dtype=torch.float64)"
    ),
    "special": (
        "def best_discriminator(p, q):\n    both = (p == 0) & (q == 0)\n"
        "    return torch.where(both, torch.tensor(0.5, dtype=p.dtype),"
        " p / torch.where(both, torch.ones_like(p), p + q))\n\n"
        "def game_value(p, q, d, dx):\n"
        "    return torch.sum(torch.special.xlogy(p, d) + torch.special.xlog1py(q, -d)) * dx"
    ),
    "float64": (
        "def best_discriminator(p, q):\n    p, q = p.double(), q.double()\n"
        "    return torch.where(p + q == 0, 0.5, p / (p + q))\n\n"
        "def game_value(p, q, d, dx):\n    p, q, d = p.double(), q.double(), d.double()\n"
        "    return (torch.xlogy(p, d) + torch.xlogy(q, 1 - d)).sum() * dx"
    ),
    "numpy": (
        "import numpy as np\n\n"
        "def best_discriminator(p, q):\n    p, q = p.numpy(), q.numpy()\n"
        "    return torch.from_numpy(np.divide(p, p + q, out=np.full_like(p, 0.5),"
        " where=p + q > 0))\n\n"
        "def game_value(p, q, d, dx):\n    from scipy.special import xlog1py, xlogy\n"
        "    return torch.tensor(float((xlogy(p.double().numpy(), d.double().numpy())"
        " + xlog1py(q.double().numpy(), -d.double().numpy())).sum() * dx))"
    ),
}

_FRECHET = {
    "symmetric root": (
        "a, b = a.double(), b.double()\n"
        "    ca, cb = torch.cov(a.T), torch.cov(b.T)\n"
        "    w, v = torch.linalg.eigh(ca)\n"
        "    half = v @ torch.diag(w.clamp(min=0).sqrt()) @ v.T\n"
        "    roots = torch.linalg.eigvalsh(half @ cb @ half).clamp(min=0).sqrt()\n"
        "    return (a.mean(0) - b.mean(0)).pow(2).sum() + torch.trace(ca + cb) - 2 * roots.sum()"
    ),
    "scipy": (
        "import numpy as np\n    from scipy.linalg import sqrtm\n"
        "    a, b = a.double().numpy(), b.double().numpy()\n"
        "    ca, cb = np.cov(a.T), np.cov(b.T)\n"
        "    return float(np.sum((a.mean(0) - b.mean(0)) ** 2)"
        " + np.trace(ca + cb) - 2 * np.trace(np.real(sqrtm(ca @ cb))))"
    ),
    "centred by hand": (
        "a, b = a.double(), b.double()\n"
        "    x, y = a - a.mean(0), b - b.mean(0)\n"
        "    ca, cb = x.T @ x / (len(a) - 1), y.T @ y / (len(b) - 1)\n"
        "    e = torch.linalg.eigvals(ca @ cb).real.clamp(min=0)\n"
        "    return ((a.mean(0) - b.mean(0)) ** 2).sum() + ca.trace() + cb.trace()"
        " - 2 * e.sqrt().sum()"
    ),
    "singular values": (
        "a, b = a.double(), b.double()\n"
        "    x = (a - a.mean(0)) / (len(a) - 1) ** 0.5\n"
        "    y = (b - b.mean(0)) / (len(b) - 1) ** 0.5\n"
        "    return ((a.mean(0) - b.mean(0)).square().sum() + x.square().sum()"
        " + y.square().sum() - 2 * torch.linalg.svdvals(x @ y.T).sum())"
    ),
    "numpy eigenvalues": (
        "import numpy as np\n"
        "    a, b = a.numpy().astype(float), b.numpy().astype(float)\n"
        "    ca, cb = np.cov(a, rowvar=False), np.cov(b, rowvar=False)\n"
        "    e = np.linalg.eigvals(ca @ cb)\n"
        "    root = np.sqrt(np.maximum(e.real, 0)).sum()\n"
        "    return torch.tensor(((a.mean(0) - b.mean(0)) ** 2).sum()"
        " + np.trace(ca) + np.trace(cb) - 2 * root)"
    ),
    "the other order, a float": (
        "ca, cb = torch.cov(a.double().T), torch.cov(b.double().T)\n"
        "    e = torch.linalg.eigvals(cb @ ca).real.clamp_min(0)\n"
        "    apart = torch.dist(a.double().mean(0), b.double().mean(0)) ** 2\n"
        "    return (apart + ca.diagonal().sum() + cb.diagonal().sum() - 2 * e.sqrt().sum()).item()"
    ),
}

_HEADS = {
    "discriminator_loss": "def discriminator_loss(real_logits, fake_logits):\n    ",
    "generator_loss": "def generator_loss(fake_logits, saturating=False):\n    ",
    "value": "",
    "frechet_distance": "def frechet_distance(a, b):\n    ",
}
_BODIES = {
    "discriminator_loss": _D_LOSS,
    "generator_loss": _G_LOSS,
    "value": _VALUE,
    "frechet_distance": _FRECHET,
}

ANSWERS = [
    Right(exercise, name, _HEADS[exercise] + body)
    for exercise, bodies in _BODIES.items()
    for name, body in bodies.items()
]

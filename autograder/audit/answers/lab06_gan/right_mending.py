"""Right answers on illnesses, bugs and the quiz."""

from autograder.audit.answers.answer import Right

_RATES = {
    "both a little faster": "mended = dict(g_lr=2e-3, d_lr=2.5e-3)",
    "D twice as fast": 'mended = {"g_lr": 2e-3, "d_lr": 4e-3}',
    "only D changed": 'mended = {"g_lr": 2.2e-3, "d_lr": 2.2e-3, "head_start": 0}',
    "the defaults": "mended = {'g_lr': 0.002, 'd_lr': 0.002, 'head_start': 5}",
    "computed": "rate = 1 / 500\nmended = {'g_lr': rate, 'd_lr': 1.5 * rate}",
    "three to two": 'mended = {"g_lr": 0.0018, "d_lr": 0.0027}',
}

_PENALTY = {
    "norm": (
        "    x = real.detach().clone().requires_grad_(True)\n"
        "    g = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)[0]\n"
        "    return g.flatten(1).norm(dim=1).pow(2).mean()"
    ),
    "grad_outputs": (
        "    x = real.clone().detach().requires_grad_()\n    s = discriminator(x)\n"
        "    g, = torch.autograd.grad(s, x, grad_outputs=torch.ones_like(s), create_graph=True)\n"
        "    return (g.reshape(len(x), -1) ** 2).sum(1).mean()"
    ),
    "sum over all, divided by n": (
        "    x = real.detach().requires_grad_()\n"
        "    g, = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)\n"
        "    return (g * g).sum() / len(x)"
    ),
    "einsum": (
        "    x = real.detach().requires_grad_()\n"
        "    g, = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)\n"
        "    g = g.flatten(1)\n    return torch.einsum('nd,nd->n', g, g).mean()"
    ),
    "picture by picture": (
        "    total = 0\n    for one in real:\n        x = one[None].detach().requires_grad_()\n"
        "        g, = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)\n"
        "        total = total + g.square().sum()\n    return total / len(real)"
    ),
    "mean, times the numbers": (
        "    x = real.detach().requires_grad_()\n"
        "    g, = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)\n"
        "    return g.square().mean() * (x.numel() / len(x))"
    ),
}

_LOSS = {
    "softplus": "    return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()",
    "logsigmoid": (
        "    return -(F.logsigmoid(real_logits).mean() + F.logsigmoid(-fake_logits).mean())"
    ),
    "turned round": (
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return bce(-real_logits, torch.zeros_like(real_logits))"
        " + bce(-fake_logits, torch.ones_like(fake_logits))"
    ),
    "full_like": (
        "    bce = F.binary_cross_entropy_with_logits\n"
        "    return bce(real_logits, torch.full_like(real_logits, 1.0))"
        " + bce(fake_logits, torch.full_like(fake_logits, 0.0))"
    ),
    "the loss of exercise 5": "    return discriminator_loss(real_logits, fake_logits)",
    "a module": (
        "    loss = nn.BCEWithLogitsLoss()\n"
        "    return loss(real_logits, real_logits.new_ones(real_logits.shape))"
        " + loss(fake_logits, fake_logits.new_zeros(fake_logits.shape))"
    ),
}

_QUIZ = {
    "floats": ("6.0", "1.386", "-100.0", "0.75", '"b"', '"c"'),
    "log 4": ("6", "math.log(4)", "-100", "3 / 4", '"b"', '"c"'),
    "computed": ("2 * 3", "-2 * math.log(0.5)", "round(-100.2)", "0.3 / 0.4", "'b'", "'c'"),
    "two digits": ("6", "1.39", "-100", "0.75", '"b"', '"c"'),
    "from torch": (
        "6",
        "2 * F.softplus(torch.tensor(0.0)).item()",
        "F.logsigmoid(torch.tensor(-100.0)).item()",
        "torch.tensor([0.3, 0.1]).softmax(0).numel() * 0.375",
        '"abcd"[1]',
        '"abcd"[2]',
    ),
    "sums": ("1 + 5", "math.log(2) + math.log(2)", "-(10**2)", "1 - 0.25", '"b"', '"c"'),
}

ANSWERS = [
    *(Right("mend_collapse", name, code) for name, code in _RATES.items()),
    *(
        Right("gradient_penalty", name, "def gradient_penalty(discriminator, real):\n" + body)
        for name, body in _PENALTY.items()
    ),
    *(
        Right(exercise, name, f"def {function}(real_logits, fake_logits):\n{body}")
        for exercise, function in (("bug_labels", "labelled_loss"), ("bug_sigmoid", "sure_loss"))
        for name, body in _LOSS.items()
    ),
    *(
        Right("quiz", name, "\n".join(f"q{i} = {value}" for i, value in enumerate(values, 1)))
        for name, values in _QUIZ.items()
    ),
]

"""Changes to Lab 6's reference solution that no check can notice, with the reason."""

from autograder.audit.answers.answer import Equivalent

_NUMBERS = "Points are numbers here, and numbers never change in place."
_FREE = "The layers are yours to choose: the text fixes what goes in, what comes out, and the size."
_TABLE = "A list of rows is taken for the table that it is."

_NET = (
    "self.net = nn.Sequential(nn.Conv2d(1, 16, 4, stride=2, padding=1), nn.LeakyReLU(0.2), "
    "nn.Conv2d(16, 32, 4, stride=2, padding=1), nn.LeakyReLU(0.2), nn.Flatten(), "
    "nn.Dropout(0.3), nn.Linear(32 * 7 * 7, 1))"
)
_FIRST = "nn.Conv2d(1, 16, 4, stride=2, padding=1)"
_SECOND = "nn.Conv2d(16, 32, 4, stride=2, padding=1)"
_BEND = "nn.LeakyReLU(0.2)"
_END = "nn.Flatten(), nn.Dropout(0.3), nn.Linear(32 * 7 * 7, 1)"
_DRAWS = (
    "self.net = nn.Sequential(nn.Linear(noise_dim, 32 * 7 * 7), nn.BatchNorm1d(32 * 7 * 7), "
    "nn.ReLU(), nn.Unflatten(1, (32, 7, 7)), nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1), "
    "nn.BatchNorm2d(16), nn.ReLU(), nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1), nn.Tanh())"
)
_RATIO = "return torch.where(total > 0, p / total.clamp(min=torch.finfo(p.dtype).tiny), 0.5)"


def _layers(*layers: str) -> str:
    return f"self.net = nn.Sequential({', '.join(layers)})"


_MIXED = "torch.linalg.eigvals(cov_a @ cov_b).real.clamp(min=0).sqrt()"
_ON_REAL = "on_real = F.binary_cross_entropy_with_logits(real_logits, torch.ones_like(real_logits))"
_ON_FAKE = (
    "on_fake = F.binary_cross_entropy_with_logits(fake_logits, torch.zeros_like(fake_logits))"
)
_ADAM = "adam = {'lr': 0.002, 'betas': (0.5, 0.999), 'fused': True}"
_PLAYERS = (
    "generator, discriminator = (Generator().to(images.device), Discriminator().to(images.device))"
)
_BATCH = "batch = images[torch.randint(len(images), (16,), device=images.device)]"
_AVERAGE = "average, decay = (copy.deepcopy(generator), 1 - 10 / max(steps, 20))"
_EXACT = "Labels of 0 and 1 are exact in every dtype, and the loss takes that of the logits."


EQUIVALENT = [
    Equivalent("alternate", "y = y + lr * x", "y += lr * x", _NUMBERS),
    Equivalent("alternate", "x = x - lr * y", "x -= lr * y", _NUMBERS),
    Equivalent("alternate", "return torch.tensor(points)", "return points", _TABLE),
    *(
        Equivalent("generator", _DRAWS, _DRAWS.replace(*change), _FREE)
        for change in (
            ("nn.BatchNorm1d(32 * 7 * 7), nn.ReLU()", "nn.ReLU(), nn.BatchNorm1d(32 * 7 * 7)"),
            ("nn.ReLU(), nn.Unflatten(1, (32, 7, 7))", "nn.Unflatten(1, (32, 7, 7)), nn.ReLU()"),
            ("nn.BatchNorm2d(16), nn.ReLU()", "nn.ReLU(), nn.BatchNorm2d(16)"),
        )
    ),
    *(
        Equivalent("discriminator", _NET, _layers(*layers), _FREE)
        for layers in (
            (_BEND, _FIRST, _SECOND, _BEND, _END),
            (_FIRST, _SECOND, _BEND, _BEND, _END),
            (_FIRST, _BEND, _BEND, _SECOND, _END),
            (_FIRST, _BEND, _SECOND, "nn.Flatten()", _BEND, _END.removeprefix("nn.Flatten(), ")),
            (
                _FIRST,
                _BEND,
                _SECOND,
                _BEND,
                "nn.Dropout(0.3), nn.Flatten(), nn.Linear(32 * 7 * 7, 1)",
            ),
            (
                _FIRST,
                _BEND,
                _SECOND,
                _BEND,
                "nn.Flatten(), nn.Linear(32 * 7 * 7, 1), nn.Dropout(0.3)",
            ),
            (_FIRST.replace("4", "3"), _BEND, _SECOND, _BEND, _END),
            (_FIRST.replace("padding=1", "padding=2"), _BEND, _SECOND, _BEND, _END),
            (_FIRST, "nn.LeakyReLU(1.2)", _SECOND, _BEND, _END),
            (_FIRST, "nn.LeakyReLU(-0.8)", _SECOND, _BEND, _END),
            (_FIRST, _BEND, _SECOND.replace("4", "3"), _BEND, _END),
            (_FIRST, _BEND, _SECOND, "nn.LeakyReLU(1.2)", _END),
            (_FIRST, _BEND, _SECOND, "nn.LeakyReLU(-0.8)", _END),
            (_FIRST, _BEND, _SECOND, _BEND, _END.replace("7, 1)", "7, 2)")),
        )
    ),
    Equivalent(
        "discriminator",
        "return self.net(images)[:, 0]",
        "return self.net(images)[:, -1]",
        "There is one column: the first is the last.",
    ),
    Equivalent(
        "value",
        _RATIO,
        _RATIO.replace("clamp(", "clamp_("),
        "The total was made in this call, and is not read after this line; clamped, it is still "
        "positive where it was.",
    ),
    Equivalent(
        "value",
        _RATIO,
        "return torch.where(total > 0, p / total, 0.5)",
        "Where the total is 0, 0.5 stands in place of the nan.",
    ),
    Equivalent(
        "frechet_distance",
        "means = (a.mean(dim=0) - b.mean(dim=0)).square().sum()",
        "means = (b.mean(dim=0) - a.mean(dim=0)).square().sum()",
        "The square of a difference does not depend on its order.",
    ),
    Equivalent(
        "frechet_distance",
        f"roots = {_MIXED}",
        f"roots = {_MIXED.replace('clamp', 'clamp_')}",
        "The eigenvalues were made in this line, and nobody else keeps them.",
    ),
    Equivalent(
        "frechet_distance",
        f"roots = {_MIXED}",
        f"roots = {_MIXED.replace('cov_a @ cov_b', 'cov_b @ cov_a')}",
        "AB and BA have the same eigenvalues.",
    ),
    Equivalent(
        "gradient_penalty",
        "real = real.detach().requires_grad_()",
        "real = real.requires_grad_()",
        "It marks the caller's batch as one that wants gradients, too: the penalty and its "
        "gradient are the same.",
    ),
    Equivalent(
        "train_gan",
        _ADAM,
        _ADAM.replace("True", "False"),
        "It only takes longer: the sums are the same.",
    ),
    *(
        Equivalent(
            "train_gan",
            _AVERAGE,
            _AVERAGE.replace(*change),
            "How long it averages, if at all, is advice: what is judged is the pictures.",
        )
        for change in (
            ("max(steps, 20)", "min(steps, 20)"),
            ("max(steps, 20)", "steps"),
            ("max(steps, 20)", "max(20, steps)"),
            ("max(steps, 20)", "max(steps, 19)"),
            ("max(steps, 20)", "max(steps, 21)"),
            ("1 - 10", "1 - 9"),
            ("1 - 10", "1 - 11"),
            ("1 - 10", "0 - 10"),
            ("1 - 10 / max(steps, 20)", "10 / max(steps, 20) - 1"),
        )
    ),
    *(
        Equivalent("train_gan", _BATCH, _BATCH.replace("16", size), "The size of a batch is free.")
        for size in ("15", "17")
    ),
    *(
        Equivalent(
            "train_gan",
            _PLAYERS,
            _PLAYERS.replace(f"{name}().to(images.device)", f"{name}()"),
            "The checks run on the CPU, where a network is already on the pictures' device.",
        )
        for name in ("Generator", "Discriminator")
    ),
    *(
        Equivalent(
            exercise,
            line,
            line.replace(f"{made}_like(", f"{made}(").replace("))", ".shape))"),
            _EXACT,
        )
        for exercise in ("bug_labels", "bug_sigmoid")
        for line, made in ((_ON_REAL, "ones"), (_ON_FAKE, "zeros"))
    ),
]

"""Answers to `train_step`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

_ALL = "all four numbers, and both players move"
_ORDER = "D first, then G against the D that has moved; nothing leaks from step to step"
_AGAIN = "fresh noise at every call"

_HEAD = "def train_step(generator, discriminator, g_optimizer, d_optimizer, real, d_loss, g_loss):"
_NOISE = "sample_noise(len(real), device=real.device)"
_D_STEP = "discriminator_step(discriminator, generator, d_optimizer, real, z(), d_loss)"
_G_STEP = "generator_step(discriminator, generator, g_optimizer, z(), g_loss)"

_PLAIN = f"""
{_HEAD}
    z = lambda: {_NOISE}
    a = {_D_STEP}
    b = {_G_STEP}
    return {{**a, **b}}
"""

RIGHT = [
    Right(
        "update",
        f"{_HEAD}\n"
        "    out = discriminator_step(discriminator, generator, d_optimizer, real,"
        " sample_noise(len(real), device=real.device), d_loss)\n"
        "    out.update(generator_step(discriminator, generator, g_optimizer,"
        " sample_noise(len(real), device=real.device), g_loss))\n"
        "    return out",
    ),
    Right(
        "union",
        f"{_HEAD}\n"
        "    n = real.shape[0]\n"
        "    z = sample_noise(2 * n, device=real.device)\n"
        "    return discriminator_step(discriminator, generator, d_optimizer, real, z[:n],"
        " d_loss) | generator_step(discriminator, generator, g_optimizer, z[n:], g_loss)",
    ),
    Right(
        "named numbers",
        f"{_HEAD}\n"
        "    def z():\n"
        "        return sample_noise(real.size(0), NOISE_DIM, real.device)\n"
        "\n"
        "    d = discriminator_step(discriminator, generator, d_optimizer, real, z(), d_loss)\n"
        "    g = generator_step(discriminator, generator, g_optimizer, z(), g_loss)\n"
        "    return {'d_loss': d['d_loss'], 'd_real': d['d_real'], 'd_fake': d['d_fake'],"
        " 'g_loss': g['g_loss']}",
    ),
    Right(
        "a loop over the players",
        f"{_HEAD}\n"
        "    numbers = {}\n"
        "    for player in 'dg':\n"
        "        z = sample_noise(len(real), device=real.device)\n"
        "        if player == 'd':\n"
        "            numbers |= discriminator_step(discriminator, generator, d_optimizer, real,"
        " z, d_loss)\n"
        "        else:\n"
        "            numbers |= generator_step(discriminator, generator, g_optimizer, z,"
        " g_loss)\n"
        "    return numbers",
    ),
    Right(
        "randn",
        """
        def train_step(generator, discriminator, g_optimizer, d_optimizer, real, d_loss, g_loss):
            z = torch.randn(len(real), NOISE_DIM, device=real.device)
            a = discriminator_step(discriminator, generator, d_optimizer, real, z, d_loss)
            z = torch.randn_like(z)
            b = generator_step(discriminator, generator, g_optimizer, z, g_loss)
            return {**b, **a}""",
    ),
    Right(
        "written out",
        f"{_HEAD}\n"
        "    fake = generator(sample_noise(len(real), device=real.device)).detach()\n"
        "    r, f = discriminator(real), discriminator(fake)\n"
        "    of_d = d_loss(r, f)\n"
        "    d_optimizer.zero_grad()\n"
        "    of_d.backward()\n"
        "    d_optimizer.step()\n"
        "    of_g = g_loss(discriminator(generator(sample_noise(len(real),"
        " device=real.device))))\n"
        "    g_optimizer.zero_grad()\n"
        "    of_g.backward()\n"
        "    g_optimizer.step()\n"
        "    return {'d_loss': of_d.detach(), 'd_real': r.detach().sigmoid().mean(),"
        " 'd_fake': f.detach().sigmoid().mean(), 'g_loss': of_g.detach()}",
    ),
    Right(
        "a lambda for noise and a loop of results",
        """
def train_step(generator, discriminator, g_optimizer, d_optimizer, real, d_loss, g_loss):
    fresh = lambda: torch.normal(0.0, 1.0, (len(real), NOISE_DIM), device=real.device)
    first = discriminator_step(discriminator, generator, d_optimizer, real, fresh(), d_loss)
    second = generator_step(discriminator, generator, g_optimizer, fresh(), g_loss)
    return dict(itertools.chain(first.items(), second.items()))""",
    ),
    Right(
        "keywords",
        """
def train_step(generator, discriminator, g_optimizer, d_optimizer, real, d_loss, g_loss):
    z = [sample_noise(real.shape[0], device=real.device) for _ in range(2)]
    out = discriminator_step(discriminator=discriminator, generator=generator,
                             optimizer=d_optimizer, real=real, noise=z[0], loss=d_loss)
    out["g_loss"] = generator_step(discriminator=discriminator, generator=generator,
                                   optimizer=g_optimizer, noise=z[1], loss=g_loss)["g_loss"]
    return out""",
    ),
]

WRONG = [
    Wrong(
        "G first",
        says="D's step comes first",
        check=_ORDER,
        code=but(_PLAIN, f"a = {_D_STEP}\n    b = {_G_STEP}", f"b = {_G_STEP}\n    a = {_D_STEP}"),
    ),
    Wrong(
        "only D's numbers", says="belong together", check=_ALL, code=but(_PLAIN, "{**a, **b}", "a")
    ),
    Wrong(
        "only G's numbers", says="belong together", check=_ALL, code=but(_PLAIN, "{**a, **b}", "b")
    ),
    Wrong("no G", says="belong together", check=_ALL, code=but(_PLAIN, _G_STEP, "{}")),
    Wrong(
        "a tuple",
        says="a dictionary",
        check=_ALL,
        code=but(_PLAIN, "{**a, **b}", "tuple({**a, **b}.values())"),
    ),
    Wrong(
        "optimisers exchanged",
        says="did not move",
        check=_ALL,
        code=but(
            _PLAIN,
            "d_optimizer, real, z()",
            "g_optimizer, real, z()",
            "g_optimizer, z()",
            "d_optimizer, z()",
        ),
    ),
    Wrong(
        "the same noise at every call",
        says="drew the same fakes",
        check=_AGAIN,
        code=but(
            _PLAIN,
            _NOISE,
            "torch.randn(len(real), NOISE_DIM, generator=torch.Generator().manual_seed(0))",
        ),
    ),
    Wrong(
        "no noise at all",
        says="drew the same fakes",
        check=_AGAIN,
        code=but(_PLAIN, _NOISE, "torch.zeros(len(real), NOISE_DIM)"),
    ),
    Wrong(
        "two steps of D",
        says="expected",
        check=_ORDER,
        code=but(_PLAIN, f"a = {_D_STEP}", f"a = {_D_STEP}\n    a = {_D_STEP}"),
    ),
    Wrong(
        "losses exchanged",
        says="",
        check=_ALL,
        code=but(
            _PLAIN,
            "real, z(), d_loss)",
            "real, z(), g_loss)",
            "g_optimizer, z(), g_loss)",
            "g_optimizer, z(), d_loss)",
        ),
    ),
    Wrong(
        "the old D for G",
        says="D's step comes first",
        check=_ORDER,
        code=but(
            _PLAIN,
            "    z =",
            "    import copy\n    z =",
            "    a =",
            "    old = copy.deepcopy(discriminator)\n    a =",
            "generator_step(discriminator, ",
            "generator_step(old, ",
        ),
    ),
    Wrong(
        "half of the batch",
        says="expected",
        check=_ORDER,
        code=but(_PLAIN, "real, z()", "real[: len(real) // 2], z()"),
    ),
    Wrong(
        "always sixteen fakes",
        says="expected",
        check="both steps on random games, each with noise of its own",
        code=but(
            _PLAIN,
            "sample_noise(len(real), device=real.device)",
            "sample_noise(16, device=real.device)",
        ),
    ),
    Wrong(
        "the same noise for both",
        says="fresh noise",
        check="fresh noise at every call",
        code=but(
            _PLAIN,
            "    z = lambda: sample_noise(len(real), device=real.device)",
            "    kept = sample_noise(len(real), device=real.device)\n    z = lambda: kept",
        ),
    ),
    Wrong(
        "noise on the CPU",
        says="real lies on the device",
        check="both steps on random games, each with noise of its own",
        code=but(_PLAIN, "sample_noise(len(real), device=real.device)", "sample_noise(len(real))"),
    ),
    Wrong(
        "uniform noise",
        says="expected",
        check="both steps on random games, each with noise of its own",
        code=but(
            _PLAIN,
            "sample_noise(len(real), device=real.device)",
            "torch.rand(len(real), NOISE_DIM, device=real.device)",
        ),
    ),
    Wrong(
        "G left in evaluation mode",
        says="another mode",
        check="both steps on random games, each with noise of its own",
        code=but(_PLAIN, "    return {**a, **b}", "    generator.eval()\n    return {**a, **b}"),
    ),
    Wrong(
        "least squares whatever is asked",
        says="",
        check="both steps on random games, each with noise of its own",
        code=but(
            _PLAIN,
            "z(), d_loss)",
            "z(), lambda r, f: F.softplus(-r).mean() + F.softplus(f).mean())",
        ),
    ),
]

ALLOWED = [
    Allowed("*: real: wrong for no entry", "A batch holds one row at least."),
    Allowed("*: real: wrong for one column", "The small game has pictures of 4 pixels, in rows."),
    Allowed("*: real: wrong for no axis", "The small game has pictures of 4 pixels, in rows."),
    Allowed("*: real: wrong for one axis", "The small game has pictures of 4 pixels, in rows."),
    Allowed("*: real: wrong for three axes", "The small game has pictures of 4 pixels, in rows."),
    Allowed(
        "*: *_loss: has no effect",
        "Only the given loss is that of the checks: who ignores it cannot have it.",
    ),
    Allowed("*: real: in float32 first", "The networks are float32."),
    Allowed(
        "*: *: left without gradients",
        "Whether a player holds its last gradients afterwards is left open.",
    ),
]

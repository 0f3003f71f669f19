"""Right answers on the steps and the turn."""

from autograder.audit.answers.answer import Right

_NUMBERS = (
    '    return {"d_loss": d_loss.detach(), "d_real": r.detach().sigmoid().mean(),'
    ' "d_fake": f.detach().sigmoid().mean()}'
)
_D_STEP = {
    "detach": (
        "    r, f = discriminator(real), discriminator(generator(noise).detach())\n"
        "    d_loss = loss(r, f)\n    optimizer.zero_grad()\n    d_loss.backward()\n"
        "    optimizer.step()\n" + _NUMBERS
    ),
    "zero first": (
        "    optimizer.zero_grad(set_to_none=False)\n    fake = generator(noise).detach()\n"
        "    f = discriminator(fake)\n    r = discriminator(real)\n"
        "    d_loss = loss(r, f)\n    d_loss.backward()\n    optimizer.step()\n" + _NUMBERS
    ),
    "gradients by hand": (
        "    with torch.no_grad():\n        fake = generator(noise)\n"
        "    r, f = discriminator(real), discriminator(fake)\n    d_loss = loss(r, f)\n"
        "    weights = list(discriminator.parameters())\n"
        "    for w, slope in zip(weights, torch.autograd.grad(d_loss, weights)):\n"
        "        w.grad = slope\n    optimizer.step()\n" + _NUMBERS
    ),
    "the generator frozen for the while": (
        "    for w in generator.parameters():\n        w.requires_grad_(False)\n"
        "    r, f = discriminator(real), discriminator(generator(noise))\n"
        "    d_loss = loss(r, f)\n    discriminator.zero_grad()\n    d_loss.backward()\n"
        "    optimizer.step()\n"
        "    for w in generator.parameters():\n        w.requires_grad_(True)\n" + _NUMBERS
    ),
    "numbers under no_grad": (
        "    fake = generator(noise).data\n"
        "    r, f = discriminator(real), discriminator(fake)\n    d_loss = loss(r, f)\n"
        "    optimizer.zero_grad()\n    d_loss.backward()\n    optimizer.step()\n"
        "    with torch.no_grad():\n"
        "        return dict(d_loss=d_loss.detach(), d_real=torch.sigmoid(r).mean(),"
        " d_fake=torch.sigmoid(f).mean())"
    ),
    "one batch": (
        "    fake = generator(noise).detach()\n"
        "    both = discriminator(torch.cat([real, fake]))\n"
        "    r, f = both[: len(real)], both[len(real) :]\n    d_loss = loss(r, f)\n"
        "    optimizer.zero_grad()\n    d_loss.backward()\n    optimizer.step()\n" + _NUMBERS
    ),
}
_D_HEAD = "def discriminator_step(discriminator, generator, optimizer, real, noise, loss):\n"

_G_STEP = {
    "plain": (
        "    optimizer.zero_grad()\n    value = loss(discriminator(generator(noise)))\n"
        "    value.backward()\n    optimizer.step()\n    return {'g_loss': value.detach()}"
    ),
    "gradients by hand": (
        "    value = loss(discriminator(generator(noise)))\n"
        "    weights = list(generator.parameters())\n"
        "    for w, slope in zip(weights, torch.autograd.grad(value, weights)):\n"
        "        w.grad = slope\n    optimizer.step()\n    return dict(g_loss=value.detach())"
    ),
    "the discriminator frozen for the while": (
        "    discriminator.requires_grad_(False)\n    fakes = generator(noise)\n"
        "    value = loss(discriminator(fakes))\n    optimizer.zero_grad()\n"
        "    value.backward()\n    optimizer.step()\n    discriminator.requires_grad_(True)\n"
        "    return {'g_loss': value.detach().clone()}"
    ),
    "inputs named": (
        "    value = loss(discriminator(generator(noise)))\n    generator.zero_grad()\n"
        "    value.backward(inputs=list(generator.parameters()))\n    optimizer.step()\n"
        "    return {'g_loss': value.data}"
    ),
    "a closure": (
        "    kept = []\n\n    def closure():\n        optimizer.zero_grad()\n"
        "        value = loss(discriminator(generator(noise)))\n        value.backward()\n"
        "        kept.append(value.detach())\n        return value\n\n"
        "    optimizer.step(closure)\n    return {'g_loss': kept[0]}"
    ),
    "and D's gradients wiped": (
        "    value = loss(discriminator(generator(noise)))\n"
        "    optimizer.zero_grad(set_to_none=True)\n    value.backward()\n"
        "    optimizer.step()\n    discriminator.zero_grad()\n"
        "    return {'g_loss': value.detach()}"
    ),
}
_G_HEAD = "def generator_step(discriminator, generator, optimizer, noise, loss):\n"

_TURN = {
    "update": (
        "    out = discriminator_step(discriminator, generator, d_optimizer, real,"
        " sample_noise(len(real), device=real.device), d_loss)\n"
        "    out.update(generator_step(discriminator, generator, g_optimizer,"
        " sample_noise(len(real), device=real.device), g_loss))\n    return out"
    ),
    "union": (
        "    n = real.shape[0]\n    z = sample_noise(2 * n, device=real.device)\n"
        "    return discriminator_step(discriminator, generator, d_optimizer, real, z[:n], d_loss)"
        " | generator_step(discriminator, generator, g_optimizer, z[n:], g_loss)"
    ),
    "named numbers": (
        "    def z():\n        return sample_noise(real.size(0), NOISE_DIM, real.device)\n\n"
        "    d = discriminator_step(discriminator, generator, d_optimizer, real, z(), d_loss)\n"
        "    g = generator_step(discriminator, generator, g_optimizer, z(), g_loss)\n"
        "    return {'d_loss': d['d_loss'], 'd_real': d['d_real'], 'd_fake': d['d_fake'],"
        " 'g_loss': g['g_loss']}"
    ),
    "a loop over the players": (
        "    numbers = {}\n    for player in 'dg':\n"
        "        z = sample_noise(len(real), device=real.device)\n"
        "        if player == 'd':\n"
        "            numbers |= discriminator_step(discriminator, generator, d_optimizer, real, z,"
        " d_loss)\n        else:\n"
        "            numbers |= generator_step(discriminator, generator, g_optimizer, z, g_loss)\n"
        "    return numbers"
    ),
    "randn": (
        "    z = torch.randn(len(real), NOISE_DIM, device=real.device)\n"
        "    a = discriminator_step(discriminator, generator, d_optimizer, real, z, d_loss)\n"
        "    z = torch.randn_like(z)\n"
        "    b = generator_step(discriminator, generator, g_optimizer, z, g_loss)\n"
        "    return {**b, **a}"
    ),
    "written out": (
        "    fake = generator(sample_noise(len(real), device=real.device)).detach()\n"
        "    r, f = discriminator(real), discriminator(fake)\n    of_d = d_loss(r, f)\n"
        "    d_optimizer.zero_grad()\n    of_d.backward()\n    d_optimizer.step()\n"
        "    of_g = g_loss(discriminator(generator(sample_noise(len(real),"
        " device=real.device))))\n"
        "    g_optimizer.zero_grad()\n    of_g.backward()\n    g_optimizer.step()\n"
        "    return {'d_loss': of_d.detach(), 'd_real': r.detach().sigmoid().mean(),"
        " 'd_fake': f.detach().sigmoid().mean(), 'g_loss': of_g.detach()}"
    ),
}
_T_HEAD = (
    "def train_step(generator, discriminator, g_optimizer, d_optimizer, real, d_loss, g_loss):\n"
)

_BUG = {
    "no_grad": (
        "    g_optimizer.zero_grad(); d_optimizer.zero_grad()\n    fake = generator(noise)\n"
        "    with torch.no_grad():\n        cut = fake.clone()\n"
        "    least_squares_d(discriminator(real), discriminator(cut)).backward()\n"
        "    d_optimizer.step()\n"
        "    least_squares_g(discriminator(fake)).backward()\n    g_optimizer.step()"
    ),
    "data": (
        "    fake = generator(noise)\n    d_optimizer.zero_grad()\n"
        "    least_squares_d(discriminator(real), discriminator(fake.data)).backward()\n"
        "    d_optimizer.step()\n    g_optimizer.zero_grad()\n"
        "    least_squares_g(discriminator(fake)).backward()\n    g_optimizer.step()"
    ),
    "G's gradients wiped in between": (
        "    d_optimizer.zero_grad()\n    fake = generator(noise)\n"
        "    least_squares_d(discriminator(real), discriminator(fake))"
        ".backward(retain_graph=True)\n"
        "    d_optimizer.step()\n    g_optimizer.zero_grad()\n"
        "    least_squares_g(discriminator(fake)).backward()\n    g_optimizer.step()"
    ),
    "inputs named": (
        "    g_optimizer.zero_grad()\n    d_optimizer.zero_grad()\n    fake = generator(noise)\n"
        "    d_loss = least_squares_d(discriminator(real), discriminator(fake))\n"
        "    d_loss.backward(retain_graph=True, inputs=list(discriminator.parameters()))\n"
        "    d_optimizer.step()\n"
        "    least_squares_g(discriminator(fake)).backward()\n    g_optimizer.step()"
    ),
    "the steps of before": (
        "    discriminator_step(discriminator, generator, d_optimizer, real, noise,"
        " least_squares_d)\n"
        "    generator_step(discriminator, generator, g_optimizer, noise, least_squares_g)"
    ),
    "drawn twice from one noise": (
        "    with torch.no_grad():\n        fake = generator(noise)\n"
        "    d_optimizer.zero_grad()\n"
        "    least_squares_d(discriminator(real), discriminator(fake)).backward()\n"
        "    d_optimizer.step()\n    g_optimizer.zero_grad()\n"
        "    least_squares_g(discriminator(generator(noise))).backward()\n    g_optimizer.step()"
    ),
}
_B_HEAD = (
    "def turn_with_one_batch(generator, discriminator, g_optimizer, d_optimizer, real, noise):\n"
)

ANSWERS = [
    Right(exercise, name, head + body)
    for exercise, head, bodies in (
        ("discriminator_step", _D_HEAD, _D_STEP),
        ("generator_step", _G_HEAD, _G_STEP),
        ("train_step", _T_HEAD, _TURN),
        ("bug_detach", _B_HEAD, _BUG),
    )
    for name, body in bodies.items()
]

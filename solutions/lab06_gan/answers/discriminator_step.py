"""Answers to `discriminator_step`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

_MOVES = "D takes one step down its own loss"
_STAYS = "G stays as it was, without a gradient"
_OLD = "old gradients are forgotten"
_SAID = "the numbers returned are those before the step, detached"

_REPORT = (
    "{'d_loss': v.detach(), 'd_real': r.detach().sigmoid().mean(),"
    " 'd_fake': f.detach().sigmoid().mean()}"
)
_NUMBERS = (
    '{"d_loss": d_loss.detach(), "d_real": r.detach().sigmoid().mean(), "d_fake":'
    " f.detach().sigmoid().mean()}"
)

_PLAIN = f"""
def discriminator_step(discriminator, generator, optimizer, real, noise, loss):
    fake = generator(noise).detach()
    r, f = discriminator(real), discriminator(fake)
    v = loss(r, f)
    optimizer.zero_grad()
    v.backward()
    optimizer.step()
    return {_REPORT}
"""

RIGHT = [
    Right(
        "detach",
        f"""
        def discriminator_step(discriminator, generator, optimizer, real, noise, loss):
            r, f = discriminator(real), discriminator(generator(noise).detach())
            d_loss = loss(r, f)
            optimizer.zero_grad()
            d_loss.backward()
            optimizer.step()
            return {_NUMBERS}""",
    ),
    Right(
        "zero first",
        f"""
        def discriminator_step(discriminator, generator, optimizer, real, noise, loss):
            optimizer.zero_grad(set_to_none=False)
            fake = generator(noise).detach()
            f = discriminator(fake)
            r = discriminator(real)
            d_loss = loss(r, f)
            d_loss.backward()
            optimizer.step()
            return {_NUMBERS}""",
    ),
    Right(
        "gradients by hand",
        f"""
        def discriminator_step(discriminator, generator, optimizer, real, noise, loss):
            with torch.no_grad():
                fake = generator(noise)
            r, f = discriminator(real), discriminator(fake)
            d_loss = loss(r, f)
            weights = list(discriminator.parameters())
            for w, slope in zip(weights, torch.autograd.grad(d_loss, weights)):
                w.grad = slope
            optimizer.step()
            return {_NUMBERS}""",
    ),
    Right(
        "the generator frozen for the while",
        f"""
        def discriminator_step(discriminator, generator, optimizer, real, noise, loss):
            for w in generator.parameters():
                w.requires_grad_(False)
            r, f = discriminator(real), discriminator(generator(noise))
            d_loss = loss(r, f)
            discriminator.zero_grad()
            d_loss.backward()
            optimizer.step()
            for w in generator.parameters():
                w.requires_grad_(True)
            return {_NUMBERS}""",
    ),
    Right(
        "numbers under no_grad",
        "def discriminator_step(discriminator, generator, optimizer, real, noise, loss):\n"
        "    fake = generator(noise).data\n"
        "    r, f = discriminator(real), discriminator(fake)\n"
        "    d_loss = loss(r, f)\n"
        "    optimizer.zero_grad()\n"
        "    d_loss.backward()\n"
        "    optimizer.step()\n"
        "    with torch.no_grad():\n"
        "        return dict(d_loss=d_loss.detach(), d_real=torch.sigmoid(r).mean(),"
        " d_fake=torch.sigmoid(f).mean())",
    ),
    Right(
        "one batch",
        f"""
        def discriminator_step(discriminator, generator, optimizer, real, noise, loss):
            fake = generator(noise).detach()
            both = discriminator(torch.cat([real, fake]))
            r, f = both[: len(real)], both[len(real) :]
            d_loss = loss(r, f)
            optimizer.zero_grad()
            d_loss.backward()
            optimizer.step()
            return {_NUMBERS}""",
    ),
    Right(
        "numbers by F and a local grad",
        """
def discriminator_step(discriminator, generator, optimizer, real, noise, loss):
    with torch.inference_mode(False), torch.no_grad():
        fakes = generator(noise)
    logits = [discriminator(batch) for batch in (real, fakes)]
    grad = loss(*logits)
    discriminator.zero_grad()
    grad.backward()
    optimizer.step()
    d_real, d_fake = (torch.sigmoid(some.detach()).mean() for some in logits)
    return {"d_loss": grad.detach(), "d_real": d_real, "d_fake": d_fake}""",
    ),
    Right(
        "G's gradients wiped at the end",
        """
def discriminator_step(discriminator, generator, optimizer, real, noise, loss):
    optimizer.zero_grad()
    r, f = discriminator(real), discriminator(generator(noise))
    value = loss(r, f)
    value.backward()
    optimizer.step()
    generator.zero_grad()
    r, f = (some.data.sigmoid().mean() for some in (r, f))
    return dict(d_loss=value.data, d_real=r, d_fake=f)""",
    ),
]

WRONG = [
    Wrong(
        "no step",
        says="D did not move",
        check=_MOVES,
        code=but(_PLAIN, "    optimizer.step()\n", ""),
    ),
    Wrong(
        "no backward",
        says="D did not move",
        check=_MOVES,
        code=but(_PLAIN, "    v.backward()\n", ""),
    ),
    Wrong(
        "uphill",
        says="D walked uphill",
        check=_MOVES,
        code=but(_PLAIN, "v.backward()", "(-v).backward()"),
    ),
    Wrong(
        "exchanged",
        says="real and fake are exchanged",
        check=_MOVES,
        code=but(_PLAIN, "loss(r, f)", "loss(f, r)"),
    ),
    Wrong(
        "no detach", says="left gradients in G", check=_STAYS, code=but(_PLAIN, ".detach()\n", "\n")
    ),
    Wrong(
        "no zero_grad",
        says="call zero_grad() before backward()",
        check=_OLD,
        code=but(_PLAIN, "    optimizer.zero_grad()\n", ""),
    ),
    Wrong(
        "zero_grad after backward",
        says="D did not move",
        check=_MOVES,
        code=but(
            _PLAIN,
            "    optimizer.zero_grad()\n    v.backward()\n",
            "    v.backward(); optimizer.zero_grad()\n",
        ),
    ),
    Wrong(
        "mean logits",
        says="d_real is a mean logit",
        check=_SAID,
        code=but(_PLAIN, "r.detach().sigmoid()", "r.detach()"),
    ),
    Wrong(
        "exchanged in the report",
        says="d_real and d_fake are exchanged",
        check=_SAID,
        code=but(_PLAIN, "'d_real': r", "'d_fake': r", "'d_fake': f", "'d_real': f"),
    ),
    Wrong(
        "sigmoid of the mean",
        says="the sigmoid comes before the mean",
        check=_SAID,
        code=but(_PLAIN, "r.detach().sigmoid().mean()", "r.detach().mean().sigmoid()"),
    ),
    Wrong("item", says="no .item()", check=_SAID, code=but(_PLAIN, "v.detach()", "v.item()")),
    Wrong("not detached", says="detached tensor", check=_SAID, code=but(_PLAIN, "r.detach()", "r")),
    Wrong(
        "the loss after the step",
        says="expected",
        check=_SAID,
        code=but(
            _PLAIN,
            "optimizer.step()",
            "optimizer.step()\n    v = loss(discriminator(real), discriminator(fake))",
        ),
    ),
    Wrong(
        "both players move",
        says="G moved in D's step",
        check=_STAYS,
        code=but(
            _PLAIN,
            "generator(noise).detach()",
            "generator(noise)",
            "optimizer.step()",
            "optimizer.step()\n"
            "    with torch.no_grad():\n"
            "        for w in generator.parameters():\n"
            "            w -= 0.1 * w.grad; w.grad = None",
        ),
    ),
    Wrong(
        "G left frozen",
        says="another mode or requires_grad",
        check="D's step on random games",
        code=but(
            _PLAIN,
            "    fake = generator(noise).detach()",
            "    generator.requires_grad_(False)\n    fake = generator(noise)",
        ),
    ),
    Wrong(
        "G left in evaluation mode",
        says="another mode",
        check="D's step on random games",
        code=but(_PLAIN, "generator(noise)", "generator.eval()(noise)"),
    ),
    Wrong(
        "zero_grad of the wrong one",
        says="zero_grad() before backward()",
        check=_OLD,
        code=but(_PLAIN, "optimizer.zero_grad()", "generator.zero_grad()"),
    ),
    Wrong(
        "a loss of its own",
        says="expected",
        check=_MOVES,
        code=but(_PLAIN, "v = loss(r, f)", "v = F.softplus(-r).mean() + F.softplus(f).mean()"),
    ),
    Wrong(
        "a rate of its own",
        says="",
        check="D's step on random games",
        code=but(
            _PLAIN,
            "optimizer.step()",
            "[w.data.sub_(0.1 * w.grad) for w in discriminator.parameters()]",
        ),
    ),
    Wrong(
        "as many real ones as fakes",
        says="",
        check="D's step on random games",
        code=but(_PLAIN, "discriminator(real)", "discriminator(real[: len(noise)])"),
    ),
    Wrong(
        "the pictures cut off in place",
        says="the call changed real",
        check="D's step on random games",
        code=but(_PLAIN, "    r, f =", "    real.clamp_(-1, 1)\n    r, f ="),
    ),
]

ALLOWED = [
    Allowed("*: noise: at most 10*", "Noise is standard normal."),
    Allowed("*: noise: wrong for a number over 100", "Noise is standard normal."),
    Allowed("*: noise: wrong for an exact 0", "Noise is standard normal."),
    Allowed("*: noise: entries below 0.000001 as 0", "Noise is standard normal."),
    Allowed("*: noise: wrong for one column", "Noise has 64 numbers."),
    Allowed("*: wrong for no entry", "A batch holds one row at least."),
    Allowed(
        "*: loss: has no effect",
        "Only the given loss is that of the checks: who ignores it cannot have it.",
    ),
    Allowed("*: real: wrong for one column", "The small game has pictures of 4 pixels, in rows."),
    Allowed("*: real: wrong for * ax*s", "The small game has pictures of 4 pixels, in rows."),
    Allowed("*: real: wrong for one axis", "The small game has pictures of 4 pixels, in rows."),
    Allowed(
        "*: discriminator: left without gradients",
        "Whether a player holds its last gradients afterwards is left open.",
    ),
    Allowed("*: real: at most 100*", "Pixels are from −1 to 1."),
    Allowed("*: real: wrong for a number over 100", "Pixels are from −1 to 1."),
    Allowed("*: real: entries below 0.000001 as 0", "Less than the digits that are asked for."),
    Allowed("*: noise: in float32 first", "Noise of float32 is as random."),
]

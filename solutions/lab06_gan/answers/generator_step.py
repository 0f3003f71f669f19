"""Answers to `generator_step`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

_GM = "G takes one step down its own loss"
_GS = "D stays as it was"
_GO = "gradients that an earlier step left in G are forgotten"
_GR = "the loss returned is that before the step, detached, for any noise"

_PLAIN = """
def generator_step(discriminator, generator, optimizer, noise, loss):
    v = loss(discriminator(generator(noise)))
    optimizer.zero_grad()
    v.backward()
    optimizer.step()
    return {'g_loss': v.detach()}
"""

RIGHT = [
    Right(
        "plain",
        """
        def generator_step(discriminator, generator, optimizer, noise, loss):
            optimizer.zero_grad()
            value = loss(discriminator(generator(noise)))
            value.backward()
            optimizer.step()
            return {'g_loss': value.detach()}""",
    ),
    Right(
        "gradients by hand",
        """
        def generator_step(discriminator, generator, optimizer, noise, loss):
            value = loss(discriminator(generator(noise)))
            weights = list(generator.parameters())
            for w, slope in zip(weights, torch.autograd.grad(value, weights)):
                w.grad = slope
            optimizer.step()
            return dict(g_loss=value.detach())""",
    ),
    Right(
        "the discriminator frozen for the while",
        """
        def generator_step(discriminator, generator, optimizer, noise, loss):
            discriminator.requires_grad_(False)
            fakes = generator(noise)
            value = loss(discriminator(fakes))
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            discriminator.requires_grad_(True)
            return {'g_loss': value.detach().clone()}""",
    ),
    Right(
        "inputs named",
        """
        def generator_step(discriminator, generator, optimizer, noise, loss):
            value = loss(discriminator(generator(noise)))
            generator.zero_grad()
            value.backward(inputs=list(generator.parameters()))
            optimizer.step()
            return {'g_loss': value.data}""",
    ),
    Right(
        "a closure",
        """
        def generator_step(discriminator, generator, optimizer, noise, loss):
            kept = []

            def closure():
                optimizer.zero_grad()
                value = loss(discriminator(generator(noise)))
                value.backward()
                kept.append(value.detach())
                return value

            optimizer.step(closure)
            return {'g_loss': kept[0]}""",
    ),
    Right(
        "and D's gradients wiped",
        """
        def generator_step(discriminator, generator, optimizer, noise, loss):
            value = loss(discriminator(generator(noise)))
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            optimizer.step()
            discriminator.zero_grad()
            return {'g_loss': value.detach()}""",
    ),
    Right(
        "a local grad and parameters by hand",
        """
def generator_step(discriminator, generator, optimizer, noise, loss):
    fake = generator(noise)
    value = loss(discriminator(fake))
    (grad,) = torch.autograd.grad(value, fake)
    optimizer.zero_grad()
    fake.backward(grad)
    optimizer.step()
    return {'g_loss': value.detach()}""",
    ),
    Right(
        "the discriminator's flags kept",
        """
def generator_step(discriminator, generator, optimizer, noise, loss):
    kept = [w.requires_grad for w in discriminator.parameters()]
    for w in discriminator.parameters():
        w.requires_grad = False
    try:
        value = loss(discriminator(generator(noise)))
        generator.zero_grad(set_to_none=True)
        value.backward()
        optimizer.step()
    finally:
        for w, flag in zip(discriminator.parameters(), kept):
            w.requires_grad = flag
    return {'g_loss': value.detach()}""",
    ),
]

WRONG = [
    Wrong(
        "no step", says="G did not move", check=_GM, code=but(_PLAIN, "    optimizer.step()\n", "")
    ),
    Wrong(
        "detach here too",
        says="G did not move",
        check=_GM,
        code=but(_PLAIN, "generator(noise)", "generator(noise).detach()"),
    ),
    Wrong(
        "uphill",
        says="G walked uphill",
        check=_GM,
        code=but(_PLAIN, "v.backward()", "(-v).backward()"),
    ),
    Wrong(
        "no zero_grad",
        says="call zero_grad() before backward()",
        check=_GO,
        code=but(_PLAIN, "    optimizer.zero_grad()\n", ""),
    ),
    Wrong(
        "zero_grad too late",
        says="G did not move",
        check=_GM,
        code=but(
            _PLAIN,
            "    optimizer.zero_grad()\n    v.backward()\n",
            "    v.backward(); optimizer.zero_grad()\n",
        ),
    ),
    Wrong(
        "D moves along",
        says="D moved in G's step",
        check=_GS,
        code=but(
            _PLAIN,
            "optimizer.zero_grad()",
            "optimizer.zero_grad(); discriminator.zero_grad()",
            "optimizer.step()",
            "optimizer.step()\n"
            "    with torch.no_grad():\n"
            "        for w in discriminator.parameters():\n"
            "            w -= 0.1 * w.grad",
        ),
    ),
    Wrong("item", says="no .item()", check=_GR, code=but(_PLAIN, ".detach()", ".item()")),
    Wrong("not detached", says="detached tensor", check=_GR, code=but(_PLAIN, "v.detach()", "v")),
    Wrong(
        "noise of its own",
        says="expected",
        check=_GM,
        code=but(_PLAIN, "generator(noise)", "generator(torch.randn_like(noise))"),
    ),
    Wrong(
        "the loss after the step",
        says="expected",
        check=_GR,
        code=but(_PLAIN, "v.detach()", "loss(discriminator(generator(noise))).detach()"),
    ),
    Wrong(
        "two steps",
        says="expected",
        check=_GM,
        code=but(_PLAIN, "optimizer.step()", "optimizer.step(); optimizer.step()"),
    ),
    Wrong(
        "D left frozen",
        says="another mode or requires_grad",
        check="G's step on random games",
        code=but(_PLAIN, "    v = loss", "    discriminator.requires_grad_(False)\n    v = loss"),
    ),
    Wrong(
        "D left in evaluation mode",
        says="another mode",
        check="G's step on random games",
        code=but(
            _PLAIN, "discriminator(generator(noise))", "discriminator.eval()(generator(noise))"
        ),
    ),
    Wrong(
        "zero_grad of the wrong one",
        says="zero_grad() before backward()",
        check=_GO,
        code=but(_PLAIN, "optimizer.zero_grad()", "discriminator.zero_grad()"),
    ),
    Wrong(
        "a loss of its own",
        says="expected",
        check=_GM,
        code=but(
            _PLAIN,
            "v = loss(discriminator(generator(noise)))",
            "v = F.softplus(-discriminator(generator(noise))).mean()",
        ),
    ),
    Wrong(
        "a rate of its own",
        says="",
        check="G's step on random games",
        code=but(
            _PLAIN,
            "optimizer.step()",
            "[w.data.sub_(0.1 * w.grad) for w in generator.parameters()]",
        ),
    ),
    Wrong(
        "noise scaled in place",
        says="the call changed noise",
        check="G's step on random games",
        code=but(
            _PLAIN, "    v = loss", "    noise /= noise.std(dim=1, keepdim=True)\n    v = loss"
        ),
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
    Allowed(
        "*: *: left without gradients",
        "Whether a player holds its last gradients afterwards is left open.",
    ),
]

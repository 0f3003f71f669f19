"""Answers to `bug_detach`."""

from autograder.audit.answers import Allowed, Right, Wrong, but

_CUT = "G moves along its own loss alone"

#: The bug as the students find it.
_LEAK = ("fake.detach()", "fake", "d_loss.backward()", "d_loss.backward(retain_graph=True)")

_PLAIN = """
def turn_with_one_batch(generator, discriminator, g_optimizer, d_optimizer, real, noise):
    g_optimizer.zero_grad(); d_optimizer.zero_grad()
    fake = generator(noise)
    d_loss = least_squares_d(discriminator(real), discriminator(fake.detach()))
    d_loss.backward(); d_optimizer.step()
    g_loss = least_squares_g(discriminator(fake))
    g_loss.backward(); g_optimizer.step()
"""

RIGHT = [
    Right(
        "no_grad",
        """
        def turn_with_one_batch(generator, discriminator, g_optimizer, d_optimizer, real, noise):
            g_optimizer.zero_grad(); d_optimizer.zero_grad()
            fake = generator(noise)
            with torch.no_grad():
                cut = fake.clone()
            least_squares_d(discriminator(real), discriminator(cut)).backward()
            d_optimizer.step()
            least_squares_g(discriminator(fake)).backward()
            g_optimizer.step()""",
    ),
    Right(
        "data",
        """
        def turn_with_one_batch(generator, discriminator, g_optimizer, d_optimizer, real, noise):
            fake = generator(noise)
            d_optimizer.zero_grad()
            least_squares_d(discriminator(real), discriminator(fake.data)).backward()
            d_optimizer.step()
            g_optimizer.zero_grad()
            least_squares_g(discriminator(fake)).backward()
            g_optimizer.step()""",
    ),
    Right(
        "G's gradients wiped in between",
        """
        def turn_with_one_batch(generator, discriminator, g_optimizer, d_optimizer, real, noise):
            d_optimizer.zero_grad()
            fake = generator(noise)
            least_squares_d(discriminator(real), discriminator(fake)).backward(retain_graph=True)
            d_optimizer.step()
            g_optimizer.zero_grad()
            least_squares_g(discriminator(fake)).backward()
            g_optimizer.step()""",
    ),
    Right(
        "inputs named",
        """
        def turn_with_one_batch(generator, discriminator, g_optimizer, d_optimizer, real, noise):
            g_optimizer.zero_grad()
            d_optimizer.zero_grad()
            fake = generator(noise)
            d_loss = least_squares_d(discriminator(real), discriminator(fake))
            d_loss.backward(retain_graph=True, inputs=list(discriminator.parameters()))
            d_optimizer.step()
            least_squares_g(discriminator(fake)).backward()
            g_optimizer.step()""",
    ),
    Right(
        "the steps of before",
        """
        def turn_with_one_batch(generator, discriminator, g_optimizer, d_optimizer, real, noise):
            discriminator_step(discriminator, generator, d_optimizer, real, noise, least_squares_d)
            generator_step(discriminator, generator, g_optimizer, noise, least_squares_g)""",
    ),
    Right(
        "drawn twice from one noise",
        """
        def turn_with_one_batch(generator, discriminator, g_optimizer, d_optimizer, real, noise):
            with torch.no_grad():
                fake = generator(noise)
            d_optimizer.zero_grad()
            least_squares_d(discriminator(real), discriminator(fake)).backward()
            d_optimizer.step()
            g_optimizer.zero_grad()
            least_squares_g(discriminator(generator(noise))).backward()
            g_optimizer.step()""",
    ),
    Right(
        "a graph cut by hand",
        """
def turn_with_one_batch(generator, discriminator, g_optimizer, d_optimizer, real, noise):
    fake = generator(noise)
    seen = fake.detach().requires_grad_()
    d_optimizer.zero_grad()
    least_squares_d(discriminator(real), discriminator(seen.detach())).backward()
    d_optimizer.step()
    (grad,) = torch.autograd.grad(least_squares_g(discriminator(seen)), seen)
    g_optimizer.zero_grad()
    fake.backward(grad)
    g_optimizer.step()""",
    ),
    Right(
        "networks wiped, not optimisers",
        """
def turn_with_one_batch(generator, discriminator, g_optimizer, d_optimizer, real, noise):
    discriminator.zero_grad()
    fake = generator(noise)
    d_loss = least_squares_d(discriminator(real), discriminator(torch.Tensor.detach(fake)))
    d_loss.backward()
    d_optimizer.step()
    generator.zero_grad()
    g_loss = least_squares_g(discriminator(fake))
    g_loss.backward()
    g_optimizer.step()
    return {"d_loss": d_loss.detach(), "g_loss": g_loss.detach()}""",
    ),
]

WRONG = [
    Wrong("as it was", says="must be cut", check=_CUT, code=but(_PLAIN, *_LEAK)),
    Wrong(
        "detached for both",
        says="G does not move",
        check=_CUT,
        code=but(_PLAIN, "generator(noise)", "generator(noise).detach()"),
    ),
    Wrong(
        "detached for G",
        says="G moves along D's loss",
        check=_CUT,
        code=but(
            _PLAIN,
            *_LEAK,
            "least_squares_g(discriminator(fake))",
            "least_squares_g(discriminator(fake.detach()))",
        ),
    ),
    Wrong("retain_graph taken out", says="", check=_CUT, code=but(_PLAIN, "fake.detach()", "fake")),
    Wrong(
        "zero_grad of the wrong one",
        says="must be cut",
        check=_CUT,
        code=but(_PLAIN, *_LEAK, "    g_loss =", "    d_optimizer.zero_grad()\n    g_loss ="),
    ),
    Wrong(
        "no zero_grad",
        says="expected",
        check="the same, for other games and after an earlier turn",
        code=but(_PLAIN, "    g_optimizer.zero_grad(); d_optimizer.zero_grad()\n", ""),
    ),
    Wrong(
        "G left out",
        says="G does not move",
        check=_CUT,
        code=but(
            _PLAIN,
            "    g_loss = least_squares_g(discriminator(fake))\n"
            "    g_loss.backward(); g_optimizer.step()\n",
            "",
        ),
    ),
    Wrong(
        "G before D",
        says="expected",
        check=_CUT,
        code=but(
            _PLAIN,
            "; d_optimizer.step()",
            "",
            "g_optimizer.step()",
            "g_optimizer.step(); d_optimizer.step()",
        ),
    ),
    Wrong(
        "G uphill",
        says="expected",
        check=_CUT,
        code=but(_PLAIN, "g_loss.backward()", "(-g_loss).backward()"),
    ),
    Wrong(
        "the real pictures detached",
        says="must be cut",
        check=_CUT,
        code=but(_PLAIN, "(real)", "(real.detach())", *_LEAK),
    ),
    Wrong(
        "G left frozen",
        says="another mode or requires_grad",
        check="the same, for other games and after an earlier turn",
        code=but(
            _PLAIN,
            "g_loss.backward(); g_optimizer.step()",
            "g_loss.backward(); g_optimizer.step(); generator.requires_grad_(False)",
        ),
    ),
    Wrong(
        "D left in evaluation mode",
        says="another mode",
        check="the same, for other games and after an earlier turn",
        code=but(_PLAIN, "    d_loss =", "    discriminator.eval()\n    d_loss ="),
    ),
    Wrong(
        "D wiped too late",
        says="expected",
        check="the same, for other games and after an earlier turn",
        code=but(
            _PLAIN,
            "g_optimizer.zero_grad(); d_optimizer.zero_grad()",
            "g_optimizer.zero_grad()",
            "d_optimizer.step()",
            "d_optimizer.step(); d_optimizer.zero_grad()",
        ),
    ),
    Wrong(
        "new noise for G",
        says="",
        check=_CUT,
        code=but(
            _PLAIN,
            "discriminator(fake))\n    g_loss.b",
            "discriminator(generator(torch.randn_like(noise))))\n    g_loss.b",
        ),
    ),
]

ALLOWED = [
    Allowed("*: state: *", "It returns nothing that could be remembered."),
    Allowed(
        "*: *: left without gradients",
        "Whether a player holds its last gradients afterwards is left open.",
    ),
]

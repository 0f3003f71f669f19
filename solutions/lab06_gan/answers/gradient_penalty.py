"""Answers to `gradient_penalty`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

_LINEAR = "a linear discriminator by hand: w = (3, 4) gives 25"
_SECOND = "the penalty can be made small: it has a gradient, 2w"
_OTHER = "a discriminator with another slope at each picture"

_PLAIN = """
def gradient_penalty(discriminator, real):
    x = real.detach().requires_grad_()
    g, = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)
    return g.flatten(1).square().sum(1).mean()"""

RIGHT = [
    Right(
        "norm",
        """
        def gradient_penalty(discriminator, real):
            x = real.detach().clone().requires_grad_(True)
            g = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)[0]
            return g.flatten(1).norm(dim=1).pow(2).mean()""",
    ),
    Right(
        "grad_outputs",
        """
        def gradient_penalty(discriminator, real):
            x = real.clone().detach().requires_grad_()
            s = discriminator(x)
            g, = torch.autograd.grad(s, x, grad_outputs=torch.ones_like(s), create_graph=True)
            return (g.reshape(len(x), -1) ** 2).sum(1).mean()""",
    ),
    Right(
        "sum over all, divided by n",
        """
        def gradient_penalty(discriminator, real):
            x = real.detach().requires_grad_()
            g, = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)
            return (g * g).sum() / len(x)""",
    ),
    Right(
        "einsum",
        """
        def gradient_penalty(discriminator, real):
            x = real.detach().requires_grad_()
            g, = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)
            g = g.flatten(1)
            return torch.einsum('nd,nd->n', g, g).mean()""",
    ),
    Right(
        "picture by picture",
        """
        def gradient_penalty(discriminator, real):
            total = 0
            for one in real:
                x = one[None].detach().requires_grad_()
                g, = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)
                total = total + g.square().sum()
            return total / len(real)""",
    ),
    Right(
        "mean, times the numbers",
        """
        def gradient_penalty(discriminator, real):
            x = real.detach().requires_grad_()
            g, = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)
            return g.square().mean() * (x.numel() / len(x))""",
    ),
    Right(
        "backward of its own",
        """
def gradient_penalty(discriminator, real):
    x = real.detach().clone().requires_grad_()
    score = discriminator(x)
    grad = torch.autograd.grad(outputs=score.sum(), inputs=[x], create_graph=True)
    return torch.stack([one.pow(2).sum() for one in grad[0]]).mean()""",
    ),
    Right(
        "the batch itself wants gradients",
        """
def gradient_penalty(discriminator, real):
    real.requires_grad_(True)
    (grad,) = torch.autograd.grad(discriminator(real).sum(), real, create_graph=True)
    return grad.reshape(grad.size(0), -1).pow(2).sum(1).mean()""",
    ),
]

WRONG = [
    Wrong(
        "the length",
        says="that is the length",
        check=_LINEAR,
        code=but(_PLAIN, "g.flatten(1).square().sum(1)", "g.flatten(1).norm(dim=1)"),
    ),
    Wrong(
        "the sum",
        says="a sum over the pictures",
        check=_LINEAR,
        code=but(_PLAIN, "g.flatten(1).square().sum(1).mean()", "g.square().sum()"),
    ),
    Wrong(
        "the mean of all",
        says="averaged over the numbers",
        check=_LINEAR,
        code=but(_PLAIN, "g.flatten(1).square().sum(1)", "g.square()"),
    ),
    Wrong(
        "the slope of the mean",
        says="the slope of the mean logit",
        check=_LINEAR,
        code=but(_PLAIN, ".sum()", ".mean()"),
    ),
    Wrong(
        "no create_graph",
        says="carries no gradient",
        check=_SECOND,
        code=but(_PLAIN, ", create_graph=True", ""),
    ),
    Wrong(
        "detached",
        says="carries no gradient",
        check=_SECOND,
        code=but(_PLAIN, "g.flatten(1)", "g.detach().flatten(1)"),
    ),
    Wrong(
        "averaged first",
        says="averaged before they were squared",
        check=_OTHER,
        code=but(_PLAIN, "g.flatten(1).square().sum(1).mean()", "g.mean(0).square().sum()"),
    ),
    Wrong(
        "towards 1, as in WGAN-GP",
        says="as WGAN-GP does",
        check=_LINEAR,
        code=but(_PLAIN, "g.flatten(1).square().sum(1)", "(g.flatten(1).norm(dim=1) - 1).square()"),
    ),
    Wrong(
        "of the probability",
        says="expected",
        check=_LINEAR,
        code=but(_PLAIN, "discriminator(x)", "discriminator(x).sigmoid()"),
    ),
    Wrong(
        "no slope wanted",
        says="",
        check=_LINEAR,
        code=but(
            _PLAIN,
            "real.detach().requires_grad_()",
            "real.detach()",
            "g.flatten(1).square().sum(1).mean()",
            "g.square().sum()",
        ),
    ),
    Wrong(
        "rows only",
        says="",
        check="pictures of any shape: value and gradient, and D as it was",
        code=but(_PLAIN, "g.flatten(1).square().sum(1)", "g.square().sum(1)"),
    ),
    Wrong(
        "D frozen and left so",
        says="mode or requires_grad",
        check="pictures of any shape: value and gradient, and D as it was",
        code=but(
            _PLAIN,
            "    x = real",
            "    if isinstance(discriminator, nn.Module):\n"
            "        discriminator.requires_grad_(False)\n"
            "    x = real",
        ),
    ),
    Wrong(
        "D's gradients forgotten",
        says="its gradients",
        check="pictures of any shape: value and gradient, and D as it was",
        code=but(
            _PLAIN,
            "    x = real",
            "    if isinstance(discriminator, nn.Module):\n"
            "        discriminator.zero_grad()\n"
            "    x = real",
        ),
    ),
    Wrong(
        "a little under the root",
        says="expected",
        check="pictures of any shape: value and gradient, and D as it was",
        code=but(
            _PLAIN,
            "g.flatten(1).square().sum(1).mean()",
            "(g.flatten(1).square().sum(1) + 1e-6).sqrt().square().mean()",
        ),
    ),
    Wrong(
        "the first sixteen pictures",
        says="expected",
        check="pictures of any shape: value and gradient, and D as it was",
        code=but(_PLAIN, "real.detach()", "real[:16].detach()"),
    ),
]

EQUIVALENT = [
    Equivalent(
        "real = real.detach().requires_grad_()",
        "real = real.requires_grad_()",
        "It marks the caller's batch as one that wants gradients, too: the penalty and its "
        "gradient are the same.",
    ),
]

ALLOWED = [
    Allowed("*: result: negative numbers as 0", "A mean of squares is never negative."),
    *(
        Allowed(one, "Pictures have an axis for the rows and one for the pixels at least.")
        for one in ("*: wrong for no axis", "*: wrong for one axis", "*: wrong for no entry")
    ),
    Allowed("*: result: below 0.000001 as 0", "Less than the digits that are asked for."),
    Allowed("*: real: entries below 0.000001 as 0", "Less than the digits that are asked for."),
    Allowed(
        "*: result: nan in place of 0",
        "A discriminator that has a slope somewhere pays more than 0.",
    ),
    Allowed(
        "*: real: detached",
        "The gradient goes to D; whether it reaches the caller's pictures is left open.",
    ),
]

"""Wrong games by hand, noise and players, as students write them."""

from autograder.audit.answers.answer import Wrong

_TABLE = "the table by hand"
_ALTERNATE = [
    ("both at once", "both moved at once", "x, y = x - lr * y, y + lr * x"),
    ("x first", "x moved first", "x = x - lr * y\n        y = y + lr * x"),
    ("both downhill", "y wants xy to be large", "y = y - lr * x\n        x = x - lr * y"),
    ("both uphill", "expected", "y = y + lr * x\n        x = x + lr * y"),
    ("the slope of y is y", "expected", "y = y + lr * y\n        x = x - lr * x"),
    ("no rate", "expected", "y = y + x\n        x = x - y"),
    ("only x moves", "expected", "x = x - lr * y"),
]
_LOOP = (
    "def alternate(x, y, lr, steps):\n    points = [(x, y)]\n    for _ in range(steps):\n"
    "        {}\n        points.append((x, y))\n    return torch.tensor(points)"
)

_SHAPE, _SPREAD = "one row for each picture, float32", "mean 0, standard deviation 1"
_NORMAL = "normal: some numbers lie beyond 3, and they are symmetric"
_FRESH = "fresh on every call, in every row and in every column"
_NOISE = [
    ("uniform", _SPREAD, "uniform numbers from 0 to 1", "torch.rand(n, noise_dim, device=device)"),
    ("from -1 to 1", _SPREAD, "from -1 to 1", "2 * torch.rand(n, noise_dim) - 1"),
    (
        "uniform of deviation 1",
        _NORMAL,
        "uniform numbers of standard deviation 1",
        "math.sqrt(12) * (torch.rand(n, noise_dim) - 0.5)",
    ),
    ("shapes exchanged", _SHAPE, "expected shape (3, 64)", "torch.randn(noise_dim, n)"),
    (
        "a fixed seed",
        _FRESH,
        "draw fresh ones",
        "torch.randn(n, noise_dim, generator=torch.Generator().manual_seed(0))",
    ),
    (
        "one row for all",
        _FRESH,
        "all rows are the same",
        "torch.randn(1, noise_dim).repeat(n, 1)",
    ),
    (
        "one column for all",
        _FRESH,
        "all columns are the same",
        "torch.randn(n, 1).repeat(1, noise_dim)",
    ),
    ("too wide", _SPREAD, "expected 1", "2 * torch.randn(n, noise_dim)"),
    ("a mean of one", _SPREAD, "expected 0", "torch.randn(n, noise_dim) + 1"),
    ("always 64", _SHAPE, "expected shape (1, 5)", "torch.randn(n, NOISE_DIM)"),
    ("float64", _SHAPE, "expected", "torch.randn(n, noise_dim, dtype=torch.float64)"),
    ("absolute values", _SPREAD, "", "torch.randn(n, noise_dim).abs() / 0.6028"),
]

_ANY = "pictures of 28 × 28, for any number of them"
_RANGE = "values from -1 to 1, and both black and white can be reached"
_OTHER = "other noise, another picture; the same noise, the same picture"
_FULL = "nn.Sequential(nn.Linear(noise_dim, 64), nn.ReLU(), nn.Linear(64, 784){})"
_GENERATOR = [
    ("rows of 784", _ANY, "expected shape (2, 1, 28, 28)", _FULL.format(", nn.Tanh()"), "{}"),
    (
        "no channel",
        _ANY,
        "expected shape (2, 1, 28, 28)",
        _FULL.format(", nn.Tanh()"),
        "{}.view(-1, 28, 28)",
    ),
    (
        "squeezed",
        _ANY,
        "got (28, 28)",
        _FULL.format(", nn.Tanh()"),
        "{}.view(-1, 1, 28, 28).squeeze(0).squeeze(0) if len(noise) == 1"
        " else {}.view(-1, 1, 28, 28)",
    ),
    ("no tanh", _RANGE, "end with tanh", _FULL.format(""), "{}.view(-1, 1, 28, 28)"),
    (
        "a sigmoid",
        _RANGE,
        "no pixel is below 0",
        _FULL.format(", nn.Sigmoid()"),
        "{}.view(-1, 1, 28, 28)",
    ),
    (
        "a ReLU, cut off",
        _RANGE,
        "no pixel is below 0",
        _FULL.format(", nn.ReLU()"),
        "{}.clamp(max=1).view(-1, 1, 28, 28)",
    ),
    (
        "pixels from 0 to 255",
        _RANGE,
        "end with tanh",
        _FULL.format(", nn.Sigmoid()"),
        "(255 * {}).view(-1, 1, 28, 28)",
    ),
    (
        "noise of its own",
        _OTHER,
        "expected",
        _FULL.format(", nn.Tanh()"),
        "self.net(torch.randn_like(noise)).view(-1, 1, 28, 28)",
    ),
    (
        "the noise left out",
        _OTHER,
        "use the argument",
        _FULL.format(", nn.Tanh()"),
        "self.net(torch.ones_like(noise)).view(-1, 1, 28, 28)",
    ),
    (
        "the first number only",
        "a gradient reaches the noise, and every number of it",
        "does not depend on all of the noise",
        _FULL.format(", nn.Tanh()"),
        "self.net(noise[:, :1].repeat(1, noise.shape[1])).view(-1, 1, 28, 28)",
    ),
    (
        "detached",
        "a gradient reaches the noise, and every number of it",
        "carries no gradient",
        _FULL.format(", nn.Tanh()"),
        "{}.detach().view(-1, 1, 28, 28)",
    ),
    (
        "normalised over the batch",
        "each row makes its own picture",
        "expected",
        _FULL.format(""),
        "torch.tanh({0} - {0}.mean(dim=0) * (len(noise) > 1)).view(-1, 1, 28, 28)",
    ),
    (
        "a fixed width",
        "other widths of noise",
        "",
        "nn.Sequential(nn.Linear(64, 784), nn.Tanh())",
        "{}.view(-1, 1, 28, 28)",
    ),
    (
        "a seed inside",
        "there is something to learn, and new generators differ",
        "do not fix a seed",
        "(torch.manual_seed(0), nn.Sequential(nn.Linear(noise_dim, 784), nn.Tanh()))[1]",
        "{}.view(-1, 1, 28, 28)",
    ),
]

_ONE, _LEARN = (
    "one logit a picture, for any number of pictures",
    "it can learn to say real and fake",
)
_D_NET = "nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1){})"
_DISCRIMINATOR = [
    ("a column", _ONE, "expected shape (2,), got (2, 1)", _D_NET.format(""), "{}"),
    ("squeezed", _ONE, "expected shape (1,), got ()", _D_NET.format(""), "{}.squeeze()"),
    ("a sigmoid", _LEARN, "end with a linear layer", _D_NET.format(", nn.Sigmoid()"), "{}[:, 0]"),
    ("a tanh", _LEARN, "nothing may bound the logits", _D_NET.format(", nn.Tanh()"), "{}[:, 0]"),
    ("a ReLU", _LEARN, "a logit can be negative", _D_NET.format(", nn.ReLU()"), "{}[:, 0]"),
    (
        "two classes",
        _ONE,
        "expected shape (2,)",
        "nn.Sequential(nn.Flatten(), nn.Linear(784, 2))",
        "{}",
    ),
    (
        "the mean of the batch",
        _ONE,
        "expected shape (2,), got ()",
        _D_NET.format(""),
        "{}.mean()",
    ),
    (
        "compared with the batch",
        "each picture is judged by itself",
        "expected",
        _D_NET.format(""),
        "({0} - 0.5 * {0}.mean(dim=0))[:, 0]",
    ),
    (
        "half of the picture",
        "a gradient reaches all parts of the picture",
        "a part of the picture",
        "nn.Sequential(nn.Flatten(), nn.Linear(392, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1))",
        "self.net(images[:, :, :14])[:, 0]",
    ),
    ("detached", _LEARN, "", _D_NET.format(""), "{}[:, 0].detach()"),
    (
        "a log probability",
        _LEARN,
        "nothing may bound the logits",
        _D_NET.format(", nn.LogSigmoid()"),
        "{}[:, 0]",
    ),
    (
        "a seed inside",
        "new discriminators differ",
        "do not fix a seed",
        "(torch.manual_seed(0), " + _D_NET.format("") + ")[1]",
        "{}[:, 0]",
    ),
]


def _module(kind: str, arguments: str, takes: str, net: str, answer: str) -> str:
    """A module with a network and what its forward pass returns."""
    return (
        f"class {kind}(nn.Module):\n    def __init__(self{arguments}):\n"
        f"        super().__init__()\n        self.net = {net}\n"
        f"    def forward(self, {takes}):\n        return "
        + answer.format(*[f"self.net({takes})"] * answer.count("{}"))
        if "{0}" not in answer
        else f"class {kind}(nn.Module):\n    def __init__(self{arguments}):\n"
        f"        super().__init__()\n        self.net = {net}\n"
        f"    def forward(self, {takes}):\n        return " + answer.format(f"self.net({takes})")
    )


ANSWERS = [
    *(
        Wrong(exercise="alternate", name=name, says=says, code=_LOOP.format(body), check=_TABLE)
        for name, says, body in _ALTERNATE
        if name != "no rate"
    ),
    Wrong(
        exercise="alternate",
        name="no rate",
        says="expected",
        check="any start and any rate",
        code=_LOOP.format("y = y + x\n        x = x - y"),
    ),
    Wrong(
        exercise="alternate",
        name="columns exchanged",
        says="the other way round",
        check=_TABLE,
        code=_LOOP.format("y = y + lr * x\n        x = x - lr * y").replace(
            "points.append((x, y))", "points.append((y, x))"
        ),
    ),
    Wrong(
        exercise="alternate",
        name="the start left out",
        says="expected shape",
        check=_TABLE,
        code=_LOOP.format("y = y + lr * x\n        x = x - lr * y").replace("[(x, y)]", "[]"),
    ),
    Wrong(
        exercise="alternate",
        name="one step too few",
        says="expected shape",
        check=_TABLE,
        code=_LOOP.format("y = y + lr * x\n        x = x - lr * y").replace(
            "range(steps)", "range(steps - 1)"
        ),
    ),
    *(
        Wrong(
            exercise="sample_noise",
            name=name,
            says=says,
            check=check,
            code=f"def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):\n    return {body}",
        )
        for name, check, says, body in _NOISE
    ),
    *(
        Wrong(
            exercise="generator",
            name=name,
            says=says,
            check=check,
            code=_module("Generator", ", noise_dim=NOISE_DIM", "noise", net, answer),
        )
        for name, check, says, net, answer in _GENERATOR
    ),
    *(
        Wrong(
            exercise="discriminator",
            name=name,
            says=says,
            check=check,
            code=_module("Discriminator", "", "images", net, answer),
        )
        for name, check, says, net, answer in _DISCRIMINATOR
    ),
]

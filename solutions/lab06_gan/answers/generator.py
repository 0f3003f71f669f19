"""Answers to `generator`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

_ANY = "pictures of 28 × 28, for any number of them"
_RANGE = "values from -1 to 1, and both black and white can be reached"
_OTHER = "other noise, another picture; the same noise, the same picture"

_LAYERS = "nn.Sequential(nn.Linear(noise_dim, 64), nn.ReLU(), nn.Linear(64, 784), nn.Tanh())"

_PLAIN = f"""
class Generator(nn.Module):
    def __init__(self, noise_dim=NOISE_DIM):
        super().__init__()
        self.net = {_LAYERS}
    def forward(self, noise):
        return self.net(noise).view(-1, 1, 28, 28)"""

RIGHT = [
    Right(
        "full layers",
        """
        class Generator(nn.Module):
            def __init__(self, noise_dim=NOISE_DIM):
                super().__init__()
                self.a, self.b = nn.Linear(noise_dim, 128), nn.Linear(128, 784)
            def forward(self, noise):
                return torch.tanh(self.b(F.relu(self.a(noise)))).view(-1, 1, 28, 28)""",
    ),
    Right(
        "no hidden layer",
        """
        class Generator(nn.Module):
            def __init__(self, noise_dim=NOISE_DIM):
                super().__init__()
                self.one = nn.Linear(noise_dim, 784)
            def forward(self, noise):
                return self.one(noise).tanh().reshape(len(noise), 1, 28, 28)""",
    ),
    Right(
        "a sigmoid, stretched",
        """
    class Generator(nn.Module):
        def __init__(self, noise_dim=NOISE_DIM):
            super().__init__()
            self.net = nn.Sequential(nn.Linear(noise_dim, 64), nn.LeakyReLU(), nn.Linear(64, 784))
        def forward(self, noise):
            return (2 * torch.sigmoid(self.net(noise)) - 1).unflatten(1, (1, 28, 28))""",
    ),
    Right(
        "upsampling",
        """
        class Generator(nn.Module):
            def __init__(self, noise_dim=NOISE_DIM):
                super().__init__()
                self.first = nn.Linear(noise_dim, 8 * 49)
                self.conv = nn.Conv2d(8, 1, 3, padding=1)
            def forward(self, noise):
                maps = F.relu(self.first(noise)).view(-1, 8, 7, 7)
                return torch.tanh(self.conv(F.interpolate(maps, scale_factor=4)))""",
    ),
    Right(
        "own parameters",
        "class Generator(nn.Module):\n"
        "    def __init__(self, noise_dim=NOISE_DIM):\n"
        "        super().__init__()\n"
        "        self.w = nn.Parameter(0.1 * torch.randn(noise_dim, 784))\n"
        "        self.b = nn.Parameter(torch.zeros(784))\n"
        "    def forward(self, noise):\n"
        "        return torch.einsum('nk,kd->nd', noise, self.w).add(self.b).tanh().view(-1, 1,"
        " 28, 28)",
    ),
    Right(
        "layer normalisation and clamp",
        "class Generator(nn.Module):\n"
        "    def __init__(self, noise_dim=NOISE_DIM):\n"
        "        super().__init__()\n"
        "        self.net = nn.Sequential(nn.Linear(noise_dim, 96), nn.LayerNorm(96), nn.GELU(),"
        " nn.Linear(96, 784))\n"
        "    def forward(self, noise):\n"
        "        return F.hardtanh(self.net(noise)).view(-1, 1, 28, 28)",
    ),
]

WRONG = [
    Wrong(
        "rows of 784",
        says="expected shape (2, 1, 28, 28)",
        check=_ANY,
        code=but(_PLAIN, ".view(-1, 1, 28, 28)", ""),
    ),
    Wrong(
        "no channel",
        says="expected shape (2, 1, 28, 28)",
        check=_ANY,
        code=but(_PLAIN, ".view(-1, 1, 28, 28)", ".view(-1, 28, 28)"),
    ),
    Wrong(
        "squeezed",
        says="got (28, 28)",
        check=_ANY,
        code=but(
            _PLAIN,
            "self.net(noise).view(-1, 1, 28, 28)",
            "self.net(noise).view(-1, 1, 28, 28).squeeze(0).squeeze(0) if len(noise) == 1"
            " else self.net(noise).view(-1, 1, 28, 28)",
        ),
    ),
    Wrong("no tanh", says="end with tanh", check=_RANGE, code=but(_PLAIN, ", nn.Tanh()", "")),
    Wrong(
        "a sigmoid",
        says="no pixel is below 0",
        check=_RANGE,
        code=but(_PLAIN, "nn.Tanh()", "nn.Sigmoid()"),
    ),
    Wrong(
        "a ReLU, cut off",
        says="no pixel is below 0",
        check=_RANGE,
        code=but(
            _PLAIN, "nn.Tanh()", "nn.ReLU()", "self.net(noise)", "self.net(noise).clamp(max=1)"
        ),
    ),
    Wrong(
        "pixels from 0 to 255",
        says="end with tanh",
        check=_RANGE,
        code=but(_PLAIN, "nn.Tanh()", "nn.Sigmoid()", "self.net(noise)", "(255 * self.net(noise))"),
    ),
    Wrong(
        "noise of its own",
        says="expected",
        check=_OTHER,
        code=but(_PLAIN, "self.net(noise)", "self.net(torch.randn_like(noise))"),
    ),
    Wrong(
        "the noise left out",
        says="use the argument",
        check=_OTHER,
        code=but(_PLAIN, "self.net(noise)", "self.net(torch.ones_like(noise))"),
    ),
    Wrong(
        "the first number only",
        says="does not depend on all of the noise",
        check="a gradient reaches the noise, and every number of it",
        code=but(_PLAIN, "self.net(noise)", "self.net(noise[:, :1].repeat(1, noise.shape[1]))"),
    ),
    Wrong(
        "detached",
        says="carries no gradient",
        check="a gradient reaches the noise, and every number of it",
        code=but(_PLAIN, "self.net(noise)", "self.net(noise).detach()"),
    ),
    Wrong(
        "normalised over the batch",
        says="expected",
        check="each row makes its own picture",
        code=but(
            _PLAIN,
            ", nn.Tanh()",
            "",
            "self.net(noise)",
            "torch.tanh(self.net(noise) - self.net(noise).mean(dim=0) * (len(noise) > 1))",
        ),
    ),
    Wrong(
        "a fixed width",
        says="",
        check="other widths of noise",
        code=but(_PLAIN, _LAYERS, "nn.Sequential(nn.Linear(64, 784), nn.Tanh())"),
    ),
    Wrong(
        "a seed inside",
        says="do not fix a seed",
        check="there is something to learn, and new generators differ",
        code=but(
            _PLAIN,
            _LAYERS,
            "(torch.manual_seed(0), nn.Sequential(nn.Linear(noise_dim, 784), nn.Tanh()))[1]",
        ),
    ),
]

_FREE = "The layers are yours to choose: the text fixes what goes in, what comes out, and the size."
_DRAWS = (
    "self.net = nn.Sequential(nn.Linear(noise_dim, 32 * 7 * 7), nn.BatchNorm1d(32 * 7 * 7), "
    "nn.ReLU(), nn.Unflatten(1, (32, 7, 7)), nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1), "
    "nn.BatchNorm2d(16), nn.ReLU(), nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1), nn.Tanh())"
)

EQUIVALENT = [
    Equivalent(_DRAWS, _DRAWS.replace(*change), _FREE)
    for change in (
        ("nn.BatchNorm1d(32 * 7 * 7), nn.ReLU()", "nn.ReLU(), nn.BatchNorm1d(32 * 7 * 7)"),
        ("nn.ReLU(), nn.Unflatten(1, (32, 7, 7))", "nn.Unflatten(1, (32, 7, 7)), nn.ReLU()"),
        ("nn.BatchNorm2d(16), nn.ReLU()", "nn.ReLU(), nn.BatchNorm2d(16)"),
    )
]

"""Answers to `generator`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

_ANY = "pictures of 28 × 28, for any number of them"
_RANGE = "values from -1 to 1, and both black and white can be reached"
_OTHER = "other noise, another picture; the same noise, the same picture; any width"
_LEARNS = "it can learn to draw black and white"

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
    Right(
        "a spectrum of layers in a ModuleList",
        """
class Generator(nn.Module):
    def __init__(self, noise_dim=NOISE_DIM):
        super().__init__()
        sizes = [noise_dim, 48, 784]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, z):
        *hidden, last = self.layers
        for layer in hidden:
            z = nn.functional.elu(layer(z))
        return torch.sin(last(z)).view(len(z), 1, 28, 28)""",
    ),
    Right(
        "dropout in training",
        """
class Generator(nn.Sequential):
    def __init__(self, noise_dim=NOISE_DIM):
        super().__init__(
            nn.Linear(noise_dim, 100), nn.LeakyReLU(0.1), nn.Dropout(0.1),
            nn.Linear(100, 784), nn.Tanh(), nn.Unflatten(1, (1, 28, 28)),
        )

    def forward(self, noise):
        return super().forward(noise)""",
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
        check=_OTHER,
        code=but(_PLAIN, "self.net(noise)", "self.net(noise[:, :1].repeat(1, noise.shape[1]))"),
    ),
    Wrong(
        "detached",
        says="carries no gradient",
        check=_OTHER,
        code=but(_PLAIN, "self.net(noise)", "self.net(noise).detach()"),
    ),
    Wrong(
        "normalised over the batch",
        says="expected",
        check=_OTHER,
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
        check=_OTHER,
        code=but(_PLAIN, _LAYERS, "nn.Sequential(nn.Linear(64, 784), nn.Tanh())"),
    ),
    Wrong(
        "a seed inside",
        says="do not fix a seed",
        check=_OTHER,
        code=but(
            _PLAIN,
            _LAYERS,
            "(torch.manual_seed(0), nn.Sequential(nn.Linear(noise_dim, 784), nn.Tanh()))[1]",
        ),
    ),
    Wrong(
        "half as bright",
        says="in the mean square",
        check=_LEARNS,
        code=but(_PLAIN, "self.net(noise)", "0.5 * self.net(noise)"),
    ),
    Wrong(
        "layers in a plain list",
        says="empty parameter list",
        check=_LEARNS,
        code="""
class Generator(nn.Module):
    def __init__(self, noise_dim=NOISE_DIM):
        super().__init__()
        self.layers = [nn.Linear(noise_dim, 64), nn.ReLU(), nn.Linear(64, 784), nn.Tanh()]

    def forward(self, noise):
        for layer in self.layers:
            noise = layer(noise)
        return noise.view(-1, 1, 28, 28)""",
    ),
    Wrong(
        "frozen",
        says="",
        check=_LEARNS,
        code=but(_PLAIN, "    def forward", "        self.requires_grad_(False)\n    def forward"),
    ),
    Wrong(
        "evaluation mode for good",
        says="changed the network's mode",
        check=_OTHER,
        code=but(_PLAIN, "        return self.net", "        self.eval()\n        return self.net"),
    ),
    Wrong(
        "the noise scaled in place",
        says="in place",
        check=_OTHER,
        code=but(
            _PLAIN,
            "        return self.net(noise)",
            "        with torch.no_grad():\n"
            "            noise /= noise.norm(dim=1, keepdim=True) + 1e-3\n"
            "        return self.net(noise)",
        ),
    ),
    Wrong(
        "remembers its pictures",
        says="expected",
        check=_OTHER,
        code=but(
            _PLAIN,
            "        return self.net(noise)",
            "        self.kept = getattr(self, 'kept', {})\n"
            "        if len(noise) not in self.kept:\n"
            "            self.kept[len(noise)] = self.net(noise)\n"
            "        return self.kept[len(noise)]",
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

ALLOWED = [
    *(
        Allowed(one, "The pictures are the network's own: nobody can say which value is right.")
        for one in (
            "Generator.forward: result: rounded to three*",
            "Generator.forward: result: below*",
            "Generator.forward: result: nan*",
            "Generator.forward: noise: *",
            "Generator.forward: result: at most *",
        )
    ),
    Allowed("Generator.forward: result: float*", "Pictures and noise are float32 here."),
    Allowed(
        "Generator.__init__: noise_dim: wrong for 0", "Widths of noise from 1 on are promised."
    ),
    Allowed(
        "Generator.forward: result: first column repeated",
        "The pictures are the network's own: nobody can say which value is right.",
    ),
    Allowed(
        "Generator.forward: result: transposed where it is square",
        "The pictures are the network's own: nobody can say which value is right.",
    ),
    Allowed(
        "Generator.__init__: noise_dim: wrong for *",
        "What builds a network returns nothing that could be off.",
    ),
]

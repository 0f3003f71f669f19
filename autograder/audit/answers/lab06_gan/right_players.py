"""Right answers on the game by hand and the two players."""

from autograder.audit.answers.answer import Right

_ALTERNATE = {
    "table filled in": """
        def alternate(x, y, lr, steps):
            table = torch.zeros(steps + 1, 2)
            table[0] = torch.tensor([x, y])
            for k in range(1, steps + 1):
                table[k, 1] = table[k - 1, 1] + lr * table[k - 1, 0]
                table[k, 0] = table[k - 1, 0] - lr * table[k, 1]
            return table
    """,
    "recursion": """
        def alternate(x, y, lr, steps):
            here = torch.tensor([[float(x), float(y)]])
            if steps == 0:
                return here
            y = y + lr * x
            return torch.cat([here, alternate(x - lr * y, y, lr, steps - 1)])
    """,
    "matrix": """
        def alternate(x, y, lr, steps):
            turn = torch.tensor([[1 - lr * lr, -lr], [lr, 1.0]])
            points = [torch.tensor([x, y])]
            for _ in range(steps):
                points.append(turn @ points[-1])
            return torch.stack(points)
    """,
    "numpy": """
        import numpy as np

        def alternate(x, y, lr, steps):
            out = np.empty((steps + 1, 2))
            out[0] = x, y
            for k in range(steps):
                y += lr * x
                x -= lr * y
                out[k + 1] = x, y
            return torch.from_numpy(out)
    """,
    "float64 lists": """
        def alternate(x, y, lr, steps):
            xs, ys = [x], [y]
            while len(xs) <= steps:
                ys.append(ys[-1] + lr * xs[-1])
                xs.append(xs[-1] - lr * ys[-1])
            return torch.tensor([xs, ys], dtype=torch.float64).T
    """,
    "autograd": """
        def alternate(x, y, lr, steps):
            x, y = torch.tensor(float(x), requires_grad=True), torch.tensor(
                float(y), requires_grad=True
            )
            points = [(x.item(), y.item())]
            for _ in range(steps):
                (slope,) = torch.autograd.grad(x * y, y)
                y.data += lr * slope
                (slope,) = torch.autograd.grad(x * y, x)
                x.data -= lr * slope
                points.append((x.item(), y.item()))
            return torch.tensor(points)
    """,
}

_NOISE = {
    "normal": "return torch.normal(0.0, 1.0, (n, noise_dim), device=device)",
    "normal_ in place": "return torch.empty(n, noise_dim, device=device).normal_()",
    "numpy": (
        "import numpy as np\n"
        "    return torch.from_numpy(np.random.randn(n, noise_dim)).float().to(device)"
    ),
    "distribution": (
        "return torch.distributions.Normal(0.0, 1.0).sample((n, noise_dim)).to(device)"
    ),
    "row by row": ("return torch.stack([torch.randn(noise_dim, device=device) for _ in range(n)])"),
    "float64, then float32": (
        "return torch.randn((n, noise_dim), dtype=torch.float64, device=device).float()"
    ),
    "Box and Muller": (
        "radius = (-2 * torch.log1p(-torch.rand(n, noise_dim, device=device))).sqrt()\n"
        "    return radius * torch.cos(2 * math.pi * torch.rand(n, noise_dim, device=device))"
    ),
}

_HEAD = "class Generator(nn.Module):\n    def __init__(self, noise_dim=NOISE_DIM):\n"
_GENERATORS = {
    "full layers": (
        "        super().__init__()\n"
        "        self.a, self.b = nn.Linear(noise_dim, 128), nn.Linear(128, 784)\n"
        "    def forward(self, noise):\n"
        "        return torch.tanh(self.b(F.relu(self.a(noise)))).view(-1, 1, 28, 28)"
    ),
    "no hidden layer": (
        "        super().__init__()\n"
        "        self.one = nn.Linear(noise_dim, 784)\n"
        "    def forward(self, noise):\n"
        "        return self.one(noise).tanh().reshape(len(noise), 1, 28, 28)"
    ),
    "a sigmoid, stretched": (
        "        super().__init__()\n"
        "        self.net = nn.Sequential(nn.Linear(noise_dim, 64), nn.LeakyReLU(),"
        " nn.Linear(64, 784))\n"
        "    def forward(self, noise):\n"
        "        return (2 * torch.sigmoid(self.net(noise)) - 1).unflatten(1, (1, 28, 28))"
    ),
    "upsampling": (
        "        super().__init__()\n"
        "        self.first = nn.Linear(noise_dim, 8 * 49)\n"
        "        self.conv = nn.Conv2d(8, 1, 3, padding=1)\n"
        "    def forward(self, noise):\n"
        "        maps = F.relu(self.first(noise)).view(-1, 8, 7, 7)\n"
        "        return torch.tanh(self.conv(F.interpolate(maps, scale_factor=4)))"
    ),
    "own parameters": (
        "        super().__init__()\n"
        "        self.w = nn.Parameter(0.1 * torch.randn(noise_dim, 784))\n"
        "        self.b = nn.Parameter(torch.zeros(784))\n"
        "    def forward(self, noise):\n"
        "        return torch.einsum('nk,kd->nd', noise, self.w).add(self.b).tanh()"
        ".view(-1, 1, 28, 28)"
    ),
    "layer normalisation and clamp": (
        "        super().__init__()\n"
        "        self.net = nn.Sequential(nn.Linear(noise_dim, 96), nn.LayerNorm(96), nn.GELU(),"
        " nn.Linear(96, 784))\n"
        "    def forward(self, noise):\n"
        "        return F.hardtanh(self.net(noise)).view(-1, 1, 28, 28)"
    ),
}

_D = "class Discriminator(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
_DISCRIMINATORS = {
    "full layers": (
        "        self.net = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.LeakyReLU(0.2),"
        " nn.Linear(128, 1), nn.Flatten(0))\n"
        "    def forward(self, images):\n        return self.net(images)"
    ),
    "linear": (
        "        self.w = nn.Linear(784, 1)\n"
        "    def forward(self, images):\n"
        "        return self.w(images.reshape(len(images), -1)).squeeze(1)"
    ),
    "three convolutions": (
        "        self.net = nn.Sequential(nn.Conv2d(1, 8, 5, 2, 2), nn.ReLU(),"
        " nn.Conv2d(8, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 1, 7))\n"
        "    def forward(self, images):\n        return self.net(images)[:, 0, 0, 0]"
    ),
    "layer normalisation": (
        "        self.net = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.LayerNorm(64),"
        " nn.GELU(), nn.Linear(64, 1))\n"
        "    def forward(self, images):\n        return self.net(images).view(-1)"
    ),
    "own parameters": (
        "        self.w = nn.Parameter(0.05 * torch.randn(784, 32))\n"
        "        self.v = nn.Parameter(0.2 * torch.randn(32))\n"
        "    def forward(self, images):\n"
        "        return torch.tanh(images.flatten(1) @ self.w) @ self.v"
    ),
    "mean of the last maps": (
        "        self.net = nn.Sequential(nn.Conv2d(1, 16, 4, 2, 1), nn.LeakyReLU(0.2),"
        " nn.Conv2d(16, 32, 4, 2, 1), nn.LeakyReLU(0.2))\n"
        "        self.last = nn.Linear(32, 1)\n"
        "    def forward(self, images):\n"
        "        return self.last(self.net(images).mean(dim=(2, 3)))[..., 0]"
    ),
}

ANSWERS = [
    *(Right("alternate", name, code) for name, code in _ALTERNATE.items()),
    *(
        Right(
            "sample_noise",
            name,
            f"def sample_noise(n, noise_dim=NOISE_DIM, device='cpu'):\n    {body}",
        )
        for name, body in _NOISE.items()
    ),
    *(Right("generator", name, _HEAD + body) for name, body in _GENERATORS.items()),
    *(Right("discriminator", name, _D + body) for name, body in _DISCRIMINATORS.items()),
]

"""Answers to `discriminator`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

_ONE = "one logit a picture, for any number of pictures"
_LEARN = "it can learn to say real and fake"
_OWN = "each picture is judged by itself, in all its parts, without a bound"

_LAYERS = "nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1))"

_PLAIN = f"""
class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = {_LAYERS}
    def forward(self, images):
        return self.net(images)[:, 0]"""

RIGHT = [
    Right(
        "full layers",
        "class Discriminator(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.net = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.LeakyReLU(0.2),"
        " nn.Linear(128, 1), nn.Flatten(0))\n"
        "    def forward(self, images):\n"
        "        return self.net(images)",
    ),
    Right(
        "linear",
        """
        class Discriminator(nn.Module):
            def __init__(self):
                super().__init__()
                self.w = nn.Linear(784, 1)
            def forward(self, images):
                return self.w(images.reshape(len(images), -1)).squeeze(1)""",
    ),
    Right(
        "three convolutions",
        "class Discriminator(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.net = nn.Sequential(nn.Conv2d(1, 8, 5, 2, 2), nn.ReLU(),"
        " nn.Conv2d(8, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 1, 7))\n"
        "    def forward(self, images):\n"
        "        return self.net(images)[:, 0, 0, 0]",
    ),
    Right(
        "layer normalisation",
        "class Discriminator(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.net = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.LayerNorm(64),"
        " nn.GELU(), nn.Linear(64, 1))\n"
        "    def forward(self, images):\n"
        "        return self.net(images).view(-1)",
    ),
    Right(
        "own parameters",
        """
        class Discriminator(nn.Module):
            def __init__(self):
                super().__init__()
                self.w = nn.Parameter(0.05 * torch.randn(784, 32))
                self.v = nn.Parameter(0.2 * torch.randn(32))
            def forward(self, images):
                return torch.tanh(images.flatten(1) @ self.w) @ self.v""",
    ),
    Right(
        "mean of the last maps",
        "class Discriminator(nn.Module):\n"
        "    def __init__(self):\n"
        "        super().__init__()\n"
        "        self.net = nn.Sequential(nn.Conv2d(1, 16, 4, 2, 1), nn.LeakyReLU(0.2),"
        " nn.Conv2d(16, 32, 4, 2, 1), nn.LeakyReLU(0.2))\n"
        "        self.last = nn.Linear(32, 1)\n"
        "    def forward(self, images):\n"
        "        return self.last(self.net(images).mean(dim=(2, 3)))[..., 0]",
    ),
    Right(
        "a spectral norm",
        """
class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        norm = nn.utils.parametrizations.spectral_norm
        self.net = nn.Sequential(
            norm(nn.Conv2d(1, 16, 4, 2, 1)), nn.LeakyReLU(0.2),
            norm(nn.Conv2d(16, 32, 4, 2, 1)), nn.LeakyReLU(0.2),
            nn.Flatten(), nn.Linear(32 * 49, 1),
        )

    def forward(self, x):
        return self.net(x).squeeze(1)""",
    ),
    Right(
        "a dropout of its own and F",
        """
import torch.nn.functional as Fn


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(784, 64), nn.Linear(64, 1)

    def forward(self, x):
        x = Fn.dropout(Fn.silu(self.a(x.flatten(1))), 0.2, self.training)
        return self.b(x).reshape(-1)""",
    ),
]

WRONG = [
    Wrong(
        "a column",
        says="expected shape (2,), got (2, 1)",
        check=_ONE,
        code=but(_PLAIN, "[:, 0]", ""),
    ),
    Wrong(
        "squeezed",
        says="expected shape (1,), got ()",
        check=_ONE,
        code=but(_PLAIN, "[:, 0]", ".squeeze()"),
    ),
    Wrong(
        "a sigmoid",
        says="end with a linear layer",
        check=_LEARN,
        code=but(_PLAIN, "nn.Linear(64, 1)", "nn.Linear(64, 1), nn.Sigmoid()"),
    ),
    Wrong(
        "a tanh",
        says="nothing may bound the logits",
        check=_LEARN,
        code=but(_PLAIN, "nn.Linear(64, 1)", "nn.Linear(64, 1), nn.Tanh()"),
    ),
    Wrong(
        "a ReLU",
        says="a logit can be negative",
        check=_LEARN,
        code=but(_PLAIN, "nn.Linear(64, 1)", "nn.Linear(64, 1), nn.ReLU()"),
    ),
    Wrong(
        "two classes",
        says="expected shape (2,)",
        check=_ONE,
        code=but(_PLAIN, _LAYERS, "nn.Sequential(nn.Flatten(), nn.Linear(784, 2))", "[:, 0]", ""),
    ),
    Wrong(
        "the mean of the batch",
        says="expected shape (2,), got ()",
        check=_ONE,
        code=but(_PLAIN, "[:, 0]", ".mean()"),
    ),
    Wrong(
        "compared with the batch",
        says="expected",
        check=_OWN,
        code=but(
            _PLAIN,
            "self.net(images)",
            "(self.net(images) - 0.5 * self.net(images).mean(dim=0))",
        ),
    ),
    Wrong(
        "half of the picture",
        says="a part of the picture",
        check=_OWN,
        code=but(
            _PLAIN,
            "nn.Linear(784, 64)",
            "nn.Linear(392, 64)",
            "self.net(images)",
            "self.net(images[:, :, :14])",
        ),
    ),
    Wrong("detached", says="", check=_LEARN, code=but(_PLAIN, "[:, 0]", "[:, 0].detach()")),
    Wrong(
        "a log probability",
        says="nothing may bound the logits",
        check=_LEARN,
        code=but(_PLAIN, "nn.Linear(64, 1)", "nn.Linear(64, 1), nn.LogSigmoid()"),
    ),
    Wrong(
        "a seed inside",
        says="do not fix a seed",
        check=_OWN,
        code=but(_PLAIN, _LAYERS, f"(torch.manual_seed(0), {_LAYERS})[1]"),
    ),
    Wrong(
        "cut off at 10",
        says="nothing may bound",
        check=_OWN,
        code=but(_PLAIN, "self.net(images)[:, 0]", "self.net(images)[:, 0].clamp(-10, 10)"),
    ),
    Wrong(
        "twenty times a tanh",
        says="nothing may bound",
        check=_OWN,
        code=but(_PLAIN, "self.net(images)[:, 0]", "20 * torch.tanh(self.net(images)[:, 0] / 20)"),
    ),
    Wrong(
        "batch normalisation without its means",
        says="Expected more than 1 value",
        check=_OWN,
        code=but(
            _PLAIN,
            "nn.Linear(784, 64)",
            "nn.Linear(784, 64), nn.BatchNorm1d(64, track_running_stats=False)",
        ),
    ),
    Wrong(
        "dropout even when evaluated",
        says="expected",
        check=_OWN,
        code=but(_PLAIN, "self.net(images)[:, 0]", "self.net(F.dropout(images, 0.3, True))[:, 0]"),
    ),
    Wrong(
        "the input cut off in place",
        says="in place",
        check=_OWN,
        code=but(
            _PLAIN,
            "        return self.net",
            "        with torch.no_grad():\n"
            "            images.clamp_(0, 1)\n"
            "        return self.net",
        ),
    ),
]

_FREE = "The layers are yours to choose: the text fixes what goes in, what comes out, and the size."
_NET = (
    "self.net = nn.Sequential(nn.Conv2d(1, 16, 4, stride=2, padding=1), nn.LeakyReLU(0.2), "
    "nn.Conv2d(16, 32, 4, stride=2, padding=1), nn.LeakyReLU(0.2), nn.Flatten(), "
    "nn.Dropout(0.3), nn.Linear(32 * 7 * 7, 1))"
)
_FIRST = "nn.Conv2d(1, 16, 4, stride=2, padding=1)"
_SECOND = "nn.Conv2d(16, 32, 4, stride=2, padding=1)"
_BEND = "nn.LeakyReLU(0.2)"
_END = "nn.Flatten(), nn.Dropout(0.3), nn.Linear(32 * 7 * 7, 1)"


def _layers(*layers: str) -> str:
    return f"self.net = nn.Sequential({', '.join(layers)})"


EQUIVALENT = [
    *(
        Equivalent(_NET, _layers(*layers), _FREE)
        for layers in (
            (_BEND, _FIRST, _SECOND, _BEND, _END),
            (_FIRST, _SECOND, _BEND, _BEND, _END),
            (_FIRST, _BEND, _BEND, _SECOND, _END),
            (_FIRST, _BEND, _SECOND, "nn.Flatten()", _BEND, _END.removeprefix("nn.Flatten(), ")),
            (
                _FIRST,
                _BEND,
                _SECOND,
                _BEND,
                "nn.Dropout(0.3), nn.Flatten(), nn.Linear(32 * 7 * 7, 1)",
            ),
            (
                _FIRST,
                _BEND,
                _SECOND,
                _BEND,
                "nn.Flatten(), nn.Linear(32 * 7 * 7, 1), nn.Dropout(0.3)",
            ),
            (_FIRST.replace("4", "3"), _BEND, _SECOND, _BEND, _END),
            (_FIRST.replace("padding=1", "padding=2"), _BEND, _SECOND, _BEND, _END),
            (_FIRST, "nn.LeakyReLU(1.2)", _SECOND, _BEND, _END),
            (_FIRST, "nn.LeakyReLU(-0.8)", _SECOND, _BEND, _END),
            (_FIRST, _BEND, _SECOND.replace("4", "3"), _BEND, _END),
            (_FIRST, _BEND, _SECOND, "nn.LeakyReLU(1.2)", _END),
            (_FIRST, _BEND, _SECOND, "nn.LeakyReLU(-0.8)", _END),
            (_FIRST, _BEND, _SECOND, _BEND, _END.replace("7, 1)", "7, 2)")),
        )
    ),
    Equivalent(
        "return self.net(images)[:, 0]",
        "return self.net(images)[:, -1]",
        "There is one column: the first is the last.",
    ),
]

ALLOWED = [
    *(
        Allowed(one, "The logits are the network's own: nobody can say which value is right.")
        for one in (
            "Discriminator.forward: result: to half*",
            "Discriminator.forward: result: rounded to three*",
            "Discriminator.forward: result: below*",
            "Discriminator.forward: result: nan*",
            "Discriminator.forward: images: *",
        )
    ),
    Allowed("Discriminator.forward: result: float*", "Pictures and logits are float32 here."),
]

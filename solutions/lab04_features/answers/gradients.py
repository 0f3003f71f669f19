"""Answers to `gradients`."""

from autograder.audit.answers import Right, Wrong, but

_HAND = "3 × 4 pixels by hand"
_CONTRACT = "the contract, on random pictures"

_PLAIN = """
def gradients(images):
    gy = torch.zeros_like(images)
    gx = torch.zeros_like(images)
    gy[:, 1:-1, :] = images[:, 2:, :] - images[:, :-2, :]
    gx[:, :, 1:-1] = images[:, :, 2:] - images[:, :, :-2]
    return gy, gx
"""

_LOOPS = """
def gradients(images):
    n, h, w = images.shape
    gy, gx = images.new_zeros(n, h, w), images.new_zeros(n, h, w)
    for i in range(1, h - 1):
        gy[:, i] = images[:, i + 1] - images[:, i - 1]
    for j in range(1, w - 1):
        gx[:, :, j] = images[:, :, j + 1] - images[:, :, j - 1]
    return gy, gx
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("loops", _LOOPS),
    Right("a list", but(_PLAIN, "return gy, gx", "return [gy, gx]")),
    Right(
        "rolled, edges set to 0",
        """
def gradients(images):
    gy = images.roll(-1, 1) - images.roll(1, 1)
    gx = images.roll(-1, 2) - images.roll(1, 2)
    gy[:, 0] = gy[:, -1] = 0
    gx[:, :, 0] = gx[:, :, -1] = 0
    return gy, gx
""",
    ),
    Right(
        "padded with zeros",
        """
def gradients(images):
    n, h, w = images.shape
    def inner(x):
        if x.shape[1] < 3:
            return torch.zeros_like(x)
        edge = torch.zeros_like(x[:, :1])
        return torch.cat([edge, x[:, 2:] - x[:, :-2], edge], dim=1)
    return inner(images), inner(images.transpose(1, 2)).transpose(1, 2)
""",
    ),
    Right(
        "numpy",
        """
import numpy as np

def gradients(images):
    I = images.detach().cpu().numpy()
    gy, gx = np.zeros_like(I), np.zeros_like(I)
    gy[:, 1:-1] = I[:, 2:] - I[:, :-2]
    gx[:, :, 1:-1] = I[:, :, 2:] - I[:, :, :-2]
    return torch.as_tensor(gy, device=images.device), torch.as_tensor(gx, device=images.device)
""",
    ),
    Right(
        "in two subtractions",
        but(
            _PLAIN,
            "    gy[:, 1:-1, :] = images[:, 2:, :] - images[:, :-2, :]",
            "    gy[:, 1:-1] += images[:, 2:]\n    gy[:, 1:-1] -= images[:, :-2]",
        ),
    ),
]

WRONG = [
    Wrong(
        "exchanged", "exchanged", but(_PLAIN, "return gy, gx", "return gx, gy"), _HAND, typical=True
    ),
    Wrong(
        "halved", "no division by 2", but(_PLAIN, "return gy, gx", "return gy / 2, gx / 2"), _HAND
    ),
    Wrong(
        "the sign", "sign is turned round", but(_PLAIN, "return gy, gx", "return -gy, -gx"), _HAND
    ),
    Wrong(
        "edge one-sided",
        "in the last column gx is 0",
        but(
            _PLAIN,
            "    return gy, gx",
            "    gx[:, :, 0] = images[:, :, 1] - images[:, :, 0]\n    gx[:, :, -1] = images[:, :, -1] - images[:, :, -2]\n    return gy, gx",
        ),
        _HAND,
    ),
    Wrong(
        "forward difference",
        "the pixel after less the pixel itself",
        but(
            _PLAIN,
            "gx[:, :, 1:-1] = images[:, :, 2:] - images[:, :, :-2]",
            "gx[:, :, :-1] = images[:, :, 1:] - images[:, :, :-1]",
        ),
        _HAND,
    ),
    Wrong(
        "backward difference",
        "the pixel itself less the one before",
        but(
            _PLAIN,
            "gx[:, :, 1:-1] = images[:, :, 2:] - images[:, :, :-2]",
            "gx[:, :, 1:] = images[:, :, 1:] - images[:, :, :-1]",
        ),
        _HAND,
    ),
    Wrong(
        "goes round",
        "does not go round",
        "def gradients(images):\n    return images.roll(-1, 1) - images.roll(1, 1), images.roll(-1, 2) - images.roll(1, 2)",
        _HAND,
    ),
    Wrong(
        "absolute",
        "keep the sign",
        but(_PLAIN, "return gy, gx", "return gy.abs(), gx.abs()"),
        _CONTRACT,
    ),
    Wrong(
        "one tensor",
        "must return two tensors",
        but(_PLAIN, "return gy, gx", "return torch.stack([gy, gx])[None]"),
        _HAND,
    ),
    Wrong(
        "smaller",
        "expected",
        but(_PLAIN, "return gy, gx", "return gy[:, 1:-1], gx[:, :, 1:-1]"),
        _HAND,
    ),
    Wrong(
        "float32", "dtype", but(_PLAIN, "return gy, gx", "return gy.float(), gx.float()"), _CONTRACT
    ),
    Wrong(
        "breaks for one row",
        "",
        but(_LOOPS, "    for i in range(1, h - 1)", "    gy[:, 1]\n    for i in range(1, h - 1)"),
        _CONTRACT,
    ),
]

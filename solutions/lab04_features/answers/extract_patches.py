"""Answers to `extract_patches`."""

from autograder.audit.answers import Right, Wrong, but

_ONE = "3 × 4 pixels, size 2, stride 1"
_TWO = "two channels, stride 2: channel by channel"
_CONTRACT = "the contract, on random pictures"

_PLAIN = """
def extract_patches(images, size, stride):
    cut = images.unfold(2, size, stride).unfold(3, size, stride)
    n, c, r, q, _, _ = cut.shape
    return cut.permute(0, 2, 3, 1, 4, 5).reshape(n, r * q, c * size * size)
"""

_LOOPS = """
def extract_patches(images, size, stride):
    n, c, h, w = images.shape
    patches = []
    for i in range(0, h - size + 1, stride):
        for j in range(0, w - size + 1, stride):
            patches.append(images[:, :, i:i + size, j:j + size].reshape(n, -1))
    return torch.stack(patches, dim=1)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("loops", _LOOPS),
    Right(
        "unfold of torch.nn",
        "def extract_patches(images, size, stride):\n    return torch.nn.functional.unfold(images, size, stride=stride).transpose(1, 2)\n",
    ),
    Right(
        "nn.Unfold",
        "def extract_patches(images, size, stride):\n    cols = torch.nn.Unfold(kernel_size=size, stride=stride)(images)\n    return cols.permute(0, 2, 1).contiguous()\n",
    ),
    Right(
        "indices",
        """
def extract_patches(images, size, stride):
    n, c, h, w = images.shape
    i = torch.arange(0, h - size + 1, stride)[:, None] + torch.arange(size)
    j = torch.arange(0, w - size + 1, stride)[:, None] + torch.arange(size)
    got = images[:, :, i[:, None, :, None], j[None, :, None, :]]
    return got.permute(0, 2, 3, 1, 4, 5).flatten(3).flatten(1, 2)
""",
    ),
    Right(
        "numpy",
        """
import numpy as np

def extract_patches(images, size, stride):
    x = images.detach().cpu().numpy()
    v = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))[:, :, ::stride, ::stride]
    n, c, r, q = v.shape[:4]
    return torch.from_numpy(v.transpose(0, 2, 3, 1, 4, 5).reshape(n, r * q, -1).copy()).to(images.device)
""",
    ),
    Right(
        "filled in",
        """
def extract_patches(images, size, stride):
    n, c, h, w = images.shape
    rows, cols = (h - size) // stride + 1, (w - size) // stride + 1
    out = images.new_empty(n, rows * cols, c * size * size)
    for r in range(rows):
        for q in range(cols):
            top, left = r * stride, q * stride
            out[:, r * cols + q] = images[:, :, top:top + size, left:left + size].flatten(1)
    return out
""",
    ),
]

WRONG = [
    Wrong(
        "down first",
        "left to right, then down",
        but(_PLAIN, "permute(0, 2, 3, 1, 4, 5)", "permute(0, 3, 2, 1, 4, 5)"),
        _ONE,
    ),
    Wrong(
        "columns inside",
        "inside a patch",
        but(_PLAIN, "permute(0, 2, 3, 1, 4, 5)", "permute(0, 2, 3, 1, 5, 4)"),
        _ONE,
    ),
    Wrong(
        "a patch is a column",
        "a row, not a column",
        "def extract_patches(images, size, stride):\n    return torch.nn.functional.unfold(images, size, stride=stride)\n",
        _ONE,
        typical=True,
    ),
    Wrong(
        "channels last",
        "all of channel 0 comes first",
        but(_PLAIN, "permute(0, 2, 3, 1, 4, 5)", "permute(0, 2, 3, 4, 5, 1)"),
        _TWO,
    ),
    Wrong(
        "not permuted",
        "the channels are mixed up",
        but(_PLAIN, "cut.permute(0, 2, 3, 1, 4, 5)", "cut"),
        _TWO,
    ),
    Wrong(
        "stride forgotten",
        "shape",
        but(
            _PLAIN,
            "size, stride)\n",
            "size, 1)\n",
            "unfold(2, size, stride)",
            "unfold(2, size, 1)",
            "unfold(3, size, stride)",
            "unfold(3, size, 1)",
        )
        if False
        else but(_LOOPS, "+ 1, stride)", "+ 1)"),
        _TWO,
    ),
    Wrong("the last row is missing", "shape", but(_LOOPS, "h - size + 1", "h - size"), _ONE),
    Wrong(
        "one axis of patches too many",
        "shape",
        but(_PLAIN, "reshape(n, r * q, c * size * size)", "reshape(n, r, q, c * size * size)"),
        _ONE,
    ),
    Wrong("a list", "expected", but(_LOOPS, "torch.stack(patches, dim=1)", "patches"), _ONE),
    Wrong("stacked first", "shape", but(_LOOPS, "dim=1)", "dim=0)"), _CONTRACT),
    Wrong(
        "float32", "dtype", but(_PLAIN, "c * size * size)", "c * size * size).float()"), _CONTRACT
    ),
    Wrong(
        "square pictures only",
        "shape",
        but(_LOOPS, "range(0, w - size + 1", "range(0, h - size + 1"),
        _ONE,
    ),
]

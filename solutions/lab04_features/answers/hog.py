"""Answers to `hog`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

_BLOCK = "one block by hand: 3 and 4 become 0.6 and 0.8"
_CUT = "cut off at 0.4, and normalised again: 0.707 each"
_CONTRACT = "the contract, on random pictures"

_PLAIN = """
def hog(images, cell, bins, votes, clip):
    gy, gx = gradients(images)
    v = votes(gy, gx, bins)
    n, h, w = images.shape
    R, C = h // cell, w // cell
    v = v[:, :R * cell, :C * cell]
    cells = v.reshape(n, R, cell, C, cell, bins).mean(dim=4).mean(dim=2)
    blocks = torch.cat([cells[:, :-1, :-1], cells[:, :-1, 1:], cells[:, 1:, :-1], cells[:, 1:, 1:]], dim=-1)
    blocks = blocks / torch.sqrt((blocks ** 2).sum(-1, keepdim=True) + 1e-5 ** 2)
    blocks = torch.clamp(blocks, max=clip)
    blocks = blocks / torch.sqrt((blocks ** 2).sum(-1, keepdim=True) + 1e-5 ** 2)
    return blocks.reshape(n, -1)
"""

_LOOPS = """
def hog(images, cell, bins, votes, clip):
    v = votes(*gradients(images), bins)
    R, C = images.shape[1] // cell, images.shape[2] // cell
    def norm(b):
        return b / (b.square().sum(dim=1, keepdim=True) + 1e-10).sqrt()
    cells = {}
    for r in range(R):
        for c in range(C):
            part = v[:, r * cell:(r + 1) * cell, c * cell:(c + 1) * cell]
            cells[r, c] = part.mean(dim=(1, 2))
    out = []
    for r in range(R - 1):
        for c in range(C - 1):
            b = torch.cat([cells[r, c], cells[r, c + 1], cells[r + 1, c], cells[r + 1, c + 1]], dim=1)
            out.append(norm(norm(b).clamp(max=clip)))
    return torch.cat(out, dim=1)
"""

_POOLED = """
def hog(images, cell, bins, votes, clip):
    v = votes(*gradients(images), bins).permute(0, 3, 1, 2)
    cells = torch.nn.functional.avg_pool2d(v, cell)
    n, _, R, C = cells.shape
    blocks = cells.unfold(2, 2, 1).unfold(3, 2, 1)
    blocks = blocks.permute(0, 2, 3, 4, 5, 1).reshape(n, (R - 1) * (C - 1), 4 * bins)
    blocks = blocks / (blocks.pow(2).sum(2, True) + 1e-10).sqrt()
    blocks = blocks.minimum(torch.tensor(clip, dtype=blocks.dtype, device=blocks.device))
    blocks = blocks / (blocks.pow(2).sum(2, True) + 1e-10).sqrt()
    return blocks.flatten(1)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("loops over cells", _LOOPS),
    Right("pooled", _POOLED),
    Right(
        "stacked", but(_PLAIN, "torch.cat([", "torch.stack([", "], dim=-1)", "], dim=3).flatten(3)")
    ),
    Right(
        "sum divided by the area",
        but(_PLAIN, ".mean(dim=4).mean(dim=2)", ".sum(dim=(2, 4)) / cell ** 2"),
    ),
    Right(
        "float64 inside",
        but(
            _PLAIN,
            "    gy, gx = gradients(images)",
            "    given = images.dtype\n    images = images.double()\n    gy, gx = gradients(images)",
            "return blocks.reshape(n, -1)",
            "return blocks.reshape(n, -1).to(given)",
        ),
    ),
    Right(
        "a helper",
        but(
            _PLAIN,
            "    blocks = blocks / torch.sqrt((blocks ** 2).sum(-1, keepdim=True) + 1e-5 ** 2)\n    blocks = torch.clamp(blocks, max=clip)\n    blocks = blocks / torch.sqrt((blocks ** 2).sum(-1, keepdim=True) + 1e-5 ** 2)",
            "    unit = lambda b: b * torch.rsqrt((b ** 2).sum(-1, keepdim=True) + 1e-10)\n    blocks = unit(unit(blocks).clamp_max(clip))",
        ),
    ),
    Right(
        "picture by picture",
        "def _one(image, cell, bins, votes, clip):\n"
        + _PLAIN.split("clip):\n")[1]
        .replace("images", "image[None]")
        .replace("blocks.reshape(n, -1)", "blocks.flatten()")
        .replace("n, h, w = image[None].shape", "n, (h, w) = 1, image.shape")
        + "\ndef hog(images, cell, bins, votes, clip):\n    return torch.stack([_one(image, cell, bins, votes, clip) for image in images])\n",
    ),
]

_N = "blocks = blocks / torch.sqrt((blocks ** 2).sum(-1, keepdim=True) + 1e-5 ** 2)"

WRONG = [
    Wrong(
        "not normalised",
        "not normalised",
        but(_PLAIN, "    " + _N + "\n", "").replace(
            "    blocks = torch.clamp(blocks, max=clip)\n", ""
        ),
        _BLOCK,
    ),
    Wrong(
        "L1",
        "L1 norm",
        but(
            _PLAIN,
            "torch.sqrt((blocks ** 2).sum(-1, keepdim=True) + 1e-5 ** 2)",
            "(blocks.abs().sum(-1, keepdim=True) + 1e-5)",
        ),
        _BLOCK,
    ),
    Wrong(
        "each cell normalised",
        "not each cell",
        but(
            _PLAIN,
            "    blocks = torch.cat",
            "    cells = cells / torch.sqrt((cells ** 2).sum(-1, keepdim=True) + 1e-10)\n    blocks = torch.cat",
            _N,
            "pass",
        ),
        _BLOCK,
    ),
    Wrong(
        "cells in columns",
        "row by row",
        but(_PLAIN, "cells[:, :-1, 1:], cells[:, 1:, :-1]", "cells[:, 1:, :-1], cells[:, :-1, 1:]"),
        _BLOCK,
    ),
    Wrong(
        "never cut off",
        "nothing is cut off",
        but(_PLAIN, "    blocks = torch.clamp(blocks, max=clip)\n", ""),
        _CUT,
        typical=True,
    ),
    Wrong(
        "not normalised again",
        "normalise again",
        but(_PLAIN, "max=clip)\n    " + _N, "max=clip)"),
        _CUT,
    ),
    Wrong("always 0.2", "which is 1 here", but(_PLAIN, "max=clip", "max=0.2"), _BLOCK),
    Wrong(
        "dropped before the gradients",
        "not before",
        but(
            _PLAIN,
            "    gy, gx",
            "    images = images[:, :images.shape[1] // cell * cell, :images.shape[2] // cell * cell]\n    gy, gx",
        ),
        _CONTRACT,
    ),
    Wrong("nan where flat", "nan", but(_PLAIN, " + 1e-5 ** 2", ""), _CONTRACT),
    Wrong(
        "own votes",
        "that you are given",
        but(_PLAIN, "v = votes(gy, gx, bins)", "v = orientation_votes(gy, gx, bins)"),
        _BLOCK,
    ),
    Wrong(
        "gradients exchanged",
        "are exchanged",
        but(_PLAIN, "votes(gy, gx, bins)", "votes(gx, gy, bins)"),
        _CONTRACT,
    ),
    Wrong(
        "blocks do not overlap",
        "expected shape",
        but(
            _PLAIN,
            "    blocks = torch.cat",
            "    k = cells\n    blocks = torch.cat",
            "    return blocks.reshape(n, -1)",
            "    return blocks[:, ::2, ::2].reshape(n, -1)",
        ),
        "28 × 28 pixels: 144 and 324 numbers",
    ),
    Wrong(
        "bins first",
        "row by row",
        but(
            _PLAIN,
            "blocks.reshape(n, -1)",
            "blocks.unflatten(-1, (4, bins)).transpose(-1, -2).reshape(n, -1)",
        ),
        _BLOCK,
    ),
    Wrong(
        "float32",
        "dtype",
        but(_PLAIN, "blocks.reshape(n, -1)", "blocks.reshape(n, -1).float()"),
        _CONTRACT,
    ),
]

EQUIVALENT = [
    Equivalent(
        "blocks = blocks / (blocks.square().sum(dim=-1, keepdim=True) + 1e-10).sqrt()",
        "blocks /= (blocks.square().sum(dim=-1, keepdim=True) + 1e-10).sqrt()",
        "The blocks were made in this call.",
    ),
    Equivalent(
        "blocks = blocks if limit is None else blocks.clamp(max=limit)",
        "blocks = blocks if limit is None else blocks.clamp_(max=limit)",
        "The blocks were made in this call.",
    ),
]

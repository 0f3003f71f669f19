"""Answers to `color_histogram`."""

from autograder.audit.answers import Equivalent, Right, Wrong, but

_RED = "a red and a grey pixel: 0.5, 0, 0"
_FOUR = "green, blue, dark purple and black"
_CONTRACT = "the contract, on random colours"

_PLAIN = """
def color_histogram(images, bins):
    n = len(images)
    r, g, b = images[:, 0].reshape(n, -1), images[:, 1].reshape(n, -1), images[:, 2].reshape(n, -1)
    M = images.amax(dim=1).reshape(n, -1)
    C = M - images.amin(dim=1).reshape(n, -1)
    D = torch.where(C == 0, torch.ones_like(C), C)
    h = (r - g) / D + 4
    h = torch.where(M == g, (b - r) / D + 2, h)
    h = torch.where(M == r, ((g - b) / D) % 6, h)
    place = (h / 6 * bins).floor().long() % bins
    hist = torch.zeros(n, bins, dtype=images.dtype, device=images.device)
    hist.scatter_add_(1, place, C)
    return hist / r.shape[1]
"""

_LOOPS = """
import colorsys

def color_histogram(images, bins):
    out = torch.zeros(len(images), bins, dtype=torch.float64)
    for k, image in enumerate(images):
        pixels = image.reshape(3, -1).T.tolist()
        for p in pixels:
            h, s, v = colorsys.rgb_to_hsv(*p)
            out[k, int(h * bins) % bins] += s * v
        out[k] /= len(pixels)
    return out.to(images)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("loops, colorsys", _LOOPS),
    Right(
        "bin by bin",
        but(
            _PLAIN,
            "    hist.scatter_add_(1, place, C)\n    return hist / r.shape[1]",
            "    for j in range(bins):\n        hist[:, j] = (C * (place == j)).mean(dim=1)\n    return hist",
        ),
    ),
    Right(
        "one hot",
        but(
            _PLAIN,
            "    hist.scatter_add_(1, place, C)\n    return hist / r.shape[1]",
            "    hot = torch.nn.functional.one_hot(place, bins).to(C.dtype)\n    return torch.einsum('np,npb->nb', C, hot) / C.shape[1]",
        ),
    ),
    Right(
        "picture by picture, bincount",
        but(
            _PLAIN,
            "    hist.scatter_add_(1, place, C)\n    return hist / r.shape[1]",
            "    rows = [torch.bincount(p, weights=c, minlength=bins) for p, c in zip(place, C)]\n    return torch.stack(rows) / C.shape[1]",
        ),
    ),
    Right(
        "saturation times value",
        but(
            _PLAIN,
            "    hist.scatter_add_(1, place, C)",
            "    S = torch.where(M > 0, C / torch.where(M > 0, M, torch.ones_like(M)), torch.zeros_like(M))\n    hist.scatter_add_(1, place, S * M)",
        ),
    ),
    Right(
        "float64 inside",
        but(
            _PLAIN,
            "    n = len(images)",
            "    given, images = images, images.double()\n    n = len(images)",
            "return hist / r.shape[1]",
            "return (hist / r.shape[1]).to(given.dtype)",
        ),
    ),
    Right(
        "clamped bin",
        but(_PLAIN, "% bins\n", ".clamp(0, bins - 1)\n").replace(".long() .clamp", ".long().clamp"),
    ),
]

WRONG = [
    Wrong(
        "grey votes",
        "grey votes, too",
        but(_PLAIN, "hist.scatter_add_(1, place, C)", "hist.scatter_add_(1, place, M)"),
        _RED,
        typical=True,
    ),
    Wrong(
        "divided by votes",
        "divide by the number of all pixels",
        but(_PLAIN, "hist / r.shape[1]", "hist / C.sum(dim=1, keepdim=True).clamp(min=1e-12)"),
        _RED,
    ),
    Wrong(
        "the sum",
        "divide by the number of all pixels",
        but(_PLAIN, "hist / r.shape[1]", "hist"),
        _RED,
    ),
    Wrong(
        "weighed by saturation",
        "not by the saturation",
        but(
            _PLAIN,
            "hist.scatter_add_(1, place, C)",
            "hist.scatter_add_(1, place, C / M.clamp(min=1e-9))",
        ),
        _FOUR,
    ),
    Wrong("no offsets", "offsets 2 for green", but(_PLAIN, " + 4", "", " + 2", ""), _FOUR),
    Wrong(
        "turned round",
        "turned round",
        but(_PLAIN, "return hist / r.shape[1]", "return hist.flip(1) / r.shape[1]"),
        _RED,
    ),
    Wrong(
        "nan for grey",
        "nan",
        but(
            _PLAIN,
            "torch.where(C == 0, torch.ones_like(C), C)",
            "C",
            "    place",
            "    C = C * (h / h)\n    h = h.nan_to_num()\n    place",
        ),
        _RED,
    ),
    Wrong(
        "modulo forgotten",
        "",
        but(_PLAIN, "((g - b) / D) % 6", "((g - b) / D).clamp(min=0)"),
        _CONTRACT,
    ),
    Wrong(
        "one histogram for all",
        "",
        but(
            _PLAIN,
            "return hist / r.shape[1]",
            "return (hist / r.shape[1]).mean(0, keepdim=True).repeat(n, 1)",
        ),
        _CONTRACT,
    ),
    Wrong(
        "float32",
        "dtype",
        but(_PLAIN, "return hist / r.shape[1]", "return (hist / r.shape[1]).float()"),
        _CONTRACT,
    ),
    Wrong(
        "twelve bins",
        "shape",
        but(_PLAIN, "    n = len(images)", "    bins = 12\n    n = len(images)"),
        _RED,
    ),
    Wrong(
        "green and blue exchanged",
        "",
        but(
            _PLAIN,
            "images[:, 1].reshape(n, -1), images[:, 2].reshape(n, -1)",
            "images[:, 2].reshape(n, -1), images[:, 1].reshape(n, -1)",
        ),
        _CONTRACT,
    ),
]

EQUIVALENT = [
    Equivalent(
        "safe = torch.where(chroma > 0, chroma, torch.ones_like(chroma))",
        "safe = torch.where(chroma >= 0, chroma, torch.ones_like(chroma))",
        "A pixel without colour weighs 0, in whichever bin it falls.",
    ),
    Equivalent(
        "safe = torch.where(chroma > 0, chroma, torch.ones_like(chroma))",
        "safe = torch.where(chroma > -1, chroma, torch.ones_like(chroma))",
        "A pixel without colour weighs 0, in whichever bin it falls.",
    ),
    Equivalent(
        "safe = torch.where(chroma > 0, chroma, torch.ones_like(chroma))",
        "safe = torch.where(chroma > 0, chroma, chroma)",
        "A pixel without colour weighs 0, in whichever bin it falls.",
    ),
    Equivalent(
        "safe = torch.where(chroma > 0, chroma, torch.ones_like(chroma))",
        "safe = torch.where(chroma > 0, chroma, torch.ones(chroma.shape))",
        "One is the same in every dtype, and takes that of what stands beside it.",
    ),
]

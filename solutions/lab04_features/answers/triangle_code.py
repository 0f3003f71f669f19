"""Answers to `triangle_code`."""

from autograder.audit.answers import Right, Wrong, but

_HAND = "distances 1, 2 and 6: the code 2, 1, 0"
_CONTRACT = "the contract, on random patches"

_PLAIN = """
def triangle_code(patches, words):
    z = distances_to_words(patches, words)
    mean = z.mean(dim=2, keepdim=True)
    return torch.relu(mean - z)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right("clamp", but(_PLAIN, "torch.relu(mean - z)", "(mean - z).clamp(min=0)")),
    Right(
        "broadcast",
        but(
            _PLAIN,
            "distances_to_words(patches, words)",
            "(patches[:, :, None] - words).norm(dim=-1)",
        ),
    ),
    Right(
        "maximum",
        but(_PLAIN, "torch.relu(mean - z)", "torch.maximum(mean - z, torch.zeros_like(z))"),
    ),
    Right(
        "where",
        but(_PLAIN, "torch.relu(mean - z)", "torch.where(z < mean, mean - z, torch.zeros_like(z))"),
    ),
    Right(
        "in place",
        but(
            _PLAIN,
            "    return torch.relu(mean - z)",
            "    code = mean - z\n    code[code < 0] = 0\n    return code",
        ),
    ),
    Right(
        "picture by picture",
        """
def triangle_code(patches, words):
    codes = []
    for picture in patches:
        z = torch.cdist(picture, words)
        codes.append((z.mean(1)[:, None] - z).clamp_min(0))
    return torch.stack(codes)
""",
    ),
    Right(
        "float64 inside",
        but(
            _PLAIN,
            "distances_to_words(patches, words)",
            "distances_to_words(patches.double(), words.double())",
            "torch.relu(mean - z)",
            "torch.relu(mean - z).to(patches.dtype)",
        ),
    ),
]

WRONG = [
    Wrong(
        "not cut",
        "farther than the average is 0",
        but(_PLAIN, "torch.relu(mean - z)", "mean - z"),
        _HAND,
    ),
    Wrong(
        "turned round", "near words get large numbers", but(_PLAIN, "mean - z", "z - mean"), _HAND
    ),
    Wrong(
        "squared",
        "those are squared distances",
        but(
            _PLAIN, "distances_to_words(patches, words)", "distances_to_words(patches, words) ** 2"
        ),
        _HAND,
        typical=True,
    ),
    Wrong(
        "from the largest",
        "not from the largest",
        but(_PLAIN, "z.mean(dim=2, keepdim=True)", "z.amax(dim=2, keepdim=True)"),
        _HAND,
    ),
    Wrong(
        "median",
        "that is the median",
        but(_PLAIN, "z.mean(dim=2, keepdim=True)", "z.median(dim=2, keepdim=True).values"),
        _HAND,
    ),
    Wrong(
        "absolute",
        "without its sign",
        but(_PLAIN, "torch.relu(mean - z)", "(mean - z).abs()"),
        _HAND,
    ),
    Wrong("mean over patches", "a mean of its own", but(_PLAIN, "dim=2", "dim=1"), _HAND),
    Wrong(
        "mean over all",
        "over its words",
        but(_PLAIN, "z.mean(dim=2, keepdim=True)", "z.mean()"),
        _CONTRACT,
    ),
    Wrong(
        "hard",
        "",
        but(
            _PLAIN,
            "torch.relu(mean - z)",
            "torch.nn.functional.one_hot(z.argmin(2), len(words)).to(z.dtype)",
        ),
        _HAND,
    ),
    Wrong(
        "summed over patches",
        "shape",
        but(_PLAIN, "torch.relu(mean - z)", "torch.relu(mean - z).sum(dim=1)"),
        _CONTRACT,
    ),
    Wrong(
        "float32",
        "dtype",
        but(_PLAIN, "torch.relu(mean - z)", "torch.relu(mean - z).float()"),
        _CONTRACT,
    ),
    Wrong(
        "L1",
        "",
        but(
            _PLAIN,
            "distances_to_words(patches, words)",
            "(patches[:, :, None] - words).abs().sum(-1)",
        ),
        _CONTRACT,
    ),
]

"""Answers to `bag_of_visual_words`."""

from autograder.audit.answers import Right, Wrong, but

_HAND = "words 0 and 10, patches 1, 2, 9, 4"
_CONTRACT = "the contract, on random patches"

_PLAIN = """
def bag_of_visual_words(patches, words):
    nearest = torch.cdist(patches, words[None].expand(len(patches), -1, -1)).argmin(dim=2)
    k = len(words)
    hot = torch.nn.functional.one_hot(nearest, k).to(patches.dtype)
    return hot.mean(dim=1)
"""

RIGHT = [
    Right("plain", _PLAIN),
    Right(
        "bincount",
        but(
            _PLAIN,
            "    hot = torch.nn.functional.one_hot(nearest, k).to(patches.dtype)\n    return hot.mean(dim=1)",
            "    bags = torch.stack([torch.bincount(row, minlength=k) for row in nearest])\n    return bags.to(patches.dtype) / patches.shape[1]",
        ),
    ),
    Right(
        "given distances",
        but(
            _PLAIN,
            "torch.cdist(patches, words[None].expand(len(patches), -1, -1))",
            "distances_to_words(patches, words)",
        ),
    ),
    Right(
        "word by word",
        but(
            _PLAIN,
            "    hot = torch.nn.functional.one_hot(nearest, k).to(patches.dtype)\n    return hot.mean(dim=1)",
            "    return torch.stack([(nearest == j).to(patches.dtype).mean(dim=1) for j in range(k)], dim=1)",
        ),
    ),
    Right(
        "broadcast",
        but(
            _PLAIN,
            "torch.cdist(patches, words[None].expand(len(patches), -1, -1)).argmin(dim=2)",
            "((patches[:, :, None, :] - words) ** 2).sum(-1).argmin(-1)",
        ),
    ),
    Right(
        "scatter",
        but(
            _PLAIN,
            "    hot = torch.nn.functional.one_hot(nearest, k).to(patches.dtype)\n    return hot.mean(dim=1)",
            "    bags = patches.new_zeros(len(patches), k)\n    bags.scatter_add_(1, nearest, torch.ones_like(nearest, dtype=patches.dtype))\n    return bags / bags.sum(dim=1, keepdim=True)",
        ),
    ),
    Right(
        "loops",
        """
def bag_of_visual_words(patches, words):
    bags = []
    for picture in patches:
        counts = [0] * len(words)
        for patch in picture:
            counts[int((words - patch).norm(dim=1).argmin())] += 1
        bags.append([c / len(picture) for c in counts])
    return torch.tensor(bags, dtype=patches.dtype, device=patches.device)
""",
    ),
]

WRONG = [
    Wrong(
        "counts",
        "those are counts",
        but(_PLAIN, "hot.mean(dim=1)", "hot.sum(dim=1)"),
        _HAND,
        typical=True,
    ),
    Wrong("the farthest", "not by the farthest", but(_PLAIN, "argmin", "argmax"), _HAND),
    Wrong(
        "divided by words",
        "not of words",
        but(_PLAIN, "hot.mean(dim=1)", "hot.sum(dim=1) / k"),
        _HAND,
    ),
    Wrong(
        "occurs or not",
        "which words occur",
        but(_PLAIN, "hot.mean(dim=1)", "hot.amax(dim=1)"),
        _HAND,
    ),
    Wrong(
        "unit length",
        "not by its squares",
        but(_PLAIN, "hot.mean(dim=1)", "torch.nn.functional.normalize(hot.sum(dim=1), dim=1)"),
        _HAND,
    ),
    Wrong(
        "each word once",
        "count how often",
        but(
            _PLAIN, "hot.mean(dim=1)", "hot.amax(dim=1) / hot.amax(dim=1).sum(dim=1, keepdim=True)"
        ),
        _HAND,
    ),
    Wrong(
        "one bag for all",
        "a bag of its own",
        but(_PLAIN, "hot.mean(dim=1)", "hot.mean(dim=(0, 1)).repeat(len(patches), 1)"),
        _CONTRACT,
    ),
    Wrong("the wrong axis", "shape", but(_PLAIN, "hot.mean(dim=1)", "hot.mean(dim=2)"), _HAND),
    Wrong(
        "words of the first batch only",
        "shape",
        but(_PLAIN, "one_hot(nearest, k)", "one_hot(nearest)"),
        _CONTRACT,
    ),
    Wrong(
        "by the dot product",
        "",
        but(
            _PLAIN,
            "torch.cdist(patches, words[None].expand(len(patches), -1, -1)).argmin(dim=2)",
            "(patches @ words.T).argmax(dim=2)",
        ),
        _CONTRACT,
    ),
    Wrong("float32", "dtype", but(_PLAIN, ".to(patches.dtype)", ".float()"), _CONTRACT),
    Wrong("L1", "", but(_PLAIN, "-1, -1))", "-1, -1), p=1)"), _CONTRACT),
]

"""Changes to Lab 1's reference solution that no check can notice, with the reason."""

from autograder.audit.answers.answer import Equivalent

_PROMOTED = (
    "Torch converts the other operand itself: float minus uint8 is float, and nothing wraps."
)
_SIGN = "The absolute value of a difference does not depend on its order."
_ONCE = "It saves converting the points once a block; the distances convert what they are given."
_SAME_SHAPE = "With predictions of shape (n,), equality does not depend on the order."
_ROUNDED = "The question asks for about 1,900; answers within 6 % are right, so that rounding is."

_CONVERTED = "a, b = (as_float(a), as_float(b))"
_BLOCKS = "return pairwise_blocks(block, as_float(a), as_float(b))"
_SHARE = "return (predicted.reshape(-1) == labels).float().mean().item()"
_GIGABYTES = "q1 = 10000 * 60000 * 784 * 4 / 1000000000.0"

EQUIVALENT = [
    Equivalent("l1_distances_two_loops", _CONVERTED, "a, b = (as_float(a), b)", _PROMOTED),
    Equivalent(
        "l1_distances_two_loops",
        "distances[i, j] = (a[i] - b[j]).abs().sum()",
        "distances[i, j] = (b[j] - a[i]).abs().sum()",
        _SIGN,
    ),
    Equivalent("l1_distances_one_loop", _CONVERTED, "a, b = (as_float(a), b)", _PROMOTED),
    Equivalent(
        "l1_distances_one_loop",
        "distances[i] = (a[i] - b).abs().sum(dim=-1)",
        "distances[i] = (b - a[i]).abs().sum(dim=-1)",
        _SIGN,
    ),
    Equivalent(
        "l1_distances",
        "difference = rows[:, None, :] - columns[None, :, :]",
        "difference = columns[None, :, :] - rows[:, None, :]",
        _SIGN,
    ),
    Equivalent("l1_distances", _BLOCKS, "return pairwise_blocks(block, a, as_float(b))", _PROMOTED),
    Equivalent("l1_distances", _BLOCKS, "return pairwise_blocks(block, as_float(a), b)", _PROMOTED),
    Equivalent(
        "nearest_labels",
        "farthest_kept = distances.topk(k, dim=1, largest=False).values[:, -1:]",
        "farthest_kept = distances.topk(k, largest=False).values[:, -1:]",
        "Without dim, topk takes the last axis, which is this one.",
    ),
    Equivalent(
        "nearest_labels",
        "candidates = row.bincount(minlength=len(distances))",
        "candidates = row.bincount()",
        "Every row has at least k candidates, so the last row is always among those counted.",
    ),
    Equivalent("knn_predict", "points = as_float(points)", "pass", _ONCE),
    Equivalent("knn_predict", "points = as_float(points)", "points = points", _ONCE),
    Equivalent(
        "accuracy",
        _SHARE,
        "return (predicted.reshape(-1) == labels).float().mean()",
        "A tensor of a single number is taken for that number wherever a score is used.",
    ),
    Equivalent(
        "accuracy",
        _SHARE,
        "return (predicted.reshape(-1) == labels).double().mean().item()",
        "It differs by the rounding of float32, which a share of right answers does not need.",
    ),
    Equivalent(
        "choose_k",
        "scores = [accuracy(classify(val_points, k), val_labels) for k in ks]",
        "scores = [accuracy(val_labels, classify(val_points, k)) for k in ks]",
        _SAME_SHAPE,
    ),
    Equivalent(
        "cross_validate",
        "scores[row, fold] = accuracy(predicted, labels[held_out])",
        "scores[row, fold] = accuracy(labels[held_out], predicted)",
        _SAME_SHAPE,
    ),
    *(
        Equivalent("quiz", _GIGABYTES, after, _ROUNDED)
        for after in (
            "q1 = 10001 * 60000 * 784 * 4 / 1000000000.0",
            "q1 = 9999 * 60000 * 784 * 4 / 1000000000.0",
            "q1 = 10000 * 60001 * 784 * 4 / 1000000000.0",
            "q1 = 10000 * 59999 * 784 * 4 / 1000000000.0",
            "q1 = 10000 * 60000 * 785 * 4 / 1000000000.0",
            "q1 = 10000 * 60000 * 783 * 4 / 1000000000.0",
            "q1 = 10000 * 60000 * 784 * 4 / 1000000001.0",
            "q1 = 10000 * 60000 * 784 * 4 / 999999999.0",
        )
    ),
]

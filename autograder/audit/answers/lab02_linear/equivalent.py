"""Changes to Lab 2's reference solution that no check can notice, with the reason."""

from autograder.audit.answers.answer import Equivalent

EQUIVALENT = [
    Equivalent(
        "svm_loss_naive",
        "total = total + (s[i, j] - s[i, y[i]] + delta).clamp(min=0)",
        "total += (s[i, j] - s[i, y[i]] + delta).clamp(min=0)",
        "The total is a number at first, then a tensor that nobody else has: it may change.",
    ),
    Equivalent(
        "softmax_loss",
        "dscores = s.exp() / total[:, None]",
        "dscores = s.exp_() / total[:, None]",
        "The shifted scores are the function's own, and are not read after this line.",
    ),
]

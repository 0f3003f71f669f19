"""Wrong objectives, variances, draws and judges; wrong answers to the quiz."""

from autograder.audit.answers.answer import Wrong
from autograder.audit.answers.lab03_optimization.variants import (
    QUIZ,
    SQUARES,
    TUNE,
    VARIANCE,
    but,
)


def squared(name: str, check: str, says: str, *changes: str) -> Wrong:
    """A wrong least-squares objective."""
    code = but(SQUARES, *changes)
    return Wrong(exercise="least_squares", name=name, check=check, says=says, code=code)


def spread(name: str, check: str, says: str, *changes: str) -> Wrong:
    """A wrong variance."""
    code = but(VARIANCE, *changes)
    return Wrong(exercise="gradient_variance", name=name, check=check, says=says, code=code)


def drawn(name: str, check: str, says: str, code: str) -> Wrong:
    """A wrong log-uniform draw."""
    head = "def log_uniform(low, high, n, generator):\n    "
    return Wrong(exercise="log_uniform", name=name, check=check, says=says, code=head + code)


def tuned(name: str, check: str, says: str, *changes: str) -> Wrong:
    """A wrong choice of a setting."""
    code = but(TUNE, *changes)
    return Wrong(exercise="tune", name=name, check=check, says=says, code=code)


def quiz(number: int, answer: str, check: str, says: str) -> Wrong:
    """A quiz with one wrong answer."""
    code = f"{QUIZ}q{number} = {answer}\n"
    return Wrong(exercise="quiz", name=f"q{number} {answer}", check=check, says=says, code=code)


_PIXEL = "two pictures of one pixel, by hand: loss 2.5, gradient −3"
_TWICE = "every picture twice: nothing changes"
_TORCH = "random pictures, against torch"
_MEAN = ".sum() / len(X)"

_SQUARES = [
    squared("as it started", _PIXEL, "sum over the pictures", _MEAN, ".sum()",
            "@ X / len(X)", "@ X"),
    squared("gradient still summed", _TORCH, "still a sum", "@ X / len(X)", "@ X"),
    squared("loss still summed", _TWICE, "that is the sum over the pictures", _MEAN, ".sum()"),
    squared("mean over all", _TORCH, "number of classes", "error.square().sum() / len(X)",
            "error.square().mean()"),
    squared("gradient by all", _TORCH, "number of classes", "@ X / len(X)", "@ X / Y.numel()"),
    squared("penalty divided", _TWICE, "divided the penalty", "reg * W.square()",
            "reg / len(X) * W.square()"),
    squared("penalty's gradient divided", _TWICE, "divided the penalty's gradient",
            "2 * reg * W", "2 * reg * W / len(X)"),
    squared("no factor 2", _TORCH, "lacks its factor 2", "2 * error", "error", "2 * reg", "reg"),
    squared("the other way", _PIXEL, "points the other way", "2 * error", "-2 * error"),
    squared("fixed size", _TWICE, "", "len(X)", "32"),
    squared("penalty forgotten", _TORCH, "", "+ reg * W.square().sum()", ""),
    squared("divided twice", _TWICE, "", "@ X / len(X)", "@ X / len(X) ** 2"),
]  # fmt: skip

_FIVE = "two pictures by hand: 5"
_SIZE = "as many batches as asked for, of the size asked for"
_WHOLE = "random gradients, about the whole gradient"
_OFF = "(part - whole).square().sum()"

_VARIANCE = [
    spread("length", _FIVE, "square it", _OFF, "(part - whole).norm()"),
    spread("mean over entries", _FIVE, "mean over the entries", _OFF,
           "(part - whole).square().mean()"),
    spread("sum over draws", _FIVE, "sum over the draws", "sum(off) / draws", "sum(off)"),
    spread("no squares", _FIVE, "without squares", _OFF, "(part - whole).abs().sum()"),
    spread("root", _WHOLE, "root of the variance", "sum(off) / draws", "(sum(off) / draws) ** 0.5"),
    spread("not centred", _WHOLE, "not subtracted", "part - whole", "part"),
    spread("about its own mean", _WHOLE, "compare with the whole gradient",
           f"off.append({_OFF}.item())", "off.append(part)", "return sum(off) / draws",
           "off = torch.stack(off)\n    return (off - off.mean(0)).square().sum().item() / draws"),
    spread("sample variance", _WHOLE, "sample variance", f"off.append({_OFF}.item())",
           "off.append(part)", "return sum(off) / draws",
           "return torch.stack(off).var(dim=0).sum().item()"),
    spread("without replacement", "with replacement: more rows than there are",
           "draw with replacement", "torch.randint(len(X), (size,), generator=generator)",
           "torch.randperm(len(X), generator=generator)[:size]"),
    spread("generator ignored", "the generator draws the rows", "gave another value",
           ", generator=generator", ""),
    spread("own seed", "the generator draws the rows", "gave the same value", "    off = []",
           "    off, generator = [], torch.Generator().manual_seed(0)"),
    spread("size and draws exchanged", _SIZE, "expected shape", "range(draws)", "range(size)",
           "(size,)", "(draws,)"),
    spread("one size too few", _SIZE, "expected", "(size,)", "(size - 1,)"),
    spread("the first rows", "the generator draws the rows", "", "torch.randint(len(X), (size,), "
           "generator=generator)", "torch.arange(size) % len(X)"),
]  # fmt: skip

_HALF = "half of them below the geometric mean"
_WITHIN = "all between low and high"
_U = "u = torch.rand(n, generator=generator)\n    "

_UNIFORM = [
    drawn("uniform", _HALF, "these are uniform", f"{_U}return low + (high - low) * u"),
    drawn("uniform, in logarithms of n", _HALF, "", f"{_U}return low + (high - low) * u**2"),
    drawn("normal", _WITHIN, "between 2 and 50",
          "return low * (high / low) ** torch.randn(n, generator=generator)"),
    drawn("exponent not raised", _WITHIN, "between 2 and 50",
          f"{_U}return math.log10(low) + (math.log10(high) - math.log10(low)) * u"),
    drawn("base mixed up", _WITHIN, "between 2 and 50",
          f"{_U}return 10 ** (math.log(low) + (math.log(high) - math.log(low)) * u)"),
    drawn("one number", _HALF, "expected shape (4000,)",
          "return low * (high / low) ** torch.rand(1, generator=generator)"),
    drawn("the same n times", _HALF, "",
          "return (low * (high / low) ** torch.rand(1, generator=generator)).repeat(n)"),
    drawn("an even ladder", "the generator draws them", "set no seed",
          "return torch.logspace(math.log10(low), math.log10(high), n)"),
    drawn("generator ignored", "the generator draws them", "pass the generator on",
          "return low * (high / low) ** torch.rand(n)"),
    drawn("own seed", "the generator draws them", "set no seed",
          "g = torch.Generator().manual_seed(0)\n    "
          "return low * (high / low) ** torch.rand(n, generator=g)"),
    drawn("a half of the range", _WITHIN, "the whole range",
          f"{_U}return low * (high / low) ** (u / 2)"),
]  # fmt: skip

_SECOND = "three settings: the second is best on the validation set"
_LOOKS = "the test set is looked at once"
_CHOSEN = "accuracy(models[best], *test)"

_TUNE = [
    tuned("as it started", _SECOND, "best on the test set", "*val", "*test", _CHOSEN,
          "scores[best]"),
    tuned("the best on the test set", _LOOKS, "looked at 4 times", "*val", "*test", _CHOSEN,
          "max(scores)"),
    tuned("reports validation", _SECOND, "validation set: it chose", _CHOSEN, "scores[best]"),
    tuned("chooses by test, reports once more", _SECOND, "best on the test set", "*val", "*test"),
    tuned("worst", _SECOND, "worst on the validation set", "max(scores)", "min(scores)"),
    tuned("position", "random accuracies", "", "settings[best]", "settings[best - 1]"),
    tuned("best of both", _SECOND, "best accuracy on the test set", _CHOSEN,
          "max(accuracy(W, *test) for W in models)"),
    tuned("looks twice", _LOOKS, "looked at 2 times", "    return",
          "    print(accuracy(models[best], *test))\n    return"),
    tuned("looks at all", _LOOKS, "looked at 4 times", _CHOSEN,
          "[accuracy(W, *test) for W in models][best]"),
    tuned("sum of both", _SECOND, "best on the test set", "accuracy(W, *val)",
          "accuracy(W, *val) + 2 * accuracy(W, *test)"),
    tuned("returns the model", _SECOND, "", "settings[best],", "models[best] + 0.5,"),
    tuned("first setting", _SECOND, "worst on the validation set", "scores.index(max(scores))",
          "0"),
]  # fmt: skip

_TITLES = [
    "question 1: where w² begins to diverge",
    "question 2: the variance of a larger batch",
    "question 3: the error of the central difference",
    "question 4: the price of a numeric gradient",
    "question 5: steps in an epoch",
    "question 6: a tiny h in float32",
    "question 7: the velocity in the long run",
    "question 8: a loss of 10³⁰",
]
_GIVEN = [
    (1, "0.5", "lands at the bottom"),
    (1, "2", "the border is 2/2"),
    (2, "2", "standard deviation"),
    (2, "16", "not 1/B²"),
    (3, "10", "forward difference"),
    (4, "7850", "two for each entry"),
    (4, "7851", "forward difference"),
    (5, "429", "last partial batch"),
    (5, "429.6875", "round up"),
    (6, '"a"', "left end"),
    (6, '"d"', "nothing is divided by 0"),
    (7, "1.9", "go on adding"),
    (7, "9", "starts with 1"),
    (8, '"a"', "the gradient is right"),
    (8, '"b"', "a matter of the check"),
    (8, "None", "nothing was filled in"),
]
_QUIZ = [quiz(number, answer, _TITLES[number - 1], says) for number, answer, says in _GIVEN]

ANSWERS = [*_SQUARES, *_VARIANCE, *_UNIFORM, *_TUNE, *_QUIZ]

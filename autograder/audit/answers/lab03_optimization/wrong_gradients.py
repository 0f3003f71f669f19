"""Wrong searches, differences and gradient checks."""

from autograder.audit.answers.answer import Wrong
from autograder.audit.answers.lab03_optimization.variants import (
    CENTRAL,
    CHECK,
    FORWARD,
    SEARCH,
    but,
)


def search(name: str, check: str, says: str, *changes: str) -> Wrong:
    """A wrong random search."""
    code = but(SEARCH, *changes)
    return Wrong(exercise="random_search", name=name, check=check, says=says, code=code)


def forward(name: str, check: str, says: str, *changes: str) -> Wrong:
    """A wrong forward difference."""
    code = but(FORWARD, *changes)
    return Wrong(exercise="forward_gradient", name=name, check=check, says=says, code=code)


def central(name: str, check: str, says: str, *changes: str) -> Wrong:
    """A wrong central difference."""
    code = but(CENTRAL, *changes)
    return Wrong(exercise="numeric_gradient", name=name, check=check, says=says, code=code)


def checking(name: str, check: str, says: str, *changes: str) -> Wrong:
    """A wrong gradient check."""
    code = but(CHECK, *changes)
    return Wrong(exercise="gradient_check", name=name, check=check, says=says, code=code)


_BEST = "four draws by hand: the best is the third"
_SO_FAR = "the history is the smallest loss so far"

_SEARCH = [
    search("last", _BEST, "that is the last draw", "if loss < best_loss", "if True"),
    search("largest", _BEST, "the largest loss", "<", ">", '"inf"', '"-inf"'),
    search("first", _BEST, "that is the first draw", "if loss < best_loss", "if best is None"),
    search("all losses", _SO_FAR, "of all draws", "append(best_loss)", "append(loss)"),
    search("one draw too few", _BEST, "expected 4", "range(n)", "range(n - 1)"),
    search("one draw too many", _BEST, "more than n times", "range(n)", "range(n + 1)"),
    search("judges another draw", _BEST, "more than n times", "f(W)", "f(draw())"),
    search(
        "history only where better", _SO_FAR, "expected shape (4,), got (2,)",
        "best, best_loss = W, loss\n        history",
        "best, best_loss = W, loss\n            history",
    ),
    search("no history", _SO_FAR, "expected shape", "return best, history",
           "return best, best_loss"),
    search("judges twice", "many random draws", "expected f once", "loss = float(f(W))",
           "loss = float(f(W))\n        loss = float(f(W))"),
    search("compares with the last", "many random draws", "",
           "best, best_loss = W, loss\n", "best = W\n        best_loss = loss\n"),
]  # fmt: skip

_SHEET = "the sheet above, with a second weight of slope 4"
_CURVED = "a curved function: forward, not central"
_KEPT = "W is as it was"
_STAYS = ("moved = W.clone()", "moved = W")

_FORWARD = [
    forward("as it started", _SHEET, "the first weight stayed moved", *_STAYS),
    forward("a view for a copy", _KEPT, "changed its argument 2 in place",
            "W.clone()", "W.view(W.shape)"),
    forward("put back in the wrong direction", _KEPT, "in place", *_STAYS,
            "/ h\n", "/ h\n        moved.view(-1)[i] += h\n"),
    forward("put back after the loop", _SHEET, "the first weight stayed moved", *_STAYS,
            "    return", "    W -= h\n    return"),
    forward("a copy before the loop", _SHEET, "the first weight stayed moved",
            "    for i", "    moved = W.clone()\n    for i", "        moved = W.clone()\n", ""),
    forward("signs", _SHEET, "the signs are exchanged", "f(moved) - before", "before - f(moved)"),
    forward("central", _CURVED, "central difference", "(f(moved) - before) / h",
            "(f(moved) - f(2 * W - moved)) / (2 * h)"),
    forward("not divided", _CURVED, "not divided by h", " / h", ""),
    forward("backward", _CURVED, "backward", "+= h", "-= h", "f(moved) - before",
            "before - f(moved)"),
    forward("all weights at once", _SHEET, "", "moved.view(-1)[i] += h", "moved += h"),
    forward("flat", _KEPT, "expected shape", "return gradient", "return gradient.flatten()"),
]  # fmt: skip

_CUBE = "w³ at 2, by hand"
_PLACE = "every entry in its place"

_CENTRAL = [
    central("forward", _CUBE, "forward difference", "f(W - step)) / (2 * h)", "f(W)) / h"),
    central("backward", _CUBE, "backward difference", "f(W + step) - f(W - step)) / (2 * h)",
            "f(W) - f(W - step)) / h"),
    central("h, not 2h", _CUBE, "2h apart, not h", "(2 * h)", "h"),
    central("not divided", _CUBE, "not divided", " / (2 * h)", ""),
    central("sign", _CUBE, "the sign is wrong", "f(W + step) - f(W - step)",
            "f(W - step) - f(W + step)"),
    central("precedence", _CUBE, "", "/ (2 * h)", "/ 2 * h"),
    central("own h", _CUBE, "`h` is not used", "    gradient =", "    h = 1e-4\n    gradient ="),
    central("other default", "h is 0.0001 unless told", "expected", "h=1e-4", "h=1e-2"),
    central("moves all", _PLACE, "expected", "step.view(-1)[i] = h", "step.view(-1)[: i + 1] = h"),
    central("W moved", _KEPT, "in place", "f(W + step) - f(W - step)",
            "f(W.add_(step)) - f(W.sub_(2 * step))"),
    central("half back", _KEPT, "in place", "f(W + step) - f(W - step)",
            "f(W.add_(step)) - f(W - 2 * step)"),
    central("flat", _PLACE, "expected shape (2, 3)", "return gradient",
            "return gradient.flatten()"),
    central("asks three times", "a softmax loss, against autograd", "expected two calls",
            "f(W - step))", "f(W - step) + 0 * f(W))"),
    central("asks for item", "a loss that is a plain number", "AttributeError",
            "f(W + step) - f(W - step)", "f(W + step).item() - f(W - step).item()"),
    central("float64 out", "float32 in, float32 out", "expected dtype", "return gradient",
            "return gradient.double()"),
]  # fmt: skip

_NINTH = "two entries by hand: 1/9"
_ZERO = "a slope of 0 on both sides is no error"
_PLACES = "as many random entries as asked for, and no more"
_DRAWN = "the generator decides which"
_GIVEN_H = "central differences, with the given h"
_RELATIVE = "(abs(a) + abs(n) + 1e-12)"

_CHECK = [
    checking("absolute", _NINTH, "absolute error", f" / {_RELATIVE}", ""),
    checking("mean", _NINTH, "that is the mean", "max(errors)", "sum(errors) / len(errors)"),
    checking("smallest", _NINTH, "smallest error", "max(errors)", "min(errors)"),
    checking("sum", "random gradients, one entry wrong", "that is the sum", "max(errors)",
             "sum(errors)"),
    checking("by a", _NINTH, "|a| alone", _RELATIVE, "(abs(a) + 1e-12)"),
    checking("by n", _NINTH, "|n| alone", _RELATIVE, "(abs(n) + 1e-12)"),
    checking("no signs", "the wrong direction shows as 1", "wrong way passes", "abs(a - n)",
             "abs(abs(a) - abs(n))"),
    checking("0/0", _ZERO, "0/0", _RELATIVE, "(torch.tensor(abs(a)) + abs(n))"),
    checking("0/0, division", _ZERO, "ZeroDivisionError", " + 1e-12", ""),
    checking("the first ones", _PLACES, "the first 7",
             "torch.randperm(W.numel(), generator=generator)[:checks]",
             "torch.arange(min(checks, W.numel()))"),
    checking("all of them", _PLACES, "expected 7 different", "[:checks]", ""),
    checking("with repetition", _PLACES, "drawn twice",
             "torch.randperm(W.numel(), generator=generator)[:checks]",
             "torch.randint(W.numel(), (checks,), generator=generator)"),
    checking("generator ignored", _DRAWN, "gave other entries", ", generator=generator", ""),
    checking("own seed", _DRAWN, "another generator gave the same", "    errors = []",
             "    errors = []\n    generator = torch.Generator().manual_seed(0)"),
    checking("forward", _GIVEN_H, "forward", "f(W - step)) / (2 * h)", "f(W)) / h"),
    checking("h, not 2h", _GIVEN_H, "2h apart", "(2 * h)", "h"),
    checking("own h", _GIVEN_H, "`h` is not used", "    errors = []", "    errors, h = [], 1e-4"),
]  # fmt: skip

ANSWERS = [*_SEARCH, *_FORWARD, *_CENTRAL, *_CHECK]

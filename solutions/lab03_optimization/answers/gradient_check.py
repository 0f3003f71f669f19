"""Answers to `gradient_check`."""

from autograder.audit.answers import Allowed, Equivalent, Right, Wrong, but

from ._shared import AXES, DISTANCE, EMPTY, ROUNDED, STEP

_NINTH = "two entries by hand: 1/9"
_ZERO = "the wrong direction and a claim of 0 show as 1, a slope of 0 is no error"
_RANDOM = "random gradients of any shape, at as many random entries as asked for"
_GIVEN_H = "central differences in the dtype of W, with the given h"
_RELATIVE = "(abs(a) + abs(n) + 1e-12)"

_PLAIN = """
def gradient_check(f, grad, W, checks=10, h=1e-4, generator=None):
    errors = []
    for i in torch.randperm(W.numel(), generator=generator)[:checks].tolist():
        step = torch.zeros_like(W)
        step.view(-1)[i] = h
        n = float(f(W + step) - f(W - step)) / (2 * h)
        a = float(grad.reshape(-1)[i])
        errors.append(abs(a - n) / (abs(a) + abs(n) + 1e-12))
    return max(errors)
"""

RIGHT = [
    Right("clear", _PLAIN),
    Right(
        "with numeric_gradient on one number",
        """
        def gradient_check(f, grad, W, checks=10, h=1e-4, generator=None):
            worst = 0.0
            order = torch.randperm(W.numel(), generator=generator)
            for i in order[: min(checks, W.numel())]:
                def along(w):
                    moved = W.clone()
                    moved.view(-1)[i] = w[0]
                    return f(moved)

                n = numeric_gradient(along, W.reshape(-1)[i : i + 1].clone(), h)[0]
                a = grad.reshape(-1)[i]
                worst = max(worst, ((a - n).abs() / (a.abs() + n.abs() + 1e-12)).item())
            return worst
        """,
    ),
    Right(
        "random.sample seeded by the generator",
        """
        import random

        def gradient_check(f, grad, W, checks=10, h=1e-4, generator=None):
            seed = torch.randint(2**31, (1,), generator=generator).item()
            places = random.Random(seed).sample(range(W.numel()), min(checks, W.numel()))
            errors = []
            for i in places:
                step = torch.zeros_like(W).flatten()
                step[i] = h
                step = step.reshape(W.shape)
                n = float(f(W + step) - f(W - step)) / (2 * h)
                a = grad.flatten()[i].item()
                errors.append(abs(a - n) / (abs(a) + abs(n) + 1e-12))
            return max(errors)
        """,
    ),
    Right(
        "a tensor of errors",
        """
        def gradient_check(f, grad, W, checks=10, h=1e-4, generator=None):
            order = torch.randperm(W.numel(), generator=generator)[:checks]
            numeric = torch.zeros(len(order), dtype=torch.float64)
            for k, i in enumerate(order):
                step = torch.zeros_like(W)
                step.view(-1)[i] = h
                numeric[k] = (f(W + step) - f(W - step)) / (2 * h)
            analytic = grad.flatten()[order].double()
            below = analytic.abs() + numeric.abs() + 1e-12
            return ((analytic - numeric).abs() / below).max()
        """,
    ),
    Right(
        "in place and back",
        but(
            _PLAIN,
            "        step = torch.zeros_like(W)\n        step.view(-1)[i] = h\n"
            "        n = float(f(W + step) - f(W - step)) / (2 * h)\n",
            "        old = W.view(-1)[i].item()\n        W.view(-1)[i] = old + h\n"
            "        above = float(f(W))\n        W.view(-1)[i] = old - h\n"
            "        n = (above - float(f(W))) / (2 * h)\n        W.view(-1)[i] = old\n",
        ),
    ),
    Right(
        "sorting random keys",
        but(
            _PLAIN,
            "torch.randperm(W.numel(), generator=generator)[:checks]",
            "torch.rand(W.numel(), generator=generator).argsort()[:checks]",
        ),
    ),
    Right(
        "0/0 told apart by hand",
        but(
            _PLAIN,
            "errors.append(abs(a - n) / (abs(a) + abs(n) + 1e-12))",
            "errors.append(0.0 if a == n else abs(a - n) / (abs(a) + abs(n)))",
        ),
    ),
    Right(
        "a lambda for the error, numpy for the largest",
        """
        import numpy as np

        def gradient_check(f, grad, W, checks=10, h=1e-4, generator=None):
            error = lambda a, n: abs(a - n) / (abs(a) + abs(n) + 1e-12)
            chosen = torch.randperm(grad.numel(), generator=generator)[:checks].numpy()
            found = []
            for place in zip(*np.unravel_index(chosen, tuple(W.shape))):
                up, down = W.clone(), W.clone()
                up[place] += h
                down[place] -= h
                found.append(error(grad[place].item(), (f(up) - f(down)).item() / (2 * h)))
            return float(np.max(found))
        """,
    ),
    Right(
        "chosen by multinomial",
        but(
            _PLAIN,
            "torch.randperm(W.numel(), generator=generator)[:checks]",
            "torch.multinomial(torch.ones(W.numel()), min(checks, W.numel()), generator=generator)",
        ),
    ),
]

WRONG = [
    Wrong("absolute", says="absolute error", check=_NINTH, code=but(_PLAIN, f" / {_RELATIVE}", "")),
    Wrong(
        "mean",
        says="that is the mean",
        check=_NINTH,
        code=but(_PLAIN, "max(errors)", "sum(errors) / len(errors)"),
    ),
    Wrong(
        "smallest",
        says="smallest error",
        check=_NINTH,
        code=but(_PLAIN, "max(errors)", "min(errors)"),
    ),
    Wrong(
        "sum",
        says="that is the sum",
        check=_RANDOM,
        code=but(_PLAIN, "max(errors)", "sum(errors)"),
    ),
    Wrong("by a", says="|a| alone", check=_NINTH, code=but(_PLAIN, _RELATIVE, "(abs(a) + 1e-12)")),
    Wrong("by n", says="|n| alone", check=_NINTH, code=but(_PLAIN, _RELATIVE, "(abs(n) + 1e-12)")),
    Wrong(
        "no signs",
        says="wrong way passes",
        check=_ZERO,
        code=but(_PLAIN, "abs(a - n)", "abs(abs(a) - abs(n))"),
    ),
    Wrong(
        "0/0",
        says="0/0",
        check=_ZERO,
        code=but(_PLAIN, _RELATIVE, "(torch.tensor(abs(a)) + abs(n))"),
    ),
    Wrong("0/0, division", says="ZeroDivisionError", check=_ZERO, code=but(_PLAIN, " + 1e-12", "")),
    Wrong(
        "the first ones",
        says="the first 7",
        check=_RANDOM,
        code=but(
            _PLAIN,
            "torch.randperm(W.numel(), generator=generator)[:checks]",
            "torch.arange(min(checks, W.numel()))",
        ),
    ),
    Wrong(
        "all of them", says="expected 7 different", check=_RANDOM, code=but(_PLAIN, "[:checks]", "")
    ),
    Wrong(
        "with repetition",
        says="",
        check=_RANDOM,
        code=but(
            _PLAIN,
            "torch.randperm(W.numel(), generator=generator)[:checks]",
            "torch.randint(W.numel(), (checks,), generator=generator)",
        ),
    ),
    Wrong(
        "generator ignored",
        says="gave other entries",
        check=_RANDOM,
        code=but(_PLAIN, ", generator=generator", ""),
    ),
    Wrong(
        "own seed",
        says="another generator gave the same",
        check=_RANDOM,
        code=but(
            _PLAIN,
            "    errors = []",
            "    errors = []\n    generator = torch.Generator().manual_seed(0)",
        ),
    ),
    Wrong(
        "forward",
        says="forward",
        check=_GIVEN_H,
        code=but(_PLAIN, "f(W - step)) / (2 * h)", "f(W)) / h"),
    ),
    Wrong("h, not 2h", says="2h apart", check=_GIVEN_H, code=but(_PLAIN, "(2 * h)", "h")),
    Wrong(
        "own h",
        says="`h` is not used",
        check=_GIVEN_H,
        code=but(_PLAIN, "    errors = []", "    errors, h = [], 1e-4"),
    ),
    Wrong(
        "a claim of 0 is believed",
        says="a claimed gradient of 0 passes",
        check=_ZERO,
        code=but(
            _PLAIN, "    errors = []", "    errors = []\n    if not grad.any():\n        return 0.0"
        ),
    ),
    Wrong(
        "only too large ones count",
        says="a gradient that is too small passes",
        check=_RANDOM,
        code=but(_PLAIN, "abs(a - n)", "(max(abs(a) - abs(n), 0) if a * n > 0 else abs(a - n))"),
    ),
    Wrong(
        "two axes only",
        says="IndexError",
        check=_RANDOM,
        code=but(
            _PLAIN,
            "step.view(-1)[i] = h",
            "step[(i,) if W.dim() == 1 else (i // W.shape[1], i % W.shape[1])] = h",
        ),
    ),
    Wrong(
        "neighbours from a random start",
        says="of 4 entries",
        check=_RANDOM,
        code=but(
            _PLAIN,
            "torch.randperm(W.numel(), generator=generator)[:checks]",
            "(torch.arange(min(checks, W.numel()))"
            " + torch.randint(max(1, W.numel() - checks), (), generator=generator))",
        ),
    ),
    Wrong(
        "at most ten entries",
        says="expected 25 different entries",
        check=_RANDOM,
        code=but(_PLAIN, "[:checks]", "[: min(checks, 20)]"),
    ),
    Wrong(
        "small slopes left out",
        says="",
        check=_RANDOM,
        code=but(_PLAIN, "errors.append(", "errors.append(0.0 if abs(n) < 0.05 else "),
    ),
    Wrong(
        "the gradient is normalised in place",
        says="the call changed grad",
        check=_RANDOM,
        code=but(_PLAIN, "    errors = []", "    errors = []\n    grad *= 1 + 1e-9"),
    ),
    Wrong(
        "other default for h",
        says="`h` is not 0.0001",
        check=_GIVEN_H,
        code=but(_PLAIN, "h=1e-4", "h=1e-3"),
    ),
]

_WORST = "worst = max(worst, abs(analytic - numeric) / (abs(analytic) + abs(numeric) + 1e-12))"

EQUIVALENT = [
    Equivalent(
        "worst = 0.0",
        "worst = -1.0",
        "No relative error is negative, so the first one replaces either start.",
    ),
    Equivalent(
        "for i in torch.randperm(W.numel(), generator=generator)[:checks].tolist():",
        "for i in torch.randperm(W.numel(), generator=generator)[:checks]:",
        "A tensor of one whole number indexes as the number does.",
    ),
    Equivalent(
        "numeric = float(f(W + step) - f(W - step)) / (2 * h)",
        "numeric = (f(W + step) - f(W - step)) / (2 * h)",
        ROUNDED,
    ),
    Equivalent(
        "analytic = grad.flatten()[i].item()",
        "analytic = grad.flatten()[i]",
        ROUNDED,
    ),
    Equivalent(
        _WORST,
        "worst = max(abs(analytic - numeric) / (abs(analytic) + abs(numeric) + 1e-12), worst)",
        "The larger of two numbers does not depend on their order.",
    ),
    Equivalent(
        _WORST,
        "worst = max(worst, abs(numeric - analytic) / (abs(analytic) + abs(numeric) + 1e-12))",
        DISTANCE,
    ),
    Equivalent(
        _WORST,
        "worst = max(worst, abs(analytic - numeric) / (abs(analytic) + abs(numeric) - 1e-12))",
        "The tiny number keeps 0/0 away with either sign, and is too small to matter elsewhere.",
    ),
]

ALLOWED = [
    *AXES,
    *EMPTY,
    *STEP,
    Allowed("*: checks: wrong for 0", "The text promises counts from 1 on."),
    Allowed("*: result: at most *", "A relative error is |a - n| over |a| + |n|: from 0 to 1."),
]

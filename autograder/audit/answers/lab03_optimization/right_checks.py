"""Right gradient checks, written differently from the reference."""

from autograder.audit.answers.answer import Right
from autograder.audit.answers.lab03_optimization.variants import CHECK, but


def right(exercise: str, name: str, code: str) -> Right:
    """One right answer."""
    return Right(exercise=exercise, name=name, code=code)


ANSWERS = [
    right("gradient_check", "clear", CHECK),
    right(
        "gradient_check",
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
    right(
        "gradient_check",
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
    right(
        "gradient_check",
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
    right(
        "gradient_check",
        "in place and back",
        but(
            CHECK,
            "        step = torch.zeros_like(W)\n        step.view(-1)[i] = h\n"
            "        n = float(f(W + step) - f(W - step)) / (2 * h)\n",
            "        old = W.view(-1)[i].item()\n        W.view(-1)[i] = old + h\n"
            "        above = float(f(W))\n        W.view(-1)[i] = old - h\n"
            "        n = (above - float(f(W))) / (2 * h)\n        W.view(-1)[i] = old\n",
        ),
    ),
    right(
        "gradient_check",
        "sorting random keys",
        but(
            CHECK,
            "torch.randperm(W.numel(), generator=generator)[:checks]",
            "torch.rand(W.numel(), generator=generator).argsort()[:checks]",
        ),
    ),
    right(
        "gradient_check",
        "0/0 told apart by hand",
        but(
            CHECK,
            "errors.append(abs(a - n) / (abs(a) + abs(n) + 1e-12))",
            "errors.append(0.0 if a == n else abs(a - n) / (abs(a) + abs(n)))",
        ),
    ),
]

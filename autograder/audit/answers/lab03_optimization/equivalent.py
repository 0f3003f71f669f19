"""Changes to Lab 3's reference solution that no check can notice, with the reason."""

from autograder.audit.answers.answer import Equivalent

_NUMBER = "A tensor of a single number is taken for that number wherever a loss is used."
_ROUNDED = "A tensor of a single number in place of the number: at most rounding differs."
_BAR = "The bar is for the eyes of who waits: no result depends on it, and no check looks at it."
_DISTANCE = "The size of a difference does not depend on its order."

_LOSS = "history.append(float(loss))"
_WORST = "worst = max(worst, abs(analytic - numeric) / (abs(analytic) + abs(numeric) + 1e-12))"
_SQUARE = "total += (part - whole).square().sum().item()"
_EPOCHS = "for _ in tqdm(range(epochs), disable=not progress):"

EQUIVALENT = [
    Equivalent("random_search", "loss = float(f(W))", "loss = f(W)", _NUMBER),
    Equivalent(
        "random_search",
        "if loss < best_loss:",
        "if loss <= best_loss:",
        "It keeps the last of equally good draws, the other the first: the text allows both.",
    ),
    Equivalent(
        "gradient_check",
        "worst = 0.0",
        "worst = -1.0",
        "No relative error is negative, so the first one replaces either start.",
    ),
    Equivalent(
        "gradient_check",
        "for i in torch.randperm(W.numel(), generator=generator)[:checks].tolist():",
        "for i in torch.randperm(W.numel(), generator=generator)[:checks]:",
        "A tensor of one whole number indexes as the number does.",
    ),
    Equivalent(
        "gradient_check",
        "numeric = float(f(W + step) - f(W - step)) / (2 * h)",
        "numeric = (f(W + step) - f(W - step)) / (2 * h)",
        _ROUNDED,
    ),
    Equivalent(
        "gradient_check",
        "analytic = grad.flatten()[i].item()",
        "analytic = grad.flatten()[i]",
        _ROUNDED,
    ),
    Equivalent(
        "gradient_check",
        _WORST,
        "worst = max(abs(analytic - numeric) / (abs(analytic) + abs(numeric) + 1e-12), worst)",
        "The larger of two numbers does not depend on their order.",
    ),
    Equivalent(
        "gradient_check",
        _WORST,
        "worst = max(worst, abs(numeric - analytic) / (abs(analytic) + abs(numeric) + 1e-12))",
        _DISTANCE,
    ),
    Equivalent(
        "gradient_check",
        _WORST,
        "worst = max(worst, abs(analytic - numeric) / (abs(analytic) + abs(numeric) - 1e-12))",
        "The tiny number keeps 0/0 away with either sign, and is too small to matter elsewhere.",
    ),
    Equivalent("gradient_descent", _LOSS, "history.append(loss)", _NUMBER),
    Equivalent("sgd", _LOSS, "history.append(loss)", _NUMBER),
    Equivalent("gradient_variance", _SQUARE, "total += (part - whole).square().sum()", _ROUNDED),
    Equivalent(
        "gradient_variance", _SQUARE, "total += (whole - part).square().sum().item()", _DISTANCE
    ),
    Equivalent(
        "momentum",
        "velocity = torch.zeros_like(W)",
        "velocity = torch.zeros(W.shape)",
        "Zeros take the dtype of the gradient that is added to them.",
    ),
    Equivalent("momentum", _EPOCHS, "for _ in range(epochs):", _BAR),
    Equivalent("momentum", _EPOCHS, "for _ in tqdm(range(epochs)):", _BAR),
    Equivalent("momentum", _EPOCHS, "for _ in tqdm(range(epochs), disable=progress):", _BAR),
    Equivalent(
        "momentum",
        "history['loss'].append(float(sum(losses) / len(losses)))",
        "history['loss'].append(sum(losses) / len(losses))",
        _NUMBER,
    ),
]

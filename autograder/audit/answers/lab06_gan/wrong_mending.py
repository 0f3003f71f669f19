"""Wrong ways to mend, and wrong answers to the quiz."""

from autograder.audit.answers.answer import Wrong

_HITS = "the mended game hits at least 5 of the 8 spots"
_RATES = [
    ("as it was", "D cannot keep up", '{"g_lr": 5e-3, "d_lr": 2e-4}'),
    ("a head start only", "D cannot keep up", '{"g_lr": 5e-3, "d_lr": 2e-4, "head_start": 50}'),
    ("G even faster", "D cannot keep up", '{"g_lr": 1e-2, "d_lr": 2e-4}'),
    ("both slower", "D cannot keep up", '{"g_lr": 5e-4, "d_lr": 2e-5}'),
    ("exchanged the wrong way", "D cannot keep up", '{"g_lr": 2e-3, "d_lr": 1e-4}'),
    ("far too slow", "spots", '{"g_lr": 1e-6, "d_lr": 1e-6}'),
    ("G does not learn", "spots", '{"g_lr": 1e-7, "d_lr": 2e-3}'),
    ("both far too fast", "spots", '{"g_lr": 0.5, "d_lr": 0.5}'),
    ("more steps", "only g_lr, d_lr and head_start", '{"g_lr": 2e-3, "d_lr": 2e-3, "steps": 9}'),
]

_LINEAR = "a linear discriminator by hand: w = (3, 4) gives 25"
_SECOND = "the penalty can be made small: it has a gradient, 2w"
_OTHER = "a discriminator with another slope at each picture"
_X = "    x = real.detach().requires_grad_()\n"
_G = "    g, = torch.autograd.grad(discriminator(x).sum(), x, create_graph=True)\n"
_PENALTY = [
    (
        "the length",
        _LINEAR,
        "that is the length",
        _X + _G + "    return g.flatten(1).norm(dim=1).mean()",
    ),
    ("the sum", _LINEAR, "a sum over the pictures", _X + _G + "    return g.square().sum()"),
    (
        "the mean of all",
        _LINEAR,
        "averages over the numbers",
        _X + _G + "    return g.square().mean()",
    ),
    (
        "the slope of the mean",
        _LINEAR,
        "the slope of the mean logit",
        _X + _G.replace(".sum()", ".mean()") + "    return g.flatten(1).square().sum(1).mean()",
    ),
    (
        "no create_graph",
        _SECOND,
        "carries no gradient",
        _X
        + _G.replace(", create_graph=True", "")
        + "    return g.flatten(1).square().sum(1).mean()",
    ),
    (
        "detached",
        _SECOND,
        "carries no gradient",
        _X + _G + "    return g.detach().flatten(1).square().sum(1).mean()",
    ),
    (
        "averaged first",
        _OTHER,
        "averaged before they were squared",
        _X + _G + "    return g.mean(0).square().sum()",
    ),
    (
        "towards 1, as in WGAN-GP",
        _LINEAR,
        "as WGAN-GP does",
        _X + _G + "    return (g.flatten(1).norm(dim=1) - 1).square().mean()",
    ),
    (
        "of the probability",
        _LINEAR,
        "expected",
        _X
        + _G.replace("discriminator(x)", "discriminator(x).sigmoid()")
        + "    return g.flatten(1).square().sum(1).mean()",
    ),
    (
        "no slope wanted",
        _LINEAR,
        "",
        "    x = real.detach()\n" + _G + "    return g.square().sum()",
    ),
]

_LABELS = "a discriminator that is right pays little"
_BCE = "    bce = F.binary_cross_entropy_with_logits\n"
_ONE = "torch.ones_like(real_logits)"
_ZERO = "torch.zeros_like(fake_logits)"
_SWAPPED = (
    "bce(real_logits, torch.zeros_like(real_logits))"
    " + bce(fake_logits, torch.ones_like(fake_logits))"
)
_LABELLED = [
    (
        "as it was",
        _LABELS,
        "are swapped",
        _SWAPPED,
    ),
    (
        "only real changed",
        _LABELS,
        "only one of the two labels",
        f"bce(real_logits, {_ONE}) + bce(fake_logits, torch.ones_like(fake_logits))",
    ),
    (
        "only fake changed",
        _LABELS,
        "only one of the two labels",
        f"bce(real_logits, torch.zeros_like(real_logits)) + bce(fake_logits, {_ZERO})",
    ),
    (
        "labels of -1 and 1",
        _LABELS,
        "falls below 0",
        f"bce(real_logits, {_ONE}) + bce(fake_logits, -torch.ones_like(fake_logits))",
    ),
    (
        "a minus before it",
        _LABELS,
        "falls below 0",
        f"-({_SWAPPED})",
    ),
    (
        "halves",
        _LABELS,
        "that is a half",
        f"0.5 * (bce(real_logits, {_ONE}) + bce(fake_logits, {_ZERO}))",
    ),
    (
        "sums",
        "value and slopes for random logits",
        "expected",
        f"bce(real_logits, {_ONE}, reduction='sum') + bce(fake_logits, {_ZERO}, reduction='sum')",
    ),
    (
        "smoothed labels",
        _LABELS,
        "expected",
        f"bce(real_logits, 0.9 * {_ONE}) + bce(fake_logits, {_ZERO})",
    ),
    (
        "the labels for each other",
        _LABELS,
        "are swapped",
        f"bce(fake_logits, {_ONE}) + bce(real_logits, {_ZERO})",
    ),
]

_SURE = "a discriminator that is sure and right pays nothing"
_WRONG = "finite, with the full slope, where D is sure and wrong"
_R, _F = "real_logits.sigmoid()", "fake_logits.sigmoid()"
_SIGMOID = [
    ("as it was", _SURE, "applied twice", f"bce({_R}, {_ONE}) + bce({_F}, {_ZERO})"),
    (
        "left on the fakes",
        _SURE,
        "0.693 for a fake",
        f"bce(real_logits, {_ONE}) + bce({_F}, {_ZERO})",
    ),
    (
        "left on the real ones",
        _SURE,
        "0.313 for a real",
        f"bce({_R}, {_ONE}) + bce(fake_logits, {_ZERO})",
    ),
    (
        "the loss for probabilities",
        _WRONG,
        "still in the way",
        f"F.binary_cross_entropy({_R}, {_ONE}) + F.binary_cross_entropy({_F}, {_ZERO})",
    ),
    (
        "log of the sigmoid",
        _WRONG,
        "not finite",
        f"-{_R}.log().mean() - (1 - {_F}).log().mean()",
    ),
    (
        "swapped on top",
        _SURE,
        "expected",
        _SWAPPED,
    ),
    (
        "a tanh instead",
        _SURE,
        "expected",
        f"bce(real_logits.tanh(), {_ONE}) + bce(fake_logits.tanh(), {_ZERO})",
    ),
    ("scaled", _SURE, "expected", f"bce(4 * {_R} - 2, {_ONE}) + bce(4 * {_F} - 2, {_ZERO})"),
    (
        "halves",
        _WRONG,
        "that is a half",
        f"(bce(real_logits, {_ONE}) + bce(fake_logits, {_ZERO})) / 2",
    ),
]

_RIGHT = {1: "6", 2: "2 * math.log(2)", 3: "-100", 4: "0.75", 5: '"b"', 6: '"c"'}
_QUESTIONS = {
    1: "question 1: back at the start",
    2: "question 2: the loss of a D that knows nothing",
    3: "question 3: the log of a very small number",
    4: "question 4: the best discriminator",
    5: "question 5: where D is sure of a fake",
    6: "question 6: the picture of an illness",
}
_QUIZ = [
    (1, "3", "half the way round"),
    (1, "7", "count the steps"),
    (2, "-2 * math.log(2)", "that is V"),
    (2, "math.log(2)", "there are two means"),
    (3, "100", "the sign is wrong"),
    (3, "0", "that is log σ(100)"),
    (4, "0.25", "q / (p + q)"),
    (4, "3.0", "p / q"),
    (5, '"a"', "σ(-10)"),
    (5, '"c"', "the minimax form has"),
    (5, '"d"', "nearly -1"),
    (6, '"a"', "as varied as the data"),
    (6, '"b"', "near 1"),
    (6, '"d"', "above 1.006"),
    (6, "None", "nothing was filled in"),
]


def _loss(function: str, body: str) -> str:
    return f"def {function}(real_logits, fake_logits):\n{_BCE}    return {body}"


ANSWERS = [
    *(
        Wrong(exercise="mend_collapse", name=name, says=says, check=_HITS, code=f"mended = {value}")
        for name, says, value in _RATES
    ),
    *(
        Wrong(
            exercise="gradient_penalty",
            name=name,
            says=says,
            check=check,
            code="def gradient_penalty(discriminator, real):\n" + body,
        )
        for name, check, says, body in _PENALTY
    ),
    *(
        Wrong(
            exercise="bug_labels",
            name=name,
            says=says,
            check=check,
            code=_loss("labelled_loss", body),
        )
        for name, check, says, body in _LABELLED
    ),
    *(
        Wrong(
            exercise="bug_sigmoid", name=name, says=says, check=check, code=_loss("sure_loss", body)
        )
        for name, check, says, body in _SIGMOID
    ),
    *(
        Wrong(
            exercise="quiz",
            name=f"{number} is {value}",
            says=says,
            check=_QUESTIONS[number],
            code="\n".join(f"q{i} = {v}" for i, v in {**_RIGHT, number: value}.items()),
        )
        for number, value, says in _QUIZ
    ),
]

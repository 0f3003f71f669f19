# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 2 · Linear classifiers and their losses
#
# The classifier of Lab 1 kept 60,000 pictures and compared each new one with all of them. The one
# of this lab keeps ten: one **template** a class. A new picture is laid on each template, and the
# template that fits best wins. That is 10 comparisons in place of 60,000.
#
# What remains is to say what makes a template good. A **loss** says it: one number, small when the
# scores are as they should be. This lab is about losses. How to make them small is Lab 3.
#
# **You will be able to**
#
# - compute the scores of a linear classifier, for one picture and for many, and read its weights as
#   templates;
# - write the hinge loss and the cross-entropy loss without loops, with their gradients, and stable
#   for scores of any size;
# - say what each of the two still wants when every picture is classified right;
# - say what a penalty on the weights does, and why L1 makes weights exactly 0;
# - draw what a linear classifier cannot separate.
#
# | | |
# |---|---|
# | You need | Lab 1, derivatives of simple functions |
# | Your time | about 4 hours; the machine needs less than a minute (see the table at the end) |
# | Points | 39 for code, 8 for the quiz, 3 for a written answer |

# %% [markdown]
# ## How this notebook works
#
# As in Lab 1: run the cells from the top, put your answers where it says `YOUR CODE HERE`, and run
# the grey cell below each. A tick means that a property holds; a cross says what was expected, what
# came, and where to look. **Predict** before you run. Hints are folded: try first.
#
# `progress()`, after `from course_tools import progress` in any cell, shows how far you are.
#
# One thing is new. From Exercise 3 on your functions return a value **and its gradient**. The
# gradient says how the value changes with each input. Lab 3 walks along it.
#
# Before each exercise a line called **Contract** says what your function is held to. What holds in
# every exercise stands here:
#
# - Numbers are float32, unless a contract says otherwise: those that come in and those that go out.
#   Results lie on the device of what they are computed from.
# - Where the signature says `Tensor`, a Python number or a list is not enough. A loss or another
#   value is a tensor without axes: `x.sum()` is one, `x.sum().item()` is not.
# - Any number of pictures, classes and pixels may come, one too, and numbers of any size.
# - Your function leaves its arguments as they are, and keeps nothing from one call for the next.
# - Tensors may be parts of others, transposed, or one row repeated: `reshape` and `clone` take all
#   of them, `view` does not.

# %% role="setup"
import math

import torch
from jaxtyping import Float, Int, Num
from torch import Tensor
from torch.nn import functional as F

from course_lib import default_device
from course_lib.checks import (
    check,
    close,
    contract,
    dtype_and_device,
    equal,
    expect,
    forbid,
    is_number,
    one_of,
    rng,
    shape,
    unchanged,
    value_and_grad,
)

device = default_device()


def parts(result, *names):
    """The values of an answer that returns several, or a sentence on what is missing."""
    expect(
        isinstance(result, tuple) and len(result) == len(names),
        f"expected {len(names)} values: write `return {', '.join(names)}`",
    )
    return result


# %% role="demo" id="data"
import matplotlib.pyplot as plt

from course_lib import data, plots, time_ratio

digits = data.load("mnist", device=device)
train_pixels = digits.train_images.flatten(1) / 255  # (n, d), from 0 to 1
test_pixels = digits.test_images.flatten(1) / 255
print(digits.source, "on", device)
print("training", tuple(train_pixels.shape), "test", tuple(test_pixels.shape))

# %% [markdown]
# ## 1 · One template a class
#
# Take a picture with d pixels, written as one row $x = (x_1, \dots, x_d)$. A class has a **weight**
# for every pixel, $w = (w_1, \dots, w_d)$, and a **bias** $b$. Its **score** is
#
# $$ s = w_1 x_1 + \dots + w_d x_d + b . $$
#
# A bright pixel with a positive weight raises the score; with a negative weight it lowers it. So
# $w$ is a picture of what the class looks for: a template. The class with the highest score wins.
#
# ### By hand
#
# A picture of four pixels: 56, 231, 24, 2. A class *cat* with the weights 0.2, −0.5, 0.1, 2.0 and
# the bias 1.1:
#
# $$ 0.2 \cdot 56 - 0.5 \cdot 231 + 0.1 \cdot 24 + 2.0 \cdot 2 + 1.1
#    = 11.2 - 115.5 + 2.4 + 4.0 + 1.1 = -96.8 . $$
#
# The classifier is sure that this is no cat.
#
# **Predict.** Which one of the four pixels is to blame? What would you change about it to please
# the cat's template?

# %% [markdown]
# ### All classes, all pictures
#
# The weights of all classes together are a table `W`: one row a class, one column a pixel. With 10
# classes and 8 features, W is 10 × 8. The biases are a list `b`: one a class.
#
# | | shape | |
# |---|---|---|
# | `W` | (C, d) | one template a row |
# | `b` | (C,) | one bias a class |
# | `x` | (d,) | one picture → scores of shape (C,) |
# | `x` | (n, d) | one picture a row → scores of shape (n, C) |
#
# ### Exercise 1 · Scores ●○○
#
# Write `scores` for both shapes of `x`. The pictures may come as `uint8`; give the result the dtype
# of `W`.
#
# **Contract.** Shape (C,) for one picture and (n, C) for a batch. The dtype is that of `W`, float32
# or float64, whatever `x` has.
#
# <details><summary>Hint</summary>
#
# `x.to(W.dtype)` converts. `x @ W.T` works for (d,) and for (n, d): the last axis of `x` meets the
# first of `W.T`, and both have d entries.
#
# </details>


# %% role="given"
def as_float(x: Num[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    """Whole numbers become float32; floating-point numbers stay as they are."""
    return x if x.is_floating_point() else x.float()


def check_labels(scores: Num[Tensor, "n c"], y: Int[Tensor, " n"]) -> None:
    """Say in a sentence what is wrong with labels before they index something.

    Raises:
        ValueError: There is not one label from 0 to C − 1 for each row of scores.
    """
    if scores.dim() != 2 or y.shape != scores.shape[:1]:
        raise ValueError(
            f"scores have shape {tuple(scores.shape)} and y {tuple(y.shape)}: expected (n, C) and "
            "(n,), one label a row; a single picture is scores[None]"
        )
    if y.dtype != torch.int64:
        raise ValueError(f"y has dtype {y.dtype}: expected int64, as y.long() gives")
    if len(y) and not 0 <= int(y.min()) <= int(y.max()) < scores.shape[1]:
        raise ValueError(
            f"y goes from {int(y.min())} to {int(y.max())}: expected labels from 0 to "
            f"{scores.shape[1] - 1}, as there are {scores.shape[1]} classes"
        )


# %% role="exercise" id="scores"
def scores(W: Float[Tensor, "c d"], x: Num[Tensor, "*n d"], b: Float[Tensor, " c"]) -> Tensor:
    """Scores of all classes, (C,) for one picture (d,) and (n, C) for a batch (n, d).

    Raises:
        ValueError: W has not as many columns as the pictures have pixels.
    """
    if W.shape[-1] != x.shape[-1]:
        raise ValueError(f"W has {W.shape[-1]} columns, a picture {x.shape[-1]} pixels")
    ### BEGIN SOLUTION
    return x.to(W.dtype) @ W.T + b  # (*n, d) @ (d, C) -> (*n, C)
    ### END SOLUTION


# %% role="test" id="scores" points=3
with check(
    "by hand: the cat gets −96.8", hint="pixel times weight, summed, plus the bias", points=0.5
):
    by_hand_W = torch.tensor([[0.2, -0.5, 0.1, 2.0], [0.5, 0.1, -1.0, 3.0], [-0.1, 0.3, 0.5, 1.0]])
    by_hand_b = torch.tensor([1.1, -2.0, 0.4])
    close(
        scores(by_hand_W, torch.tensor([56.0, 231.0, 24.0, 2.0]), by_hand_b),
        [-96.8, 31.1, 78.1],
        atol=1e-3,
        mistakes={
            "the bias is missing: −97.9 + 1.1 = −96.8": [-97.9, 33.1, 77.7],
            "the bias is subtracted: add it": [-99.0, 35.1, 77.3],
        },
    )

with check("8 features, 10 classes, 5 pictures: (10, 8) and (5, 8) give (5, 10)", form=True):
    batch = scores(torch.zeros(10, 8), torch.zeros(5, 8), torch.ones(10))
    expect(
        getattr(batch, "shape", None) != (10, 5),
        "expected one picture a row, shape (5, 10), got (10, 5): x @ W.T, not W @ x.T",
    )
    shape(batch, (5, 10))
    shape(scores(torch.zeros(10, 8), torch.zeros(8), torch.ones(10)), (10,))

### BEGIN HIDDEN TESTS
with check(
    "the contract, on random pictures",
    hint="row i, column c: the score of class c for picture i",
    points=2.2,
    says=(
        "for one picture and (n, C) for a batch",
        "The dtype is that of `W`, float32 or float64, whatever `x` has",
    ),
):
    draw = rng()
    W, x, b = draw.normal(5, 7), draw.normal(5, 7), draw.normal(5)
    plain = torch.einsum("nd,cd->nc", x.double(), W.double())
    close(
        scores(W, x, b),
        plain + b,
        rtol=1e-5,
        atol=1e-5,
        mistakes={
            "rows and columns are exchanged": (plain + b).T,
            "each class has its own bias, each picture has not: b goes along the columns": (
                plain + b[:, None]
            ),
            "that is the mean over the pixels: a score is their sum": plain / 7 + b,
        },
    )

    def linear(W, x, b):
        """The scores, added up by torch.einsum."""
        return torch.einsum("...d,cd->...c", x.double(), W) + b

    def of_any_size(draw, n, c, d, size=1.0):
        """Weights from tiny to large, some of them and some pixels 0; one picture where n is 0."""
        x = draw.normal(n, d) if n else draw.normal(d)
        spread = size ** draw.uniform(c, d, low=-1)
        W = spread * draw.normal(c, d) * (draw.uniform(c, d) < 0.9)
        b = size * draw.normal(c) * (draw.uniform(c) < 0.8)
        return W, x * size * (draw.uniform(*x.shape) < 0.9), b

    sizes = [
        (4, 4, 7),
        (6, 3, 1),
        (1, 12, 5),
        (5, 1, 3),
        (1, 1, 1),
        (0, 5, 9),
        (2, 33, 300),
        (2, 300, 2),
    ]
    contract(scores, linear, of_any_size, sizes=sizes, slack=3)
    contract(
        scores,
        linear,
        of_any_size,
        sizes=[(6, 5, 8, 2e3), (0, 5, 300, 2e3)],
        dtypes=(torch.float64,),
    )

    def bytes_of(draw, n, c, d):
        """Pictures as they are stored."""
        pixels = draw.integers(0, 256, (n, d) if n else (d,), torch.uint8)
        return draw.normal(c, d), pixels, draw.normal(c)

    contract(scores, linear, bytes_of, sizes=[(4, 3, 20), (1, 3, 20), (0, 3, 20)], slack=30)
    W, x, b = draw.normal(3, 4), draw.normal(2, 4), draw.normal(3)
    for dtype, other in ((torch.float64, torch.float32), (torch.float32, torch.float64)):
        result = scores(W.to(dtype), x.to(other), b.to(dtype))
        dtype_and_device(result, W.to(dtype))
        close(result, linear(W.double(), x, b), rtol=1e-5, atol=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# From here on `scores` is a function of yours. Do not use the name for a table of numbers in a cell
# of your own; call that `s`.
#
# ### The simplest templates of all
#
# You have no training yet, but you can have a linear classifier: take the **mean picture** $m$ of
# each class as its template. Lab 1 would ask which mean is nearest to x. Expand the square:
#
# $$ \|x - m\|^2 = \|x\|^2 - 2\, m \cdot x + \|m\|^2 . $$
#
# The first term is the same for all classes. So the nearest mean is the one with the largest
# $m \cdot x - \tfrac12 \|m\|^2$, and that is a score: weights $w = m$, bias
# $b = -\tfrac12 \|m\|^2$.
#
# **Predict.** How many of 100 test pictures will ten mean pictures get right? And how many if you
# leave the bias out?

# %% role="demo" id="mean_templates"
mean_W = torch.stack([train_pixels[digits.train_labels == c].mean(dim=0) for c in range(10)])
mean_b = -0.5 * (mean_W**2).sum(dim=1)
for name, b in (("with their biases", mean_b), ("with all biases 0", torch.zeros_like(mean_b))):
    right = (scores(mean_W, test_pixels, b).argmax(dim=1) == digits.test_labels).float().mean()
    print(f"mean pictures as templates, {name}: {right:.2%} right")
_ = plots.templates(mean_W - mean_W.mean(dim=0), digits.image_shape, digits.classes)

# %% [markdown]
# The pictures show each template less the mean of all ten; that changes every score by the same
# amount, and shows what is special about a class. Red pixels speak for it, blue ones against it.
#
# ⚠ The bias is **not** a constant that one sets by hand, or leaves out. You may have seen it listed
# beside the weights as if it were fixed. It is learned like them. Here the ten right biases are
# worth 19 points of 100 on MNIST, see above. Without them 48 of 100 pictures are taken for a 0 or
# an 8: the mean pictures with the most ink fit nearly everything.

# %% [markdown]
# ## 2 · The hinge loss
#
# Three pictures, a cat, a car and a frog, and the scores that some W gives them:
#
# | picture | cat | car | frog |
# |---|---|---|---|
# | of a cat | **3.2** | 5.1 | −1.7 |
# | of a car | 1.3 | **4.9** | 2.0 |
# | of a frog | 2.2 | 2.5 | **−3.1** |
#
# The bold score should be the highest of its row. For the car it is. How bad are the others?
#
# The **hinge loss** (or multiclass SVM loss) wants more: the right class must lead every other
# class by a **margin** of at least $\delta = 1$. Each other class that comes nearer costs as much
# as it is too near:
#
# $$ L_i = \sum_{j \ne y_i} \max(0,\; s_j - s_{y_i} + \delta),
#    \qquad L = \frac1n \sum_{i=1}^n L_i $$
#
# By hand, for the cat: $\max(0, 5.1 - 3.2 + 1) + \max(0, -1.7 - 3.2 + 1) = 2.9 + 0 = 2.9$.
#
# **Predict.** Work out the loss of the car and of the frog on paper before you go on.
#
# ### Exercise 2 · With loops ●○○
#
# `scores` has one row a picture, `y` holds the number of the right class of each. Write the formula
# down as it stands, with two loops, and return L. (Inside your function `scores` is the table that
# was passed, not the function of Exercise 1.)
#
# **Contract.** L is a Python number or a tensor with one entry, for any number of pictures and
# classes. `delta` is any number from 0 on.
#
# <details><summary>Hint</summary>
#
# `for j in range(scores.shape[1])`, and skip `j == y[i]`.
#
# </details>


# %% role="exercise" id="svm_loss_naive"
def svm_loss_naive(scores: Float[Tensor, "n c"], y: Int[Tensor, " n"], delta: float = 1.0):
    """The mean hinge loss over all pictures, one margin at a time."""
    check_labels(scores, y)
    ### BEGIN SOLUTION
    s, total = as_float(scores), 0.0
    for i in range(len(s)):
        for j in range(s.shape[1]):
            if j != y[i]:
                total = total + (s[i, j] - s[i, y[i]] + delta).clamp(min=0)
    return total / len(s)
    ### END SOLUTION


# %% role="test" id="svm_loss_naive" points=3
with check(
    "by hand: 2.9 for the cat, 0 for the car, 12.9 for the frog", hint="leave out j = y", points=0.5
):
    table = torch.tensor([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    right = torch.tensor([0, 1, 2])
    alone = [float(svm_loss_naive(table[i : i + 1], right[i : i + 1])) for i in range(3)]
    close(
        alone,
        [2.9, 0.0, 12.9],
        atol=1e-4,
        mistakes={
            "the right class itself is among the sum: j = y adds a margin of 1": [3.9, 1.0, 13.9],
            "the signs are exchanged: it is s_j − s_y + delta": [5.9, 8.5, 0.0],
            "delta is missing: the right class must lead by it": [1.9, 0.0, 10.9],
            "only the worst class counts here: add them all": [2.9, 0.0, 6.6],
            "margins below 0 must count as 0": [-1.0, -4.5, 12.9],
            "that is the mean over the classes: add their margins": [2.9 / 3, 0.0, 4.3],
            "each margin is squared here: that loss comes later": [8.41, 0.0, 83.25],
        },
    )

with check(
    "by hand: the mean of the three is 5.27", hint="divide by the number of pictures", points=0.3
):
    close(
        svm_loss_naive(table, right),
        15.8 / 3,
        atol=1e-4,
        mistakes={
            "that is the sum over the pictures: the mean was asked for": 15.8,
            "the right class itself is among the sum: j = y adds a margin of 1": 18.8 / 3,
            "that is the mean over pictures and classes: divide by n only": 15.8 / 9,
            "the sum is divided by n − 1: divide by n": 7.9,
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, on random scores",
    hint="skip j = y, use delta, divide by n",
    points=2.2,
    says=(
        "L is a Python number or a tensor with one entry",
        "for any number of pictures and classes",
        "`delta` is any number from 0 on",
    ),
):
    draw = rng()
    s, y = 2 * draw.normal(6, 5), draw.integers(0, 5, (6,))
    close(
        svm_loss_naive(s, y, 0.25),
        5 * F.multi_margin_loss(s.double(), y, margin=0.25),
        rtol=1e-5,
        atol=1e-5,
        mistakes={
            "`delta` is not used: this is the loss for 1": 5 * F.multi_margin_loss(s.double(), y)
        },
    )
    unchanged(svm_loss_naive, s, y, 0.5)

    def hinge(scores, y, delta):
        """The loss from torch, which divides by the number of classes too."""
        return float(scores.shape[1] * F.multi_margin_loss(scores, y, margin=delta))

    def any_scores(draw, n, c, size=2.0, most=3.0):
        """Scores of a size, labels, and a delta up to the largest."""
        delta = most * draw.uniform(1).item()
        return size * draw.normal(n, c), draw.integers(0, c, (n,)), delta

    contract(
        lambda s, y, delta: float(svm_loss_naive(s, y, delta)),
        hinge,
        any_scores,
        sizes=[
            *((7, 4), (1, 2), (5, 1), (1, 1), (5, 11), (9, 4, 2, 0), (300, 3), (1, 300)),
            *((9, 5, 3e3), (9, 5, 1e-3, 1e-3), (5, 4, 0.0)),
        ],
        dtypes=(torch.float32,),
        slack=3,
    )
### END HIDDEN TESTS

# %% [markdown]
# ### What this loss wants
#
# **Predict**, then run: (1) The car leads by 2.9. By how much may its score fall before it costs
# anything? (2) What is the least and the largest that $L_i$ can be? (3) At the start of a training
# W is nearly 0, and so are all scores. What is the loss then, for 10 classes?

# %% role="demo" id="jiggle"
drop = torch.linspace(0, 5, 51)
shaken = torch.tensor([1.3, 4.9, 2.0]).repeat(51, 1)
shaken[:, 1] -= drop
loss_of_car = [float(svm_loss_naive(row[None], torch.tensor([1]))) for row in shaken]
ax = plots.curves(
    {"loss of the car": loss_of_car},
    xs=4.9 - drop,
    xlabel="score of the class car for the picture of a car",
    ylabel="hinge loss",
    title="nothing, then one slope, then another",
)
ax.axvline(4.9, color=plots.BAD, linestyle=":")
ax.annotate("here it is", (4.9, 2.0), (4.0, 3.0), arrowprops={"arrowstyle": "->"})
flat = drop[torch.tensor(loss_of_car) == 0].max()
print(f"the car's score may fall by {flat:.1f} before it costs anything")

# %% role="demo" id="start"
tiny_W = 1e-4 * torch.randn(10, train_pixels.shape[1], device=device)
few_labels = digits.train_labels[:200]
at_start = scores(tiny_W, train_pixels[:200], torch.zeros(10, device=device))
print(f"hinge loss at the start, 10 classes: {float(svm_loss_naive(at_start, few_labels)):.2f}")

# %% [markdown]
# (1) By 1.9: down to a lead of exactly 1. (2) The least is 0, and there is no largest. (3) With all
# scores equal every other class has a margin of δ = 1, so the loss is **C − 1**, here 9. Remember
# that: a training that does not begin there has a bug.
#
# Three changes that people make by accident, and what they do:
#
# - **j = y among the sum.** It adds max(0, 0 + 1) = 1 to every picture. The least loss is then 1,
#   and the best W stays where it was.
# - **A mean over the classes in place of the sum.** The loss is C times smaller, and the best W
#   stays where it was. PyTorch's `multi_margin_loss` does this: ours is C times as large.
# - **The sum over the pictures in place of the mean.** Now the loss, and with it every step of a
#   training, grows with the number of pictures.

# %% [markdown]
# ### Exercise 3 · Without loops, and with the gradient ●●●
#
# 60,000 pictures and 10 classes are 600,000 margins. Compute them all at once, and with them the
# **gradient**: for each score, how much L changes when that score rises by a little.
#
# Look at one picture. A wrong class whose margin is positive: its score rises by 1, the loss rises
# by 1. A wrong class whose margin is 0: nothing happens. The right class: its score stands in
# *every* positive margin with a minus sign, so its entry is **minus their number**. And L is a
# mean, so each entry is divided by n.
#
# By hand, for cat, car and frog, times n = 3:
#
# | picture | cat | car | frog |
# |---|---|---|---|
# | of a cat | −1 | 1 | 0 |
# | of a car | 0 | 0 | 0 |
# | of a frog | 1 | 1 | −2 |
#
# Return `loss, dscores`. `dscores` has the shape of `scores`: a gradient always has the shape of
# what it is a gradient of.
#
# **Contract.** `loss` is a tensor without axes, `dscores` has the shape of `scores`. No loop, no
# loss function of torch's, no autograd.
#
# <details><summary>Hint for the value</summary>
#
# `s[torch.arange(n), y]` picks the right score of each row, shape (n,). With `[:, None]` it becomes
# a column, and broadcasting subtracts it from every column of `s`. Then set the right class's own
# margin to 0.
#
# </details>
#
# <details><summary>Hint for the gradient</summary>
#
# `(margins > 0)` is a table of ones and zeros once you convert it. Its row sums are the numbers of
# positive margins.
#
# </details>


# %% role="exercise" id="svm_loss"
def svm_loss(
    scores: Float[Tensor, "n c"], y: Int[Tensor, " n"], delta: float = 1.0
) -> tuple[Float[Tensor, ""], Float[Tensor, "n c"]]:
    """The mean hinge loss and its gradient with respect to the scores."""
    check_labels(scores, y)
    ### BEGIN SOLUTION
    s = as_float(scores)
    rows = torch.arange(len(s), device=s.device)
    margins = (s - s[rows, y][:, None] + delta).clamp(min=0)  # (n, C)
    margins[rows, y] = 0
    dscores = (margins > 0).to(s.dtype)
    dscores[rows, y] = -dscores.sum(dim=1)
    return margins.sum() / len(s), dscores / len(s)
    ### END SOLUTION


# %% role="test" id="svm_loss" points=5
def svm_loss_keeps_to_the_rules():
    """No loop, no loss of torch's, no autograd."""
    forbid(
        svm_loss,
        loops=True,
        calls=("torch.nn.functional.*loss",),
        autograd=True,
        on=lambda pictures, classes: (
            rng().normal(pictures, classes),
            rng().integers(0, classes, (pictures,)),
        ),
    )


with check("no loop, no loss of torch's, no autograd; a loss and its gradient", form=True):
    table = torch.tensor([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    right = torch.tensor([0, 1, 2])
    parts(svm_loss(table, right), "loss", "dscores")
    contract(
        svm_loss,
        lambda scores, y: (torch.tensor(0.0), scores),
        lambda draw, n, c: (draw.normal(n, c), draw.integers(0, c, (n,))),
        sizes=[(5, 3), (1, 2)],
        dtypes=(torch.float32,),
        values=False,
    )
    svm_loss_keeps_to_the_rules()

with check("by hand: the loss for cat, car and frog", hint="5.27, as with loops", points=0.5):
    loss, _ = parts(svm_loss(table, right), "loss", "dscores")
    close(
        loss,
        15.8 / 3,
        atol=1e-4,
        mistakes={
            "that is the sum over the pictures: the mean was asked for": 15.8,
            "the right class itself is among the sum: j = y adds a margin of 1": 18.8 / 3,
            "that is the mean over pictures and classes: divide by n only": 15.8 / 9,
        },
    )

with check(
    "by hand: the gradient for cat, car and frog", hint="the table in the text, over 3", points=0.5
):
    _, dscores = parts(svm_loss(table, right), "loss", "dscores")
    ones = torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [1.0, 1.0, 0.0]])
    gradient = torch.tensor([[-1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [1.0, 1.0, -2.0]])
    once = torch.tensor([[-1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [1.0, 1.0, -1.0]])
    close(
        dscores,
        gradient / 3,
        atol=1e-5,
        mistakes={
            "the loss is a mean, so its gradient is divided by n too": gradient,
            "that is the gradient of a mean over the classes: add them": gradient / 9,
            "the sign is turned: a wrong class that rises makes the loss rise": -gradient / 3,
            "the right class's own entry is missing: minus the number of positive margins": ones
            / 3,
            "the right class stands in every positive margin: minus their number, not −1": once / 3,
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, on random scores",
    hint="minus the number of positive margins, and all over n",
    points=3.5,
    says=(
        "`loss` is a tensor without axes, `dscores` has the shape of `scores`",
        "No loop, no loss function of torch's, no autograd",
        "A wrong class whose margin is 0: nothing happens",
    ),
):
    svm_loss_keeps_to_the_rules()

    def hinge(scores, y, delta):
        """Value and gradient from torch, which divides by the number of classes too."""
        value, (slope,) = value_and_grad(
            lambda s: s.shape[1] * F.multi_margin_loss(s, y, margin=delta), scores
        )
        return value, slope

    def any_scores(draw, n, c, size=2.0, most=3.0):
        """Scores of a size, labels, and a delta up to the largest."""
        delta = most * draw.uniform(1).item()
        return size * draw.normal(n, c), draw.integers(0, c, (n,)), delta

    def whole_scores(draw, n, c):
        """Whole numbers, so that some margins are 0 exactly."""
        s = draw.integers(-2, 3, (n, c)).to(torch.float64)
        return s, draw.integers(0, c, (n,)), float(draw.integers(1, 3, (1,)))

    draw = rng()
    s, y, _ = any_scores(draw, 6, 4)
    for delta in (0.5, 1.5):
        _, dscores = parts(svm_loss(s.float(), y, delta), "loss", "dscores")
        close(
            dscores,
            hinge(s.float().double(), y, delta)[1],
            atol=1e-5,
            mistakes={"`delta` is not used in the gradient": hinge(s, y, 1.0)[1]},
        )
    float32 = (torch.float32,)
    contract(
        svm_loss,
        hinge,
        any_scores,
        sizes=[
            *((9, 5), (1, 2), (4, 1), (1, 1), (5, 5), (2, 12), (9, 4, 2, 0), (300, 3), (1, 300)),
            *((9, 5, 3e3), (9, 5, 1e-3, 1e-3), (1, 300, 1e-3)),
        ],
        dtypes=float32,
        slack=3,
    )
    contract(svm_loss, hinge, whole_scores, sizes=[(40, 5), (1, 3)], dtypes=float32)
### END HIDDEN TESTS

# %% [markdown]
# ### What did that buy?
#
# **Predict.** By what factor is the version without loops faster, for 300 pictures and 10 classes?
# It computes the gradient on top.

# %% role="demo" id="loops_timed"
some = torch.randn(300, 10, device=device)
their_labels = torch.randint(10, (300,), device=device)
factor = time_ratio(
    lambda: svm_loss_naive(some, their_labels), lambda: svm_loss(some, their_labels), repeats=3
)
print(f"with loops ÷ without loops: {factor:.0f}")

# %% [markdown]
# ### Exercise 4 · Spot the bug: the loss that changes ●○○
#
# Ana wrote this to look at the margins of each picture. On the table above their mean sum is 5.27,
# as it should be. She runs the cell again, without touching anything: 6.27. And again: 7.30.
#
# Find the line that does it, and mend the function. It must return the same table of margins.
#
# **Contract.** Shape and dtype of `scores`; every margin is at least 0, and that of the right class
# 0. The scores stay as they were.
#
# <details><summary>Hint</summary>
#
# `a -= b` and `a = a - b` are not the same for tensors.
#
# </details>


# %% role="exercise" id="margins"
def margins(
    scores: Float[Tensor, "n c"], y: Int[Tensor, " n"], delta: float = 1.0
) -> Float[Tensor, "n c"]:
    """max(0, s_j − s_y + delta) for every class j of every picture, and 0 for j = y."""
    rows = torch.arange(len(y), device=scores.device)
    ### BEGIN SOLUTION
    scores = scores - scores[rows, y][:, None] + delta
    ### STARTS AS
    # scores -= scores[rows, y][:, None]
    # scores += delta
    ### END SOLUTION
    scores[rows, y] = 0
    return scores.clamp(min=0)


# %% role="test" id="margins" points=2
with check(
    "by hand, and the scores stay as they were",
    hint="-= and += change the tensor itself",
    points=0.5,
):
    table = torch.tensor([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    close(
        unchanged(margins, table, torch.tensor([0, 1, 2])),
        [[0.0, 2.9, 0.0], [0.0, 0.0, 0.0], [6.3, 6.6, 0.0]],
        atol=1e-5,
        mistakes={
            "the right class's own margin must be 0": [[1, 2.9, 0], [0, 1, 0], [6.3, 6.6, 1]],
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, on random scores",
    hint="-= and += change the tensor itself; delta is an argument",
    points=1.5,
    says="Shape and dtype of `scores`; every margin is at least 0, and that of the right class 0",
):

    def table_of(scores, y, delta):
        """Margin by margin."""
        rows = [
            [0.0 if j == label else max(0.0, s - row[label] + delta) for j, s in enumerate(row)]
            for row, label in zip(scores.tolist(), y.tolist(), strict=True)
        ]
        return torch.tensor(rows, dtype=torch.float64).reshape(scores.shape)

    def any_scores(draw, n, c, size=2.0, most=3.0):
        """Scores of a size, labels, and a delta up to the largest."""
        delta = most * draw.uniform(1).item()
        return size * draw.normal(n, c), draw.integers(0, c, (n,)), delta

    float32 = (torch.float32,)
    contract(
        margins,
        table_of,
        any_scores,
        sizes=[
            *((8, 6), (1, 3), (4, 1), (1, 1), (5, 5), (9, 4, 2, 0), (300, 3), (2, 300)),
            *((9, 5, 1e-3, 1e-3), (4, 4, 0.0)),
        ],
        dtypes=float32,
    )
    contract(margins, table_of, any_scores, sizes=[(9, 5, 3e3)], dtypes=float32, slack=100)
### END HIDDEN TESTS

# %% [markdown]
# ## 3 · The squared hinge loss
#
# A variant squares the margins. Small ones then cost little, large ones very much:
#
# $$ L_i = \sum_{j \ne y_i} \max(0,\; s_j - s_{y_i} + \delta)^2 $$
#
# ⚠ **Each margin** is squared, not their sum. For the frog the margins are 6.3 and 6.6, so the loss
# is $6.3^2 + 6.6^2 = 39.69 + 43.56 = 83.25$. Squaring the sum, $12.9^2 = 166.41$, is a different
# loss, with a different best W. The two are equal only where a single margin is positive, as for
# the cat: $2.9^2 = 8.41$.
#
# **Predict.** One picture misses by 10, or ten pictures miss by 1 each. Which of the two does the
# hinge loss mind more, and which the squared hinge loss?
#
# ### Exercise 5 · The squared hinge loss ●●○
#
# The same as in Exercise 3, value and gradient, no loops. The derivative of $m^2$ is $2m$ times the
# derivative of $m$.
#
# **Contract.** `loss` and `dscores` are as in Exercise 3, and so is what is forbidden.
#
# <details><summary>Hint</summary>
#
# Where the gradient of the hinge loss has 1 for a positive margin, this one has twice that margin.
#
# </details>


# %% role="exercise" id="squared_hinge_loss"
def squared_hinge_loss(
    scores: Float[Tensor, "n c"], y: Int[Tensor, " n"], delta: float = 1.0
) -> tuple[Float[Tensor, ""], Float[Tensor, "n c"]]:
    """The mean squared hinge loss and its gradient with respect to the scores."""
    check_labels(scores, y)
    ### BEGIN SOLUTION
    s = as_float(scores)
    rows = torch.arange(len(s), device=s.device)
    missing = (s - s[rows, y][:, None] + delta).clamp(min=0)  # (n, C)
    missing[rows, y] = 0
    dscores = 2 * missing
    dscores[rows, y] = -dscores.sum(dim=1)
    return (missing**2).sum() / len(s), dscores / len(s)
    ### END SOLUTION


# %% role="test" id="squared_hinge_loss" points=3
def squared_hinge_loss_keeps_to_the_rules():
    """No loop, no loss of torch's, no autograd."""
    forbid(
        squared_hinge_loss,
        loops=True,
        calls=("torch.nn.functional.*loss",),
        autograd=True,
        on=lambda pictures, classes: (
            rng().normal(pictures, classes),
            rng().integers(0, classes, (pictures,)),
        ),
    )


with check("no loop, no loss of torch's, no autograd; a loss and its gradient", form=True):
    table = torch.tensor([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    right = torch.tensor([0, 1, 2])
    parts(squared_hinge_loss(table, right), "loss", "dscores")
    contract(
        squared_hinge_loss,
        lambda scores, y: (torch.tensor(0.0), scores),
        lambda draw, n, c: (draw.normal(n, c), draw.integers(0, c, (n,))),
        sizes=[(5, 3), (1, 2)],
        dtypes=(torch.float32,),
        values=False,
    )
    squared_hinge_loss_keeps_to_the_rules()

with check("by hand: 8.41, 0 and 83.25", hint="square each margin, then add", points=0.3):
    alone = [
        float(parts(squared_hinge_loss(table[i : i + 1], right[i : i + 1]), "loss", "dscores")[0])
        for i in range(3)
    ]
    close(
        alone,
        [8.41, 0.0, 83.25],
        atol=1e-3,
        mistakes={
            "that squares the sum, 12.9² = 166.41: square each margin, 6.3² + 6.6² = 83.25": [
                8.41,
                0.0,
                166.41,
            ],
            "the margins are not squared": [2.9, 0.0, 12.9],
            "the right class itself is among the sum: j = y adds 1": [9.41, 1.0, 84.25],
            "square after max(0, …), not before: negative margins must count as 0": [
                23.62,
                10.37,
                83.25,
            ],
        },
    )

with check("by hand: the gradient for cat, car and frog", hint="twice each margin", points=0.3):
    _, dscores = parts(squared_hinge_loss(table, right), "loss", "dscores")
    gradient = torch.tensor([[-5.8, 5.8, 0.0], [0.0, 0.0, 0.0], [12.6, 13.2, -25.8]])
    counted = torch.tensor([[-1.0, 1.0, 0.0], [0.0, 0.0, 0.0], [1.0, 1.0, -2.0]])
    close(
        dscores,
        gradient / 3,
        atol=1e-4,
        mistakes={
            "the loss is a mean, so its gradient is divided by n too": gradient,
            "the derivative of m² is 2m: the factor 2 is missing": gradient / 6,
            "that is the gradient of the hinge loss that is not squared": counted / 3,
            "that is the gradient of the squared sum: 2 · 12.9 for the frog": (
                torch.tensor([[-5.8, 5.8, 0.0], [0.0, 0.0, 0.0], [25.8, 25.8, -51.6]]) / 3
            ),
            "the sign is turned": -gradient / 3,
            "the right class's own entry is missing": gradient.clamp(min=0) / 3,
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, on random scores",
    hint="the mean over n of squares, and of twice each margin",
    points=2.1,
    says=(
        "`loss` and `dscores` are as in Exercise 3, and so is what is forbidden",
        "`delta` is any number from 0 on",
    ),
):
    squared_hinge_loss_keeps_to_the_rules()

    def squared_hinge(scores, y, delta):
        """Value and gradient from torch, which divides by the number of classes too."""
        value, (slope,) = value_and_grad(
            lambda s: s.shape[1] * F.multi_margin_loss(s, y, p=2, margin=delta), scores
        )
        return value, slope

    def any_scores(draw, n, c, size=2.0, most=3.0):
        """Scores of a size, labels, and a delta up to the largest."""
        delta = most * draw.uniform(1).item()
        return size * draw.normal(n, c), draw.integers(0, c, (n,)), delta

    draw = rng()
    s, y, _ = any_scores(draw, 6, 4)
    value, _ = squared_hinge(s, y, 0.5)
    close(
        parts(squared_hinge_loss(s.float(), y, 0.5), "loss", "dscores")[0],
        value,
        rtol=1e-5,
        atol=1e-5,
        mistakes={
            "that is the sum over the pictures: the mean was asked for": 6 * value,
            "`delta` is not used": squared_hinge(s, y, 1.0)[0],
        },
    )
    float32 = (torch.float32,)
    contract(
        squared_hinge_loss,
        squared_hinge,
        any_scores,
        sizes=[
            *((9, 5), (1, 2), (4, 1), (1, 1), (5, 5), (4, 12), (9, 4, 2, 0), (300, 3), (1, 300)),
            *((9, 5, 0.03, 0.02), (5, 4, 0.0)),
        ],
        dtypes=float32,
        slack=3,
    )
    contract(
        squared_hinge_loss, squared_hinge, any_scores, sizes=[(9, 5, 2e3)], dtypes=float32, slack=30
    )
### END HIDDEN TESTS

# %% role="demo" id="one_big_or_ten_small"
one_big = torch.zeros(10, 2)
one_big[:, 0] = 1.0  # nine pictures lead by exactly 1
one_big[0] = torch.tensor([0.0, 9.0])  # and one has a margin of 10
ten_small = torch.zeros(10, 2)  # ten margins of 1
zeros = torch.zeros(10, dtype=torch.int64)
for name, loss_fn in (("hinge", svm_loss), ("squared hinge", squared_hinge_loss)):
    big, small = loss_fn(one_big, zeros)[0], loss_fn(ten_small, zeros)[0]
    print(f"{name:14s} one miss by 10: {big:5.2f}   ten misses by 1: {small:5.2f}")

# %% [markdown]
# The hinge loss does not mind which. The squared one would rather have ten small misses than one
# large one: it cares for the worst.

# %% [markdown]
# ## 4 · Softmax and cross-entropy
#
# The hinge loss knows only "high enough". The second great loss asks for **probabilities**. Turn
# each score into a positive number, by $e^s$, and divide by their sum:
#
# $$ p_j = \frac{e^{s_j}}{\sum_k e^{s_k}} $$
#
# By hand, for the picture of the cat:
#
# | | cat | car | frog | sum |
# |---|---|---|---|---|
# | score s | 3.2 | 5.1 | −1.7 | |
# | $e^s$ | 24.53 | 164.02 | 0.18 | 188.74 |
# | p | 0.13 | 0.87 | 0.00 | 1 |
#
# ### A trap first
#
# **Predict.** What is $e^{1000}$ for a computer? And what is it divided by itself?

# %% role="demo" id="overflow"
print("exp(1000) =", torch.tensor(1000.0).exp().item())
print("exp(1000) / exp(1000) =", (torch.tensor(1000.0).exp() / torch.tensor(1000.0).exp()).item())

# %% [markdown]
# A float32 ends at $3.4 \cdot 10^{38}$, which is $e^{88.7}$. Beyond that there is `inf`, and
# `inf / inf` is `nan`. One `nan` in a batch spoils every weight.
#
# The way out: adding the same number to all scores of a row changes no probability, since top and
# bottom are multiplied by the same factor. So subtract the **largest score of the row** first. The
# largest exponent is then 0, and nothing can overflow.
#
# ### Exercise 6 · Softmax ●●○
#
# Probabilities of the classes along the last axis, for one picture (C,) and for a batch (n, C).
# Stable for scores of any size. Write it with `exp`, not with a `softmax` of torch's.
#
# **Contract.** Shape of `scores`, (C,) or (n, C). No `softmax` or `log_softmax` of torch's; loops
# and `logsumexp` are welcome.
#
# <details><summary>Hint</summary>
#
# `s.max(dim=-1, keepdim=True).values` is a column that broadcasts: each row has its own maximum.
#
# </details>


# %% role="exercise" id="softmax"
def softmax(scores: Float[Tensor, "*n c"]) -> Float[Tensor, "*n c"]:
    """Probabilities of the classes, along the last axis."""
    ### BEGIN SOLUTION
    s = as_float(scores)
    weights = (s - s.max(dim=-1, keepdim=True).values).exp()  # at most 1
    return weights / weights.sum(dim=-1, keepdim=True)
    ### END SOLUTION


# %% role="test" id="softmax" points=3
def softmax_keeps_to_the_rules():
    """No softmax of torch's."""
    forbid(softmax, calls=("torch.softmax", "torch.log_softmax"), on=lambda: (rng().normal(4, 3),))


with check("no softmax of torch's; a table of the same shape", form=True):
    contract(
        softmax,
        lambda scores: scores,
        lambda draw, *shape: (draw.normal(*shape),),
        sizes=[(4, 3), (1, 3), (3,)],
        dtypes=(torch.float32,),
        values=False,
    )
    softmax_keeps_to_the_rules()

with check(
    "by hand: 0.13, 0.87 and 0.00", hint="e to the score, over the sum of the row", points=0.3
):
    close(
        softmax(torch.tensor([3.2, 5.1, -1.7])),
        [0.13, 0.87, 0.00],
        atol=0.005,
        mistakes={
            "these are not divided by their sum": [24.5325, 164.0219, 0.1827],
            "the scores themselves are divided by their sum: take e^s first": [
                3.2 / 6.6,
                5.1 / 6.6,
                -1.7 / 6.6,
            ],
            "these are the logarithms of the probabilities": [-2.0404, -0.1404, -6.9404],
        },
    )

with check(
    "scores of ±1000 give probabilities, not nan",
    hint="subtract the largest of the row",
    points=0.3,
):
    close(
        softmax(torch.tensor([[1000.0, 0.0, -1000.0], [-1000.0, -1000.0, -1000.0]])),
        [[1.0, 0.0, 0.0], [1 / 3, 1 / 3, 1 / 3]],
        atol=1e-4,
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, on random scores",
    hint="each row sums to 1 and has its own maximum: dim=-1, keepdim=True",
    points=2.1,
    says=(
        "Shape of `scores`, (C,) or (n, C)",
        "Stable for scores of any size",
        "Write it with `exp`, not with a `softmax` of torch's",
    ),
):
    softmax_keeps_to_the_rules()
    draw = rng()
    s = 3 * draw.normal(7, 7)
    close(
        softmax(s),
        torch.softmax(s.double(), dim=1),
        rtol=1e-5,
        atol=1e-5,
        mistakes={
            "the columns sum to 1: each row should": torch.softmax(s.double(), dim=0),
            "the whole table sums to 1: each row should": torch.softmax(
                s.double().flatten(), 0
            ).reshape(7, 7),
        },
    )
    found = softmax(draw.normal(5, 4) + torch.tensor([[1e4], [-1e4], [0.0], [3e3], [-200.0]]))
    expect(bool(found.isfinite().all()), "expected probabilities, got nan or inf in some row")

    def of_size(draw, size, *shape):
        """Scores of a size, and rows that lie far apart from one another."""
        far = draw.normal(shape[0], 1) if len(shape) == 2 else 0
        return (size * (draw.normal(*shape) + far),)

    def near(draw, far, *shape):
        """Rows that lie far apart, with scores near to one another in each."""
        return (draw.normal(*shape) + far * draw.normal(shape[0], 1),)

    by_torch = lambda scores: torch.softmax(scores, dim=-1)  # noqa: E731
    contract(
        softmax,
        by_torch,
        of_size,
        sizes=[
            *((3, 6, 6), (3, 1, 4), (3, 5, 1), (3, 1, 1), (3, 3), (3, 1), (2, 4, 300), (2, 300, 3)),
            *((0.01, 4, 5), (0, 3, 4)),
        ],
        dtypes=(torch.float32,),
        slack=3,
    )
    # A float32 of 10,000 is known to a thousandth, and so is its exponential.
    contract(
        softmax,
        by_torch,
        near,
        sizes=[(1e4, 5, 4), (300, 5, 4)],
        dtypes=(torch.float32,),
        slack=300,
    )
### END HIDDEN TESTS

# %% [markdown]
# ### The cross-entropy loss
#
# The right class should have probability 1. The loss is how surprised you are when it has less:
#
# $$ L_i = -\log p_{y_i} = \log \sum_k e^{s_k} - s_{y_i}, \qquad L = \frac1n \sum_i L_i $$
#
# with the natural logarithm. For the cat: $-\ln 0.13 = 2.04$. (You may have seen 0.89 for these
# very numbers. That is the logarithm to base 10.)
#
# The gradient is beautifully short. Differentiate the second form: the first term gives $p_j$, the
# second −1 at the right class.
#
# $$ \frac{\partial L}{\partial s_{ij}} = \frac1n \left( p_{ij} - [\, j = y_i \,] \right) $$
#
# In words: every class should get the probability that it really has, 0 or 1; the gradient is what
# it has too much.
#
# **Predict.** What is the loss at the start, when all scores are about 0 and there are C classes?
# What is the least loss, and what the largest?
#
# ### Exercise 7 · The cross-entropy loss ●●○
#
# Value and gradient, no loops, finite and right for scores of ±10,000. Taking `softmax` and then
# the logarithm is not good enough: a probability below $10^{-45}$ becomes 0, and its logarithm
# −inf. Use the second form of the formula.
#
# **Contract.** `loss` is a tensor without axes, `dscores` has the shape of `scores`. No loop, no
# loss function and no `log_softmax` of torch's, no autograd.
#
# <details><summary>Hint</summary>
#
# Shift the scores as before: `s = s - largest`. Then the loss of a row is
# `s.exp().sum(dim=1).log() - s[rows, y]`. The sum is at least 1, so its logarithm is harmless.
#
# </details>


# %% role="exercise" id="softmax_loss"
def softmax_loss(
    scores: Float[Tensor, "n c"], y: Int[Tensor, " n"]
) -> tuple[Float[Tensor, ""], Float[Tensor, "n c"]]:
    """The mean cross-entropy of softmax(scores) and its gradient with respect to the scores."""
    check_labels(scores, y)
    ### BEGIN SOLUTION
    s = as_float(scores)
    rows = torch.arange(len(s), device=s.device)
    s = s - s.max(dim=1, keepdim=True).values  # new tensor: the caller's scores stay
    total = s.exp().sum(dim=1)  # (n,), at least 1
    loss = (total.log() - s[rows, y]).mean()
    dscores = s.exp() / total[:, None]
    dscores[rows, y] -= 1
    return loss, dscores / len(s)
    ### END SOLUTION


# %% role="test" id="softmax_loss" points=4
def softmax_loss_keeps_to_the_rules():
    """No loop, no loss and no log_softmax of torch's, no autograd."""
    forbid(
        softmax_loss,
        loops=True,
        calls=(
            "torch.nn.functional.cross_entropy",
            "torch.nn.functional.*loss",
            "torch.log_softmax",
        ),
        autograd=True,
        on=lambda pictures, classes: (
            rng().normal(pictures, classes),
            rng().integers(0, classes, (pictures,)),
        ),
    )


with check("no loop, no loss of torch's, no autograd; a loss and its gradient", form=True):
    cat = torch.tensor([[3.2, 5.1, -1.7]])
    parts(softmax_loss(cat, torch.tensor([0])), "loss", "dscores")
    contract(
        softmax_loss,
        lambda scores, y: (torch.tensor(0.0), scores),
        lambda draw, n, c: (draw.normal(n, c), draw.integers(0, c, (n,))),
        sizes=[(5, 3), (1, 2)],
        dtypes=(torch.float32,),
        values=False,
    )
    softmax_loss_keeps_to_the_rules()

with check(
    "by hand: 2.04 for the cat", hint="the natural logarithm of 0.13, with a minus", points=0.3
):
    close(
        parts(softmax_loss(cat, torch.tensor([0])), "loss", "dscores")[0],
        2.0404,
        atol=1e-3,
        mistakes={
            "that is the logarithm to base 10: use the natural one": 0.8861,
            "that is the logarithm to base 2: use the natural one": 2.9437,
            "the minus is missing: a loss is not negative": -2.0404,
            "that is the probability itself: take −log of it": 0.13,
            "that is −log of the largest probability: take that of the right class": 0.1404,
        },
    )

with check(
    "by hand: the gradient is p, less 1 at the right class",
    hint="p − [j = y], over n",
    points=0.3,
):
    _, dscores = parts(softmax_loss(cat, torch.tensor([0])), "loss", "dscores")
    close(
        dscores,
        [[0.13 - 1, 0.869, 0.001]],
        atol=0.002,
        mistakes={
            "1 is to be subtracted at the right class": [[0.13, 0.869, 0.001]],
            "the sign is turned: it is p − [j = y]": [[0.87, -0.869, -0.001]],
        },
    )

with check("four classes, all scores equal: log 4", hint="the mean over the pictures", points=0.2):
    close(
        parts(softmax_loss(torch.zeros(5, 4), torch.tensor([0, 1, 2, 3, 0])), "loss", "dscores")[0],
        math.log(4),
        atol=1e-5,
        mistakes={
            "that is the sum over the pictures: the mean was asked for": 5 * math.log(4),
            "the mean over pictures and classes: divide by n only": math.log(4) / 4,
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, on random scores",
    hint="log of the sum of exponentials, less s[y]; never the logarithm of a probability",
    points=2.8,
    says=(
        "finite and right for scores of ±10,000",
        "`loss` is a tensor without axes, `dscores` has the shape of `scores`",
        "No loop, no loss function and no `log_softmax` of torch's, no autograd",
    ),
):
    softmax_loss_keeps_to_the_rules()

    def cross_entropy(scores, y):
        """Value and gradient from torch."""
        value, (slope,) = value_and_grad(lambda s: F.cross_entropy(s, y), scores)
        return value, slope

    def any_scores(draw, n, c, size=2.0, lead=0.0):
        """Scores of a size, the right class ahead, and labels."""
        y = draw.integers(0, c, (n,))
        return size * draw.normal(n, c) + lead * F.one_hot(y, c), y

    draw = rng()
    s, y = any_scores(draw, 9, 5)
    expected, slope = cross_entropy(s, y)
    p = s.softmax(1)
    loss, dscores = parts(softmax_loss(s.float(), y), "loss", "dscores")
    close(
        loss,
        expected,
        rtol=1e-5,
        atol=1e-5,
        mistakes={
            "that is the mean of p, without −log": p[torch.arange(9), y].mean(),
            "take the logarithm of each picture's probability, then the mean": (
                -p[torch.arange(9), y].mean().log()
            ),
        },
    )
    close(
        dscores,
        slope,
        rtol=1e-5,
        atol=1e-5,
        mistakes={
            "the loss is a mean, so its gradient is divided by n too": 9 * slope,
            "1 / n is to be subtracted at the right class: subtract first, then divide": (
                p / 9 - F.one_hot(y, 5)
            ),
        },
    )
    s, y = 1e4 * draw.normal(8, 5), draw.integers(0, 5, (8,))
    s[0], y[0] = torch.tensor([1e4, -1e4, 0.0, 0.0, 0.0]), 1
    loss, dscores = parts(softmax_loss(s, y), "loss", "dscores")
    expect(
        math.isfinite(float(loss)) and bool(dscores.isfinite().all()),
        f"expected finite numbers, got a loss of {float(loss)}: a probability became 0, and its "
        "logarithm −inf",
    )
    close(loss, F.cross_entropy(s.double(), y), rtol=1e-5, atol=1e-4)
    float32 = (torch.float32,)
    contract(
        softmax_loss,
        cross_entropy,
        any_scores,
        sizes=[
            *((9, 4), (1, 2), (4, 1), (1, 1), (5, 5), (4, 12), (300, 3), (2, 300)),
            *((4, 3, 1, 8), (5, 4, 0.01), (5, 4, 0)),
        ],
        dtypes=float32,
        slack=3,
    )
    # A float32 of 10,000 is known to a thousandth, and so is its exponential.
    contract(
        softmax_loss, cross_entropy, any_scores, sizes=[(8, 5, 1e4)], dtypes=float32, slack=300
    )
### END HIDDEN TESTS

# %% role="demo" id="both_at_start"
at_start = scores(tiny_W, train_pixels[:5_000], torch.zeros(10, device=device))
for name, loss_fn, rule in (
    ("hinge", svm_loss, f"C − 1 = {10 - 1}"),
    ("squared hinge", squared_hinge_loss, f"C − 1 = {10 - 1}"),
    ("cross-entropy", softmax_loss, f"log C = {math.log(10):.3f}"),
):
    print(f"{name:14s} at the start: {loss_fn(at_start, digits.train_labels[:5_000])[0]:.3f}   "
          f"{rule}")  # fmt: skip

# %% [markdown]
# All scores equal: every class has probability 1/C, and the loss is **log C**. The least loss is 0,
# but no finite scores reach it; there is no largest.
#
# ## 5 · Side by side
#
# Two classes, the right one leads by some margin. What does each loss charge, and how hard does it
# push (the slope)?
#
# **Predict.** From which lead on does each loss stop pushing?
#
# <details><summary>What the right answer draws</summary>
#
# ![three losses and their slopes against the lead of the right class](figures/side_by_side.png)
#
# </details>

# %% role="demo" id="side_by_side"
lead = torch.linspace(-3, 4, 141)
pairs = torch.stack([lead, torch.zeros(141)], dim=1)[:, None]  # one picture each, (141, 1, 2)
first = torch.tensor([0])
losses = {"hinge": svm_loss, "squared hinge": squared_hinge_loss, "cross-entropy": softmax_loss}
charged = {name: [float(fn(s, first)[0]) for s in pairs] for name, fn in losses.items()}
pushed = {name: [-float(fn(s, first)[1][0, 0]) for s in pairs] for name, fn in losses.items()}
figure, axes = plt.subplots(1, 2, figsize=(12, 4.4), layout="compressed")
for ax, lines, title in zip(
    axes, (charged, pushed), ("what it costs", "how hard it pushes"), strict=True
):
    plots.curves(lines, xs=lead, xlabel="lead of the right class", title=title, ax=ax)
    ax.set_ylim(-0.2, 5)

# %% [markdown]
# The two hinge losses are content at a lead of 1: beyond it they cost nothing and push no more.
# Cross-entropy is never content. At a lead of 4 it still pushes, gently.
#
# The same with three classes. The first is right, with a score of 10.
#
# **Predict.** Which of these three rows does each loss prefer?

# %% role="demo" id="content"
rows = torch.tensor([[10.0, -2.0, 3.0], [10.0, 9.0, 9.0], [10.0, -100.0, -100.0]])
for row in rows:
    hinge, entropy = float(svm_loss(row[None], first)[0]), float(softmax_loss(row[None], first)[0])
    print(f"{row.tolist()!s:24}  hinge {hinge:.3f}   cross-entropy {entropy:.3e}")

# %% [markdown]
# To the hinge loss all three are the same: the margin is met. Cross-entropy charges 0.55 for the
# second row, and would go on driving the −2 down for ever. That is the difference: the hinge loss
# looks after the pictures that are not settled yet; cross-entropy always wants a little more.

# %% [markdown]
# ## 6 · Which W? Penalties
#
# Suppose that some W has a hinge loss of 0. **Predict.** What is the loss of 2 W?

# %% role="demo" id="doubling"
from course_lib.toy import blobs

apart, apart_labels = blobs(90, 3, spread=0.25, seed=2)
sure_W, no_b = (
    0.5 * torch.stack([apart[apart_labels == c].mean(0) for c in range(3)]),
    torch.zeros(3),
)
for factor in (1, 2, 4):
    s = scores(factor * sure_W, apart, no_b)
    lead = s[torch.arange(90), apart_labels, None] - s  # 0 for the right class itself
    smallest = lead[F.one_hot(apart_labels, 3) == 0].min()
    hinge, entropy = svm_loss(s, apart_labels)[0], softmax_loss(s, apart_labels)[0]
    print(f"{factor} W: smallest lead {smallest:5.1f}   hinge {hinge:.3f}   "
          f"cross-entropy {entropy:.1e}")  # fmt: skip

# %% [markdown]
# Every lead doubles, so every margin is still met: the loss of 2 W is 0 too. So is that of 4 W. The
# loss alone cannot say which W is best. (Cross-entropy can, but it says "the larger the better",
# and runs off to infinity.) Nothing in the *training* data chooses. So add a **penalty** R that
# does:
#
# $$ \text{objective} = \frac1n \sum_i L_i + \lambda\, R(W) $$
#
# | | R(W) | gradient |
# |---|---|---|
# | L2 | $\sum w^2$ | $2 w$ |
# | L1 | $\sum \lvert w \rvert$ | sign of w; 0 at w = 0 |
# | elastic net | $r \sum \lvert w \rvert + (1 - r) \sum w^2$ | the same mix |
#
# $\lvert w \rvert$ has a kink at 0, and no derivative there. Any number from −1 to 1 is a
# **subgradient**; 0 is the one that everybody takes.
#
# ### By hand
#
# $x = (1, 1, 1, 1)$, $w_1 = (1, 0, 0, 0)$, $w_2 = (\tfrac14, \tfrac14, \tfrac14, \tfrac14)$. Both
# give the score 1.
#
# **Predict.** Which of the two does L2 prefer? Which does L1 prefer? Work both out, it is a line
# each.
#
# ### Exercise 8 · L2 ●○○ and Exercise 9 · L1 ●○○
#
# Each returns the value and the gradient, for W of any shape. No factor ½, no root.
#
# **Contract.** The value is a tensor without axes, the gradient has the shape of `W`, which has one
# axis or more.


# %% role="exercise" id="l2_penalty"
def l2_penalty(W: Float[Tensor, "*shape"]) -> tuple[Float[Tensor, ""], Float[Tensor, "*shape"]]:
    """The sum of the squared weights, and its gradient."""
    ### BEGIN SOLUTION
    return (W**2).sum(), 2 * W
    ### END SOLUTION


# %% role="test" id="l2_penalty" points=2
with check("a value and a gradient of the shape of W", form=True):
    parts(l2_penalty(torch.ones(3)), "value", "gradient")
    contract(
        l2_penalty,
        lambda W: (torch.tensor(0.0), W),
        lambda draw, *shape: (draw.normal(*shape),),
        sizes=[(2, 3), (1,)],
        dtypes=(torch.float32,),
        values=False,
    )

with check(
    "by hand: 1 for (1, 0, 0, 0) and 0.25 for four quarters", hint="square, then add", points=0.2
):
    first, second = torch.tensor([1.0, 0.0, 0.0, 0.0]), torch.full((4,), 0.25)
    close(
        [float(parts(l2_penalty(w), "value", "gradient")[0]) for w in (first, second)],
        [1.0, 0.25],
        atol=1e-6,
        mistakes={
            "that is the norm, with its root: add up the squares only": [1.0, 0.5],
            "there is a factor ½: leave it out here": [0.5, 0.125],
            "that is the mean: add up the squares": [0.25, 0.0625],
            "these are absolute values: square the weights": [1.0, 1.0],
        },
    )

with check(
    "by hand: the gradient of (1, −2, 0) is (2, −4, 0)",
    hint="the derivative of w² is 2w",
    points=0.2,
):
    close(
        parts(l2_penalty(torch.tensor([1.0, -2.0, 0.0])), "value", "gradient")[1],
        [2.0, -4.0, 0.0],
        atol=1e-6,
        mistakes={
            "the derivative of w² is 2w: the factor 2 is missing": [1.0, -2.0, 0.0],
            "the sign of w is lost": [2.0, 4.0, 0.0],
            "the sign is turned: the gradient points up the hill": [-2.0, 4.0, 0.0],
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, on random weights",
    hint="the same for W of any shape",
    points=1.4,
    says=(
        "the value and the gradient, for W of any shape",
        "The value is a tensor without axes, the gradient has the shape of `W`",
    ),
):

    def squared_norm(W):
        """Value and gradient from autograd."""
        value, (slope,) = value_and_grad(lambda W: torch.linalg.vector_norm(W) ** 2, W)
        return value, slope

    def some_zeros(draw, size, *shape):
        """Weights of a size, some of them 0."""
        return (size * draw.normal(*shape) * (draw.uniform(*shape) < 0.8),)

    contract(
        l2_penalty,
        squared_norm,
        some_zeros,
        sizes=[
            *((1, 5, 7), (1, 3), (1, 2, 3, 4), (1, 1), (1, 1, 1), (1, 5, 1), (1, 1, 5), (1, 4, 4)),
            *((1, 300, 2), (2e3, 3, 4), (3e-3, 3, 4)),
        ],
        dtypes=(torch.float32,),
    )
### END HIDDEN TESTS


# %% role="exercise" id="l1_penalty"
def l1_penalty(W: Float[Tensor, "*shape"]) -> tuple[Float[Tensor, ""], Float[Tensor, "*shape"]]:
    """The sum of the absolute weights, and its subgradient: the sign of each, 0 at 0."""
    ### BEGIN SOLUTION
    return W.abs().sum(), W.sign()
    ### END SOLUTION


# %% role="test" id="l1_penalty" points=2
with check("a value and a gradient of the shape of W", form=True):
    parts(l1_penalty(torch.ones(3)), "value", "gradient")
    contract(
        l1_penalty,
        lambda W: (torch.tensor(0.0), W),
        lambda draw, *shape: (draw.normal(*shape),),
        sizes=[(2, 3), (1,)],
        dtypes=(torch.float32,),
        values=False,
    )

with check("by hand: (1, 0, 0, 0) and four quarters have the same L1 norm, 1", points=0.2):
    # Of (1, 0, 0, 0) alone, the squares and the largest weight have the same values.
    close(
        parts(l1_penalty(torch.tensor([3.0, -2.0])), "value", "gradient")[0],
        5.0,
        atol=1e-6,
        mistakes={
            "that is the largest weight: add them all up": 3.0,
            "the signs cancel each other: take absolute values": 1.0,
            "these are squares: take absolute values": 13.0,
            "that counts the weights that are not 0: add up their sizes": 2.0,
            "that is the mean: add up the absolute values": 2.5,
        },
    )
    first, second = torch.tensor([1.0, 0.0, 0.0, 0.0]), torch.full((4,), 0.25)
    close(
        [float(parts(l1_penalty(w), "value", "gradient")[0]) for w in (first, second)],
        [1.0, 1.0],
        atol=1e-6,
    )

with check(
    "by hand: the subgradient of (3, −2, 0) is (1, −1, 0)",
    hint="w / |w| is 0 / 0 at 0",
    points=0.2,
):
    _, gradient = parts(l1_penalty(torch.tensor([3.0, -2.0, 0.0])), "value", "gradient")
    expect(
        bool(gradient.isfinite().all()),
        "the subgradient of a weight of 0 came out as nan, as w / |w| does: at 0 it is 0",
    )
    close(
        gradient,
        [1.0, -1.0, 0.0],
        atol=1e-6,
        mistakes={
            "at w = 0 the subgradient is 0, not 1": [1.0, -1.0, 1.0],
            "at w = 0 the subgradient is 0, not −1": [1.0, -1.0, -1.0],
            "the sign of w is lost": [1.0, 1.0, 0.0],
            "that is the weight itself: only its sign counts": [3.0, -2.0, 0.0],
            "the sign is turned: the gradient points up the hill": [-1.0, 1.0, 0.0],
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, on random weights",
    hint="the sign of each weight, however small it is; 0 at 0",
    points=1.4,
    says=(
        "the value and the gradient, for W of any shape",
        "The value is a tensor without axes, the gradient has the shape of `W`",
        "the sign of each, 0 at 0",
    ),
):

    def norm(W):
        """Value and gradient from autograd."""
        value, (slope,) = value_and_grad(lambda W: torch.linalg.vector_norm(W, ord=1), W)
        return value, slope

    def some_zeros(draw, size, *shape):
        """Weights of a size, some of them 0."""
        return (size * draw.normal(*shape) * (draw.uniform(*shape) < 0.8),)

    contract(
        l1_penalty,
        norm,
        some_zeros,
        sizes=[
            *((1, 5, 7), (1, 3), (1, 2, 3, 4), (1, 1), (1, 1, 1), (1, 5, 1), (1, 1, 5), (1, 4, 4)),
            *((1, 300, 2), (2e3, 3, 4), (1e-4, 3, 4), (1e-8, 5, 4)),
        ],
        dtypes=(torch.float32,),
    )
### END HIDDEN TESTS

# %% [markdown]
# ⚠ L2 prefers $w_2$: 0.25 against 1. It spreads weight over all pixels. L1 prefers **neither**:
# both sums are exactly 1. You may have read that L1 "prefers $w_1$", because L1 makes weights
# sparse (many of them 0). It does make them sparse, but not because the sparse vector has a smaller
# L1 norm. The reason lies in the *path* that a minimisation takes. Section 8 shows it.
#
# ### Exercise 10 · The elastic net ●○○
#
# A mix of both: `l1_ratio` times the L1 penalty plus `1 - l1_ratio` times the L2 penalty. Use your
# functions.
#
# **Contract.** As of the penalties; `l1_ratio` is any number from 0 to 1.


# %% role="exercise" id="elastic_net"
def elastic_net(
    W: Float[Tensor, "*shape"], l1_ratio: float = 0.5
) -> tuple[Float[Tensor, ""], Float[Tensor, "*shape"]]:
    """l1_ratio · Σ|w| + (1 − l1_ratio) · Σw², and its subgradient."""
    ### BEGIN SOLUTION
    one, slope_of_one = l1_penalty(W)
    two, slope_of_two = l2_penalty(W)
    rest = 1 - l1_ratio
    return l1_ratio * one + rest * two, l1_ratio * slope_of_one + rest * slope_of_two
    ### END SOLUTION


# %% role="test" id="elastic_net" points=2
with check("a value and a gradient of the shape of W", form=True):
    parts(elastic_net(torch.ones(3)), "value", "gradient")
    contract(
        elastic_net,
        lambda W, l1_ratio: (torch.tensor(0.0), W),
        lambda draw, *shape: (draw.normal(*shape), draw.uniform(1).item()),
        sizes=[(2, 3), (1,)],
        dtypes=(torch.float32,),
        values=False,
    )

with check(
    "by hand: half and half of (3, −2) is ½ · 5 + ½ · 13 = 9",
    hint="r of L1, 1 − r of L2",
    points=0.4,
):
    value, gradient = parts(elastic_net(torch.tensor([3.0, -2.0])), "value", "gradient")
    close(
        value,
        9.0,
        atol=1e-5,
        mistakes={
            "that is the whole of both: each gets its share": 18.0,
            "L2 here is the sum of squares, 13, without a root": 0.5 * 5 + 0.5 * 13**0.5,
            "there is another ½ on L2: leave it out here": 0.5 * 5 + 0.25 * 13,
        },
    )
    close(
        gradient,
        [3.5, -2.5],
        atol=1e-5,
        mistakes={
            "the gradient is mixed in the same shares as the value": [7.0, -5.0],
            "the derivative of w² is 2w: the factor 2 is missing": [2.0, -1.5],
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, on random weights and ratios",
    hint="l1_ratio = 1 is L1, 0 is L2",
    points=1.4,
    says=(
        "`l1_ratio` times the L1 penalty plus `1 - l1_ratio` times the L2 penalty",
        "As of the penalties; `l1_ratio` is any number from 0 to 1",
    ),
):
    W = rng().normal(5, 6)
    exact = W.double()
    one, two = exact.abs().sum(), (exact * exact).sum()
    value, gradient = parts(elastic_net(W, 0.2), "value", "gradient")
    close(
        value,
        0.2 * one + 0.8 * two,
        rtol=1e-5,
        atol=1e-5,
        mistakes={
            "L1 and L2 are exchanged: the ratio belongs to L1": 0.8 * one + 0.2 * two,
            "`l1_ratio` is not used: this is half and half": 0.5 * one + 0.5 * two,
        },
    )
    close(
        gradient,
        0.2 * exact.sign() + 0.8 * 2 * exact,
        rtol=1e-5,
        atol=1e-5,
        mistakes={
            "L1 and L2 are exchanged in the gradient": 0.8 * exact.sign() + 0.2 * 2 * exact,
            "`l1_ratio` is not used in the gradient: this is half and half": (
                0.5 * exact.sign() + exact
            ),
        },
    )

    def mixed(W, l1_ratio):
        """Weight by weight."""
        rest = 1 - l1_ratio
        return (l1_ratio * W.abs() + rest * W * W).sum(), l1_ratio * W.sign() + rest * 2 * W

    def some_zeros(draw, ratio, size, *shape):
        """Weights of a size, some of them 0, and a ratio: a given one, or any."""
        W = size * draw.normal(*shape) * (draw.uniform(*shape) < 0.8)
        return W, draw.uniform(1).item() if ratio is None else ratio

    contract(
        elastic_net,
        mixed,
        some_zeros,
        sizes=[
            *((None, 1, 4, 6), (None, 1, 3), (None, 1, 2, 3, 4), (None, 1, 1), (None, 1, 1, 1)),
            *((None, 1, 5, 1), (None, 1, 1, 5), (None, 1, 4, 4), (None, 1, 300, 2)),
            *(
                (0.0, 1, 3, 4),
                (1.0, 1, 3, 4),
                (0.005, 3, 3, 4),
                (0.0, 3e-3, 3, 4),
                (None, 2e3, 3, 4),
            ),
            *((None, 3e-3, 3, 4), (1.0, 1e-8, 3, 4), (None, 0, 2, 2)),
        ],
        dtypes=(torch.float32,),
        slack=3,
    )
### END HIDDEN TESTS

# %% [markdown]
# ## 7 · Back to the weights
#
# Your losses know how they change with the *scores*. A training needs to know how they change with
# W and b. The score of class c for picture i is $s_{ic} = w_c \cdot x_i + b_c$. So when $w_{ck}$
# rises by a little, $s_{ic}$ rises by $x_{ik}$ times that, in every picture i:
#
# $$ \frac{\partial L}{\partial w_{ck}} = \sum_i \frac{\partial L}{\partial s_{ic}}\, x_{ik},
#    \qquad \frac{\partial L}{\partial b_c} = \sum_i \frac{\partial L}{\partial s_{ic}} . $$
#
# ### Exercise 11 · From dscores to dW and db ●●○
#
# Given `dscores` (n, C) and the pictures `X` (n, d), return `dW` (C, d) and `db` (C,). No loops.
# The 1/n is in `dscores` already. The pictures may be `uint8`.
#
# ⚠ The bias is learned, so it has a gradient as well.
#
# **Contract.** No loop, no autograd; both results in the dtype of `dscores`, float32, whatever `X`
# has.
#
# <details><summary>Hint</summary>
#
# The sum over i is a matrix product. Which one of `dscores @ X`, `dscores.T @ X` and `X.T @
# dscores` has the shape of W?
#
# </details>


# %% role="exercise" id="linear_gradients"
def linear_gradients(
    dscores: Float[Tensor, "n c"], X: Num[Tensor, "n d"]
) -> tuple[Float[Tensor, "c d"], Float[Tensor, " c"]]:
    """The gradients by W and by b, from the gradient by the scores."""
    ### BEGIN SOLUTION
    return dscores.T @ X.to(dscores.dtype), dscores.sum(dim=0)
    ### END SOLUTION


# %% role="test" id="linear_gradients" points=3
def linear_gradients_keeps_to_the_rules():
    """No loop, no autograd."""
    forbid(
        linear_gradients,
        loops=True,
        autograd=True,
        on=lambda pictures, classes, pixels: (
            rng().normal(pictures, classes),
            rng().normal(pictures, pixels),
        ),
    )


with check("no loop, no autograd; dW has the shape of W, db that of b", form=True):
    dscores = torch.tensor([[1.0, -1.0], [0.0, 3.0]])
    X = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    parts(linear_gradients(dscores, X), "dW", "db")
    contract(
        linear_gradients,
        lambda dscores, X: (dscores.T @ X, dscores[0]),
        lambda draw, n, c, d: (draw.normal(n, c), draw.normal(n, d)),
        sizes=[(2, 4, 3), (1, 2, 3)],
        dtypes=(torch.float32,),
        values=False,
    )
    linear_gradients_keeps_to_the_rules()

with check("by hand: two pictures of three pixels, two classes", hint="dscores.T @ X", points=0.3):
    dW, db = parts(linear_gradients(dscores, X), "dW", "db")
    close(
        dW,
        [[1.0, 2.0, 3.0], [11.0, 13.0, 15.0]],
        atol=1e-5,
        mistakes={
            "that is dW transposed: a gradient has its variable's shape, (C, d)": (
                [[1.0, 11.0], [2.0, 13.0], [3.0, 15.0]]
            ),
            "that is dscores @ X: the sum must go over the pictures": (
                [[-3.0, -3.0, -3.0], [12.0, 15.0, 18.0]]
            ),
            "the 1/n is in dscores already: do not divide again": (
                [[0.5, 1.0, 1.5], [5.5, 6.5, 7.5]]
            ),
            "the sign is turned": [[-1.0, -2.0, -3.0], [-11.0, -13.0, -15.0]],
        },
    )

with check(
    "by hand: the bias has a gradient, (1, 2)", hint="the sum over the pictures", points=0.3
):
    close(
        parts(linear_gradients(dscores, X), "dW", "db")[1],
        [1.0, 2.0],
        atol=1e-5,
        mistakes={
            "the bias is learned too: its gradient is the sum of dscores, not 0": [0.0, 0.0],
            "that is the sum over the classes: sum over the pictures": [0.0, 3.0],
            "the 1/n is in dscores already: sum, do not average": [0.5, 1.0],
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, on random gradients and pictures",
    hint="X.to(dscores.dtype)",
    points=2.1,
    says=(
        "return `dW` (C, d) and `db` (C,)",
        "The pictures may be `uint8`",
        "No loop, no autograd; both results in the dtype of `dscores`",
    ),
):
    linear_gradients_keeps_to_the_rules()

    def by_autograd(dscores, X):
        """The gradients of the sum of scores, each times its dscores."""
        W, b = torch.zeros(dscores.shape[1], X.shape[1]), torch.zeros(dscores.shape[1])
        _, slopes = value_and_grad(
            lambda W, b: (F.linear(X.double(), W, b) * dscores).sum(), W.double(), b.double()
        )
        return slopes

    def some_zeros(draw, n, c, d, size=1.0):
        """Gradients and pictures of a size, some of them 0."""
        dscores = draw.normal(n, c) * (draw.uniform(n, c) < 0.8) * size
        return dscores, draw.normal(n, d) * (draw.uniform(n, d) < 0.8) * size

    def bytes_of(draw, n, c, d):
        """Pictures as they are stored."""
        return draw.normal(n, c), draw.integers(0, 256, (n, d), torch.uint8)

    float32 = (torch.float32,)
    contract(
        linear_gradients,
        by_autograd,
        some_zeros,
        sizes=[
            *((6, 4, 9), (3, 3, 3), (1, 2, 5), (5, 1, 4), (5, 4, 1), (1, 1, 1), (2, 30, 20)),
            *((300, 2, 3), (2, 2, 300), (2, 300, 2), (4, 3, 5, 3e-3)),
        ],
        dtypes=float32,
        slack=3,
    )
    contract(linear_gradients, by_autograd, some_zeros, sizes=[(3, 4, 5, 2e3)], dtypes=float32,
             slack=1e4)  # fmt: skip
    contract(linear_gradients, by_autograd, bytes_of, sizes=[(5, 3, 12), (1, 2, 3)], dtypes=float32,
             slack=100)  # fmt: skip
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 12 · The whole objective ●●○
#
# Put the parts together: scores, loss, penalty, and both gradients. `loss` is a function such as
# `svm_loss` or `softmax_loss`, `penalty` one such as `l2_penalty`, and `reg` is λ. Return the
# value, `dW` and `db`.
#
# The penalty is for W alone. The bias is **not** penalised: it does not make the classifier more
# complicated, it only moves it. Exercise 13 shows what happens otherwise.
#
# By hand: $W = \begin{pmatrix} 1 & 0 \\ 0 & 2 \end{pmatrix}$, b = (½, −½), and two pictures of
# class 0, (1, 1) and (2, 0). Their scores are (1.5, 1.5) and (2.5, −0.5), their hinge losses 1 and
# 0, the mean 0.5. The L2 penalty is 5. With λ = 0.1 the value is 0.5 + 0.5 = 1.
#
# **Contract.** The value is a tensor without axes, `dW` and `db` have the shapes of `W` and `b`.
# `reg` is any number from 0 on.


# %% role="exercise" id="classifier_loss"
def classifier_loss(
    W: Float[Tensor, "c d"],
    b: Float[Tensor, " c"],
    X: Float[Tensor, "n d"],
    y: Int[Tensor, " n"],
    loss,
    penalty,
    reg: float,
) -> tuple[Float[Tensor, ""], Float[Tensor, "c d"], Float[Tensor, " c"]]:
    """Mean loss plus reg times the penalty on W, and the gradients by W and by b."""
    ### BEGIN SOLUTION
    value, dscores = loss(scores(W, X, b), y)
    dW, db = linear_gradients(dscores, X)
    size, slope = penalty(W)
    return value + reg * size, dW + reg * slope, db
    ### END SOLUTION


# %% role="test" id="classifier_loss" points=4
def hinge_by_torch(s, y):
    """The hinge loss and its gradient, from torch."""
    value, (slope,) = value_and_grad(lambda s: s.shape[1] * F.multi_margin_loss(s, y), s)
    return value, slope


def squares(W):
    """The L2 penalty and its gradient."""
    return (W * W).sum(), W + W


with check("a value, dW and db of the right shapes", form=True):
    names = ("value", "dW", "db")
    W, b = torch.tensor([[1.0, 0.0], [0.0, 2.0]]), torch.tensor([0.5, -0.5])
    X, y = torch.tensor([[1.0, 1.0], [2.0, 0.0]]), torch.tensor([0, 0])
    parts(classifier_loss(W, b, X, y, hinge_by_torch, squares, 0.1), *names)
    contract(
        classifier_loss,
        lambda W, b, X, y, loss, penalty, reg: (torch.tensor(0.0), W, b),
        lambda draw, n, c, d: (
            *(draw.normal(c, d), draw.normal(c), draw.normal(n, d), draw.integers(0, c, (n,))),
            *(hinge_by_torch, squares, 0.1),
        ),
        sizes=[(5, 3, 4), (1, 2, 3)],
        dtypes=(torch.float32,),
        values=False,
    )

with check("by hand: the value is 1", hint="mean loss + reg · penalty of W", points=0.4):
    value, _, _ = parts(classifier_loss(W, b, X, y, hinge_by_torch, squares, 0.1), *names)
    close(
        value,
        1.0,
        atol=1e-5,
        mistakes={
            "the penalty is missing": 0.5,
            "the bias is penalised too: only W is": 1.05,
            "`reg` is not used: the penalty counts λ times": 5.5,
            "the bias is missing in the scores": 1.5,
            "the penalty is divided by n: it is no mean over pictures": 0.75,
        },
    )

with check(
    "by hand: both gradients",
    hint="dW has a part from the loss and one from the penalty",
    points=0.4,
):
    from_loss = torch.tensor([[-0.5, -0.5], [0.5, 0.5]])
    _, dW, db = parts(classifier_loss(W, b, X, y, hinge_by_torch, squares, 0.1), *names)
    close(
        dW,
        [[-0.3, -0.5], [0.5, 0.9]],
        atol=1e-5,
        mistakes={
            "the gradient of the penalty is missing": from_loss,
            "`reg` is missing in the gradient of the penalty": from_loss + 2 * W,
            "the value of the penalty is added, in place of its gradient": from_loss + 0.5,
        },
    )
    close(
        db,
        [-0.5, 0.5],
        atol=1e-5,
        mistakes={
            "the bias is penalised too: only W is": [-0.4, 0.4],
            "the bias is learned too: its gradient is not 0": [0.0, 0.0],
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, with several losses and penalties, on random weights",
    hint="scores, then the loss that was given, then its way back to W and b",
    points=2.8,
    says=(
        "`loss` is a function such as `svm_loss` or `softmax_loss`, `penalty` one such as",
        "The value is a tensor without axes, `dW` and `db` have the shapes of `W` and `b`",
        "The bias is not penalised",
        "`reg` is any number from 0 on",
    ),
):
    draw = rng()
    W, b, X = draw.normal(3, 5), draw.normal(3), draw.normal(4, 5)
    y, marked, hills = draw.integers(0, 3, (4,)), draw.normal(4, 3), draw.normal(3, 5)
    seen = []

    def odd_loss(s, labels):
        """Notes what it was asked about; its value and gradient fit no real loss."""
        seen.append((s.clone(), labels.clone()))
        return torch.tensor(11.0), marked.clone()

    def odd_penalty(weights):
        """The same for a penalty."""
        seen.append((weights.clone(),))
        return torch.tensor(7.0), hills.clone()

    found = parts(classifier_loss(W, b, X, y, odd_loss, odd_penalty, 0.2), *names)
    asked = next((one for one in seen if len(one) == 2), None)
    expect(asked is not None, "the function `loss` that was given is not used")
    close(asked[0], F.linear(X, W, b), rtol=1e-5, atol=1e-5)
    equal(asked[1], y)
    expect(any(len(one) == 1 for one in seen), "the function `penalty` that was given is not used")
    for got, wanted in zip(found, (12.4, marked.T @ X + 0.2 * hills, marked.sum(0)), strict=True):
        close(got, wanted, rtol=1e-5, atol=1e-5)

    def entropy_by_torch(s, y):
        """Cross-entropy and its gradient, from torch."""
        value, (slope,) = value_and_grad(lambda s: F.cross_entropy(s, y), s)
        return value, slope

    def absolutes(W):
        """The L1 penalty and its gradient."""
        return W.abs().sum(), W.sign()

    def whole(W, b, X, y, loss, penalty, reg):
        """The value and its gradients, through autograd where `loss` is cross-entropy."""
        s = F.linear(X, W, b)
        value, dscores = loss(s, y)
        dW = torch.einsum("nc,nd->cd", dscores, X)
        size, slope = penalty(W)
        return value + reg * size, dW + reg * slope, dscores.sum(dim=0)

    def with_(loss, penalty, scale=1.0, most=1.0, bright=1.0):
        """Inputs of a size, some of them 0, with a λ up to the largest."""

        def inputs(draw, n, c, d):
            W = scale * draw.normal(c, d) * (draw.uniform(c, d) < 0.8)
            X = bright * draw.normal(n, d) * (draw.uniform(n, d) < 0.8)
            reg = most * draw.uniform(1).item()
            b, y = scale * draw.normal(c) * (draw.uniform(c) < 0.8), draw.integers(0, c, (n,))
            return W, b, X, y, loss, penalty, reg

        return inputs

    sizes = [(5, 4, 6), (1, 3, 5), (5, 1, 4), (4, 3, 1), (1, 1, 1), (3, 3, 3)]
    for loss, penalty, some in (
        (entropy_by_torch, squares, [*sizes, (300, 2, 3), (2, 3, 300), (2, 300, 2)]),
        (hinge_by_torch, absolutes, sizes[:3]),
    ):
        contract(classifier_loss, whole, with_(loss, penalty), sizes=some, dtypes=(torch.float32,),
                 slack=10)  # fmt: skip
    for inputs, some, slack in (
        (with_(entropy_by_torch, squares, most=0.0), [(5, 3, 4), (5, 1, 4)], 3),
        (with_(entropy_by_torch, squares, most=9.0), [(5, 3, 4)], 3),
        (with_(entropy_by_torch, absolutes, scale=3e-3, most=3e-3), [(5, 3, 4)], 3),
        (with_(entropy_by_torch, absolutes, scale=0.05, most=0.05), [(5, 1, 4)], 3),
        (with_(hinge_by_torch, squares, scale=1e-3), [(1, 300, 2)], 3),
        (with_(hinge_by_torch, squares, bright=2e3), [(5, 3, 4)], 100),
        (with_(entropy_by_torch, squares, scale=1e3), [(5, 3, 4)], 1e3),
    ):
        contract(classifier_loss, whole, inputs, sizes=some, dtypes=(torch.float32,), slack=slack)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 13 · Spot the bug: the shrunken bias ●●○
#
# Bo likes the **bias trick**: append a column of ones to X, and the bias becomes one more column of
# the weights. `Wb` has shape (C, d + 1), and its last column is b. One table less to carry.
#
# His data: 90 pictures of class 0 and 10 of class 1, and pixels that say nothing. The best that one
# can do is to say "class 0 with probability 0.9" every time. With a strong penalty Bo's classifier
# says 0.55.
#
# Mend his function. The hinge example of Exercise 12 must give 1 again, and the gradient must have
# the shape of `Wb`.
#
# **Contract.** Arguments and results are as in Exercise 12, with W and b in one table. The penalty
# is one that adds something for each weight by itself, and nothing for a weight of 0.


# %% role="exercise" id="loss_with_bias_column"
def loss_with_bias_column(
    Wb: Float[Tensor, "c d_plus_1"],
    X: Float[Tensor, "n d"],
    y: Int[Tensor, " n"],
    loss,
    penalty,
    reg: float,
) -> tuple[Float[Tensor, ""], Float[Tensor, "c d_plus_1"]]:
    """The objective and its gradient, where the last column of Wb holds the biases."""
    X1 = torch.cat([X, X.new_ones(len(X), 1)], dim=1)  # (n, d + 1)
    value, dscores = loss(X1 @ Wb.T, y)
    ### BEGIN SOLUTION
    size, slope = penalty(Wb[:, :-1])
    gradient = dscores.T @ X1
    gradient[:, :-1] += reg * slope
    return value + reg * size, gradient
    ### STARTS AS
    # size, slope = penalty(Wb)
    # return value + reg * size, dscores.T @ X1 + reg * slope
    ### END SOLUTION


# %% role="test" id="loss_with_bias_column" points=3
def hinge_of_torch(s, y):
    """The hinge loss and its gradient, from torch."""
    value, (slope,) = value_and_grad(lambda s: s.shape[1] * F.multi_margin_loss(s, y), s)
    return value, slope


def sum_of_squares(W):
    """The L2 penalty and its gradient."""
    return (W * W).sum(), W + W


with check("by hand: the value is 1 again", hint="which columns of Wb are weights?", points=0.5):
    Wb = torch.tensor([[1.0, 0.0, 0.5], [0.0, 2.0, -0.5]])
    X, y = torch.tensor([[1.0, 1.0], [2.0, 0.0]]), torch.tensor([0, 0])
    found = loss_with_bias_column(Wb, X, y, hinge_of_torch, sum_of_squares, 0.1)
    close(
        parts(found, "value", "gradient")[0],
        1.0,
        atol=1e-5,
        mistakes={
            "the biases are penalised too: the last column is not for the penalty": 1.05,
            "a row is left out in place of a column": 0.625,
            "the first column is left out: the biases are in the last": 0.95,
            "the penalty is missing": 0.5,
        },
    )

with check("by hand: the gradient has the shape of Wb, and no pull on the last column", points=0.5):
    found = loss_with_bias_column(Wb, X, y, hinge_of_torch, sum_of_squares, 0.1)
    close(
        parts(found, "value", "gradient")[1],
        [[-0.3, -0.5, -0.5], [0.5, 0.9, 0.5]],
        atol=1e-5,
        mistakes={
            "the penalty still pulls on the biases: mend the gradient as well": (
                [[-0.3, -0.5, -0.4], [0.5, 0.9, 0.4]]
            ),
            "the gradient of the penalty is missing": [[-0.5, -0.5, -0.5], [0.5, 0.5, 0.5]],
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "the contract, with several losses and penalties, on random weights",
    hint="the last column holds the biases; the penalty has no part in them",
    points=2.0,
    says=(
        "`Wb` has shape (C, d + 1), and its last column is b",
        "the gradient must have the shape of `Wb`",
        "Arguments and results are as in Exercise 12, with W and b in one table",
    ),
):

    def entropy_of_torch(s, y):
        """Cross-entropy and its gradient, from torch."""
        value, (slope,) = value_and_grad(lambda s: F.cross_entropy(s, y), s)
        return value, slope

    def sum_of_absolutes(W):
        """The L1 penalty and its gradient."""
        return W.abs().sum(), W.sign()

    def apart(Wb, X, y, loss, penalty, reg):
        """W and b as two tables, and put together again."""
        W, b = Wb[:, :-1], Wb[:, -1]
        value, dscores = loss(F.linear(X, W, b), y)
        size, slope = penalty(W)
        dW = torch.einsum("nc,nd->cd", dscores, X) + reg * slope
        return value + reg * size, torch.hstack([dW, dscores.sum(0)[:, None]])

    def with_(loss, penalty, scale=1.0, most=1.0, bright=1.0):
        """Inputs of a size, some of them 0, with a λ up to the largest."""

        def inputs(draw, n, c, d):
            Wb = scale * draw.normal(c, d + 1) * (draw.uniform(c, d + 1) < 0.8)
            X = bright * draw.normal(n, d) * (draw.uniform(n, d) < 0.8)
            reg = most * draw.uniform(1).item()
            return Wb, X, draw.integers(0, c, (n,)), loss, penalty, reg

        return inputs

    sizes = [(5, 4, 6), (1, 3, 5), (5, 1, 4), (4, 3, 1), (1, 1, 1), (3, 3, 2)]
    for loss, penalty, some in (
        (entropy_of_torch, sum_of_squares, [*sizes, (300, 2, 3), (2, 3, 300), (2, 300, 2)]),
        (hinge_of_torch, sum_of_absolutes, sizes[:3]),
    ):
        contract(loss_with_bias_column, apart, with_(loss, penalty), sizes=some,
                 dtypes=(torch.float32,), slack=10)  # fmt: skip
    for inputs, some, slack in (
        (with_(entropy_of_torch, sum_of_squares, most=0.0), [(5, 3, 4), (5, 1, 4)], 3),
        (with_(entropy_of_torch, sum_of_squares, most=9.0), [(5, 3, 4)], 3),
        (with_(entropy_of_torch, sum_of_absolutes, scale=3e-3, most=3e-3), [(5, 3, 4)], 3),
        (with_(entropy_of_torch, sum_of_absolutes, scale=0.05, most=0.05), [(5, 1, 4)], 3),
        (with_(hinge_of_torch, sum_of_squares, scale=1e-3), [(1, 300, 2)], 3),
        (with_(hinge_of_torch, sum_of_squares, bright=2e3), [(5, 3, 4)], 100),
        (with_(entropy_of_torch, sum_of_squares, scale=1e3), [(5, 3, 4)], 1e3),
    ):
        contract(
            loss_with_bias_column, apart, inputs, sizes=some, dtypes=(torch.float32,), slack=slack
        )
### END HIDDEN TESTS

# %% role="demo" id="shrunken_bias"
from course_lib.proximal import minimize

generator = torch.Generator().manual_seed(0)
noise, rare = torch.randn(100, 5, generator=generator), (torch.arange(100) >= 90).long()


def bias_in_last_column(Wb, nothing):
    """Your function in the form that `minimize` asks for: it has no separate bias."""
    value, gradient = loss_with_bias_column(Wb, noise, rare, softmax_loss, l2_penalty, 2.0)
    return value, gradient, torch.zeros_like(nothing)


found = minimize(bias_in_last_column, torch.zeros(2, 6), torch.zeros(2))
certain = softmax(torch.cat([noise, torch.ones(100, 1)], dim=1) @ found.W.T)[:, 0].mean()
print(f"λ = 2: class 0 gets a probability of {certain:.2f}; 90 of 100 pictures are of class 0")

# %% [markdown]
# Where the biases are free, even the strongest penalty leaves the classifier with what it surely
# knows: how common each class is.
#
# `minimize` is a machine that walks down from a given start until it is at the bottom. You need
# only know that it calls your function for the value and the gradient. How such a machine works is
# the subject of Lab 3.

# %% [markdown]
# ## 8 · What the penalties do to a template
#
# ### The pull on one weight
#
# Take a weight that is of no use: the loss does not depend on it, and only the penalty pulls. L2
# pulls with 2 λ w: the smaller the weight, the weaker the pull. L1 pulls with λ, however small it
# is.
#
# **Predict.** Which of them brings the weight to exactly 0?

# %% role="demo" id="pull"
count = torch.arange(25)
step = 0.1
by_l2 = 0.85 * (1 - 2 * step) ** count
by_l1 = (0.85 - step * count).clamp(min=0)  # λ a step, and not past 0
jumping = torch.where(count < 9, 0.85 - step * count, 0.05 * (-1.0) ** count)
ax = plots.curves(
    {"L2": by_l2, "L1, stopping at 0": by_l1, "L1, plain steps against the sign": jumping},
    xs=count,
    xlabel="step",
    ylabel="weight",
    title="only the penalty pulls",
)
ax.axhline(0, color=plots.ACCENT, linewidth=0.8)
print(f"after 24 steps: L2 {by_l2[-1]:.4f}   L1 {by_l1[-1]:.4f}   plain steps {jumping[-1]:+.4f}")

# %% [markdown]
# L2 takes the same share of the weight each time, and never arrives. L1 takes the same *amount*,
# and arrives. With plain steps it then jumps about 0, by the size of a step. So the machine does
# better: a weight that a step would carry past 0 is set to exactly 0. (This is called a *proximal*
# step.)
#
# Now the four pixels of section 6 again. The loss wants $w \cdot x = 1$.
#
# **Predict.** Start from $w_1$, and from $w_2$. Where does each penalty lead? And what if the first
# pixel is a little brighter than the others?


# %% role="demo" id="path"
def lands(start, x, l1=0.0, l2=0.0):
    """Where a minimisation of (w·x − 1)² plus a penalty lands that begins at `start`."""

    def objective(W, b):
        miss = (W * x).sum() - 1
        size, slope = l2_penalty(W)
        return miss**2 + l2 * size, 2 * miss * x + l2 * slope, torch.zeros_like(b)

    start = torch.tensor([start], dtype=torch.float64)
    return minimize(objective, start, torch.zeros(1), l1=l1, steps=400).W[0]


def written(w):
    """Three digits of each weight."""
    return "(" + ", ".join(f"{value:.3f}" for value in w.tolist()) + ")"


same = torch.ones(4, dtype=torch.float64)
brighter = torch.tensor([1.2, 1.0, 1.0, 1.0], dtype=torch.float64)
for name, x in (("x = (1, 1, 1, 1)", same), ("x = (1.2, 1, 1, 1)", brighter)):
    print(name)
    for start in ([1.0, 0.0, 0.0, 0.0], [0.25, 0.25, 0.25, 0.25]):
        print(f"  from {written(torch.tensor(start))} "
              f"L1 → {written(lands(start, x, l1=0.1))} "
              f"L2 → {written(lands(start, x, l2=0.1))}")  # fmt: skip

# %% [markdown]
# With four equal pixels L2 goes to the even split from everywhere. L1 stays with what it began
# with: both ends cost the same. There is your proof that it prefers neither. But let one pixel be a
# little more useful, and L1 gives it everything: per unit of weight it gains the most there, and
# the constant pull takes the others down to 0. That is where sparsity comes from: pixels are never
# *exactly* equally useful.

# %% [markdown]
# ### Sparsity against λ
#
# Now for the digits. Train on 2,000 pictures with cross-entropy, from a small random W, with L1 and
# with L2, for several λ. Count the weights that are **exactly** 0.
#
# **Predict.** What share is it, with a strong L2 penalty? With a strong L1 penalty?
#
# <details><summary>What the right answer draws</summary>
#
# ![share of weights that are exactly 0, and accuracy, against λ](figures/sparsity.png)
#
# </details>


# %% role="demo" id="sparsity"
def train(penalty_name, reg, n=2_000, steps=60, seed=0):
    """A linear classifier from your losses: cross-entropy plus an L1 or an L2 penalty."""
    generator = torch.Generator().manual_seed(seed)
    X, y = train_pixels[:n], digits.train_labels[:n]
    start = 0.01 * torch.randn(10, X.shape[1], generator=generator).to(device)
    l1, l2 = (reg, 0.0) if penalty_name == "L1" else (0.0, reg)
    return minimize(
        lambda W, b: classifier_loss(W, b, X, y, softmax_loss, l2_penalty, l2),
        start,
        torch.zeros(10, device=device),
        l1=l1,
        steps=steps,
    )


def accuracy(found):
    """Share of the test pictures that are classified right."""
    best = scores(found.W, test_pixels, found.b).argmax(dim=1)
    return (best == digits.test_labels).float().mean().item()


regs = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2]
trained = {name: [train(name, reg) for reg in regs] for name in ("L1", "L2")}
zero = {name: [(f.W == 0).float().mean().item() for f in found] for name, found in trained.items()}
right = {name: [accuracy(f) for f in found] for name, found in trained.items()}
figure, axes = plt.subplots(1, 2, figsize=(12, 4.4), layout="compressed")
for ax, lines, title in zip(
    axes, (zero, right), ("share of weights that are exactly 0", "accuracy on test pictures"),
    strict=True,
):  # fmt: skip
    plots.curves(lines, xs=regs, xlabel="λ", title=title, ax=ax)
    ax.set_xscale("log")
for name, found in trained.items():
    unread = (found[2].W == 0).all(dim=0).sum()
    print(f"{name}, λ = {regs[2]:g}: {zero[name][2]:.0%} of the weights are 0, {unread} of "
          f"{train_pixels.shape[1]} pixels count for no class, "
          f"{right[name][2]:.1%} right")  # fmt: skip

# %% [markdown]
# L2 leaves not a single exact 0, at any λ. L1 clears more and more of the picture, and for a while
# that costs nothing: most pixels were not needed. Look at the templates.
#
# <details><summary>What the right answer draws</summary>
#
# ![ten full templates under L2, ten of a few dots under L1](figures/penalised_templates.png)
#
# </details>

# %% role="demo" id="penalised_templates"
figure, axes = plt.subplots(2, 1, figsize=(10, 8.4), layout="compressed")
for ax, name in zip(axes, ("L2", "L1"), strict=True):
    plots.templates(
        trained[name][2].W, digits.image_shape, digits.classes, title=f"{name}, λ = {regs[2]:g}",
        ax=ax,
    )  # fmt: skip

# %% [markdown]
# Nearly the same accuracy. Under L2 every pixel that ever sees ink has a say, if a small one. Under
# L1 each class asks about a few places only: is there ink *here*, and none *there*? You could read
# the questions out.

# %% [markdown]
# ## 9 · What a line cannot separate
#
# A linear classifier cuts the plane with straight lines, and the space of pictures with flat walls.
# Each class gets *one* region, and it has no dents. Whatever W and b are.
#
# **Predict.** How many of 100 points can a line get right in each of these four pictures?
#
# <details><summary>What the right answer draws</summary>
#
# ![blobs separated by lines; XOR, a ring and islands that no line separates](figures/lines.png)
#
# </details>

# %% role="demo" id="lines"
from course_lib.toy import islands, rings, xor


def best_line(points, labels):
    """W and b of the linear classifier with the least cross-entropy."""
    classes = int(labels.max()) + 1
    found = minimize(
        lambda W, b: classifier_loss(W, b, points, labels, softmax_loss, l2_penalty, 1e-4),
        torch.zeros(classes, 2),
        torch.zeros(classes),
    )
    return found.W, found.b


def most_right(points, labels):
    """The largest share that any line gets right between two classes, by trying 360 directions."""
    angles = torch.deg2rad(torch.arange(360.0))
    along = points @ torch.stack([angles.cos(), angles.sin()])  # (n, 360)
    ones = labels[along.argsort(dim=0)].cumsum(dim=0)  # of class 1 before each possible cut
    before = torch.arange(1, len(points) + 1)[:, None]
    return (((before - ones) + (ones[-1] - ones)).max() / len(points)).item()


sets = {
    "three blobs": blobs(200, 3, spread=0.5, seed=1),
    "XOR": xor(200),
    "a ring": rings(200, 2),
    "islands": islands(200),
}
figure, axes = plt.subplots(1, 4, figsize=(16, 4.4), layout="compressed")
for ax, (name, (points, labels)) in zip(axes, sets.items(), strict=True):
    W, b = best_line(points, labels)
    share = (scores(W, points, b).argmax(dim=1) == labels).float().mean()
    plots.linear_regions(W, b, points, labels, legend=False, title=f"{name}: {share:.0%}", ax=ax)
    if int(labels.max()) == 1:
        best = most_right(points, labels)
        print(f"{name}: least loss {share:.0%}, the best of all lines {best:.0%}")

# %% [markdown]
# The arrows are the rows of W: each class's score grows along its arrow. For XOR, ring and islands
# the line with the least loss is hardly better than a coin: whatever it gains on one side it loses
# on the other. And not for want of training. Trying every line there is, the best one cuts off a
# corner, and is still far from the rest. k-NN of Lab 1 had no trouble with any of them.
#
# A way out will be to bend the space first (Lab 4) or to learn how to bend it (Lab 5).
#
# Try it yourself. Set the lines by hand, on any of the data sets, and watch the loss. Can you get
# 70 of 100 right on XOR, and what does the loss say to it? Reach a hinge loss of 0 on the blobs,
# then press **W × 2**. What do the two losses say? Or let the machine nudge the numbers at random,
# and keep what helps.

# %% role="demo" id="playground"
from course_lib.linear_playground import linear_playground

linear_playground(scores, {"hinge": svm_loss, "cross-entropy": softmax_loss})

# %% [markdown]
# ## Quiz
#
# Put your answers in the cell below: a number, or a letter in quotes.
#
# 1. A hinge loss (δ = 1) is printed before the first step of a training with 100 classes. W is
#    nearly 0. What does it say?
# 2. The same for the cross-entropy loss and 100 classes. Three digits will do.
# 3. The hinge loss of W is 0. What is the hinge loss of 2 W (biases 0)? "a" 0, "b" twice as large,
#    "c" four times as large, "d" it may be anything.
# 4. $w_1 = (1, 0, 0, 0)$, $w_2 = (\tfrac14, \tfrac14, \tfrac14, \tfrac14)$. Which one has the
#    smaller L1 norm? "a" $w_1$, "b" $w_2$, "c" neither.
# 5. Someone forgets to leave out j = y in the hinge loss. What becomes of the best W? "a" It is
#    larger, "b" it is smaller, "c" it stays as it was.
# 6. The right class has the score 10, the others 9 and 9. Which loss still pushes? "a" The hinge
#    loss (δ = 1), "b" cross-entropy, "c" both, "d" neither.
# 7. Two margins of a picture are 3 and 4, all others are 0. What is its squared hinge loss?
# 8. Ten classes, pictures of 28 × 28 pixels: how many numbers does a linear classifier learn?

# %% role="quiz" id="quiz"
### BEGIN SOLUTION
q1 = 99
q2 = 4.605
q3 = "a"
q4 = "c"
q5 = "c"
q6 = "b"
q7 = 25
q8 = 7850
### STARTS AS
# q1 = None  # a number
# q2 = None  # a number
# q3 = None  # "a", "b", "c" or "d"
# q4 = None  # "a", "b" or "c"
# q5 = None  # "a", "b" or "c"
# q6 = None  # "a", "b", "c" or "d"
# q7 = None  # a number
# q8 = None  # a number
### END SOLUTION

# %% role="test" id="quiz" points=8
with check("question 1: the hinge loss at the start"):
    is_number(q1)
    ### BEGIN HIDDEN TESTS
    close(q1, 99, atol=0.01, mistakes={
        "the right class itself does not count: C − 1": 100,
        "all scores are equal, so no margin of 1 is met": 0,
        "that is for 10 classes": 9,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 2: the cross-entropy at the start"):
    is_number(q2)
    ### BEGIN HIDDEN TESTS
    close(q2, math.log(100), atol=0.006, mistakes={
        "that is the logarithm to base 10: use the natural one": 2,
        "that is the loss for 10 classes": math.log(10),
        "that is the probability: the loss is −log of it": 0.01,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 3: twice the weights"):
    one_of(q3, "abcd")
    ### BEGIN HIDDEN TESTS
    equal(q3, "a", mistakes={
        "every lead doubles, so every margin is still met: twice 0 is 0 too, but the reason is "
        "another": "b",
        "the loss does not depend on the square of W": "c",
        "every lead doubles, so every margin is still met: see section 6": "d",
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 4: the smaller L1 norm"):
    one_of(q4, "abc")
    ### BEGIN HIDDEN TESTS
    equal(q4, "c", mistakes={
        "add up the absolute values of both: sparsity does not come from here": "a",
        "that is L2: for L1, add up absolute values": "b",
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 5: j = y among the sum"):
    one_of(q5, "abc")
    ### BEGIN HIDDEN TESTS
    equal(q5, "c", mistakes={
        "the loss is larger by 1 everywhere: that moves no minimum": "a",
        "the loss is larger by 1 everywhere, for every W: that moves no minimum": "b",
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 6: who still pushes"):
    one_of(q6, "abcd")
    ### BEGIN HIDDEN TESTS
    equal(q6, "b", mistakes={
        "a lead of 1 is all that the hinge loss wants: see section 5": "a",
        "the hinge loss is content with a lead of 1: see section 5": "c",
        "cross-entropy is never content: it charges 0.55 here": "d",
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 7: 3 and 4"):
    is_number(q7)
    ### BEGIN HIDDEN TESTS
    close(q7, 25, atol=1e-6, mistakes={
        "that squares the sum: square each margin": 49,
        "that is the hinge loss: square each margin": 7,
        "no root is taken": 5,
        "only the larger one is counted": 16,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 8: how many numbers"):
    is_number(q8)
    ### BEGIN HIDDEN TESTS
    close(q8, 7850, atol=1e-6, mistakes={
        "the biases are learned too: 10 more": 7840,
        "each class has its own weights": 785,
        "each class has its own weights, and a bias": 784,
    })  # fmt: skip
    ### END HIDDEN TESTS

# %% [markdown] role="written" id="which_loss" points=3
# ### In your own words
#
# A classifier is to sort letters by postcode. Letters of which it is not sure go to a person. Which
# of the two losses, hinge or cross-entropy, would you train it with? And which penalty, if the
# camera can read out only a few of its pixels? Give a reason for each, with a number or a picture
# from this notebook, and name one thing that a linear classifier will get wrong all the same.
#
# ### BEGIN SOLUTION
# **Loss:** cross-entropy. It gives probabilities, and a threshold on them decides which letters go
# to a person. The hinge loss is content with a lead of 1: the scores (10, 9, 9) and (10, −100,
# −100) both cost 0 (section 5), though one is nearly a tie; cross-entropy charges 0.55 for the
# first.
#
# **Penalty:** L1. It makes most weights exactly 0 (section 8): with λ = 0.001 well over half of
# them at hardly any loss of accuracy; a pixel whose ten weights are all 0 need not be read. L2
# leaves none at 0.
#
# **Wrong all the same:** one template a class cannot hold two ways of writing a digit, as one
# straight line cannot separate XOR (section 9).
#
# === BEGIN MARK SCHEME ===
# One point for the loss and one for the penalty, each if the reason comes with its number or
# picture (half a point without). One point for a limit that follows from one template, or flat
# walls. Hinge with a good reason (cost of training, no need of probabilities) gets half a point.
# === END MARK SCHEME ===
# ### END SOLUTION

# %% [markdown]
# ## What you should see
#
# <!-- measured: python -m benchmarks.tables lab02_linear --write -->
# | | MNIST | offline digits |
# |---|---|---|
# | training / test pictures | 55,000 / 10,000 | 1,197 / 400 |
# | mean pictures as templates, right | 81.99% | 89.75% |
# | the same without biases | 63.17% | 82.00% |
# | hinge loss at the start | 9.00 | 9.00 |
# | cross-entropy at the start | 2.303 | 2.303 |
# | L2, λ = 0.001: right | 89.0% – 89.5% | 96.0% – 96.2% |
# | L2, λ = 0.001: weights exactly 0 | 0% | 0% |
# | L2, λ = 0.001: pixels that count for no class | 0% | 0% |
# | L1, λ = 0.001: right | 88.2% – 88.9% | 95.2% |
# | L1, λ = 0.001: weights exactly 0 | 77% – 80% | 51% – 54% |
# | L1, λ = 0.001: pixels that count for no class | 46% – 48% | 20% – 21% |
# | XOR, the line with the least loss: right | 49% – 55% | 49% – 55% |
# | a ring, the line with the least loss: right | 50% – 58% | 50% – 58% |
# | islands, the line with the least loss: right | 43% – 62% | 43% – 62% |
# | hinge loss with loops ÷ without, time | 92 – 109 | 23 – 26 |
# | the whole notebook, seconds | 11 | 12 |
# | the whole notebook, peak memory | 0.9 GiB | 0.9 GiB |
#
# Intervals are over 5 seeds or runs, measured on 2 cores, AMD EPYC, no GPU, torch 2.14.1+cu130.
# <!-- end of measured -->
#
# ## Where to go on
#
# - K. Crammer, Y. Singer: *On the algorithmic implementation of multiclass kernel-based vector
#   machines*, Journal of Machine Learning Research 2 (2001); J. Weston, C. Watkins: *Support vector
#   machines for multi-class pattern recognition*, ESANN (1999): two hinge losses for many classes.
#   Ours is the second; the first counts only the worst class.
# - R. Tibshirani: *Regression shrinkage and selection via the lasso*, Journal of the Royal
#   Statistical Society B 58 (1996): L1 and its zeros.
# - H. Zou, T. Hastie: *Regularization and variable selection via the elastic net*, Journal of the
#   Royal Statistical Society B 67 (2005).
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: *Gradient-based learning applied to document
#   recognition*, Proceedings of the IEEE 86 (1998): a linear classifier on MNIST errs on 12.0 %.
#
# Next: how a machine finds W. You will write it.

# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 3 · Optimisation
#
# Lab 2 said how bad a set of weights is: the loss. This lab makes the weights better. You stand in
# fog on a hillside of 7,850 dimensions. You cannot see the valley, but you can feel which way the
# ground slopes. Take a step downhill, and feel again.
#
# **You will be able to**
#
# - measure a slope with nothing but values, and say how exact it is;
# - check a gradient before you trust it;
# - write gradient descent, minibatches, SGD and momentum yourself;
# - recognise a step size that is too small, right, or too large, and say where "too large" begins;
# - say what a smaller batch costs: measure the variance against 1/B;
# - tune on validation data only, with random search and with a grid.
#
# | | |
# |---|---|
# | You need | losses and their gradients (Lab 2) |
# | Your time | about 4 hours; the machine needs about a minute (see the table at the end) |
# | Points | 40 for code, 8 for the quiz, 3 for a written answer |

# %% [markdown]
# ## How this notebook works
#
# Run the cells from the top. Put your answers in place of the `raise` lines; the grey cell below
# each checks them. A cross says what was expected, what came, and often which classic error it was.
# Where a line says **predict**, write your guess down before you run the next cell.
#
# `progress()`, after `from course_tools import progress` in any cell, shows how far you are.
#
# **What holds everywhere.** Arguments stay as they are: work on a copy, or put back what you moved.
# No call leaves anything for the next one. Tensors keep the dtype and the device of `W`: float64
# in, float64 out. A list is a Python list, and a single number may be a Python number or a tensor
# with one number. Counts (n, sizes, steps, epochs, draws) are at least 1, unless a text says more.
# An exercise's line **Contract** says what else is asked of it.

# %% role="setup"
import itertools
import math

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor
from tqdm.auto import tqdm

from course_lib import default_device
from course_lib.checks import (
    check,
    close,
    contract,
    equal,
    expect,
    is_number,
    one_of,
    rng,
    shape,
    unchanged,
    value_and_grad,
)

device = default_device()

# %% [markdown]
# ### What is given
#
# Pixels are divided by 255, and the **mean picture of the training set** is subtracted. Then every
# picture gets one more number, a 1. Its weight is the bias: `W` of shape (10, 785) holds the bias
# as its last column, and there is a single table of numbers to move.
#
# `softmax_objective` and `svm_objective` are the two losses of Lab 2, here by torch. Each takes
# (W, X, y) and returns **two** things: the mean loss over the pictures, and its gradient, in the
# shape of `W`. The penalty leaves the bias alone.


# %% role="given"
def prepare(images: Tensor, mean: Tensor) -> Float[Tensor, "n d_plus_1"]:
    """Pixels between 0 and 1, less the mean picture, with a column of ones for the bias."""
    flat = images.flatten(1).float() / 255 - mean
    return torch.cat([flat, flat.new_ones(len(flat), 1)], dim=1)


def softmax_objective(W: Tensor, X: Tensor, y: Tensor, reg: float = 0.0) -> tuple[Tensor, Tensor]:
    """Mean cross-entropy plus reg · ‖W without bias‖², and its gradient by autograd."""
    W = W.detach().requires_grad_()
    loss = F.cross_entropy(X @ W.T, y) + reg * W[:, :-1].square().sum()
    (gradient,) = torch.autograd.grad(loss, W)
    return loss.detach(), gradient


def svm_objective(W: Tensor, X: Tensor, y: Tensor, reg: float = 0.0) -> tuple[Tensor, Tensor]:
    """Mean multiclass hinge loss plus reg · ‖W without bias‖², and its gradient by autograd."""
    W = W.detach().requires_grad_()
    hinge = F.multi_margin_loss(X @ W.T, y) * len(W)  # torch divides by the number of classes
    loss = hinge + reg * W[:, :-1].square().sum()
    (gradient,) = torch.autograd.grad(loss, W)
    return loss.detach(), gradient


def accuracy(W: Tensor, X: Tensor, y: Tensor) -> float:
    """The share of rows whose largest score is that of the label."""
    return ((X @ W.T).argmax(dim=1) == y).float().mean().item()


def seeded(seed: int) -> torch.Generator:
    """A source of random numbers of its own: the same seed, the same numbers."""
    return torch.Generator().manual_seed(seed)


# %% [markdown]
# Helpers of the checks below: random numbers, a function whose slopes are known, and numbers that
# may have come as tensors.


# %% role="setup"
def dyadic(draw, *shape):
    """Random multiples of 1/16: even float32 adds and multiplies a few of them without rounding."""
    return (16 * draw.normal(*shape)).round() / 16


def with_zeros(draw, *shape):
    """Standard normal numbers, of which one in eight is exactly 0."""
    return draw.normal(*shape) * (draw.integers(0, 8, shape) > 0)


def separable(draw, scale, *shape):
    """f(W), a sum of one curve for each entry; `f.each` gives its terms.

    A scale of 1,000 moves all that happens to weights a thousand times as large.
    """
    slopes = dyadic(draw, *shape)

    def each(W):
        """The terms of f."""
        w = W / scale
        return scale**2 * w * (slopes.to(W.dtype) + w * w)

    def f(W):
        """The sum of the terms."""
        return each(W).sum()

    f.each = each
    return f


def number(value):
    """A tensor with one number as a Python number; anything else as it is."""
    return value.item() if isinstance(value, Tensor) and value.numel() == 1 else value


def numbers(values):
    """A list of such numbers; anything else as it is."""
    return [number(value) for value in values] if isinstance(values, list) else values


# %% role="demo" id="data"
import matplotlib.pyplot as plt

from course_lib import Timer, data, plots

digits = data.load("mnist", device=device)
mean_picture = digits.train_images.flatten(1).float().mean(dim=0) / 255
train_X, train_y = prepare(digits.train_images, mean_picture), digits.train_labels
val_X, val_y = prepare(digits.val_images, mean_picture), digits.val_labels
test_X, test_y = prepare(digits.test_images, mean_picture), digits.test_labels
zeros = torch.zeros(10, train_X.shape[1], device=device)
few_X, few_y = train_X[:2_000], train_y[:2_000]
print(digits.source, "on", device)
print("training", tuple(train_X.shape), " validation", tuple(val_X.shape))
print(f"all weights 0: loss {softmax_objective(zeros, few_X, few_y)[0]:.3f}, log 10 = 2.303")

# %% [markdown]
# ## 1 · A bad idea first: try at random
#
# You can judge a `W`. So throw a thousand, and keep the best.
#
# **Predict.** Guessing gives 10 %. What does the best of a thousand random `W` give?
#
# ### Exercise 1 · Random search ●○○
#
# `draw()` gives a new random `W`, and `f(W)` its loss. Draw n times. Return the `W` with the
# smallest loss, and a list of n numbers: the smallest loss **so far** after each draw. Judge each
# draw once.
#
# **Contract.** `W` is one of those drawn, as it was drawn; of equally good ones, any. `draw` is
# called n times, no more. Losses may be negative, or huge.
#
# <details><summary>Hint</summary>
#
# Begin with `best_loss = float("inf")`: anything is better.
#
# </details>


# %% role="exercise" id="random_search"
def random_search(f, draw, n: int) -> tuple[Tensor, list[float]]:
    """The best of n draws, and the smallest loss so far after each of them."""
    ### BEGIN SOLUTION
    best, best_loss, history = None, float("inf"), []
    for _ in range(n):
        W = draw()
        loss = float(f(W))
        if loss < best_loss:
            best, best_loss = W, loss
        history.append(best_loss)
    return best, history
    ### END SOLUTION


# %% role="test" id="random_search" points=3
def drawing(values, less=0.0):
    """A `draw` that gives the values in turn, a loss, and a list that notes what was judged."""
    left, judged = list(values), []

    def draw():
        """The next value."""
        expect(left, "draw() was called more than n times")
        return left.pop(0).clone()

    def f(W):
        """The sum of squares, less a number."""
        judged.append(W.clone())
        return W.square().sum() - less

    return f, draw, judged


with check("four draws by hand: the best is the third", "keep W and its loss together", points=0.4):
    f, draw, judged = drawing([torch.tensor([w]) for w in (3.0, -4.0, 1.0, 2.0)])
    best, history = random_search(f, draw, 4)
    close(
        best,
        [1.0],
        mistakes={
            "that is the last draw: keep the best": [2.0],
            "that is the draw with the largest loss: the smallest is wanted": [-4.0],
            "that is the first draw: replace it when a better one comes": [3.0],
        },
    )
    equal(len(judged), 4)

with check("the history is the smallest loss so far", hint="9, 9, 1, 1", points=0.4):
    f, draw, _ = drawing([torch.tensor([w]) for w in (3.0, -4.0, 1.0, 2.0)])
    history = numbers(random_search(f, draw, 4)[1])
    expect(isinstance(history, list), f"expected a list, got {type(history).__name__}")
    close(
        history,
        [9.0, 9.0, 1.0, 1.0],
        mistakes={
            "these are the losses of all draws: keep the smallest so far": [9.0, 16.0, 1.0, 4.0],
            "that is the largest so far": [9.0, 16.0, 16.0, 16.0],
        },
    )

### BEGIN HIDDEN TESTS
with check(
    "many random draws, wherever the best one stands",
    hint="compare with the best so far, not with the last; any loss is below infinity",
    points=2.2,
    says=(
        "Return the W with the smallest loss, and a list of n numbers",
        "Judge each draw once",
        "Losses may be negative, or huge",
        "as it was drawn",
    ),
):
    for n, place, size, less, dtype in (
        (1, 0, 1.0, 0.0, torch.float64),
        (40, 0, 1.0, 0.0, torch.float64),
        (40, 39, 1.0, 0.0, torch.float64),
        (300, 0, 1.0, 0.0, torch.float32),
        (20, None, 1e8, 0.0, torch.float64),
        (20, None, 1.0, 1e3, torch.float64),
        (20, None, 1e-4, 0.0, torch.float64),
        (40, None, 1.0, 0.0, torch.float32),
    ):
        values = size * rng().normal(n, 2, 3, dtype=torch.float64).to(dtype)
        losses = [float(W.square().sum() - less) for W in values]
        least = losses.index(min(losses))
        if place is not None:  # the best one goes there
            order = list(range(n))
            order[place], order[least] = least, place
            values, losses, least = values[order], [losses[i] for i in order], place
        f, draw, judged = drawing(values, less)
        best, history = random_search(f, draw, n)
        shape(best, (2, 3))
        expect(best.dtype == dtype, f"expected a W of {dtype}, as drawn, got {best.dtype}")
        close(best, values[least], rtol=1e-12, atol=0.0, mistakes={
            "that is the second best: every draw may win, the first and the last, too": (
                values[losses.index(sorted(losses)[min(1, n - 1)])]
            ),
            "that is the last draw: keep the best": values[-1],
            "that is the draw with the largest loss": values[losses.index(max(losses))],
            "that is the first draw: replace it when a better one comes": values[0],
        })  # fmt: skip
        history = numbers(history)
        expect(isinstance(history, list), f"expected a list, got {type(history).__name__}")
        close(history, list(itertools.accumulate(losses, min)), rtol=1e-6, atol=1e-12)
        expect(len(judged) == n, f"expected f once for each of the {n} draws, got {len(judged)}")
### END HIDDEN TESTS

# %% role="demo" id="random_search_demo"
generator = seeded(0)
found, best_so_far = random_search(
    lambda W: F.cross_entropy(few_X[:500] @ W.T, few_y[:500]),
    lambda: 0.03 * torch.randn(zeros.shape, generator=generator).to(device),
    1_000,
)
print(f"best of 1,000: loss {best_so_far[-1]:.2f}, accuracy {accuracy(found, val_X, val_y):.1%}")
ax = plots.curves(
    {"best so far": best_so_far}, xlabel="draws", ylabel="loss", title="random search"
)
ax.lines[0].set_drawstyle("steps-post")
_ = ax.set_xscale("log")

# %% [markdown]
# Better than guessing, and a dead end: each gain takes several times as many draws as the last. In
# 7,850 dimensions nearly every direction is a wrong one. So do not guess the direction. Compute it.

# %% [markdown]
# ## 2 · The slope, by two values
#
# Write down the loss. Move **one** weight a little, write it down again. With the first weight
# moved by h = 0.0001:
#
# | | first weight | loss |
# |---|---|---|
# | before | 0.34 | 1.25347 |
# | after | 0.3401 | 1.25322 |
#
# $$ \frac{1.25322 - 1.25347}{0.0001} = -2.5 $$
#
# The slope is −2.5: raise this weight, and the loss falls. Then **put the weight back** and do the
# same with the next one. All slopes together are the **gradient**. It points uphill.
#
# ### Exercise 2 · Spot the bug: the weight that stayed away ●○○
#
# Cleo's forward difference gets the first entry right, and every other one wrong. Print
# `W` inside the loop, see why, and mend it. When the function returns, `W` must be what it was.
#
# **Contract.** `W` has one axis or more, in float32 or float64. The result has W's shape and dtype.
# `f(W)` is a tensor with one number.


# %% role="exercise" id="forward_gradient"
def forward_gradient(f, W: Float[Tensor, "*shape"], h: float = 1e-4) -> Float[Tensor, "*shape"]:
    """(f(W + h in one entry) − f(W)) / h, for each entry of W."""
    ### BEGIN SOLUTION
    gradient = torch.zeros_like(W)
    before = f(W)
    for i in range(W.numel()):
        old = W.view(-1)[i].item()
        W.view(-1)[i] = old + h
        gradient.view(-1)[i] = (f(W) - before) / h
        W.view(-1)[i] = old
    return gradient
    ### STARTS AS
    # gradient = torch.zeros_like(W)
    # before = f(W)
    # for i in range(W.numel()):
    #     W.view(-1)[i] += h
    #     gradient.view(-1)[i] = (f(W) - before) / h
    # return gradient
    ### END SOLUTION


# %% role="test" id="forward_gradient" points=2
with check("the sheet above, with a second weight of slope 4; W stays", points=0.5,
           hint="put the weight back: keep its old value"):  # fmt: skip
    W = torch.tensor([0.34, 0.5], dtype=torch.float64)
    close(
        forward_gradient(lambda W: 1.25347 - 2.5 * (W[0] - 0.34) + 4 * (W[1] - 0.5), W.clone()),
        [-2.5, 4.0],
        rtol=1e-6,
        atol=1e-6,
        mistakes={
            "the first weight stayed moved: its slope is in the second entry too": [-2.5, 1.5],
            "the signs are exchanged: after less before": [2.5, -4.0],
            "all weights move at once: move one at a time": [1.5, 1.5],
            "the first weight moved on instead of back": [-2.5, -1.0],
        },
    )
    start = torch.tensor([[0.5, -1.0], [2.0, 0.25]], dtype=torch.float64)
    close(
        unchanged(forward_gradient, lambda W: 3 * W.sum(), start.clone(), 0.25),
        torch.full((2, 2), 3.0),
    )

### BEGIN HIDDEN TESTS
with check("curved functions of any shape: forward, not central", hint="(f(W + h) − f(W)) / h",
           points=1.3, says=(
               "(f(W + h in one entry) − f(W)) / h, for each entry of W",
               "W has one axis or more, in float32 or float64",
               "The result has W's shape and dtype",
               "When the function returns, W must be what it was",
               "No call leaves anything for the next one",
           )):  # fmt: skip
    W = rng().normal(2, 3, dtype=torch.float64)
    forward = ((W + 0.5).square() - W.square()) / 0.5
    stayed = forward.flatten().cumsum(0).reshape(2, 3)  # each move is seen by all that follow
    close(
        forward_gradient(lambda W: W.square().sum(), W.clone(), 0.5),
        forward,
        rtol=1e-9,
        atol=1e-9,
        mistakes={
            "weights stayed moved: put each back before you move the next": stayed,
            "that is the central difference: compare with f(W) itself here": 2 * W,
            "the difference is not divided by h": forward * 0.5,
            "that is the backward difference: move the weight up": 2 * W - 0.5,
        },
    )
    W = torch.tensor([2.0, 3.0], dtype=torch.float64)
    close(forward_gradient(lambda W: W[0].square(), W, 0.5), [4.5, 0.0])  # the second is not in f
    contract(
        forward_gradient,
        lambda f, W, h: (f.each(W + h) - f.each(W)) / h,
        lambda draw, scale, *sizes: (
            separable(draw, scale, *sizes),
            scale * dyadic(draw, *sizes),
            scale / 2 ** int(draw.integers(1, 5, ())),
        ),
        sizes=[(1, 3, 4), (1, 1), (1, 2, 3, 2), (1024, 20), (1 / 1024, 1, 3), (1, 3, 1), (1, 300),
               (2**-22, 3, 4)],
        layouts=False,
        slack=20,
    )  # fmt: skip

with check("h is 0.0001 unless told", hint="h=1e-4 in the first line", points=0.2,
           says="h: float = 1e-4"):  # fmt: skip
    W = torch.ones(2, dtype=torch.float64)
    close(forward_gradient(lambda W: W.square().sum(), W), 2 * W + 1e-4, atol=1e-7)
### END HIDDEN TESTS

# %% [markdown]
# ## 3 · Forward or central?
#
# Look to both sides instead of one:
#
# $$ \text{forward: } \frac{f(w + h) - f(w)}{h} \qquad
#    \text{central: } \frac{f(w + h) - f(w - h)}{2h} $$
#
# By hand, for $f(w) = w^3$ at $w = 2$ with a coarse $h = 0.25$. The true slope is 12.
# Forward: $(11.390625 - 8) / 0.25 = 13.5625$. Central: $(11.390625 - 5.359375) / 0.5 = 12.0625$.
#
# Why so much better? Taylor: $f(w \pm h) = f \pm h f' + \tfrac{h^2}{2} f'' \pm \dots$ In the
# forward difference the curvature $f''$ remains, an error proportional to h. In the central one it
# cancels, and what remains is proportional to h².
#
# ### Exercise 3 · The numeric gradient ●●○
#
# Central differences, two calls of `f` for each entry. `f(W)` is a number, or a tensor with one
# number. The result has W's shape and dtype. `W` is left as it was.
#
# **Contract.** `W` has one axis or more, in float32 or float64; any h that is given is used as it
# is.
#
# <details><summary>Hint</summary>
#
# For entry i: `step = torch.zeros_like(W)`, `step.view(-1)[i] = h`. Then compare `f(W + step)` with
# `f(W - step)`. Nothing needs to be put back, because `W` never moves.
#
# </details>


# %% role="exercise" id="numeric_gradient"
def numeric_gradient(f, W: Float[Tensor, "*shape"], h: float = 1e-4) -> Float[Tensor, "*shape"]:
    """(f(W + h in one entry) − f(W − h in one entry)) / 2h, for each entry of W."""
    ### BEGIN SOLUTION
    gradient = torch.zeros_like(W)
    for i in range(W.numel()):
        step = torch.zeros_like(W)
        step.view(-1)[i] = h
        gradient.view(-1)[i] = (f(W + step) - f(W - step)) / (2 * h)
    return gradient
    ### END SOLUTION


# %% role="test" id="numeric_gradient" points=4
with check("w³ at 2, by hand", hint="the two points are 2h apart", points=0.5):
    close(
        numeric_gradient(
            lambda W: W.pow(3).sum(), torch.tensor([2.0], dtype=torch.float64), h=0.25
        ),
        [12.0625],
        mistakes={
            "that is the forward difference: look to both sides": [13.5625],
            "that is the backward difference: look to both sides": [10.5625],
            "twice too much: the two points are 2h apart, not h": [24.125],
            "the difference is not divided by 2h": [6.03125],
            "the sign is wrong: f(W + h) less f(W − h)": [-12.0625],
            "`h` is not used: you wrote a fixed number": [12.00000001],
            "divide by 2h, not by h / 2": [48.25],
            "`/ 2 * h` divides by 2 and multiplies by h: put brackets around 2 * h": [0.75390625],
            "`h` is not used as it is given: you make a large one smaller": [12.0001],
        },
    )

with check("every entry in its place, and W as it was", points=0.4,
           hint="the result has W's shape; put back what you moved, or add to a copy"):  # fmt: skip
    slopes = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], dtype=torch.float64)
    close(
        numeric_gradient(lambda W: (slopes * W).sum(), torch.ones(2, 3, dtype=torch.float64)),
        slopes,
        rtol=1e-8,
        atol=1e-8,
        mistakes={"twice too much: the two points are 2h apart, not h": slopes * 2},
    )
    start = torch.tensor([[0.5, -1.0], [2.0, 0.25]], dtype=torch.float64)
    close(unchanged(numeric_gradient, lambda W: W.square().sum(), start.clone(), 0.25), 2 * start)

### BEGIN HIDDEN TESTS
with check("curved functions of any shape, and a softmax loss", points=2.9,
           hint="torch.zeros_like takes shape and dtype from W; do not ask for .item()", says=(
               "(f(W + h in one entry) − f(W − h in one entry)) / 2h, for each entry of W",
               "two calls of f for each entry. f(W) is a number, or a tensor with one number",
               "The result has W's shape and dtype. W is left as it was.",
               "W has one axis or more, in float32 or float64; any h that is given is used",
               "No call leaves anything for the next one",
           )):  # fmt: skip
    contract(
        numeric_gradient,
        lambda f, W, h: (f.each(W + h) - f.each(W - h)) / (2 * h),
        lambda draw, scale, *sizes: (
            separable(draw, scale, *sizes),
            scale * dyadic(draw, *sizes),
            scale / 2 ** int(draw.integers(1, 5, ())),
        ),
        sizes=[(1, 3, 4), (1, 1), (1, 2, 3, 2), (1024, 20), (1 / 1024, 1, 3), (1, 3, 1), (1, 300),
               (2**-22, 3, 4)],
        layouts=False,
        slack=20,
    )  # fmt: skip

    X, y = rng().normal(6, 4, dtype=torch.float64), rng().integers(0, 3, (6,))
    W = rng().normal(3, 4, dtype=torch.float64)
    seen = []

    def loss_of(W):
        """Cross-entropy, counting the calls."""
        seen.append(1)
        return F.cross_entropy(X @ W.T, y)

    _, (expected,) = value_and_grad(lambda W: F.cross_entropy(X @ W.T, y), W)
    close(
        numeric_gradient(loss_of, W.clone()),
        expected,
        rtol=1e-6,
        atol=1e-7,
        mistakes={
            "twice too much: the two points are 2h apart, not h": expected * 2,
            "the sign is wrong: f(W + h) less f(W − h)": -expected,
        },
    )
    expect(len(seen) <= 24, f"expected two calls of f for each of 12 entries, got {len(seen)}")
    W = rng().normal(5, dtype=torch.float64)
    for h in (1e-4, 0.25, -0.25):
        found = numeric_gradient(lambda W: W.square().sum().item(), W.clone(), h)
        close(found, 2 * W, rtol=1e-9, atol=1e-9)

with check("h is 0.0001 unless told", points=0.2, hint="h=1e-4 in the first line",
           says="h: float = 1e-4"):  # fmt: skip
    W = torch.ones(2, dtype=torch.float64)
    close(numeric_gradient(lambda W: W.pow(3).sum(), W), W * (3 + 1e-8), atol=3e-9, mistakes={
        "that is the forward difference: look to both sides": W * 3.00030001,
    })  # fmt: skip
### END HIDDEN TESTS

# %% [markdown]
# ### How small should h be?
#
# **Predict.** The smaller h, the smaller the error? Draw the curve you expect, from h = 1 down to
# h = 10⁻¹², for forward and central, in float32 and float64.
#
# <details><summary>What the right answer draws</summary>
#
# ![error against h: straight down, a lowest point, and up again](figures/step_h.png)
#
# </details>

# %% role="demo" id="step_h"
hs = [10.0 ** (-k / 2) for k in range(25)]
errors = {}
for dtype, bits in ((torch.float64, "float64"), (torch.float32, "float32")):
    at = torch.tensor([0.7, -1.2, 2.0], dtype=dtype)
    exact = at.double().exp()
    for name, rule in (("forward", forward_gradient), ("central", numeric_gradient)):
        found = [rule(lambda W: W.exp().sum(), at.clone(), h).double() for h in hs]
        errors[f"{name}, {bits}"] = [((g - exact).abs() / exact).max().item() for g in found]
figure, ax = plt.subplots(figsize=(7.4, 4.6), layout="compressed")
for (name, values), style in zip(errors.items(), ("s--", "o-", "s:", "o-."), strict=True):
    ax.loglog(hs, values, style, label=name, color=plots.PALETTE[style[0] == "o"],
              alpha=1.0 if "64" in name else 0.5, markersize=4)  # fmt: skip
plots.clean_axes(ax, xlabel="h", ylabel="relative error", title="the slope of exp, numerically")
ax.legend()
for name, values in errors.items():
    best = min(range(len(hs)), key=values.__getitem__)
    print(f"{name}: smallest error {values[best]:.0e}, at h = {hs[best]:.0e}")

# %% [markdown]
# From the right, the curves fall: forward one decade a decade, central **two**. Then they rise.
# `f(W + h)` and `f(W - h)` agree in more and more digits, the difference keeps only the rest, and
# dividing by a tiny h blows its rounding up. In float32 there are only 7 digits, and at h = 10⁻⁸
# `W + h` **is** `W`. So: check gradients in **float64**, with central differences and h near 10⁻⁵.
#
# One more trap. The hinge loss has kinks. At w = −0.00001, max(0, w) has slope 0. The central
# difference with h = 0.0001 looks over the kink and says (0.00009 − 0) / 0.0002 = 0.45. The
# gradient is right, and the check is wrong. It happens for single entries: ask again at another
# `W`.

# %% [markdown]
# ### Exercise 4 · The gradient check ●●○
#
# 7,850 entries take 15,700 losses: far too slow to train with. But a few entries are enough to
# **check** a gradient that somebody derived on paper. Take `checks` different entries at random
# (all of them, if there are no more). Compare the given gradient a with the central difference n:
#
# $$ \text{relative error} = \frac{|a - n|}{|a| + |n| + 10^{-12}} $$
#
# Return the **largest**. Below 10⁻⁶ all is well; 10⁻² is a bug; 1 is a wrong sign. The small number
# below saves the case a = n = 0 from 0/0.
#
# Call `f` for these entries alone. `torch.randperm(k, generator=generator)` gives 0 … k − 1 in
# random order; the generator makes it repeatable.
#
# **Contract.** `grad` and `W` have the same shape, one axis or more, in float32 or float64; compute
# in that dtype, step and all. Every entry is as likely as any other. The generator alone decides
# which are taken; without one, torch's own does.


# %% role="exercise" id="gradient_check"
def gradient_check(
    f,
    grad: Float[Tensor, "*shape"],
    W: Float[Tensor, "*shape"],
    checks: int = 10,
    h: float = 1e-4,
    generator: torch.Generator | None = None,
) -> float:
    """The largest relative error of `grad` at `checks` random entries of W."""
    ### BEGIN SOLUTION
    worst = 0.0
    for i in torch.randperm(W.numel(), generator=generator)[:checks].tolist():
        step = torch.zeros_like(W)
        step.view(-1)[i] = h
        numeric = float(f(W + step) - f(W - step)) / (2 * h)
        analytic = grad.flatten()[i].item()
        worst = max(worst, abs(analytic - numeric) / (abs(analytic) + abs(numeric) + 1e-12))
    return worst
    ### END SOLUTION


# %% role="test" id="gradient_check" points=4
with check("two entries by hand: 1/9", hint="the largest, not the mean", points=0.4):
    W = torch.tensor([1.0, 2.0], dtype=torch.float64)
    claimed = torch.tensor([2.0, 5.0], dtype=torch.float64)  # the second should be 4
    close(
        gradient_check(lambda W: W.square().sum(), claimed, W),
        1 / 9,
        rtol=1e-5,
        atol=1e-6,
        mistakes={
            "that is the mean over the entries: the largest is wanted": 1 / 18,
            "that is the absolute error: divide by |a| + |n|": 1.0,
            "you divide by |a| alone: by |a| + |n|": 0.2,
            "you divide by |n| alone: by |a| + |n|": 0.25,
            "that is the smallest error: the largest is wanted": 0.0,
        },
    )

with check("the wrong direction and a claim of 0 show as 1, a slope of 0 is no error", points=0.4,
           hint="|a − n|, with the signs of both, and + 1e-12 below the line"):  # fmt: skip
    W = torch.tensor([[1.0, -2.0]], dtype=torch.float64)
    for claimed, said in (
        (-2 * W, "a gradient that points the wrong way passes: compare with the signs"),
        (0 * W, "a claimed gradient of 0 passes where the slopes are not 0: its error is 1"),
    ):
        found = gradient_check(lambda W: W.square().sum(), claimed, W)
        close(found, 1.0, rtol=1e-6, atol=1e-6, mistakes={said: 0.0})
    W = torch.zeros(2, dtype=torch.float64)
    found = float(gradient_check(lambda W: W.square().sum(), 2 * W, W))
    expect(not math.isnan(found), "expected about 0, got nan: 0/0, add 1e-12 below the line")
    expect(found < 1e-6, f"expected an error below 1e-6 for a right gradient, got {found:.2g}")


### BEGIN HIDDEN TESTS
def places_moved(calls, W):
    """At which entries each call of f was asked for another value than W's."""
    return {i for call in calls for i in (call - W).abs().flatten().nonzero()[:, 0].tolist()}


def recorded_check(W, generator, *checks):
    """Which entries a gradient check looked at, and with how many calls."""
    calls = []

    def f(W):
        """The sum of squares, noting where it was asked."""
        calls.append(W.clone())
        return W.square().sum()

    gradient_check(f, 2 * W, W.clone(), *checks, generator=generator)
    return places_moved(calls, W), len(calls)


def largest_error(f, grad, W, checks, h):
    """The definition, for all entries at once."""
    slopes = (f.each(W + h) - f.each(W - h)) / (2 * h)
    return ((grad - slopes).abs() / (grad.abs() + slopes.abs() + 1e-12)).max().item()


def claimed_gradient(draw, scale, *sizes):
    """A function, its gradient with errors of any size, and a number of checks that takes all."""
    f, W = separable(draw, scale, *sizes), scale * dyadic(draw, *sizes)
    h = scale / 2 ** int(draw.integers(1, 5, ()))
    slopes = (f.each(W + h) - f.each(W - h)) / (2 * h)
    most = 10.0 ** -int(draw.integers(0, 4, ()))
    wrong = 1 + most * (2 * draw.uniform(*sizes) - 1)
    return f, slopes * wrong, W, W.numel() + int(draw.integers(0, 3, ())), h


with check("random gradients of any shape, at as many random entries as asked for", points=2.8,
           hint="torch.randperm(n, generator=generator)[:checks], and the largest error", says=(
               "Return the largest",
               "Take checks different entries at random (all of them, if there are no more)",
               "Compare the given gradient a with the central difference n",
               "saves the case a = n = 0 from 0/0",
               "Call f for these entries alone",
               "checks: int = 10",
               "grad and W have the same shape, one axis or more, in float32 or float64",
               "Every entry is as likely as any other. The generator alone decides which",
               "Arguments stay as they are",
           )):  # fmt: skip
    W = rng().normal(3, 3, dtype=torch.float64)
    factor = 1 + 0.2 * rng().uniform(3, 3, dtype=torch.float64)
    relative = (factor - 1) / (factor + 1)  # of its inverse, too
    for sign, claimed in ((1, factor), (1, 1 / factor), (-1, factor)):
        found = gradient_check(
            lambda W, sign=sign: sign * W.exp().sum(), sign * W.exp() * claimed, W.clone(), 9
        )
        close(
            found,
            relative.max(),
            rtol=1e-4,
            atol=1e-6,
            mistakes={
                "that is the mean over the entries: the largest is wanted": relative.mean(),
                "that is the sum over the entries: the largest is wanted": relative.sum(),
                "you divide by |n| alone: by |a| + |n|": (claimed - 1).abs().max(),
                "a gradient that is too small passes: take |a − n|": 0.0,
            },
        )
    W = rng().normal(3, 3, dtype=torch.float64)
    found = gradient_check(lambda W: W.exp().sum(), 0 * W, W.clone())
    close(found, 1.0, rtol=1e-6, atol=1e-6, mistakes={
        "a claimed gradient of 0 passes where the slopes are not 0: its error is 1": 0.0,
    })  # fmt: skip
    close(gradient_check(lambda W: 0 * W.sum(), 0 * W, W.clone()), 0.0, atol=1e-6)
    W = rng().normal(20, 30, dtype=torch.float64) + 3
    places, calls = recorded_check(W, seeded(int(rng().integers(0, 1000, ())) + 1), 7)
    expect(len(places) == 7, f"expected 7 different entries to be checked, got {len(places)}")
    expect(places != set(range(7)), "these are the first 7 entries: draw them at random")
    expect(calls <= 15, f"expected two calls of f for each of 7 entries, got {calls}")
    some, _ = recorded_check(W, seeded(2), 25)
    expect(len(some) == 25, f"expected 25 different entries to be checked, got {len(some)}")
    places, _ = recorded_check(W[:5, :6].clone(), seeded(1), 30)
    default, _ = recorded_check(W, seeded(1))
    expect(len(default) == 10, f"expected 10 entries unless told, got {len(default)}")
    expect(len(places) == 30, "some entries were drawn twice: take different ones, by randperm")

    W = rng().normal(20, 30, dtype=torch.float64) + 3
    first, again, other = (recorded_check(W, seeded(seed), 6)[0] for seed in (5, 5, 6))
    expect(first == again, "the same generator gave other entries: pass it to torch.randperm")
    expect(first != other, "another generator gave the same entries: use the one that is given")
    generator = seeded(int(rng().integers(0, 1000, ())))
    seen = [recorded_check(W[:2, :2].clone(), generator, 1)[0] for _ in range(120)]
    times = [sum(place in places for places in seen) for place in range(4)]
    expect(min(times) >= 8 and max(times) <= 60,
           f"120 times one of 4 entries: expected each about 30 times, got {times}")  # fmt: skip
    contract(
        gradient_check,
        largest_error,
        claimed_gradient,
        sizes=[(1, 3, 4), (1, 1), (1, 2, 3, 2), (1 / 1024, 20), (1024, 1, 3), (1, 3, 1), (1, 300)],
        read=number,
        layouts=False,
        slack=20,
    )
    W = rng().normal(5, 2, dtype=torch.float64)
    for some in (1, 2, 5, 7):  # the error is the same at every entry
        found = gradient_check(lambda W: W.exp().sum(), 1.2 * W.exp(), W.clone(), some)
        close(found, 1 / 11, rtol=1e-6, atol=1e-9)
    W = 1e-7 * rng().uniform(3, 4, low=2.0, high=8.0, dtype=torch.float64)
    found = gradient_check(lambda W: W.square().sum(), 2.4 * W, W.clone(), 12, 1e-7)
    close(found, 1 / 11, rtol=1e-4, atol=1e-4)  # the small number below counts a little

with check("central differences in the dtype of W, with the given h", points=0.4,
           hint="(f(W + h) − f(W − h)) / 2h, and a step of the dtype of W",
           says=("Compare the given gradient a with the central difference n",
                 "compute in that dtype, step and all", "h: float = 1e-4")):  # fmt: skip
    W = torch.tensor([[2.0]], dtype=torch.float64)
    found = gradient_check(lambda W: W.pow(3).sum(), W * 0 + 12.0625, W, 10, 0.25)
    close(found, 0.0, atol=1e-7, mistakes={
        "that is the forward difference: look to both sides": 1.5 / 25.625,
        "the two points are 2h apart, not h": 1 / 3,
        "`h` is not used: you wrote a fixed number": 0.0625 / 24.0625,
    })  # fmt: skip
    W = 2 + rng().uniform(3, 3, dtype=torch.float64)
    found = float(gradient_check(lambda W: W.square().sum(), 2 * W, W.clone(), 9))
    expect(found < 1e-9, f"expected an error below 1e-9, got {found:.2g}: compute in the dtype of "
           "W, step and all")  # fmt: skip
    W = torch.ones(2, dtype=torch.float64)  # where 3 + h² comes out for 3
    found = float(gradient_check(lambda W: W.pow(3).sum(), 3 * W, W.clone()))
    expect(1e-9 < found < 3e-9, "`h` is not 0.0001 unless told: h=1e-4 in the first line")
### END HIDDEN TESTS

# %% [markdown]
# Use it on both losses, once in float64 and once in float32. The gradients are right.
#
# **Predict.** What will the check say in float32?

# %% role="demo" id="check_the_gradients"
inky = few_X.std(dim=0) > 0.2  # at the dark border the slopes are 0, and only rounding remains
somewhere = 0.01 * torch.randn(10, int(inky.sum()), generator=seeded(1), dtype=torch.float64)
for dtype in (torch.float64, torch.float32):
    W, X, y = somewhere.to(device, dtype), few_X[:200, inky].to(dtype), few_y[:200]
    for name, objective in (("softmax", softmax_objective), ("SVM", svm_objective)):
        gradient = objective(W, X, y)[1]
        # h = 1e-5: over so short a distance few of the SVM's kinks are met.
        worst = gradient_check(
            lambda W, o=objective, X=X, y=y: o(W, X, y)[0], gradient, W, 10, 1e-5, seeded(2)
        )
        print(f"{name:8s} {dtype}: largest relative error {worst:.0e}")

# %% [markdown]
# In float32 a right gradient fails. That is the rounding of the picture above, and no bug. Whoever
# does not know it looks for hours in the wrong place.

# %% [markdown]
# ## 4 · Downhill
#
# The gradient points **up**. So subtract it:
#
# $$ W \leftarrow W - \text{lr} \cdot \nabla f(W) $$
#
# lr, the **learning rate** or step size, says how far. By hand, for f(w) = w² from w = 1 with
# lr = 0.1: the gradient is 2, so w = 1 − 0.1 · 2 = 0.8. Then 0.64, then 0.512.
#
# ### Exercise 5 · Gradient descent ●○○
#
# `objective(W)` returns the loss and the gradient. Take `steps` steps. Return the last `W`, and the
# list of losses: one for each step, that **before** the step, where the gradient was computed.
# Leave the `W` that came in as it was: you will start from it again with another step size.
#
# **Contract.** `W` has one axis or more, in float32 or float64; what comes back has its shape and
# dtype. lr is any positive number. `steps` may be 0: then `W` comes back, and an empty list.
#
# <details><summary>Hint</summary>
#
# `W = W - lr * gradient` makes a new tensor. `W -= lr * gradient` changes the caller's.
#
# </details>


# %% role="exercise" id="gradient_descent"
def gradient_descent(
    objective, W: Float[Tensor, "*shape"], lr: float, steps: int
) -> tuple[Float[Tensor, "*shape"], list[float]]:
    """W after `steps` steps against the gradient, and the loss before each."""
    ### BEGIN SOLUTION
    history = []
    for _ in range(steps):
        loss, gradient = objective(W)
        history.append(float(loss))
        W = W - lr * gradient
    return W, history
    ### END SOLUTION


# %% role="test" id="gradient_descent" points=4
def parabola(W):
    """The sum of squares, and its gradient."""
    return W.square().sum(), 2 * W


with check("three steps on w² by hand: 0.512", hint="W − lr · gradient", points=0.5):
    close(
        gradient_descent(parabola, torch.tensor([1.0], dtype=torch.float64), 0.1, 3)[0],
        [0.512],
        mistakes={
            "you walk uphill: the gradient points up, so subtract it": [1.728],
            "the gradient is not multiplied by lr": [-1.0],
            "that is one step: repeat it": [0.8],
            "one step too few": [0.64],
            "one step too many": [0.4096],
            "the gradient is that of the start: compute it anew at every step": [0.4],
            "the length of the gradient counts, too: subtract lr · gradient itself": [0.7],
        },
    )

with check("the losses before each step: 1, 0.64, 0.4096", hint="note the loss, then step",
           points=0.5):  # fmt: skip
    history = gradient_descent(parabola, torch.tensor([1.0], dtype=torch.float64), 0.1, 3)[1]
    expect(isinstance(history, list), f"expected a list, got {type(history).__name__}")
    close(
        history,
        [1.0, 0.64, 0.4096],
        mistakes={
            "these are the losses after each step": [0.64, 0.4096, 0.262144],
            "you walk uphill: the gradient points up, so subtract it": [1.0, 1.44, 2.0736],
            "these are the weights: note the losses": [1.0, 0.8, 0.64],
        },
    )

with check("the starting point is as it was", hint="W = W - …, not W -= …", points=0.3):
    start = rng().normal(2, 3, dtype=torch.float64)
    close(unchanged(gradient_descent, parabola, start.clone(), 0.25, 2)[0], start / 4)


### BEGIN HIDDEN TESTS
def valley(draw, *sizes):
    """Σ c w² / 2 with a curvature c of its own for each weight, and its gradient."""
    curvature = draw.uniform(*sizes, low=0.1, high=1.5)

    def objective(W):
        """The loss and the gradient."""
        c = curvature.to(W.dtype)
        return (c * W.square()).sum() / 2, c * W

    objective.curvature = curvature
    return objective


def step_size(draw):
    """Half of the time small, else up to 1.5."""
    small, large = 10 ** draw.uniform(1, low=-3.0, high=0.0), draw.uniform(1, low=1.0, high=1.5)
    return (large if draw.integers(0, 2, (1,)) else small).item()


def closed_form(objective, W, lr, steps):
    """Where the steps end, and the losses before each: a step multiplies w by 1 − lr · c."""
    c = objective.curvature
    places = [(1 - lr * c) ** k * W for k in range(steps + 1)]
    return places[-1], [(c * place.square()).sum().item() / 2 for place in places[:-1]]


with check("random valleys of any shape, against the closed form", points=2.4,
           hint="ask for the gradient at every step, in the dtype of W", says=(
               "Take steps steps. Return the last W, and the list of losses",
               "W has one axis or more, in float32 or float64; what comes back has its shape and",
               "lr is any positive number",
               "Leave the W that came in as it was",
               "No call leaves anything for the next one",
           )):  # fmt: skip
    contract(
        gradient_descent,
        closed_form,
        lambda draw, scale, steps, *sizes: (
            valley(draw, *sizes),
            scale * with_zeros(draw, *sizes),
            step_size(draw),
            steps + int(draw.integers(0, 4, ())),
        ),
        sizes=[(1, 2, 3, 4), (1, 1, 1, 1), (1000, 3, 20), (1, 20, 4), (1, 1, 2, 3, 2), (1, 1, 5, 1),
               (1, 3, 4, 4), (1, 2, 300), (1e-7, 2, 3, 4)],
        read=lambda found: (found[0], numbers(found[1])),
        layouts=False,
        slack=20,
    )  # fmt: skip

with check("no step at all", hint="an empty loop leaves W alone", points=0.3,
           says="steps may be 0: then W comes back, and an empty list"):  # fmt: skip
    end, history = gradient_descent(parabola, torch.tensor([3.0]), 0.1, 0)
    close(end, [3.0])
    equal(len(history), 0)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 6 · Spot the bug: Eve's batch ●○○
#
# Before the pictures, one more objective: **least squares**. The targets `Y` have a 1 at the right
# class and 0 elsewhere. Its bowl has no kinks and no plateaus, so everything about step sizes can
# be computed exactly.
#
# $$ L(W) = \frac1n \sum_{i=1}^{n} \|W x_i - Y_i\|^2 + \text{reg}\,\|W\|^2 $$
#
# Eve found a good step size with 32 pictures. With 128 pictures the same one explodes, and her
# penalty seems to have grown weaker. The loss and the gradient below fit each other; a gradient
# check finds nothing. Mend both.
#
# **Contract.** Any n, d and k from 1 on, float32 or float64. The loss is one number, the gradient
# has the shape and dtype of `W`.
#
# <details><summary>Hint</summary>
#
# Give it every picture twice. What should happen to the loss? What does?
#
# </details>


# %% role="exercise" id="least_squares"
def least_squares(
    W: Float[Tensor, "k d"], X: Float[Tensor, "n d"], Y: Float[Tensor, "n k"], reg: float = 0.0
) -> tuple[Tensor, Float[Tensor, "k d"]]:
    """The mean over the rows of ‖W x − Y‖², plus reg · ‖W‖², and its gradient."""
    ### BEGIN SOLUTION
    error = X @ W.T - Y  # (n, k)
    loss = error.square().sum() / len(X) + reg * W.square().sum()
    gradient = 2 * error.T @ X / len(X) + 2 * reg * W
    return loss, gradient
    ### STARTS AS
    # error = X @ W.T - Y  # (n, k)
    # loss = error.square().sum() + reg * W.square().sum()
    # gradient = 2 * error.T @ X + 2 * reg * W
    # return loss, gradient
    ### END SOLUTION


# %% role="test" id="least_squares" points=2
with check("by hand: loss 2.5, gradient −3; every picture twice: nothing changes", points=0.6,
           hint="a mean over rows: divide by their number"):  # fmt: skip
    X, Y = torch.ones(2, 1, dtype=torch.float64), torch.tensor([[1.0], [2.0]], dtype=torch.float64)
    loss, gradient = least_squares(torch.zeros(1, 1, dtype=torch.float64), X, Y)
    close(loss, 2.5, mistakes={"that is the sum over the pictures: take the mean": 5.0})
    close(gradient, [[-3.0]], mistakes={
        "that is the sum over the pictures: the gradient is a mean, too": [[-6.0]],
        "the gradient points the other way": [[3.0]],
        "divided by the number of pictures twice": [[-1.5]],
    })  # fmt: skip
    X, Y = rng().normal(5, 3, dtype=torch.float64), rng().normal(5, 2, dtype=torch.float64)
    W = rng().normal(2, 3, dtype=torch.float64)
    fit, penalty = 2 * F.mse_loss(X @ W.T, Y), 0.5 * W.square().sum()
    loss, gradient = least_squares(W, torch.cat([X, X]), torch.cat([Y, Y]), 0.5)
    close(loss, fit + penalty, mistakes={
        "you divided the penalty, too: it is no mean over pictures": fit + penalty / 10,
        "the penalty is missing": fit,
    })  # fmt: skip
    slope = 2 * (X @ W.T - Y).T @ X / 5
    close(gradient, slope + W, mistakes={
        "you divided the penalty's gradient, too": slope + W / 10,
    })  # fmt: skip


### BEGIN HIDDEN TESTS
def fitted(W, X, Y, reg):
    """The loss by torch's mean squared error, and its gradient by autograd."""

    def loss_of(W):
        """The mean over the rows, and the penalty."""
        return F.mse_loss(X @ W.T, Y) * Y.shape[1] + reg * W.pow(2).sum()

    value, (slope,) = value_and_grad(loss_of, W)
    return value.item(), slope


with check("random pictures, against torch", hint="the penalty is not divided by n", points=1.4,
           says=(
               "The mean over the rows of ‖W x − Y‖², plus reg · ‖W‖², and its gradient",
               "Any n, d and k from 1 on, float32 or float64. The loss is one number, the gradient "
               "has the shape and dtype of W",
               "Arguments stay as they are",
           )):  # fmt: skip
    X, Y = rng().normal(7, 3, dtype=torch.float64), rng().normal(7, 4, dtype=torch.float64)
    W = rng().normal(4, 3, dtype=torch.float64)
    value, slope = fitted(W, X, Y, 0.3)
    fit, penalty = F.mse_loss(X @ W.T, Y), 0.3 * W.pow(2).sum()
    loss, gradient = least_squares(W, X, Y, 0.3)
    close(loss, value, rtol=1e-9, atol=1e-9, mistakes={
        "you divided by the number of classes, too: the mean is over the rows": fit + penalty,
    })  # fmt: skip
    close(least_squares(W, X, Y)[0], fit * 4, rtol=1e-9, atol=1e-9)
    fit_slope = slope - 0.6 * W
    close(gradient, slope, rtol=1e-9, atol=1e-9, mistakes={
        "the gradient is still a sum over the pictures": fit_slope * 7 + 0.6 * W,
        "you divided by the number of classes, too: the mean is over the rows": (
            fit_slope / 4 + 0.6 * W
        ),
        "the gradient lacks its factor 2": slope / 2,
    })  # fmt: skip
    nothing = torch.zeros(7, 4, dtype=torch.float64)
    loss, gradient = least_squares(torch.zeros_like(W), X, nothing, 0.3)
    close(loss, 0.0)
    close(gradient, torch.zeros_like(W))
    for dtypes, sizes in (
        ((torch.float32, torch.float64),
         [(1, 1, 1, 7, 3, 4), (1, 1, 1, 1, 3, 4), (1, 1, 1, 6, 1, 3), (1, 1, 1, 5, 2, 1),
          (1, 1, 1, 4, 4, 4), (1, 1, 1, 1, 1, 1)]),
        ((torch.float64,),
         [(1000, 1000, 1000, 40, 20, 17), (0.001, 0.001, 0.001, 4, 3, 2), (1, 1, 1, 300, 2, 3),
          (1, 1, 1, 2, 300, 3), (1, 1e-7, 1, 5, 3, 2), (1e-7, 1, 1e-7, 5, 3, 2)]),
    ):  # fmt: skip
        contract(
            least_squares,
            fitted,
            lambda draw, of_W, of_X, of_Y, n, d, k: (
                of_W * with_zeros(draw, k, d),
                of_X * with_zeros(draw, n, d),
                of_Y * with_zeros(draw, n, k),
                float(draw.uniform(1, high=3.0)),
            ),
            sizes=sizes,
            dtypes=dtypes,
            read=lambda found: (number(found[0]), found[1]),
            layouts=False,
            slack=20,
        )
### END HIDDEN TESTS

# %% [markdown]
# ### How long a step?
#
# In a bowl $f(w) = \tfrac{a}{2} w^2$ a step does $w \leftarrow (1 - a\,\text{lr})\,w$. The distance
# to the bottom is multiplied by $1 - a\,\text{lr}$ each time: it shrinks while
# $\text{lr} < 2/a$, and **grows** beyond. With many weights, the steepest direction decides: a is
# the largest curvature, and the flattest direction then has to live with that step size.
#
# **Predict.** f(w) = w², so a = 2. What happens at lr = 0.1, 0.5, 0.9, 1 and 1.1?

# %% role="demo" id="parabola_steps"
for lr in (0.1, 0.5, 0.9, 1.0, 1.1):
    path = [
        gradient_descent(lambda w: (w.square().sum(), 2 * w), torch.tensor([1.0]), lr, k)[0].item()
        for k in range(6)
    ]
    print(f"lr = {lr}:  " + "  ".join(f"{w:6.3f}" for w in path))

# %% [markdown]
# Now the same in a long valley of two weights, whose curvatures are 1 and 20: the largest allowed
# step is 2/20 = 0.1. And beside it least squares on 2,000 pictures, where the curvature is computed
# from the data.
#
# <details><summary>What the right answer draws</summary>
#
# ![paths in a valley, and losses against steps for four step sizes](figures/step_sizes.png)
#
# </details>

# %% role="demo" id="step_sizes"
curvature = torch.tensor([1.0, 20.0])


def long_valley(W):
    """½ (w₁² + 20 w₂²), and its gradient."""
    return (curvature * W.square()).sum() / 2, curvature * W


targets = F.one_hot(few_y, 10).float()
largest = 2 * torch.linalg.eigvalsh(few_X.T @ few_X / len(few_X))[-1].item()
print(f"largest curvature of least squares: {largest:.1f}, so lr must stay below {2 / largest:.4f}")
figure, axes = plt.subplots(1, 2, figsize=(13, 4.8), layout="compressed")
across, up = torch.linspace(-11, 11, 121), torch.linspace(-2.4, 2.4, 121)
height = (across[None, :].square() + 20 * up[:, None].square()) / 2
axes[0].contour(across, up, height, levels=[1, 4, 10, 20, 35, 55], colors="#B0B0B0", linewidths=0.8)
for index, (lr, name) in enumerate(
    ((0.005, "too small"), (0.05, "right"), (0.097, "zigzag"), (0.103, "divergent"))
):
    path = [torch.tensor([-10.0, 1.0])]
    for _ in range(25):
        path.append(gradient_descent(long_valley, path[-1], lr, 1)[0])
    first, second = torch.stack(path).T
    axes[0].plot(first, second, plots.style.MARKERS[index] + "-", color=plots.PALETTE[index],
                 label=f"{name}: lr = {lr}", markersize=4, linewidth=1.2)  # fmt: skip
plots.clean_axes(
    axes[0], xlabel="w₁", ylabel="w₂", title="a valley of curvatures 1 and 20, 25 steps"
)
axes[0].legend(loc="upper right")
falling = {}
for share, name in ((0.01, "too small"), (0.3, "slow"), (0.95, "right"), (1.05, "divergent")):
    lr = share * 2 / largest
    _, losses = gradient_descent(lambda W: least_squares(W, few_X, targets), zeros, lr, 100)
    falling[f"{name}: {share:g} · 2/a"] = losses
    print(f"{name:10s} lr = {lr:.4f}: loss {losses[0]:.2f} → {losses[-1]:.3g} after 99 steps")
plots.curves(falling, xlabel="step", ylabel="loss", title="least squares on pictures", ax=axes[1])
_ = axes[1].set_ylim(0, 3)

# %% [markdown]
# Five per cent over the border, and the loss grows without end. Just below it, it falls fastest. No
# gradient is wrong here, only the step.
#
# Softmax and hinge loss behave differently: their gradient is bounded, so nothing goes to infinity.
# Too large a step shows as a loss that **jumps**.

# %% role="demo" id="softmax_jumps"
for lr in (0.01, 1.0, 100.0):
    _, losses = gradient_descent(lambda W: softmax_objective(W, few_X, few_y), zeros, lr, 41)
    shown = "  ".join(f"{losses[k]:6.2f}" for k in (0, 1, 2, 5, 10, 20, 40))
    print(f"softmax, lr = {lr:6g}, steps 0 1 2 5 10 20 40:  {shown}")

# %% [markdown]
# ## 5 · A few pictures at a time
#
# One step on the whole training set looks at 55,000 pictures to move once. But the gradient is a
# **mean** over pictures, and a mean can be estimated from a sample. Take a **minibatch** of 32, 64
# or 128 pictures, step, take the next. An **epoch** is once through all pictures.
#
# Three rules, and each has its classic bug:
#
# 1. **Shuffle.** Files are often sorted. Nines alone teach that everything is a nine.
# 2. **Shuffle again every epoch.** Otherwise the same pictures meet in the same batch each time.
# 3. **Keep the last, partial batch.** 55,000 = 429 · 128 + 88: drop it, and 88 pictures are missing
#    in every epoch.
#
# ### Exercise 7 · Minibatches ●●○
#
# Return one epoch: a list of tensors with the **indices** of each batch. Together they hold every
# index from 0 to n − 1 once, in an order drawn from `generator`. All batches have `size` indices,
# but the last may have fewer. No batch is empty. (A function with `yield` is fine, too.)
#
# **Contract.** Tensors of int64. Any n and size from 1 on, size above n as well. All orders of the
# indices are equally likely, and the generator alone decides which comes.
#
# <details><summary>Hint</summary>
#
# `torch.randperm(n, generator=generator)` once, then slices of it. Do not make a generator or set
# a seed in here: the order would be the same in every epoch.
#
# </details>


# %% role="exercise" id="minibatches"
def minibatches(n: int, size: int, generator: torch.Generator) -> list[Int[Tensor, " b"]]:
    """The indices 0 … n − 1 in random order, in batches of `size`; the last may be smaller."""
    ### BEGIN SOLUTION
    order = torch.randperm(n, generator=generator)
    return [order[start : start + size] for start in range(0, n, size)]
    ### END SOLUTION


# %% role="test" id="minibatches" points=4
def one_epoch(n, size, generator):
    """The batches of one epoch, as lists of numbers."""
    batches = list(minibatches(n, size, generator))
    for batch in batches:
        expect(isinstance(batch, Tensor), f"expected a list of tensors, got {type(batch).__name__}")
        expect(not batch.is_floating_point(), "expected whole numbers: these are to be indices")
        expect(batch.dtype == torch.int64, f"expected indices of int64, got {batch.dtype}")
        expect(batch.dim() == 1, f"expected one axis for each batch, got {tuple(batch.shape)}")
    return [batch.tolist() for batch in batches]


with check("10 in batches of 4: the sizes are 4, 4, 2, and every index comes once", points=0.7,
           hint="slices of one permutation, from range(0, n, size)"):  # fmt: skip
    epoch = one_epoch(10, 4, seeded(0))
    sizes = [len(batch) for batch in epoch]
    expect(sizes != [4, 4], "the last partial batch is dropped: 2 of 10 pictures are never seen")
    expect(sizes != [4, 4, 4], "the last batch is filled up: some pictures come twice")
    equal(sizes, [4, 4, 2])
    found = sorted(index for batch in epoch for index in batch)
    expect(found != list(range(1, 11)), "count from 0: the indices are 0 … n − 1")
    expect(len(set(found)) == 10, "some index comes twice: draw a permutation, not numbers")
    equal(found, list(range(10)))

with check("in random order", hint="torch.randperm", points=0.5):
    epoch = one_epoch(200, 10, seeded(2))
    flat = [index for batch in epoch for index in batch]
    expect(flat != sorted(flat), "that is the order of the file: shuffle")
    blocks = all(sorted(b) == list(range(min(b), min(b) + len(b))) for b in epoch)
    expect(not blocks, "each batch holds neighbours of the file: shuffle the pictures, not only "
           "the batches, or the order within them")  # fmt: skip

### BEGIN HIDDEN TESTS
with check("any n and any size: every index once, in another order every time", points=2.8,
           hint="torch.randperm(n, generator=generator), no seed; range(0, n, size)", says=(
               "every index from 0 to n − 1 once",
               "All batches have size indices, but the last may have fewer. No batch is empty.",
               "Tensors of int64. Any n and size from 1 on, size above n as well.",
               "All orders of the indices are equally likely, and the generator alone decides",
           )):  # fmt: skip
    drawn = int(rng().integers(30, 99, ())), int(rng().integers(2, 29, ()))
    for n, size in ((9, 4), (12, 4), (3, 8), (5, 5), (4, 1), (1, 1), (1, 3), (600, 256), drawn):
        epoch = one_epoch(n, size, seeded(int(rng().integers(0, 10_000, ()))))
        sizes = [len(batch) for batch in epoch]
        expected = [size] * (n // size) + [n % size] * (n % size > 0)
        expect(0 not in sizes, f"n = {n}, size = {size}: an empty batch, whose mean is nan")
        expect(sizes != [size] * (n // size) or sizes == expected,
               f"n = {n}, size = {size}: the last partial batch is dropped")  # fmt: skip
        expect(sizes == expected, f"n = {n}, size = {size}: expected sizes {expected}, got {sizes}")
        found = sorted(index for batch in epoch for index in batch)
        expect(found == list(range(n)), f"n = {n}, size = {size}: not every index comes once")

    generator = seeded(int(rng().integers(0, 10_000, ())))
    first, second = one_epoch(100, 8, generator), one_epoch(100, 8, generator)
    expect(first != second, "the same order every epoch: not reshuffled; draw from the generator "
           "that is given, and set no seed")  # fmt: skip
    same_company = {frozenset(b) for b in first} & {frozenset(b) for b in second}
    expect(
        not same_company, "the same pictures meet in one batch every epoch: shuffle the pictures"
    )
    orders = [tuple(one_epoch(3, 3, generator)[0]) for _ in range(300)]
    times = sorted(orders.count(order) for order in itertools.permutations(range(3)))
    expect(times[0] > 18 and times[-1] < 90, "300 epochs of 3 indices: expected each of the 6 "
           f"orders about 50 times, got them {times} times")  # fmt: skip

    seed = int(rng().integers(0, 10_000, ()))
    first, again = one_epoch(100, 8, seeded(seed)), one_epoch(100, 8, seeded(seed))
    expect(first == again, "the same seed gave another order: pass the generator to torch.randperm")
    other = one_epoch(100, 8, seeded(seed + 1))
    expect(first != other, "another seed gave the same order: use the generator that is given")
### END HIDDEN TESTS

# %% [markdown]
# Two helpers of the checks below: an objective, and the same steps taken by torch.


# %% role="setup"
def squares(W, X, y):
    """The mean of ‖Wx − y‖², every output with the same target, and its gradient."""
    error = X @ W.T - y[:, None].to(W.dtype)
    return error.square().sum(dim=1).mean(), 2 * error.T @ X / len(X)


def trained(W, X, y, lr, orders, rho=0.0):
    """The same steps by torch.optim.SGD, as an independent answer: W and the losses, by epochs."""
    W = W.clone().requires_grad_()
    optimizer = torch.optim.SGD([W], lr=abs(lr), momentum=rho, maximize=lr < 0)
    ends, losses = [], []
    for order in orders:
        losses.append([])
        for rows in order:
            optimizer.zero_grad()
            loss = (X[rows] @ W.T - y[rows][:, None].to(W.dtype)).square().sum(dim=1).mean()
            losses[-1].append(loss.item())
            loss.backward()
            optimizer.step()
        ends.append(W.detach().clone())
    return ends, losses


def replayed(W, X, y, lr, order, rho=0.0, epochs=1):
    """Where that ends, with the same batches in every epoch."""
    return trained(W, X, y, lr, [order] * epochs, rho)[0][-1]


def epochs_of(orders):
    """A `batches` that gives these epochs in turn; `batches.rewind()` begins again."""
    asked = []

    def batches():
        """The next epoch."""
        asked.append(1)
        return orders[(len(asked) - 1) % len(orders)]

    batches.orders, batches.rewind = orders, asked.clear
    return batches


#: Sizes of `training` for float64 alone: a long axis; large W, large and small X; W small, and 0.
ENDS = [(1, 3, 300, 2, 1), (1, 7, 3, 4, 1, 2000.0), (1e-6, 7, 3, 4, 1), (1e14, 7, 3, 4, 1),
        (1, 7, 3, 4, 1, 1e-2, 1), (1, 7, 3, 4, 1, 1e-7, 1), (1, 7, 3, 4, 1, 0.0, 1)]  # fmt: skip


def planned(batches, epochs):
    """The batches of each epoch, from the first on."""
    batches.rewind()
    return [batches.orders[k % len(batches.orders)] for k in range(epochs)]


def training(draw, far, n, d, k, epochs, start=1.0, labels=40):
    """W, X, y, lr, batches and epochs, with steps that may be `far` times as long."""
    size = int(draw.integers(1, 7, ()))
    orders = [list(draw.permutation(n).split(size)) for _ in range(4)]
    return (
        start * draw.normal(k, d),
        with_zeros(draw, n, d) / far**0.5,
        draw.integers(0, labels, (n,)),
        far * float(draw.uniform(1, low=0.1, high=0.4)) / d,
        epochs_of(orders),
        epochs + int(draw.integers(0, 3, ())),
    )


# %% [markdown]
# ### Exercise 8 · Stochastic gradient descent ●●○
#
# Gradient descent, with one step for each minibatch. `objective(W, X, y)` returns loss and
# gradient. `batches()` returns the index batches of **one** epoch: call it at the beginning of each
# epoch. Return the last `W`, and the list of losses, one for each step, before the step. Leave the
# starting `W` as it was.
#
# **Contract.** `W` of any k and d, in float32 or float64, and what comes back has its shape and
# dtype. Batches may be of any size, and each epoch has its own; lr is any positive number.
#
# By hand: one pixel, always 1; targets 1, 2, 3; the loss is the mean of (w − y)²; lr = 0.1; batches
# {1, 2} and {3}. From w = 0 the gradient is 2 · (0 − 1.5) = −3, so w = 0.3. Then
# 2 · (0.3 − 3) = −5.4, so w = 0.84. Losses: (1 + 4)/2 = 2.5 and 2.7² = 7.29.


# %% role="exercise" id="sgd"
def sgd(
    objective,
    W: Float[Tensor, "k d"],
    X: Float[Tensor, "n d"],
    y: Tensor,
    lr: float,
    batches,
    epochs: int,
) -> tuple[Float[Tensor, "k d"], list[float]]:
    """W after `epochs` times through the data, one step a batch, and the loss before each step."""
    ### BEGIN SOLUTION
    history = []
    for _ in range(epochs):
        for rows in batches():
            loss, gradient = objective(W, X[rows], y[rows])
            history.append(float(loss))
            W = W - lr * gradient
    return W, history
    ### END SOLUTION


# %% role="test" id="sgd" points=5
def watched(objective):
    """An objective that notes what it is called with, and the notes."""
    calls = []

    def noting(W, X, y):
        """The objective itself."""
        calls.append((W.clone(), X.clone(), y.clone()))
        return objective(W, X, y)

    return noting, calls


with check("two steps by hand: 0.3, then 0.84", hint="one step for each batch", points=0.7):
    X, y = torch.ones(3, 1, dtype=torch.float64), torch.tensor([1, 2, 3])
    start = torch.zeros(1, 1, dtype=torch.float64)
    order = [torch.tensor([0, 1]), torch.tensor([2])]
    end, history = sgd(squares, start.clone(), X, y, 0.1, lambda: order, 1)
    close(end, [[0.84]], mistakes={
        "you walk uphill: the gradient points up, so subtract it": [[-0.96]],
        "the last partial batch is dropped": [[0.3]],
        "the gradient is not multiplied by lr": [[3.0]],
        "every step uses the whole data: use the batch": [[0.72]],
        "the starting point came back": [[0.0]],
        "the gradients were added up and used once: step after every batch": [[0.9]],
    })  # fmt: skip
    expect(isinstance(history, list), f"expected a list, got {type(history).__name__}")
    close(history, [2.5, 7.29], mistakes={
        "that is one number an epoch: note one for each step": [4.895],
        "these are the losses after each step": [1.69, 4.6656],
    })  # fmt: skip

with check("new batches for every epoch, and the starting point is as it was", points=0.5,
           hint="call batches() inside the loop over epochs; W = W - …, not W -= …"):  # fmt: skip
    asked = []

    def batches():
        """Two batches, noting the call."""
        asked.append(1)
        return order

    sgd(squares, start.clone(), X, y, 0.1, batches, 3)
    expect(len(asked) != 1, "the same order every epoch: not reshuffled; call batches() each epoch")
    expect(len(asked) != 6, "batches() was called for every step: once for each epoch")
    expect(len(asked) == 3, f"expected batches() to be called 3 times, got {len(asked)}")
    begin = rng().normal(1, 2, dtype=torch.float64)
    data_X, data_y = rng().normal(4, 2, dtype=torch.float64), torch.arange(4)
    rows = [torch.tensor([3, 0]), torch.tensor([1, 2])]
    end, _ = unchanged(sgd, squares, begin.clone(), data_X, data_y, 0.1, lambda: rows, 2)
    close(end, replayed(begin, data_X, data_y, 0.1, rows, epochs=2), rtol=1e-9, atol=1e-9)


### BEGIN HIDDEN TESTS
def random_problem(n=11):
    """Data of three columns, a start, and the batches of an epoch, the last one partial."""
    X, start = rng().normal(n, 3, dtype=torch.float64), rng().normal(1, 3, dtype=torch.float64)
    return X, rng().permutation(n), start, list(rng().permutation(n).split(4))


def by_torch(objective, W, X, y, lr, batches, epochs):
    """The same by torch.optim.SGD: the last W, and the loss before each step."""
    ends, losses = trained(W, X, y, lr, planned(batches, epochs))
    return ends[-1], list(itertools.chain(*losses))


with check("each batch as it comes, pictures with their own labels", hint="X[rows], y[rows]",
           points=0.6, says="one step for each minibatch"):  # fmt: skip
    X, y, start, rows = random_problem()
    objective, calls = watched(squares)
    sgd(objective, start.clone(), X, y, 0.05, lambda: rows, 2)
    expect(len(calls) != 4, "the last partial batch is dropped in every epoch")
    expect(len(calls) == 6, f"expected 6 steps, 3 in each of 2 epochs, got {len(calls)}")
    for (_, some, labels), row in zip(calls, rows * 2, strict=True):
        expect(len(some) != len(X), "a step used the whole data: use the batch")
        close(some, X[row])
        expect(torch.equal(labels, y[row]), "the labels are not those of the batch: index y, too")

with check("random batches, against torch.optim.SGD", points=3.2,
           hint="W − lr · gradient, after every batch", says=(
               "Return the last W, and the list of losses, one for each step, before the step",
               "call it at the beginning of each epoch",
               "W of any k and d, in float32 or float64, and what comes back has its shape and",
               "Batches may be of any size, and each epoch has its own; lr is any positive number",
               "Leave the starting W as it was",
               "No call leaves anything for the next one",
           )):  # fmt: skip
    X, y, start, rows = random_problem()
    smaller = start
    for row in rows * 3:
        smaller = replayed(smaller, X, y, 0.05 / len(row), [row])
    end, history = sgd(squares, start.clone(), X, y, 0.05, lambda: rows, 3)
    expected = replayed(start, X, y, 0.05, rows, epochs=3)
    close(end, expected, rtol=1e-9, atol=1e-9, mistakes={
        "the last partial batch is dropped": replayed(start, X, y, 0.05, rows[:-1], epochs=3),
        "that is one epoch only": replayed(start, X, y, 0.05, rows),
        "`lr` is divided by the size of the batch: the objective is a mean already": smaller,
    })  # fmt: skip
    equal(len(history), 9)
    fresh = list(rng().permutation(11).split(4))
    end, _ = sgd(squares, start.clone(), X, y, 0.05, epochs_of([rows, fresh]), 2)
    close(end, trained(start, X, y, 0.05, [rows, fresh])[0][-1], rtol=1e-9, atol=1e-9, mistakes={
        "the batches of the first epoch come again in the second": replayed(
            start, X, y, 0.05, rows, epochs=2
        ),
    })  # fmt: skip
    both = (torch.float32, torch.float64)
    usual = [(1, 10, 3, 4, 1), (1, 1, 3, 2, 1), (1, 5, 1, 1, 1), (1024, 7, 20, 3, 1),
             (1, 2, 3, 1, 17), (0.01, 9, 4, 18, 1), (1, 8, 5, 5, 2)]  # fmt: skip
    for sizes, dtypes in ((usual, both), (ENDS, both[1:])):
        contract(
            sgd,
            by_torch,
            lambda draw, *sizes: (squares, *training(draw, *sizes)),
            sizes=sizes,
            dtypes=dtypes,
            read=lambda found: (found[0], numbers(found[1])),
            layouts=False,
            slack=100,
        )
### END HIDDEN TESTS

# %% [markdown]
# **Predict.** Which is better after five looks at the data: five steps of gradient descent, each
# with all of 2,000 pictures, or five epochs of minibatches? And what if the pictures are sorted by
# class and nobody shuffles?

# %% role="demo" id="sgd_demo"
sorted_rows, generator = few_y.argsort(stable=True).cpu(), seeded(0)
runs = {
    "all at once": lambda: [torch.arange(len(few_X))],
    "batches of 128": lambda: minibatches(len(few_X), 128, generator),
    "batches of 32": lambda: minibatches(len(few_X), 32, generator),
    "32, sorted by class": lambda: list(sorted_rows.split(32)),
}
print(f"softmax, lr = 0.3, five epochs of {len(few_X):,} pictures")
per_epoch = {}
for name, one in runs.items():
    with Timer() as clock:
        W, losses = sgd(softmax_objective, zeros, few_X, few_y, 0.3, one, 5)
    steps = len(losses) // 5
    per_epoch[name] = torch.tensor(losses).reshape(5, steps).mean(dim=1)
    print(f"{name:20s} {len(losses):5d} steps, {clock.seconds:4.1f} s,"
          f" accuracy on new pictures {accuracy(W, val_X, val_y):.1%}")  # fmt: skip
_ = plots.curves(per_epoch, ylabel="loss of the epoch's batches", title="the same step size")

# %% [markdown]
# Small batches take many more steps for the same pictures, and get much further. Sorted, each class
# in turn pulls the weights its own way, and the last one has the last word.
#
# ## 6 · What a batch costs: variance
#
# A minibatch gradient is an estimate, by sampling, of the whole gradient: a **Monte Carlo**
# estimate. Its mean is right. How far is it off? If pictures are drawn independently, the variance
# of a mean of B of them is that of one, divided by B.
#
# **Predict.** With batches four times as large, by what factor does the variance fall? And the
# typical distance from the whole gradient?
#
# ### Exercise 9 · The variance of a minibatch gradient ●●○
#
# Compute the gradient $\bar g$ over **all** rows once. Then draw `draws` minibatches of `size` rows
# **with replacement** (`torch.randint(len(X), (size,), generator=generator)`), and return the mean
# over the draws of $\|g - \bar g\|^2$, the squared length: a sum over all entries.
#
# **Contract.** Any size and any number of draws from 1 on; size may be above `len(X)`. `objective`
# gets `W` as it is, and rows of `X` with their own labels. Every row is as likely as any other, the
# generator alone decides. Compute in the dtype of `W`.
#
# By hand: two pictures whose gradients are (0, 0) and (2, 4). The mean is (1, 2). A batch of one is
# off by ±(1, 2), always: 1² + 2² = 5.


# %% role="exercise" id="gradient_variance"
def gradient_variance(
    objective,
    W: Float[Tensor, "k d"],
    X: Float[Tensor, "n d"],
    y: Tensor,
    size: int,
    draws: int,
    generator: torch.Generator,
) -> float:
    """The mean over `draws` minibatches of ‖their gradient − the whole gradient‖²."""
    ### BEGIN SOLUTION
    _, whole = objective(W, X, y)
    total = 0.0
    for _ in range(draws):
        rows = torch.randint(len(X), (size,), generator=generator)
        _, part = objective(W, X[rows], y[rows])
        total += (part - whole).square().sum().item()
    return total / draws
    ### END SOLUTION


# %% role="test" id="gradient_variance" points=3
def mean_row(W, X, y):
    """An objective whose gradient is the mean row of X."""
    return (X @ W.T).mean(), X.mean(dim=0, keepdim=True)


def sampled(X, size, draws, seed):
    """What a function answers for `mean_row`, and the batches it drew."""
    seen = []

    def objective(W, X, y):
        """As mean_row, noting the rows."""
        seen.append(X.clone())
        return mean_row(W, X, y)

    W, y = torch.zeros(1, X.shape[1], dtype=X.dtype), torch.arange(len(X))
    found = gradient_variance(objective, W, X, y, size, draws, seeded(seed))
    return number(found), [batch for batch in seen if len(batch) != len(X)]


with check("two pictures by hand: 5", hint="the squared length of the difference", points=0.4):
    X = torch.tensor([[0.0, 0.0], [2.0, 4.0]], dtype=torch.float64)
    found, _ = sampled(X, 1, 6, 0)
    close(found, 5.0, mistakes={
        "that is the length: square it": 5**0.5,
        "that is a mean over the entries: the squared length is their sum": 2.5,
        "that is the sum over the draws: take the mean": 30.0,
        "the differences are summed without squares": 3.0,
        "divide by the number of draws itself": 6.0,
    })  # fmt: skip

with check("as many batches as asked for, of the size asked for", hint="range(draws), (size,)",
           points=0.3):  # fmt: skip
    _, batches_seen = sampled(rng().normal(9, 2, dtype=torch.float64), 4, 5, 1)
    sizes = [len(batch) for batch in batches_seen]
    equal(sizes, [4, 4, 4, 4, 4])


### BEGIN HIDDEN TESTS
def measured_variance(n, d, k, size, draws, dtype, start=1.0, labels=40, of_X=1.0):
    """What is answered for random data, and what the batches that were drawn give.

    The weights are `start` times as large as usual, the pictures `of_X` times; where `start` is
    None, numbers are of all sizes.
    """
    draw = rng()
    draw.dtype = dtype
    if start is None:
        X, W = draw.mixed(n, d), draw.mixed(k, d)
    else:
        X, W = of_X * draw.normal(n, d), start * draw.normal(k, d)
    X[:, 0] = torch.arange(n, dtype=dtype) / n  # tells which rows came
    y, seen = draw.integers(0, labels, (n,)), []

    def objective(W, X, y):
        """The squares, noting the batch."""
        seen.append((W.clone(), X.clone(), y.clone()))
        return squares(W, X, y)

    generator = seeded(int(rng().integers(0, 1000, ())))
    found = unchanged(gradient_variance, objective, W.clone(), X.clone(), y.clone(), size, draws,
                      generator)  # fmt: skip
    drawn = [one for one in seen if len(one[1]) != n]
    expect(len(drawn) == draws and all(len(some) == size for _, some, _ in drawn),
           f"expected {draws} batches of {size} rows from {n}, drawn with replacement")  # fmt: skip
    whole, off = squares(W.double(), X.double(), y)[1], []
    for at, some, labels in drawn:
        expect(torch.equal(at, W), "the gradient of a batch is asked at another W")
        places = (some[:, 0] * n).round().long()
        expect(torch.equal(some, X[places]), "a batch holds rows that are not rows of X")
        expect(torch.equal(labels, y[places]), "the labels are not those of the rows: index y, too")
        off.append((squares(W.double(), some.double(), labels)[1] - whole).square().sum())
    return number(found), torch.stack(off).mean()


with check("random gradients, about the whole gradient", points=2.3,
           hint="‖g − ḡ‖², ḡ over all rows; torch.randint(len(X), (size,), generator=generator)",
           says=(
               "Compute the gradient $\\bar g$ over all rows once",
               "draw draws minibatches of size rows with replacement",
               "Any size and any number of draws from 1 on; size may be above len(X).",
               "objective gets W as it is, and rows of X with their own labels",
               "Every row is as likely as any other, the generator alone decides",
               "Compute in the dtype of W",
               "Arguments stay as they are",
           )):  # fmt: skip
    X = rng().normal(30, 3, dtype=torch.float64) + 1
    found, batches_seen = sampled(X, 5, 8, int(rng().integers(0, 1000, ())))
    parts = torch.stack([batch.mean(dim=0) for batch in batches_seen])
    off = (parts - X.mean(dim=0)).square().sum(dim=1)
    close(found, off.mean(), rtol=1e-9, atol=1e-9, mistakes={
        "that is the spread about the mean of the batches: compare with the whole gradient": (
            (parts - parts.mean(dim=0)).square().sum(dim=1).mean()
        ),
        "that is the sample variance of the batches: compare with the whole gradient": (
            parts.var(dim=0).sum()
        ),
        "that is the root of the variance": off.mean().sqrt(),
        "the whole gradient is not subtracted": parts.square().sum(dim=1).mean(),
    })  # fmt: skip
    X = torch.tensor([[0.0], [1.0], [5.0]], dtype=torch.float64)
    _, batches_seen = sampled(X, 7, 6, int(rng().integers(0, 1000, ())))
    expect(len(batches_seen) == 6 and all(len(b) == 7 for b in batches_seen),
           "a batch of 7 from 3 rows: draw with replacement, by torch.randint")  # fmt: skip
    for n, d, k, size, draws, dtype, *more in (
        (9, 3, 4, 4, 5, torch.float64),
        (12, 4, 2, 5, 3, torch.float32),
        (90, 3, 1, 70, 3, torch.float64),
        (150, 20, 17, 2, 1, torch.float64),
        (6, 1, 1, 1, 130, torch.float64),
        (3, 2, 3, 30, 4, torch.float64),
        (1, 2, 2, 3, 2, torch.float64),
        (6, 300, 5, 4, 3, torch.float64),
        (9, 4, 5, 4, 3, torch.float64, None),
        (9, 4, 5, 4, 3, torch.float64, 1e-3, 1),
        (9, 4, 5, 4, 3, torch.float64, 2000.0),
        (9, 4, 5, 4, 3, torch.float64, 1e-3, 1, 2000.0),
    ):
        found, expected = measured_variance(n, d, k, size, draws, dtype, *more)
        rough = 1e-4 if dtype == torch.float32 else 1e-9
        close(found, expected, rtol=rough, atol=rough)

    X = rng().normal(50, 8, dtype=torch.float64)
    one, _ = sampled(X, 1, 400, 3)
    sixteen, _ = sampled(X, 16, 400, 4)
    ratio = float(one) / float(sixteen)
    expect(
        12 < ratio < 21, f"expected the variances of sizes 1 and 16 to be 16 : 1, got {ratio:.1f}"
    )
    X = torch.arange(5, dtype=torch.float64)[:, None]
    _, batches_seen = sampled(X, 1, 400, int(rng().integers(0, 1000, ())))
    rows = [int(batch.item()) for batch in batches_seen]
    times = [rows.count(row) for row in range(5)]
    expect(min(times) > 40 and max(times) < 120,
           f"400 times one of 5 rows: expected each about 80 times, got {times}")  # fmt: skip

    X = rng().normal(40, 2, dtype=torch.float64)
    first, again, other = (sampled(X, 3, 4, seed)[0] for seed in (7, 7, 8))
    expect(first == again, "the same seed gave another value: pass the generator to torch.randint")
    expect(first != other, "another seed gave the same value: use the generator that is given")
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What the right answer draws</summary>
#
# ![variance against batch size on logarithmic axes, along a line of slope −1](figures/variance.png)
#
# </details>

# %% role="demo" id="variance"
sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256]
generator = seeded(0)
halfway, _ = sgd(softmax_objective, zeros, few_X, few_y, 0.05,
                 lambda: minibatches(len(few_X), 32, generator), 1)  # fmt: skip
variances = [
    gradient_variance(softmax_objective, halfway, few_X, few_y, size, 300, generator)
    for size in sizes
]
log_sizes, log_variances = torch.tensor(sizes).log(), torch.tensor(variances).log()
centred = log_sizes - log_sizes.mean()
slope = ((centred * log_variances).sum() / centred.square().sum()).item()
figure, ax = plt.subplots(figsize=(6.4, 4.4), layout="compressed")
ax.loglog(sizes, variances, "o", label="measured, 300 batches each")
ax.loglog(sizes, [variances[0] / size for size in sizes], "--", color=plots.BAD, label="1/B")
plots.clean_axes(ax, xlabel="batch size B", ylabel="‖g − whole gradient‖²",
                 title="a minibatch gradient is a Monte Carlo estimate")  # fmt: skip
ax.legend()
print(f"slope on logarithmic axes: {slope:.2f}")

# %% [markdown]
# The slope is −1: variance ∝ 1/B. The typical error falls only with $1/\sqrt{B}$: half the error
# costs four times the pictures. That is why small batches pay.
#
# ## 7 · Momentum
#
# In the long valley, plain steps zigzag across and creep along. Let the point roll like a ball. Its
# **velocity** v remembers past gradients; across the valley they cancel, along it they add up:
#
# $$ v \leftarrow \rho\, v - \text{lr} \cdot \nabla f(W) \qquad W \leftarrow W + v $$
#
# By hand on w² from 1, lr = 0.1, ρ = 0.9:
#
# | step | gradient | v | w |
# |---|---|---|---|
# | 1 | 2 | −0.2 | 0.8 |
# | 2 | 1.6 | −0.18 − 0.16 = −0.34 | 0.46 |
# | 3 | 0.92 | −0.306 − 0.092 = −0.398 | 0.062 |
#
# Under a constant gradient the velocity grows to $1 + \rho + \rho^2 + \dots = 1/(1 - \rho)$ plain
# steps: ten, for ρ = 0.9. So take a smaller lr.
#
# ### Exercise 10 · Momentum, your own training loop ●●●
#
# As `sgd`, with a velocity that starts at 0 and **lives on** from epoch to epoch. This is the loop
# that trains everything below, so it also reports. Return the last `W` and a dict:
#
# - `"loss"`: for each epoch the mean of its batches' losses;
# - `"measured"`: for each epoch what `measure(W)` returns at its end; an empty list without
#   `measure`.
#
# With `progress=True`, show a bar: `tqdm(range(epochs), disable=not progress)` in place of
# `range(epochs)` is all it takes. The bar is for your eyes: no check looks at it.
#
# **Contract.** `W` of any k and d, in float32 or float64, and what comes back has its shape and
# dtype. Batches may be of any size, and each epoch has its own; the mean over an epoch counts every
# batch alike. `measure` is called once an epoch, with `W`. Any positive lr, any ρ from 0 on.
#


# %% role="exercise" id="momentum"
def momentum(
    objective,
    W: Float[Tensor, "k d"],
    X: Float[Tensor, "n d"],
    y: Tensor,
    lr: float,
    batches,
    epochs: int,
    rho: float = 0.9,
    measure=None,
    progress: bool = False,
) -> tuple[Float[Tensor, "k d"], dict[str, list[float]]]:
    """W after `epochs` epochs of SGD with momentum, and the history, one number an epoch."""
    ### BEGIN SOLUTION
    velocity = torch.zeros_like(W)
    history = {"loss": [], "measured": []}
    for _ in tqdm(range(epochs), disable=not progress):
        losses = []
        for rows in batches():
            loss, gradient = objective(W, X[rows], y[rows])
            velocity = rho * velocity - lr * gradient
            W = W + velocity
            losses.append(loss)
        history["loss"].append(float(sum(losses) / len(losses)))
        if measure is not None:
            history["measured"].append(measure(W))
    return W, history
    ### END SOLUTION


# %% role="test" id="momentum" points=5
def one_number(W, X, y):
    """W² as an objective on minibatches: X and y only set the number of steps."""
    return W.square().sum(), 2 * W


def rolled(w, rho, lr, steps, share=1.0):
    """Where w is after some steps on w², with plain numbers; `share` of the velocity is added."""
    v = 0.0
    for _ in range(steps):
        v = rho * v - lr * 2 * w
        w += share * v
    return w


with check("three steps by hand: 0.8, 0.46, 0.062", hint="v = ρ v − lr g, then W + v", points=0.7):
    start = torch.ones(1, 1, dtype=torch.float64)
    X, y = torch.zeros(3, 1, dtype=torch.float64), torch.zeros(3, dtype=torch.int64)
    singles = [torch.tensor([row]) for row in range(3)]
    end, history = momentum(one_number, start.clone(), X, y, 0.1, lambda: singles, 1)
    close(end, [[0.062]], mistakes={
        "that is SGD without momentum: carry v on, v = ρ v − lr g": [[0.512]],
        "you walk uphill: v = ρ v − lr g, W + v": [[2.322]],
        "lr counts twice: it is in v already, so add v itself": [[rolled(1.0, 0.9, 0.1, 3, 0.1)]],
        "lr is missing": [[rolled(1.0, 0.9, 1.0, 3)]],
        "v is not multiplied by ρ: nothing slows it": [[rolled(1.0, 1.0, 0.1, 3)]],
        "the old velocity has the wrong sign: + ρ v": [[rolled(1.0, -0.9, 0.1, 3)]],
    })  # fmt: skip
    expect(isinstance(history["loss"], list), 'expected a list as history["loss"], got '
           f"{type(history['loss']).__name__}")  # fmt: skip
    close(history["loss"], [(1 + 0.64 + 0.46**2) / 3], mistakes={
        "that is the last batch's loss: the mean over the epoch's batches is wanted": [0.46**2],
        "that is the sum of the losses: take their mean": [1 + 0.64 + 0.46**2],
        "one number an epoch, not one a step": [1.0, 0.64, 0.46**2],
    })  # fmt: skip
    end, _ = momentum(one_number, start.clone(), X[:1], y[:1], 0.1, lambda: singles[:1], 3)
    close(end, [[0.062]], mistakes={
        "the velocity starts from 0 in every epoch: set it once, before the loops": [[0.512]],
    })  # fmt: skip

with check("the bar changes nothing, measure is asked once an epoch", points=0.5,
           hint="after the epoch's steps"):  # fmt: skip
    places = []
    end, history = momentum(
        one_number, start.clone(), X, y, 0.1, lambda: singles, 2, 0.5,
        lambda W: places.append(float(W)) or float(W), True,
    )  # fmt: skip
    first, second = rolled(1.0, 0.5, 0.1, 3), rolled(1.0, 0.5, 0.1, 6)
    expect(len(places) == 2, f"expected measure to be asked after each of 2 epochs, and it was "
           f"asked {len(places)} times")  # fmt: skip
    close(places, [first, second], mistakes={
        "measure was asked before the epoch's steps: ask it after them": [1.0, first],
    })  # fmt: skip
    close(history["measured"], [first, second])
    close(end, [[second]])


### BEGIN HIDDEN TESTS
def momentum_by_torch(objective, W, X, y, lr, batches, epochs, rho, measure, progress):
    """The same by torch.optim.SGD, with the history that is due."""
    ends, losses = trained(W, X, y, lr, planned(batches, epochs), rho)
    measured = [] if measure is None else [measure(end) for end in ends]
    return ends[-1], {"loss": [sum(some) / len(some) for some in losses], "measured": measured}


def loop(draw, measured, bar, *sizes):
    """The arguments of a training loop; a step of momentum counts up to 1/(1 − ρ) times."""
    W, X, y, lr, batches, epochs = training(draw, *sizes)
    rho, weights = float(draw.uniform(1, high=0.95)), dyadic(draw, *W.shape)
    measure = (lambda W: (weights * W.double()).sum().item()) if measured else None
    return squares, W, X, y, lr * (1 - rho), batches, epochs, rho, measure, bool(bar)


with check("new batches for every epoch, each with its own labels", points=0.5,
           hint="call batches() inside the loop over epochs; X[rows], y[rows]",
           says=("As sgd, with a velocity that starts at 0", "and each epoch has its own",
                 "Arguments stay as they are")):  # fmt: skip
    asked, seen = [], []

    def noting(W, X, y):
        """As squares, noting the batch."""
        seen.append((X.clone(), y.clone()))
        return squares(W, X, y)

    X, y = rng().normal(7, 3, dtype=torch.float64), rng().permutation(7)
    rows = list(rng().permutation(7).split(3))
    start = rng().normal(1, 3, dtype=torch.float64)
    momentum(squares, start.clone(), X, y, 0.02, lambda: asked.append(1) or rows, 4)
    expect(len(asked) != 1, "the same order every epoch: not reshuffled; call batches() each epoch")
    expect(len(asked) == 4, f"expected batches() to be called 4 times, got {len(asked)}")
    end, _ = unchanged(momentum, noting, start.clone(), X, y, 0.02, lambda: rows, 1)
    shape(end, (1, 3))
    expect(len(seen) == 3, f"expected 3 steps, the last partial batch too, got {len(seen)}")
    for (some, labels), row in zip(seen, rows, strict=True):
        close(some, X[row])
        expect(torch.equal(labels, y[row]), "the labels are not those of the batch: index y, too")

with check("random batches, against torch.optim.SGD", hint="v = ρ v − lr g, then W + v", points=3.0,
           says=(
               "a velocity that starts at 0 and lives on from epoch to epoch",
               "for each epoch the mean of its batches' losses",
               "for each epoch what measure(W) returns at its end; an empty list without measure",
               "W of any k and d, in float32 or float64, and what comes back has its shape and",
               "the mean over an epoch counts every batch alike. measure is called once an epoch",
               "Any positive lr, any ρ from 0 on",
               "No call leaves anything for the next one",
           )):  # fmt: skip
    X, start = rng().normal(11, 3, dtype=torch.float64), rng().normal(1, 3, dtype=torch.float64)
    y, rows = rng().permutation(11), list(rng().permutation(11).split(4))
    end, history = momentum(squares, start.clone(), X, y, 0.02, lambda: rows, 3, 0.8)
    close(
        end,
        replayed(start, X, y, 0.02, rows, 0.8, epochs=3),
        rtol=1e-9,
        atol=1e-9,
        mistakes={
            "that is one epoch only": replayed(start, X, y, 0.02, rows, 0.8),
            "`rho` is not used: you wrote 0.9": replayed(start, X, y, 0.02, rows, 0.9, epochs=3),
            "the last partial batch is dropped": replayed(
                start, X, y, 0.02, rows[:-1], 0.8, epochs=3
            ),
            "the gradient is multiplied by 1 − ρ": replayed(
                start, X, y, 0.02 * (1 - 0.8), rows, 0.8, epochs=3
            ),
        },
    )
    equal(len(history["loss"]), 3)
    equal(len(history["measured"]), 0)
    fresh = list(rng().permutation(11).split(4))
    end, _ = momentum(squares, start.clone(), X, y, 0.02, epochs_of([rows, fresh]), 2, 0.8)
    expected = trained(start, X, y, 0.02, [rows, fresh], 0.8)[0][-1]
    close(end, expected, rtol=1e-9, atol=1e-9, mistakes={
        "the batches of the first epoch come again in the second": replayed(
            start, X, y, 0.02, rows, 0.8, epochs=2
        ),
    })  # fmt: skip
    both = (torch.float32, torch.float64)
    usual = [(1, 0, 1, 10, 3, 4, 2), (0, 0, 1, 1, 3, 2, 1), (1, 0, 1, 5, 1, 1, 1),
             (0, 0, 1024, 7, 20, 3, 1), (1, 1, 1, 2, 3, 1, 17), (1, 0, 0.01, 9, 4, 18, 1),
             (1, 0, 1, 8, 5, 5, 2)]  # fmt: skip
    for sizes, dtypes in ((usual, both), ([(1, 0, *end) for end in ENDS], both[1:])):
        contract(
            momentum,
            momentum_by_torch,
            loop,
            sizes=sizes,
            dtypes=dtypes,
            read=lambda found: (
                found[0],
                {key: numbers(value) for key, value in found[1].items()},
            ),
            layouts=False,
            slack=200,
        )

with check("ρ = 0 is plain SGD, ρ = 0.9 unless told", hint="rho: float = 0.9", points=0.3,
           says=("Any positive lr, any ρ from 0 on", "rho: float = 0.9")):  # fmt: skip
    X, start = rng().normal(6, 3, dtype=torch.float64), rng().normal(1, 3, dtype=torch.float64)
    y, rows = rng().permutation(6), list(rng().permutation(6).split(2))
    for given, rho in (((0.0,), 0.0), ((1.2,), 1.2), ((), 0.9)):
        end, _ = momentum(squares, start.clone(), X, y, 0.02, lambda: rows, 2, *given)
        close(end, replayed(start, X, y, 0.02, rows, rho, epochs=2), rtol=1e-9, atol=1e-9)
### END HIDDEN TESTS

# %% role="demo" id="momentum_demo"
figure, axes = plt.subplots(1, 2, figsize=(13, 4.6), layout="compressed")
axes[0].contour(across, up, height, levels=[1, 4, 10, 20, 35, 55], colors="#B0B0B0", linewidths=0.8)
nothing = torch.zeros(1, 1), torch.zeros(1)
for index, (rho, lr) in enumerate(((0.0, 0.09), (0.5, 0.09))):
    path = [torch.tensor([-10.0, 2.0])]
    momentum(lambda W, X, y: long_valley(W), path[0], *nothing, lr, lambda: [torch.tensor([0])], 25,
             rho, lambda W, path=path: path.append(W) or 0.0)  # fmt: skip
    first, second = torch.stack(path).T
    axes[0].plot(first, second, "o-", color=plots.PALETTE[index], markersize=4, linewidth=1.2,
                 label=f"ρ = {rho}, lr = {lr}: {path[-1].norm():.2f} from the bottom")  # fmt: skip
plots.clean_axes(axes[0], xlabel="w₁", ylabel="w₂", title="25 steps in the long valley")
axes[0].legend(loc="upper right")
losses = {}
for name, rho in (("plain", 0.0), ("momentum, ρ = 0.9", 0.9)):
    generator = seeded(0)
    _, history = momentum(softmax_objective, zeros, few_X, few_y, 0.01,
                          lambda g=generator: minibatches(len(few_X), 64, g), 15, rho)  # fmt: skip
    losses[name] = history["loss"]
_ = plots.curves(losses, ylabel="loss", title="softmax, lr = 0.01, batches of 64", ax=axes[1])

# %% [markdown]
# ## 8 · Tuning, honestly
#
# lr and reg are **hyperparameters**. Which values should you try? Step sizes live on a scale of
# factors: 0.001, 0.01, 0.1. Drawn evenly between 0.001 and 1, 90 % of all tries lie above 0.1. So
# draw the **exponent** evenly.
#
# ### Exercise 11 · Log-uniform ●○○
#
# n numbers between low and high, each factor of ten as likely as any other. The logarithm of the
# result is uniform.
#
# **Contract.** A tensor of shape (n,), in float32 or float64, for any 0 < low < high and any n from
# 1 on. Each number is drawn by itself, and the generator alone decides.
#
# <details><summary>Hint</summary>
#
# $\text{low} \cdot (\text{high} / \text{low})^u$, with u uniform between 0 and 1.
#
# </details>


# %% role="exercise" id="log_uniform"
def log_uniform(low: float, high: float, n: int, generator: torch.Generator) -> Float[Tensor, " n"]:
    """Random numbers between low and high, n of them, whose logarithm is uniform."""
    ### BEGIN SOLUTION
    return low * (high / low) ** torch.rand(n, generator=generator)
    ### END SOLUTION


# %% role="test" id="log_uniform" points=2
with check("half of them below the geometric mean, all between low and high", points=0.5,
           hint="draw the exponent evenly: low · (high / low) ** u"):  # fmt: skip
    found = log_uniform(0.001, 1.0, 4_000, seeded(0))
    shape(found, (4_000,))
    least, most = float(found.min()), float(found.max())
    expect(least > 0.000999 and most < 1.001,
           f"expected numbers between 0.001 and 1, got {least:.3g} to {most:.3g}")  # fmt: skip
    below = (found < 0.001**0.5).float().mean().item()
    expect(below > 0.1, f"{below:.0%} lie below 0.032: these are uniform; draw the exponent evenly")
    expect(least < 0.0011 and most > 0.9,
           f"expected the whole range from 0.001 to 1, got {least:.3g} to {most:.3g}")  # fmt: skip
    expect(abs(below - 0.5) < 0.06, f"expected half of them below 0.032, got {below:.0%}")

### BEGIN HIDDEN TESTS
with check("every factor gets its share, between any low and high", hint="uniform in the exponent",
           points=1.5, says=(
               "n numbers between low and high, each factor of ten as likely as any other",
               "A tensor of shape (n,), in float32 or float64, for any 0 < low < high and any n",
               "Each number is drawn by itself, and the generator alone decides",
           )):  # fmt: skip
    for low, high in ((1e-5, 1e-1), (2.0, 50.0), (1e-9, 1e-4), (300.0, 1e6), (0.5, 0.6)):
        found = log_uniform(low, high, 8_000, seeded(int(rng().integers(0, 10_000, ()))))
        shape(found, (8_000,))
        expect(found.is_floating_point() and found.dtype.itemsize >= 4,
               f"expected float32 or float64, got {found.dtype}")  # fmt: skip
        least, most = float(found.min()), float(found.max())
        expect(least >= low * 0.9999 and most <= high * 1.0001,
               f"expected numbers between {low:g} and {high:g}, got {least:.3g} to {most:.3g}",
        )  # fmt: skip
        share = (found.double() / low).log() / math.log(high / low)  # uniform from 0 to 1
        expect(share.median() < 0.8, f"most of the numbers between {low:g} and {high:g} lie at the "
               "upper end: these are uniform, not log-uniform")  # fmt: skip
        ranks = torch.arange(8_000, dtype=torch.float64) / 8_000
        off = (share.sort().values - ranks).abs().max().item()
        expect(off < 0.035, f"between {low:g} and {high:g} the logarithms are not uniform: some "
               f"part of the range has {off:.1%} of the numbers too many or too few")  # fmt: skip
        many = len(found.unique())
        expect(many > 7_000, f"expected numbers of their own, {many} of 8,000 are different")

    generator = seeded(4)
    first, second = log_uniform(0.1, 1.0, 9, generator), log_uniform(0.1, 1.0, 9, generator)
    again = log_uniform(0.1, 1.0, 9, seeded(4))
    expect(not torch.equal(first, second), "two calls gave the same numbers: set no seed inside")
    expect(torch.equal(first, again), "the same seed gave other numbers: pass the generator on")
    singles = [log_uniform(0.1, 10.0, 1, generator) for _ in range(200)]
    shape(singles[0], (1,))
    below = sum(float(single) < 1 for single in singles)
    expect(60 < below < 140, f"of 200 single numbers {below} lie in the lower half, expected about "
           "100")  # fmt: skip
    pairs = torch.stack([log_uniform(0.1, 10.0, 2, generator) for _ in range(200)])
    alike = ((pairs[:, 0] < 1) == (pairs[:, 1] < 1)).sum().item()
    expect(60 < alike < 140, f"of 200 pairs {alike} have both numbers in the same half, expected "
           "about 100: draw each number by itself")  # fmt: skip
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 12 · Spot the bug: the test set, again ●○○
#
# Finn tries 50 settings and reports the best accuracy of all on the test set. His colleague, with
# new pictures, gets less. Of 50 tries, the best one was also the luckiest on exactly these
# pictures. Mend `tune`: **choose** on the validation set, and look at the test set **once**, with
# the chosen model.
#
# **Contract.** A pair: the setting itself, as it stands in `settings`, and one number. A setting
# may be anything, such as a pair (lr, reg). Of equally good ones take any, without a further look
# at the test set.


# %% role="exercise" id="tune"
def tune(settings, train, accuracy, val, test):
    """The best setting, and its accuracy on the test set.

    `train(setting)` returns a trained W; `accuracy(W, X, y)` judges it; `val` and `test` are pairs
    (X, y).
    """
    ### BEGIN SOLUTION
    models = [train(setting) for setting in settings]
    scores = [accuracy(W, *val) for W in models]
    best = scores.index(max(scores))
    return settings[best], accuracy(models[best], *test)
    ### STARTS AS
    # models = [train(setting) for setting in settings]
    # scores = [accuracy(W, *test) for W in models]
    # best = scores.index(max(scores))
    # return settings[best], scores[best]
    ### END SOLUTION


# %% role="test" id="tune" points=2
def judged(on_val, on_test):
    """Runs `tune` with planned accuracies: which was chosen, what was reported, the looks."""
    looks = {"val": 0, "test": 0}

    def judge(W, X, y):
        """The accuracy that was planned for this W on this set."""
        expect(isinstance(W, Tensor), "accuracy judges what train returned, not the setting")
        which = next((name for name, one in sets.items() if torch.equal(X.double(), one)), "")
        expect(which, "accuracy judges the pictures of val or of test, as they are")
        looks[which] += 1
        return (on_val if which == "val" else on_test)[int(W)]

    sets = {
        "val": torch.tensor([[1 / 3], [1e-7 / 3]], dtype=torch.float64),
        "test": torch.tensor([[2 / 3], [1e-7 / 3]], dtype=torch.float64),
    }
    settings = [(0.1 * k, 1e-4) for k in range(len(on_val))]
    labels = torch.zeros(2, dtype=torch.int64)
    best, reported = tune(
        settings, lambda s: torch.tensor(float(settings.index(tuple(s)))), judge,
        (sets["val"], labels), (sets["test"], labels),
    )  # fmt: skip
    expect(not isinstance(best, int | Tensor), "that is a position: return the setting itself")
    return settings.index(tuple(best)) if tuple(best) in settings else best, number(reported), looks


with check("three settings: the second is best on the validation set", hint="choose by val",
           points=0.4):  # fmt: skip
    best, reported, looks = judged([0.90, 0.93, 0.91], [0.92, 0.90, 0.95])
    equal(best, 1, mistakes={
        "that setting is best on the test set, which may not choose": 2,
        "that setting is the worst on the validation set": 0,
    })  # fmt: skip
    close(reported, 0.90, mistakes={
        "that is the best accuracy on the test set, which may not choose": 0.95,
        "that is the accuracy on the validation set: it chose, so it flatters": 0.93,
    })  # fmt: skip

with check("the test set is looked at once", hint="accuracy(best model, *test), once", points=0.3):
    _, _, looks = judged([0.5, 0.7, 0.6, 0.4], [0.6, 0.6, 0.6, 0.7])
    expect(
        looks["test"] == 1, f"the test set was looked at {looks['test']} times: once, at the end"
    )


### BEGIN HIDDEN TESTS
def chosen(settings, train, accuracy, val, test):
    """The right answer."""
    scores = torch.tensor([accuracy(train(s), *val) for s in settings], dtype=torch.float64)
    best = settings[int(scores.argmax())]
    return best, accuracy(train(best), *test)


def contest(draw, count, n):
    """Settings (lr, reg), a training that depends on both, and two sets of n pictures."""
    directions = draw.normal(2, 3)
    pairs = [tuple(pair) for pair in draw.uniform(count, 2).tolist()]

    def train(setting):
        """A W for a setting."""
        return (torch.tensor(setting, dtype=torch.float64) @ directions)[None]

    def accuracy(W, X, y):
        """Something between 0 and 1 that depends on everything."""
        return (X.double() @ W[0].double() + y.double()).sin().mean().item() / 2 + 0.5

    val, test = (
        (draw.normal(n, 3), draw.integers(0, 10, (n,))) for _ in range(2)
    )  # fmt: skip
    return pairs, train, accuracy, val, test


with check("random settings, and equal ones", points=1.3,
           hint="the validation set chooses, the test set reports",
           says=(
               "choose on the validation set, and look at the test set once, with the chosen model",
               "the setting itself, as it stands in settings, and one number",
               "Of equally good ones take any, without a further look at the test set",
               "Arguments stay as they are",
           )):  # fmt: skip
    for place in (0, 19, None):
        on_val = [0.5 + 0.002 * v for v in rng().permutation(20).tolist()]
        on_test = [0.5 + 0.01 * v for v in rng().permutation(20).tolist()]
        if place is not None:
            on_val[place] = 0.5401
        place = on_val.index(max(on_val))
        on_test[place] = 0.31
        best, reported, looks = judged(on_val, on_test)
        equal(best, place, mistakes={
            "that setting is best on the test set, which may not choose": (
                on_test.index(max(on_test))
            ),
            "that setting is the worst on the validation set": on_val.index(min(on_val)),
        })  # fmt: skip
        close(reported, 0.31, mistakes={
            "that is the best accuracy on the test set": max(on_test),
        })  # fmt: skip
        expect(looks["test"] == 1,
               f"the test set was looked at {looks['test']} times: once, at the end")  # fmt: skip
    on_test = [0.5 + 0.1 * v for v in rng().permutation(4).tolist()]
    best, reported, looks = judged([0.6, 0.7, 0.7, 0.7], on_test)
    expect(best in (1, 2, 3), f"expected one of the three best settings, got setting {best}")
    close(reported, on_test[best])
    expect(looks["test"] == 1, f"three settings are equally good, and the test set was looked at "
           f"{looks['test']} times: once, at the end")  # fmt: skip
    contract(
        tune,
        chosen,
        contest,
        sizes=[(12, 5), (1, 3), (2, 1), (30, 2)],
        read=lambda found: (found[0], number(found[1])),
        layouts=False,
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Random against grid, nine tries each
#
# **Predict.** Suppose that lr matters and reg hardly does. How many different values of lr does a
# 3 × 3 grid try? How many do nine random tries?
#
# <details><summary>What the right answer draws</summary>
#
# ![nine tries on a grid and nine at random, coloured by accuracy](figures/search.png)
#
# </details>

# %% role="demo" id="search"
part = min(4_000, len(train_X))
grid = [(lr, reg) for lr in (1e-4, 1e-2, 1.0) for reg in (1e-6, 1e-4, 1e-2)]
generator = seeded(0)
at_random = list(zip(log_uniform(1e-4, 1.0, 9, generator).tolist(),
                     log_uniform(1e-6, 1e-2, 9, generator).tolist(), strict=True))  # fmt: skip


def short_training(setting):
    """Softmax, three epochs on a part of the training pictures, with one (lr, reg)."""
    lr, reg = setting
    g = seeded(0)
    W, _ = momentum(lambda W, X, y: softmax_objective(W, X, y, reg), zeros, train_X[:part],
                    train_y[:part], lr, lambda: minibatches(part, 64, g), 3)  # fmt: skip
    return W


tried = {"grid": grid, "random": at_random}
scores_of = {
    name: [accuracy(short_training(setting), val_X, val_y) for setting in settings]
    for name, settings in tried.items()
}
every = list(itertools.chain(*scores_of.values()))
figure, axes = plt.subplots(1, 2, figsize=(11, 4.4), layout="compressed", sharey=True)
for ax, (name, settings) in zip(axes, tried.items(), strict=True):
    scores = scores_of[name]
    lrs, regs = zip(*settings, strict=True)
    dots = ax.scatter(lrs, regs, c=scores, s=220, vmin=min(every), vmax=max(every), edgecolor="k")
    for lr, reg, score in zip(lrs, regs, scores, strict=True):
        ax.annotate(f"{score:.1%}", (lr, reg), xytext=(0, 12), textcoords="offset points",
                    ha="center", fontsize=9)  # fmt: skip
    ax.set(xscale="log", yscale="log", xlim=(3e-5, 3), ylim=(3e-7, 4e-2))
    plots.clean_axes(ax, xlabel="lr", ylabel="reg" if name == "grid" else None,
                     title=f"{name}: best {max(scores):.1%}")  # fmt: skip
    best = settings[scores.index(max(scores))]
    print(f"{name:7s} {len(set(lrs))} step sizes, best on validation {max(scores):.2%}"
          f" at lr = {best[0]:.2g}, reg = {best[1]:.1g}")  # fmt: skip
_ = figure.colorbar(dots, ax=axes, label="accuracy on the validation set")

# %% [markdown]
# Along the grid's columns little changes: reg matters only where it is large, and half of the tries
# say what was known already. Nine random tries are nine step sizes (Bergstra and Bengio, 2012). A
# grid that happens to hold a good value can still win a round: compare the grid in the table at the
# end with five random rounds.
#
# ## 9 · The score
#
# All together, on all training pictures: your `momentum`, batches of 128, and **two** step sizes. A
# large one to get near, then a tenth of it, so that the noise of the batches dies down.

# %% role="demo" id="train_both"
plan = {"softmax": (softmax_objective, 0.1), "SVM": (svm_objective, 0.01)}
models, curves_of = {}, {}
for name, (objective, lr) in plan.items():
    generator = seeded(0)
    arguments = {
        "batches": lambda g=generator: minibatches(len(train_X), 128, g),
        "measure": lambda W: accuracy(W, val_X, val_y),
    }
    with Timer() as clock:
        W, first = momentum(lambda W, X, y, o=objective: o(W, X, y, 1e-5), zeros, train_X, train_y,
                            lr, epochs=6, progress=True, **arguments)  # fmt: skip
        W, last = momentum(lambda W, X, y, o=objective: o(W, X, y, 1e-5), W, train_X, train_y,
                           lr / 10, epochs=3, progress=True, **arguments)  # fmt: skip
    models[name] = W
    curves_of[name] = first["measured"] + last["measured"]
    print(f"{name}: validation {accuracy(W, val_X, val_y):.2%}, {clock.seconds:.0f} s")
_ = plots.curves(curves_of, ylabel="accuracy, validation", title="nine epochs, the last three slow")

# %% [markdown]
# Now, once, the test set. LeCun and others (1998) report an error of 12.0 % for a linear classifier
# on MNIST, and 7.6 % for pairs of classes against each other.

# %% role="demo" id="test_score"
for name, W in models.items():
    score = accuracy(W, test_X, test_y)
    print(f"{digits.source}, {name}: accuracy {score:.2%} on {len(test_X):,} test pictures,"
          f" error {1 - score:.2%}")  # fmt: skip

# %% role="demo" id="templates"
side = digits.test_images.shape[1:]
for name, W in models.items():
    _ = plots.templates(W[:, :-1], side, title=f"{name}: the template of each digit")

# %% [markdown]
# Each class has one template: blue where ink speaks against it, red where ink speaks for it. Look
# at the 0: a blue middle. One template must do for all ways to write a digit. That is where the
# method ends.

# %% role="demo" id="confusion"
predicted = (test_X @ models["softmax"].T).argmax(dim=1)
_ = plots.confusion_matrix(test_y, predicted, digits.classes, title="softmax")

# %% role="demo" id="worst"
chances = torch.softmax(test_X @ models["softmax"].T, dim=1)
surest, said = chances.max(dim=1)
missed = (said != test_y).nonzero()[:, 0]
worst = missed[surest[missed].argsort(descending=True)][:12]
_ = plots.image_grid(
    digits.test_images[worst],
    titles=[f"{t}, taken for {s}\n{c:.1%} sure" for t, s, c in
            zip(test_y[worst].tolist(), said[worst].tolist(), surest[worst].tolist(), strict=True)],
    columns=6,
    title="wrong, and surest of it",
)  # fmt: skip

# %% [markdown]
# Some of these you would miss, too. Others are plain, but unusual: a slant or a place of ink for
# which the one template has no room. And the classifier is *sure*. A probability from softmax is
# no promise.

# %% [markdown]
# ## Quiz
#
# Put your answers in the cell below: a number, or a letter in quotes.
#
# 1. f(w) = w², gradient descent. Above which step size does |w| grow with every step?
# 2. Batches of 128 in place of 32. The variance of the gradient is divided by what?
# 3. h is divided by 10, and rounding does not matter yet. The error of the **central** difference
#    is divided by about what?
# 4. `W` has 10 × 785 entries. How many losses does its central-difference gradient need?
# 5. 55,000 pictures, batches of 128, nothing dropped. How many steps has an epoch?
# 6. float32, h = 10⁻⁸, weights near 1. The numeric gradient is "a" more exact than with h = 10⁻²,
#    "b" useless, since W + h is W, "c" always too large, "d" nan.
# 7. ρ = 0.9 and a constant gradient: after a long time, how many times as long as a plain step is
#    each step?
# 8. A run's loss falls in the first steps, then grows to 10³⁰. The gradient check gives 10⁻⁹. What
#    first? "a" derive the gradient anew, "b" a smaller h, "c" a smaller lr, "d" more epochs.

# %% role="quiz" id="quiz"
### BEGIN SOLUTION
q1 = 1
q2 = 4
q3 = 100
q4 = 2 * 10 * 785
q5 = 430
q6 = "b"
q7 = 10
q8 = "c"
### STARTS AS
# q1 = None  # a number
# q2 = None  # a number
# q3 = None  # a number
# q4 = None  # a number
# q5 = None  # a number
# q6 = None  # "a", "b", "c" or "d"
# q7 = None  # a number
# q8 = None  # "a", "b", "c" or "d"
### END SOLUTION

# %% role="test" id="quiz" points=8
with check("question 1: where w² begins to diverge"):
    is_number(q1)
    ### BEGIN HIDDEN TESTS
    close(q1, 1, atol=1e-9, mistakes={
        "at 0.5 a single step lands at the bottom": 0.5,
        "the curvature of w² is 2, so the border is 2/2": 2,
        "at 0.1 the distance shrinks by a factor of 0.8": 0.1,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 2: the variance of a larger batch"):
    is_number(q2)
    ### BEGIN HIDDEN TESTS
    close(q2, 4, atol=1e-9, mistakes={
        "that is the standard deviation: the variance goes with 1/B": 2,
        "the variance goes with 1/B, not 1/B²": 16,
        "it does fall: the variance goes with 1/B": 1,
        "that is what is left: it is divided by the inverse": 0.25,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 3: the error of the central difference"):
    is_number(q3)
    ### BEGIN HIDDEN TESTS
    close(q3, 100, atol=1e-9, mistakes={
        "that is the forward difference: the central one goes with h²": 10,
        "the central difference goes with h²": 1000,
        "the error falls: it is divided by the inverse": 0.01,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 4: the price of a numeric gradient"):
    is_number(q4)
    ### BEGIN HIDDEN TESTS
    close(q4, 15_700, atol=1e-9, mistakes={
        "two for each entry": 7850,
        "that is the forward difference: the central one needs two for each entry": 7851,
        "f(W) itself is not needed": 15_701,
        "785 columns: the bias is one of them": 15_680,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 5: steps in an epoch"):
    is_number(q5)
    ### BEGIN HIDDEN TESTS
    close(q5, 430, atol=1e-9, mistakes={
        "the last partial batch of 88 pictures is a step, too": 429,
        "a part of a step is a step: round up": 429.6875,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 6: a tiny h in float32"):
    one_of(q6, "abcd")
    ### BEGIN HIDDEN TESTS
    equal(q6, "b", mistakes={
        "look at the left end of the float32 curves in section 3": "a",
        "it is mostly 0, where W + h is W": "c",
        "nothing is divided by 0: h is not 0, only W + h − W is": "d",
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 7: the velocity in the long run"):
    is_number(q7)
    ### BEGIN HIDDEN TESTS
    close(q7, 10, atol=1e-9, mistakes={
        "1 + 0.9 is the second step: go on adding": 1.9,
        "1 + ρ + ρ² + … starts with 1": 9,
        "1/(1 − ρ), not 1 − ρ": 0.1,
        "that is ρ itself: 1 + ρ + ρ² + … = 1/(1 − ρ)": 0.9,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 8: a loss of 10³⁰"):
    one_of(q8, "abcd")
    ### BEGIN HIDDEN TESTS
    equal(q8, "c", mistakes={
        "10⁻⁹ says that the gradient is right": "a",
        "h is a matter of the check, not of the training": "b",
        "it would only grow further": "d",
    })  # fmt: skip
    ### END HIDDEN TESTS

# %% [markdown] role="written" id="what_is_wrong" points=3
# ### In your own words
#
# A friend's classifier trains, but its accuracy on new pictures stays at 15 %. Name three different
# causes that you met in this notebook. For each, say what she should measure to find out whether it
# is that one, and what she would see.
#
# ### BEGIN SOLUTION
# (1) **The step size.** Plot the loss for lr, lr/10 and 10 · lr. Too large: it jumps or grows (5 %
# over 2/a are enough, section 4). Too small: a slow, straight fall. (2) **A wrong gradient.** A
# gradient check in float64 at random entries: below 10⁻⁶ it is right, 1 is a wrong sign, and 10⁻²
# is some other error (section 3). (3) **No shuffling.** Print the labels of one batch: if they are
# all the same, the pictures are sorted (section 5). Others: a sum in place of a mean (give it every
# picture twice, section 4).
#
# === BEGIN MARK SCHEME ===
# One point for each cause, if it comes with a measurement that tells it from the others. Half a
# point without.
# === END MARK SCHEME ===
# ### END SOLUTION

# %% [markdown]
# ## What you should see
#
# <!-- measured: python -m benchmarks.tables lab03_optimization --write -->
# | | MNIST | offline digits |
# |---|---|---|
# | training / test pictures | 55,000 / 10,000 | 1,197 / 400 |
# | least squares, step 0.01 · 2/a: loss after 99 steps | 0.60 | 0.55 |
# | least squares, step 0.95 · 2/a | 0.33 | 0.31 |
# | least squares, step 1.05 · 2/a | 10^7 | 10^7 |
# | best of 9 on a grid, validation | 87.2% | 96.5% |
# | best of 9 at random, validation | 86.0% – 89.6% | 89.5% – 95.5% |
# | best of 1,000 random W, validation | 17% – 21% | 20% – 31% |
# | variance against batch size, slope | −1.01 – −1.00 | −1.00 |
# | softmax, test | 92.35% – 92.56% | 95.50% – 96.25% |
# | SVM, test | 91.97% – 92.21% | 93.25% – 94.50% |
# | training one of them, seconds | 2 – 3 | 0 |
# | the whole notebook, seconds | 21 | 14 |
# | the whole notebook, peak memory | 1.0 GiB | 0.9 GiB |
#
# Intervals are over 5 seeds or runs, measured on 2 cores, AMD EPYC, no GPU, torch 2.14.1+cu130.
# <!-- end of measured -->
#
# ## Where to go on
#
# - H. Robbins, S. Monro: *A stochastic approximation method*, Annals of Mathematical Statistics 22
#   (1951): where stochastic gradient descent comes from.
# - B. Polyak: *Some methods of speeding up the convergence of iteration methods*, USSR
#   Computational Mathematics and Mathematical Physics 4 (1964): momentum, as a heavy ball.
# - J. Bergstra, Y. Bengio: *Random search for hyper-parameter optimization*, JMLR 13 (2012).
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: *Gradient-based learning applied to document
#   recognition*, Proceedings of the IEEE 86 (1998): the data, and 12.0 % for a linear classifier.
#
# Next: what if the pixels are not the best numbers to learn from?

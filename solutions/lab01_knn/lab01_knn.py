# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 1 · k-nearest neighbours
#
# You will teach a computer to read handwritten digits without telling it anything about digits.
# It keeps every example it has seen. Asked about a new picture, it looks for the most similar
# ones and repeats what they were.
#
# **You will be able to**
#
# - say what the *semantic gap* is, and what *data-driven* means;
# - compute all distances between two sets of points without a Python loop, in bounded memory;
# - turn distances into a decision, with every tie settled;
# - choose k honestly: with validation data, never with the training or the test set;
# - show with numbers where distances between pixels mislead.
#
# | | |
# |---|---|
# | You need | Python functions, tensors and broadcasting (Lab 0) |
# | Your time | about 3 hours; the machine needs about a minute (see the table at the end) |
# | Points | 36 for code, 6 for the quiz, 3 for a written answer |

# %% [markdown]
# ## How this notebook works
#
# Run the cells from the top with <kbd>Shift</kbd> + <kbd>Enter</kbd>. Where a cell says
# `YOUR CODE HERE`, put your answer in place of the `raise` line. The grey cell below it checks your
# answer. A tick means that a property holds. A cross tells you which property does not, what was
# expected, and what came.
#
# Behind each property stands what it is worth. Checks of form alone are a tenth of an exercise
# together, and count once another one passes. Marks are given by these checks and by some that are
# not shown; those test nothing but what the text says, on other inputs.
#
# Each exercise has a **contract**, a line that says what the result looks like. For all of them:
#
# - the arguments stay as they were, and no call leaves anything behind for the next;
# - any axis may have length 1, and a tensor may be a view of another: transposed, sliced, expanded;
# - floating-point numbers may be large, tiny, negative or exactly 0.
#
# To see how far you are, run `from course_tools import progress` and `progress()` in a cell of your
# own: a board shows which checks hold, and the points so far.
#
# The sign behind an exercise's title tells how hard it is: ●○○ a few minutes, ●●○ needs a thought,
# ●●● needs paper. Hints are folded: try first.
#
# Now and then a line asks you to **predict**. Write your guess down before you run the next cell.
# A wrong guess teaches more than a right one.

# %% role="setup"
import itertools

import torch
from jaxtyping import Float, Int, Num
from torch import Tensor

from course_lib import default_device, map_rows, pairwise_blocks
from course_lib.checks import (
    check,
    close,
    contract,
    equal,
    expect,
    forbid,
    is_number,
    largest_tensor,
    one_of,
    rng,
)

device = default_device()
KINDS = (torch.float32, torch.float64, torch.uint8)  # what pictures may be made of


def two_sets(draw, n, m, d):
    """Two sets of points; where both have points, the first ones are the same."""
    a, b = draw.mixed(n, d), draw.mixed(m, d)
    shared = min(n, m, 1)
    b[:shared] = a[:shared]
    return a, b


# %% role="demo" id="data"
import matplotlib.pyplot as plt

from course_lib import Timer, data, median_seconds, plots

digits = data.load("mnist", device=device)
print(digits.source, "on", device)
print("training  ", tuple(digits.train_images.shape), digits.train_images.dtype)
print("validation", tuple(digits.val_images.shape))
print("test      ", tuple(digits.test_images.shape))
_ = plots.image_grid(digits.train_images[:20], titles=digits.train_labels[:20].tolist())

# %% [markdown]
# ## 1 · The semantic gap
#
# You see digits. The computer gets the numbers below: how bright each of 28 × 28 pixels is, from
# 0 (black) to 255 (white). Nothing in them says "five". The distance between these numbers and the
# idea is called the **semantic gap**.
#
# Move the digit by two pixels, draw it thicker, slant it: nearly every number changes, and it stays
# the same digit. Nobody has managed to write down rules that survive this.

# %% role="demo" id="pixels"
middle = digits.train_images[0, 5:15, 5:19]
figure, axes = plt.subplots(1, 2, figsize=(12, 4.4), layout="compressed")
_ = plots.image_grid(middle[None], ax=axes[0], title="a part of the first picture")
_ = plots.number_grid(middle, ax=axes[1], title="the same pixels, as the computer gets them")

# %% [markdown]
# ### The data-driven approach
#
# So we do not write rules. We collect pictures with their labels, and let a program work out the
# rest. Every method of this course has the same two parts:
#
# 1. **train**: take labelled examples, produce something;
# 2. **predict**: take a new picture, produce a label.
#
# The nearest-neighbour method is the simplest of all. Its `train` stores the examples. Its
# `predict` compares the new picture with every one of them.
#
# **Predict.** With ten times as many examples, how much longer does `train` take? And `predict`?
# You will measure both in section 5.

# %% [markdown]
# ## 2 · How far apart are two pictures?
#
# Put one picture on the other and subtract, pixel by pixel. The figure does it for two pictures of
# 4 × 4 pixels. Minus signs are dropped: a pixel that is 46 too bright is as wrong as one that is 46
# too dark. Add up what is left: one number, the distance.

# %% role="demo" id="four_by_four"
test_image = torch.tensor(
    [[56, 32, 10, 18], [90, 23, 128, 133], [24, 26, 178, 200], [2, 0, 255, 220]]
)
train_image = torch.tensor(
    [[10, 20, 24, 17], [8, 10, 89, 100], [12, 16, 178, 170], [4, 32, 233, 112]]
)
difference = (test_image - train_image).abs()
figure, axes = plt.subplots(1, 3, figsize=(11, 3.6), layout="compressed")
plots.number_grid(test_image, ax=axes[0], title="test picture")
plots.number_grid(train_image, ax=axes[1], title="training picture")
_ = plots.number_grid(difference, ax=axes[2], title=f"|test − training|, sum {difference.sum()}")

# %% [markdown]
# That is the **L1 distance**, also called Manhattan distance. With the pixels of a picture written
# in one row, $a = (a_1, \dots, a_d)$:
#
# $$ d_1(a, b) = \sum_{k=1}^{d} |a_k - b_k| $$
#
# From here on a set of n pictures is a table with n rows and d columns: one picture a row. Two
# sets, `a` of shape (n, d) and `b` of shape (m, d), give n × m distances: row i, column j holds the
# distance from `a[i]` to `b[j]`.

# %% [markdown]
# ### A trap first
#
# Pictures are stored as `uint8`: whole numbers from 0 to 255, one byte each.
#
# **Predict.** What is 10 − 20 in `uint8`?

# %% role="demo" id="wrap_around"
dark, bright = torch.tensor([10], dtype=torch.uint8), torch.tensor([20], dtype=torch.uint8)
print("10 - 20 =", (dark - bright).item())

# %% [markdown]
# There is no −10 among 0 … 255, so the result wraps around to −10 + 256. No warning is given. The
# distance from 10 to 20 would be 246, and the one from 20 to 10 would be 10. Make it a rule:
# **convert before you subtract**. This function does it. Floating-point input passes unchanged, so
# that float64 stays float64.


# %% role="given"
def as_float(x: Num[Tensor, "*shape"]) -> Float[Tensor, "*shape"]:
    """Whole numbers become float32; floating-point numbers stay as they are."""
    return x if x.is_floating_point() else x.float()


# %% [markdown]
# ### Exercise 1 · Two loops ●○○
#
# Write it the way it is defined: for every row of `a`, for every row of `b`, one distance. Slow,
# but hard to get wrong. You will test the fast versions against it.
#
# **Contract.** Shape (n, m), on the device of `a`. Its dtype is that of the input; for whole
# numbers, float32. Both sets have at least one point.
#
# <details><summary>Hint</summary>
#
# Convert both with `as_float`. Make the table with `a.new_zeros(len(a), len(b))`: it takes dtype
# and device from `a`. Then fill in one entry at a time.
#
# </details>


# %% role="exercise" id="l1_distances_two_loops"
def l1_distances_two_loops(a: Num[Tensor, "n d"], b: Num[Tensor, "m d"]) -> Float[Tensor, "n m"]:
    """L1 distances between the rows of a and the rows of b, one at a time."""
    ### BEGIN SOLUTION
    a, b = as_float(a), as_float(b)
    distances = a.new_zeros(len(a), len(b))
    for i in range(len(a)):
        for j in range(len(b)):
            distances[i, j] = (a[i] - b[j]).abs().sum()
    return distances
    ### END SOLUTION


# %% role="test" id="l1_distances_two_loops" points=2
with check("one row per query, one column per training point", form=True):
    contract(
        l1_distances_two_loops,
        lambda a, b: torch.zeros(len(a), len(b)),
        lambda draw, n, m: (draw.normal(n, 5), draw.normal(m, 5)),
        sizes=[(2, 3), (1, 3), (2, 1)],
        dtypes=KINDS,
        values=False,
    )

with check(
    "the 4 × 4 example by hand gives 456", hint="as_float first, then the difference", points=0.4
):
    by_hand_test = torch.tensor(
        [[56, 32, 10, 18, 90, 23, 128, 133, 24, 26, 178, 200, 2, 0, 255, 220]], dtype=torch.uint8
    )
    by_hand_train = torch.tensor(
        [[10, 20, 24, 17, 8, 10, 89, 100, 12, 16, 178, 170, 4, 32, 233, 112]], dtype=torch.uint8
    )
    wrapped = (by_hand_test - by_hand_train).float().sum().reshape(1, 1)
    signed = (by_hand_test.float() - by_hand_train.float()).sum().reshape(1, 1)
    close(
        l1_distances_two_loops(by_hand_test, by_hand_train),
        [[456.0]],
        mistakes={
            "uint8 numbers wrapped around: convert with as_float before you subtract": wrapped,
            "the signs cancel each other: take the absolute value before you sum": signed,
            "that is the L2 distance: for L1, add absolute values": [[26_280**0.5]],
            "that is the mean over the pixels: L1 is their sum": [[28.5]],
            "that is the largest difference: L1 is the sum of all": [[108.0]],
        },
    )


### BEGIN HIDDEN TESTS
with check(
    "random points",
    hint="entry (i, j) belongs to a[i] and b[j]; a.new_zeros takes its dtype from a",
    points=1.4,
    says=("Add up what is left: one number, the distance.", "Its dtype is that of the input"),
):
    contract(
        l1_distances_two_loops,
        lambda a, b: torch.cdist(a, b, p=1),
        two_sets,
        sizes=[(4, 5, 6), (6, 6, 6), (1, 5, 6), (4, 1, 6), (4, 5, 1), (3, 2, 300), (20, 3, 2)],
        dtypes=KINDS,
        slack=3,
        mistakes={
            "that is the L2 distance": torch.cdist,
            "that is the mean over the features: L1 is their sum": (
                lambda a, b: torch.cdist(a, b, p=1) / a.shape[1]
            ),
            "the signs cancel: take the absolute value before you sum": (
                lambda a, b: (a[:, None] - b).sum(-1).abs()
            ),
        },
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 2 · One loop ●○○
#
# The inner loop can go. `a[i]` has shape (d,), `b` has shape (m, d). Subtract them: broadcasting
# repeats `a[i]` for each row of `b`.
#
# **Contract.** As in exercise 1, with one Python loop at the most, and without `torch.cdist`.
#
# <details><summary>Hint</summary>
#
# `(a[i] - b).abs()` has shape (m, d). Which axis holds the features? Sum over that one.
#
# </details>


# %% role="exercise" id="l1_distances_one_loop"
def l1_distances_one_loop(a: Num[Tensor, "n d"], b: Num[Tensor, "m d"]) -> Float[Tensor, "n m"]:
    """L1 distances, with one Python loop over the rows of a."""
    ### BEGIN SOLUTION
    a, b = as_float(a), as_float(b)
    distances = a.new_zeros(len(a), len(b))
    for i in range(len(a)):
        distances[i] = (a[i] - b).abs().sum(dim=-1)  # (d,) - (m, d) -> (m, d) -> (m,)
    return distances
    ### END SOLUTION


# %% role="test" id="l1_distances_one_loop" points=2
with check("three points by hand", hint="sum over the feature axis, the last one", points=0.4):
    a = torch.tensor([[0.0, 0.0], [1.0, 5.0]])
    b = torch.tensor([[3.0, 4.0], [0.0, 1.0], [-1.0, 0.0]])
    close(
        l1_distances_one_loop(a, b),
        [[7.0, 1.0, 1.0], [3.0, 5.0, 7.0]],
        mistakes={
            "that is the L2 distance: for L1, add absolute values": torch.cdist(a, b),
            "rows and columns are exchanged": [[7.0, 3.0], [1.0, 5.0], [1.0, 7.0]],
        },
    )

with check(
    "one loop, and the contract on random points",
    hint="sum over the last axis, dim=-1",
    points=1.6,
):
    forbid(
        l1_distances_one_loop,
        max_loops=1,
        calls=("torch.cdist",),
        on=lambda rows, columns, features: two_sets(rng(), rows, columns, features),
    )
    contract(
        l1_distances_one_loop,
        lambda a, b: torch.cdist(a, b, p=1),
        two_sets,
        sizes=[(6, 6, 6), (4, 5, 6), (1, 5, 6), (4, 1, 6), (4, 5, 1), (3, 2, 300), (20, 3, 2)],
        dtypes=KINDS,
        slack=3,
        mistakes={
            "small differences count, too": (
                lambda a, b: torch.nn.functional.threshold(torch.cdist(a, b, p=1), 1e-3, 0.0)
            ),
            "you sum over the points of b: sum over the features, dim=-1": (
                lambda a, b: (a[:, None] - b).abs().sum(dim=1)
            ),
            "uint8 numbers wrapped around: convert with as_float before you subtract": (
                lambda a, b: ((a[:, None] - b) % 256).sum(-1)
            ),
            "that is the mean over the features: L1 is their sum": (
                lambda a, b: torch.cdist(a, b, p=1) / a.shape[1]
            ),
            "the signs cancel: take the absolute value before you sum": (
                lambda a, b: (a[:, None] - b).sum(-1)
            ),
        },
    )

# %% [markdown]
# ### Exercise 3 · No loop, in bounded memory ●●○
#
# The outer loop can go too. Give `a` the shape (n, 1, d) and `b` the shape (1, m, d): their
# difference has shape (n, m, d), and the sum over the last axis is the whole table at once.
#
# **Predict.** You have 10,000 test pictures and 60,000 training pictures of 784 pixels, four bytes
# each. How many gigabytes does that difference need? (It is question 1 of the quiz.)
#
# No computer you will meet has that much memory. And even where it fits, a big temporary table is
# slow: it has to travel to main memory and back, while a small one stays in the processor's cache.
# The way out is to work through the table in small **blocks**. The loop over the blocks is in
# `pairwise_blocks`, so your function has none.
#
# **Contract.** As in exercise 1, without a loop and without `torch.cdist`. For 200 and 300 points
# of 784 features no tensor on the way has more than 4,000,000 numbers. Sets with different numbers
# of features are refused with a `ValueError`.
#
# <details><summary>How to use <code>pairwise_blocks</code></summary>
#
# Write an inner function `block(rows, columns)` for some rows of `a` and some rows of `b`. It
# returns their small table of distances. Then `pairwise_blocks(block, a, b)` calls it for all parts
# and puts the big table together.
#
# </details>
#
# <details><summary>Hint for the block</summary>
#
# `rows[:, None, :]` has shape (r, 1, d), `columns[None, :, :]` has shape (1, c, d).
#
# </details>


# %% role="exercise" id="l1_distances"
def l1_distances(a: Num[Tensor, "n d"], b: Num[Tensor, "m d"]) -> Float[Tensor, "n m"]:
    """L1 distances between all rows of a and all rows of b, without a Python loop over points.

    Raises:
        ValueError: a and b have different numbers of features.
    """
    if a.shape[-1] != b.shape[-1]:
        raise ValueError(f"a has {a.shape[-1]} features, b has {b.shape[-1]}: give both the same")
    ### BEGIN SOLUTION

    def block(rows: Tensor, columns: Tensor) -> Tensor:
        difference = rows[:, None, :] - columns[None, :, :]  # (r, c, d)
        return difference.abs_().sum(dim=-1)  # in place: the block is ours

    return pairwise_blocks(block, as_float(a), as_float(b))
    ### END SOLUTION


# %% role="test" id="l1_distances" points=5
with check("two points by hand: 12", points=0.5):
    close(
        l1_distances(
            torch.tensor([[10, 2]], dtype=torch.uint8), torch.tensor([[20, 0]], dtype=torch.uint8)
        ),
        [[12.0]],
        mistakes={
            "uint8 numbers wrapped around: convert with as_float before you subtract": [[248.0]],
            "the signs cancel: take the absolute value before you sum": [[-8.0]],
            "that is the L2 distance: for L1, add absolute values": [[104**0.5]],
            "that is the mean over the features: L1 is their sum": [[6.0]],
        },
    )

with check(
    "no loop, bounded memory, and the contract on random points",
    hint="sum over the last axis; never build the table (n, m, d): use pairwise_blocks",
    points=4.5,
):
    forbid(
        l1_distances,
        loops=True,
        calls=("torch.cdist", "torch.nn.functional.pairwise_distance"),
        on=lambda rows, columns, features: two_sets(rng(), rows, columns, features),
    )
    largest = largest_tensor(l1_distances, rng().normal(200, 784), rng().normal(300, 784))
    expect(
        largest <= 4_000_000,
        f"the largest tensor on the way has {largest:,} numbers; the whole difference (n, m, d) "
        f"would have {200 * 300 * 784:,}; expected at most 4,000,000",
    )
    contract(
        l1_distances,
        lambda a, b: torch.cdist(a, b, p=1),
        two_sets,
        sizes=[(4, 5, 6), (6, 6, 6), (1, 5, 6), (4, 1, 6), (4, 5, 1), (3, 2, 300), (257, 129, 3)],
        dtypes=KINDS,
        slack=3,
        mistakes={
            "that is the L2 distance": torch.cdist,
            "that is the mean over the features: L1 is their sum": (
                lambda a, b: torch.cdist(a, b, p=1) / a.shape[1]
            ),
            "the signs cancel: take the absolute value before you sum": (
                lambda a, b: (a[:, None] - b).sum(-1)
            ),
        },
    )

# %% [markdown]
# ### What did that buy?
#
# **Predict.** By what factor is one loop faster than two, and none faster than one? Guess, then
# run.

# %% role="demo" id="loops_timed"
queries = digits.train_images[:60].flatten(1)
points = digits.train_images[60:460].flatten(1)
two = median_seconds(l1_distances_two_loops, queries, points, repeats=3)
one = median_seconds(l1_distances_one_loop, queries, points, repeats=3)
none = median_seconds(l1_distances, queries, points, repeats=3)
print(f"two loops ÷ one loop: {two / one:6.1f}")
print(f"two loops ÷ no loop:  {two / none:6.1f}")

# %% [markdown]
# ## 3 · The distance as the crow flies
#
# The **L2** or Euclidean distance squares the differences, and takes the root at the end:
#
# $$ d_2(a, b) = \sqrt{\sum_k (a_k - b_k)^2} $$
#
# All points at distance 1 from the origin make a circle for L2 and a diamond for L1.

# %% role="demo" id="unit_balls"
axis = torch.linspace(-1.6, 1.6, 161)
plane = torch.cartesian_prod(axis, axis)
figure, axes = plt.subplots(1, 2, figsize=(8, 4), layout="compressed")
for ax, name, order in zip(axes, ("L1: a diamond", "L2: a circle"), (1, 2), strict=True):
    height = torch.linalg.vector_norm(plane, ord=order, dim=-1).reshape(161, 161).T
    lines = ax.contour(axis, axis, height, levels=[0.25, 0.5, 0.75, 1.0, 1.25], colors=plots.ACCENT)
    ax.clabel(lines)
    plots.clean_axes(ax, title=name).set_aspect("equal")

# %% [markdown]
# ### Exercise 4 · L2 by matrix multiplication ●●○
#
# Expand the square: $\|a - b\|^2 = \|a\|^2 + \|b\|^2 - 2\, a \cdot b$. The last term, for all pairs
# at once, is one matrix product, the operation that processors are built to do fast. There is no
# table (n, m, d), so you need no blocks.
#
# Beware of one thing. In floating point the three terms do not cancel exactly. For two equal points
# the sum may come out as −0.5 in place of 0, and its root is `nan`. Push negative values up to 0
# before you take the root.
#
# **Contract.** As in exercise 3: shape, dtype, no loop, no `torch.cdist`, no tensor of more than
# 4,000,000 numbers, and a `ValueError`. Points that are far apart compared with their rounding get
# their distance to full precision.
#
# <details><summary>Hint</summary>
#
# With `keepdim=True` the squared norms of `a` have shape (n, 1), and those of `b` shape (m,).
# Together they broadcast to (n, m). `clamp(min=0)` removes the negative values.
#
# </details>


# %% role="exercise" id="l2_distances"
def l2_distances(a: Num[Tensor, "n d"], b: Num[Tensor, "m d"]) -> Float[Tensor, "n m"]:
    """L2 distances between all rows of a and all rows of b, by one matrix product.

    Raises:
        ValueError: a and b have different numbers of features.
    """
    if a.shape[-1] != b.shape[-1]:
        raise ValueError(f"a has {a.shape[-1]} features, b has {b.shape[-1]}: give both the same")
    ### BEGIN SOLUTION
    a, b = as_float(a), as_float(b)
    squares = (-2 * a) @ b.T  # (n, m)
    squares += torch.linalg.vector_norm(a, dim=1, keepdim=True) ** 2  # (n, 1)
    squares += torch.linalg.vector_norm(b, dim=1) ** 2  # (m,)
    return squares.clamp_(min=0).sqrt_()  # in place: at full size the table is large
    ### END SOLUTION


# %% role="test" id="l2_distances" points=5
with check("3, 4, 5: the triangle by hand", hint="the root comes last", points=0.4):
    close(
        l2_distances(torch.tensor([[0.0, 0.0]]), torch.tensor([[3.0, 4.0], [0.0, 2.0]])),
        [[5.0, 2.0]],
        mistakes={
            "that is the squared distance: take the root": [[25.0, 4.0]],
            "that is the L1 distance: square the differences, do not take absolute values": [
                [7.0, 2.0]
            ],
        },
    )
    close(
        l2_distances(
            torch.tensor([[16, 0]], dtype=torch.uint8), torch.tensor([[0, 12]], dtype=torch.uint8)
        ),
        [[20.0]],
        mistakes={
            "uint8 numbers wrapped around: convert with as_float before you square": [[12.0]],
        },
    )

with check(
    "a point is at distance 0 from itself, never nan", hint="clamp before the root", points=1.3
):
    a = rng().uniform(40, 784, high=255.0)
    own = l2_distances(a, a).diagonal()
    expect(bool(own.isfinite().all()), "expected numbers, got nan: the root of a negative number")
    expect(own.max() <= 20, f"expected about 0 (rounding leaves a few units), got {own.max():.1f}")
    close(l2_distances(a[:9], a[9:]), torch.cdist(a[:9], a[9:]), rtol=1e-4)


def far_apart(draw, n, m, d, size=1.0):
    """Two sets on two sides of the origin, so that rounding hardly shows; times a size."""
    side = 1 - 2 * draw.integers(0, 2, (1, d))
    a, b = draw.normal(n, d).abs() + 0.5, -draw.normal(m, d).abs() - 0.5
    return side * a * size, side * b * size


with check(
    "no loop, no table (n, m, d), and the contract on random points",
    hint="‖a‖² + ‖b‖² − 2 a·b, by one matrix product: a @ b.T",
    points=3.3,
):
    forbid(
        l2_distances,
        loops=True,
        calls=("torch.cdist", "torch.nn.functional.pairwise_distance"),
        on=lambda rows, columns, features: two_sets(rng(), rows, columns, features),
    )
    largest = largest_tensor(l2_distances, rng().normal(200, 784), rng().normal(300, 784))
    expect(largest <= 4_000_000, f"a tensor on the way has {largest:,} numbers: at most 4,000,000")
    contract(
        l2_distances,
        lambda a, b: torch.cdist(a, b),
        far_apart,
        sizes=[(4, 5, 6), (6, 6, 6), (1, 5, 6), (4, 1, 6), (4, 5, 1), (3, 2, 300), (27, 29, 3)],
        dtypes=KINDS,
        slack=10,
        mistakes={
            "that is the squared distance: take the root": lambda a, b: torch.cdist(a, b) ** 2,
            "that is the L1 distance": lambda a, b: torch.cdist(a, b, p=1),
            "the product is missing its factor 2": (
                lambda a, b: (torch.cdist(a, b) ** 2 + a @ b.T).clamp(min=0).sqrt()
            ),
            "that is the distance to −b: the product is subtracted": (
                lambda a, b: torch.cdist(a, -b)
            ),
            "the mean over the features is not asked for": (
                lambda a, b: torch.cdist(a, b) / a.shape[1] ** 0.5
            ),
        },
    )
    contract(
        l2_distances,
        lambda a, b: torch.cdist(a, b),
        far_apart,
        sizes=[(3, 4, 2, 1e-2), (3, 4, 2, 1e-5), (3, 4, 2, 1e4)],
        slack=10,
    )

# %% [markdown]
# ### Which of the two depends on the axes?
#
# Turn the whole plane by 45°. All points turn together, so nothing has really changed.
#
# **Predict.** Which distance between two of the points stays the same: L1, L2, both, or none?

# %% role="demo" id="rotation"
angles = torch.arange(0, 91, 15)
cos, sin = torch.cos(torch.deg2rad(angles)), torch.sin(torch.deg2rad(angles))
turned = torch.stack([cos, sin], dim=1)  # the point (1, 0), turned by each angle
origin = torch.zeros(1, 2)
manhattan, euclidean = l1_distances(turned, origin)[:, 0], l2_distances(turned, origin)[:, 0]
for angle, first, second in zip(angles, manhattan, euclidean, strict=True):
    print(f"turned by {angle:2d}°:  L1 = {first:.3f}   L2 = {second:.3f}")

# %% [markdown]
# L1 depends on where the axes point; L2 does not. This tells you when to use which. If each number
# has a meaning of its own (age, income, height), the axes are special, and L1 is natural: adding up
# differences, one meaning after the other. If the numbers are coordinates in some space without
# preferred directions, turning it should not matter: L2.

# %% [markdown]
# ## 4 · From distances to a decision
#
# ### Exercise 5 · The nearest labels ●●○
#
# Given the table of distances, return the labels of the k nearest points of each query, **nearest
# first**. If two points are equally far, the one with the smaller index comes first. Ties are not
# rare: pictures are made of whole numbers, and a training set may hold the same picture twice.
# A rule for ties makes the answer the same on every computer.
#
# **Contract.** Shape (n, k), int64 as `labels`, for every k from 1 to m.
#
# <details><summary>Hint</summary>
#
# A **stable** sort keeps equal values in their old order, which is the order of the index:
# `distances.sort(dim=1, stable=True)` returns values and indices. `topk` promises no order among
# equal values.
#
# </details>
#
# <details><summary>A faster way, for the curious</summary>
#
# Sorting 60,000 distances to keep three is wasteful. `topk` finds the k-th smallest *value* of each
# row quickly. Only points up to that value can matter, and there are hardly more than k of them:
# sort these alone, by (row, distance, index). The reference solution does this.
#
# </details>


# %% role="exercise" id="nearest_labels"
def nearest_labels(
    distances: Float[Tensor, "n m"], labels: Int[Tensor, " m"], k: int
) -> Int[Tensor, "n k"]:
    """Labels of the k nearest points of each row, nearest first, ties by the smaller index."""
    ### BEGIN SOLUTION
    farthest_kept = distances.topk(k, dim=1, largest=False).values[:, -1:]  # (n, 1)
    row, column = (distances <= farthest_kept).nonzero(as_tuple=True)  # ordered by (row, index)
    order = distances[row, column].sort(stable=True).indices  # by (distance, row, index)
    order = order[row[order].sort(stable=True).indices]  # by (row, distance, index)
    candidates = row.bincount(minlength=len(distances))  # k of them in a row, more where ties are
    start = candidates.cumsum(dim=0) - candidates
    first_k = start[:, None] + torch.arange(k, device=distances.device)  # (n, k)
    return labels[column[order[first_k]]]
    ### END SOLUTION


# %% role="test" id="nearest_labels" points=4
with check("one row per query, k labels, for every k", form=True):
    contract(
        nearest_labels,
        lambda distances, labels, k: labels[: len(distances) * k].new_zeros(len(distances), k),
        lambda draw, n, m, k: (draw.uniform(n, m), draw.permutation(m), k),
        sizes=[(3, 8, 2), (1, 8, 2), (3, 8, 1), (3, 8, 8), (3, 1, 1)],
        values=False,
    )

with check(
    "by hand: the three nearest of four", hint="sort the distances, index the labels", points=0.5
):
    distances = torch.tensor([[3.0, 1.0, 4.0, 2.0]])
    equal(
        nearest_labels(distances, torch.tensor([70, 50, 40, 90]), 3),
        [[50, 90, 70]],
        mistakes={
            "these are the farthest: the smallest distance comes first": [[40, 70, 90]],
            "these are positions: use them to index `labels`": [[1, 3, 0]],
            "these are distances: use their positions to index `labels`": [[1, 2, 3]],
            "the nearest one is left out: it counts, too": [[90, 70, 40]],
            "these are the right three in reverse: the nearest comes first": [[70, 90, 50]],
            "you sort the columns: sort along each row, dim=1": [[70, 70, 70]],
        },
    )

with check("equal distances: the smaller index first", hint="a stable sort", points=0.3):
    distances = torch.tensor([[2.0, 1.0, 1.0, 1.0, 2.0]])
    equal(
        nearest_labels(distances, torch.tensor([0, 10, 20, 30, 40]), 4),
        [[10, 20, 30, 0]],
        mistakes={"among equal distances the smaller index comes first": [[30, 20, 10, 40]]},
    )


### BEGIN HIDDEN TESTS
def with_ties(draw, n, m, k):
    """Distances of all sizes, of which many are equal or 0 and some nearly equal; labels; k."""
    distances = draw.integers(0, 4, (n, m)) + 10.0 ** -draw.integers(1, 9, (n, m))
    distances = distances * draw.integers(0, 9, (n, m)).clamp(max=1)
    return distances * 10.0 ** draw.integers(-3, 4, (n, 1)), draw.integers(0, 1000, (m,)), k


def by_rank(distances, labels, k):
    """Python's own sort of (distance, index)."""
    rows = [sorted(range(len(labels)), key=lambda j: (row[j], j)) for row in distances.tolist()]
    return labels[torch.tensor(rows)[:, :k]]


with check(
    "many queries with many ties",
    hint="a stable sort keeps the order of the index",
    points=2.8,
    says=(
        "return the labels of the k nearest points of each query, nearest first",
        "the one with the smaller index comes first",
        "Shape (n, k), int64 as labels, for every k from 1 to m",
    ),
):
    contract(
        nearest_labels,
        by_rank,
        with_ties,
        sizes=[(7, 40, 7), (1, 9, 4), (5, 1, 1), (5, 9, 1), (5, 9, 9), (21, 9, 2), (2, 300, 280)],
        mistakes={
            "among equal distances the smaller index comes first; topk does not promise that": (
                lambda distances, labels, k: labels[distances.topk(k, largest=False).indices]
            ),
            "these are the farthest: the smallest distance comes first": (
                lambda distances, labels, k: by_rank(-distances, labels, k)
            ),
            "distances that differ by little are not equal: do not round them": (
                lambda distances, labels, k: by_rank(distances.round(decimals=3), labels, k)
            ),
        },
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 6 · A vote ●●○
#
# Each of the k neighbours has one vote. The label with the most votes wins. If two labels have
# equally many, the smaller label wins. That is arbitrary; what matters is that it is a rule.
#
# By hand, for k = 5: the neighbours 9, 2, 9, 2, 5 give two votes to 2 and two to 9. The answer is
# 2.
#
# **Contract.** Shape (n,), int64 as `neighbors`, for labels from 0 to 999 and any number of votes,
# odd or even.
#
# <details><summary>Hint</summary>
#
# `torch.nn.functional.one_hot` turns a label into a row of zeros with a single one. Sum the rows of
# the neighbours: these are the votes. `argmax` names the winner; of equal values it takes the
# first.
#
# </details>


# %% role="exercise" id="predict"
def predict(neighbors: Int[Tensor, "n k"]) -> Int[Tensor, " n"]:
    """The commonest label in each row; of equally common ones the smallest."""
    ### BEGIN SOLUTION
    votes = torch.nn.functional.one_hot(neighbors).sum(dim=1)  # (n, labels)
    return votes.argmax(dim=1)
    ### END SOLUTION


# %% role="test" id="predict" points=3
with check("one label a row", form=True):
    contract(
        predict,
        lambda neighbors: neighbors[:, 0],
        lambda draw, n, k: (draw.integers(0, 1000, (n, k)),),
        sizes=[(6, 5), (1, 5), (6, 1), (1, 1)],
        values=False,
    )

with check("by hand: 2 beats 7", hint="count the votes of each label", points=0.3):
    equal(
        predict(torch.tensor([[7, 2, 2]])),
        [2],
        mistakes={"that is the label of the nearest one: let all k of them vote": [7]},
    )

with check(
    "by hand: 9, 2, 9, 2, 5 gives 2", hint="of equally common labels the smallest", points=0.3
):
    equal(
        predict(torch.tensor([[9, 2, 9, 2, 5]])),
        [2],
        mistakes={
            "2 and 9 have two votes each: the smaller label wins, not the nearer": [9],
            "5 lies in the middle: count votes, labels are names and not amounts": [5],
        },
    )


### BEGIN HIDDEN TESTS
def most_common(neighbors):
    """Counted row by row in plain Python."""
    rows = neighbors.tolist()
    return torch.tensor([min(row, key=lambda c, row=row: (-row.count(c), c)) for row in rows])


with check(
    "random votes",
    hint="most votes first, then the smaller label",
    points=2.1,
    says=(
        "The label with the most votes wins.",
        "If two labels have equally many, the smaller label wins.",
        "for labels from 0 to 999 and any number of votes, odd or even",
    ),
):
    contract(
        predict,
        most_common,
        # The larger of two: some labels are more frequent than others.
        lambda draw, n, k, labels: (draw.integers(0, labels, (n, k, 2)).amax(dim=-1),),
        sizes=[
            (40, 5, 7),
            (40, 4, 3),
            (1, 5, 3),
            (6, 1, 1000),
            (20, 3, 1000),
            (9, 400, 2),
            (300, 2, 40),
            (4, 3, 1),
        ],
        mistakes={
            "a label is cut off: they go up to 999": (
                lambda neighbors: most_common(neighbors.clamp(max=29))
            ),
            "where labels have equally many votes, the smaller one wins": (
                lambda neighbors: 999 - most_common(999 - neighbors)
            ),
            "that is the number of votes: the label that has them is asked for": (
                lambda neighbors: torch.tensor([max(map(r.count, r)) for r in neighbors.tolist()])
            ),
            "that is the largest label: count the votes of each": (
                lambda neighbors: neighbors.amax(dim=1)
            ),
            "that is the label of the nearest one: let all k of them vote": (
                lambda neighbors: neighbors[:, 0]
            ),
        },
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 7 · The classifier ●●○
#
# Put the parts together. 10,000 queries against 60,000 points are 600 million distances, 2.4 GB. So
# work on `rows` queries at a time: distances, nearest labels, vote; keep the predictions, forget
# the distances.
#
# `distances` is the function to measure with: `l1_distances`, `l2_distances`, or any other with the
# same arguments.
#
# **Contract.** Shape (n,), int64 as `labels`. `distances` is asked about at most `rows` queries at
# a time, and about each query once; n need not be a multiple of `rows`.
#
# <details><summary>Hint</summary>
#
# A loop over blocks of queries with `torch.cat` at the end is fine. `map_rows(fn, queries,
# rows=rows)` does just that: it calls `fn` on `rows` rows at a time and joins the results.
#
# </details>


# %% role="exercise" id="knn_predict"
def knn_predict(
    queries: Num[Tensor, "n d"],
    points: Num[Tensor, "m d"],
    labels: Int[Tensor, " m"],
    k: int,
    distances,
    rows: int = 1_000,
) -> Int[Tensor, " n"]:
    """The predicted label of every query, never with more than `rows` queries at a time."""
    ### BEGIN SOLUTION
    points = as_float(points)  # once, not once a block

    def block(some: Tensor) -> Tensor:
        return predict(nearest_labels(distances(some, points), labels, k))

    return map_rows(block, queries, rows=rows)
    ### END SOLUTION


# %% role="test" id="knn_predict" points=4
with check(
    "two clusters by hand", hint="distances(queries, points), nearest_labels, predict", points=0.6
):
    points = torch.tensor([[0.0, 0.0], [0.0, 1.0], [9.0, 9.0], [9.0, 8.0]])
    queries = torch.tensor([[1.0, 1.0], [8.0, 8.0], [0.0, 0.5]])
    equal(
        knn_predict(queries, points, torch.tensor([3, 3, 8, 8]), 1, torch.cdist),
        [3, 8, 3],
        mistakes={"that is the label of the farthest point": [8, 3, 8]},
    )

with check("never more than `rows` queries at a time, each one once", points=0.6):
    seen = []

    def watched(a, b):
        """L1 distances, noting the number of queries."""
        seen.append(len(a))
        return torch.cdist(a, b, p=1)

    points, queries = rng().normal(30, 2), rng().normal(23, 2)
    found = knn_predict(queries, points, torch.arange(30), 1, watched, rows=10)
    expect(seen, "the given function `distances` was never called")
    expect(max(seen) <= 10, f"expected at most 10 queries at a time, got {max(seen)}")
    expect(sum(seen) == 23, f"expected all 23 queries, the last partial block too, got {sum(seen)}")
    equal(found, torch.cdist(queries, points, p=1).argmin(dim=1))


### BEGIN HIDDEN TESTS
def knn_by_hand(queries, points, labels, k, distances, rows=1_000):
    """Every query on its own, with sorted() and a count, as an independent answer."""
    answers = []
    table = torch.cat([distances(query[None], points) for query in queries])
    for row in table.tolist():
        nearest = [labels[j].item() for j in sorted(range(len(row)), key=row.__getitem__)[:k]]
        answers.append(min(set(nearest), key=lambda c: (-nearest.count(c), c)))
    return torch.tensor(answers)


def a_problem(draw, n, m, k, rows, d=3):
    """Points on a grid, whose distances no rounding changes; and one of two distances.

    On a fine grid of few places many distances are equal; on a coarse one they are large.
    """
    order = draw.integers(0, 2, (1,)).item()

    def l1_or_max(a, b):
        """The sum, or the largest, of the differences; of no more than `rows` queries."""
        expect(len(a) <= rows, f"expected at most {rows} queries at a time, got {len(a)}")
        difference = (a[:, None] - b).abs()
        return difference.amax(dim=-1) if order else difference.sum(dim=-1)

    fine = draw.integers(0, 2, (1,)).item()
    queries, points = (
        draw.integers(0, 9, (size, d)) / 256 if fine else 4.0 * draw.integers(0, 4_000, (size, d))
        for size in (n, m)
    )
    return queries, points, draw.integers(0, 2 if k > 1 else 1000, (m,)), k, l1_or_max, rows


with check(
    "random points, the given distance",
    points=2.8,
    says=(
        "distances is the function to measure with",
        "Shape (n,), int64 as labels.",
        "n need not be a multiple of rows",
    ),
):
    contract(
        knn_predict,
        knn_by_hand,
        a_problem,
        sizes=[
            (41, 30, 5, 7),
            (1, 30, 3, 7),
            (12, 30, 1, 4),
            (6, 1, 1, 100),
            (20, 5, 5, 1),
            (300, 9, 4, 290),
            (9, 300, 17, 9),
            (17, 40, 17, 20),
            (6, 30, 3, 4, 1),
        ],
        mistakes={
            "you measured with another distance than the given one": (
                lambda queries, points, labels, k, distances, rows: knn_by_hand(
                    queries, points, labels, k, torch.cdist
                )
            ),
            "only the nearest point decided: let k of them vote": (
                lambda queries, points, labels, k, distances, rows: knn_by_hand(
                    queries, points, labels, 1, distances
                )
            ),
        },
    )
### END HIDDEN TESTS

# %% [markdown]
# ## 5 · Memorise fast, predict slowly
#
# **Predict** again: ten times as many examples. How much longer do `train` and `predict` take?


# %% role="demo" id="train_and_predict"
class NearestNeighbors:
    """The data-driven approach in its simplest form."""

    def train(self, points, labels):
        """Memorise: keep a reference, compute nothing."""
        self.points, self.labels = points, labels

    def predict(self, queries, k=1):
        """Compare with everything that was kept."""
        return knn_predict(queries, self.points, self.labels, k, l1_distances)


flat_train = as_float(digits.train_images.flatten(1))
queries = as_float(digits.val_images[:100].flatten(1))
sizes = [len(flat_train) // part for part in (32, 16, 8, 4, 2, 1)]
model, train_ms, predict_ms = NearestNeighbors(), [], []
for size in sizes:
    some, their_labels = flat_train[:size], digits.train_labels[:size]
    train_ms.append(1e3 * median_seconds(model.train, some, their_labels))
    predict_ms.append(1e3 * median_seconds(model.predict, queries, repeats=3))
figure, ax = plt.subplots(figsize=(6.4, 4), layout="compressed")
ax.loglog(sizes, predict_ms, "o-", label="predict 100 pictures")
ax.loglog(sizes, train_ms, "s--", label="train")
ax.set_xticks(sizes, labels=[f"{size:,}" for size in sizes])
ax.minorticks_off()
plots.clean_axes(
    ax, xlabel="training pictures N", ylabel="milliseconds", title="train: O(1), predict: O(N)"
)
ax.legend()
print(f"{sizes[-1] / sizes[0]:.0f} times the examples: "
      f"train takes {train_ms[-1] / train_ms[0]:.1f} times as long, "
      f"predict {predict_ms[-1] / predict_ms[0]:.1f} times")  # fmt: skip

# %% [markdown]
# Training costs nothing, whatever N is. Predicting grows with N. That is the wrong way round: you
# train once, in the laboratory, and predict a million times, on a phone. Every later lab turns it
# about: slow training, and a prediction whose cost does not depend on how much was learned from.

# %% [markdown]
# ## 6 · What k does: decision regions
#
# Points in the plane can be drawn, so look at what the classifier does everywhere at once. Each
# place of the picture takes the colour of the label it would get. Where two labels have equally
# many votes it stays **white**: undecided.
#
# **Predict.** With k = 1, what happens around a single red point among blue ones? What with k = 5?
#
# <details><summary>What the right answer draws</summary>
#
# ![six pictures of decision regions, for L1 and L2 and k = 1, 3, 5](figures/regions.png)
#
# </details>

# %% role="demo" id="regions"
from course_lib.toy import blobs


def predict_or_undecided(points, labels, queries, k, metric):
    """As your classifier, but −1 where the vote is tied."""
    measure = l1_distances if metric == "L1" else l2_distances
    neighbors = nearest_labels(measure(queries, points), labels, k)
    votes = torch.nn.functional.one_hot(neighbors).sum(dim=1)
    tied = (votes == votes.max(dim=1, keepdim=True).values).sum(dim=1) > 1
    return torch.where(tied, -1, predict(neighbors))


points, labels = blobs(120, 3, spread=1.5, seed=4)
figure, axes = plt.subplots(2, 3, figsize=(12, 8.4), layout="compressed")
for row, metric in zip(axes, ("L1", "L2"), strict=True):
    for ax, k in zip(row, (1, 3, 5), strict=True):
        plots.decision_regions(
            lambda q, k=k, metric=metric: predict_or_undecided(points, labels, q, k, metric),
            points,
            labels,
            legend=False,
            title=f"{metric}, k = {k}",
            ax=ax,
        )

# %% [markdown]
# With k = 1 every point rules a region of its own. A single stray point makes an **island**, and
# the borders have thin **fingers**. More neighbours outvote the stray point: islands vanish,
# borders smooth out, and undecided areas appear. L1 draws borders that run along the axes and the
# diagonals; L2 borders have no preferred direction.
#
# Play with it. Can you make an undecided area in the middle? Which k removes all islands?

# %% role="demo" id="playground"
from course_lib.playground import knn_playground

knn_playground(predict_or_undecided)

# %% [markdown]
# ## 7 · Choosing k, honestly
#
# k and the distance are **hyperparameters**: you choose them, they are not learned. How?
#
# ### Exercise 8 · Spot the bug: the broken score ●○○
#
# Ana's classifier is perfect on her ten classes, yet her score says 10 %. Her predictions come as a
# column, of shape (n, 1); the labels have shape (n,). The code runs without a complaint.
#
# Find out what `predicted == labels` computes for these two shapes. Then mend the function, so that
# it is right for predictions of shape (n,) **and** (n, 1).
#
# **Contract.** A Python number (`float`) between 0 and 1, for any labels and n from 1 up.
#
# <details><summary>Hint</summary>
#
# Print the shape of `predicted == labels` for n = 3.
#
# </details>


# %% role="exercise" id="accuracy"
def accuracy(predicted: Tensor, labels: Int[Tensor, " n"]) -> float:
    """Share of right predictions, between 0 and 1."""
    ### BEGIN SOLUTION
    return (predicted.reshape(-1) == labels).float().mean().item()
    ### STARTS AS
    # return (predicted == labels).float().mean().item()
    ### END SOLUTION


# %% role="test" id="accuracy" points=2
with check("a Python number", form=True):
    contract(
        accuracy,
        lambda predicted, labels: 0.0,
        lambda draw, *shape: (draw.integers(0, 9, shape), draw.integers(0, 9, shape[:1])),
        sizes=[(5,), (5, 1), (1, 1), (1,)],
        values=False,
    )

with check("a perfect classifier scores 1", hint="(n, 1) == (n,) broadcasts to (n, n)", points=0.4):
    labels = torch.arange(10).repeat(3)
    close(
        accuracy(labels[:, None], labels),
        1.0,
        mistakes={
            "(n, 1) == (n,) compares every prediction with every label": 0.1,
            "that is in percent: give a share between 0 and 1": 100.0,
        },
    )
    close(accuracy(labels, labels), 1.0)


### BEGIN HIDDEN TESTS
def share(predicted, labels):
    """Counted in plain Python."""
    pairs = zip(predicted.flatten().tolist(), labels.tolist(), strict=True)
    return sum(p == q for p, q in pairs) / len(labels)


with check(
    "random predictions, as a row and as a column",
    points=1.4,
    says=(
        "it is right for predictions of shape (n,) and (n, 1)",
        "A Python number (float) between 0 and 1, for any labels and n from 1 up.",
    ),
):
    # 37 is a prime: no share of it is rounded, or that of a part, by luck.
    contract(
        accuracy,
        share,
        lambda draw, labels, *shape: (
            draw.integers(0, labels, shape),
            draw.integers(0, labels, shape[:1]),
        ),
        sizes=[(3, 37, 1), (3, 37), (1, 1, 1), (2, 1), (300, 900), (90, 9, 1), (1, 5), (2, 600, 1)],
        mistakes={
            "labels above 9 are not the same: any label may come": (
                lambda predicted, labels: share(predicted.clamp(max=9), labels.clamp(max=9))
            ),
            "you divide by the 30 of the example: divide by the number of labels": (
                lambda predicted, labels: share(predicted, labels) * len(labels) / 30
            ),
            "(n, 1) == (n,) compares every prediction with every label": (
                lambda predicted, labels: (
                    (predicted.reshape(-1, 1) == labels).double().mean().item()
                )
            ),
            "that is the share of errors: the share of right predictions is asked for": (
                lambda predicted, labels: 1 - share(predicted, labels)
            ),
            "that is in percent: give a share between 0 and 1": (
                lambda predicted, labels: 100 * share(predicted, labels)
            ),
            "that is the number of right predictions: divide by the number of all": (
                lambda predicted, labels: len(labels) * share(predicted, labels)
            ),
        },
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Not on the training set
#
# **Predict.** What is the accuracy of k = 1 on the very pictures it memorised?

# %% role="demo" id="training_accuracy"
few, few_labels = flat_train[:2_000], digits.train_labels[:2_000]
others, other_labels = as_float(digits.val_images.flatten(1))[:1_000], digits.val_labels[:1_000]
ks = [1, 3, 5, 9, 15, 25]
seen_before = [accuracy(knn_predict(few, few, few_labels, k, l2_distances), few_labels) for k in ks]
not_seen = [
    accuracy(knn_predict(others, few, few_labels, k, l2_distances), other_labels) for k in ks
]
for k, known, new in zip(ks, seen_before, not_seen, strict=True):
    print(f"k = {k:2d}:  on its own examples {known:7.2%}   on new pictures {new:7.2%}")

# %% [markdown]
# 100 %, and it means nothing: the nearest example of a memorised picture is that picture, at
# distance 0. Judged by the training set, k = 1 always looks best.
#
# ### Not on the test set
#
# Then take the k that is best on the test set? Now the test set has become a part of training. Its
# accuracy no longer tells how the classifier does on pictures that nobody has looked at. Touch the
# test set **once**, at the very end.
#
# So split in three. **Training** data to learn from, **validation** data to choose by, **test**
# data to report.
#
# ### Exercise 9 · Spot the bug: the wrong judge ●○○
#
# Bo chooses k with this function. Whatever the data, it answers 1. Mend it.
#
# **Contract.** One of `ks`, which come in any order. Where several are equally good, the first of
# them in `ks`.


# %% role="exercise" id="choose_k"
def choose_k(ks, classify, train_points, train_labels, val_points, val_labels) -> int:
    """The k with the best accuracy; of equally good ones the first.

    `classify(queries, k)` returns the labels that a classifier predicts which was trained on
    `train_points` and `train_labels`.
    """
    ### BEGIN SOLUTION
    scores = [accuracy(classify(val_points, k), val_labels) for k in ks]
    ### STARTS AS
    # scores = [accuracy(classify(train_points, k), train_labels) for k in ks]
    ### END SOLUTION
    return ks[scores.index(max(scores))]


# %% role="test" id="choose_k" points=2
with check(
    "a classifier that is right on new points for k = 3 only", hint="who may judge?", points=0.3
):
    known, new = torch.zeros(4, 1), torch.ones(4, 1)
    zeros = torch.zeros(4, dtype=torch.int64)

    def right_for_3(queries, k):
        """K = 1 knows the training points by heart; on the others only k = 3 is right."""
        by_heart = k == 1 and bool((queries == 0).all())
        return zeros if by_heart or (k == 3 and bool((queries == 1).all())) else zeros + 1

    equal(
        choose_k([1, 3, 5], right_for_3, known, zeros, new, zeros),
        3,
        mistakes={"that k is best on the training points, which it knows by heart": 1},
    )


### BEGIN HIDDEN TESTS
def classify(queries, k):
    """Labels that depend on the points and on k."""
    return (queries[:, 0].long() * k) % 7


def a_choice(draw, n, many):
    """Whole-number points, labels that no k gets right often, and several k in any order."""
    known, new = draw.integers(0, 50, (9, 2)).double(), draw.integers(0, 5000, (n, 2)).double()
    ks = [1 + k for k in draw.permutation(40)[:many].tolist()]
    labels = [draw.integers(0, 7, (size,)) for size in (9, n)]
    return ks, classify, known, labels[0], new, labels[1]


with check(
    "random points, labels and ks",
    hint="judge by the validation points",
    points=1.4,
    says=("The k with the best accuracy", "One of ks, which come in any order."),
):
    contract(
        choose_k,
        lambda ks, classify, train_points, train_labels, val_points, val_labels: max(
            ks, key=lambda k: (classify(val_points, k) == val_labels).sum().item()
        ),
        a_choice,
        sizes=[(60, 30), (1, 5), (20, 1), (20, 2), (7, 12), (200, 40)],
    )

with check(
    "of equally good ones the first",
    hint="which of them does your code keep?",
    points=0.3,
    says="of equally good ones the first",
):

    def three_are_right(queries, k):
        """8, 4 and 9 are right about the new points, 7 about those it knows."""
        knows = bool((queries == 0).all())
        return zeros if k in ((7,) if knows else (8, 4, 9)) else zeros + 1

    equal(
        choose_k([3, 7, 8, 4, 9], three_are_right, known, zeros, new, zeros),
        8,
        mistakes={
            "that k is best on the training points, which it knows by heart": 7,
            "8, 4 and 9 are equally good: of equally good ones the first": 9,
            "that k is the smallest of the best: the first in the list is asked for": 4,
            "that k is the worst: the best accuracy wins": 3,
            "that is the position of the best k: return the k itself": 2,
            "that is the best accuracy: the k that has it is asked for": 1,
        },
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 10 · Cross-validation ●●●
#
# With little data, a single validation set is a matter of luck. **Cross-validation** takes turns:
# cut the data into `folds` parts of consecutive points. Each part is the validation set once, while
# the others together are the training set. Each k gets one accuracy a fold: their mean says how
# good it is, their spread how sure you can be.
#
# Cut as `torch.arange(n).tensor_split(folds)` does: if n is not divisible, the first parts are one
# point longer.
#
# **Contract.** Shape (len(ks), folds), float32, for 2 to n folds. The rows follow `ks`, which come
# in any order. `distances` is as in exercise 7.
#
# <details><summary>What the right answer draws</summary>
#
# ![accuracy with error bars against k, flat up to 7, then falling](figures/cross_validation.png)
#
# </details>
#
# <details><summary>Hint</summary>
#
# For each fold: the indices of the part; the indices of all the others (`torch.cat`); then
# `knn_predict` for each k, and `accuracy`.
#
# </details>


# %% role="exercise" id="cross_validate"
def cross_validate(
    points: Num[Tensor, "n d"],
    labels: Int[Tensor, " n"],
    ks: list[int],
    distances,
    folds: int = 5,
) -> Float[Tensor, "len_ks folds"]:
    """Accuracy of each k (rows) on each fold (columns), learned from the other folds."""
    ### BEGIN SOLUTION
    parts = torch.arange(len(points), device=points.device).tensor_split(folds)
    scores = torch.zeros(len(ks), folds)
    for fold, held_out in enumerate(parts):
        rest = torch.cat([*parts[:fold], *parts[fold + 1 :]])
        for row, k in enumerate(ks):
            predicted = knn_predict(points[held_out], points[rest], labels[rest], k, distances)
            scores[row, fold] = accuracy(predicted, labels[held_out])
    return scores
    ### END SOLUTION


# %% role="test" id="cross_validate" points=4
with check("one row per k, one column per fold", form=True):
    contract(
        cross_validate,
        lambda points, labels, ks, distances, folds: torch.zeros(len(ks), folds),
        lambda draw, n, folds, *ks: (
            draw.normal(n, 2),
            draw.integers(0, 2, (n,)),
            list(ks),
            torch.cdist,
            folds,
        ),
        sizes=[(12, 4, 1, 3), (12, 5, 3), (6, 6, 1), (5, 2, 2, 1)],
        result=torch.float32,
        values=False,
    )

with check("no point helps to judge itself", hint="train on the other folds only", points=0.6):
    points, labels = rng().normal(40, 2), torch.arange(40)
    close(
        cross_validate(points, labels, [1], torch.cdist),
        torch.zeros(1, 5),
        mistakes={"the held-out points are still among the training points": torch.ones(1, 5)},
    )


### BEGIN HIDDEN TESTS
def folds_by_hand(points, labels, ks, distances, folds=5, leak=False):
    """Cross-validation by plain lists, as an independent answer."""
    table, bounds, n = distances(points, points).tolist(), [0], len(points)
    for fold in range(folds):
        bounds.append(bounds[-1] + n // folds + (fold < n % folds))
    rows = []
    for k in ks:
        row = []
        for low, high in itertools.pairwise(bounds):
            right = 0
            for i in range(low, high):
                rest = [j for j in range(n) if leak or not low <= j < high]
                near = [labels[j].item() for j in sorted(rest, key=table[i].__getitem__)[:k]]
                right += min(set(near), key=lambda c: (-near.count(c), c)) == labels[i].item()
            row.append(right / (high - low))
        rows.append(row)
    return torch.tensor(rows)


def a_split(draw, n, folds, *ks):
    """Points on a grid, and labels that their places tell half of the time; a distance.

    On a fine grid of few places many distances are equal; on a coarse one they are large.
    """
    fine, order = draw.integers(0, 2, (2,)).tolist()
    scale = 1 / 256 if fine else 300.0
    points = draw.integers(-9, 10, (n, 2)).double()
    high = draw.integers(2, 50, (1,)).item()
    labels = torch.where(draw.integers(0, 2, (n,)) > 0, (points[:, 0] > 0) * high, high - 1)

    def l1_or_max(a, b):
        """The sum, or the largest, of the differences."""
        difference = (a[:, None] - b).abs()
        return difference.amax(dim=-1) if order else difference.sum(dim=-1)

    return points * scale, labels, list(ks), l1_or_max, folds


with check(
    "random points, ks and folds",
    hint="consecutive points, the first parts one longer",
    points=2.7,
    says=(
        "cut the data into folds parts of consecutive points",
        "the first parts are one point longer",
        "Shape (len(ks), folds), float32, for 2 to n folds.",
    ),
):
    contract(
        cross_validate,
        folds_by_hand,
        a_split,
        sizes=[(23, 5, 7, 1, 3), (9, 9, 1), (12, 2, 4), (7, 3, 2, 1, 3), (40, 20, 1), (260, 2, 1)],
        result=torch.float32,
        mistakes={
            "the held-out points are still among the training points": (
                lambda points, labels, ks, distances, folds: folds_by_hand(
                    points, labels, ks, distances, folds, leak=True
                )
            ),
            "these are error rates: the accuracy is asked for": (
                lambda *args: 1 - folds_by_hand(*args)
            ),
            "the rows follow ks, in the order in which they come": (
                lambda points, labels, ks, distances, folds: folds_by_hand(
                    points, labels, sorted(ks), distances, folds
                )
            ),
            "every row is that of the first k: k is not used": (
                lambda points, labels, ks, distances, folds: folds_by_hand(
                    points, labels, [ks[0]] * len(ks), distances, folds
                )
            ),
        },
    )

with check(
    "each fold learns from all the others",
    hint="only the held-out part stays out",
    points=0.3,
    says="the others together are the training set",
):
    # Every two folds share a place of their own, with one point of each: the other is the nearest.
    places = list(itertools.combinations(range(5), 2))
    mine = [place for fold in range(5) for place in places if fold in place]
    labels = torch.tensor([places.index(place) for place in mine])
    close(
        cross_validate(labels[:, None].float(), labels, [1], torch.cdist),
        torch.ones(1, 5),
        mistakes={
            "the fold after the held-out one is missing among the training points": [
                [0.75, 0.75, 0.75, 0.75, 1.0]
            ],
        },
    )
### END HIDDEN TESTS

# %% role="demo" id="cross_validation"
some = min(4_000, len(flat_train))
ks = [1, 3, 5, 7, 10, 15, 25, 50]
scores = cross_validate(flat_train[:some], digits.train_labels[:some], ks, l2_distances)
_ = plots.error_bars(
    ks,
    scores,
    xlabel="k",
    ylabel="accuracy on the held-out fold",
    title=f"5-fold cross-validation on {some:,} pictures, L2",
    best="max",
    log_x=True,
)
best_k = ks[scores.mean(dim=1).argmax()]
print("best k:", best_k)

# %% [markdown]
# The dots are single folds, the bars one standard deviation. Look how much the folds differ
# among themselves. Neighbouring values of k cannot be told apart with so little data; k = 50 can.

# %% [markdown]
# ## 8 · The score
#
# Now, once, the test set. For the full MNIST, Wilder reports an error of 3.09 % for k = 3 and L2.
# LeCun and others (1998) give 5.0 % for nearest neighbours on the raw pixels.

# %% role="demo" id="test_score"
all_points = as_float(torch.cat([digits.train_images, digits.val_images]).flatten(1))
all_labels = torch.cat([digits.train_labels, digits.val_labels])
test_points = as_float(digits.test_images.flatten(1))
with Timer() as clock:
    predicted = knn_predict(test_points, all_points, all_labels, 3, l2_distances)
score = accuracy(predicted, digits.test_labels)
print(f"{digits.source}: {len(all_points):,} training pictures, k = 3, L2, {clock.seconds:.0f} s")
print(f"accuracy on {len(test_points):,} test pictures: {score:.2%}, error {1 - score:.2%}")

# %% role="demo" id="l1_against_l2"
first = min(1_000, len(test_points))
by_l1 = knn_predict(test_points[:first], all_points, all_labels, 3, l1_distances)
print(f"on the first {first:,} test pictures:")
print(f"  L1: {accuracy(by_l1, digits.test_labels[:first]):.2%}")
print(f"  L2: {accuracy(predicted[:first], digits.test_labels[:first]):.2%}")

# %% [markdown]
# There is no authoritative figure for L1 on MNIST in the literature, so ours is measured here.
#
# Which digits are taken for which? And what do the mistakes look like?

# %% role="demo" id="confusion"
_ = plots.confusion_matrix(digits.test_labels, predicted, digits.classes, title="k = 3, L2")

# %% role="demo" id="mistakes"
missed = (predicted != digits.test_labels).nonzero()[:6, 0]
nearest = l2_distances(test_points[missed], all_points).topk(5, largest=False).indices
pictures = torch.cat([test_points[missed, None], all_points[nearest]], dim=1)  # (6, 1 + 5, 784)
names = torch.cat([digits.test_labels[missed, None], all_labels[nearest]], dim=1)
_ = plots.image_grid(
    pictures.reshape(-1, *digits.test_images.shape[1:]),
    titles=names.flatten(),
    columns=6,
    gap_after=1,
    row_labels=[f"taken for {label}" for label in predicted[missed].tolist()],
    value_range=(0, 255),
)

# %% [markdown]
# Each row begins with a test picture that was missed. Its five nearest training pictures follow.
# Some you would miss too. In others the classifier found pictures that are *bright in the same
# places*, and that is all it knows about.

# %% [markdown]
# ## 9 · A distance between pixels is not a distance between pictures
#
# ### Exercise 11 · Three changes, one distance ●●○
#
# Take a digit and damage it in three ways: shift it, cover a box, tint the whole picture. To a
# person these are very different. Choose the strength of each so that the L2 distance to the
# original is **the same**.
#
# The shift is given, and it sets the distance. For the others, solve for the strength by hand:
#
# - adding a constant c to all of p pixels moves the picture by $\sqrt{p\, c^2} = c \sqrt{p}$;
# - adding it to a box of h × w pixels moves it by $c \sqrt{h\, w}$.
#
# Values above 255 are allowed here; a float picture does not mind.
#
# **Contract.** A new picture of the shape and dtype of `image`, for any distance from 0 up and any
# picture, square or not. The constant is added, not subtracted. The box lies within the picture;
# `top` and `left` are its first row and its first column.


# %% role="exercise" id="same_distance"
def tinted(image: Float[Tensor, "h w"], distance: float) -> Float[Tensor, "h w"]:
    """The image with one constant added everywhere, at the given L2 distance from it."""
    ### BEGIN SOLUTION
    return image + distance / image.numel() ** 0.5
    ### END SOLUTION


def boxed(
    image: Float[Tensor, "h w"], distance: float, top: int, left: int, size: int
) -> Float[Tensor, "h w"]:
    """The image with a constant added to a square of size × size pixels, at that L2 distance."""
    ### BEGIN SOLUTION
    result = image.clone()
    result[top : top + size, left : left + size] += distance / size
    return result
    ### END SOLUTION


# %% role="test" id="same_distance" points=3
with check("pictures of the same shape and dtype", form=True):
    contract(
        tinted,
        lambda image, distance: image,
        lambda draw, h, w: (draw.mixed(h, w), 5.0),
        sizes=[(5, 9), (1, 9), (5, 1)],
        values=False,
    )
    contract(
        boxed,
        lambda image, distance, top, left, size: image,
        lambda draw, h, w: (draw.mixed(h, w), 5.0, 0, 0, 1),
        sizes=[(5, 9), (1, 9), (5, 1)],
        values=False,
    )

with check(
    "tinted: the right distance, the same constant everywhere", hint="c = distance / √p", points=0.3
):
    image = torch.zeros(4, 4)
    close(
        tinted(image, 8.0),
        torch.full((4, 4), 2.0),
        mistakes={
            "8 is the L2 distance of the whole picture: c = distance / √(number of pixels)": (
                torch.full((4, 4), 8.0)
            ),
            "that shares out the L1 distance: c = distance / √(number of pixels)": (
                torch.full((4, 4), 0.5)
            ),
        },
    )

with check("boxed: the right distance, and nothing outside the box changes", points=0.3):
    image = torch.zeros(4, 4)
    close(
        boxed(image, 6.0, 1, 2, 2)[1:3, 2:4],
        torch.full((2, 2), 3.0),
        mistakes={
            "6 is the L2 distance of the whole box: c = distance / √(number of its pixels)": (
                torch.full((2, 2), 6.0)
            ),
            "that shares out the L1 distance: c = distance / √(number of pixels in the box)": (
                torch.full((2, 2), 1.5)
            ),
            "size is the side of the box, which has size × size pixels: c = distance / size": (
                torch.full((2, 2), 18**0.5)
            ),
            "rows and columns of the box are exchanged: top counts the rows": [[0.0, 0], [3, 0]],
        },
    )
    close(boxed(image, 6.0, 1, 2, 2).sum(), 12.0)


### BEGIN HIDDEN TESTS
def some_distance(draw):
    """From 1e-3 to 1e3."""
    return 10 ** draw.uniform(1, low=-3, high=3).item()


def a_box(draw, h, w, size):
    """A picture, a distance and a box inside it."""
    top, left = (draw.integers(0, 1 + side - size, (1,)).item() for side in (h, w))
    return draw.mixed(h, w), some_distance(draw), top, left, size


#: A constant that was worked out in float32 is good enough for any picture.
LOOSE = [(torch.float32, 1), (torch.float64, 1e4)]


def add_to_box(image, distance, top, left, size):
    """Pixel by pixel."""
    return torch.tensor(
        [
            [
                value + distance / size
                if top <= i < top + size and left <= j < left + size
                else value
                for j, value in enumerate(row)
            ]
            for i, row in enumerate(image.tolist())
        ],
        dtype=image.dtype,
    )


with check(
    "tinted: random pictures",
    hint="c = distance / √p",
    points=0.7,
    says=(
        "adding a constant c to all of p pixels moves the picture by",
        "A new picture of the shape and dtype of image, for any distance from 0 up",
    ),
):
    for dtype, slack in LOOSE:
        contract(
            tinted,
            lambda image, distance: image + distance / (image.shape[0] * image.shape[1]) ** 0.5,
            lambda draw, h, w: (draw.mixed(h, w), some_distance(draw)),
            sizes=[(5, 9), (1, 9), (5, 1), (1, 1), (6, 6), (300, 2)],
            mistakes={
                "the picture is not clamped: values below 0 and above 255 are allowed": (
                    lambda image, distance: (image + distance / image.numel() ** 0.5).clamp(0, 255)
                ),
            },
            dtypes=[dtype],
            slack=slack,
        )
    equal(tinted(torch.ones(2, 3), 0.0), torch.ones(2, 3))

with check(
    "boxed: random pictures",
    hint="c = distance / size",
    points=1.4,
    says=(
        "adding it to a box of h × w pixels moves it by",
        "The box lies within the picture; top and left are its first row and its first column.",
    ),
):
    for dtype, slack in LOOSE:
        contract(
            boxed,
            lambda image, distance, top, left, size: add_to_box(image, distance, top, left, size),
            a_box,
            sizes=[
                (9, 8, 4),
                (20, 30, 3),
                (9, 8, 1),
                (6, 6, 6),
                (1, 9, 1),
                (5, 1, 1),
                (99, 22, 20),
                (2, 300, 2),
            ],
            mistakes={
                "add the constant to the pixels of the box, which keep their differences": (
                    lambda image, distance, top, left, size: (
                        image * (1 - add_to_box(image * 0, size, top, left, size))
                        + add_to_box(image * 0, distance, top, left, size)
                    )
                ),
            },
            dtypes=[dtype],
            slack=slack,
        )
    equal(boxed(torch.ones(3, 3), 0.0, 1, 1, 2), torch.ones(3, 3))
### END HIDDEN TESTS

# %% [markdown]
# **Predict.** Which of the three would a nearest-neighbour classifier call the most similar?
#
# <details><summary>What the right answer draws</summary>
#
# ![a digit, shifted, with a box, and tinted, all at the same L2 distance](figures/distortions.png)
#
# </details>

# %% role="demo" id="distortions"
original = as_float(digits.train_images[7])
shifted = original.roll(shifts=(2, 1), dims=(0, 1))
distance = torch.linalg.vector_norm(shifted - original).item()
versions = torch.stack(
    [original, shifted, boxed(original, distance, 9, 9, 10), tinted(original, distance)]
)
apart = l2_distances(versions.flatten(1), original.reshape(1, -1))[:, 0]
names = [
    f"{name}\nL2 = {value:.0f}"
    for name, value in zip(("original", "shifted", "box", "tint"), apart, strict=True)
]
_ = plots.image_grid(versions, titles=names, columns=4, value_range=(0, 255))

# %% [markdown]
# None: to L2 they are the same. It cannot tell a digit that moved a little from one with a hole in
# it. Lab 4 and everything after it look for a space in which distances mean something.
#
# ### In many dimensions, everything is equally far away
#
# Throw 1,000 points at random into a cube with d dimensions. Divide the distance of the nearest by
# the distance of the farthest.
#
# **Predict.** What happens to this ratio as d grows from 1 to 784?

# %% role="demo" id="curse"
generator = torch.Generator().manual_seed(1)
dimensions = [1, 2, 5, 10, 20, 50, 100, 200, 400, 784]
ratios = torch.zeros(len(dimensions), 10)
for row, d in enumerate(dimensions):
    cloud = torch.rand(1_000, d, generator=generator)
    for repeat in range(10):
        apart = l2_distances(torch.rand(1, d, generator=generator), cloud)
        ratios[row, repeat] = apart.min() / apart.max()
ax = plots.error_bars(
    dimensions,
    ratios,
    xlabel="dimensions d",
    ylabel="nearest ÷ farthest",
    title="1,000 random points in a cube",
    log_x=True,
)
ax.set_ylim(0, 1)
to_digits = l2_distances(test_points[:100], all_points)
print(f"random points, d = 784:  nearest ÷ farthest = {ratios[-1].mean():.2f}")
print(f"digits, d = 784:         nearest ÷ farthest = "
      f"{(to_digits.min(dim=1).values / to_digits.max(dim=1).values).mean():.2f}")  # fmt: skip

# %% [markdown]
# This is the **curse of dimensionality**. In many dimensions the nearest random point is hardly
# nearer than the farthest one, and "nearest" means little. To fill a space evenly, the number of
# points must grow exponentially with d: four a side are 4 on a line, 16 in a square, and
# $4^{784}$ for a picture.
#
# Why does the method work for digits all the same? Digits are not spread evenly. They fill a tiny,
# thin part of the space of pictures, and there nearness still means something: compare the two
# numbers above.

# %% [markdown]
# ## Quiz
#
# Put your answers in the cell below: a number, or a letter in quotes.
#
# 1. The difference of shape (10,000, 60,000, 784) in float32: how many **gigabytes** (10⁹ bytes)?
# 2. What is 10 − 20 in `uint8`?
# 3. No two training pictures are equal. What is the accuracy of k = 1 on its own training set, as a
#    number between 0 and 1?
# 4. All points are turned by 45° together. Which distances change?
#    "a" L1 only, "b" L2 only, "c" both, "d" neither.
# 5. Ten times as many training pictures. How many times as long does a prediction take, if N is
#    large?
# 6. k is as large as the whole training set. What is predicted? "a" the nearest point's label,
#    "b" a random label, "c" always the label that is commonest in the training set, "d" always 0.

# %% role="quiz" id="quiz"
### BEGIN SOLUTION
q1 = 10_000 * 60_000 * 784 * 4 / 1e9
q2 = 246
q3 = 1.0
q4 = "a"
q5 = 10
q6 = "c"
### STARTS AS
# q1 = None  # a number
# q2 = None  # a number
# q3 = None  # a number between 0 and 1
# q4 = None  # "a", "b", "c" or "d"
# q5 = None  # a number
# q6 = None  # "a", "b", "c" or "d"
### END SOLUTION

# %% role="test" id="quiz" points=6
with check("question 1: gigabytes"):
    is_number(q1)
    ### BEGIN HIDDEN TESTS
    close(
        q1,
        1881.6,
        rtol=0.06,
        mistakes={
            "each number takes four bytes": 470.4,
            "that is in terabytes: gigabytes were asked for": 1.8816,
        },
    )
    ### END HIDDEN TESTS

with check("question 2: 10 − 20 in uint8"):
    is_number(q2)
    ### BEGIN HIDDEN TESTS
    equal(q2, 246, mistakes={"uint8 has no negative numbers": -10, "uint8 does not stop at 0": 0})
    ### END HIDDEN TESTS

with check("question 3: k = 1 on its own training set"):
    is_number(q3)
    ### BEGIN HIDDEN TESTS
    close(q3, 1.0, atol=1e-9, mistakes={"give a share between 0 and 1": 100})
    ### END HIDDEN TESTS

with check("question 4: turning all points"):
    one_of(q4, "abcd")
    ### BEGIN HIDDEN TESTS
    equal(q4, "a", mistakes={
        "L2 does not depend on the axes: see the table in section 3": "b",
        "L2 does not change: see the table in section 3": "c",
        "L1 depends on the axes: (1, 0) turned by 45° is at 1.414 from the origin": "d",
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 5: ten times the training pictures"):
    is_number(q5)
    ### BEGIN HIDDEN TESTS
    close(q5, 10, atol=1e-9, mistakes={
        "memorising costs the same, predicting does not": 1,
        "each query is compared with every point once: O(N), not O(N²)": 100,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 6: k as large as the training set"):
    one_of(q6, "abcd")
    ### BEGIN HIDDEN TESTS
    equal(q6, "c", mistakes={
        "the nearest has one vote among all": "a",
        "nothing in k-NN is random": "b",
        "a tie goes to the smaller label, but this is rarely a tie": "d",
    })  # fmt: skip
    ### END HIDDEN TESTS

# %% [markdown] role="written" id="when_not_to" points=3
# ### In your own words
#
# A friend wants to recognise postcodes on letters with k-NN on raw pixels, on a small camera inside
# a sorting machine. Name one reason for it and two against, each with a number or a picture from
# this notebook.
#
# ### BEGIN SOLUTION
# **For:** it needs no training and reads 97 of 100 digits of MNIST right with k = 3 (section 8);
# new examples can be added at any time.
#
# **Against:** (1) Predicting costs O(N): every letter is compared with all stored pictures, so the
# time grows with the collection (section 5), and a small camera must hold all of them in memory:
# 60,000 pictures are 47 MB. (2) The distance is blind to what matters: a shift by two pixels is as
# far away as a box over the digit or a tint (section 9), and a camera does both all the time.
#
# === BEGIN MARK SCHEME ===
# One point for each reason, if it comes with its number or picture. Half a point without.
# === END MARK SCHEME ===
# ### END SOLUTION

# %% [markdown]
# ## What you should see
#
# <!-- measured: python -m benchmarks.tables lab01_knn --write -->
# | | MNIST | offline digits |
# |---|---|---|
# | training / test pictures | 60,000 / 10,000 | 1,397 / 400 |
# | k = 3, L2, all test pictures | 97.05% | 98.25% |
# | k = 3, L2, the first 1,000 | 96.20% | 98.25% |
# | k = 3, L1, the first 1,000 | 95.30% | 98.00% |
# | k = 1 on its own training pictures | 100% | 100% |
# | k = 3, 5-fold cross-validation, up to 4,000 pictures | 91.6% – 92.4% | 98.5% – 99.2% |
# | nearest ÷ farthest, pictures | 0.35 | 0.23 |
# | nearest ÷ farthest, random points, d = 784 | 0.88 – 0.90 | 0.87 – 0.89 |
# | two loops ÷ one loop, time | 36 – 65 | 55 – 65 |
# | two loops ÷ no loop, time | 37 – 71 | 44 – 82 |
# | the whole notebook, seconds | 33 | 14 |
# | the whole notebook, peak memory | 1.5 GiB | 1.2 GiB |
#
# Intervals are over 5 seeds or runs, measured on 2 cores, AMD EPYC, no GPU, torch 2.14.1+cu130.
# <!-- end of measured -->
#
# ## Where to go on
#
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: *Gradient-based learning applied to document
#   recognition*, Proceedings of the IEEE 86 (1998): the data, and 5.0 % for nearest neighbours.
# - T. Cover, P. Hart: *Nearest neighbor pattern classification*, IEEE Transactions on Information
#   Theory 13 (1967): with endless data, k = 1 errs at most twice as often as the best classifier.
# - K. Beyer and others: *When is "nearest neighbor" meaningful?*, ICDT (1999): section 9, proved.
#
# Next: a classifier that forgets its examples and keeps one template a class.

# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Lab 5 · Backpropagation and two-layer networks
#
# A network with a hundred thousand weights learns from a hundred thousand slopes, and it needs all
# of them at every step. You will work out how they are found in one sweep, from the end of the
# computation back to its start. Then you will build a network by hand, without autograd, and it
# will read 97 of 100 digits and more.
#
# **You will be able to**
#
# - write a computation as a graph of small gates, each with a forward and a backward;
# - say what an addition, a multiplication and a maximum do to a gradient, without computing;
# - explain why gradients **add** where a value is used twice;
# - write the backward of a layer for a whole batch, and never build a Jacobian;
# - build, check and train a two-layer network with your own gradients.
#
# | | |
# |---|---|
# | You need | linear classifiers (Lab 2), gradient descent (Lab 3) |
# | Your time | about 5 hours; the machine needs about a minute (see the table at the end) |
# | Points | 49 for code, 8 for the quiz, 3 for a written answer |
#
# Torch's own backpropagation, **autograd**, is here the judge: every gradient you write is compared
# with it, in float32 and in float64. In your answers it has no place.
#
# **What every answer keeps to**
#
# - Results are tensors as the signature says, not Python numbers, lists or NumPy arrays. They have
#   the dtype of the inputs, lie on their device, and are as precise as it allows. A gradient has
#   the shape of its variable.
# - Inputs, `dout` and `cache` stay as they are: nothing is changed in place. No call leaves
#   anything behind for the next one, so a gate may stand in many places of a graph.
# - Tensors may be views, and an axis may have length 1.
# - No autograd in any form: not `loss.backward()`, not `torch.autograd`, not `torch.func`. What
#   torch offers to compute a *value* is welcome.
#
# An exercise may use what you wrote for an earlier one. If that is wrong, it costs its own points
# only.
#
# `progress()`, after `from course_tools import progress` in any cell, shows how far you are.

# %% role="setup"
import itertools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from course_lib import History, default_device, minibatches
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
float64 = torch.float64


def by_autograd(fn, dout, *inputs):
    """The gradients of `fn(*inputs)`, times `dout`, by torch's own backpropagation."""
    leaves = [x.detach().clone().requires_grad_() if is_tensor(x) else x for x in inputs]
    with torch.enable_grad():
        return torch.autograd.grad(fn(*leaves), list(filter(is_tensor, leaves)), dout)


def is_tensor(value) -> bool:
    """Whether a value is a tensor."""
    return isinstance(value, Tensor)


def both_ways(forward, backward, dout, *inputs):
    """Through a gate and back: its output, and a tuple with one gradient for each tensor."""
    answer = forward(*inputs)
    expect(
        isinstance(answer, tuple | list) and len(answer) == 2,
        "forward must return two things: `return out, cache`",
    )
    forward(*(one / 2 for one in inputs))  # the gate stands elsewhere in the graph, too
    grads, again = (as_tuple(backward(dout, answer[1])) for _ in range(2))
    count = sum(map(is_tensor, inputs))
    expect(
        len(grads) == count,
        f"backward must return {count} gradient{'s'[: count > 1]}, one for each input "
        "of forward, in their order",
    )
    expect(
        all(torch.allclose(*both, equal_nan=True) for both in zip(grads, again, strict=True)
            if all(map(is_tensor, both))),
        "called again with the same dout and cache, backward gives other gradients: leave both as "
        "they are",
    )  # fmt: skip
    return answer[0], grads


def as_tuple(grads) -> tuple:
    """What a backward returns, as a tuple."""
    return tuple(grads) if isinstance(grads, tuple | list) else (grads,)


def expected(gate, fn, dout, **inputs):
    """What `through_and_back` must give for a gate that computes `fn`, by autograd."""
    grads = by_autograd(fn, dout, *inputs.values())
    names = [f"{gate}: d{name}" for name, value in inputs.items() if is_tensor(value)]
    return {f"{gate}: out": fn(*inputs.values()), **dict(zip(names, grads, strict=True))}


def of_all_sizes(draw, *shape, every=1):
    """Ordinary, tiny and large numbers in turn, so many entries of each; none is 0."""
    scales = torch.tensor([1.0, 1.0, 1e-3, 1e-7, 4e3], dtype=float64)
    scale = scales[torch.arange(math.prod(shape)) // every % len(scales)].reshape(shape)
    numbers = draw.normal(*shape)
    return scale * (numbers + numbers.sign() / 2)


# %% [markdown]
# ## 1 · A computation is a graph
#
# Take $f(x, y, z) = (x + y)\,z$ at $x = -2$, $y = 5$, $z = -4$. How does f change if you nudge one
# of the three?
#
# Do not differentiate the whole formula. Cut it into steps so small that each is trivial: first
# $q = x + y$, then $f = q z$. Each step is a **gate**, each number travels on a **wire**.
#
# Forwards, from left to right, the values: q = 3, f = −12. Then backwards. At the far end the slope
# of f by itself is 1. At the multiplication, $\partial f / \partial z = q = 3$ and $\partial f /
# \partial q = z = -4$. At the addition, q moves exactly as much as x does, so its local slope is 1,
# and the **chain rule** multiplies:
#
# $$ \frac{\partial f}{\partial x} = \frac{\partial f}{\partial q}\,\frac{\partial q}{\partial x}
#    = -4 \cdot 1 $$
#
# **Predict.** f is −12. Raise x from −2 to −1.9. What is f then? Compute it and compare.
#
# The picture traces it: values above each wire, gradients below.

# %% role="demo" id="worked_example"
import matplotlib.pyplot as plt

from course_lib import Timer, data, plots
from course_lib.plots import Wire

x, y, z = Wire("x", -2.0), Wire("y", 5.0), Wire("z", -4.0)
q = Wire("+", x.value + y.value, inputs=(x, y))
f = Wire("×", q.value * z.value, inputs=(q, z))
figure, axes = plt.subplots(1, 3, figsize=(13, 2.9), layout="compressed")
plots.computational_graph(f, decimals=0, title="1. forwards: the values", ax=axes[0])
f.grad = 1.0
q.grad, z.grad = f.grad * z.value, f.grad * q.value
plots.computational_graph(f, decimals=0, title="2. back through the ×", ax=axes[1])
x.grad, y.grad = q.grad, q.grad
_ = plots.computational_graph(f, decimals=0, title="3. back through the +", ax=axes[2])

# %% [markdown]
# The gradients are −4, −4 and 3. No gate had to know the whole formula. Each one needed the
# gradient that arrives at its output, and its own local slope. That is all of **backpropagation**:
# the chain rule, worked from the end to the start, with every intermediate result computed once.
#
# ### One convention for everything
#
# All gates and layers of this lab have the same two functions:
#
# - `out, cache = gate_forward(inputs…)` computes the output. The `cache` is whatever backward
#   will need again: you choose, and nobody else looks inside.
# - `dx, … = gate_backward(dout, cache)` gets `dout`, the gradient of the final result by this
#   gate's output. It returns the gradient by each input: **local slope × dout**.
#
# `dx` stands for $\partial f / \partial x$, where f is the very end of the graph. A gradient always
# has the shape of its variable. Values are tensors; the gates below work entry by entry, so they
# take any shape.
#
# The next cell is for the checks alone. `through_and_back` runs a gate as one function. `lent` runs
# an answer, with a right gate in the place of each of yours that fails.


# %% role="given"
def through_and_back(gate, forward, backward, *names):
    """A function of dout and a gate's inputs that returns its output and its gradients by name."""

    def run(dout, *inputs):
        given = dict(zip(("dout", *names), (dout, *inputs), strict=False))
        before = {name: value.clone() for name, value in given.items() if is_tensor(value)}
        out, grads = both_ways(forward, backward, dout, *inputs)
        for name, value in before.items():
            same = torch.equal(value, given[name])
            expect(same, f"{gate}: the call has changed {name} in place; work on a copy")
        by_name = zip(names, grads, strict=True)
        return {f"{gate}: out": out, **{f"{gate}: d{name}": grad for name, grad in by_name}}

    return run


RIGHT_GATES = {
    "add": (torch.add, 2),
    "multiply": (torch.mul, 2),
    "maximum": (torch.maximum, 2),
    "exp": (torch.exp, 1),
    "reciprocal": (torch.reciprocal, 1),
    "sigmoid": (torch.sigmoid, 1),
    "relu": (torch.relu, 1),
    "affine": (torch.nn.functional.linear, 3),
}


def is_right(gate, fn, count) -> bool:
    """Whether your gate agrees with `fn` and autograd, on one example in two dtypes."""
    for dtype in (torch.float32, float64):
        numbers = torch.linspace(-1.3, 1.7, 6, dtype=dtype)
        inputs = (numbers, 1.1 * numbers.flip(0))[:count]
        if gate == "affine":
            inputs = numbers.reshape(2, 3), inputs[1].reshape(2, 3), numbers[:2]
        out = fn(*inputs)
        dout = torch.linspace(0.5, -1.5, out.numel(), dtype=dtype).reshape(out.shape)
        try:
            pair = (globals()[f"{gate}_{way}"] for way in ("forward", "backward"))
            found = both_ways(*pair, dout, *inputs)
            torch.testing.assert_close(found, (out, by_autograd(fn, dout, *inputs)))
        except Exception:
            return False
    return True


def lent(answer, gradients=True):
    """`answer`, with right gates where yours fail; without `gradients`, these send back shapes."""

    def backward(dout, cache):
        fn, inputs, out = cache
        grads = inputs
        if gradients:
            grads = by_autograd(fn, dout + torch.zeros_like(out), *inputs)
        return grads if len(inputs) > 1 else grads[0]

    stand_ins = {}
    for gate, (fn, count) in RIGHT_GATES.items():
        if not is_right(gate, fn, count):
            stand_ins[f"{gate}_forward"] = lambda *inputs, fn=fn: (
                out := fn(*inputs),
                (fn, inputs, out),
            )
            stand_ins[f"{gate}_backward"] = backward
    if not gradients:
        stand_ins["softmax_loss"] = lambda scores, y: (scores.mean(), scores)

    def run(*args):
        names = globals()
        mine = {name: names[name] for name in stand_ins if name in names}
        names.update(stand_ins)
        try:
            return answer(*args)
        finally:
            for name in stand_ins:
                del names[name]
            names.update(mine)

    return run


# %% [markdown]
# ### Exercise 1 · Add and multiply ●○○
#
# **Contract.** Entry by entry, for tensors of any shape: `x`, `y`, `dout` and all that comes back
# have the same one. As above: their dtype, nothing changed in place, nothing kept, no autograd.
#
# <details><summary>Hint</summary>
#
# By x, the product $x y$ has the slope y. So backward must know both inputs: put them into the
# cache. The addition needs to remember nothing; its cache can be `None`.
#
# </details>


# %% role="exercise" id="add_multiply"
def add_forward(x: Tensor, y: Tensor) -> tuple[Tensor, Any]:
    """The sum x + y, and the cache."""
    ### BEGIN SOLUTION
    return x + y, None
    ### END SOLUTION


def add_backward(dout: Tensor, cache: Any) -> tuple[Tensor, Tensor]:
    """The gradients by x and by y."""
    ### BEGIN SOLUTION
    return dout, dout
    ### END SOLUTION


def multiply_forward(x: Tensor, y: Tensor) -> tuple[Tensor, Any]:
    """The product x · y, and the cache."""
    ### BEGIN SOLUTION
    return x * y, (x, y)
    ### END SOLUTION


def multiply_backward(dout: Tensor, cache: Any) -> tuple[Tensor, Tensor]:
    """The gradients by x and by y."""
    ### BEGIN SOLUTION
    x, y = cache
    return dout * y, dout * x
    ### END SOLUTION


# %% role="test" id="add_multiply" points=3
with check("add: −2 + 5 = 3, and both inputs get the whole gradient", points=0.5):
    x, y, dout = torch.tensor(-2.0), torch.tensor(5.0), torch.tensor(-4.0)
    out, (dx, dy) = both_ways(add_forward, add_backward, dout, x, y)
    close(out, 3.0, mistakes={"that is the product: this gate adds": -10.0})
    split = "an addition does not share the gradient out: each input gets all of it"
    lost = "the factor dout is missing: local slope × dout"
    close(dx, -4.0, mistakes={split: -2.0, lost: 1.0, "that is the value of an input": 5.0})
    close(dy, -4.0, mistakes={split: -2.0, lost: 1.0, "the sum is x + y, not x − y": 4.0})

with check("multiply: 3 · (−4) = −12, and 2 comes back as −8 and 6", points=0.5,
           hint="by x, x · y has the slope y"):  # fmt: skip
    q, z = torch.tensor(3.0), torch.tensor(-4.0)
    out, (dq, dz) = both_ways(multiply_forward, multiply_backward, torch.tensor(2.0), q, z)
    close(out, -12.0, mistakes={"that is the sum: this gate multiplies": -1.0})
    switched = "switched: the gradient by x is dout · y, and the one by y is dout · x"
    alone = "that is dout alone: the local slope is missing"
    close(dq, -8.0, mistakes={switched: 6.0, lost: -4.0, alone: 2.0})
    close(dz, 6.0, mistakes={switched: -8.0, lost: 3.0, alone: 2.0})

with check("the contract of both gates, on random inputs", points=2):

    def some_equal(draw, *shape):
        """dout, x and y; in their first entry x and y are equal, in the last one 0."""
        dout = of_all_sizes(draw, *shape, every=5)
        x, y = of_all_sizes(draw, *shape), of_all_sizes(draw, *shape)
        y.view(-1)[0] = x.view(-1)[0]
        x.view(-1)[-1] = 0
        return dout, x, y

    shapes = [(6, 7), (1, 5), (5, 1), (300,), (2, 3, 20), ()]
    contract(
        through_and_back("add", add_forward, add_backward, "x", "y"),
        lambda dout, x, y: expected("add", torch.add, dout, x=x, y=y),
        some_equal,
        sizes=shapes,
    )
    contract(
        through_and_back("multiply", multiply_forward, multiply_backward, "x", "y"),
        lambda dout, x, y: expected("multiply", torch.mul, dout, x=x, y=y),
        some_equal,
        sizes=shapes,
    )
    dout, x, y = (rng().normal(4) for _ in range(3))
    for go, back in ((add_forward, add_backward), (multiply_forward, multiply_backward)):
        forbid(go, autograd=True, on=lambda: (x, y))
        forbid(back, autograd=True, on=lambda go=go: (dout, go(x, y)[1]))

# %% [markdown]
# ### Exercise 2 · Maximum ●○○
#
# **Predict.** $\max(4, -1) = 4$. Nudge the −1 a little. What does the maximum do?
#
# Nothing. So the larger input gets the whole gradient, and the smaller one gets 0. If both are
# equal, the maximum has a kink: any split is allowed, as long as the two shares **add up to**
# `dout`.
#
# **Contract.** As of exercise 1. Where `x` and `y` are equal, the gradients add up to `dout`.
#
# <details><summary>Hint</summary>
#
# A comparison such as `x >= y` gives True and False, and these multiply like 1 and 0. What must
# the mask of the other input be?
#
# </details>


# %% role="exercise" id="maximum"
def maximum_forward(x: Tensor, y: Tensor) -> tuple[Tensor, Any]:
    """The larger of x and y, entry by entry, and the cache."""
    ### BEGIN SOLUTION
    first = x >= y
    return torch.where(first, x, y), first
    ### END SOLUTION


def maximum_backward(dout: Tensor, cache: Any) -> tuple[Tensor, Tensor]:
    """The gradients by x and by y; where both are equal, shares that add up to dout."""
    ### BEGIN SOLUTION
    return dout * cache, dout * ~cache
    ### END SOLUTION


# %% role="test" id="maximum" points=2
with check("three by hand: all of it to the larger input", points=0.3):
    x, y = torch.tensor([4.0, 1.0, 6.0]), torch.tensor([-1.0, 3.0, 2.0])
    dout = torch.tensor([2.0, -5.0, -3.0])
    out, (dx, dy) = both_ways(maximum_forward, maximum_backward, dout, x, y)
    close(out, [4.0, 3.0, 6.0], mistakes={"that is the smaller one": [-1.0, 1.0, 2.0]})
    wrong_way = "to the wrong one: the larger input gets the gradient"
    lost = "the factor dout is missing: local slope × dout"
    both = "both inputs got it: the smaller one does not matter here"
    by_sign = "decided by the sign of dout: decide by the inputs, in forward"
    close(dx, [2.0, 0.0, -3.0], mistakes={
        wrong_way: [0.0, -5.0, 0.0], lost: [1.0, 0.0, 1.0], both: dout, by_sign: [2.0, 0.0, 0.0],
        "that multiplies by the value": [8.0, 0.0, -18.0],
    })  # fmt: skip
    close(dy, [0.0, -5.0, 0.0], mistakes={lost: [0.0, 1.0, 0.0], both: dout})

with check("equal inputs: the shares add up to dout", points=0.3):
    x, y, dout = torch.tensor([3.0, 1.0]), torch.tensor([3.0, 0.0]), torch.tensor([2.0, 5.0])
    out, (dx, dy) = both_ways(maximum_forward, maximum_backward, dout, x, y)
    close(out, [3.0, 1.0])
    close(dx + dy, dout, mistakes={
        "where the inputs are equal, both got all of dout: that doubles it": [4.0, 5.0],
        "where the inputs are equal, nobody got dout: it is lost": [0.0, 5.0],
        "the factor dout is missing: local slope × dout": [1.0, 1.0],
    })  # fmt: skip

with check("the contract, on random inputs", points=1.4):
    dout, x = rng().normal(7, dtype=float64), rng().normal(7, dtype=float64)
    out, (dx, dy) = both_ways(maximum_forward, maximum_backward, dout, x, x.clone())
    close(out, x)
    close(dx + dy, dout)

    def never_equal(draw, *shape):
        """dout, x and y; in the last entry x is 0."""
        dout = of_all_sizes(draw, *shape, every=5)
        x, y = of_all_sizes(draw, *shape), of_all_sizes(draw, *shape)
        x.view(-1)[-1] = 0
        return dout, x, y

    contract(
        through_and_back("maximum", maximum_forward, maximum_backward, "x", "y"),
        lambda dout, x, y: expected("maximum", torch.maximum, dout, x=x, y=y),
        never_equal,
        sizes=[(6, 7), (1, 5), (5, 1), (300,), (2, 3, 20), ()],
    )
    forbid(maximum_forward, autograd=True, on=lambda: (x, dout))
    forbid(maximum_backward, autograd=True, on=lambda: (dout, maximum_forward(x, dout)[1]))

# %% [markdown]
# ### Three ways to treat a gradient
#
# You have met the three gates that matter most, and each has a character:
#
# | gate | what it does to the gradient | called |
# |---|---|---|
# | add | gives it to every input, unchanged | **distributor** |
# | multiply | hands each input the gradient times the *other* input | **switcher** |
# | maximum | sends it to the larger input, and 0 to the other | **router** |
#
# Mind the switcher: a large input makes a large gradient for its *partner*. If all pixels are a
# thousand times as large, so are all gradients by the weights. This is why pictures are scaled to
# 0 … 1 before training.

# %% [markdown]
# ### Exercise 3 · Exponential and reciprocal ●○○
#
# Two gates with one input each: $e^x$ and $1/x$. Their slopes:
#
# $$ \frac{d}{dx} e^x = e^x, \qquad \frac{d}{dx} \frac1x = -\frac{1}{x^2} $$
#
# Both slopes can be written with the gate's own **output**. Then forward has done the work already,
# and backward needs no second exponential. Backward of a gate with one input returns one tensor.
#
# **Contract.** As of exercise 1. The numbers are such that neither the results nor their squares
# leave the range of their dtype; `reciprocal_forward` meets no 0.
#
# <details><summary>Hint</summary>
#
# Call the output u. The slopes are $u$ and $-u^2$.
#
# </details>


# %% role="exercise" id="exp_reciprocal"
def exp_forward(x: Tensor) -> tuple[Tensor, Any]:
    """The exponential of x, and the cache."""
    ### BEGIN SOLUTION
    out = x.exp()
    return out, out
    ### END SOLUTION


def exp_backward(dout: Tensor, cache: Any) -> Tensor:
    """The gradient by x."""
    ### BEGIN SOLUTION
    return dout * cache
    ### END SOLUTION


def reciprocal_forward(x: Tensor) -> tuple[Tensor, Any]:
    """The reciprocal 1 / x, and the cache."""
    ### BEGIN SOLUTION
    out = 1 / x
    return out, out
    ### END SOLUTION


def reciprocal_backward(dout: Tensor, cache: Any) -> Tensor:
    """The gradient by x."""
    ### BEGIN SOLUTION
    return -dout * cache**2
    ### END SOLUTION


# %% role="test" id="exp_reciprocal" points=3
with check("exp at −1: value 0.37, and −0.53 becomes −0.20", points=0.5):
    x, dout = torch.tensor(-1.0), torch.tensor(-0.53)
    out, (dx,) = both_ways(exp_forward, exp_backward, dout, x)
    close(out, 0.3679, atol=1e-3)
    close(dx, -0.195, atol=1e-3, mistakes={
        "the factor dout is missing: local slope × dout": 0.3679,
        "that is e to the output: the slope of exp is its output itself": -0.53 * math.exp(0.3679),
        "that multiplies by the input: the slope of exp is its output": 0.53,
        "that is dout alone: the local slope is missing": -0.53,
    })  # fmt: skip

with check("1/x at 1.37: value 0.73, and 2 becomes −1.07", points=0.5, hint="the slope is −1/x²"):
    x, dout = torch.tensor(1.37), torch.tensor(2.0)
    out, (dx,) = both_ways(reciprocal_forward, reciprocal_backward, dout, x)
    close(out, 0.72993, atol=1e-4)
    close(dx, -1.06559, atol=1e-4, mistakes={
        "the sign: 1/x falls as x grows": 1.06559,
        "the factor dout is missing: local slope × dout": -0.53279,
        "the slope of 1/x is −1/x², not −1/x": -1.45985,
        "the cache holds 1/x already: square it, do not turn it over again": -3.7538,
        "that is the logarithm": 0.62962,
    })  # fmt: skip

with check("the contract of both gates, on random inputs", points=2):
    exp = through_and_back("exp", exp_forward, exp_backward, "x")
    shapes = [(6, 7), (1, 5), (5, 1), (300,), (2, 3, 20), ()]

    def right_exp(dout, x):
        return expected("exp", torch.exp, dout, x=x)

    def powers(draw, *shape):
        """dout, and x up to 40 or so, once 0."""
        x = 10 * draw.normal(*shape)
        x.view(-1)[-1] = 0
        return of_all_sizes(draw, *shape), x

    def far_out(draw, *shape):
        """The same with x up to 600: only float64 holds such numbers."""
        return draw.normal(*shape), 150 * draw.normal(*shape)

    contract(exp, right_exp, powers, sizes=shapes)
    contract(exp, right_exp, far_out, sizes=[(300,)], dtypes=(float64,))
    contract(exp, right_exp, lambda draw: (draw.normal(40), 1e-7 * draw.normal(40)))
    contract(
        through_and_back("reciprocal", reciprocal_forward, reciprocal_backward, "x"),
        lambda dout, x: expected("reciprocal", torch.reciprocal, dout, x=x),
        lambda draw, *shape: (of_all_sizes(draw, *shape, every=5), of_all_sizes(draw, *shape)),
        sizes=shapes,
    )
    dout, x = rng().normal(4), rng().normal(4)
    for go, back in ((exp_forward, exp_backward),
                     (reciprocal_forward, reciprocal_backward)):  # fmt: skip
        forbid(go, autograd=True, on=lambda: (x,))
        forbid(back, autograd=True, on=lambda go=go: (dout, go(x)[1]))

# %% [markdown]
# ## 2 · A neuron, gate by gate
#
# The **sigmoid** squeezes any number into 0 … 1:
#
# $$ \sigma(s) = \frac{1}{1 + e^{-s}} $$
#
# It is made of four gates: times −1, exp, plus 1, reciprocal. At s = 1 the values on the wires are
# −1, 0.37, 1.37, 0.73. Backwards from 1: −0.53 behind the reciprocal, −0.53 behind the plus,
# −0.20 behind the exp, and 0.20 at s.
#
# Now differentiate σ once, on paper. Something beautiful happens:
#
# $$ \sigma'(s) = \frac{e^{-s}}{(1 + e^{-s})^2} = \sigma(s)\,\bigl(1 - \sigma(s)\bigr) $$
#
# At s = 1 that is 0.73 · 0.27 = 0.20: the same, in one step, from the output alone. Any part of a
# graph may be made **one gate**, if you know its slope. It is faster, and it is safer: at
# s = −1000 the four gates meet $e^{1000}$, which is no number a computer can hold.
#
# ### Exercise 4 · The sigmoid, as four gates and as one ●●○
#
# `sigmoid_by_gates(s)` returns the value, and the list of the four gradients in the order in which
# you meet them on the way back: by $1 + e^{-s}$, by $e^{-s}$, by $-s$, by $s$. Start from 1.
#
# `sigmoid_forward` and `sigmoid_backward` are the one gate. They must hold at s = ±1000.
#
# **Contract.** For tensors of any shape, which all results share; dtype, state and autograd as in
# exercise 1. The slope at s = ±1000 is 0, never nan. `sigmoid_by_gates` is asked for
# numbers between −40 and 40.
#
# <details><summary>Hint</summary>
#
# Which is σ(1 − σ) made of: the gate's input or its output? Cache that one. `torch.sigmoid` may
# compute the value.
#
# </details>


# %% role="exercise" id="sigmoid"
def sigmoid_by_gates(s: Tensor) -> tuple[Tensor, list[Tensor]]:
    """The sigmoid of s, and the gradients behind each of the four gates, from the end."""
    ### BEGIN SOLUTION
    e, e_cache = exp_forward(-s)
    out, out_cache = reciprocal_forward(1 + e)
    d_sum = reciprocal_backward(torch.ones_like(out), out_cache)
    d_e = d_sum
    d_minus_s = exp_backward(d_e, e_cache)
    return out, [d_sum, d_e, d_minus_s, -d_minus_s]
    ### END SOLUTION


def sigmoid_forward(s: Tensor) -> tuple[Tensor, Any]:
    """The sigmoid of s, and the cache."""
    ### BEGIN SOLUTION
    out = torch.sigmoid(s)
    return out, out
    ### END SOLUTION


def sigmoid_backward(dout: Tensor, cache: Any) -> Tensor:
    """The gradient by s, as one gate."""
    ### BEGIN SOLUTION
    return dout * cache * (1 - cache)
    ### END SOLUTION


# %% role="test" id="sigmoid" points=4
with check("four gates at s = 1: 0.73; −0.53, −0.53, −0.20, 0.20", points=0.5):
    out, grads = lent(sigmoid_by_gates)(torch.tensor(1.0, dtype=float64))
    close(out, 0.7311, atol=1e-4)
    right = [-0.5344, -0.5344, -0.1966, 0.1966]
    found = torch.stack([torch.as_tensor(g, dtype=float64) for g in grads])
    close(found, right, atol=1e-4, mistakes={
        "these run from s to the end: start with the gradient behind 1/x": right[::-1],
        "the last gate is times −1: its slope is −1": [-0.5344, -0.5344, -0.1966, -0.1966],
        "the first sign: the slope of 1/x is negative": [0.5344, 0.5344, 0.1966, -0.1966],
    })  # fmt: skip

with check("one gate at s = 1: 2 comes back as 0.39", points=0.5, hint="σ(1 − σ), times dout"):
    s, dout = torch.tensor(1.0), torch.tensor(2.0)
    out, (ds,) = both_ways(lent(sigmoid_forward), lent(sigmoid_backward), dout, s)
    close(out, 0.73106, atol=1e-4)
    close(ds, 0.39322, atol=1e-4, mistakes={
        "σ(1 − σ) takes the output of the gate, not its input": 0.0,
        "that is the sigmoid of the output: it is in the cache already": 2 * 0.67503 * 0.32497,
        "the factor dout is missing: local slope × dout": 0.19661,
        "that is σ alone: the slope is σ(1 − σ)": 1.46212,
        "that is 1 − σ²: the slope of tanh": 2 * (1 - 0.73106**2),
    })  # fmt: skip

with check("the contract of both ways, on random inputs", points=3,
           hint="far out, at ±1000: a slope of 0, never nan"):  # fmt: skip

    def four_gates(s):
        """The same on plain tensors, for autograd."""
        wires = [s.detach().requires_grad_()]
        with torch.enable_grad():
            for gate in (torch.neg, torch.exp, lambda e: 1 + e, torch.reciprocal):
                wires.append(gate(wires[-1]))
            grads = torch.autograd.grad(wires[-1].sum(), wires[:-1])
        return wires[-1].detach(), grads[::-1]

    shapes = [(6, 7), (1, 5), (5, 1), (300,), (2, 3, 20), ()]
    contract(
        lent(sigmoid_by_gates), four_gates,
        lambda draw, *shape: ((6 * draw.normal(*shape)).clamp(-30, 30),), sizes=shapes,
    )  # fmt: skip
    contract(lent(sigmoid_by_gates), four_gates, lambda draw: (1e-3 * draw.normal(300),))
    one = through_and_back("sigmoid", lent(sigmoid_forward), lent(sigmoid_backward), "s")

    def right_one(dout, s):
        return expected("sigmoid", torch.sigmoid, dout, s=s)

    def far_out(draw, *shape):
        """dout, and s near 0, some thousands, and 0."""
        s = of_all_sizes(draw, *shape)
        s.view(-1)[-1] = 0
        return draw.normal(*shape), s

    contract(one, right_one, far_out, sizes=shapes)
    # What is left of the slope at 20 drowns in float32.
    contract(
        one, right_one, lambda draw: (of_all_sizes(draw, 300), 12 * draw.normal(300)),
        dtypes=(float64,),
    )  # fmt: skip
    s, dout = rng().normal(4), rng().normal(4)
    forbid(lent(sigmoid_by_gates, gradients=False), autograd=True, on=lambda: (s,))
    forbid(lent(sigmoid_forward), autograd=True, on=lambda: (s,))
    forbid(lent(sigmoid_backward, gradients=False), autograd=True,
           on=lambda: (dout, lent(sigmoid_forward)(s)[1]))  # fmt: skip

# %% [markdown]
# **Predict.** Where is the sigmoid steepest, and how steep is it there? Then look.

# %% role="demo" id="sigmoid_slope"
places = torch.linspace(-8, 8, 200, dtype=float64)
value, cache = sigmoid_forward(places)
slope = sigmoid_backward(torch.ones_like(places), cache)
ax = plots.curves({"σ(s)": value, "σ'(s)": slope}, xs=places, xlabel="s", ylabel="")
print(f"steepest at s = {places[slope.argmax()]:.2f}: {slope.max():.3f}")

# %% [markdown]
# A quarter, at the most. Ten sigmoids in a row let through at most $0.25^{10}$, a millionth: this
# is the **vanishing gradient**. Far from 0 the slope is nearly nothing, and the neuron is
# **saturated**: it no longer learns. Keep it in mind for section 5.
#
# ### Exercise 5 · A whole neuron ●●○
#
# Two inputs, three weights, the last of them the bias:
#
# $$ f(w, x) = \sigma(w_0 x_0 + w_1 x_1 + w_2) $$
#
# For w = (2, −3, −3) and x = (−1, −2), by hand: s = 1, f = 0.73. Behind the sigmoid the gradient is
# 0.20. The additions distribute it, the multiplications switch: dw = (−0.20, −0.39, 0.20) and
# dx = (0.39, −0.59).
#
# Return the value and the two gradients. Use your gates, or work it out on paper.
#
# **Contract.** The value has shape (), the gradients have the shapes of `w` and of `x`; dtype,
# state and autograd as in exercise 1.


# %% role="exercise" id="neuron"
def neuron(
    w: Float[Tensor, " 3"], x: Float[Tensor, " 2"]
) -> tuple[Tensor, Float[Tensor, " 3"], Float[Tensor, " 2"]]:
    """The neuron's output and its gradients by w and by x."""
    ### BEGIN SOLUTION
    products, product_cache = multiply_forward(w[:2], x)
    s = products.sum() + w[2]
    out, out_cache = sigmoid_forward(s)
    ds = sigmoid_backward(torch.ones_like(out), out_cache)
    dw_both, dx = multiply_backward(ds.expand(2), product_cache)  # the additions distribute ds
    return out, torch.cat([dw_both, ds.reshape(1)]), dx
    ### END SOLUTION


# %% role="test" id="neuron" points=3
with check("w = (2, −3, −3), x = (−1, −2): the numbers by hand", points=0.6):
    w, x = torch.tensor([2.0, -3.0, -3.0], dtype=float64), torch.tensor([-1.0, -2.0], dtype=float64)
    out, dw, dx = lent(neuron)(w, x)
    close(out, 0.73, atol=5e-3, mistakes={
        "that is s: put it through the sigmoid": 1.0,
        "the bias w₂ is missing from the sum": 0.982,
    })  # fmt: skip
    close(dw, [-0.20, -0.39, 0.20], atol=5e-3, mistakes={
        "the sigmoid's own slope σ(1 − σ) is missing": [-1.0, -2.0, 1.0],
        "the bias is no weight of an input: its local slope is 1": [-0.20, -0.39, 0.0],
        "switched: the gradient by w is ds · x": [0.39, -0.59, 0.20],
    })  # fmt: skip
    close(dx, [0.39, -0.59], atol=5e-3, mistakes={
        "the sigmoid's own slope σ(1 − σ) is missing": [2.0, -3.0],
        "switched: the gradient by x is ds · w": [-0.20, -0.39],
        "the signs are turned": [-0.39, 0.59],
    })  # fmt: skip

with check("the contract, on random weights and inputs", points=2.4,
           hint="ds = σ(1 − σ), dw = ds · (x, 1), dx = ds · (w₀, w₁)"):  # fmt: skip

    def plain(w, x):
        """The neuron on plain tensors, and autograd's gradients."""

        def value(w, x):
            return torch.sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])

        return value(w, x), *by_autograd(value, torch.ones((), dtype=w.dtype), w, x)

    def scaled(draw, of_w, of_x):
        """Weights of this size, a bias of about 1, and inputs of that size."""
        return torch.cat([of_w * draw.normal(2), draw.normal(1)]), of_x * draw.normal(2)

    contract(lent(neuron), plain, scaled, sizes=[(1, 1), (1e-3, 1), (1, 1e-3)])
    # What 4,000 times a small slope is, float32 does not know to five digits.
    sizes = [(4e3, 1 / 4e3), (1 / 4e3, 4e3), (1e-7, 1), (1, 1e-7), (0, 1), (1, 0)]
    contract(lent(neuron), plain, scaled, sizes=sizes, dtypes=(float64,))
    w, x = rng().normal(3), rng().normal(2)
    forbid(lent(neuron, gradients=False), autograd=True, on=lambda: (w, x))

# %% [markdown]
# ## 3 · Where a value is used twice, gradients add
#
# So far every wire led to one gate. Now let x and y each be used twice:
#
# $$ f(x, y) = x y + \max(x, y) $$
#
# Nudge x. The product moves, **and** the maximum moves. Both changes reach f, and they add up. So
# wherever a wire branches, the gradients that come back along the branches are **added**. It is the
# chain rule for several variables, and forgetting it is the commonest bug in hand-written
# backpropagation.
#
# **Predict.** At x = 3, y = 2: what is the gradient by x? And by y?
#
# ### Exercise 6 · Spot the bug: the lost branch ●○○
#
# Ana's function runs, its value is right, its shapes are right. Her gradients are not. Find the
# line, and mend it.
#
# **Contract.** As of exercise 1, for x and y of any shape. Where they are equal, any split of the
# maximum's gradient is right.


# %% role="exercise" id="shared"
def shared(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The value x·y + max(x, y) and its gradients by x and by y."""
    product, product_cache = multiply_forward(x, y)
    larger, larger_cache = maximum_forward(x, y)
    f, f_cache = add_forward(product, larger)
    d_product, d_larger = add_backward(torch.ones_like(f), f_cache)
    ### BEGIN SOLUTION
    dx, dy = multiply_backward(d_product, product_cache)
    dx_more, dy_more = maximum_backward(d_larger, larger_cache)
    return f, dx + dx_more, dy + dy_more
    ### STARTS AS
    # dx, dy = multiply_backward(d_product, product_cache)
    # dx, dy = maximum_backward(d_larger, larger_cache)
    # return f, dx, dy
    ### END SOLUTION


# %% role="test" id="shared" points=2
with check("at (3, 2): f = 9, gradients 3 and 3", points=0.2, hint="both uses of x count"):
    f, dx, dy = lent(shared)(torch.tensor(3.0), torch.tensor(2.0))
    only_max = "overwritten: only the branch through max is left; gradients add at a branch"
    only_product = "only the branch through the product is there; gradients add at a branch"
    mean = "the mean of the branches: they add"
    close(dx, 3.0, mistakes={only_max: 1.0, only_product: 2.0, "added twice": 4.0, mean: 1.5})
    close(dy, 3.0, mistakes={only_max: 0.0, "added twice": 6.0})
    close(f, 9.0)

with check("at (2, 2): f = 6, and the gradients add up to 5", points=0.2):
    f, dx, dy = lent(shared)(torch.tensor(2.0), torch.tensor(2.0))
    close(f, 6.0)
    close(dx + dy, 5.0)

with check("the contract: both branches, entry by entry", points=1.6):

    def plain(x, y):
        """The value on plain tensors, and autograd's gradients."""

        def value(x, y):
            return x * y + torch.maximum(x, y)

        return value(x, y), *by_autograd(value, torch.ones_like(x), x, y)

    def never_equal(draw, *shape):
        """Two tensors; in the last entry x is 0."""
        x, y = of_all_sizes(draw, *shape), of_all_sizes(draw, *shape)
        x.view(-1)[-1] = 0
        return x, y

    contract(
        lent(shared), plain, never_equal, sizes=[(6, 7), (1, 5), (5, 1), (300,), (2, 3, 20), ()]
    )
    x, y = rng().normal(4), rng().normal(4)
    forbid(lent(shared, gradients=False), autograd=True, on=lambda: (x, y))

# %% [markdown]
# ## 4 · Let the computer do the book-keeping
#
# With ten gates you can keep the order in your head. With a thousand you cannot. So make the graph
# an object. A `Node` is a wire. It holds its value, its gradient, and the gate that it comes out
# of. `through` sends values through a gate and makes the new node.


# %% role="given"
class Gate(NamedTuple):
    """A forward and a backward, with the symbol that stands for them in a drawing."""

    symbol: str
    forward: Callable[..., Any]
    backward: Callable[..., Any]


class Node:
    """A wire of a graph: its value, its gradient, and the gate that it comes out of."""

    def __init__(self, value, label, gate=None, inputs=(), cache=None):
        self.value, self.label, self.grad = value, label, None
        self.gate, self.inputs, self.cache = gate, inputs, cache

    def sent_back(self) -> tuple:
        """What the gate sends to each of `inputs`, for this node's `grad`; () for an input."""
        if self.gate is None:
            return ()
        grads = self.gate.backward(self.grad, self.cache)
        return tuple(grads) if isinstance(grads, tuple | list) else (grads,)


def through(gate: Gate, *inputs: Node) -> Node:
    """Send values through a gate, and keep what backward will need."""
    value, cache = gate.forward(*(node.value for node in inputs))
    return Node(value, gate.symbol, gate, inputs, cache)


# %% [markdown]
# ### Exercise 7 · Inputs first ●●○
#
# Backward may use the gradient of a node only when it is **complete**: when everything that the
# node leads to has sent its part. So walk from the end to the start, and visit no node before all
# those that use it.
#
# Such a walk is a **topological order**, backwards. Write `topological_order(end)`: all nodes that
# `end` was computed from, and `end` itself. Each stands there **once**, **after** all its inputs. A
# node that is used twice is still one node.
#
# **Contract.** A list, or a tuple, of the nodes themselves; different nodes may have equal values
# and labels. The nodes stay as they are: asked again, for the same end or another one, it finds
# again what leads there. Graphs hold up to some hundred nodes, chains are up to 150 long.
#
# <details><summary>Hint</summary>
#
# Visit a node: if it was visited before, do nothing. Else mark it, visit its inputs, and only then
# append it to the list. To mark nodes, put them into a `set`.
#
# </details>


# %% role="exercise" id="topological_order"
def topological_order(end: Node) -> list[Node]:
    """Every node that leads to `end`, once, each after its inputs; `end` comes last."""
    ### BEGIN SOLUTION
    order, seen = [], set()

    def visit(node: Node) -> None:
        if node in seen:
            return
        seen.add(node)
        for source in node.inputs:
            visit(source)
        order.append(node)

    visit(end)
    return order
    ### END SOLUTION


# %% [markdown]
# To try a graph without relying on your own gates, `run_program` builds it from gates whose
# backward torch works out. A program is a list of steps: the new wire's name, the gate, the wires
# it takes.


# %% role="given"
def torch_gate(symbol: str, fn: Callable[..., Tensor]) -> Gate:
    """A gate made from any function of torch's: its backward is torch's own."""
    return Gate(
        symbol,
        lambda *values: torch.func.vjp(fn, *values),
        lambda dout, cache: cache(torch.as_tensor(dout, dtype=float64)),
    )


TORCH_GATES = {
    gate.symbol: gate
    for gate in (
        torch_gate("+", torch.add),
        torch_gate("*", torch.mul),
        torch_gate("max", torch.maximum),
        torch_gate("exp", torch.exp),
        torch_gate("σ", torch.sigmoid),
    )
}


def run_program(steps, values) -> dict[str, Node]:
    """All wires by name, in the order in which they were made: inputs first, the end last."""
    wires = {name: Node(torch.tensor(value, dtype=float64), name) for name, value in values.items()}
    for name, symbol, sources in steps:
        wires[name] = through(TORCH_GATES[symbol], *(wires[source] for source in sources))
    return wires


def orders_of(steps, values, ends) -> list[list[str]]:
    """The names of the wires in the order that `topological_order` gives, for each end in turn."""
    wires = run_program(steps, values)
    names = {id(node): name for name, node in wires.items()}
    found = []
    for end in ends:
        order = topological_order(wires[end])
        expect(
            isinstance(order, list | tuple),
            f"expected a list of nodes, got an object of type {type(order).__name__}",
        )
        found.append([names.get(id(node), "?") for node in order])
    return found


# %% role="test" id="topological_order" points=3
def check_order(steps, values):
    """Whether each wire stands there once, after its inputs, and the end last; for three ends."""
    end, inner = steps[-1][0], steps[len(steps) // 2][0]
    found = orders_of(steps, values, [end, inner, end])
    for which, order, asked in zip((end, inner, end), found, ("", "", "again"), strict=True):
        one_order(steps, which, order, f"asked {asked} for `{which}`: " if asked or which != end
                  else "")  # fmt: skip


def one_order(steps, end, order, asked):
    """The order for one end."""
    needs = {name: list(sources) for name, _, sources in steps}
    leading, todo = set(), [end]
    while todo:
        name = todo.pop()
        todo += [] if name in leading else needs.get(name, [])
        leading.add(name)
    expect("?" not in order, "expected a list of nodes of the graph, got something else in it")
    twice = [] if len(order) == len(set(order)) else [n for n in set(order) if order.count(n) > 1]
    expect(not twice, f"{asked}`{(twice or [''])[0]}` stands there more than once: mark what was "
           "visited")  # fmt: skip
    missing = sorted(leading.difference(order))
    expect(not missing, f"{asked}`{(missing or [''])[0]}` is missing: all nodes that lead to the "
           f"end, and the end; got {order}")  # fmt: skip
    more = sorted(set(order) - leading)
    expect(not more, f"{asked}`{(more or [''])[0]}` does not lead to `{end}`; got {order}")
    expect(order[0] != end or len(order) == 1, "the end comes first: turn the list round")
    for name in order:
        late = [s for s in needs.get(name, []) if order.index(s) > order.index(name)]
        expect(not late, f"`{name}` comes before its input `{(late or [''])[0]}`: {order}; append "
               "a node after its inputs were visited")  # fmt: skip
    expect(order[-1] == end, f"the end `{end}` must come last: {order}")


def random_steps(draw, inputs, count):
    """A random graph in which nothing is left over: unused wires are added up at the end."""
    names, steps = list(inputs), []
    for k in range(count):
        symbol = ("+", "*", "max", "σ")[int(draw.integers(0, 4, (1,)))]
        picked = draw.integers(0, len(names), (1 if symbol == "σ" else 2,)).tolist()
        steps.append((f"t{k}", symbol, [names[i] for i in picked]))
        names.append(f"t{k}")
    used = {source for _, _, sources in steps for source in sources}
    loose = [name for name in names if name not in used]
    for k, (left, right) in enumerate(itertools.pairwise(loose)):
        steps.append((f"s{k}", "+", [f"s{k - 1}" if k else left, right]))
    return steps


with check("(x + y) z: every wire after its inputs", points=0.3):
    steps = [("q", "+", ["x", "y"]), ("f", "*", ["q", "z"])]
    for end, order in zip("qf", orders_of(steps, {"x": -2.0, "y": 5.0, "z": -4.0}, "qf"),
                          strict=True):  # fmt: skip
        one_order(steps, end, order, "")

with check("a wire that is used twice stands there once", points=0.3,
           hint="mark a node when you visit it"):  # fmt: skip
    steps = [("q", "*", ["x", "x"]), ("f", "+", ["q", "x"])]
    one_order(steps, "f", *orders_of(steps, {"x": 3.0}, "f"), "")

with check("a short way and a long way to the same gate", points=0.3,
           hint="all inputs first, then the node"):  # fmt: skip
    steps = [("a", "exp", ["x"]), ("b", "exp", ["a"]), ("c", "*", ["b", "y"]),
             ("f", "+", ["x", "c"])]  # fmt: skip
    one_order(steps, "f", *orders_of(steps, {"x": 0.1, "y": 2.0}, "f"), "")
    steps = [("a", "σ", ["x"]), ("b", "σ", ["a"]), ("c", "+", ["a", "b"]), ("f", "*", ["c", "a"])]
    one_order(steps, "f", *orders_of(steps, {"x": 0.1}, "f"), "")

with check("the contract: random graphs, equal values, chains, asked again", points=2.1):
    for equal_values in (False, False, False, True):
        values = {name: rng().normal(1).item() for name in ("x", "y", "z")}
        values = dict.fromkeys(values, 1.0) if equal_values else values
        check_order(random_steps(rng(), values, 12), values)
    check_order([(f"t{k + 1}", "σ", [f"t{k}"]) for k in range(150)], {"t0": 1.0})
    check_order([(f"t{k + 1}", "max", [f"t{k}", f"t{k}"]) for k in range(12)], {"t0": 1.0})

# %% [markdown]
# ### Exercise 8 · Backward ●●○
#
# Now the whole of backpropagation, in a few lines. You get the nodes in topological order.
#
# 1. Every gradient starts at 0, that of the last node at 1.
# 2. From the last node to the first: `node.sent_back()` gives one gradient for each of
#    `node.inputs`. **Add** each to the gradient of its input.
#
# Called a second time, it must start afresh and give the same gradients.
#
# **Contract.** Nothing is returned. The list and all of a node but its `grad` stay as they are. Of
# the nodes of one graph each is in the list, once; up to some hundred. Autograd has no place here
# either: gradients come from `sent_back`.
#
# <details><summary>Hint</summary>
#
# `torch.zeros_like(node.value)` and `torch.ones_like(node.value)` start the gradients. `zip` walks
# through the inputs and what was sent back, side by side.
#
# </details>


# %% role="exercise" id="backward"
def backward(order: list[Node]) -> None:
    """Set the `grad` of every node: the slope of the last node's value by this node's."""
    ### BEGIN SOLUTION
    for node in order:
        node.grad = torch.zeros_like(node.value)
    order[-1].grad = torch.ones_like(order[-1].value)
    for node in reversed(order):
        for source, grad in zip(node.inputs, node.sent_back(), strict=True):
            source.grad = source.grad + grad
    ### END SOLUTION


# %% role="given"
def gradients(steps, values, times: int = 1) -> dict[str, Any]:
    """The gradient of every wire of a program, after `backward` was called so many times."""
    wires = run_program(steps, values)
    order = list(wires.values())
    before = [(node, node.value, node.value.clone(), node.inputs, node.cache) for node in order]
    for _ in range(times):
        backward(order)
        expect(
            len(order) == len(before) and all(map(is_as_it_was, order, before)),
            "the list or a node in it has changed: only `grad` may",
        )
    return {name: node.grad for name, node in wires.items()}


def is_as_it_was(node, before) -> bool:
    """Whether a node is that of before, with its value, inputs and cache."""
    same, value, number, inputs, cache = before
    kept = node is same and node.value is value and node.inputs is inputs and node.cache is cache
    return kept and torch.equal(value, number)


# %% role="test" id="backward" points=4
def expected_gradients(steps, values):
    """The same program on plain tensors, differentiated by autograd."""
    functions = {"+": torch.add, "*": torch.mul, "max": torch.maximum, "exp": torch.exp,
                 "σ": torch.sigmoid}  # fmt: skip
    wires = {n: torch.tensor(v, dtype=float64, requires_grad=True) for n, v in values.items()}
    for name, symbol, sources in steps:
        wires[name] = functions[symbol](*(wires[source] for source in sources))
    end = wires[steps[-1][0]]
    return dict(zip(wires, torch.autograd.grad(end, list(wires.values())), strict=True))


def set_grads(steps, values, times=1):
    """The student's gradients, none of them missing."""
    found = gradients(steps, values, times)
    missing = [name for name, grad in found.items() if grad is None]
    expect(
        not missing, f"the grad of `{(missing or [''])[0]}` is still None: start every grad at 0"
    )
    return found


with check("(x + y) z at (−2, 5, −4): −4, −4, 3", points=0.4):
    steps = [("q", "+", ["x", "y"]), ("f", "*", ["q", "z"])]
    found = set_grads(steps, {"x": -2.0, "y": 5.0, "z": -4.0})
    close(found["f"], 1.0, mistakes={"the last node's own gradient is 1: start there": 0.0})
    close(found["q"], -4.0, mistakes={"nothing arrives at q: walk from the end to the start": 0.0})
    nothing = "nothing arrives at x: go on with its gate, from the end to the start"
    close([found["x"], found["y"], found["z"]], [-4.0, -4.0, 3.0], mistakes={
        nothing: [0.0, 0.0, 3.0],
    })  # fmt: skip

with check("x · x + x at 3: the three uses of x add up to 7", points=0.4, hint="+=, not ="):
    found = set_grads([("q", "*", ["x", "x"]), ("f", "+", ["q", "x"])], {"x": 3.0})
    close(found["x"], 7.0, mistakes={
        "overwritten: gradients add where a wire is used again": 3.0,
        "the use in x · x came last and overwrote the others: gradients add": 6.0,
        "overwritten: the last use of x is all that is left; gradients add": 1.0,
        "x · x uses x twice, and both uses count": 4.0,
    })  # fmt: skip

with check("called twice, it gives the same gradients", points=0.4,
           hint="start every gradient at 0 again"):  # fmt: skip
    steps = [("q", "*", ["x", "y"]), ("f", "+", ["q", "x"])]
    found = set_grads(steps, {"x": 2.0, "y": 5.0}, times=2)
    old = "the gradients of the first call are still in there: start every gradient at 0"
    close(found["x"], 6.0, mistakes={old: 17.0})

with check("the contract: random graphs, called twice; every wire", points=2.8,
           hint="a gradient is complete before it is passed on"):  # fmt: skip
    # u leads to f directly and through three more gates.
    steps = [("u", "*", ["x", "y"]), ("a", "exp", ["u"]), ("b", "σ", ["a"]),
             ("c", "*", ["b", "u"]), ("f", "+", ["c", "u"])]  # fmt: skip
    graphs = [(steps, {"x": 0.3 + rng().uniform(1).item(), "y": -1.2})]
    # a and b get the very same gradient from their sum, and a gets more from elsewhere.
    steps = [("a", "*", ["x", "x"]), ("b", "*", ["x", "y"]), ("c", "*", ["a", "y"]),
             ("d", "+", ["a", "b"]), ("f", "+", ["c", "d"])]  # fmt: skip
    graphs.append((steps, {"x": rng().normal(1).item(), "y": 0.7}))
    for _ in range(4):
        draw, names, steps = rng(), ["x", "y"], []
        for k in range(10):
            symbol = ("+", "*", "max", "σ")[int(draw.integers(0, 4, (1,)))]
            picked = draw.integers(max(0, len(names) - 3), len(names), (2,)).tolist()
            steps.append((f"t{k}", symbol, [names[i] for i in picked[: 1 + (symbol != "σ")]]))
            names.append(f"t{k}")
        loose = [n for n in names if all(n not in sources for _, _, sources in steps)]
        for k, (left, right) in enumerate(itertools.pairwise(loose)):
            steps.append((f"s{k}", "+", [f"s{k - 1}" if k else left, right]))
        graphs.append((steps, {n: draw.normal(1, dtype=float64).item() / 2 for n in ("x", "y")}))
    for steps, values in graphs:
        want = expected_gradients(steps, values)
        for times in (1, 2):
            found = set_grads(steps, values, times)
            for name in reversed(want):
                close(found[name], want[name], rtol=1e-8, atol=1e-9)
    close(set_grads([], {"x": 3.0})["x"], 1.0)
    steps = [(f"t{k + 1}", "*", [f"t{k}", "x"]) for k in range(400)]
    found = set_grads(steps, {"t0": 1.0, "x": 1.001})
    close(found["x"], 400 * 1.001**399, rtol=1e-9)
    small = set_grads([("q", "*", ["x", "y"])], {"x": 1e-9, "y": 5e3})
    close(small["y"], 1e-9, rtol=1e-9)
    close(small["x"], 5e3, rtol=1e-9)

# %% [markdown]
# Put your own gates in, and let your graph trace the neuron of section 2. The sigmoid is one gate
# here.
#
# <details><summary>What the right answer draws</summary>
#
# ![the neuron as a graph, values above and gradients below each wire](figures/neuron_graph.png)
#
# </details>

# %% role="demo" id="neuron_graph"
add = Gate("+", add_forward, add_backward)
multiply = Gate("×", multiply_forward, multiply_backward)
sigmoid = Gate("σ", sigmoid_forward, sigmoid_backward)
w0, w1, w2, x0, x1 = (
    Node(torch.tensor(value), label)
    for value, label in zip(
        (2.0, -3.0, -3.0, -1.0, -2.0), ("w₀", "w₁", "w₂", "x₀", "x₁"), strict=True
    )
)
weighted = through(add, through(multiply, w0, x0), through(multiply, w1, x1))
end = through(sigmoid, through(add, weighted, w2))
backward(topological_order(end))
_ = plots.computational_graph(end, title="σ(w₀x₀ + w₁x₁ + w₂)")

# %% [markdown]
# Find the distributors and the switchers in the picture. Which input has the largest gradient, and
# which weight does it owe that to?
#
# This is what torch does, too. `loss.backward()` walks a graph of nodes in topological order, and
# adds to `.grad`. That is why a training loop must set the gradients to zero: torch keeps adding.

# %% [markdown]
# ## 5 · From numbers to vectors
#
# A gate may take a whole vector. Its local slope is then a **Jacobian**: the matrix of all
# $\partial \text{out}_i / \partial x_j$. Backward multiplies it by `dout`.
#
# Take ReLU, $\max(0, x)$, on a vector of 4096 numbers. Its Jacobian has 4096 × 4096 entries.
#
# **Predict.** How many megabytes is that in float32? And how many of its entries differ from 0, at
# most?

# %% role="demo" id="jacobian_size"
small = torch.tensor([-1.0, 2.0, -0.5, 3.0, 1.0])
print("the Jacobian of ReLU for 5 numbers:")
print(torch.func.jacrev(torch.relu)(small))


def with_the_jacobian(dout, x):
    """The gradient as the formula says it: Jacobian, transposed, times dout."""
    return torch.diag((x > 0).float()).T @ dout


def without_it(dout, x):
    """The same, entry by entry."""
    return dout * (x > 0)


x, dout = torch.randn(4096), torch.randn(4096)
for fn in (with_the_jacobian, without_it):
    print(f"{fn.__name__}: the largest tensor takes {4 * largest_tensor(fn, dout, x) / 1e6:.3f} MB")
print("the same result:", torch.equal(with_the_jacobian(dout, x), without_it(dout, x)))

# %% [markdown]
# Each output depends on the input at its own place only. The Jacobian is **diagonal**, and a
# product with a diagonal matrix is an entry-by-entry product. For a batch of 100 such vectors the
# full matrix would be ten thousand times as large again. So: **never build it.**
#
# ### Exercise 9 · Activations ●●○
#
# Three functions that bend, entry by entry, for any shape:
#
# - ReLU: $\max(0, x)$. At exactly 0 the slope is taken as 0, as torch does.
# - leaky ReLU: x where x > 0, else $0.01\,x$ (`slope`). At exactly 0 the slope is 0.01.
# - tanh: its slope is $1 - \tanh^2 x$. (`torch.tanh` may compute the value.)
#
# **Contract.** For any shape; dtype, state and autograd as in exercise 1. `slope` lies between 0
# and 1. Memory stays at the size of the input: no tensor on the way, forwards or backwards, holds
# more than ten times as many numbers as `x`.
#
# <details><summary>Hint</summary>
#
# Which entries of `dout` pass is decided by the **input** of the gate, so remember that in forward.
# For tanh, as for the sigmoid, the output is enough.
#
# </details>


# %% role="exercise" id="activations"
def relu_forward(x: Tensor) -> tuple[Tensor, Any]:
    """The positive part of x, and the cache."""
    ### BEGIN SOLUTION
    positive = x > 0
    return x * positive, positive
    ### END SOLUTION


def relu_backward(dout: Tensor, cache: Any) -> Tensor:
    """The gradient by x."""
    ### BEGIN SOLUTION
    return dout * cache
    ### END SOLUTION


def leaky_relu_forward(x: Tensor, slope: float = 0.01) -> tuple[Tensor, Any]:
    """The entries of x, those that are not positive times `slope`; and the cache."""
    ### BEGIN SOLUTION
    positive = x > 0
    return torch.where(positive, x, slope * x), (positive, slope)
    ### END SOLUTION


def leaky_relu_backward(dout: Tensor, cache: Any) -> Tensor:
    """The gradient by x."""
    ### BEGIN SOLUTION
    positive, slope = cache
    return torch.where(positive, dout, slope * dout)
    ### END SOLUTION


def tanh_forward(x: Tensor) -> tuple[Tensor, Any]:
    """The hyperbolic tangent of x, and the cache."""
    ### BEGIN SOLUTION
    out = torch.tanh(x)
    return out, out
    ### END SOLUTION


def tanh_backward(dout: Tensor, cache: Any) -> Tensor:
    """The gradient by x."""
    ### BEGIN SOLUTION
    return dout * (1 - cache**2)
    ### END SOLUTION


# %% role="test" id="activations" points=4
by_hand_x = torch.tensor([-2.0, 0.0, 3.0], dtype=float64)
by_hand_dout = torch.tensor([10.0, -20.0, -30.0], dtype=float64)
lost = "the factor dout is missing: local slope × dout"
from_dout = "the mask comes from the sign of dout: it belongs to the input of forward"

with check("ReLU at (−2, 0, 3): values and gradients by hand", points=0.4):
    out, (dx,) = both_ways(relu_forward, relu_backward, by_hand_dout, by_hand_x)
    close(out, [0.0, 0.0, 3.0], mistakes={"that is the absolute value": [2.0, 0.0, 3.0]})
    close(dx, [0.0, 0.0, -30.0], mistakes={
        from_dout: [10.0, 0.0, 0.0],
        "at exactly 0 the slope is taken as 0": [0.0, -20.0, -30.0],
        lost: [0.0, 0.0, 1.0],
        "the mask is turned round: what is positive passes": [10.0, -20.0, 0.0],
        "that multiplies by the output: the slope is 1 where x > 0": [0.0, 0.0, -90.0],
        "everything passes: where the input is not positive, the gradient is 0": by_hand_dout,
    })  # fmt: skip

with check("leaky ReLU at (−2, 0, 3): values and gradients by hand", points=0.4):
    out, (dx,) = both_ways(leaky_relu_forward, leaky_relu_backward, by_hand_dout, by_hand_x)
    close(out, [-0.02, 0.0, 3.0], mistakes={"that is ReLU: the leak is missing": [0.0, 0.0, 3.0]})
    close(dx, [0.1, -0.2, -30.0], mistakes={
        "that is the gradient of ReLU: what is not positive leaks": [0.0, 0.0, -30.0],
        "at exactly 0 the slope is 0.01": [0.1, -20.0, -30.0],
        from_dout: [10.0, -0.2, -0.3],
        lost: [0.01, 0.01, 1.0],
    })  # fmt: skip
    out, (dx,) = both_ways(leaky_relu_forward, leaky_relu_backward, by_hand_dout, by_hand_x, 0.2)
    close(out, [-0.4, 0.0, 3.0], mistakes={"`slope` is not 0.01 here": [-0.02, 0.0, 3.0]})
    close(dx, [2.0, -4.0, -30.0], mistakes={
        "`slope` is not 0.01 here: remember it in the cache": [0.1, -0.2, -30.0],
    })  # fmt: skip

with check("tanh at (−2, 0, 3): values and gradients by hand", points=0.4, hint="1 − (output)²"):
    out, (dx,) = both_ways(tanh_forward, tanh_backward, by_hand_dout, by_hand_x)
    t = torch.tensor([-0.9640276, 0.0, 0.9950548], dtype=float64)
    close(out, t, atol=1e-6)
    close(dx, [0.7065082, -20.0, -0.2959811], atol=1e-5, mistakes={
        "1 − tanh² takes the output of the gate, not its input": [-30.0, -20.0, 240.0],
        "that is the slope of the sigmoid: for tanh it is 1 − out²": by_hand_dout * t * (1 - t),
        "1 − out² with out squared, not 1 − out": by_hand_dout * (1 - t),
        "tanh was taken of the output again": by_hand_dout * (1 - torch.tanh(t) ** 2),
        lost: 1 - t**2,
    })  # fmt: skip

with check("the contract of all three, on random inputs", points=2.8,
           hint="`slope` must be in the cache"):  # fmt: skip

    def leaky(x, slope):
        """Leaky ReLU, by torch."""
        return torch.nn.functional.leaky_relu(x, slope)

    def with_a_0(draw, *shape):
        """dout, and numbers of all sizes, the last of them 0."""
        x = of_all_sizes(draw, *shape)
        x.view(-1)[-1] = 0
        return of_all_sizes(draw, *shape, every=5), x

    def with_a_slope(draw, *shape):
        """The same, and a slope."""
        return *with_a_0(draw, *shape), draw.uniform(1, high=0.9).item()

    def near_0(draw, *shape):
        """Numbers about 1, and a 0: far out, what is left of the slope drowns in float32."""
        x = 2 * draw.normal(*shape)
        x.view(-1)[-1] = 0
        return draw.normal(*shape), x

    def without_slope(draw):
        """A slope of 0, which is ReLU."""
        return *with_a_0(draw, 7), 0.0

    relu = through_and_back("relu", relu_forward, relu_backward, "x")
    leak = through_and_back("leaky_relu", leaky_relu_forward, leaky_relu_backward, "x")
    tanh = through_and_back("tanh", tanh_forward, tanh_backward, "x")

    def right_leak(dout, x, slope):
        return expected("leaky_relu", leaky, dout, x=x, slope=slope)

    def right_tanh(dout, x):
        return expected("tanh", torch.tanh, dout, x=x)

    shapes = [(6, 7), (1, 5), (5, 1), (300,), (2, 3, 20)]
    contract(relu, lambda dout, x: expected("relu", torch.relu, dout, x=x), with_a_0, sizes=shapes)
    contract(leak, right_leak, with_a_slope, sizes=shapes)
    contract(leak, right_leak, without_slope)
    contract(tanh, right_tanh, near_0, sizes=shapes)
    contract(tanh, right_tanh, with_a_0, sizes=shapes, dtypes=(float64,))
    x, dout = rng().normal(1, 1500), rng().normal(1, 1500)
    for go, back in ((relu_forward, relu_backward), (tanh_forward, tanh_backward),
                     (leaky_relu_forward, leaky_relu_backward)):  # fmt: skip
        forbid(go, autograd=True, on=lambda: (x,))
        forbid(back, autograd=True, on=lambda go=go: (dout, go(x)[1]))
        largest = max(largest_tensor(go, x), largest_tensor(back, dout, go(x)[1]))
        expect(largest <= 15_000, f"a tensor on the way has {largest:,} numbers: that is the "
               "Jacobian; 1,500 are enough")  # fmt: skip

# %% [markdown]
# Compare what the activations let through on the way back.

# %% role="demo" id="activation_slopes"
places = torch.linspace(-4, 4, 201)
ones = torch.ones_like(places)
figure, axes = plt.subplots(1, 2, figsize=(11, 3.8), layout="compressed")
pairs = {
    "sigmoid": (sigmoid_forward, sigmoid_backward),
    "tanh": (tanh_forward, tanh_backward),
    "ReLU": (relu_forward, relu_backward),
    "leaky ReLU": (leaky_relu_forward, leaky_relu_backward),
}
values, slopes = {}, {}
for name, (go, back) in pairs.items():
    values[name], cache = go(places)
    slopes[name] = back(ones, cache)
plots.curves(values, xs=places, xlabel="x", title="the function", ax=axes[0]).set_ylim(-1.2, 2)
_ = plots.curves(slopes, xs=places, xlabel="x", title="its slope", ax=axes[1])

# %% [markdown]
# ReLU's slope is 1 wherever it is on: no fading, however many layers. The price: where it is off,
# nothing comes back. A unit that is off for **every** picture gets no gradient and stays as it is:
# a *dead ReLU*. The leak is the remedy.

# %% [markdown]
# ### Exercise 10 · A matrix by hand ●●○
#
# One step up. Let $q = W x$ and $f(W, x) = \|q\|^2 = \sum_i q_i^2$. With
#
# $$ W = \begin{pmatrix} 0.1 & 0.5 \\ -0.3 & 0.8 \end{pmatrix}, \qquad
#    x = \begin{pmatrix} 0.2 \\ 0.4 \end{pmatrix} $$
#
# you get q = (0.22, 0.26) and f = 0.116. Backwards: $\partial f / \partial q = 2q$. Weight
# $W_{ij}$ touches $q_i$ only, with slope $x_j$. So $dW_{ij} = 2 q_i x_j$, a table of products:
#
# $$ dW = 2 q\, x^\top = \begin{pmatrix} 0.088 & 0.176 \\ 0.104 & 0.208 \end{pmatrix}, \qquad
#    dx = 2\, W^\top q = \begin{pmatrix} -0.112 \\ 0.636 \end{pmatrix} $$
#
# There is a shortcut for the memory: **a gradient has its variable's shape.** Of all ways to
# multiply what you have, hardly more than one fits.
#
# **Contract.** For any m and d, 1 too. The value has shape (); dtype, state and autograd as in
# exercise 1.
#
# <details><summary>Hint</summary>
#
# `dq[:, None] * x` is the table of all products: row i, column j holds $dq_i\, x_j$.
#
# </details>


# %% role="exercise" id="squared_norm"
def squared_norm(
    W: Float[Tensor, "m d"], x: Float[Tensor, " d"]
) -> tuple[Tensor, Float[Tensor, "m d"], Float[Tensor, " d"]]:
    """The value ‖Wx‖² and its gradients by W and by x."""
    ### BEGIN SOLUTION
    q = W @ x  # (m,)
    dq = 2 * q
    return q @ q, dq[:, None] * x, W.T @ dq
    ### END SOLUTION


# %% role="test" id="squared_norm" points=3
with check("the 2 × 2 example: 0.116, and both gradients", points=0.6,
           hint="dW = 2 q xᵀ, dx = 2 Wᵀ q"):  # fmt: skip
    W = torch.tensor([[0.1, 0.5], [-0.3, 0.8]], dtype=float64)
    x = torch.tensor([0.2, 0.4], dtype=float64)
    f, dW, dx = lent(squared_norm)(W, x)
    close(f, 0.116, atol=1e-9, mistakes={"that is the norm: square it": 0.116**0.5})
    right = torch.tensor([[0.088, 0.176], [0.104, 0.208]], dtype=float64)
    close(dW, right, atol=1e-9, mistakes={
        "transposed: row i belongs to q_i, column j to x_j": right.T,
        "the factor 2 is missing: the slope of q² is 2q": right / 2,
        "that is x by x: dW is 2 q xᵀ": 2 * torch.outer(x, x),
    })  # fmt: skip
    close(dx, [-0.112, 0.636], atol=1e-9, mistakes={
        "W is not transposed: q_i sends back along row i of W": 2 * W @ (W @ x),
        "the factor 2 is missing: the slope of q² is 2q": [-0.056, 0.318],
        "that is the slope by q: go on through W": [0.44, 0.52],
    })  # fmt: skip

with check("the contract, on random matrices", points=2.4):

    def plain(W, x):
        """The value on plain tensors, and autograd's gradients."""

        def value(W, x):
            return ((W @ x) ** 2).sum()

        return value(W, x), *by_autograd(value, torch.ones((), dtype=W.dtype), W, x)

    def scaled(draw, m, d, of_W=1.0, of_x=1.0):
        """W and x of these sizes; one entry of each is 0."""
        W, x = of_W * draw.normal(m, d), of_x * draw.normal(d)
        if d > 1:
            W[0, 0] = x[-1] = 0
        return W, x

    sizes = [(4, 6), (6, 4), (4, 4), (1, 5), (5, 1), (1, 1), (20, 18)]
    contract(lent(squared_norm), plain, scaled, sizes=sizes, slack=3)
    sizes = [(300, 3), (3, 300), (5, 6, 4e3, 4e3), (5, 6, 1e-7, 1e3), (5, 6, 1e3, 1e-7),
             (5, 6, 1e-4, 10.0), (5, 6, 1.0, 3e-4)]  # fmt: skip
    contract(lent(squared_norm), plain, scaled, sizes=sizes, dtypes=(float64,), slack=10)
    W, x = rng().normal(4, 6), rng().normal(6)
    forbid(lent(squared_norm, gradients=False), autograd=True, on=lambda: (W, x))

# %% [markdown]
# ### Exercise 11 · The affine layer ●●●
#
# The layer of Lab 2, for a whole batch of n rows:
#
# $$ \text{scores} = X W^\top + b $$
#
# with X of shape (n, d), W of shape (c, d), b of shape (c,). The bias is **used n times**: the
# addition repeats it for every row. You know what that means for its gradient.
#
# **Predict.** What are the shapes of `dX`, `dW`, `db`? From which two matrices can each be made?
#
# **Contract.** For any n, d and c, 1 too; dtype, state and autograd as in exercise 1. Forwards and
# backwards, no tensor is more than four times as large as the largest of X, W and `dout`: there is
# no table (n, c, d).
#
# <details><summary>Hint</summary>
#
# `dout` has shape (n, c). From (n, c) and (c, d) make (n, d). From (n, c) and (n, d) make (c, d):
# one of them must be transposed. `db` is a sum over an axis.
#
# </details>


# %% role="exercise" id="affine"
def affine_forward(
    X: Float[Tensor, "n d"], W: Float[Tensor, "c d"], b: Float[Tensor, " c"]
) -> tuple[Float[Tensor, "n c"], Any]:
    """The scores X Wᵀ + b, and the cache."""
    ### BEGIN SOLUTION
    return X @ W.T + b, (X, W)
    ### END SOLUTION


def affine_backward(
    dout: Float[Tensor, "n c"], cache: Any
) -> tuple[Float[Tensor, "n d"], Float[Tensor, "c d"], Float[Tensor, " c"]]:
    """The gradients by X, W and b."""
    ### BEGIN SOLUTION
    X, W = cache
    return dout @ W, dout.T @ X, dout.sum(dim=0)
    ### END SOLUTION


# %% role="test" id="affine" points=5
not_summed = "db is not summed over the batch: b is used once for every row, and gradients add"
a_mean = "that is the mean over the batch: gradients add (the loss has divided by n already)"

with check("two rows by hand: the scores", points=0.4):
    X = torch.tensor([[1.0, 2.0, 3.0], [0.0, -1.0, 1.0]])
    W = torch.tensor([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]])
    scores, _ = affine_forward(X, W, torch.tensor([10.0, 20.0]))
    close(scores, [[17.0, 19.0], [12.0, 18.0]], mistakes={
        "the bias is missing": [[7.0, -1.0], [2.0, -2.0]],
    })  # fmt: skip

with check("two rows by hand: the three gradients", points=0.6,
           hint="a gradient has its variable's shape"):  # fmt: skip
    dout = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    _, (dX, dW, db) = both_ways(affine_forward, affine_backward, dout, X, W, torch.zeros(2))
    lost = "the factor dout is missing: local slope × dout"
    close(db, [4.0, 6.0], mistakes={
        not_summed: dout, a_mean: [2.0, 3.0],
        "that sums over the classes: sum over the rows of the batch, dim=0": [3.0, 7.0],
        "keep no axis of length 1: db has the shape of b, (c,)": [[4.0, 6.0]],
        "the factor dout is missing: it is not the number of rows": [2.0, 2.0],
    })  # fmt: skip
    close(dW, [[1.0, -1.0, 6.0], [2.0, 0.0, 10.0]], mistakes={
        "transposed: dW has the shape of W, (c, d)": [[1.0, 2.0], [-1.0, 0.0], [6.0, 10.0]],
        a_mean: [[0.5, -0.5, 3.0], [1.0, 0.0, 5.0]], lost: [[1.0, 1.0, 4.0], [1.0, 1.0, 4.0]],
    })  # fmt: skip
    close(dX, [[1.0, 2.0, 0.0], [3.0, 4.0, 2.0]], mistakes={
        a_mean: [[0.5, 1.0, 0.0], [1.5, 2.0, 1.0]], lost: [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]],
    })  # fmt: skip

with check("as many rows as classes and features: nothing is transposed", points=0.5,
           hint="dout.T @ X"):  # fmt: skip
    X, W, b, dout = (rng().normal(*s, dtype=float64) for s in ((4, 4), (4, 4), (4,), (4, 4)))
    _, (dX, dW, db) = both_ways(affine_forward, affine_backward, dout, X, W, b)
    want_X, want_W, want_b = by_autograd(torch.nn.functional.linear, dout, X, W, b)
    close(dX, want_X, mistakes={"W is transposed in dX: it is dout @ W": dout @ W.T})
    close(dW, want_W, mistakes={"dout is not transposed in dW: it is dout.T @ X": dout @ X})
    close(db, want_b)

with check("the contract, on random batches", points=3.5):
    layer = through_and_back("affine", affine_forward, affine_backward, "X", "W", "b")

    def right_layer(dout, X, W, b):
        return expected("affine", torch.nn.functional.linear, dout, X=X, W=W, b=b)

    def scaled(draw, n, d, c, *factors):
        """dout, X, W and b, of these sizes; some entries are 0."""
        shapes = ((n, c), (n, d), (c, d), (c,))
        factors = factors or (1.0,) * len(shapes)
        drawn = [s * draw.normal(*shape) for s, shape in zip(factors, shapes, strict=True)]
        for one in drawn:
            one.view(-1)[3:4] = 0
        return tuple(drawn)

    ones = [(1, 5, 4), (6, 1, 4), (6, 5, 1), (1, 1, 1)]
    contract(layer, right_layer, scaled, sizes=[(6, 5, 4), *ones, (4, 4, 4), (20, 18, 17)], slack=3)
    large = [(300, 3, 2), (3, 300, 2), (3, 2, 300)]
    odd = [(6, 5, 4, *(4e3 if k == place else 1.0 for k in range(4))) for place in range(4)]
    odd += [(6, 5, 4, *(1e-7 if k == place else 1.0 for k in range(4))) for place in range(4)]
    contract(layer, right_layer, scaled, sizes=large + odd, dtypes=(float64,), slack=10)
    dout, X, W, b = scaled(rng(), 50, 40, 30)
    forbid(affine_forward, autograd=True, on=lambda: (X, W, b))
    forbid(affine_backward, autograd=True, on=lambda: (dout, affine_forward(X, W, b)[1]))
    largest = max(largest_tensor(affine_forward, X, W, b),
                  largest_tensor(affine_backward, dout, affine_forward(X, W, b)[1]))  # fmt: skip
    expect(largest <= 8_000, f"a tensor on the way has {largest:,} numbers; X has 2,000: use "
           "matrix products, not a table (n, c, d)")  # fmt: skip

# %% [markdown]
# ### Exercise 12 · Spot the bug: tied weights ●●●
#
# Bo compresses pictures: k hidden units from d pixels, and back to d pixels with the **same**
# weights:
#
# $$ Z = X W^\top, \quad H = \mathrm{ReLU}(Z), \quad \text{out} = H W $$
#
# His backward runs, and all its shapes are right. It has **two** bugs. Mend both.
#
# **Contract.** For any n, d and k, 1 too; at exactly 0 the slope of ReLU is 0. Dtype, state and
# autograd as in exercise 1.
#
# <details><summary>Hint</summary>
#
# One is the bug of exercise 6, in matrix form. For the other, ask of ReLU: whose sign decides?
#
# </details>


# %% role="exercise" id="tied"
def tied_forward(X: Float[Tensor, "n d"], W: Float[Tensor, "k d"]) -> tuple[Tensor, Any]:
    """The pictures after the way through k hidden units, and the cache."""
    Z = X @ W.T  # (n, k)
    H = Z.clamp(min=0)
    return H @ W, (X, W, Z, H)


def tied_backward(
    dout: Float[Tensor, "n d"], cache: Any
) -> tuple[Float[Tensor, "n d"], Float[Tensor, "k d"]]:
    """The gradients by X and by W."""
    X, W, Z, H = cache
    dW = H.T @ dout  # (k, d)
    dH = dout @ W.T  # (n, k)
    ### BEGIN SOLUTION
    dZ = dH * (Z > 0)
    dW = dW + dZ.T @ X
    ### STARTS AS
    # dZ = dH * (dH > 0)
    # dW = dZ.T @ X
    ### END SOLUTION
    return dZ @ W, dW


# %% role="test" id="tied" points=3
from_dH = "the mask comes from the sign of dH: ReLU passes where its input Z was positive"
overwritten = "dW is overwritten: W is used twice, and the two gradients add"

with check("one picture by hand: dX", points=0.3, hint="the sign of Z decides what passes"):
    X = torch.tensor([[1.0, 2.0]])
    W = torch.tensor([[1.0, 0.0], [0.0, -1.0]])  # Z = (1, −2): the second unit is off
    dout = torch.tensor([[-1.0, -3.0]])
    out, (dX, dW) = both_ways(tied_forward, lent(tied_backward), dout, X, W)
    close(out, [[1.0, 0.0]])
    close(dX, [[-1.0, 0.0]], mistakes={
        from_dH: [[0.0, -3.0]], "nothing is masked": [[-1.0, -3.0]],
    })  # fmt: skip

with check("one picture by hand: dW", points=0.3, hint="W is used twice"):
    out, (dX, dW) = both_ways(tied_forward, lent(tied_backward), dout, X, W)
    close(dW, [[-2.0, -5.0], [0.0, 0.0]], mistakes={
        overwritten: [[-1.0, -2.0], [0.0, 0.0]],
        from_dH: [[-1.0, -3.0], [3.0, 6.0]],
        "two bugs: look at the sign that decides in ReLU, and at dW": [[0.0, 0.0], [3.0, 6.0]],
        "the use of W in Z = X Wᵀ is missing": [[-1.0, -3.0], [0.0, 0.0]],
    })  # fmt: skip

with check("a hidden unit at exactly 0", points=0.2, hint="there ReLU passes nothing back"):
    W = torch.tensor([[2.0, -1.0], [1.0, 1.0]])  # Z = (0, 3)
    _, (dX, dW) = both_ways(tied_forward, lent(tied_backward), dout, X, W)
    at_0 = "at exactly 0 the slope of ReLU is taken as 0"
    close(dX, [[-4.0, -4.0]], mistakes={at_0: [[-2.0, -5.0]]})
    close(dW, [[0.0, 0.0], [-7.0, -17.0]], mistakes={at_0: [[1.0, 2.0], [-7.0, -17.0]]})

with check("the contract, on random batches", points=2.2):

    def tied_plain(X, W):
        """The same on plain tensors, for autograd."""
        return torch.relu(X @ W.T) @ W

    def right_tied(dout, X, W):
        return expected("tied", tied_plain, dout, X=X, W=W)

    def scaled(draw, n, d, k, of_dout=1.0, of_X=1.0, of_W=1.0):
        """dout, X and W, of these sizes; some entries are 0."""
        drawn = of_dout * draw.normal(n, d), of_X * draw.normal(n, d), of_W * draw.normal(k, d)
        for one in drawn:
            one.view(-1)[3:4] = 0
        return drawn

    tied = through_and_back("tied", tied_forward, lent(tied_backward), "X", "W")
    sizes = [(7, 5, 3), (1, 5, 3), (7, 1, 3), (7, 5, 1), (1, 1, 1), (4, 4, 4), (20, 18, 17)]
    contract(tied, right_tied, scaled, sizes=sizes, slack=10)
    sizes = [(300, 3, 2), (3, 300, 2), (3, 2, 300), (7, 5, 3, 4e3), (7, 5, 3, 1e-7),
             (7, 5, 3, 1.0, 4e3), (7, 5, 3, 1.0, 1e-7), (7, 5, 3, 1e3, 1.0, 1e-3)]  # fmt: skip
    contract(tied, right_tied, scaled, sizes=sizes, dtypes=(float64,), slack=10)
    dout, X, W = scaled(rng(), 7, 5, 3)
    forbid(lent(tied_backward, gradients=False), autograd=True,
           on=lambda: (dout, tied_forward(X, W)[1]))  # fmt: skip

# %% [markdown]
# ## 6 · A two-layer network by hand
#
# Two affine layers, with a ReLU between them:
#
# $$ Z = X W_1^\top + b_1, \qquad H = \mathrm{ReLU}(Z), \qquad \text{scores} = H W_2^\top + b_2 $$
#
# Each row of $W_1$ is a template, as in Lab 2. But now there are as many as you like, and the
# second layer mixes them: several templates can speak for one class. Without the ReLU this would be
# $X (W_2 W_1)^\top + \dots$: a linear classifier again, whatever the number of layers.
#
# The loss is the softmax loss of Lab 2, plus the penalty $\lambda (\|W_1\|^2 + \|W_2\|^2)$ on the
# weights, not on the biases. Its value and its gradient by the scores come from torch here: you
# have derived them once.


# %% role="given"
def softmax_loss(scores: Float[Tensor, "n c"], y: Int[Tensor, " n"]) -> tuple[Tensor, Tensor]:
    """Mean cross-entropy over the batch, and its gradient by the scores, both from torch."""
    with torch.enable_grad():
        leaf = scores.detach().requires_grad_()
        loss = torch.nn.functional.cross_entropy(leaf, y)
        (dscores,) = torch.autograd.grad(loss, leaf)
    return loss.detach(), dscores


# %% [markdown]
# ### How to start
#
# If all weights start at 0, all hidden units compute the same, get the same gradient, and stay
# equal for ever. So weights start at **random**. How large?
#
# A unit adds up `inputs` products, and ReLU throws half of the result away. To keep the signal at
# the same size from layer to layer, the weights need the **standard deviation**
# $\sqrt{2 / \text{inputs}}$ (He and others, 2015). Biases start at 0.
#
# ### Exercise 13 · TwoLayerNet ●●●
#
# - `__init__`: fill `params` with "W1" (hidden, d), "b1" (hidden,), "W2" (num_classes, hidden),
#   "b2" (num_classes,). The same seed gives the same weights, another seed gives others.
# - `scores(X)`: forwards.
# - `loss(X, y, reg)`: the loss, penalty included, and a dict with the gradient of every parameter,
#   by the same names. Use your layers and `softmax_loss`. It leaves `params` as they are.
# - `predict(X)`: the class with the largest score.
#
# **Contract.** The results have the dtype of X and of the parameters, the loss has shape (), the
# classes are int64. Parameters start in float32, on `device`. For any sizes, 1 too. No call changes
# X, y or `params`, or uses autograd; `softmax_loss` may.
#
# <details><summary>Hint for the loss</summary>
#
# Forwards, keep three caches. `softmax_loss` gives the value and `dscores`, already divided by n.
# Then backwards through affine, ReLU, affine. The slope of $\lambda W^2$ is $2 \lambda W$.
#
# </details>


# %% role="exercise" id="two_layer_net"
class TwoLayerNet:
    """Affine, ReLU, affine: scores for num_classes from d numbers, by `hidden` units."""

    def __init__(self, d: int, hidden: int, num_classes: int, seed: int = 0, device=None):
        generator = torch.Generator().manual_seed(seed)
        ### BEGIN SOLUTION

        def weights(outputs: int, inputs: int) -> Tensor:
            return torch.randn(outputs, inputs, generator=generator) * math.sqrt(2 / inputs)

        self.params = {
            "W1": weights(hidden, d),
            "b1": torch.zeros(hidden),
            "W2": weights(num_classes, hidden),
            "b2": torch.zeros(num_classes),
        }
        ### END SOLUTION
        self.params = {name: value.to(device) for name, value in self.params.items()}

    def scores(self, X: Float[Tensor, "n d"]) -> Float[Tensor, "n num_classes"]:
        """The score of each class for each row."""
        ### BEGIN SOLUTION
        Z, _ = affine_forward(X, self.params["W1"], self.params["b1"])
        H, _ = relu_forward(Z)
        return affine_forward(H, self.params["W2"], self.params["b2"])[0]
        ### END SOLUTION

    def loss(
        self, X: Float[Tensor, "n d"], y: Int[Tensor, " n"], reg: float = 0.0
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """The loss with its penalty, and the gradient of every parameter."""
        ### BEGIN SOLUTION
        W1, b1, W2, b2 = (self.params[name] for name in ("W1", "b1", "W2", "b2"))
        Z, first = affine_forward(X, W1, b1)
        H, mask = relu_forward(Z)
        scores, second = affine_forward(H, W2, b2)
        loss, dscores = softmax_loss(scores, y)

        dH, dW2, db2 = affine_backward(dscores, second)
        _, dW1, db1 = affine_backward(relu_backward(dH, mask), first)
        loss = loss + reg * ((W1**2).sum() + (W2**2).sum())
        grads = {"W1": dW1 + 2 * reg * W1, "b1": db1, "W2": dW2 + 2 * reg * W2, "b2": db2}
        return loss, grads
        ### END SOLUTION

    def predict(self, X: Float[Tensor, "n d"]) -> Int[Tensor, " n"]:
        """The class with the largest score, for each row."""
        ### BEGIN SOLUTION
        return self.scores(X).argmax(dim=1)
        ### END SOLUTION


# %% role="given"
def of_net(method, gradients=True):
    """A method of a `TwoLayerNet` as a function of its parameters and the batch; for the checks."""
    nets = {}

    def run(W1, b1, W2, b2, X, *more):
        sizes = (W1.shape[1], *W2.T.shape)
        net = nets.setdefault(sizes, TwoLayerNet(*sizes))
        params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
        net.params = dict(params)
        answer = getattr(net, method)(X, *more)
        for name, value in params.items():
            same = net.params.get(name) is value or torch.equal(net.params[name], value)
            expect(same, f"{method} has changed the parameter {name}")
        return answer

    return lent(run, gradients)


def form_of_params(d, hidden, num_classes, device) -> dict[str, tuple]:
    """Shape, dtype and device of each parameter of a new net."""
    params = TwoLayerNet(d, hidden, num_classes, device=device).params
    return {k: (tuple(v.shape), str(v.dtype), v.device.type) for k, v in params.items()}


# %% role="test" id="two_layer_net" points=8
def plain_scores(W1, b1, W2, b2, X):
    """The network on plain tensors."""
    return torch.relu(X @ W1.T + b1) @ W2.T + b2


def plain_loss(W1, b1, W2, b2, X, y, reg):
    """Its loss, for autograd."""
    penalty = reg * ((W1**2).sum() + (W2**2).sum())
    return torch.nn.functional.cross_entropy(plain_scores(W1, b1, W2, b2, X), y) + penalty


def drawn(draw, n, d, hidden, classes, of_X=1.0, of_W=1.0, of_reg=1.0):
    """Parameters, a batch with its labels, and the strength of the penalty."""
    W1, W2 = of_W * draw.normal(hidden, d), draw.normal(classes, hidden)
    X, y = of_X * draw.normal(n, d), draw.integers(0, classes, (n,))
    X.view(-1)[3:4] = 0
    y[:1] = classes - 1
    reg = of_reg * draw.uniform(1, low=0.05).item()
    return W1, draw.normal(hidden), W2, draw.normal(classes), X, y, reg


with check("the parameters: names, shapes, dtype and device", form=True):
    sizes = {"W1": (7, 5), "b1": (7,), "W2": (4, 7), "b2": (4,)}
    for where in ("cpu", "meta"):
        params = form_of_params(5, 7, 4, where)
        expect(sorted(params) == sorted(sizes), f"expected W1, b1, W2, b2; got {sorted(params)}")
        for name, size in sizes.items():
            found = tuple(params[name][0])
            expect(found == size, f"{name} must have shape {size}, one row for each output; "
                   f"got {found}")  # fmt: skip
            expect(params[name][1] == "torch.float32", f"{name} must have dtype float32; "
                   f"got {params[name][1]}")  # fmt: skip
            expect(params[name][2] == where, f"{name} must lie on `device`, {where}; it lies on "
                   f"{params[name][2]}")  # fmt: skip

with check("scores by hand: two hidden units, one of them off", points=0.4):
    hand = (torch.tensor([[1.0, 1.0], [1.0, -1.0]]), torch.tensor([0.5, -1.0]),
            torch.tensor([[1.0, 2.0], [-1.0, 3.0]]), torch.tensor([0.5, 0.0]))  # fmt: skip
    close(of_net("scores")(*hand, torch.tensor([[1.0, 2.0]])), [[4.0, -3.5]], mistakes={
        "there is no ReLU between the two layers": [[0.0, -9.5]],
        "b2 is missing": [[3.5, -3.5]],
        "b1 is missing": [[3.5, -3.0]],
        "there is a ReLU behind the second layer too: scores may be negative": [[4.0, 0.0]],
    })  # fmt: skip
    equal(of_net("predict")(*hand, torch.tensor([[1.0, 2.0], [0.0, -5.0]])), [0, 1], mistakes={
        "that is the smallest score": [1, 0],
    })  # fmt: skip

with check("loss by hand: with all parameters 0 it is log C", points=0.4):
    zeros = tuple(torch.zeros(*size) for size in ((4, 3), (4,), (10, 4), (10,)))
    answer = of_net("loss")(*zeros, torch.ones(2, 3), torch.tensor([0, 1]), 0.5)
    expect(isinstance(answer, tuple | list) and len(answer) == 2 and isinstance(answer[1], dict)
           and sorted(answer[1]) == ["W1", "W2", "b1", "b2"],
           "loss must return its value and a dict with the gradients W1, b1, W2, b2")  # fmt: skip
    close(answer[0], math.log(10), rtol=1e-5, mistakes={
        "the sum over the batch, not the mean": 2 * math.log(10),
    })  # fmt: skip
    close(answer[1]["b2"], [-0.4, -0.4, *[0.1] * 8], atol=1e-5, mistakes={
        "the mean is taken twice: dscores is divided by n already": [-0.2, -0.2, *[0.05] * 8],
        "that is the sum over the batch: softmax_loss gives a mean": [-0.8, -0.8, *[0.2] * 8],
    })  # fmt: skip

with check("the start: biases of 0, weights by the seed, spread by √(2 / inputs)", points=1.6,
           hint="torch.randn(…, generator=generator) * √(2 / inputs)"):  # fmt: skip
    params = TwoLayerNet(600, 400, 50, seed=3).params
    for name, inputs, outputs in (("W1", 600, 400), ("W2", 400, 50)):
        close(params[name].double().std(), math.sqrt(2 / inputs), rtol=0.05, mistakes={
            "2 / inputs is the variance: the standard deviation is its root": 2 / inputs,
            "ReLU throws half away: √(2 / inputs), not √(1 / inputs)": math.sqrt(1 / inputs),
            "divide by the number of inputs, not of outputs": math.sqrt(2 / outputs),
            "with equal weights all hidden units stay equal": 0.0,
            "the weights are too large: times √(2 / inputs)": 1.0,
            "uniform numbers are spread otherwise: use randn": math.sqrt(2 / inputs / 12),
        })  # fmt: skip
        mean = float(params[name].double().mean()) / math.sqrt(2 / inputs)
        expect(abs(mean) < 0.06, "the weights' mean must be 0: use randn, not rand")
    close(params["b1"], torch.zeros(400), mistakes={"biases start at 0": torch.ones(400)})
    close(params["b2"], torch.zeros(50))
    expect(tuple(params["W1"].shape) == (400, 600), "W1 has one column for each of the d inputs")
    once, again, *others = (TwoLayerNet(8, 6, 3, seed=seed).params for seed in (66, 66, 5, 65, 67))
    for name in ("W1", "W2"):
        expect(torch.equal(once[name], again[name]), "the same seed must give the same weights")
        for other in others:
            expect(not torch.equal(once[name], other[name]), "another seed must give other weights")
    expect(not torch.equal(once["W1"].flatten()[:18], once["W2"].flatten()), "W1 and W2 must be "
           "drawn one after the other: they hold the same numbers")  # fmt: skip

with check("the contract of scores and predict, on random batches", points=1.0):
    ones = [(1, 5, 7, 4), (6, 1, 7, 4), (6, 5, 1, 4), (6, 5, 7, 1), (1, 1, 1, 1)]
    sizes, large = [(6, 5, 7, 4), *ones, (20, 18, 17, 19)], [(300, 3, 4, 2), (4, 300, 3, 300)]
    odd = [(6, 5, 7, 4, 4e3), (6, 5, 7, 4, 1e-7, 1e3), (300, 2, 7, 4, 1e-2)]

    def without_labels(draw, *size):
        """Parameters and a batch."""
        return drawn(draw, *size)[:5]

    def right_classes(W1, b1, W2, b2, X):
        return plain_scores(W1, b1, W2, b2, X).argmax(1)

    contract(of_net("scores"), plain_scores, without_labels, sizes=sizes, slack=10)
    contract(of_net("scores"), plain_scores, without_labels, sizes=large + odd,
             dtypes=(float64,), slack=10)  # fmt: skip
    # The biases do not decide where X is small, as W1 is large.
    odd += [(300, 2, 7, 4, 1e-3, 1e3), (300, 2, 7, 4, 1e-7, 1e7), (200, 3, 8, 300)]
    contract(of_net("predict"), right_classes, without_labels, sizes=sizes + large + odd,
             dtypes=(float64,))  # fmt: skip

with check("the contract of loss, on random batches: value, gradients, penalty", points=3.8):
    W1, b1, W2, b2, X, y, _ = case = drawn(rng(), 6, 5, 7, 4)
    bare, weights = plain_loss(*case[:6], reg=0.0), (W1**2).sum() + (W2**2).sum()
    biases = (b1**2).sum() + (b2**2).sum()
    loss, grads = of_net("loss")(*case[:6], 0.1)
    close(loss, bare + 0.1 * weights, mistakes={
        "the penalty is missing from the loss": bare,
        "half the penalty: λ (‖W1‖² + ‖W2‖²), without ½": bare + 0.05 * weights,
        "the penalty is on the weights, not on the biases": bare + 0.1 * (weights + biases),
        "the penalty is missing W2": bare + 0.1 * (W1**2).sum(),
        "the penalty is missing W1": bare + 0.1 * (W2**2).sum(),
        "the norms must be squared": bare + 0.1 * (W1.norm() + W2.norm()),
        "a sum of squares, not a mean": bare + 0.1 * ((W1**2).mean() + (W2**2).mean()),
    }, rtol=1e-5, atol=1e-5)  # fmt: skip
    Z = X @ W1.T + b1
    ds = (torch.softmax(plain_scores(W1, b1, W2, b2, X), 1)
          - torch.nn.functional.one_hot(y, 4)) / 6  # fmt: skip
    dH = ds @ W2
    by_sign = dH * (dH > 0)
    want = by_autograd(lambda *p: plain_loss(*p, X, y, 0.0), torch.ones(()), *case[:4])
    for name, W, value in zip(("W1", "b1", "W2", "b2"), case, want, strict=False):
        more = 0.2 * W if name in ("W1", "W2") else 0 * W
        unmasked = {"W1": dH.T @ X, "b1": dH.sum(0)}.get(name, value)
        signs = {"W1": by_sign.T @ X, "b1": by_sign.sum(0)}.get(name, value)
        mistakes = {
            "the mean is taken twice: dscores is divided by n already": value / 6,
            "that is the sum over the batch: softmax_loss gives a mean": 6 * value,
            "the sign is turned: return the gradient itself, not a step": -value,
            "on the way back ReLU was forgotten": unmasked,
            "the mask comes from the sign of dH: it belongs to Z": signs,
            "W2 is fed by H, behind the ReLU, not by Z": ds.T @ Z if name == "W2" else value,
        }
        close(grads[name], value + more, mistakes={
            **{said: wrong + more for said, wrong in mistakes.items()},
            "the penalty's gradient is missing": value,
            "the factor 2 is missing: the slope of λW² is 2λW": value + more / 2,
            "the sign: the penalty's gradient is added": value - more,
            "the biases have no penalty": value + 0.2 * W,
        }, rtol=1e-4, atol=1e-5)  # fmt: skip

    def right_loss(W1, b1, W2, b2, X, y, reg):
        """The loss, and autograd's gradients by name."""
        params = (W1, b1, W2, b2)
        one = torch.ones((), dtype=X.dtype)
        grads = by_autograd(lambda *p: plain_loss(*p, X, y, reg), one, *params)
        names = ("W1", "b1", "W2", "b2")
        return plain_loss(*params, X, y, reg), dict(zip(names, grads, strict=True))

    contract(of_net("loss"), right_loss, drawn, sizes=sizes, slack=10)
    odd = [(6, 5, 7, 4, 4e3, 1 / 4e3), (6, 5, 7, 4, 1e-7, 1e3), (6, 5, 7, 4, 1.0, 1.0, 50.0),
           (6, 5, 7, 4, 10.0), (6, 5, 7, 4, 1e-7, 1.0, 0.0)]  # fmt: skip
    contract(of_net("loss"), right_loss, drawn, sizes=large + odd, dtypes=(float64,), slack=10)
    forbid(of_net("loss", gradients=False), autograd=True, on=lambda: (*case[:6], 0.1))
    forbid(of_net("scores", gradients=False), autograd=True, on=lambda: case[:5])

# %% [markdown]
# ### Check it yourself: numbers against formulas
#
# No judge stands beside you when you write a gradient of your own. Then this is how you check it.
# `gradcheck` nudges every parameter by a millionth and compares the change of the loss with your
# gradient. It needs **float64**: in float32 the nudge drowns in rounding.
#
# **Predict.** By how much do your float32 gradients differ from your float64 gradients, relatively?
# By $10^{-2}$, $10^{-7}$ or $10^{-15}$?


# %% role="demo" id="gradient_check"
checked = TwoLayerNet(6, 5, 3, seed=1)
names = list(checked.params)
generator = torch.Generator().manual_seed(0)
X = torch.randn(8, 6, generator=generator, dtype=float64)
y = torch.randint(0, 3, (8,), generator=generator)


class ByHand(torch.autograd.Function):
    """The whole loss as one gate, with your gradients as its backward."""

    @staticmethod
    def forward(ctx, *params):
        """The loss; the gradients are kept for backward."""
        checked.params = dict(zip(names, params, strict=True))
        loss, grads = checked.loss(X, y, 0.1)
        ctx.grads = [grads[name] for name in names]
        return loss

    @staticmethod
    def backward(ctx, dout):
        """Your gradients, times dout."""
        return tuple(dout * grad for grad in ctx.grads)


start = checked.params
leaves = [value.double().requires_grad_() for value in start.values()]
print("gradcheck in float64:", torch.autograd.gradcheck(ByHand.apply, leaves))
checked.params = {name: value.double() for name, value in start.items()}
exact = checked.loss(X, y, 0.1)[1]
checked.params = start
rounded = checked.loss(X.float(), y, 0.1)[1]
for name in names:
    error = (rounded[name] - exact[name]).abs().max() / exact[name].abs().max()
    print(f"{name}: float32 against float64, relative difference {error:.0e}")

# %% [markdown]
# ### Exercise 14 · A step with your own gradients ●○○
#
# The optimiser comes from torch this time. It reads each parameter's `.grad` and moves the
# parameter. Who filled in `.grad` is all the same to it: you do.
#
# Write one step: compute loss and gradients, put each gradient into the `.grad` of its parameter,
# let the optimiser step, return the loss (from before the step).
#
# **Contract.** For any number of parameters, by any names, and any optimiser of torch's. The loss
# comes back as the tensor that `net.loss` gives. Every step uses its own gradients alone. X and y
# stay as they are.


# %% role="exercise" id="training_step"
def training_step(
    net, optimizer: torch.optim.Optimizer, X: Tensor, y: Tensor, reg: float
) -> Tensor:
    """One step of the optimiser over `net.params`, with the gradients of `net.loss`."""
    ### BEGIN SOLUTION
    loss, grads = net.loss(X, y, reg)
    for name, param in net.params.items():
        param.grad = grads[name]
    optimizer.step()
    return loss
    ### END SOLUTION


# %% role="given"
class LinearNet:
    """A one-layer net with torch's gradients, to try a training step on."""

    def __init__(self, W: Tensor, b: Tensor):
        self.params = {"W": W.clone(), "b": b.clone()}

    def loss(self, X: Tensor, y: Tensor, reg: float = 0.0) -> tuple[Tensor, dict[str, Tensor]]:
        """The softmax loss with its penalty, and the gradients by W and b."""
        with torch.enable_grad():
            leaves = [value.detach().requires_grad_() for value in self.params.values()]
            scores = torch.nn.functional.linear(X, *leaves)
            loss = torch.nn.functional.cross_entropy(scores, y) + reg * (leaves[0] ** 2).sum()
            grads = torch.autograd.grad(loss, leaves)
        return loss.detach(), dict(zip(self.params, grads, strict=True))


def some_steps(steps, kind, **settings):
    """A function that makes some steps of `training_step` with an optimiser of this kind."""

    def run(W, b, X, y, reg):
        net = LinearNet(W, b)
        optimizer = kind(net.params.values(), **settings)
        losses = [training_step(net, optimizer, X, y, reg) for _ in range(steps)]
        return {"losses": losses, **net.params}

    return run


# %% role="test" id="training_step" points=2
def expected_steps(W, b, X, y, reg, lr, momentum, steps, *, adding=False):
    """The same by the formula of SGD with momentum, on plain tensors."""
    losses = []
    speed, piled = [torch.zeros_like(W), torch.zeros_like(b)], [0.0, 0.0]
    for _ in range(steps):

        def loss_of(W, b):
            return torch.nn.functional.cross_entropy(X @ W.T + b, y) + reg * (W**2).sum()

        losses.append(loss_of(W, b))
        grads = by_autograd(loss_of, torch.ones((), dtype=W.dtype), W, b)
        if adding:
            piled = [old + new for old, new in zip(piled, grads, strict=True)]
            grads = piled
        speed = [momentum * v + g for v, g in zip(speed, grads, strict=True)]
        W, b = W - lr * speed[0], b - lr * speed[1]
    return {"losses": losses, "W": W, "b": b}


def a_batch(draw, n=9, of_reg=1.0):
    """Weights and a bias for 3 inputs and 4 classes, a batch, and the strength of the penalty."""
    reg = of_reg * draw.uniform(1).item()
    return (draw.normal(4, 3), draw.normal(4), draw.normal(n, 3), draw.integers(0, 4, (n,)), reg)


with check("one step moves every parameter against its gradient", points=0.4):
    W, b, X, y, _ = a_batch(rng())
    done = some_steps(1, torch.optim.SGD, lr=0.5)(W, b, X, y, 0.0)
    want = expected_steps(W, b, X, y, 0.0, 0.5, 0.0, 1)
    uphill = "uphill: put the gradient into .grad as it is; the optimiser subtracts"
    close(done["W"], want["W"], mistakes={
        "nothing has moved: fill in .grad, then call optimizer.step()": W,
        uphill: 2 * W - want["W"],
        "two steps were made": 2 * want["W"] - W,
    })  # fmt: skip
    close(done["b"], want["b"], mistakes={"b has not moved: every parameter has a gradient": b})
    (loss,) = done["losses"]
    expect(loss is not None, "expected the loss, got None: is there a `return`?")
    close(loss, want["losses"][0], mistakes={
        "that is the loss after the step: return the one from before": (
            expected_steps(W, b, X, y, 0.0, 0.5, 0.0, 2)["losses"][1]
        ),
    })  # fmt: skip

with check("the contract: five steps with momentum and penalty", points=1.6,
           hint="param.grad = …, not +="):  # fmt: skip
    W, b, X, y, _ = a_batch(rng())
    momentum = some_steps(5, torch.optim.SGD, lr=0.1, momentum=0.9)
    want = expected_steps(W, b, X, y, 0.05, 0.1, 0.9, 5)
    close(momentum(W, b, X, y, 0.05)["W"], want["W"], rtol=1e-4, atol=1e-4, mistakes={
        "the gradients of earlier steps are still in .grad: set it, do not add": (
            expected_steps(W, b, X, y, 0.05, 0.1, 0.9, 5, adding=True)["W"]
        ),
        "reg was not passed on to the loss": expected_steps(W, b, X, y, 0.0, 0.1, 0.9, 5)["W"],
        "that is plain SGD: let the optimiser make the step": (
            expected_steps(W, b, X, y, 0.05, 0.1, 0.0, 5)["W"]
        ),
    })  # fmt: skip

    def right_steps(W, b, X, y, reg):
        return expected_steps(W, b, X, y, reg, 0.1, 0.9, 5)

    contract(momentum, right_steps, a_batch, sizes=[(9,), (1,), (20,)], slack=10)
    plain = some_steps(3, torch.optim.SGD, lr=0.01)
    contract(plain, lambda W, b, X, y, reg: expected_steps(W, b, X, y, reg, 0.01, 0.0, 3),
             a_batch, sizes=[(9, 5.0), (9, 1e-6), (9, 0.0)], dtypes=(float64,))  # fmt: skip

# %% [markdown]
# ## 7 · It learns to read
#
# The loop around the step is given. The step size falls in a straight line to 0: large steps first,
# to get there, small ones at the end, to settle.


# %% role="given"
def accuracy(net, X: Tensor, y: Tensor) -> float:
    """Share of right predictions."""
    return (net.predict(X) == y).double().mean().item()


def train(
    net, X, y, *, epochs, lr, reg=0.0, batch_size=100, momentum=0.9, seed=0, val=None
) -> History:
    """Minibatch SGD with momentum, the step size falling to 0; one entry an epoch."""
    optimizer = torch.optim.SGD(net.params.values(), lr=lr, momentum=momentum)
    steps = epochs * math.ceil(len(X) / batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    generator = torch.Generator().manual_seed(seed)
    history = History()
    for _ in range(epochs):
        losses = []
        for some, labels in minibatches(X, y, size=batch_size, generator=generator):
            losses.append(training_step(net, optimizer, some, labels, reg))
            schedule.step()
        measured = {"train_loss": torch.stack(losses).mean().item()}
        if val is not None:
            measured["val_accuracy"] = accuracy(net, *val)
        history.append(**measured)
    return history


# %% role="demo" id="data"
digits = data.load("mnist", device=device)
print(digits.source, "on", device)
pictures = {
    name: getattr(digits, f"{name}_images").flatten(1).float() / 255
    for name in ("train", "val", "test")
}
labels = {name: getattr(digits, f"{name}_labels") for name in pictures}
validation = (pictures["val"], labels["val"])
d = pictures["train"].shape[1]
print("training", tuple(pictures["train"].shape), "validation", tuple(pictures["val"].shape))

# %% [markdown]
# First, always: can it learn a handful of pictures by heart? If not, something is broken, and no
# amount of data will help.
#
# **Predict.** What is the loss before the first step? (You know it from Lab 2.)

# %% role="demo" id="by_heart"
few, few_labels = pictures["train"][:50], labels["train"][:50]
net = TwoLayerNet(d, 100, 10, device=device)
print(f"loss before: {net.loss(few, few_labels)[0]:.2f}, and log 10 = {math.log(10):.2f}")
history = train(net, few, few_labels, epochs=60, lr=0.02, batch_size=10)
print(f"loss after: {history['train_loss'][-1]:.4f}, accuracy {accuracy(net, few, few_labels):.0%}")

# %% [markdown]
# It starts a little above log 10: random scores are a little worse than equal ones. Then it learns
# all 50.
#
# ### The step size
#
# **Predict.** Which of the five step sizes is too small, which too large? Order the curves before
# you draw them.

# %% role="demo" id="step_sizes"
some, some_labels = pictures["train"][:5_000], labels["train"][:5_000]
runs = {}
for lr in (0.001, 0.01, 0.1, 0.5, 3.0):
    net = TwoLayerNet(d, 100, 10, device=device)
    runs[f"lr = {lr:g}"] = train(net, some, some_labels, epochs=6, lr=lr)["train_loss"]
ax = plots.curves(
    runs, ylabel="training loss", log_y=True, title="5,000 pictures, 100 hidden units"
)

# %% [markdown]
# Too small, and it crawls. Too large, and the first steps throw the weights so far that the loss
# rises. Most units are dead by then, and what is left can only guess: the loss of guessing is
# log 10 = 2.30. Take a large step size that still comes down well, and let it shrink.
#
# ### The full set
#
# Now all the training pictures, 200 hidden units, six sweeps. With your own gradients, on a
# processor, it takes less time than it takes to read this page.

# %% role="demo" id="training"
net = TwoLayerNet(d, 200, 10, device=device)
with Timer() as clock:
    history = train(
        net, pictures["train"], labels["train"], epochs=6, lr=0.1, reg=1e-5, val=validation
    )
for row in history.rows():
    print(
        f"epoch {row['epoch']}: loss {row['train_loss']:.3f}, validation {row['val_accuracy']:.2%}"
    )
print(f"{digits.source}: {clock.seconds:.0f} s, {sum(p.numel() for p in net.params.values()):,} "
      f"parameters")  # fmt: skip
print(f"accuracy on the test pictures: {accuracy(net, pictures['test'], labels['test']):.2%}")

# %% [markdown]
# LeCun and others (1998) report an error of 4.7 % on MNIST for a two-layer network with 300
# hidden units. Yours has fewer units and errs less than half as often. What has changed since:
# ReLU, better first weights, momentum, the cross-entropy. No new idea about digits.
#
# ### What the hidden units look for
#
# **Predict.** In Lab 2 the ten templates looked like blurred digits. Will these two hundred?
#
# <details><summary>What the right answer draws</summary>
#
# ![forty hidden templates: strokes, arcs and spots, in red and blue](figures/hidden_templates.png)
#
# </details>

# %% role="demo" id="hidden_templates"
strength = net.params["W2"].norm(dim=0)
strongest = strength.argsort(descending=True)[:40]
_ = plots.templates(
    net.params["W1"][strongest],
    digits.image_shape,
    [""] * len(strongest),
    columns=10,
    title="the 40 hidden units with the largest weights behind them",
)

# %% [markdown]
# Strokes, arcs, spots: parts that many digits share. The second layer puts digits together from
# them. Nobody told it to look for parts. It is what brings the loss down. (With the few pictures
# of the offline set, most of the random start is still to be seen.)
#
# What does it get wrong?

# %% role="demo" id="mistakes"
predicted = net.predict(pictures["test"])
missed = (predicted != labels["test"]).nonzero()[:20, 0]
_ = plots.image_grid(
    digits.test_images[missed],
    titles=[f"{t} → {p}" for t, p in zip(labels["test"][missed].tolist(),
                                         predicted[missed].tolist(), strict=True)],
    columns=10,
    value_range=(0, 255),
)  # fmt: skip

# %% [markdown]
# ## 8 · How large, how strict?
#
# ### Capacity
#
# **Predict.** One hidden unit, ten classes: what accuracy is possible? And where does the curve
# become flat?
#
# <details><summary>What the right answer draws</summary>
#
# ![accuracy against the number of hidden units: steep at first, then flat](figures/capacity.png)
#
# </details>

# %% role="demo" id="capacity"
sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256]
on_train, on_val = torch.zeros(len(sizes), 3), torch.zeros(len(sizes), 3)
for row, hidden in enumerate(sizes):
    for seed in range(3):
        net_of_size = TwoLayerNet(d, hidden, 10, seed=seed, device=device)
        train(net_of_size, some, some_labels, epochs=6, lr=0.05, seed=seed)
        on_train[row, seed] = accuracy(net_of_size, some, some_labels)
        on_val[row, seed] = accuracy(net_of_size, *validation)
ax = plots.error_bars(sizes, on_train, label="training", log_x=True)
_ = plots.error_bars(sizes, on_val, label="validation", log_x=True, ax=ax, xlabel="hidden units",
                     ylabel="accuracy", title="5,000 training pictures, 6 epochs")  # fmt: skip

# %% [markdown]
# A network with few units cannot represent what is needed: training and validation are both low,
# it **underfits**. A single unit may be off for nearly every picture from the start: then the
# network only guesses. With many units the two curves part: it knows its own pictures better than
# new ones.
#
# ### Weight decay
#
# Give a large network very little to learn from: 500 pictures. Now λ matters.
#
# **Predict.** For λ = 0, what is the accuracy on the training pictures? For λ = 1?

# %% role="demo" id="weight_decay"
little, little_labels = some[:500], some_labels[:500]
strengths = [1e-5, 1e-4, 1e-3, 1e-2, 3e-2, 1e-1, 3e-1]
on_train, on_val = torch.zeros(len(strengths), 2), torch.zeros(len(strengths), 2)
for row, reg in enumerate(strengths):
    for seed in range(2):
        strict = TwoLayerNet(d, 100, 10, seed=seed, device=device)
        train(strict, little, little_labels, epochs=20, lr=0.05, reg=reg, batch_size=50, seed=seed)
        on_train[row, seed] = accuracy(strict, little, little_labels)
        on_val[row, seed] = accuracy(strict, *validation)
ax = plots.error_bars(strengths, on_train, label="training", log_x=True)
_ = plots.error_bars(strengths, on_val, label="validation", log_x=True, ax=ax, xlabel="λ",
                     ylabel="accuracy", title="500 pictures, 100 hidden units")  # fmt: skip

# %% [markdown]
# Without a penalty the network knows all its pictures by heart. A penalty costs it a little there
# and takes nothing, or gives a little, on new pictures. Too much, and it can learn nothing at all:
# all weights are pulled to 0. Choose λ on the validation pictures, never on the others.

# %% [markdown]
# ## 9 · A network in 20 lines
#
# Here is all of it once more, without functions and without classes: data, weights, forwards,
# backwards, step. You have earned the right to read it without help. Which line is which exercise?

# %% role="demo" id="twenty_lines"
from course_lib.toy import spiral

X, y = spiral(300, 3, seed=1)
g = torch.Generator().manual_seed(0)
W1, b1 = torch.randn(64, 2, generator=g), torch.zeros(64)
W2, b2 = torch.randn(3, 64, generator=g) / 6, torch.zeros(3)
targets = torch.nn.functional.one_hot(y).float()
for _ in range(1500):
    Z = X @ W1.T + b1
    H = Z.clamp(min=0)
    dscores = (torch.softmax(H @ W2.T + b2, dim=1) - targets) / len(X)
    dW2, db2 = dscores.T @ H, dscores.sum(0)
    dZ = dscores @ W2 * (Z > 0)
    dW1, db1 = dZ.T @ X, dZ.sum(0)
    for parameter, gradient in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
        parameter -= 0.5 * gradient
right = ((X @ W1.T + b1).clamp(min=0) @ W2.T + b2).argmax(1) == y
print(f"right: {right.float().mean():.1%}")

# %% [markdown]
# **Predict.** Three spiral arms, and hidden units that each cut the plane with one straight line.
# What will the regions look like with 2, 6 and 64 of them?

# %% role="demo" id="spiral_regions"
figure, axes = plt.subplots(1, 3, figsize=(12, 4.2), layout="compressed")
for ax, hidden in zip(axes, (2, 6, 64), strict=True):
    flat = TwoLayerNet(2, hidden, 3, seed=2)
    train(flat, X, y, epochs=400, lr=0.1, batch_size=300)
    plots.decision_regions(flat.predict, X, y, legend=False, title=f"{hidden} hidden units", ax=ax)

# %% [markdown]
# Straight pieces, joined at corners: every hidden unit adds one fold to the plane. Enough folds
# follow any curve.
#
# ### The brain, and where the likeness ends
#
# These networks are called neural. A unit does remind of a nerve cell: it collects signals
# (dendrites), weighs each (synapses), adds them up (cell body), and fires along one output (axon)
# when there is enough. ReLU and sigmoid stand for the firing rate.
#
# There it ends. Real neurons send pulses in time, and timing matters. Dendrites compute on their
# own. There are many kinds of cells, and the wiring is nothing like full layers. Above all, nobody
# has found backpropagation in a brain: synapses would have to carry exact gradients backwards,
# through the same weights. Take the name as history, not as an explanation.

# %% [markdown]
# ## Quiz
#
# Put your answers in the cell below: a number, or a letter in quotes.
#
# 1. $f = \max(x, y) \cdot z$ at x = 5, y = 2, z = 3. What is $\partial f / \partial x$?
# 2. And for the same f: what is $\partial f / \partial z$?
# 3. Which gate is a *switcher*? "a" add, "b" multiply, "c" maximum, "d" exp.
# 4. The full Jacobian of ReLU on a vector of 4096 numbers, in float32: how many **megabytes**
#    (10⁶ bytes)?
# 5. Five sigmoids in a row, nothing else. How large can the slope from end to start be, at the
#    most?
# 6. How many parameters, biases included, has a network of 784 inputs, 100 hidden units and 10
#    classes?
# 7. All weights and biases start at 0. What happens to the weights of a ReLU network?
#    "a" it trains as usual, "b" they explode, "c" W1 and W2 stay at 0 for ever,
#    "d" only W2 learns.
# 8. The ReLU is taken out. What can the two-layer network represent? "a" nothing, "b" just what a
#    linear classifier can, "c" more than a linear classifier, "d" the same as with ReLU.

# %% role="quiz" id="quiz"
### BEGIN SOLUTION
q1 = 3
q2 = 5
q3 = "b"
q4 = 4096 * 4096 * 4 / 1e6
q5 = 0.25**5
q6 = 784 * 100 + 100 + 100 * 10 + 10
q7 = "c"
q8 = "b"
### STARTS AS
# q1 = None  # a number
# q2 = None  # a number
# q3 = None  # "a", "b", "c" or "d"
# q4 = None  # a number
# q5 = None  # a number
# q6 = None  # a number
# q7 = None  # "a", "b", "c" or "d"
# q8 = None  # "a", "b", "c" or "d"
### END SOLUTION

# %% role="test" id="quiz" points=8
with check("question 1: back through a product and a maximum"):
    is_number(q1)
    ### BEGIN HIDDEN TESTS
    close(q1, 3, mistakes={
        "x is the larger one: the router sends it everything": 0,
        "that is the value of the maximum: the switcher hands over the other input, z": 5,
        "that is the local slope of max: go on with the chain rule": 1,
        "that is the value of f": 15,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 2: the other input of the product"):
    is_number(q2)
    ### BEGIN HIDDEN TESTS
    close(q2, 5, mistakes={
        "that is z itself: the switcher hands over the other input": 3,
        "the maximum of 5 and 2 is 5": 2,
        "that is the value of f": 15,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 3: the switcher"):
    one_of(q3, "abcd")
    ### BEGIN HIDDEN TESTS
    equal(q3, "b", mistakes={
        "an addition hands on what it gets: a distributor": "a",
        "a maximum chooses one input: a router": "c",
        "exp has one input: nothing to switch": "d",
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 4: the Jacobian's megabytes"):
    is_number(q4)
    ### BEGIN HIDDEN TESTS
    close(q4, 67.1, rtol=0.06, mistakes={
        "each number takes four bytes": 16.8,
        "that is the vector: the Jacobian has 4096 rows of 4096": 0.0164,
        "that is in bytes: megabytes were asked for": 67108864,
        "that is in float64: float32 takes four bytes": 134.2,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 5: five sigmoids"):
    is_number(q5)
    ### BEGIN HIDDEN TESTS
    close(q5, 0.25**5, rtol=0.06, mistakes={
        "that is one sigmoid: slopes along a chain multiply": 0.25,
        "slopes along a chain multiply, they do not add": 1.25,
        "the sigmoid's steepest slope is 0.25": 1.0,
        "0.5 is the value in the middle; the slope there is 0.25": 0.5**5,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 6: the parameters"):
    is_number(q6)
    ### BEGIN HIDDEN TESTS
    equal(q6, 79510, mistakes={
        "the biases are missing": 79400,
        "the second layer is missing": 78500,
        "the first layer is missing": 1010,
        "one bias for each unit of both layers: 100 and 10": 79402,
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 7: a start at 0"):
    one_of(q7, "abcd")
    ### BEGIN HIDDEN TESTS
    equal(q7, "c", mistakes={
        "dW2 = doutᵀ H, and H is 0: try it": "a",
        "nothing explodes: every gradient of a weight is 0": "b",
        "dW2 = doutᵀ H, and H is 0; only b2 learns": "d",
    })  # fmt: skip
    ### END HIDDEN TESTS

with check("question 8: without the ReLU"):
    one_of(q8, "abcd")
    ### BEGIN HIDDEN TESTS
    equal(q8, "b", mistakes={
        "the product of two matrices is a matrix: it still computes scores": "a",
        "the product of two matrices is one matrix": "c",
        "the product of two matrices is one matrix: it cannot bend": "d",
    })  # fmt: skip
    ### END HIDDEN TESTS

# %% [markdown] role="written" id="explain" points=3
# ### In your own words
#
# A friend has written a network by hand. The loss falls, but slowly, and `gradcheck` says that
# exactly one gradient is wrong: `dW1`. The gradients `dW2`, `db1` and `db2` are right. Where in the
# backward can the bug be, and where can it not? Name two bugs that would fit.
#
# ### BEGIN SOLUTION
# `db1` is the sum of `dZ` over the batch. It is right, so very likely `dZ` is right, and with it
# all that comes before on the way back: the loss, the second layer's `dH`, the mask of the ReLU.
# The bug sits in the one step from `dZ` to `dW1`, or after it.
#
# Bugs that fit: the wrong cache (`dZ.T @ H` would not even have the right shape, but another
# picture batch, or pixels that were not scaled, would); the penalty's gradient missing or added to
# W1 with the wrong factor; `dW1` divided by n once more; `dW1` overwritten where W1 is used twice.
#
# Bugs that do not fit: a wrong mask or a missing mean at the loss, which would spoil `db1` too.
#
# === BEGIN MARK SCHEME ===
# One point for "between dZ and dW1, because db1 needs the same dZ". One point for each of two bugs
# that spoil dW1 and nothing else.
# === END MARK SCHEME ===
# ### END SOLUTION

# %% [markdown]
# ## What you should see
#
# <!-- measured: python -m benchmarks.tables lab05_backprop --write -->
# | | MNIST | offline digits |
# |---|---|---|
# | training / validation / test pictures | 55,000 / 5,000 / 10,000 | 1,197 / 200 / 400 |
# | steepest slope of the sigmoid | 0.250 | 0.250 |
# | ReLU backwards for 4096 numbers, largest tensor | 0.016 MB | 0.016 MB |
# | the same by the full Jacobian | 67.109 MB | 67.109 MB |
# | parameters, 200 hidden units | 159,010 | 159,010 |
# | loss before the first step | 2.38 – 2.43 | 2.44 – 2.57 |
# | test accuracy, 200 hidden units | 97.96% – 98.24% | 96.50% – 96.75% |
# | training it, processor seconds | 9 | 0 |
# | validation, 1 hidden unit, up to 5,000 pictures | 11.4% | 7.5% – 9.0% |
# | validation, 16 hidden units, up to 5,000 pictures | 90.2% – 90.5% | 84.5% – 95.0% |
# | validation, 256 hidden units, up to 5,000 pictures | 91.9% – 92.2% | 95.0% – 95.5% |
# | validation, λ = 1e-05, 500 pictures | 83.5% – 84.4% | 94.0% – 95.0% |
# | validation, λ = 0.01, 500 pictures | 83.9% – 84.4% | 94.5% – 95.0% |
# | validation, λ = 0.3, 500 pictures | 20.9% – 21.1% | 13.5% – 16.0% |
# | the whole notebook, seconds | 27 | 17 |
# | the whole notebook, peak memory | 1.1 GiB | 1.1 GiB |
#
# Intervals are over 5 seeds or runs, measured on 2 cores, AMD EPYC, no GPU, torch 2.14.1+cu130.
# <!-- end of measured -->
#
# ## Where to go on
#
# - D. Rumelhart, G. Hinton, R. Williams: *Learning representations by back-propagating errors*,
#   Nature 323 (1986).
# - K. He, X. Zhang, S. Ren, J. Sun: *Delving deep into rectifiers*, ICCV (2015): why
#   $\sqrt{2 / \text{inputs}}$.
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: *Gradient-based learning applied to document
#   recognition*, Proceedings of the IEEE 86 (1998): 4.7 % for 300 hidden units.
# - T. Lillicrap and others: *Backpropagation and the brain*, Nature Reviews Neuroscience 21 (2020).
#
# Next: two networks that play against each other, and gradients that flow through both.

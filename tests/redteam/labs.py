"""Three labs to attack: two tiny ones whose kernels start quickly, and the real Lab 1."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

#: Stands in every hidden test: no student's page may ever show it.
HIDDEN_CANARY = "canary-of-the-hidden-tests"

# The tests, not the setup, import the checks: so the student's kernel starts without torch.
TINY = f'''\
# %% [markdown]
# # A tiny lab

# %% role="setup"
import numpy as np

# %% role="exercise" id="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% role="test" id="double" points=4
from course_lib.checks import check, equal, rng

with check("two doubled is four"):
    equal(double(2), 4)
### BEGIN HIDDEN TESTS
with check("any number doubled", says="Twice x."):  # {HIDDEN_CANARY}
    numbers = rng().integers(3, 10**6, (4,)).tolist()
    for number, twice in zip(numbers, map(double, numbers)):
        assert twice == 2 * number, f"{{number}} doubled is {{2 * number}}"
### END HIDDEN TESTS

# %% role="exercise" id="mean"
def mean(values):
    """The mean of an array."""
    ### BEGIN SOLUTION
    return values.sum() / len(values)
    ### END SOLUTION

# %% role="test" id="mean" points=4
from course_lib.checks import check, rng

with check("the mean of 1 and 2 is 1.5"):
    np.testing.assert_allclose([mean(np.array([1.0, 2.0]))], [1.5])
### BEGIN HIDDEN TESTS
with check("the mean of any numbers", says="The mean of an array."):  # {HIDDEN_CANARY}
    numbers = rng().normal(9).numpy()
    np.testing.assert_allclose([mean(numbers)], [numbers.mean()], rtol=1e-5, atol=1e-6)
### END HIDDEN TESTS

# %% role="exercise" id="countdown"
def countdown(n, tick):
    """Yield n, n - 1, ..., 1; call tick(i) before each i."""
    ### BEGIN SOLUTION
    for i in range(n, 0, -1):
        tick(i)
        yield i
    ### END SOLUTION

# %% role="test" id="countdown" points=2
from course_lib.checks import check, equal, rng

with check("three, two, one"):
    ticks = []
    equal(list(countdown(3, ticks.append)), [3, 2, 1])
### BEGIN HIDDEN TESTS
with check("any start, each with its tick", says="call tick(i) before each i."):  # {HIDDEN_CANARY}
    ticks, start = [], int(rng().integers(4, 30, ()))
    equal(list(countdown(start, ticks.append)), list(range(start, 0, -1)))
    equal(ticks, list(range(start, 0, -1)))
### END HIDDEN TESTS
'''

TORCHY = f'''\
# %% [markdown]
# # A tiny lab with tensors

# %% role="setup"
import torch

from course_lib.checks import (
    check, close, forbid, equal, expect, largest_tensor, rng, shape, unchanged, value_and_grad
)

# %% role="exercise" id="scale"
def scale(x):
    """Twice the tensor x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% role="test" id="scale" points=4
with check("by hand"):
    shape(scale(torch.tensor([1.0, 2.0])), (2,))
    close(scale(torch.tensor([1.0, 2.0])), [2.0, 4.0])
### BEGIN HIDDEN TESTS
with check("random numbers", says="Twice the tensor x."):  # {HIDDEN_CANARY}
    x = rng().normal(3, 4)
    close(scale(x), x + x)
### END HIDDEN TESTS

# %% role="exercise" id="loss"
def loss(w):
    """The sum of the squares of w."""
    ### BEGIN SOLUTION
    return (w * w).sum()
    ### END SOLUTION

# %% role="test" id="loss" points=4
with check("value and slope by hand"):
    value, (slope,) = value_and_grad(loss, torch.tensor([1.0, 3.0]))
    close(value, 10.0)
    close(slope, [2.0, 6.0])
### BEGIN HIDDEN TESTS
with check("value and slope anywhere", says="The sum of the squares of w."):  # {HIDDEN_CANARY}
    w = rng().normal(5)
    value, (slope,) = value_and_grad(loss, w)
    close(value, w.pow(2).sum())
    close(slope, 2 * w)
### END HIDDEN TESTS

# %% role="exercise" id="total"
def total(a, b):
    """The sum of the distances |a_i - b_j|, without a loop, without a table, a unchanged."""
    ### BEGIN SOLUTION
    return (a.new_zeros(()) + sum_of_distances(a, b)) if len(a) else a.sum()


def sum_of_distances(a, b):
    s = b.sort().values
    below = torch.cat([s.new_zeros(1), s.cumsum(0)])
    k = torch.searchsorted(s, a)
    return (a * k - below[k] + (below[-1] - below[k]) - a * (len(s) - k)).sum()
    ### END SOLUTION

# %% role="test" id="total" points=8
with check("right for random numbers"):
    a, b = rng().normal(7), rng().normal(5)
    close(total(a, b), (a[:, None] - b).abs().sum(), rtol=1e-3, atol=1e-3)

with check("no loop"):
    forbid(total, loops=True, on=lambda n, m: (rng().normal(n), rng().normal(m)))
    a, b = rng().normal(3), rng().normal(2)
    close(total(a, b), (a[:, None] - b).abs().sum(), rtol=1e-3, atol=1e-3)
### BEGIN HIDDEN TESTS
with check("no table", says="without a table"):  # {HIDDEN_CANARY}
    a, b = rng().normal(80), rng().normal(90)
    close(total(a, b), (a[:, None] - b).abs().sum(), rtol=1e-3, atol=1e-3)
    largest = largest_tensor(total, a, b)
    expect(largest <= 200, f"a tensor on the way has {{largest}} numbers; at most 200")

with check("the arguments stay as they were", says="a unchanged"):
    a, b = rng().normal(6), rng().normal(4)
    close(unchanged(total, a, b), (a[:, None] - b).abs().sum(), rtol=1e-3, atol=1e-3)
### END HIDDEN TESTS
'''

#: Plain wrong answers, none of which passes any check.
WRONG: Mapping[str, Mapping[str, str]] = {
    "tiny": {
        "double": "def double(x):\n    return 0",
        "mean": "def mean(values):\n    return -1.0",
        "countdown": "def countdown(n, tick):\n    return []",
    },
    "torchy": {
        "scale": "def scale(x):\n    return torch.zeros(7)",
        "loss": "def loss(w):\n    return w.sum()",
        "total": "def total(a, b):\n    return None",
    },
    # Only what an attack is about; the rest of the real lab stays unanswered.
    "lab01_knn": {},
}


@dataclass(frozen=True)
class Honest:
    """Right answers of a tiny lab, written otherwise than its solution, and their points."""

    answers: Mapping[str, str]
    points: float


HONEST = Honest(
    {
        "double": "def double(x):\n    return x + x",
        "mean": "def mean(values):\n    print('averaging')\n    return float(np.mean(values))",
        "countdown": (
            "def countdown(n, tick):\n"
            "    while n:\n        tick(n)\n        yield n\n        n -= 1"
        ),
    },
    10.0,
)


def write_course(root: Path) -> None:
    """Write the sources of all three labs, and the settings, into an empty course."""
    for name, text in (("tiny", TINY), ("torchy", TORCHY)):
        folder = root / "solutions" / name
        folder.mkdir(parents=True)
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    real = root / "solutions" / "lab01_knn"
    real.mkdir()
    shutil.copy(REPOSITORY / "solutions" / "lab01_knn" / "lab01_knn.py", real)
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)

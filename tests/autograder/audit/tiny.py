"""A lab of one exercise, with checks of one's choice."""

from pathlib import Path

from autograder.labsource import Cell, Lab

SETUP = "import torch\nfrom course_lib.checks import check, close, rng"
SOLUTION = """\
def mean_square(x):
    ### BEGIN SOLUTION
    return (x * x).mean(dim=1)
    ### END SOLUTION
"""
SHARP = """\
with check("by hand"):
    close(mean_square(torch.tensor([[1.0, 3.0]])), [5.0],
          mistakes={"that is the sum: divide by the number of entries": [10.0]})

with check("random numbers"):
    x = rng().normal(3, 5)
    close(mean_square(x), [sum(v * v for v in row) / 5 for row in x.tolist()],
          rtol=1e-5, atol=1e-6)

with check("a tensor"):
    assert mean_square(torch.ones(2, 3)).dtype == torch.float32
"""
#: It draws a square of one number: mean, sum and maximum are the same.
WEAK = """\
with check("a single number"):
    x = rng().normal(1, 1)
    close(mean_square(x), x[0] ** 2)
"""

#: It holds for the half of all seeds.
LUCKY = """\
with check("lucky"):
    assert rng().normal(1).item() > 0
"""


def tiny(test, solution=SOLUTION):
    """The lab, with this source of its test cell."""
    cells = [("setup", None, SETUP), ("exercise", "mean_square", solution),
             ("test", "mean_square", test)]  # fmt: skip
    return Lab(
        "tiny",
        Path("tiny.py"),
        tuple(
            Cell("code", role, name, 1 if role == "test" else None, source, 10 * i, 10 * i + 1)
            for i, (role, name, source) in enumerate(cells)
        ),
    )

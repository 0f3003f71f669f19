"""Results, and a small course in a temporary folder, for the tests of grading and reports."""

import shutil
from pathlib import Path

import pytest

from autograder.classes import Exercise, GradedClass, GradedStudent
from autograder.labsource import build_lab
from autograder.stops import unreadable

REPOSITORY = Path(__file__).resolve().parents[2]

# Nothing here imports torch, so that a kernel starts in a second.
LAB = '''\
# %% [markdown]
# # A tiny lab

# %% role="setup"
import os

# %% role="exercise" id="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% role="test" id="double" points=3
assert double(2) == 4
### BEGIN HIDDEN TESTS
assert double(5) == 10, "five doubled is ten"
### END HIDDEN TESTS

# %% role="exercise" id="square"
def square(x):
    """x times x."""
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION

# %% role="test" id="square" points=2
assert square(3) == 9

# %% [markdown] role="written" id="why" points=2
# Why?
#
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
'''


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one built lab, ``tiny``; its folder's name would mislead a glob."""
    root = tmp_path_factory.mktemp("course") / "course [2031]"
    folder = root / "solutions" / "tiny"
    folder.mkdir(parents=True)
    (folder / "tiny.py").write_text(LAB, encoding="utf-8")
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    build_lab(folder, root)
    return root


@pytest.fixture
def results(tmp_path: Path) -> GradedClass:
    """A class with everything a table must show."""
    exercises = (Exercise("double", 3), Exercise("square", 2), Exercise("why", 2, written=True))
    none = {"double": 0.0, "square": 0.0, "why": 0.0}
    return GradedClass(
        tmp_path,
        "tiny",
        exercises,
        (
            GradedStudent(
                "ada",
                none | {"double": 3.0, "square": 1.5},
                {"why": 2.0},
                7.0,
                isolation="bubblewrap",
                time_limit=600,
            ),
            GradedStudent("bob", none, {}, 7.0, unreadable("the file [red] is empty")),
            GradedStudent("李雷", none | {"why": 2.0}, {}, 7.0, notes=("a cell was put back",)),
        ),
    )

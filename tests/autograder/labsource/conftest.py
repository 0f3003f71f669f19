"""A small course in a temporary folder, with this repository's own nbgrader settings."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]

TINY_LAB = '''\
# %% [markdown]
# # A tiny lab
#
# Numbers, doubled.

# %% role="setup"
import math

# %% role="given"
LIMIT = 3


# %% role="exercise" id="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    twice = x + x
    return twice
    ### END SOLUTION


# %% role="test" id="double" points=3
assert double(1) == 2
### BEGIN HIDDEN TESTS
assert double(LIMIT) == 6
assert math.isclose(double(0.25), 0.5)
### END HIDDEN TESTS

# %% role="demo" id="table" tags=["hide-input"]
table = [double(i) for i in range(3)]

# %% role="quiz" id="quiz"
# q1: what is the double of 21?
### BEGIN SOLUTION
q1 = 42
### STARTS AS
# q1 = None
### END SOLUTION

# %% role="test" id="quiz" points=1.5
### BEGIN HIDDEN TESTS
assert q1 == 42
### END HIDDEN TESTS

# %% [markdown] role="written" id="why" points=2
# Why does doubling work?
#
# ### BEGIN SOLUTION
# Because addition is repeated.
# ### END SOLUTION
#
# === BEGIN MARK SCHEME ===
# A point for "addition".
# === END MARK SCHEME ===
'''


@pytest.fixture(scope="session")
def tiny_lab() -> str:
    """The text of a lab with one cell of every role."""
    return TINY_LAB


@pytest.fixture(scope="session")
def new_course() -> Callable[[Path], Path]:
    """Makes a folder a course without labs."""

    def make(folder: Path) -> Path:
        (folder / "solutions").mkdir(parents=True)
        shutil.copy(REPOSITORY / "nbgrader_config.py", folder)
        return folder

    return make


@pytest.fixture(scope="session")
def write_lab() -> Callable[..., Path]:
    """Writes a lab's source into a course, and returns the path of the source."""

    def write(course: Path, text: str = TINY_LAB, name: str = "lab01_tiny") -> Path:
        folder = course / "solutions" / name
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def course(tmp_path: Path, new_course: Callable[[Path], Path]) -> Path:
    """A course without labs."""
    return new_course(tmp_path / "course")

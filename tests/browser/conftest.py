"""One course, one JupyterLab and one browser for all browser tests."""

import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.labsource import build_lab
from autograder.labsource.regions import answer_of
from benchmarks.browser import Seat, chromium, jupyterlab

REPOSITORY = Path(__file__).resolve().parents[2]

# Nothing of it imports torch: its kernel starts in a second.
TINY = '''\
# %% [markdown]
# # A tiny lab

# %% role="setup"
from course_lib.checks.core import check

# %% role="exercise" id="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% role="test" id="double" points=3
with check("two doubled is four"):
    assert double(2) == 4
### BEGIN HIDDEN TESTS
with check("five doubled is ten", says="Twice x."):
    assert double(5) == 10
### END HIDDEN TESTS

# %% role="exercise" id="square"
def square(x):
    """x times x."""
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION

# %% role="test" id="square" points=2
with check("three squared is nine"):
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
    """An instructor's course: every lab as released, and a tiny one with its source."""
    root = tmp_path_factory.mktemp("browser") / "course"
    shutil.copytree(REPOSITORY / "labs", root / "labs",
                    ignore=shutil.ignore_patterns("START.md", ".progress.json",
                                                  ".ipynb_checkpoints"))  # fmt: skip
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    folder = root / "solutions" / "tiny"
    folder.mkdir(parents=True)
    (folder / "tiny.py").write_text(TINY, encoding="utf-8")
    build_lab(folder, root)
    return root


@pytest.fixture(scope="session")
def graded(course: Path) -> Path:
    """The course with a graded class of two: ada's work is right, ben's square is not."""
    notebook = nbformat.read(course / "labs" / "tiny" / "tiny.ipynb", as_version=4)
    right = {"double": "def double(x):\n    return x + x", "why": "Because it is so."}
    for student, square in (("ada", "x * x"), ("ben", "x * 2")):
        answers = right | {"square": f"def square(x):\n    return {square}"}
        for cell in notebook.cells:
            if (name := cell.metadata.get("nbgrader", {}).get("grade_id")) in answers:
                cell.source = answers[name]
        folder = course / "hand-ins" / student
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / "tiny.ipynb")
    command = [Path(sysconfig.get_path("scripts")) / "autograder", "grade", "tiny", "hand-ins"]
    subprocess.run(command, cwd=course, check=True, capture_output=True, timeout=600)
    return course


@pytest.fixture(scope="session")
def server(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab's address."""
    with jupyterlab(course, tmp_path_factory.mktemp("jupyter")) as address:
        yield address


# Not for the whole session: while Playwright runs, no other event loop can in this thread.
@pytest.fixture(scope="module")
def window() -> Iterator[Any]:
    """The browser's window."""
    with chromium() as context:
        yield context


@pytest.fixture
def seat(window: Any, server: str) -> Iterator[Seat]:
    """A page; at the end nothing may have been logged as an error."""
    seat = Seat(window, server)
    yield seat
    seat.page.close()
    assert seat.errors == []


@pytest.fixture(scope="session")
def answers() -> dict[str, str]:
    """The reference answers of Lab 1, by the ids of their cells."""
    path = REPOSITORY / "solutions" / "lab01_knn" / "lab01_knn.ipynb"
    return {
        cell.id: answer_of(cell.source)
        for cell in nbformat.read(path, as_version=4).cells
        if cell.id.startswith("exercise-")
    }

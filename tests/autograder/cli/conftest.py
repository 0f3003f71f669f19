"""A course for the command line, built by it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from autograder.cli import app

REPOSITORY = Path(__file__).resolve().parents[3]
LAB = '''\
# %% [markdown]
# # A tiny lab

# %% role="exercise" id="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% role="test" id="double" points=3
assert double(2) == 4
'''

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs ``autograder`` with these arguments in this process."""
    return lambda *arguments: CliRunner().invoke(app, [str(word) for word in arguments])


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a built lab, ``tiny_lab``; tests copy it before they change it."""
    root = tmp_path_factory.mktemp("cli") / "course"
    folder = root / "solutions" / "tiny_lab"
    folder.mkdir(parents=True)
    (folder / "tiny_lab.py").write_text(LAB, encoding="utf-8")
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    result = CliRunner().invoke(app, ["build", "--course", str(root)])
    assert result.exit_code == 0, result.output
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy of the course, which is also the current folder."""
    root = tmp_path / "course"
    shutil.copytree(built, root)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def handed_in(course: Path) -> Path:
    """A folder with one right notebook."""
    folder = course / "handed_in"
    folder.mkdir()
    notebook = course / "solutions" / "tiny_lab" / "tiny_lab.ipynb"
    shutil.copy(notebook, folder / "ada.ipynb")
    return folder

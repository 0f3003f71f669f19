"""Plain nbgrader commands judge, too, through the course's settings alone."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import Gradebook

from autograder.judging.verdicts import Verdict
from autograder.labsource import build_lab

REPOSITORY = Path(__file__).resolve().parents[3]
LAB = """\
# %% role="setup"
from course_lib.checks import check, equal

# %% role="exercise" id="double"
def double(x):
    # Twice x.
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% role="test" id="double" points=3
with check("two doubled"):
    equal(double(2), 4)
### BEGIN HIDDEN TESTS
with check("three doubled", says="Twice x."):
    equal(double(3), 6)
### END HIDDEN TESTS

# %% [markdown] role="written" id="why" points=2
# Why is that so, do you think?
#
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
"""
SCRIPT = "<script>alert('it runs')</script>"

Nbgrader = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with three submissions in nbgrader's own folder."""
    root = tmp_path_factory.mktemp("plugins") / "course"
    folder = root / "solutions" / "tiny"
    folder.mkdir(parents=True)
    (folder / "tiny.py").write_text(LAB, encoding="utf-8")
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    from autograder.labsource import register_assignment

    build_lab(folder, root)
    database = root / "grading" / "gradebook.db"
    database.parent.mkdir(exist_ok=True)
    register_assignment(root, "tiny", f"sqlite:///{database}")
    for student, double in (
        ("ada", "def double(x):\n    import warnings; warnings.warn('x')\n    return x + x"),
        ("ben", "def double(x):\n    return 4\nprint(5)"),
        ("cleo", "from IPython import get_ipython\nget_ipython().ast_transformers.append(None)"),
    ):
        notebook = nbformat.read(root / "labs" / "tiny" / "tiny.ipynb", as_version=4)
        cells = {cell.id: cell for cell in notebook.cells}
        cells["exercise-double"].source = double
        cells["test-double"].outputs = [
            new_output("execute_result", data={"text/plain": "3"}, execution_count=1)
        ]
        if student == "ben":
            cells["written-why"].source = SCRIPT
            show = f"from IPython.display import HTML\nHTML({SCRIPT!r})"
            notebook.cells += [new_code_cell(show, id="own"), new_markdown_cell(SCRIPT, id="text")]
        path = root / "grading" / "submitted" / student / "tiny" / "tiny.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    return root


@pytest.fixture(scope="module")
def nbgrader(course: Path) -> Nbgrader:
    """Runs an nbgrader command in the course's root."""
    programs = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([programs / "nbgrader", *arguments], cwd=course, env=environment,
                              capture_output=True, text=True, timeout=300, check=False)  # fmt: skip

    return run


@pytest.fixture(scope="module")
def graded(course: Path, nbgrader: Nbgrader) -> Path:
    """The course after ``nbgrader autograde`` and ``nbgrader generate_feedback``."""
    for command in ("autograde", "generate_feedback"):
        done = nbgrader(command, "tiny")
        assert done.returncode == 0, done.stderr
    return course


def page(course: Path, student: str) -> str:
    path = course / "grading" / "feedback" / student / "tiny" / "tiny.html"
    return path.read_text(encoding="utf-8")


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_points_are_the_verdicts(graded: Path) -> None:
    """A warning costs nothing, checks share the points, and no trick or old output counts."""
    with Gradebook(f"sqlite:///{graded}/grading/gradebook.db", "gan_classification") as gradebook:
        scores = {name: gradebook.find_submission("tiny", name).score for name in
                  ("ada", "ben", "cleo")}  # fmt: skip
        answered = gradebook.find_grade("why", "tiny", "tiny", "ben").needs_manual_grade
        blank = gradebook.find_grade("why", "tiny", "tiny", "ada").auto_score
    assert scores == {"ada": 3.0, "ben": 1.5, "cleo": 0.0}
    assert (answered, blank) == (True, 0)


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_verdicts_are_kept(graded: Path) -> None:
    """With the isolation, as `autograder grade` keeps them."""
    path = graded / "grading" / "received" / "ben" / "tiny" / "verdict.json"
    verdict = Verdict.from_json(json.dumps(json.loads(path.read_text())["verdict"]))
    assert (verdict.points, verdict.isolation) == (1.5, "bubblewrap")


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_stock_feedback_shows_no_hidden_test_and_runs_no_script(graded: Path) -> None:
    """Neither source nor message of nbgrader's own pages needs a plug-in to be safe."""
    ben = page(graded, "ben")
    assert "expected 6, got 4" in ben
    assert "three doubled" in ben
    assert "double(3)" not in ben
    assert "Because." not in ben
    assert SCRIPT not in ben
    assert "it runs" in ben


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_the_formgrader_shows_no_script_either(graded: Path) -> None:
    """The graded notebook rendered as the formgrader renders it."""
    from nbconvert.exporters import HTMLExporter
    from nbgrader.server_extensions import formgrader
    from traitlets.config import Config

    config = Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [str(Path(formgrader.__path__[0]) / "templates")]
    path = graded / "grading" / "autograded" / "ben" / "tiny" / "tiny.ipynb"
    resources = {"nbgrader": {}, "base_url": "", "notebook_id": "tiny", "index": 0, "total": 1,
                 "metadata": {}}  # fmt: skip
    html, _ = HTMLExporter(config=config).from_filename(str(path), resources=resources)
    assert SCRIPT not in html
    assert "it runs" in html


@pytest.mark.slow
def test_another_sandbox_is_an_option_of_the_command(course: Path, nbgrader: Nbgrader) -> None:
    """As for every setting of nbgrader's; an unknown one is refused."""
    done = nbgrader("autograde", "tiny", "--student=cleo", "--force", "--Judge.sandbox=none")
    assert done.returncode == 0, done.stderr
    path = course / "grading" / "autograded" / "cleo" / "tiny" / "tiny.ipynb"
    assert "without a sandbox" in path.read_text(encoding="utf-8")
    assert nbgrader("autograde", "tiny", "--force", "--Judge.sandbox=docker").returncode != 0

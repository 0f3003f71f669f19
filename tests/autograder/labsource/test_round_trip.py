"""From the text to a grade with nbgrader's own commands, as an instructor would type them."""

import copy
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.labsource import BuildError, build_lab, programs_on_path, register_assignment

pytestmark = pytest.mark.slow

NAME = "lab01_tiny"
Change = Callable[[nbformat.NotebookNode], None]


def nbgrader(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def by_id(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if cell.id == name)


def solve(notebook: nbformat.NotebookNode) -> None:
    """Answer everything, with a helper that a demo defines."""
    by_id(notebook, "demo-table").source += "\ndef helper(x):\n    return 2 * x"
    by_id(notebook, "exercise-double").source = "def double(x):\n    return helper(x)"
    by_id(notebook, "quiz-quiz").source = "q1 = 42"
    by_id(notebook, "written-why").source = "Because I say so."
    exercise = by_id(notebook, "exercise-double")
    demo = by_id(notebook, "demo-table")
    notebook.cells.remove(demo)
    notebook.cells.insert(notebook.cells.index(exercise), demo)
    demo.source = demo.source.replace("table = [double(i) for i in range(3)]", "")


def cheat(notebook: nbformat.NotebookNode) -> None:
    """Mark the test cells as ones to skip, and as demos."""
    for name in ("test-double", "test-quiz"):
        by_id(notebook, name).metadata.tags = ["skip-execution"]
        by_id(notebook, name).metadata.course.role = "demo"


def mangle(notebook: nbformat.NotebookNode) -> None:
    """Solve the quiz; copy a cell, invent one, and delete the exercise with its test."""
    by_id(notebook, "quiz-quiz").source = "q1 = 42"
    doubled = copy.deepcopy(by_id(notebook, "quiz-quiz"))
    doubled.id = "copy"
    foreign = copy.deepcopy(doubled)
    foreign.id, foreign.metadata.nbgrader["grade_id"] = "foreign", "another_lab"
    notebook.cells[:0] = [doubled, foreign]
    for name in ("given-1", "exercise-double", "test-double", "setup-1"):
        notebook.cells.remove(by_id(notebook, name))


def train_long(notebook: nbformat.NotebookNode) -> None:
    """Answer the quiz, below a demo that would end the kernel if it ran."""
    by_id(notebook, "quiz-quiz").source = "q1 = 42"
    by_id(notebook, "demo-table").source = "import os\ntable = os._exit(1)"


SUBMISSIONS: dict[str, tuple[Change, dict[str, float | None]]] = {
    "blank": (lambda notebook: None, {"test_double": 0, "test_quiz": 0, "why": 0}),
    "solver": (solve, {"test_double": 3, "test_quiz": 1.5, "why": None}),
    "cheat": (cheat, {"test_double": 0, "test_quiz": 0, "why": 0}),
    "mangler": (mangle, {"test_double": 0, "test_quiz": 1.5, "why": 0}),
    "trainer": (train_long, {"test_double": 0, "test_quiz": 1.5, "why": 0}),
}


@pytest.fixture(scope="module")
def graded(
    tmp_path_factory: pytest.TempPathFactory, new_course, write_lab
) -> Iterator[tuple[Path, Gradebook, str]]:
    """A course whose lab was built, entered, handed in by several students, and graded."""
    course = new_course(tmp_path_factory.mktemp("round_trip") / "course")
    build_lab(write_lab(course).parent, course)
    (course / "grading").mkdir(exist_ok=True)
    db_url = f"sqlite:///{course}/grading/gradebook.db"
    register_assignment(course, NAME, db_url)
    release = course / "labs" / NAME / f"{NAME}.ipynb"
    for student, (change, _) in SUBMISSIONS.items():
        notebook = nbformat.read(release, as_version=4)
        change(notebook)
        folder = course / "grading" / "submitted" / student / NAME
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{NAME}.ipynb")
    solved = course / "grading" / "submitted" / "author" / NAME
    solved.mkdir(parents=True)
    solution = course / "solutions" / NAME / f"{NAME}.ipynb"
    (solved / f"{NAME}.ipynb").write_bytes(solution.read_bytes())
    done = nbgrader(course, "autograde", NAME)
    assert done.returncode == 0, done.stderr
    with Gradebook(db_url) as gradebook:
        yield course, gradebook, done.stderr


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_scores(graded, student: str):
    """Each submission gets the points it should, cell by cell; None waits for a person."""
    _, gradebook, log = graded
    found = gradebook.find_submission_notebook(NAME, NAME, student).grades
    assert {grade.name: grade.auto_score for grade in found} == SUBMISSIONS[student][1], log


def test_the_solution_gets_full_points(graded):
    """The instructor's own notebook, handed in, gets every point a program can give."""
    _, gradebook, log = graded
    found = gradebook.find_submission_notebook(NAME, NAME, "author").grades
    scores = {grade.name: (grade.auto_score, grade.max_score) for grade in found}
    assert scores == {"test_double": (3, 3), "test_quiz": (1.5, 1.5), "why": (None, 2)}, log


def test_the_gradebook_knows_the_hidden_tests_and_the_points(graded):
    """What was entered is the source's: hidden tests stand in it, and the points add up."""
    _, gradebook, _ = graded
    source = gradebook.find_source_cell("test_double", NAME, NAME).source
    assert "assert double(LIMIT) == 6" in source
    assert gradebook.find_assignment(NAME).max_score == 6.5


def test_the_text_source_lands_nowhere(graded):
    """Neither what students get nor where their code ran holds the .py with all solutions."""
    course, _, _ = graded
    for folder in ("labs", "grading/autograded"):
        assert {p.suffix for p in (course / folder).rglob("*") if p.is_file()} == {".ipynb"}


def test_the_formgrader_has_nothing_to_complain_about(graded):
    """Exchange folder and course id are set, so no page shows a warning about them."""
    course, _, log = graded
    assert (course / "grading" / "exchange").is_dir()
    assert "SAWarning" not in log


def test_plain_generate_assignment_releases_the_same_notebook(graded, tmp_path):
    """The `nbgrader` command gives what the build gave."""
    course, _, _ = graded
    notebook = course / "labs" / NAME / f"{NAME}.ipynb"
    built = nbformat.read(notebook, as_version=4)
    done = nbgrader(
        course,
        "generate_assignment",
        NAME,
        f"--CourseDirectory.release_directory={tmp_path}",
        f"--CourseDirectory.db_url=sqlite:///{tmp_path}/gradebook.db",
    )
    assert done.returncode == 0, done.stderr
    assert nbformat.read(tmp_path / NAME / f"{NAME}.ipynb", as_version=4) == built


def test_plain_validate_tells_right_from_unfinished(graded):
    """The command behind the Validate button passes the solution and fails the release."""
    course, _, _ = graded
    solution, release = f"solutions/{NAME}/{NAME}.ipynb", f"labs/{NAME}/{NAME}.ipynb"
    done = nbgrader(course, "validate", solution, release)
    assert done.stdout.startswith("Success! Your notebook passes all the tests."), done.stderr
    assert "VALIDATION FAILED ON 2 CELL(S)" in done.stdout
    assert "double: write your answer here" in done.stdout


def test_entering_again_is_allowed_but_not_with_other_cells(graded, write_lab, tiny_lab: str):
    """With submissions in the gradebook a text may change; a new exercise is refused."""
    course, gradebook, _ = graded
    db_url = str(gradebook.engine.url)
    write_lab(course, tiny_lab.replace("points=3", "points=4"))
    register_assignment(course, NAME, db_url)
    gradebook.db.expire_all()
    assert gradebook.find_assignment(NAME).max_score == 7.5
    write_lab(course, tiny_lab + '\n# %% role="given"\nMORE = 1\n')
    with pytest.raises(BuildError, match=r"Cannot add or remove cells .* submissions"):
        register_assignment(course, NAME, db_url)


def test_programs_on_path_is_undone(monkeypatch: pytest.MonkeyPatch):
    """PATH leads to this environment's programs inside the block, and is as before after it."""
    monkeypatch.setenv("PATH", "/nowhere")
    with programs_on_path():
        assert os.environ["PATH"].split(os.pathsep) == [
            str(Path(sys.executable).parent),
            "/nowhere",
        ]
    assert os.environ["PATH"] == "/nowhere"
    monkeypatch.delenv("PATH")
    with programs_on_path():
        assert os.environ["PATH"] == str(Path(sys.executable).parent)
    assert "PATH" not in os.environ

"""A lab is one folder: a new one builds, grades, passes its tests and is handed out."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAB = "lab07_metric"

pytestmark = [pytest.mark.slow, pytest.mark.needs("sandbox")]

EXERCISE = """
# %% [markdown]
# ### Exercise 3 · Halves ●○○
#
# Halve every number.


# %% role="exercise" id="half"
def half(x: Float[Tensor, " n"]) -> Float[Tensor, " n"]:
    \"\"\"Half of each number.\"\"\"
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION


# %% role="test" id="half" points=1
with check("half of 6 is 3"):
    close(half(torch.tensor([6.0])), [3.0], mistakes={
        "that is twice the number": [12.0],
        "that is the number": [6.0],
        "that is its square": [36.0],
        "that is 2 less": [4.0],
        "that is its inverse": [1 / 6],
        "that is its root": [6**0.5],
        "the sign is turned round": [-3.0],
    })  # fmt: skip

### BEGIN HIDDEN TESTS
with check("the contract, on random numbers", says="Halve every number."):
    contract(half, lambda x: x / 2, lambda draw, n: (draw.mixed(n),), sizes=[(9,), (1,), (300,)])
### END HIDDEN TESTS

"""
ANSWERS = """
from autograder.audit.answers import Allowed, Right, Wrong

_CODES = ["x * 0.5", "0.5 * x", "torch.div(x, 2)", "x - x / 2", "x.mul(0.5)", "(x + 0) / 2"]
_ERRORS = {
    "twice the number": "2 * x", "is the number": "x", "its square": "x**2", "2 less": "x - 2",
    "its inverse": "1 / x", "its root": "x**0.5", "turned round": "-x / 2", "": "x[:0]",
}
RIGHT = [Right(code, f"def half(x):\\n    return {code}") for code in _CODES]
WRONG = [
    Wrong(code, says, f"def half(x):\\n    return {code}", "half of 6 is 3")
    for says, code in _ERRORS.items()
]
ALLOWED = [Allowed("*: wrong for no entry", "There is one number at least.")]
"""


def run(course: Path, *command: str, **env: str) -> str:
    """What a command prints, started in the course; it must end well."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=course, capture_output=True, text=True, timeout=600,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120", **env}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def digests(course: Path) -> dict[str, str]:
    """What every file of the course holds that is none of the lab's folders."""
    return {
        path.relative_to(course).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(course.rglob("*"))
        if path.is_file() and LAB not in path.parts and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one other lab, to which the new one is added by its command, with an exercise."""
    course = tmp_path_factory.mktemp("course")
    for name in ("nbgrader_config.py", "README.md"):
        shutil.copy(ROOT / name, course)
    shutil.copytree(ROOT / "docs", course / "docs",
                    ignore=shutil.ignore_patterns("solutions", "labs", "screenshots"))  # fmt: skip
    shutil.copytree(ROOT / "docs" / "screenshots", course / "docs" / "screenshots")
    for name in ("CONTRIBUTING.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, course)
    shutil.copytree(ROOT / "course_lib", course / "course_lib",
                    ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip
    before = digests(course)
    run(course, "autograder.cli", "new", LAB, "--title", "Metric learning", "--teaches", "distance")
    folder = course / "solutions" / LAB
    source = (folder / f"{LAB}.py").read_text(encoding="utf-8")
    (folder / f"{LAB}.py").write_text(
        source.replace("# %% [markdown]\n# ## Quiz", f"{EXERCISE}# %% [markdown]\n# ## Quiz"),
        encoding="utf-8",
    )
    (folder / "answers" / "half.py").write_text(ANSWERS, encoding="utf-8")
    settings = (folder / "lab.toml").read_text(encoding="utf-8")
    (folder / "lab.toml").write_text(settings.replace("points = 7", "points = 8"), encoding="utf-8")
    run(course, "autograder.cli", "build")
    after = digests(course)
    assert {name for name in after if before.get(name) != after[name]} == {"README.md"}
    return course


def test_the_readme_has_a_row_for_it(course):
    assert f"| `{LAB}` | distance |" in (course / "README.md").read_text(encoding="utf-8")


def test_its_class_is_graded_and_it_is_handed_out(course):
    table = run(course, "autograder.cli", "demo", LAB)
    row = next(line for line in table.splitlines() if "│ ada " in line)
    assert "6/8" in row  # the written answer's two points wait for a person
    run(course, "autograder.cli", "release", LAB, "--out", "hand-out.zip")
    assert (course / "hand-out.zip").stat().st_size > 10_000


def test_it_is_audited_and_passes_the_tests_of_every_lab_and_its_own(course):
    run(course, "autograder.cli", "audit", LAB, "--markdown")
    settings = [
        "-c",
        str(ROOT / "pyproject.toml"),
        "--rootdir",
        str(ROOT),
        "-p",
        "no:cacheprovider",
    ]
    places = [str(ROOT / "tests" / "labs"), f"solutions/{LAB}/tests"]
    ignored = f"--ignore={Path(__file__)}"
    ran = run(course, "pytest", "-q", *settings, ignored, *places)
    assert " passed" in ran
    assert "failed" not in ran


def test_it_has_its_pages_on_the_site(course):
    run(course, "sphinx", "-W", "-q", "-b", "html", "docs", "site", DOCS_EXECUTE="off")
    for page in (f"solutions/{LAB}/{LAB}", f"labs/{LAB}/audit"):
        assert (course / "site" / f"{page}.html").is_file(), page

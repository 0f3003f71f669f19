"""Whose work is judged again when the course's own code changes, and whose is not."""

import shutil
from pathlib import Path

import pytest

import autograder
import course_lib
from autograder.classes.version import grader_version
from autograder.labsource import Cell, Lab

GRADER = Path(str(autograder.__file__)).parent
LIBRARY = Path(str(course_lib.__file__)).parent

SETUP = """
import torch
from course_lib import Timer, plots
from course_lib.metrics import class_shares
"""


def lab(source: str = SETUP) -> Lab:
    """A lab whose only cell is its setup cell."""
    return Lab("tiny", Path("tiny.py"), (Cell("code", "setup", None, None, source, 1, 2),))


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Both packages, to be changed."""
    folder = tmp_path_factory.mktemp("packages")
    ignore = shutil.ignore_patterns("__pycache__")
    grader = shutil.copytree(GRADER, folder / "autograder", ignore=ignore)
    library = shutil.copytree(LIBRARY, folder / "course_lib", ignore=ignore)
    return grader, library


def changes_it(copies: tuple[Path, Path], file: str, source: str = SETUP) -> bool:
    """Whether a comment added to a file changes the version."""
    grader, library = copies
    path = grader.parent / file
    before = path.read_bytes()
    versions = []
    for content in (before, before + b"\n# changed\n"):
        path.write_bytes(content)
        # The cells are part of what is remembered: a space each makes them others.
        cells = lab(source + "\n" * (len(versions) + 1) + f"# {file}")
        versions.append(grader_version(cells, grader=grader, course_lib=library))
    path.write_bytes(before)
    return versions[0] != versions[1]


@pytest.mark.parametrize(
    "file",
    [
        "autograder/judging/cells.py",
        "autograder/static/allowlist.py",
        "autograder/protocol/wire/agent.py",
        "autograder/kernels/driver.py",
        "autograder/sandbox/limits.py",
        "autograder/submissions/repair.py",
        "autograder/labsource/source.py",
        "autograder/stops.py",
        "course_lib/__init__.py",
        "course_lib/checks/compare.py",
        "course_lib/checks/beside.py",
        "course_lib/timing.py",
        "course_lib/plots/graph.py",
        "course_lib/metrics/coverage.py",
        "course_lib/batches.py",
    ],
)
def test_what_a_verdict_rests_on_judges_again(copies: tuple[Path, Path], file: str) -> None:
    """Judges, checks, and what the lab imports: by name, lazily, and through a module between."""
    assert changes_it(copies, file)


@pytest.mark.parametrize(
    "file",
    [
        "autograder/cli.py",
        "autograder/reports/page.py",
        "autograder/classes/grader.py",
        "autograder/classes/version.py",
        "autograder/nbgrader/page.py",
        "autograder/audit/audit.py",
        "autograder/handout/contents.py",
        "course_lib/training.py",
        "course_lib/playground.py",
    ],
)
def test_what_no_verdict_rests_on_judges_nobody_again(copies: tuple[Path, Path], file: str) -> None:
    """The command line, pages, and what this lab does not import."""
    assert not changes_it(copies, file)


@pytest.mark.parametrize("name", ["cli", "start_page", "doctor/__init__", "doctor/resources"])
def test_the_students_tools_judge_nobody_again(copies: tuple[Path, Path], name: str) -> None:
    """Wherever they lie."""
    _, library = copies
    here = [folder for folder in (library,) if (folder / f"{name}.py").is_file()]
    for folder in here:
        assert not changes_it(copies, f"{folder.name}/{name}.py")


def test_another_lab_rests_on_other_modules(copies: tuple[Path, Path]) -> None:
    """A lab that trains is judged again for `fit`, though it comes when it is asked for."""
    assert changes_it(copies, "course_lib/training.py", "from course_lib import fit")
    assert not changes_it(copies, "course_lib/plots/graph.py", "from course_lib import fit")


def test_a_cell_with_a_magic_is_read_as_well(copies: tuple[Path, Path]) -> None:
    """A notebook's code is not always Python alone."""
    assert changes_it(copies, "course_lib/toy.py", "%matplotlib inline\nfrom course_lib import toy")

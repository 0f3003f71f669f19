"""The lab as students are handed it, which `autograder build` writes and the judge repairs by."""

from pathlib import Path

import pytest

from autograder.labsource import Lab, read_lab
from autograder.labsource.student_version import digest, released

TEXT = '# %% role="test" id="x" points=1\n### BEGIN HIDDEN TESTS\nassert x\n### END HIDDEN TESTS'


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A lab of one test."""
    path = tmp_path / "tiny.py"
    path.write_text(TEXT)
    return read_lab(path)


def test_what_one_submission_changes_no_other_sees(lab: Lab) -> None:
    """The notebook is remembered, and everyone gets a copy."""
    released(lab).cells[0].metadata.nbgrader.points = 100
    assert released(lab).cells[0].metadata.nbgrader.points == 1


def test_a_changed_lab_is_released_anew(lab: Lab, tmp_path: Path) -> None:
    """What is remembered is remembered by its text."""
    assert released(lab).cells[0].metadata.nbgrader.points == 1
    path = tmp_path / "tiny.py"
    path.write_text(TEXT.replace("points=1", "points=2"))
    assert released(read_lab(path)).cells[0].metadata.nbgrader.points == 2


def test_the_digest_follows_hidden_tests_too(lab: Lab, tmp_path: Path) -> None:
    """A verdict says which tests gave it."""
    path = tmp_path / "tiny.py"
    path.write_text(TEXT.replace("assert x", "assert x > 1"))
    assert digest(read_lab(path)) != digest(lab)

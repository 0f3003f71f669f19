"""What the judge takes for the released lab is what students really were handed."""

from pathlib import Path

import nbformat
import pytest

from autograder.labsource import read_lab
from autograder.labsource.student_version import digest, released

COURSE = Path(__file__).resolve().parents[3]
LABS = sorted(path.parent.name for path in COURSE.glob("solutions/*/*.py"))


@pytest.mark.parametrize("name", LABS)
def test_it_is_what_nbgrader_releases(name: str) -> None:
    """Cell for cell, metadata and checksums included."""
    expected = nbformat.read(COURSE / "labs" / name / f"{name}.ipynb", as_version=4)
    found = released(read_lab(COURSE / "solutions" / name / f"{name}.py"))
    for ours, theirs in zip(found.cells, expected.cells, strict=True):
        assert ours == theirs


def test_the_digest_follows_hidden_tests_too(tmp_path: Path) -> None:
    """A verdict says which tests gave it."""
    path = tmp_path / "tiny.py"
    text = (
        '# %% role="test" id="x" points=1\n### BEGIN HIDDEN TESTS\nassert x\n### END HIDDEN TESTS'
    )
    path.write_text(text)
    before = digest(read_lab(path))
    path.write_text(text.replace("assert x", "assert x > 1"))
    assert digest(read_lab(path)) != before

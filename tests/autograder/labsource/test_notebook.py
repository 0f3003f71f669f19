"""The notebook made from a lab's source."""

import hashlib
import json
import re

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from autograder.labsource import read_lab, to_notebook, to_text


@pytest.fixture
def notebook(course, write_lab):
    """The tiny lab's notebook."""
    return to_notebook(read_lab(write_lab(course)))


def test_it_is_a_notebook_that_nbgrader_accepts(notebook):
    """Both formats' own validators find nothing."""
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


def test_each_role_has_its_nbgrader_metadata(notebook):
    """Locked, solution, graded and points are what nbgrader expects for each role."""
    keys = ("grade_id", "grade", "solution", "locked", "points")
    table = [
        tuple(cell.metadata.nbgrader.get(key) for key in keys)
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    ]
    assert table == [
        ("setup_1", False, False, True, None),
        ("given_1", False, False, True, None),
        ("double", False, True, False, None),
        ("test_double", True, False, True, 3),
        ("quiz", False, True, False, None),
        ("test_quiz", True, False, True, 1.5),
        ("why", True, True, False, 2),
    ]


def test_text_is_read_only_and_demos_are_tagged(notebook):
    """Text cannot be edited, a demo can; a demo's own tags stay."""
    text, demo = (notebook.cells[i].metadata for i in (0, 5))
    assert text == {"course": {"role": "text"}, "editable": False, "deletable": False}
    assert demo == {"course": {"role": "demo", "id": "table"}, "tags": ["hide-input", "demo"]}


def test_every_cell_says_its_role(notebook):
    """Later tools find role and id on each cell."""
    assert [cell.metadata.course.role for cell in notebook.cells] == (
        ["text", "setup", "given", "exercise", "test", "demo", "quiz", "test", "written"]
    )


def test_ids_come_from_role_and_id(notebook):
    """No id is drawn at random; a text's is a hash of the text."""
    text = hashlib.sha256(b"# A tiny lab\n\nNumbers, doubled.").hexdigest()[:12]
    assert [cell.id for cell in notebook.cells] == [
        f"text-{text}",
        "setup-1",
        "given-1",
        "exercise-double",
        "test-double",
        "demo-table",
        "quiz-quiz",
        "test-quiz",
        "written-why",
    ]


def test_long_and_repeated_texts_get_valid_ids(course, write_lab):
    """An id is at most 64 letters, and two equal cells have two ids."""
    name = "a" * 80
    source = (
        f'# %% [markdown]\n# same\n\n# %% [markdown]\n# same\n\n# %% role="demo" id="{name}"\n1\n'
    )
    ids = [cell.id for cell in to_notebook(read_lab(write_lab(course, source))).cells]
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", found) for found in ids)
    assert len(set(ids)) == 3


def test_a_change_of_one_cell_leaves_the_others_bytes_alone(course, write_lab, tiny_lab):
    """Editing the text changes that cell and its id, and nothing else."""
    before = to_notebook(read_lab(write_lab(course))).cells
    after = to_notebook(read_lab(write_lab(course, tiny_lab.replace("Numbers", "Figures")))).cells
    assert [a == b for a, b in zip(before, after, strict=True)] == [False] + [True] * 8


def test_the_text_has_no_versions_and_ends_with_a_newline(notebook):
    """Nothing of the machine it was built on: another one builds the same bytes."""
    text = to_text(notebook)
    assert text.endswith("}\n")
    assert json.loads(text)["metadata"] == {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }

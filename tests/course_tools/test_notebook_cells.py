"""A lab's notebook is found where a student means it, and each cell's role is read."""

from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from course_tools.notebook_cells import find_notebook, read_cells


def cell(source, role=None, id=None, **metadata):
    if role:
        metadata["course"] = {"role": role, **({"id": id} if id else {})}
    return v4.new_code_cell(source, metadata=metadata)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course folder with one lab, as the current folder."""
    lab = tmp_path / "labs" / "lab01_knn"
    lab.mkdir(parents=True)
    nbformat.write(v4.new_notebook(), lab / "lab01_knn.ipynb")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "meant", ["labs/lab01_knn", "labs/lab01_knn/", "labs/lab01_knn/lab01_knn.ipynb", "lab01_knn"]
)
def test_a_notebook_is_found_by_its_path_its_folder_and_the_labs_name(course, meant):
    assert find_notebook(meant) == course / "labs/lab01_knn/lab01_knn.ipynb"


def test_a_folder_holding_one_notebook_of_another_name_means_that_notebook(course):
    own = course / "own"
    own.mkdir()
    nbformat.write(v4.new_notebook(), own / "my answers.ipynb")
    assert find_notebook(own) == own / "my answers.ipynb"


def test_the_notebook_named_like_its_folder_is_preferred_to_copies_beside_it(course):
    lab = course / "labs/lab01_knn"
    nbformat.write(v4.new_notebook(), lab / "lab01_knn-Copy1.ipynb")
    assert find_notebook(lab).name == "lab01_knn.ipynb"


def test_a_mistyped_lab_is_answered_with_the_nearest_name(course):
    with pytest.raises(FileNotFoundError, match="did you mean labs/lab01_knn"):
        find_notebook("labs/lab01_kn")


def test_a_path_that_resembles_no_lab_is_answered_with_what_to_give(course):
    with pytest.raises(FileNotFoundError, match="found no zzz: give the path of a lab's folder"):
        find_notebook("zzz")


def test_an_empty_folder_has_no_notebook(course):
    (course / "empty").mkdir()
    with pytest.raises(FileNotFoundError, match=r"expected a notebook in .*empty, found none"):
        find_notebook("empty")


def test_of_several_notebooks_the_user_must_name_one(course):
    (course / "two").mkdir()
    for name in "ab":
        nbformat.write(v4.new_notebook(), course / "two" / f"{name}.ipynb")
    with pytest.raises(ValueError, match=r"found a\.ipynb, b\.ipynb: name the one to check"):
        find_notebook("two")


def test_a_file_that_is_no_notebook_is_refused_by_name(course):
    Path("answers.py").write_text("")
    with pytest.raises(ValueError, match=r"expected a notebook \(\.ipynb\), got answers\.py"):
        find_notebook("answers.py")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"print('hello')", b"{}", b"[]", b"null", b'{"nbformat": 9}',
     b'{"nbformat": 4, "cells": 3}', b'{"nbformat": 4, "metadata": {}, "cells": ["x"]}'],
    ids=["empty", "binary", "python", "object", "list", "null", "future", "number", "text cell"],
)  # fmt: skip
def test_a_malformed_file_is_told_in_a_sentence(tmp_path, content):
    notebook = tmp_path / "broken.ipynb"
    notebook.write_bytes(content)
    with pytest.raises(ValueError, match=r"expected a Jupyter notebook, but .*broken\.ipynb"):
        read_cells(notebook)


@pytest.mark.parametrize(
    ("metadata", "role", "exercise"),
    [
        ({"course": {"role": "test", "id": "x"}}, "test", "x"),
        ({"course": {"role": "setup"}}, "setup", "setup"),
        ({"nbgrader": {"grade": True, "solution": False, "grade_id": "test_x"}}, "test", "x"),
        ({"nbgrader": {"grade": False, "solution": True, "grade_id": "x"}}, "exercise", "x"),
        (
            {
                "nbgrader": {
                    "grade": False,
                    "solution": False,
                    "locked": True,
                    "grade_id": "given_1",
                }
            },
            "given",
            "given",
        ),
        ({"tags": ["demo"]}, "demo", "demo"),
        ({}, "added", "added"),
    ],
    ids=["course test", "course setup", "test", "exercise", "given", "demo tag", "added"],
)
def test_a_cells_role_comes_from_the_course_or_else_from_nbgrader(
    tmp_path, metadata, role, exercise
):
    notebook = tmp_path / "n.ipynb"
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell("1", metadata=metadata)]), notebook)
    (read,) = read_cells(notebook)
    assert (read.role, read.exercise) == (role, exercise)


def runs(tmp_path, *cells):
    notebook = tmp_path / "n.ipynb"
    nbformat.write(v4.new_notebook(cells=list(cells)), notebook)
    return [read.runs for read in read_cells(notebook)]


def test_a_demo_runs_where_a_magic_times_what_only_it_defines(tmp_path):
    """As it does in grading, which reads names in the same way."""
    demo = cell("def helper(x):\n    return x", "demo")
    assert runs(tmp_path, demo, cell("%timeit helper()", "exercise", "f")) == [True, True]


@pytest.mark.parametrize("role", ["exercise", "quiz", None], ids=["exercise", "quiz", "added"])
def test_a_demo_runs_where_a_students_cell_uses_what_only_it_defines(tmp_path, role):
    demo = cell("def helper(x):\n    return x", "demo")
    assert runs(tmp_path, demo, cell("def f(x):\n    return helper(x)", role, "f")) == [True, True]


@pytest.mark.parametrize(
    "source",
    ["def f(helper):\n    return helper", "def f():\n    helper = 1\n    return helper",
     "def f(x):\n    return x.helper", "# helper", "!ls helper", "def broken(:"],
    ids=["argument", "local", "attribute", "comment", "magic", "syntax error"],
)  # fmt: skip
def test_a_demo_is_skipped_where_its_name_means_something_else(tmp_path, source):
    demo = cell("def helper(x):\n    return x", "demo")
    assert runs(tmp_path, demo, cell(source, "exercise", "f")) == [False, True]


def test_a_demo_is_skipped_where_another_cell_defines_the_same_name(tmp_path):
    cells = [
        cell("k = 3", "given"),
        cell("k = 5\nplot(k)", "demo"),
        cell("y = k", "exercise", "y"),
    ]
    assert runs(tmp_path, *cells) == [True, False, True]


def test_a_demo_that_a_needed_demo_leans_on_runs_too(tmp_path):
    cells = [
        cell("import math as m", "demo"),
        cell("def helper(x):\n    return m.sqrt(x)", "demo"),
        cell("y = helper(2)", "exercise", "y"),
    ]
    assert runs(tmp_path, *cells) == [True, True, True]


def test_a_tests_use_of_a_demos_name_does_not_make_the_demo_run(tmp_path):
    assert runs(tmp_path, cell("x = 1", "demo"), cell("x", "test", "x")) == [False, True]

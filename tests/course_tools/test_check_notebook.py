"""A notebook's visible checks, run from the terminal: what held, what did not, and why."""

import json
import sys

import nbformat
import pytest
from nbformat import v4

from course_tools import check_notebook as module
from course_tools.check_notebook import WHOLE_CELL, Result, check_notebook

# Stands in for course_lib.checks, so that the kernels here need not import torch.
SETUP = """
import json, os, sys
def log(title, passed, message="", hint=None):
    with open(os.environ["COURSE_CHECKS"], "a") as file:
        outcome = {"title": title, "passed": passed, "message": message, "hint": hint}
        file.write(json.dumps(outcome) + "\\n")
"""


def cell(source, role=None, id=None, **metadata):
    if role:
        metadata["course"] = {"role": role, **({"id": id} if id else {})}
    return v4.new_code_cell(source, metadata=metadata)


@pytest.fixture
def notebook(tmp_path):
    """Writes cells, after the setup cell, as a lab's notebook; returns its path."""

    def write(*cells, **metadata):
        path = tmp_path / "lab" / "lab.ipynb"
        path.parent.mkdir()
        text = v4.new_markdown_cell("Text")
        nb = v4.new_notebook(cells=[text, cell(SETUP, "setup"), *cells], metadata=metadata)
        nbformat.write(nb, path)
        return path

    return write


def test_every_check_is_a_row_under_its_exercise(notebook):
    path = notebook(
        cell("def f(x): return x + 1", "exercise", "f"),
        cell("log('adds one', f(1) == 2); log('even', f(2) == 2, 'got 3', 'mod 2')", "test", "f"),
        cell("q1 = 'b'", "quiz", "quiz"),
        cell("log('q1', q1 == 'b')", "test", "quiz"),
    )
    report = check_notebook(path)
    assert report.results == [
        Result("f", "adds one", True),
        Result("f", "even", False, "got 3", "mod 2"),
        Result("quiz", "q1", True),
    ]
    assert not report.passed


def test_a_notebook_whose_checks_all_hold_passes(notebook):
    report = check_notebook(notebook(cell("log('one', True)", "test", "f")).parent)
    assert report.passed
    assert report.results == [Result("f", "one", True)]


def test_a_test_cell_without_named_checks_counts_as_one(notebook):
    path = notebook(cell("assert 1 == 1", "test", "f"), cell("assert 1 == 2", "test", "g"))
    first, second = check_notebook(path).results
    assert first == Result("f", WHOLE_CELL, True)
    assert (second.exercise, second.passed) == ("g", False)
    assert second.message == "code cell 3 `assert 1 == 2` stopped with AssertionError"


def test_an_error_after_some_checks_keeps_the_checks_and_adds_a_row(notebook):
    path = notebook(cell("log('one', True)\n1 / 0", "test", "f"))
    one, error = check_notebook(path).results
    assert one == Result("f", "one", True)
    assert "stopped with ZeroDivisionError: division by zero" in error.message


def test_a_syntax_error_names_the_cell_and_the_line_and_costs_only_its_exercise(notebook):
    path = notebook(
        cell("x = 1\ndef f(:\n    return 1", "exercise", "f"),
        cell("log('f', f() == 1)", "test", "f"),
        cell("log('other', True)", "test", "g"),
    )
    syntax, missing, other = check_notebook(path).results
    assert syntax.message == (
        "code cell 2 `x = 1` stopped with SyntaxError: invalid syntax on line 2 of the cell"
    )
    assert "NameError: name 'f' is not defined" in missing.message
    assert other.passed


def test_the_failure_of_a_students_own_cell_is_a_note_and_costs_nothing(notebook):
    report = check_notebook(notebook(cell("1 / 0"), cell("log('one', True)", "test", "f")))
    assert report.passed
    (note,) = report.notes
    assert note.startswith("your own code cell 2 `1 / 0` stopped with ZeroDivisionError")


def test_demo_cells_are_skipped_unless_an_exercise_needs_them(notebook):
    path = notebook(
        cell("raise RuntimeError('a demo ran')", "demo"),
        cell("raise RuntimeError('a demo ran')", tags=["demo"]),
        cell("def helper(): return 7", "demo"),
        cell("def f(): return helper()", "exercise", "f"),
        cell("log('f', f() == 7)", "test", "f"),
    )
    report = check_notebook(path)
    assert report.results == [Result("f", "f", True)]
    assert report.notes == []


def test_a_hung_cell_is_stopped_and_the_cells_after_it_still_run(notebook):
    path = notebook(
        cell("while True:\n    pass", "exercise", "f"), cell("log('g', True)", "test", "g")
    )
    hung, after = check_notebook(path, timeout=2).results
    assert hung.message.startswith("code cell 2 `while True:` ran longer than 2 s and was stopped")
    assert after == Result("g", "g", True)


def test_a_cell_that_refuses_to_stop_is_killed_and_the_rest_is_told_as_not_run(
    notebook, monkeypatch
):
    monkeypatch.setattr(module, "GRACE_SECONDS", 1.0)
    stubborn = """
import time
while True:
    try:
        time.sleep(60)
    except BaseException:
        time.sleep(0.1)
"""
    path = notebook(cell(stubborn, "exercise", "f"), cell("log('g', True)", "test", "g"))
    hung, after = check_notebook(path, timeout=2).results
    assert "ran longer than 2 s" in hung.message
    assert after.message == "not run, because code cell 2 `import time` ended the kernel"
    assert not after.passed


def test_a_cell_that_ends_the_kernel_keeps_what_was_known_before(notebook):
    path = notebook(
        cell("log('before', True)", "test", "f"),
        cell("log('during', True); os._exit(3)", "test", "g"),
        cell("log('after', True)", "test", "h"),
    )
    before, during, dead, after = check_notebook(path).results
    assert (before.passed, during.passed, dead.passed, after.passed) == (True, True, False, False)
    assert "ended the kernel: out of memory, or a call of exit()" in dead.message
    assert after.message.startswith("not run, because code cell 3")


def test_a_line_that_is_no_outcome_is_left_out(notebook):
    junk = "open(os.environ['COURSE_CHECKS'], 'a').write('not json\\n[1]\\n{\"title\": 1}\\n')"
    report = check_notebook(notebook(cell(f"{junk}\nlog('one', True)", "test", "f")))
    assert report.results == [Result("f", "one", True)]


def test_the_notebook_and_its_folder_are_left_as_they_were(notebook):
    path = notebook(cell("print('output')", "exercise", "f"), cell("log('a', True)", "test", "f"))
    before = path.read_bytes()
    check_notebook(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_cells_run_in_this_python_in_the_notebooks_folder(notebook, tmp_path, monkeypatch):
    """Neither the notebook's own kernelspec nor a misleading one of the user's is used."""
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    wrong = {"argv": ["/nowhere/python"], "display_name": "wrong", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(wrong))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    path = notebook(
        cell("log(sys.executable, True); log(os.getcwd(), True)", "test", "f"),
        kernelspec={"name": "other", "display_name": "Other", "language": "python"},
    )
    titles = [result.title for result in check_notebook(path).results]
    assert titles == [sys.executable, str(path.parent)]


def test_the_caller_hears_of_each_cell_before_it_runs(notebook):
    heard = []
    path = notebook(cell("log('a', True)", "test", "f"), cell("1", "demo"))
    check_notebook(path, on_cell=heard.append)
    assert heard == ["code cell 1 `import json, os, sys`", "code cell 2 `log('a', True)`"]


def test_a_notebook_without_test_cells_is_refused_rather_than_passed(notebook):
    with pytest.raises(ValueError, match="has no test cells: copy them back"):
        check_notebook(notebook(cell("1")))


def test_the_courses_own_checks_report_without_stopping_the_cell(notebook):
    """`course_lib.checks` writes the lines that this module reads."""
    source = """
from course_lib.checks import check, close
with check("two and two", hint="count"):
    close(2 + 2, 5)
with check("three and three"):
    close(3 + 3, 6)
"""
    first, second = check_notebook(notebook(cell(source, "test", "sums"))).results
    assert (first.exercise, first.title, first.passed, first.hint) == (
        "sums", "two and two", False, "count",
    )  # fmt: skip
    assert first.message
    assert second == Result("sums", "three and three", True)


def test_the_variable_is_the_one_that_the_checks_read():
    from course_lib.checks import recorders

    assert recorders.LOG_VARIABLE == module.LOG_VARIABLE

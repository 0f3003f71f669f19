"""Outcomes of checks are noted beside the notebook, for the student's own board alone."""

import json
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.labsource.notebook import GUARD
from course_lib.check_listeners import LISTENERS
from course_lib.checks import check, expect
from course_tools import progress_record
from course_tools.board import progress
from course_tools.progress_record import FILE, read, record

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def listens():
    """Outcomes are heard, as after a lab's first cell."""
    before = set(LISTENERS)
    LISTENERS.add(record)
    yield
    LISTENERS.intersection_update(before)


@pytest.fixture
def run(small_lab, monkeypatch):
    """Pretends that a test cell of the small lab runs in a notebook, for the nth time."""
    monkeypatch.chdir(small_lab)
    monkeypatch.setattr(progress_record, "_seen", {})
    monkeypatch.setattr(progress_record, "_running", None)
    notebook = nbformat.read(small_lab / "lab_small.ipynb", as_version=4)

    def start(cell, count):
        source = cell if isinstance(cell, str) else notebook.cells[cell].source
        shell = SimpleNamespace(
            history_manager=SimpleNamespace(input_hist_raw=["", source]), execution_count=count
        )
        monkeypatch.setattr(progress_record, "_shell", lambda: shell)

    return start


def passes(title):
    with check(title):
        pass


def test_outcomes_are_kept_by_exercise(run, small_lab, capsys):
    """A tick is printed as ever; the file says which checks held."""
    run(2, 1)
    passes("two")
    with pytest.raises(AssertionError), check("even"):
        expect(False, "no")
    assert json.loads((small_lab / FILE).read_text()) == {
        "checks": {"count": {"two": True, "even": False}}
    }
    assert capsys.readouterr().out == "✓ two\n"
    assert os.listdir(small_lab).count(FILE) == 1
    assert len(os.listdir(small_lab)) == 2


def test_a_new_run_of_a_cell_replaces_the_last_one(run, small_lab):
    """A check that is no longer reached is not claimed to hold."""
    run(2, 1)
    passes("two")
    passes("even")
    run(2, 2)
    passes("two")
    assert read(small_lab) == {"count": {"two": True}}


def test_a_cell_that_is_no_test_of_the_lab_leaves_nothing(run, small_lab):
    """A student may copy a check into a cell of their own, and try it on anything."""
    run("with check('two'):\n    pass", 1)
    passes("two")
    assert not (small_lab / FILE).exists()


def test_outside_of_a_notebook_nothing_is_written(small_lab, monkeypatch):
    monkeypatch.chdir(small_lab)
    monkeypatch.setattr(progress_record, "_shell", lambda: None)
    passes("two")
    assert not (small_lab / FILE).exists()


def test_a_folder_that_cannot_be_written_breaks_no_check(run, small_lab, monkeypatch):
    """The board still knows what happened in this notebook."""

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(progress_record, "write_whole", full)
    run(2, 1)
    passes("two")
    assert progress(small_lab).rows[0].checks == (("two", True), ("even", None))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"checks": 3}', '{"checks": {"a": [1]}}'])
def test_a_damaged_file_counts_as_empty(small_lab, monkeypatch, content):
    monkeypatch.setattr(progress_record, "_seen", {})
    (small_lab / FILE).write_text(content)
    assert read(small_lab) == {}


def test_only_true_counts_as_passed(small_lab, monkeypatch):
    monkeypatch.setattr(progress_record, "_seen", {})
    (small_lab / FILE).write_text('{"checks": {"count": {"two": "yes", "even": true}}}')
    assert read(small_lab) == {"count": {"two": False, "even": True}}


@pytest.mark.needs("sandbox")
def test_no_grader_reads_it():
    """The grader's code names the file only to leave it out."""
    command = ["git", "grep", "-l", r"progress_record\|\.progress\.json", "--", "autograder"]
    found = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["autograder/labsource/release.py"]


@pytest.mark.slow
def test_a_real_notebook_fills_the_board(small_lab):
    """Run in a kernel, the lab's own cells leave the board as it should be."""
    notebook = nbformat.read(small_lab / "lab_small.ipynb", as_version=4)
    show = "from course_tools import progress\nprogress()"
    first, last = map(nbformat.v4.new_code_cell, (GUARD, show))
    notebook.cells = [first, *notebook.cells, last]
    resources = {"metadata": {"path": str(small_lab)}}
    client = NotebookClient(notebook, timeout=120, allow_errors=True, resources=resources)
    client.execute()
    (shown,) = notebook.cells[-1].outputs
    assert "1 of 2 exercises done, 3 of 3 points for code so far" in shown.data["text/plain"]
    assert shown.data["text/html"].startswith("<table")
    board = progress(small_lab)
    assert board.rows[0].checks == (("two", True), ("even", True))
    assert board.rows[1].checks == (("question 1", False),)

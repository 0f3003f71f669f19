"""A lab's first cell says in a sentence what to do where it cannot run."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.labsource.notebook import GUARD
from course_tools import ready as module
from course_tools.doctor import Finding
from course_tools.progress_record import record
from course_tools.ready import NotReady, ready

REPOSITORY = Path(__file__).resolve().parents[2]
LABS = sorted(REPOSITORY.glob("labs/*/*.ipynb"))


def test_here_it_is_ready_and_says_nothing(monkeypatch, capsys):
    monkeypatch.setattr(module, "check_memory", lambda: Finding("memory", "ok", ""))
    ready()
    assert capsys.readouterr().out == ""


def test_from_then_on_outcomes_of_checks_are_noted(monkeypatch):
    """Once, however often the cell is run; not where the lab cannot run anyway."""
    monkeypatch.setattr(module, "LISTENERS", heard := set())
    monkeypatch.setattr(module, "check_packages", lambda: Finding("packages", "FAIL", "no torch"))
    with pytest.raises(NotReady):
        ready()
    assert heard == set()
    monkeypatch.undo()
    monkeypatch.setattr(module, "LISTENERS", heard)
    ready()
    ready()
    assert heard == {record}


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch):
    advice = "run: python -m pip install torch"
    finding = Finding("packages", "FAIL", "torch is missing", advice)
    monkeypatch.setattr(module, "check_packages", lambda: finding)
    with pytest.raises(NotReady) as raised:
        ready()
    shown = "\n".join(raised.value._render_traceback_())
    assert shown.startswith(f"torch is missing, in the Python of this notebook ({sys.executable})")
    assert advice in shown
    assert "Restart Kernel" in shown


def test_little_memory_is_said_and_not_refused(monkeypatch, capsys):
    finding = Finding("memory", "warn", "1.5 GiB free", "close other programs")
    monkeypatch.setattr(module, "check_memory", lambda: finding)
    ready()
    assert capsys.readouterr().out == "Little memory, 1.5 GiB free: close other programs.\n"


def test_another_python_is_named_with_the_way_back():
    """Run where course_tools cannot be imported, the guard ends the cell with a sentence."""
    # -S and -I: no site-packages, no current folder.
    code = GUARD + "import torch"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True,
                          cwd="/", timeout=60, check=False)  # fmt: skip
    assert done.returncode == 1
    said = done.stderr.strip().splitlines()
    assert "The course is not installed in the Python of this notebook" in said[-2]
    assert sys.executable in said[-2]
    assert said[-1].endswith("start it with: course lab")
    assert "No module named" not in done.stderr


@pytest.mark.parametrize("notebook", LABS, ids=lambda path: path.stem)
def test_the_first_code_cell_of_every_lab_is_guarded(notebook):
    """Before anything else is imported, and in no other cell."""
    cells = [cell.source for cell in nbformat.read(notebook, as_version=4).cells
             if cell.cell_type == "code"]  # fmt: skip
    assert cells[0].startswith(GUARD)
    assert [source for source in cells[1:] if "NotReady" in source] == []

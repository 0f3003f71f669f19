"""`autograder audit` writes what it found, and ends with 1 and sentences where it does not hold."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.audit import ExerciseFindings, LabFindings, Remark
from autograder.audit.command import write_pages
from autograder.cli import app

COURSE = Path(__file__).parents[3]
PAGE = COURSE / "solutions" / "lab01_knn" / "pages" / "audit.md"
HOLDS = LabFindings("lab01_knn", 20, (ExerciseFindings("k", 6, 8, 30),))
WRONG = ExerciseFindings("k", 6, 8, 30, wrong_accepted=(Remark("sum", "it gets full marks"),))


@pytest.fixture
def run(monkeypatch):
    """Runs the command, with an audit that finds what it is given."""

    def give(found, *arguments):
        monkeypatch.setattr("autograder.audit.command.run_audit", lambda *a, **k: [found])
        words = ["audit", *map(str, arguments), "--course", str(COURSE)]
        return CliRunner().invoke(app, words)

    return give


def test_it_ends_well_where_all_holds(run):
    assert run(HOLDS).exit_code == 0


def test_it_ends_with_1_and_a_sentence_for_each_point_that_does_not_hold(run):
    result = run(LabFindings("lab01_knn", 20, (WRONG,)), "lab01_knn")
    assert result.exit_code == 1
    assert "lab01_knn: k: accepts the wrong answer 'sum': it gets full marks" in result.stdout
    assert "does not hold in 1 points: see above" in result.stderr


def test_it_writes_json_and_html(run, tmp_path):
    run(HOLDS, "--json", tmp_path / "a.json", "--html", tmp_path / "deep" / "a.html")
    content = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert content["lab01_knn"]["exercises"][0]["mutants"] == 30
    assert "<td>k</td>" in (tmp_path / "deep" / "a.html").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_told(run, tmp_path):
    (tmp_path / "file").touch()
    result = run(HOLDS, "--json", tmp_path / "file" / "a.json")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize("words", [("--quick",), ("--exercise", "predict")])
def test_a_labs_page_is_written_about_all_its_exercises_and_mutants_only(run, words):
    before = PAGE.read_bytes()
    result = run(HOLDS, "lab01_knn", "--markdown", *words)
    assert result.exit_code == 1
    assert "all its exercises and mutants" in result.stderr
    assert PAGE.read_bytes() == before


def test_each_lab_gets_a_page_of_its_own(tmp_path):
    write_pages([HOLDS], tmp_path)
    (page,) = tmp_path.rglob("*.md")
    assert page.relative_to(tmp_path).as_posix() == "solutions/lab01_knn/pages/audit.md"
    assert page.read_text(encoding="utf-8").startswith("# lab01_knn: how often")


def test_a_lab_that_there_is_not_is_told(run):
    result = run(HOLDS, "lab99")
    assert result.exit_code == 1
    assert "no lab is called 'lab99'" in result.stderr


def test_an_exercise_that_there_is_not_is_told():
    words = ["audit", "lab01_knn", "--exercise", "nowhere", "--course", str(COURSE)]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 1
    assert "lab01_knn has no exercise 'nowhere': its exercises are l1_dist" in result.stderr


def test_shares_that_are_too_small_are_problems():
    undiagnosed = tuple(Remark(f"answer {i}", "at index [0] …") for i in range(3))
    weak = LabFindings("lab", 20, (ExerciseFindings("k", 6, 8, 30, undiagnosed=undiagnosed),))
    [problem] = weak.problems
    assert "62.5 % of the wrong answers get a diagnosis, at least 80 % must" in problem

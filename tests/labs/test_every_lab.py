"""What holds for every lab: built from its source, solved by its solution, worth 0 when blank."""

from functools import cache

import nbformat
import pytest

from autograder.judging.points import earned
from autograder.labsource import build_all, problems
from autograder.labsource.readme import update_readme
from autograder.labsource.reference import outcomes
from benchmarks.figures import wanted
from tests.labs.finding import COURSE, LABS, bank, settings
from tests.labs.finding import lab as source

BLANKS = {
    name: nbformat.read(COURSE / "labs" / name / f"{name}.ipynb", as_version=4) for name in LABS
}


def trains(name):
    """Whether a check of the lab trains a network."""
    return bool(bank(name).slow)


@cache
def solved(name, seed):
    """What the checks say of the solution, by exercise."""
    return outcomes(source(name), seed=seed)


def blank_answers(name):
    """What a student starts with, by exercise."""
    return {
        cell.metadata.course.id: cell.source
        for cell in BLANKS[name].cells
        if cell.metadata.course.role in ("exercise", "quiz")
    }


def test_the_notebooks_are_what_the_sources_give():
    results = build_all(COURSE, check=True)
    assert [result.lab for result in results] == LABS
    for result in results:
        assert result.up_to_date, f"run `make build`: {result.changed} {result.extra}"


def test_the_readme_lists_the_labs():
    assert update_readme(COURSE, write=False) is None, "run `make build`"


@pytest.mark.parametrize("name", LABS)
def test_a_lab_is_worth_what_it_says(name):
    cells = source(name).of("test", "written")
    assert sum(cell.points or 0 for cell in cells) == settings(name).points


@pytest.mark.parametrize("name", LABS)
def test_a_lab_has_no_mistake_in_its_source(name):
    assert problems(source(name)) == []


@pytest.mark.parametrize(("name", "seed"), [
    pytest.param(name, seed, marks=[pytest.mark.slow] if trains(name) else [])
    for name in LABS
    # Where a check trains a network, the audit tries more seeds, and says how many.
    for seed in (["a student"] if trains(name) else ["notebook", "a student", "another"])
])  # fmt: skip
def test_the_solution_passes_every_check_for_any_seed(name, seed):
    for exercise, found in solved(name, seed).items():
        assert found, f"{exercise} has no check"
        assert [str(one) for one in found if not one.passed] == [], exercise


@pytest.mark.parametrize("name", LABS)
def test_the_blank_notebook_scores_0(name):
    """No check passes, but of form, and that counts only once another passes."""
    for exercise, found in outcomes(source(name), blank_answers(name)).items():
        assert earned(1, found) == 0, exercise
        assert [one.title for one in found if one.passed and not one.form] == [], exercise


@pytest.mark.parametrize("name", LABS)
def test_checks_of_a_cell_have_titles_of_their_own(name):
    """A title seeds its check and names it in feedback."""
    for exercise, found in solved(name, "a student").items():
        titles = [one.title for one in found]
        assert len(titles) == len(set(titles)), exercise


@pytest.mark.parametrize("name", LABS)
def test_notebooks_are_committed_without_outputs(name):
    for path in (COURSE / "labs", COURSE / "solutions"):
        notebook = nbformat.read(path / name / f"{name}.ipynb", as_version=4)
        nbformat.validate(notebook)
        for cell in notebook.cells:
            assert not cell.get("outputs")
            assert cell.get("execution_count") is None


@pytest.mark.parametrize("name", LABS)
def test_students_get_no_solution_and_no_hidden_check(name):
    text = "\n".join(cell.source for cell in BLANKS[name].cells)
    for marker in ("BEGIN SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "STARTS AS"):
        assert marker not in text


@pytest.mark.parametrize("name", LABS)
def test_every_picture_of_the_text_is_handed_out(name):
    text = "\n".join(cell.source for cell in BLANKS[name].cells)
    for figure in wanted(text):
        assert (COURSE / "labs" / name / "figures" / f"{figure}.png").is_file(), figure

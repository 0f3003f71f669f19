"""An error is charged once: what builds on a failed answer is judged on the reference's version."""

import nbformat
import pytest

from autograder.judging.grade import grade_submission
from autograder.judging.stand_ins import StandIns
from autograder.labsource import read_lab
from autograder.labsource.student_version import released

SOURCE = '''\
# %% [markdown]
# # A lab of steps

# %% role="setup"
import torch

from course_lib.checks import check, close, rng

# %% role="exercise" id="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% role="test" id="double" points=2
with check("two doubled"):
    close(double(torch.tensor([2.0])), [4.0])

# %% role="exercise" id="quadruple"
def quadruple(x):
    """Four times x."""
    ### BEGIN SOLUTION
    return double(double(x))
    ### END SOLUTION

# %% role="test" id="quadruple" points=4
with check("random numbers"):
    x = rng().normal(5)
    close(quadruple(x), 4 * x)

# %% role="exercise" id="octuple"
def octuple(x):
    """Eight times x."""
    ### BEGIN SOLUTION
    return 2 * quadruple(x)
    ### END SOLUTION

# %% role="test" id="octuple" points=8
with check("random numbers times eight"):
    x = rng().normal(5)
    close(octuple(x), 8 * x)
'''

RIGHT = {
    "double": "def double(x):\n    return x + x",
    "quadruple": "def quadruple(x):\n    return double(x) + double(x)",
    "octuple": "def octuple(x):\n    return double(quadruple(x))",
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    folder = tmp_path_factory.mktemp("solutions") / "steps"
    folder.mkdir()
    (folder / "steps.py").write_text(SOURCE, encoding="utf-8")
    return read_lab(folder / "steps.py")


@pytest.fixture(scope="module")
def judged(lab):
    """Grades answers, in a kernel of their own."""

    def grade(**answers):
        notebook = released(lab).copy()
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = (RIGHT | answers)[name]
        data = nbformat.writes(notebook).encode()
        verdict = grade_submission(lab, data, "ada", b"secret", isolation="none").verdict
        return {e.exercise: (e.points, e.instead) for e in verdict.exercises}, verdict

    return grade


def test_right_answers_need_no_stand_in(judged):
    assert judged()[0] == {"double": (2, ()), "quadruple": (4, ()), "octuple": (8, ())}


def test_a_wrong_answer_costs_its_own_points_only(judged):
    """Also of what builds on it through another answer, and it is said so."""
    found, verdict = judged(double="def double(x):\n    return 3 * x")
    assert found == {"double": (0, ()), "quadruple": (4, ("double",)), "octuple": (8, ("double",))}
    assert "judged with the lab's own double" in str(verdict.of("quadruple"))
    assert type(verdict).from_json(verdict.to_json()) == verdict


@pytest.mark.parametrize("double", ["def double(x):\n    return (", "", "1 / 0", "double = None"])
def test_an_answer_that_is_not_there_stops_no_other(judged, double):
    assert judged(double=double)[0]["quadruple"] == (4, ("double",))


def test_a_wrong_answer_that_builds_on_a_wrong_one_stays_wrong(judged):
    found, _ = judged(double="def double(x):\n    return 3 * x",
                      quadruple="def quadruple(x):\n    return double(x)")  # fmt: skip
    assert found["quadruple"] == (0, ())
    # What both stand in for is right by itself.
    assert found["octuple"] == (8, ("double", "quadruple"))


def test_a_right_answer_that_undoes_an_error_keeps_its_points(judged):
    """The student's own version is tried first."""
    found, _ = judged(double="def double(x):\n    return 4 * x",
                      quadruple="def quadruple(x):\n    return double(x)")  # fmt: skip
    assert found["quadruple"] == (4, ())


def test_the_students_own_name_is_put_back(judged):
    """A stand-in is there for one test only."""
    found, _ = judged(
        double="def double(x):\n    return 3 * x",
        octuple="def octuple(x):\n    assert double(1) == 3\n    return 8 * x",
    )
    assert found["octuple"] == (8, ())


def test_no_line_of_the_reference_reaches_the_students_kernel(judged):
    look = "def quadruple(x):\n    import inspect\n    raise ValueError(inspect.getsource(double))"
    _, verdict = judged(double="def double(x):\n    return 3 * x", quadruple=look)
    assert "2 * x" not in str(verdict.of("quadruple"))
    assert verdict.of("quadruple").points == 0


def test_what_is_needed_is_found_through_other_answers(lab):
    found = StandIns(lab).needed("octuple", RIGHT, "octuple(x)", {"double"})
    assert found == {"double": "double"}
    assert StandIns(lab).needed("double", RIGHT, "double(x)", {"double"}) == {}

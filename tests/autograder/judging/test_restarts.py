"""In a real sandbox: what hangs, dies, floods or fills the memory costs its own exercise only."""

import contextlib

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell

from autograder.judging.grade import Graded, Isolation, JudgingLimits, grade_submission
from autograder.judging.verdicts import differences
from autograder.labsource import Lab, read_lab
from autograder.labsource.student_version import released
from autograder.sandbox import SandboxLimits as SandboxLimits
from autograder.sandbox import warm

#: What becomes of each exercise, as its cell or as a call of its function.
ANSWERS = {
    "hangs": "while True: pass",
    "dies": "import os\nos._exit(0)",
    "floods": "while True: print('x' * 10_000)",
    "swells": "held = []\nwhile True: held.append(bytearray(50_000_000))",
    "hangs_when_called": "def hangs_when_called():\n    while True: pass",
    "dies_when_called": "def dies_when_called():\n    import os, signal\n"
    "    os.kill(os.getpid(), signal.SIGKILL)",
    "right": "def right():\n    return helper() + 1",
}
CELL = """
# %% role="exercise" id="{name}"
### BEGIN SOLUTION
def {name}():
    return 2
### END SOLUTION

# %% role="test" id="{name}" points=1
assert {name}() == 2
"""

ISOLATIONS = [pytest.param("bubblewrap", marks=pytest.mark.needs("sandbox")), "none"]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """One exercise for each way to stop a kernel, and one to be answered."""
    folder = tmp_path_factory.mktemp("solutions") / "stops"
    folder.mkdir()
    text = '# %% role="setup"\nimport os\n' + "".join(CELL.format(name=name) for name in ANSWERS)
    (folder / "stops.py").write_text(text, encoding="utf-8")
    return read_lab(folder / "stops.py")


@pytest.fixture(scope="module")
def graded(lab: Lab) -> Graded:
    """All of them in one notebook; small limits, so that no bomb is large or long."""
    notebook = released(lab)
    for cell in notebook.cells:
        name = cell.metadata.nbgrader.grade_id
        cell.source = ANSWERS.get(name, cell.source)
    notebook.cells.insert(1, new_code_cell("def helper():\n    return 1", id="own"))
    limits = JudgingLimits(
        cell_seconds=6,
        least_seconds=4,
        call_seconds=4,
        total_seconds=120,
        sandbox=SandboxLimits(memory_bytes=2**30, output_bytes=2**20),
    )
    return grade_submission(
        lab, nbformat.writes(notebook).encode(), "ada", b"secret", limits=limits
    )


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_only_the_offenders_lose_points(graded: Graded) -> None:
    """The last answer needs a helper from before all of them: every restart brought it back."""
    points = {found.exercise: found.points for found in graded.verdict.exercises}
    assert points == dict.fromkeys(ANSWERS, 0.0) | {"right": 1.0}
    assert graded.verdict.refusal is None
    assert graded.verdict.seconds < 120


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_each_is_told_why(graded: Graded) -> None:
    """In its own words, with the cell that did it."""
    said = {one.exercise: one.checks[0].message for one in graded.verdict.exercises}
    assert "ran longer than 6 s" in said["hangs"]
    assert "`while True: pass`" in said["hangs"]
    assert "was stopped" in said["dies"]
    assert "printed more than 1 MiB" in said["floods"]
    assert "memory" in said["swells"]
    assert all(said[name] for name in ("hangs_when_called", "dies_when_called"))


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_no_process_is_left(graded: Graded) -> None:
    """Of all the kernels that were started on the way, but what other tests keep ready."""
    left = []
    for child in psutil.Process().children(recursive=True):
        if child.pid == warm.waiting():
            continue
        # One that ended meanwhile, or only waits to be collected, is not left.
        with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            left.append(" ".join(child.cmdline()))
    assert [command for command in left if "ipykernel" in command] == []


RANDOM = """
import os, random, sys, tempfile, threading, time
import numpy
class Mine: pass
def right():
    found = [random.random(), numpy.random.rand(), hash("a"), {"a", "b", "c"}, Mine(), right]
    raise ValueError(str(found) + os.getcwd() + sys.argv[0] + str(os.environ.get("TMPDIR")))
"""


@pytest.mark.slow
@pytest.mark.parametrize("isolation", ISOLATIONS)
def test_what_is_random_in_python_is_not_in_a_verdict(lab: Lab, isolation: Isolation) -> None:
    """Generators without a seed, the order of sets, addresses and folders, message for message."""
    notebook = released(lab)
    last = next(c for c in notebook.cells if c.metadata.nbgrader.grade_id == "right")
    last.source = RANDOM
    data = nbformat.writes(notebook).encode()
    first, second = (
        grade_submission(lab, data, "ada", b"secret", isolation=isolation).verdict for _ in range(2)
    )
    assert "ValueError" in first.of("right").checks[0].message
    assert differences(first, second) == []
    assert first == second


@pytest.mark.slow
@pytest.mark.parametrize("isolation", ISOLATIONS)
def test_the_secret_is_not_in_the_students_environment(
    lab: Lab, isolation: Isolation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the sandbox is: with it, the inputs of every check could be known."""
    monkeypatch.setenv("COURSE_SECRET", "canary")
    notebook = released(lab)
    last = next(c for c in notebook.cells if c.metadata.nbgrader.grade_id == "right")
    last.source = "def right():\n    import os\n    return 2 + ('canary' in str(os.environ))"
    data = nbformat.writes(notebook).encode()
    verdict = grade_submission(lab, data, "ada", b"canary", isolation=isolation).verdict
    assert verdict.of("right").points == 1

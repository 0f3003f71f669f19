"""A small lab, its notebook, and a stand-in for the student's kernel that runs in this process."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.labsource import Lab, read_lab
from autograder.labsource.student_version import released
from autograder.stops import Phase, Stop, StopReason

SOURCE = '''\
# %% [markdown]
# # A tiny lab

# %% role="setup"
import math

from course_lib.checks import check, equal

# %% role="given"
def given():
    return 1

# %% role="exercise" id="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% role="test" id="double" points=2
with check("two doubled"):
    equal(double(2), 4)
### BEGIN HIDDEN TESTS
with check("three doubled", hint="add it to itself", says="Twice x."):
    equal(double(3), 6)
with check("nothing doubled", says="Twice x."):
    equal(double(0), 0)
### END HIDDEN TESTS

# %% role="demo" id="play"
toy = double(21)

# %% role="exercise" id="square"
def square(x):
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION

# %% role="test" id="square" points=1
### BEGIN HIDDEN TESTS
assert square(3) == 9
### END HIDDEN TESTS

# %% [markdown] role="written" id="why" points=2
# Why is that so, do you think?
#
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
'''


class FakeKernel:
    """Runs cells in this process; a word in a cell says what shall become of it."""

    WORDS: Mapping[str, str] = {"HANG": "timeout", "DIE": "died", "FLOOD": "flooded"}

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}
        self.usable = True
        self.log: list[str] = []
        self.allowed: list[float] = []

    def __enter__(self) -> "FakeKernel":
        self.names, self.usable = {}, True
        return self

    def __exit__(self, *_: object) -> None:
        self.log.append("close")

    def run(self, source: str, timeout: float = 60.0) -> SimpleNamespace:
        """Execute a cell, or do as a word in it says."""
        assert self.usable, "a cell was run in a kernel that is not usable"
        first = next(iter(source.strip().splitlines()), "")
        self.log.append(first)
        self.allowed.append(timeout)
        for word, status in self.WORDS.items():
            if word in source:
                self.usable = False
                return SimpleNamespace(
                    status=status,
                    outputs=[],
                    reason=f"it {status}",
                    stop=Stop(StopReason.ENDED, f"it {status}"),
                )
        try:
            exec(source, self.names)
        except Exception as error:
            output = new_output(
                "error", ename=type(error).__name__, evalue=str(error), traceback=[]
            )
            return SimpleNamespace(status="error", outputs=[output], reason="", stop=None)
        return SimpleNamespace(status="ok", outputs=[], reason="", stop=None)

    @contextmanager
    def session(self, **_: float) -> Iterator[Any]:
        """Hand out the names of this process."""
        student = SimpleNamespace(stop=None)

        def value(name: str) -> Any:
            if name not in self.names:
                raise NameError(f"name {name!r} is not defined", name=name)
            found = self.names[name]
            if found == "BREAK":
                student.stop = Stop(StopReason.PROTOCOL, "nonsense came back", Phase.ASK)
                raise RuntimeError(str(student.stop))
            return found

        student.value = value
        student.break_off = lambda stop: None
        yield student

    def restart(self) -> None:
        """Forget all names."""
        self.log.append("restart")
        self.names, self.usable = {}, True


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """A lab of two exercises, a demo and a question."""
    folder = tmp_path_factory.mktemp("solutions") / "tiny"
    folder.mkdir()
    path: Path = folder / "tiny.py"
    path.write_text(SOURCE, encoding="utf-8")
    return read_lab(path)


@pytest.fixture
def work(lab: Lab) -> NotebookNode:
    """A right solution as a student would hand it in."""
    notebook = deepcopy(released(lab))
    answers = {"double": "def double(x):\n    return x + x", "square": "def square(x): return x**2"}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    return notebook


@pytest.fixture
def cell(work: NotebookNode) -> Any:
    """The cell of the work with some nbgrader id."""
    known = {c.metadata.nbgrader.grade_id: c for c in work.cells if "nbgrader" in c.metadata}
    return known.__getitem__


@pytest.fixture
def kernel() -> FakeKernel:
    """A stand-in for the student's kernel."""
    return FakeKernel()


@pytest.fixture
def judge(lab: Lab, kernel: FakeKernel, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Grades a notebook, or bytes, with the stand-in in place of a sandbox."""
    from autograder.judging import grade as module

    monkeypatch.setattr(module, "_kernel", lambda *_: kernel)

    def grade(handed_in: NotebookNode | bytes, **more: Any) -> Any:
        isbytes = isinstance(handed_in, bytes)
        data = handed_in if isbytes else nbformat.writes(handed_in).encode()
        return module.grade_submission(lab, data, "ada", b"secret", isolation="none", **more)

    return grade

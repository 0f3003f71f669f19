"""A class graded here beside stock `nbgrader autograde`, and what warm sandboxes and workers give.

python -m benchmarks batch
BENCH_STUDENTS=10 BENCH_SYNTHETIC=100 python -m benchmarks batch      a smaller class
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat

from autograder.audit.answers import bank_of
from autograder.classes import GradedClass, GradingOptions, grade_class
from autograder.classes.workplace import open_workplace
from autograder.kernels.kernel import StudentKernel
from autograder.labsource import Lab, build_lab, read_lab, register_assignment, to_notebook
from autograder.sandbox import warm
from autograder.submissions import Submission
from benchmarks.judging import solved
from benchmarks.ratio import Ratio

REPOSITORY = Path(__file__).resolve().parents[1]
LAB = "lab01_knn"
STUDENTS = int(os.environ.get("BENCH_STUDENTS", "40"))
SYNTHETIC = int(os.environ.get("BENCH_SYNTHETIC", "2000"))
_GIB = 2**30


def measure() -> list[Ratio]:
    """Warm ÷ cold starts, the class ÷ stock nbgrader, two workers ÷ one, and the memory."""
    return [warm_start(), *classes(), memory()]


def warm_start(rounds: int = 5) -> Ratio:
    """A sandboxed kernel from nothing to the first result of torch, and to its end."""
    with _way("warm"):
        _first_result()  # gets the interpreter ready, once for all submissions of a worker
    measured = []
    for _ in range(rounds):
        with _way("warm"):
            quick = _seconds(_first_result)
            if reason := warm.why_cold():
                raise RuntimeError(reason)
        with _way("cold"):
            measured.append(quick / _seconds(_first_result))
    return Ratio(
        "start of a sandboxed kernel to torch's first result, warm ÷ cold", measured, 1 / 6
    )


def classes() -> list[Ratio]:
    """The same notebooks, right and wrong answers mixed, by stock nbgrader and by one or two here.

    Stock nbgrader has no sandbox, and its notebooks no demos, which it would run.
    """
    lab = read_lab(REPOSITORY / "solutions" / LAB / f"{LAB}.py")
    works = mixed_class(lab, STUDENTS)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        seconds, marks = {}, {}
        for workers in (1, 2):
            root = course(Path(folder) / f"{workers}")
            began = time.monotonic()
            results = grade_class(root, LAB, works, options=GradingOptions(workers=workers))
            seconds[workers] = time.monotonic() - began
            marks[workers] = {one.student: one.points for one in results.students}
            _refuse_cold(results)
        if marks[1] != marks[2]:
            raise RuntimeError("two workers give other marks than one")
        stock = _stock(Path(folder) / "stock", lab, works)
    per = f"{STUDENTS} submissions of Lab 1"
    return [
        Ratio(f"{per}, 2 workers, sandboxed ÷ nbgrader autograde", [seconds[2] / stock], 1 / 8),
        Ratio(f"{per}, 2 workers ÷ 1 worker", [seconds[2] / seconds[1]], 0.6),
    ]


def memory() -> Ratio:
    """The most that the grading process takes for a class of small submissions, ÷ 1 GiB."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.batch", str(SYNTHETIC)],
        cwd=REPOSITORY, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    peak = json.loads(done.stdout.splitlines()[-1])["peak"]
    name = f"memory of the process that grades {SYNTHETIC} small submissions ÷ 1 GiB"
    return Ratio(name, [peak / _GIB], 1.0)


def mixed_class(lab: Lab, students: int) -> list[Submission]:
    """Notebooks of one class: every one solves the lab, half of the answers in a student's way.

    Student i takes the i-th right or wrong answer of the bank for every second exercise.
    """
    answers = bank_of(lab.path.parent)
    names = [str(cell.id) for cell in lab.of("test")]
    works = []
    for number in range(students):
        notebook = solved(lab)
        for place, name in enumerate(names):
            if (number + place) % 2:
                bank = [a for a in (*answers.right, *answers.wrong) if a.exercise == name]
                cell = next(c for c in notebook.cells if _answers(c, name))
                if bank:
                    cell.source = bank[number % len(bank)].source
        data = nbformat.writes(notebook).encode()
        student = f"student{number:03}"
        works.append(Submission(student, f"{student}.ipynb", notebook=data, received=data))
    return works


def _answers(cell: nbformat.NotebookNode, exercise: str) -> bool:
    named = cell.metadata.get("nbgrader", {})
    return named.get("grade_id") == exercise and bool(named.get("solution"))


def course(root: Path) -> Path:
    """A course of Lab 1 alone, in which nothing was graded.

    Its gradebook is there, as stock nbgrader's is once it has generated an assignment.
    """
    litter = shutil.ignore_patterns("*.ipynb", "__pycache__")
    shutil.copytree(REPOSITORY / "solutions" / LAB, root / "solutions" / LAB, ignore=litter)
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    build_lab(root / "solutions" / LAB, root)
    secret = root / "grading" / "secret"
    secret.parent.mkdir(exist_ok=True)
    # The same for all: a wrong answer's points depend on the inputs that the secret seeds.
    secret.write_text("benchmark" * 8, encoding="utf-8")
    register_assignment(root, LAB, open_workplace(root, LAB).db_url)
    return root


def _refuse_cold(results: GradedClass) -> None:
    if results.cold:
        raise RuntimeError(f"sandboxes were started cold: {results.cold[0]}")


def _stock(root: Path, lab: Lab, works: list[Submission]) -> float:
    """Seconds that one `nbgrader autograde` takes for all of them."""
    root.mkdir()
    (root / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "stock"\n'
    )
    folder = root / "source" / LAB
    folder.mkdir(parents=True)
    nbformat.write(_without_demos(to_notebook(lab)), folder / f"{LAB}.ipynb")
    _nbgrader(root, "generate_assignment", LAB, "--create")
    for work in works:
        place = root / "submitted" / work.student / LAB
        place.mkdir(parents=True)
        notebook = nbformat.reads((work.notebook or b"").decode(), as_version=4)
        nbformat.write(_without_demos(notebook), place / f"{LAB}.ipynb")
    return _seconds(lambda: _nbgrader(root, "autograde", LAB, "--create"))


def _without_demos(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    notebook.cells = [
        cell for cell in notebook.cells if cell.cell_type != "code" or "nbgrader" in cell.metadata
    ]
    return notebook


def _nbgrader(root: Path, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=root,
        check=False,  # 1 where a notebook was refused
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )


def _first_result() -> None:
    with tempfile.TemporaryDirectory(prefix="judge-") as folder:
        kernel = StudentKernel("bubblewrap", Path(folder).resolve())
        with kernel:
            ran = kernel.run("import torch\ntorch.ones(3).sum()")
            if ran.status != "ok":
                raise RuntimeError(ran.reason)


def _seconds(action: Callable[[], object]) -> float:
    began = time.monotonic()
    action()
    return time.monotonic() - began


@contextmanager
def _way(way: str) -> Iterator[None]:
    before = os.environ.get(warm.VARIABLE)
    os.environ[warm.VARIABLE] = way
    try:
        yield
    finally:
        os.environ.pop(warm.VARIABLE)
        if before is not None:
            os.environ[warm.VARIABLE] = before


_SMALL = '''\
# %% [markdown]
# # A tiny lab

# %% role="exercise" id="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% role="test" id="double" points=3
assert double(2) == 4
'''


def _many(students: int) -> dict[str, int]:
    """Grade so many small submissions in this process; its memory after a tenth, and its peak.

    Each is unlike the others. What they answer is not run, so that what is measured is the way
    through workers, files, gradebook and pages.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        source = root / "solutions" / "tiny" / "tiny.py"
        source.parent.mkdir(parents=True)
        source.write_text(_SMALL, encoding="utf-8")
        shutil.copy(REPOSITORY / "nbgrader_config.py", root)
        build_lab(source.parent, root)
        works = [
            Submission(
                name := f"s{n:05}", name, problem="it is empty", received=f"%PDF {n}".encode()
            )
            for n in range(students)
        ]
        early = 0

        def told(standing: object) -> None:
            nonlocal early
            if getattr(standing, "done", 0) == max(1, students // 10):
                early = _peak()

        grade_class(
            root, "tiny", works, options=GradingOptions(workers=2, warm=False), on_progress=told
        )
        return {"early": early, "peak": _peak(), "students": students}


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    print(json.dumps(_many(int(sys.argv[1]))))

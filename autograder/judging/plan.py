"""What to run for one submission, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from nbformat import NotebookNode

from autograder.labsource import Lab
from autograder.submissions.repair import grade_id
from course_tools.cell_names import CellNames, cell_names

#: Roles whose code comes from the lab's source, whatever the submission holds.
OURS = ("setup", "given")

#: The names of each step that is run, by the step's identity.
Names = Mapping[int, CellNames]


@dataclass(frozen=True)
class Step:
    """One cell to run in the student's kernel, or one test cell to judge.

    Attributes:
        kind: ``"run"`` or ``"judge"``.
        role: The cell's role; ``"added"`` for one of the student's own.
        exercise: The exercise that the cell answers or tests; None for any other cell.
        cell: The cell in the notebook that will show the result.
        source: What is executed.
        label: What messages call the cell.
    """

    kind: Literal["run", "judge"]
    role: str
    exercise: str | None
    cell: NotebookNode
    source: str
    label: str


def set_metadata(notebook: NotebookNode, release: NotebookNode) -> None:
    """Give every cell of a repaired submission the release's metadata, or none, in place.

    Nothing a student can write into metadata is left but one word: a demo may say that it is one,
    which can only keep it from being run.

    Args:
        notebook: The submission, after `autograder.submissions.repair`.
        release: The notebook that was handed out.
    """
    by_name = {name: cell for cell in release.cells if (name := grade_id(cell))}
    others = [cell for cell in release.cells if not grade_id(cell)]
    by_id = {cell.id: cell for cell in others}
    by_text = {cell.source.strip(): cell for cell in others}  # for those that lost their ids
    for cell in notebook.cells:
        known = (
            by_name.get(grade_id(cell) or "")
            or by_id.get(cell.get("id"))
            or by_text.get(cell.source.strip())
        )
        if known is not None and known.cell_type == cell.cell_type:
            cell.metadata = deepcopy(known.metadata)
        elif cell.cell_type == "code" and _role(cell) == "demo":
            cell.metadata = NotebookNode(course={"role": "demo"}, tags=["demo"])
        else:
            cell.metadata = NotebookNode()


def plan(lab: Lab, notebook: NotebookNode) -> list[Step]:
    """The steps for a submission: each test cell once, and before it what it needs.

    Setup cells come first, and given cells before any cell that the lab has later. Everything else
    follows the submission. A test stands at its own place if its exercise was run by then,
    otherwise right after it; the test of an exercise that is not there comes at the end. Where an
    answer needs a name that only a later cell defines, its test waits for that cell: in the
    notebook of a student who ran the cells in another order, it was there.

    Args:
        lab: The lab's source.
        notebook: The submission, repaired and with the release's metadata.
    """
    sources = _sources(lab)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tests = {cell.source.strip() for cell in code if _role(cell) == "test"}
    steps = [
        step
        for number, cell in enumerate(code, 1)
        if (step := _step(cell, number, sources)) is not None
        # A copy of a test is no experiment: it would run where only students' code does.
        and not (step.role == "added" and step.source.strip() in tests)
    ]
    names = {id(step): cell_names(step.source) for step in steps}
    steps = _in_order(_without_demos(steps, names), list(sources))
    return _in_need_of_later_cells(steps, names)


def _in_order(steps: list[Step], lab: list[str]) -> list[Step]:
    """Setup, given and test cells at their places among the others, by the lab's order of names."""
    order = {name: index for index, name in enumerate(lab)}
    open_tests = {step.exercise: step for step in steps if step.kind == "judge"}
    ours = sorted((s for s in steps if s.role in OURS), key=lambda s: order[_name(s)])
    planned = [step for step in ours if step.role == "setup"]
    given = [step for step in ours if step.role == "given"]
    done: set[str] = set()
    for step in steps:
        place = order.get(_name(step), -1)
        while given and (given[0] is step or order[_name(given[0])] < place):
            planned.append(given.pop(0))
        if step.role in OURS:
            continue
        if step.kind == "judge":
            if step.exercise in done:
                planned.append(open_tests.pop(step.exercise))
            continue
        planned.append(step)
        if step.exercise:
            done.add(step.exercise)
            if _has_passed(steps, step):
                planned.append(open_tests.pop(step.exercise))
    return [*planned, *given, *open_tests.values()]


def _in_need_of_later_cells(steps: list[Step], names: Names) -> list[Step]:
    """Move each test behind the last cell that it or its answer needs and that comes after it."""
    waiting: dict[int, list[Step]] = {}
    for index, step in enumerate(steps):
        if step.kind == "judge":
            waiting.setdefault(_ready(steps, index, names), []).append(step)
    found: list[Step] = []
    for index, step in enumerate(steps):
        if step.kind == "run":
            found.append(step)
        found += waiting.get(index, [])
    return found


def _ready(steps: Sequence[Step], place: int, names: Names) -> int:
    """Where a test can be judged: at its place, or at a later cell that it needs."""
    defined: dict[str, list[int]] = {}
    for index, step in enumerate(steps):
        if step.kind == "run":
            for name in names[id(step)].defined:
                defined.setdefault(name, []).append(index)
    exercise = steps[place].exercise
    asking = [s for s in steps[: place + 1] if s.exercise == exercise]  # the test is the last one
    todo = [name for step in asking for name in names[id(step)].needed]
    ready = place
    while todo:
        places = defined.pop(todo.pop(), [])
        if places:
            index = max((found for found in places if found <= place), default=places[0])
            ready = max(ready, index)
            todo += names[id(steps[index])].needed
    return ready


def _name(step: Step) -> str:
    return grade_id(step.cell) or ""


def _has_passed(steps: Sequence[Step], answer: Step) -> bool:
    """Whether the test of an answer stands before it in the submission."""
    for step in steps:
        if step is answer:
            return False
        if step.kind == "judge" and step.exercise == answer.exercise:
            return True
    return False


def _sources(lab: Lab) -> dict[str, str]:
    """The source of each cell that nbgrader knows, in the order of the lab."""
    from autograder.labsource.notebook import grade_id as name_of

    counts: dict[str, int] = {}
    return {name: cell.source for cell in lab.cells if (name := name_of(cell, counts))}


def _step(cell: NotebookNode, number: int, sources: dict[str, str]) -> Step | None:
    role = _role(cell) or "added"
    # What students see of a test may be nothing at all.
    if role not in (*OURS, "test") and not cell.source.strip():
        return None
    name = grade_id(cell)
    if name is None:
        return Step("run", role, None, cell, cell.source, _label(cell, number, role))
    exercise = name.removeprefix("test_") if role == "test" else name
    if role == "test":
        return Step("judge", role, exercise, cell, sources[name], f"the test of {exercise}")
    source = sources[name] if role in OURS else cell.source
    answered = exercise if role in ("exercise", "quiz") else None
    return Step("run", role, answered, cell, source, _label(cell, number, role))


def _role(cell: NotebookNode) -> str | None:
    course: Any = cell.metadata.get("course")
    role = course.get("role") if isinstance(course, dict) else None
    return role if isinstance(role, str) else None


def _label(cell: NotebookNode, number: int, role: str) -> str:
    """How to find a cell on the page: its role, its place and its first line."""
    first = next((line.strip() for line in cell.source.splitlines() if line.strip()), "")
    short = f"{first[:40]}…" if len(first) > 40 else first
    whose = "your own code cell" if role == "added" else "code cell"
    return f"{whose} {number} `{short.replace('`', '')}`"


def _without_demos(steps: list[Step], names: Names) -> list[Step]:
    """Without the demos that no answer and no cell of the student's own uses a name of.

    A name counts as used even if another cell defines it as well: running too much costs time,
    running too little costs points.
    """
    demos = [step for step in steps if step.role == "demo"]
    wanted: set[str] = set()
    for step in steps:
        if step.role in ("exercise", "quiz", "added"):
            wanted |= names[id(step)].needed
    used: set[int] = set()
    while more := [s for s in demos if id(s) not in used and names[id(s)].defined & wanted]:
        used |= {id(step) for step in more}
        wanted |= set().union(*(names[id(step)].needed for step in more))
    return [step for step in steps if step.role != "demo" or id(step) in used]

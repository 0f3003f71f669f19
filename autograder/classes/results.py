"""Points and states of a class, read from the gradebook."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from autograder.classes.record import GRADED, load_record
from autograder.classes.workplace import Workplace, open_workplace
from autograder.course import known_lab, sqlite_file
from autograder.errors import AutograderError
from autograder.labsource import programs_on_path
from autograder.stops import Stop

if TYPE_CHECKING:
    from nbgrader.api import Grade, Gradebook


@dataclass(frozen=True)
class Exercise:
    """One graded exercise of a lab.

    Attributes:
        name: Its id in the lab's source.
        points: What it is worth.
        written: Whether a person marks it.
    """

    name: str
    points: float
    written: bool = False


@dataclass(frozen=True)
class GradedStudent:
    """One student's result.

    Attributes:
        student: The student's id.
        points: Points by exercise; 0 where a person has yet to mark.
        waiting: Points by exercise that wait for a person.
        max: What the lab is worth.
        refusal: Why it cannot be graded; None where it can.
        notes: What was repaired or left out on the way.
        stops: What judging had to stop.
        by_hand: Exercises with marks that a person gave before this grading.
        isolation: What the student's code ran in; empty where it was not run.
        sandbox: The program that made the sandbox, with its version; empty without one.
        time_limit: The most that it could take in all, in seconds.
        late: Points taken off because it was handed in late.

    Example:
        >>> ada = GradedStudent("ada", {"l1": 3.0, "why": 0.0}, {"why": 2.0}, 5.0)
        >>> ada.total, sum(ada.waiting.values())
        (3.0, 2.0)
    """

    student: str
    points: dict[str, float]
    waiting: dict[str, float] = field(default_factory=dict)
    max: float = 0.0
    refusal: Stop | None = None
    notes: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()
    by_hand: tuple[str, ...] = ()
    isolation: str = ""
    time_limit: float = 0.0
    late: float = 0.0
    sandbox: str = ""

    @property
    def state(self) -> str:
        """``graded``, ``could not be read: …`` or ``needs a person: …``."""
        return GRADED if self.refusal is None else str(self.refusal)

    @property
    def to_look_at(self) -> tuple[str, ...]:
        """What a person should see beside the work itself, a sentence each."""
        reasons = tuple(stop.sentence for stop in self.stops)
        if self.by_hand:
            names = ", ".join(self.by_hand)
            reasons += (f"marks given by hand before this grading, to be looked at: {names}",)
        return reasons

    @property
    def remarks(self) -> tuple[str, ...]:
        """All there is to say about the result, a sentence each."""
        late = (f"handed in late: {self.late:.2f} points less",) if self.late else ()
        return self.notes + self.to_look_at + late

    @property
    def total(self) -> float:
        """Points so far, less what being late costs."""
        return max(0.0, sum(self.points.values()) - self.late)


@dataclass(frozen=True)
class GradedClass:
    """A class's results for one lab.

    Attributes:
        course: The course's root.
        lab: The lab's name.
        exercises: The lab's graded cells, in its order.
        students: The results.
        cold: Why sandboxes were started cold in this grading, where they were.
    """

    course: Path
    lab: str
    exercises: tuple[Exercise, ...]
    students: tuple[GradedStudent, ...]
    cold: tuple[str, ...] = ()


def read_results(course: Path, lab: str, *, students: Sequence[str] | None = None) -> GradedClass:
    """Read a lab's results from the gradebook, without grading anything.

    Args:
        course: The course's root.
        lab: The lab's name.
        students: Whose results, in this order; everyone's, sorted, if None.

    Raises:
        AutograderError: There is no such lab, or nothing of it was graded.
    """
    lab = known_lab(course, lab)
    place = open_workplace(course, lab)
    nothing = AutograderError(
        f"nothing of {lab} was graded yet: run `autograder grade {lab} PATH` first"
    )
    file = sqlite_file(place.db_url)
    if file and not file.exists():  # opening it would make an empty one
        raise nothing
    with programs_on_path(), _gradebook(place) as gradebook:
        if lab not in {assignment.name for assignment in gradebook.assignments}:
            raise nothing
        exercises = _exercises(gradebook, place)
        found = {work.student.id for work in gradebook.assignment_submissions(lab)}
        names = sorted(found, key=str.casefold) if students is None else list(students)
        if not names:
            raise nothing
        results = tuple(_student(gradebook, place, name, exercises) for name in names)
    return GradedClass(course, lab, exercises, results)


def queue_for_person(place: Workplace, student: str) -> None:
    """Show every exercise of a student as waiting for a person in nbgrader's own pages."""
    with _gradebook(place) as gradebook:
        for grade in _grades(gradebook, place.lab, student):
            # The models declare columns, which hold plain values once read.
            setattr(grade, "auto_score", 0.0)  # noqa: B010
            setattr(grade, "needs_manual_grade", True)  # noqa: B010
        gradebook.db.commit()


def students_of(place: Workplace) -> set[str]:
    """Whose work on the lab the gradebook holds; nobody's where there is no gradebook.

    Raises:
        Exception: The database fails.
    """
    file = sqlite_file(place.db_url)
    if file and not file.exists():
        return set()
    with programs_on_path(), _gradebook(place) as gradebook:
        if place.lab not in {assignment.name for assignment in gradebook.assignments}:
            return set()
        return {str(work.student.id) for work in gradebook.assignment_submissions(place.lab)}


def _gradebook(place: Workplace) -> "Gradebook":
    from nbgrader.api import Gradebook

    return Gradebook(place.db_url, place.course_id)


def _grades(gradebook: "Gradebook", lab: str, student: str) -> list["Grade"]:
    submission = gradebook.find_submission(lab, student)
    return [grade for notebook in submission.notebooks for grade in notebook.grades]


def _exercises(gradebook: "Gradebook", place: Workplace) -> tuple[Exercise, ...]:
    """The lab's graded cells in the order of the notebook, which the gradebook does not keep."""
    notebooks = gradebook.find_assignment(place.lab).notebooks
    cells = [
        cell for notebook in notebooks for cell in (*notebook.grade_cells, *notebook.task_cells)
    ]
    order = {
        cell.metadata.nbgrader.get("grade_id"): index
        for index, cell in enumerate(place.release.cells)
        if "nbgrader" in cell.metadata
    }
    cells.sort(key=lambda cell: (order.get(cell.name, len(order)), cell.name))
    return tuple(
        Exercise(_exercise_name(cell.name), float(cell.max_score), cell.cell_type == "markdown")
        for cell in cells
    )


def _exercise_name(grade_id: str) -> str:
    return grade_id.removeprefix("test_")


def _student(
    gradebook: "Gradebook", place: Workplace, student: str, exercises: tuple[Exercise, ...]
) -> GradedStudent:
    points = {exercise.name: 0.0 for exercise in exercises}
    waiting: dict[str, float] = {}
    by_hand: list[str] = []
    for grade in _grades(gradebook, place.lab, student):
        values = grade.to_dict()
        name = _exercise_name(values["name"])
        points[name] = float(cast("float | None", grade.score) or 0.0)
        if values["auto_score"] is None and values["manual_score"] is None:
            waiting[name] = float(values["max_score"])
        elif values["manual_score"] is not None and values["needs_manual_grade"]:
            by_hand.append(name)
    record = load_record(place.received(student))
    total = sum(exercise.points for exercise in exercises)
    limit = record.verdict.total_seconds if record.verdict else 0.0
    work = gradebook.find_submission(place.lab, student)
    late = float(cast("float | None", work.late_submission_penalty) or 0.0)
    return GradedStudent(
        student, points, waiting, total, record.refusal, record.notes, record.stops,
        tuple(by_hand), record.isolation, limit, late, record.sandbox,
    )  # fmt: skip

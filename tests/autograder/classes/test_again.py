"""Graded again: only what has changed, and never into other marks."""

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.classes import GradingOptions, grade_class, read_results
from autograder.classes.choosing import chosen
from autograder.classes.execution import JudgingOptions
from autograder.classes.freshness import fingerprints, has_failed
from autograder.classes.record import Record
from autograder.classes.worker_pool import WorkerPool
from autograder.errors import AutograderError
from autograder.judging.verdicts import Verdict
from autograder.labsource import build_lab, read_lab
from autograder.stops import Phase, Stop, StopReason, unreadable
from autograder.submissions import Submission
from tests.autograder.classes.making import POINTS, Told, copied, record_of, submission, works

HOW = JudgingOptions(b"secret")


@pytest.fixture(scope="module")
def graded(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which the class was graded by two workers."""
    root = copied(course, tmp_path_factory.mktemp("again"))
    results = grade_class(root, "tiny", works(root), options=GradingOptions(workers=2))
    assert {one.student: one.total for one in results.students} == POINTS
    return root


@pytest.fixture
def nobody_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds that no worker is asked for."""

    def fails(self: WorkerPool) -> WorkerPool:
        raise AssertionError("something is judged again")

    monkeypatch.setattr(WorkerPool, "__enter__", fails)


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_what_has_not_changed_is_left(graded: Path, nobody_judges: None) -> None:
    """A second run judges nobody and stores nothing."""
    told = Told()
    results = grade_class(graded, "tiny", works(graded), on_progress=told)
    assert told.counts == (0, 0, 5)
    assert {one.student: one.total for one in results.students} == POINTS


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_a_lost_gradebook_is_filled_without_judging(graded: Path, nobody_judges: None) -> None:
    """From what is kept beside it; every verdict is the one of before."""
    before = {name: record_of(graded, name).verdict for name in POINTS}
    (graded / "grading" / "gradebook.db").unlink()
    told = Told()
    results = grade_class(graded, "tiny", works(graded), on_progress=told)
    assert told.counts == (0, 5, 0)
    assert {one.student: one.total for one in results.students} == POINTS
    assert {name: record_of(graded, name).verdict for name in POINTS} == before


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_only_failed_work_is_tried_again(graded: Path) -> None:
    """The one whose kernel ended, though nothing has changed; the others are not looked at."""
    told = Told()
    options = GradingOptions(only_failed=True)
    results = grade_class(graded, "tiny", works(graded), options=options, on_progress=told)
    assert told.counts == (1, 0, 4)
    assert {one.student: one.total for one in results.students} == POINTS


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_one_exercise_of_everyone(graded: Path, tmp_path: Path) -> None:
    """After its test was fixed: its points are new, and no other's move."""
    root = copied(graded, tmp_path)
    students = works(root, "ada ben")
    grade_class(root, "tiny", students, options=GradingOptions(warm=False))
    source = root / "solutions" / "tiny" / "tiny.py"
    text = source.read_text(encoding="utf-8")
    # ben's answer becomes right, and what was right about `double` becomes wrong.
    text = text.replace("assert square(3) == 9", "assert square(1) == 1")
    source.write_text(text.replace("assert double(2) == 4", "assert double(2) == 5"), "utf-8")
    build_lab(source.parent, root)
    results = grade_class(
        root, "tiny", students, options=GradingOptions(exercises=["square"], warm=False)
    )
    points = {one.student: one.points for one in results.students}
    assert points["ada"] == {"double": 3.0, "square": 2.0, "why": 0.0}
    assert points["ben"] == {"double": 3.0, "square": 2.0, "why": 0.0}
    # Without naming an exercise all that has changed is judged.
    results = grade_class(root, "tiny", students, options=GradingOptions(warm=False))
    assert [one.points["double"] for one in results.students] == [0.0, 0.0]


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_lateness_comes_from_those_who_collected(course: Path, tmp_path: Path) -> None:
    """A time that the student handed in counts for nothing; a day late costs a tenth."""
    root = copied(course, tmp_path)
    (forged := root / "grading" / "submitted" / "ben" / "tiny").mkdir(parents=True)
    (forged / "timestamp.txt").write_text("2001-01-01 00:00:00 UTC")
    options = GradingOptions(
        warm=False,
        due="2031-05-04T12:00:00+00:00",
        times={"ada": "2031-05-04T11:00:00+00:00", "ben": "2031-05-05T11:00:00+00:00"},
    )
    students = works(root, "ada ben")
    results = grade_class(root, "tiny", students, options=options)
    assert {one.student: (one.total, one.late) for one in results.students} == {
        "ada": (5.0, 0.0), "ben": (2.7, 0.3)
    }  # fmt: skip
    # A later look at the class, which names no times, changes nothing.
    told = Told()
    results = grade_class(root, "tiny", students, on_progress=told)
    assert (told.counts, results.students[1].late) == ((0, 0, 2), 0.3)
    # An extension is a new time: the penalty goes, and nobody is judged for it.
    early = replace(options, times={"ben": "2031-05-04T11:30:00+00:00"})
    results = grade_class(root, "tiny", students, options=early, on_progress=told)
    assert (told.counts, results.students[1].late) == ((0, 1, 1), 0.0)


@pytest.mark.needs("sandbox")
def test_an_unknown_exercise_is_a_sentence(course: Path) -> None:
    """With those that there are."""
    with pytest.raises(AutograderError, match="there are double, square"):
        grade_class(course, "tiny", works(course), options=GradingOptions(exercises=["cube"]))


def test_students_are_chosen_by_name(course: Path) -> None:
    """Whatever the case; one who handed nothing in is a sentence with the nearest name."""
    class_ = works(course)
    assert [one.student for one in chosen(class_, ["BEN", "ada"])] == ["ben", "ada"]
    assert chosen(class_, []) == class_
    with pytest.raises(AutograderError, match=r"'cloe' handed nothing in: did you mean cleo\?"):
        chosen(class_, ["cloe"])


def test_a_print_changes_with_all_that_a_verdict_depends_on(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Submission, student, secret, isolation, limits, grader, and the lab but for other tests."""
    from autograder.judging.grade import JudgingLimits

    lab = read_lab(course / "solutions" / "tiny" / "tiny.py")
    work = submission(course, "ada", {})
    first = fingerprints(lab, work, HOW)
    assert fingerprints(lab, work, HOW) == first
    others = [
        fingerprints(lab, submission(course, "ada", {"double": "1"}), HOW),
        fingerprints(lab, replace(work, student="ben"), HOW),
        fingerprints(lab, work, replace(HOW, secret=b"other")),
        fingerprints(lab, work, replace(HOW, isolation="none")),
        fingerprints(lab, work, replace(HOW, limits=JudgingLimits(total_seconds=7))),
        fingerprints(lab, Submission("ada", "x", problem="it is empty"), HOW),
    ]
    assert all(other["double"] != first["double"] for other in others)
    index = next(i for i, c in enumerate(lab.cells) if c.role == "test" and c.id == "double")
    cells = list(lab.cells)
    cells[index] = replace(cells[index], source="assert True")
    changed = fingerprints(replace(lab, cells=tuple(cells)), work, HOW)
    assert changed["double"] != first["double"]
    assert changed["square"] == first["square"]
    monkeypatch.setattr("autograder.classes.freshness.grader_version", lambda lab: "another")
    assert fingerprints(lab, work, HOW)["square"] != first["square"]


SLOW = Stop(StopReason.SLOW, "it took too long", Phase.ASK, "the test of k")


@pytest.mark.parametrize(
    ("record", "failed"),
    [
        (Record(), False),
        (Record(unreadable("it is empty")), True),
        (Record(notes=("a cell was put back",)), False),
        (Record(notes=("cell 'x was stopped: y' was there 2 times",)), False),
        (Record(verdict=Verdict("ada", "tiny", (), stops=(SLOW,))), True),
    ],
    ids=["graded", "unreadable", "repaired", "a student's words", "broken off"],
)
def test_what_counts_as_failed(record: Record, failed: bool) -> None:
    """What was not judged, or not to its end."""
    assert has_failed(record) is failed


@pytest.mark.needs("sandbox")
@pytest.mark.slow
def test_stopped_by_ctrl_c_and_taken_up_again(course: Path, tmp_path: Path) -> None:
    """What was graded stays and is not graded again; the rest is graded in a second run."""
    root = copied(course, tmp_path)

    def press(standing: object) -> None:
        if getattr(standing, "judged", 0) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_class(
            root,
            "tiny",
            works(root),
            options=GradingOptions(workers=1, warm=False),
            on_progress=press,
        )
    kept = {one.student for one in read_results(root, "tiny").students}
    assert len(kept) == 2
    told = Told()
    results = grade_class(
        root, "tiny", works(root), options=GradingOptions(workers=1, warm=False), on_progress=told
    )
    assert told.last.unchanged == 2
    assert {one.student: one.total for one in results.students} == POINTS

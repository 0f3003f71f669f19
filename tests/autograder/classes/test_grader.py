"""A class graded for real, from right to broken, through nbgrader's own pipeline."""

import errno
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.classes import GradedClass, grade_class, handing_in, read_results
from autograder.classes.record import load_record, save_record
from autograder.classes.replay import replay
from autograder.classes.workplace import open_workplace
from autograder.errors import AutograderError
from autograder.submissions import Submission, collect

pytestmark = pytest.mark.needs("sandbox")

RIGHT = {"double": "def double(x):\n    return x + x", "square": "def square(x):\n    return x**2",
         "why": "Because of arithmetic."}  # fmt: skip

Answered = Callable[..., NotebookNode]


@pytest.fixture(scope="session")
def answered(course: Path) -> Answered:
    """The released notebook with some cells' sources replaced, by nbgrader's ids."""
    text = (course / "labs" / "tiny" / "tiny.ipynb").read_text(encoding="utf-8")

    def fill(**sources: str) -> NotebookNode:
        notebook = nbformat.reads(text, as_version=4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.source = sources.get(name, cell.source)
        return notebook

    return fill


def submission(student: str, notebook: NotebookNode) -> Submission:
    data = nbformat.writes(notebook).encode()
    return Submission(student, f"{student}.ipynb", notebook=data, received=data)


@pytest.fixture(scope="session")
def shuffled(answered: Answered) -> NotebookNode:
    """A right solution with a copied cell, without its tests, from a kernel of one's own."""
    notebook = answered(**RIGHT)
    copy = nbformat.from_dict(dict(notebook.cells[2], id="copy", source="def double(x): ..."))
    notebook.cells = [
        notebook.cells[0],
        copy,
        *(c for c in notebook.cells[1:] if not c.get("id", "").startswith("test-")),
    ]
    notebook.metadata.kernelspec = {"name": "my-own-env", "display_name": "Mine"}
    return notebook


@pytest.fixture(scope="session")
def handed_in(
    course: Path,
    answered: Answered,
    shuffled: NotebookNode,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """What the class handed in, as an archive."""
    path = tmp_path_factory.mktemp("handed_in") / "class.zip"
    works = {
        "ada": nbformat.writes(answered(**RIGHT)),
        "ben": nbformat.writes(answered(double="def double(x):\n    return 4")),
        "cleo": nbformat.writes(answered(**RIGHT, setup_1="", test_double="pass")),
        "dora": nbformat.writes(shuffled),
        "emil": '{"cells": [',
        "finn": nbformat.writes(answered(double="import os; os._exit(1)")),
    }
    with zipfile.ZipFile(path, "w") as packed:
        for student, content in works.items():
            packed.writestr(f"{student}_tiny.ipynb", content)
    return path


@pytest.fixture(scope="session")
def graded(course: Path, handed_in: Path) -> GradedClass:
    """The class, graded once for all the tests."""
    return grade_class(course, "tiny", collect(handed_in, "tiny"))


def points(results: GradedClass) -> dict[str, float]:
    return {result.student: result.total for result in results.students}


def page(course: Path, student: str) -> str:
    path = course / "grading" / "feedback" / student / "tiny" / "tiny.html"
    return path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_everyone_gets_the_points_they_earned(graded: GradedClass) -> None:
    """Right, half right, edited tests, repaired, cut off and crashing: no one stops the class."""
    assert points(graded) == {
        "ada": 5, "ben": 0, "cleo": 5, "dora": 5, "emil": 0, "finn": 0
    }  # fmt: skip
    assert [exercise.name for exercise in graded.exercises] == ["double", "square", "why"]
    assert all(result.max == 7 for result in graded.students)


@pytest.mark.slow
def test_states_say_what_happened(graded: GradedClass) -> None:
    """What was repaired is noted; what was not graded has its reason."""
    states = {result.student: result.state for result in graded.students}
    assert [states[name] for name in ("ada", "ben", "cleo", "dora", "finn")] == ["graded"] * 5
    assert states["emil"].startswith("could not be read: the file is cut off")
    dora, finn = graded.students[3], graded.students[5]
    (note,) = finn.remarks
    assert note.startswith("code cell 2 `import os; os._exit(1)` was stopped:")
    assert dora.remarks == (
        "cell 'double' was there 2 times: the last one counts",
        "2 cells were missing and were put back (test_double, test_square)",
    )


@pytest.mark.parametrize("says", ["graded", "could not be read: 42 of 42 points", ""])
def test_a_notebook_cannot_speak_in_the_graders_voice(
    course: Path, answered: Answered, tmp_path: Path, says: str
) -> None:
    """What its metadata say of it, a student may have written: it is judged as any other."""
    root = tmp_path / "course"
    shutil.copytree(course, root, ignore=shutil.ignore_patterns("grading"))
    notebook = answered(**RIGHT)
    notebook.metadata["not_graded"] = says
    content = nbformat.writes(notebook).encode()
    record, intake = handing_in.hand_in(
        open_workplace(root, "tiny"), Submission("ada", "ada.ipynb", content)
    )
    assert (record.state, intake.refusal, record.placeholder) == ("graded", None, "")
    assert (root / "grading" / "received" / "ada" / "tiny" / record.kept).read_bytes() == content


def test_a_placeholder_is_known_by_what_was_kept_about_it(course: Path, tmp_path: Path) -> None:
    """Graded again from grading/submitted, it keeps its reason; changed, it is a student's own."""
    root = tmp_path / "course"
    shutil.copytree(course, root, ignore=shutil.ignore_patterns("grading"))
    place = open_workplace(root, "tiny")
    record, _ = handing_in.hand_in(place, Submission("emil", "emil.ipynb", None, "it is a PDF"))
    save_record(place.received("emil"), record)
    placeholder = (place.folder("submitted", "emil") / "tiny.ipynb").read_bytes()
    again, intake = handing_in.hand_in(place, Submission("emil", "tiny.ipynb", placeholder))
    assert (again.state, intake.notebook) == ("could not be read: it is a PDF", None)
    changed = placeholder.replace(b"it is a PDF", b"42 of 42 points")
    own, intake = handing_in.hand_in(place, Submission("emil", "tiny.ipynb", changed))
    assert (own.state, intake.refusal) == ("graded", None)


@pytest.mark.slow
def test_written_answers_wait_for_a_person(graded: GradedClass) -> None:
    """Only an answer that was given waits; a blank one is worth nothing."""
    waiting = {result.student: result.waiting for result in graded.students}
    assert waiting["ada"] == {"why": 2.0}
    assert waiting["ben"] == waiting["emil"] == {}


@pytest.mark.slow
def test_every_student_has_a_feedback_page(course: Path, graded: GradedClass) -> None:
    """The reason is on the page, and no page shows the hidden tests."""
    for result in graded.students:
        assert "double" in page(course, result.student)
        assert "five doubled is ten&quot;" not in page(course, result.student)
        assert "double(5)" not in page(course, result.student)
    assert "It could not be read: the file is cut off" in page(course, "emil")
    assert "os._exit(1)" in page(course, "finn")
    assert "was stopped" in page(course, "finn")
    assert "✓ the cell runs to its end" in page(course, "ada")
    assert "in a sandbox (bubblewrap)" in page(course, "ada")


@pytest.mark.slow
def test_what_came_is_kept(course: Path, graded: GradedClass, handed_in: Path) -> None:
    """The bytes of all work, the verdicts, and nbgrader's messages, are there."""
    received = course / "grading" / "received"
    assert (received / "emil" / "tiny" / "emil_tiny.ipynb").read_bytes() == b'{"cells": ['
    with zipfile.ZipFile(handed_in) as packed:
        came = packed.read("dora_tiny.ipynb")
    assert (received / "dora" / "tiny" / "dora_tiny.ipynb").read_bytes() == came
    log = course / "grading" / "log" / "finn" / "tiny.log"
    assert "Autograding" in log.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_gradebook_gives_the_same_results(course: Path, graded: GradedClass) -> None:
    """Reading again without grading shows the same class."""
    everyone = read_results(course, "tiny")
    of_the_class = [s for s in everyone.students if s.student in points(graded)]
    assert tuple(of_the_class) == graded.students


@pytest.mark.slow
def test_work_that_was_not_graded_is_queued_in_nbgrader(course: Path, graded: GradedClass) -> None:
    """The formgrader shows an instructor what needs a person."""
    with Gradebook(f"sqlite:///{course}/grading/gradebook.db", "gan_classification") as gradebook:
        emil = gradebook.find_submission("tiny", "emil")
        assert emil.needs_manual_grade
        assert emil.score == 0


@pytest.mark.slow
def test_grading_again_replaces_and_keeps_marks_by_hand(course: Path, answered: Answered) -> None:
    """New work gets new points, a person's marks stay, and a broken redo is worth nothing."""
    (first,) = grade_class(course, "tiny", [submission("gil", answered(**RIGHT))]).students
    assert (first.total, first.waiting) == (5, {"why": 2.0})
    with Gradebook(f"sqlite:///{course}/grading/gradebook.db", "gan_classification") as gradebook:
        gradebook.find_grade("why", "tiny", "tiny", "gil").manual_score = 1.5
        gradebook.db.commit()
    work = submission("gil", answered(why=RIGHT["why"]))
    (second,) = grade_class(course, "tiny", [work]).students
    assert (second.total, second.waiting, second.points["why"]) == (1.5, {}, 1.5)
    assert "by hand" in second.remarks[0]


@pytest.mark.slow
def test_grading_from_nbgraders_own_folder_changes_nothing(
    course: Path, graded: GradedClass
) -> None:
    """What `nbgrader collect` leaves in grading/submitted can be graded where it is."""
    submitted = course / "grading" / "submitted"
    works = [work for work in collect(submitted, "tiny") if work.student in {"ben", "emil", "finn"}]
    again = grade_class(course, "tiny", works)
    before = {result.student: result.state for result in graded.students}
    assert {result.student: result.state for result in again.students} == {
        name: before[name] for name in ("ben", "emil", "finn")
    }
    kept = course / "grading" / "received" / "emil" / "tiny" / "emil_tiny.ipynb"
    assert kept.read_bytes() == b'{"cells": ['


@pytest.mark.slow
def test_the_process_is_left_as_it_was(course: Path, graded: GradedClass, answered: Answered,
                                       capfd: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """Grading prints nothing, and the folder and PATH of the process stay."""
    before = (os.getcwd(), os.environ.get("PATH"))
    told: list[tuple[int, tuple[str, ...]]] = []
    grade_class(course, "tiny", [submission("ben", answered())],
          on_progress=lambda standing: told.append((standing.done, standing.judging)))  # fmt: skip
    assert (os.getcwd(), os.environ.get("PATH")) == before
    assert told[0] == (0, ("ben",))
    assert told[-1] == (1, ())
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_another_labs_notebook_needs_a_person(course: Path) -> None:
    """A notebook without a cell of the lab is not run, and kept as it came."""
    stranger = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1/0", id="q")])
    (result,) = grade_class(course, "tiny", [submission("hal", stranger)]).students
    assert result.state == "needs a person: none of the cells of tiny is in this notebook"
    assert result.total == 0
    assert (course / "grading/received/hal/tiny/hal.ipynb").is_file()


@pytest.mark.slow
def test_a_full_disk_stops_with_a_sentence(
    course: Path, answered: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was graded before the disk was full is still in the gradebook."""
    write = handing_in.write_whole

    def write_until_full(path: Path, data: bytes) -> None:
        if "zed" in str(path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(path, data)

    monkeypatch.setattr(handing_in, "write_whole", write_until_full)
    works = [submission(name, answered(**RIGHT)) for name in ("yan", "zed")]
    with pytest.raises(AutograderError, match="the disk is full, so the grading stopped at zed"):
        grade_class(course, "tiny", works)
    students = points(read_results(course, "tiny"))
    assert students["yan"] == 5
    assert "zed" not in students


@pytest.mark.slow
def test_nothing_quoted_is_run_in_a_feedback_page(course: Path) -> None:
    """A file that begins with a script is shown as text."""
    work = Submission("ida", "ida.ipynb", problem='it begins with "<script>alert(1)</script>"')
    grade_class(course, "tiny", [work])
    assert "<script>alert" not in page(course, "ida")
    assert "&lt;script&gt;alert" in page(course, "ida")


@pytest.mark.slow
def test_verdict_gradebook_and_page_agree(course: Path, graded: GradedClass) -> None:
    """The same points in the stored verdict, nbgrader's database, its notebook and the page."""
    with Gradebook(f"sqlite:///{course}/grading/gradebook.db", "gan_classification") as gradebook:
        for result in graded.students:
            verdict = load_record(course / "grading/received" / result.student / "tiny").verdict
            assert verdict is not None
            for exercise in verdict.exercises:
                grade_id = f"test_{exercise.exercise}"
                stored = gradebook.find_grade(grade_id, "tiny", "tiny", result.student)
                assert stored.auto_score == exercise.points == result.points[exercise.exercise]
            assert f"(Score: {result.total} / 7.0)" in page(course, result.student)


@pytest.mark.slow
def test_every_verdict_can_be_replayed(course: Path, graded: GradedClass) -> None:
    """From the bytes that were kept, refused ones included."""
    for student in ("dora", "emil", "finn"):
        found = replay(course, "tiny", student)
        assert found.differences == ()
        assert found.after == found.before


def test_a_machine_without_kernels_is_no_ones_fault(
    course: Path, answered: Answered, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """If no kernel starts at all, grading stops instead of giving zeros."""
    from autograder.kernels.kernel import KernelFailed, StudentKernel

    def fails(self: StudentKernel) -> None:
        raise KernelFailed("there is no memory left")

    root = tmp_path / "course"
    shutil.copytree(course, root, ignore=shutil.ignore_patterns("grading"))
    monkeypatch.setattr(StudentKernel, "__enter__", fails)
    with pytest.raises(AutograderError, match="no kernel starts on this machine"):
        grade_class(root, "tiny", [submission("ada", answered())])

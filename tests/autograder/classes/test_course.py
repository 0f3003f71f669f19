"""A course is found from anywhere in it, and its labs by name."""

import errno
import shutil
from pathlib import Path

import pytest

from autograder.classes import find_course, known_lab, lab_names, read_results
from autograder.course import nbgrader_config, sqlite_file
from autograder.errors import AutograderError, is_disk_full


@pytest.fixture
def empty_course(tmp_path: Path) -> Path:
    """A course with two labs' sources and no settings."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    for lab in ("lab01_knn", "lab02_linear"):
        folder = tmp_path / "solutions" / lab
        folder.mkdir(parents=True)
        (folder / f"{lab}.py").touch()
        (folder / "helper.py").touch()
    return tmp_path


def test_a_course_is_found_upwards(empty_course: Path) -> None:
    """Any folder of a course will do."""
    assert find_course(empty_course / "solutions" / "lab01_knn") == empty_course
    assert find_course(empty_course) == empty_course


def test_no_course_is_a_sentence(tmp_path: Path) -> None:
    """Outside of a course, the file that marks one is named."""
    with pytest.raises(AutograderError, match=r"expected nbgrader_config\.py"):
        find_course(tmp_path)
    with pytest.raises(AutograderError, match="there is no folder"):
        find_course(tmp_path / "missing")


def test_labs_are_found_by_their_sources(empty_course: Path) -> None:
    """Other files beside a source are no labs."""
    assert lab_names(empty_course) == ["lab01_knn", "lab02_linear"]


@pytest.mark.parametrize(
    "name", ["lab01_knn", "solutions/lab01_knn/", "labs/lab01_knn/lab01_knn.ipynb"]
)
def test_a_lab_may_be_named_by_its_path(empty_course: Path, name: str) -> None:
    """What the shell completes is understood."""
    assert known_lab(empty_course, name) == "lab01_knn"


@pytest.mark.parametrize("name", ["lab01", "lab1_knn", "lab01_kn", "Lab01_knn"])
def test_a_mistyped_lab_gets_a_hint(empty_course: Path, name: str) -> None:
    """The nearest lab is named."""
    with pytest.raises(AutograderError, match=r"did you mean lab01_knn\?"):
        known_lab(empty_course, name)


def test_a_lab_like_no_other_gets_the_list(empty_course: Path) -> None:
    """Without a near one, all are named; without any, what is expected."""
    with pytest.raises(AutograderError, match="the labs are lab01_knn, lab02_linear"):
        known_lab(empty_course, "zzz")
    with pytest.raises(AutograderError, match="no labs yet"):
        known_lab(empty_course / "labs", "zzz")


def test_the_gradebook_lies_in_the_course(empty_course: Path) -> None:
    """Wherever one stands, a relative database is the course's."""
    config = nbgrader_config(empty_course)
    assert sqlite_file(config.CourseDirectory.db_url) == empty_course / "grading/gradebook.db"
    assert sqlite_file("postgresql://localhost/grades") is None


def test_an_unbuilt_lab_is_a_sentence(empty_course: Path) -> None:
    """What to run first is said."""
    with pytest.raises(AutograderError, match="run `autograder build lab01_knn`"):
        read_results(empty_course, "lab01_knn")


def test_nothing_graded_is_a_sentence(course: Path, tmp_path: Path) -> None:
    """Asking for results makes no empty gradebook."""
    fresh = tmp_path / "course"
    shutil.copytree(course, fresh, ignore=shutil.ignore_patterns("grading"))
    with pytest.raises(AutograderError, match="nothing of tiny was graded yet"):
        read_results(fresh, "tiny")
    assert not (fresh / "grading" / "gradebook.db").exists()


def test_a_full_disk_is_recognised_below_other_errors() -> None:
    """The first error counts, however it was wrapped, and a student's words do not."""
    full = ValueError("while writing")
    full.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert is_disk_full(full)
    assert not is_disk_full(RuntimeError("database or disk is full"))


def test_a_full_database_is_known_by_its_code() -> None:
    """SQLite's own error, wrapped as the gradebook wraps it."""
    import sqlalchemy

    engine = sqlalchemy.create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 2")
        connection.exec_driver_sql("CREATE TABLE t (x)")
        with pytest.raises(sqlalchemy.exc.OperationalError) as raised:
            connection.exec_driver_sql("INSERT INTO t VALUES (randomblob(100000))")
    assert is_disk_full(raised.value)

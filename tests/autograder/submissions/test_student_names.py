"""Names of students as file names."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.submissions import safe_student
from autograder.submissions.student_names import owner


@given(st.text())
def test_a_safe_name_is_one_plain_part_of_a_path(name: str) -> None:
    """No name can leave its folder, hide itself, or mean something to nbgrader's globs."""
    safe = safe_student(name)
    assert Path(safe).name == safe
    assert not set(safe) & set("/\\+*?[]{}:,'\"\0\n<>|$;&")
    assert safe[0] not in " .-_"
    assert safe == safe.strip()
    assert len(safe.encode()) <= 110


@given(st.text())
def test_a_safe_name_stays_as_it_is(name: str) -> None:
    """Grading a folder that grading wrote gives the same students."""
    assert safe_student(safe_student(name)) == safe_student(name)


@pytest.mark.parametrize("name", ["alice", "Zoë", "李雷", "अनिता", "a.b-c_d@uni.edu", "Ada King"])
def test_an_ordinary_name_is_kept(name: str) -> None:
    """Names of any script, mail addresses and full names need no change."""
    assert safe_student(name) == name


def test_long_names_stay_apart() -> None:
    """Two names that differ only after the cut are still two."""
    assert safe_student("x" * 300 + "a") != safe_student("x" * 300 + "b")


@pytest.mark.parametrize(
    ("stem", "student"),
    [
        ("alice", "alice"),
        ("alice_lab01_knn", "alice"),
        ("alice-lab01_knn", "alice"),
        ("ALICE_LAB01_KNN", "ALICE"),
        ("lab01_knn_alice", "alice"),
        ("alice_lab02_knn", "alice_lab02_knn"),
        ("lab01_knn", "lab01_knn"),
    ],
)
def test_the_student_is_found_in_a_file_name(stem: str, student: str) -> None:
    """The lab's name before or after the student's is taken off."""
    assert owner(stem, "lab01_knn") == student

"""A class is found in folders however it is laid out."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.errors import AutograderError
from autograder.submissions import MAX_BYTES, collect, ignored_files
from autograder.submissions.entries import file_entry

Folder = Callable[[dict[str, bytes]], Path]
LAB = "lab01_knn"


def students(path: Path) -> dict[str, str | None]:
    return {work.student: work.problem for work in collect(path, LAB)}


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(["ada/lab01_knn.ipynb", "bob/lab01_knn.ipynb"], id="a folder each"),
        pytest.param(["ada/lab01_knn/lab01_knn.ipynb", "bob/lab01_knn/lab01_knn.ipynb"],
                     id="nbgrader's folders"),
        pytest.param(["ada/my work.ipynb", "bob/x/y/Untitled.ipynb"], id="any single notebook"),
        pytest.param(["ada.ipynb", "bob.ipynb"], id="a notebook each"),
        pytest.param(["ada_lab01_knn.ipynb", "bob.IPYNB"], id="named after student and lab"),
        pytest.param(["ada.ipynb", "bob/lab01_knn.ipynb"], id="mixed"),
        pytest.param(["hand-ins/ada/a.ipynb", "hand-ins/bob/b.ipynb"], id="an outer folder"),
        pytest.param(["class/ada.ipynb", "class/bob.ipynb"], id="an outer folder of that name"),
    ],
)  # fmt: skip
def test_every_layout_gives_the_same_class(
    folder: Folder, notebook: bytes, files: list[str]
) -> None:
    """Ada's and Bob's notebooks are found, whatever the folders."""
    found = collect(folder(dict.fromkeys(files, notebook)), LAB)
    assert [work.student for work in found] == ["ada", "bob"]
    assert all(work.readable and work.received == notebook for work in found)


def test_a_single_notebook_is_a_class_of_one(folder: Folder, notebook: bytes) -> None:
    """A notebook that has only the lab's name belongs to the folder's student."""
    root = folder({"ada/lab01_knn/lab01_knn.ipynb": notebook, "bob.ipynb": notebook})
    assert students(root / "bob.ipynb") == {"bob": None}
    assert students(root / "ada" / LAB / "lab01_knn.ipynb") == {"ada": None}
    assert students(root / "ada") == {"ada": None}
    assert students(root / "ada" / LAB) == {"ada": None}


def test_the_notebook_called_as_the_lab_is_chosen(folder: Folder, notebook: bytes) -> None:
    """Of several notebooks the lab's counts, and the choice is noted."""
    root = folder({"ada/lab01_knn.ipynb": notebook, "ada/notes.ipynb": b"not read"})
    (work,) = collect(root, LAB)
    assert work.readable
    assert work.notes == ("another notebook was left out",)


def test_no_choice_is_guessed(folder: Folder, notebook: bytes) -> None:
    """Several notebooks of which none, or two, could be meant are a problem in words."""
    root = folder(
        {
            "ada/a.ipynb": notebook,
            "ada/b.ipynb": notebook,
            "bob/lab01_knn.ipynb": notebook,
            "bob/old/lab01_knn.ipynb": notebook,
            "cy/essay.docx": b"...",
        }
    )
    found = students(root)
    assert found["ada"] == "there are 2 notebooks and none is called lab01_knn.ipynb"
    assert found["bob"] == "there are 2 notebooks and more than one is called lab01_knn.ipynb"
    assert found["cy"] == "there is no notebook among its files (essay.docx)"


def test_a_problem_of_one_leaves_the_others_alone(folder: Folder, notebook: bytes) -> None:
    """A broken submission keeps its bytes and its reason, and the class goes on."""
    root = folder({"ada.ipynb": notebook, "bob.ipynb": b"", "cy.ipynb": b"%PDF-1"})
    ada, bob, cy = collect(root, LAB)
    assert ada.problem is None
    assert (bob.problem, bob.received) == ("the file is empty", b"")
    assert (cy.notebook, cy.received) == (None, b"%PDF-1")
    assert cy.origin.endswith("cy.ipynb")


def test_an_empty_folder_of_a_student_is_not_forgotten(folder: Folder, notebook: bytes) -> None:
    """Who handed in nothing is in the table, with the reason."""
    root = folder({"ada/lab01_knn.ipynb": notebook})
    (root / "bob").mkdir()
    assert students(root) == {"ada": None, "bob": "its folder is empty"}


def test_checkpoints_and_hidden_files_are_no_submissions(folder: Folder, notebook: bytes) -> None:
    """What programs leave behind is passed over."""
    root = folder(
        {
            "ada/lab01_knn.ipynb": notebook,
            "ada/.ipynb_checkpoints/lab01_knn-checkpoint.ipynb": notebook,
            ".DS_Store": b"",
            "__MACOSX/ada/._lab01_knn.ipynb": b"",
            "marks.csv": b"name,mark",
        }
    )
    assert students(root) == {"ada": None}
    assert ignored_files(root, LAB) == ["marks.csv"]


def test_links_are_not_followed(folder: Folder, notebook: bytes, tmp_path: Path) -> None:
    """A link to another file, or to another's folder, is a problem and not read."""
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(notebook)
    root = folder({"ada/lab01_knn.ipynb": notebook})
    (root / "bob.ipynb").symlink_to(secret)
    (root / "cy").symlink_to(root / "ada", target_is_directory=True)
    (root / "dan").mkdir()
    (root / "dan" / "lab01_knn.ipynb").symlink_to(secret)
    found = students(root)
    assert "link" in str(found["bob"])
    assert "link" in str(found["dan"])
    assert "cy" not in found


def test_a_pipe_does_not_wait_for_ever(folder: Folder, notebook: bytes) -> None:
    """Reading something that is not a file would never end."""
    root = folder({"ada.ipynb": notebook})
    os.mkfifo(root / "bob.ipynb")
    assert students(root)["bob"] == "it is not an ordinary file"


def test_too_large_a_file_is_not_read(folder: Folder, notebook: bytes) -> None:
    """A sparse file of 3 GB costs no memory."""
    root = folder({"ada.ipynb": notebook})
    with (root / "bob.ipynb").open("wb") as file:
        file.truncate(3 * 2**30)
    _, bob = collect(root, LAB)
    assert "too large (3072 MB, at most 20 MB)" in str(bob.problem)
    assert bob.received is None


@pytest.mark.parametrize(
    "files",
    [["Alice.ipynb", "alice/lab01_knn.ipynb"], ["a+b.ipynb", "a_b.ipynb"]],
    ids=["upper case", "made safe"],
)
def test_two_submissions_of_one_student_are_refused(
    folder: Folder, notebook: bytes, files: list[str]
) -> None:
    """A clash names both files, since either could be the right one."""
    with pytest.raises(AutograderError) as error:
        collect(folder(dict.fromkeys(files, notebook)), LAB)
    assert all(name in str(error.value) for name in files)


def test_no_submission_is_an_error(folder: Folder) -> None:
    """An empty folder and a folder of other files are told from an empty class."""
    root = folder({})
    with pytest.raises(AutograderError, match="no submission was found"):
        collect(root, LAB)
    (root / "readme.txt").write_text("hello")
    with pytest.raises(AutograderError, match="no submission was found"):
        collect(root, LAB)


def test_a_wrong_path_is_an_error(folder: Folder) -> None:
    """A path that is not there, or is something else, is named."""
    root = folder({"class.rar": b"Rar!"})
    with pytest.raises(AutograderError, match="there is nothing at"):
        collect(root / "elsewhere", LAB)
    with pytest.raises(AutograderError, match="unpack it first"):
        collect(root / "class.rar", LAB)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(content=st.binary(max_size=300))
def test_any_file_is_a_submission(tmp_path: Path, content: bytes) -> None:
    """Whatever bytes a student hands in, the class has that student."""
    (tmp_path / "ada.ipynb").write_bytes(content)
    (work,) = collect(tmp_path, LAB)
    assert work.student == "ada"
    assert (work.notebook is None) != (work.problem is None)


def test_a_file_exchanged_after_it_was_looked_at_is_not_followed(
    tmp_path: Path, notebook: bytes
) -> None:
    """On a shared folder a link may take a notebook's place at any moment."""
    path, secret = tmp_path / "ada.ipynb", tmp_path / "secret"
    path.write_bytes(notebook)
    secret.write_text("the secret")
    entry = file_entry(path)
    assert entry.problem is None
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(OSError, match="symbolic links"):
        entry.read()


def test_a_file_that_grows_is_read_up_to_the_limit(tmp_path: Path, notebook: bytes) -> None:
    """And is then refused for its size, not read to its end."""
    path = tmp_path / "ada.ipynb"
    path.write_bytes(notebook)
    entry = file_entry(path)
    with path.open("r+b") as file:
        file.truncate(10 * MAX_BYTES)
    assert len(entry.read()) == MAX_BYTES + 1

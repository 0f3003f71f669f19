"""Building: what is written, what is not, and what is never handed out."""

import json
import os
from pathlib import Path

import nbformat
import pytest

from autograder.labsource import BuildError, build_all, build_lab, release
from autograder.labsource.notebook import GUARD

NAME = "lab01_tiny"


@pytest.fixture
def source(course: Path, write_lab) -> Path:
    """The tiny lab's source in a course of its own."""
    return write_lab(course)


def tree(course: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(course)): path.read_bytes()
        for path in course.rglob("*")
        if path.is_file()
    }


def cells(course: Path) -> dict[str, str]:
    notebook = nbformat.read(course / "labs" / NAME / f"{NAME}.ipynb", as_version=4)
    return {cell.id: cell.source for cell in notebook.cells}


def test_a_build_writes_two_notebooks_and_nothing_else(course: Path, source: Path):
    """The solutions notebook and the release; the text source stays where it is."""
    before = tree(course)
    result = build_lab(source.parent, course)
    written = {f"solutions/{NAME}/{NAME}.ipynb", f"labs/{NAME}/{NAME}.ipynb"}
    assert tree(course).keys() - before.keys() == written
    assert {str(path.relative_to(course)) for path in result.changed} == written
    assert result.extra == ()


def test_a_second_build_changes_no_byte_and_touches_no_file(course: Path, source: Path):
    """Unchanged text gives the same bytes, and files that are right are left alone."""
    build_lab(source.parent, course)
    before, notebook = tree(course), course / "labs" / NAME / f"{NAME}.ipynb"
    os.utime(notebook, (1, 1))
    assert build_lab(source.parent, course).up_to_date
    assert tree(course) == before
    assert notebook.stat().st_mtime == 1


def test_another_machines_build_gives_the_same_bytes(
    tmp_path: Path, new_course, write_lab, course: Path, source: Path
):
    """Neither the folder nor the time is in the files."""
    other = new_course(tmp_path / "elsewhere" / "deeper")
    build_lab(write_lab(other).parent, other)
    build_lab(source.parent, course)
    assert tree(other) == tree(course)


def test_students_get_stubs_starts_and_no_hidden_tests(course: Path, source: Path):
    """Each cell of the release is what a student should see, by hand."""
    build_lab(source.parent, course)
    assert {key: text for key, text in cells(course).items() if not key.startswith("text")} == {
        "setup-1": GUARD + "import math",
        "given-1": "LIMIT = 3",
        "exercise-double": (
            'def double(x):\n    """Twice x."""\n    # YOUR CODE HERE\n'
            '    raise NotImplementedError("double: write your answer here")'
        ),
        "test-double": "assert double(1) == 2",
        "demo-table": "table = [double(i) for i in range(3)]",
        "quiz-quiz": "# q1: what is the double of 21?\nq1 = None",
        "test-quiz": "",
        "written-why": "Why does doubling work?\n\n*Your answer here.*\n",
    }


def test_nothing_students_get_holds_a_solution(course: Path, source: Path):
    """No file in labs/ has a line of a solution, a hidden test, a mark scheme, or a marker."""
    (source.parent / "lab01_tiny.py.bak").write_text(source.read_text())
    (source.parent / "sketch.ipynb").write_text("### BEGIN SOLUTION")
    (source.parent / "picture.svg").write_text("<svg/>")
    build_lab(source.parent, course)
    assert sorted(os.listdir(course / "labs" / NAME)) == [f"{NAME}.ipynb", "picture.svg"]
    text = "".join(path.read_text() for path in (course / "labs").rglob("*") if path.is_file())
    for secret in (
        "twice = x + x",
        "double(LIMIT)",
        "isclose",
        "42",
        "repeated",
        "A point for",
        "BEGIN",
        "STARTS AS",
    ):
        assert secret not in text


def test_check_writes_nothing_and_reports_a_difference(course: Path, source: Path, tiny_lab: str):
    """After an edit of the source both notebooks differ, and neither is written."""
    build_lab(source.parent, course)
    assert build_lab(source.parent, course, check=True).up_to_date
    source.write_text(tiny_lab.replace("Numbers", "Figures"))
    before = tree(course)
    result = build_lab(source.parent, course, check=True)
    assert [path.parts[-3] for path in result.changed] == ["solutions", "labs"]
    assert tree(course) == before


def test_check_notices_an_edited_release_and_foreign_files(course: Path, source: Path):
    """A release edited by hand differs; a file no build made is named, a checkpoint is not."""
    build_lab(source.parent, course)
    folder = course / "labs" / NAME
    (folder / f"{NAME}.ipynb").write_text("{}")
    (folder / f"{NAME}.py").write_text("x = 1")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "x.ipynb").write_text("{}")
    result = build_lab(source.parent, course, check=True)
    assert result.changed == (folder / f"{NAME}.ipynb",)
    assert result.extra == (folder / f"{NAME}.py",)
    assert not result.up_to_date


def test_problems_of_all_labs_come_together_and_nothing_is_written(course: Path, write_lab):
    """One right lab and two wrong ones: all mistakes at once, and not even the right one built."""
    write_lab(course)
    write_lab(course, "# %%\nx = 1\n", "lab02_wrong")
    write_lab(course, '# %% role="demo" points=1\nx = 1\n', "lab03_wrong")
    before = tree(course)
    with pytest.raises(BuildError) as caught:
        build_all(course)
    assert [problem.path.split("/")[1] for problem in caught.value.problems] == [
        "lab02_wrong",
        "lab03_wrong",
    ]
    assert str(caught.value).count("\n") == 1
    assert tree(course) == before


def test_all_labs_or_some(course: Path, write_lab):
    """Without names every lab is built; with names only those."""
    write_lab(course, name="lab01_a")
    write_lab(course, name="lab02_b")
    assert [result.lab for result in build_all(course, ["lab02_b"])] == ["lab02_b"]
    assert [bool(result.changed) for result in build_all(course)] == [True, False]


@pytest.mark.parametrize(
    ("labs", "message"),
    [
        pytest.param(["lab1"], "no lab is called 'lab1'; the labs are: lab01_tiny", id="unknown"),
        pytest.param([], "no labs in", id="none"),
    ],
)
def test_a_wrong_name_is_a_sentence(course: Path, source: Path, labs: list[str], message: str):
    """A misspelt lab is answered with the labs there are."""
    with pytest.raises(BuildError, match=message):
        build_all(course, labs)


def test_outside_a_course_the_error_says_so(course: Path, source: Path):
    """Without nbgrader_config.py this is not a course's root."""
    (course / "nbgrader_config.py").unlink()
    with pytest.raises(BuildError, match=r"no nbgrader_config\.py in .*course's root"):
        build_lab(source.parent, course)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        pytest.param(
            'c.ClearLabSolutions.code_stub = {"python": "twice = x + x"}',
            r"would hold a hidden line: 'twice = x \+ x' \(cell exercise-double\)",
            id="a line of a solution",
        ),
        pytest.param(
            "c.ClearHiddenTests.enabled = False", r'would hold "BEGIN HIDDEN TESTS"', id="a marker"
        ),
        pytest.param(
            "c.ClearHiddenTests.end_test_delimeter = 'NEVER'",
            "could not generate lab01_tiny: RuntimeError: No end hidden tests",
            id="nbgrader itself fails",
        ),
        pytest.param("c.Nonsense(", "nbgrader_config.py cannot be read", id="broken settings"),
    ],
)
def test_a_leak_or_a_failure_leaves_the_old_files(
    course: Path, source: Path, tiny_lab: str, setting: str, message: str
):
    """If nbgrader were set up wrongly or failed, the release before stays as it was."""
    build_lab(source.parent, course)
    source.write_text(tiny_lab.replace("Numbers", "Figures"))
    with (course / "nbgrader_config.py").open("a") as stream:
        stream.write(f"\n{setting}\n")
    before = tree(course)
    with pytest.raises(BuildError, match=message):
        build_lab(source.parent, course)
    assert tree(course) == before


def test_a_full_disk_leaves_the_old_files(
    course: Path, source: Path, tiny_lab: str, monkeypatch: pytest.MonkeyPatch
):
    """If the second file cannot be written, the first is not put into place, either."""
    build_lab(source.parent, course)
    source.write_text(tiny_lab.replace("Numbers", "Figures"))
    before = tree(course)
    write = release.write_draft

    def full(path: Path, content: bytes) -> Path:
        if "labs" in path.parts:
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(release, "write_draft", full)
    with pytest.raises(BuildError, match=r"cannot be written .*No space left"):
        build_lab(source.parent, course)
    assert tree(course) == before


def test_a_failure_prints_nothing(course: Path, source: Path, capfd: pytest.CaptureFixture[str]):
    """What nbgrader logs stays off the screen."""
    build_lab(source.parent, course)
    with (course / "nbgrader_config.py").open("a") as stream:
        stream.write("\nc.ClearHiddenTests.end_test_delimeter = 'NEVER'\n")
    with pytest.raises(BuildError):
        build_lab(source.parent, course)
    assert capfd.readouterr() == ("", "")


def test_the_release_has_nbgraders_checksums(course: Path, source: Path):
    """The release came through nbgrader: what it restores from carries a checksum."""
    build_lab(source.parent, course)
    notebook = json.loads((course / "labs" / NAME / f"{NAME}.ipynb").read_text())
    known = [c["metadata"]["nbgrader"] for c in notebook["cells"] if "nbgrader" in c["metadata"]]
    assert all(len(metadata["checksum"]) == 32 for metadata in known)
    assert len(known) == 7

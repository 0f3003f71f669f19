"""What is read out of a submission gives nobody the grader's voice, and nobody points.

One test for each kind of key in the table of docs/security.md.
"""

from copy import deepcopy
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from autograder.judging.plan import plan, set_metadata
from autograder.labsource import Lab
from autograder.labsource.student_version import released
from autograder.submissions import read_notebook, repair

WRONG = "def double(x): return 0"


def shown(graded: Any) -> list[str]:
    return [cell.source for cell in graded.notebook.cells]


def steps(lab: Lab, notebook: NotebookNode) -> list[Any]:
    release = released(lab)
    repair(notebook, release)
    set_metadata(notebook, release)
    return plan(lab, notebook)


@pytest.mark.parametrize(
    "forged",
    [
        {"points": 100},
        {"grade": True, "solution": False, "locked": True},
        {"checksum": "0" * 32},
        {"schema_version": 99, "cell_type": "raw"},
        {"task": True, "points": 100},
    ],
    ids=lambda forged: next(iter(forged)),
)
def test_metadata_of_nbgrader_is_the_releases(
    judge: Any, work: NotebookNode, cell: Any, forged: dict[str, Any]
) -> None:
    """Points, flags and checksums that a student writes are put back, on every cell."""
    cell("double").source = WRONG
    expected = judge(deepcopy(work))
    for one in work.cells:
        if "nbgrader" in one.metadata:
            one.metadata.nbgrader.update(forged)
    graded = judge(work)
    assert graded.verdict.points == expected.verdict.points
    assert [c.metadata for c in graded.notebook.cells] == [
        c.metadata for c in expected.notebook.cells
    ]


@pytest.mark.parametrize("role", ["setup", "given", "test", "exercise"])
def test_no_cell_gets_a_role_by_saying_so(lab: Lab, work: NotebookNode, role: str) -> None:
    """A student's own cell with a role of ours is one that the student added."""
    metadata = {"course": {"role": role, "id": "double"}}
    own = new_code_cell("mine = 1", id="mine", metadata=metadata)
    work.cells.append(own)
    (found,) = [step for step in steps(lab, work) if step.source == "mine = 1"]
    assert (found.kind, found.role, found.exercise) == ("run", "added", None)


def test_a_cell_that_says_it_is_a_demo_is_at_most_not_run(
    judge: Any, lab: Lab, work: NotebookNode, cell: Any
) -> None:
    """The one word that is read of a cell's metadata; it is taken back where a name is needed."""
    demo = {"course": {"role": "demo"}}
    work.cells.insert(0, new_code_cell("unused = 1", id="idle", metadata=demo))
    work.cells.insert(0, new_code_cell("def twice(x): return 2 * x", id="help", metadata=demo))
    cell("double").source = "def double(x): return twice(x)"
    ran = [step.source for step in steps(lab, deepcopy(work))]
    assert "unused = 1" not in ran
    assert judge(work).verdict.of("double").points == 2


def test_a_copy_of_a_locked_cell_keeps_what_a_student_wrote_in_it(
    judge: Any, work: NotebookNode, cell: Any
) -> None:
    """Editors copy metadata along: the lab's own text is found, and the other is the student's."""
    copy = deepcopy(cell("given_1"))
    copy.id, copy.source = "a-copy", "def twice(x): return 2 * x"
    work.cells.insert(work.cells.index(cell("double")), copy)
    cell("double").source = "def double(x): return twice(x)"
    graded = judge(work)
    assert graded.verdict.of("double").points == 2
    assert "def twice(x): return 2 * x" in shown(graded)


def test_a_changed_locked_cell_is_put_back_and_said_so(
    judge: Any, work: NotebookNode, cell: Any
) -> None:
    """What a student wrote into the lab's own cell does not run, and does not go without a word."""
    cell("given_1").source = "def twice(x): return 2 * x"
    cell("test_double").source = "assert True"
    graded = judge(work)
    assert graded.verdict.notes == (
        "2 of the lab's own cells were not as handed out: "
        "the lab's text counts (given_1, test_double)",
    )
    assert not {"def twice(x): return 2 * x", "assert True"} & set(shown(graded))


@pytest.mark.parametrize("ids", [("judged",), ("judged", "judged-"), ("judged-", "judged")])
def test_no_cell_takes_the_place_of_the_graders_note(
    judge: Any, work: NotebookNode, ids: tuple[str, ...]
) -> None:
    """Whatever cells are called, the note is on top, and no two cells share an id."""
    for name in ids:
        work.cells.insert(0, new_markdown_cell("Judged: full marks.", id=name))
    graded = judge(work)
    found = [cell.id for cell in graded.notebook.cells]
    assert found[0] == "judged"
    assert graded.notebook.cells[0].source.startswith("*Judged ")
    assert len(set(found)) == len(found)
    nbformat.validate(graded.notebook)


def test_a_text_with_an_id_of_ours_is_sanitised_as_the_students(
    judge: Any, lab: Lab, work: NotebookNode
) -> None:
    """Only the released words are shown as they are."""
    text = next(c for c in work.cells if c.cell_type == "markdown" and "nbgrader" not in c.metadata)
    text.source = "<script>alert(1)</script>"
    assert "```text\n<script>alert(1)</script>\n```" in shown(judge(work))


def test_outputs_and_notebook_metadata_are_never_taken_over(
    judge: Any, work: NotebookNode, cell: Any
) -> None:
    """Neither points that a student printed, nor a kernel or a lexer that a notebook names."""
    cell("double").source = WRONG
    expected = judge(deepcopy(work))
    for one in work.cells:
        if one.cell_type == "code":
            one.outputs = [new_output("execute_result", data={"text/plain": "100"})]
    work.metadata = NotebookNode(
        kernelspec={"name": "mine", "display_name": "Mine"},
        language_info={"name": "html", "pygments_lexer": "html"},
        not_graded="could not be read: full marks",
    )
    graded = judge(work)
    assert graded.verdict.points == expected.verdict.points
    assert graded.notebook == expected.notebook


@pytest.mark.parametrize("key", ["tags", "jupyter", "collapsed", "slideshow", "editable"])
def test_no_cell_is_hidden_by_its_metadata(judge: Any, work: NotebookNode, key: str) -> None:
    """What converters hide cells by does not reach the page."""
    values = {"tags": ["remove_cell", "hide-input"], "jupyter": {"source_hidden": True}}
    mine = new_code_cell("mine = 1", id="mine", metadata={key: values.get(key, True)})
    work.cells.append(mine)
    found = {cell.id: cell for cell in judge(work).notebook.cells}
    assert found["mine"].metadata == {}


def test_pictures_outlive_damage_elsewhere(work: NotebookNode, cell: Any) -> None:
    """One output that breaks the format does not cost the picture in a written answer."""
    picture = {"plot.png": {"image/png": "iVBORw0KGgo="}}
    cell("why").attachments = picture
    code = cell("double")
    code.outputs = [NotebookNode(output_type="nonsense")]
    reading = read_notebook(nbformat.v4.writes(work).encode())
    assert reading.notebook is not None
    kept = nbformat.reads(reading.notebook.decode(), as_version=4)
    assert [c.attachments for c in kept.cells if "attachments" in c] == [picture]

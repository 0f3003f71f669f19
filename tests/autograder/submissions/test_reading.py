"""Any bytes give a notebook or a problem in words."""

import json
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook

from autograder.submissions import MAX_BYTES, read_notebook
from autograder.submissions.reading import MAX_CELLS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
CELLS = st.lists(
    st.dictionaries(
        st.sampled_from(["cell_type", "source", "metadata", "outputs", "id", "execution_count"]),
        JSON | st.sampled_from(["code", "markdown", "heading", "same-id"]),
        max_size=6,
    )
    | JSON,
    max_size=5,
)
NOTEBOOKS = st.fixed_dictionaries(
    {"nbformat": st.sampled_from([1, 2, 3, 4, 4, 4, 5, True, "4"]), "cells": CELLS | JSON},
    optional={"metadata": JSON, "nbformat_minor": JSON, "worksheets": JSON},
)


def assert_sound(data: bytes) -> None:
    reading = read_notebook(data)
    if reading.notebook is None:
        assert reading.problem
        assert "\n" not in reading.problem
    else:
        assert reading.problem is None
        content = nbformat.from_dict(json.loads(reading.notebook))
        nbformat.validate(content)
        assert content.nbformat == 4


@given(st.binary(max_size=200))
def test_any_bytes_give_a_notebook_or_a_problem(data: bytes) -> None:
    """Random bytes never raise."""
    assert_sound(data)


@given(JSON)
def test_any_json_gives_a_notebook_or_a_problem(content: Any) -> None:
    """Random JSON never raises."""
    assert_sound(json.dumps(content).encode())


@given(NOTEBOOKS)
def test_anything_like_a_notebook_is_made_valid_or_refused(content: Any) -> None:
    """Whatever is read as a notebook is valid afterwards."""
    assert_sound(json.dumps(content).encode())


@given(st.integers(0, 400), st.binary(max_size=3))
def test_a_damaged_notebook_gives_a_notebook_or_a_problem(place: int, patch: bytes) -> None:
    """A real notebook with some bytes overwritten never raises."""
    text = nbformat.writes(new_notebook(cells=[new_code_cell("x", id="a")])).encode()
    assert_sound(text[:place] + patch + text[place + len(patch) :])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n\t", "only blanks", id="blank"),
        pytest.param(b"print('hello')", "expected JSON", id="python"),
        pytest.param(b"%PDF-1.7 ...", "a PDF", id="pdf"),
        pytest.param(b"PK\x03\x04abc", "a zip", id="zip"),
        pytest.param(b"<!doctype html><p>", "a web page", id="html"),
        pytest.param(b'{"nbformat": 4, "a": "\xe9"}', "not UTF-8", id="latin-1"),
        pytest.param(b"[1, 2]", "found a list", id="list"),
        pytest.param(b'{"a": 1}', "'nbformat' is missing", id="other JSON"),
        pytest.param(b'{"nbformat": 4}', "'cells' is missing", id="no cells"),
        pytest.param(b'{"nbformat": 9, "cells": []}', "newer", id="from the future"),
        pytest.param(b'{"nbformat": 4, "cells": [}', "damaged in line 1", id="broken JSON"),
        pytest.param(b'{"nbformat": 4,\n<<<<<<< HEAD\n', "git conflicts", id="conflict"),
        pytest.param(b"[" * 100_000, "JSON cannot be read", id="deep list"),
        pytest.param(b'{"a":' * 100_000, "JSON cannot be read", id="deep object"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", "JSON cannot be read", id="huge number"),
        pytest.param(b'"' + b"x" * MAX_BYTES, "too large (21 MB", id="too large"),
    ],
)
def test_a_problem_is_named(data: bytes, words: str) -> None:
    """Each way of not being a notebook has its own words."""
    reading = read_notebook(data)
    assert reading.notebook is None
    assert words in str(reading.problem)


def test_a_cut_off_file_is_called_so(notebook: bytes) -> None:
    """A download that broke off is told apart from other damage."""
    assert "cut off after 40 characters" in str(read_notebook(notebook[:40]).problem)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_repaired(notebook: bytes, encoding: str) -> None:
    """What Windows programs put before a text does no harm."""
    reading = read_notebook(notebook.decode().encode(encoding))
    assert reading.notebook == read_notebook(notebook).notebook
    assert "byte order mark" in reading.notes[0]


def test_format_3_is_upgraded() -> None:
    """An old notebook keeps its code and becomes the current format, the same each time."""
    cell = {"cell_type": "code", "input": "x = 1", "language": "python", "outputs": [],
            "metadata": {}, "collapsed": False}  # fmt: skip
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""},
           "worksheets": [{"cells": [cell], "metadata": {}}]}  # fmt: skip
    first, second = (read_notebook(json.dumps(old).encode()) for _ in range(2))
    assert first.notebook is not None
    assert json.loads(first.notebook)["cells"][0]["source"] == ["x = 1"]
    assert first.notebook == second.notebook
    assert first.notes == ("notebook format 3 was upgraded to 4",)


def test_doubled_and_missing_cell_ids_are_told_apart() -> None:
    """Copied cells get ids of their own without a warning."""
    content: Any = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    content["cells"] = [
        {"cell_type": "markdown", "metadata": {}, "source": text, **ids}
        for text, ids in (("x", {"id": "a"}), ("y", {"id": "a"}), ("z", {}))
    ]
    reading = read_notebook(json.dumps(content).encode())
    assert reading.notebook is not None
    ids = [cell["id"] for cell in json.loads(reading.notebook)["cells"]]
    assert ids[0] == "a"
    assert len(set(ids)) == 3


def test_damaged_outputs_do_not_cost_the_answers() -> None:
    """Outputs that break the format are dropped; the code and nbgrader's metadata stay."""
    cell = new_code_cell("answer = 42", id="a", metadata={"nbgrader": {"grade_id": "q"}})
    content = new_notebook(cells=[cell])
    content.cells[0].outputs = [{"output_type": "nonsense"}]
    reading = read_notebook(json.dumps(content).encode())
    assert reading.notebook is not None
    kept = json.loads(reading.notebook)["cells"][0]
    assert kept["source"] == ["answer = 42"]
    assert kept["metadata"] == {"nbgrader": {"grade_id": "q"}}
    assert reading.notes == ("damaged outputs or settings of cells were removed",)


def test_half_a_surrogate_pair_can_be_written_again() -> None:
    """JSON allows text that UTF-8 does not."""
    data = b'{"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "\\ud83d"}]}'
    reading = read_notebook(data)
    assert reading.notebook is not None
    assert json.loads(reading.notebook)["cells"][0]["source"] == ["?"]


@pytest.mark.parametrize("version", [1, 2])
def test_formats_before_3_are_refused(version: int) -> None:
    """They are older than any notebook of this course can be."""
    content = {"nbformat": version, "nbformat_minor": 0, "metadata": {}, "worksheets": []}
    problem = str(read_notebook(json.dumps(content).encode()).problem)
    assert problem.startswith(f"its format ({version}) is older than the oldest known (3)")


@pytest.mark.parametrize("version", [3, 4])
def test_too_many_cells_are_refused(version: int) -> None:
    """Showing them would take the marker's browser, and the judge, for ever."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "x"}] * (MAX_CELLS + 1)
    content: dict[str, Any] = {"nbformat": version, "nbformat_minor": 0, "metadata": {}}
    content |= {"cells": cells} if version == 4 else {"worksheets": [{"cells": cells}]}
    problem = str(read_notebook(json.dumps(content).encode()).problem)
    assert problem == f"it has {MAX_CELLS + 1} cells, at most {MAX_CELLS} are read: remove some"

"""Reading a lab's text: cells, keys and line numbers."""

from pathlib import Path

import pytest

from autograder.labsource import BuildError, read_lab


def read(tmp_path: Path, text: str):
    path = tmp_path / "lab.py"
    path.write_text(text, encoding="utf-8")
    return read_lab(path)


def test_line_numbers_are_those_of_the_markers(tmp_path: Path, tiny_lab: str):
    """Each cell stands where an editor shows its marker, and its first line right below."""
    lab = read(tmp_path, tiny_lab)
    markers = [n for n, line in enumerate(tiny_lab.splitlines(), 1) if line.startswith("# %%")]
    assert [cell.line for cell in lab.cells] == markers
    assert [cell.first_line for cell in lab.cells] == [n + 1 for n in markers]


def test_every_line_of_a_cell_is_found_in_the_file(tmp_path: Path, tiny_lab: str):
    """`Cell.at` leads from a line of a cell to that line of the file."""
    lines = tiny_lab.splitlines()
    for cell in read(tmp_path, tiny_lab).cells:
        for offset, line in enumerate(cell.source.split("\n")):
            shown = line if cell.kind == "code" else f"# {line}".rstrip()
            assert lines[cell.at(offset) - 1] == shown


def test_keys_and_other_metadata(tmp_path: Path, tiny_lab: str):
    """Role, id and points are read; other keys pass through; layout notes do not."""
    cells = read(tmp_path, tiny_lab).cells
    assert [(c.role, c.id, c.points) for c in cells if c.id] == [
        ("exercise", "double", None),
        ("test", "double", 3),
        ("demo", "table", None),
        ("quiz", "quiz", None),
        ("test", "quiz", 1.5),
        ("written", "why", 2),
    ]
    assert [dict(c.metadata) for c in cells if c.metadata] == [{"tags": ["hide-input"]}]


def test_markers_within_strings_and_fences_are_no_cells(tmp_path: Path):
    """What looks like a marker inside a string or a fenced block does not shift the lines."""
    lab = read(
        tmp_path,
        '# %% role="given"\ntext = """\n# %% role="demo"\n"""\n\n'
        "# %% [markdown]\n# ```\n# %% not a cell\n# ```\n\n"
        '# %% role="demo"\nx = 1\n',
    )
    assert [(cell.role, cell.line) for cell in lab.cells] == [
        ("given", 1),
        (None, 6),
        ("demo", 11),
    ]


def test_text_above_the_first_marker_is_a_cell(tmp_path: Path):
    """Code above the first marker is not lost: it is reported from where it stands."""
    lab = read(tmp_path, '# ---\n# jupyter: {}\n# ---\n\nx = 1\n\n# %% role="demo"\ny = 2\n')
    assert [(cell.source, cell.first_line) for cell in lab.cells[1:]] == [
        ("x = 1", 5),
        ("y = 2", 8),
    ]


def test_quoted_markdown_and_magics(tmp_path: Path):
    """Markdown in triple quotes and commented magics keep their line numbers."""
    lab = read(
        tmp_path,
        '# %% [markdown]\n"""\nHello\n"""\n\n# %% role="demo"\n# %matplotlib inline\nx = 1\n',
    )
    assert [(cell.source, cell.first_line) for cell in lab.cells] == [
        ("Hello", 3),
        ("%matplotlib inline\nx = 1", 7),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, r"no lab source at .*lab\.py \(No such file", id="missing"),
        pytest.param(b"x = '\xff'", r"lab\.py is not UTF-8 text \(byte 5\)", id="not UTF-8"),
        pytest.param(
            b"# ---\n# jupyter:\n#   kernelspec:\n#     name: x\n# ---\n",
            r"jupytext cannot read .*lab\.py",
            id="bad header",
        ),
    ],
)
def test_a_source_that_cannot_be_read_is_a_sentence(tmp_path: Path, content, message: str):
    """No traceback for a file that is missing or broken."""
    path = tmp_path / "lab.py"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BuildError, match=message) as caught:
        read_lab(path)
    assert "\n" not in str(caught.value)

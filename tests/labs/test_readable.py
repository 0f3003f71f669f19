"""Labs can be read without seeing their pictures, and written in whatever theme."""

import re
from pathlib import Path

import nbformat
import pytest

LABS = sorted((Path(__file__).parents[2] / "labs").glob("*/*.ipynb"))


def texts(path):
    """A lab's text cells."""
    cells = nbformat.read(path, as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_every_picture_in_the_text_says_what_it_shows(path):
    """At least four words, which the file's name is not."""
    for text in texts(path):
        for words, source in re.findall(r"!\[(.*?)\]\(([^)]*)\)", text, re.DOTALL):
            assert len(words.split()) >= 4, source
        for tag in re.findall(r"<img\b[^>]*>", text):
            assert re.search(r"alt=\"[^\"]{15,}\"", tag), tag


@pytest.mark.parametrize("path", LABS, ids=lambda path: path.stem)
def test_no_text_has_a_colour_of_its_own(path):
    """Text that is set black cannot be read on a dark page."""
    for text in texts(path):
        assert not re.search(r"<[^>]*\b(color|background|bgcolor)\b", text)

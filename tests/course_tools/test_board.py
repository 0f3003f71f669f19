"""The board says which checks hold and what they are worth, in words as well as in signs."""

from html.parser import HTMLParser

import pytest

from course_tools import progress_record
from course_tools.board import Board, Row, progress


@pytest.fixture(autouse=True)
def nothing_seen(monkeypatch):
    """No record but the files'."""
    monkeypatch.setattr(progress_record, "_seen", {})


def test_a_fresh_lab_has_everything_before_it(small_lab):
    board = progress(small_lab)
    assert [row.exercise for row in board.rows] == ["count", "quiz", "why"]
    assert [row.kind for row in board.rows] == ["code", "quiz", "written"]
    assert board.summary == "0 of 2 exercises done, 0 of 3 points for code so far"


def test_points_follow_the_checks_of_code_alone(small_lab):
    """A quiz whose answers have the right form may still be wrong: no points are promised."""
    text = '{"checks": {"count": {"two": true, "even": false}, "quiz": {"question 1": true}}}'
    (small_lab / progress_record.FILE).write_text(text)
    board = progress(small_lab)
    assert board.summary == "1 of 2 exercises done, 1.5 of 3 points for code so far"
    assert str(board).splitlines()[3:] == [
        "count   1.5 of 3  ✓ ✗",
        "quiz      ? of 2  ✓ answered",
        "why       ? of 4  a person reads it",
    ]


def test_what_is_recorded_of_other_checks_is_left_out(small_lab):
    """A forged or outdated title is no check of the notebook's."""
    (small_lab / progress_record.FILE).write_text('{"checks": {"count": {"all": true}, "x": {}}}')
    assert progress(small_lab).rows[0].checks == (("two", None), ("even", None))


def test_the_table_is_well_formed_and_readable_aloud():
    """Headers have scopes; each sign has a label; titles are escaped; no colour is set."""
    board = Board("A & B", (Row("f", 2, (("a < b", True), ('"q"', False), ("c", None))),))
    opened, labels = [], []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag != "br":
                opened.append(tag)
            labels.extend(value for name, value in attrs if name == "aria-label")

        def handle_endtag(self, tag):
            assert opened.pop() == tag

    text = board._repr_html_()
    Reader().feed(text)
    assert opened == []
    assert labels == ["a < b: holds", '"q": does not hold', "c: not run yet"]
    assert text.count('scope="col"') == 3
    assert "A &amp; B" in text
    assert "background" not in text
    assert "#" not in text  # whatever the theme, text has its colour


def test_a_lab_that_cannot_be_read_is_a_sentence(small_lab):
    (small_lab / "lab_small.ipynb").write_text("{")
    with pytest.raises(ValueError, match="start again from a fresh copy"):
        progress(small_lab)

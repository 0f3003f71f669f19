"""The start page lists every lab with what it teaches, its time and one's own progress."""

import datetime
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from course_tools import progress_record
from course_tools.lab_descriptions import describe, find_labs
from course_tools.start_page import FILE, start_page, write_start_page

REPOSITORY = Path(__file__).resolve().parents[2]
NOON = datetime.datetime(2031, 5, 4, 12, 0)


@pytest.fixture(autouse=True)
def nothing_seen(monkeypatch):
    """No record but the files'."""
    monkeypatch.setattr(progress_record, "_seen", {})


def test_it_lists_a_lab_with_its_progress(small_lab):
    text = '{"checks": {"count": {"two": true, "even": true}}}'
    (small_lab / progress_record.FILE).write_text(text)
    page = start_page(small_lab.parent, NOON)
    row = next(line for line in page.splitlines() if line.startswith("| [A small lab]"))
    assert row == (
        "| [A small lab](lab_small/lab_small.ipynb) | about 1 hour | ■■■■■■■■■■ | "
        "1 of 2 exercises done, 3 of 3 points for code so far |"
    )
    assert "12:00 on 04 May 2031" in page
    assert "- count\n- add\n" in page


def test_every_lab_of_the_course_says_what_a_student_wants_to_know():
    """Title, a sentence, objectives and time: none is empty."""
    labs = find_labs(REPOSITORY / "labs")
    assert [lab.stem for lab in labs] == sorted(p.stem for p in REPOSITORY.glob("solutions/*/*.py"))
    for lab in map(describe, labs):
        assert lab.title.startswith("Lab ")
        assert lab.about.endswith(".")
        assert len(lab.objectives) >= 3, lab.title
        assert lab.time.endswith(("hour", "hours")), lab.title


def test_its_links_lead_to_notebooks():
    tokens = MarkdownIt("commonmark").enable("table").parse(start_page(REPOSITORY / "labs", NOON))
    links = {child.attrs["href"] for token in tokens for child in token.children or []
             if child.type == "link_open"}  # fmt: skip
    assert links == {f"{lab.stem}/{lab.name}" for lab in find_labs(REPOSITORY / "labs")}
    assert all((REPOSITORY / "labs" / link).is_file() for link in links)


def test_a_damaged_notebook_hides_no_other(small_lab):
    other = small_lab.parent / "lab_other"
    other.mkdir()
    (other / "lab_other.ipynb").write_text("not a notebook")
    page = start_page(small_lab.parent, NOON)
    assert "[A small lab]" in page
    assert "cannot be read: start again from a fresh copy" in page


def test_a_folder_without_labs_says_so(tmp_path):
    assert "There is no lab in this folder yet." in start_page(tmp_path, NOON)


def test_it_is_written_where_it_can_be(small_lab, tmp_path):
    assert write_start_page(small_lab.parent) == small_lab.parent / FILE
    (tmp_path / "file").touch()
    assert write_start_page(tmp_path / "file") is None

"""The class's report: counts that can be checked by hand, and nothing handed in that runs."""

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograder.classes import GradedClass
from autograder.classes.record import Record, save_record
from autograder.judging.verdicts import CheckVerdict, ExerciseVerdict, Verdict
from autograder.reports.facts import ClassFacts, checks_csv, class_facts
from autograder.reports.page import report_html, write_report
from autograder.stops import unreadable


def verdict(student: str, seconds: float, **passed: bool) -> Verdict:
    """Two checks of `double`: the first one always holds."""
    checks = (
        CheckVerdict("shape", True),
        CheckVerdict("=values", passed["values"], "" if passed["values"] else "<b>4</b>, not 5"),
    )
    return Verdict(student, "tiny", (ExerciseVerdict("double", 3, checks, ""),), seconds=seconds)


@pytest.fixture
def facts(
    results: GradedClass, course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> ClassFacts:
    """Three students: one right, one unreadable, one wrong."""
    here = tmp_path / "grading" / "received"
    save_record(here / "ada" / "tiny", Record(verdict=verdict("ada", 2.0, values=True)))
    save_record(here / "李雷" / "tiny", Record(verdict=verdict("李雷", 6.0, values=False)))
    refused = replace(verdict("bob", 0.0, values=False), refusal=unreadable(""))
    save_record(here / "bob" / "tiny", Record(unreadable(""), verdict=refused))
    for name in ("solutions", "labs", "nbgrader_config.py"):
        (tmp_path / name).symlink_to(course / name)
    return class_facts(results)


def test_checks_are_counted(facts: ClassFacts) -> None:
    """Of those who were judged: what could not be read failed no check."""
    (failed,) = facts.failed
    assert (failed.exercise, failed.title, failed.failed, failed.judged) == (
        "double", "=values", 1, 2
    )  # fmt: skip
    assert facts.seconds == {"ada": 2.0, "李雷": 6.0}


def test_shares_leave_out_what_waits_for_a_mark(facts: ClassFacts) -> None:
    """A written answer that nobody has marked is no zero."""
    assert facts.shares["double"] == (1.0, 0.0, 0.0)
    assert facts.shares["square"] == (0.75, 0.0, 0.0)
    assert facts.shares["why"] == (0.0, 1.0)
    assert facts.median == 2.0


def test_who_needs_a_person_and_why(facts: ClassFacts) -> None:
    """An answer to be marked, and a file that could not be read."""
    assert {one.student: one.reasons for one in facts.for_person} == {
        "ada": ("2 points to be marked: why",),
        "bob": ("could not be read: the file [red] is empty",),
    }


def test_the_table_of_checks_is_harmless(facts: ClassFacts) -> None:
    """A title that begins like a formula does not become one."""
    heads, row = csv.reader(io.StringIO(checks_csv(facts)))
    assert heads == ["exercise", "check", "failed", "judged", "message"]
    assert row == ["double", "'=values", "1", "2", "<b>4</b>, not 5"]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.open.append(data)


def test_the_page_holds_all_of_it_and_runs_nothing(facts: ClassFacts) -> None:
    """Three figures, the counts, and no markup of what was handed in."""
    text = report_html(facts)
    page = _Tags()
    page.feed(text)
    words = " ".join(" ".join(page.open).split())
    assert text.count("<svg") == 3
    assert "1 of 2" in words
    assert "<b>4</b>, not 5" in words
    assert "could not be read: the file [red] is empty" in words
    assert "Judging took 8 s in all, 4.0 s in the middle." in words
    assert not {"script", "iframe", "b", "img"} & page.seen
    assert not [name for name in page.attributes if name.startswith("on")]
    assert not re.search(r"(src|href)=\"(?!#)https?:", text)


def test_the_same_class_gives_the_same_page(facts: ClassFacts) -> None:
    """To the byte, so that a difference is one of the class."""
    assert report_html(facts) == report_html(facts)


def test_both_files_are_written(facts: ClassFacts, tmp_path: Path) -> None:
    """Beside the marks, where no student's folder is."""
    page, checks = write_report(facts.results)
    assert page == tmp_path / "grading" / "report_tiny.html"
    assert checks == tmp_path / "grading" / "checks_tiny.csv"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_class_in_which_nothing_ran(results: GradedClass, facts: ClassFacts) -> None:
    """Has no times and no checks, and a page all the same."""
    empty = replace(facts, failed=(), seconds={}, for_person=())
    text = report_html(empty)
    assert "No student&#39;s code was run." in text or "No student's code was run." in text
    assert "Nobody." in text

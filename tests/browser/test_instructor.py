"""An instructor's seat: the formgrader over a graded class."""

import csv
import subprocess
import sysconfig
from pathlib import Path

import pytest

from benchmarks.browser import Seat

pytestmark = [pytest.mark.slow, pytest.mark.needs("browser", "sandbox")]


def test_a_written_answer_is_marked_and_the_feedback_says_so(seat: Seat, graded: Path) -> None:
    """From the class's table to the mark, the comment, the page and the spreadsheet."""
    page = seat.page
    seat.goto("/formgrader/manage_submissions/tiny")
    rows = page.locator("table tbody tr")
    rows.filter(has_text="ada").get_by_text("5 / 7").wait_for()
    rows.filter(has_text="ben").get_by_text("3 / 7").wait_for()
    assert page.get_by_text("needs manual grading").count() == 2
    assert page.get_by_text("Warning").count() == 0

    # The submissions are numbered, so that a marker does not see whose they are.
    seat.goto("/formgrader/gradebook/tiny/tiny")
    page.locator("tr", has_text="5 / 7").get_by_role("link", name="Submission #").click()
    page.locator("#why").wait_for()
    said = page.locator("body").inner_text()
    assert "Judged in a sandbox (bubblewrap)" in said
    assert "✓ five doubled is ten" in said
    # What was marked before is fetched last, and would be written over the new mark.
    page.wait_for_load_state("networkidle")
    with page.expect_response(lambda r: "/api/grade/" in r.url and r.request.method == "PUT"):
        page.locator("#why").fill("1.5")
        page.keyboard.press("Tab")
    with page.expect_response(lambda r: "/api/comment/" in r.url and r.request.method == "PUT"):
        page.locator("#why-comment").fill("Say why it is so.")
        page.keyboard.press("Tab")

    seat.goto("/formgrader/manage_submissions/tiny")
    ada = rows.filter(has_text="ada")
    ada.get_by_text("6.5 / 7").wait_for()
    ada.locator(".generate-feedback a").click()
    page.get_by_text("Successfully generated feedback").wait_for()

    feedback = (graded / "grading/feedback/ada/tiny/tiny.html").read_text(encoding="utf-8")
    assert "Say why it is so." in feedback
    assert "Score: 6.5 / 7.0" in feedback
    assert "2 of 2 checks passed" in feedback
    assert "assert double(5) == 10" not in feedback

    command = [Path(sysconfig.get_path("scripts")) / "autograder", "report", "tiny"]
    subprocess.run(command, cwd=graded, check=True, capture_output=True, timeout=300)
    with (graded / "grading/marks_tiny.csv").open(encoding="utf-8", newline="") as file:
        marks = {row["student"]: row for row in csv.DictReader(file)}
    assert (marks["ada"]["why"], marks["ada"]["total"]) == ("1.5", "6.5")
    assert (marks["ben"]["why"], marks["ben"]["total"]) == ("", "3")

"""A student's seat: type, run, read, validate, play; by keyboard where a person could."""

import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from benchmarks.browser import Seat

pytestmark = [pytest.mark.slow, pytest.mark.needs("browser")]

LAB = "labs/lab01_knn/lab01_knn.ipynb"
WRONG = """\
def l1_distances_two_loops(a, b):
    distances = as_float(a).new_zeros(len(a), len(b))
    for i in range(len(a)):
        for j in range(len(b)):
            distances[i, j] = (as_float(a[i]) - as_float(b[j])).sum()
    return distances"""


def test_the_first_page_lists_the_labs(seat: Seat) -> None:
    """JupyterLab opens on it, rendered; a click on a title opens the lab."""
    seat.goto("/")
    row = seat.page.locator(".jp-MarkdownViewer table tr", has_text="Lab 1 ·").first
    assert "about 3 hours" in row.inner_text()
    assert "0 of 12 exercises done" in row.inner_text()
    row.get_by_role("link").click()
    seat.page.wait_for_selector(".jp-NotebookPanel .jp-MarkdownOutput h1 >> text=Lab 1")


def test_answers_are_checked_and_explained(seat: Seat, answers: dict[str, str]) -> None:
    """A wrong answer is explained, the right one gets its ticks, and the board knows both."""
    exercise, test = "exercise-l1_distances_two_loops", "test-l1_distances_two_loops"
    seat.open(LAB)
    given = seat.page.evaluate(
        "() => jupyterapp.shell.currentWidget.content.widgets"
        ".map(w => w.model.id).find(id => id.startsWith('given'))"
    )
    seat.run("setup-1", given)
    assert seat.output("setup-1") == ""

    seat.run(test)
    assert "not written yet" in seat.output(test) or "is not defined" in seat.output(test)

    seat.write(exercise, WRONG)
    seat.run(exercise, test)
    shown = seat.output(test)
    assert "✓ one row per query, one column per training point (form)" in shown
    assert "✗ the 4 × 4 example by hand gives 456 (0.4 points)" in shown
    assert "the signs cancel each other: take the absolute value before you sum" in shown
    assert "hint: as_float first, then the difference" in shown
    assert "Traceback" not in shown

    seat.write(exercise, answers[exercise])
    seat.run(exercise, test)
    assert seat.output(test).splitlines() == [
        "✓ one row per query, one column per training point (form)",
        "✓ the 4 × 4 example by hand gives 456 (0.4 points)",
    ]

    own = seat.add_below(test, "from course_tools import progress\nprogress()")
    seat.run(own)
    assert "1 of 12 exercises done, 2 of 36 points for code so far" in seat.output(own)
    board = seat.page.locator(".jp-OutputArea table", has_text="l1_distances_two_loops")
    label = "the 4 × 4 example by hand gives 456: holds"
    assert board.get_by_role("img", name=label).inner_text() == "✓"


def test_pictures_have_words_and_formulas_are_drawn(seat: Seat) -> None:
    """Every picture in the text has an alternative; formulas become elements, not dollars."""
    seat.open(LAB)
    formulas = seat.page.evaluate(
        "async () => { const nb = jupyterapp.shell.currentWidget.content;"
        " const i = nb.widgets.findIndex(w => w.model.sharedModel.getSource().includes('$$'));"
        " await nb.scrollToItem(i, 'start'); return nb.widgets[i].model.id; }"
    )
    seat.select(formulas)
    seat.page.wait_for_selector(".jp-mod-active mjx-container")
    sources = seat.page.evaluate(
        "() => jupyterapp.shell.currentWidget.content.widgets"
        ".filter(w => w.model.type === 'markdown').map(w => w.model.sharedModel.getSource())"
    )
    pictures = [alt for text in sources for alt in re.findall(r"!\[(.*?)\]\(", text)]
    assert len(pictures) == 3
    assert all(len(alt.split()) >= 4 for alt in pictures)


def test_hints_fold_by_keyboard(seat: Seat) -> None:
    """A hint is closed at first; Enter opens it and closes it again."""
    seat.open(LAB)
    seat.page.evaluate(
        "async () => { const nb = jupyterapp.shell.currentWidget.content; const i = nb.widgets"
        ".findIndex(w => w.model.sharedModel.getSource().includes('<details>'));"
        " nb.activeCellIndex = i; await nb.scrollToItem(i, 'start'); }"
    )
    hint = seat.page.locator(".jp-mod-active details").first
    hint.wait_for()
    assert hint.get_attribute("open") is None
    hint.locator("summary").focus()
    seat.page.keyboard.press("Enter")
    assert hint.get_attribute("open") is not None


def test_the_playground_follows_mouse_and_keyboard(seat: Seat, answers: dict[str, str]) -> None:
    """Dragging the slider redraws the regions for another k; so do the arrow keys."""
    seat.open(LAB)
    cells = seat.page.evaluate(
        "() => jupyterapp.shell.currentWidget.content.widgets.map(w => w.model.id)"
    )
    stop = cells.index("demo-playground")
    needed = ("exercise-l1_distances", "exercise-l2_distances", "exercise-nearest_labels",
              "exercise-predict")  # fmt: skip
    for cell in cells[:stop]:
        if cell in needed:
            seat.write(cell, answers[cell])
        # The picture above the playground defines what it plays with.
        if cell in (*needed, "demo-regions") or cell.startswith(("setup", "given")):
            seat.run(cell)
    seat.run("demo-playground")
    panel = seat.page.locator(".jp-OutputArea", has=seat.page.locator(".noUi-handle"))
    said = panel.get_by_text("k = 1, L2:")
    said.wait_for()
    picture = panel.locator("img")
    first = picture.get_attribute("src")
    handle = panel.locator(".noUi-handle").first
    handle.scroll_into_view_if_needed()
    seat.drag(handle, 60)
    panel.get_by_text(re.compile(r"k = ([2-9]|1\d), L2:")).wait_for()
    assert picture.get_attribute("src") != first
    dragged = int(re.findall(r"k = (\d+)", panel.inner_text())[0])
    handle.focus()
    seat.page.keyboard.press("ArrowRight")
    panel.get_by_text(f"k = {dragged + 1}, L2:").wait_for()


def test_validate_agrees_with_course_check(seat: Seat, course: Path) -> None:
    """Button and command find the same cell wrong, and the same notebook right once mended."""
    seat.open("labs/tiny/tiny.ipynb")
    seat.write("exercise-double", "def double(x):\n    return x + x")
    seat.write("exercise-square", "def square(x):\n    return x + x")
    seat.write("written-why", "Because it is so.")
    seat.save()
    said = _validate(seat)
    assert said.count("The following cell failed") == 1
    assert "✗ three squared is nine" in said
    assert "Traceback" not in said
    code, checked = _course_check(course)
    assert code == 1
    assert [line for line in checked.splitlines() if "✗" in line or "✓" in line] == [
        line
        for line in checked.splitlines()
        if re.search("✓ .*two doubled|✗ .*three squared", line)
    ]

    seat.write("exercise-square", "def square(x):\n    return x * x")
    seat.save()
    assert "passes all the tests" in _validate(seat)
    assert _course_check(course)[0] == 0


def _course_check(course: Path) -> tuple[int, str]:
    """The command's exit code and what it printed."""
    command = [Path(sysconfig.get_path("scripts")) / "course", "check", "labs/tiny"]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, timeout=300,
                          check=False)  # fmt: skip
    return done.returncode, done.stdout


def _validate(seat: Seat) -> str:
    """Press the button, read the answer, close it."""
    seat.page.locator(".jp-NotebookPanel-toolbar").get_by_text("Validate").click()
    dialog = seat.page.locator(".jp-Dialog", has_text="Validation Results")
    dialog.wait_for()
    said = dialog.inner_text()
    seat.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    return said

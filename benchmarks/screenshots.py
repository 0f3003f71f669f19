"""The pictures of the documentation, taken of the real thing: ``make screenshots``.

A class is graded in a course of its own, JupyterLab and the formgrader are opened in the system's
Chromium, and what a person would see there is written to ``docs/screenshots/``.
"""

from __future__ import annotations

import shutil
import sys
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from autograder.demo import run_demo
from benchmarks.browser import Seat, chromium, find_chromium, jupyterlab
from course_tools.lab_descriptions import find_labs

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "screenshots"

#: The most a picture may weigh, in bytes.
LIMIT = 200_000

LAB = "lab01_knn"
_TESTED = "l1_distances_two_loops"
#: The classic error: numbers from 0 to 255 wrap around.
_WRONG = """\
def l1_distances_two_loops(a, b):
    distances = torch.zeros(len(a), len(b))
    for i in range(len(a)):
        for j in range(len(b)):
            distances[i, j] = (a[i] - b[j]).sum()
    return distances"""
_RIGHT = _WRONG.replace("(a[i] - b[j])", "(as_float(a[i]) - as_float(b[j])).abs()")


def save(picture: bytes, name: str) -> Path:
    """Write a picture, with as few colours as it takes to stay below the limit.

    Args:
        picture: A PNG file.
        name: The file's name, without its ending.
    """
    from PIL import Image

    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    image = Image.open(BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        image.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= LIMIT:
            break
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1000:.0f} kB")
    return path


def student(context: Any, address: str) -> None:
    """The start page, the first screen of each lab, a failing check, and the board."""
    seat = Seat(context, address)
    seat.goto("/lab/workspaces/start/tree/labs/START.md")
    seat.page.wait_for_selector(".jp-MarkdownViewer h1")
    save(seat.page.screenshot(), "start")
    for notebook in find_labs(ROOT / "labs"):
        seat.open(f"labs/{notebook.stem}/{notebook.name}")
        save(seat.page.screenshot(), notebook.stem)
    seat.open(f"labs/{LAB}/{LAB}.ipynb")
    seat.run("setup-1", "given-1")
    seat.write(f"exercise-{_TESTED}", _WRONG)
    seat.run(f"exercise-{_TESTED}", f"test-{_TESTED}")
    seat.select(f"test-{_TESTED}")
    cell = seat.page.locator(".jp-Cell.jp-mod-active")
    cell.locator(".jp-OutputArea-output").last.wait_for()
    save(cell.screenshot(), "failing_check")
    seat.write(f"exercise-{_TESTED}", _RIGHT)
    seat.run(f"exercise-{_TESTED}", f"test-{_TESTED}")
    seat.page.keyboard.press("Escape")
    seat.select(f"test-{_TESTED}")
    seat.page.keyboard.press("b")
    own = seat.page.evaluate("() => jupyterapp.shell.currentWidget.content.activeCell.model.id")
    seat.write(own, "from course_tools import progress\n\nprogress()")
    seat.run(own)
    seat.select(own)
    save(seat.page.locator(".jp-Cell.jp-mod-active").screenshot(), "board")
    seat.page.close()


def instructor(context: Any, address: str, feedback: Path) -> None:
    """A feedback page, and the formgrader at a written answer."""
    seat = Seat(context, address)
    seat.page.goto(feedback.as_uri())
    # The first exercise with a check that failed, with what stands above it.
    failed = seat.page.get_by_text("✗").first
    failed.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 620)")
    save(seat.page.screenshot(), "feedback")
    seat.goto(f"/formgrader/gradebook/{LAB}/{LAB}")
    seat.page.locator("tr", has_text="42 / 45").get_by_role("link", name="Submission #").click()
    written = seat.page.locator("#when_not_to")
    written.wait_for()
    seat.page.wait_for_load_state("networkidle")
    written.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 240)")
    save(seat.page.screenshot(), "formgrader")
    seat.page.close()


def report(context: Any, results: Any) -> None:
    """The table of a class, as a terminal shows it."""
    from rich.console import Console

    from autograder.reports.table import show

    console = Console(record=True, width=96, file=StringIO(), color_system="truecolor")
    show(results, console)
    page = context.new_page()
    page.set_content(console.export_html(inline_styles=True))
    page.add_style_tag(content="body { padding: 1em; } pre { line-height: 1.2 !important; }")
    save(page.locator("pre").first.screenshot(), "class_report")
    page.close()


def main() -> int:
    """Take every picture; 1 where there is no browser."""
    if find_chromium() is None:
        print("error: no Chromium on this machine: apt-get install chromium", file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        kept = shutil.ignore_patterns("START.md", ".progress.json", ".ipynb_checkpoints")
        for name in ("labs", "solutions"):
            shutil.copytree(ROOT / name, course / name, ignore=kept)
        shutil.copy(ROOT / "nbgrader_config.py", course)
        print("grading the sample class …", flush=True)
        demo = run_demo(course, LAB)
        shutil.move(course / "build" / "demo" / "grading", course / "grading")
        feedback = course / "grading" / "feedback" / "ben" / LAB / f"{LAB}.html"
        with jupyterlab(course, Path(folder) / "jupyter") as address, chromium() as context:
            report(context, demo.results)
            instructor(context, address, feedback)
            student(context, address)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The command `course`: what a student needs beside the notebooks.

Thin commands over plain functions; anything a user can get wrong ends in one sentence on stderr.
Nothing heavy is imported until a command needs it, so `course --help` answers at once.
"""

from __future__ import annotations

import io
import os
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from course_tools.check_notebook import Report
    from course_tools.doctor import Finding

#: Settings under which JupyterLab opens without asking about news or updates.
JUPYTER_SETTINGS = Path(__file__).parent / "jupyter"

app = typer.Typer(
    help="Look after the course's labs: is everything in place, and are my answers right?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
data_app = typer.Typer(help="The data sets: fetch, verify, show.", no_args_is_help=True)
app.add_typer(data_app, name="data")


def main() -> None:
    """Run the command line: exit 0 for success, 1 for failure, 2 for wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console whose code page has no tick must not end the program.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="course")
    except KeyboardInterrupt:
        sys.exit(130)
    except (OSError, RuntimeError, ValueError) as error:
        print(f"error: {_sentence(error)}", file=sys.stderr)
        sys.exit(1)


def _sentence(error: Exception) -> str:
    """An exception in words, without the numbers that the operating system gives it."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return str(error) or type(error).__name__


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)


@app.command()
def doctor() -> None:
    """Examine this machine: can it run the labs, and if not, what is to be done?"""
    from course_tools.doctor import diagnose

    console = _console()
    failed = 0
    for finding in diagnose():
        _print_finding(console, finding)
        failed += finding.status == "FAIL"
    if failed:
        console.print(f"A lab could not run here: {failed} to put right.")
        raise typer.Exit(1)
    console.print("Labs can run here.")


def _print_finding(console: Console, finding: Finding) -> None:
    from rich.text import Text

    colour = {"ok": "green", "warn": "yellow", "FAIL": "bold red"}[finding.status]
    line = Text.assemble((f"{finding.status:<4}", colour), f"  {finding.subject:<9}")
    line.append(finding.detail)
    if finding.advice:
        line.append(f"\n                 → {finding.advice}")
    # Commands are there to be copied, so no line is broken.
    console.print(line, soft_wrap=True)


@app.command()
def check(
    path: Annotated[Path, typer.Argument(help="A lab's folder or notebook: labs/lab01_knn")],
    timeout: Annotated[
        float, typer.Option(min=1, help="Seconds that a single cell may run.", show_default=True)
    ] = 120.0,
) -> None:
    """Run the visible checks of your own notebook, which is left as it is."""
    from course_tools.check_notebook import check_notebook

    console = _console()
    with console.status("starting a kernel") as status:
        report = check_notebook(path, timeout=timeout, on_cell=status.update)
    _print_report(console, report)
    if not report.passed:
        raise typer.Exit(1)


def _print_report(console: Console, report: Report) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=report.notebook.name, title_justify="left")
    table.add_column("exercise", overflow="fold")
    table.add_column("")
    table.add_column("check", overflow="fold")
    previous = None
    for result in report.results:
        what = Text(result.title)
        if not result.passed:
            what.append(f"\n{result.message}", "red")
            if result.hint:
                what.append(f"\nhint: {result.hint}", "dim")
        tick = Text("✓", "green") if result.passed else Text("✗", "bold red")
        name = "" if result.exercise == previous else result.exercise
        table.add_row(Text(name), tick, what, end_section=False)
        previous = result.exercise
    console.print(table)
    for note in report.notes:
        console.print(Text(f"note: {note}"))
    passed = sum(result.passed for result in report.results)
    more = " Grading adds checks that are not shown here." if report.passed else ""
    console.print(f"{passed} of {len(report.results)} checks pass.{more}")


@app.command()
def progress(
    lab: Annotated[str | None, typer.Argument(help="A lab; all if left out.")] = None,
    folder: Annotated[Path, typer.Option(help="The folder with the labs.")] = Path("labs"),
) -> None:
    """Show how far you are: the checks that held when you last ran them, and the points so far."""
    from course_tools.board import progress as board_of
    from course_tools.lab_descriptions import find_labs

    if lab is not None:
        print(board_of(lab))
        return
    notebooks = find_labs(folder)
    if not notebooks:
        raise FileNotFoundError(
            f"expected labs in {folder.absolute()}, found none: "
            "run this in the course's folder, or give --folder"
        )
    for notebook in notebooks:
        board = board_of(notebook)
        print(f"{board.title}: {board.summary}")


@data_app.command()
def fetch(
    names: Annotated[list[str] | None, typer.Argument(help="Data sets; mnist if left out.")] = None,
) -> None:
    """Download data sets that are missing or damaged, and check what arrived."""
    from course_lib import data

    for name in names or ["mnist"]:
        print(f"{name}: ready, in {data.fetch(name)}")


@data_app.command()
def verify(
    names: Annotated[list[str] | None, typer.Argument(help="Data sets; all that are here.")] = None,
) -> None:
    """Check the files of data sets, changing nothing."""
    from course_lib import data

    broken = []
    for name in names or [one.name for one in data.status() if one.present]:
        for finding in data.verify(name):
            print(f"{'ok  ' if finding.ok else 'FAIL'}  {name}: {finding.path} {finding.message}")
            if not finding.ok and name not in broken:
                broken.append(name)
    if broken:
        raise ValueError(f"not every file is whole; run: course data fetch {' '.join(broken)}")


@data_app.command()
def show(
    name: Annotated[str | None, typer.Argument(help="A data set; all if left out.")] = None,
) -> None:
    """Show which data sets there are, which are here, and what is in one."""
    from rich.table import Table

    from course_lib import data

    if name is not None:
        data.verify(name)  # an unknown name ends here, with the nearest known one
    chosen = [one for one in data.status() if name in (None, one.name)]
    table = Table()
    for heading in ("data set", "state", "size", "where"):
        table.add_column(heading, overflow="fold")
    for one in chosen:
        size = f"{one.size / 1e6:.1f} MB" if one.present else ""
        table.add_row(one.name, one.state, size, str(one.path))
    _console().print(table)
    if name is not None and chosen[0].state == "ready":
        print(data.load(name, device="cpu"))


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def lab(
    context: typer.Context,
    folder: Annotated[Path, typer.Option(help="The folder with the labs.")] = Path("labs"),
) -> None:
    """Start JupyterLab on the labs.

    Further options are passed on to it: --no-browser, --port; --debug shows its log.
    """
    if not folder.is_dir():
        raise FileNotFoundError(
            f"expected the labs in {folder.absolute()}, found no such folder: "
            "run this in the course's folder, or give --folder"
        )
    from course_tools import lab_server
    from course_tools.start_page import write_start_page

    page = write_start_page(folder)
    folder = folder.resolve()
    # nbgrader's formgrader needs the whole course below the server's root.
    root = folder.parent if (folder.parent / "nbgrader_config.py").is_file() else folder
    shown = quote((folder / page.name if page else folder).relative_to(root).as_posix())
    # Jupyter starts other programs of this environment by name (nbgrader calls alembic).
    _put_first("PATH", sysconfig.get_path("scripts"))
    _put_first("JUPYTER_CONFIG_PATH", str(JUPYTER_SETTINGS))
    # A kernel of the same name, left in the user's folder by another environment, is passed over.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    lab_server.start(
        [f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{shown}", *context.args]
    )


def _put_first(variable: str, folder: str) -> None:
    """Put a folder before those that an environment variable lists."""
    others = os.environ.get(variable)
    os.environ[variable] = os.pathsep.join([folder, others]) if others else folder


if __name__ == "__main__":
    main()

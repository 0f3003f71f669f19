"""The ``autograder`` command: thin commands over plain functions."""

import logging
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from autograder.cli_parts import (
    INTERRUPTED,
    STOPPED,
    Course,
    InSentences,
    LabName,
    SandboxChoice,
    SandboxOption,
)
from autograder.errors import AutograderError

app = typer.Typer(
    cls=InSentences,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Build the course's labs, and grade what a class hands in.",
)


@app.command()
def build(
    labs: Annotated[
        list[str] | None,
        typer.Argument(metavar="LAB", help="Labs to build; all if none is named."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if a notebook is out of date.")
    ] = False,
    course: Course = None,
) -> None:
    """Make the notebooks of labs from their sources: solutions/ and what students get in labs/."""
    from autograder.course import find_course, known_lab
    from autograder.labsource import build_all
    from autograder.labsource.readme import update_readme

    root = find_course(course)
    names = [known_lab(root, lab) for lab in labs] if labs else None
    results = build_all(root, names, check=check)
    for result in results:
        _say_built(result, root, check)
    readme = update_readme(root, write=not check)
    if readme:
        typer.echo(f"{'out of date' if check else 'written'}: {_short(readme, root)}")
    if check and (readme or not all(result.up_to_date for result in results)):
        raise AutograderError(
            "notebooks differ from their sources: run `autograder build`, and remove files that "
            "no build put there"
        )


@app.command()
def new(
    lab: LabName,
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="Its heading.", show_default=False)
    ] = "",
    teaches: Annotated[
        str,
        typer.Option(
            "--teaches",
            metavar="TEXT",
            help="What it teaches, in half a sentence, for README and site.",
            show_default=False,
        ),
    ] = "",
    course: Course = None,
) -> None:
    """Begin a lab: a folder in solutions/ that builds, grades and passes its tests."""
    from autograder.course import find_course
    from autograder.labsource import build_lab
    from autograder.labsource.new_lab import new_lab
    from autograder.labsource.readme import update_readme

    root = find_course(course)
    folder = new_lab(root, lab, title=title, teaches=teaches)
    build_lab(folder, root)
    update_readme(root)
    typer.echo(f"{_short(folder, root)}: written and built; all of it is yours to change")
    typer.echo(f"next: autograder audit {lab} --markdown, then make test")


@app.command()
def release(
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="DIR|ZIP",
            help="The folder to write, or a file that ends in .zip.",
            show_default=False,
        ),
    ],
    labs: Annotated[
        list[str] | None,
        typer.Argument(metavar="LAB", help="Labs to hand out; all if none is named."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a hand-out that is there already.")
    ] = False,
    course: Course = None,
) -> None:
    """Write what students get: labs, packages, how to set up; no solution, no hidden test."""
    from autograder.course import find_course, known_lab
    from autograder.handout import contents, write

    root = find_course(course)
    files = contents(root, [known_lab(root, lab) for lab in labs] if labs else None)
    write(files, out, force=force)
    notebooks = [name for name in files if name.endswith(".ipynb")]
    size = sum(map(len, files.values())) / 1e6
    typer.echo(f"{out}: {len(files)} files, {size:.1f} MB, with")
    for name in notebooks:
        typer.echo(f"  {name}")


@app.command()
def grade(
    lab: LabName,
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help="A folder with a folder or notebook per student, a zip of one, or a notebook.",
            show_default=False,
        ),
    ],
    sandbox: SandboxOption = SandboxChoice.bubblewrap,
    student: Annotated[
        list[str] | None,
        typer.Option("--student", metavar="STUDENT", help="Grade only this one; may be repeated."),
    ] = None,
    exercise: Annotated[
        list[str] | None,
        typer.Option(
            "--exercise",
            metavar="ID",
            help="Judge everyone again, and change the points of this exercise only; may be "
            "repeated.",
        ),
    ] = None,
    only_failed: Annotated[
        bool,
        typer.Option("--only-failed", help="Only what could not be graded, or not to its end."),
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Judge also what has not changed since.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            metavar="N",
            help="How many are judged at a time; without it, one per core.",
            show_default=False,
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="A Dask scheduler whose workers judge, as tls://grader:8786.",
            show_default=False,
        ),
    ] = None,
    cold: Annotated[
        bool, typer.Option("--cold", help="Start each sandbox from nothing, which takes longer.")
    ] = False,
    times: Annotated[
        Path | None,
        typer.Option(
            "--times",
            metavar="CSV",
            help="When work was handed in: a table with the columns student and time.",
            show_default=False,
        ),
    ] = None,
    due: Annotated[
        str,
        typer.Option(
            "--due",
            metavar="TIME",
            help="The deadline, as 2031-05-04T23:59; it stays in the gradebook.",
            show_default=False,
        ),
    ] = "",
    course: Course = None,
) -> None:
    """Grade what a class handed in: gradebook, feedback pages and marks land in grading/."""
    from autograder.classes import GradingOptions, find_course, grade_class, known_lab, read_results
    from autograder.classes.choosing import chosen
    from autograder.classes.late import read_times
    from autograder.judging.grade import require
    from autograder.reports.marks import write_marks
    from autograder.reports.page import write_report
    from autograder.reports.progress import shown
    from autograder.submissions import collect, ignored_files

    root = find_course(course)
    lab = known_lab(root, lab)
    submissions = chosen(collect(path, lab), student or [])
    require(sandbox.value)
    if ignored := ignored_files(path, lab):
        more = f" and {len(ignored) - 5} more" if len(ignored) > 5 else ""
        typer.echo(f"left out, as they are no notebooks: {', '.join(ignored[:5])}{more}", err=True)
    options = GradingOptions(
        again=again,
        only_failed=only_failed,
        exercises=exercise or [],
        workers=workers,
        scheduler=scheduler,
        warm=not cold,
        times=read_times(times) if times else {},
        due=due,
    )
    with shown(Console(stderr=True)) as on_progress:
        results = grade_class(
            root,
            lab,
            submissions,
            isolation=sandbox.value,
            options=options,
            on_progress=on_progress,
        )
    # The files hold the whole class, even where one late notebook was graded.
    everyone = read_results(root, lab)
    marks, (page, _) = write_marks(everyone), write_report(everyone)
    _show(results)
    _say_paths(marks=marks, report=page, feedback=root / "grading" / "feedback")


@app.command()
def report(lab: LabName, course: Course = None) -> None:
    """Show a lab's results again, from the gradebook, with marks given by hand since.

    A page with figures, and tables of marks and of failed checks, land in grading/.
    """
    from autograder.classes import find_course, read_results
    from autograder.reports.marks import write_marks
    from autograder.reports.page import write_report

    results = read_results(find_course(course), lab)
    _show(results)
    page, checks = write_report(results)
    _say_paths(marks=write_marks(results), report=page, checks=checks)


@app.command()
def replay(
    lab: LabName,
    student: Annotated[
        str, typer.Argument(metavar="STUDENT", help="The student's id.", show_default=False)
    ],
    course: Course = None,
) -> None:
    """Judge a graded submission again, change nothing, and compare the two verdicts."""
    from autograder.classes import find_course
    from autograder.classes.replay import replay as judge_again

    found = judge_again(find_course(course), lab, student)
    for exercise in found.after.exercises:
        typer.echo(f"{exercise.exercise}: {exercise.points:g} of {exercise.max:g}")
    if found.differences:
        for difference in found.differences:
            typer.echo(f"differs: {difference}")
        raise AutograderError(
            f"the verdict about {student} is another one now: "
            "look whether the lab, the secret or the versions have changed"
        )
    typer.echo("the same verdict, message for message")


@app.command()
def audit(
    labs: Annotated[
        list[str] | None,
        typer.Argument(metavar="LAB", help="Labs to audit; all if none is named."),
    ] = None,
    exercise: Annotated[
        list[str] | None,
        typer.Option("--exercise", metavar="ID", help="Only this exercise; may be repeated."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="One seed and a quarter of the mutants, for tests.")
    ] = False,
    seeds: Annotated[
        int,
        typer.Option("--seeds", min=1, metavar="N", help="Under how many seeds answers are tried."),
    ] = 20,
    judge: Annotated[
        bool, typer.Option("--judge", help="Ask the whole judge about a sample, too.")
    ] = False,
    boundary: Annotated[
        bool | None,
        typer.Option(
            "--boundary/--no-boundary",
            help="Try answers that are wrong at boundaries, too; the default, but for --quick.",
            show_default=False,
        ),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page.")
    ] = None,
    json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write it for other programs.")
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Write pages/audit.md into each lab's folder.")
    ] = False,
    sandbox: SandboxOption = SandboxChoice.bubblewrap,
    course: Course = None,
) -> None:
    """Count how often the checks of labs are wrong, by known answers and by mutants."""
    from autograder.audit.command import require_whole, run_audit, write_pages, write_reports
    from autograder.course import find_course, known_lab, lab_names
    from autograder.reports.progress import counted

    root = find_course(course)
    if markdown:
        require_whole(in_part=quick or bool(exercise))
    names = [known_lab(root, lab) for lab in labs] if labs else lab_names(root)
    with counted(Console(stderr=True)) as on_progress:
        found = run_audit(root, names, only=exercise or (), quick=quick, seeds=seeds, judge=judge,
                          boundary=not quick if boundary is None else boundary,
                          isolation=sandbox.value, on_progress=on_progress)  # fmt: skip
    write_reports(found, html=html, json=json)
    if markdown:
        write_pages(found, root)
    if problems := [problem for findings in found for problem in findings.problems]:
        for problem in problems:
            typer.echo(f"does not hold: {problem}")
        raise AutograderError(f"the audit does not hold in {len(problems)} points: see above")


@app.command()
def demo(
    lab: Annotated[str, typer.Argument(metavar="LAB", help="The lab to show.")] = "lab01_knn",
    sandbox: Annotated[
        SandboxChoice | None,
        typer.Option(
            "--sandbox",
            help="What the made-up class runs in; without it, a sandbox where one can be had.",
            show_default=False,
        ),
    ] = None,
    course: Course = None,
) -> None:
    """Grade a made-up class, from perfect to broken, in build/demo."""
    from autograder.classes import find_course
    from autograder.demo import run_demo
    from autograder.reports.progress import shown

    root = find_course(course)
    with shown(Console(stderr=True)) as on_progress:
        isolation = None if sandbox is None else sandbox.value
        result = run_demo(root, lab, isolation=isolation, on_progress=on_progress)
    _show(result.results)
    _say_paths(
        submissions=result.submissions,
        marks=result.marks,
        feedback=result.feedback,
        gradebook=result.gradebook,
    )
    if result.unprotected:
        typer.echo(
            "this demo ran WITHOUT a sandbox, in which real hand-ins are not graded: "
            f"{result.unprotected}"
        )


def main() -> None:
    """Run the command line; errors end as a sentence and an exit code, never as a traceback."""
    # What libraries log, as about a task that Ctrl-C cut short, goes to the log files or nowhere.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        app()
    except KeyboardInterrupt:  # between commands, as while modules are loaded
        print(STOPPED, file=sys.stderr)
        sys.exit(INTERRUPTED)


def _show(results: Any) -> None:
    from autograder.reports.table import show

    show(results, Console())


def _say_built(result: Any, root: Path, check: bool) -> None:
    if result.up_to_date:
        typer.echo(f"{result.lab}: up to date")
    for path in result.changed:
        verb = "out of date" if check else "written"
        typer.echo(f"{result.lab}: {verb}: {_short(path, root)}")
    for path in result.extra:
        typer.echo(f"{result.lab}: no build put this there: {_short(path, root)}")


def _say_paths(**paths: Path) -> None:
    width = max(map(len, paths)) + 1
    for name, path in paths.items():
        typer.echo(f"{name + ':':<{width}} {_short(path, Path.cwd())}")


def _short(path: Path, base: Path) -> Path:
    return path.relative_to(base) if path.is_relative_to(base) else path


if __name__ == "__main__":
    main()

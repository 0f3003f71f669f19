"""An audit's findings on the screen."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.audit import boundary_report
from autograder.audit.findings import ExerciseFindings, LabFindings, percent

#: The columns of every report: heading, and what of an exercise's findings is counted.
COLUMNS = (
    ("right", "right"),
    ("rejected", "right_rejected"),
    ("wrong", "wrong"),
    ("accepted", "wrong_accepted"),
    ("caught elsewhere", "caught_elsewhere"),
    ("no diagnosis", "undiagnosed"),
    ("flaky", "flaky"),
    ("mutants", "mutants"),
    ("killed", "killed"),
    ("equivalent", "equivalent"),
    ("survive", "open"),
)


def count(exercise: ExerciseFindings, what: str) -> int:
    """A number of a report.

    Example:
        >>> count(ExerciseFindings("k", 6, 8, 30), "killed")
        30
    """
    value = getattr(exercise, what)
    return value if isinstance(value, int) else len(value)


def show(findings: LabFindings, console: Console) -> None:
    """Print a lab's table, its survivors with their diffs, and a sentence about the whole."""
    table = Table(title=findings.lab, title_justify="left", box=box.SIMPLE, padding=0)
    table.add_column("exercise", no_wrap=True)
    for heading, _ in COLUMNS:
        table.add_column(heading, justify="right", overflow="fold")
    for exercise in findings.exercises:
        table.add_row(exercise.exercise, *(str(count(exercise, what)) for _, what in COLUMNS))
    table.add_section()
    table.add_row("all", *(str(findings.total(what)) for _, what in COLUMNS))
    console.print(table)
    for exercise in findings.exercises:
        for survivor in exercise.open:
            mutant = survivor.mutant
            console.print(Text(f"{exercise.exercise} accepts ({mutant.operator}):\n{mutant.diff}"))
    console.print(Text(summary(findings), style="dim"))


def summary(findings: LabFindings) -> str:
    """The shares that must hold, in a sentence.

    Example:
        >>> print(summary(LabFindings("lab01", 20, (ExerciseFindings("k", 6, 8, 30),))))
        0 right answers rejected, 0 wrong ones accepted; 100 % of the wrong ones get a diagnosis;
        100 % of the mutants that are not equivalent are rejected; 0 verdicts depend on the seed
        (20 seeds)
    """
    sample = "" if findings.whole else " (a sample of them)"
    text = (
        f"{findings.total('right_rejected')} right answers rejected, "
        f"{findings.total('wrong_accepted')} wrong ones accepted; "
        f"{percent(findings.diagnosed)} of the wrong ones get a diagnosis; "
        f"{percent(findings.killed)} of the mutants that are not equivalent are rejected{sample}; "
        f"{findings.total('flaky')} verdicts depend on the seed ({findings.seeds} seeds)"
    )
    if findings.disagreements is not None:
        differ = len(findings.disagreements)
        text += f"; the whole judge: {findings.judged} verdicts compared, {differ} differ"
    for exercise in findings.exercises:
        if (slow := exercise.slow) is not None:
            text += (
                f". The checks of {exercise.exercise} train a network: {slow.seeds} seeds for each "
                f"answer, one for {exercise.mutants} of its {slow.mutants} mutants, none of them "
                "known to be equivalent"
            )
    if boundaries := boundary_report.summary(findings):
        text += f". {boundaries}"
    return text

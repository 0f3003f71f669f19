"""The table "What you should see" of a lab: intervals over seeds, put into the lab's source.

``python -m benchmarks.tables lab01_knn`` measures and prints the table of a lab; with ``--write``
it also puts it into the lab's source, between the two markers. What is measured stands in the lab's
folder, ``measure/table.py``: ``fixed_rows(lab, data)`` gives the rows without chance or time, and
``rows(lab, data)`` all of them, from the names that the solution defines and a data set.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient

from autograder.course import find_course
from autograder.errors import AutograderError
from autograder.labsource.lab_settings import read_settings
from autograder.labsource.modules import lab_module
from autograder.labsource.reference import solution
from benchmarks.ratio import machine
from course_lib import Timer, data

SOLUTIONS = find_course() / "solutions"
SEEDS = range(5)
END = "# <!-- end of measured -->\n"
#: The columns' headings, by the names of data sets; "" for a lab that needs no data.
HEADINGS = {"mnist": "MNIST", "digits": "offline digits", "": "measured"}

#: Rows of a table: what is measured, and the value as it is shown.
Rows = dict[str, str]


def source(lab: str) -> Path:
    """A lab's source."""
    return SOLUTIONS / lab / f"{lab}.py"


def begin(lab: str) -> str:
    r"""The line that opens the measured part of a lab's source: it names the command.

    Example:
        >>> begin("lab01_knn")
        '# <!-- measured: python -m benchmarks.tables lab01_knn --write -->\n'
    """
    return f"# <!-- measured: python -m benchmarks.tables {lab} --write -->\n"


def spread(values: Sequence[float], form: str) -> str:
    """The least and the largest value, or one where they read the same.

    Example:
        >>> spread([0.1, 0.25, 0.2], ".0%")
        '10% – 25%'
    """
    low, high = f"{min(values):{form}}", f"{max(values):{form}}"
    return low if low == high else f"{low} – {high}"


def notebook_rows(lab: str, name: str) -> Rows:
    """The whole notebook on a data set, in a kernel of its own: seconds and peak memory."""
    notebook = nbformat.read(source(lab).with_suffix(".ipynb"), as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace('data.load("mnist"', f'data.load("{name}"')
    probe = "import resource; resource.getrusage(resource.RUSAGE_SELF).ru_maxrss"
    notebook.cells.append(nbformat.v4.new_code_cell(probe))
    with TemporaryDirectory() as folder, Timer() as clock:
        NotebookClient(notebook, timeout=600, resources={"metadata": {"path": folder}}).execute()
    kilobytes = int(notebook.cells[-1].outputs[0].data["text/plain"])  # Linux counts in these
    return {
        "the whole notebook, seconds": f"{clock.seconds:.0f}",
        "the whole notebook, peak memory": f"{kilobytes / 2**20:.1f} GiB",
    }


def table(columns: dict[str, Rows]) -> str:
    """A Markdown table, one column for each data set, behind comment signs."""
    names = list(columns)
    lines = [f"| | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for row in columns[names[0]]:
        lines.append(f"| {row} | {' | '.join(columns[name][row] for name in names)} |")
    lines += ["", f"Intervals are over {len(SEEDS)} seeds or runs, measured on {machine()}."]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def columns_of(text: str) -> dict[str, Rows]:
    r"""The columns of a table, read back.

    Example:
        >>> columns_of("# | | MNIST | digits |\n# |---|---|---|\n# | steps | 9 | 2 |\n")
        {'MNIST': {'steps': '9'}, 'digits': {'steps': '2'}}
    """
    lines = [
        line.removeprefix("# |").removesuffix("|") for line in text.splitlines() if "|" in line
    ]
    (_, *names), _, *rows = ([part.strip() for part in line.split("|")] for line in lines)
    return {name: {row[0]: row[place] for row in rows} for place, name in enumerate(names, 1)}


def columns(lab: str) -> list[str]:
    """The data sets that a lab's table is about; one without a name where it needs no data.

    The notebook may be tested on fewer.
    """
    return ["mnist", "digits"] if read_settings(SOLUTIONS / lab).data else [""]


def measured_rows(lab: str, name: str, *, fixed: bool = False) -> Rows:
    """The rows that need no notebook, for the data set of a name; the fixed ones alone, or all."""
    measure = lab_module(SOLUTIONS / lab, "measure.table")
    digits = data.load(name, device="cpu", offline_ok=False) if name else None
    return (measure.fixed_rows if fixed else measure.rows)(solution(source(lab)), digits)


def main(arguments: list[str]) -> int:
    """Measure a lab's table on its data sets, and print it.

    Args:
        arguments: The lab's name. ``--write`` also puts the table into the lab's source.
            ``--data NAME`` measures one data set, ``--notebook`` only the rows about the whole
            notebook; what is not measured is taken from the table that stands there.

    Returns:
        The exit code: 1 where the data are missing.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables")
    parser.add_argument("lab")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--notebook", action="store_true")
    parser.add_argument("--data", choices=[name for name in HEADINGS if name])
    chosen = parser.parse_args(arguments)
    lab: str = chosen.lab
    measured: dict[str, Rows] = {}
    try:
        for name in columns(lab):
            if chosen.data in (None, name):
                some = {} if chosen.notebook else measured_rows(lab, name)
                measured[HEADINGS[name]] = {**some, **notebook_rows(lab, name)}
    except (data.DataError, AutograderError, ModuleNotFoundError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    before, opening, rest = source(lab).read_text(encoding="utf-8").partition(begin(lab))
    if not opening:
        print(f"error: {lab}.py lacks the line {begin(lab)!r}", file=sys.stderr)
        return 1
    old, _, after = rest.partition(END)
    if chosen.data or chosen.notebook:
        measured = {
            title: rows | measured.get(title, {}) for title, rows in columns_of(old).items()
        }
    text = table(measured)
    print(text, end="")
    if chosen.write:
        source(lab).write_text(f"{before}{opening}{text}{END}{after}", encoding="utf-8")
        print(f"written to {lab}.py; now `make build`")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

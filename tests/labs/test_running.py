"""Each lab's solution, from top to bottom: in time, with every tick, every figure, every number."""

import pytest

from benchmarks.tables import END, begin, columns, columns_of, measured_rows
from tests.labs.finding import LABS, folder, settings
from tests.labs.running import checks_in, run_lab

#: Of the machine that a lab is written for; its time limit is one on all of them.
CORES = 2
#: What a lab prints of where its data come from.
SAYS = {"digits": "scikit-learn digits", "mnist": "MNIST (torchvision)", "": ""}
#: The data that a lab is run on: MNIST where it lies on this machine.
NEEDS = {"mnist": [pytest.mark.needs("mnist")]}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "data"), [
    pytest.param(name, data, marks=NEEDS.get(data, []), id=f"{name}-{data}")
    for name in LABS for data in settings(name).data or ("",)
])  # fmt: skip
def test_the_solution_runs_from_top_to_bottom_in_time(name, data, tmp_path, monkeypatch):
    if data != "mnist":  # no data set at hand: what a student without a network has
        monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    ran = run_lab(name, tmp_path)
    assert SAYS[data] in ran.text
    # Every check of the notebook printed its tick: one that failed would have stopped it.
    assert ran.text.count("✓") == checks_in(name)
    assert [line for line in settings(name).prints if line not in ran.text] == []
    assert ran.errors == ""
    assert ran.figures == settings(name).figures
    assert ran.processor < CORES * settings(name).seconds


@pytest.mark.parametrize("name", LABS)
def test_the_closing_table_says_what_a_rerun_gives(name):
    """The rows without chance or time, for the data that every machine has."""
    text = (folder(name) / f"{name}.py").read_text(encoding="utf-8")
    rows = columns_of(text.partition(begin(name))[2].partition(END)[0])
    *_, last = rows.values()  # MNIST, where it is in the table, comes first
    assert len(rows) == len(columns(name))
    for row, value in measured_rows(name, columns(name)[-1], fixed=True).items():
        assert last[row] == value, row


@pytest.mark.parametrize("name", LABS)
def test_the_text_names_the_command_that_measured_its_table(name):
    text = (folder(name) / f"{name}.py").read_text(encoding="utf-8")
    assert begin(name) in text
    assert "python -m benchmarks.tables" in begin(name)

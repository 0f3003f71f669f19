"""Importing course_lib costs little more than importing torch, and loads nothing heavy."""

import json
import subprocess
import sys

MILLISECONDS = 60

# torch first, so that its time is not counted; then every public name, so that nothing is put off.
SCRIPT = """
import json, sys, time
import torch
before = set(sys.modules)
start = time.process_time()
import course_lib
for name in course_lib.__all__:
    getattr(course_lib, name)
seconds = time.process_time() - start
new = sorted({name.split(".")[0] for name in set(sys.modules) - before})
print(json.dumps([seconds * 1000, new]))
"""


def imported():
    """Processor milliseconds that course_lib took on top of torch, and the packages it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_course_lib_imports_within_its_budget_over_torch():
    """The fastest of up to five runs, since a busy machine can only make one slower."""
    times = []
    while len(times) < 5 and min(times, default=MILLISECONDS + 1) > MILLISECONDS:
        times.append(imported()[0])
    assert min(times) <= MILLISECONDS


def test_course_lib_loads_no_plots_no_data_sets_and_no_widgets():
    _, packages = imported()
    assert "course_lib" in packages
    heavy = {"torchvision", "matplotlib", "sklearn", "ipywidgets", "IPython", "tqdm", "scipy"}
    assert heavy & set(packages) == set()


def test_the_command_line_starts_without_torch():
    """So that `course doctor` can say that torch is broken, and `course --help` answers at once."""
    script = (
        "import sys, course_tools.cli; print([n for n in ('torch', 'numpy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "[]\n")

"""Threads wait calmly wherever the course starts Python, and a user's own setting wins."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.environment import clean_environment
from course_lib.threads import WAITING

SAYS = f"import os; print({{name: os.environ.get(name) for name in {sorted(WAITING)}}})"


def variables(code, **given):
    """What a new Python holds after some code, started with these variables alone."""
    env = {k: v for k, v in os.environ.items() if k not in WAITING} | given
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{SAYS}"],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return ast.literal_eval(done.stdout)


@pytest.mark.parametrize(
    "module", ["course_lib", "course_tools", "autograder", "benchmarks", "course_tools.ready"]
)
def test_importing_the_course_sets_them_before_torch(module):
    code = f"import {module}, sys; assert 'torch' not in sys.modules"
    assert variables(code) == WAITING


@pytest.mark.parametrize("given", [{"OMP_WAIT_POLICY": "ACTIVE"}, {"GOMP_SPINCOUNT": "7"}])
def test_a_users_own_setting_wins(given):
    """And nothing is set beside it that would take its effect away."""
    assert variables("import course_lib", **given) == dict.fromkeys(WAITING) | given
    sandbox = clean_environment(given)
    assert {name: sandbox.get(name) for name in WAITING} == dict.fromkeys(WAITING) | given


def test_sandboxes_have_them():
    assert {name: clean_environment({})[name] for name in WAITING} == WAITING


def test_every_lab_asks_the_course_before_it_loads_torch():
    """In a kernel that was not started by `course lab`, the first cell sets them."""
    labs = sorted((Path(__file__).parents[2] / "labs").glob("*/*.ipynb"))
    assert labs
    for path in labs:
        text = path.read_text(encoding="utf-8")
        guard = text.find("from course_tools.ready import ready")
        assert 0 < guard < text.find("import torch"), path

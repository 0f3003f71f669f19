"""Checks that teach: named properties of a student's answer, each with an explained failure.

A test cell is a list of blocks ``with check("what must hold"):``. Inside, the functions of this
package compare the student's result with an independent one. In a notebook a passing check prints
a tick and a failing one stops the cell with a message; under a recorder every check runs.
"""

from course_lib.checks.behaviour import raises, unchanged
from course_lib.checks.compare import (
    close,
    dtype_and_device,
    equal,
    expect,
    is_number,
    one_of,
    shape,
)
from course_lib.checks.contract import contract
from course_lib.checks.core import check
from course_lib.checks.failure import CheckFailed
from course_lib.checks.gradients import value_and_grad
from course_lib.checks.memory import largest_tensor
from course_lib.checks.recorders import (
    JsonLinesRecorder,
    ListRecorder,
    NotebookRecorder,
    Outcome,
    Recorder,
    recording,
)
from course_lib.checks.rng import Rng, rng
from course_lib.checks.rules import forbid
from course_lib.checks.work import Work, measure_work

__all__ = [
    "CheckFailed",
    "JsonLinesRecorder",
    "ListRecorder",
    "NotebookRecorder",
    "Outcome",
    "Recorder",
    "Rng",
    "Work",
    "check",
    "close",
    "contract",
    "dtype_and_device",
    "equal",
    "expect",
    "forbid",
    "is_number",
    "largest_tensor",
    "measure_work",
    "one_of",
    "raises",
    "recording",
    "rng",
    "shape",
    "unchanged",
    "value_and_grad",
]

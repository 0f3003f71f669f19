"""The small library under the labs: data, batches, training, plots and checks on any device.

The names below need nothing but torch, which is loaded when one of them is first asked for: the
command line (`course_tools`) starts, and names what is broken, without it. The heavier parts are
sub-packages of their own: `course_lib.checks`, `course_lib.data`, `course_lib.plots`,
`course_lib.playground`, `course_lib.toy`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from course_lib.threads import wait_calmly

if TYPE_CHECKING:
    from course_lib.batches import map_rows, minibatches, pairwise_blocks
    from course_lib.device import default_device
    from course_lib.seeding import seed_everything
    from course_lib.timing import Timer, median_seconds, time_ratio
    from course_lib.training import History, fit

__all__ = [
    "History",
    "Timer",
    "default_device",
    "fit",
    "map_rows",
    "median_seconds",
    "minibatches",
    "pairwise_blocks",
    "seed_everything",
    "time_ratio",
]

wait_calmly()  # before anything loads torch

#: Public name → the module that defines it.
_HOME = {
    "History": "training",
    "Timer": "timing",
    "default_device": "device",
    "fit": "training",
    "map_rows": "batches",
    "median_seconds": "timing",
    "minibatches": "batches",
    "pairwise_blocks": "batches",
    "seed_everything": "seeding",
    "time_ratio": "timing",
}


def __getattr__(name: str) -> Any:
    """Load a public name's module when the name is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)

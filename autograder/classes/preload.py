"""What a worker of this machine does before its first submission comes (a Dask preload)."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from importlib import import_module
from threading import Thread
from typing import Any

#: What judging imports, most of it only when it is called.
MODULES = (
    *("autograder.judging.grade", "autograder.judging.cells", "autograder.kernels.kernel"),
    *("course_lib.checks", "course_lib.plots", "nbgrader.utils"),
)

#: The setting of Dask's by which a worker is told what the lab that is graded imports.
LAB_MODULES = "autograder.lab-modules"


def dask_setup(_: Any) -> None:
    """Load the warm interpreter, and meanwhile here what judging needs."""
    # What is wrong here is said where the first submission is judged.
    with suppress(Exception):
        # Both threads need these, and no two threads may import what imports each other.
        import_module("course_lib.data.folder")
        from dask import config

        from autograder.sandbox import warm

        warm.load_also(config.get(LAB_MODULES, ()))
        if os.environ.get(warm.VARIABLE) != "cold":
            Thread(target=warm.interpreter, daemon=True).start()
        for name in MODULES:
            import_module(name)
        # The first comparison imports half of torch.distributed.
        import_module("course_lib.checks").close(1.0, 1.0)
    gc.collect()
    gc.freeze()  # or each collection would go through all of torch again

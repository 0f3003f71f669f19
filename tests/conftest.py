"""Settings of every test: no downloads, no environment of the person who runs them."""

import os

from course_lib.threads import wait_calmly
from tests.needs import pytest_collection_modifyitems, pytest_terminal_summary

__all__ = ["pytest_collection_modifyitems", "pytest_terminal_summary"]

wait_calmly()  # before anything loads torch
# Before anything asks for data.
os.environ["COURSE_OFFLINE"] = "1"
os.environ.pop("COURSE_CHECKS", None)
os.environ.pop("COURSE_DEVICE", None)
# Tests that run side by side have a core each: threads that wait for one another on a core that
# something else has make everything several times slower.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

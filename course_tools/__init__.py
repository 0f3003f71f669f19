"""The tools around the labs: the command `course`, the doctor, the start page and the board.

They import the library, `course_lib`, which knows none of them.
"""

from course_lib.threads import wait_calmly
from course_tools.board import progress

__all__ = ["progress"]

wait_calmly()  # before anything loads torch

"""What students are handed: the labs, `course_lib`, and how to set them up; nothing else."""

from autograder.handout.contents import contents
from autograder.handout.writing import write

__all__ = ["contents", "write"]

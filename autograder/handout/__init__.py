"""What students are handed: the labs, the two packages under them, how to set up; nothing else."""

from autograder.handout.contents import contents
from autograder.handout.writing import write

__all__ = ["contents", "write"]

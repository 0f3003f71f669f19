"""The small course, and results of a class."""

from tests.autograder.small_course import course, results

__all__ = ["course", "results"]

"""A class's submissions in, a gradebook, feedback pages and results out."""

from autograder.classes.grader import grade_class
from autograder.classes.options import GradingOptions
from autograder.classes.results import Exercise, GradedClass, GradedStudent, read_results
from autograder.course import find_course, known_lab, lab_names

__all__ = [
    "Exercise",
    "GradedClass",
    "GradedStudent",
    "GradingOptions",
    "find_course",
    "grade_class",
    "known_lab",
    "lab_names",
    "read_results",
]

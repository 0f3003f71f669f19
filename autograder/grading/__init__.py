"""A class's submissions in, a gradebook, feedback pages and results out."""

from autograder.grading.classroom import grade
from autograder.grading.course import find_course, known_lab, lab_names
from autograder.grading.orders import Orders
from autograder.grading.results import Exercise, GradedClass, GradedStudent, read_results

__all__ = [
    "Exercise",
    "GradedClass",
    "GradedStudent",
    "Orders",
    "find_course",
    "grade",
    "known_lab",
    "lab_names",
    "read_results",
]

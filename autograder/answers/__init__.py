"""Answers to the exercises, right and wrong, that the graders themselves are graded with.

One package a lab, named as the lab. Nothing in here is ever handed to students.
"""

from autograder.answers.answer import Right, Wrong
from autograder.answers.bank import labs, right_answers, wrong_answers

__all__ = ["Right", "Wrong", "labs", "right_answers", "wrong_answers"]

"""Answers to the exercises, right and wrong, that the graders themselves are graded with.

One package a lab, named as the lab. Nothing in here is ever handed to students.
"""

from autograder.audit.answers.answer import Equivalent, Right, Wrong
from autograder.audit.answers.bank import Bank, bank_of, labs, right_answers, wrong_answers

__all__ = [
    "Bank",
    "Equivalent",
    "Right",
    "Wrong",
    "bank_of",
    "labs",
    "right_answers",
    "wrong_answers",
]

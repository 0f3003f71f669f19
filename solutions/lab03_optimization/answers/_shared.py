"""Reasons that mutants of more than one of Lab 3's exercises share, and what they may do at boundaries."""

from autograder.audit.answers import Allowed

DISTANCE = "The size of a difference does not depend on its order."
NUMBER = "A tensor of a single number is taken for that number wherever a loss is used."
ROUNDED = "A tensor of a single number in place of the number: at most rounding differs."

AXES = [Allowed("*: wrong for no axis", "The text promises one axis or more.")]
COUNTS = [Allowed("*: wrong for 0", "The text promises counts from 1 on.")]
EMPTY = [Allowed("*: wrong for no entry", "There is one weight, row and pixel at least.")]
LR = [
    Allowed("*: lr: wrong for 0", "The text promises any positive step size."),
    Allowed("*: lr: wrong for negative", "The text promises any positive step size."),
]
STEP = [
    Allowed("*: h: wrong for 0", "A difference over no distance is 0/0."),
    Allowed("*: h: wrong for negative", "The text moves a weight up by h: h is positive."),
]

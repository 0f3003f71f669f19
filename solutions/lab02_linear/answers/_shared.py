"""What answers to several of Lab 2's exercises may do at boundaries, with the reasons."""

from autograder.audit.answers import Allowed

FLOAT32 = [
    Allowed("*: float32 where it was float64", "The numbers of this lab are float32."),
    Allowed("*: float64 only to the precision of float32", "The numbers of this lab are float32."),
    Allowed("*: in float32 first", "The numbers of this lab are float32."),
    Allowed("*: *below 0.000001 as 0", "Less than the five digits that are asked of a float32."),
]
EMPTY = [Allowed("*: wrong for no entry", "There is one picture, class and pixel at least.")]
NOT_NEGATIVE = [Allowed("*: negative numbers as 0", "The value is never negative.")]
DELTA = [Allowed("*: delta: wrong for negative", "A margin is a number from 0 on.")]
AXES = [Allowed("*: wrong for no axis", "There is one axis at least.")]

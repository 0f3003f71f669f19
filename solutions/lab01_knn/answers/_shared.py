"""Reasons that mutants of more than one of Lab 1's exercises share."""

from autograder.audit.answers import Allowed

PROMOTED = "Torch converts the other operand itself: float minus uint8 is float, and nothing wraps."
SAME_SHAPE = "With predictions of shape (n,), equality does not depend on the order."
SIGN = "The absolute value of a difference does not depend on its order."

EMPTY = [Allowed("*: wrong for no entry", "The text promises nothing about sets without a point.")]
NOT_NEGATIVE = [Allowed("*: result: negative numbers as 0", "A distance is never negative.")]
GIVEN = [Allowed("*: error: *", "The lines that raise the error are given.")]

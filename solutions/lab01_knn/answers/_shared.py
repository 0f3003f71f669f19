"""Reasons that mutants of more than one of Lab 1's exercises share."""

PROMOTED = "Torch converts the other operand itself: float minus uint8 is float, and nothing wraps."
SAME_SHAPE = "With predictions of shape (n,), equality does not depend on the order."
SIGN = "The absolute value of a difference does not depend on its order."

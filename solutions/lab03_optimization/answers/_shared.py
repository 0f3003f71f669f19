"""Reasons that mutants of more than one of Lab 3's exercises share."""

DISTANCE = "The size of a difference does not depend on its order."
NUMBER = "A tensor of a single number is taken for that number wherever a loss is used."
ROUNDED = "A tensor of a single number in place of the number: at most rounding differs."

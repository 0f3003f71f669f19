"""The bank of Lab 3, optimisation."""

from autograder.audit.answers.lab03_optimization import (
    right_checks,
    right_choices,
    right_gradients,
    right_steps,
    wrong_choices,
    wrong_gradients,
    wrong_steps,
)

RIGHT = [
    *right_gradients.ANSWERS,
    *right_checks.ANSWERS,
    *right_steps.ANSWERS,
    *right_choices.ANSWERS,
]
WRONG = [*wrong_gradients.ANSWERS, *wrong_steps.ANSWERS, *wrong_choices.ANSWERS]

"""The bank of Lab 3, optimisation."""

from autograder.answers.lab03_optimization import (
    right_gradients,
    right_steps,
    wrong_choices,
    wrong_gradients,
    wrong_steps,
)

RIGHT = [*right_gradients.ANSWERS, *right_steps.ANSWERS]
WRONG = [*wrong_gradients.ANSWERS, *wrong_steps.ANSWERS, *wrong_choices.ANSWERS]

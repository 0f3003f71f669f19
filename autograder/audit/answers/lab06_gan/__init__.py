"""The bank of Lab 6, the minimax GAN."""

from autograder.audit.answers.lab06_gan import (
    right_games,
    right_losses,
    right_mending,
    right_players,
    right_steps,
    wrong_games,
    wrong_losses,
    wrong_mending,
    wrong_players,
    wrong_steps,
)

RIGHT = [
    *right_players.ANSWERS,
    *right_losses.ANSWERS,
    *right_steps.ANSWERS,
    *right_games.ANSWERS,
    *right_mending.ANSWERS,
]
WRONG = [
    *wrong_players.ANSWERS,
    *wrong_losses.ANSWERS,
    *wrong_steps.ANSWERS,
    *wrong_games.ANSWERS,
    *wrong_mending.ANSWERS,
]
#: Each of their checks trains a network for seconds.
SLOW = {"train_gan", "mend_collapse"}

"""The bank of Lab 6, the minimax GAN."""

from autograder.answers.lab06_gan import (
    right_games,
    right_losses,
    right_mending,
    right_players,
    right_steps,
)

RIGHT = [
    *right_players.ANSWERS,
    *right_losses.ANSWERS,
    *right_steps.ANSWERS,
    *right_games.ANSWERS,
    *right_mending.ANSWERS,
]
WRONG = []

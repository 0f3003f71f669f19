"""The bank of Lab 6, the minimax GAN."""

from autograder.answers.lab06_gan import right, right_games

RIGHT = [*right.ANSWERS, *right_games.ANSWERS]
WRONG = []

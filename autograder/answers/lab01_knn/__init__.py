"""The bank of Lab 1, k-nearest neighbours."""

from autograder.answers.lab01_knn import right, wrong_decisions, wrong_distances

RIGHT = right.ANSWERS
WRONG = [*wrong_distances.ANSWERS, *wrong_decisions.ANSWERS]
